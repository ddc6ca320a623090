"""Saved pages -> article records, without network and without Scrapy: HTML, plain text, gzip and archives, and folders of them."""

import gzip
import json
import zlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from newsspider import pages
from newsspider.archive.names import is_archive
from newsspider.errors import BadUrl, DamagedArchive, InputError, NotAnArticle, Refused
from newsspider.items import Article, Printed
from newsspider.outlets import Outlet, Outlets, load_outlets
from newsspider.saved.join import Joiner, Saved, address_id
from newsspider.urls import check_url
from pipelines import to_article

if TYPE_CHECKING:
    from newsspider.archive.index import ArchiveIndex

PAGE_SUFFIXES = {".html", ".htm", ".shtml", ".xhtml", ".txt", ".php", ".asp", ".aspx", ".jsp"}
"""What is read out of a folder; a file that is named on the command line is read whatever its name."""
PAGES_OR_GZIP = PAGE_SUFFIXES | {".gz"}

MAX_BYTES = 64 * 1024 * 1024
"""A page larger than this is not read: no news page is."""


@dataclass(frozen=True, slots=True)
class SavedPage:
    """One saved page, ready to be read."""

    file: str
    """The file as named or found; for WARC the archive's name."""
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


class Manifest:
    """What is known of saved files: rows of a JSON Lines file with `file`, and `url` and `fetched_at` where known.

    A row meets a file by its path relative to the folder given, else by the file name.
    """

    def __init__(self, rows: list[dict[str, Any]]) -> None:
        self._by_path = {row["file"]: row for row in rows}
        self._by_name: dict[str, dict[str, Any] | None] = {}
        for row in rows:
            name = Path(row["file"]).name
            self._by_name[name] = None if name in self._by_name else row  # two files of one name: only the path tells

    @classmethod
    def read(cls, path: Path) -> "Manifest":
        """Read a manifest. Raises InputError naming file and line for a row that is wrong."""
        rows = []
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise InputError(f"--manifest {path}: {getattr(error, 'strerror', None) or error}") from error
        for number, line in enumerate(lines, 1):
            if line.strip():
                rows.append(cls._row(path, number, line))
        return cls(rows)

    @staticmethod
    def _row(path: Path, number: int, line: str) -> dict[str, Any]:
        where = f"--manifest {path}, line {number}"
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise InputError(f"{where}: not JSON: {error}") from error
        if not isinstance(row, dict) or not isinstance(row.get("file"), str):
            raise InputError(f'{where}: no "file" in it')
        for key in ("url", "fetched_at"):
            if not isinstance(row.get(key), str | None):
                raise InputError(f'{where}: "{key}" is not a text or null')
        try:
            if row.get("url"):
                check_url(row["url"])
        except BadUrl as error:
            raise InputError(f"{where}: {error}") from error
        return row

    @property
    def ids(self) -> set[str]:
        """Ids of the URLs of all rows."""
        return {key for row in self._by_path.values() if (key := address_id(row.get("url")))}

    def row(self, relative: str) -> dict[str, Any]:
        """The row of a file; {} when there is none."""
        return self._by_path.get(relative) or self._by_name.get(Path(relative).name) or {}


@dataclass(frozen=True, slots=True)
class Unread:
    """A file, or a record of an archive, that gives no page."""

    file: str
    """As of SavedPage."""
    url: str | None
    """Its address, as far as that is known."""
    error: InputError | Refused
    """Why: Refused for a record that is as it was written."""


class SavedPages:
    """The pages of files and, in order of name, of folders and theirs; what cannot be read is told in their order.

    Args:
        paths: files and folders.
        manifest: what is known of the files.
    """

    def __init__(self, paths: list[Path], manifest: Manifest) -> None:
        self.manifest = manifest
        self.files = [pair for path in paths for pair in _files(path)]
        """Each file and how it is named."""
        self._archives = [file for file, _ in self.files if is_archive(file)]

    @property
    def known_ids(self) -> set[str] | None:
        """Ids of the URLs that will come; None when an archive is among the files: its URLs are not known beforehand."""
        return None if self._archives else self.manifest.ids

    def __iter__(self) -> Iterator[SavedPage | Unread]:
        archives = set(self._archives)
        for file, shown in self.files:
            try:
                if file in archives:
                    yield from self._archived(file, shown)
                else:
                    row = self.manifest.row(shown)
                    yield SavedPage(shown, _read_file(file), row.get("url"), fetched_at=row.get("fetched_at"))
            except InputError as error:
                yield Unread(shown, None, error)

    def _archived(self, path: Path, shown: str) -> Iterator[SavedPage | Unread]:
        from newsspider.archive.reading import DAMAGE, read_archive  # at first use: most calls read no archive
        from newsspider.archive.records import Skipped

        for found in read_archive(path):
            if isinstance(found, Skipped):
                detail = f"{found.part or shown}: the record at byte {found.position:,}: {found.detail}"
                kind = DamagedArchive(detail, found.reason) if found.reason in DAMAGE else Refused(found.reason, detail)
                yield Unread(shown, found.url, kind)
                continue
            page = self._index(path).resolve(found) if found.kind == "revisit" else found
            if page is None:
                yield Unread(shown, found.url, Refused("no_original", "a revisit of a page that is in none of these archives"))
            else:
                yield SavedPage(shown, page.body, page.url, page.content_type, page.fetched_at, page.status)

    def _index(self, path: Path) -> "ArchiveIndex":
        """What finds the page that a revisit shows again: in any of the archives or, when one of them cannot be read, in its own."""
        from newsspider.archive.index import open_index

        try:
            return open_index(self._archives)
        except InputError:
            return open_index([path])


def _files(path: Path) -> list[tuple[Path, str]]:
    """A file, or those of a folder that may hold pages, each with its name as it is shown."""
    if not path.is_dir():
        return [(path, path.as_posix())]
    found = sorted(file for file in path.rglob("*") if file.is_file())
    return [
        (file, file.relative_to(path).as_posix()) for file in found if file.suffix.lower() in PAGES_OR_GZIP or is_archive(file)
    ]


def _read_file(path: Path) -> bytes:
    """The bytes of a page, gzip undone. Raises InputError."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise InputError(f"{path}: larger than {MAX_BYTES >> 20} MiB; is it a page?")
        body = path.read_bytes()
        if body[:2] != b"\x1f\x8b":
            return body
        with gzip.open(path) as stream:
            body = stream.read(MAX_BYTES + 1)
    except (EOFError, zlib.error) as error:
        raise InputError(f"{path}: truncated or damaged gzip ({error})") from error
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}") from error
    if len(body) > MAX_BYTES:
        raise InputError(f"{path}: unpacks to more than {MAX_BYTES >> 20} MiB; is it a page?")
    return body


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
    """
    pages_of = SavedPages(paths, manifest or Manifest([]))
    joiner = Joiner(pages_of.known_ids)
    for saved in pages_of:
        if isinstance(saved, Unread):
            yield _fault(saved.file, saved.url, saved.error)
            continue
        printed = _printed(saved, outlets)
        if isinstance(printed, Printed):
            yield from map(_finished, joiner.take(saved.file, printed))
        else:
            yield printed
    yield from map(_finished, joiner.rest())


def extract_links(paths: list[Path], outlets: Outlets, manifest: Manifest | None = None) -> Iterator[dict[str, Any]]:
    """One row per page: `file`, `url`, `links` (each `url`, `title` and `day`, the latter from feeds) and `next_page`, or the fields of a fault."""
    for saved in SavedPages(paths, manifest or Manifest([])):
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


def _load(saved: SavedPage, outlets: Outlets) -> tuple[pages.Page, Outlet | None]:
    if saved.status != 200:
        raise NotAnArticle(f"http_{saved.status}")
    if saved.url and urlsplit(saved.url).path == "/robots.txt":  # an archive of ours holds it, and text it is
        raise NotAnArticle("robots_txt")
    outlet = outlets.outlet_for(saved.url) if saved.url else None
    encoding = outlet.encoding if outlet else None
    return pages.load(saved.body, url=saved.url, content_type=saved.content_type, encoding=encoding), outlet


def _printed(saved: SavedPage, outlets: Outlets) -> Printed | dict[str, Any]:
    """What a saved page printed; a fault's row when it gives no article."""
    try:
        page, outlet = _load(saved, outlets)
        return pages.read(page, outlet, fetched_at=saved.fetched_at)
    except Exception as error:  # told in the row, see _fault
        return _fault(saved.file, saved.url, error)


def _finished(saved: Saved) -> dict[str, Any]:
    """The row of an article whose pages are together."""
    try:
        return {"file": saved.file} | asdict(to_article(pages.join_pages(saved.parts)))
    except Exception as error:  # told in the row, see _fault
        return _fault(saved.file, saved.parts[0].url, error)


def _fault(file: str, url: str | None, error: Exception) -> dict[str, Any]:
    """The row of a page that gives no article. One page must never take the others with it, whatever went wrong."""
    row = {"file": file, "url": url}
    if isinstance(error, Refused):
        return row | {"error": error.error, "reason": error.reason, "detail": error.detail}
    if isinstance(error, InputError):
        return row | {"error": "input", "reason": getattr(error, "reason", "unreadable"), "detail": str(error)}
    return row | {"error": "internal", "reason": type(error).__name__, "detail": str(error)}
