"""A process that reads pages of a checkout and tells what each cost: `python timed.py CHECKOUT`, asked by `speed.py`.

The first line on standard input holds the pages; each line after it asks for a round: `warm`, `cold` or `bare`. The answer is a line of
CPU seconds, one a page. It runs apart from what asks, so that two checkouts can be measured in turn, and only with what a checkout of
long ago has, too.
"""

import gc
import importlib
import json
import sys
from base64 import b64decode
from collections.abc import Callable
from contextlib import suppress
from functools import _lru_cache_wrapper, partial
from time import process_time
from typing import Any

KEPT = {"css"}
"""Bounded caches that hold no page's words: compiled selectors of site records."""


def caches() -> list[Any]:
    """What is kept from page to page and bounded: answers about lines, names and addresses. Tables of words are not bounded and stay."""
    known = (held for held in gc.get_objects() if isinstance(held, _lru_cache_wrapper))
    ours = (held for held in known if (held.__module__ or "").startswith(("newsspider", "pipelines")))
    return [held for held in ours if held.cache_parameters()["maxsize"] and held.__name__ not in KEPT]


def reader() -> Callable[..., Any]:
    """The checkout's way from bytes to article; its module had another name once."""
    try:
        return importlib.import_module("newsspider.saved.extract").read_article
    except ImportError:
        return importlib.import_module("newsspider.extraction").read_article


def bare(body: bytes) -> None:
    """Parse and nothing else."""
    from lxml.html import HTMLParser, document_fromstring

    document_fromstring(body, parser=HTMLParser(encoding="utf-8", huge_tree=True))


def main() -> None:
    """Answer until the input ends."""
    sys.path[0] = sys.argv[1]
    read, refused = reader(), importlib.import_module("newsspider.errors").Refused
    outlets = importlib.import_module("newsspider.outlets").load_outlets()
    load = importlib.import_module("newsspider.pages").load
    whole: list[Callable[[], object]] = []
    parse: list[Callable[[], object]] = []
    for page in json.loads(sys.stdin.readline()):
        body = b64decode(page["body"])
        whole.append(partial(read, body, page["url"], fetched_at=page["fetched_at"], outlets=outlets))
        parse.append(partial(bare, load(body, url=page["url"]).text.encode("utf-8", "replace")))

    def cost(call: Callable[[], object]) -> float:
        start = process_time()
        with suppress(refused):
            call()
        return process_time() - start

    for call in whole:
        cost(call)  # what is made at first use is made
    held = caches()
    for asked in map(str.strip, sys.stdin):
        gc.collect()  # each round starts with the same heap: garbage is collected at the same pages in each
        gc.freeze()
        seconds = []
        for call in parse if asked == "bare" else whole:
            for one in held if asked == "cold" else ():
                one.cache_clear()
            seconds.append(cost(call))
        print(json.dumps(seconds), flush=True)


if __name__ == "__main__":
    main()
