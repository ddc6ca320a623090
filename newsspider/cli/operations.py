"""Commands for whoever runs newsspider: config, notify."""

import json

import click

from newsspider.cli.options import (
    contact_option,
    database_option,
    log_format_option,
    metrics_port_option,
    output_option,
    sites_option,
)
from newsspider.config import in_force
from newsspider.errors import NotifyError, UsageError


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of the table: key -> value and from.")
@output_option
@database_option
@contact_option
@sites_option
@metrics_port_option
@log_format_option
def config(as_json: bool, **_options: object) -> None:
    """Show the configuration in force and where each value comes from; passwords and tokens are hidden.

    The command line goes before environment variables (NEWSSPIDER_OUTPUT, NEWSSPIDER_POLITENESS_DELAY, …), these before the
    file, that before the defaults. docs/configuration.md tells every key.
    """
    from newsspider.config.telling import configuration_table, rows

    configuration = in_force()
    if as_json:
        click.echo(json.dumps(rows(configuration), ensure_ascii=False, indent=1))
        return
    from newsspider.terminal.tables import show

    show(configuration_table(configuration))
    click.echo(f"file: {configuration.file or 'none'}")


@click.command()
@click.option("--test", is_flag=True, help="Send a message to each target and say whether it went out.")
def notify(test: bool) -> None:
    """List the targets of notifications (`notify.urls` of the configuration), or try each of them with --test.

    Exit code 8 when one of them did not take the message.
    """
    from newsspider.masking import mask_setting
    from newsspider.notify import send, test_message

    urls = in_force().values.notify.urls
    if not urls:
        raise UsageError('no target: say urls = ["mailto://…"] under [notify] in newsspider.toml, or set NEWSSPIDER_NOTIFY_URLS')
    if not test:
        for url in urls:
            click.echo(mask_setting(url))
        return
    failed = 0
    for url in urls:
        fault = send(url, test_message())
        failed += fault is not None
        click.echo(f"{mask_setting(url)}: {fault or 'sent'}")
    if failed:
        raise NotifyError(f"{failed} of {len(urls)} targets did not take the message")
