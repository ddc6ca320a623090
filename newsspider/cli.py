"""The `newsspider` command. Its parts start only what they need: `extract` loads no Scrapy.

Exit codes: 0 done; 1 done, but something asked for gave no article; 2 wrong usage (unknown outlet, not a URL);
3 a site record or setting is wrong; 4 an input file cannot be read; 5 the output or database cannot be written;
130 broken off with Ctrl-C.
"""

import json
import shlex
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from newsspider import __version__
from newsspider.errors import NewsspiderError
from newsspider.outlets import load_outlets

EXIT_NOTHING = 1
EXIT_INPUT = 4
EXIT_INTERRUPTED = 130

PATH = click.Path(path_type=Path)

sites_option = click.option(
    "--sites", type=PATH, help="Folder (or file) of site records, instead of the ones that ship with newsspider."
)
contact_option = click.option(
    "--contact",
    envvar="NEWSSPIDER_CONTACT",
    metavar="MAIL|URL",
    help="Who runs this crawl; goes into the User-Agent. [env: NEWSSPIDER_CONTACT]",
)
replay_option = click.option(
    "--replay",
    "replay",
    type=PATH,
    multiple=True,
    metavar="F.warc.gz",
    help="Answer from this WARC file, never from the network. Repeatable.",
)
verbose_option = click.option("-v", "--verbose", is_flag=True, help="Log each page on stderr.")


class OneLineErrors(click.Group):
    """Turns every error of ours into one line on stderr and its exit code."""

    def invoke(self, context: click.Context) -> Any:
        """Run a command."""
        try:
            return super().invoke(context)
        except NewsspiderError as error:
            click.echo(f"newsspider: {error}", err=True)
            context.exit(error.exit_code)
        except BrokenPipeError:  # `newsspider extract … | head`
            sys.stderr.close()
            context.exit(EXIT_NOTHING)


@click.group(
    cls=OneLineErrors,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 120},
    epilog="See README.md for examples.",
)
@click.version_option(__version__, prog_name="newsspider")
def main() -> None:
    """Crawl the provincial press of mainland China; read every page into one article schema.

    Exit codes: 0 done; 1 done, but something asked for gave no article; 2 wrong usage; 3 a site record is wrong;
    4 an input file cannot be read; 5 the output or database cannot be written; 130 broken off.
    """


@main.command()
@click.argument("outlet", nargs=-1)
@click.option("--province", multiple=True, metavar="P", help="All outlets of a province: CN-JX, JX or jiangxi. Repeatable.")
@click.option("--all", "every", is_flag=True, help="All outlets that have list pages.")
@click.option("--urls", "url_file", type=PATH, metavar="FILE", help="Articles of any site: one URL a line, # starts a comment.")
@click.option("--demo", is_flag=True, help="Crawl the demo press, served on loopback for this run.")
@click.option("--limit", type=click.IntRange(min=0), default=0, help="At most this many new articles per outlet.")
@click.option(
    "--output", type=PATH, default=Path("output"), show_default=True, help="Folder for files and, by default, the database."
)
@click.option("--database", metavar="URL", help="SQLAlchemy URL; by default SQLite in the output folder.")
@replay_option
@sites_option
@contact_option
@verbose_option
def crawl(
    outlet: Sequence[str], province: Sequence[str], every: bool, url_file: Path | None, demo: bool, limit: int, output: Path,
    database: str | None, replay: Sequence[Path], sites: Path | None, contact: str | None, verbose: bool,
) -> None:  # fmt: skip
    """Crawl outlets: their lists, the articles not seen before, into the store and JSON Lines files.

    Running it again fetches only what is new. Prints a table: per outlet listed / new / stored / failed with reasons.
    """
    from newsspider.crawling import Crawl

    click.get_current_context().exit(
        Crawl(
            outlet_ids=outlet, provinces=province, every=every, url_file=url_file, demo=demo, limit=limit, output=output,
            database=database, replay=replay, sites=sites, contact=contact, verbose=verbose, command=shlex.join(["newsspider", *sys.argv[1:]]),
        ).run()
    )  # fmt: skip


@main.command()
@click.argument("url", nargs=-1, required=True)
@replay_option
@sites_option
@contact_option
@verbose_option
def scrape(url: Sequence[str], replay: Sequence[Path], sites: Path | None, contact: str | None, verbose: bool) -> None:
    """Fetch single URLs of any site; print one JSON line per URL on stdout. Nothing is stored.

    A URL that gives no article gives a line with `url`, `error` and `reason`, and exit code 1.
    """
    from newsspider.scraping import scrape_urls

    failed = scrape_urls(url, load_outlets(sites), print_row, replay=replay, contact=contact, verbose=verbose)
    click.get_current_context().exit(EXIT_NOTHING if failed else 0)


@main.command()
@click.argument("path", nargs=-1, required=True, type=PATH)
@click.option(
    "--manifest",
    type=PATH,
    metavar="M.jsonl",
    help='Rows {"file", "url", "fetched_at"} for the files; met by relative path or file name.',
)
@click.option("--links", is_flag=True, help="Print each page's article links instead: a list page's links and next page.")
@sites_option
def extract(path: Sequence[Path], manifest: Path | None, links: bool, sites: Path | None) -> None:
    """Read saved pages (HTML, plain text, gzip, WARC, folders of them); print one JSON line per page. No network.

    A page that gives no article gives a line with `file`, `error` and `reason`. Exit code 4 when a file cannot be read,
    1 when no page gave an article, else 0.
    """
    from newsspider.extraction import Manifest, extract_articles, extract_links

    outlets = load_outlets(sites)
    known = Manifest.read(manifest) if manifest else None
    good = unreadable = 0
    rows = (extract_links if links else extract_articles)(list(path), outlets, known)
    for row in rows:
        print_row(row)
        good += "error" not in row
        if row.get("error") in ("input", "internal"):
            unreadable += 1
            click.echo(f"newsspider: {row['file']}: {row['detail']}", err=True)
    if not good and not unreadable:
        click.echo("newsspider: no page gave an article; see `reason` in each line", err=True)
    click.get_current_context().exit(EXIT_INPUT if unreadable else 0 if good else EXIT_NOTHING)


@main.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON list instead of the table.")
@click.option("--province", multiple=True, metavar="P", help="Only a province: CN-JX, JX or jiangxi. Repeatable.")
@sites_option
def outlets(as_json: bool, province: Sequence[str], sites: Path | None) -> None:
    """List the outlets that have a site record."""
    records = load_outlets(sites)
    chosen = [record for code in province for record in records.in_province(code)] if province else list(records.values())
    if as_json:
        from dataclasses import asdict

        click.echo(json.dumps([asdict(record) for record in chosen], ensure_ascii=False, indent=1))
    else:
        from newsspider.tables import outlets_table, show

        show(outlets_table(chosen))


@main.command()
@click.option("--port", type=click.IntRange(1, 65000), default=8710, show_default=True, help="First port; each site takes one.")
@click.option("--scale", type=click.IntRange(min=1), default=1, show_default=True, help="Times the number of articles.")
def demo(port: int, scale: int) -> None:
    """Serve the demo press on loopback until Ctrl-C; `newsspider crawl --demo` crawls one of its own."""
    import signal

    from newsspider.demo import Press

    with Press(base_port=port, scale=scale) as press:
        for name, url in press.addresses():
            click.echo(f"{url}  {name}")
        click.echo("Ctrl-C ends it.", err=True)
        signal.sigwait({signal.SIGINT, signal.SIGTERM})


def print_row(row: dict[str, Any]) -> None:
    """One JSON line on stdout."""
    sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
    sys.stdout.flush()
