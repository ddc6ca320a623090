"""Saved pages -> article records, without network and without Scrapy: HTML, plain text, gzip and archives, and folders of them."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newsspider import pages
from newsspider.archive.names import is_archive
from newsspider.errors import DamagedArchive, InputError, NotAnArticle, Refused, RunIncomplete
from newsspider.items import Article, Printed
from newsspider.language.grammar import read_line
from newsspider.outlets import Outlet, Outlets, load_outlets
from newsspider.saved.files import PageFile, page_files, read_file
from newsspider.saved.join import Joiner, Saved
from newsspider.saved.manifest import Manifest
from newsspider.urls import host_and_path
from newsspider.values import printable
from pipelines import run_steps, to_article

if TYPE_CHECKING:
    from newsspider.archive.index import ArchiveIndex

SHOWN = 5
"""Files that are named of those that were lost, at most."""


@dataclass(frozen=True, slots=True)
class SavedPage:
    """One saved page, ready to be read."""

    file: str
    """The file as named or found, printable; for WARC the archive's name."""
    body: bytes
    """The page's bytes."""
    url: str | None = None
    """Where it came from; None when unknown."""
    content_type: str | None = None
    """The Content-Type header; None when unknown."""
    fetched_at: str | None = None
    """ISO 8601 in UTC; None when unknown."""
    status: int = 200
    """HTTP status."""


@dataclass(frozen=True, slots=True)
class Unread:
    """A file, or a record of an archive, that gives no page."""

    file: str
    """As of SavedPage."""
    url: str | None
    """Its address, as far as that is known."""
    error: Exception
    """Why: Refused for a record that is as it was written."""


def read_article(
    body: bytes,
    url: str | None = None,
    *,
    content_type: str | None = None,
    fetched_at: str | None = None,
    outlets: Outlets | None = None,
) -> Article:
    """The article of one page's bytes, HTML or plain text: newsspider as a library.

    Args:
        body: the response body, content encoding undone.
        url: where it came from; with it come outlet, province, absolute picture URLs and the date in the URL.
        content_type: the Content-Type header.
        fetched_at: ISO 8601 in UTC (`2022-11-12T00:00:00Z`); gives a printed 11月11日 its year.
        outlets: site records; by default the ones that ship with newsspider.

    Raises Refused (NotAnArticle and others) with a `reason` when the page gives no article.
    """
    known = outlets if outlets is not None else load_outlets()
    page, outlet = _load(SavedPage("", body, url, content_type, fetched_at), known)
    return to_article(pages.read(page, outlet, fetched_at=fetched_at))


def extract_articles(paths: list[Path], outlets: Outlets, manifest: Manifest | None = None) -> Iterator[dict[str, Any]]:
    """One row per page: the article's record with `file`, or `file`, `url`, `error`, `reason` and `detail`.

    The saved pages of one article become one row, under the file of its first page. `error` is `not_article` or `refused`
    (the page was read and gives no article), `input` (the file cannot be read) or `internal` (newsspider failed on this
    page: please report it).

    Raises RunIncomplete, behind the last row, when some page got into none.
    """
    files, known = list(page_files(paths)), manifest or Manifest([])
    joiner = Joiner(None if any(is_archive(file.path) for file in files) else known.ids(outlets), outlets)
    waiting: dict[int, tuple[str, Printed]] = {}
    """File and page, by the page's identity, of the pages that stand in no row yet."""
    for saved in _saved_pages(files, known):
        if isinstance(saved, Unread):
            yield _fault(saved.file, saved.url, saved.error)
            continue
        try:
            page, outlet = _load(saved, outlets)
            printed = pages.read(page, outlet, fetched_at=saved.fetched_at)
            articles = list(joiner.take(saved.file, printed))
        except Exception as error:  # told in the row, see _fault
            yield _fault(saved.file, saved.url, error)
            continue
        waiting[id(printed)] = saved.file, printed
        for article in articles:
            yield _row(article, waiting)
    for article in joiner.rest():
        yield _row(article, waiting)
    if waiting:
        lost = sorted({file for file, _ in waiting.values()})
        raise RunIncomplete(f"of {len(waiting)} pages it is not known what became of them: {', '.join(lost[:SHOWN])}")


def extract_links(paths: list[Path], outlets: Outlets, manifest: Manifest | None = None) -> Iterator[dict[str, Any]]:
    """One row per page: `file`, `url`, `links` (each `url`, `title` and `day`, the latter from feeds) and `next_page`, or the fields of a fault."""
    for saved in _saved_pages(list(page_files(paths)), manifest or Manifest([])):
        if isinstance(saved, Unread):
            yield _fault(saved.file, saved.url, saved.error)
            continue
        try:
            page, outlet = _load(saved, outlets)
            listing = pages.read_listing(page, outlet)
        except Exception as error:  # told in the row, see _fault
            yield _fault(saved.file, saved.url, error)
        else:
            links = [asdict(link) for link in listing.links]
            yield {"file": saved.file, "url": saved.url, "links": links, "next_page": listing.next_page}


def explain_articles(paths: list[Path], outlets: Outlets, manifest: Manifest | None = None) -> Iterator[dict[str, Any]]:
    """One row per page: `file`, `url`, `headline`, `left_out` (see `items.Printed`), `candidates` (see
    `items.Candidate`) and `unread`, or the fields of a fault.

    `unread` are the words of lines of date, source and names that the language does not understand. Each page stands for
    itself: the pages of one article are not joined.
    """
    for saved in _saved_pages(list(page_files(paths)), manifest or Manifest([])):
        if isinstance(saved, Unread):
            yield _fault(saved.file, saved.url, saved.error)
            continue
        try:
            page, outlet = _load(saved, outlets)
            printed = pages.read(page, outlet, fetched_at=saved.fetched_at)
            draft = run_steps(printed)
        except Exception as error:  # told in the row, see _fault
            yield _fault(saved.file, saved.url, error)
            continue
        lines = dict.fromkeys([*draft.printed.meta_lines, *(one.line for one in draft.candidates)])
        yield {
            "file": saved.file, "url": printed.url, "headline": draft.article.headline,
            "left_out": printed.left_out,
            "candidates": [asdict(one) for one in sorted([*printed.bodies, *draft.candidates], key=lambda one: (one.of, not one.chosen, -one.score))],
            "unread": [{"line": line, "words": [token.text for token in unknown]} for line in lines if (unknown := read_line(line).unknown)],
        }  # fmt: skip


def _saved_pages(files: list[PageFile], manifest: Manifest) -> Iterator[SavedPage | Unread]:
    """The pages of the files, in order; what cannot be read is told in its place: a file, or one record of an archive."""
    archives = [file.path for file in files if not file.error and is_archive(file.path)]
    for file in files:
        try:
            if file.error:
                raise file.error
            if file.path in archives:
                yield from _archived(file, archives)
            else:
                row = manifest.row(file.shown)
                yield SavedPage(file.shown, read_file(file.path), row.get("url"), fetched_at=row.get("fetched_at"))
        except Exception as error:  # told in the row, see _fault
            yield Unread(file.shown, None, error)


def _archived(file: PageFile, archives: list[Path]) -> Iterator[SavedPage | Unread]:
    from newsspider.archive.reading import DAMAGE, read_archive  # at first use: most calls read no archive
    from newsspider.archive.records import Skipped

    for found in read_archive(file.path):
        if isinstance(found, Skipped):
            detail = f"{found.part or file.shown}: the record at byte {found.position:,}: {found.detail}"
            kind = DamagedArchive(detail, found.reason) if found.reason in DAMAGE else Refused(found.reason, detail)
            yield Unread(file.shown, found.url, kind)
            continue
        page = _index(file.path, archives).resolve(found) if found.kind == "revisit" else found
        if page is None:
            yield Unread(file.shown, found.url, Refused("no_original", "a revisit of a page that is in none of these archives"))
        else:
            yield SavedPage(file.shown, page.body, page.url, page.content_type, page.fetched_at, page.status)


def _index(path: Path, archives: list[Path]) -> "ArchiveIndex":
    """What finds the page that a revisit shows again: in any of the archives or, when one of them cannot be read, in its own."""
    from newsspider.archive.index import open_index

    try:
        return open_index(archives)
    except InputError:
        return open_index([path])


def _load(saved: SavedPage, outlets: Outlets) -> tuple[pages.Page, Outlet | None]:
    if saved.status != 200:
        raise NotAnArticle(f"http_{saved.status}")
    if saved.url and host_and_path(saved.url)[1] == "/robots.txt":  # an archive of ours holds it, and text it is
        raise NotAnArticle("robots_txt")
    outlet = outlets.outlet_for(saved.url) if saved.url else None
    encoding = outlet.encoding if outlet else None
    return pages.load(saved.body, url=saved.url, content_type=saved.content_type, encoding=encoding), outlet


def _row(article: Saved, waiting: dict[int, tuple[str, Printed]]) -> dict[str, Any]:
    """The row of an article whose pages are together; they wait no longer."""
    for part in article.parts:
        waiting.pop(id(part), None)
    try:
        return {"file": article.file} | asdict(to_article(pages.join_pages(article.parts)))
    except Exception as error:  # told in the row, see _fault
        return _fault(article.file, article.parts[0].url, error)


def _fault(file: str, url: str | None, error: Exception) -> dict[str, Any]:
    """The row of a page that gives no article. One page must never take the others with it, whatever went wrong."""
    row = {"file": file, "url": url and printable(url)}
    if isinstance(error, Refused):
        return row | {"error": error.error, "reason": error.reason, "detail": printable(error.detail)}
    if isinstance(error, InputError):
        reason = error.reason if isinstance(error, DamagedArchive) else "unreadable"
        return row | {"error": "input", "reason": reason, "detail": printable(str(error))}
    return row | {"error": "internal", "reason": type(error).__name__, "detail": printable(str(error))}
