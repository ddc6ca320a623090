"""`newsspider crawl`: which units to run, the progress bar, the summary and the exit code."""

import contextlib
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from newsspider.config import in_force
from newsspider.config.scrapy import sqlite_in
from newsspider.crawl.after_crawl import BROKEN_OFF, say_end, tell_of, verdicts_on
from newsspider.crawl.process import interruptible
from newsspider.crawl.runner import run, settings_for
from newsspider.days import days_between
from newsspider.errors import (
    EXIT_INTERRUPTED,
    ConfigError,
    InputError,
    NewsspiderError,
    OutputError,
    RunIncomplete,
    UsageError,
    gravest,
)
from newsspider.outlets import Outlet, Outlets, check_epaper, load_outlets
from newsspider.store import Issues, Runs, Store
from newsspider.telemetry.counters import LEFT_HOSTS_STAT, counts_of
from newsspider.telemetry.faults import in_words
from newsspider.terminal.progress import progress_bar
from newsspider.terminal.tables import crawl_table, show
from newsspider.units import Unit
from newsspider.urls import check_url
from pipelines.exporters.jsonlines import Rotation, export

if TYPE_CHECKING:
    from scrapy.settings import Settings

    from newsspider.demo import Press
    from newsspider.watch.keeping import Verdict


@dataclass(frozen=True, kw_only=True)
class Crawl:
    """One `newsspider crawl`, as the command line asks for it."""

    outlet_ids: Sequence[str] = ()
    provinces: Sequence[str] = ()
    every: bool = False
    url_file: Path | None = None
    demo: bool = False
    limit: int = 0
    since: str | None = None
    first: str | None = None
    last: str | None = None
    output: Path = Path("output")
    database: str | None = None
    replay: Sequence[Path] = ()
    archive: bool | None = None
    """Whether to keep every response as WARC; None: as the configuration says."""
    sites: Path | None = None
    contact: str | None = None
    verbose: bool = False
    command: str = "newsspider crawl"

    def run(self) -> int:
        """Run it, print the summary and tell whoever is to be told; the exit code. Raises NewsspiderError before anything is
        fetched: of one that is not about the command line, people are told, too.
        """
        started = datetime.now(UTC)
        try:
            with interruptible():
                return self._run(started)
        except KeyboardInterrupt:
            click.echo(BROKEN_OFF, err=True)
            return EXIT_INTERRUPTED
        except (ConfigError, OutputError) as error:
            tell_of([Unit("", {}, error=error)], None, self.command, started, self.database or sqlite_in(self.output), {})
            raise

    def _run(self, started: datetime) -> int:
        with self._press() as press:
            outlets = press.outlets if press else load_outlets(self.sites)
            units = self._units(outlets)
            check_writable(self.output)
            settings = settings_for(
                outlets, output=self.output, database=self.database, contact=self.contact, replay=self.replay,
                command=self.command, verbose=self.verbose, NEWSSPIDER_EXPORT_REST=False, **self._archiving(),
            )  # fmt: skip
            database = settings["NEWSSPIDER_DATABASE"]
            rotation = Rotation.from_settings(settings)
            unwritten: dict[int, str] = {}
            with self._store(database) as store:
                exported = export(store, self.output, rotation, skipped=unwritten.__setitem__)
                number = Runs(store).begin(
                    self.command, [unit.arguments["outlet"] for unit in units if "outlet" in unit.arguments]
                )
            settings.set("NEWSSPIDER_RUN", number, priority="cmdline")
            judged: dict[str, Verdict] = {}
            try:
                with self._one_archive(settings, units), progress_bar() as watch:
                    broken_off = run(units, settings, watch)
                try:
                    with self._store(database) as store:
                        exported += export(store, self.output, rotation, skipped=unwritten.__setitem__)
                        if not (broken_off or self.replay):  # an archive is not what a site is today
                            judged = verdicts_on(units, store, number, started)
                except OutputError as error:  # the database is away, or full: what the run did is told all the same
                    self._failed(units, error)
                self._note_unwritten(units, unwritten)
                self._end_run(database, number, units, broken_off)
            except KeyboardInterrupt:
                self._end_run(database, number, units, broken_off=True)
                raise
            except Exception as error:  # the run must not be taken for one that is still running
                fault = error if isinstance(error, NewsspiderError) else RunIncomplete(in_words(error))
                units[0].error = fault
                self._end_run(database, number, units, broken_off=False)
                raise fault from error
        exported += sum(unit.stats.get("news_exported", 0) for unit in units)
        show(crawl_table(units, outlets))
        self._say_exported(units, exported)
        code = say_end(units, judged, broken_off=broken_off, urls=self.url_file is not None)
        if self.first and code != OutputError.exit_code:
            self._say_issues(units, database)
        return gravest([code, tell_of(units, number, self.command, started, database, judged, broken_off=broken_off)])

    @staticmethod
    @contextlib.contextmanager
    def _one_archive(settings: "Settings", units: Sequence[Unit]) -> Iterator[None]:
        """Keep the archive's file open from the first spider to the last. Raises OutputError when its folder cannot be written."""
        if not settings.get("NEWSSPIDER_ARCHIVE") or settings.getlist("NEWSSPIDER_REPLAY"):
            yield
            return
        from newsspider.archive.writing import give_back
        from newsspider.middlewares.archive import writer_for

        writer = writer_for(settings, settings.getint("NEWSSPIDER_RUN"))
        try:
            yield
        finally:
            try:
                give_back(writer)
            except OutputError as error:  # the articles are stored; the run says what failed
                units[0].error = units[0].error or error

    def _archiving(self) -> dict[str, str]:
        """The setting that keeps every response, or none."""
        config = in_force().values.archive
        kept = config.on if self.archive is None else self.archive
        return {"NEWSSPIDER_ARCHIVE": str(config.folder or self.output / "archive")} if kept else {}

    @staticmethod
    def _store(database: str) -> contextlib.closing[Store]:
        return contextlib.closing(Store(database))

    def _end_run(self, database: str, number: int, units: Sequence[Unit], broken_off: bool) -> None:
        """Enter how the run ended, and what it counted per outlet; where the database fails, that is the run's error, too."""
        errors = list(dict.fromkeys(str(unit.error) for unit in units if unit.error))
        reason = "broken off" if broken_off else "; ".join(errors) or None
        try:
            with self._store(database) as store:
                Runs(store).end(number, "failed" if reason else "finished", reason, counts_of(unit.stats for unit in units))
        except OutputError as error:
            self._failed(units, error)

    @staticmethod
    def _note_unwritten(units: Sequence[Unit], unwritten: dict[int, str]) -> None:
        """Articles that are in the store and cannot be written into files make the run incomplete."""
        if unwritten and not units[0].error:
            said = "; ".join(f"article {position} of the database: {fault}" for position, fault in unwritten.items())
            units[0].error = RunIncomplete(said)

    @staticmethod
    def _failed(units: Sequence[Unit], error: OutputError) -> None:
        """The database failed after the spiders: said once."""
        if not any(unit.error for unit in units):
            units[0].error = error

    def _units(self, outlets: Outlets) -> list[Unit]:
        """One unit per outlet, or one for all single URLs. Raises UsageError when nothing is asked for."""
        if self.url_file:
            if self.outlet_ids or self.provinces or self.every or self.demo:
                raise UsageError("--urls goes alone: the URLs say which sites are asked")
            if self.since:
                raise UsageError("--since is for lists; with --urls every URL of the file is asked for")
            if self.first or self.last:
                raise UsageError("--from and --to are for e-papers; with --urls every URL of the file is asked for")
            return [Unit("url", {"url": read_urls(self.url_file), "limit": self.limit, "outlets": outlets})]
        chosen: dict[str, Outlet] = {name: outlets[name] for name in self.outlet_ids}
        for code in self.provinces:
            chosen |= {outlet.id: outlet for outlet in outlets.in_province(code)}
        if self.every or (self.demo and not chosen):
            chosen |= outlets
        if not chosen:
            raise UsageError(
                "crawl what? Name outlets, or --province P, --all, --urls FILE or --demo; `newsspider outlets` lists them"
            )
        if self.first or self.last:
            return self._issue_units(chosen, outlets)
        startable = [outlet for outlet in chosen.values() if outlet.lists or outlet.id in self.outlet_ids]
        arguments = {"limit": self.limit, "since": self.since, "outlets": outlets}
        return [Unit("outlet", {"outlet": outlet.id, **arguments}) for outlet in startable]

    def _issue_units(self, chosen: dict[str, Outlet], outlets: Outlets) -> list[Unit]:
        """One unit per e-paper. Raises UsageError for wrong days and for an outlet that was named and has no issues by day."""
        days_between(self.first, self.last)
        if self.since:
            raise UsageError("--since is for lists; --from says from which day on")
        for name in self.outlet_ids:
            check_epaper(outlets[name])
        papers = [outlet.id for outlet in chosen.values() if outlet.layout or outlet.issues]
        if not papers:
            raise UsageError("no e-paper among these outlets has issues by day; `newsspider outlets` lists the kinds")
        arguments = {"start": self.first, "end": self.last, "limit": self.limit, "outlets": outlets}
        return [Unit("epaper", {"outlet": name, **arguments}) for name in papers]

    def _say_issues(self, units: Sequence[Unit], database: str) -> None:
        """One line per e-paper: how many of the issues asked for are in which state."""
        days = days_between(self.first, self.last)
        with contextlib.closing(Store(database)) as store:
            for unit in units:
                states = Counter(row.state for row in Issues(store).table(unit.arguments["outlet"], days))
                said = ", ".join(f"{number} {state}" for state, number in sorted(states.items()))
                click.echo(f"{unit.arguments['outlet']}: {len(days)} days: {said}")

    def _say_exported(self, units: Sequence[Unit], exported: int) -> None:
        """What was written where."""
        click.echo(f"{exported} articles written to {self.output / 'articles'}/, listed in {self.output / 'manifest.jsonl'}")
        if waited := sum(unit.stats.get("news_spooled", 0) for unit in units):
            click.echo(f"{waited} outcomes of an earlier run, which had waited for the database, were written to it")
        for sentence in left_hosts(units):
            click.echo(f"newsspider: {sentence}", err=True)

    @contextlib.contextmanager
    def _press(self) -> Iterator["Press | None"]:
        if not self.demo:
            yield None
            return
        from newsspider.demo import Press

        with Press() as press:
            yield press


def left_hosts(units: Sequence[Unit]) -> list[str]:
    """What is to be said of the hosts that were left in this run, each once."""
    said: dict[str, str] = {}
    for unit in units:
        said |= unit.stats.get(LEFT_HOSTS_STAT, {})
    return list(said.values())


def read_urls(path: Path) -> list[str]:
    """The URLs of a file, one a line; blank lines and lines that start with # are left out.

    Raises InputError for a file that cannot be read or holds none, BadUrl naming the line of what is no URL.
    """
    try:
        lines = path.read_bytes().removeprefix(b"\xef\xbb\xbf").decode("utf-8", "surrogateescape").split("\n")
    except (OSError, ValueError) as error:
        raise InputError(f"--urls {path}: {getattr(error, 'strerror', None) or error}") from error
    urls: list[str] = []
    for number, line in enumerate(lines, 1):
        if line.strip() and not line.startswith("#"):
            try:
                urls.append(check_url(line))
            except NewsspiderError as error:
                raise type(error)(f"--urls {path}, line {number}: {error}") from error
    if not urls:
        raise InputError(f"--urls {path}: no URL in it")
    return urls


def check_writable(folder: Path) -> None:
    """Create the output folder. Raises OutputError when nothing can be written there."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except FileExistsError as error:
        raise OutputError(f"cannot write to --output {folder}: it is no folder; name another one") from error
    except OSError as error:
        raise OutputError(f"cannot write to --output {folder}: {error.strerror or error}; name another folder") from error
