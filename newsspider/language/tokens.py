"""A line taken apart into typed tokens: labels, signs, times, and words by what they name.

Labels are looked for from the sign behind them backwards first (中国新闻网编辑：), then where a word begins (编辑张三) or ends (张三摄);
role words (记者) anywhere in a word.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from newsspider.language.fold import fold
from newsspider.language.lexicon import Entry, any_of, label, labels, last_letters, words
from newsspider.language.person_names import (
    COMPOUND_SURNAMES,
    HAN,
    KNOWN_OUTLETS,
    NOBODY,
    PLACES,
    TITLES,
    has_surname,
    is_by_sound,
    is_outlet,
    kind_of,
    name_score,
    split_names,
    unpad,
)
from newsspider.language.timestamps import read_stamps

_NATION = re.compile(rf"[\[(] *{any_of('people', 'nation')} *[)\]]")
_SIGN = re.compile(r" {0,4}(?:\([^()]{1,8}\) {0,2})?([:|/\]])")
_PIECE = re.compile(
    r"(?P<blank> +)|(?P<latin>[A-Za-z][A-Za-z.'-]*(?: [A-Za-z][A-Za-z.'-]*){1,3}(?![\w]))|(?P<sep>[:|])|(?P<slash>/)"
    r"|(?P<open>[(\[])|(?P<close>[)\]])|(?P<list>[、,;&])|(?P<mark>[*■◎●○◆◇▲△▼▽★☆▶►◀→←↑↓※▎▍▌▏┊丶])|(?P<end>[。!?…])"
    r"|(?P<word>[^ :|/()\[\]、,;&*■◎●○◆◇▲△▼▽★☆▶►◀→←↑↓※▎▍▌▏┊丶。!?…]+)"
)
_KINDS = {"blank": "_", "sep": ":", "slash": "/", "open": "(", "close": ")", "list": ",", "mark": "*", "end": "."}
_PAGE = re.compile(r"第? ?[A-Z]{0,3}\d{1,5} ?版(?:[: ·] ?[^ :|/()\[\]、,;\d]{1,12})?")
_CODE = re.compile(r"[A-Za-z]{1,4}[_-]?\d{2,7}|\d{4,10}")
_WITH_CODE = re.compile(rf"([{HAN}]{{2,4}}|[{HAN}]{{1,6}}(?:·[{HAN}]{{1,6}}){{1,3}})_?([A-Za-z]{{0,4}}[_-]?\d{{2,8}})")
_BEFORE_PAPER = re.compile(rf"([{HAN}·]{{2,10}})<[^<>]{{2,20}}>")
_TOLD = re.compile(r" {0,4}(?:(?:发布|发表)?时间[: ]{1,3})?(?:[昨今前]天|昨日|半个?小时前|刚刚|[一两三]\w{1,3}前)(?: |$|[|/])")
_ANY_TIME = datetime(2000, 1, 1, tzinfo=UTC)
"""Stands for the time of a fetch where only the place of a relative time counts."""
_UI = re.compile(rf"(?:{any_of('boilerplate', 'ui')}|[\W\d_]|[ATat][+-])+")
_PLACES = re.compile(rf"{any_of('places', 'place')}{{1,3}}[省市县区州]?")
_ORIGIN = re.compile(rf"{any_of('labels', 'origin')}.{{1,8}}")
_ANDS = frozenset("和与及")
_WEEKDAY = re.compile(r"(?:星期|周|礼拜)[一二三四五六日天]")
_FIGURED = re.compile(r"\d")
_ROLE = re.compile(f"{any_of('labels', 'word')}|{any_of('labels', 'role')}(?:组|们)?")
_SINGLES = re.compile(rf"(?<![{HAN}])[{HAN}](?: {{1,6}}[{HAN}]){{1,11}}(?![{HAN}])")
_BOUND = re.compile(rf"[{HAN}A-Za-z0-9]")
_SEVERAL = re.compile(r"等$")
_OPENS = frozenset(word[:2] for word, entry in labels().items() if len(word) > 1) | frozenset(
    word[:2] for part in ("any", "duty") for word in words("labels", "modifier", part)
)
_DOTTED_LABELS = ("desk", "maker", "role", "source")
_PAIRED = re.compile(rf"[/、,] ?{any_of('labels', 'single')}(?![{HAN}])")
_TITLED = re.compile(rf"(.*?{any_of('people', 'title')})([{HAN}·]{{2,6}})?")
_EMAIL = re.compile(r"[\w.-]+@[\w.-]+")
_CLOSES = frozenset(word[-1] for word, entry in labels().items() if entry.behind)
LABELS = {"desk": "L", "maker": "M", "role": "R", "source": "S", "picture": "I", "date": "D", "aside": "O"}
"""Kind of a label -> the letter of its tokens."""
LOOK_BACK = 40
MOST = 400
"""Characters of a line that are read; a longer one is text."""


@dataclass(frozen=True, slots=True)
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


def tokenise(line: str) -> list[Token]:
    """The tokens of a line, in order, without gaps."""
    line = line[:MOST]
    folded = _NATION.sub(lambda match: " " * len(match[0]), fold(line)).replace("E-mail", "  mail")
    out: list[Token] = []
    at = 0
    for start, end, token in sorted(_anchors(line, folded), key=lambda anchor: anchor[:2]):
        if start < at:
            continue
        out += _pieces(line, folded, at, start)
        out.append(token)
        at = end
    out += _pieces(line, folded, at, len(line))
    return _unpadded(line, out)


def _anchors(line: str, folded: str) -> Iterator[tuple[int, int, Token]]:
    """What is found before all else: times, print pages, labels before a sign, labels letter by letter."""
    if _FIGURED.search(folded) or _TOLD.match(folded):
        at = 0
        for stamp in read_stamps(line, now=_ANY_TIME):
            start = line.find(stamp.raw, at)
            if start >= 0:
                at = start + len(stamp.raw)
                yield start, at, Token("t", stamp.raw, start, at)
        for match in _PAGE.finditer(folded):
            yield *match.span(), Token("g", line[slice(*match.span())], *match.span())
    floor = 0
    for sign in _SIGN.finditer(folded):
        start, entry = _own_label(line, folded, sign.start(), floor)
        if entry is None or entry.kind == "word":
            continue
        if sign[1] in "|/" and entry.kind in ("aside", "date") and start and _BOUND.match(folded[start - 1]):
            continue  # 江州公共频道 | 记者
        if start and entry.kind == "maker" and re.split(r"\W", line[floor : sign.start()])[-1] in KNOWN_OUTLETS:
            continue  # 21世纪经济报道 | 张三
        if sign[1] == "]" and folded[start - 1 : start] != "[":
            continue
        yield start, sign.start(), _label(line, start, sign.start(), entry)
        floor = sign.start()
    for run in _SINGLES.finditer(folded):
        letters = [place for place in range(*run.span()) if folded[place] != " "]
        for size in range(min(len(letters), 5), 1, -1):
            entry = label("".join(folded[place] for place in letters[:size]))
            if entry and entry.bare and entry.kind in LABELS:
                yield run.start(), letters[size - 1] + 1, _label(line, run.start(), letters[size - 1] + 1, entry)
                break


def _own_label(line: str, folded: str, at: int, floor: int) -> tuple[int, Entry | None]:
    """The label before a sign, without letters that are an outlet's: 第一财经|作者：, 央视新闻|阅读：."""
    start, entry = label_before(folded, at, floor)
    if entry is None or not start or not _BOUND.match(folded[start - 1]):
        return start, entry
    word = re.split(r"\W", line[floor:at])[-1]
    for shorter in range(start + 1, at - 1):
        if (found := label(folded[shorter:at])) and is_outlet(line[at - len(word) : shorter]):
            return shorter, found
    return start, entry


def _label(line: str, start: int, end: int, entry: Entry) -> Token:
    return Token(LABELS[entry.kind], re.sub(r"[\s□]+", "", line[start:end]), start, end, entry)


def label_before(folded: str, at: int, floor: int) -> tuple[int, Entry | None]:
    """The longest label that ends at a place of a folded line, and where it begins; its letters touch, or blanks part all of them."""
    first = max(floor, at - LOOK_BACK)
    touching = at
    while touching > first and at - touching < 14 and _BOUND.match(folded[touching - 1]):
        touching -= 1
    if at - touching == 1:  # letter by letter: 责 编
        places = [at - 1]
        while len(places) < 6:
            place = places[-1] - 1
            while place >= first and folded[place] == " ":
                place -= 1
            if place < first or place == places[-1] - 1 or not _BOUND.match(folded[place]):
                break
            places.append(place)
        for size in range(len(places), 1, -1):
            if found := label("".join(folded[place] for place in reversed(places[:size]))):
                return places[size - 1], found
        if len(places) == 2 and (found := label(folded[at - 1])) and found.kind == "desk":  # an unknown one that ends like it
            return places[1], found._replace(role="other")
    if folded[at - 1 : at] not in last_letters():
        return at, None
    for start in range(touching, at):
        if (found := label(folded[start:at])) and (at - start > 1 or start == touching):
            return start, found
    return at, None


def _pieces(line: str, folded: str, start: int, end: int) -> Iterator[Token]:
    """The tokens of a stretch between anchors."""
    for match in _PIECE.finditer(folded, start, end):
        first, last = match.span()
        name = match.lastgroup or "word"
        if name in _KINDS:
            yield Token(_KINDS[name], line[first:last], first, last)
        elif name == "latin":
            if folded.startswith("By ", first):
                yield Token("R", line[first : first + 2], first, first + 2, Entry("role", "author", bare=True))
                yield Token("_", " ", first + 2, first + 3)
                first += 3
            yield _word(line[first:last], first, last)
        elif not folded[first:last].strip("·-_~=."):
            yield Token(":" if folded[first] in "·-" and last - first == 1 else "_", line[first:last], first, last)
        else:
            yield from _in_word(line, folded, first, last)


def _in_word(line: str, folded: str, start: int, end: int) -> Iterator[Token]:
    """The tokens of a run of letters: a label where it begins, role words, a label where it ends, and the words between."""
    if line[start:end] in KNOWN_OUTLETS:  # 21世纪经济报道
        yield Token("e", line[start:end], start, end)
        return
    whole = label(folded[start:end])
    if whole and whole.kind in "aside source date picture" and not whole.bare and _UI.fullmatch(folded, start, end):
        yield Token("k", line[start:end], start, end)
        return
    if whole and whole.kind in LABELS:
        yield _label(line, start, end, whole)
        return
    if folded[start - 1 : start] == "/" and name_score(line[start + 1 : end]) == 3:
        entry = label(folded[start])
        if entry and entry.kind == "maker" and entry.behind:  # 张三/文李四/图
            yield _label(line, start, start + 1, entry)
            start += 1
    if folded[start : start + 2] in _OPENS and not (start and _BOUND.match(folded[start - 1])):
        for size in range(min(8, end - start - 1), 1, -1):
            entry = label(folded[start : start + size])
            if entry and entry.kind == "word":
                break
            if entry and entry.kind in _DOTTED_LABELS and folded[start + size] == "·":  # 编辑·张三
                yield _label(line, start, start + size, entry)
                yield Token(":", line[start + size], start + size, start + size + 1)
                start += size + 1
                break
            if entry and entry.bare and entry.kind != "role" and (not entry.apart or _follows(line[start + size : end], entry)):
                yield _label(line, start, start + size, entry)
                start += size
                break
    at = start
    for match in _ROLE.finditer(folded, start, end):
        found = label(match[0])
        if (found is None or found.kind == "word") and not match[0].endswith(("组", "们")):  # 记者站, 审核员
            continue
        head = max(
            (size for size in range(min(9, match.start() - at) + 1) if _is_role(folded[match.start() - size : match.end()])),
            default=0,
        )
        first = match.start() - head
        yield from _words(line, at, first)
        entry = label(folded[first : match.end()].rstrip("组们")) or label(match[0].rstrip("组们"))
        if entry:
            yield _label(line, first, match.end(), entry)
        at = match.end()
    closing: Token | None = None
    if folded[end - 1] in _CLOSES and (end == len(folded) or not _BOUND.match(folded[end])):
        for size in range(min(6, end - at - 1), 0, -1):
            entry = label(folded[end - size : end])
            paired = size == 1 and _PAIRED.match(folded, end)
            named = size == 1 and name_score(line[at : end - 1]) == 3 and len(line[at : end - 1]) == 3
            named = named and line[at : at + 2] not in COMPOUND_SURNAMES  # 司徒佳文
            if entry and entry.behind and (size > 1 or entry.glued or paired or named):
                closing = _label(line, end - size, end, entry)
                end -= size
                break
    yield from _words(line, at, end)
    if closing:
        yield closing


def _follows(rest: str, entry: Entry) -> bool:
    """Whether a name touches a label that elsewhere wants a blank behind it: 美编梁兴琛, not 视觉中国 or 设计未来."""
    drawn = entry.role in ("designer", "planner", "producer")
    return all(name_score(name) >= 2 + (drawn and len(rest) < 5) for name in split_names(rest))


def is_control(word: str) -> bool:
    """Whether a word is made of what is pressed or counts: 分享到, 打印, 1.2万阅读."""
    return _UI.fullmatch(fold(word)) is not None


def _is_role(word: str) -> bool:
    entry = label(word.rstrip("组们"))
    return entry is not None and entry.kind == "role"


def _words(line: str, start: int, end: int) -> Iterator[Token]:
    """The words of a stretch without labels: one, or the names that were printed without a sign between them."""
    text = line[start:end]
    if not text:
        return
    if len(text) > 2 and fold(text[-1]) == "·":  # 审核·张三·监制·李四
        yield from _words(line, start, end - 1)
        yield Token("*", text[-1], end - 1, end)
        return
    titled = _TITLED.fullmatch(text) if len(text) > 4 else None
    if titled and (titled[2] is None or name_score(titled[2]) >= 2):  # 楚南市职业技术学院首席研究员王冬琳
        middle = start + titled.end(1)
        yield Token("j", titled[1], start, middle)
        if titled[2]:
            yield _word(titled[2], middle, end)
        return
    if (match := _BEFORE_PAPER.fullmatch(fold(text))) and name_score(match[1]) >= 2:  # 张三《江州日报》
        middle = start + len(match[1])
        yield from _words(line, start, middle)
        yield _word(line[middle:end], middle, end)
        return
    if match := _WITH_CODE.fullmatch(fold(text)):
        middle = start + len(match[1])
        yield _word(line[start:middle], start, middle)
        yield Token("x", line[middle:end].strip("_"), middle, end)
        return
    names = split_names(text) if len(text) > 3 else []
    if len(names) > 1 and "".join(names) in text.replace("和", "").replace("与", "").replace("及", ""):
        at = start
        for name in names:
            at = line.index(name, at)
            yield _word(name, at, at + len(name))
            at += len(name)
        return
    yield _word(text, start, end)


def _word(text: str, start: int, end: int) -> Token:
    """A word by what it names."""
    bare = _SEVERAL.sub("", unpad(text)) if len(text) > 2 else unpad(text)
    folded = fold(text)
    if _WEEKDAY.fullmatch(folded):
        return Token("t", text, start, end)
    if _CODE.fullmatch(folded):
        return Token("x", text, start, end)
    if folded in _ANDS:
        return Token(",", text, start, end)
    if _ORIGIN.fullmatch(folded) or _EMAIL.fullmatch(folded) or (len(text) > 3 and _UI.fullmatch(folded)):
        return Token("k", text, start, end)
    if len(text) > 2 and _PLACES.fullmatch(folded):
        return Token("p", text, start, end)
    kind = kind_of(bare)
    if kind == "person" or (kind == "nobody" and is_by_sound(bare)):
        return Token("n", bare, start, end, score=max(name_score(bare), 2 * is_by_sound(bare)))
    if kind in ("outlet", "office"):
        return Token("e" if kind == "outlet" else "f", text, start, end)
    if _UI.fullmatch(folded):
        return Token("k", text, start, end)
    for letter, known in (("p", PLACES), ("j", TITLES), ("q", NOBODY)):
        if folded.lower() in known:
            return Token(letter, text, start, end)
    return Token("w", text, start, end)


def _unpadded(line: str, tokens: list[Token]) -> list[Token]:
    """The tokens with names put together that were printed letter by letter: `张 三`."""
    out: list[Token] = []
    index = 0
    while index < len(tokens):
        last = index
        counted = tokens[index].kind == "k" and line[: tokens[index].start].rstrip()[-1:].isdigit()  # 3 万 次
        while (
            not counted
            and _single(tokens[last])
            and last + 2 < len(tokens)
            and tokens[last + 1].kind == "_"
            and _single(tokens[last + 2])
        ):
            last += 2
        if last > index:
            at, end = tokens[index].start, tokens[last].end
            for name in split_names(line[at:end]):
                place = line.index(name[0], at)
                stop = line.index(name[-1], place + 1) + 1 if len(name) > 1 else place + 1
                score = name_score(name)
                out.append(
                    Token("n" if score else "w", name, place, stop, score=max(score, 2) if score and has_surname(name) else score)
                )
                at = stop
            index = last + 1
            continue
        token = tokens[index]
        if (
            token.kind == "M"
            and len(token.text) == 1
            and index + 2 < len(tokens)
            and tokens[index + 1].kind == "_"
            and _single(tokens[index + 2])
            and any(one.kind in ":/LMR" for one in out[-2:])
            and name_score(token.text + tokens[index + 2].text) >= 2
        ):  # 视频：文　淼
            given = tokens[index + 2]
            out.append(Token("n", token.text + given.text, token.start, given.end, score=2))
            index += 3
            continue
        if (
            _single(token)
            and len(out) > 1
            and out[-1].kind == "_"
            and len(out[-2].text) == 2
            and (score := name_score(out[-2].text + token.text)) == 3
            and fold(out[-2].text) in words("people", "surname", "compound")
        ):
            out[-2:] = [Token("n", out[-2].text + token.text, out[-2].start, token.end, score=score)]
        else:
            out.append(token)
        index += 1
    return out


def _single(token: Token) -> bool:
    """Whether a token is one Han letter, as of a padded name."""
    of_word = token.kind in "wqpj" or (token.kind == "k" and has_surname(token.text))  # a surname may be a counter's word, too
    return of_word and len(token.text) == 1 and bool(re.match(f"[{HAN}]", token.text))
