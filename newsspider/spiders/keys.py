"""What pages tell of a site's query keys: a canonical link proves one to name the article, a list shows another to be its own stamp."""

from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from newsspider.values.query_keys import QueryKeys, may_be_stamp, may_name_article, query_pairs


def unproven_keys(url: str, keys: QueryKeys) -> list[tuple[str, str]]:
    """The pairs of an address's query that are cut by their key's name alone and may name the article after all."""
    return [
        (key, value)
        for key, value in query_pairs(urlsplit(url).query, blanks=False)
        if key.lower() not in keys.kept | keys.ignored and may_name_article(key, value)
    ]


def proven_keys(asked: str, own: str, keys: QueryKeys) -> list[str]:
    """The keys, in lower case, that a page's own canonical link proves to name the article.

    Args:
        asked: the address that was asked for.
        own: the one that the page calls its own.
        keys: what is known of the site's keys.
    """
    here, there = urlsplit(asked), urlsplit(own)
    if (here.netloc.lower(), here.path) != (there.netloc.lower(), there.path):
        return []
    named = query_pairs(there.query, blanks=False)
    return [key.lower() for key, value in unproven_keys(asked, keys) if (key, value) in named]


def stamps(urls: Iterable[str], keys: QueryKeys) -> Iterator[str]:
    """The keys, in lower case, that hold a session or a clock, one and the same, in several addresses of a list.

    What does not tell two articles from each other names none. A key that the site's record knows is none of these.
    """
    values: dict[str, set[str]] = {}
    places: dict[str, set[str]] = {}
    for url in urls:
        parts = urlsplit(url)
        pairs = query_pairs(parts.query)
        for key, value in pairs:
            name = key.lower()
            values.setdefault(name, set()).add(value)
            others = [pair for pair in pairs if pair[0] != key]
            places.setdefault(name, set()).add(f"{parts.netloc}{parts.path}?{others}")
    for name, found in values.items():
        if len(found) == 1 and len(places[name]) > 1 and name not in keys.kept | keys.ignored and may_be_stamp(name, *found):
            yield name
