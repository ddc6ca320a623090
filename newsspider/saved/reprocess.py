"""`newsspider reprocess`: archives read with today's reader; a new revision where the reading of a stored article differs."""

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select

from newsspider.archive.cdxj import Capture
from newsspider.archive.index import ArchiveIndex
from newsspider.crawl.runner import settings_for
from newsspider.days import seconds_of
from newsspider.errors import BadUrl, DamagedArchive, OutputError, Refused
from newsspider.outlets import Outlet, Outlets
from newsspider.saved.reread import Incomplete, Reread, choose, reread
from newsspider.store import Outcome, Runs, Store, existing_store
from newsspider.store.accounts import NO_ARTICLES
from newsspider.store.known import given_ids, take_turn
from newsspider.store.records import chunks, newest_rows, store_article
from newsspider.store.tables import issue_articles, urls
from newsspider.terminal.reprocess import Report
from newsspider.urls import canonical_url, netloc, url_id
from pipelines.exporters.jsonlines import Rotation, export

BATCH = 100
"""Articles that are looked up, compared and committed together."""


@dataclass(slots=True)
class _Wanted:
    """An article that the archives hold a page of."""

    id: str
    url: str
    """Its canonical address."""
    found_at: str
    """Where its page stands: another address for an e-paper that keeps the text elsewhere."""
    outlet: Outlet | None
    stored: tuple[int, dict[str, Any]] | None = None
    """Position and record of its newest revision."""

    @property
    def outlet_id(self) -> str:
        return self.outlet.id if self.outlet else netloc(self.url)


@dataclass(slots=True)
class Reprocessing:
    """One reading of archives against a store.

    Args:
        index: the archives.
        store: the store; it is only read in a dry run.
        outlets: site records.
        run: number of the run that new revisions belong to; None for a dry run.
    """

    index: ArchiveIndex
    store: Store
    outlets: Outlets
    run: int | None
    report: Report = field(default_factory=Report)

    def __call__(self) -> Report:
        """Read everything; what was found. Raises OutputError when the database fails."""
        for batch in _batches(self._found()):
            known = self._known(batch)
            compared = [pair for each in known if (pair := self._compare(each))]
            self._commit(compared)
        self.report.damage += self.index.damage
        self.report.skipped |= self.index.reasons
        return self.report

    def _found(self) -> Iterator[_Wanted]:
        """The articles that pages of the archives may be of, each once."""
        elsewhere = self._sources()
        seen: set[str] = set()
        for capture in self.index.captures():
            if capture.status != 200 or capture.method != "GET" or capture.mime.startswith(("image/", "video/", "audio/")):
                continue
            self.report.pages += 1
            with contextlib.suppress(BadUrl):  # a mirror's rule may give anything
                url = elsewhere.get(capture.id(self.outlets.keys_of(capture.url))) or self.outlets.canonical(
                    capture.url, seconds_of(capture.fetched_at)
                )
                key = url_id(url)
                if key not in seen:
                    seen.add(key)
                    yield _Wanted(key, url, capture.url, self.outlets.outlet_for(url))

    def _sources(self) -> dict[str, str]:
        """The address of an article by the id of the one where its text is to be had, where these differ."""
        query = select(issue_articles.c.url, issue_articles.c.source).where(issue_articles.c.source.is_not(None))
        with self.store.reading() as connection:
            return {
                url_id(canonical_url(row.source, self.outlets.keys_of(row.source))): row.url for row in connection.execute(query)
            }

    def _known(self, batch: Sequence[_Wanted]) -> list[_Wanted]:
        """Those that the store has a text of, or that a crawl read and found to be no article; under the ids that were given out."""
        with self.store.reading() as connection:
            given = given_ids(connection, [each.id for each in batch])
        for each in batch:
            each.id = given[each.id]
        latest = self.store.latest(each.id for each in batch)
        refused: set[str] = set()
        for chunk in chunks([each.id for each in batch if each.id not in latest]):
            query = select(urls.c.id).where(urls.c.id.in_(chunk), urls.c.state == "refused", urls.c.reason.not_in(NO_ARTICLES))
            with self.store.reading() as connection:
                refused.update(connection.scalars(query))
        for each in batch:
            each.stored = latest.get(each.id)
        return [each for each in batch if each.id in latest or each.id in refused]

    def _compare(self, wanted: _Wanted) -> tuple[_Wanted, Reread] | None:
        """The new reading, where it is to be stored; the report is told in any case."""
        row = self.report.of(wanted.outlet_id)
        stored = wanted.stored[1] if wanted.stored else None
        captures = self._captures(wanted, stored)
        if not captures:
            return None
        try:
            chosen = choose(self.index, captures, stored)
            if chosen is None:
                row.older += 1
                return None
            identity = (wanted.id, stored["url"] if stored else wanted.url)
            new = reread(chosen, wanted.url, identity, self.index, wanted.outlet, stored, self._continues)
        except Refused as error:
            if stored:
                row.add_lost(wanted.url, error.reason)
            return None
        except Incomplete:
            row.incomplete += 1
            return None
        except DamagedArchive:
            row.unreadable += 1
            return None
        if new.article.id != wanted.id:
            return None  # the page names another address as its own: that one's article is compared with its own captures
        if stored is None:
            row.new += 1
            return wanted, new
        row.compared += 1
        if not new.changed:
            return None
        row.revised += 1
        after = asdict(new.article)
        for name in new.changed:
            row.add_difference(name, wanted.url, stored[name], after[name])
        return wanted, new

    def _captures(self, wanted: _Wanted, stored: dict[str, Any] | None) -> list[Capture]:
        """The answers that hold the article, oldest first. A page's text by itself never goes over what the page gave."""
        from_text = stored is not None and stored["extractor"].endswith(" text")
        keys = self.outlets.keys_of(wanted.found_at)
        found = [capture for capture in self.index.captures_of(wanted.found_at, keys=keys) if capture.status == 200]
        return [capture for capture in found if from_text or capture.kind != "conversion"]

    def _continues(self, url: str) -> bool:
        """Whether a crawl of the issue put the article at an address into another one."""
        key = url_id(self.outlets.canonical(url))
        with self.store.reading() as connection:
            row = connection.execute(select(urls.c.state, urls.c.reason).where(urls.c.id == key)).first()
        return row is not None and (row.state, row.reason) == ("refused", "continuation")

    def _commit(self, compared: Sequence[tuple[_Wanted, Reread]]) -> None:
        """Store the new readings; an article that a crawl stored anew meanwhile is left."""
        if self.run is None or not compared:
            return
        with self.store.transaction() as connection:
            take_turn(connection)
            now = datetime.now(UTC)
            newest = newest_rows(connection, [wanted.id for wanted, _ in compared if wanted.stored])
            for wanted, new in compared:
                if wanted.stored and newest[wanted.id]["position"] == wanted.stored[0]:
                    store_article(connection, new.article, newest, self.run, now)
        gained = [
            Outcome(
                wanted.url, wanted.outlet_id, "stored", article=new.article,
                etag=new.page.header("ETag"), last_modified=new.page.header("Last-Modified"),
            )
            for wanted, new in compared if not wanted.stored
        ]  # fmt: skip
        if gained:
            self.store.save(gained, self.run)


def reprocess(
    archives: Sequence[Path], outlets: Outlets, *, output: Path, database: str | None, dry_run: bool, command: str
) -> Report:
    """Read archives with today's reader and pipelines, store new revisions where the reading differs, and write them into the output's files.

    Args:
        archives: WARC files and folders of them.
        outlets: site records.
        output: the output folder.
        database: URL of the store; None for the one in the output folder.
        dry_run: compare only, write nothing.
        command: what the run is called in the store.

    Raises InputError when there is no database or an archive cannot be opened, OutputError when something cannot be written.
    """
    index = ArchiveIndex(archives)
    with contextlib.closing(existing_store(output, database)) as store:
        if dry_run:
            return Reprocessing(index, store, outlets, None)()
        runs = Runs(store)
        run = runs.begin(command)
        reprocessing = Reprocessing(index, store, outlets, run)
        try:
            report = reprocessing()
            export(store, output, Rotation.from_settings(settings_for(outlets, output=output)))
        except BaseException as error:
            with contextlib.suppress(OutputError):  # the database may be what failed; the error itself is said
                runs.end(run, "failed", str(error) or type(error).__name__, reprocessing.report.counts())
            raise
        runs.end(run, "finished", None, report.counts())
        return report


def _batches(found: Iterator[_Wanted]) -> Iterator[list[_Wanted]]:
    batch: list[_Wanted] = []
    for each in found:
        batch.append(each)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
