"""Tables for the terminal: outlets, and what a crawl did."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table

from newsspider.days import SHANGHAI
from newsspider.outlets import PROVINCES, Outlet, Outlets
from newsspider.telemetry.counters import LEFT_REASONS, SETTLED, counts_of

if TYPE_CHECKING:
    from newsspider.store import IssueStatus, Run
    from newsspider.units import Unit

PIPE_WIDTH = 160
"""Columns of a table that goes into a pipe or file."""


CRAWL_COUNTS = ("listed", "new", "found", *SETTLED)
RARE = ("unchanged", "gone", "left")
"""Columns that stand in the table of a crawl only when some outlet has one."""
RUN_COUNTS = ("listed", "new", "found", "stored", "revised", *(name for name in SETTLED if name != "stored"))
"""What `newsspider.telemetry.counters` says of them: found is the sum of all behind it, but for revised, which are among those stored."""


def show(table: Table) -> None:
    """Print a table on stdout: plain and uncut when it is no terminal."""
    console = Console()
    if not console.is_terminal:
        console = Console(width=PIPE_WIDTH)
    console.print(table)


def crawl_table(units: Sequence["Unit"], outlets: Outlets) -> Table:
    """Per outlet: links listed, of these new; addresses taken up, and what became of them, with reasons. A column of RARE is left out
    where it is all noughts. How long it waited for hosts that asked to be left alone stands there where any did.
    """
    rows: dict[str, dict[str, Any]] = {unit.arguments["outlet"]: {} for unit in units if "outlet" in unit.arguments}
    rows |= counts_of(unit.stats for unit in units)
    counts = [name for name in CRAWL_COUNTS if name not in RARE or any(row.get(name) for row in rows.values())]
    table = Table(box=SIMPLE)
    for name in ("outlet", "name"):
        table.add_column(name)
    for name in counts:
        table.add_column(name, justify="right")
    rested = any(row.get("rested") for row in rows.values())
    if rested:
        table.add_column("rested", justify="right")
    table.add_column("reasons", overflow="fold")
    for name, row in rows.items():
        known = outlets[name].name if name in outlets else ""
        waited = [f"{row['rested']} s" if row.get("rested") else ""] if rested else []
        table.add_row(name, known, *(str(row.get(key, 0)) for key in counts), *waited, _reasons(row))
    return table


def _reasons(row: dict[str, Any]) -> str:
    """Why addresses gave no article or were left, and lists could not be read: `http_404 2, left: limit 30`."""
    said = [f"{reason} {number}" for reason, number in sorted(row.get("reasons", {}).items())]
    left = [f"left: {reason} {number}" for reason, number in sorted(row.get(LEFT_REASONS, {}).items()) if reason != "lost"]
    lost = [f"LOST {row['lost']}"] if row.get("lost") else []
    return ", ".join(said + left + lost)


def issues_table(accounts: Iterable["IssueStatus"]) -> Table:
    """Per day: the issue's state, pages read of those named, articles listed and what became of them, reasons of the gaps."""
    table = Table(box=SIMPLE)
    for name in ("day", "state"):
        table.add_column(name)
    for name in ("pages", "listed", "stored", "skipped", "failed", "pending"):
        table.add_column(name, justify="right")
    table.add_column("gaps", overflow="fold")
    for account in accounts:
        gaps = Counter(gap["reason"] for gap in account.gaps)
        said = ", ".join(f"{reason} {number}" for reason, number in sorted(gaps.items())) or account.reason or ""
        pages = f"{account.pages_read}/{account.pages}" if account.pages else ""
        numbers = [account.listed, account.stored, account.skipped, account.failed, account.pending]
        table.add_row(str(account.day), account.state, pages, *(str(number) if account.pages else "" for number in numbers), said)
    return table


def runs_table(found: Sequence["Run"]) -> Table:
    """The runs: number, when it began (Beijing), how long it took, its state, articles stored, the command and why it failed."""
    table = Table(box=SIMPLE)
    for name, side in (("run", "right"), ("began", "left"), ("took", "right"), ("state", "left"), ("stored", "right")):
        table.add_column(name, justify=side, no_wrap=True)  # type: ignore[arg-type]
    table.add_column("command", overflow="fold")
    table.add_column("reason", overflow="fold")
    for run in found:
        began = run.started_at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M:%S")
        took = f"{(run.finished_at - run.started_at).total_seconds():.0f} s" if run.finished_at else ""
        table.add_row(str(run.run), began, took, run.state, str(run.stored), run.command, run.reason or "")
    return table


def run_table(run: "Run") -> Table:
    """One run, outlet by outlet."""
    table = Table(
        box=SIMPLE, title=f"run {run.run}: {run.state}" + (f", {run.reason}" if run.reason else ""), title_justify="left"
    )
    table.add_column("outlet")
    for name in RUN_COUNTS:
        table.add_column(name, justify="right")
    table.add_column("reasons", overflow="fold")
    table.add_column("alarms", overflow="fold")
    for outlet, row in run.counts.items():
        table.add_row(outlet, *(str(row.get(name, 0)) for name in RUN_COUNTS), _reasons(row), ", ".join(row.get("alarms", ())))
    return table


def outlets_table(records: Iterable[Outlet]) -> Table:
    """The site records: id, name, province, kind, family, first host, lists, verified."""
    table = Table(box=SIMPLE)
    for name in ("id", "name", "province", "kind", "family", "host", "lists", "verified"):
        table.add_column(name, justify="right" if name == "lists" else "left")
    for record in records:
        table.add_row(
            record.id, record.name, PROVINCES.get(record.province or "", ""), record.kind, record.family, record.hosts[0],
            str(len(record.lists)), str(record.verified or "no"),
        )  # fmt: skip
    return table
