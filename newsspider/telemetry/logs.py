"""The log: each line carries run, outlet and address where they are known, as text or as one JSON object.

Scrapy's own root handler is not installed (LOG_INSTALL_ROOT_HANDLER is off): it would be put up anew, without these
fields, by every spider that starts. `install` puts up one handler for the process, by Scrapy's settings.
"""

import copy
import json
import logging
import sys
import traceback
from collections.abc import Iterable
from contextvars import ContextVar
from datetime import UTC, datetime
from types import TracebackType
from typing import TYPE_CHECKING, Any

from newsspider.errors import BadUrl
from newsspider.masking import know_environment, mask
from newsspider.telemetry.faults import in_words
from newsspider.values import printable

if TYPE_CHECKING:
    from scrapy import Spider
    from scrapy.settings import Settings

TEXT = "%(asctime)s [%(name)s] %(levelname)s%(place)s: %(message)s"

_current: "ContextVar[Spider | None]" = ContextVar("current", default=None)
"""The spider whose task is running. A record that names its spider itself (Scrapy's and the spiders' do) goes before."""
_handler: logging.Handler | None = None


def install(settings: "Settings") -> None:
    """Put up the handler of this process, in place of one that was put up before.

    Settings: NEWSSPIDER_LOG_FORMAT (text or json) and Scrapy's LOG_ENABLED, LOG_FILE, LOG_LEVEL, LOG_DATEFORMAT.
    """
    from scrapy.utils.log import _get_handler

    global _handler  # one process, one log
    uninstall()
    _handler = _get_handler(settings)
    as_json = settings.get("NEWSSPIDER_LOG_FORMAT") == "json"
    mask_crashes()
    in_full = _handler.level <= logging.DEBUG
    _handler.setFormatter(JsonFormatter() if as_json else TextFormatter(TEXT, settings.get("LOG_DATEFORMAT"), in_full=in_full))
    _handler.addFilter(place)
    logging.root.setLevel(logging.NOTSET)  # the handler has the level; Scrapy counts what is logged below it
    logging.root.addHandler(_handler)


def mask_crashes() -> None:
    """From now on, passwords are masked also in what no handler of ours writes: tracebacks of Python, warnings of libraries."""
    know_environment()
    sys.excepthook = _say_crash
    if logging.lastResort:
        logging.lastResort.setFormatter(TextFormatter())


def _say_crash(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    sys.stderr.write(mask("".join(traceback.format_exception(kind, error, trace))))


def uninstall() -> None:
    """Take the handler down."""
    global _handler
    if _handler is not None:
        logging.root.removeHandler(_handler)
        _handler.close()
        _handler = None


def follow(spider: "Spider", settings: "Settings") -> None:
    """From here on, what is logged in this task is this spider's. Puts up the handler where there is none yet."""
    _current.set(spider)
    if _handler is None and not settings.getbool("LOG_INSTALL_ROOT_HANDLER"):
        install(settings)


def place(record: logging.LogRecord) -> bool:
    """A filter that lets everything pass and sets the record's `run` (int), `outlet` and `url`, None where unknown, and
    `place`, the first two in words.
    """
    said = record.__dict__
    spider = said.get("spider") or _current.get()
    url = said.get("url") or _address(record.args)
    outlet = said.get("outlet") or _outlet(spider, url)
    run = said.get("run") or _run(spider)
    known = [f"run {run}" if run else "", outlet or ""]
    said |= {"url": url, "outlet": outlet, "run": run, "place": "".join(f" {part}" for part in known if part)}
    return True


def _run(spider: Any) -> int | None:
    """Number of the spider's run."""
    run = getattr(getattr(spider, "ledger", None), "run", None)
    settings = getattr(spider, "settings", None)
    return run or (settings.get("NEWSSPIDER_RUN") if settings else None)


def _address(args: Any) -> str | None:
    """The first address among a message's arguments: a request, a response, or a text that is one."""
    values: Iterable[Any] = args.values() if isinstance(args, dict) else args or ()
    for value in values:
        url = value if isinstance(value, str) else getattr(value, "url", None)
        if isinstance(url, str) and url.startswith(("http://", "https://")):
            return url
    return None


def _outlet(spider: Any, url: str | None) -> str | None:
    """Id of the spider's outlet; of a spider of many outlets that of the address."""
    outlet = getattr(spider, "outlet", None)
    if outlet is not None:
        return getattr(outlet, "id", None)
    find = getattr(spider, "outlet_id", None)
    try:
        return find(url) if find and url else None
    except (ValueError, BadUrl):  # the line may be about just that: an address that is none
        return None


class TextFormatter(logging.Formatter):
    """Lines as the format says; whoever logged them, passwords in them and in their tracebacks are masked, and of a name that is no
    UTF-8 the bytes are escaped: lines that every file takes.

    Args:
        fmt: as of `logging.Formatter`.
        datefmt: likewise.
        in_full: whether an exception is printed with its traceback; else in words, in the same line.
    """

    def __init__(self, fmt: str | None = None, datefmt: str | None = None, *, in_full: bool = True) -> None:
        super().__init__(fmt, datefmt)
        self._in_full = in_full

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end."""
        if not self._in_full and record.exc_info and (error := record.exc_info[1]):
            record = copy.copy(record)
            record.msg, record.args = f"{record.getMessage().rstrip()}: {in_words(error)}", ()
            record.exc_info = record.exc_text = None
        return printable(mask(super().format(record)))


class JsonFormatter(logging.Formatter):
    """One JSON object a line: `time` (ISO 8601, UTC, milliseconds), `level`, `logger`, `message`, `run` (number or null),
    `outlet` and `url` (text or null); `exception`, the traceback, where there is one. Passwords are masked.
    """

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end."""
        row = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "run": getattr(record, "run", None),
            "outlet": getattr(record, "outlet", None),
            "url": getattr(record, "url", None),
        }
        if record.exc_info:
            row["exception"] = self.formatException(record.exc_info)
        if record.stack_info:
            row["stack"] = record.stack_info
        masked = {name: mask(value) if isinstance(value, str) else value for name, value in row.items()}
        return printable(json.dumps(masked, ensure_ascii=False, default=str))
