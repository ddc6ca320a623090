"""`newsspider issues`: what the store holds of an e-paper's issues, day by day."""

import contextlib
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from newsspider.days import days_between
from newsspider.outlets import Outlet, check_epaper
from newsspider.store import Issues, IssueStatus, existing_store


def report_issues(
    outlet: Outlet, first: str | None, last: str | None, *, output: Path, database: str | None = None, as_json: bool = False
) -> None:
    """Print the account of each day from `first` to `last` (YYYY-MM-DD; by default of all days that were asked for).

    Raises UsageError for an outlet without issues and for days that are none, InputError when there is no database.
    """
    check_epaper(outlet)
    with contextlib.closing(existing_store(output, database)) as store:
        issues = Issues(store)
        asked = issues.span(outlet.id)
        if asked:
            first, last = first or str(asked[0]), last or (None if first else str(asked[1]))
        accounts = issues.table(outlet.id, days_between(first, last)) if first or last else []
    if as_json:
        click.echo(json.dumps([as_record(account) for account in accounts], ensure_ascii=False, indent=1))
        return
    from newsspider.terminal.tables import issues_table, show

    if not accounts:
        click.echo(f"no issue of {outlet.id} was asked for; `newsspider crawl {outlet.id} --from DAY` does")
        return
    show(issues_table(accounts))
    for account in accounts:
        for gap in account.gaps:
            click.echo(f"{account.day}  {gap['reason']}  {gap['url']}")


def as_record(account: IssueStatus) -> dict[str, Any]:
    """An account as JSON: the day as YYYY-MM-DD, the time in ISO 8601, UTC."""
    asked = account.asked_at.strftime("%Y-%m-%dT%H:%M:%SZ") if account.asked_at else None
    return asdict(account) | {"day": str(account.day), "asked_at": asked}
