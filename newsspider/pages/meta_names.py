"""Which names of `meta` elements tell a publication date: those known by name, then every name of the same making."""

from collections.abc import Iterable, Iterator

from newsspider.lazy_pattern import lazy_pattern

TRUSTED = (
    "pubdate", "publishdate", "publishtime", "pubtime", "firstpublishedtime", "articlepublishedtime", "ogpublishedtime",
    "ogarticlepublishedtime", "datepublished", "bytedancepublishedtime", "weiboarticlecreateat", "articlecreateat", "apubtime",
    "dcdate", "dcdateissued", "dctermsissued", "ogreleasedate", "releasedate", "turbocmspubdate", "contentpubdate", "createdate",
    "datecreated", "ogtime",
)  # fmt: skip
"""Names in lower case without signs (`article:published_time`, `publish-date`), most trusted first."""

_SIGNS = lazy_pattern(r"[^a-z0-9]+")
_QUICK = lazy_pattern("date|time|pub|creat|issue|release|post")
_PUBLISHED = lazy_pattern(
    r"pub(?:lish(?:ed|ing)?|lication)?(?:date|time|at|on|d|t)?|(?:date|time)pub(?:lish(?:ed)?|lication)?|publish(?:ed)?(?:date|time)utc"
)
_ISSUED = lazy_pattern(
    r"(?:date|time)?(?:issued|released|posted|displayed)(?:date|time|at|on)?|(?:display|post|issue|release)(?:date|time)"
)
_CREATED = lazy_pattern(r"(?:date|time)?creat(?:ed?|ion)(?:date|time|at|on)?")
_GLUED = lazy_pattern(r"(?<!un)(?<!re)(?:(?:pub|publish|published|publication)(?:date|time)|published(?:at|on))$")
_DATE = frozenset(("date", "datetime"))
_CHANGED = lazy_pattern(r"modif|updat|revis|edited|changed")
_OTHER = frozenset(
    "expire expires expired expiry expiration unpublish unpublished end ends event start starts valid until deadline build cache crawl fetch "
    "server current now next user author publisher publishers comment last copyright reading read audio video file access login zone "
    "format id url by name type place location".split()
)


_BEFORE_DATE = frozenset("dc dcterms dct article news sailthru doc document content og citation story post".split())
_LAST = len(TRUSTED) + 9


def date_names(names: Iterable[str]) -> Iterator[tuple[str, bool]]:
    """The names that tell a date of publication, most trusted first; True with one that tells of a change.

    Args:
        names: what stands in name, property or itemprop, in lower case.
    """
    ranked = []
    for place, name in enumerate(names):
        if _QUICK.search(name) and (rank := _rank(name)) is not None:
            ranked.append((rank, place, name))
    for rank, _, name in sorted(ranked):
        yield name, rank == _LAST


def _rank(name: str) -> int | None:
    """How far a name is trusted, the lowest first; None for one that tells no date."""
    squeezed = _SIGNS.sub("", name)
    if squeezed in TRUSTED:
        return TRUSTED.index(squeezed)
    words = [word for word in _SIGNS.split(name) if word]
    if not _OTHER.isdisjoint(words):
        return None
    if _CHANGED.search(squeezed):
        return _LAST if "date" in squeezed.replace("update", "") or "time" in squeezed or squeezed.endswith("update") else None
    if _GLUED.search(squeezed):
        return len(TRUSTED)
    for rank, pattern in enumerate((_PUBLISHED, _ISSUED, _CREATED)):
        if any(pattern.fullmatch("".join(words[start:])) for start in range(len(words))):
            return len(TRUSTED) + rank
    if squeezed in ("newstime", "articletime", "newsdate", "articledate"):
        return len(TRUSTED) + 3
    if words and words[-1] in _DATE and (len(words) == 1 or (len(words) == 2 and words[0] in _BEFORE_DATE)):
        return len(TRUSTED) + 3
    return None
