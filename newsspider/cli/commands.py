"""All commands in one group, and how each of them ends."""

import os
import sys
from collections.abc import Sequence
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from newsspider import __version__
from newsspider.cli.ending import DEBUG, ended
from newsspider.cli.options import config_option, configure, group_config_option
from newsspider.cli.parameters import checked
from newsspider.errors import EXIT_INTERRUPTED
from newsspider.telemetry.logs import mask_crashes
from newsspider.terminal.streams import speak_utf8

MODULES = {
    "crawl": "articles", "schedule": "scheduling", "runs": "history", "report": "reporting", "browse": "browsing",
    "reprints": "reprints", "export": "outputs", "tail": "outputs", "scrape": "articles", "extract": "articles",
    "reprocess": "archives", "issues": "articles", "outlets": "sites", "new-outlet": "sites", "record": "sites",
    "validate": "sites", "demo": "articles", "config": "operations", "notify": "operations",
}  # fmt: skip
"""Name of each command, and the module of `newsspider.cli` that holds it; loaded when the command is asked for."""


class Commands(click.Group):
    """The group: it loads the command that is called; whatever happens in it, it ends as `ended` says."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands, in alphabetical order."""
        return sorted(MODULES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """A command by its name; None when there is none."""
        return load_command(cmd_name) if cmd_name in MODULES else None

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> Any:
        """Run the command line and end the process; with `standalone_mode` off, what went wrong is raised."""

        def work() -> Any:
            return click.Group.main(self, args, prog_name or "newsspider", complete_var, standalone_mode=False, **extra)

        if not standalone_mode:
            return work()
        speak_utf8()
        mask_crashes()
        given = sys.argv[1:] if args is None else args
        debug = os.environ.get(DEBUG, "0") not in ("", "0") or not {"-v", "--verbose"}.isdisjoint(given)
        try:
            code = ended(work, debug=debug)
        except KeyboardInterrupt:  # a second one, while the first was told
            code = EXIT_INTERRUPTED
        sys.exit(code)


@cache
def load_command(name: str) -> click.Command:
    """The command of a name in MODULES, with its own --config and its parameters checked."""
    module = import_module(f"newsspider.cli.{MODULES[name]}")
    command: click.Command = getattr(module, name.replace("-", "_"))
    return checked(config_option(command))


def _tell_version(context: click.Context, _parameter: click.Parameter, asked: bool) -> None:
    if asked and not context.resilient_parsing:
        from newsspider.pages.compiled import told  # loads the parser

        click.echo(f"newsspider, version {__version__}\npages are walked {told()}")
        context.exit()


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 120},
    epilog="See README.md for examples.",
)
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_tell_version, help="Show the version and exit."
)
@group_config_option
@click.pass_context
def main(context: click.Context, file: Path | None) -> None:
    """Crawl the provincial press of mainland China; read every page into one article schema.

    Exit codes: 0 done; 1 done, but something asked for gave no article; 2 wrong usage; 3 a site record or the configuration
    is wrong; 4 an input file cannot be read; 5 the output or database cannot be written; 6 another run is crawling the outlet;
    7 the run's monitors found something broken; 8 a notification could not be sent; 9 newsspider itself failed;
    130 broken off.
    """
    configure(context, file)
