"""An article's record as one JSON line, the same bytes from every database."""

import json
from collections.abc import Mapping
from dataclasses import fields
from functools import cache
from typing import Any

from newsspider.items import Article, Author, Credit, Image, Video

FIELDS = tuple(field.name for field in fields(Article))
PARTS: dict[str, type] = {"authors": Author, "images": Image, "videos": Video, "credits": Credit}
"""The fields that are lists of objects, and what the objects are."""


@cache
def part_fields(field: str) -> tuple[str, ...]:
    """The names of the objects' fields in one of PARTS, in the schema's order."""
    return tuple(part.name for part in fields(PARTS[field]))


def in_order(record: Mapping[str, Any]) -> dict[str, Any]:
    """The record with its objects' fields in the schema's order: PostgreSQL keeps them in another."""
    ordered = {name: record[name] for name in FIELDS}
    for field in PARTS:
        names = part_fields(field)
        ordered[field] = [{name: part[name] for name in names} for part in record[field]]
    return ordered


def json_line(record: Mapping[str, Any]) -> bytes:
    """The record as a line of JSON Lines in UTF-8, with its line end."""
    return json.dumps(in_order(record), ensure_ascii=False).encode() + b"\n"
