"""The command that makes crawls run by themselves: schedule."""

import contextlib
import json
import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from newsspider.cli.options import (
    PATH,
    contact_option,
    database_option,
    metrics_port_option,
    output_option,
    sites_option,
    verbose_option,
)
from newsspider.config import in_force, load

if TYPE_CHECKING:
    from newsspider.scheduling import Schedule

DEFAULT_FILE = Path("schedule.toml")

schedule_file_option = click.option(
    "--file",
    "schedule_file",
    type=PATH,
    metavar="FILE",
    help="The schedule; by default `schedule` of the configuration, then schedule.toml here.",
)


@click.command()
@schedule_file_option
@click.option("--plan", "planned", is_flag=True, help="Only print what is due when, Asia/Shanghai, and exit.")
@click.option(
    "--hours", type=click.FloatRange(0, 366 * 24, min_open=True), default=24.0, show_default=True, help="How far --plan looks."
)
@click.option("--json", "as_json", is_flag=True, help="With --plan: one JSON list instead of the table.")
@output_option
@database_option
@sites_option
@contact_option
@metrics_port_option
@verbose_option
def schedule(
    schedule_file: Path | None, planned: bool, hours: float, as_json: bool, output: Path, database: str | None,
    sites: Path | None, contact: str | None, verbose: bool,
) -> None:  # fmt: skip
    """Run crawls at the times that a schedule file says, until SIGTERM or Ctrl-C: one process per outlet and run.

    Runs that were missed (asleep, switched off, killed) are made up for by one run at the next start. SIGHUP, or a change of the
    file, reads it again. docs/scheduling.md tells the file, and how to run under systemd or cron.
    """
    read, source = schedule_source(schedule_file, sites)
    if planned:
        show_plan(read(), hours, as_json=as_json)
        return
    from newsspider.crawl.command import check_writable
    from newsspider.scheduling.children import environment
    from newsspider.scheduling.scheduler import Scheduler
    from newsspider.store import Store

    log_to_stderr()
    check_writable(output)
    with contextlib.closing(Store(database or sqlite_of(output))) as store:
        scheduler = Scheduler(store, read, source, environment(in_force()), verbose=verbose)
        if (port := in_force().values.metrics_port) is not None:
            from newsspider.scheduling.figures import Figures
            from newsspider.telemetry import metrics

            metrics.serve(port, in_force().values.metrics_address)
            scheduler.dispatcher.ended = Figures(metrics.registry, scheduler.dues, lambda: scheduler.schedule).ended
        click.get_current_context().exit(scheduler.run())


def run_what_is_due(schedule_file: Path | None, *, output: Path, database: str | None, sites: Path | None, verbose: bool) -> int:
    """`newsspider crawl --due`: the exit code."""
    from newsspider.crawl.command import check_writable
    from newsspider.scheduling.children import environment
    from newsspider.scheduling.scheduler import run_due
    from newsspider.store import Store

    read, _ = schedule_source(schedule_file, sites)
    log_to_stderr()
    check_writable(output)
    with contextlib.closing(Store(database or sqlite_of(output))) as store:
        return run_due(store, read(), environment(in_force()), verbose=verbose)


def schedule_source(file: Path | None, sites: Path | None) -> tuple[Callable[[], "Schedule"], Path]:
    """What reads the schedule, each time anew, and the file that it stands in: of its own, or the configuration's."""
    from newsspider.outlets import load_outlets
    from newsspider.scheduling import load_schedule, parse_schedule

    configuration = in_force()
    inline = configuration.file if file is None and isinstance(configuration.values.schedule, dict) else None
    if inline is None:
        said = configuration.values.schedule
        path = file or (said if isinstance(said, Path) else DEFAULT_FILE)
        return lambda: load_schedule(path, load_outlets(sites)), path

    def read() -> "Schedule":
        table = load(inline).values.schedule
        return parse_schedule(table if isinstance(table, dict) else {}, load_outlets(sites), f"{inline} [schedule]")

    return read, inline


def show_plan(schedule: "Schedule", hours: float, *, as_json: bool) -> None:
    """Print the due times of the next hours."""
    from newsspider.scheduling.plan import plan, plan_table
    from newsspider.terminal.tables import show

    now, length = datetime.now(UTC), timedelta(hours=hours)
    if as_json:
        click.echo(json.dumps(list(plan(schedule, now, length)), ensure_ascii=False, indent=1))
    else:
        show(plan_table(schedule, now, length))


def log_to_stderr() -> None:
    """The scheduler's own log, looking like that of the crawls; it loads no Scrapy."""
    from newsspider.telemetry import logs

    log = in_force().values.log
    handler = logging.StreamHandler()
    handler.setFormatter(logs.JsonFormatter() if log.format == "json" else logs.TextFormatter(logs.TEXT, "%Y-%m-%d %H:%M:%S"))
    handler.addFilter(logs.place)
    logger = logging.getLogger("newsspider")
    logger.setLevel(log.level or "INFO")
    logger.handlers = [handler]


def sqlite_of(output: Path) -> str:
    """The database of an output folder."""
    from newsspider.config.scrapy import sqlite_in

    return sqlite_in(output)
