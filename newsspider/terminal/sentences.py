"""What is told on stderr: one sentence, fit for a terminal whatever it quotes."""

import re

import click

from newsspider.masking import mask

LONGEST = 2000
"""Characters that are shown: what somebody typed, or a file holds, may be long."""


def say(message: str) -> None:
    """Tell the user something; no password of it."""
    click.echo(f"newsspider: {shown(mask(message))}", err=True)


def shown(message: str) -> str:
    """A message with control characters made visible, cut in the middle when it is very long.

    A list of faults keeps its lines, which begin with two blanks.
    """
    text = re.sub(r"(?!\n  \S)[\x00-\x1f\x7f-\x9f]", lambda found: repr(found[0])[1:-1], message)
    return text if len(text) <= LONGEST else f"{text[: LONGEST * 2 // 3]} … {text[-LONGEST // 3 :]}"
