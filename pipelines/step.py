"""The Scrapy shell of a pipeline step: an article that it refuses, or fails on, is dropped; the spider counts, logs and enters why."""

from typing import TYPE_CHECKING, ClassVar, Protocol, Self

from newsspider.errors import Refused
from newsspider.items import Draft

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


class Step(Protocol):
    """A step: fills or changes the draft in place; raises Refused when the page gives no article."""

    def __call__(self, draft: Draft) -> None:
        """Fill or change the draft."""
        ...


class StepPipeline:
    """Base of the pipelines: a subclass names its step."""

    run: ClassVar[Step]

    def __init__(self, crawler: "Crawler") -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: "Crawler") -> Self:
        """Scrapy's constructor."""
        return cls(crawler)

    def process_item(self, item: Draft) -> Draft:
        """The draft after the step. Raises scrapy's DropItem, its cause what the step raised: Refused, or whatever went wrong."""
        try:
            type(self).run(item)
        except Exception as error:  # one article must not cost another
            from scrapy.exceptions import DropItem

            said = str(error) if isinstance(error, Refused) else repr(error)
            raise DropItem(said, log_level="DEBUG") from error
        return item
