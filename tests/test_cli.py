"""The command as a user meets it: bad input gets one clear line and an exit code of its own, never a traceback."""

import gzip
import json
import socket
from pathlib import Path

import pytest
from commands import newsspider, rows

PAGE = """<html><head><meta charset="utf-8"><title>新桥通车-赣江网</title></head><body><h1>新桥通车</h1>
<div class="info">2023-10-17 08:22 来源：赣江日报</div><div class="content"><p>赣江网讯（记者魏晓星）10月17日，跨越赣江的新桥正式通车，两岸群众出行更加便捷。</p>
<p>新桥全长一千二百米，双向六车道，由本地工程队历时三年建成，沿线绿化同步完工。</p><p>据介绍，大桥通车后，两岸通行时间将由四十分钟缩短到十分钟。</p></div>
<div class="edit">(责任编辑：王文)</div></body></html>"""


def one_line(text: str) -> str:
    assert len(text.strip().splitlines()) == 1, text
    return text.strip()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_help_names_every_command(tmp_path: Path) -> None:
    text = newsspider("--help", cwd=tmp_path).stdout
    for command in ("crawl", "scrape", "extract", "issues", "outlets", "demo"):
        assert command in text
        assert len(newsspider(command, "--help", cwd=tmp_path).stdout.splitlines()) > 3


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("crawl", "jiangxi_jxnew"), 2, "jiangxi_jxnews"),
        (("crawl", "--province", "atlantis"), 2, "atlantis"),
        (("crawl",), 2, "--all"),
        (("crawl", "--urls", "urls.txt", "jiangxi_jxnews"), 2, "--urls"),
        (("crawl", "--urls", "none.txt"), 4, "none.txt"),
        (("crawl", "--urls", "empty.txt"), 4, "no URL"),
        (("crawl", "--urls", "wrong.txt"), 2, "line 2"),
        (("crawl", "jiangxi_jxnews", "--output", "file/out"), 5, "file/out"),
        (("crawl", "jiangxi_jxnews", "--database", "nonsense"), 2, "nonsense"),
        (("crawl", "jiangxi_jxnews", "--sites", "typo.toml"), 3, "typo.toml: [jiangxi_jxnews] headlin: unknown key"),
        (("crawl", "--urls", "urls.txt", "--replay", "none.warc.gz"), 4, "none.warc.gz"),
        (("crawl", "--urls", "urls.txt", "--replay", "page.html"), 4, "page.html"),
        (("scrape", "not a url"), 2, "not a url"),
        (("scrape", "ftp://a.example/x"), 2, "ftp://a.example/x"),
        (("scrape", "https://["), 2, "https://["),
        (("outlets", "--sites", "nowhere"), 3, "nowhere"),
        (("outlets", "--province", "XX"), 2, "XX"),
        (("extract", "none.html"), 4, "none.html"),
        (("extract", "empty.txt"), 1, "empty.txt: empty"),
        (("extract", "binary.bin"), 1, "binary.bin: binary"),
        (("extract", "cut.html.gz"), 4, "truncated"),
        (("extract", "cut.warc.gz"), 4, "cut.warc.gz"),
        (("extract", "page.html", "--manifest", "none.jsonl"), 4, "none.jsonl"),
        (("extract", "page.html", "--manifest", "wrong.jsonl"), 4, "line 1"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else None,
)
def test_bad_input_is_said_in_one_line(arguments: tuple[str, ...], code: int, said: str, tmp_path: Path) -> None:
    packed = gzip.compress(PAGE.encode())
    files = {
        "urls.txt": b"https://a.example/1.html\n",
        "empty.txt": b"",
        "wrong.txt": b"https://a.example/1.html\nexample\n",
        "file": b"in the way",
        "typo.toml": b'[jiangxi_jxnews]\nname = "x"\nprovince = "CN-JX"\nkind = "portal"\nfamily = "trs"\nhosts = ["a.example"]\nheadlin = "h1"\n',
        "page.html": PAGE.encode(),
        "binary.bin": bytes(range(256)) * 20,
        "cut.html.gz": packed[: len(packed) // 2],
        "cut.warc.gz": gzip.compress(b"WARC/1.0\r\nWARC-Type: response\r\n" * 20)[:40],
        "wrong.jsonl": b'{"url": "https://a.example/"}\n',
    }
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    done = newsspider(*arguments, cwd=tmp_path, ok=False)
    assert done.returncode == code, done.stderr
    assert said in one_line(done.stderr)


def test_extract_reads_files_folders_and_gzip(tmp_path: Path) -> None:
    folder = tmp_path / "saved" / "2023"
    folder.mkdir(parents=True)
    (folder / "a.html").write_text(PAGE, encoding="utf-8")
    (folder / "b.shtml").write_bytes(PAGE.replace("utf-8", "gbk").encode("gbk"))
    (folder / "c.html.gz").write_bytes(gzip.compress(PAGE.encode()))
    (folder / "picture.jpg").write_bytes(b"\xff\xd8\xff")
    (tmp_path / "m.jsonl").write_text(
        json.dumps(
            {
                "file": "2023/a.html",
                "url": "https://www.ganjiang.example/2023-10/17/content_5.htm",
                "fetched_at": "2023-10-18T00:00:00Z",
            }
        )
        + "\n"
    )
    found = rows(newsspider("extract", "--manifest", "m.jsonl", "saved", cwd=tmp_path).stdout)
    assert [row["file"] for row in found] == ["2023/a.html", "2023/b.shtml", "2023/c.html.gz"]
    assert {row["headline"] for row in found} == {"新桥通车"}
    assert [row["encoding"] for row in found] == ["utf-8", "gb18030", "utf-8"]
    assert found[0]["url"] == "https://www.ganjiang.example/2023-10/17/content_5.htm"
    assert (found[0]["outlet"], found[0]["fetched_at"]) == ("www.ganjiang.example", "2023-10-18T00:00:00Z")
    assert (found[1]["url"], found[1]["outlet"], found[1]["fetched_at"]) == (None, None, None)
    assert [author["name"] for author in found[0]["authors"]] == ["魏晓星"]
    assert found[0]["published_at"] == "2023-10-17T08:22+08:00"


def test_a_page_that_fails_does_not_take_the_others_along(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    (tmp_path / "b.html").write_text(PAGE, encoding="utf-8")
    (tmp_path / "c.html.gz").write_bytes(gzip.compress(PAGE.encode())[:-20])
    done = newsspider("extract", tmp_path, cwd=tmp_path, ok=False)
    assert done.returncode == 4
    assert "c.html.gz" in one_line(done.stderr)
    assert [row.get("error") for row in rows(done.stdout)] == ["not_article", None, "input"]


def test_an_unreachable_host_is_said_and_counted(tmp_path: Path) -> None:
    url = f"http://127.0.0.1:{free_port()}/1.html"
    done = newsspider("scrape", url, cwd=tmp_path, ok=False)
    assert done.returncode == 1
    assert rows(done.stdout) == [{"url": url, "error": "failed", "reason": "connection_refused"}]


def test_the_sample_document(shared: Path, tmp_path: Path) -> None:
    expected = json.loads((shared / "sample/article.json").read_text(encoding="utf-8"))
    (found,) = rows(newsspider("extract", shared / "sample/article.txt", cwd=tmp_path).stdout)
    assert {name: found[name] for name in expected} == expected


def test_the_real_archive_is_stored_whole_and_only_once(shared: Path, tmp_path: Path) -> None:
    arguments = (
        "crawl",
        "--urls",
        shared / "corpus/dev/urls.txt",
        "--replay",
        shared / "corpus/dev/dev.warc.gz",
        "--output",
        "out",
    )
    newsspider(*arguments, cwd=tmp_path)
    wanted = len((shared / "corpus/dev/urls.txt").read_text().split())
    first = rows((tmp_path / "out/manifest.jsonl").read_text())
    assert sum(entry["count"] for entry in first) == wanted
    again = newsspider(*arguments, cwd=tmp_path)
    assert "0 articles written" in again.stdout
    assert rows((tmp_path / "out/manifest.jsonl").read_text()) == first
