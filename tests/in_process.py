"""Runs the `newsspider` command in this process, with standard streams of the test's choice: as a user meets it, and fast."""

import sys
import tempfile
from typing import Any

from newsspider.cli import main


def run(*arguments: object, stdout: Any = None, stderr: Any = None) -> tuple[int, str, str]:
    """Run the command; its exit code, and what it wrote on stdout and stderr where these are not given."""
    with (
        tempfile.TemporaryFile("w+", encoding="utf-8", errors="backslashreplace") as out,
        tempfile.TemporaryFile("w+", encoding="utf-8", errors="backslashreplace") as err,
    ):
        before = sys.stdout, sys.stderr
        sys.stdout, sys.stderr = stdout or out, stderr or err
        try:
            main.main([str(each) for each in arguments], prog_name="newsspider")
        except SystemExit as end:
            return int(end.code or 0), _written(out), _written(err)
        finally:
            sys.stdout, sys.stderr = before
    raise AssertionError("the command did not end the process")


def _written(stream: Any) -> str:
    stream.flush()
    stream.seek(0)
    return str(stream.read())
