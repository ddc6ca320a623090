"""The demo press: one invented site for each CMS family, served on loopback, with the true record of every article."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import date, datetime, timedelta
from threading import Lock
from types import TracebackType
from typing import Any, Self

from newsspider.demo import (
    chinanews,
    classic,
    editing,
    enorth,
    epaper,
    founder,
    hanweb,
    paperindex,
    people,
    shtml,
    trs,
    xinhuanet,
)
from newsspider.demo.changes import Change, altered
from newsspider.demo.faults import Faults
from newsspider.demo.server import Server
from newsspider.demo.site import Site
from newsspider.demo.stories import NEWEST, Record
from newsspider.outlets import Outlets

BASE_PORT = 8710
"""The first site's port; fixed by default, so that a second crawl meets the same URLs."""
FIRST_DAY, LAST_DAY = date(2025, 10, 20), date(2025, 10, 23)
"""The days that the e-papers' issues lie in."""

FAMILIES: tuple[Callable[[str, int, int], Site], ...] = (
    enorth.build, founder.build, trs.build, epaper.build, classic.build, classic.build_plain, paperindex.build, shtml.build,
    people.build, xinhuanet.build, chinanews.build, hanweb.build,
)  # fmt: skip


class Press:
    """The press as a context manager: it serves from `start` (or `with`) until `stop`.

    Args:
        base_port: port of the first site; the next ones follow. 0 takes free ports, see `on_free_ports`.
        scale: multiplies the number of articles; 1 gives about ten a site, 18 gives 2,100 in all.
        padding: bytes that the page of an article or a list has at least, filled up with furniture; 0 leaves pages as they are.
        faults: what goes wrong with answers; by default nothing, until rules are added to `press.faults`.

    Raises OutputError when a port is taken.
    """

    def __init__(self, base_port: int = BASE_PORT, scale: int = 1, *, padding: int = 0, faults: Faults | None = None) -> None:
        self._servers: list[Server] = []
        with ExitStack() as opened:
            for index in range(len(FAMILIES)):
                self._servers.append(Server(base_port and base_port + index))
                opened.callback(self._servers[-1].stop)
            opened.pop_all()  # all ports are ours: they stay open
        hosts = [f"127.0.0.1:{server.port}" for server in self._servers]
        self.sites = [build(host, scale, padding) for build, host in zip(FAMILIES, hosts, strict=True)]
        self.faults = faults or Faults()
        for server, site in zip(self._servers, self.sites, strict=True):
            server.site, server.faults = site, self.faults
        self.outlets = Outlets([site.outlet for site in self.sites])
        self._clock = NEWEST
        self._changing = Lock()

    @classmethod
    def on_free_ports(cls, scale: int = 1, *, padding: int = 0, faults: Faults | None = None) -> Self:
        """A press on whatever ports are free: for tests that run side by side."""
        return cls(0, scale, padding=padding, faults=faults)

    def expected(self, *, archive: bool = False) -> list[Record]:
        """The true record of every article that a crawl of all outlets must find, in no particular order.

        A record holds every Article field but `fetched_at`, `content_sha256` and `extractor`. `duplicate_of` names the
        article that was published first.

        Args:
            archive: add the articles of older e-paper issues, which no list leads to.
        """
        return [record for site in self.sites for record in [*site.records, *(site.archive if archive else [])]]

    def issues(self) -> dict[str, dict[str, dict[str, Any]]]:
        """What the account of each e-paper's issues must say from FIRST_DAY to LAST_DAY (or the day of the newest published issue) once all were crawled, by outlet and day.

        A day on which the paper did not appear has the state `no_issue` alone.
        """
        last = max([f"{LAST_DAY:%Y-%m-%d}", *(day for site in self.sites for day in site.issues)])
        days = [
            f"{FIRST_DAY + timedelta(days=number):%Y-%m-%d}" for number in range((date.fromisoformat(last) - FIRST_DAY).days + 1)
        ]
        return {
            site.outlet.id: {day: site.issues.get(day, {"state": "no_issue"}) for day in days}
            for site in self.sites
            if site.issues
        }

    def publish(self, count: int, outlet: str | None = None) -> list[Record]:
        """So many new articles on top of the lists of each site (or of one); their true records, which `expected()` tells from now on, too.

        An e-paper brings them as the issue of the next day; the issue before it is led to by no list any more.
        """
        with self._changing:
            sites = [self.site(outlet)] if outlet else self.sites
            self._clock = max(self._clock, *(editing.after(site, count) for site in sites))
            return [record for site in sites for record in editing.publish(site, count, self._later())]

    def edit(self, url: str, *, headline: str | None = None, body: list[str] | None = None) -> Record:
        """Print an article differently from now on; its new true record, whose `revision` counts the texts printed so far.

        Args:
            url: as its record tells it.
            headline: the new headline.
            body: the new paragraphs; dateline and byline of the record stay, so they should too. Without headline and body
                a new paragraph is put into the middle.

        Raises KeyError when the press has no such article.
        """
        with self._changing:
            return editing.edit(self._site_of(url), url, headline, body, self._later())

    def remove(self, url: str, status: int = 404) -> None:
        """Take an article down: all of its pages answer with the status from now on, and no list leads to it.

        Raises KeyError when the press has no such article.
        """
        with self._changing:
            editing.remove(self._site_of(url), url, status, self._later())

    def change(self, outlet: str, change: Change) -> None:
        """Change a site's templates from now on, instead of any change before. Raises KeyError for an unknown outlet."""
        with self._changing:
            site = self.site(outlet)
            site.alter = altered(change, site, self._later())

    def restore(self, outlet: str) -> None:
        """Print a site's pages as they were again. Raises KeyError for an unknown outlet."""
        with self._changing:
            site = self.site(outlet)
            site.alter = None
            site.print_anew(self._later(), everything=True)

    def site(self, outlet: str) -> Site:
        """The site of an outlet id. Raises KeyError."""
        return {site.outlet.id: site for site in self.sites}[outlet]

    def answers(self) -> Counter[tuple[str, int]]:
        """How many answers were begun so far, by outlet id and status; a request that hangs or is reset has none."""
        pairs = zip(self.sites, self._servers, strict=True)
        return Counter({(site.outlet.id, status): count for site, server in pairs for status, count in server.answers().items()})

    def _site_of(self, url: str) -> Site:
        for site in self.sites:
            if url in site.by_url:
                return site
        raise KeyError(f"{url}: the press has no such article")

    def _later(self) -> datetime:
        """The press's own clock: an hour later at each change."""
        self._clock += timedelta(hours=1)
        return self._clock

    def addresses(self) -> list[tuple[str, str]]:
        """Name and front page of each outlet."""
        return [(site.outlet.name, site.base + "/") for site in self.sites]

    def start(self) -> None:
        """Serve in background threads."""
        for server in self._servers:
            server.start()

    def stop(self) -> None:
        """Stop serving and free the ports."""
        with ThreadPoolExecutor(len(self._servers)) as pool:  # each waits for its own threads
            list(pool.map(Server.stop, self._servers))

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.stop()


def outlets(base_port: int = BASE_PORT) -> Outlets:
    """The site records of a press on these ports, without serving it."""
    return Outlets([build(f"127.0.0.1:{base_port + index}", 1, 0).outlet for index, build in enumerate(FAMILIES)])
