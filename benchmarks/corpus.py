"""The pages that are measured: a folder of saved pages with its manifest, or the demo press where there is none."""

import json
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from newsspider import pages
from newsspider.errors import Refused
from newsspider.items import Article
from newsspider.outlets import Outlets
from pipelines import to_article

ROOT = Path(__file__).parent.parent
REAL = ROOT.parent / "shared" / "corpus"
"""Sets of real pages beside the checkout, each with `pages` and `manifest.jsonl`; not part of the project."""


@dataclass(frozen=True)
class Document:
    """One page to measure with."""

    file: str
    """File name, or the path on the demo press."""
    body: bytes
    """Its bytes."""
    url: str | None = None
    """Its address; None when unknown."""
    fetched_at: str | None = None
    """ISO 8601 in UTC; None when unknown."""
    kind: str = "article"
    """What the manifest calls it."""
    group: str = ""
    """The set of pages it belongs to; empty where there is one only."""


def read_folder(folder: Path, manifest: Path | None, group: str = "") -> list[Document]:
    """The pages of a folder in order of name; address and time from a manifest of JSON Lines, met by file name."""
    rows = {}
    if manifest:
        rows = {
            Path(row["file"]).name: row for line in manifest.read_text(encoding="utf-8").splitlines() if (row := json.loads(line))
        }
    return [
        Document(path.name, path.read_bytes(), row.get("url"), row.get("fetched_at"), row.get("kind", "article"), group)
        for path in sorted(folder.iterdir())
        if path.is_file() and (row := rows.get(path.name, {})) is not None
    ]


def demo_pages(scale: int = 1) -> list[Document]:
    """The article pages of the demo press, built without serving them."""
    from newsspider.demo.press import BASE_PORT, FAMILIES

    sites = [build(f"127.0.0.1:{BASE_PORT + index}", scale) for index, build in enumerate(FAMILIES)]
    return [
        Document(path.strip("/"), site.resources[path].render(), record["url"], "2025-10-24T00:00:00Z")
        for site in sites
        for record in site.records
        if (path := urlsplit(record["url"]).path) in site.resources
    ]


def documents(folder: Path | None, manifest: Path | None) -> tuple[str, list[Document]]:
    """What is measured, in words, and the pages: the folder asked for, else the real pages beside the checkout, else the demo press."""
    if folder is not None:
        return str(folder), read_folder(folder, manifest)
    if found := sorted(path.parent for path in REAL.glob("*/pages")):
        return str(REAL), [one for path in found for one in read_folder(path / "pages", path / "manifest.jsonl", path.name)]
    return "the demo press (no ../shared beside this checkout)", demo_pages()


def read_document(document: Document, outlets: Outlets) -> Article | None:
    """The whole way from bytes to article, as `newsspider extract` goes it; None for a page that gives none."""
    outlet = outlets.outlet_for(document.url) if document.url else None
    try:
        page = pages.load(document.body, url=document.url, encoding=outlet.encoding if outlet else None)
        return to_article(pages.read(page, outlet, fetched_at=document.fetched_at))
    except Refused:
        return None
