"""Lists that answer JSON: by the expressions of a site record, and JSON Feed."""

from urllib.parse import urlsplit

from newsspider.lazy_pattern import lazy_pattern
from newsspider.outlets import Outlet
from newsspider.pages.feeds import day_of
from newsspider.pages.links import Link, Listing
from newsspider.pages.list_addresses import is_meant, printed_address
from newsspider.pages.page import Page
from newsspider.values import BadJson, load_json, load_json_at
from newsspider.values.query_keys import query_of, query_pairs

JSONP = lazy_pattern(r"\s*[\w$.]{1,100}\s*\(\s*(?=[\[{])")
VERSION = lazy_pattern(r'"version"\s*:\s*"([^"]{1,200})"')
ITEMS = lazy_pattern(r'"items"\s*:\s*\[\s*')
COMMA = lazy_pattern(r"\s*,?\s*")
JSON_FEED = "https://jsonfeed.org/version/"
"""What the `version` of every JSON Feed begins with (jsonfeed.org)."""


def read_json_feed(page: Page) -> Listing | None:
    """What a JSON Feed lists; None for every other page. Of one that breaks off, the items before that, marked `incomplete`."""
    if JSON_FEED.encode() not in page.utf8[:100_000].replace(b"\\/", b"/"):
        return None
    data = _json(page.text)
    whole = data is not None
    if not whole:
        data = _begun(page.text)
    if not isinstance(data, dict) or not str(data.get("version", "")).startswith(JSON_FEED):
        return None
    items = data.get("items")
    found: dict[str, Link] = {}
    for item in items if isinstance(items, list) else ():
        own = item if isinstance(item, dict) else {}
        href = own.get("url") or (own.get("id") if str(own.get("id")).startswith("http") else None)
        url = printed_address(page, href, page.url) if isinstance(href, str) else None
        if url:
            title, day = own.get("title"), own.get("date_published")
            bare = url.partition("#")[0]
            found.setdefault(bare, Link(bare, _one_line(title), day_of(day) if isinstance(day, str) else None))
        elif (isinstance(href, str) and is_meant(href)) or any("\ufffd" in key or not key.isprintable() for key in own):
            whole = False  # a damaged key may be that of the address
    following = data.get("next_url")
    next_page = printed_address(page, following, page.url) if isinstance(following, str) else None
    return Listing(list(found.values()), next_page, incomplete=not whole)


def _begun(text: str) -> dict[str, object] | None:
    """Version and items of a JSON Feed that is no JSON as a whole, up to the first item that is none; None where it has no items."""
    version, start = VERSION.search(text), ITEMS.search(text)
    if version is None or start is None:
        return None
    items: list[object] = []
    place = start.end()
    try:
        while text.startswith("{", place):
            item, end = load_json_at(text, place)
            items.append(item)
            place = COMMA.match(text, end).end()  # type: ignore[union-attr] # it matches nothing, too
    except BadJson:
        pass
    return {"version": version[1].replace("\\/", "/"), "items": items}


def _one_line(title: object) -> str:
    return " ".join(title.split()) if isinstance(title, str) else ""


def read_json(page: Page, outlet: Outlet, form: str | None = None) -> Listing | None:
    """What a JSON list offers, by the record's `json_list`; None for a page that is no JSON."""
    keys = outlet.json_list
    data = _json(page.text) if keys else None
    if data is None:
        return None
    links = _search(keys["links"], data)
    titles = _search(keys["titles"], data) if "titles" in keys else None
    links = links if isinstance(links, list) else []
    titles = titles if isinstance(titles, list) and len(titles) == len(links) else [None] * len(links)
    found: dict[str, Link] = {}
    for href, title in zip(links, titles, strict=True):
        url = page.absolute(href, page.url) if isinstance(href, str) else None
        if url:
            found.setdefault(url, Link(url.partition("#")[0], title.strip() if isinstance(title, str) else ""))
    listing = Listing(list(found.values()))
    if "next" in keys:
        href = _search(keys["next"], data)
        listing.next_page = page.absolute(href, page.url) if isinstance(href, str) else None
    elif "page" in keys and found and page.url:
        listing.next_page, listing.next_form = _counted_up(page.url, keys["page"], form)
    return listing


def is_json(text: str) -> bool:
    """Whether a text is JSON or JSONP as a whole."""
    return _json(text) is not None


def _search(expression: str, data: object) -> object:
    """What a record's expression finds; None where its functions meet data that they are not made for."""
    import jmespath

    try:
        return jmespath.search(expression, data)
    except (ValueError, TypeError, ArithmeticError, RecursionError):
        return None


def _counted_up(url: str, key: str, form: str | None) -> tuple[str, str | None]:
    """Address and form with the page number under a key one higher; a missing number is 1."""
    parts = urlsplit(url)
    pairs = dict(query_pairs(form if form is not None else parts.query))
    number = pairs.get(key, "1")
    pairs[key] = str(int(number) + 1) if number.isdecimal() and len(number) < 9 else "2"
    if form is not None:
        return url, query_of(pairs.items())
    return parts._replace(query=query_of(pairs.items()), fragment="").geturl(), None


def _json(text: str) -> object:
    """The value of a JSON or JSONP text; None for any other."""
    text = text.strip().lstrip("\ufeff")
    if call := JSONP.match(text):
        text = text[call.end() :].rstrip("; \r\n\t").removesuffix(")")
    if text[:1] not in ("{", "["):
        return None
    try:
        value: object = load_json(text, strict=False)
    except BadJson:
        return None
    return value
