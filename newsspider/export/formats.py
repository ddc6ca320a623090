"""An export's forms: JSON Lines and CSV. Each writes batches of articles into a stream as they come."""

import csv
import io
import json
from collections.abc import Callable, Iterable
from typing import Any, BinaryIO, Literal

from newsspider.export.article_json import FIELDS, in_order, json_line
from newsspider.export.selection import Rows

Format = Literal["jsonl", "csv", "parquet"]
FORMATS: tuple[Format, ...] = ("jsonl", "csv", "parquet")

BOM = b"\xef\xbb\xbf"


def write_jsonl(batches: Iterable[Rows], stream: BinaryIO) -> int:
    """One JSON object a line, as in the output folder's files; the number of articles."""
    written = 0
    for rows in batches:
        stream.write(b"".join(json_line(record) for _, record in rows))
        written += len(rows)
    return written


def write_csv(batches: Iterable[Rows], stream: BinaryIO, *, bom: bool = False) -> int:
    """A table with the field names in the first row, UTF-8, lines ended by CR LF (RFC 4180); the number of articles.

    Lists are JSON text in their cell; null is an empty cell.

    Args:
        batches: the articles.
        stream: what to write to.
        bom: begin with a byte order mark: Excel takes UTF-8 for another encoding without it.
    """
    text = io.StringIO(newline="")
    table = csv.writer(text)
    flush: Callable[[], object] = lambda: (stream.write(text.getvalue().encode()), text.seek(0), text.truncate())  # noqa: E731
    if bom:
        stream.write(BOM)
    table.writerow(FIELDS)
    flush()
    written = 0
    for rows in batches:
        table.writerows([_cell(value) for value in in_order(record).values()] for _, record in rows)
        flush()
        written += len(rows)
    return written


def _cell(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list) else value
