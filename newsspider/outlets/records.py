"""Site records: load and check `sites/*.toml`, find the outlet of a URL. The longest matching host wins.

A record is one TOML table in the file of its province; its name is the outlet's id:

    [jiangxi_jxnews]
    name = "大江网"
    province = "CN-JX"
    kind = "portal"                       # portal | epaper
    family = "enorth"                     # the CMS family whose page class reads it, see newsspider.pages.families
    hosts = ["jxnews.com.cn"]             # its subdomains too; with a port or a path where others share the host
    lists = ["https://jiangxi.jxnews.com.cn/lead/"]
    articles = ["https://{host}/system/{yyyy}/{mm}/{dd}/{id9}.shtml"]
    layout = ["http://…/{yyyymm}/{dd}/node_{nn}.html"]   # e-papers: the front page of a day's issue
    issues = "http://…/{yyyymm}/period.xml"              # e-papers: the list of a month's issues
    verified = false
    seen = "2025"
    [jiangxi_jxnews.selectors]            # CSS, only where the site differs from its family
    headline = "div.BiaoTi"
"""

import contextlib
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from functools import cache, cached_property
from hashlib import sha256
from itertools import chain
from pathlib import Path
from typing import Any, Literal, get_type_hints

from newsspider.config.toml_file import read_toml
from newsspider.errors import BadUrl, ConfigError, UnknownOutlet, UsageError
from newsspider.outlets.checks import PROVINCES, SELECTOR_KEYS, check_values, fits, nearest, said
from newsspider.outlets.url_patterns import PLACEHOLDERS, Mirror, compile_pattern, fill, keys_of, sorted_query
from newsspider.urls import CANONICAL_RULES, CanonicalUrl, as_url, canonical_url, host_and_path, netloc
from newsspider.values.query_keys import NO_KEYS, QueryKeys

__all__ = ["PLACEHOLDERS", "PROVINCES", "SELECTOR_KEYS", "Outlet", "Outlets", "compile_pattern", "load_outlets"]

Kind = Literal["portal", "epaper"]

SITES = Path(__file__).parents[1] / "sites"
"""The records that ship with newsspider."""

FRONT_PAGE = "01"
"""What `{nn}` of a `layout` pattern is on an issue's front page."""


@dataclass(frozen=True, kw_only=True)
class Outlet:
    """One outlet as its site record describes it."""

    id: str
    """`province_outlet`: the same id in file, log, counter, test and output."""
    name: str
    """Chinese name."""
    province: str | None
    """ISO 3166-2 code, `CN-JX`; None for an outlet of no province."""
    kind: Kind
    """portal or epaper."""
    family: str
    """CMS family."""
    hosts: list[str]
    """Hosts whose pages are this outlet's, subdomains included; `paper.dzwww.com/dzrb` is the part of a host below that path."""
    lists: list[str] = field(default_factory=list)
    """URLs of list pages to start from."""
    articles: list[str] = field(default_factory=list)
    """URL patterns of its articles, with the placeholders above; a leading `https?://` of either scheme fits both."""
    layout: list[str] = field(default_factory=list)
    """E-papers: address patterns of the front page of a day's issue, newest form first; `{nn}` is 01, `{node}` a column id
    that only the issue list or the entry page tells."""
    issues: str | None = None
    """E-papers: address pattern of the list of a month's issues (`period.xml`, `navi.xml`); None when there is none."""
    mirrors: list[list[str]] = field(default_factory=list)
    """[pattern of a second address, pattern of the address that counts] of one and the same article, see `patterns.Mirror`."""
    selectors: Mapping[str, str] = field(default_factory=dict)
    """CSS selectors that overrule the family's."""
    json_list: Mapping[str, str] = field(default_factory=dict)
    """Where lists that answer JSON keep what is needed, as JMESPath expressions; keys: JSON_LIST_KEYS."""
    identity_keys: list[str] = field(default_factory=list)
    """Query keys that name the article, beside those that its patterns hold: never cut from an address, whatever they are called."""
    ignored_keys: list[str] = field(default_factory=list)
    """Query keys that say nothing of the article: always cut."""
    encoding: str | None = None
    """The encoding when the site declares a wrong one; None to find it out page by page."""
    simplify: bool = False
    """Turn Traditional text into Simplified."""
    delay: float = 1.5
    """Seconds from one request to the next, at least, to the outlet and to each of its hosts."""
    concurrency: int = 1
    """Requests at once to one host."""
    cookies: bool = False
    """It gives pages only to those who send its cookies back: a jar for the length of a run."""
    render: bool = False
    """Its pages are made by script: a browser fetches them."""
    lacks: list[str] = field(default_factory=list)
    """Fields that its pages never print, of LACKABLE: `validate` does not ask for them."""
    max_pages: int = 20
    """How many pages of one list are followed at most."""
    verified: bool | str = False
    """Date of the last check against the live site (`2026-11-23`); false when there was none."""
    seen: str | None = None
    """When the record's facts were last seen in public material."""
    guess: bool = False
    """The record holds inference that nobody has seen."""

    @cached_property
    def article_patterns(self) -> list[re.Pattern[str]]:
        """The compiled article patterns, tried in order with `fullmatch`."""
        return [compile_pattern(pattern) for pattern in self.articles]

    @cached_property
    def query_patterns(self) -> list[re.Pattern[str]]:
        """Of the article patterns those with a query, its keys sorted as in a canonical address."""
        return [compile_pattern(sorted_query(pattern)) for pattern in self.articles if "?" in pattern]

    @cached_property
    def query_keys(self) -> QueryKeys:
        """Which query keys name its articles, and which do not."""
        named = {key for pattern in (*self.articles, *self.layout, *chain(*self.mirrors)) for key in keys_of(pattern)}
        return QueryKeys(frozenset(named.union(map(str.lower, self.identity_keys))), frozenset(map(str.lower, self.ignored_keys)))

    @cached_property
    def address_rules(self) -> str:
        """What the canonical forms of its addresses depend on, in 32 hex digits."""
        return rules_of(self.query_keys, self.mirrors)

    @cached_property
    def mirror_rules(self) -> list[Mirror]:
        """The compiled mirror rules, tried in order."""
        return [Mirror(*pair) for pair in self.mirrors]

    def canonical(self, url: str, now: float | None = None) -> CanonicalUrl:
        """The address by which one of the outlet's articles is known, whichever way it was found: canonical, mirrors undone.

        Args:
            url: the address.
            now: seconds since 1970 when it was found, in UTC; None: the present.

        Raises BadUrl for anything but an absolute http(s) URL.
        """
        known = canonical_url(url, self.query_keys, now)
        for rule in self.mirror_rules:
            if (folded := rule.fold(known)) and as_url(folded):
                return canonical_url(folded, self.query_keys, now)
        return known

    def match_article(self, url: str) -> re.Match[str] | None:
        """The match of an article URL (query and fragment left aside); its groups may hold yyyy, mm, dd. Else None.

        A pattern with a query fits whatever the order of the keys, and whatever stands among them that says nothing of the article.
        """
        bare = url.split("#", 1)[0]
        for pattern in self.article_patterns:
            if match := pattern.fullmatch(bare) or pattern.fullmatch(bare.split("?", 1)[0]):
                return match
        if self.query_patterns and "?" in bare:
            with contextlib.suppress(BadUrl):
                known = canonical_url(bare, self.query_keys)
                return next((match for pattern in self.query_patterns if (match := pattern.fullmatch(known))), None)
        return None

    def front_pages(self, day: date, node: str | None = None) -> list[str]:
        """Addresses under which a day's front page may be found, in the order to try; those that need a node only with one."""
        return [
            fill(pattern, day, nn=FRONT_PAGE, node=node or "")
            for pattern in self.layout
            if node is not None or "{node}" not in pattern
        ]

    def front_node(self, url: str) -> str | None:
        """The column id in a front page's address, by the first `layout` pattern with `{node}` that fits; None when none does."""
        for pattern in self.layout:
            if "{node}" in pattern:
                expression = compile_pattern(pattern.replace("{node}", "\0")).pattern.replace("\0", r"(?P<node>\d+)")
                if match := re.fullmatch(expression, url.partition("?")[0]):
                    return match["node"]
        return None

    def issue_list(self, day: date) -> str | None:
        """Address of the list that holds a day's issue; None when the outlet has no such lists."""
        return fill(self.issues, day) if self.issues else None

    def owns(self, url: str) -> bool:
        """Whether the URL's host is one of the outlet's hosts or a subdomain of one, and its path below the host's, if any."""
        here, path = host_and_path(url)
        for entry in self.hosts:
            host, _, folder = entry.partition("/")
            if (here == host or here.endswith("." + host)) and _below(path, folder):
                return True
        return False


def check_epaper(outlet: Outlet) -> None:
    """Raises UsageError for an outlet whose issues cannot be asked for by day."""
    if outlet.kind != "epaper":
        raise UsageError(f"{outlet.id} ({outlet.name}) is a portal: only e-papers have issues by day; crawl it without --from")
    if not outlet.layout and not outlet.issues:
        raise UsageError(f"the addresses of issues of {outlet.id} ({outlet.name}) are not known; add `layout` to its site record")


def _below(path: str, folder: str) -> bool:
    """Whether a path is the folder (without slashes around it; empty: the whole host) or something in it."""
    return not folder or f"{path}/".startswith(f"/{folder}/")


def rules_of(keys: QueryKeys, mirrors: Iterable[Iterable[str]] = ()) -> str:
    """What canonical addresses depend on, in 32 hex digits: the rules that all sites share, a site's keys and mirrors."""
    rules = (CANONICAL_RULES, sorted(keys.kept), sorted(keys.ignored), [list(pair) for pair in mirrors])
    return sha256(repr(rules).encode()).hexdigest()[:32]


class Outlets(Mapping[str, Outlet]):
    """All site records by id, in file and table order."""

    def __init__(self, records: Iterable[Outlet], learned: Mapping[str, QueryKeys] | None = None) -> None:
        self._learned = dict(learned or {})
        """What was learnt of the keys of hosts, those of no record among them."""
        self._records = {record.id: record for record in records}
        self._by_host: dict[str, list[tuple[str, Outlet]]] = {}
        for record in self._records.values():
            for entry in record.hosts:
                host, _, folder = entry.partition("/")
                self._by_host.setdefault(host, []).append((folder, record))
        for folders in self._by_host.values():
            folders.sort(key=lambda pair: -len(pair[0]))

    def __getitem__(self, key: str) -> Outlet:
        try:
            return self._records[key]
        except KeyError:
            near = ", ".join(nearest(key, self._records)) or "none alike"
            raise UnknownOutlet(f"unknown outlet {key!r} (near: {near}); `newsspider outlets` lists them all") from None

    def __iter__(self) -> Iterator[str]:
        return iter(self._records)

    def __len__(self) -> int:
        return len(self._records)

    def __contains__(self, key: object) -> bool:
        return key in self._records

    def outlet_for(self, url: str) -> Outlet | None:
        """The outlet of a URL: the record with the longest host that is the URL's host or its parent, of several on one host
        the one with the longest path above the URL's. None for an unknown site.
        """
        here, path = host_and_path(url)
        while here:
            for folder, record in self._by_host.get(here, ()):
                if _below(path, folder):
                    return record
            here = here.partition(".")[2]
        return None

    def canonical(self, url: str, now: float | None = None) -> CanonicalUrl:
        """The address by which an article is known, whichever site it is of: see `Outlet.canonical`. Raises BadUrl."""
        outlet = self.outlet_for(url)
        return outlet.canonical(url, now) if outlet else canonical_url(url, self.keys_of(url), now)

    def keys_of(self, url: str) -> QueryKeys:
        """What is known of the query keys of an address's site."""
        outlet = self.outlet_for(url)
        return outlet.query_keys if outlet else self._learned.get(netloc(url), NO_KEYS)

    def with_keys(self, learned: Mapping[str, QueryKeys]) -> "Outlets":
        """These records, and what was learnt of query keys, by host; what a record says of a key goes before."""
        records = dict(self._records)
        for host, keys in learned.items():
            if outlet := self.outlet_for(f"http://{host}/"):
                known = records[outlet.id]
                named = {*known.query_keys.kept, *known.query_keys.ignored}
                records[outlet.id] = replace(
                    known,
                    identity_keys=[*known.identity_keys, *sorted(keys.kept - named)],
                    ignored_keys=[*known.ignored_keys, *sorted(keys.ignored - named)],
                )
        return Outlets(records.values(), {**self._learned, **learned})

    def of_host(self, host: str) -> list[Outlet]:
        """The outlets that have pages on a host (with its port), on all of it or below a path."""
        found: list[Outlet] = []
        while host:
            found += [record for _, record in self._by_host.get(host, ())]
            host = host.partition(".")[2]
        return found

    def in_province(self, code: str) -> list[Outlet]:
        """The outlets of a province: `CN-JX`, `JX` or the file's name `jiangxi`. Raises UnknownOutlet when there is none."""
        wanted = code.upper().removeprefix("CN-")
        found = [
            record
            for record in self._records.values()
            if (record.province or "").removeprefix("CN-") == wanted or record.id.partition("_")[0] == code.lower()
        ]
        if not found:
            raise UnknownOutlet(f"no outlet of province {code!r}; `newsspider outlets` lists them all")
        return found


def load_outlets(folder: Path | None = None) -> Outlets:
    """All site records of a folder of TOML files (by default the ones that ship with newsspider).

    Raises ConfigError naming file, table and key of every fault at once.
    """
    return _builtin() if folder is None else _load(sorted(_toml_files(folder)))


@cache
def _builtin() -> Outlets:
    return _load(sorted(SITES.glob("*.toml")))


def _toml_files(folder: Path) -> list[Path]:
    files = [folder] if os.path.isfile(folder) else list(folder.glob("*.toml"))
    if not files:
        raise ConfigError(f"{folder}: no site file (*.toml) there")
    return files


def _load(files: Iterable[Path]) -> Outlets:
    faults: list[str] = []
    records: list[Outlet] = []
    for path in files:
        try:
            tables = read_toml(path)
        except OSError as error:
            faults.append(f"{path.name}: cannot be read: {error.strerror or error}")
            continue
        except ValueError as error:
            faults.append(f"{path.name}: not valid TOML: {error}")
            continue
        for table, values in tables.items():
            record, wrong = _record(table, values)
            faults += [f"{path.name}: [{table}] {fault}" for fault in wrong]
            if record:
                records.append(record)
                faults += [f"{path.name}: [{table}] {fault}" for fault in _clashes(record, records[:-1])]
    if faults:
        raise ConfigError(
            f"site record is wrong: {faults[0]}" if len(faults) == 1 else "site records are wrong:\n  " + "\n  ".join(faults)
        )
    return Outlets(records)


@cache
def _keys() -> dict[str, Any]:
    """The keys of a record, each with its type."""
    types = get_type_hints(Outlet)
    return {f.name: types[f.name] for f in fields(Outlet) if f.name != "id"}


def _record(table: str, values: Any) -> tuple[Outlet | None, list[str]]:
    """The record of a table, or None with the faults found, each starting with the key."""
    if not isinstance(values, dict):
        return None, ["is a bare key; every key belongs in an outlet's table"]
    known = _keys()
    faults = []
    for key in values.keys() - known.keys():
        near = nearest(key, known)
        faults.append(f"{key}: unknown key" + (f"; did you mean {near[0]}?" if near else f"; known: {', '.join(known)}"))
    faults += [f"{key}: missing" for key in ("name", "province", "kind", "family", "hosts") if key not in values]
    for key, value in values.items():
        if key in known and not fits(value, known[key]):
            faults.append(f"{key}: {value!r} is not {said(known[key])}")
    if not faults:
        faults = check_values(table, values)
    if faults:
        return None, sorted(faults)
    return Outlet(id=table, **{**values, "province": values["province"] or None}), []  # TOML has no null


def _clashes(record: Outlet, others: list[Outlet]) -> list[str]:
    return [
        f"hosts: {host} is also a host of [{other.id}]" for other in others for host in record.hosts if host in other.hosts
    ] + [f"the id occurs twice; also in the table of {other.name}" for other in others if other.id == record.id]
