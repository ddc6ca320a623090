"""Serving the browsing database on loopback until Ctrl-C or SIGTERM, and keeping it up to date meanwhile."""

import asyncio
import contextlib
import signal
import socket
import webbrowser
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import uvicorn
from datasette.app import Datasette

from newsspider.browse.database import bring_up_to_date
from newsspider.browse.site import application
from newsspider.errors import OutputError, UsageError
from newsspider.store import Store

HOST = "127.0.0.1"
EVERY = 60.0
"""Seconds between two looks at the store."""
GRACE = 2
"""Seconds that answers under way have when it is stopped."""


def listening(port: int) -> socket.socket:
    """A socket that listens on loopback; 0 takes a free port. Raises UsageError when the port is taken or not allowed."""
    try:
        return socket.create_server((HOST, port))
    except OSError as error:
        raise UsageError(f"--port {port}: {error.strerror}; name another one, or 0 for any that is free") from error


def serve(path: Path, store: Store, listener: socket.socket, *, open_browser: bool, say: Callable[[str], None]) -> None:
    """Serve until SIGINT or SIGTERM.

    Args:
        path: of the browsing database, up to date.
        store: looked at every minute; a failure is said, and the next look may go well.
        listener: of `listening`; closed in the end.
        open_browser: whether the front page is opened in the user's browser.
        say: takes lines for the user.
    """
    with _ignored_when_raised_again(), listener:
        asyncio.run(_serve(application(path), path, store, listener, open_browser, say))


async def _serve(
    datasette: Datasette, path: Path, store: Store, listener: socket.socket, open_browser: bool, say: Callable[[str], None]
) -> None:
    address = f"http://{HOST}:{listener.getsockname()[1]}/"
    await datasette.invoke_startup()
    server = uvicorn.Server(
        uvicorn.Config(datasette.app(), log_level="warning", lifespan="on", timeout_graceful_shutdown=GRACE, access_log=False)
    )
    follower = asyncio.create_task(_follow(path, store, say))
    say(f"{address}  (Ctrl-C ends it)")
    if open_browser:
        await asyncio.to_thread(webbrowser.open, address)
    try:
        await server.serve(sockets=[listener])
    finally:
        follower.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await follower
        for database in datasette.databases.values():
            database.close()


async def _follow(path: Path, store: Store, say: Callable[[str], None]) -> None:
    while True:
        await asyncio.sleep(EVERY)
        try:
            await asyncio.to_thread(bring_up_to_date, path, store)
        except OutputError as error:
            say(f"not up to date, tried again in a minute: {error}")


@contextlib.contextmanager
def _ignored_when_raised_again() -> Iterator[None]:
    """uvicorn stops at a signal, and raises it again when it has stopped: that is no failure."""

    def nothing(_number: int, _frame: Any) -> None:
        return

    before = {number: signal.signal(number, nothing) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
