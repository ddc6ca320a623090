"""Commands that give the store's articles to other programs: export, tail."""

import contextlib
import re
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any

import click

from newsspider.cli.options import PATH, database_option, output_option, sites_option
from newsspider.errors import UnknownOutlet, UsageError
from newsspider.outlets import load_outlets
from newsspider.terminal.sentences import say

if TYPE_CHECKING:
    from newsspider.store import Store

outlet_option = click.option("--outlet", multiple=True, metavar="ID", help="Articles of this outlet alone. Repeatable.")
province_option = click.option(
    "--province", multiple=True, metavar="P", help="Articles of this province alone: CN-JX, JX or jiangxi. Repeatable."
)


@click.command()
@click.option(
    "--format", "form", type=click.Choice(["jsonl", "csv", "parquet"]), help="By default as the name of --to says, else jsonl."
)
@click.option(
    "--since", metavar="DAY|TIME", help="Published from this day or time on, Beijing time; articles without date are left out."
)
@click.option("--until", metavar="DAY|TIME", help="Published up to this day, included, or before this time.")
@click.option("--undated", is_flag=True, help="With --since and --until: keep articles whose publication date is unknown.")
@click.option("--committed-since", metavar="DAY|TIME", help="Stored from this day or time on, whenever they were published.")
@outlet_option
@province_option
@click.option(
    "--to",
    type=PATH,
    default=Path("-"),
    metavar="FILE",
    help="Write FILE, whole or not at all, behind a link its target; a pipe or device is written through. - (default) is stdout. "
    "jsonl and csv: packed when it ends in .gz or .zst.",
)
@click.option("--all-revisions", is_flag=True, help="Every revision of a text, instead of the newest one.")
@click.option("--bom", is_flag=True, help="CSV: begin with a byte order mark, so that Excel reads the Chinese.")
@output_option
@database_option
@sites_option
def export(
    form: str | None, since: str | None, until: str | None, undated: bool, committed_since: str | None, outlet: Sequence[str],
    province: Sequence[str], to: Path, all_revisions: bool, bom: bool, output: Path, database: str | None, sites: Path | None,
) -> None:  # fmt: skip
    """Write the store's articles as JSON Lines, CSV or Parquet, in the order in which they were stored.

    A publication of which only the day is known counts as the beginning of that day. How many articles were written, and how
    many were left out because they have no date, is said on stderr.
    """
    from newsspider.export.exporting import export_articles
    from newsspider.export.selection import Selection, count_undated, moment
    from newsspider.store import existing_store

    if undated and not (since or until):
        raise UsageError("--undated goes with --since or --until; without them, articles without date are exported anyway")
    with contextlib.closing(existing_store(output, database)) as store:
        selection = Selection(
            outlets=_outlets(outlet, store, sites),
            provinces=_provinces(province, sites),
            since=moment("--since", since) if since else None,
            until=moment("--until", until, end=True) if until else None,
            undated=undated,
            committed_since=moment("--committed-since", committed_since) if committed_since else None,
            newest_only=not all_revisions,
        )
        written, upto = export_articles(store, selection, None if str(to) == "-" else to, form, bom=bom)
        left_out = count_undated(store, selection, upto)
    said = f"; {left_out} without a date left out, --undated keeps them" if left_out else ""
    click.echo(f"{written} articles written{said}", err=True)


@click.command()
@click.option("--follow", is_flag=True, help="Wait for more until SIGTERM, Ctrl-C or the reader's end.")
@click.option("--cursor", type=PATH, metavar="FILE", help="Keep the place in FILE, and go on there the next time.")
@click.option("--after", metavar="N|end", default="0", help="Begin behind position N, or with what is stored from now on. Once there is a cursor, it counts.")  # fmt: skip
@outlet_option
@province_option
@click.option("--positions", is_flag=True, help='Print {"position": N, "article": {…}}, for a reader that keeps its own place.')
@click.option("--exec", "command", metavar="COMMAND", help="Run COMMAND (by sh) for each batch, its lines on stdin; the place moves when it ends with 0.")  # fmt: skip
@click.option("--batch", type=click.IntRange(min=1), default=100, show_default=True, help="Articles at once, at most.")
@click.option(
    "--interval", type=click.FloatRange(min=0.05), default=2.0, show_default=True, help="--follow: seconds between two looks."
)
@output_option
@database_option
@sites_option
def tail(
    follow: bool, cursor: Path | None, after: str, outlet: Sequence[str], province: Sequence[str], positions: bool, command: str | None,
    batch: int, interval: float, output: Path, database: str | None, sites: Path | None,
) -> None:  # fmt: skip
    """Print the articles in the order in which they were stored, revisions, too, and keep the place.

    `newsspider tail --follow --cursor place.json >> articles.jsonl` writes each line exactly once, wherever it is killed. Through a
    pipe a killed tail may give its last batch again; --positions lets the reader tell.
    """
    from newsspider.export.cursor import Cursor
    from newsspider.export.selection import Selection, last_position
    from newsspider.export.sinks import sink_for
    from newsspider.export.tail import Tail
    from newsspider.store import existing_store

    stop = Event()
    with contextlib.ExitStack() as stack:
        store = stack.enter_context(contextlib.closing(existing_store(output, database)))
        selection = Selection(outlets=_outlets(outlet, store, sites), provinces=_provinces(province, sites))
        begin = last_position(store) if after == "end" else _position(after)
        kept = stack.enter_context(Cursor(cursor, store.id)) if cursor else None
        stack.enter_context(_stopped_by_signals(stop))
        Tail(
            store=store, selection=selection, sink=sink_for(sys.stdout.fileno(), command, stop, until_read=kept is not None),
            cursor=kept, after=begin, follow=follow, interval=interval, batch=batch, positions=positions, stop=stop,
            say=say,
        ).run()  # fmt: skip


@contextlib.contextmanager
def _stopped_by_signals(stop: Event) -> Any:
    """SIGTERM and SIGINT set the event; a second one ends the process as usual."""

    def handle(number: int, _frame: Any) -> None:
        stop.set()
        signal.signal(number, signal.SIG_DFL)

    before = {number: signal.signal(number, handle) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _position(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,18}", text):
        raise UsageError(f"--after {text!r} is no position: a number of 0 or more, or end")
    return int(text)


def _provinces(asked: Sequence[str], sites: Path | None) -> tuple[str, ...]:
    """ISO codes of the provinces asked for. Raises UnknownOutlet for one that has no outlet."""
    if not asked:
        return ()
    outlets = load_outlets(sites)
    return tuple({outlet.province for name in asked for outlet in outlets.in_province(name) if outlet.province})


def _outlets(asked: Sequence[str], store: "Store", sites: Path | None) -> tuple[str, ...]:
    """The outlets asked for. Raises UnknownOutlet for one that neither the store nor a site record has."""
    from newsspider.export.selection import has_outlet

    for name in asked:
        if not has_outlet(store, name) and name not in load_outlets(sites):
            raise UnknownOutlet(
                f"no article of {name!r} in the store, and no site record; `newsspider outlets` lists the outlets"
            )
    return tuple(asked)
