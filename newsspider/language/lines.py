"""What a whole line is: a line of labels, a byline, a line of date and source, or text. One answer, asked by pages and pipelines."""

import re
from functools import lru_cache

from newsspider.language.facts import Line
from newsspider.language.fold import fold
from newsspider.language.grammar import read_line
from newsspider.language.lexicon import any_of, label, labels
from newsspider.language.person_names import HAN, has_surname, is_by_sound, is_outlet
from newsspider.language.timestamps import is_event, is_only_time
from newsspider.language.tokens import label_before
from newsspider.language.word_tokens import bare_label, is_control
from newsspider.lazy_pattern import lazy_pattern

MOST = 220
"""Characters of a line of labels; a longer one is text."""
MOST_NAMES = 90
"""Characters of a byline that stands alone."""
SURE = 0.6
"""The share of a line's letters that must be understood where it is to be more than text."""
_MOST_BARE = 30
"""Characters of a byline without a word that says so."""
_SENTENCE = lazy_pattern(r"[!?]\s*\S|,[^,:|/]{0,60}[。!?]$")
_STOPPED = lazy_pattern(r"。\s*\S")
_ENDS = lazy_pattern(r"[。!?]|\"")
_READING = lazy_pattern(rf"(?<={HAN})\s?[(（]\s?[a-zü\u00e0-\u00fc\u0101-\u01dc]{{1,7}}[1-5]?\s?[)）]")
"""A reading in Latin letters behind a character, as pinyin tools print it: the page is read before it is taken out."""
_LEADING = lazy_pattern(r"^[▲△▼◆■●◎◇★☆*\s]+")
_MARK = lazy_pattern(r"^[■◎●○◆◇▲△★☆*]\s*|^□\s*")
_MARKED = lazy_pattern(rf"[■◎●○◆◇▲△★☆□]\s{{0,2}}(?:{HAN}|[·、，,\s]){{0,24}}$")
_PADDED = lazy_pattern(r"[㐀-鿿][\s　□]{1,6}[㐀-鿿](?:[\s　□]{1,6}[㐀-鿿])?")
_SIGN = lazy_pattern(r"[:|/\]·]")
_NOTE = lazy_pattern(r"\([^()]{1,8}\)$")
_WORD = lazy_pattern(r"(?:^|(?<=[ (\[|/,*]))\w\w")
_BYLINE = lazy_pattern(rf"{any_of('labels', 'role')}|[文图摄译绘影写编发][/:| ]|[/ ][文图摄]|摄[)\]]?$|^[ (\[]*[■◎●○◆◇▲△★☆*]")
_SPACED = lazy_pattern(rf"{HAN} {{1,6}}{HAN} ")
_APART = lazy_pattern(rf"(?:{HAN}|\)) *[ :/|] *{HAN}|{HAN} *[/|] *\w|\w *[/|] *{HAN}")
_BEHIND = tuple(word for word, entry in labels().items() if entry.behind and entry.kind == "desk")
_DESK = lazy_pattern(
    "|".join(
        sorted((word for word, entry in labels().items() if entry.kind in ("desk", "source") and len(word) > 1), reverse=True)
    )
)
_NO_BYLINE = lazy_pattern(
    r"^(?:完|待续|未完待续|全文完|节选|有删[节减]|本报综合|编译自|据|来源|转自|原载|原标题|摘自|资料|作者[系为是]|本文(?!作者|记者)|[图文]$)"
)
_PREFIX = 14


def may_tell(folded: str, *, makers: bool = True) -> bool:
    """Whether a folded line may hold a label: the cheap look before it is taken apart.

    `makers`: whether a role or a word of the medium without a sign counts: 记者 张三.
    """
    for sign in _SIGN.finditer(folded):
        at = len(folded[: sign.start()].rstrip(" "))
        if folded[at - 1 : at] == ")" and (note := _NOTE.search(folded, 0, at)):
            at = note.start()
        found = label_before(folded, at, 0)[1] or label(folded[at - 1 : at])  # 钟培垚文/图
        if found and found.kind != "word":
            return True
    for match in _WORD.finditer(folded):
        if (opening := bare_label(folded, match.start())) and (makers or opening.kind not in ("maker", "role")):
            return True
    return folded.rstrip(" )]").endswith(_BEHIND) or _SPACED.match(folded) is not None


def names_desk(text: str) -> bool:
    """Whether a short text holds a label of desk or source anywhere: the cheap look before it is put together from its pieces."""
    return len(text) <= MOST and _DESK.search(fold(text)) is not None


def bare(text: str) -> str:
    """A line without the mark before it, the bracket round it and stray signs at its ends."""
    text = _MARK.sub("", text.strip()).strip(" \t　\xa0/／|｜丨;；,，、·*_\n")
    folded = fold(text)
    if len(text) > 2 and folded[0] in "([" and folded[-1] in ")]" and not re.search(r"[()\[\]]", folded[1:-1]):
        return text[1:-1].strip()
    return text


@lru_cache(maxsize=2048)
def labelled(text: str) -> Line | None:
    """A line of labels and nothing else: `编辑：王嘉琪 / 责编：肖文翔`, `(责编：邱烨)`, `电话：…`, `时间：… 来源：…`; None for text."""
    if len(text) > MOST:
        return None
    text = _LEADING.sub("", _READING.sub("", text) if "(" in text or "（" in text else text)
    folded = fold(text)
    if not may_tell(folded, makers=_SIGN.search(folded) is not None) or _SENTENCE.search(folded):
        return None
    if _STOPPED.search(folded) and not all(may_tell(part) or part in ")]" for part in re.split(r"。\s*", folded) if part):
        return None
    line = read_line(text)
    if is_menu(line):
        return None
    of_makers = all(token.kind in "RM" and token.entry is not None for token in line.labels)
    if of_makers and not (line.clean and any(_has_sign(line, token.end) for token in line.labels)):
        return None
    first = min(line.labels, key=lambda token: token.start)
    before = [token for token in line.tokens if token.end <= first.start and token.kind not in "_:/,(*)kgx"]
    prefix = "".join(token.text for token in before)
    if len(line.labels) == 1 and is_event(text):
        return None
    signed = any(_has_sign(line, token.end) for token in line.labels)
    if not signed and (not line.clean or not line.of("credit", "source", "picture")):
        return None
    if sum(len(token.text) for token in before if token in line.unknown) > 9:
        return None  # a sentence, and then the labels
    if prefix and not line.of("author") and not all(token.kind in "tefpq" for token in before):
        section = first.kind == "S" and len(prefix) <= 4 and len(before) == 1 and text[first.start - 1 : first.start].isspace()
        if section and line.of("source"):  # 要闻 来源：江州日报
            return line
        if len(prefix) > _PREFIX or first.kind in "SDOI" or not line.of("credit"):
            return None
        if len(prefix) > 4 and not all(has_surname(fact.value) for fact in line.of("credit")):
            return None
    loose = sum(token.end - token.start for token in line.unknown)
    if loose and line.understood < SURE and loose > 12:
        return None
    if not line.facts and loose and not any(token.kind in "LSDIO" for token in line.labels):
        return None
    makers = all(token.kind in "RM" for token in line.labels)
    if not line.of("credit", "picture", "source") and makers and (line.unknown or (line.has("jw") and not line.facts)):
        return None  # 记者：您怎么看？ is a question
    return line


def _has_sign(line: Line, end: int) -> bool:
    rest = fold(line.text[end : end + 16]).lstrip()
    return rest[:1] in (":", "|", "/", "]", "·") or bool(re.match(r"\([^()]{1,8}\) ?:", rest))


@lru_cache(maxsize=2048)
def byline(text: str) -> Line | None:
    """A line of names and nothing else: `本报记者 王乐文 方  敏`, `□张三`, `（总台央视记者 奚丹霓）`; None for text.

    A line without a role word must carry a mark, padding or an outlet.
    """
    text = text.strip()
    if len(text) > MOST_NAMES:
        return None
    folded = fold(text)
    told = _BYLINE.search(folded) or text[:1] == "□" or (len(text) <= _MOST_BARE and _APART.search(folded))
    if not told or _ENDS.search(folded) or _NO_BYLINE.match(bare(text)):
        return None
    line = read_line(text)
    people = line.of("author")
    if not people or is_menu(line) or not line.clean or line.has("t"):
        return None
    if any(fact.field == "source" for fact in line.facts) and people[0].strength != "slash":
        return None
    if line.labels or people[0].strength == "slash":
        return line if _parted(folded) or _runs_together(line) else None
    unmarked = _MARK.sub("", text) == text
    owned = all(fact.organization and fact.score >= 2 for fact in people)
    if unmarked and not owned and not _PADDED.fullmatch(text):
        return None
    return line if len(bare(text)) <= _MOST_BARE and all(fact.score >= 2 for fact in people) else None


def is_menu(line: Line) -> bool:
    """Whether a line is a row of channels, some of which are called like labels: `时政 | 图片 | 专题 | 直播 | 人才 | 汽车`."""
    named = [token for token in line.tokens if token.kind in "nwqjpef"]
    nobody = sum(token.kind == "q" for token in named)
    bars = sum(fold(token.text) == "|" for token in line.tokens if token.kind == ":")
    labels = sum(token.entry is not None for token in line.labels)
    return (len(named) >= 6 and nobody >= 2 and len(named) > 3 * labels) or (bars > 5 and bars > 2 * labels)


def is_behind_mark(text: str, place: int) -> bool:
    """Whether nothing but names stand between a place of a line and the mark before it: `10:15 ■张三、李四`."""
    return _MARKED.search(text[:place]) is not None


def is_marked(text: str) -> bool:
    """Whether a line begins with the mark that newsrooms set before names: □ ■ ◎ ●."""
    return _MARK.match(text.strip()) is not None


def signs(text: str) -> bool:
    """Whether a line is a byline with role words or words of the medium: what may be believed below a text, among the page's foot."""
    line = byline(text) if len(text) <= 60 else None
    return line is not None and bool(line.labels)


def _parted(folded: str) -> bool:
    return re.search(r"[\s、,:/|·(\[■◎●○]", folded) is not None


def _runs_together(line: Line) -> bool:
    """Whether a line without any separator is a byline (`江州日报记者张三`), not a cross-head (`外国实习生须提高警惕`)."""
    people = line.of("author")
    sure = all(fact.score == 3 for fact in people)
    return (sure or len(people) <= len(line.labels)) and all(
        (fact.score == 3 or (has_surname(fact.value) and len(fact.value) <= 3) or is_by_sound(fact.value))
        and (fact.organization is None or is_outlet(fact.organization) or any(token.kind == "f" for token in line.tokens))
        for fact in people
    )


def is_head_line(text: str) -> bool:
    """Whether a line above a text tells its date, source or names and is none of it."""
    if not text or len(text) > 80:
        return False
    if is_only_time(text):
        return True
    folded = fold(text)
    if _SENTENCE.search(folded) or not (may_tell(folded) or re.search(r"\d", folded)):
        return False
    line = read_line(text)
    if not any(token.kind in "LSDI" for token in line.labels):
        dated = line.has("t") and line.clean and len(text) <= 60 and not _SENTENCE.search(folded)
        return dated and bool(line.has("g") or line.of("source") or (line.labels and line.of("author")) or line.has("k"))
    if (len(line.labels) == 1 and is_event(text)) or any(len(fact.value) > 40 for fact in line.facts):
        return False
    first = min(token.start for token in line.labels)
    before = [token for token in line.tokens if token.end <= first and token.kind not in "_:/(*,)"]
    return all(token.kind in "tk" for token in before) and line.understood > SURE and not _SENTENCE.search(folded)


def empty_label(text: str) -> str:
    """The label, with a sign, of a text that is one label and nothing else: `信息来源`, `作者：`; empty for another text."""
    if not 2 <= len(text) <= 12:
        return ""
    word = re.sub(r"\s", "", fold(text)).rstrip(":|/").strip("[]")
    entry = label(word) if len(word) > 1 else None
    return f"{word}:" if entry and entry.kind in ("desk", "maker", "role", "source", "date") else ""


def without_controls(text: str) -> str:
    """A line of date and source without what is pressed or counts at its end: `来源：甲日报 分享到:` gives `来源：甲日报`."""
    line = read_line(text)
    tokens, end = line.tokens, len(line.tokens)
    told = max((fact.end for fact in line.facts), default=0)
    while end and tokens[end - 1].start >= told and tokens[end - 1].kind in "_:k/O":
        if tokens[end - 1].kind == "O" and end == len(tokens) and not is_control(tokens[end - 1].text):
            break
        end -= 1
    return text[: tokens[end - 1].end].strip() if end and end < len(tokens) else text.strip() if end else ""


def desk_value(value: str) -> Line:
    """A value of the page's own editor field: names without a label are the responsible editor's, by the convention of its systems."""
    line = read_line(value)
    if line.labels or is_outlet(value) or not 0 < len(bare(value)) <= 20:
        return line
    return read_line(_RESPONSIBLE + bare(value))


_RESPONSIBLE = "责任编辑:"
