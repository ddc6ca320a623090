"""What closes a paragraph: brackets of names and labels, runs of labels, and the writer's own words about himself."""

from dataclasses import dataclass

from newsspider.language.boilerplate import closing_source
from newsspider.language.facts import Fact, Line
from newsspider.language.fold import fold
from newsspider.language.grammar import read_line
from newsspider.language.lexicon import words
from newsspider.language.lines import labelled
from newsspider.language.person_names import has_surname, is_person, unpad
from newsspider.lazy_pattern import lazy_pattern

_BRACKET = lazy_pattern(
    r"\s*[(\[]\s*((?:[(\[][^()\[\]\n]{1,6}[)\]])?[^()\[\]\n]{2,90}(?:\([^()\[\]\n]{1,20}\)[^()\[\]\n]{0,60})?)\s*[)\]]\s*[。.]?\s*$"
)
_CLOSED = lazy_pattern(r"[。!?…\"')\];.~]\s*$")
_RUN = lazy_pattern(r"(?<=[。!?\"')\]…])\s*([^。!?\"]{4,120})$")
_WRITER = lazy_pattern(
    r"^(?:本文)?作者\s{0,3}([\w·]{2,12}?)\s{0,3}(?:系|现?为|是|,(?=.{0,40}(?:大学|学院|研究|教授|作家|会员|记者|主任|专家|博士|律师|书记|局长|医师|负责人)))[^()]{2,60}$"
)
_NO_BYLINE = lazy_pattern(r"^(?:据|来源|转自|原载|原标题|摘自|图片|资料|作者[系为是]|综合)")
_SENTENCE_IN = lazy_pattern(r"[。!?]|\"")
_BEFORE_BRACKET = lazy_pattern(r"[。!?…\")\]]\s*$")
STAYS = words("labels", "stays")
"""Labels of a closing bracket that belongs to the text: （作者单位：江州大学）."""
LAST = 300
"""Characters of a paragraph's end that may hold brackets of names and labels."""


@dataclass(slots=True)
class Said:
    """A line that tells who made the text, and where it stood."""

    place: str
    """dateline, head, bracket, tail, caption."""
    line: Line
    phrase: str
    """The names as printed, without the bracket round them."""
    bare: bool = False
    """Whether names stand alone in a closing bracket."""


def closing_part(paragraph: str) -> tuple[str, Said, bool] | None:
    """(what is left, what it says, whether it stays printed) of the bracket or the run of labels that closes a paragraph."""
    start, paragraph = paragraph[:-LAST], paragraph[-LAST:]
    if found := _part_of_end(paragraph):
        return start + found[0], found[1], found[2]
    return None


def _part_of_end(paragraph: str) -> tuple[str, Said, bool] | None:
    folded = fold(paragraph)
    match = _BRACKET.search(folded)
    if match:
        inner = paragraph[match.start(1) : match.end(1)]
        line = labelled(inner) or labelled(f"({inner})")
        told = line and (
            line.of("credit", "source")
            or (
                _BEFORE_BRACKET.search(folded[: match.start()])
                and all(token.kind == "O" and token.text not in STAYS for token in line.labels)
            )
        )
        if line and told and not line.of("picture"):
            return paragraph[: match.start()].rstrip(), Said("tail", line, inner.strip()), False
        paper = read_line(paragraph[match.start() :].strip()) if "版" in inner else None
        if paper and any(fact.strength == "issue" for fact in paper.facts):
            return paragraph[: match.start()].rstrip(), Said("bracket", paper, inner.strip()), False
        if source := closing_source(f"（{inner}）"):
            return (
                (paragraph, Said("bracket", source_line(inner, source), inner), True) if not paragraph[: match.start()] else None
            )
        if said := signature(paragraph, last=True):
            return paragraph, said, True
        return None
    if (
        (match := _RUN.search(folded))
        and (line := labelled(paragraph[match.start(1) :]))
        and (line.of("credit", "source") or any(fact.strength == "labelled" for fact in line.facts))
    ):
        return paragraph[: match.start()].rstrip(), Said("tail", line, line.text), False
    return None


def signature(paragraph: str, *, last: bool) -> Said | None:
    """The bracket that closes a paragraph, and its people: `…。（本报记者 张三）`; a bare `(唐风)` only in the last paragraph."""
    paragraph = paragraph[-LAST:]
    folded = fold(paragraph)
    match = _BRACKET.search(folded)
    inner = paragraph[match.start(1) : match.end(1)].strip() if match else paragraph
    if (writer := _WRITER.match(fold(inner))) and has_surname(writer[1]) and is_person(unpad(writer[1])):
        name = inner[writer.start(1) : writer.end(1)]
        return Said("bracket", Line(inner, [], [Fact("author", unpad(name), "author", strength="role")]), name)
    if not match or _NO_BYLINE.match(fold(inner)) or _SENTENCE_IN.search(fold(inner)):
        return None
    line = read_line(inner)
    before = folded[: match.start()]
    if line.labels and line.of("author"):
        signed = line.clean or line.understood > 0.7 or any(fact.strength == "labelled" for fact in line.facts)
        return Said("bracket", line, inner) if signed else None
    people = line.of("author")
    if not last or not people or not line.clean or (before and not _CLOSED.search(before)) or len(people) > 6:
        return None
    return Said("bracket", line, inner, bare=not any(fact.organization for fact in people))


def source_line(text: str, source: str) -> Line:
    """A line that names its source and nothing else."""
    return Line(text, [], [Fact("source", source, "source", strength="labelled")])
