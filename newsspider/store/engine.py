"""Opening a database: the URL checked, its tables made or upgraded, failures told in one line."""

import contextlib
import json
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Engine, create_engine, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

from newsspider.config.values import is_text
from newsspider.errors import OutputError, StoreAway, Unstorable, UsageError
from newsspider.masking import is_ambiguous, know, mask_url
from newsspider.store import dialects
from newsspider.store.encoding import refuse_other_encodings
from newsspider.store.place import check_place
from newsspider.store.versions import bring_up_to_date

dumps: Callable[[Any], str] = partial(json.dumps, ensure_ascii=False)


def open_engine(url: str) -> Engine:
    """An engine whose tables exist and are of this program's version: made in a fresh database, upgraded in an older one.

    Raises UsageError for a URL that is none or whose driver is not installed, StoreAway for a database that cannot be reached,
    SchemaTooNew for one that a newer newsspider made, OutputError for one that cannot be opened or written, or cannot hold Chinese.
    """
    parsed = checked_url(url)
    shown = dialects.shown(parsed)
    try:
        engine = create_engine(parsed, json_serializer=dumps, **dialects.engine_options(parsed))
        dialects.prepare(engine)
    except ImportError as error:
        raise UsageError(f"--database {shown}: {_cure(parsed, error)}") from error
    except (ArgumentError, NoSuchModuleError, ValueError, TypeError) as error:
        raise UsageError(f"--database {shown}: {first_line(error)}; try sqlite:///news.db") from error
    if engine.dialect.is_async:
        raise UsageError(f"--database {shown}: the driver {engine.dialect.driver} is for other programs; leave it out of the URL")
    if engine.dialect.name == "sqlite":
        _make_folder(parsed.database)
        check_place(parsed.database)
    refuse_other_encodings(engine)
    try:
        with failing(f"cannot open the database {shown}", "; try another --database or --output"):
            bring_up_to_date(engine)
    except BaseException:
        engine.dispose()
        raise
    return engine


def checked_url(url: str) -> URL:
    """The parsed URL of a database, with its driver. Raises UsageError for what is none, or of a kind that is not supported."""
    know(url)
    if not is_text(url):
        raise UsageError(f"the database {mask_url(url)!r} is named by no text in UTF-8; name another --output or --database")
    if is_ambiguous(url):
        raise UsageError(f"--database {mask_url(url)}: more than one @; write those that do not stand before the host as %40")
    shown = mask_url(url)
    try:
        parsed = dialects.with_driver(make_url(url))
    except ArgumentError as error:
        raise UsageError(f"--database {shown!r}: {first_line(error)}; try sqlite:///news.db") from error
    except ValueError as error:  # all that make_url turns into a number is the port
        raise UsageError(f"--database {shown}: its port is no number; write it like postgresql://USER@HOST:5432/NAME") from error
    if parsed.get_backend_name() not in dialects.KINDS:
        raise UsageError(f"--database {shown}: a store is kept in SQLite, PostgreSQL, MySQL or MariaDB; try sqlite:///news.db")
    if parsed.get_backend_name() == "mysql" and not parsed.database:
        raise UsageError(f"--database {shown}: it names no database; write it like mysql://USER@HOST/NAME")
    return parsed


@contextlib.contextmanager
def failing(what: str, cure: str = "") -> Iterator[None]:
    """Turns SQLAlchemy's errors into StoreAway where it may go well later, Unstorable where the database refuses a value, else into
    OutputError; one line: `what: why cure`.
    """
    try:
        yield
    except SQLAlchemyError as error:
        kind = StoreAway if dialects.is_away(error) else Unstorable if dialects.is_of_a_value(error) else OutputError
        raise kind(f"{what}: {first_line(error)}{cure or dialects.cure_for(error)}") from error
    except ValueError as error:
        if not dialects.is_unreadable(error):
            raise
        # of one value: an article that is to be stored may have it as well as a row that is read
        raise Unstorable(f"{what}: it holds a value that cannot be read ({error}){cure or dialects.MEND}") from error


def first_line(error: Exception) -> str:
    """What went wrong, without the driver's class name, SQL text and links."""
    cause: Any = getattr(error, "orig", None) or error
    if len(cause.args) == 2 and isinstance(cause.args[0], int):  # pymysql: number and text
        cause = cause.args[1] or "connection closed"
    text = str(cause).strip()
    return text.splitlines()[0] if text else type(cause).__name__


def _cure(url: URL, error: ImportError) -> str:
    """What to install for a driver that is not there."""
    extra = dialects.extra_for(url)
    need = f"the driver {error.name or url.get_driver_name()} is not installed"
    return f"{need}; pip install 'newsspider[{extra}]'" if extra else f"{need}; try sqlite:///news.db"


def _make_folder(path: str | None) -> None:
    """The folder of a SQLite file."""
    if path and path != ":memory:":
        try:
            Path(path).parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise OutputError(
                f"cannot create the folder of the database {path}: {error.strerror or error}; try another --output"
            ) from error
