"""Options and exit codes that several commands share. What they leave open is taken from the configuration."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from newsspider.config import Config, Configuration, in_force, load, override, use

EXIT_NOTHING = 1
EXIT_INPUT = 4
DEMO = "newsspider.demo"
"""Key of click's `meta`: whether the command works on the demo press."""

PATH = click.Path(path_type=Path)
Decorator = Callable[[Any], Any]

OPTIONS = {
    "output": "output", "database": "database", "contact": "contact", "sites": "sites", "metrics_port": "metrics_port",
    "log_format": "log.format", "rotate_count": "files.articles", "rotate_megabytes": "files.megabytes", "compress": "files.compression",
}  # fmt: skip
"""Parameter name of an option -> the key of the configuration that it overrules."""


def defaults() -> dict[str, Any]:
    """What the configuration in force says, by parameter name, where it says anything but the default: click's `default_map`."""
    configuration = in_force()
    return {
        name: configuration.get(key) for name, key in OPTIONS.items() if configuration.origins[key] != "default"
    }  # fmt: skip


def of_configuration(*names: str, key: str, exposed: bool = True, **settings: Any) -> Decorator:
    """An option that overrules a key of the configuration: given on the command line it is in force for the whole process.

    Args:
        names: as of `click.option`.
        key: the key.
        exposed: whether the command takes the value as an argument.
        settings: as of `click.option`.
    """

    def taken(context: click.Context, parameter: click.Parameter, value: Any) -> Any:
        if parameter.name and context.get_parameter_source(parameter.name) is ParameterSource.COMMANDLINE:
            override(key, value, f"command line {parameter.opts[0]}")
        return value

    return click.option(*names, callback=taken, expose_value=exposed, **settings)


def configure(context: click.Context, file: Path | None) -> None:
    """Put a configuration in force until the command ends, as the default of a command's options, or of all in a group.

    Raises ConfigError as `newsspider.config.load` does.
    """
    use(load(file))
    context.find_root().call_on_close(lambda: use(None))
    group, found = context.command, defaults()
    context.default_map = dict.fromkeys(group.list_commands(context), found) if isinstance(group, click.Group) else found


def _configure_command(context: click.Context, _parameter: click.Parameter, file: Path | None) -> None:
    """A command has its own --config: it is read before the other options, and counts instead of the group's."""
    if file:
        configure(context, file)
    if context.meta.get(DEMO):
        _keep_apart(context)


def _keep_apart(context: click.Context) -> None:
    """Forget the places that the configuration names: invented articles do not go where real ones are kept."""
    places = Configuration(Config(), {}, None)
    for name in ("output", "database", "archive.on", "archive.folder"):
        override(name, places.get(name), "default")
    context.default_map = defaults()


def demo_option(told: str) -> Decorator:
    """`--demo`, and what it does in words. Output and database are the command line's or the defaults, never the configuration's."""

    def taken(context: click.Context, _parameter: click.Parameter, demo: bool) -> bool:
        context.meta[DEMO] = demo
        if demo:
            _keep_apart(context)
        return demo

    return click.option("--demo", is_flag=True, is_eager=True, callback=taken, help=told)


CONFIG_HELP = "Configuration file; by default newsspider.toml here or in ~/.config/newsspider/. [env: NEWSSPIDER_CONFIG]"
group_config_option = click.option("--config", "file", type=PATH, metavar="FILE", help=CONFIG_HELP)
config_option = click.option(
    "--config", type=PATH, metavar="FILE", is_eager=True, expose_value=False, callback=_configure_command, help=CONFIG_HELP
)
sites_option = of_configuration(
    "--sites", key="sites", type=PATH, help="Folder (or file) of site records, instead of the ones that ship with newsspider."
)
contact_option = of_configuration(
    "--contact",
    key="contact",
    metavar="MAIL|URL",
    help="Who runs this crawl; goes into the User-Agent. [env: NEWSSPIDER_CONTACT]",
)
replay_option = click.option(
    "--replay",
    "replay",
    type=PATH,
    multiple=True,
    metavar="F.warc.gz",
    help="Answer from this archive (WARC, ARC, WACZ) or folder of them, never from the network. Repeatable.",
)
output_option = of_configuration(
    "--output",
    key="output",
    type=PATH,
    default=Path("output"),
    show_default=True,
    help="Folder for files and, by default, the database.",
)
database_option = of_configuration(
    "--database", key="database", metavar="URL", help="SQLAlchemy URL; by default SQLite in the output folder."
)
metrics_port_option = of_configuration(
    "--metrics-port",
    key="metrics_port",
    exposed=False,
    type=click.IntRange(0, 65535),
    metavar="N",
    help="Serve Prometheus figures on this port of loopback while it runs; 0 takes a free one, which the log tells.",
)
log_format_option = of_configuration(
    "--log-format",
    key="log.format",
    exposed=False,
    type=click.Choice(["text", "json"]),
    help="How log lines look; json: one object a line, with run, outlet and url.",
)


watch_option = of_configuration(
    "--watch/--no-watch",
    key="watch.on",
    exposed=False,
    default=True,
    help="Judge the run by each outlet's earlier ones; alarms are said and end it with exit code 7. On when left out.",
)


def rotation_options(command: Any) -> Any:
    """`--rotate-count`, `--rotate-megabytes` and `--compress`: what goes into one JSON Lines file."""
    count = of_configuration(
        "--rotate-count",
        key="files.articles",
        exposed=False,
        type=click.IntRange(min=1),
        metavar="N",
        help="Articles in one JSON Lines file, at most; 1000 when left out.",
    )
    size = of_configuration(
        "--rotate-megabytes",
        key="files.megabytes",
        exposed=False,
        type=click.FloatRange(min=0.001),
        metavar="M",
        help="Size of one file before packing, at most; 64 when left out.",
    )
    packing = of_configuration(
        "--compress",
        key="files.compression",
        exposed=False,
        type=click.Choice(["none", "gzip", "zstd"]),
        help="Pack the files: NAME.jsonl.gz, NAME.jsonl.zst.",
    )
    return count(size(packing(command)))


def verbose_option(command: Any) -> Any:
    """`--verbose` and `--log-format`."""
    return log_format_option(click.option("-v", "--verbose", is_flag=True, help="Log each page on stderr.")(command))
