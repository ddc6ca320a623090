"""The demo press: one invented site for each CMS family, served on loopback, with the true record of every article."""

from collections.abc import Callable
from contextlib import ExitStack
from datetime import date, timedelta
from types import TracebackType
from typing import Any, Self

from newsspider.demo import chinanews, classic, enorth, epaper, founder, hanweb, paperindex, people, shtml, trs, xinhuanet
from newsspider.demo.server import Server
from newsspider.demo.site import Site
from newsspider.demo.stories import Record
from newsspider.outlets import Outlets

BASE_PORT = 8710
"""The first site's port; fixed by default, so that a second crawl meets the same URLs."""
FIRST_DAY, LAST_DAY = date(2025, 10, 20), date(2025, 10, 23)
"""The days that the e-papers' issues lie in."""

FAMILIES: tuple[Callable[[str, int], Site], ...] = (
    enorth.build, founder.build, trs.build, epaper.build, classic.build, classic.build_plain, paperindex.build, shtml.build,
    people.build, xinhuanet.build, chinanews.build, hanweb.build,
)  # fmt: skip


class Press:
    """The press as a context manager: it serves from `start` (or `with`) until `stop`.

    Args:
        base_port: port of the first site; the next ones follow. 0 takes free ports, see `on_free_ports`.
        scale: multiplies the number of articles; 1 gives about ten a site.

    Raises OutputError when a port is taken.
    """

    def __init__(self, base_port: int = BASE_PORT, scale: int = 1) -> None:
        self._servers: list[Server] = []
        with ExitStack() as opened:
            for index in range(len(FAMILIES)):
                self._servers.append(Server(base_port and base_port + index))
                opened.callback(self._servers[-1].stop)
            opened.pop_all()  # all ports are ours: they stay open
        self.sites = [build(f"127.0.0.1:{server.port}", scale) for build, server in zip(FAMILIES, self._servers, strict=True)]
        for server, site in zip(self._servers, self.sites, strict=True):
            server.site = site
        self.outlets = Outlets([site.outlet for site in self.sites])

    @classmethod
    def on_free_ports(cls, scale: int = 1) -> Self:
        """A press on whatever ports are free: for tests that run side by side."""
        return cls(0, scale)

    def expected(self, *, archive: bool = False) -> list[Record]:
        """The true record of every article that a crawl of all outlets must find, in no particular order.

        A record holds every Article field but `fetched_at`, `content_sha256` and `extractor`. `duplicate_of` names the
        article that was published first.

        Args:
            archive: add the articles of older e-paper issues, which no list leads to.
        """
        return [record for site in self.sites for record in [*site.records, *(site.archive if archive else [])]]

    def issues(self) -> dict[str, dict[str, dict[str, Any]]]:
        """What the account of each e-paper's issues must say from FIRST_DAY to LAST_DAY once all were crawled, by outlet and day.

        A day on which the paper did not appear has the state `no_issue` alone.
        """
        days = [f"{FIRST_DAY + timedelta(days=number):%Y-%m-%d}" for number in range((LAST_DAY - FIRST_DAY).days + 1)]
        return {
            site.outlet.id: {day: site.issues.get(day, {"state": "no_issue"}) for day in days}
            for site in self.sites
            if site.issues
        }

    def addresses(self) -> list[tuple[str, str]]:
        """Name and front page of each outlet."""
        return [(site.outlet.name, site.base + "/") for site in self.sites]

    def start(self) -> None:
        """Serve in background threads."""
        for server in self._servers:
            server.start()

    def stop(self) -> None:
        """Stop serving and free the ports."""
        for server in self._servers:
            server.stop()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.stop()


def outlets(base_port: int = BASE_PORT) -> Outlets:
    """The site records of a press on these ports, without serving it."""
    return Outlets([build(f"127.0.0.1:{base_port + index}", 1).outlet for index, build in enumerate(FAMILIES)])
