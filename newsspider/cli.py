"""The `newsspider` command. Its parts start only what they need: `extract` loads no Scrapy.

Exit codes: 0 done; 1 done, but something asked for gave no article; 2 wrong usage (unknown outlet, not a URL);
3 a site record or setting is wrong; 4 an input file cannot be read; 5 the output or database cannot be written;
130 broken off with Ctrl-C.
"""

import json
import shlex
import sys
from collections.abc import Sequence
from datetime import datetime
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
output_option = click.option(
    "--output", type=PATH, default=Path("output"), show_default=True, help="Folder for files and, by default, the database."
)
database_option = click.option("--database", metavar="URL", help="SQLAlchemy URL; by default SQLite in the output folder.")
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
    "--since",
    metavar="DAY",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Articles from this day on, as their address or feed tells; what tells no date is fetched.",
)
@click.option("--from", "first", metavar="DAY", help="E-papers: the issues from this day on, instead of the newest one.")
@click.option("--to", "last", metavar="DAY", help="E-papers: up to this day, included; today in Shanghai when left out.")
@output_option
@database_option
@replay_option
@sites_option
@contact_option
@verbose_option
def crawl(
    outlet: Sequence[str], province: Sequence[str], every: bool, url_file: Path | None, demo: bool, limit: int, since: datetime | None,
    first: str | None, last: str | None, output: Path, database: str | None, replay: Sequence[Path], sites: Path | None, contact: str | None, verbose: bool,
) -> None:  # fmt: skip
    """Crawl outlets: their lists, the articles not seen before, into the store and JSON Lines files.

    Running it again fetches only what is new. Prints a table: per outlet listed / new / stored / failed with reasons.
    With --from, the issues of e-papers by day: only what is missing is asked for; `newsspider issues` tells the gaps.
    """
    from newsspider.crawling import Crawl

    click.get_current_context().exit(
        Crawl(
            outlet_ids=outlet, provinces=province, every=every, url_file=url_file, demo=demo, limit=limit,
            since=str(since.date()) if since else None, first=first, last=last, output=output,
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
    refused: list[str] = []
    rows = (extract_links if links else extract_articles)(list(path), outlets, known)
    for row in rows:
        print_row(row)
        good += "error" not in row
        if row.get("error") in ("input", "internal"):
            unreadable += 1
            click.echo(f"newsspider: {row['file']}: {row['detail']}", err=True)
        elif "error" in row:
            refused.append(f"{row['file']}: {row['reason']}")
    if not good and not unreadable:
        click.echo(f"newsspider: {_nothing_read(refused)}", err=True)
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
@click.argument("outlet")
@click.option("--from", "first", metavar="DAY", help="First day, like 2022-11-01; by default the first that was asked for.")
@click.option("--to", "last", metavar="DAY", help="Last day, included; by default the last that was asked for.")
@click.option("--json", "as_json", is_flag=True, help="One JSON list instead of the table; with the address of each gap.")
@click.option("--demo", is_flag=True, help="An e-paper of the demo press.")
@output_option
@database_option
@sites_option
def issues(
    outlet: str,
    first: str | None,
    last: str | None,
    as_json: bool,
    demo: bool,
    output: Path,
    database: str | None,
    sites: Path | None,
) -> None:
    """Show which issues of an e-paper the store holds: state, pages, articles and gaps of each day.

    States: complete; partial (run the crawl again); no_issue (the paper did not appear); missing (it could not be fetched);
    not_asked.
    """
    from newsspider.issue_report import report_issues

    if demo:
        from newsspider.demo import outlets as demo_outlets

        known = demo_outlets()
    else:
        known = load_outlets(sites)
    report_issues(known[outlet], first, last, output=output, database=database, as_json=as_json)


@main.command("new-outlet")
@click.argument("url", nargs=-1, required=True)
@click.option("--id", "outlet_id", metavar="ID", help="Its id, province_outlet; by default one made from the host.")
@click.option(
    "--article", multiple=True, metavar="URL", help="An article page to look at; by default some that the lists link to."
)
@click.option(
    "--channels", type=click.IntRange(min=0), default=10, show_default=True, help="Try at most this many links as further lists."
)
@click.option("--list-file", type=PATH, metavar="F", help="The list page, saved; with --article-file, and URL as its address.")
@click.option("--article-file", type=PATH, metavar="F", help="An article page, saved.")
@replay_option
@sites_option
@contact_option
@verbose_option
def new_outlet(
    url: Sequence[str], outlet_id: str | None, article: Sequence[str], channels: int, list_file: Path | None, article_file: Path | None,
    replay: Sequence[Path], sites: Path | None, contact: str | None, verbose: bool,
) -> None:  # fmt: skip
    """Look at the list pages of a new site (or its front page) and print a record for it, as TOML, to read and correct."""
    from newsspider.onboarding.commands import Network, new_outlet_from_files, new_outlet_record

    records = load_outlets(sites)
    if (list_file is None) != (article_file is None) or (list_file and len(url) > 1):
        raise click.UsageError("--list-file and --article-file go together, with one URL")
    if list_file and article_file:
        address = article[0] if article else None
        text = new_outlet_from_files(url[0], list_file, article_file, records, article_url=address, outlet_id=outlet_id)
    else:
        network = Network(replay=replay, contact=contact, verbose=verbose)
        text = new_outlet_record(url, records, network, articles=article, channels=channels, outlet_id=outlet_id)
    click.echo(text, nl=False)


@main.command()
@click.argument("url")
@click.option("--to", type=PATH, metavar="FOLDER", help="Where to; by default tests/pages/ and a name made from the URL.")
@replay_option
@sites_option
@contact_option
@verbose_option
def record(url: str, to: Path | None, replay: Sequence[Path], sites: Path | None, contact: str | None, verbose: bool) -> None:
    """Save a page as a test page: its bytes, what is known of it, and the reader's answer as a draft to be read by eye."""
    from newsspider.onboarding.commands import Network, record_folder, record_page

    network = Network(replay=replay, contact=contact, verbose=verbose)
    for path in record_page(url, record_folder(url, to), load_outlets(sites), network):
        click.echo(path)
    click.echo("Read printed.draft.json beside the page, correct it, and rename it to printed.json.", err=True)


@main.command()
@click.argument("outlet", nargs=-1)
@click.option("--all", "every", is_flag=True, help="All outlets that have list pages.")
@click.option(
    "--limit", type=click.IntRange(min=1), default=20, show_default=True, help="Read at most this many articles per outlet."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON list instead of the table.")
@replay_option
@sites_option
@contact_option
@verbose_option
def validate(
    outlet: Sequence[str], every: bool, limit: int, as_json: bool, replay: Sequence[Path], sites: Path | None, contact: str | None,
    verbose: bool,
) -> None:  # fmt: skip
    """Check site records against the live sites: lists reached, articles read, share of articles with each field.

    Exit code 0 when every list was reached and had links, and 90 % of the pages gave an article with headline, body, time and
    source (of an e-paper without source; of a record with `lacks` without those fields); else 1. Nothing is stored.
    """
    from newsspider.validation import checks_table, verified_line
    from newsspider.validation import validate as check_outlets

    records = load_outlets(sites)
    chosen = {name: records[name] for name in outlet} | (
        {key: each for key, each in records.items() if each.lists} if every else {}
    )
    if not chosen:
        raise click.UsageError("validate what? Name outlets, or --all; `newsspider outlets` lists them")
    checks = check_outlets(records, list(chosen.values()), limit=limit, replay=replay, contact=contact, verbose=verbose)
    if as_json:
        click.echo(json.dumps([check.row() for check in checks], ensure_ascii=False, indent=1))
    else:
        from newsspider.tables import show

        show(checks_table(checks))
        for check in checks:
            for fault in check.faults:
                click.echo(f"{check.outlet.id}: {fault}")
            if not check.faults and not replay:
                click.echo(verified_line(check))
    click.get_current_context().exit(EXIT_NOTHING if any(check.faults for check in checks) else 0)


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


def _nothing_read(refused: list[str]) -> str:
    """What to say when no page gave an article; `refused` holds file and reason of each."""
    if not refused:
        return "no page to read there; in folders .html, .htm, .shtml, .txt, .gz and .warc files are read"
    if len(refused) == 1:
        return f"no article in {refused[0]}"
    return f"none of {len(refused)} pages is an article; each line says why"


def print_row(row: dict[str, Any]) -> None:
    """One JSON line on stdout."""
    sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
    sys.stdout.flush()
