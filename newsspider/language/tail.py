"""Where a text's own paragraphs tell who made it: its head, its tail (peeled once, right to left), the captions in between."""

import re
from dataclasses import dataclass, field

from newsspider.language.boilerplate import closing_source, drop_head, is_boilerplate, is_related_heading, tells_origin
from newsspider.language.captions import is_caption, split_caption
from newsspider.language.closing_parts import Said, closing_part, signature, source_line
from newsspider.language.dateline import Dateline, read_dateline
from newsspider.language.facts import Fact, Line
from newsspider.language.fold import fold
from newsspider.language.grammar import read_line
from newsspider.language.grammar_desk import may_be_label
from newsspider.language.lines import bare, byline, is_menu, labelled
from newsspider.language.person_names import is_outlet, kind_of
from newsspider.language.timestamps import read_stamps
from newsspider.lazy_pattern import lazy_pattern

_OPENING = lazy_pattern(r"^[(\[]\s*([^()\[\]\n]{3,80})\s*[)\]]")
_REPORTING = lazy_pattern(r"^[□■◎●○]?\s*([\w·、 　/-]{4,50}?)(?:摄影|综合)?报道(?=[\s：:])")
_MAYBE_LABEL = lazy_pattern(r"[(\[]? ?\S{2,6} ?[:|/] *[^ 。!?\"\d](?!.*[。!?\"\d])")
_MARKS = lazy_pattern(r"^[^\w(（\[【〔]+")
_REMARK = lazy_pattern(r"\s*[（(][^（）()]{1,6}[)）]\s*$")
HEAD_PARAGRAPHS = 4
TAIL_PARAGRAPHS = 12
MAX_CLOSING_DATELINE = 30
"""A last paragraph of at most so many characters that reads like a dateline only says whose text it was."""
MIN_TEXT, MIN_SHARE = 200, 0.33
"""A desk's line ends the article where that many characters, and that share of the text, stand before it."""


@dataclass(slots=True)
class Told:
    """A text, and what its lines tell."""

    body: list[str]
    dateline: Dateline | None = None
    head: list[Said] = field(default_factory=list)
    tail: list[Said] = field(default_factory=list)
    videos: list[str] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    captions: list[str] = field(default_factory=list)


def read_text(body: list[str], *, pictured: bool = True) -> Told:
    """The text without the lines that only tell who made it, and those lines with their places.

    `pictured`: whether the page shows pictures, without which a triangle opens no caption.
    """
    told = Told(drop_head(body))
    _read_head(told)
    _peel(told)
    _take_media(told, pictured)
    return told


def _read_head(told: Told) -> None:
    """Dateline, and the bylines above the text."""
    body, drop = told.body, set[int]()
    for index, paragraph in enumerate(body[:HEAD_PARAGRAPHS]):
        closes = index == len(body) - 1 and len(paragraph) <= MAX_CLOSING_DATELINE
        if not closes and not byline(paragraph) and (dateline := read_dateline(paragraph)):
            told.dateline = dateline
            if dateline.names and (line := read_line(dateline.names)).of("author", "credit"):
                told.head.append(Said("dateline", line, dateline.names))
            elif index + 1 < len(body) - 1 and (signed := byline(body[index + 1])):  # 电 题：… and then the names
                told.head.append(Said("head", signed, bare(body[index + 1])))
                drop.add(index + 1)
            break
        if index == len(body) - 1:
            break
        if signed := byline(paragraph):
            told.head.append(Said("head", signed, bare(paragraph)))
            drop.add(index)
        elif (
            (makers := labelled(paragraph))
            and not makers.of("source", "picture")
            and (makers.of("author") or _names_nobody(makers))
        ):
            told.head.append(Said("head", makers, bare(paragraph)))
            drop.add(index)
        elif opening := _OPENING.match(fold(paragraph[:120])) or _REPORTING.match(paragraph):
            opened = read_line(paragraph[opening.start(1) : opening.end(1)])
            if opened.clean and opened.labels and opened.of("author"):
                told.head.append(Said("head", opened, opened.text))
                if opening.end() == len(paragraph):
                    drop.add(index)
    told.body = [paragraph for index, paragraph in enumerate(body) if index not in drop]


def _names_nobody(line: Line) -> bool:
    """Whether a line is a maker's label with an outlet or nobody behind it: `作者：江州网`."""
    return all(token.kind in "RM" for token in line.labels) and line.clean and not line.facts


def _peel(told: Told) -> None:
    """Take the closing lines off, whatever their kind, up to the text; then what closes its last paragraph, bracket by bracket."""
    body = _cut_behind_desk(_cut_links(told.body))
    waiting: list[str] = []
    end = len(body)
    while end > 0:
        paragraph = body[end - 1]
        if said := _closing_line(paragraph):
            told.tail.insert(0, said)
            if waiting and said.line.of("credit"):
                told.tail += unknown_labels(waiting)
                waiting = []
            elif waiting:
                break
        elif (end > 1 and _signs_document(body[end - 2], paragraph)) or not _take_rest(told, paragraph):
            if not (unknown := unknown_labels([paragraph])):
                break
            if any(said.line.of("credit") for said in told.tail):
                told.tail[:0] = unknown
            else:
                waiting.insert(0, paragraph)
        end -= 1
    body = body[: end + len(waiting)] if waiting else body[:end]
    last = True
    while body and (found := closing_part(body[-1])):
        left, said, stays = found
        if not left and not stays:
            break
        told.tail.insert(0, said)
        if stays:
            last = False
            break
        body = [*body[:-1], left]
    told.body = body
    if last:
        _read_above(told)


def _signs_document(above: str, last: str) -> bool:
    """Whether two closing lines sign a document, the offices that issued it and the day alone: they are text."""
    stamps = read_stamps(last) if len(last) <= MAX_CLOSING_DATELINE else []
    if len(stamps) != 1 or stamps[0].raw != last.strip() or stamps[0].precision != "day":
        return False
    names = _REMARK.sub("", above).replace("、", " ").split()
    return bool(names) and all(kind_of(name) == "office" for name in names)


def _read_above(told: Told) -> None:
    """The byline that closes one of the last paragraphs: in brackets, or a line above an editor's note."""
    body = told.body
    prose = 0
    for index in range(len(body) - 1, max(0, len(body) - TAIL_PARAGRAPHS), -1):
        paragraph = body[index]
        if index < len(body) - 1 and (signed := byline(paragraph)):
            told.tail.insert(0, Said("tail", signed, bare(paragraph)))
            del body[index]
            continue
        if said := signature(paragraph, last=prose == 0):
            told.tail.insert(0, said)
        prose += len(paragraph) > 30
        if prose > 1:
            return


def _closing_line(paragraph: str) -> Said | None:
    """A closing paragraph that is a line of labels or a byline and nothing else."""
    line = labelled(paragraph)
    if line and line.of("picture") and not line.of("credit", "author", "source"):
        return None
    if line and (line.of("credit") or not byline(paragraph)):
        return Said("tail", line, bare(paragraph))
    if signed := byline(paragraph):
        return Said("tail", signed, bare(paragraph))
    return Said("tail", line, bare(paragraph)) if line else None


def _take_rest(told: Told, paragraph: str) -> bool:
    """Whether a closing paragraph is a caption, a wire mark, an outlet or furniture; what it tells is kept."""
    if (line := labelled(paragraph)) and line.of("picture"):
        _take_pictures(told, line)
    elif is_caption(paragraph):
        told.captions.insert(0, paragraph)
        told.pictures.insert(0, split_caption(paragraph)[1] or "")
    elif source := closing_source(paragraph):
        told.tail.insert(0, Said("bracket", source_line(paragraph, source), paragraph))
    elif len(paragraph) <= 16 and not re.search("[ ：:，。《》]", paragraph) and is_outlet(paragraph):
        pass
    else:
        return tells_origin(paragraph) or is_boilerplate(paragraph, behind=True)
    return True


def unknown_labels(paragraphs: list[str]) -> list[Said]:
    """Lines of labels that the lexicon does not know with names behind them, as the desk's: `排印：张三`; [] when one is none."""
    out = []
    for paragraph in paragraphs:
        if len(paragraph) > 60 or not _MAYBE_LABEL.match(fold(text := _MARKS.sub("", paragraph))):
            return []
        line = read_line(bare(text))
        if is_menu(line):
            return []
        words = [token for token in line.tokens if token.kind != "_"]
        labels = [place for place, token in enumerate(words[:-2]) if may_be_label(token, 3) and words[place + 1].kind in ":/"]
        if not labels or labels[0] != 0:
            return []
        facts = []
        for place, end in zip(labels, [*labels[1:], len(words)], strict=True):
            names = [token for token in words[place + 2 : end] if token.kind == "n" and token.score]
            if not names or any(token.kind != "," for token in words[place + 2 : end] if token not in names):
                return []
            facts += [
                Fact("credit", one.text, "other", words[place].text, None, "labelled", one.score, one.start, one.end)
                for one in names
            ]
        out.append(Said("tail", Line(line.text, line.tokens, facts, [], [words[place] for place in labels]), paragraph))
    return out


def _cut_behind_desk(body: list[str]) -> list[str]:
    """The body without what follows its desk credits: other articles' openings, comments, the foot of the page.

    The credits must stand behind a third of the text at least, so that a desk line at the head cuts nothing.
    """
    read, whole = 0, sum(map(len, body))
    for index, text in enumerate(body):
        if (
            len(text) <= 60
            and read >= max(MIN_TEXT, whole * MIN_SHARE)
            and (line := labelled(text))
            and any(token.entry and token.entry.role in ("editor", "responsible_editor") for token in line.labels)
        ):
            end = index + 1
            while end < len(body) and (
                labelled(body[end]) or byline(body[end]) or unknown_labels([body[end]]) or is_boilerplate(body[end], behind=True)
            ):
                end += 1
            return body[:end]
        read += len(text)
    return body


def _cut_links(body: list[str]) -> list[str]:
    """The body without a closing list of related headlines: a heading of its kind, then nothing that ends like a sentence."""
    for index in range(max(1, len(body) // 2), len(body)):
        if is_related_heading(body[index]):
            rest = body[index + 1 :]
            if not any(re.search(r"[。！？]$", text) for text in rest if not labelled(text)):
                return body[:index] + [text for text in rest if labelled(text)]
    return body


def _take_pictures(told: Told, line: Line) -> None:
    """Keep the credit of a video or picture line: `▲视频来源:江西卫视`, `图源：视觉中国`."""
    for fact in line.of("picture"):
        (told.videos if "视频" in fact.label else told.pictures).insert(0, fact.value)


def _take_media(told: Told, pictured: bool) -> None:
    """Take media credit lines and captions out that stand between the paragraphs."""
    kept = []
    for paragraph in told.body:
        line = labelled(paragraph) if len(paragraph) <= 60 else None
        if line and line.of("picture") and not line.of("credit", "author"):
            _take_pictures(told, line)
        elif is_caption(paragraph):
            told.captions.append(paragraph)
            told.pictures.insert(0, split_caption(paragraph)[1] or "")
        elif not (
            pictured and paragraph.startswith(("▲", "△")) and len(paragraph) <= 80 and not re.search("[。！？].", paragraph)
        ):
            kept.append(paragraph)
    told.body = kept or told.body
