"""The ways in which pages mark up a head line, a text's paragraphs, a picture and the lines behind the text."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from random import Random

from benchmarks.newsroom_lines.facts import CUT, GAP, KEEP, plain

_PARTS = re.compile(f"{GAP}([^{GAP}]*){GAP}")


@dataclass(frozen=True, slots=True)
class Row:
    """A marked line of a page, and what it tells."""

    kind: str
    """time, source, byline, desk, or another that no element is named after."""
    marked: str


Rows = Sequence[Row]
Texts = Sequence[str]
CLASSES = {
    "time": ("time", "pubtime", "date"),
    "source": ("source", "from", "ly"),
    "byline": ("author", "by", "zz"),
    "desk": ("editor", "edit", "bj"),
}
NEUTRAL = ("info", "m2", "txt", "line", "b2")


def parts(marked: str) -> list[str]:
    """The facts of a line, one by one, still with CUT in them."""
    return _PARTS.split(marked.replace(KEEP, ""))[::2]


def text(marked: str) -> str:
    """A marked line as text of a page, line breaks as <br>."""
    return escape(plain(marked), quote=False).replace("\n", "<br>")


def _halves(marked: str) -> tuple[str, str]:
    """Label with its sign, and value; the label is empty where the line has no CUT or several."""
    label, _, value = marked.replace(KEEP, "").partition(CUT)
    return (escape(label, quote=False), escape(value, quote=False)) if value and CUT not in value else ("", text(marked))


def _named(kind: str, rng: Random) -> str:
    """A class attribute: now and then the name says what stands in the element."""
    return f'class="{rng.choice(CLASSES.get(kind, NEUTRAL) if rng.random() < 0.4 else NEUTRAL)}"'


# head lines


def _in_one(rows: Rows, rng: Random) -> str:
    sign = rng.choice(("　", " ", "&nbsp;&nbsp;", " | "))
    return f"<div {_named('', rng)}>{sign.join(text(row.marked) for row in rows)}</div>"


def _spans(rows: Rows, rng: Random) -> str:
    inner = rng.choice((" ", "\n", "&nbsp;")).join(f"<span {_named(row.kind, rng)}>{text(row.marked)}</span>" for row in rows)
    return f'<div class="{rng.choice(("article-info", "source-line", "m1"))}">{inner}</div>'


def _touching(rows: Rows, rng: Random) -> str:
    tag = rng.choice(("span", "em", "i", "div"))
    inner = "".join(f"<{tag}>{text(part)}</{tag}>" for row in rows for part in parts(row.marked))
    return f'<div class="bar">{inner}</div>'


def _links(rows: Rows, rng: Random) -> str:
    inner = []
    for label, value in (_halves(part) for row in rows for part in parts(row.marked)):
        inner.append(
            f'<span>{label}<a href="/go/{rng.randint(1, 99)}.html">{value}</a></span>' if label else f"<span>{value}</span>"
        )
    return f'<p class="info">{" ".join(inner)}</p>'


def _two_elements(rows: Rows, rng: Random) -> str:
    tag = rng.choice(("b", "strong", "label", "span"))
    inner = []
    for label, value in (_halves(part) for row in rows for part in parts(row.marked)):
        inner.append(f"<{tag}>{label}</{tag}><span>{value}</span>" if label else f"<span>{value}</span>")
    return f'<div class="nr-info">{rng.choice((" ", "")).join(inner)}</div>'


def _cells(rows: Rows, rng: Random) -> str:
    cells = []
    for label, value in (_halves(part) for row in rows for part in parts(row.marked)):
        cells.append(f"<td>{label}</td><td>{value}</td>" if label else f"<td>{value}</td>")
    return f'<table width="100%"><tr>{"".join(cells)}</tr></table>'


def _items(rows: Rows, rng: Random) -> str:
    return f"<ul class='attr'>{''.join(f'<li>{text(part)}</li>' for row in rows for part in parts(row.marked))}</ul>"


def _paragraphs(rows: Rows, rng: Random) -> str:
    return "\n".join(f"<p {_named(row.kind, rng)}>{text(row.marked)}</p>" for row in rows)


HEADS: tuple[Callable[[Rows, Random], str], ...] = (
    _in_one,
    _in_one,
    _spans,
    _touching,
    _links,
    _two_elements,
    _cells,
    _items,
    _paragraphs,
)


def head(rows: Rows, rng: Random) -> str:
    """The lines between headline and text."""
    return rng.choice(HEADS)(rows, rng)


# the text


def _p(texts: Texts, rng: Random) -> str:
    indent = rng.choice(("", "　　", "&emsp;&emsp;"))
    return "\n".join(f"<p>{indent}{one}</p>" for one in texts)


def _styled(texts: Texts, rng: Random) -> str:
    return "".join(f'<p style="text-indent:2em"><span style="font-size:16px">{one}</span></p>' for one in texts)


def _divs(texts: Texts, rng: Random) -> str:
    return "\n".join(f"<div>{one}</div>" for one in texts)


def _breaks(texts: Texts, rng: Random) -> str:
    return rng.choice(("<br>\n", "<br><br>\n", "<br/>\n<br/>")).join(f"　　{one}" for one in texts)


def _sections(texts: Texts, rng: Random) -> str:
    return "".join(f"<section><p><span>{one}</span></p></section>" for one in texts)


BODIES = (_p, _p, _styled, _divs, _breaks, _sections)


def body(texts: Texts, rng: Random) -> str:
    """A text's paragraphs, each as markup."""
    return rng.choice(BODIES)(texts, rng)


def ending(marked: str, rng: Random) -> list[str]:
    """A line of its own at the end of a text as one or several paragraphs."""
    breaks = f"{GAP}\n{GAP}" in marked
    pieces = parts(marked)
    if len(pieces) > 1 and (breaks or rng.random() < 0.2):
        if breaks and rng.random() < 0.3:
            return [text(marked)]
        return [text(piece) for piece in pieces]
    return [text(marked)]


def tail(row: Row, rng: Random) -> str:
    """A line behind the text, in elements of its own."""
    name, pieces, kind = _named(row.kind, rng), parts(row.marked), rng.random()
    if kind < 0.4 or (len(pieces) == 1 and kind < 0.8):
        return f"<div {name}>{text(row.marked)}</div>"
    if kind < 0.6:
        return f"<p {name}>{''.join(f'<span>{text(piece)}</span>' for piece in pieces)}</p>"
    if kind < 0.8:
        return "".join(f"<p {name}>{text(piece)}</p>" for piece in pieces)
    halves = [_halves(piece) for piece in pieces]
    return f"<div {name}>{''.join(f'<span>{label}</span><span>{value}</span>' if label else f'<span>{value}</span>' for label, value in halves)}</div>"


def picture(caption: str, address: str, rng: Random) -> str:
    """A picture and the line under it."""
    told = text(caption)
    source = rng.choice((f'src="{address}"', f'src="{address}"', f'data-src="{address}"', 'src=""'))
    image = f'<img {source} width="640" height="427" alt="">'
    return rng.choice((
        f'<p align="center">{image}</p><p align="center">{told}</p>',
        f"<p>{image}</p><p>{told}</p>",
        f"<figure>{image}<figcaption>{told}</figcaption></figure>",
        f"<p style='text-align:center'>{image}<br>{told}</p>",
        f'<div class="pic">{image}<span>{told}</span></div>',
        f'<table align="center"><tr><td>{image}</td></tr><tr><td>{told}</td></tr></table>',
        f"<p>{image}</p><p><em>{told}</em></p>",
    ))  # fmt: skip
