"""JSON Lines: committed articles go into whole files, each entered in `manifest.jsonl` when it is complete.

A file is written as NAME.part, synced, renamed, entered in the manifest, and only then does the store's feed position
move. Wherever a kill falls, the next run writes the same articles under the same name again or finds them entered.
"""

import logging
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, cast

from scrapy import signals

from newsspider.errors import ConfigError, NewsspiderError, OutputError, StoreAway
from newsspider.export.article_json import json_line
from newsspider.export.article_schema import SCHEMA_VERSION
from newsspider.export.atomic_files import SUFFIXES, Compression, WholeFile, check_compression, opened
from newsspider.items import Draft
from newsspider.store import Feed, Store
from newsspider.store.place import NUMBERED
from newsspider.telemetry.account import add_fault
from newsspider.telemetry.faults import in_words
from pipelines.exporters.manifest import MANIFEST, enter, last_position
from pipelines.store import ERROR_STAT, StorePipeline

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.settings import BaseSettings

logger = logging.getLogger(__name__)

FEED = "jsonlines"
PAGE_ROWS = 500
"""Articles in memory at once, at most."""

ANOTHER = "move it away, or take another --output folder; the articles are in the store, the next run writes them"

OTHER_BYTES = 1500
"""Of a line beside its body, about."""


@dataclass(frozen=True, slots=True)
class Rotation:
    """When a file is full, and how it is packed."""

    count: int = 1000
    """Articles in one file at most."""
    size: int = 64 * 1024 * 1024
    """Bytes of one file at most, before packing; an article larger than that has a file of its own."""
    compression: Compression | None = None

    @classmethod
    def from_settings(cls, settings: "BaseSettings") -> "Rotation":
        """From NEWSSPIDER_ROTATE_COUNT, NEWSSPIDER_ROTATE_BYTES and NEWSSPIDER_COMPRESSION (none, gzip, zstd).

        Raises ConfigError for a value that is none of these, UsageError when zstd is not installed.
        """
        limits = []
        for name in ("NEWSSPIDER_ROTATE_COUNT", "NEWSSPIDER_ROTATE_BYTES"):
            try:
                limits.append(settings.getint(name))
            except ValueError:
                limits.append(0)
            if limits[-1] < 1:
                raise ConfigError(f"setting {name} = {settings[name]!r}: a number of 1 or more is wanted")
        said = settings.get("NEWSSPIDER_COMPRESSION") or "none"
        if said not in ("none", "gzip", "zstd"):
            raise ConfigError(f"setting NEWSSPIDER_COMPRESSION = {said!r}: none, gzip or zstd is wanted")
        compression = None if said == "none" else cast("Compression", said)
        check_compression(compression)
        return cls(limits[0], limits[1], compression)


Skipped = Callable[[int, str], None]
"""Told the position, and what is wrong, of an article that cannot be written as a line: the others are written around it."""


def say_skipped(position: int, fault: str) -> None:
    """Into the log alone."""
    logger.error("article %d of the database: %s", position, fault)


def export(
    store: Store,
    folder: Path,
    rotation: Rotation | None = None,
    *,
    whole_files_only: bool = False,
    skipped: Skipped = say_skipped,
) -> int:
    """Write every committed article that no file holds yet; their number.

    Args:
        store: where the articles are.
        folder: the output folder; files go to its `articles/`.
        rotation: when a file is full, and how it is packed.
        whole_files_only: leave a rest that does not fill a file for later.
        skipped: called for each article that cannot be written.

    Raises OutputError when a file cannot be written; the articles stay in the store and are written by the next export.
    """
    rotation = rotation or Rotation()
    written = 0
    try:
        (folder / "articles").mkdir(parents=True, exist_ok=True)
        while True:
            with store.feed(f"{FEED}:{folder.resolve()}") as feed:
                _catch_up(feed, folder, store.id)
                count = _write_file(feed, folder, store.id, rotation, whole_files_only, skipped)
            if not count:
                return written
            written += count
    except OSError as error:
        where = error.filename or folder
        raise OutputError(
            f"cannot write to {where}: {error.strerror or error}; the articles are in the store, the next run writes them"
        ) from error


def _catch_up(feed: Feed, folder: Path, store_id: str) -> None:
    """Move the feed behind what the manifest enters: a run killed before its commit left a line that the store does not know of.

    Raises OutputError when the store does not reach as far as the manifest: it is an older copy.
    """
    entered = last_position(folder, store_id)
    if entered > feed.position:
        feed.position = entered - 1
        if [position for position, _ in feed.next(1)] != [entered]:
            raise OutputError(
                f"{folder / MANIFEST} tells of article {entered}, which the database does not have: it is an older copy; "
                "take the newer one, or another --output folder"
            )
        feed.position = entered


def _write_file(feed: Feed, folder: Path, store_id: str, rotation: Rotation, whole_files_only: bool, skipped: Skipped) -> int:
    """Write the next file and its line in the manifest, and move the feed; the number of articles, 0 when there are too few."""
    begin = feed.position
    lines = _lines(feed, min(rotation.count, PAGE_ROWS), skipped)
    head = next(lines, None)
    if head is None:
        return 0
    first = last = head[0]
    name = f"articles/{first:012d}.jsonl{SUFFIXES[rotation.compression]}"
    _check_leftovers(folder / "articles", first, head[1], alone=begin == 0)
    _remove_leftovers(folder / "articles", first, folder / name)
    count = size = 0
    full = False
    with WholeFile(folder / name, rotation.compression) as file:
        for position, line in chain([head], lines):
            full = count == rotation.count or (count > 0 and size + len(line) > rotation.size)
            if full:
                break
            file.stream.write(line)
            count, size, last = count + 1, size + len(line), position
        if whole_files_only and not full and count < rotation.count:
            file.discard()
            feed.position = begin
            return 0
    enter(folder, {
        "file": name, "count": count, "bytes": file.bytes, "sha256": file.sha256, "compression": rotation.compression,
        "first_position": first, "last_position": last, "schema_version": SCHEMA_VERSION, "store": store_id,
    })  # fmt: skip
    feed.position = last
    return count


def _lines(feed: Feed, page: int, skipped: Skipped) -> Iterator[tuple[int, bytes]]:
    """The articles behind the feed's position as (position, line), read in pages; the feed moves along."""
    while rows := feed.next(page):
        for position, record in rows:
            try:
                line = json_line(record)
            except Exception as error:  # one row that is no JSON must not hold back all behind it
                skipped(position, f"{record.get('url')}: cannot be written as a line: {in_words(error)}")
            else:
                yield position, line
        feed.position = rows[-1][0]


def _check_leftovers(folder: Path, first: int, line: bytes, *, alone: bool) -> None:
    """A file of the name that is to be written is one of a killed run, which begins with the same article.

    Args:
        folder: where the files are.
        first: position of the file's first article.
        line: that article.
        alone: whether the store has not written any file here.

    Raises OutputError for the files of another store whose manifest is gone: they would be written over, or their articles would be
    there twice.
    """
    for name in sorted(os.listdir(folder)) if alone else ():
        if NUMBERED.fullmatch(name) and not name.startswith(f"{first:012d}."):
            raise OutputError(f"{folder / name} is of another database, and {MANIFEST} is gone; {ANOTHER}")
    for compression, suffix in SUFFIXES.items():
        path = folder / f"{first:012d}.jsonl{suffix}"
        try:
            with opened(path, compression) as stream:
                same = stream.read(len(line)) == line
        except FileNotFoundError:
            continue
        except Exception:  # not packed as its name says: each packer has errors of its own
            same = False
        if not same:
            raise OutputError(f"{path} is not in {MANIFEST} and holds other articles; {ANOTHER}")


def _remove_leftovers(folder: Path, first: int, path: Path) -> None:
    """Remove what a killed run that packed its files otherwise left of the file to be written: the manifest does not tell of it."""
    for suffix in SUFFIXES.values():
        leftover = folder / f"{first:012d}.jsonl{suffix}"
        if leftover != path:
            leftover.unlink(missing_ok=True)
            leftover.with_name(leftover.name + ".part").unlink(missing_ok=True)


class JsonLinesExporter:
    """Exports what earlier runs left when the spider opens, whole files as they fill, the rest when it closes.

    Settings: NEWSSPIDER_OUTPUT, the output folder; those of `Rotation`; NEWSSPIDER_EXPORT_REST, false when whoever runs several
    spiders side by side exports the rest once at their end.
    """

    def __init__(self, crawler: "Crawler") -> None:
        self.crawler = crawler
        self.folder = Path(crawler.settings["NEWSSPIDER_OUTPUT"])
        self.rotation = Rotation.from_settings(crawler.settings)
        self.rest = crawler.settings.getbool("NEWSSPIDER_EXPORT_REST")
        self.count = self.size = 0

    @classmethod
    def from_crawler(cls, crawler: "Crawler") -> "JsonLinesExporter":
        """The exporter, listening."""
        exporter = cls(crawler)
        crawler.signals.connect(exporter.spider_opened, signals.spider_opened)
        crawler.signals.connect(exporter.item_scraped, signals.item_scraped)
        crawler.signals.connect(exporter.spider_closed, signals.spider_closed)
        return exporter

    def spider_opened(self) -> None:
        """Write what a killed run committed and did not export."""
        self.write(whole_files_only=not self.rest)

    def item_scraped(self, item: Draft) -> None:
        """Write a file when there is about enough for one."""
        self.count += 1
        self.size += sum(map(len, item.article.body)) * 3 + OTHER_BYTES  # a Chinese character has three bytes
        if self.count >= self.rotation.count or self.size >= self.rotation.size:
            self.write(whole_files_only=True)
            self.count = self.size = 0

    def spider_closed(self) -> None:
        """Write the rest: the store pipeline has committed by now."""
        self.write(whole_files_only=not self.rest)

    def write(self, *, whole_files_only: bool) -> None:
        """Export; a folder that cannot be written is said once and leaves the articles in the store."""
        pipeline = self.crawler.get_item_pipeline(StorePipeline)
        stats = self.crawler.stats
        if pipeline is None or pipeline.broken:
            return
        try:
            written = export(pipeline.store, self.folder, self.rotation, whole_files_only=whole_files_only, skipped=self.skipped)
            stats.inc_value("news_exported", written)
        except StoreAway as error:  # the store pipeline says so at the end; the next run writes the files
            logger.warning("%s", error)
        except NewsspiderError as error:
            stats.set_value(ERROR_STAT, str(error))
            logger.log(logging.ERROR if self.rest else logging.INFO, "%s", error)  # whoever runs several spiders says it once
        except Exception as error:  # the articles are in the store
            add_fault(stats, f"its articles could not be written into files: {in_words(error)}")
            logger.error("articles could not be written into files: %s", in_words(error))

    def skipped(self, position: int, fault: str) -> None:
        """An article that cannot be written as a line makes the run incomplete."""
        say_skipped(position, fault)
        add_fault(self.crawler.stats, f"article {position} of the database: {fault}")
