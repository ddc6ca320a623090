"""What happens to feeds and sitemaps: changes that must cost no address, and damage. Used by `list_damage.py`."""

import gzip
import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Callable
from random import Random
from urllib.parse import urljoin

from list_forms import DECOY, FORMS, HOST, LIST_URL, WAYS, Printed

Change = Callable[[Random, Printed], None]
"""What is done to a list before it is printed."""
XML = ("rss2", "rss1", "rss09", "atom", "sitemap", "index")
FEEDS = ("rss2", "rss1", "rss09", "atom")


def another_way(rng: Random, printed: Printed) -> None:
    for entry in printed.entries:
        entry.way = rng.choice(tuple(WAYS))


def blanks_around(rng: Random, printed: Printed) -> None:
    for entry in printed.entries:
        entry.around = (rng.choice(("", " ", "\n  ", "\r\n\t", "\ufeff")), rng.choice(("", " ", "\n", "\t\n")))


def blanks_inside(rng: Random, printed: Printed) -> None:
    """A line that was wrapped, or a blank that was put in: what the address was nobody can know for sure."""
    for entry in rng.sample(printed.entries, k=rng.randrange(1, len(printed.entries) + 1)):
        place = rng.randrange(9, len(entry.printed))
        blank = rng.choice((" ", "\n", "\r\n   ", "\t", "\u3000", "\xa0", "\u200b", "\ufeff", "\x7f", "\u2028"))
        entry.printed = entry.printed[:place] + blank + entry.printed[place:]


def relative(rng: Random, printed: Printed) -> None:
    for entry in printed.entries:
        if entry.printed == entry.url:
            path = entry.url.removeprefix(HOST)
            entry.printed = rng.choice((path, path, entry.url.removeprefix("https:"), "../../.." + path))


BASES = (HOST + "/2024/", "/2024/", HOST + "/a/b/", "2024/")


def bases(rng: Random, printed: Printed) -> None:
    """`xml:base` around, at and in entries, with addresses relative to it."""
    base = LIST_URL
    if rng.random() < 0.6:
        root = rng.choice(BASES)
        printed.root_base, base = f' xml:base="{root}"', urljoin(base, root)
    for entry in printed.entries:
        here = base
        for name in ("base", "own_base"):
            if rng.random() < 0.3:
                more = rng.choice(BASES)
                setattr(entry, name, f" xml:base='{more}'" if rng.random() < 0.3 else f' xml:base="{more}"')
                here = urljoin(here, more)
        if rng.random() < 0.7 and entry.printed == entry.url:
            number = re.findall(r"\d+", entry.url)[-1]
            entry.printed = f"2025/10/23/{number}.html"
        entry.url = urljoin(here, entry.printed)


def entities(rng: Random, printed: Printed) -> None:
    for entry in printed.entries:
        entry.title += rng.choice(
            ("&nbsp;", "&ldquo;桥&rdquo;", " A & B", "&foo;", "AT&T;", "&mdash", "&#55296;", "&#0;", "&#xFFFFFFF;")
        )


def declared_entities(rng: Random, printed: Printed) -> None:
    printed.entities = {"site": HOST, "paper": "临川日报"}
    for entry in printed.entries:
        entry.title += "&paper;"
        if entry.printed.startswith(HOST) and entry.way == "escaped" and "&" not in entry.printed:
            entry.way, entry.printed = "bare", entry.printed.replace(HOST, "&site;")


def cdata_titles(rng: Random, printed: Printed) -> None:
    for entry in printed.entries:
        entry.title = f"<![CDATA[{entry.title}<b>重要</b> & {rng.choice(('<br>', '<item>', '</item>', '<loc>', '<!--'))}]]>"


ANOTHER = "<item><title>旧</title><link>{}</link></item><entry><link href='{}'/></entry><url><loc>{}</loc></url><sitemap><loc>{}</loc></sitemap>"


def _snippet(number: int) -> str:
    return ANOTHER.replace("{}", DECOY.format(number))


def in_comments(rng: Random, printed: Printed) -> None:
    """Comments anywhere, entries that are commented out among them."""
    comment = f"<!-- {_snippet(11)} -->"
    printed.between = rng.choice(("\n", comment))
    for entry in printed.entries:
        entry.before += rng.choice(("", "<!-- x -->", f"<!--<link>{DECOY.format(12)}</link><loc>{DECOY.format(12)}</loc>-->"))
        entry.behind += rng.choice(("", comment))


def quoted(rng: Random, printed: Printed) -> None:
    """Texts that show what a list looks like, and links of their own."""
    for entry in printed.entries:
        shown = f'<p><a href="{DECOY.format(13)}">临川水渠昨日通水两岸村民欢欣鼓舞</a></p>{_snippet(14)}'
        escaped = shown.replace("&", "&amp;").replace("<", "&lt;")
        more = f"<description>{rng.choice((escaped, f'<![CDATA[{shown}]]>'))}</description>"
        entry.before, entry.behind = (
            (entry.before + more, entry.behind) if rng.random() < 0.5 else (entry.before, entry.behind + more)
        )


def other_addresses(rng: Random, printed: Printed) -> None:
    """Elements that hold addresses and are not the entry's own."""
    for entry in printed.entries:
        more = rng.choice((
            '<enclosure url="{}" type="audio/mpeg"/>', "<comments>{}</comments>", '<source url="{}">别处</source>', '<media:content url="{}"/>',
            "<image:image><image:loc>{}</image:loc></image:image>", '<xhtml:link rel="alternate" hreflang="en" href="{}"/>',
            "<source><title>别处</title><link>{0}</link><link href='{0}'/><id>{0}</id></source>", '<link rel="enclosure" href="{}"/>',
            "<image><url>x</url><link>{}</link></image>", '<link rel="replies" href="{}"/>', '<guid isPermaLink="false">{}</guid>',
            "<author><name>魏晓星</name><uri>{}</uri></author>", "<media:group><media:link>{0}</media:link><loc>{0}</loc></media:group>",
        )).replace("{0}", DECOY.format(15)).replace("{}", DECOY.format(15))  # fmt: skip
        entry.before, entry.behind = (
            (entry.before + more, entry.behind) if rng.random() < 0.5 else (entry.before, entry.behind + more)
        )


def by_guid(rng: Random, printed: Printed) -> None:
    for entry in printed.entries:
        entry.guid = entry.printed == entry.url


def twice(rng: Random, printed: Printed) -> None:
    printed.entries += rng.choices(printed.entries, k=rng.randrange(1, 5))


def no_namespaces(rng: Random, printed: Printed) -> None:
    printed.namespaces = False


def prefixed(rng: Random, printed: Printed) -> None:
    printed.prefix = rng.choice(("sm:", "s:"))


def unclosed(rng: Random, printed: Printed) -> None:
    """Elements that HTML leaves open."""
    for entry in rng.sample(printed.entries, k=rng.randrange(1, len(printed.entries) + 1)):
        entry.title += rng.choice(("<br>", "<b>重要", "<p>", "<img src=x.jpg>", " < 5"))


HARMLESS: dict[str, tuple[Change, tuple[str, ...]]] = {
    "another_way": (another_way, XML), "blanks_around": (blanks_around, tuple(FORMS)), "relative": (relative, (*XML, "json")), "bases": (bases, FEEDS),
    "entities": (entities, FEEDS), "declared_entities": (declared_entities, XML), "cdata_titles": (cdata_titles, FEEDS), "in_comments": (in_comments, XML),
    "quoted": (quoted, FEEDS), "other_addresses": (other_addresses, XML), "by_guid": (by_guid, ("rss2", "rss1", "rss09")), "twice": (twice, tuple(FORMS)),
    "no_namespaces": (no_namespaces, XML), "prefixed": (prefixed, ("sitemap", "index")),
}  # fmt: skip
"""Changes under which every address must still be read, and the forms that they are for."""
BEFORE: dict[str, tuple[Change, tuple[str, ...]]] = HARMLESS | {
    "blanks_inside": (blanks_inside, tuple(FORMS)),
    "unclosed": (unclosed, FEEDS),
}

TAG = re.compile(r"(?<!!)</?[A-Za-z][^<>]*>")


def upper_case(rng: Random, text: str) -> str:
    whole = rng.random() < 0.5
    return re.sub(r"(?<=<)/?[A-Za-z]+(?=[\s/>])", lambda name: name[0].upper() if whole or rng.random() < 0.3 else name[0], text)


def without_an_end(rng: Random, text: str) -> str:
    ends = list(re.finditer(r"</[\w:.-]+\s*>", text))
    for end in sorted(rng.sample(ends, k=min(len(ends), rng.choice((1, 1, 2, 5)))), key=lambda each: -each.start()):
        text = text[: end.start()] + text[end.end() :]
    return text


def without_a_mark(rng: Random, text: str) -> str:
    """Less a bracket, slash or quote of a tag; what opens comments and CDATA stays."""
    for _ in range(rng.choice((1, 1, 3))):
        if tags := list(TAG.finditer(text)):
            tag = rng.choice(tags)
            places = [
                tag.start(),
                tag.end() - 1,
                *(tag.start() + each.start() for each in re.finditer(r"[\"']|(?<=<)/|/(?=>)", tag[0])),
            ]
            place = rng.choice(places)
            text = text[:place] + text[place + 1 :]
    return text


STRAY = ("\x01", "\x08", "\x0b", "\x1f", "\x7f", "\x00", "\ufeff", "\u200b", "\x85", "\ufffe", "\ufffd")


def stray_characters(rng: Random, text: str) -> str:
    for _ in range(rng.choice((1, 2, 10))):
        place = rng.randrange(len(text) + 1)
        text = text[:place] + rng.choice(STRAY) + text[place:]
    return text


def junk_before(rng: Random, text: str) -> str:
    junk = (
        "\n\n",
        "<br />\n<b>Warning</b>: mysql in <b>/a.php</b> on line <b>3</b><br />\n",
        "\ufeff\ufeff",
        "Notice: x\n",
        "<!-- c -->",
        " \t",
        "\x00\x00",
    )
    return rng.choice(junk) + text


def junk_behind(rng: Random, text: str) -> str:
    return text + rng.choice(
        ("<!-- 3 ms -->", "\n\n", "<script>var a = 1 < 2;</script>", "\x00" * 20, "</body></html>", "<br>Warning", "\x1a")
    )


def other_lines(rng: Random, text: str) -> str:
    return text.replace("\n", rng.choice(("\r\n", "\r", "\n\n")))


AFTER: dict[str, Callable[[Random, str], str]] = {
    each.__name__: each
    for each in (upper_case, without_an_end, without_a_mark, stray_characters, junk_before, junk_behind, other_lines)
}
"""What is done to the printed text."""


def stray_bytes(rng: Random, data: bytes) -> bytes:
    """Bytes that begin no character, neither in UTF-8 nor in the other encodings of Chinese lists."""
    wide = data.startswith(
        (BOM_UTF16_LE, BOM_UTF16_BE)
    )  # a single one moves all letters behind it, two leave letters that are some
    for _ in range(1 if wide else rng.choice((1, 1, 4))):
        place = rng.randrange(len(data) + 1)
        data = data[:place] + (b"\xff" if wide else rng.choice((b"\xff", b"\xff\xff", b"\x80"))) + data[place:]
    return data


def cut(rng: Random, data: bytes) -> bytes:
    return data[: rng.randrange(1, len(data))]


def packed(rng: Random, data: bytes) -> bytes:
    if rng.random() < 0.3:
        half = rng.randrange(len(data) + 1)
        return gzip.compress(data[:half], mtime=0) + gzip.compress(data[half:], mtime=0)
    return gzip.compress(data, mtime=0) + rng.choice((b"", b"", b"\x00" * 8, b"\r\n"))
