"""Whatever comes in from outside costs itself alone: text, JSON, addresses, dates and file names that nobody expects."""

import json
import logging
import os
import socket
import subprocess
import sys
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import doors
import nasty_values
import pytest
from archives import FETCHED, write_warc
from click.testing import CliRunner
from scrapy import Request
from scrapy.http import Response

from newsspider import pages
from newsspider.archive.index import ArchiveIndex
from newsspider.cli import main
from newsspider.config import load
from newsspider.crawl.command import read_urls
from newsspider.errors import BadUrl, ConfigError, InputError
from newsspider.export.selection import moment
from newsspider.outlets import Outlet, load_outlets
from newsspider.saved.extract import read_article
from newsspider.scheduling.schedule import load_schedule
from newsspider.spiders.conditional import validators
from newsspider.store import Runs, Store
from newsspider.telemetry import logs
from newsspider.urls import canonical_url, check_url, netloc
from newsspider.values import BadJson, load_json, printable, unescape, valid_text

NUMBER = 5000
"""Values of each kind; `make fuzz-values` tries many more."""
ADDRESS = doors.ADDRESS
TITLE = "洛川水渠昨日通水了"
BODY = doors.TEXT * 3


def page(head: str = "", more: str = "") -> bytes:
    text = f"<html><head><title>{TITLE}</title>{head}</head><body><h1>{TITLE}</h1>{more}<div class='content'>{BODY}</div></body></html>"
    return text.encode("utf-8", "surrogatepass")


def extract(*arguments: object) -> list[dict[str, Any]]:
    """The rows of the command, which must not break off."""
    done = CliRunner().invoke(main, ["extract", *map(str, arguments)])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return [json.loads(line) for line in done.stdout_bytes.decode("utf-8").splitlines()]


# Whatever may come: each door holds against random values


def test_any_addresses() -> None:
    rng = Random("addresses")  # noqa: S311 the same every time
    good = sum(doors.check_address(nasty_values.address(rng)) for _ in range(NUMBER))
    assert good > NUMBER / 10, "the values must be near enough to real ones to be let in"


@pytest.mark.parametrize("part", range(5))
def test_any_json(part: int) -> None:
    rng = Random(f"json {part}")  # noqa: S311 the same every time
    for _ in range(NUMBER // 5):
        doors.check_json(nasty_values.json_text(rng), rng.randrange(6))


def test_any_dates() -> None:
    rng = Random("dates")  # noqa: S311 the same every time
    for _ in range(NUMBER):
        doors.check_date(nasty_values.date(rng))


# Text


def test_text_is_made_valid() -> None:
    assert valid_text("正文\ud800 \ud83d\ude00\x00") == "正文\ufffd \U0001f600"
    assert valid_text(text := "正文 abc \U0001f600") is text
    assert unescape(f"&#xD800;&#0;&amp;&#{'9' * 5000};&#x110000;&#65;") == "\ufffd\ufffd&\ufffd\ufffdA"
    assert printable("\udcd6\udcd0.html") == r"\xd6\xd0.html"
    assert printable("a\ud800") == r"a\ud800"


def test_json_is_read_one_way() -> None:
    assert load_json('{"\\ud800": ["\\u0000a", "\\ud83d\\ude00"]}') == {"\ufffd": ["a", "\U0001f600"]}
    assert load_json(f"[1, {'9' * 5000}]") == [1, float("inf")]
    assert load_json(b"\xef\xbb\xbf[1]") == [1]
    assert load_json("[" * 200 + "]" * 200)
    for wrong in ("[" * 100_000, "[" * 201 + "]" * 201, "", "{", b"\xff\xfe\xff", "nope", f"[{'9' * 5000}"):
        with pytest.raises(BadJson):
            load_json(wrong)


def test_half_a_character_in_a_pages_data_costs_nothing() -> None:
    described = '<script type="application/ld+json">{"@type":"NewsArticle","headline":"洛川水渠昨日通水了\\ud800","author":"李四海\\ud83d"}</script>'
    article = read_article(
        page(described).replace(f"<h1>{TITLE}</h1>".encode(), b"").replace(f"<title>{TITLE}</title>".encode(), b""), ADDRESS
    )
    assert article.headline == TITLE + "\ufffd"
    assert [author.name for author in article.authors] == ["张三丰"]
    text = json.dumps(BODY + "\ud800")
    inline = f'<script>var a={{"title":"{TITLE}\\ud800\\u0000","source":"洛川\\udfff报","publishTime":"\\ud800","content":{text}}};</script>'
    article = read_article(f"<title>{TITLE}</title><body>{inline}".encode(), ADDRESS)
    assert (article.headline, article.source) == (TITLE + "\ufffd", "洛川\ufffd报")
    beside = f'<script>var a = {{title: "{TITLE}", source: "\\u6d1b\\u5ddd\\u62a5\\ud800"}};</script>'
    assert read_article(page(more=beside), ADDRESS).source == "洛川报\ufffd"


def test_references_of_no_character_cost_nothing() -> None:
    comment = f"<!--enpproperty <date>2023-10-17 08:22:05</date><author>&#xD800;&#{'9' * 5000};张三丰</author><title>{TITLE}</title>/enpproperty-->"
    article = read_article(page(comment), ADDRESS)
    assert article.published_at == "2023-10-17T08:22:05+08:00"
    doors.storable(article.byline)


def test_no_codec_breaks_off() -> None:
    """Python's ISO-2022 codecs give up on broken escape sequences."""
    for charset, escapes in (("iso-2022-jp-1", b"\x0f\x1b(b,\x1b)%%ab"), ("iso-2022-kr", b"aD\x1b.%$($$,$")):
        found = pages.load(page() + b"\xff" + escapes, content_type=f"text/html; charset={charset}")
        assert TITLE in found.text


def test_nul_costs_a_list_no_entry() -> None:
    text = '{"list": [{"url": "/1.html", "title": "洛川\x00"}, {"url": "/2.html", "title": "a\tb"}]}'
    listing = pages.read_listing(pages.load(text.encode(), url="https://luochuan.example/list.json"), doors.JSON_LIST)
    assert [link.title for link in listing.links] == ["洛川", "a\tb"]


def test_headers_of_a_version_are_storable() -> None:
    response = Response(ADDRESS, headers={"ETag": b'"a\x00b"', "Last-Modified": b"\xd6\xd0"})
    assert validators(response) == ('"ab"', "ÖÐ")


# Addresses


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("http://[::1]:21209/2026/1.html#top", "http://[::1]:21209/2026/1.html"),
        ("HTTP://[2001:DB8:0::1]:80/", "http://[2001:db8::1]/"),
        ("https://a.example/content_1.htm?div=-1&from=timeline", "https://a.example/content_1.htm"),
        ("http://洛川.example/标题", "http://xn--5rt325a.example/%E6%A0%87%E9%A2%98"),
        ("http://a_b.example./", "http://a_b.example./"),
        ("http://a.example/%%36%33", "http://a.example/%2563"),
        ("http://a.example/100%/%25E6", "http://a.example/100%/%25E6"),
        ("http://a.example/?%FF=1&%F0%9F%98%80=1&from=x", "http://a.example/?%F0%9F%98%80=1&%FF=1"),
        ("http://K.example/", "http://k.example/"),
    ],
)  # fmt: skip
def test_the_canonical_form_is_one(url: str, canonical: str) -> None:
    assert canonical_url(url) == canonical
    assert canonical_url(canonical) == canonical
    assert canonical_url(Request(url).url) == canonical


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("//[::1]`", "does not begin with http"), ("http://[::1]☃/", "host or port"), ("http://[::1", "host or port"), ("http://[fe80::1%25eth0]/", "zone"),
        ("http://u@a.example/", "user names and passwords in addresses are not supported"), ("http://\\", "host name"), ("http://\x00", "holds"), ("http://a.example/\ud800", "holds"), ("http://a b.example/", "holds"),
        ("http://a.example:99999/", "no port 99999"), ("http://a.example:8a/", "host or port"), (f"http://a.example:{'9' * 5000}/", "host or port"),
        ("http://a..example/", "host name"), (f"http://{'a' * 64}.example/", "host name"), (f"http://{'a.' * 130}example/", "too long"),
        (f"http://{'洛' * 64}.example/", "ASCII"), ("http://%61.example/", "host name"), ("http://℀.example/", "host or port"), ("http://", "does not begin"),
    ],
)  # fmt: skip
def test_what_cannot_be_fetched_is_refused_with_a_reason(url: str, said: str) -> None:
    for refuse in (check_url, canonical_url):
        with pytest.raises(BadUrl, match=said):
            refuse(url)
    assert pages.load(b"<p>x").absolute(url) is None
    assert pages.load(b"<p>x", url=url.replace(" ", "%20")).url is None or "\x00" in url
    assert netloc(url) is not None
    assert load_outlets().outlet_for(url) is None


@pytest.mark.parametrize(
    "url",
    [
        "http://user:secret@a.example/", "http://u:se@cret@a.example/", f"http://u:{'secret' * 99}@a.example/", "u:secret@a.example",
        "http:/u:secret@a.example/", "http://u:sec cret@a.example/", "http://u:sec/cret@a.example/", "//u:secret@a.example/",
        "http://u:secret@℀/", "http://[u:secret]@a.example/", "http://u:secret@[::1/", "http://u:secret@a.example:99999/",
    ],
)  # fmt: skip
def test_passwords_in_addresses_are_refused_and_not_said(url: str) -> None:
    with pytest.raises(BadUrl) as refused:
        check_url(url)
    assert "cret" not in str(refused.value)
    assert pages.load(b"<p>x", url=ADDRESS).absolute(url) is None


@pytest.mark.parametrize(
    "base",
    ["//[::1]`", "//[::1]☃/", "http://[::1", "http://a b/", "http://a:99999/", "javascript:0", "\ud800//", "http://u:p@h/"],
)
def test_a_base_that_is_no_address_counts_as_none(base: str) -> None:
    links = "".join(f"<li><a href='/2023/10/17/{n}.html'>洛川水渠第{n}段昨日正式通水</a></li>" for n in range(2, 8))
    body = f'<html><head><base href="{base}"></head><body><ul>{links}</ul></body></html>'.encode("utf-8", "surrogatepass")
    assert len(pages.read_listing(pages.load(body, url=ADDRESS)).links) == 6


@pytest.mark.parametrize(
    "url", ["http://[::1]☃/", "//[::1]`", "http://a:99999/", "http://\\", "http://[::1]/x", "http://a..b/", "http://u:p@h/"]
)
def test_a_wrong_address_anywhere_costs_itself_alone(url: str) -> None:
    links = "".join(f"<li><a href='/2023/10/17/{n}.html'>洛川水渠第{n}段昨日正式通水</a></li>" for n in range(2, 8))
    listed = pages.load(f'<ul><li><a href="{url}">洛川水渠昨日正式通水完工</a></li>{links}</ul>'.encode(), url=ADDRESS)
    assert len(pages.read_listing(listed).links) == 6
    feed = "".join(f"<item><link>{link}</link></item>" for link in (url, ADDRESS + "?id=1", ADDRESS + "?id=2"))
    assert len(pages.read_listing(pages.load(f"<rss><channel>{feed}</channel></rss>".encode(), url=ADDRESS)).links) >= 2
    sitemap = (
        "".join(f"<url><loc>https://a.example/2023/10/17/{n}.html</loc></url>" for n in range(5)) + f"<url><loc>{url}</loc></url>"
    )
    assert len(pages.read_listing(pages.load(f"<urlset>{sitemap}</urlset>".encode(), url="https://a.example/")).links) == 5
    more = f'<img src="{url}"><video src="{url}"></video><a href="{url}">下一页</a>'
    own = page(f'<link rel="canonical" href="{url}"><meta property="og:url" content="{url}">', more)
    assert read_article(own).headline == TITLE
    assert read_article(own, url).headline == TITLE


def test_an_absurd_number_or_id_costs_its_entry_alone() -> None:
    outlet = doors.JSON_LIST
    text = f'{{"list": [{{"url": {"9" * 5000}}}, {{"url": "/2023/10/17/1.html"}}, {{"url": "http://[::1]`/"}}, {{"url": "/2023/10/17/2.html\t"}}]}}'
    assert len(pages.read_listing(pages.load(text.encode(), url="https://luochuan.example/list.json"), outlet).links) == 2
    rows = '{"id": "1 2", "title": "甲"}, {"id": 7, "title": "洛川水渠通水"}, {"id": "\\ud800", "title": "\\u0000"}'
    issue = f'{{"pages": [{{"pnumber": "01", "pname": "要闻", "articleList": [{rows}]}}]}}'
    layout = pages.read_layout(
        pages.load(issue.encode(), url="https://news.luochuan.example/issue.json"), doors.EPAPER, date(2023, 10, 17)
    )
    assert len(layout.entries) == 3
    doors.storable([(entry.url, entry.title, entry.source) for entry in layout.entries])


def test_an_expression_that_does_not_fit_the_data_finds_nothing() -> None:
    outlet = Outlet(
        id="a_b", name="甲", province=None, kind="portal", family="generic", hosts=["a.example"], json_list={"links": "sort_by(list, &n)[].url"}
    )  # fmt: skip
    found = pages.read_listing(pages.load(b'{"list": [{"n": 1}, {"n": "x"}]}', url="https://a.example/"), outlet)
    assert found.links == []


def test_a_mirror_that_gives_no_address_is_none() -> None:
    outlet = Outlet(
        id="a_b", name="甲", province=None, kind="epaper", family="generic", hosts=["a.example"],
        mirrors=[["http://{host}/{id}/{ch}.html", "http://{host}{ch}:{id}/x.html"]],
    )  # fmt: skip
    url = "http://a.example/99999/b.html"
    assert outlet.canonical(url) == url


# Dates


@pytest.mark.parametrize(
    "day",
    [
        "Fri, 31 Dec 9999 23:59:59 -0100",
        "Mon, 01 Jan 0101 00:00:00 +0800",
        "0000-00-00",
        "9999-12-31T23:59:59-12:00",
        "9" * 5000,
        "1e20",
    ],
)
def test_a_date_of_no_year_costs_itself_alone(day: str) -> None:
    feed = "".join(f"<item><link>{ADDRESS}?id={n}</link><pubDate>{text}</pubDate></item>" for n, text in ((1, day), (2, FETCHED)))
    listing = pages.read_listing(pages.load(f"<rss><channel>{feed}</channel></rss>".encode(), url=ADDRESS))
    assert [link.day for link in listing.links] == [None, "2026-01-02"]
    article = read_article(page(f'<meta name="publishdate" content="{day}">'), fetched_at=FETCHED)
    assert (article.headline, article.published_at) == (TITLE, None)


def test_moments_outside_of_the_calendar_are_no_moments() -> None:
    with pytest.raises(Exception, match="no day or time"):
        moment("--since", "0001-01-01")


@pytest.mark.parametrize("stamp", ["0000-01-01T00:00:00Z", "99999-01-01T00:00:00Z", "yesterday", "0001-01-01T00:00:00Z"])
def test_a_record_of_an_archive_without_a_date_is_read(tmp_path: Path, stamp: str) -> None:
    path = write_warc(tmp_path / "a.warc", {f"https://a.example/2023/10/17/{number}.html": page() for number in range(3)})
    path.write_bytes(path.read_bytes().replace(FETCHED.encode(), stamp.encode(), 1))
    found = extract(path)
    assert [row.get("fetched_at") for row in found] == [None, FETCHED, FETCHED]
    index = ArchiveIndex([path])
    assert len(index) == 3
    assert index.find("https://a.example/2023/10/17/0.html")


# Files


def test_one_bad_file_in_a_folder_costs_itself_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, outside = tmp_path / "saved", tmp_path / "outside"
    (folder / "deep").mkdir(parents=True)
    (folder / "closed").mkdir()
    outside.mkdir()
    good = ("1.html", "deep/2.html", "z.txt")
    for name in good:
        (folder / name).write_bytes(page())
    os.mkfifo(folder / "pipe.html")
    with socket.socket(socket.AF_UNIX) as listening:
        monkeypatch.chdir(folder)
        listening.bind("socket.html")
    (folder / "loop.html").symlink_to("loop.html")
    (folder / "gone.html").symlink_to("nowhere.html")
    (folder / "above").symlink_to(folder)
    (folder / "away").symlink_to(outside)
    (folder / "deleted.html").write_bytes(page())
    (folder / os.fsdecode(b"\xd6\xd0.html")).write_bytes(
        page('<script type="application/ld+json">{"@type":"Article","headline":"\\ud800"}</script>')
    )
    (folder / "half.html").write_bytes(page().replace(TITLE.encode(), b""))
    true_scan, true_open = os.scandir, Path.open

    def scan(path: Path) -> Any:
        if Path(path).name == "closed":
            raise PermissionError(13, "Permission denied")
        return true_scan(path)

    def opened(path: Path, *arguments: Any, **options: Any) -> Any:
        if path.name == "deleted.html":
            path.unlink()
        return true_open(path, *arguments, **options)

    monkeypatch.setattr(os, "scandir", scan)
    monkeypatch.setattr(Path, "open", opened)
    found = {row["file"]: row.get("error") for row in extract(folder)}
    assert {name: found.pop(name) for name in (*good, r"\xd6\xd0.html")} == dict.fromkeys((*good, r"\xd6\xd0.html"))
    assert found.pop("half.html") in ("not_article", "refused")
    assert found == dict.fromkeys(
        ("pipe.html", "socket.html", "loop.html", "gone.html", "away", "deleted.html", "closed"), "input"
    )  # fmt: skip


def test_named_paths_that_cannot_be_read_have_a_row(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(page())
    (tmp_path / "loop").symlink_to("loop")
    wrong = [tmp_path / "loop", tmp_path / os.fsdecode(b"\xd6\xd0"), tmp_path / "a.html" / "b.html"]
    found = extract(*wrong, tmp_path / "a.html")
    assert [row.get("error") for row in found] == ["input"] * 3 + [None]
    for row in found:
        json.dumps(row, ensure_ascii=False).encode()


def test_a_fault_of_ours_on_one_page_costs_that_page_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wherever it breaks: where a page is put together with others, too, and where an archive is read."""
    for name in ("1.html", "2.html", "3.html"):
        (tmp_path / name).write_bytes(page(f"<!-- {name} -->"))
    write_warc(tmp_path / "4.warc", {"https://a.example/1.html": page()})
    from newsspider.archive import reading
    from newsspider.saved.join import Joiner

    take, read = Joiner.take, reading.read_archive

    def broken(joiner: Joiner, file: str, printed: Any) -> Any:
        if file == "2.html":
            raise RecursionError("\udcd6")
        return take(joiner, file, printed)

    def half(path: Path) -> Any:
        yield from read(path)
        raise KeyError("odd")

    monkeypatch.setattr(Joiner, "take", broken)
    monkeypatch.setattr(reading, "read_archive", half)
    found = [(row["file"], row.get("reason")) for row in extract(tmp_path)]
    assert found == [("1.html", None), ("2.html", "RecursionError"), ("3.html", None), ("4.warc", None), ("4.warc", "KeyError")]


def test_manifests_name_files_whose_names_are_no_utf8(tmp_path: Path) -> None:
    names = [b"\xd6\xd0\xce\xc4.html", b"\xb1\xb1.html", b"\xc9\xcf.html"]
    for name in names:
        (tmp_path / os.fsdecode(name)).write_bytes(page())
    rows = [
        b'{"file": "' + names[0] + b'", "url": "https://a.example/1.html"}',
        json.dumps({"file": os.fsdecode(names[1]), "url": "https://a.example/2.html"}).encode(),
        json.dumps(
            {"file": r"\xc9\xcf.html", "url": "https://a.example/3.html", "note": "a\u2028b"}, ensure_ascii=False
        ).encode(),
    ]
    (tmp_path / "m.jsonl").write_bytes(b"\n".join(rows))
    found = {row["file"]: row["url"] for row in extract(tmp_path, "--manifest", tmp_path / "m.jsonl")}
    assert found == {
        r"\xd6\xd0\xce\xc4.html": "https://a.example/1.html", r"\xb1\xb1.html": "https://a.example/2.html", r"\xc9\xcf.html": "https://a.example/3.html",
    }  # fmt: skip


@pytest.mark.parametrize(
    "line",
    [
        "[" * 100_000,
        "9" * 5000,
        f'{{"file": "a", "url": {"9" * 5000}}}',
        '{"file": "a", "url": "http://[::1]`/"}',
        '{"file": "a", "url": "http://\\ud800/"}',
        '{"file": 1}',
    ],
)
def test_a_wrong_row_of_a_manifest_is_named(tmp_path: Path, line: str) -> None:
    (tmp_path / "m.jsonl").write_text(f'{{"file": "b"}}\n{line}\n')
    done = CliRunner().invoke(main, ["extract", str(tmp_path), "--manifest", str(tmp_path / "m.jsonl")])
    assert done.exit_code == InputError.exit_code
    assert "m.jsonl, line 2: " in done.stderr


def test_files_of_urls_may_hold_anything_in_comments(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"\xd6\xd0.txt")
    path.write_bytes(b"# \xd6\xd0\xce\xc4\n\nhttp://[::1]:8080/1.html\r\nhttp://a.example/\xe6\xb4\x9b\n")
    assert read_urls(path) == ["http://[::1]:8080/1.html", "http://a.example/洛"]
    for line in (
        b"http://a.example/\xd6\xd0",
        b"http://[::1]`/",
        b"http://a.example:99999/",
        b"http://u:pw@a.example/",
        b"http://a.example/\x00",
    ):
        path.write_bytes(b"http://a.example/1\n" + line)
        with pytest.raises(BadUrl, match="line 2"):
            read_urls(path)


def test_names_that_are_no_utf8_reach_store_and_log_escaped(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 'a.db'}")
    run = Runs(store).begin("newsspider crawl --urls \udcd6\udcd0.txt")
    assert Runs(store).recent(run=run)[0].command == r"newsspider crawl --urls \xd6\xd0.txt"
    store.close()
    record = logging.LogRecord("a", logging.INFO, "", 0, "%s cannot be read", ("\udcd6\udcd0.html",), None)
    logs.place(record)
    for formatter in (logs.JsonFormatter(), logs.TextFormatter(logs.TEXT)):
        assert r"xd6" in formatter.format(record)
        formatter.format(record).encode()


def test_stdout_is_utf8_whatever_the_terminal_takes(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"\xd6\xd0.html")).write_bytes(page("<meta name='author' content='\u2603\U0001f600'>"))
    done = subprocess.run(
        [sys.executable, "-m", "newsspider", "extract", ".", os.fsdecode(b"no\xff.html")], capture_output=True, check=False, cwd=tmp_path,
        env=os.environ | {"PYTHONIOENCODING": "ascii", "PYTHONPATH": str(Path(__file__).parent.parent)},
    )  # fmt: skip
    assert b"Traceback" not in done.stderr
    assert [json.loads(line)["file"] for line in done.stdout.decode().splitlines()] == [r"\xd6\xd0.html", r"no\xff.html"]


# Site records

GOOD = """
[demo_one]
name = "岚江新闻网"
province = "CN-JX"
kind = "epaper"
family = "generic"
hosts = ["lanjiang.example"]
lists = ["https://www.lanjiang.example/news/"]
layout = ["https://www.lanjiang.example/{yyyymmdd}/"]
issues = "https://www.lanjiang.example/{yyyymm}.xml"
[demo_one.selectors]
body = "div.a"
[demo_one.json_list]
links = "a"
"""


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("https://www.lanjiang.example/news/", "https://www.lanjiang.example:99999/", "[demo_one] lists: "),
        ("https://www.lanjiang.example/news/", "http://[::1]`/", "[demo_one] lists: "),
        ("https://www.lanjiang.example/news/", "http://u:pw@lanjiang.example/", "[demo_one] lists: 'http://u:***@lanjiang.example/'"),
        ("https://www.lanjiang.example/{yyyymmdd}/", "https://www..lanjiang.example/{yyyymmdd}/", "[demo_one] layout: "),
        ("https://www.lanjiang.example/{yyyymm}.xml", "https://[{yyyymm}.xml", "[demo_one] issues: "),
        ('name = "岚江新闻网"', 'name = "岚江\\u0000"', "[demo_one] name: a text must not hold NUL"),
        ("div.a", "p::text", "[demo_one] selectors.body: 'p::text' is not a CSS selector"),
        ("div.a", "ns|a", "[demo_one] selectors.body: 'ns|a' is not a CSS selector"),
        ('links = "a"', f'links = "a[{"9" * 5000}]"', "[demo_one] json_list.links: "),
        ('links = "a"', f'links = "{"[" * 3000}"', "[demo_one] json_list.links: "),
        ("[demo_one]\n", f"[demo_{'a' * 300}]\n", "the table's name must be"),
        ("[demo_one]\n", f"[demo_one]\ndelay = {'9' * 5000}\n", "sites.toml: not valid TOML"),
        ("[demo_one]\n", f"[demo_one]\nseen = {'[' * 3000}\n", "sites.toml: not valid TOML"),
    ],
)  # fmt: skip
def test_a_wrong_record_is_named_with_its_key(tmp_path: Path, old: str, new: str, said: str) -> None:
    path = tmp_path / "sites.toml"
    path.write_text(GOOD, encoding="utf-8")
    assert load_outlets(path)["demo_one"].lists
    path.write_text(GOOD.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ConfigError) as refused:
        load_outlets(path)
    assert said in str(refused.value)


def test_a_file_of_records_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.toml").symlink_to("a.toml")
    with pytest.raises(ConfigError, match=r"a\.toml: cannot be read"):
        load_outlets(tmp_path)


@pytest.mark.parametrize("value", ["9" * 5000, "[" * 3000], ids=["digits", "lists"])
def test_configuration_and_schedule_that_tomllib_breaks_on_are_named(tmp_path: Path, value: str) -> None:
    path = tmp_path / "wrong.toml"
    path.write_text(f"a = {value}")
    with pytest.raises(ConfigError, match=r"wrong\.toml: no TOML"):
        load(path)
    with pytest.raises(ConfigError, match=r"wrong\.toml: not valid TOML"):
        load_schedule(path, load_outlets())
