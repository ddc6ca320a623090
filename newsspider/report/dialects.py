"""Two expressions that each database writes in its own way: the day in Beijing, and whether a list has entries."""

from typing import Any

from sqlalchemy import Integer, String
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement


class beijing_day(FunctionElement[str]):  # noqa: N801 functions of SQL are written small
    """The day in Beijing of a column of the type UtcDateTime, as text: `2025-10-21`."""

    name = "beijing_day"
    type = String()
    inherit_cache = True


class has_entries(FunctionElement[int]):  # noqa: N801
    """Whether a column that holds a JSON list has one with entries: 1 or 0."""

    name = "has_entries"
    type = Integer()
    inherit_cache = True


@compiles(beijing_day)
def _day(element: Any, compiler: Any, **options: Any) -> str:
    return f"date({compiler.process(element.clauses, **options)}, '+8 hours')"


@compiles(beijing_day, "postgresql")
def _day_postgresql(element: Any, compiler: Any, **options: Any) -> str:
    return f"to_char({compiler.process(element.clauses, **options)} AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD')"


@compiles(beijing_day, "mysql")
def _day_mysql(element: Any, compiler: Any, **options: Any) -> str:
    return f"CAST(DATE({compiler.process(element.clauses, **options)} + INTERVAL 8 HOUR) AS CHAR)"


@compiles(has_entries)
def _entries(element: Any, compiler: Any, **options: Any) -> str:
    """SQLite keeps the text as it was written: comparing it is ten times as fast as reading it as JSON."""
    return f"CASE WHEN {compiler.process(element.clauses, **options)} <> '[]' THEN 1 ELSE 0 END"


@compiles(has_entries, "postgresql")
def _entries_postgresql(element: Any, compiler: Any, **options: Any) -> str:
    return f"CASE WHEN jsonb_array_length({compiler.process(element.clauses, **options)}) > 0 THEN 1 ELSE 0 END"


@compiles(has_entries, "mysql")
def _entries_mysql(element: Any, compiler: Any, **options: Any) -> str:
    return f"CASE WHEN json_length({compiler.process(element.clauses, **options)}) > 0 THEN 1 ELSE 0 END"
