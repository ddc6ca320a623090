"""The prose of pages marked by hand: no paragraph to which the answers give no fact may give one on any page."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from benchmarks.newsroom_lines import Facts, Line, Where
from benchmarks.newsroom_lines.facts import same
from benchmarks.newsroom_pages import build
from benchmarks.quality.generated import read
from benchmarks.quality.judging import judge

SETS = ("dev", "second")
FALSE = [[f"{field}:", "has"] for field in ("source", "authors", "credits")]
DAY = date(2024, 5, 1)
PLACES = (Where.MIDDLE, Where.ENDING)


def paragraphs(shared: Path) -> Iterator[tuple[str, str]]:
    """Page and paragraph of all marked texts in which no name of the answers stands."""
    for folder in SETS:
        for path in sorted((shared / "corpus" / folder / "gold").glob("*.json")):
            gold = json.loads(path.read_text(encoding="utf-8"))
            told = [
                person["name"] if isinstance(person, dict) else person
                for key in ("authors", "credits")
                for person in gold.get(key) or []
            ]
            names = [same(name) for name in (*told, gold.get("source")) if name]
            for text in gold.get("body") or []:
                if not any(name in same(text) for name in names):
                    yield f"{folder}/{path.stem}", text


def report(shared: Path, worst: int) -> None:
    """Print how many paragraphs gave a fact, among others or at the text's end, and the first of them where asked."""
    found = list(paragraphs(shared))
    if not found:
        print(f"marked prose: not measured, {shared}/corpus is not there")
        return
    wrong: dict[tuple[str, str], set[str]] = {}
    for place in PLACES:
        for number, (where, text) in enumerate(found):
            page = build(number, Line("prose: marked", place, text, (Facts(),), DAY, (text,)), 0)
            if false := [fault for fault in judge(page, *read(page)).faults if fault.split(" ")[:2] in FALSE]:
                wrong.setdefault((where, text), set()).update(false)
    print(f"marked prose: {len(wrong)} of {len(found)} paragraphs give a fact")
    for (where, text), faults in list(wrong.items())[:worst]:
        print(f"  {where}: {text[:60]}…{text[-60:]}\n" + "".join(f"    {fault}\n" for fault in sorted(faults)), end="")
