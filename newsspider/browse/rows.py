"""From an article of the store to the rows that are browsed: readable, in Chinese, times in Beijing."""

import json
from typing import Any

from newsspider.outlets import PROVINCES

ROLES = {
    "reporter": "记者", "correspondent": "通讯员", "photographer": "摄影", "author": "作者", "illustrator": "绘图", "translator": "翻译",
    "editor": "编辑", "responsible_editor": "责任编辑", "proofreader": "校对", "reviewer": "审核", "second_reviewer": "二审",
    "final_reviewer": "终审", "producer": "监制", "chief_editor": "总编", "duty_editor": "值班编辑", "designer": "设计", "planner": "策划",
}  # fmt: skip
"""The roles of `newsspider.items` in Chinese."""

Row = dict[str, Any]


def article_row(position: int, record: Row) -> Row:
    """The row of `articles`: texts of several lines joined by newlines, lists as JSON."""
    published = record["published_at"]
    return {
        "id": record["id"],
        "position": position,
        "published": published and published[:16].replace("T", " "),
        "day": published and published[:10],
        "province": PROVINCES.get(record["province"], record["province"]),
        "outlet": record["outlet_name"] or record["outlet"],
        "headline": record["headline"],
        "source": record["source"],
        "authors": _json(list(dict.fromkeys(author["name"] for author in record["authors"]))),
        "section": record["section"],
        "page_number": record["page_number"],
        "kicker": record["kicker"],
        "subheadlines": "\n".join(record["subheadlines"]) or None,
        "byline": record["byline"],
        "url": record["url"],
        "duplicate_of": record["duplicate_of"],
        "revision": record["revision"],
        "outlet_id": record["outlet"],
        "images": _json(record["images"]),
        "videos": _json(record["videos"]),
        "keywords": _json(record["keywords"]),
        "language": record["language"],
        "fetched_at": record["fetched_at"],
        "characters": sum(map(len, record["body"])),
        "body": "\n".join(record["body"]),
    }


def people_rows(record: Row) -> list[Row]:
    """The rows of `people`: whoever wrote, photographed, edited, each once per role."""
    authors = [(each["name"], each["role"], each["organization"], None, 0) for each in record["authors"]]
    desk = [(each["name"], each["role"], None, each["label"], 1) for each in record["credits"]]
    return [
        {"article": record["id"], "name": name, "role": ROLES[role], "organization": organization, "label": label, "desk": desk}
        for name, role, organization, label, desk in dict.fromkeys(authors + desk)
    ]


def texts(row: Row) -> tuple[str, str]:
    """What of a row of `articles` is searched: the headline with the lines around it, and the body."""
    return "\n".join(filter(None, (row["kicker"], row["headline"], row["subheadlines"]))), row["body"]


def _json(values: list[Any]) -> str | None:
    return json.dumps(values, ensure_ascii=False) if values else None
