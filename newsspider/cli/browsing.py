"""`newsspider browse`: the store in a web browser."""

import contextlib
from importlib.util import find_spec
from pathlib import Path

import click

from newsspider.cli.options import database_option, output_option
from newsspider.errors import ConfigError
from newsspider.terminal.sentences import say

BROWSING = "browse.db"


@click.command()
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8001, show_default=True, help="Port of loopback; 0 takes a free one."
)
@click.option("--no-open", is_flag=True, help="Do not open the page in your browser.")
@click.option("--refresh", is_flag=True, help="Make the browsing database anew instead of bringing it up to date.")
@output_option
@database_option
def browse(port: int, no_open: bool, refresh: bool, output: Path, database: str | None) -> None:
    """Read the store in a web browser, until Ctrl-C: search, filters by province, outlet, day, source and author, ready-made queries.

    The pages are made from OUTPUT/browse.db, which is brought up to date at the start and every minute; the store is only read.
    They are served read-only, on 127.0.0.1 alone, and ask nobody else for anything.
    """
    if find_spec("datasette") is None:
        raise ConfigError("browse needs Datasette: pip install 'newsspider[browse]'")
    from newsspider.browse.database import bring_up_to_date, forget
    from newsspider.browse.serving import listening, serve
    from newsspider.store import existing_store

    path = output / BROWSING

    def progress(entered: int) -> None:
        if entered % 5000 == 0:
            say(f"{path}: {entered} articles entered")

    with contextlib.closing(existing_store(output, database)) as store, listening(port) as listener:
        if refresh:
            forget(path)
        entered = bring_up_to_date(path, store, progress)
        if entered:
            say(f"{path}: up to date, {entered} articles entered")
        serve(path, store, listener, open_browser=not no_open, say=say)
