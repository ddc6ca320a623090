"""Markup that is nested as no page needs: its text is kept and its nesting given up, before it costs the parser seconds."""

import re

FEW, MANY = 3_000, 10_000
"""With fewer tags than this, nothing costs the parser much; with fewer than that, only styles that go on do, but no depth."""
DEEPEST = 1_000
"""Elements in one another. The parser looks through all of them at each tag; pages have some dozens."""
MOST_OPENED = 2_000_000
"""Elements that the parser opens again: bold and coloured text that is not ended goes on in each paragraph behind it."""
_TAG = re.compile(rb"<(/?[a-z][^\s/>]{0,40})")
_BY_ITSELF = frozenset(
    b"p li dt dd option optgroup tr td th tbody thead tfoot colgroup rp rt html head body a nobr "
    b"area base basefont bgsound br col embed frame hr img input link meta param source track wbr script style".split()
)
"""Elements that hold nothing, or that the next of their kind ends."""
_STYLES = frozenset(b"b big code em font i s small strike strong tt u".split())
"""Elements that go on behind the end of a paragraph."""
_TABLES = frozenset(b"td th caption applet object marquee template".split())
"""Elements in which the end of a style of outside means nothing."""
_STYLE_TAG = re.compile(rb"<(?:b|big|code|em|font|i|s|small|strike|strong|tt|u)\b[^<>]*", re.I)
_ALIKE = 3
"""How many styles that are written alike go on."""
_BLOCK_TAG = re.compile(
    rb"</?(?:div|section|article|main|center|blockquote|table|tbody|tr|td|ul|ol|li|dl|dd|form)\b[^<>]*>", re.I
)
_INLINE_TAG = re.compile(rb"</?(?:font|span|b|strong|i|em|u|s|tt|code|strike|small|a|big|o:p|st1:[a-z]+)\b[^<>]*>", re.I)
_ANY_TAG = re.compile(rb"</?[a-z][^<>]*>", re.I)


def tamed(utf8: bytes) -> bytes:
    """The markup as it is, or, where it is nested absurdly, flattened."""
    tags = utf8.count(b"<")
    if tags <= FEW or (tags <= MANY and not _may_reopen(utf8, tags)):
        return utf8
    return flattened(utf8) if _is_wild(utf8, tags) else utf8


def flattened(utf8: bytes) -> bytes:
    """The markup with a paragraph for each block and without inline elements; with paragraphs alone where that does not help."""
    flat = _INLINE_TAG.sub(b"", _BLOCK_TAG.sub(b"<p>", utf8))
    return _ANY_TAG.sub(b"<p>", flat) if _is_wild(flat, flat.count(b"<")) else flat


def _may_reopen(utf8: bytes, tags: int) -> bool:
    """Whether there are as many different styles that the parser may open more elements again than any page needs."""
    return len(set(_STYLE_TAG.findall(utf8))) * _ALIKE * tags > MOST_OPENED


def _is_wild(utf8: bytes, tags: int) -> bool:
    """Whether elements may lie in one another deeper, or styles go on over more elements, than any page needs."""
    opened: dict[bytes, int] = {}
    depth = styles = tables = reopened = 0
    for name in _TAG.findall(utf8.lower()):
        if name[0] == 0x2F:
            name = name[1:]
            if name in _TABLES:
                tables = max(0, tables - 1)
            if opened.get(name) and not (tables and name in _STYLES):
                opened[name] -= 1
                depth -= 1
                styles -= name in _STYLES
            continue
        reopened += styles
        if name in _TABLES:
            tables += 1
        if name not in _BY_ITSELF:
            opened[name] = opened.get(name, 0) + 1
            depth += 1
            styles += name in _STYLES
            if depth - styles > DEEPEST:
                return True
    return reopened > MOST_OPENED and _may_reopen(utf8, tags)
