"""One stored article read again out of archives: its newest fitting capture, and the pages that follow it."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from typing import Any
from urllib.parse import urljoin

from newsspider import pages
from newsspider.archive.cdxj import Capture
from newsspider.archive.index import ArchiveIndex
from newsspider.archive.reading import ArchivedPage
from newsspider.days import seconds_of
from newsspider.errors import BadUrl, DamagedArchive, NewsspiderError, NotAnArticle
from newsspider.items import Article, Printed
from newsspider.outlets import Outlet
from newsspider.store.records import changed_fields
from newsspider.urls import as_url, canonical_url, url_id
from newsspider.values.query_keys import NO_KEYS, QueryKeys
from pipelines import to_article

MAX_PAGES = 30
"""Pages of one article that are joined at most, as in a crawl."""
MAX_HOPS = 5
OF_THE_PAGE_LIST = ("section", "page_number")
"""What an e-paper's page list may tell and the article's page may not."""


class Incomplete(NewsspiderError):
    """A later page of the article is not in the archives: its text is not to be compared."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The capture that an article is read from."""

    page: ArchivedPage
    same_bytes: bool
    """Whether the stored text was read from just these bytes."""


@dataclass(frozen=True, slots=True)
class Reread:
    """A stored article, read again."""

    article: Article
    page: ArchivedPage
    changed: list[str]
    """Names of the fields that differ from the stored record; [] when the reading is the same."""


def choose(index: ArchiveIndex, captures: list[Capture], stored: dict[str, Any] | None) -> Chosen | None:
    """The newest capture of the bytes that the stored text was read from, else the newest one that is not older than that text.

    None when all are older: an old capture never goes over a newer text. Without a stored text the newest counts. Captures that
    cannot be read are left out; the index counts them.

    Args:
        index: where they are.
        captures: answers of status 200 for one article, oldest first.
        stored: its newest revision; None when the store has none.

    Raises DamagedArchive when none of them can be read.
    """
    newest: ArchivedPage | None = None
    for capture in reversed(captures):
        page = index.read(capture)
        if page is None:
            continue
        if stored and sha256(page.body).hexdigest() == stored["content_sha256"]:
            return Chosen(page, same_bytes=True)
        newest = newest or page
        if stored is None:
            break
    if newest is None:
        raise DamagedArchive(f"{captures[-1].path}: no page of {captures[-1].url} can be read")
    if stored is None or (newest.fetched_at or "") >= (stored["fetched_at"] or ""):
        return Chosen(newest, same_bytes=False)
    return None


def reread(
    chosen: Chosen,
    url: str,
    identity: tuple[str, str],
    index: ArchiveIndex,
    outlet: Outlet | None,
    stored: dict[str, Any] | None,
    continues: Callable[[str], bool],
) -> Reread:
    """The article of a capture as today's reader and pipelines have it, and the fields that differ from the stored record.

    Args:
        chosen: the capture of its first page.
        url: the article's canonical address; not the capture's where an e-paper keeps the text elsewhere.
        identity: the id that was given out for the article, and the address it was given out with.
        index: where its later pages are.
        outlet: its outlet; None for an unknown site.
        stored: its newest revision; None when the store has none.
        continues: whether the article at an address went into the one that it continues.

    Raises Refused when the page gives no article today, Incomplete when a later page is not in the archives.
    """
    article = to_article(pages.join_continued(_parts(chosen.page, url, index, outlet, continues)))
    if article.id == url_id(url):
        article = replace(article, id=identity[0], url=identity[1])
    if stored is None:
        return Reread(article, chosen.page, [])
    if outlet and outlet.kind == "epaper":
        told = {name: stored[name] for name in OF_THE_PAGE_LIST if getattr(article, name) is None}
        article = replace(article, **told)
    if chosen.same_bytes and (stored["fetched_at"] or "") > (article.fetched_at or ""):
        article = replace(article, fetched_at=stored["fetched_at"])  # the same bytes were seen later, too
    return Reread(article, chosen.page, changed_fields(stored, asdict(article)))


def _parts(
    first: ArchivedPage, url: str, index: ArchiveIndex, outlet: Outlet | None, continues: Callable[[str], bool]
) -> list[Printed]:
    """What each page of the article printed. Raises NotAnArticle, of the first page, and Incomplete."""

    def known(address: str) -> str:
        now = seconds_of(first.fetched_at)
        return outlet.canonical(address, now) if outlet else canonical_url(address, now=now)

    keys = outlet.query_keys if outlet else NO_KEYS
    elsewhere = url_id(known(first.url)) != url_id(url)
    parts: list[Printed] = []
    seen: set[str] = set()
    current: ArchivedPage | None = first
    while current is not None and len(parts) < MAX_PAGES:
        seen.add(known(current.url))
        encoding = outlet.encoding if outlet else None
        try:
            page = pages.load(current.body, url=current.url, content_type=current.content_type, encoding=encoding)
            if elsewhere and not parts:
                page = replace(pages.article_page(page), url=as_url(url))
            printed = pages.read(page, outlet, fetched_at=current.fetched_at)
        except NotAnArticle:
            if parts:
                break  # a next page without text ends the article, as in a crawl
            raise
        following = printed.next_page
        if following is None and outlet and (target := pages.continuation(page, outlet)) and continues(target):
            following = printed.next_page = target
        parts.append(printed)
        current = _page_at(following, index, first.fetched_at, keys) if following and known(following) not in seen else None
    return parts


def _page_at(url: str, index: ArchiveIndex, near: str | None, keys: QueryKeys) -> ArchivedPage | None:
    """A later page as it was fetched next to the first; None where the server said that there is none. Raises Incomplete."""
    for _ in range(MAX_HOPS):
        captures = [capture for capture in index.captures_of(url, keys=keys) if capture.status != 304]
        after = [capture for capture in captures if (capture.fetched_at or "") >= (near or "")]
        capture = after[0] if after else captures[-1] if captures else None
        later_success = next((capture for capture in after if capture.status == 200), None)
        if capture is None:
            break
        if capture.status in (404, 410):
            return None
        if (capture.status >= 500 or capture.status == 429) and later_success:
            capture = later_success
        page = index.read(capture)
        if page is None:
            break
        if page.status == 200:
            return page
        location = page.header("Location") if 300 <= page.status < 400 else None
        if not location:
            break
        try:
            url = canonical_url(urljoin(url, location), keys)
        except BadUrl:
            break
    raise Incomplete(f"{url} is not in the archives")
