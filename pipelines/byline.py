"""Dateline, byline and authors: who made the text, read where newsrooms print it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from newsspider.items import Author, AuthorRole, Credit, Draft, Printed
from pipelines.captions import is_caption, photographers, split_caption
from pipelines.dateline import Dateline, read_dateline
from pipelines.labels import AUTHOR_ROLES, CREDIT_ROLES, FOLD, SOURCE_LABELS, Labelled, read_labels, trim
from pipelines.names import COMPOUND_SURNAMES, NOBODY, has_surname, is_media, is_person, kind_of, unpad
from pipelines.people import People, is_marked, read_people
from pipelines.source import beside_date
from pipelines.step import StepPipeline

_CLOSING = re.compile(r"[（(【]\s*([^（）()【】\n]{2,90})\s*[)）】]\s*[。]?$")
_OPENING = re.compile(r"^[【（(\[]\s*([^【】（）()\[\]\n]{3,80})\s*[】)）\]]")
_REPORTING = re.compile(r"^[□■◎●○]?\s*([\u3400-\u9fffA-Za-z·、 　/-]{4,50}?)(?:摄影|综合)?报道(?=[\s：:])")
_PARTED = re.compile(r"[\s、，,：:/／|｜丨（(【□■◎●○]")
_ROLE = re.compile(r"记者|通讯员|实习生|作者|评论员|摄")
_LINE_MARK = re.compile(r"^[□■◎●○◆◇▲△★☆*]\s*")
_SENTENCE = re.compile(r"[。！？?!]|[“”]")
_CLOSED = re.compile(r"[。！？!?…”’」』）)；;.~]\s*$")
_PADDED = re.compile(r"^[\u3400-\u9fff][\s　□]{1,6}[\u3400-\u9fff](?:[\s　□]{1,6}[\u3400-\u9fff])?$")
_NOT_BYLINE = re.compile(
    r"^(?:完|待续|未完待续|全文完|节选|有删[节减]|本报综合|编译自|据|来源|转自|原载|原标题|摘自|图片|资料|作者[系为是]|本文(?!作者|记者)|[图文]$)"
)
_WRITER = re.compile(
    r"^(?:本文)?作者\s{0,3}([\u3400-\u9fff·]{2,12}?)\s{0,3}(?:系|现?为|是|[，,](?=.{0,40}(?:大学|学院|研究|教授|作家|会员|记者|主任|专家|博士|律师|书记|局长|医师|负责人)))[^（）()]{2,60}$"
)
_BEHIND_SOURCE = re.compile(r"(?:[\u3400-\u9fff]{0,4}记者|通讯员)[\s：:/]{0,3}[\u3400-\u9fff·、\s]{2,60}[）)]?$")
_WRITERS = frozenset({"作者", "本文作者", "原作者", "撰稿", "供稿"})
_OF_OUTLET = re.compile(r"^([\u3400-\u9fff·]{4,20})[：:]\s{0,4}([\u3400-\u9fff·、，　 ]{2,40})$")
HEAD_PARAGRAPHS = 4
TAIL_PARAGRAPHS = 12
MAX_LINE = 90
MAX_CLOSING_DATELINE = 30
"""A last paragraph of at most so many characters that reads like a dateline only says whose text it was."""


@dataclass(frozen=True, slots=True)
class Byline:
    """What the byline step found."""

    dateline: Dateline | None
    byline: str | None
    """The names as printed where they stand first."""
    authors: list[Author]
    desk: list[Credit]
    """People of the desk named inside the byline."""
    body: list[str]
    """The paragraphs without those that were a byline and nothing else."""


def read_line(paragraph: str) -> People | None:
    """The people of a paragraph that is a byline and nothing else: `本报记者 王乐文 方  敏`, `□张三`, `（总台央视记者 奚丹霓）`.

    None for text. A line without a role word must carry a mark, padding or an outlet.
    """
    text = paragraph.strip()
    if (signed := _OF_OUTLET.match(text)) and is_media(signed[1]):  # 江州市融媒体中心：张三 李四
        people = read_people(signed[2])
        named = people.clean and people.authors and all(has_surname(author.name) for author in people.authors)
        return people if named else None
    if len(text) > MAX_LINE or _SENTENCE.search(text) or _NOT_BYLINE.match(trim(text)):
        return None
    if not is_marked(text):
        bare = _LINE_MARK.sub("", text)
        people = read_people(bare)
        outlet = all(author.organization and has_surname(author.name) for author in people.authors)
        if bare == text and not outlet and not _PADDED.fullmatch(text):
            return None
        return people if people.clean and people.authors and len(bare) <= 30 else None
    people = read_people(text)
    if not (people.clean and people.authors) or (not _PARTED.search(text) and not _runs_together(text, people)):
        return None
    return people


def _runs_together(text: str, people: People) -> bool:
    """Whether a line without any separator is a byline (`江州日报记者张三`), not a cross-head (`外国实习生须提高警惕`)."""
    roles = len(_ROLE.findall(text.translate(FOLD)))
    return len(people.authors) <= roles and all(
        has_surname(author.name)
        and len(author.name) <= 3
        and (author.organization is None or kind_of(author.organization) in ("outlet", "office"))
        for author in people.authors
    )


def _bare_line(paragraph: str) -> str:
    """A byline paragraph without its mark and the bracket round it."""
    text = _LINE_MARK.sub("", paragraph.strip())
    match = _OPENING.fullmatch(text)
    return match[1].strip() if match else trim(text)


def read_closing(paragraph: str, *, last: bool) -> tuple[str, People] | None:
    """The bracket that closes a paragraph, and its people: `…。（本报记者 张三）`; a bare `(唐风)` only in the last paragraph.

    None when the bracket names nobody.
    """
    match = _CLOSING.search(paragraph)
    if (writer := _WRITER.match(match[1] if match else paragraph)) and has_surname(writer[1]) and is_person(unpad(writer[1])):
        return writer[1], People([Author(unpad(writer[1]), "author")])
    if not match or _NOT_BYLINE.match(match[1]) or _SENTENCE.search(match[1]):
        return None
    phrase = match[1].strip()
    before = paragraph[: match.start()]
    if is_marked(phrase):
        people = read_people(phrase)
        return (phrase, people) if people.authors else None
    if not last or (before and not _CLOSED.search(before)):
        return None
    people = read_people(phrase)
    names = [author.name for author in people.authors]
    if people.clean and 1 <= len(names) <= 6 and all(map(_is_usual_name, names)):
        return phrase, replace(people, bare=True)
    return None


def _is_usual_name(name: str) -> bool:
    """Whether a name that stands alone looks like one: a surname and one or two characters, or parts joined by dots."""
    return has_surname(name) and ("·" in name or len(name) <= 3 + (name[:2] in COMPOUND_SURNAMES))


def _names_makers(one: Labelled) -> bool:
    """Whether a label is a maker's and names behind it, or nobody: `作者：江州网`."""
    if one.label in _WRITERS and (one.value.lower() in NOBODY or is_media(one.value)):
        return True
    return any(people.clean and people.authors for _, people in read_labelled([one])) and one.label in AUTHOR_ROLES


def read_labelled(found: list[Labelled]) -> Iterator[tuple[str, People]]:
    """The phrases and people behind the labels 作者, 记者, 采写, 摄影, …"""
    for one in found:
        role = AUTHOR_ROLES.get(one.label)
        if one.label in SOURCE_LABELS and (signed := _BEHIND_SOURCE.search(one.value)):
            people = read_people(signed[0].rstrip("）)"))
            if people.clean and people.authors:
                yield signed[0], people
        if role and one.value and len(one.value) <= 80 and not _SENTENCE.search(one.value):
            people = read_people(one.value, default=role)
            if people.clean or (people.authors and len(one.value) <= 40):
                yield one.value, _with_medium(people, role)


def _with_medium(people: People, role: AuthorRole) -> People:
    """Behind 摄影, 绘图 and 译者 the label says what was done, whatever the people are."""
    if role in ("photographer", "illustrator", "translator"):
        for author in people.authors:
            author.role = role
    return people


def marked_authors(printed: Printed) -> Iterator[tuple[str, People]]:
    """The page's own author fields that readers see, and Founder's comment; never head metadata, which names the web editor."""
    for found in printed.authors:
        if found.origin == "meta" or found.value.endswith((":", "：")):  # the head of a comment is no author
            continue
        labels = read_labels(found.value)
        if labels:
            yield from read_labelled(labels)
            continue
        people = read_people(found.value)
        if not is_marked(found.value):
            people = read_people(found.value, default="author")
        if people.authors and people.clean:
            yield found.value, people


def read_byline(printed: Printed, body: list[str]) -> Byline:
    """Read everything that names who made the text.

    The byline is the first of: the dateline's names, a line of its own, a closing bracket, a labelled name. The authors
    are all people found, each once, in that order.
    """
    dateline: Dateline | None = None
    said: list[tuple[str, People]] = []
    drop: set[int] = set()
    for index, paragraph in enumerate(body[:HEAD_PARAGRAPHS]):
        closes = index == len(body) - 1 and len(paragraph) <= MAX_CLOSING_DATELINE
        if not closes and (dateline := read_dateline(paragraph)):
            if dateline.names and ((people := read_people(dateline.names)).authors or people.desk):
                said.append((dateline.names, people))
            elif index + 1 < len(body) - 1 and (people_line := read_line(body[index + 1])):  # 电 题：… and then the names
                said.append((_bare_line(body[index + 1]), people_line))
                drop.add(index + 1)
            break
        labels = read_labels(paragraph) if len(paragraph) <= MAX_LINE else []
        if any(one.label in SOURCE_LABELS for one in labels):
            continue
        if people_line := read_line(paragraph):
            said.append((_bare_line(paragraph), people_line))
            drop.add(index)
        elif labels and labels[0].start <= 2 and all(map(_names_makers, labels)):
            said += read_labelled(labels)
            drop.add(index)
        elif (opening := _OPENING.match(paragraph) or _REPORTING.match(paragraph)) and is_marked(opening[1]):
            opened = read_people(opening[1])
            if opened.clean and opened.authors:
                said.append((opening[1], opened))
                if opening.end() == len(paragraph):
                    drop.add(index)
    labelled: list[tuple[str, People]] = []
    at_foot: list[tuple[str, People]] = []
    last_text = True
    for index in range(len(body) - 1, max(-1, len(body) - 1 - TAIL_PARAGRAPHS), -1):
        if index in drop:
            continue
        paragraph = body[index]
        labels = read_labels(paragraph) if len(paragraph) <= 200 else []
        of_desk = any(one.label in CREDIT_ROLES or one.label in SOURCE_LABELS for one in labels)
        if people_line := None if of_desk else read_line(paragraph):
            at_foot.insert(0, (_bare_line(paragraph), people_line))
            drop.add(index)
            continue
        if labels and labels[0].start <= 12 and not _SENTENCE.search(paragraph):
            labelled[:0] = read_labelled(labels)
            if any(one.label in CREDIT_ROLES for one in labels) or len(paragraph) <= 40:
                continue
        closing = read_closing(paragraph, last=last_text)
        if closing and not (closing[1].bare and any(author.name in "".join(body[:index]) for author in closing[1].authors)):
            at_foot.insert(0, closing)
        if len(paragraph) > 30:
            if not last_text:
                break
            last_text = False
    said += at_foot
    for line in printed.meta_lines:
        labels = read_labels(line)
        labelled += read_labelled(labels)
        if not labels and is_marked(line) and (people_line := read_line(" ".join(beside_date(line)) or line)):
            labelled.append((line, people_line))
    labelled += marked_authors(printed)
    pictures = [author for image in printed.images for author in _of_picture(image.caption, image.credit)]
    pictures += [author for paragraph in body if is_caption(paragraph) for author in _of_picture(paragraph, None)]
    authors = merge([*(people.authors for _, people in said), *(people.authors for _, people in labelled), pictures])
    byline = next((phrase for phrase, people in [*said, *labelled] if people.authors), None)
    desk = [credit for _, people in said for credit in people.desk]
    return Byline(dateline, byline, authors, desk, [text for index, text in enumerate(body) if index not in drop])


def _of_picture(caption: str | None, credit: str | None) -> list[Author]:
    found = credit or (split_caption(caption)[1] if caption else None)
    return photographers(found) if found else []


def merge(groups: list[list[Author]]) -> list[Author]:
    """The people of several lists, each name once; what only a later list says of a person is kept."""
    authors: dict[str, Author] = {}
    for author in (author for group in groups for author in group):
        known = authors.setdefault(author.name, author)
        known.organization = known.organization or author.organization
        if (known.role, author.role) == ("author", "photographer"):  # 作者 of a photo story
            known.role = author.role
    return list(authors.values())


def step(draft: Draft) -> None:
    """Set dateline, byline and authors, and the desk named in the byline; take lone byline paragraphs out of the body."""
    article = draft.article
    found = read_byline(draft.printed, article.body)
    article.dateline = found.dateline.text if found.dateline else None
    article.byline, article.authors, article.credits, article.body = found.byline, found.authors, found.desk, found.body


class BylinePipeline(StepPipeline):
    """Scrapy's shell of the step."""

    run = staticmethod(step)
