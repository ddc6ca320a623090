"""After a run: each outlet judged by the store's history, the alarms entered there, and what a fault cost taken up again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from newsspider.config import Watch
from newsspider.notify.book import AlarmBook
from newsspider.notify.digest import Alarm, RunSummary
from newsspider.notify.folding import fold
from newsspider.store import Runs, Store
from newsspider.store.reopen import reopen
from newsspider.store.tables import outlet_runs
from newsspider.watch.causes import CAUSES
from newsspider.watch.judging import asked, is_lost, judge
from newsspider.watch.usual import Counts


@dataclass(frozen=True)
class Verdict:
    """What the watch says of one outlet's run."""

    alarms: tuple[Alarm, ...]
    """The one that explains most first; empty when all is well."""
    known: bool
    """Whether there were earlier runs to judge by."""
    sees: bool
    """Whether the run saw enough of the outlet to say that an earlier alarm is over."""
    reopened: int
    """Addresses that gave no article and are tried again by later runs."""


def watch_run(
    store: Store, run: int, started: datetime, rows: Mapping[str, Counts], watch: Watch, *, limited: bool = False
) -> dict[str, Verdict]:
    """Judge the outlets of a run that has ended; by outlet. Raises OutputError when the database fails.

    Args:
        store: where the run was entered.
        run: its number.
        started: when it began, aware.
        rows: what it counted per outlet, see `newsspider.telemetry.counters.counts_by_outlet`.
        watch: the thresholds.
        limited: it did not go through the lists.
    """
    verdicts = {}
    for outlet, row in rows.items():
        history = [each for each in Runs(store).history(outlet, watch.history + 1) if each.run != run]
        alarms = tuple(judge(outlet, row, history, watch, at=started, limited=limited))
        reopened = 0
        if alarms:
            _flag(store, run, outlet, [alarm.monitor for alarm in alarms])
        if any(CAUSES[alarm.monitor].lost for alarm in alarms):
            reopened = reopen(store, outlet, started, [name for name in row.get("reasons", {}) if is_lost(name)])
        sees = not limited and asked(row) >= watch.articles
        verdicts[outlet] = Verdict(alarms, bool(history), sees, reopened)
    return verdicts


def _flag(store: Store, run: int, outlet: str, words: Sequence[str]) -> None:
    """Enter in an outlet's part of a run which alarms it raised: it says nothing about what is usual."""
    mine = (outlet_runs.c.run == run) & (outlet_runs.c.outlet == outlet)
    with store.transaction() as connection:
        counts = connection.scalar(select(outlet_runs.c.counts).where(mine))
        if counts is not None:
            connection.execute(outlet_runs.update().where(mine).values(counts=counts | {"alarms": list(words)}))


def remember(store: Store, summary: RunSummary, repeat: timedelta) -> None:
    """Enter a run's alarms, and which are over, where nobody is told of them. Raises OutputError when the database fails."""
    book = AlarmBook(store)
    folded = fold(summary, book.open_alarms(), repeat)
    book.enter([*folded.untold(), *(known for known in folded.known if known.state == "recovered")])


def said(alarm: Alarm) -> str:
    """An alarm as one line: outlet, word, what is wrong with figures and the command to try, addresses."""
    return " ".join((f"{alarm.outlet}: {alarm.monitor}: {alarm.message}", *alarm.examples))
