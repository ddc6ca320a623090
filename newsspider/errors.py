"""The errors of newsspider, one tree.

NewsspiderError                   said to the user as one line; the command ends with `exit_code`
├── UsageError              (2)   the command line asks for something that does not exist
│   ├── UnknownOutlet             no site record of that id
│   └── BadUrl                    not an http(s) URL
├── ConfigError             (3)   a site file or a setting is wrong; names file, table and key
├── InputError              (4)   an input file cannot be read: missing, empty, binary, truncated
│   └── DamagedArchive            a record of an archive cannot be read; `reason` is counted
├── OutputError             (5)   a folder, file or database cannot be written
│   ├── StoreAway                 the database cannot be reached, or is busy, for now
│   ├── Unstorable                the database refuses a value; other rows go in
│   └── SchemaTooNew              a newer newsspider made or upgraded the database
├── Locked                  (6)   another run is crawling the outlet
├── WatchFailed             (7)   the run is done, but its monitors found something broken
├── NotifyError             (8)   a notification could not be sent
├── RunIncomplete           (9)   a run lost sight of addresses, or a spider of it died
└── Refused                 (1)   a page gives no article; `reason` is counted and reported
    └── NotAnArticle              a list, error, forum, script-only … page

A run in which several of these happened ends with the gravest: `gravest` has the order.
"""

from collections.abc import Iterable

from newsspider.masking import mask

EXIT_INTERRUPTED = 130
"""Exit code of what was broken off with Ctrl-C or SIGTERM."""

PRECEDENCE = (EXIT_INTERRUPTED, 5, 9, 3, 6, 7, 8, 4, 2, 1, 0)
"""Exit codes, the gravest first. 2 and 4 end a command before anything runs."""


def gravest(codes: Iterable[int]) -> int:
    """The exit code that counts of several; one that is not ours (a process that a signal killed) goes before; 0 for none."""
    return min(codes, key=lambda code: PRECEDENCE.index(code) if code in PRECEDENCE else -1, default=0)


class NewsspiderError(Exception):
    """Root. The message is one line for the user: what is wrong, where, and what to try next; passwords in it are masked."""

    exit_code = 1

    def __init__(self, message: str = "") -> None:
        super().__init__(mask(message))


class UsageError(NewsspiderError):
    """The command line asks for something that does not exist."""

    exit_code = 2


class UnknownOutlet(UsageError):
    """No site record of that id."""


class BadUrl(UsageError):
    """Not an http(s) URL."""


class ConfigError(NewsspiderError):
    """A site file or a setting is wrong; the message names file, table and key."""

    exit_code = 3


class InputError(NewsspiderError):
    """An input file cannot be read: missing, empty, binary or truncated."""

    exit_code = 4


class DamagedArchive(InputError):
    """A record of an archive cannot be read.

    Args:
        message: as of every error.
        reason: one word for the counters, one of `newsspider.archive.reading.REASONS`.
    """

    def __init__(self, message: str, reason: str = "damaged") -> None:
        super().__init__(message)
        self.reason = reason


class OutputError(NewsspiderError):
    """A folder, file or database cannot be written."""

    exit_code = 5


class StoreAway(OutputError):
    """The database cannot be reached, or is busy, for now: what failed may go well later."""


class Unstorable(OutputError):
    """The database refuses a value (too long, not to be encoded, out of range): the row that holds it cannot be stored, others can."""


class SchemaTooNew(OutputError):
    """A newer newsspider made or upgraded the database; this one would not understand it."""


class Locked(NewsspiderError):
    """Another run is crawling the outlet; the message says which, since when, and where it runs."""

    exit_code = 6


class WatchFailed(NewsspiderError):
    """The run is done, but its monitors found something broken: outlet, field, figures and examples are named."""

    exit_code = 7


class NotifyError(NewsspiderError):
    """A notification could not be sent; what it was to say is in the log."""

    exit_code = 8


class RunIncomplete(NewsspiderError):
    """A run took up addresses of which it cannot say what became, or one of its spiders died; the message names outlet and number."""

    exit_code = 9


class Refused(NewsspiderError):
    """A page gives no article.

    Args:
        reason: one word for the counters: `empty_body`, `no_headline`, …
        detail: what was seen, for the log line; may be empty.
    """

    error = "refused"

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{self.error}: {reason}" + (f" ({detail})" if detail else ""))
        self.reason = reason
        self.detail = detail


class NotAnArticle(Refused):
    """The page is no article: `list_page`, `error_page`, `needs_render`, `redirect_stub`, `no_text`, …"""

    error = "not_article"
