"""`newsspider report`: one HTML page about what was crawled."""

import contextlib
import locale
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from newsspider.cli.options import PATH, database_option, output_option, sites_option
from newsspider.errors import OutputError, UsageError

if TYPE_CHECKING:
    from newsspider.report.words import Language

DAYS = 14


@click.command()
@click.argument("run", type=int, required=False)
@click.option(
    "--days", type=click.IntRange(1, 366), help=f"The last so many days in Beijing, today included; {DAYS} when left out."
)
@click.option(
    "--to", "target", type=PATH, metavar="FILE.html", help="Where it goes; report.html in the output folder when left out."
)
@click.option("--lang", type=click.Choice(["zh", "en"]), help="The language it opens in; that of this terminal when left out.")
@output_option
@database_option
@sites_option
def report(
    run: int | None,
    days: int | None,
    target: Path | None,
    lang: "Language | None",
    output: Path,
    database: str | None,
    sites: Path | None,
) -> None:
    """Write one HTML page about what was crawled: the last days, or one RUN and the days before it.

    Articles by day, province and outlet, how many have which field, failures with examples, slow hosts, runs, revised and
    vanished articles, reprints. The page holds Chinese and English and asks nobody for anything: it opens from disk.
    """
    from newsspider.outlets import load_outlets
    from newsspider.report import gather, of_days, of_run, page
    from newsspider.store import Runs, existing_store

    if run is not None and days is not None:
        raise UsageError("name a run, or --days N, not both")
    now = datetime.now(UTC)
    with contextlib.closing(existing_store(output, database)) as store:
        scope = of_days(days or DAYS, now)
        if run is not None:
            found = Runs(store).recent(1, run)
            if not found:
                raise UsageError(f"no run {run} in this store; `newsspider runs` lists them")
            scope = of_run(found[0], now)
        figures = gather(store, scope, load_outlets(sites), now)
    path = target or output / "report.html"
    write(path, page(figures, lang or language_of_terminal()))
    click.echo(path)


def language_of_terminal() -> "Language":
    """zh where the locale is Chinese, else en."""
    name = next((value for value in map(locale.getlocale, (locale.LC_MESSAGES, locale.LC_CTYPE)) if value[0]), (None,))[0] or ""
    return "zh" if name.lower().startswith(("zh", "chinese")) else "en"


def write(path: Path, text: str) -> None:
    """Write a file that appears whole. Raises OutputError when it cannot be written."""
    from newsspider.export.atomic_files import WholeFile

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with WholeFile(path) as file:
            file.stream.write(text.encode())
    except OSError as error:
        raise OutputError(f"cannot write {path}: {error.strerror or error}; try another --to") from error
