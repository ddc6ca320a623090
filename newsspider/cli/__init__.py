"""The `newsspider` command. Its parts start only what they need: `extract` loads no Scrapy.

Exit codes: 0 done; 1 done, but something asked for gave no article; 2 wrong usage (unknown outlet, not a URL);
3 a site record or the configuration is wrong; 4 an input file cannot be read; 5 the output or database cannot be written;
6 another run is crawling the outlet; 7 the run's monitors found something broken; 8 a notification could not be sent;
9 newsspider itself failed; 130 broken off with Ctrl-C.
"""

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from newsspider import __version__
from newsspider.cli.archives import reprocess
from newsspider.cli.articles import crawl, demo, extract, issues, scrape
from newsspider.cli.browsing import browse
from newsspider.cli.history import runs
from newsspider.cli.operations import config, notify
from newsspider.cli.options import EXIT_NOTHING, config_option, configure, group_config_option
from newsspider.cli.outputs import export, tail
from newsspider.cli.reporting import report
from newsspider.cli.reprints import reprints
from newsspider.cli.scheduling import schedule
from newsspider.cli.sites import new_outlet, outlets, record, validate
from newsspider.errors import NewsspiderError
from newsspider.masking import mask
from newsspider.telemetry.logs import mask_crashes


class OneLineErrors(click.Group):
    """Turns every error of ours into one line on stderr and its exit code. No password is said, whatever goes wrong."""

    def main(self, *arguments: Any, **named: Any) -> Any:
        """The program, from its arguments to its exit code."""
        mask_crashes()
        return super().main(*arguments, **named)

    def make_context(self, *arguments: Any, **named: Any) -> click.Context:
        """Read the options before the command's name."""
        with _masked():
            return super().make_context(*arguments, **named)

    def invoke(self, context: click.Context) -> Any:
        """Run a command."""
        try:
            with _masked():
                return super().invoke(context)
        except NewsspiderError as error:
            click.echo(f"newsspider: {error}", err=True)
            context.exit(error.exit_code)
        except BrokenPipeError:  # `newsspider extract … | head`
            sys.stderr.close()
            context.exit(EXIT_NOTHING)


@contextlib.contextmanager
def _masked() -> Iterator[None]:
    """What click says of a wrong argument repeats it: an address that stands where none belongs loses its password."""
    try:
        yield
    except click.ClickException as error:
        vars(error)["message"] = mask(error.message)
        raise


@click.group(
    cls=OneLineErrors,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 120},
    epilog="See README.md for examples.",
)
@click.version_option(__version__, prog_name="newsspider")
@group_config_option
@click.pass_context
def main(context: click.Context, file: Path | None) -> None:
    """Crawl the provincial press of mainland China; read every page into one article schema.

    Exit codes: 0 done; 1 done, but something asked for gave no article; 2 wrong usage; 3 a site record or the configuration
    is wrong; 4 an input file cannot be read; 5 the output or database cannot be written; 6 another run is crawling the outlet;
    7 the run's monitors found something broken; 8 a notification could not be sent; 9 newsspider itself failed; 130 broken off.
    """
    configure(context, file)


for command in (
    crawl,
    schedule,
    runs,
    report,
    browse,
    reprints,
    export,
    tail,
    scrape,
    extract,
    reprocess,
    issues,
    outlets,
    new_outlet,
    record,
    validate,
    demo,
    config,
    notify,
):
    main.add_command(config_option(command))
