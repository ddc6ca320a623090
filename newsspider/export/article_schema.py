"""JSON Schema of `Article`, generated from its dataclasses, and a validator compiled from it."""

import json
from collections.abc import Callable
from functools import cache
from typing import Any, Literal, get_args, get_origin, get_type_hints

from newsspider.items import Article, Author, Credit, Image, Video

SCHEMA_VERSION = 2
"""Rises when a field is added, removed or changes its meaning; stands in each line of the manifest."""


PATTERNS = {
    "id": r"^[0-9a-f]{32}$",
    "headline": r"\S",
    "published_at": r"^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d)?\+08:00)?$",
    "fetched_at": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$",
    "content_sha256": r"^[0-9a-f]{64}$",
    "province": r"^CN-[A-Z]{2}$",
}
"""The form of a field's text, where it has a fixed one."""


def article_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of one line of output. Every field is required; unknown fields are not allowed."""
    from itemadapter import ItemAdapter

    schema: dict[str, Any] = ItemAdapter.get_json_schema(Article)
    properties = schema["properties"]
    _name_choices(Article, properties)
    for name, part in (("authors", Author), ("images", Image), ("videos", Video), ("credits", Credit)):
        items = properties[name]["items"]
        _name_choices(part, items["properties"])
        items["required"] = list(items["properties"])
        for value in items["properties"].values():
            value.pop("default", None)
    schema["required"] = list(properties)
    for name, pattern in PATTERNS.items():
        properties[name]["pattern"] = pattern
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "newsspider article",
        "description": f"One line of output/articles/*.jsonl. Schema version {SCHEMA_VERSION}.",
    }
    return head | schema


def _name_choices(part: type, properties: dict[str, Any]) -> None:
    """Write the values of Literal annotations into the schema: itemadapter 0.13 leaves them open."""
    for name, kind in get_type_hints(part).items():
        optional = type(None) in get_args(kind)
        alternatives = get_args(kind) if optional else (kind,)
        for choice in alternatives:
            listed = get_origin(choice) is list
            literal = get_args(choice)[0] if listed else choice
            if get_origin(literal) is not Literal:
                continue
            words: list[str | None] = list(get_args(literal))
            described = {key: value for key, value in properties[name].items() if key == "description"}
            if listed:
                properties[name] = {"type": "array", "items": {"type": "string", "enum": words}} | described
            else:
                kinds = ["null", "string"] if optional else "string"
                properties[name] = {"type": kinds, "enum": [None, *words] if optional else words} | described


def schema_text() -> str:
    """The text of `output/article.schema.json`."""
    return json.dumps(article_schema(), ensure_ascii=False, indent=2) + "\n"


@cache
def validator() -> Callable[[dict[str, Any]], None]:
    """A function that raises fastjsonschema.JsonSchemaException for a record that does not fit the schema. Compiled once."""
    import fastjsonschema

    compiled: Callable[[dict[str, Any]], None] = fastjsonschema.compile(
        article_schema() | {"$schema": "http://json-schema.org/draft-07/schema#"}
    )
    return compiled


def fields_table() -> str:
    """The fields of an article as a Markdown table, for `output/README.md`."""
    rows = ["| field | type | meaning |", "|---|---|---|"]
    for name, value in article_schema()["properties"].items():
        rows.append(f"| `{name}` | {_kind(value)} | {_one_line(value['description'])} |")
        for part, inner in value.get("items", {}).get("properties", {}).items():
            rows.append(f"| `{name}[].{part}` | {_kind(inner)} | {_one_line(inner['description'])} |")
    return "\n".join(rows)


def _kind(value: dict[str, Any]) -> str:
    kinds = value["type"] if isinstance(value["type"], list) else [value["type"]]
    if kinds == ["array"]:
        return f"list of {_kind(value['items'])}s"
    return " or ".join(sorted(kinds, key=lambda kind: kind == "null"))


def _one_line(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


if __name__ == "__main__":
    print(schema_text(), end="")  # noqa: T201 this is the command that writes output/article.schema.json
