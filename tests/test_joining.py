"""Saved pages of one article become one record, in whatever order they come."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from commands import newsspider, rows
from test_archive import record, response

from newsspider.errors import RunIncomplete
from newsspider.items import Printed
from newsspider.outlets import load_outlets
from newsspider.saved.extract import extract_articles
from newsspider.saved.join import Joiner, Saved
from newsspider.saved.manifest import Manifest

BASE = "https://news.ganjiang.example/system/2023/10/17/000000001"
FURNITURE = '<div class="nav"><a href="/">首页</a></div>'


def part(number: int, last: int) -> str:
    following = f'<div id="news_more_page_div_id"><a href="{BASE}_{number:02d}.shtml">下一页</a></div>' if number < last else ""
    text = "".join(f"<p>这是长篇报道第{number}页的第{n}段，记述赣江两岸新桥建设者三年来的工作与生活。</p>" for n in range(1, 5))
    return (
        f'<html><head><meta charset="utf-8"><title>新桥建设者-赣江网</title></head><body>{FURNITURE}<h1>新桥建设者</h1>'
        f'<div class="info">2023-10-17 08:22 来源：赣江日报</div><div class="content">{text}</div>{following}</body></html>'
    )


def address(number: int) -> str:
    return f"{BASE}.shtml" if number == 1 else f"{BASE}_{number - 1:02d}.shtml"


@pytest.mark.parametrize(
    "names", [("1.html", "2.html", "3.html"), ("c.html", "a.html", "b.html"), ("b.html", "c.html", "a.html")]
)
def test_parts_in_a_folder_are_joined_by_their_urls(names: tuple[str, ...], tmp_path: Path) -> None:
    manifest = []
    for number, name in enumerate(names, 1):
        (tmp_path / name).write_text(part(number, 3), encoding="utf-8")
        manifest.append(json.dumps({"file": name, "url": address(number)}))
    (tmp_path / "m.jsonl").write_text("\n".join(manifest))
    (row,) = rows(newsspider("extract", "--manifest", "m.jsonl", ".", cwd=tmp_path).stdout)
    assert (row["file"], row["url"]) == (names[0], address(1))
    assert [text[7:10] for text in row["body"]] == [f"{number}页的" for number in (1, 2, 3) for _ in range(4)]


def test_parts_in_an_archive_are_joined(tmp_path: Path) -> None:
    archive = tmp_path / "x.warc.gz"
    pages = [record(address(number), response(part(number, 3).encode())) for number in (1, 2, 3)]
    archive.write_bytes(b"".join(map(gzip.compress, pages)))
    (row,) = rows(newsspider("extract", archive, cwd=tmp_path).stdout)
    assert len(row["body"]) == 12


def test_a_part_whose_article_was_not_saved_stands_alone(tmp_path: Path) -> None:
    (tmp_path / "2.html").write_text(part(2, 3), encoding="utf-8")
    (tmp_path / "m.jsonl").write_text(json.dumps({"file": "2.html", "url": address(2)}))
    (row,) = rows(newsspider("extract", "--manifest", "m.jsonl", "2.html", cwd=tmp_path).stdout)
    assert len(row["body"]) == 4


def test_an_article_whose_later_page_was_not_saved_is_kept(tmp_path: Path) -> None:
    archive = tmp_path / "x.warc"
    archive.write_bytes(record(address(1), response(part(1, 3).encode())))
    (row,) = rows(newsspider("extract", archive, cwd=tmp_path).stdout)
    assert len(row["body"]) == 4


def test_every_page_is_in_a_row_also_when_it_was_saved_twice(tmp_path: Path) -> None:
    """One file for each page, in an order in which all of them wait for another one; a copy of each."""
    manifest = []
    for number in (3, 2, 1):
        for copy in "ab":
            name = f"{4 - number}{copy}.html"
            (tmp_path / name).write_text(part(number, 3), encoding="utf-8")
            manifest.append(json.dumps({"file": name, "url": address(number)}))
    (tmp_path / "m.jsonl").write_text("\n".join(manifest))
    found = list(extract_articles([tmp_path], load_outlets(), Manifest.read(tmp_path / "m.jsonl")))
    assert sum(len(row["body"]) for row in found) == 6 * 4
    assert max(len(row["body"]) for row in found) == 12


def test_a_page_that_got_into_no_row_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in (1, 2, 3):
        (tmp_path / f"{number}.html").write_text(part(1, 1), encoding="utf-8")
    right = Joiner.take

    def forgetful(joiner: Joiner, file: str, printed: Printed) -> Iterator[Saved]:
        return iter(()) if file == "2.html" else right(joiner, file, printed)

    monkeypatch.setattr(Joiner, "take", forgetful)
    found = extract_articles([tmp_path], load_outlets())
    assert [next(found)["file"] for _ in range(2)] == ["1.html", "3.html"]
    with pytest.raises(RunIncomplete, match=r"of 1 pages it is not known what became of them: 2\.html"):
        next(found)
