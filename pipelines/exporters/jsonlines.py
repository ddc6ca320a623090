"""JSON Lines: committed articles go into whole files, each entered in `manifest.jsonl` when it is complete.

A file is written as NAME.part, synced, renamed, entered in the manifest, and only then does the store's feed position
move. Wherever a kill falls, the next run writes the same articles under the same name again or finds them entered.
"""

import hashlib
import json
import logging
import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scrapy import signals

from newsspider.errors import NewsspiderError, OutputError
from newsspider.schema import SCHEMA_VERSION
from newsspider.store import Store
from pipelines.store import ERROR_STAT, StorePipeline

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)

FILE_ROWS = 1000
"""Articles in one file at most."""

FEED = "jsonlines"
MANIFEST = "manifest.jsonl"


def export(store: Store, folder: Path, *, whole_files_only: bool = False) -> int:
    """Write every committed article that no file holds yet; their number.

    Args:
        store: where the articles are.
        folder: the output folder; files go to its `articles/`.
        whole_files_only: leave a rest of fewer than FILE_ROWS articles for later.

    Raises OutputError when a file cannot be written; the articles stay in the store and are written by the next export.
    """
    written = 0
    try:
        (folder / "articles").mkdir(parents=True, exist_ok=True)
        while True:
            with store.feed(f"{FEED}:{folder.resolve()}") as feed:
                feed.position = _manifest_end(folder, store.id, feed.position)
                rows = feed.next(FILE_ROWS)
                if not rows or (whole_files_only and len(rows) < FILE_ROWS):
                    return written
                _write_file(folder, store.id, rows)
                feed.position = rows[-1][0]
                written += len(rows)
    except OSError as error:
        where = error.filename or folder
        raise OutputError(
            f"cannot write to {where}: {error.strerror or error}; the articles are in the store, the next run writes them"
        ) from error


def _write_file(folder: Path, store_id: str, rows: list[tuple[int, dict[str, Any]]]) -> None:
    """Write one file and its line in the manifest."""
    first, last = rows[0][0], rows[-1][0]
    name = f"articles/{first:012d}.jsonl"
    data = b"".join(json.dumps(record, ensure_ascii=False).encode() + b"\n" for _, record in rows)
    _write_synced(folder / name, data)
    entry = {
        "file": name,
        "count": len(rows),
        "bytes": len(data),
        "sha256": hashlib.sha256(data).hexdigest(),
        "first_position": first,
        "last_position": last,
        "schema_version": SCHEMA_VERSION,
        "store": store_id,
    }
    with (folder / MANIFEST).open("ab") as manifest:
        manifest.write(json.dumps(entry).encode() + b"\n")
        manifest.flush()
        os.fsync(manifest.fileno())


def _write_synced(path: Path, data: bytes) -> None:
    """The file whole or not at all, on disk when this returns."""
    part = path.with_name(path.name + ".part")
    with part.open("wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    part.replace(path)
    directory = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)


def _manifest_end(folder: Path, store_id: str, position: int) -> int:
    """The last position that the manifest enters, or the given one where that is larger or there is no manifest.

    A run killed between the manifest and the store's commit left a line that the store does not know of. A half line
    (killed while it was written) is cut off: its file is written again. Raises OutputError for another store's manifest.
    """
    path = folder / MANIFEST
    data = path.read_bytes() if path.exists() else b""
    if not data.endswith(b"\n"):
        data = data[: data.rfind(b"\n") + 1]
        if path.exists():
            _write_synced(path, data)
    last: dict[str, Any] = json.loads(data.splitlines()[-1]) if data else {"store": store_id, "last_position": 0}
    if last["store"] != store_id:
        raise OutputError(f"{path} belongs to another database; give --database that one, or another --output folder")
    return max(position, int(last["last_position"]))


def manifest_entries(folder: Path) -> Iterable[dict[str, Any]]:
    """The entries of a folder's manifest, in order; none when there is no manifest."""
    path = folder / MANIFEST
    if path.exists():
        for line in path.read_text(encoding="utf-8").splitlines():
            yield json.loads(line)


class JsonLinesExporter:
    """Exports what earlier runs left when the spider opens, whole files as they fill, the rest when it closes.

    Settings: NEWSSPIDER_OUTPUT, the output folder; NEWSSPIDER_EXPORT_REST, false when whoever runs several spiders side by
    side exports the rest once at their end.
    """

    def __init__(self, crawler: "Crawler") -> None:
        self.crawler = crawler
        self.folder = Path(crawler.settings["NEWSSPIDER_OUTPUT"])
        self.rest = crawler.settings.getbool("NEWSSPIDER_EXPORT_REST")
        self.unwritten = 0

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

    def item_scraped(self) -> None:
        """Write a file when there is enough for one."""
        self.unwritten += 1
        if self.unwritten >= FILE_ROWS:
            self.write(whole_files_only=True)
            self.unwritten = 0

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
            stats.inc_value("news_exported", export(pipeline.store, self.folder, whole_files_only=whole_files_only))
        except NewsspiderError as error:
            stats.set_value(ERROR_STAT, str(error))
            logger.error("%s", error)
