"""Captions and picture credits: `图为启动仪式。（刘通摄）` -> caption, credit and photographer."""

from newsspider.items import Author, AuthorRole
from newsspider.language.facts import Fact, Line
from newsspider.language.fold import fold
from newsspider.language.grammar import read_line
from newsspider.language.grammar_people import REPORTS
from newsspider.language.lexicon import any_of
from newsspider.lazy_pattern import lazy_pattern

_GIVEN = lazy_pattern(r"\s*[(]?\s*(?:图片|照片|图|视频)均?由\s*([^(),。]{2,24}?)\s*(?:提供|供图)\s*[)]?[。.]?$")
_TAKEN = lazy_pattern(r"(?:图片?|视频|图文|头图)(?:均|皆)?(?:据|来自|源自|源于|来源于)\s*([^\s,。]{2,20})$")
_ISSUED = lazy_pattern(r"[\w·]{1,12}[社报网台](?:发|供图)\(\s*([^()]{2,24})\)")
_BEFORE = lazy_pattern(r"[\w·]{1,12}[社报网台]发[ ,]+(?=\S)")
_CUT = lazy_pattern(r"(?<=[。!?”\",;\s])(?=\S)|(?=[(\[])")
_LEADING = lazy_pattern(r"^[▲△▼▽↑↓←→◆●★①-⑳\s]+")
_MADE = lazy_pattern(r"(?:摄影?|供图|提供|图|拍摄|航拍)$")
_PAIR = lazy_pattern(r"文 ?[/、 ]? ?图$")
_STOCK = lazy_pattern(
    rf"(?:[(\[] ?{any_of('labels', 'stock')} ?[)\]]|[。 ]{any_of('labels', 'stock')}|。[\w·]{{1,12}}[社报网台]发)[。.]?$"
)
_LETTERS = lazy_pattern("[作画畫绘繪摄攝图圖片频頻文]")
_QUICK = lazy_pattern(r"摄|报道|[作绘][)\]。]?$|供图|[图画][/|:]|图 +\w|/图|[图片频文](?:均|皆)?[由据来源]|[图片]:")
_SHAPED = lazy_pattern(r"(?:摄影?|供图|图|拍摄|航拍|提供|影|报道|作|绘)[)\]\s]*$|[:|/]|^图 ")
_OPENS_CAPTION = lazy_pattern(r"[（(【]?(?:图为|▲|△|图[①-⑳\d一二三四五六七八九十]?[：:]|[上下左右]图|资料图)")
MAX_CAPTION = 160
_SHORT = 20  # characters before （资料图） that are a caption rather than a sentence of the text
_CLOSE = 90  # the credit is looked for in the last characters only


def split_caption(caption: str) -> tuple[str | None, str | None]:
    """Caption and credit as printed, each None when there is none: the credit closes the caption.

    A leading label (图源：) is left off the credit. Words that end in 摄 without a bracket must name a person.
    """
    text, credit, _ = _parts(caption)
    return text, credit


def caption_people(caption: str) -> list[Author]:
    """The photographers that a caption or a lone picture credit names: `图为…。（刘通摄）`, `拍摄：宋砚书`."""
    return _parts(caption)[2]


def _parts(caption: str) -> tuple[str | None, str | None, list[Author]]:
    text = _LEADING.sub("", caption).strip()
    if not _LETTERS.search(text, max(0, len(text) - _CLOSE)):
        return text or None, None, []
    folded = fold(text)
    if not _QUICK.search(folded[-_CLOSE:]):
        return text or None, None, []
    first = max(0, len(text) - _CLOSE)
    for start in dict.fromkeys([0] * (first == 0) + [match.start() for match in _CUT.finditer(folded, first)]):
        if (found := _credit(text[start:], opens=start == 0)) is not None:
            return text[:start].strip(" 　\n") or None, found[0] or None, found[1]
    return text or None, None, []


def _credit(piece: str, *, opens: bool) -> tuple[str, list[Author]] | None:
    """The credit that a closing piece of a caption is, without its label, and its people; None when it is none."""
    folded = fold(piece)
    lead = len(folded) - len(folded.lstrip("([ "))
    for pattern in (_GIVEN, _TAKEN):
        if match := pattern.fullmatch(folded, lead, len(folded.rstrip(")] 。."))):
            return piece[match.start(1) : match.end(1)].strip(), []
    if _ISSUED.fullmatch(folded.rstrip("。.")):
        return piece.rstrip("。."), photographers(piece.rstrip("。."))
    bare = piece.rstrip("。. ")
    if fold(bare[:1]) in "([" and fold(bare[-1:]) in ")]":
        bare = bare[1:-1].strip()
    elif fold(piece[:1]) in "([":
        return None
    if issued := _BEFORE.match(fold(bare)):  # 新华社发 张三 摄
        bare = bare[issued.end() :]
    if len(bare) > 60 or "。" in bare or not _SHAPED.search(fold(bare)):
        return None
    line = read_line(bare)
    if line.unknown or not line.labels:
        return None
    people = line.of("author")
    signed = line.labels[-1].text in REPORTS or _PAIR.search(fold(bare)) is not None  # 张三 文/图
    if people and (signed or all(fact.role in ("photographer", "illustrator") for fact in people)):
        return _without_label(line, bare), to_authors(people)
    if given := [*line.of("picture"), *line.of("source")]:
        return given[0].value, []
    said = any(label.entry and label.entry.role == "photographer" and label.entry.behind for label in line.labels)
    if said and line.has("efq") and not line.facts:
        return _without_label(line, bare), []
    return None


def _without_label(line: Line, text: str) -> str:
    """A credit without the label that opens it: `拍摄：宋砚书`."""
    label = next((token for token in line.tokens if token.kind != "_"), None)
    sign = next((token for token in line.tokens if label and token.start >= label.end and token.kind != "_"), None)
    return text[sign.end :].strip() if label and sign and label.kind in "MI" and sign.kind in ":/" else text


_LEAD = lazy_pattern(
    r"(?:图为|图示|图[:：]|图注|图[\d一二三四五六七八九十]{1,3}|上图|下图|左图|右图|组图[:：]|资料图|[▲△↑⬆◀◁←](?!.{0,6}视频)|[（(]?图(?:片来源|源|/))"
)


def opens_caption(text: str) -> bool:
    """Whether a text under a picture begins as captions do: `图为…`, `▲…`, `资料图`."""
    return _LEAD.match(text) is not None


def giver(credit: str) -> str:
    """Who made or gave the picture: the credit without the closing 摄 or 供图; as printed where it says it otherwise."""
    folded = fold(credit)
    match = _MADE.search(folded)
    name = credit[: len(folded[: match.start()].rstrip(" /|\t\n"))].strip() if match else credit
    return name if len(name) >= 2 else credit


def photographers(credit: str) -> list[Author]:
    """The people of a picture credit that says 摄, 摄影 or 供图; [] when it names outlets or offices only."""
    folded = fold(credit)
    issued = _ISSUED.fullmatch(folded)
    line = read_line(credit[issued.start(1) : issued.end(1)] if issued else credit)
    found = [fact for fact in line.of("author") if fact.role == "photographer"]
    return to_authors(found) if line.clean else []


def to_authors(facts: list[Fact]) -> list[Author]:
    """The people that facts name."""
    roles: dict[str, AuthorRole] = {
        role: role for role in ("reporter", "correspondent", "photographer", "author", "illustrator", "translator")
    }
    return [Author(fact.value, roles[fact.role], fact.organization) for fact in facts]


def is_caption(paragraph: str) -> bool:
    """Whether a paragraph of the text is a caption or a lone picture credit: `图为…（刘通摄）`, `▲张三 摄`, `新华社发（刘满仓摄）`."""
    if len(paragraph) > MAX_CAPTION or not (_LETTERS.search(paragraph) or paragraph.startswith("▲")):
        return False
    if (stock := _STOCK.search(fold(paragraph))) and stock.start() <= _SHORT:
        return True
    text, credit = split_caption(paragraph)
    return bool(credit) and (text is None or bool(_OPENS_CAPTION.match(paragraph)))
