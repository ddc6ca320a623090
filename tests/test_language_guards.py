"""What keeps the language honest: the lexicon is words, the grammar small and without words, text yields nothing, reading costs little."""

import ast
import itertools
import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from newsspider import pages
from newsspider.errors import Refused
from newsspider.items import Printed
from newsspider.language import grammar
from newsspider.language.evidence import weights
from newsspider.language.fold import fold
from newsspider.language.lexicon import FOLDER, labels, sections
from newsspider.language.lines import byline, is_head_line, labelled
from pipelines import to_article

ROOT = Path(__file__).parent.parent
SIGN = re.compile(r"[\s:：|｜/／()（）\[\]【】《》、，,。.*+?\\^$]")
HAN = re.compile("[\u3400-\u9fff]")
LEXICA = sorted(path.stem for path in FOLDER.glob("*.toml") if path.stem != "weights")
TEXT = "江州市近日在全市范围内开展安全检查，共发现问题三十余处，均已整改。市民表示欢迎。"
TABLES = {"newsspider/pages/decoding.py", "newsspider/pages/symptoms.py", "pipelines/script.py"}
"""Modules whose tables of letters tell how a text was decoded and in which script it is."""
MOST_HAN = 500
MOST_READS = 4
"""Lines of a page that the grammar may read, on the average of the test pages; most lines are told from text by a cheap look."""


def entry_lists(name: str) -> list[tuple[str, list[str], dict[str, Any]]]:
    """(section, words, entries) of a file of the lexicon."""
    out = []
    for group, found in sections(name).items():
        nested = all(isinstance(value, dict) and ("letters" in value or "seen" not in value) for value in found.values())
        parts = found.items() if nested else [("", found)]
        out += [(f"{group}.{part}", list(entries), dict(entries)) for part, entries in parts]
    return out


@pytest.mark.parametrize("name", LEXICA)
def test_lexicon_entries_are_sorted_words_that_say_where_they_were_seen(name: str) -> None:
    for section, words, entries in entry_lists(name):
        if "letters" in entries:
            letters, seen = str(entries["letters"]), entries["seen"]
            assert "".join(sorted(set(letters))) == letters, section
            assert seen
            continue
        assert words == sorted(words), f"{name}: [{section}] is not sorted"
        for word, said in entries.items():
            assert not SIGN.search(word), f"{name}: [{section}] {word!r} holds a sign"
            assert said if isinstance(said, str) else said["seen"], f"{name}: [{section}] {word} says not where it was seen"


def test_no_label_has_two_roles() -> None:
    counted: dict[str, str] = {}
    for kind in ("desk", "maker", "role", "source", "picture", "date", "aside"):
        for role, entries in sections("labels")[kind].items():
            for word in entries:
                assert counted.setdefault(word, f"{kind}.{role}") == f"{kind}.{role}", (
                    f"{word}: {counted[word]} and {kind}.{role}"
                )
    assert len(labels()) >= len(counted)


def test_the_grammar_is_small_and_knows_no_word() -> None:
    folder = Path(grammar.__file__).parent
    texts: list[object] = []
    for path in [folder / "facts.py", folder / "reading.py", *folder.glob("grammar*.py")]:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        texts += [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in docs]
    assert len(texts) > 100
    assert not [text for text in texts if isinstance(text, str) and HAN.search(text)]
    assert len(grammar.PRODUCTIONS) <= 16


def test_few_weights_each_with_the_sign_that_a_reader_expects() -> None:
    groups = tomllib.loads((FOLDER / "weights.toml").read_text(encoding="utf-8"))
    entries = [entry for group in groups.values() for entry in group.values()]
    assert len(weights()) == len(entries) <= 60
    for entry in entries:
        assert round(entry["weight"], 1) == entry["weight"]
        assert entry["why"]
        assert (entry["weight"] > 0) == (entry["sign"] == "+"), entry


@pytest.mark.parametrize("text", ["（責　編︱張三　　２０２４）", "ﬁ①㈱Ⅳ🙂𠮷", "【來源】：《甲日報》﹝1﹞\u200b\ufeff", ""])
def test_a_folded_line_has_its_length(text: str) -> None:
    assert len(fold(text)) == len(text)


def test_words_stand_with_the_language() -> None:
    total = 0
    for path in [*ROOT.glob("newsspider/**/*.py"), *ROOT.glob("pipelines/**/*.py")]:
        name = path.relative_to(ROOT).as_posix()
        if name in TABLES or name.split("/")[1] in ("language", "demo", "report", "browse"):
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        texts = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in docs]
        total += sum(len(HAN.findall(text)) for text in texts if isinstance(text, str))
    assert total <= MOST_HAN, f"{total} Han letters in code: words belong into newsspider/language/lexicon"


def test_the_grammar_reads_few_lines_of_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    grammar.read_line.cache_clear()
    labelled.cache_clear()
    byline.cache_clear()
    count = 0
    for path in sorted((ROOT / "tests" / "pages").glob("*/page.html")):
        try:
            to_article(pages.read(pages.load(path.read_bytes())))
        except Refused:
            continue
        count += 1
    assert count > 20
    assert grammar.read_line.cache_info().misses <= MOST_READS * count


def test_text_of_marked_pages_names_nobody(shared: Path) -> None:
    """Every paragraph of their bodies that tells no fact, alone among other text: at most one may yield a fact."""
    wrong, seen = [], 0
    for path in itertools.chain(*((shared / "corpus" / name / "gold").glob("*.json") for name in ("dev", "second"))):
        gold = json.loads(path.read_text(encoding="utf-8"))
        if gold.get("kind", "article") != "article":
            continue
        people = [*(gold.get("authors") or []), *(gold.get("credits") or [])]
        named = [one if isinstance(one, str) else one["name"] for one in people] + [gold.get("source") or "\0"]
        for paragraph in gold["body"]:
            if any(name and name in paragraph.replace(" ", "") for name in named):
                continue
            seen += 1
            found: list[object] = [line for line in (labelled(paragraph), byline(paragraph)) if line]
            found += [True] if is_head_line(paragraph) else []
            for place in range(3):
                body = [TEXT, TEXT]
                body.insert(place, paragraph)
                printed = Printed(
                    reader="test", encoding="utf-8", content_sha256="0" * 64, headline="江州开展检查", paragraphs=body
                )
                record = to_article(printed)
                found += [*record.authors, *record.credits, *([record.source] if record.source else [])]
            wrong += [paragraph] if found else []
    assert seen > 1000
    assert len(wrong) <= 1, wrong
