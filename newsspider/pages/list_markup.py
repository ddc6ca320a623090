"""The markup of lists in XML: made fit for the parser, and of a list that is broken the entries that are whole."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html.entities import html5
from itertools import islice, pairwise

from lxml import etree
from lxml.etree import _Element as Element

from newsspider.lazy_pattern import lazy_pattern

HEAD = 4000
"""Characters in which a list's outermost element begins."""
DAMAGED = "\ue000"
"""Stands for a letter that XML does not have, or that could not be read: allowed in a text, never in a name, and in no address."""
JOINER = "\u2060"
"""Stands for a byte order mark, which XML would take for a letter of a name."""
ILLEGAL = lazy_pattern(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffd-\uffff]")
OPENER = lazy_pattern(r"<!\[CDATA\[|<!--|<\?|<[^\w<>/!]{0,9}!(?!DOCTYPE\b|ENTITY\b|ELEMENT\b|ATTLIST\b|NOTATION\b)")
ENDS = {"<![CDATA[": lazy_pattern(r"\]\]>"), "<!--": lazy_pattern("-->"), "<?": lazy_pattern(">")}
DAMAGED_END = lazy_pattern(r"\]\]>|-->")
"""Where a section ends whose beginning is damaged."""
REFERENCE = lazy_pattern(r"&(?:#(\d{1,9});|#[xX]([0-9A-Fa-f]{1,8});|([A-Za-z][\w.-]{0,31});)?")
XML_ENTITIES = frozenset({"amp", "lt", "gt", "quot", "apos"})
DECLARED = lazy_pattern(r"""<!ENTITY\s+([A-Za-z][\w.-]{0,31})\s+(?:"([^"&<%]{0,256})"|'([^'&<%]{0,256})')\s*>""")
CAPITALS = lazy_pattern(r"(</?(?:[\w.-]{1,99}:)?)([a-z\d_.-]{0,99}[A-Z][\w.-]{0,99})")
PREFIX = lazy_pattern(r"[<\s/]([A-Za-z][\w.-]{0,99}):[A-Za-z]")
PREFIX_DECLARED = lazy_pattern(r"\sxmlns:([\w.-]{1,99})\s*=")
TAG = lazy_pattern(
    r"""<(?P<end>/?)(?P<name>(?P<prefix>(?:[A-Za-z_][\w.-]{0,99}:)?)(?P<local>[A-Za-z_][\w.-]{0,99}))"""
    r"""(?P<attributes>(?:\s+[\w:.-]{1,99}\s*=\s*(?:"[^"<>]{0,4000}"|'[^'<>]{0,4000}'))*+)\s*(?P<empty>/?)>"""
)
"""A tag as XML has it; what only looks like one is damaged."""
BASE = lazy_pattern(r"""\sxml:base\s*=\s*(?:"([^"<>]*)"|'([^'<>]*)')""")
LIKE_A_TAG = lazy_pattern(rf"</?[A-Za-z_!?{DAMAGED}{JOINER}]")
MAX_OPEN = 50
"""Elements of a broken entry that are open at once: more are no entry's."""
MAX_ADDRESSES = 20
"""Of a broken entry."""
LEAVES = frozenset(
    "title link loc guid id pubdate date updated published lastmod changefreq priority category creator description summary content encoded "
    "b i p br img span strong em font".split()
)
"""Elements that hold no links of others: one that was left open costs nothing."""


def cleaned(text: str) -> str:
    """The XML text as the parser takes it: without comments, CDATA as text, names in small letters, no reference but XML's own.

    An `&` that begins no reference is written out: left to itself the parser drops `&id` of `?cid=3&id=1` and makes another
    address of it. A comment or CDATA without end goes to the text's end; for one whose beginning is damaged, or that has swallowed the
    beginning of the next, stands a tag that is none.
    """
    text = ILLEGAL.sub(DAMAGED, text).replace("\ufeff", JOINER)
    entities = {name: double or single for name, double, single in DECLARED.findall(text[:HEAD])}

    def reference(found: re.Match[str]) -> str:
        decimal, hexadecimal, name = found.groups()
        if decimal or hexadecimal:
            code = int(decimal) if decimal else int(hexadecimal, 16)
            return f"&#{code};" if _is_character(code) else DAMAGED
        if name in XML_ENTITIES:
            return found[0]
        value = entities.get(name) or html5.get(f"{name};") if name else None
        return "".join(f"&#{ord(letter)};" for letter in value) if value else f"&amp;{found[0][1:]}"

    parts, place = [], 0
    while opener := OPENER.search(text, place):
        parts.append(_markup(text[place : opener.start()], reference))
        end = ENDS.get(opener[0], DAMAGED_END).search(text, opener.end())
        inside = text[opener.end() : end.start() if end else len(text)]
        place = end.end() if end else len(text)
        if opener[0] not in ENDS:
            parts.append(f"<{DAMAGED}>")
        elif opener[0] in inside:  # its own end is lost, and with it what it held and what not
            parts.append(f"<{DAMAGED}>")
            place = opener.end() + inside.rindex(opener[0]) if opener[0] == "<![CDATA[" else place
        elif opener[0] == "<![CDATA[":
            parts.append(_as_text(inside))
    parts.append(_markup(text[place:], reference))
    return "".join(parts)


def _markup(text: str, reference: Callable[[re.Match[str]], str]) -> str:
    text = REFERENCE.sub(reference, text) if "&" in text else text
    return CAPITALS.sub(lambda tag: tag[1] + tag[2].lower(), text)


def _as_text(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _is_character(code: int) -> bool:
    return code in (9, 10, 13) or 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFD or 0x10000 <= code < 0x110000


def parse(text: str) -> Element | None:
    """The root of a well-formed XML text; None for any other. Prefixes that it uses need no declaration."""
    if (root := _parse(text)) is not None or (start := TAG.match(text)) is None:
        return root
    missing = set(PREFIX.findall(text)) - set(PREFIX_DECLARED.findall(text)) - {"xml", "xmlns"}
    return _parse(text[: start.end("name")] + _spaces(missing) + text[start.end("name") :]) if missing else None


def _parse(text: str) -> Element | None:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, encoding="utf-8")
    try:
        tree: Element = etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError:
        return None
    return tree


def _spaces(prefixes: set[str]) -> str:
    return "".join(f' xmlns:{prefix}="{prefix}"' for prefix in sorted(prefixes))


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around the entries of a broken list."""

    bases: tuple[str, ...]
    """The `xml:base` of the elements that are open there, from the outside in."""
    sure: bool
    """Whether all of them were understood: where not, a relative address is relative to nothing known."""


def pieces(text: str, names: tuple[str, ...]) -> Iterator[tuple[list[Element], bool]]:
    """The entries of a broken list, in order: each that is well-formed by itself; any other as one with each of its addresses alone.

    With each comes whether it is known what its relative addresses are relative to.

    Args:
        text: the list, cleaned.
        names: names of the elements that are its entries.
    """
    kinds = "|".join(names)
    starts = [match.start() for match in re.finditer(rf"<(?:[\w.-]+:)?(?:{kinds})(?=[\s/>])", text)]
    end = re.compile(rf"</(?:[\w.-]+:)?(?:{kinds})\s*>")
    around = _around(text[: starts[0]]) if starts else Around((), sure=False)
    for start, following in pairwise([*starts, len(text)]):
        closed = end.search(text, start, following)
        entry = _within(text[start : closed.end()], around) if closed else None
        if entry is not None:
            yield [entry], around.sure
        else:
            alone = islice(_addresses(text[start : closed.start() if closed else following]), MAX_ADDRESSES)
            yield [entry for piece in alone if (entry := _within(piece, around)) is not None], around.sure


def _around(head: str) -> Around:
    stack: list[tuple[str, str | None]] = []
    place = 0
    while (place := head.find("<", place)) >= 0:
        tag = TAG.match(head, place)
        if tag is None:
            return Around((), sure=False)
        if tag["end"]:
            if not stack or stack.pop()[0] != tag["name"]:
                return Around((), sure=False)
        elif not tag["empty"]:
            base = BASE.search(tag["attributes"])
            stack.append((tag["name"], (base[1] or base[2]) if base else None))
        place = tag.end()
    return Around(tuple(base for _, base in stack if base), sure=bool(stack))


def _within(piece: str, around: Around) -> Element | None:
    """The entry in a document of its own, inside elements with the bases of those around it; None when it is not well-formed."""
    opened = "".join(f'<list xml:base="{base.replace(chr(34), "&quot;")}">' for base in around.bases)
    root = parse(f"<list>{opened}{piece}{'</list>' * len(around.bases)}</list>")
    if root is None:
        return None
    while len(root) and root.tag == "list":
        root = root[0]
    return root


def _addresses(piece: str) -> Iterator[str]:
    """Of an entry that is not well-formed: the entry with nothing in it but an address that stands in no other element of it, one each.

    What comes behind a damaged tag belongs to nobody knows what.
    """
    entry = TAG.match(piece)
    if entry is None or entry["empty"]:
        return
    opened: list[str] = []
    place = entry.end()
    while (start := piece.find("<", place)) >= 0 and len(opened) < MAX_OPEN:
        if not opened and ">" in piece[place:start]:
            return
        tag = TAG.match(piece, start)
        if tag is None:
            if LIKE_A_TAG.match(piece, start):
                return
            place = start + 1
            continue
        place = tag.end()
        if tag["end"]:
            if tag["name"] in opened:
                del opened[len(opened) - 1 - opened[::-1].index(tag["name"]) :]
            elif tag["local"] not in LEAVES:
                return
            continue
        own = tag["local"] in ("link", "loc") and tag["prefix"] == entry["prefix"] and LEAVES.issuperset(opened)
        if tag["empty"]:
            if own:
                yield f"{entry[0]}{tag[0]}</{entry['name']}>"
            continue
        opened.append(tag["name"])
        behind = piece.find("<", place)
        close = TAG.match(piece, behind) if behind >= 0 else None
        if own and close and close["end"] and close["name"] == tag["name"]:
            yield f"{entry[0]}{piece[start : close.end()]}</{entry['name']}>"
