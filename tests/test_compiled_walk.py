"""The compiled walk: built where it can be, used only where it is right, and the same as the walk in Python value by value."""

import gc
import subprocess
import sys
import tracemalloc
from pathlib import Path
from random import Random

import pytest
from mutations import BROKEN_MARKUP, MUTATIONS, mutate
from selectolax.lexbor import LexborHTMLParser
from test_robustness import invented
from walks import difference

from newsspider import pages
from newsspider.errors import Refused
from newsspider.pages import compiled
from newsspider.pages.walk import Columns

ROOT = Path(__file__).parent.parent
sys.path.append(str(ROOT))  # the hook of the build stands beside the packages
import hatch_build  # noqa: E402

WHY_NOT = hatch_build.missing()
needs_it = pytest.mark.skipif(WHY_NOT is not None, reason=f"the compiled walk cannot be built here: {WHY_NOT}")


def utf8_of(body: bytes) -> bytes:
    """A page as the parser is given it; nothing for one that is refused before that."""
    try:
        return pages.load(body).utf8.replace(b"\0", b"")
    except Refused:
        return b""


@needs_it
def test_it_is_built_where_a_compiler_is() -> None:
    assert compiled.made_by_c is not None, f"run `make install`: {compiled.failure}"
    assert compiled.sources() == hatch_build.digest(ROOT), "built from other sources: run `make install`"


@needs_it
@pytest.mark.parametrize(("url", "body"), invented())
def test_both_walks_say_the_same(url: str, body: bytes) -> None:
    assert difference(utf8_of(body)) is None


@needs_it
@pytest.mark.parametrize("seed", range(300))
def test_both_walks_say_the_same_of_damaged_pages(seed: int) -> None:
    rng = Random(seed)  # noqa: S311 the same damage for the same seed
    _, body = rng.choice(invented())
    assert difference(utf8_of(mutate(body, rng.choices(sorted(MUTATIONS), k=rng.randint(1, 4)), seed))) is None


@needs_it
@pytest.mark.parametrize(
    "markup",
    [
        "",
        "甲",
        "<html hidden><p>甲</p></html><!--乙-->",
        "<html style='display:none'>甲<p>乙",
        "<body style='DISPLAY : NONE'><p>甲",
        "<p style='diſplay:none'>甲<p style='vısıbılıty:hidden'>乙<p style='正display:none'>丙",
        "<p style='white-space:pre-wrap'>\n甲\n\n 乙<a href=x>丙\n丁</a><br>\n<img>\n戊",
        "<pre>\n</pre><pre>\n\n甲<img></pre><pre> <br> </pre>",
        "<p>甲 <img> <img>乙<img> <br> <img>",
        "<p>\f\v甲\x1c\x85乙 \u2009<a href>\u3000丙\u200b</a>",
        "<p>甲<br>　　乙<br>\u2003丙<br>丁<br><br>戊" + "。\u2028<br>" + "己" * 30 + "。<br>" + "庚" * 31 + "！\x1f<br>辛",
        "<div class=Top-Nav>甲<div class='withSidebar x'>乙<div id='FooTer'>丙<div class='正 nav'>丁<div class='"
        + "x" * 200
        + " nav'>戊",
        "<div class='pl_box'>甲<div class='x_pl_box'>乙<div class='a\x1cnav'>丙<div class='nav\u3000a'>丁<div id='"
        + "正" * 99
        + " ad'>戊",
        "<div class=author-box>甲<div class='x About-Author'>乙<div class=author>丙<div id=WriterCard>丁<div id=zuozhe_jianjie>戊<div class=coauthors>己",
        "<svg><clipPath><a href=x>甲</a></clipPath><title>乙</title><style>丙<p>丁",
        "<o:p>甲<O:P class=nav>乙<x-y hidden>丙<x-" + "z" * 40 + " id=" + "q" * 40 + ">丁",
        "<table><tr><td>甲<table><th>乙</table>丙</table><td>丁",
        "<select><option>甲<div>乙<video><p>丙</video><iframe><p>丁</iframe><object><img>戊</object>",
        "<!-- EnpContent --><!--/ENPCONTENT--><!--正文 开始--><!--İ--><!----><!-- \x85 --><!--" + "正" * 60 + "-->",
        "<template><p>甲</template><noscript><p>乙</noscript><frameset><frame>",
        "<p a=1 A=2 class id='' style hidden=x xlink:href=y Xml:Lang=z>甲",
        *(markup.decode("utf-8", "replace") for markup in BROKEN_MARKUP),
    ],
)
def test_both_walks_say_the_same_of_odd_markup(markup: str) -> None:
    assert difference(markup.encode()) is None


@needs_it
def test_more_elements_than_a_page_has_are_refused() -> None:
    assert difference(b"<p>" * 100_001) is None


@needs_it
def test_columns_outlive_what_made_them() -> None:
    columns = compiled.made_by_c(LexborHTMLParser("<div class=x>甲<b>乙</b>丙</div><!--丁-->"))
    gc.collect()
    row = columns.classes["x"][0]
    assert (columns.text(row), columns.content(row), columns.tail(row + 1), columns.comments) == ("甲", "甲乙丙", "丙", ["丁"])


@needs_it
def test_nothing_is_left_behind() -> None:
    bodies = [utf8_of(body) for _, body in invented()[::20]]

    def read_all() -> None:
        for utf8 in bodies:
            columns = compiled.made_by_c(LexborHTMLParser(utf8))
            rows = range(len(columns.tags))
            _ = (
                columns.parents,
                columns.ends,
                columns.classes,
                columns.ids,
                columns.comments,
                columns.show(rows[::3], rows[::4], every=True),
            )
            _ = [(columns.attributes(row), columns.text(row), columns.tail(row), columns.pieces(row)) for row in rows]

    tracemalloc.start()
    try:
        read_all()
        before = tracemalloc.get_traced_memory()[0]
        for _ in range(20):
            read_all()
        gc.collect()
        assert tracemalloc.get_traced_memory()[0] - before < 20_000
    finally:
        tracemalloc.stop()


@needs_it
@pytest.mark.parametrize("wrong", [-1, 10**6, 2**70, "x", None])
def test_rows_that_are_none_are_refused(wrong: object) -> None:
    columns = compiled.made_by_c(LexborHTMLParser("<p>甲"))
    for ask in (columns.attributes, columns.text, columns.tail, columns.content, columns.pieces):
        with pytest.raises((IndexError, TypeError, OverflowError)):
            ask(wrong)


def test_another_version_of_the_parser_is_read_in_python(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiled, "installed", "9.9.9")
    monkeypatch.delenv(compiled.VARIABLE, raising=False)
    made, failure = compiled.load()
    assert made is None
    assert failure


@pytest.mark.parametrize("asked", ["python", ""])
def test_the_walk_is_told_and_can_be_chosen(asked: str) -> None:
    command = [sys.executable, "-m", "newsspider", "--version"]
    done = subprocess.run(
        command, capture_output=True, text=True, check=True, cwd=ROOT, env={compiled.VARIABLE: asked, "NEWSSPIDER_CONFIG": ""}
    )
    walk = done.stdout.splitlines()[1]
    if asked == "python":
        assert walk == "pages are walked in Python (NEWSSPIDER_WALK=python)"
    else:
        assert walk == f"pages are walked {compiled.told()}"


def test_a_page_is_read_by_the_walk_that_is_used() -> None:
    assert isinstance(compiled.read(b"<p>x"), compiled.made_by_c or Columns)
