"""Runs the `newsspider` command and kills it, as kill -9 does, at a chosen call: `python kill_at.py MOMENT:NUMBER COMMAND…`.

MOMENT is one of MOMENTS; the command is killed when it comes to the NUMBER-th of them. When there are fewer, it ends by itself.
"""

import itertools
import os
import signal
import sys
from collections.abc import Callable
from typing import Any

MOMENTS = ("before_commit", "after_commit", "before_sync", "after_sync", "before_rename", "after_rename", "half_manifest_line")


def prepare(moment: str, number: int) -> None:
    """Have this process killed at the NUMBER-th call."""
    calls = itertools.count(1)

    def kill() -> None:
        if next(calls) == number:
            os.kill(os.getpid(), signal.SIGKILL)

    when, _, what = moment.partition("_")
    if moment == "half_manifest_line":
        from pipelines.exporters import manifest

        def half(folder: Any, entry: Any) -> None:
            with (folder / manifest.MANIFEST).open("ab") as stream:
                if next(calls) == number:
                    stream.write(b'{"file": "articles/0000')
                    stream.flush()
                    os.kill(os.getpid(), signal.SIGKILL)
            whole(folder, entry)

        from pipelines.exporters import jsonlines

        whole, jsonlines.enter = manifest.enter, half
        return
    from sqlalchemy.engine.default import DefaultDialect

    # Path.replace calls os.replace
    owner, name = {"commit": (DefaultDialect, "do_commit"), "sync": (os, "fsync"), "rename": (os, "replace")}[what]
    setattr(owner, name, around(getattr(owner, name), kill, before=when == "before"))


def around(call: Callable[..., Any], kill: Callable[[], None], *, before: bool) -> Callable[..., Any]:
    """The call, and a kill before or after it."""

    def called(*arguments: Any, **named: Any) -> Any:
        if before:
            kill()
        result = call(*arguments, **named)
        if not before:
            kill()
        return result

    return called


if __name__ == "__main__":
    moment, _, number = sys.argv.pop(1).partition(":")
    if moment != "none":
        prepare(moment, int(number))
    from newsspider.cli import main

    main()
