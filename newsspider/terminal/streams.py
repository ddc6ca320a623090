"""stdout and stderr speak UTF-8, whatever the console's encoding is: what a command prints is read by programs, on any machine."""

import io
import sys


def speak_utf8() -> None:
    """Set the encoding of both streams. What is no Unicode (half a surrogate pair) is written as an escape, `\\udc80`."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # None, or something else, where a program that embeds us put it there
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
