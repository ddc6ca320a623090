"""`python poison.py '{"read": {"https://…": "RuntimeError"}, …}' crawl …`: the command, with faults in its own code where they are asked for.

read, step    address -> an exception that reading its page, or the last step, raises
store         address -> what its headline is when it comes to the store: a character that no database takes, or nothing
links         address -> an exception that making a list's link canonical raises
lists, layouts   address of a list, of a print page -> an exception that reading it raises
requests      address -> no request can be made of it
errback       address -> an exception that dealing with its failed download raises
start, open, closed   outlet -> an exception where its spider starts, is made, closes
drop          addresses whose requests a middleware of somebody else's drops without a word
judge, tell   outlet -> an exception of the watch, "" -> one of the notifications
end           an exception after the spiders
signals       moment (load, run, page, end) -> which signal comes then; several one after the other, parted by blanks
"""

import builtins
import json
import os
import signal
import sys
from collections.abc import Iterator
from typing import Any, ClassVar


def make(name: str) -> Exception:
    """An exception by its name."""
    error: Exception = getattr(builtins, name)("poisoned")
    return error


def put_in(plan: dict[str, Any]) -> None:
    """Put the faults into the code."""
    from newsspider import pages
    from newsspider.crawl import after_crawl, command
    from newsspider.spiders import base, requests
    from newsspider.spiders.outlet import OutletSpider
    from pipelines.check import CheckPipeline
    from pipelines.store import StorePipeline

    def spoil(owner: Any, name: str, faults: dict[str, str], key: Any) -> None:
        """Have a function raise where `key` of its arguments is among the faults."""
        right = getattr(owner, name)

        def wrong(*args: Any, **kwargs: Any) -> Any:
            if (what := key(*args)) in faults:
                raise make(faults[what])
            return right(*args, **kwargs)

        setattr(owner, name, wrong)

    spoil(base.NewsSpider, "read", plan.get("read", {}), lambda spider, page, outlet, requested, *_: requested)
    spoil(base.NewsSpider, "canonical", plan.get("links", {}), lambda spider, url: url)
    spoil(pages, "read_listing", plan.get("lists", {}), lambda page, *_: page.url)
    spoil(pages, "read_layout", plan.get("layouts", {}), lambda page, *_: page.url)
    spoil(requests, "Request", plan.get("requests", {}), lambda url, *_: url)
    spoil(base, "failure_reason", plan.get("errback", {}), lambda failure: failure.request.url)
    spoil(after_crawl, "watch_run", plan.get("judge", {}), lambda store, run, started, rows, *_: next(iter(rows)))
    spoil(after_crawl, "summarize", plan.get("tell", {}), lambda *_: "")

    right_step = CheckPipeline.run

    def step(draft: Any) -> None:
        if draft.requested_url in plan.get("step", {}):
            raise make(plan["step"][draft.requested_url])
        right_step(draft)

    CheckPipeline.run = staticmethod(step)  # type: ignore[assignment]
    right_store = StorePipeline.process_item

    def store(pipeline: Any, item: Any) -> Any:
        if item.requested_url in plan.get("store", {}):
            item.article.headline = plan["store"][item.requested_url]
        return right_store(pipeline, item)

    StorePipeline.process_item = store  # type: ignore[method-assign]
    right_start, right_make = OutletSpider.first_requests, OutletSpider.from_crawler.__func__  # type: ignore[attr-defined]

    def start(spider: Any) -> Iterator[Any]:
        first = right_start(spider)
        if spider.outlet.id in plan.get("start", {}):
            yield next(first)
            raise make(plan["start"][spider.outlet.id])
        yield from first

    def from_crawler(cls: Any, crawler: Any, *args: Any, **kwargs: Any) -> Any:
        if kwargs["outlet"] in plan.get("open", {}):
            raise make(plan["open"][kwargs["outlet"]])
        return right_make(cls, crawler, *args, **kwargs)

    def closed(spider: Any, reason: str) -> None:
        if spider.outlet.id in plan.get("closed", {}):
            raise make(plan["closed"][spider.outlet.id])

    OutletSpider.first_requests = start  # type: ignore[method-assign]
    OutletSpider.from_crawler = classmethod(from_crawler)  # type: ignore[assignment,method-assign]
    OutletSpider.closed = closed  # type: ignore[attr-defined]
    if fault := plan.get("end"):
        spoil(command, "verdicts_on", {"": fault}, lambda *_: "")
    moments = {
        "load": (command, "settings_for"),
        "run": (command, "run"),
        "page": (base, "load"),
        "end": (command.Crawl, "_end_run"),
    }
    for moment, names in plan.get("signals", {}).items():
        send(*moments[moment], names.split())
    Dropping.addresses = set(plan.get("drop", ()))
    from newsspider import settings

    settings.SPIDER_MIDDLEWARES["poison.Dropping"] = 940


def send(owner: Any, name: str, signals: list[str]) -> None:
    """Have the process get these signals, one at each of the first calls of a function."""
    right = getattr(owner, name)

    def called(*args: Any, **kwargs: Any) -> Any:
        if signals:
            os.kill(os.getpid(), getattr(signal, signals.pop(0)))
        return right(*args, **kwargs)

    setattr(owner, name, called)


class Dropping:
    """A middleware of somebody else's that drops requests without a word."""

    addresses: ClassVar[set[str]] = set()

    async def process_spider_output(self, response: Any, result: Any) -> Any:
        """What is left."""
        async for each in result:
            if getattr(each, "url", None) not in self.addresses:
                yield each


if __name__ == "__main__":
    sys.modules["poison"] = sys.modules["__main__"]
    put_in(json.loads(sys.argv.pop(1)))
    from newsspider.cli import main

    main()
