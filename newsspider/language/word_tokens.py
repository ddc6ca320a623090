"""A run of letters taken apart into tokens: the label it opens or ends with, role words inside, and the words between by what they name."""

import re
from dataclasses import dataclass

from newsspider.language.fold import fold
from newsspider.language.lexicon import MAX_LABEL, Entry, any_of, label, labels, words
from newsspider.language.person_names import (
    COMPOUND_SURNAMES,
    HAN,
    KNOWN_OUTLETS,
    NOBODY,
    PLACES,
    TITLES,
    has_surname,
    is_by_sound,
    name_score,
    named,
    split_names,
    unpad,
)
from newsspider.lazy_pattern import lazy_pattern

LABELS = {"desk": "L", "maker": "M", "role": "R", "source": "S", "picture": "I", "date": "D", "aside": "O"}
"""Kind of a label -> the letter of its tokens."""
_KINDS = {"person": "n", "outlet": "e", "office": "f"}
_CONTROLS = ("aside", "source", "date", "picture")
_WITH_DOT = ("desk", "maker", "role", "source")
_SOLD = ("designer", "planner", "producer")
"""Roles whose labels are other words, too: 设计未来."""
_CODE = lazy_pattern(r"[A-Za-z]{1,4}[_-]?\d{2,7}|\d{4,10}")
_WITH_CODE = lazy_pattern(rf"({HAN}{{2,4}}|{HAN}(?=[A-Z])|{HAN}{{1,6}}(?:·{HAN}{{1,6}}){{1,3}})_?([A-Za-z]{{0,4}}[_-]?\d{{2,8}})")
_BEFORE_PAPER = lazy_pattern(rf"((?:{HAN}|·){{2,10}})<[^<>]{{2,20}}>")
_UI = lazy_pattern(rf"(?:{any_of('boilerplate', 'ui')}|[\W\d_]|[ATat][+-])+")
_PLACES = lazy_pattern(rf"{any_of('places', 'place')}{{1,3}}[省市县区州]?")
_ORIGIN = lazy_pattern(rf"{any_of('labels', 'origin')}.{{1,8}}|[\w.-]+@[\w.-]+")
_WEEKDAY = lazy_pattern(r"(?:星期|周|礼拜)[一二三四五六日天]")
_ROLE = lazy_pattern(f"{any_of('labels', 'word')}|{any_of('labels', 'role')}(?:组|们)?")
_PAIRED = lazy_pattern(rf"[/、,] ?{any_of('labels', 'single')}(?!{HAN})")
_TITLED = lazy_pattern(rf"(.*?{any_of('people', 'title')})((?:{HAN}|·){{2,6}})?")
_ANDS = lazy_pattern("[和与及]")
_MODIFIERS = words("labels", "modifier", "any") | words("labels", "modifier", "duty")
_OPENS = frozenset(word[:2] for word in labels() if len(word) > 1) | frozenset(word[:2] for word in _MODIFIERS)
_OPENS |= frozenset(word + "·" for word in words("labels", "single"))  # 文·张三
_OPENS |= frozenset(modifier + word[0] for modifier in _MODIFIERS if len(modifier) == 1 for word in labels())  # 总监制
_CLOSES = frozenset(word[-1] for word, entry in labels().items() if entry.behind)


@dataclass(slots=True)
class Token:
    """A piece of a line. Its kind is one letter: a label's by `LABELS`; n name, e outlet, f office, p place, j title, q nobody,
    x staff code, k button or counter, t time, g print page, w another word; `:` `/` `,` `(` `)` `*` `.` signs, `_` blanks."""

    kind: str
    text: str
    """As printed; a name without padding."""
    start: int
    end: int
    entry: Entry | None = None
    """What a label stands for."""
    score: int = 0
    """How surely a name is one, see `person_names.name_score`."""


def of_letters(text: str) -> bool:
    """Whether a character may stand in a word; nothing does not."""
    return text.isalnum()


def is_control(word: str) -> bool:
    """Whether a word is made of what is pressed or counts: 分享到, 打印, 1.2万阅读."""
    return _UI.fullmatch(fold(word)) is not None


def label_token(line: str, start: int, end: int, entry: Entry) -> Token:
    """The token of a label, its text without blanks."""
    return Token(LABELS[entry.kind], re.sub(r"[\s□]+", "", line[start:end]), start, end, entry)


def bare_label(folded: str, start: int) -> Entry | None:
    """The label that may lack its sign with which a word of a folded line begins."""
    if folded[start : start + 2] not in _OPENS:
        return None
    found = (label(folded[start : start + size]) for size in range(MAX_LABEL, 1, -1))
    entry = next((entry for entry in found if entry and (entry.bare or entry.kind == "word")), None)
    return entry if entry and entry.bare else None


def read_word(line: str, folded: str, start: int, end: int, out: list[Token]) -> None:
    """Add the tokens of a run of letters: a label where it begins, role words, a label where it ends, and the words between."""
    if line[start:end] in KNOWN_OUTLETS:  # 21世纪经济报道
        out.append(Token("e", line[start:end], start, end))
        return
    whole = label(folded[start:end])
    if whole and whole.kind in LABELS:
        pressed = whole.kind in _CONTROLS and not whole.bare and _UI.fullmatch(folded, start, end)
        out.append(Token("k", line[start:end], start, end) if pressed else label_token(line, start, end, whole))
        return
    if whole:  # 编辑部, 记者站
        _read_words(line, start, end, out)
        return
    at = _read_opening(line, folded, start, end, out)
    for match in _ROLE.finditer(folded, at, end):
        word = match[0].rstrip("组们")
        found = label(word)
        if (found is None or found.kind == "word") and word == match[0]:  # 记者站, 审核员
            continue
        first = match.start()
        for size in range(min(9, first - at), 0, -1):
            longer = label(folded[first - size : first] + word)
            if longer and longer.kind == "role":
                first, found = first - size, longer
                break
        _read_words(line, at, first, out)
        if found and found.kind in LABELS:
            out.append(label_token(line, first, match.end(), found))
        at = match.end()
    last = _closing_label(line, folded, at, end)
    end = last.start if last else end
    if folded[at - 1 : at] == ":" == folded[end : end + 1] and end - at == 5 and name_score(line[at : at + 3]) == 3:
        out.append(word_token(line[at : at + 3], at, at + 3))  # 编辑：张三丰排印：李四维
        at += 3
    _read_words(line, at, end, out)
    if last:
        out.append(last)


def _read_opening(line: str, folded: str, start: int, end: int, out: list[Token]) -> int:
    """Add the label with which a run of letters begins; where the rest begins."""
    before = folded[start - 1 : start]
    if before == "/" and name_score(line[start + 1 : end]) == 3:
        entry = label(folded[start])
        if entry and entry.kind == "maker" and entry.behind:  # 张三/文李四/图
            out.append(label_token(line, start, start + 1, entry))
            return start + 1
    if folded[start : start + 2] not in _OPENS or of_letters(before):
        return start
    for size in range(min(MAX_LABEL, end - start - 1), 0, -1):
        entry = label(folded[start : start + size])
        if entry is None:
            continue
        if entry.kind == "word":
            break
        behind = start + size
        dotted = entry.kind in _WITH_DOT and folded[behind] == "·" and (size > 1 or has_surname(line[behind + 1 : end]))
        if dotted or (
            size > 1 and entry.bare and entry.kind != "role" and (not entry.apart or _follows(line[behind:end], entry))
        ):
            out.append(label_token(line, start, behind, entry))
            if dotted:
                out.append(Token(":", line[behind], behind, behind + 1))
            return behind + dotted
    return start


def _closing_label(line: str, folded: str, start: int, end: int) -> Token | None:
    """The label with which a run of letters ends: 张三摄."""
    if folded[end - 1] not in _CLOSES or of_letters(folded[end : end + 1]):
        return None
    for size in range(min(6, end - start - 1), 0, -1):
        entry = label(folded[end - size : end])
        if not entry or not entry.behind:
            continue
        name = line[start : end - 1]
        alone = len(name) > 2 and name_score(name) == 3 and (len(name) == 4 or name[:2] not in COMPOUND_SURNAMES)  # not 司徒佳文
        if size > 1 or entry.glued or alone or _PAIRED.match(folded, end):
            return label_token(line, end - size, end, entry)
    return None


def _follows(rest: str, entry: Entry) -> bool:
    """Whether a name touches a label that elsewhere wants a blank behind it: 美编梁兴琛, not 视觉中国 or 设计未来."""
    sold = entry.role in _SOLD and len(rest) < 5
    return all(name_score(name) >= 2 + sold for name in split_names(rest))


def _read_words(line: str, start: int, end: int, out: list[Token]) -> None:
    """Add the words of a stretch without labels: one, or the names that were printed without a sign between them."""
    text = line[start:end]
    if len(text) < 3:
        if text:
            out.append(word_token(text, start, end))
        return
    folded = fold(text)
    if folded[-1] == "·":  # 审核·张三·监制·李四
        _read_words(line, start, end - 1, out)
        out.append(Token("*", text[-1], end - 1, end))
        return
    titled = _TITLED.fullmatch(text) if len(text) > 4 else None
    if titled and (titled[2] is None or name_score(titled[2]) >= 2):  # 楚南市职业技术学院首席研究员王冬琳
        middle = start + titled.end(1)
        out.append(Token("j", titled[1], start, middle))
        if titled[2]:
            out.append(word_token(titled[2], middle, end))
        return
    if (match := _BEFORE_PAPER.fullmatch(folded)) and name_score(match[1]) >= 2:  # 张三《江州日报》
        middle = start + match.end(1)
        _read_words(line, start, middle, out)
        out.append(word_token(line[middle:end], middle, end))
        return
    if match := _WITH_CODE.fullmatch(folded):
        middle = start + match.end(1)
        out.append(word_token(line[start:middle], start, middle))
        out.append(Token("x", line[middle:end].strip("_"), middle, end))
        return
    names = split_names(text) if len(text) > 3 else []
    if len(names) > 1 and "".join(names) in _ANDS.sub("", text):
        at = start
        for name in names:
            at = line.index(name, at) + len(name)
            out.append(word_token(name, at - len(name), at))
        return
    out.append(word_token(text, start, end))


def word_token(text: str, start: int, end: int) -> Token:
    """A word by what it names."""
    folded = fold(text)
    bare = unpad(text)
    if len(text) > 2:
        bare = bare.removesuffix("等")
    if _WEEKDAY.fullmatch(folded):
        return Token("t", text, start, end)
    if _CODE.fullmatch(folded):
        return Token("x", text, start, end)
    if _ANDS.fullmatch(folded):
        return Token(",", text, start, end)
    if _ORIGIN.fullmatch(folded) or (len(text) > 3 and _UI.fullmatch(folded)):
        return Token("k", text, start, end)
    if len(text) > 2 and _PLACES.fullmatch(folded):
        return Token("p", text, start, end)
    kind, score = named(bare)
    if kind in ("person", "nobody") and is_by_sound(bare):
        kind, score = "person", max(score, 2)
    if kind != "nobody":
        return Token(_KINDS[kind], bare if kind == "person" else text, start, end, None, score if kind == "person" else 0)
    if _UI.fullmatch(folded):
        return Token("k", text, start, end)
    letter = next((letter for letter, known in (("p", PLACES), ("j", TITLES), ("q", NOBODY)) if folded.lower() in known), "w")
    return Token(letter, text, start, end)
