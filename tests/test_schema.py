"""output/article.schema.json is generated from items.py and fresh; its validator refuses what it must."""

import json
from dataclasses import asdict, fields
from pathlib import Path

import fastjsonschema
import jsonschema
import pytest
from article_factory import make_article

from newsspider.export.article_schema import article_schema, schema_text, validator
from newsspider.items import Article, Author, Credit

SCHEMA_FILE = Path(__file__).parent.parent / "output" / "article.schema.json"


def test_schema_file_is_fresh() -> None:
    assert SCHEMA_FILE.read_text(encoding="utf-8") == schema_text(), (
        "write it anew: python -m newsspider.export.article_schema > output/article.schema.json"
    )


def test_every_field_is_required_and_described() -> None:
    schema = article_schema()
    names = [field.name for field in fields(Article)]
    assert list(schema["properties"]) == names == schema["required"]
    assert all(value.get("description") for value in schema["properties"].values())
    jsonschema.Draft202012Validator.check_schema(schema)


def test_a_whole_article_fits() -> None:
    article = make_article(
        authors=[Author("魏晓星", "reporter", "赣江日报")],
        credits=[Credit("editor", "王文", "编辑")],
        published_at="2023-10-17T08:22+08:00",
        published_precision="minute",
        published_from="visible",
    )
    record = json.loads(json.dumps(asdict(article)))
    validator()(record)
    jsonschema.validate(record, article_schema())


@pytest.mark.parametrize(
    "change",
    [
        {"headline": None},
        {"headline": ""},
        {"id": "not hexadecimal"},
        {"authors": [{"name": "魏晓星", "role": "记者", "organization": None}]},
        {"authors": [{"name": "魏晓星", "role": "reporter"}]},
        {"published_at": "17 October 2023"},
        {"published_precision": "week"},
        {"restorations": ["magic"]},
        {"body": "one text"},
        {"extra": 1},
        {"fetched_at": "2026-11-23 08:00"},
    ],
    ids=str,
)
def test_a_wrong_record_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(fastjsonschema.JsonSchemaException):
        validator()(asdict(make_article()) | change)
