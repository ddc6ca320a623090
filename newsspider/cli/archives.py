"""Commands about archives: reprocess."""

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from newsspider.cli.options import EXIT_INPUT, EXIT_NOTHING, PATH, database_option, output_option, sites_option
from newsspider.masking import command_line
from newsspider.outlets import load_outlets
from newsspider.terminal.sentences import say


@click.command()
@click.argument("archive", nargs=-1, required=True, type=PATH)
@click.option("--dry-run", is_flag=True, help="Compare and report; store nothing.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of the tables.")
@output_option
@database_option
@sites_option
def reprocess(
    archive: Sequence[Path], dry_run: bool, as_json: bool, output: Path, database: str | None, sites: Path | None
) -> None:
    """Read WARC files, or folders of them, with today's reader; store a new revision of each article that it reads differently.

    Only the capture that the stored text was read from is compared, or one that is not older: an old capture never goes over
    a newer text. Articles whose page gives none today are reported and stay. Exit code 4 when an archive is damaged (what could
    be read was), 1 when it holds no page of a stored article, else 0.
    """
    from newsspider.saved.reprocess import reprocess as read_again

    command = command_line(["newsspider", *sys.argv[1:]])
    report = read_again(archive, load_outlets(sites), output=output, database=database, dry_run=dry_run, command=command)
    if as_json:
        click.echo(report.as_json())
    else:
        report.show(dry_run=dry_run)
    for damage in report.damage:
        say(str(damage))
    known = report.stored or any(
        row.compared or row.lost or row.older or row.incomplete or row.unreadable for row in report.outlets.values()
    )
    if not known:
        say("no page of an article of this store in these archives; check --output and --database")
    click.get_current_context().exit(EXIT_INPUT if report.damage else 0 if known else EXIT_NOTHING)
