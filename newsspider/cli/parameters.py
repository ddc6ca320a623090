"""What may stand on the command line: each value is checked before a command sees it, whichever option it belongs to."""

import errno
import math
import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from newsspider.days import EARLIEST

MOST = 2**31 - 1
"""The largest number that an option takes: every database holds it."""
ROOM = 100
"""Characters that are left for the names of what goes into a folder."""


class PathName(click.Path):
    """The name of a file or folder, there or not, that the system can be asked about."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """The path; fails for an empty one, for one with NUL, and for one that is too long."""
        if not os.fspath(value):
            self.fail("it is empty; name a file or folder", param, ctx)
        try:
            os.lstat(value)
            os.lstat(os.path.join(value, "x" * ROOM))
        except ValueError:
            self.fail(f"{os.fspath(value)!r} holds a character that no path may hold", param, ctx)
        except OSError as error:
            if error.errno == errno.ENAMETOOLONG:
                self.fail(f"{os.fspath(value)[:ROOM]}… is too long for a path on this system", param, ctx)
        return Path(value)


class Text(click.types.StringParamType):
    """A text that is not empty, in valid Unicode."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The text; fails for blanks alone, for NUL, and for bytes that are no UTF-8."""
        text = str(value)
        if not text.strip():
            self.fail("it is empty; give a value, or leave it out", param, ctx)
        if "\0" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
            self.fail(f"{text[:ROOM]!r} is no text in UTF-8", param, ctx)
        return text


class Count(click.IntRange):
    """A whole number that every database and clock can hold."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The number; fails for one that is out of range or larger than MOST."""
        number = super().convert(value, param, ctx)
        if abs(number) > MOST:
            self.fail(f"{str(value)[:ROOM]} is too large", param, ctx)
        return number


class Number(click.FloatRange):
    """A finite number."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The number; fails for one that is out of range, not finite or larger than MOST."""
        number = super().convert(value, param, ctx)
        if not math.isfinite(number) or abs(number) > MOST:
            self.fail(f"{value} is not a number that means anything here", param, ctx)
        return number


class Day(click.DateTime):
    """A day."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The day's midnight; fails for what is no day and for one before EARLIEST."""
        day: datetime = super().convert(value, param, ctx)
        if day.date() < EARLIEST:
            self.fail(f"{value} is before {EARLIEST}, of which nothing is known here", param, ctx)
        return day


CHECKED: dict[type, Callable[[Any], Any]] = {
    click.Path: lambda _kind: PathName(),
    click.types.StringParamType: lambda _kind: Text(),
    click.types.IntParamType: lambda _kind: Count(),
    click.IntRange: lambda kind: Count(kind.min, kind.max, kind.min_open, kind.max_open),
    click.FloatRange: lambda kind: Number(kind.min, kind.max, kind.min_open, kind.max_open),
    click.DateTime: lambda kind: Day(kind.formats),
}
"""By click's type, the checked one that stands in for it."""


def checked(command: click.Command) -> click.Command:
    """The command, each of its parameters checked."""
    for parameter in command.params:
        if make := CHECKED.get(type(parameter.type)):
            parameter.type = make(parameter.type)
    return command
