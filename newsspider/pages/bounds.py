"""What must be bounded before a page is parsed: the parser's time grows with the square of what is looked at here.

One look over the bytes, with the parser's own idea of a tag (quotes heeded; comments, scripts and their like passed over), and a
count of the elements that may be open. It errs to the side of too many: an end tag ends an element only where it surely does.
"""

import re
from typing import Literal

from newsspider.lazy_pattern import lazy_pattern

Bound = Literal["", "deep", "attributes"]
"""What a page has too much of: nothing, elements in one another (or formatting that is opened anew), attributes."""
Answer = Literal["", "deep", "attributes", "unsure"]
"""The same; or that it hangs on how the parser reads scripts and the like in drawings and lists of choices."""

MAX_DEPTH = 5_000
"""Elements in one another."""
MAX_STEPS = 50_000_000
"""Elements that are open at a tag, all tags together: the parser may look at each of them."""
MAX_REOPENED = 300_000
"""Elements that the parser may add by opening unclosed formatting anew: 40 KB of `<p><b 1><b 2>…</p><p>x</p><p>x…` make four million."""
MAX_ATTRIBUTE_WORK = 18_000**2
"""Squares of the number of attributes, all long tags together: 18,000 in a tag take most of a second."""
LONG_TAG = 1_000
"""Bytes of a tag whose attributes are counted."""
SAME = 3
"""As many unclosed elements of the same tag are opened anew at most."""
REACH = 8
"""How many elements that need no end tag an end tag ends together with its own."""

FAR = 100
"""The same for the end of a drawing."""

FORMATTING = frozenset(b"a b big code em font i nobr s small strike strong tt u".split())
"""Elements that are opened anew where they were not closed."""
VOID = frozenset(
    b"area base basefont bgsound br col embed frame hr img image input keygen link meta param source track wbr".split()
)
"""Elements that hold nothing; and those of which there is one, whatever the page says."""
NEVER_OPEN = frozenset(b"html head body".split())
RAW = frozenset(b"script style textarea title xmp iframe noembed noframes".split())
"""Elements that hold text, whatever it looks like."""
FOREIGN = frozenset(b"svg math".split())
LEAVES_FOREIGN = frozenset(
    b"b big blockquote body br center code dd div dl dt em embed font h1 h2 h3 h4 h5 h6 head hr i img li listing menu meta nobr ol p pre ruby "
    b"s small span strong strike sub sup table tt u ul var".split()
)
"""Elements that end a drawing or a formula."""
HOLDS_HTML = frozenset(b"foreignobject desc title mi mo mn ms mtext annotation-xml".split())
"""Elements inside of one that hold HTML."""

_HEADINGS = frozenset(b"h1 h2 h3 h4 h5 h6".split())
_BLOCKS = frozenset(
    b"address article aside blockquote center details dialog dir div dl fieldset figcaption figure footer header hgroup main menu nav ol "
    b"pre listing search section summary ul".split()
)
ODD = FOREIGN | {b"select"}
"""Elements in which a script or a title may hold elements, not text."""
_NONE = frozenset[bytes]()
_P = frozenset([b"p"])
CLOSES: dict[bytes, frozenset[bytes]] = {
    **dict.fromkeys([*_BLOCKS, b"p", b"form", b"hr", b"xmp", b"plaintext"], _P),
    **dict.fromkeys(_HEADINGS, _P | _HEADINGS),
    **dict.fromkeys([b"dd", b"dt"], frozenset([b"p", b"dd", b"dt"])),
    **dict.fromkeys([b"td", b"th"], frozenset([b"p", b"td", b"th"])),
    **dict.fromkeys([b"tbody", b"thead", b"tfoot"], frozenset([b"p", b"td", b"th", b"tr", b"tbody", b"thead", b"tfoot"])),
    b"tr": frozenset([b"p", b"td", b"th", b"tr"]),
    b"li": frozenset([b"p", b"li"]),
    b"option": frozenset([b"option"]),
    b"optgroup": frozenset([b"option", b"optgroup"]),
    b"a": frozenset([b"a"]),
    b"button": frozenset([b"button"]),
    b"nobr": frozenset([b"nobr"]),
}
"""Start tag -> the innermost elements that it ends."""
ENDS_WITH: dict[bytes, frozenset[bytes]] = {
    **dict.fromkeys(_BLOCKS, frozenset([b"p", b"li", b"dd", b"dt", b"option", b"optgroup"])),
    **dict.fromkeys([b"li", b"dd", b"dt", b"td", b"th", b"button", b"caption"], _P),
    **dict.fromkeys([b"tbody", b"thead", b"tfoot"], frozenset([b"p", b"td", b"th", b"tr"])),
    b"tr": frozenset([b"p", b"td", b"th"]),
    b"table": frozenset([b"p", b"td", b"th", b"tr", b"tbody", b"thead", b"tfoot"]),
    b"select": frozenset([b"option", b"optgroup"]),
    b"optgroup": frozenset([b"option"]),
}
"""End tag -> the elements that it ends when they stand inside its own."""

_BLOCK_TAG = lazy_pattern(
    rb"</?(?:div|section|article|main|center|blockquote|table|tbody|tr|td|ul|ol|li|dl|dd|form)\b[^<>]*>", re.I
)
_INLINE_TAG = lazy_pattern(rb"</?(?:font|span|b|strong|i|em|u|s|tt|code|strike|small|a|big|nobr|o:p|st1:[a-z]+)\b[^<>]*>", re.I)
_ANY_TAG = lazy_pattern(rb"</?[a-z][^<>]*>", re.I)
SHELTERS = ODD | frozenset(b"applet button caption hr marquee object table td template th".split())
"""Elements that end a paragraph, or inside of which a paragraph outside is not ended; lists, headings and their like are in `CLOSES`."""

_VALUE = rb"""(?:"[^"]*(?:"|\Z)|'[^']*(?:'|\Z)|[^\t\n\f\r "'>][^\t\n\f\r >]*+)"""
_ATTRIBUTE = rb"[^\t\n\f\r />][^\t\n\f\r />=]*+(?:[\t\n\f\r ]*+=[\t\n\f\r ]*+" + _VALUE + rb"?+)?+"
_TAG = lazy_pattern(rb"<(/?)([a-zA-Z][^\t\n\f\r />]*+)((?:[\t\n\f\r /]++|" + _ATTRIBUTE + rb")*+)>")
_ATTRIBUTES = lazy_pattern(_ATTRIBUTE)
_NEXT = lazy_pattern(rb"<(?:/?[a-zA-Z]|([!?/]))")
_COMMENT = lazy_pattern(rb"<!--(?:-?>|.*?--!?>)", re.S)
_CDATA = lazy_pattern(rb"<!\[CDATA\[.*?\]\]>", re.S)
_OTHER = lazy_pattern(rb"<[^>]*+>")
_CLOSES_ITSELF = lazy_pattern(rb"(?:[\t\n\f\r ]++|/(?!\Z)|" + _ATTRIBUTE + rb")*+/")
_IN_SCRIPT = lazy_pattern(rb"(<!---*>|-->)|(<!--)|(<script[\t\n\f\r />])|</script[\t\n\f\r />]", re.I)
_END = {name: lazy_pattern(rb"</%b[\t\n\f\r />]" % name, re.I) for name in RAW}
_FORMATTING_TAG = lazy_pattern(
    rb"<(?=[bBcCeEfFiInNsStTuU])(?i:%b)[\t\n\f\r />]" % b"|".join(sorted(FORMATTING - {b"a"}, reverse=True))
)
_PAIR = lazy_pattern(
    rb"""<(%b)(?:[\t\n\f\r ]++[^\t\n\f\r <>/"'=]++(?:=(?:"[^<>"]*+"|'[^<>']*+'))?+)*+>[^<]*+</\1>"""
    % b"|".join(sorted(FORMATTING - {b"a"}, reverse=True)),
    re.I,
)
_NARROW_MOST = 500
_FEW = rb"(?:[\t\n\f\r /]++|%b){0,%d}+>" % (_ATTRIBUTE, 2 * _NARROW_MOST)
_UP_TO = rb"[^<]*+(?:<(?!%b/%b[\t\n\f\r />])[^<]*+)*+(?=</)"
_NARROW = lazy_pattern(
    b"(?:%b)*+"
    % b"|".join(
        [
            rb"[^<]++|<(?![a-zA-Z!?/])|<!--(?:-?>|.*?--!?>)|<(?:!(?!--)|\?|/(?![a-zA-Z]))[^>]*+>",
            rb"<script(?=[\t\n\f\r />])%b(?:%b|%b)"
            % (_FEW, _UP_TO % (b"!--|", b"script"), _UP_TO % (rb"script[\t\n\f\r />]|", b"script")),
            *(rb"<%b(?=[\t\n\f\r />])%b%b" % (name, _FEW, _UP_TO % (b"", name)) for name in sorted(RAW - {b"script"})),
            rb"<(?:/|(?!(?:%b|plaintext)[\t\n\f\r />]))[a-zA-Z][^\t\n\f\r />]*+%b" % (b"|".join(sorted(RAW)), _FEW),
        ]
    ),
    re.S | re.I,
)
"""A page whose tags have at most so many attributes; others may be like that, too."""
_ODD_TAG = lazy_pattern(rb"<(?:svg|math|select(?![^<]*+(?:</?opt(?:ion|group)[^<]*+)*+</select>))[\t\n\f\r />]", re.I)
_BLANKS_AND_OTHERS = bytes(ord(" " if chr(byte) in " \t\n\r\f/\"'" else "a") for byte in range(256))
"""What may stand before an attribute, and what an attribute may begin with."""


def flattened(utf8: bytes) -> bytes:
    """The markup with a paragraph for each block and without inline elements; with paragraphs alone where that does not help."""
    flat = _INLINE_TAG.sub(b"", _BLOCK_TAG.sub(b"<p>", utf8))
    return _ANY_TAG.sub(b"<p>", flat) if bound(flat) else flat


def bound(utf8: bytes) -> Bound:
    """What a page has too much of to be parsed as it is; empty for nothing."""
    tags = utf8.count(b"<")
    opened = tags - utf8.count(b"</")
    if opened > MAX_DEPTH or opened * tags > MAX_STEPS or _may_be_reopened(utf8, tags) or _may_be_wide(utf8):
        answer = scan(utf8)
        return "deep" if answer == "unsure" else answer
    return ""


def _may_be_reopened(utf8: bytes, tags: int) -> bool:
    """Whether so many formatting elements may be unclosed that reopening them counts, by the numbers of tags alone."""
    if (tags + 2) * tags <= MAX_REOPENED:
        return False
    loose = len(_FORMATTING_TAG.findall(utf8)) + 2
    return loose * tags > MAX_REOPENED and (loose - len(_PAIR.findall(utf8))) * tags > MAX_REOPENED


def _may_be_wide(utf8: bytes) -> bool:
    """Whether there may be so many attributes in long tags: by the number of what can stand before one, then by a quick look at all tags."""
    size = len(utf8)
    if size**2 <= 4 * MAX_ATTRIBUTE_WORK:
        return False
    most = utf8.translate(_BLANKS_AND_OTHERS).count(b" a")
    if most**2 <= MAX_ATTRIBUTE_WORK:
        return False
    narrow = most * _NARROW_MOST <= MAX_ATTRIBUTE_WORK and _ODD_TAG.search(utf8) is None and _NARROW.fullmatch(utf8) is not None
    return not narrow


class _Open:
    """The elements that are open."""

    def __init__(self) -> None:
        self.names: list[bytes] = []
        """Outermost first."""
        self.keys: list[bytes] = []
        """What tells formatting from other formatting; empty for other elements."""
        self.within: list[bool] = []
        """Whether each stands in a drawing or a formula."""
        self.foreign = False
        """Whether the next one does."""
        self.unclosed: dict[bytes, int] = {}
        """Key of formatting -> elements that were not closed."""
        self.reopened = 0
        """How many of them the parser opens anew where they were ended by another end tag."""
        self.paragraph = -1
        """Place of a paragraph that the next block surely ends, whatever is open in it; -1: none."""
        self.odd = 0
        """How many of the open elements change what a script or a title is: lists of choices, drawings, formulas."""

    def push(self, name: bytes, key: bytes = b"") -> None:
        if name in SHELTERS or b"p" in CLOSES.get(name, _NONE):
            self.paragraph = len(self.names) if name == b"p" and not self.odd else -1
        self.names.append(name)
        self.keys.append(key)
        self.within.append(self.foreign)
        self.odd += name in ODD
        if key:
            count = self.unclosed[key] = self.unclosed.get(key, 0) + 1
            self.reopened += count <= _most(key)

    def pop(self, *, closed: bool = True) -> None:
        name, key, self.foreign = self.names.pop(), self.keys.pop(), self.within.pop()
        self.odd -= name in ODD
        if key and closed:
            self.unclosed[key] -= 1
            self.reopened -= self.unclosed[key] < _most(key)
        if len(self.names) <= self.paragraph:
            self.paragraph = -1

    def end_paragraph(self) -> None:
        """End the paragraph, and what is open in it with it."""
        if (place := self.paragraph) >= 0:
            while len(self.names) > place:
                self.pop(closed=False)

    def end(self, name: bytes) -> None:
        """An end tag."""
        names = self.names
        if names and names[-1] == name:
            self.pop()
        elif name == b"p" and self.paragraph >= 0:
            self.end_paragraph()
        elif self.foreign and name in FOREIGN:
            inner = next(
                (place for place in range(len(names) - 1, max(len(names) - FAR, 0) - 1, -1) if names[place] == name), len(names)
            )
            while len(names) > inner:
                self.pop()
        elif (passed := ENDS_WITH.get(name)) is not None:
            inner = len(names) - 1
            lowest = max(inner - REACH, 0)
            while inner > lowest and names[inner] in passed:
                inner -= 1
            if inner >= 0 and names[inner] == name:
                while len(names) > inner:
                    self.pop(closed=False)
            self.paragraph = -1
        else:
            self.paragraph = -1


def _most(key: bytes) -> int:
    return 1 if key == b"a" else SAME


def _end_of_raw(utf8: bytes, place: int, name: bytes) -> int:
    """Where the end tag of a script, title or their like begins; -1 when there is none."""
    if name != b"script":
        end = _END[name].search(utf8, place)
        return end.start() if end is not None else -1
    commented = 0  # 1: in a comment; 2: in a script in one
    for found in _IN_SCRIPT.finditer(utf8, place):
        if found[1]:
            commented = 0
        elif found[2]:
            commented = commented or 1
        elif found[3]:
            commented = commented and 2
        elif commented == 2:
            commented = 1
        else:
            return found.start()
    return -1


def scan(utf8: bytes) -> Answer:
    """The same, looking at every tag: for a page whose numbers of tags leave it open."""
    opened = _Open()
    names = opened.names
    steps = reopened = work = place = 0
    while (start := _NEXT.search(utf8, place)) is not None:
        place = start.start()
        if start[1] is not None:
            if utf8.startswith(b"<!--", place):
                end = _COMMENT.match(utf8, place)
            else:
                end = _OTHER.match(utf8, place)
                if opened.odd and utf8.startswith(b"<![CDATA[", place):
                    if not opened.foreign:
                        return "unsure"
                    end = _CDATA.match(utf8, place)
            if end is None:
                break
            place = end.end()
            continue
        tag = _TAG.match(utf8, place)
        if tag is None:
            break
        place = tag.end()
        name = tag[2].lower()
        if place - tag.start() > LONG_TAG:
            work += len(_ATTRIBUTES.findall(tag[3])) ** 2
            if work > MAX_ATTRIBUTE_WORK:
                return "attributes"
        steps += len(names)
        reopened += opened.reopened
        if reopened > MAX_REOPENED or steps > MAX_STEPS:
            return "deep"
        if name in NEVER_OPEN:
            continue
        if tag[1]:
            opened.foreign = opened.foreign and name not in (b"br", b"p")
            opened.end(name)
            continue
        if opened.foreign and name in LEAVES_FOREIGN:
            opened.foreign = False
        if opened.foreign or name in FOREIGN:
            if _CLOSES_ITSELF.fullmatch(tag[3]) is None:
                opened.push(name)
                opened.foreign = (opened.foreign or opened.odd == 1) and name not in HOLDS_HTML
        elif name in VOID:
            if name == b"hr":
                opened.paragraph = -1
        elif name == b"plaintext" and not opened.odd:
            break
        elif name in RAW:
            inside = place
            place = _end_of_raw(utf8, place, name)
            if opened.odd and (place < 0 or b"<" in utf8[inside:place]):
                return "unsure"
            if place < 0:
                break
            opened.push(name)
        else:
            closes = CLOSES.get(name, _NONE)
            if b"p" in closes:
                opened.end_paragraph()
            while names and names[-1] in closes:
                opened.pop()
            opened.push(name, b"" if name not in FORMATTING else b"a" if name == b"a" else tag[0])
        if len(names) > MAX_DEPTH:
            return "deep"
    return ""
