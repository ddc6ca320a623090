"""After a crawl: the watch judges each outlet, alarms are said, entered and told to whoever is to be told; the exit code."""

import contextlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import click

from newsspider.config import in_force
from newsspider.errors import EXIT_INTERRUPTED, NotifyError, OutputError, RunIncomplete, WatchFailed, gravest
from newsspider.notify import RunSummary, summarize, tell
from newsspider.store import Store
from newsspider.telemetry.counters import LEFT_REASONS, counts_by_outlet, counts_of, set_alarms, without_article
from newsspider.telemetry.faults import in_words
from newsspider.units import Unit
from newsspider.watch.keeping import Verdict, remember, said, watch_run

EXIT_NOTHING = 1
BROKEN_OFF = "newsspider: broken off; run the same command again to go on"


def verdicts_on(units: Sequence[Unit], store: Store, run: int, started: datetime) -> dict[str, Verdict]:
    """What the watch says of each outlet that was crawled to its end; its words are put into the unit's counts. An outlet that it
    cannot judge makes the run incomplete, and the others are judged.

    Raises OutputError when the database fails.
    """
    watch = in_force().values.watch
    verdicts: dict[str, Verdict] = {}
    for unit in units if watch.on else ():
        if unit.error or unit.stats.get("finish_reason") != "finished":
            continue
        for name, row in counts_by_outlet(unit.stats).items():
            try:
                found = watch_run(store, run, started, {name: row}, watch, limited=unit.spider != "outlet")
            except OutputError:
                raise
            except Exception as error:
                unit.error = RunIncomplete(f"{name}: its run could not be judged: {in_words(error)}; please report it")
                continue
            for each, verdict in found.items():
                if verdict.alarms:
                    set_alarms(unit.stats, each, [alarm.monitor for alarm in verdict.alarms])
            verdicts |= found
    return verdicts


def say_end(units: Sequence[Unit], verdicts: Mapping[str, Verdict], *, broken_off: bool, urls: bool) -> int:
    """Say on stderr what went wrong and which alarms there are; the exit code: the gravest of all that happened.

    Args:
        units: what ran.
        verdicts: what the watch says.
        broken_off: whether somebody ended it early.
        urls: whether single addresses were asked for: then each of them was to give an article.
    """
    for fault in dict.fromkeys(str(unit.error) for unit in units if unit.error):
        click.echo(f"newsspider: {fault}", err=True)
    codes = [unit.error.exit_code for unit in units if unit.error]
    if broken_off:
        click.echo(BROKEN_OFF, err=True)
        codes.append(EXIT_INTERRUPTED)
    elif not codes:
        codes.append(_say_missing(units, urls))
    _say_cookie_walls(units)
    _say_keys(units)
    codes.append(_say_alarms(verdicts, units))
    return gravest(codes)


def _say_cookie_walls(units: Sequence[Unit]) -> None:
    """Say which outlets should be asked with cookies."""
    for name, row in counts_of(unit.stats for unit in units).items():
        if walls := row.get("cookie_wall"):
            click.echo(
                f"newsspider: {name}: pages came only with the cookie that they set ({walls} asked for twice); "
                "`cookies = true` in its site record spares that",
                err=True,
            )


def _say_keys(units: Sequence[Unit]) -> None:
    """Say which query keys of which outlets turned out to name articles, or not to."""
    for name, row in counts_of(unit.stats for unit in units).items():
        for kind, means in (("identity", "names its articles"), ("ignored", "says nothing of its articles")):
            for reason in row["reasons"]:
                if key := reason.partition(f"key_{kind}_")[2]:
                    click.echo(
                        f"newsspider: {name}: the query key {key!r} {means}, as its pages show; "
                        f'`{kind}_keys = ["{key}"]` in its site record says so from the start',
                        err=True,
                    )


def _say_missing(units: Sequence[Unit], urls: bool) -> int:
    """Say which outlets gave nothing, of single addresses how many; the exit code."""
    if urls:
        rows = counts_of(unit.stats for unit in units)
        empty = sum(map(_without_article, rows.values()))
        if empty:
            whole = sum(int(row.get("found", 0)) + int(row.get("known", 0)) for row in rows.values())
            click.echo(
                f"newsspider: {empty} of {whole} addresses gave no article; look at the reasons above, or run with -v", err=True
            )
        return EXIT_NOTHING if empty else 0
    if barren := barren_of(units):
        click.echo(f"newsspider: no article from {', '.join(barren)}; look at the reasons above, or run with -v", err=True)
    return EXIT_NOTHING if barren else 0


def _without_article(row: Mapping[str, Any]) -> int:
    """Of the single addresses that were asked for, those that gave no article, in this run or an earlier one; not those beyond `--limit`."""
    left = int(row.get("left", 0)) - int(row.get(LEFT_REASONS, {}).get("limit", 0))
    return without_article(row) + int(row.get("known_without_article", 0)) + left


def _say_alarms(verdicts: Mapping[str, Verdict], units: Sequence[Unit]) -> int:
    """A line on stderr for each alarm; the exit code.

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
    return WatchFailed.exit_code if broken else 0


def tell_of(
    units: Sequence[Unit], run: int | None, command: str, started: datetime, database: str, verdicts: Mapping[str, Verdict],
    *, broken_off: bool = False,
) -> int:  # fmt: skip
    """Send the notifications of a run; a target that does not take its message is said in a line and breaks nothing. The exit code:
    that of a message which could not even be made, else 0.

    Without targets the alarms are entered in the store all the same.
    """
    try:
        _tell_of(units, run, command, started, database, verdicts, broken_off)
    except Exception as error:  # the run is done, whatever is wrong with telling of it
        click.echo(f"newsspider: nobody was told of this run: {in_words(error)}; please report it", err=True)
        return NotifyError.exit_code
    return 0


def _tell_of(
    units: Sequence[Unit], run: int | None, command: str, started: datetime, database: str, verdicts: Mapping[str, Verdict],
    broken_off: bool,
) -> None:  # fmt: skip
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
    return [name for name, row in counts_of(unit.stats for unit in units).items() if is_barren(row)]


def is_barren(row: dict[str, object]) -> bool:
    """Whether an outlet gave nothing although something was asked: no list could be read, or every new article failed.

    Issues of which nothing was left to fetch, or days without a paper, are no failure.
    """
    if row.get("stored") or row.get("unchanged"):
        return False
    return bool(without_article(row)) or not (
        row.get("listed") or row.get("lists_unchanged") or row.get("issues") or row.get("known")
    )
