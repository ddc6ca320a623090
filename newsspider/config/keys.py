"""THE configuration: its keys, their types and defaults, a docstring each. A nested class is a table of `newsspider.toml`."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_type_hints

SECRET = {"secret": True}
"""The value may hold a password: it is shown without."""
FROM_ZERO = {"least": 0}
FROM_ONE = {"least": 1}


@dataclass(frozen=True, kw_only=True)
class Politeness:
    """How sites are asked. What is said here can make a crawl more patient than the site records ask for, never less."""

    delay: float | None = field(default=None, metadata=FROM_ZERO)
    """Seconds from one request to the next to an outlet, and to a host, at least; a site record that asks for more gets more. Without it:
    what the record says, and 1.5 for sites without record."""
    concurrency: int | None = field(default=None, metadata=FROM_ONE)
    """Requests at once to one outlet, at most; without it what the record says, and 1 for sites without record."""
    outlets_at_once: int = field(default=8, metadata={"least": 1, "most": 1000})
    """Outlets that one process crawls side by side, each at its own pace."""
    timeout: float = field(default=60.0, metadata=FROM_ONE)
    """Seconds until a page that does not come has failed."""
    retries: int = field(default=3, metadata=FROM_ZERO)
    """How often a page that failed is asked for again in the same run."""
    max_crawl_delay: float = field(default=60.0, metadata=FROM_ZERO)
    """Seconds between two requests that a host's robots.txt may ask for (Crawl-delay, Request-rate): so much is kept, and a host that
    asks for more is left alone."""
    patience: float = field(default=120.0, metadata=FROM_ZERO)
    """Seconds that a run waits for a host that has enough of it (429, 503, Retry-After), one rest behind the other; one that rests for
    longer is left to a later run."""
    user_agent_suffix: str | None = None
    """Put behind `newsspider/VERSION (+contact)` in the User-Agent."""


@dataclass(frozen=True, kw_only=True)
class Files:
    """The JSON Lines files in the output folder."""

    articles: int = field(default=1000, metadata=FROM_ONE)
    """Articles in one file, at most."""
    megabytes: float = field(default=64.0, metadata={"least": 0.001})
    """Size of one file before packing, at most (1024 x 1024 bytes); a larger article has a file of its own."""
    compression: Literal["none", "gzip", "zstd"] = "none"
    """How a file is packed; `zstd` needs `pip install 'newsspider[zstd]'`."""


@dataclass(frozen=True, kw_only=True)
class Archive:
    """The responses as they came, in WARC files."""

    on: bool = False
    """Whether crawls keep them, as `--archive` does."""
    folder: Path | None = None
    """Where; without it the folder `archive` in the output folder."""
    megabytes: float = field(default=1000.0, metadata={"least": 0.001})
    """Size of one file, about, at most (1024 x 1024 bytes)."""


@dataclass(frozen=True, kw_only=True)
class Log:
    """The log on stderr."""

    format: Literal["text", "json"] = "text"
    """`json`: each line is one object with time, level, logger, message, run, outlet and url."""
    level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] | None = None
    """The least that is logged; without it ERROR, with `-v` and under `scrapy crawl` INFO."""


@dataclass(frozen=True, kw_only=True)
class Notify:
    """Who is told how a run went. `newsspider notify --test` tries it."""

    urls: tuple[str, ...] = field(default=(), metadata=SECRET)
    """Apprise URLs: `mailto://…`, `dingtalk://…`, `feishu://…`, `wecombot://…`, `slack://…`, `jsons://…`."""
    on: Literal["failure", "always", "never"] = "failure"
    """After which runs: those with something new to say about a failure, all, or none."""
    digest: bool = True
    """One message for all that a run has to say; false: one for each alarm, for services that open a ticket for each."""
    repeat: timedelta = timedelta(hours=24)
    """After how long an alarm that goes on is told again."""


@dataclass(frozen=True, kw_only=True)
class Watch:
    """When a run is so unlike the outlet's earlier ones that it is an alarm: docs/watch.md."""

    on: bool = True
    """Whether runs are judged; `newsspider crawl --no-watch` judges one not."""
    history: int = field(default=50, metadata=FROM_ONE)
    """How many earlier runs of an outlet are looked at."""
    alike: int = field(default=8, metadata=FROM_ONE)
    """So many runs of the same weekday and hour are judged by alone; where there are fewer, all are."""
    chance: float = field(default=0.001, metadata={"least": 0, "most": 1})
    """A share is an alarm when it would come about by chance less often than this."""
    chance_of_all: float = field(default=0.02, metadata={"least": 0, "most": 1})
    """The same where every single article of the run is concerned."""
    effect: float = field(default=0.4, metadata={"least": 0, "most": 1})
    """How much larger than usual a share must be, at least: 0.4 is from 10 to 50 of a hundred articles."""
    articles: int = field(default=2, metadata=FROM_ONE)
    """Articles (or lists) that must be concerned, at least."""
    times: float = field(default=3.0, metadata=FROM_ONE)
    """How many times slower answers, shorter texts, and longer without anything new is an alarm."""
    gaps: int = field(default=5, metadata=FROM_ONE)
    """Times between new articles that must be known before their lack is an alarm."""
    seconds: float = field(default=5.0, metadata=FROM_ZERO)
    """Answers that come faster than this on average are never too slow."""
    ignore: tuple[str, ...] = ()
    """Alarms that are not raised, by their word: `slow`, `nothing_new`."""


@dataclass(frozen=True, kw_only=True)
class Config:
    """Every key of the configuration."""

    output: Path = Path("output")
    """Folder for files and, by default, the database."""
    database: str | None = field(default=None, metadata=SECRET)
    """SQLAlchemy URL of the store; without it SQLite in the output folder."""
    contact: str | None = None
    """Mail address or page of whoever runs the crawl; goes into the User-Agent."""
    sites: Path | None = None
    """Folder (or file) of site records, instead of the ones that ship with newsspider."""
    look_again: tuple[timedelta, ...] = (timedelta(hours=1), timedelta(hours=6), timedelta(hours=24), timedelta(hours=72))
    """How long after it was stored an article is looked at again; an empty list: never."""
    metrics_port: int | None = field(default=None, metadata={"least": 0, "most": 65535})
    """Port of the Prometheus figures during a run; 0 takes a free one, which the log tells."""
    metrics_address: str = "127.0.0.1"
    """Address that the figures are served on; `0.0.0.0` lets other machines in."""
    schedule: Path | Mapping[str, Any] | None = None
    """The schedule: path of a `schedule.toml`, or its content as a table."""
    politeness: Politeness = Politeness()
    files: Files = Files()
    archive: Archive = Archive()
    log: Log = Log()
    notify: Notify = Notify()
    watch: Watch = Watch()


@dataclass(frozen=True, slots=True)
class Key:
    """One key of the configuration."""

    name: str
    """With its table: `politeness.delay`."""
    kind: Any
    """The annotation."""
    default: Any
    secret: bool = False
    least: float | None = None
    most: float | None = None

    @property
    def variable(self) -> str:
        """The environment variable that sets it."""
        return "NEWSSPIDER_" + self.name.replace(".", "_").upper()


@cache
def all_keys() -> dict[str, Key]:
    """Every key by its dotted name, in the order of the classes: what stands alone first, then table by table."""
    return {key.name: key for key in _keys(Config, "")}


@cache
def tables() -> dict[str, type]:
    """The tables by name."""
    return {name: kind for name, kind in get_type_hints(Config).items() if isinstance(kind, type) and is_dataclass(kind)}


def _keys(kind: Any, prefix: str) -> Iterator[Key]:
    hints, defaults = get_type_hints(kind), kind()
    for each in fields(kind):
        if each.name in tables() and not prefix:
            yield from _keys(hints[each.name], f"{each.name}.")
        else:
            yield Key(prefix + each.name, hints[each.name], getattr(defaults, each.name), **each.metadata)
