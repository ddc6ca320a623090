"""Saved pages of one article put together, in whatever order they come."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from newsspider import pages
from newsspider.errors import BadUrl
from newsspider.items import Printed
from newsspider.outlets import Outlets
from newsspider.urls import url_id


def address_id(url: str | None, outlets: Outlets) -> str | None:
    """Id of a URL; None for none or one that is no http(s) URL."""
    try:
        return url_id(outlets.canonical(url)) if url else None
    except BadUrl:
        return None


@dataclass(slots=True)
class Saved:
    """An article under way: its first page's file and the pages read so far."""

    file: str
    parts: list[Printed]

    def next_id(self, outlets: Outlets) -> str | None:
        """Id of the page that would follow; None after the last."""
        return address_id(self.parts[-1].next_page, outlets)


@dataclass(slots=True)
class Joiner:
    """Takes pages as they are read and gives articles back when no page of theirs is outstanding.

    Args:
        known: ids of the URLs that will come, as a manifest tells; None when that is not known beforehand (a WARC, where
            a crawl leaves the first page before the second).
        outlets: site records, by which addresses are made canonical.
    """

    known: set[str] | None
    outlets: Outlets
    _waiting: dict[str, Saved] = field(default_factory=dict)
    _early: dict[str, Saved] = field(default_factory=dict)

    def take(self, file: str, printed: Printed) -> Iterator[Saved]:
        """The articles that this page completes: none, when more of its article is to come or its first page is."""
        own = address_id(printed.url, self.outlets)
        saved = Saved(file, [printed])
        if own in self._waiting:
            saved = self._waiting.pop(own)
            saved.parts.append(printed)
        elif own and self._first_is_to_come(printed.url or ""):
            if own in self._early:  # the same page, saved twice
                yield saved
            else:
                self._early[own] = saved
            return
        while (following := saved.next_id(self.outlets)) in self._early:
            saved.parts += self._early.pop(following or "").parts
        is_to_come = following and (self.known is None or following in self.known) and following != own
        if is_to_come and following not in self._waiting:  # else another article waits for it already
            self._waiting[following or ""] = saved
        else:
            yield saved

    def rest(self) -> Iterator[Saved]:
        """What is left at the end: articles whose later pages were not saved, and pages whose first page was not."""
        yield from self._waiting.values()
        yield from self._early.values()

    def _first_is_to_come(self, url: str) -> bool:
        return self.known is not None and any(address_id(first, self.outlets) in self.known for first in pages.first_pages(url))
