"""Which article this is: canonical address, id, outlet, and where the record came from."""

from datetime import UTC

from newsspider import __version__
from newsspider.items import Draft
from newsspider.urls import as_url, netloc, url_id
from pipelines.dates import parse_fetched
from pipelines.step import StepPipeline


def step(draft: Draft) -> None:
    """Set url, id, the outlet's fields, section, page_number, keywords and the fields about the fetch.

    The address is canonical as printed: the page's reader made it so, by the site's record. One that is none (`about:blank`) counts as unknown; then the id is taken from the page's bytes.
    """
    printed, article = draft.printed, draft.article
    article.url = as_url(printed.url) if printed.url else None
    article.id = url_id(article.url) if article.url else printed.content_sha256[:32]
    host = netloc(article.url) if article.url else None
    article.outlet = printed.outlet or host
    article.outlet_name = printed.outlet_name or article.outlet
    article.province = printed.province
    article.section = printed.section or None
    article.page_number = printed.page_number or None
    article.keywords = list(dict.fromkeys(keyword for keyword in printed.keywords if keyword))
    fetched = parse_fetched(printed.fetched_at)
    article.fetched_at = fetched.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if fetched else None
    article.encoding = printed.encoding
    article.content_sha256 = printed.content_sha256
    article.extractor = f"{__version__} {printed.reader}"


class IdentityPipeline(StepPipeline):
    """Scrapy's shell of the step."""

    run = staticmethod(step)
