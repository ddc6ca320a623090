"""After a crawl: the watch judges each outlet, its alarms are said, entered and told to whoever is to be told."""

import contextlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

import click

from newsspider.config import in_force
from newsspider.errors import OutputError, WatchFailed
from newsspider.notify import RunSummary, summarize, tell
from newsspider.store import Store
from newsspider.telemetry.counters import counts_by_outlet, set_alarms
from newsspider.units import Unit
from newsspider.watch.keeping import Verdict, remember, said, watch_run

FINE = (0, 1)
"""Exit codes of a run in which nothing worse happened than that an outlet gave no article."""


def verdicts_on(units: Sequence[Unit], store: Store, run: int, started: datetime) -> dict[str, Verdict]:
    """What the watch says of each outlet that was crawled to its end; its words are put into the unit's counts.

    Raises OutputError when the database fails.
    """
    watch = in_force().values.watch
    verdicts: dict[str, Verdict] = {}
    for unit in units if watch.on else ():
        if unit.error or unit.stats.get("finish_reason") != "finished":
            continue
        found = watch_run(store, run, started, counts_by_outlet(unit.stats), watch, limited=unit.spider != "outlet")
        for name, verdict in found.items():
            if verdict.alarms:
                set_alarms(unit.stats, name, [alarm.monitor for alarm in verdict.alarms])
        verdicts |= found
    return verdicts


def say_alarms(verdicts: Mapping[str, Verdict], units: Sequence[Unit], code: int) -> int:
    """A line on stderr for each alarm; the exit code, that of the watch when nothing worse happened.

    An outlet that never gave anything is not broken: it is among those that gave no article.
    """
    barren = barren_of(units)
    for name, verdict in verdicts.items():
        for alarm in verdict.alarms:
            click.echo(f"newsspider: {said(alarm)}", err=True)
        if verdict.reopened:
            click.echo(
                f"newsspider: {name}: {verdict.reopened} addresses without article are tried again by later runs", err=True
            )
    broken = any(verdict.alarms and (verdict.known or name not in barren) for name, verdict in verdicts.items())
    return WatchFailed.exit_code if broken and code in FINE else code


def tell_of(
    units: Sequence[Unit], run: int | None, command: str, started: datetime, database: str, verdicts: Mapping[str, Verdict],
    *, broken_off: bool = False,
) -> None:  # fmt: skip
    """Send the notifications of a run; a target that does not take its message is said in a line and breaks nothing.

    Without targets the alarms are entered in the store all the same.
    """
    notify = in_force().values.notify
    alarms = [alarm for verdict in verdicts.values() for alarm in verdict.alarms]
    explained = {alarm.outlet for alarm in alarms}
    summary = summarize(
        units, run=run, command=command, started_at=started, broken_off=broken_off, alarms=alarms,
        barren=[name for name in barren_of(units) if name not in explained],
    )  # fmt: skip
    if watches():
        summary = replace(summary, checked=frozenset(name for name, verdict in verdicts.items() if verdict.sees))
    if notify.urls and notify.on != "never":
        for fault in tell(summary, notify, database):
            click.echo(f"newsspider: {fault}", err=True)
    elif run is not None:
        _remember(summary, database)


def watches() -> bool:
    """Whether runs are judged here: then one that is not (`--no-watch`) says of no alarm that it is over."""
    configuration = in_force()
    return configuration.values.watch.on or configuration.origins["watch.on"].startswith("command line")


def _remember(summary: RunSummary, database: str) -> None:
    """Enter a run's alarms. A store that fails was told of when the run ended, or the next run enters them."""
    with contextlib.suppress(OutputError), contextlib.closing(Store(database)) as store:
        remember(store, summary, in_force().values.notify.repeat)


def barren_of(units: Sequence[Unit]) -> list[str]:
    """The outlets that gave nothing although something was asked."""
    return [name for unit in units for name, row in counts_by_outlet(unit.stats).items() if is_barren(row)]


def is_barren(row: dict[str, object]) -> bool:
    """Whether an outlet gave nothing although something was asked: no list could be read, or every new article failed.

    Issues of which nothing was left to fetch, or days without a paper, are no failure.
    """
    if row.get("stored") or row.get("unchanged"):
        return False
    return bool(row.get("failed") or row.get("refused")) or not (
        row.get("listed") or row.get("lists_unchanged") or row.get("issues")
    )
