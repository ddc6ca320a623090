"""What `newsspider new-outlet` and `newsspider record` do: look at pages of a site, live, archived or saved."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from newsspider import pages
from newsspider.crawl.fetch_pages import fetch
from newsspider.errors import InputError, NotAnArticle, OutputError, UsageError
from newsspider.items import Found, Image, Video
from newsspider.onboarding.draft import CHANNEL_LINKS, SAMPLES, Draft, ListPage, load_page
from newsspider.onboarding.record import record_toml
from newsspider.outlets import Outlet, Outlets
from newsspider.outlets.checks import ID_RULE, is_outlet_id
from newsspider.spiders.fetch import Fetched
from newsspider.urls import check_url


@dataclass(frozen=True, kw_only=True)
class Network:
    """How pages are fetched."""

    replay: Sequence[Path] = ()
    contact: str | None = None
    verbose: bool = False

    def fetch(self, urls: Sequence[str], take: Any, outlets: Outlets) -> None:
        """See `newsspider.crawl.fetch_pages.fetch`."""
        fetch(urls, take, outlets, replay=self.replay, contact=self.contact, verbose=self.verbose)


@dataclass(slots=True)
class Visit:
    """A look at a site: list pages first, then its channels, then sample articles."""

    draft: Draft
    articles: Sequence[str]
    most_channels: int
    wanted: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Address under way -> (what it is to be, the address first asked for)."""
    asked: set[str] = field(default_factory=set)
    failures: dict[str, str] = field(default_factory=dict)
    channels: list[str] = field(default_factory=list)

    def ask(self, kind: str, urls: Iterable[str], first: str | None = None) -> list[str]:
        """Addresses to fetch next, but for those asked for before."""
        new = [url for url in dict.fromkeys(urls) if url not in self.asked]
        self.asked.update(new)
        self.wanted.update({url: (kind, first or url) for url in new})
        return new

    def take(self, fetched: Fetched) -> list[str]:
        """Take a page in; the addresses to fetch next."""
        kind, first = self.wanted.pop(fetched.requested)
        more = self._read(fetched, kind, first)
        return more or ([] if self.wanted else self._next())

    def _read(self, fetched: Fetched, kind: str, first: str) -> list[str]:
        if fetched.error:
            self.failures[first] = fetched.error
            return []
        try:
            page = load_page(fetched.body, fetched.url, fetched.content_type)
        except InputError as error:
            self.failures[first] = str(error)
            return []
        if (target := pages.redirect_target(page)) and (more := self.ask(kind, [target], first)):
            return more
        if kind == "article":
            self.draft.take_article(page, fetched.fetched_at)
            return []
        before = len(self.draft.lists)
        found = self.draft.take_list(first, page)
        if kind == "list":
            self.channels += found
        elif len(self.draft.lists) > before and len(self.draft.lists[-1].links) < CHANNEL_LINKS:
            self.draft.lists.pop()
        return []

    def _next(self) -> list[str]:
        """The next kind of pages, when those under way are all in."""
        if self.channels:
            chosen, self.channels = self.channels[: self.most_channels], []
            if new := self.ask("channel", chosen):
                return new
        if self.draft.samples or any(kind == "article" for kind, _ in self.wanted.values()):
            return []
        return self.ask("article", [*self.articles, *self.draft.wanted_samples()][: max(SAMPLES, len(self.articles))])


def new_outlet_record(
    urls: Sequence[str], outlets: Outlets, network: Network, *, articles: Sequence[str], channels: int, outlet_id: str | None
) -> str:
    """The record of a site, as TOML, from its list pages.

    Args:
        urls: list pages, or a front page that leads to some.
        outlets: the records there are.
        network: how to fetch.
        articles: article pages to read as samples; else some that the lists link to.
        channels: of the pages that a list links to like a channel, at most so many are tried as further lists.
        outlet_id: the id; None to make one from the host.

    Raises BadUrl, UsageError for what is no id; InputError when a list cannot be fetched or leads to no article.
    """
    visit = Visit(Draft(outlets, check_id(outlet_id)), [check_url(each) for each in articles], channels)
    network.fetch(visit.ask("list", map(check_url, urls)), visit.take, outlets)
    lost = [url for url in urls if url in visit.failures]
    if lost:
        raise InputError(f"{lost[0]}: {visit.failures[lost[0]]}; try it in a browser, or save it and use --list-file")
    return _finish(visit.draft)


def new_outlet_from_files(
    url: str, list_file: Path, article_file: Path, outlets: Outlets, *, article_url: str | None, outlet_id: str | None
) -> str:
    """The record of a site from two saved pages.

    Raises BadUrl, UsageError for what is no id; InputError for a file that cannot be read or leads to no article.
    """
    draft = Draft(outlets, check_id(outlet_id))
    page = load_page(_read(list_file), check_url(url))
    draft.take_list(url, page)
    address = check_url(article_url) if article_url else next(iter(draft.wanted_samples()), None)
    if address is None:
        raise InputError(f"{list_file}: no article link in it; name the article's address with --article")
    draft.take_article(load_page(_read(article_file), address), None)
    if not draft.lists:
        draft.lists.append(ListPage(url, [], ""))
    return _finish(draft)


def check_id(outlet_id: str | None) -> str | None:
    """The id asked for. Raises UsageError for one that no record can have."""
    if outlet_id is not None and not is_outlet_id(outlet_id):
        raise UsageError(f"--id {outlet_id!r}: an outlet's id is {ID_RULE}, like jiangxi_jxnews")
    return outlet_id


def _finish(draft: Draft) -> str:
    outlet = draft.outlet()
    return record_toml(outlet, draft.notes, draft.samples, seen=f"{datetime.now(UTC):%Y}")


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}") from error


def record_page(url: str, folder: Path, outlets: Outlets, network: Network) -> list[Path]:
    """Save a page as a test page: its bytes, what is known of it, and what was read from it as a draft; the files written.

    Raises OutputError when something stands there already, InputError when the page cannot be fetched.
    """
    if folder.exists():
        raise OutputError(f"{folder} is there already; choose another name with --to")
    got: list[Fetched] = []

    def take(fetched: Fetched) -> list[str]:
        got.append(fetched)
        return []

    network.fetch([check_url(url)], take, outlets)
    [fetched] = got
    if fetched.error:
        raise InputError(f"{url}: {fetched.error}")
    outlet = outlets.outlet_for(fetched.url)
    meta: dict[str, Any] = {"url": fetched.url, "content_type": fetched.content_type, "fetched_at": fetched.fetched_at}
    if outlet:
        meta["outlet"] = _given(outlet)
    contents = {
        "page.html": fetched.body,
        "meta.json": _json(meta),
        "printed.draft.json": _json(printed_draft(fetched, outlet)),
    }
    try:
        folder.mkdir(parents=True)
        for name, content in contents.items():
            (folder / name).write_bytes(content)
    except OSError as error:
        raise OutputError(f"{folder}: {error.strerror or error}") from error
    return [folder / name for name in contents]


def printed_draft(fetched: Fetched, outlet: Outlet | None) -> dict[str, Any]:
    """What the reader makes of a page, in the form of a test page's `printed.json`; `refused` with the reason when it is no article."""
    try:
        page = pages.load(
            fetched.body, url=fetched.url, content_type=fetched.content_type, encoding=outlet.encoding if outlet else None
        )
        printed = pages.read(page, outlet, fetched_at=fetched.fetched_at)
    except NotAnArticle as error:
        return {"refused": error.reason}
    known = {"content_sha256", "url", "fetched_at", "outlet", "outlet_name", "province", "simplify", "bodies", "left_out"}
    values = {each.name: _plain(getattr(printed, each.name)) for each in fields(printed) if each.name not in known}
    return {name: content for name, content in values.items() if content not in (None, [])}


def _plain(content: Any) -> Any:
    match content:
        case list():
            return [_plain(item) for item in content]
        case Found():
            return [content.value, content.origin]
        case Image():
            return [content.url, content.caption]
        case Video():
            return content.url
    return content


def _given(outlet: Outlet) -> dict[str, Any]:
    """The record's keys that are not at their default."""
    values = asdict(outlet)
    bare = asdict(Outlet(id="", name="", province=None, kind="portal", family="", hosts=[]))
    needed = ("id", "name", "province", "kind", "family", "hosts")
    return {key: content for key, content in values.items() if key in needed or content != bare[key]}


def _json(content: Any) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def record_folder(url: str, to: Path | None) -> Path:
    """Where a test page goes: `--to`, else `tests/pages/` and a name made from the address. Raises UsageError outside a checkout."""
    if to:
        return to
    home = Path("tests/pages")
    if not home.is_dir():
        raise UsageError("there is no tests/pages here; say where to with --to FOLDER")
    name = "".join(letter if letter.isalnum() else "_" for letter in check_url(url).partition("://")[2].partition("?")[0])
    return home / name.strip("_")[-60:].strip("_").lower()
