"""What may stand in a site record: the values of its keys, and every fault of them in words."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal, get_args, get_origin

from newsspider.errors import BadUrl
from newsspider.lazy_pattern import lazy_pattern
from newsspider.outlets.url_patterns import DATES, FIELD, Mirror, compile_pattern
from newsspider.urls import check_url

SELECTOR_KEYS = (
    "headline", "kicker", "subheadline", "body", "meta_line", "date", "source", "author", "editor", "section", "list", "next_page",
)  # fmt: skip
"""Keys of a record's `selectors` table; each value is a CSS selector (a group with commas is tried in page order)."""

JSON_LIST_KEYS = ("links", "titles", "next", "page")
"""Keys of a record's `json_list` table: expressions of the links (needed), of their titles in the same order, of the next page's
address; `page` is instead the query key whose number counts the pages up."""

_SIMPLE = r"(?:[A-Za-z][A-Za-z0-9]*|(?=[.#\[]))(?:[.#][A-Za-z_][\w-]*)*(?:\[id='[\w ]+'\])?(?::first-child)?"
PLAIN_SELECTOR = lazy_pattern(rf"{_SIMPLE}(?:(?: | > |, ?){_SIMPLE}){{0,20}}", re.ASCII)
"""What most selectors look like, names, classes and ids in groups: they need no closer look."""

MOST = 2**31 - 1
"""The largest number of a record or schedule."""

MAX_ID = 100
"""Characters of an outlet's id; the database has room for 255."""
ID_RULE = f"province_outlet in a-z, 0-9 and _, of up to {MAX_ID} characters"

NAMESPACE = lazy_pattern(r"\|(?!=)")
QUOTED = lazy_pattern(r"""\"[^"]*"|'[^']*'""")

LACKABLE = ("published_at", "source", "body")

PROVINCES = {
    "CN-BJ": "北京", "CN-TJ": "天津", "CN-HE": "河北", "CN-SX": "山西", "CN-NM": "内蒙古", "CN-LN": "辽宁", "CN-JL": "吉林",
    "CN-HL": "黑龙江", "CN-SH": "上海", "CN-JS": "江苏", "CN-ZJ": "浙江", "CN-AH": "安徽", "CN-FJ": "福建", "CN-JX": "江西",
    "CN-SD": "山东", "CN-HA": "河南", "CN-HB": "湖北", "CN-HN": "湖南", "CN-GD": "广东", "CN-GX": "广西", "CN-HI": "海南",
    "CN-CQ": "重庆", "CN-SC": "四川", "CN-GZ": "贵州", "CN-YN": "云南", "CN-XZ": "西藏", "CN-SN": "陕西", "CN-GS": "甘肃",
    "CN-QH": "青海", "CN-NX": "宁夏", "CN-XJ": "新疆",
}  # fmt: skip
"""ISO 3166-2:CN codes of the 31 provincial-level regions of the mainland, with their short names."""


def is_outlet_id(text: str) -> bool:
    """Whether a text can be an outlet's id, which is a name in files, logs, figures and the database."""
    return len(text) <= MAX_ID and re.fullmatch(r"[a-z]+_[a-z0-9_]+", text) is not None


def check_values(table: str, values: dict[str, Any]) -> list[str]:
    """Faults of a record whose keys are known and of the right types, each starting with the key."""
    faults = [f"{key}: a text must not hold NUL" for key, value in values.items() if any("\0" in text for text in _texts(value))]
    if not is_outlet_id(table):
        faults.append(f"the table's name must be {ID_RULE}")
    if values["province"] and values["province"] not in PROVINCES:
        faults.append(f"province: {values['province']!r} is not an ISO 3166-2 code of mainland China, like CN-JX")
    if not values["hosts"]:
        faults.append("hosts: at least one is needed")
    faults += [
        f"hosts: {host!r} is not a bare host in lower case, like jxnews.com.cn, nor one with a path, like paper.dzwww.com/dzrb"
        for host in values["hosts"]
        if not re.fullmatch(r"[a-z0-9_-]+(\.[a-z0-9_-]+)*(:[0-9]+)?(/[\w.-]+)*", host)
    ]
    for pattern in values.get("articles", []):
        try:
            compile_pattern(pattern)
        except (ValueError, re.error) as error:
            faults.append(f"articles: {pattern!r}: {error}")
    faults += _check_mirrors(values) + _check_json_list(values.get("json_list", {}))
    for key in ("identity_keys", "ignored_keys"):
        faults += [
            f"{key}: {name!r} is not the name of a query key"
            for name in values.get(key, [])
            if not re.fullmatch(r"[\w.-]+", name)
        ]
    faults += [f"lacks: {name!r} is none of {', '.join(LACKABLE)}" for name in values.get("lacks", []) if name not in LACKABLE]
    for key, selector in values.get("selectors", {}).items():
        if key not in SELECTOR_KEYS:
            faults.append(f"selectors.{key}: unknown key; known: {', '.join(SELECTOR_KEYS)}")
            continue
        if not _is_selector(selector):
            hint = ": `:contains` is not of CSS" if ":contains" in selector else ""
            faults.append(f"selectors.{key}: {selector!r} is not a CSS selector{hint}")
    faults += _check_issue_addresses(values)
    return faults + [f"lists: {fault}" for url in values.get("lists", []) if (fault := _check_address(url, url))]


def _is_selector(selector: str) -> bool:
    """Whether the parser of pages takes a CSS selector, and one without namespaces, which HTML has none of."""
    if PLAIN_SELECTOR.fullmatch(selector):
        return True
    from selectolax.lexbor import LexborHTMLParser, SelectolaxError  # at first use: most records have plain ones alone

    if not selector.strip() or NAMESPACE.search(QUOTED.sub("", selector)):
        return False
    try:
        LexborHTMLParser("").css(selector)
    except (SelectolaxError, UnicodeEncodeError):
        return False
    return True


def _check_address(url: str, pattern: str) -> str | None:
    """What is wrong with an address, or with the pattern that gives it; None for a good one."""
    try:
        check_url(url)
    except BadUrl as error:
        return str(error) if url == pattern else f"{pattern!r} gives no address: {error}"
    return None


def _texts(value: Any) -> Iterator[str]:
    """The texts in a TOML value, keys included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (text for pair in value.items() for each in pair for text in _texts(each))
    elif isinstance(value, list):
        yield from (text for each in value for text in _texts(each))


def _check_mirrors(values: dict[str, Any]) -> list[str]:
    """Faults of `mirrors`: a main form must be an article's, and no mirror itself."""
    faults = []
    for pair in values.get("mirrors", []):
        try:
            if len(pair) != 2:
                raise ValueError("two patterns are needed: the mirror's and the one that counts")
            Mirror(*pair)
            if pair[1] not in values.get("articles", []):
                raise ValueError("the second pattern is none of `articles`")
            if pair[1] in [first for first, *_ in values["mirrors"]]:
                raise ValueError("the second pattern is itself a mirror")
        except (ValueError, re.error) as error:
            faults.append(f"mirrors: {pair!r}: {error}")
    return faults


def _check_json_list(table: Mapping[str, str]) -> list[str]:
    """Faults of `json_list`."""
    if not table:
        return []
    from jmespath import compile as compile_path

    faults = [f"json_list.{key}: unknown key; known: {', '.join(JSON_LIST_KEYS)}" for key in table if key not in JSON_LIST_KEYS]
    if "links" not in table:
        faults.append("json_list.links: missing")
    for key in ("links", "titles", "next"):
        try:
            compile_path(table.get(key) or "@")
        except (ValueError, RecursionError) as error:
            faults.append(f"json_list.{key}: {table[key]!r} is no JMESPath expression: {' '.join(str(error).split())}")
    return faults


def _check_issue_addresses(values: dict[str, Any]) -> list[str]:
    """Faults of `layout` and `issues`."""
    issues = [values["issues"]] if "issues" in values else []
    faults = [
        f"{key}: only an e-paper has issues" for key in ("layout", "issues") if values.get(key) and values["kind"] != "epaper"
    ]
    for key, patterns, more in (("layout", values.get("layout", []), {"nn", "node"}), ("issues", issues, set[str]())):
        for pattern in patterns:
            names = re.findall(r"\{([^{}]*)\}", pattern)
            if fault := _check_address(FIELD.sub("1", pattern), pattern):
                faults.append(f"{key}: {fault}")
            faults += [
                f"{key}: {pattern!r}: unknown placeholder {{{name}}}; known: {', '.join(sorted([*DATES, *more]))}"
                for name in names
                if name not in DATES and name not in more
            ]
            if key == "layout" and not any("dd" in name for name in names):
                faults.append(f"layout: {pattern!r} names no day; {{dd}} or {{yyyymmdd}} is needed")
    return faults


def fits(value: Any, kind: Any) -> bool:
    """Whether a TOML value is of an annotated type."""
    origin, args = get_origin(kind), get_args(kind)
    if origin is Literal:
        return value in args
    if origin is list:
        return isinstance(value, list) and all(fits(item, args[0]) for item in value)
    if origin is Mapping:
        return isinstance(value, dict) and all(isinstance(item, str) for item in value.values())
    if args:  # a union
        return any(fits(value, arg) for arg in args)
    if kind is float:
        return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= MOST
    if kind is int:
        return isinstance(value, int) and not isinstance(value, bool) and 0 < value <= MOST
    return isinstance(value, kind)


def said(kind: Any) -> str:
    """An annotated type in words."""
    names = {
        str: "a text",
        bool: "true or false",
        int: f"a whole number above 0, up to {MOST}",
        float: f"a number of 0 or more, up to {MOST}",
    }
    if get_origin(kind) is Literal:
        return "one of " + ", ".join(get_args(kind))
    if get_origin(kind) is list:
        return "a list of texts" if get_args(kind) == (str,) else "a list of pairs of texts"
    if get_origin(kind) is Mapping:
        return "a table of texts"
    return " or ".join(names.get(arg, "") for arg in (get_args(kind) or (kind,)) if arg in names)


def nearest(word: str, words: Iterable[str]) -> list[str]:
    """Up to three of the words that look like a word."""
    from difflib import get_close_matches

    return get_close_matches(word, list(words), n=3, cutoff=0.5)
