"""One export: a selection of the store's articles into a file or onto stdout, in one of the forms."""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from newsspider.errors import OutputError, UsageError
from newsspider.export.atomic_files import SUFFIXES, Compression, WholeFile, check_compression
from newsspider.export.formats import FORMATS, Format, write_csv, write_jsonl
from newsspider.export.parquet import check_parquet, write_parquet
from newsspider.export.selection import Rows, Selection, last_position, selected
from newsspider.store import Store


def form_of(path: Path | None, asked: str | None) -> tuple[Format, Compression | None]:
    """The form and packing of an export: as asked for, else by the file's name (`.csv`, `.jsonl.gz`, …); JSON Lines for others.

    Raises UsageError for a form that needs what is not installed, or that is asked for under another's name.
    """
    name = path.name.lower() if path else ""
    compression: Compression | None = next((kind for kind, end in SUFFIXES.items() if kind and name.endswith(end)), None)
    named = next((form for form in FORMATS if name.removesuffix(SUFFIXES[compression]).endswith(f".{form}")), None)
    form = next((form for form in FORMATS if form == asked), None) or named or "jsonl"
    if named and form != named:
        raise UsageError(f"--format {form} does not go with --to {path}; leave --format out, or take another name")
    if form == "parquet":
        check_parquet()
        if compression:
            raise UsageError(f"--to {path}: Parquet files are packed inside; leave {SUFFIXES[compression]} out")
    check_compression(compression)
    return form, compression


def export_articles(
    store: Store, selection: Selection, to: Path | None, asked: str | None, *, bom: bool = False
) -> tuple[int, int]:
    """Write the wanted articles that are committed by now; their number, and the last position in the store.

    Args:
        store: where the articles are.
        selection: which of them.
        to: the file, which appears when it is whole; None for stdout.
        asked: the form; None to tell it by the file's name.
        bom: begin a CSV file with a byte order mark.

    Raises UsageError for what does not go together or is not installed, OutputError when the file cannot be written.
    """
    form, compression = form_of(to, asked)
    if bom and form != "csv":
        raise UsageError("--bom is for CSV; add --format csv")
    if to is None and form == "parquet" and sys.stdout.isatty():
        raise UsageError("Parquet is not for a terminal; give --to FILE")
    upto = last_position(store)
    batches = selected(store, selection, upto=upto)
    if to is None:
        written = _write(form, batches, sys.stdout.buffer, store.id, bom)
        sys.stdout.buffer.flush()
        return written, upto
    try:
        with WholeFile(to, compression) as file:
            return _write(form, batches, file.stream, store.id, bom), upto
    except OSError as error:
        raise OutputError(f"cannot write --to {to}: {error.strerror or error}") from error


def _write(form: Format, batches: Iterable[Rows], stream: BinaryIO, store_id: str, bom: bool) -> int:
    if form == "csv":
        return write_csv(batches, stream, bom=bom)
    if form == "parquet":
        return write_parquet(batches, stream, store_id)
    return write_jsonl(batches, stream)
