"""Commands that give articles: crawl, scrape, extract; issues, which accounts for e-papers; demo."""

import json
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from newsspider.cli.options import (
    EXIT_INPUT,
    EXIT_NOTHING,
    PATH,
    contact_option,
    database_option,
    demo_option,
    metrics_port_option,
    output_option,
    replay_option,
    rotation_options,
    sites_option,
    verbose_option,
    watch_option,
)
from newsspider.cli.scheduling import run_what_is_due, schedule_file_option
from newsspider.errors import UsageError
from newsspider.masking import command_line
from newsspider.outlets import load_outlets
from newsspider.terminal.sentences import say


@click.command()
@click.argument("outlet", nargs=-1)
@click.option("--province", multiple=True, metavar="P", help="All outlets of a province: CN-JX, JX or jiangxi. Repeatable.")
@click.option("--all", "every", is_flag=True, help="All outlets that have list pages.")
@click.option("--urls", "url_file", type=PATH, metavar="FILE", help="Articles of any site: one URL a line, # starts a comment.")
@demo_option("Crawl the demo press, served on loopback for this run; into ./output, unless --output or --database say where.")
@click.option(
    "--due", is_flag=True, help="What the schedule says is due now, each outlet in a process of its own; for cron and timers."
)
@schedule_file_option
@click.option("--limit", type=click.IntRange(min=0), default=0, help="At most this many new articles per outlet.")
@click.option(
    "--since",
    metavar="DAY",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Articles from this day on, as their address or feed tells; what tells no date is fetched.",
)
@click.option("--from", "first", metavar="DAY", help="E-papers: the issues from this day on, instead of the newest one.")
@click.option("--to", "last", metavar="DAY", help="E-papers: up to this day, included; today in Shanghai when left out.")
@click.option(
    "--archive/--no-archive",
    default=None,
    help="Keep every response as WARC in OUTPUT/archive, or where `archive.folder` of the configuration says.",
)
@output_option
@rotation_options
@database_option
@replay_option
@sites_option
@contact_option
@metrics_port_option
@watch_option
@verbose_option
def crawl(
    outlet: Sequence[str], province: Sequence[str], every: bool, url_file: Path | None, demo: bool, limit: int, since: datetime | None,
    first: str | None, last: str | None, output: Path, database: str | None, replay: Sequence[Path], sites: Path | None, contact: str | None, verbose: bool,
    archive: bool | None, due: bool, schedule_file: Path | None,
) -> None:  # fmt: skip
    """Crawl outlets: their lists, the articles not seen before, into the store and JSON Lines files.

    Running it again fetches only what is new. Prints a table: per outlet the links listed, of these new, the addresses found, and what
    became of each of them, with reasons. With --urls, exit code 1 when any of the addresses gave no article.
    With --from, the issues of e-papers by day: only what is missing is asked for; `newsspider issues` tells the gaps.
    """
    if due:
        if outlet or province or every or url_file or demo or limit or since or first or last or replay or archive is not None:
            raise UsageError(
                "--due goes alone: the schedule says what is crawled; with --file, --output, --database, --sites, --contact"
            )
        code = run_what_is_due(schedule_file, output=output, database=database, sites=sites, verbose=verbose)
        click.get_current_context().exit(code)
    if schedule_file:
        raise UsageError("--file names a schedule; it goes with --due")
    from newsspider.crawl.command import Crawl

    click.get_current_context().exit(
        Crawl(
            outlet_ids=outlet, provinces=province, every=every, url_file=url_file, demo=demo, limit=limit,
            since=str(since.date()) if since else None, first=first, last=last, output=output,
            database=database, replay=replay, archive=archive, sites=sites, contact=contact, verbose=verbose, command=command_line(["newsspider", *sys.argv[1:]]),
        ).run()
    )  # fmt: skip


@click.command()
@click.argument("url", nargs=-1, required=True)
@replay_option
@sites_option
@contact_option
@verbose_option
def scrape(url: Sequence[str], replay: Sequence[Path], sites: Path | None, contact: str | None, verbose: bool) -> None:
    """Fetch single URLs of any site; print one JSON line per URL on stdout. Nothing is stored.

    A URL that gives no article gives a line with `url`, `error` and `reason`, and exit code 1.
    """
    from newsspider.crawl.scrape import scrape_urls

    failed = scrape_urls(url, load_outlets(sites), print_row, replay=replay, contact=contact, verbose=verbose)
    click.get_current_context().exit(EXIT_NOTHING if failed else 0)


@click.command()
@click.argument("path", nargs=-1, required=True, type=PATH)
@click.option(
    "--manifest",
    type=PATH,
    metavar="M.jsonl",
    help='Rows {"file", "url", "fetched_at"} for the files; met by relative path or file name.',
)
@click.option("--links", is_flag=True, help="Print each page's article links instead: a list page's links and next page.")
@click.option(
    "--explain",
    is_flag=True,
    help="Show how each field was chosen instead: what was found where, with what evidence, and what won.",
)
@click.option("--json", "as_json", is_flag=True, help="With --explain: one JSON line per page instead of a table.")
@sites_option
def extract(path: Sequence[Path], manifest: Path | None, links: bool, explain: bool, as_json: bool, sites: Path | None) -> None:
    """Read saved pages (HTML, plain text, gzip, WARC, ARC, WACZ, folders of them); print one JSON line per page. No network.

    A page that gives no article gives a line with `file`, `error` and `reason`. Exit code 4 when a file cannot be read,
    1 when no page gave an article, else 0.
    """
    from newsspider.saved.extract import explain_articles, extract_articles, extract_links
    from newsspider.saved.manifest import Manifest

    if links and explain:
        raise click.UsageError("--links and --explain: one of the two")
    if as_json and not explain:
        raise click.UsageError("--json goes with --explain; without it the output is JSON Lines anyhow")
    outlets = load_outlets(sites)
    known = Manifest.read(manifest) if manifest else None
    good = unreadable = 0
    refused: list[str] = []
    read = extract_links if links else explain_articles if explain else extract_articles
    put = print_row
    if explain and not as_json:
        from newsspider.terminal.explain import show_explained as put
    for row in read(list(path), outlets, known):
        put(row)
        good += "error" not in row
        if row.get("error") in ("input", "internal"):
            unreadable += 1
            say(f"{row['file']}: {row['detail']}")
        elif "error" in row:
            refused.append(f"{row['file']}: {row['reason']}")
    if not good and not unreadable:
        say(_nothing_read(refused))
    click.get_current_context().exit(EXIT_INPUT if unreadable else 0 if good else EXIT_NOTHING)


@click.command()
@click.argument("outlet")
@click.option("--from", "first", metavar="DAY", help="First day, like 2022-11-01; by default the first that was asked for.")
@click.option("--to", "last", metavar="DAY", help="Last day, included; by default the last that was asked for.")
@click.option("--json", "as_json", is_flag=True, help="One JSON list instead of the table; with the address of each gap.")
@demo_option("An e-paper of the demo press.")
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
    from newsspider.terminal.issues import report_issues

    if demo:
        from newsspider.demo import outlets as demo_outlets

        known = demo_outlets()
    else:
        known = load_outlets(sites)
    report_issues(known[outlet], first, last, output=output, database=database, as_json=as_json)


@click.command()
@click.option("--port", type=click.IntRange(1, 65000), default=8710, show_default=True, help="First port; each site takes one.")
@click.option("--scale", type=click.IntRange(min=1), default=1, show_default=True, help="Times the number of articles.")
@click.option("--padding", type=click.IntRange(min=0), default=0, help="Fill pages up to so many bytes with furniture.")
@click.option(
    "--records", type=PATH, metavar="FILE.toml", help="Write the press's site records, for --sites of the other commands."
)
def demo(port: int, scale: int, padding: int, records: Path | None) -> None:
    """Serve the demo press on loopback until Ctrl-C; `newsspider crawl --demo` crawls one of its own."""
    import signal

    from newsspider.demo import Press
    from newsspider.demo.records import write_records

    ends = {signal.SIGINT, signal.SIGTERM}
    signal.pthread_sigmask(signal.SIG_BLOCK, ends)  # in all threads: else the first one to get it ends the process
    with Press(base_port=port, scale=scale, padding=padding) as press:
        if records:
            write_records(press.outlets, records)
        for name, url in press.addresses():
            click.echo(f"{url}  {name}")
        click.echo("Ctrl-C ends it.", err=True)
        signal.sigwait(ends)


def _nothing_read(refused: list[str]) -> str:
    """What to say when no page gave an article; `refused` holds file and reason of each."""
    if not refused:
        return "no page to read there; in folders .html, .htm, .shtml, .txt and .gz files and archives (WARC, ARC, WACZ) are read"
    if len(refused) == 1:
        return f"no article in {refused[0]}"
    return f"none of {len(refused)} pages is an article; each line says why"


def print_row(row: dict[str, Any]) -> None:
    """One JSON line on stdout, in UTF-8 whatever the terminal's encoding; what no file takes is escaped."""
    sys.stdout.buffer.write(json.dumps(row, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n")
    sys.stdout.flush()
