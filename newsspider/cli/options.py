"""Options and exit codes that several commands share."""

from pathlib import Path

import click

EXIT_NOTHING = 1
EXIT_INPUT = 4

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
