"""Who a word names: a person (with a score), an outlet, an office, or nobody; padded and joined names taken apart."""

import re
from functools import lru_cache
from typing import Literal

from newsspider.language.fold import fold
from newsspider.language.lexicon import any_of, ending, endings, words
from newsspider.lazy_pattern import lazy_pattern

Kind = Literal["person", "outlet", "office", "nobody"]

HAN = r"(?:(?![\x00-\u052f])\w)"
"""A Chinese letter: none of the Latin, Greek or Cyrillic ones. A class of all Chinese letters takes 8 ms to compile in each pattern."""
DOT = "·"
COMMON, RARE = words("people", "surname", "common"), words("people", "surname", "rare")
SURNAMES = COMMON | RARE
COMPOUND_SURNAMES = words("people", "surname", "compound")
NOBODY = words("people", "nobody")
PLACES = words("places", "place")
TITLES = words("people", "title")
KNOWN_OUTLETS = words("outlets", "known")
_NO_NAMES = NOBODY | PLACES | TITLES
_ORDINARY = words("people", "common")
_USUAL = words("people", "given", "usual")
_FOREIGN = words("people", "transliteration", "first")
_UNDIVIDED = _FOREIGN - COMMON
_BY_SOUND = words("people", "transliteration", "letters")
_TIBETAN = words("people", "transliteration", "tibetan")
_OUTLET_ENDS = endings("outlets", "ending", "sure")
_NO_OUTLET = tuple(words("outlets", "ending", "never"))
_TOPICS = words("outlets", "ending", "topic")
_PERHAPS_ENDS = endings("outlets", "ending", "perhaps")
_OFFICE_ENDS = endings("offices", "ending", "sure")
_BRANCHES = words("offices", "branch")
_NEVER = lazy_pattern(any_of("people", "inside", "never") + r"|[0-9.!?;:\"'<>\[\]{}…%@#=。！？]")
_HAN_WORD = lazy_pattern(rf"{HAN}+")
_DOTTED = lazy_pattern(rf"[^\W\d_]{{1,12}}(?:[{DOT}.][^\W\d_]{{1,12}}){{1,5}}")
_LATIN = lazy_pattern(r"[A-Za-z][A-Za-z.'-]{1,20}(?: [A-Za-z][A-Za-z.'-]{0,20}){0,3}")
_LATIN_NAME = lazy_pattern(r"[A-Z][a-z.'-]{1,20}(?: [A-Z][A-Za-z.'-]{0,20}){1,3}")
_LATIN_OUTLET = lazy_pattern(any_of("outlets", "latin") + r"\b")
_PARTS = lazy_pattern(r"[、,/;&|]+")
_AND = lazy_pattern(rf"(?<={HAN}{{2}})[和与及](?={HAN}{{2}})")
_DOTS, _PADDING = lazy_pattern("[•・‧･∙⋅．]"), lazy_pattern(r"[\s□]+")
_EDGES = " .·-_:*●▲■◆★"
_UNSURE_ENDS = "社台端观刊"
_SHORT_OFFICES = "局厅委办部处队科"


@lru_cache(maxsize=8192)
def is_outlet(text: str) -> bool:
    """Whether a text is the name of an outlet (报, 网, 社, 台, 客户端, …) rather than of a person.

    Three characters that begin with a surname and end in 社 or 台 are read as a person: 王建社; so is 张网 of two.
    """
    if text in KNOWN_OUTLETS or "客户端" in text:
        return True
    if _LATIN_NAME.fullmatch(text):
        return _LATIN_OUTLET.search(text) is not None
    folded = fold(text)
    end = ">" if folded[-1:] == ">" else ending(folded, _OUTLET_ENDS)
    if not end or len(text) < 2 or folded in TITLES or folded.endswith(_NO_OUTLET):
        return False
    if end in _TOPICS and folded.removesuffix(end) in NOBODY:
        return False
    if len(text) == 2:
        return folded[0] not in SURNAMES
    return not (len(text) == 3 and folded[-1] in _UNSURE_ENDS and folded[0] in SURNAMES)


def perhaps_outlet(text: str) -> bool:
    """Whether a text may name an outlet, where something beside it says so: 大风号, 第一研究院."""
    return is_outlet(text) or (len(text) > 2 and ending(fold(text), _PERHAPS_ENDS) != "")


def _is_office(folded: str) -> bool:
    """Whether a folded text is the name of an office. Names of three characters count as people when they begin with a surname."""
    if folded[-1:] == "宣" and folded[1:-1] in _BRANCHES:  # 穗妇宣, an office's pen name
        return True
    size = len(folded)
    if size < 3 or not ending(folded, _OFFICE_ENDS):
        return False
    return size > 4 or folded[-1] in _SHORT_OFFICES or folded[: size - 2] not in (SURNAMES if size == 3 else COMPOUND_SURNAMES)


def name_score(text: str) -> int:
    """How surely a word without padding is one person's name: 0 not at all, 1 where a label says so, 2 with a sign beside it, 3 by itself."""
    return named(text)[1]


def kind_of(text: str) -> Kind:
    """What a name names; nobody for a placeholder (佚名), a place or a text that is no name."""
    return named(text)[0]


@lru_cache(maxsize=8192)
def named(text: str) -> tuple[Kind, int]:
    """What a word without padding names, and how surely it is one person's name."""
    folded = fold(text)
    if folded.lower() in _NO_NAMES:
        return "nobody", 0
    if is_outlet(text):
        return "outlet", 0
    office = _is_office(folded)
    score = 0 if _NEVER.search(folded) else _score(folded, office)
    if office and not (len(text) == 4 and score):
        return "office", score
    return "person" if score else "nobody", score


def _score(folded: str, office: bool) -> int:
    """The score of a word that is no outlet and no known other word."""
    size = len(folded)
    compound = folded[:2] in COMPOUND_SURNAMES
    if DOT in folded and _DOTTED.fullmatch(folded.replace(" ", "")):
        return 3
    if office and not (size == 4 and compound):  # 上官知行 is no bank (行)
        return 0
    if _LATIN_NAME.fullmatch(folded):
        return 2
    if size < 2 or not _HAN_WORD.fullmatch(folded):
        return 0
    if folded in _ORDINARY:
        return 1
    if size > 4:
        return int(size <= 6 and folded[0] in _FOREIGN)
    if compound and size > 2:
        return 3
    if folded[0] in SURNAMES and size <= 3:
        return 3 if size == 3 and (folded[0] in COMMON or not _USUAL.isdisjoint(folded[1:])) else 2
    given = size == 3 and _USUAL.issuperset(folded[1:])
    return 2 if given or (size != 3 and is_tibetan(folded)) else 1


def is_ordinary(text: str) -> bool:
    """Whether a word that may be a name is more often something else: 生态, 通过."""
    return fold(text) in _ORDINARY


def is_by_sound(text: str, least: int = 4) -> bool:
    """Whether a longer word may be a name of one of the peoples whose names are written by sound: 乌云其木格."""
    return least <= len(text) <= 8 and _BY_SOUND.issuperset(folded := fold(text)) and folded not in PLACES


def is_person(text: str) -> bool:
    """Whether a text without padding can be one person's name: 2 to 4 Han characters, parts joined by dots, or two Latin words."""
    return name_score(text) > 0


def has_surname(text: str) -> bool:
    """Whether a text begins with a surname."""
    folded = fold(text[:2])
    return folded[:1] in SURNAMES or folded in COMPOUND_SURNAMES


def is_tibetan(text: str) -> bool:
    """Whether a word is made of the syllables of Tibetan names: 扎西次仁."""
    return 2 <= len(text) <= 4 and _TIBETAN.issuperset(text)


def unpad(text: str) -> str:
    """A name without padding and with its dots as U+00B7: `方  敏` -> `方敏`."""
    text = _DOTS.sub(DOT, text).strip()
    return text if " " in text and _LATIN.fullmatch(text) else _PADDING.sub("", text)


def split_joined(text: str) -> list[str]:
    """Names written without a separator: `张虞李鹏志` -> [张虞, 李鹏志]; [] when there is not exactly one way to read them.

    Every name must begin with a surname and have two or three characters (four with a compound surname). Of several
    readings the one whose names have no surname as second character wins, if it is the only one.
    """
    if not 4 <= len(text) <= 12 or not _HAN_WORD.fullmatch(text) or text[0] in _UNDIVIDED or is_tibetan(text):
        return []
    readings: list[list[str]] = []

    def walk(start: int, names: list[str]) -> None:
        if start == len(text):
            readings.append(names)
            return
        for size in (2, 3, 4):
            name = text[start : start + size]
            compound = fold(name[:2]) in COMPOUND_SURNAMES
            if len(name) == size and (compound if size == 4 else has_surname(name)) and not (compound and size == 2):
                walk(start + size, [*names, name])

    walk(0, [])
    if len(readings) > 1:
        compound = [names for names in readings if any(fold(name[:2]) in COMPOUND_SURNAMES for name in names)]
        readings = compound or [names for names in readings if not any(fold(name[1]) in SURNAMES for name in names)] or readings
    if len(readings) > 1:  # a name of three letters is four times as frequent as one of two
        readings = [names for names in readings if all(len(name) == 3 for name in names)]
    readings = [names for names in readings if all(map(_joins, names))]
    return readings[0] if len(readings) == 1 and len(readings[0]) > 1 else []


def _joins(name: str) -> bool:
    """Whether a name is sure enough to be cut out of a run of letters: 江州生活圈 is no two people."""
    return name_score(name) == 3 or (len(name) == 2 and fold(name)[0] in COMMON and not is_ordinary(name))


def split_names(text: str) -> list[str]:
    """The names of a list: parted by punctuation, by blanks between words of two or more characters, or by nothing.

    A run of single characters parted by blanks is one name. Nothing is judged: outlets and nobodies stay in.
    """
    if _HAN_WORD.fullmatch(text):
        return _split_word(text)
    names: list[str] = []
    folded = fold(text)
    places = [0, *(place for match in _PARTS.finditer(folded) for place in match.span()), len(text)]
    for start, end in zip(places[::2], places[1::2], strict=True):
        part = unpad_edges(text[start:end])
        if not part:
            continue
        if _LATIN.fullmatch(part):
            names.append(part)
            continue
        for word in _words(part):
            names += _split_word(unpad(word))
    return names


def unpad_edges(text: str) -> str:
    """A text without blanks and stray signs at its ends."""
    folded = fold(text)
    start = len(folded) - len(folded.lstrip(_EDGES))
    return text[start : len(folded.rstrip(_EDGES))]


def _words(part: str) -> list[str]:
    """The blank-parted words of a text, padded names put together again."""
    pieces = re.split(r"((?:\s|□)+)", part)
    found, gaps = pieces[::2], pieces[1::2]
    out: list[str] = []
    run: list[str] = []
    widths: list[int] = []

    def flush() -> None:
        out.extend(_unpad_run(run, widths) if run else ())
        run.clear()
        widths.clear()

    for index, word in enumerate(found):
        if len(word) == 1 and _HAN_WORD.fullmatch(word):
            if run:
                widths.append(len(gaps[index - 1]))
            run.append(word)
            continue
        flush()
        out.append(word)
    flush()
    joined: list[str] = []
    for word in out:
        if joined and len(word) == 1 and fold(joined[-1]) in COMPOUND_SURNAMES:
            joined[-1] += word
        else:
            joined.append(word)
    return joined


def _unpad_run(run: list[str], widths: list[int]) -> list[str]:
    """One name of up to three single characters; more are parted at the wider gaps, else by their surnames."""
    if len(run) <= 3:
        return ["".join(run)]
    if len(set(widths)) > 1:
        widest = max(widths)
        groups = [run[0]]
        for width, letter in zip(widths, run[1:], strict=True):
            if width == widest:
                groups.append(letter)
            else:
                groups[-1] += letter
        if all(2 <= len(group) <= 3 for group in groups):
            return groups
    whole = "".join(run)
    return split_joined(whole) or [whole]


def _may_be_half(text: str) -> bool:
    """Whether a text may be one of two names joined by a word: 易宏睿和司徒亚铭."""
    return has_surname(text) and 2 <= len(text) <= 3 + (text[:2] in COMPOUND_SURNAMES)


def _split_word(word: str) -> list[str]:
    """A word that may hold several names: `张三和李四`, `张虞李鹏志`."""
    if len(word) >= 5 and _HAN_WORD.fullmatch(word) and not is_outlet(word):
        halves = _AND.split(word)
        if len(halves) == 2 and all(_may_be_half(half) for half in halves):
            return halves
        if kind_of(word) != "office" and (names := split_joined(word)) and not any(map(is_outlet, names)):
            return names
    return [word]
