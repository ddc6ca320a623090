"""Scrapy's feeds (`scrapy crawl … -O articles.csv`): the articles as the store has them, in the forms of `newsspider export`."""

import json
import logging
import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import asdict, fields
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from itemadapter import ItemAdapter
from itemadapter.adapter import AdapterInterface
from scrapy.exporters import CsvItemExporter, XmlItemExporter
from scrapy.extensions.feedexport import FeedExporter

from newsspider.errors import OutputError
from newsspider.export.article_json import FIELDS, PARTS, in_order
from newsspider.items import Article, Draft
from newsspider.store import Outcome
from newsspider.store.known import given_ids
from newsspider.telemetry.account import add_fault
from pipelines.store import COMMITTED, StorePipeline

if TYPE_CHECKING:
    from scrapy import Spider
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)

NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class DraftAdapter(AdapterInterface):
    """What `ItemAdapter` sees of an article under way: the article's fields, its parts as dicts; nothing of the envelope."""

    @classmethod
    def is_item_class(cls, item_class: type) -> bool:
        """Whether these are drafts."""
        return issubclass(item_class, Draft)

    @classmethod
    def get_field_names_from_class(cls, item_class: type) -> list[str]:
        """The article's fields, in the schema's order."""
        return list(FIELDS)

    @classmethod
    def get_field_meta_from_class(cls, item_class: type, field_name: str) -> MappingProxyType[str, Any]:
        """The metadata of an article's field."""
        return next((field.metadata for field in fields(Article) if field.name == field_name), MappingProxyType({}))

    def __getitem__(self, name: str) -> Any:
        if name not in FIELDS:
            raise KeyError(name)
        value = getattr(self.item.article, name)
        return [asdict(part) for part in value] if name in PARTS else value

    def __setitem__(self, name: str, value: Any) -> None:
        if name not in FIELDS:
            raise KeyError(f"an article has no field {name}")
        if name in PARTS:
            value = [PARTS[name](**part) if isinstance(part, dict) else part for part in value]
        setattr(self.item.article, name, value)

    def __delitem__(self, name: str) -> None:
        raise KeyError(f"every field of an article is always present, {name} too")

    def __iter__(self) -> Iterator[str]:
        return iter(FIELDS)

    def __len__(self) -> int:
        return len(FIELDS)


ItemAdapter.ADAPTER_CLASSES = deque([DraftAdapter, *ItemAdapter.ADAPTER_CLASSES])


class ArticleCsvExporter(CsvItemExporter):
    """Scrapy's own, with lists as JSON text in their cell, as `newsspider export` writes them."""

    def serialize_field(self, field: Any, name: str, value: Any) -> Any:
        """The cell of a value."""
        return json.dumps(value, ensure_ascii=False) if isinstance(value, list) else super().serialize_field(field, name, value)


class ArticleXmlExporter(XmlItemExporter):
    """Scrapy's own, with an empty element for null, which it writes as None, and without characters that XML cannot hold."""

    def serialize_field(self, field: Any, name: str, value: Any) -> Any:
        """What stands in the element of a value."""
        return _for_xml(super().serialize_field(field, name, value))


def _for_xml(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _for_xml(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_for_xml(part) for part in value]
    return "" if value is None else NOT_IN_XML.sub("", value) if isinstance(value, str) else value


class ArticleFeeds(FeedExporter):
    """Scrapy's own, but an article goes into the feeds when it is committed, as the store has it then.

    Only the store knows an article's revision, what it is a reprint of, and the id that was given out for its address. An article that
    the store has already is in the feeds as it stands there; one that it does not take is in none. Without the store's pipeline articles
    go into the feeds as they were read.
    """

    @classmethod
    def from_crawler(cls, crawler: "Crawler") -> "ArticleFeeds":
        """The exporter, listening; NotConfigured without feeds."""
        exporter = super().from_crawler(crawler)
        crawler.signals.connect(exporter.committed, COMMITTED)
        return exporter

    def item_scraped(self, item: Any, spider: "Spider") -> None:
        """Export what no store takes."""
        pipeline = self.crawler.get_item_pipeline(StorePipeline)
        if pipeline is None or not isinstance(item, Draft):
            super().item_scraped(item, spider)

    def committed(self, outcomes: Sequence[Outcome]) -> None:
        """Export the articles of a commit, each once."""
        pipeline, spider = self.crawler.get_item_pipeline(StorePipeline), self.crawler.spider
        ids = list(dict.fromkeys(outcome.article.id for outcome in outcomes if outcome.article))
        if not ids or pipeline is None or spider is None:
            return
        try:
            with pipeline.store.reading() as connection:
                given = given_ids(connection, ids)
            stored = pipeline.store.latest(given.values())
        except OutputError as error:
            fault = f"its feeds lack {len(ids)} articles: {error}; they are in the store: newsspider export writes them"
            add_fault(self.crawler.stats, fault)
            logger.error("%s", fault)
            return
        for key in dict.fromkeys(given[each] for each in ids):
            super().item_scraped(in_order(stored[key][1]), spider)
