"""`newsspider runs`: what was run, and how it ended."""

import contextlib
import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from newsspider.cli.options import database_option, output_option
from newsspider.errors import UsageError


@click.command()
@click.argument("run", type=int, required=False)
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True, help="The last so many runs.")
@click.option("--json", "as_json", is_flag=True, help="One JSON list instead of the table; with the counts of each outlet.")
@output_option
@database_option
def runs(run: int | None, limit: int, as_json: bool, output: Path, database: str | None) -> None:
    """Show the last runs: command, times (Beijing), how each ended, what it stored. With RUN, that run outlet by outlet.

    States: running, finished, failed (with the reason), killed (the process is gone; the next run takes up its work).
    """
    from newsspider.store import Runs, existing_store
    from newsspider.terminal.tables import run_table, runs_table, show

    with contextlib.closing(existing_store(output, database)) as store:
        found = Runs(store).recent(limit, run)
    if run is not None and not found:
        raise UsageError(f"no run {run} in this store; `newsspider runs` lists them")
    if as_json:
        rows: Sequence[dict[str, Any]] = [asdict(each) for each in found]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1, default=datetime.isoformat))
    elif run is not None:
        show(run_table(found[0]))
    else:
        show(runs_table(found))
