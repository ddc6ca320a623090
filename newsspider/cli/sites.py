"""Commands about site records: outlets, new-outlet, record, validate."""

import json
from collections.abc import Sequence
from pathlib import Path

import click

from newsspider.cli.options import EXIT_NOTHING, PATH, contact_option, replay_option, sites_option, verbose_option
from newsspider.outlets import load_outlets


@click.command()
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
        from newsspider.terminal.tables import outlets_table, show

        show(outlets_table(chosen))


@click.command("new-outlet")
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


@click.command()
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


@click.command()
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
    from newsspider.onboarding.validate import checks_table, verified_line
    from newsspider.onboarding.validate import validate as check_outlets

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
        from newsspider.terminal.tables import show

        show(checks_table(checks))
        for check in checks:
            for fault in check.faults:
                click.echo(f"{check.outlet.id}: {fault}")
            if not check.faults and not replay:
                click.echo(verified_line(check))
    click.get_current_context().exit(EXIT_NOTHING if any(check.faults for check in checks) else 0)
