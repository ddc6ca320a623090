"""How every command ends: what went wrong as one sentence on stderr, everything printed written out, a documented exit code."""

import contextlib
import os
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any, BinaryIO, TextIO, cast

import click

from newsspider.cli.options import EXIT_NOTHING
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


class Stdout:
    """stdout whose failures are told: an OutputError where it is written to, and remembered in `failure`."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self.buffer = Bytes(stream.buffer, self.told)
        """The same for bytes."""
        self.failure: OutputError | None = None
        """Why it took nothing; None as long as it took everything."""
        self.reader_left = False
        """Whether the pipe's reader is gone."""

    def write(self, text: str) -> int:
        """Write. Raises OutputError, or BrokenPipeError when the reader is gone."""
        with self.told():
            try:
                self._stream.write(text)
            except UnicodeEncodeError as error:
                self._stream.write(text.encode(error.encoding, "backslashreplace").decode(error.encoding))
        return len(text)

    def flush(self) -> None:
        """Write out what is held back. Raises as `write` does."""
        with self.told():
            self._stream.flush()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    @contextlib.contextmanager
    def told(self) -> Iterator[None]:
        """Remembers, and raises as OutputError, what goes wrong inside."""
        try:
            yield
        except BrokenPipeError:
            self.reader_left = True
            let_go(self._stream)
            raise
        except OSError as error:
            self.failure = OutputError(f"cannot write to stdout: {error.strerror or error}")
            let_go(self._stream)
            raise self.failure from error


class Bytes:
    """The bytes below a text stream, their failures told as the text's are."""

    def __init__(self, stream: BinaryIO, told: Callable[[], AbstractContextManager[None]]) -> None:
        self._stream = stream
        self._told = told

    def write(self, data: Any) -> int:
        """Write."""
        with self._told():
            return self._stream.write(data)

    def flush(self) -> None:
        """Write out what is held back."""
        with self._told():
            self._stream.flush()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


class Stderr:
    """stderr that may take nothing: what is told there is not worth ending a command for."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """Write, or lose it."""
        try:
            self._stream.write(text)
        except OSError:
            let_go(self._stream)
        return len(text)

    def flush(self) -> None:
        """Write out, or lose it."""
        try:
            self._stream.flush()
        except OSError:
            let_go(self._stream)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


@contextlib.contextmanager
def guarded_streams() -> Iterator[Stdout]:
    """The two standard streams guarded while a command runs; stdout."""
    before = sys.stdout, sys.stderr
    stdout = Stdout(sys.stdout or _closed())
    sys.stdout = cast("TextIO", stdout)
    sys.stderr = cast("TextIO", Stderr(sys.stderr or _closed()))
    try:
        yield stdout
    finally:
        sys.stdout, sys.stderr = before


def _closed() -> TextIO:
    """What stands for a stream that was closed (`>&-`): it holds the descriptor, so that no file of ours gets it, and takes nothing."""
    return open(os.open(os.devnull, os.O_RDONLY), "w", encoding="utf-8")


def let_go(stream: TextIO) -> None:
    """Turn a stream that takes nothing any more to the null device: else the interpreter fails at it once more when it ends."""
    with contextlib.suppress(OSError, ValueError):
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, stream.fileno())
        os.close(null)
