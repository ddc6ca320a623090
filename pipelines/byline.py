"""Dateline, byline and authors: what the lines of the page say of who made the text, and who of them is believed."""

from collections.abc import Iterator

from newsspider.items import Author, Candidate, Draft, Printed
from newsspider.language.captions import caption_people, to_authors
from newsspider.language.closing_parts import Said
from newsspider.language.evidence import add, candidate, choose, source_evidence, source_name
from newsspider.language.facts import Fact, Line
from newsspider.language.grammar import read_line
from newsspider.language.lines import byline, desk_value, is_behind_mark, is_marked
from newsspider.language.tail import Told, read_text, unknown_labels
from pipelines.step import StepPipeline


def step(draft: Draft) -> None:
    """Set dateline, byline and authors; take the lines that only tell who made the text out of the body.

    All that the lines say, also of desk and source, is left in `draft.candidates` for the next step.
    """
    article, printed = draft.article, draft.printed
    told = read_text(article.body, pictured=bool(printed.images or printed.captions))
    article.body = told.body
    article.dateline = told.dateline.text if told.dateline else None
    draft.picture_credits, draft.video_credits = told.pictures, told.videos
    prose = "\n".join(told.body)
    groups = list(_places(printed, told))
    for place, line, phrase, sure in groups:
        draft.candidates += _candidates(place, line, phrase, prose if not sure else "")
    draft.candidates += _pictured(printed, told)
    _said_twice(draft.candidates)
    authors = choose([one for one in draft.candidates if one.of == "author"])
    article.authors = merge(authors)
    article.byline = names_as_printed(authors, {one.line for one in draft.candidates if one.of != "author"})


def _places(printed: Printed, told: Told) -> Iterator[tuple[str, Line, str, bool]]:
    """(place, line, phrase, whether its names may stand in the text too) of all lines that tell names or source, in order of trust."""
    for said in told.head:
        yield said.place, said.line, said.phrase, True
    yield from (_of(said) for said in told.tail if not _of_labels(said))
    yield from (_of(said) for said in told.tail if _of_labels(said))
    for text in printed.meta_lines:
        line = read_line(text)
        unknown = [] if line.labels else unknown_labels([text])
        yield "head" if byline(text) else "head_line", unknown[0].line if unknown else line, text, True
    for found in printed.authors:
        if found.origin == "meta" or found.value.endswith((":", "：")):  # head metadata names the web editor
            continue
        line = read_line(found.value)
        if not line.labels:
            line = read_line(found.value, "author")
        if line.clean:
            yield "marked", line, found.value, True
    for found in printed.editors:
        if found.origin != "meta":
            yield "marked", desk_value(found.value), found.value, True


def _of(said: Said) -> tuple[str, Line, str, bool]:
    return said.place, said.line, said.phrase, not said.bare


def _of_labels(said: Said) -> bool:
    """Whether a closing line is one of labels, whose names come behind those of bylines."""
    return said.place == "tail" and any(token.kind in "LSDIOM" or fact_signed(said, token.text) for token in said.line.labels)


def fact_signed(said: Said, label: str) -> bool:
    """Whether a line's people stand behind a label with its sign."""
    return bool(label) and any(fact.strength == "labelled" for fact in said.line.facts)


def _candidates(place: str, line: Line, phrase: str, prose: str) -> list[Candidate]:
    out = []
    for fact in line.facts:
        if fact.field == "picture":
            continue
        evidence = ["in_prose"] if prose and fact.value in prose[: max(0, len(prose) - len(phrase) - 2)] else []
        if fact.field == "source":
            out += _sources([fact], place, phrase)
            continue
        if fact.strength == "weak" and (is_marked(line.text) or is_behind_mark(line.text, fact.start)):
            evidence.append("mark")
        out.append(candidate(fact, place, phrase, evidence))
    return out


def _sources(facts: list[Fact], place: str, phrase: str) -> list[Candidate]:
    out = []
    for fact in facts:
        name = source_name(fact.value)
        one = candidate(fact, place, phrase, source_evidence(name or ""))
        one.value, one.refused = name or fact.value, "" if name else "it names nobody"
        out.append(one)
    return out


def _pictured(printed: Printed, told: Told) -> list[Candidate]:
    """The photographers under pictures and in the captions among the text."""
    captions = [(image.caption, image.credit) for image in printed.images]
    captions += [(caption, None) for caption in (*printed.captions, *told.captions)]
    return [
        candidate(Fact("author", one.name, one.role, "", one.organization, "medium"), "caption", caption or credit or "")
        for caption, credit in captions
        for one in (caption_people(credit or caption or ""))
    ]


def _said_twice(candidates: list[Candidate]) -> None:
    """Note where another place names the same."""
    for one in candidates:
        if one.strength == "weak" and any(
            other.value == one.value and other.place != one.place and other.of == one.of and not other.refused
            for other in candidates
        ):
            add(one, "said_twice")


def names_as_printed(authors: list[Candidate], mixed: set[str]) -> str | None:
    """The first line that tells the people and nothing else; of one that tells more, and of an element's label (`作者：`), the names.

    Args:
        authors: the people who are believed, in order.
        mixed: lines that tell source or desk, too.
    """
    lines = list(dict.fromkeys(one.line for one in authors if one.place != "caption"))
    for line in sorted(lines, key=mixed.__contains__):
        here = [one for one in authors if one.line == line]
        if line not in mixed and any(one.place != "marked" or one.strength != "labelled" for one in here):
            return line
        places = [(place, place + len(one.value)) for one in here if (place := line.find(one.value)) >= 0]
        return line[min(start for start, _ in places) : max(end for _, end in places)] if places else line
    return None


def merge(found: list[Candidate]) -> list[Author]:
    """The people, each name once; what only a later place says of a person is kept."""
    authors: dict[str, Author] = {}
    for one in found:
        (author,) = to_authors([Fact("author", one.value, one.role, organization=one.organization)])
        known = authors.setdefault(author.name, author)
        known.organization = known.organization or author.organization
        if (known.role, author.role) == ("author", "photographer"):  # 作者 of a photo story
            known.role = author.role
    return list(authors.values())


class BylinePipeline(StepPipeline):
    """Scrapy's shell of the step."""

    run = staticmethod(step)
