"""Puts a line on a page: a story, a skeleton, markup, and the answers for the whole."""

from dataclasses import dataclass, replace
from html import escape
from random import Random

from benchmarks.newsroom_lines import words
from benchmarks.newsroom_lines.facts import CUT, Desk, Facts, Line, Person, Where, plain
from benchmarks.newsroom_pages import marks, markup
from benchmarks.newsroom_pages.layouts import LAYOUTS, Slots
from benchmarks.newsroom_pages.markup import Row
from benchmarks.newsroom_pages.story import Story, tell


@dataclass(frozen=True, slots=True)
class Base:
    """Facts that a page prints beside the line in the commonest of forms, so that the line cannot drive them out unseen."""

    source: str | None = None
    """`来源：` in the head."""
    reporter: Person | None = None
    """`本报讯（记者 …）` before the text."""
    desk: Desk | None = None
    """`责任编辑：` behind the text."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page with a line on it, and the answers."""

    number: int
    """Which page of its run."""
    line: Line
    layout: str
    body: bytes
    url: str | None
    fetched_at: str
    headline: str
    published: tuple[str, ...]
    """Beijing time as far as the page prints it, best first: `2024-05-01T10:20`, `2024-05-01`."""
    paragraphs: tuple[tuple[str, ...], ...]
    """The text: for each paragraph the ways in which it may be given."""
    optional: tuple[str, ...]
    """Paragraphs that may stand in the text or not."""
    base: Base

    @property
    def readings(self) -> tuple[Facts, ...]:
        """Every right reading of the page, the base included."""
        return tuple(_with(facts, self.base) for facts in self.line.readings)


def build(number: int, line: Line, seed: int) -> Page:
    """The page of a line; the same number, line and seed give the same bytes."""
    rng = Random(f"{seed} page {number}")
    story, base = tell(line.day, rng), _base(line, rng)
    marked = marks.read(line.marked) if line.where == Where.MARKS else []
    layout = "e-paper" if marks.of_founder(marked) else rng.choice(tuple(LAYOUTS))
    site = words.outlet(rng, rng.choice(("web", "daily", "centre")))
    texts, wanted, optional = _text(line, base, story, rng)
    slots = Slots(
        headline=story.headline, site=site, section=rng.choice(("要闻", "民生", "本地", "县域", "社会", "经济")),
        meta=_meta(line, base, story, site, rng) + marks.metadata(marked, story), head=markup.head(_head_rows(line, base, story, rng), rng) + marks.elements(marked) + marks.comment(marked, story),
        body=markup.body(texts, rng), tail=_tail(line, base, rng), published=story.published,
    )  # fmt: skip
    address = (
        f"http://www.{rng.choice(('jzxw', 'bcnews', 'luoling', 'hepu'))}.example/{story.published:%Y/%m/%d}/{10**6 + number}.html"
    )
    minute, day = f"{story.published:%Y-%m-%dT%H:%M}", f"{story.published:%Y-%m-%d}"
    told_again = f"{line.day.day}" in line.text and f"{line.day.year}" in line.text
    return Page(
        number=number, line=line, layout=layout, body=LAYOUTS[layout](slots, rng).encode(), url=address if rng.random() < 0.7 else None,
        fetched_at="2026-01-05T02:00:00Z", headline=story.headline, paragraphs=tuple(wanted), optional=tuple(optional), base=base,
        published=(minute, day) if ":" in story.time and told_again else (minute,) if ":" in story.time else (day,),
    )  # fmt: skip


def _base(line: Line, rng: Random) -> Base:
    """A plain source, reporter and editor, where the line tells nothing of the kind."""
    field = line.form.partition(":")[0]
    source = reporter = desk = None
    told = all(facts.sources == (None,) for facts in line.readings)
    if told and field not in ("source", "marks", "mixed", "chain") and line.where != Where.HEAD and rng.random() < 0.5:
        source = words.outlet(rng, rng.choice(("paper", "agency", "daily")))
    told = any(facts.authors for facts in line.readings)
    if not told and field in ("source", "desk", "prose") and line.where not in (Where.LEAD, Where.OPENING) and rng.random() < 0.3:
        reporter = Person(words.person(rng, "common"), ("reporter",))
    told = any(facts.credits for facts in line.readings)
    if not told and field not in ("desk", "marks", "mixed", "chain") and rng.random() < 0.35:
        desk = Desk("责任编辑", words.person(rng, "common"), ("responsible_editor",))
    return Base(source, reporter, desk)


def _with(facts: Facts, base: Base) -> Facts:
    return replace(
        facts,
        sources=(base.source,) if base.source else facts.sources,
        authors=(base.reporter, *facts.authors) if base.reporter else facts.authors,
        credits=(*facts.credits, base.desk) if base.desk else facts.credits,
    )


def _row(line: Line) -> Row:
    return Row(line.form.partition(":")[0], line.marked)


def _head_rows(line: Line, base: Base, story: Story, rng: Random) -> list[Row]:
    rows = [Row("time", story.time)]
    if base.source:
        rows.append(Row("source", f"来源：{CUT}{base.source}"))
    if line.where == Where.HEAD:
        rows.insert(rng.choice((0, 1, 1, 1)), _row(line))
    return rows


def _text(line: Line, base: Base, story: Story, rng: Random) -> tuple[list[str], list[tuple[str, ...]], list[str]]:
    """Paragraphs as markup; the text that must come out; what may."""
    paragraphs = list(story.paragraphs)
    if base.reporter:
        paragraphs[0] = f"本报讯（记者 {base.reporter.name}）{paragraphs[0]}"
    texts = [escape(one, quote=False) for one in paragraphs]
    wanted: list[tuple[str, ...]] = [(one,) for one in paragraphs]
    optional: list[str] = []
    whole = line.text
    if line.where == Where.LEAD:
        texts[0] = markup.text(line.marked) + texts[0]
        wanted[0] = (whole + paragraphs[0],)
    elif line.where == Where.CLOSING:
        told = markup.text(line.marked)
        texts[-1] += f"<span>{told}</span>" if rng.random() < 0.2 else told
        wanted[-1] = tuple(paragraphs[-1] + kept for kept in line.kept)
    elif line.where == Where.CAPTION:
        texts.insert(rng.choice((0, 1)), markup.picture(line.marked, f"/pic/{rng.randint(100, 999)}.jpg", rng))
    elif line.where in (Where.OPENING, Where.MIDDLE, Where.ENDING):
        at = {Where.OPENING: 0, Where.MIDDLE: rng.randint(1, len(texts) - 1), Where.ENDING: len(texts)}[line.where]
        texts[at:at] = markup.ending(line.marked, rng)
        if "" not in line.kept:
            wanted.insert(at, line.kept)
    if line.kept == ("", whole):
        optional = [whole, *(plain(part) for part in markup.parts(line.marked)), *whole.split("\n")]
    elif "" in line.kept:
        optional = [kept for kept in line.kept if kept]
    return texts, wanted, optional


def _tail(line: Line, base: Base, rng: Random) -> str:
    told = [markup.tail(_row(line), rng)] if line.where == Where.TAIL else []
    if base.desk:
        left, right = rng.choice(("（）", "[]", ("", "")))
        told.append(f'<div class="edit">{left}责任编辑：{base.desk.name}{right}</div>')
    return "\n".join(told)


def _meta(line: Line, base: Base, story: Story, site: str, rng: Random) -> str:
    """Metadata as such pages carry it: a description, now and then the author that the system fills in, the source said twice."""
    told = [
        f'<meta name="description" content="{escape(story.paragraphs[0][:60])}">',
        f'<meta name="keywords" content="{story.headline[:4]},新闻">',
    ]
    if line.where == Where.MARKS:
        return "".join(told)
    if rng.random() < 0.2:
        told.append(f'<meta name="author" content="{rng.choice((site, "admin", "", "系统管理员"))}">')
    source = base.source or line.facts.sources[0]
    if source and len(line.facts.sources) == 1 and rng.random() < 0.15:
        told.append(f'<meta name="source" content="{escape(source)}">')
    return "".join(told)
