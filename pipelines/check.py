"""The last look: is this an article, and does the record keep what its schema promises?"""

from dataclasses import asdict
from datetime import date, timedelta

from newsspider.days import SHANGHAI
from newsspider.errors import Refused
from newsspider.items import Article, Draft
from pipelines.dates import parse_fetched
from pipelines.step import StepPipeline


def step(draft: Draft) -> None:
    """Refuse what is no article.

    Raises Refused: `no_headline`; `empty_body` when there is neither text nor picture nor video; `future_date` when it is dated
    more than a day after its fetch.
    """
    article = draft.article
    if not article.headline:
        raise Refused("no_headline", "the page marks none, and its text opens with a sentence")
    if not (article.body or article.images or article.videos):
        raise Refused("empty_body", f"nothing under the headline {article.headline[:40]!r}")
    fetched = parse_fetched(article.fetched_at)
    if article.published_at and fetched:
        day = date.fromisoformat(article.published_at[:10])
        if day > (fetched.astimezone(SHANGHAI) + timedelta(days=1)).date():
            raise Refused("future_date", f"{article.published_at} is later than the fetch at {article.fetched_at}")


def validate(article: Article) -> None:
    """Raises Refused (`broken_record`) for a record that does not fit the JSON Schema: a fault of ours, not of the page."""
    from fastjsonschema import JsonSchemaException

    from newsspider.export.article_schema import validator

    try:
        validator()(asdict(article))
    except JsonSchemaException as error:
        raise Refused("broken_record", str(error)) from error


class CheckPipeline(StepPipeline):
    """Scrapy's shell of the step; also holds the record against the schema."""

    @staticmethod
    def run(draft: Draft) -> None:
        """The step, then the schema, which takes half a second to compile: worth it in a crawl, not in `extract`."""
        step(draft)
        validate(draft.article)
