"""One spider's account: each address that its run takes up is settled once, with what became of it; what never is, is found out."""

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from newsspider.telemetry.counters import Event, Outcome, Stats, counts_by_outlet

FAULTS_STAT = "news_faults"
"""Stat that holds what makes a run incomplete beside lost addresses, each as one line: what its spider died of, …"""

REASONS = {"shutdown": "broken_off"}
"""How a spider ended, in Scrapy's words -> why addresses were left; other ends are the reason themselves (`store_failed`, …)."""

LOSING = ("finished", "start_error")
"""Ends that leave no address open, if all is well."""

Listener = Callable[[str, Outcome | None, str | None], None]
"""Takes an address, what became of it (None: nobody can say) and the reason."""


class Count(Protocol):
    """Counts an event, as `newsspider.telemetry.counters.count` does."""

    def __call__(self, event: Event, outlet: str, reason: str | None = None, number: int = 1, url: str | None = None) -> None:
        """Add to the event's counter."""


class Account:
    """The addresses of one spider's run. An address is whatever text the ledger knows it by.

    Args:
        count: where `found`, the outcomes and `lost` are counted, each under the outlet that the address was taken up for.
        listener: told of each address as it is settled, or lost.
    """

    def __init__(self, count: Count, listener: Listener = lambda url, outcome, reason: None) -> None:
        self._count = count
        self.listener = listener
        self._open: dict[str, str] = {}
        """Outlet by address, of those that are taken up and not settled."""
        self._settled: set[str] = set()
        self._known: set[str] = set()
        self._handed_over: set[str] = set()

    def take_up(self, url: str, outlet: str) -> bool:
        """The run is to find out what becomes of an address; whether it had not been taken up before."""
        if url in self._open or url in self._settled:
            return False
        self._open[url] = outlet
        self._count("found", outlet)
        return True

    def know(self, url: str, outlet: str) -> bool:
        """An address was met that the ledger had settled; whether it is met for the first time, and not taken up."""
        if url in self._known or url in self._open or url in self._settled:
            return False
        self._known.add(url)
        self._count("known", outlet)
        return True

    def settle(self, url: str, outlet: str, outcome: Outcome, reason: str | None = None) -> str | None:
        """What became of an address. The first outcome counts: None when there was one, else the outlet it is counted under.

        Args:
            url: the address; one that nobody took up is taken up now.
            outlet: its outlet, should nobody have taken it up.
            outcome: what became of it.
            reason: one word; None of stored and unchanged ones.
        """
        if url in self._settled:
            return None
        self.take_up(url, outlet)
        counted_under = self._open.pop(url)
        self._settled.add(url)
        self._count(outcome, counted_under, reason, url=url)
        self.listener(url, outcome, reason)
        return counted_under

    def hand_over(self, url: str) -> None:
        """The address' article is on its way to the store, which will settle it: what its page does now says nothing more."""
        self._handed_over.add(url)

    def is_handed_over(self, url: str) -> bool:
        """Whether its article is on its way to the store, or has arrived there."""
        return url in self._handed_over

    def close(self, end: str) -> None:
        """The run is over: what is open is left, for the reason that the end is, or lost where the end is none.

        Args:
            end: Scrapy's reason why the spider closed: `finished`, `shutdown`, `store_failed`, …
        """
        for url, outlet in list(self._open.items()):
            if end not in LOSING:
                self.settle(url, outlet, "left", REASONS.get(end, end))
                continue
            del self._open[url]
            self._settled.add(url)
            self._count("lost", outlet, "lost", url=url)
            self.listener(url, None, "lost")


def add_fault(stats: Stats, message: str) -> None:
    """Note what makes the run incomplete, for `incomplete`."""
    faults: list[str] = stats.get_value(FAULTS_STAT, [])
    if message not in faults:
        stats.set_value(FAULTS_STAT, [*faults, message])


def incomplete(stats: Mapping[str, Any], name: str) -> str | None:
    """What is wrong with a spider's run beside its pages, as one line; None when it can account for all.

    Args:
        stats: Scrapy's stats of the run.
        name: what the spider is called: its outlet's id.
    """
    faults = [f"{name}: {fault}" for fault in stats.get(FAULTS_STAT, ())]
    for outlet, row in counts_by_outlet(dict(stats)).items():
        if lost := row.get("lost"):
            shown = " ".join(row.get("examples", {}).get("lost", ()))
            faults.append(f"{outlet}: of {row['found']} addresses taken up it is not known what became of {lost}, like {shown}")
    return "; ".join(faults) + "; what is missing stays pending, the next run takes it up" if faults else None
