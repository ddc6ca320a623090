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
    verified = false
    seen = "2025"
    [jiangxi_jxnews.selectors]            # CSS, only where the site differs from its family
    headline = "div.BiaoTi"
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from functools import cache, cached_property
from importlib import resources
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints
from urllib.parse import urlsplit

from newsspider.errors import ConfigError, UnknownOutlet
from newsspider.urls import netloc

Kind = Literal["portal", "epaper"]

PLACEHOLDERS = {
    "yyyy": r"(?P<yyyy>(?:19|20)\d\d)",
    "mm": r"(?P<mm>[01]\d)",
    "dd": r"(?P<dd>[0-3]\d)",
    "yyyymm": r"(?P<yyyy>(?:19|20)\d\d)(?P<mm>[01]\d)",
    "mmdd": r"(?P<mm>[01]\d)(?P<dd>[0-3]\d)",
    "yyyymmdd": r"(?P<yyyy>(?:19|20)\d\d)(?P<mm>[01]\d)(?P<dd>[0-3]\d)",
    "yyyy-mm": r"(?P<yyyy>(?:19|20)\d\d)-(?P<mm>[01]\d)",
    "yyyy-mm-dd": r"(?P<yyyy>(?:19|20)\d\d)-(?P<mm>[01]\d)-(?P<dd>[0-3]\d)",
    "id": r"\d+",
    "id9": r"\d{9}",
    "node": r"\d+",
    "nn": r"\d{2,3}",
    "n": r"\d+",
    "hex": r"[0-9a-fA-F]+",
    "ch": r"[\w-]+",
    "host": r"[\w.-]+(?::\d+)?",
    "sec": r"[\w-]+(?:/[\w-]+)*",
    "ext": r"s?html?",
}
"""What `{name}` stands for in an article pattern; a date part may occur again and must then be the same."""

SELECTOR_KEYS = (
    "headline", "kicker", "subheadline", "body", "meta_line", "date", "source", "author", "editor", "section", "list", "next_page",
)  # fmt: skip
"""Keys of a record's `selectors` table; each value is a CSS selector (a group with commas is tried in page order)."""


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
    selectors: Mapping[str, str] = field(default_factory=dict)
    """CSS selectors that overrule the family's."""
    encoding: str | None = None
    """The encoding when the site declares a wrong one; None to find it out page by page."""
    simplify: bool = False
    """Turn Traditional text into Simplified."""
    delay: float = 1.5
    """Seconds between two requests to one host."""
    concurrency: int = 1
    """Requests at once to one host."""
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

    def match_article(self, url: str) -> re.Match[str] | None:
        """The match of an article URL (query and fragment left aside); its groups may hold yyyy, mm, dd. Else None."""
        bare = url.split("#", 1)[0]
        for pattern in self.article_patterns:
            if match := pattern.fullmatch(bare) or pattern.fullmatch(bare.split("?", 1)[0]):
                return match
        return None

    def owns(self, url: str) -> bool:
        """Whether the URL's host is one of the outlet's hosts or a subdomain of one, and its path below the host's, if any."""
        here, path = netloc(url), urlsplit(url).path
        for entry in self.hosts:
            host, _, folder = entry.partition("/")
            if (here == host or here.endswith("." + host)) and _below(path, folder):
                return True
        return False


def _below(path: str, folder: str) -> bool:
    """Whether a path is the folder (without slashes around it; empty: the whole host) or something in it."""
    return not folder or f"{path}/".startswith(f"/{folder}/")


def compile_pattern(pattern: str) -> re.Pattern[str]:
    """The regular expression of an article pattern. Raises ValueError for an unknown placeholder or a stray brace."""
    parts = re.split(r"\{([^{}]*)\}", re.sub(r"^https?://", "", pattern))
    seen: set[str] = set()
    out = [r"https?://"]
    for index, part in enumerate(parts):
        if index % 2 == 0:
            if "{" in part or "}" in part:
                raise ValueError("stray brace")
            out.append(re.escape(part))
        elif part not in PLACEHOLDERS:
            raise ValueError(f"unknown placeholder {{{part}}}; known: {', '.join(PLACEHOLDERS)}")
        else:
            out.append(_once(PLACEHOLDERS[part], seen))
    return re.compile("".join(out))


def _once(expression: str, seen: set[str]) -> str:
    """The expression with each named group that occurred before turned into a back-reference."""

    def group(match: re.Match[str]) -> str:
        name = match[1]
        if name in seen:
            return f"(?P={name})"
        seen.add(name)
        return match[0]

    return re.sub(r"\(\?P<(\w+)>(?:[^()]|\(\?:[^()]*\))*\)", group, expression)


class Outlets(Mapping[str, Outlet]):
    """All site records by id, in file and table order."""

    def __init__(self, records: Iterable[Outlet]) -> None:
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
            near = ", ".join(_nearest(key, self._records)) or "none alike"
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
        here, path = netloc(url), urlsplit(url).path
        while here:
            for folder, record in self._by_host.get(here, ()):
                if _below(path, folder):
                    return record
            here = here.partition(".")[2]
        return None

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
    with resources.as_file(resources.files("newsspider") / "sites") as folder:
        return _load(sorted(folder.glob("*.toml")))


def _toml_files(folder: Path) -> list[Path]:
    files = [folder] if folder.is_file() else list(folder.glob("*.toml"))
    if not files:
        raise ConfigError(f"{folder}: no site file (*.toml) there")
    return files


def _load(files: Iterable[Path]) -> Outlets:
    faults: list[str] = []
    records: list[Outlet] = []
    for path in files:
        try:
            tables = tomllib.loads(path.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            faults.append(f"{path.name}: not valid TOML: {error}")
            continue
        for table, values in tables.items():
            record, wrong = _record(table, values)
            faults += [f"{path.name}: [{table}] {fault}" for fault in wrong]
            if record:
                records.append(record)
                faults += [f"{path.name}: [{table}] {fault}" for fault in _clashes(record, records[:-1])]
    if faults:
        raise ConfigError("site records are wrong:\n  " + "\n  ".join(faults))
    return Outlets(records)


def _record(table: str, values: Any) -> tuple[Outlet | None, list[str]]:
    """The record of a table, or None with the faults found, each starting with the key."""
    if not isinstance(values, dict):
        return None, ["is a bare key; every key belongs in an outlet's table"]
    types = get_type_hints(Outlet)
    known = {f.name: f for f in fields(Outlet) if f.name != "id"}
    faults = []
    for key in values.keys() - known.keys():
        near = _nearest(key, known)
        faults.append(f"{key}: unknown key" + (f"; did you mean {near[0]}?" if near else f"; known: {', '.join(known)}"))
    faults += [f"{key}: missing" for key in ("name", "province", "kind", "family", "hosts") if key not in values]
    for key, value in values.items():
        if key in known and not _fits(value, types[key]):
            faults.append(f"{key}: {value!r} is not {_said(types[key])}")
    if not faults:
        faults = _check_values(table, values)
    if faults:
        return None, sorted(faults)
    return Outlet(id=table, **{**values, "province": values["province"] or None}), []  # TOML has no null


def _check_values(table: str, values: dict[str, Any]) -> list[str]:
    from lxml.cssselect import CSSSelector  # at first use: `extract` starts faster without it
    from lxml.etree import XPathError

    faults = []
    if not re.fullmatch(r"[a-z]+_[a-z0-9_]+", table):
        faults.append("the table's name must be province_outlet in a-z, 0-9 and _")
    if values["province"] and values["province"] not in PROVINCES:
        faults.append(f"province: {values['province']!r} is not an ISO 3166-2 code of mainland China, like CN-JX")
    if not values["hosts"]:
        faults.append("hosts: at least one is needed")
    faults += [
        f"hosts: {host!r} is not a bare host in lower case, like jxnews.com.cn, nor one with a path, like paper.dzwww.com/dzrb"
        for host in values["hosts"]
        if not re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)*(:\d+)?(/[\w.-]+)*", host)
    ]
    for pattern in values.get("articles", []):
        try:
            compile_pattern(pattern)
        except (ValueError, re.error) as error:
            faults.append(f"articles: {pattern!r}: {error}")
    for key, selector in values.get("selectors", {}).items():
        if key not in SELECTOR_KEYS:
            faults.append(f"selectors.{key}: unknown key; known: {', '.join(SELECTOR_KEYS)}")
            continue
        try:
            CSSSelector(selector)
        except (SyntaxError, XPathError) as error:
            faults.append(f"selectors.{key}: {selector!r} is not a CSS selector: {error}")
    return faults + [
        f"lists: {url!r} is not an http(s) URL" for url in values.get("lists", []) if not re.match(r"https?://\S+$", url)
    ]


def _clashes(record: Outlet, others: list[Outlet]) -> list[str]:
    return [
        f"hosts: {host} is also a host of [{other.id}]" for other in others for host in record.hosts if host in other.hosts
    ] + [f"the id occurs twice; also in the table of {other.name}" for other in others if other.id == record.id]


def _fits(value: Any, kind: Any) -> bool:
    """Whether a TOML value is of an annotated type."""
    origin, args = get_origin(kind), get_args(kind)
    if origin is Literal:
        return value in args
    if origin is list:
        return isinstance(value, list) and all(_fits(item, args[0]) for item in value)
    if origin is Mapping:
        return isinstance(value, dict) and all(isinstance(item, str) for item in value.values())
    if args:  # a union
        return any(_fits(value, arg) for arg in args)
    if kind is float:
        return isinstance(value, int | float) and not isinstance(value, bool) and value >= 0
    if kind is int:
        return isinstance(value, int) and not isinstance(value, bool) and value > 0
    return isinstance(value, kind)


def _said(kind: Any) -> str:
    names = {str: "a text", bool: "true or false", int: "a whole number above 0", float: "a number of 0 or more"}
    if get_origin(kind) is Literal:
        return "one of " + ", ".join(get_args(kind))
    if get_origin(kind) is list:
        return "a list of texts"
    if get_origin(kind) is Mapping:
        return "a table of texts"
    return " or ".join(names.get(arg, "") for arg in (get_args(kind) or (kind,)) if arg in names)


def _nearest(word: str, words: Iterable[str]) -> list[str]:
    from difflib import get_close_matches

    return get_close_matches(word, list(words), n=3, cutoff=0.5)


PROVINCES = {
    "CN-BJ": "北京", "CN-TJ": "天津", "CN-HE": "河北", "CN-SX": "山西", "CN-NM": "内蒙古", "CN-LN": "辽宁", "CN-JL": "吉林",
    "CN-HL": "黑龙江", "CN-SH": "上海", "CN-JS": "江苏", "CN-ZJ": "浙江", "CN-AH": "安徽", "CN-FJ": "福建", "CN-JX": "江西",
    "CN-SD": "山东", "CN-HA": "河南", "CN-HB": "湖北", "CN-HN": "湖南", "CN-GD": "广东", "CN-GX": "广西", "CN-HI": "海南",
    "CN-CQ": "重庆", "CN-SC": "四川", "CN-GZ": "贵州", "CN-YN": "云南", "CN-XZ": "西藏", "CN-SN": "陕西", "CN-GS": "甘肃",
    "CN-QH": "青海", "CN-NX": "宁夏", "CN-XJ": "新疆",
}  # fmt: skip
"""ISO 3166-2:CN codes of the 31 provincial-level regions of the mainland, with their short names."""
