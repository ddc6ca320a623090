"""`newsspider reprints`: who printed a text, and who printed it first."""

import contextlib
import json
from datetime import datetime
from pathlib import Path

import click

from newsspider.cli.options import database_option, output_option
from newsspider.errors import UsageError


@click.command()
@click.argument("article", metavar="ID|URL", required=False)
@click.option(
    "--day", type=click.DateTime(["%Y-%m-%d"]), help="All texts of which a print appeared on this day, most printed first."
)
@click.option("--json", "as_json", is_flag=True, help="JSON instead of the table; with the URLs and whole ids.")
@output_option
@database_option
def reprints(article: str | None, day: datetime | None, as_json: bool, output: Path, database: str | None) -> None:
    """Show the family of an article: everybody who printed (nearly) the same text, as known today, first published first.

    The article is named by its id, the beginning of its id, or its URL. Times are Beijing's.
    """
    from newsspider.store import existing_store
    from newsspider.terminal import reprints as report

    if (article is None) == (day is None):
        raise UsageError("name one article (its id, or its URL), or a day: newsspider reprints --day 2025-10-21")
    with contextlib.closing(existing_store(output, database)) as store:
        if day is not None:
            found = report.day_report(store, day.date())
        elif article is not None:
            found = report.article_report(store, article)
    if as_json:
        click.echo(json.dumps(found.record(), ensure_ascii=False, indent=1))
    else:
        report.show_report(found)
