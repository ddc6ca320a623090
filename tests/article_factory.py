"""Invented articles for tests of what comes after reading."""

from typing import Any

from newsspider.items import Article, Printed, start_draft
from newsspider.urls import canonical_url, url_id


def make_article(number: int = 1, **changes: Any) -> Article:
    """A valid article; `number` makes its URL and text differ."""
    article = start_draft(Printed(reader="generic", encoding="utf-8", content_sha256="0" * 64)).article
    url = canonical_url(f"https://news.ganjiang.example/2023-10/17/content_{number}.htm")
    values: dict[str, Any] = {
        "id": url_id(url),
        "url": url,
        "outlet": "demo_founder",
        "outlet_name": "赣江网",
        "headline": f"第{number}座桥今日通车",
        "body": [f"赣江网讯　第{number}座桥今日通车。"],
        "fetched_at": "2023-10-18T00:00:00Z",
        "content_sha256": "0" * 64,
        "encoding": "utf-8",
        "extractor": "0.1.0 generic",
    }
    for name, value in (values | changes).items():
        setattr(article, name, value)
    return article
