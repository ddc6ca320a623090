"""Connections to a database server that never hang: opening one takes so long at most, and so does each of its answers.

A server may accept a connection and say nothing: at once, in the middle of the handshake, after the login. The drivers' own limits
cover a part of that (PyMySQL's `connect_timeout` ends with the TCP connection, psycopg waits for an answer without end). So a
connection is opened in a thread that is waited for no longer than its time; and it has a patience, short while a store is opened
and before it is lent, long while statements run, which may take long without a word.
"""

import contextlib
import socket
import time
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, wait
from functools import cache
from threading import Thread
from typing import Any

from sqlalchemy import URL, Engine, event

from newsspider.errors import UsageError

CONNECT_SECONDS = 10
"""How long a server may take to let us in and to be set up; and to answer what it knows at once."""

STATEMENT_SECONDS = 600
"""How long a statement may run; a server that is silent for longer is taken for lost."""

MOST_SECONDS = 86400
"""The longest limit that a URL may set."""

CANCEL_SECONDS = 1.0
"""How long PostgreSQL is asked to end a statement that Ctrl-C broke off."""

KEEPALIVE = {"TCP_KEEPIDLE": 30, "TCP_KEEPINTVL": 10, "TCP_KEEPCNT": 3, "TCP_USER_TIMEOUT": 60_000}
"""Seconds, seconds, times, milliseconds: after a minute a host that vanished is noticed, also in the middle of a statement."""

FORMS = {"postgresql": "postgresql://USER@HOST:5432/NAME", "mysql": "mysql://USER@HOST:3306/NAME"}
"""How a URL looks, by the name of the dialect."""

LOST = 2013
"""MySQL's number of the error that the connection is lost."""

OPENING = "newsspider_opening"
"""Execution option: what belongs to the opening of a store is answered at once, or not at all."""


def guard(engine: Engine, statements: Iterable[str], *, opening: float, running: float) -> None:
    """Have an engine's connections opened and asked within their times.

    Args:
        engine: of PostgreSQL or MySQL.
        statements: what sets up a new connection.
        opening: seconds until a connection that is not there and set up has failed, and until a connection answers that is lent.
        running: seconds until a statement is answered.
    """

    @event.listens_for(engine, "do_connect")
    def connect(dialect: Any, _record: Any, arguments: Any, options: dict[str, Any]) -> Any:
        def open_one() -> Any:
            # The driver's own limit ends the thread that nobody waits for any more.
            return _open(dialect, arguments, options | {"connect_timeout": int(opening) + 1}, statements, opening)

        try:
            return within(opening, open_one)
        except NotDone:
            number = (LOST,) if dialect.driver == "pymysql" else ()
            raise dialect.loaded_dbapi.OperationalError(*number, f"no answer within {opening:g} s") from None

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        seconds = opening if connection.get_execution_options().get(OPENING) else running
        set_patience(connection.connection.dbapi_connection, seconds)

    @event.listens_for(engine, "reset")
    def reset(connection: Any, _record: Any, _state: Any) -> None:
        set_patience(connection, opening)  # for the rollback now and the ping before it is lent again


def limit_of(url: URL, name: str, default: float, *, least: float = 1) -> float:
    """A limit in seconds that the URL's query says, or the default. Raises ValueError."""
    text = url.query.get(name)
    if text is None:
        return default
    try:
        seconds = float(str(text))
    except ValueError:
        seconds = -1
    if not least <= seconds <= MOST_SECONDS:
        raise ValueError(f"{name}={text} is none of {least:g} to {MOST_SECONDS} seconds")
    return seconds


class NotDone(Exception):
    """What takes a limited time took longer."""


def within(seconds: float, open_one: Callable[[], Any]) -> Any:
    """What a function opens, which may take so long at most; what it opens later is closed.

    Raises NotDone, and whatever the function raises.
    """
    opened: Future[Any] = Future()

    def work() -> None:
        try:
            opened.set_result(open_one())
        except BaseException as failure:  # the caller's thread raises it
            opened.set_exception(failure)

    Thread(target=work, name="newsspider-connect", daemon=True).start()
    try:
        done, _ = wait([opened], seconds)
    except BaseException:  # Ctrl-C
        opened.add_done_callback(_close)
        raise
    if not done:
        opened.add_done_callback(_close)
        raise NotDone
    return opened.result()


def _close(opened: "Future[Any]") -> None:
    """Close a connection that came when nobody waited for it any more."""
    if opened.exception() is None:
        with contextlib.suppress(Exception):
            opened.result().close()


def _open(dialect: Any, arguments: Any, options: dict[str, Any], statements: Iterable[str], opening: float) -> Any:
    """A connection, set up. Raises the driver's errors, UsageError for options of the URL that the driver does not take."""
    try:
        if dialect.driver == "psycopg":
            connection = patient_connection().connect(*arguments, **options)
        elif dialect.driver == "pymysql":
            connection = dialect.connect(*arguments, **options | {"read_timeout": opening})
            keep_alive(connection._sock)
        else:
            connection = dialect.connect(*arguments, **options)
        set_patience(connection, opening)
        cursor = connection.cursor()
        for statement in statements:
            cursor.execute(statement)
        cursor.close()
        connection.commit()  # else PostgreSQL takes the settings back with the next rollback
    except dialect.loaded_dbapi.Error:
        raise
    except Exception as error:  # drivers check what they are given in ways of their own: TypeError, ValueError, AssertionError, …
        said = str(error) or type(error).__name__
        raise UsageError(
            f"--database: the driver {dialect.driver} does not take its URL: {said}; write {FORMS[dialect.name]}"
        ) from error
    return connection


def set_patience(connection: Any, seconds: float) -> None:
    """How long answers of a driver's connection are waited for from now on."""
    if hasattr(connection, "patience"):
        connection.patience = seconds
    elif hasattr(connection, "_read_timeout"):  # PyMySQL looks at it before each answer
        connection._read_timeout = seconds


def keep_alive(connection: socket.socket) -> None:
    """Have the system look after an idle TCP connection, and give up one whose peer does not confirm what was sent."""
    if connection.family in (socket.AF_INET, socket.AF_INET6):
        for name, value in KEEPALIVE.items():
            if option := getattr(socket, name, None):
                connection.setsockopt(socket.IPPROTO_TCP, option, value)


@cache
def patient_connection() -> Any:
    """psycopg's connection with a patience; loaded where PostgreSQL is used."""
    from psycopg import Connection, OperationalError, waiting

    class PatientConnection(Connection[Any]):
        """A connection whose server is waited for so long at most."""

        patience: float = CONNECT_SECONDS

        def wait(self, gen: Any, *_: Any, **__: Any) -> Any:
            """Do what psycopg does on the wire, for as long as there is patience; without any, or on Ctrl-C, the connection ends."""
            try:
                return waiting.wait(self._limited(gen), self.pgconn.socket, interval=0.1)
            except KeyboardInterrupt:
                with contextlib.suppress(Exception):
                    self.cancel_safe(timeout=CANCEL_SECONDS)
                self.pgconn.finish()
                raise

        def _limited(self, gen: Generator[Any, Any, Any]) -> Generator[Any, Any, Any]:
            patience = self.patience
            deadline = time.monotonic() + patience
            try:
                wanted = next(gen)
                while True:
                    ready = yield wanted
                    if not ready and time.monotonic() > deadline:
                        self.pgconn.finish()
                        raise OperationalError(f"no answer within {patience:g} s")
                    wanted = gen.send(ready)
            except StopIteration as done:
                return done.value

    return PatientConnection
