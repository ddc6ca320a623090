"""How every command ends: what went wrong as one sentence on stderr, everything printed written out, a documented exit code."""

import contextlib
import sys
import traceback
from collections.abc import Callable
from typing import Any

import click

from newsspider.cli.options import EXIT_NOTHING
from newsspider.cli.streams import guarded_streams
from newsspider.errors import EXIT_INTERRUPTED, NewsspiderError, OutputError, RunIncomplete
from newsspider.masking import mask
from newsspider.telemetry.faults import in_words
from newsspider.terminal.sentences import say

DEBUG = "NEWSSPIDER_DEBUG"
"""Environment variable: with it, an unforeseen error also prints its traceback."""


def ended(work: Callable[[], Any], *, debug: bool = False) -> int:
    """Run a command; its exit code.

    Args:
        work: the command; it returns its exit code, or None for 0.
        debug: whether an unforeseen error also prints its traceback.

    An error of ours ends it with its own code, the system's refusal with that of `OutputError`, Ctrl-C with 130, any other
    exception with 9. A stdout that takes nothing is an OutputError; a stderr that takes nothing changes nothing.
    """
    with guarded_streams() as stdout:
        code = _code_of(work, debug=debug)
        with contextlib.suppress(OutputError, BrokenPipeError, ValueError):  # the last: somebody closed it
            stdout.flush()
        if stdout.failure and code != EXIT_INTERRUPTED:
            if code != OutputError.exit_code:
                say(str(stdout.failure))
            return OutputError.exit_code
        return EXIT_NOTHING if stdout.reader_left and not code else code


def _code_of(work: Callable[[], Any], *, debug: bool) -> int:
    try:
        code = work()
    except NewsspiderError as error:
        say(str(error))
        return error.exit_code
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        return error.exit_code
    except click.ClickException as error:
        say(usage(error))
        return error.exit_code
    except (click.Abort, KeyboardInterrupt) as error:
        if isinstance(error.__cause__, EOFError):
            return _fault(error.__cause__, debug=debug)
        say("broken off")
        return EXIT_INTERRUPTED
    except BrokenPipeError:  # `newsspider extract … | head`
        return EXIT_NOTHING
    except OSError as error:
        _trace(error, debug=debug)
        say(f"{error.filename or 'the system'}: {error.strerror or error}; look at the paths on the command line")
        return OutputError.exit_code
    except Exception as error:  # nothing that happens may end in a traceback: a user cannot read it
        return _fault(error, debug=debug)
    return code if isinstance(code, int) else 0


def _fault(error: BaseException, *, debug: bool) -> int:
    """Tell an error that nobody foresaw."""
    _trace(error, debug=debug)
    cure = "with the traceback above" if debug else f"with the traceback that {DEBUG}=1 shows"
    say(f"an error of newsspider itself: {in_words(error)}; please report it, {cure}")
    return RunIncomplete.exit_code


def _trace(error: BaseException, *, debug: bool) -> None:
    """A traceback for developers; it may quote an address with its password."""
    if debug:
        sys.stderr.write(mask("".join(traceback.format_exception(error))))


def usage(error: click.ClickException) -> str:
    """What is wrong with a command line, and where to read what is right."""
    context = getattr(error, "ctx", None)
    cure = f"; see `{context.command_path} --help`" if context else ""
    return " ".join(error.format_message().split()).rstrip(".") + cure
