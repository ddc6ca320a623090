"""Sitemaps as text: one address a line."""

from newsspider.lazy_pattern import lazy_pattern
from newsspider.pages.feeds import MAX_ENTRIES
from newsspider.pages.links import Link, Listing
from newsspider.pages.list_addresses import ABSOLUTE, AROUND, printed_address
from newsspider.pages.page import Page

LINE_END = lazy_pattern(r"\r\n?|\n")
COMMENT = "#"
FIGURE = lazy_pattern(r"\d")
EXTENSION = lazy_pattern(r"\.[A-Za-z]{2,5}$")


def read_text_sitemap(page: Page) -> Listing | None:
    """A sitemap in the text form; None for every text that does not begin with an address or of which half the lines are none.

    A line that is no address may be the rest of the one before it: neither counts, and the list is `incomplete`. So is one
    whose last line has no end and may go on: see `_is_whole`.
    """
    text = page.text.lstrip(AROUND)
    if not ABSOLUTE.match(text) and not text.startswith(COMMENT):
        return None
    lines = [line for each in LINE_END.split(text) if (line := each.strip(AROUND))][: MAX_ENTRIES + 1]
    ended = len(lines) > MAX_ENTRIES or text.endswith(("\n", "\r"))
    lines = [line for line in lines[:MAX_ENTRIES] if not line.startswith(COMMENT)]
    urls = [printed_address(page, line, None) for line in lines]
    if 2 * sum(url is not None for url in urls) <= len(lines):
        return None
    if not ended and not _is_whole(lines):
        urls[-1] = None
    whole = [url for url, following in zip(urls, [*urls[1:], ""], strict=True) if url is not None and following is not None]
    if not ended and urls[-1] is None and len(urls) > 1 and urls[-2] is not None and printed_address(page, lines[-1], None):
        whole.append(urls[-2])  # what follows it is another address, though perhaps half of one
    links = dict.fromkeys(url.partition("#")[0] for url in whole)
    return Listing([Link(url, "") for url in links], incomplete=None in urls)


def _is_whole(lines: list[str]) -> bool:
    """Whether the last line surely ends where its address does: it has a fragment, ends as others do and in none of them goes
    on, or has their number of figures (`?id=1203`).
    """
    last = lines[-1]
    shape, shapes = FIGURE.sub("0", last), [FIGURE.sub("0", line) for line in lines[:-1]]
    if "#" in last or (len(shapes) > 1 and shape[-1:] == "0" and all(other == shape for other in shapes)):
        return True
    end = EXTENSION.search(last)
    if end is None:
        return False
    others = [line.partition("#")[0] for line in lines[:-1]]
    return any(line.endswith(end[0]) for line in others) and not any(end[0] in line[: -len(end[0])] for line in others)
