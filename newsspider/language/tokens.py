"""A line taken apart into typed tokens: labels, signs, times, and words by what they name.

Labels are looked for from the sign behind them backwards first (中国新闻网编辑：), then where a word begins (编辑张三) or ends (张三摄);
role words (记者) anywhere in a word.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from operator import attrgetter

from newsspider.language.fold import fold
from newsspider.language.lexicon import Entry, any_of, label, last_letters
from newsspider.language.person_names import (
    COMPOUND_SURNAMES,
    HAN,
    KNOWN_OUTLETS,
    has_surname,
    is_outlet,
    name_score,
    split_names,
)
from newsspider.language.timestamps import read_stamps
from newsspider.language.word_tokens import LABELS, Token, label_token, of_letters, read_word, word_token
from newsspider.lazy_pattern import lazy_pattern

_NATION = lazy_pattern(rf"[\[(] *{any_of('people', 'nation')} *[)\]]")
_SIGN = lazy_pattern(r"[:|/\]]")
_NOTED = lazy_pattern(r"\([^()]{1,8}\)$")
_MARKS = "*■◎●○◆◇▲△▼▽★☆▶►◀→←↑↓※▎▍▌▏┊丶"
_PIECE = lazy_pattern(
    rf" +|(?P<latin>[A-Za-z][A-Za-z.'-]*(?: [A-Za-z][A-Za-z.'-]*){{1,3}}(?![\w]))|[:|/()\[\]、,;&{_MARKS}。!?…]"
    rf"|[^ :|/()\[\]、,;&{_MARKS}。!?…]+"
)
_KINDS = {" ": "_", "/": "/"} | {
    sign: kind
    for kind, signs in {":": ":|", "(": "([", ")": ")]", ",": "、,;&", "*": _MARKS, ".": "。!?…"}.items()
    for sign in signs
}
_PAGE = lazy_pattern(r"第? ?[A-Z]{0,3}\d{1,5} ?版(?:(?P<sign>[: ·] ?)(?P<section>[^ :|/()\[\]、,;\d]{1,12}))?")
_TOLD = lazy_pattern(r" {0,4}(?:(?:发布|发表)?时间[: ]{1,3})?(?:[昨今前]天|昨日|半个?小时前|刚刚|[一两三]\w{1,3}前)(?: |$|[|/])")
_ANY_TIME = datetime(2000, 1, 1, tzinfo=UTC)
"""Stands for the time of a fetch where only the place of a relative time counts."""
_FIGURED = lazy_pattern(r"\d")
_SINGLES = lazy_pattern(rf"(?<!{HAN}){HAN}(?: {{1,6}}{HAN}){{1,11}}(?!{HAN})")
_LAST_WORD = lazy_pattern(r"\w*$")
_BETWEEN = ":/LMR"
LOOK_BACK = 40
MOST = 400
"""Characters of a line that are read; a longer one is text."""


def tokenise(line: str) -> list[Token]:
    """The tokens of a line, in order, without gaps."""
    line = line[:MOST]
    folded = _NATION.sub(lambda match: " " * len(match[0]), fold(line)).replace("E-mail", "  mail")
    out: list[Token] = []
    at = 0
    for anchor in sorted(_anchors(line, folded), key=attrgetter("start", "end")):
        if anchor.start >= at:
            _read_pieces(line, folded, at, anchor.start, out)
            out.append(anchor)
            at = anchor.end
    _read_pieces(line, folded, at, len(line), out)
    return _unpadded(line, out) if any(map(_single, out)) else out


def _anchors(line: str, folded: str) -> Iterator[Token]:
    """What is found before all else: times, print pages, labels before a sign, labels letter by letter."""
    if _FIGURED.search(folded) or _TOLD.match(folded):
        at = 0
        for stamp in read_stamps(line, now=_ANY_TIME):
            start = line.find(stamp.raw, at)
            if start >= 0:
                at = start + len(stamp.raw)
                yield Token("t", stamp.raw, start, at)
        for match in _PAGE.finditer(folded):
            start, end = match.span()
            if match["section"] and not match["sign"].strip() and (label(match["section"]) or is_outlet(match["section"])):
                end = match.start("sign")  # 第1版 记者 张三
            yield Token("g", line[start:end], start, end)
    floor = 0
    for match in _SIGN.finditer(folded):
        sign = match[0]
        at = len(folded[: match.start()].rstrip(" "))
        if folded[at - 1 : at] == ")" and (note := _NOTED.search(folded, floor, at)):  # 责任编辑（实习）：
            at = len(folded[: note.start()].rstrip(" "))
        start, entry = _own_label(line, folded, at, floor)
        if entry is None or entry.kind == "word" or (sign == "]" and folded[start - 1 : start] != "["):
            continue
        if sign in "|/" and entry.kind in ("aside", "date") and folded[start - 1 : start].isalnum():
            continue  # 江州公共频道 | 记者
        if sign != "]" and start and entry.kind == "maker" and _word_before(line, at, floor) in KNOWN_OUTLETS:
            continue  # 21世纪经济报道 | 张三
        yield label_token(line, start, at, entry)
        floor = at
    for run in _SINGLES.finditer(folded):
        places = [place for place in range(*run.span()) if folded[place] != " "]
        for size in range(min(len(places), 5), 1, -1):
            entry = label("".join(folded[place] for place in places[:size]))
            if entry and entry.bare and entry.kind in LABELS:
                yield label_token(line, run.start(), places[size - 1] + 1, entry)
                break


def _word_before(line: str, at: int, floor: int) -> str:
    found = _LAST_WORD.search(line, floor, at)
    return found[0] if found else ""


def _own_label(line: str, folded: str, at: int, floor: int) -> tuple[int, Entry | None]:
    """The label before a sign, without letters that are an outlet's: 第一财经|作者：, 央视新闻|阅读：."""
    start, entry = label_before(folded, at, floor)
    if entry and folded[start - 1 : start].isalnum():
        first = at - len(_word_before(line, at, floor))
        if name_score(line[first:start]) == 3:  # 张三丰发布时间：
            return start, entry
        for shorter in range(start + 1, at - 1):
            if (found := label(folded[shorter:at])) and is_outlet(line[first:shorter]):
                return shorter, found
    return start, entry


def label_before(folded: str, at: int, floor: int) -> tuple[int, Entry | None]:
    """The longest label that ends at a place of a folded line, and where it begins; its letters touch, or blanks part all of them."""
    first = max(floor, at - LOOK_BACK)
    touching = at
    while touching > first and at - touching < 14 and of_letters(folded[touching - 1]):
        touching -= 1
    if at - touching == 1:  # letter by letter: 责 编
        places = [at - 1]
        while len(places) < 6:
            place = len(folded[first : places[-1]].rstrip(" ")) + first - 1
            if place < first or place == places[-1] - 1 or not of_letters(folded[place]):
                break
            places.append(place)
        for size in range(len(places), 1, -1):
            if found := label("".join(folded[place] for place in reversed(places[:size]))):
                return places[size - 1], found
        if len(places) == 2 and (found := label(folded[at - 1])) and found.kind == "desk":  # an unknown one that ends like it
            return places[1], found._replace(role="other")
    if folded[at - 1 : at] in last_letters():
        for start in range(touching, at):
            if (found := label(folded[start:at])) and (at - start > 1 or start == touching):
                return start, found
    return at, None


def _read_pieces(line: str, folded: str, start: int, end: int, out: list[Token]) -> None:
    """Add the tokens of a stretch between anchors."""
    for match in _PIECE.finditer(folded, start, end):
        first, last = match.span()
        if kind := _KINDS.get(folded[first]):
            out.append(Token(kind, line[first:last], first, last))
        elif match["latin"]:
            if folded.startswith("By ", first):
                out.append(Token("R", line[first : first + 2], first, first + 2, Entry("role", "author", bare=True)))
                out.append(Token("_", " ", first + 2, first + 3))
                first += 3
            out.append(word_token(line[first:last], first, last))
        elif not folded[first:last].strip("·-_~=."):
            out.append(Token(":" if match[0] in "·-" else "_", line[first:last], first, last))
        else:
            read_word(line, folded, first, last, out)


def _unpadded(line: str, tokens: list[Token]) -> list[Token]:
    """The tokens with names put together that were printed letter by letter: `张 三`, `欧阳 修`, `视频：文　淼`."""
    out: list[Token] = []
    index = 0
    while index < len(tokens):
        last = index
        token = tokens[index]
        counted = token.kind == "k" and line[: token.start].rstrip()[-1:].isdigit()  # 3 万 次
        first_of_name = token.kind == "M" and len(token.text) == 1 and any(one.kind in _BETWEEN for one in out[-2:])
        while (
            not counted
            and (_single(tokens[last]) or (first_of_name and last == index))
            and last + 2 < len(tokens)
            and tokens[last + 1].kind == "_"
            and _single(tokens[last + 2])
        ):
            last += 2
        if first_of_name and name_score(line[token.start] + tokens[last].text) < 2:
            last = index
        before = out[-2] if len(out) > 1 and out[-1].kind == "_" else None
        if last > index:
            at, end = token.start, tokens[last].end
            for name in split_names(line[at:end]):
                place = line.index(name[0], at)
                stop = line.index(name[-1], place + 1) + 1 if len(name) > 1 else place + 1
                score = name_score(name)
                score = max(score, 2) if score and has_surname(name) else score
                out.append(Token("n" if score else "w", name, place, stop, score=score))
                at = stop
        elif (
            before
            and _single(token)
            and fold(before.text) in COMPOUND_SURNAMES
            and (score := name_score(before.text + token.text)) == 3
        ):
            out[-2:] = [Token("n", before.text + token.text, before.start, token.end, score=score)]
        else:
            out.append(token)
        index = last + 1
    return out


def _single(token: Token) -> bool:
    """Whether a token is one Han letter, as of a padded name; a surname may be a counter's word, too."""
    return (
        len(token.text) == 1
        and (token.kind in "wqpj" or (token.kind == "k" and has_surname(token.text)))
        and token.text.isalpha()
    )
