"""What a schedule is going to do: the due times of the next hours, as rows and as a table."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from rich.box import SIMPLE
from rich.table import Table

from newsspider.days import SHANGHAI
from newsspider.scheduling.schedule import Schedule

NAMED = 3
"""So many outlets of a row are named in the table; of the others the number."""


def plan(schedule: Schedule, start: datetime, length: timedelta) -> Iterator[dict[str, Any]]:
    """The due times after `start`, for `length`, in order: `time` (ISO 8601, +08:00), `job`, `kind`, `outlets` (ids),
    `jitter_seconds` (each outlet starts up to so much later).
    """
    rows = [
        (moment, job)
        for job in schedule.jobs.values()
        for moment in job.timing.between(start + timedelta(seconds=1), start + length)
    ]
    for moment, job in sorted(rows, key=lambda row: (row[0], row[1].name)):
        yield {
            "time": moment.isoformat(),
            "job": job.name,
            "kind": job.kind,
            "outlets": list(job.outlets),
            "jitter_seconds": int(job.jitter.total_seconds()),
        }


def plan_table(schedule: Schedule, start: datetime, length: timedelta) -> Table:
    """The same for reading; a new day in Shanghai begins a new part."""
    table = Table(
        box=SIMPLE, caption=f"Asia/Shanghai, {length.total_seconds() / 3600:g} h from {start.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
    )
    for name in ("due", "job", "kind", "outlets"):
        table.add_column(name, overflow="fold")
    table.add_column("jitter", justify="right")
    day = None
    for row in plan(schedule, start, length):
        moment = datetime.fromisoformat(row["time"])
        if day is not None and moment.date() != day:
            table.add_section()
        day = moment.date()
        more = len(row["outlets"]) - NAMED
        named = " ".join(row["outlets"][:NAMED]) + (f" and {more} more" if more > 0 else "")
        seconds = f"{moment:%S}"
        clock = f"{moment:%Y-%m-%d %H:%M}" + (f":{seconds}" if seconds != "00" else "")
        table.add_row(
            clock, row["job"], row["kind"], named, f"+{timedelta(seconds=row['jitter_seconds'])}" if row["jitter_seconds"] else ""
        )
    return table
