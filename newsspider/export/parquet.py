"""Parquet: the article schema as Arrow types, its lists and objects as real ones, and writing it in groups of rows."""

from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any, BinaryIO, get_args, get_origin, get_type_hints

from newsspider.errors import UsageError
from newsspider.export.article_schema import SCHEMA_VERSION
from newsspider.export.selection import Rows
from newsspider.items import Article

if TYPE_CHECKING:
    import pyarrow

GROUP_ROWS = 5000
"""Rows of one row group: what is held in memory."""


def check_parquet() -> None:
    """Raises UsageError when pyarrow is not installed."""
    try:
        import pyarrow.parquet  # noqa: F401 whether it is there
    except ModuleNotFoundError as error:
        raise UsageError("Parquet needs pyarrow: pip install 'newsspider[parquet]', or take --format jsonl") from error


def arrow_schema(store_id: str = "") -> "pyarrow.Schema":
    """The fields of Article as Arrow fields; what may be null there may be null here. Times are text, as in JSON."""
    import pyarrow

    hints = get_type_hints(Article)
    metadata = {"newsspider.schema_version": str(SCHEMA_VERSION), "newsspider.store": store_id}
    return pyarrow.schema([_field(field.name, hints[field.name]) for field in fields(Article)], metadata=metadata)


def write_parquet(batches: Iterable[Rows], stream: BinaryIO, store_id: str) -> int:
    """A Parquet file, packed with zstd; the number of articles.

    Args:
        batches: the articles.
        stream: what to write to; it is left open.
        store_id: id of the store that they come from, for the file's metadata.
    """
    import pyarrow
    from pyarrow.parquet import ParquetWriter

    schema = arrow_schema(store_id)
    written = 0
    with ParquetWriter(stream, schema, compression="zstd") as file:
        for records in _groups(batches):
            file.write_table(pyarrow.Table.from_pylist(records, schema=schema))
            written += len(records)
    return written


def _groups(batches: Iterable[Rows]) -> Iterable[list[dict[str, Any]]]:
    group: list[dict[str, Any]] = []
    for rows in batches:
        group += [record for _, record in rows]
        if len(group) >= GROUP_ROWS:
            yield group
            group = []
    if group:
        yield group


def _field(name: str, hint: Any) -> "pyarrow.Field":
    import pyarrow

    return pyarrow.field(name, _arrow_type(hint), nullable=type(None) in get_args(hint))


def _arrow_type(hint: Any) -> "pyarrow.DataType":
    import pyarrow

    if get_origin(hint) is list:
        (item,) = get_args(hint)
        return pyarrow.list_(pyarrow.field("element", _arrow_type(item), nullable=False))
    if isinstance(hint, type) and is_dataclass(hint):
        hints = get_type_hints(hint)
        return pyarrow.struct([_field(part.name, hints[part.name]) for part in fields(hint)])
    return pyarrow.int64() if hint is int else pyarrow.string()
