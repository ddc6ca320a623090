"""Single pages for the commands that look at a site: fetched one after the other, or answered from WARC files."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from newsspider.crawl.runner import run, settings_for
from newsspider.units import Unit

if TYPE_CHECKING:
    from newsspider.outlets import Outlets
    from newsspider.spiders.fetch import Take


def fetch(
    urls: Sequence[str], take: "Take", outlets: "Outlets", *, replay: Sequence[Path], contact: str | None, verbose: bool
) -> None:
    """Fetch pages as `spiders.fetch.FetchSpider` does, robots.txt and pace kept; `take` is called for each.

    Raises BadUrl for what is no URL, KeyboardInterrupt when it was broken off.
    """
    settings = settings_for(outlets, replay=replay, contact=contact, verbose=verbose, RETRY_TIMES=1, RETRY_BACKOFF=1.0)
    settings.set("EXTENSIONS", {}, "cmdline")
    settings.set("ITEM_PIPELINES", {}, "cmdline")
    unit = Unit("fetch", {"url": list(urls), "take": take, "outlets": outlets})
    if run([unit], settings):
        raise KeyboardInterrupt
    if unit.error:
        raise unit.error
