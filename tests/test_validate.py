"""`newsspider validate`: what a record still gives, judged by the bar; nothing is stored."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from archives import write_press
from article_factory import make_article
from commands import newsspider, write_sites

from newsspider.demo import Press
from newsspider.items import Image
from newsspider.onboarding.validate import Check, verified_line
from newsspider.outlets import Outlet, Outlets


@pytest.fixture(scope="module")
def press() -> Iterator[Press]:
    with Press.on_free_ports() as press:
        yield press


@pytest.fixture(scope="module")
def archive(press: Press, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_press(tmp_path_factory.mktemp("press") / "press.warc", press)


def test_the_live_press_is_good_and_nothing_is_stored(press: Press, tmp_path: Path) -> None:
    sites = write_sites(press.outlets, tmp_path / "sites.toml")
    done = newsspider("validate", "--all", "--sites", sites, cwd=tmp_path)
    for key in press.outlets:
        assert f'[{key}]: verified = "20' in done.stdout
    assert [path.name for path in tmp_path.iterdir()] == ["sites.toml"]


def test_json_tells_lists_links_and_fields(press: Press, archive: Path, tmp_path: Path) -> None:
    sites = write_sites(press.outlets, tmp_path / "sites.toml")
    done = newsspider("validate", "demo_trs", "--sites", sites, "--replay", archive, "--limit", 6, "--json", cwd=tmp_path)
    [row] = json.loads(done.stdout)
    assert row["outlet"] == "demo_trs"
    assert row["passed"] is True
    assert [each["url"] for each in row["lists"]] == press.outlets["demo_trs"].lists
    assert all(each["links"] >= 3 for each in row["lists"])
    assert (row["asked"], row["read"]) == (6, 6)
    assert row["fields"]["headline"] == row["fields"]["body"] == 1.0


def test_a_replay_verifies_nothing(press: Press, archive: Path, tmp_path: Path) -> None:
    sites = write_sites(press.outlets, tmp_path / "sites.toml")
    done = newsspider("validate", "demo_founder", "--sites", sites, "--replay", archive, cwd=tmp_path)
    assert "verified" not in done.stdout


def test_wrong_records_are_below_the_bar(press: Press, archive: Path, tmp_path: Path) -> None:
    gbk, trs = press.outlets["demo_gbk"], press.outlets["demo_trs"]
    wrong = Outlets([
        replace(gbk, articles=["http://{host}/article/{id}.html"]),
        replace(trs, lists=[*trs.lists, trs.lists[0] + "gone/"]),
    ])  # fmt: skip
    sites = write_sites(wrong, tmp_path / "sites.toml")
    done = newsspider("validate", "--all", "--sites", sites, "--replay", archive, cwd=tmp_path, ok=False)
    assert done.returncode == 1
    assert f"demo_gbk: list {gbk.lists[0]} has no article links" in done.stdout
    assert "demo_gbk: no article was read" in done.stdout
    assert f"demo_trs: list {trs.lists[0]}gone/ could not be read" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [((), 2, "--all"), (("jiangxi_jxnew",), 2, "jiangxi_jxnews"), (("jiangxi_people",), 2, "has no list pages")],
)
def test_what_cannot_be_validated_is_said(arguments: tuple[str, ...], code: int, said: str, tmp_path: Path) -> None:
    done = newsspider("validate", *arguments, cwd=tmp_path, ok=False)
    assert (done.returncode, said in done.stderr) == (code, True), done.stderr


PORTAL = Outlet(id="jiangxi_linchuan", name="临川在线", province="CN-JX", kind="portal", family="trs", hosts=["linchuan.example"])


def check(outlet: Outlet, *, good: int, bare: int = 0, lost: int = 0) -> Check:
    made = Check(outlet, {"https://linchuan.example/": 9})
    made.articles = [make_article(number, source="临川日报", published_at="2023-10-17") for number in range(good)]
    made.articles += [make_article(number, source=None, published_at="2023-10-17") for number in range(bare)]
    made.lost["list_page"] += lost
    return made


def test_nine_of_ten_are_enough() -> None:
    assert check(PORTAL, good=9, lost=1).faults == []
    assert check(PORTAL, good=9, bare=1).faults == []
    assert check(PORTAL, good=8, bare=1, lost=1).faults == [
        "8 of 10 pages gave an article with headline, body, published_at, source"
    ]


def test_what_a_site_never_prints_is_not_demanded() -> None:
    assert check(PORTAL, good=0, bare=5).faults != []
    assert check(replace(PORTAL, lacks=["source"]), good=0, bare=5).faults == []
    assert check(replace(PORTAL, kind="epaper"), good=0, bare=5).faults == []


def test_pictures_stand_for_the_text_of_a_photo_story() -> None:
    made = check(PORTAL, good=1)
    made.articles[0].body = []
    assert (made.share("body"), made.complete) == (0.0, 0)
    made.articles[0].images = [Image("https://linchuan.example/1.jpg")]
    assert (made.share("body"), made.complete) == (1.0, 1)


def test_the_line_for_the_record_names_the_day() -> None:
    assert verified_line(check(PORTAL, good=1)).startswith('[jiangxi_linchuan]: verified = "20')
