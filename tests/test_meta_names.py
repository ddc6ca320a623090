"""Names of meta elements that tell a publication date, and those that tell another."""

import pytest

from newsspider.pages.meta_names import date_names

PUBLISHED = (
    "pubdate", "article:published_time", "article:publish_time", "og:pubdate", "publication_date", "published_at", "published-on",
    "parsely-pub-date", "dcterms.issued", "dcterms.created", "dcterms.date", "dc.date.created", "sailthru.date", "date",
    "originalpublicationdate", "rnews:datepublished", "twt-published-at", "article:post_date", "citation_publication_date",
    "create_time", "displaydate", "newspublishtime",
)  # fmt: skip
CHANGED = ("article:modified_time", "og:updated_time", "dateupdate", "dc.date.modified", "revision-date", "updatetime")
NEITHER = (
    "description", "dcterms.publisher", "dc.creator", "article:author", "expires", "event:start_time", "event-date", "readtime",
    "build_time", "server-date", "format-detection", "article:expiration_time", "unpublishdate", "issue", "timezone", "template",
    "dc.date.valid", "article:publisher", "time", "video:release_date",
)  # fmt: skip


@pytest.mark.parametrize("name", PUBLISHED)
def test_published(name: str) -> None:
    assert list(date_names([name])) == [(name, False)]


@pytest.mark.parametrize("name", CHANGED)
def test_changed(name: str) -> None:
    assert list(date_names([name])) == [(name, True)]


@pytest.mark.parametrize("name", NEITHER)
def test_neither(name: str) -> None:
    assert list(date_names([name])) == []


def test_order_of_trust() -> None:
    names = ["og:updated_time", "date", "created", "publication_date", "pubdate"]
    assert [name for name, _ in date_names(names)] == names[::-1]
