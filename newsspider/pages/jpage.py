"""Hanweb's jpage lists: rows as CDATA in the page, further rows from `dataproxy.jsp`, asked for by form or by link.

A page's script names the proxy, the rows of a group and the form: `$('#49468').jpage({totalRecord:1418, groupSize:3,
perPage:25, proxyUrl:'/module/web/jpage/dataproxy.jsp', ajaxParam:{columnid:30067, unitid:'49468', …}})`.
"""

import re
from urllib.parse import parse_qs, urlencode, urlsplit

from newsspider.lazy_pattern import lazy_pattern
from newsspider.pages.nodes import Element
from newsspider.pages.page import Page, parse

WINDOW = 100_000
"""Characters behind `.jpage(` in which its arguments stand; rows may stand among them."""
PROXY = lazy_pattern(r"""\bproxyUrl\s*:\s*["']([^"']{1,500})["']""", re.I)
PARAMETERS = lazy_pattern(r"\bajaxParam\s*:\s*\{([^{}]{1,3000})\}", re.I)
PARAMETER = lazy_pattern(r"""["']?(\w{1,40})["']?\s*:\s*(?:'([^']*)'|"([^"]*)"|([\w./-]+))""")
TOTAL = lazy_pattern(r"<totalrecord>\s*(\d{1,9})\s*<", re.I)
GROUP = 3
"""Screens of rows that the script asks for at once when it names no `groupSize`."""


def rows(page: Page) -> list[Element]:
    """The rows of a page or of the proxy's answer, as one element; [] where there are none."""
    if "<recordset" not in page.text:
        return []
    return [parse("".join(part.partition("]]>")[0] for part in _cdata(page.text.partition("<recordset")[2])))]


def next_rows(page: Page, form: str | None) -> tuple[str, str | None] | None:
    """Address and form (None: a plain GET) that bring the next rows; None on the last and for other pages.

    Args:
        page: a list page, or an answer of the proxy.
        form: the form that brought the page; None when it was fetched plainly.
    """
    shown = page.text.count("<record>")
    if page.url and "dataproxy.jsp" in page.url and "endrecord=" in page.url:
        return _after(page, shown, form)
    place = page.text.find(".jpage(")
    if place >= 0 and (first := _first(page, page.text[place : place + WINDOW], shown)):
        return first
    group = page.text.partition("<nextgroup>")[2].partition("</nextgroup>")[0]
    links = parse("".join(_cdata(group))).iter("a") if "dataproxy.jsp" in group else iter(())
    href = next((href for link in links if (href := link.get("href")) is not None), None)
    url = page.absolute(href) if href is not None else None
    return (url, None) if url and shown else None


def _first(page: Page, script: str, shown: int) -> tuple[str, str] | None:
    """What a list page's own script would ask for when its reader turns beyond the rows that the page holds."""
    proxy, parameters = PROXY.search(script), PARAMETERS.search(script)
    total, size = _number(script, "totalRecord"), _number(script, "perPage")
    address = page.absolute(proxy[1]) if proxy else None
    if not (address and parameters and size) or (total is not None and shown >= total):
        return None
    form = {match[1]: match[2] or match[3] or match[4] or "" for match in PARAMETER.finditer(parameters[1])}
    group = size * (_number(script, "groupSize") or GROUP)
    return _address(address, shown + 1, shown + group, size), urlencode(form)


def _after(page: Page, shown: int, form: str | None) -> tuple[str, str | None] | None:
    """What comes after the rows that the proxy was asked for."""
    asked = parse_qs(urlsplit(page.url or "").query)
    try:
        start, end, size = (int(asked[key][0]) for key in ("startrecord", "endrecord", "perpage"))
    except (KeyError, ValueError):
        return None
    total = TOTAL.search(page.text)
    if not shown or end < start or (total and int(total[1]) <= end):
        return None
    return _address(page.url or "", end + 1, end + end - start + 1, size), form


def _address(url: str, start: int, end: int, size: int) -> str:
    """The proxy's address for a range of rows; other keys of its query are kept."""
    address, _, query = url.partition("?")
    kept = [pair for pair in query.split("&") if pair and pair.partition("=")[0] not in ("startrecord", "endrecord", "perpage")]
    return f"{address}?{'&'.join([f'startrecord={start}', f'endrecord={end}', f'perpage={size}', *kept])}"


def _number(script: str, name: str) -> int | None:
    match = re.search(rf"\b{name}\s*:\s*[\"']?(\d{{1,9}})", script, re.I)
    return int(match[1]) if match else None


def _cdata(text: str) -> list[str]:
    """The contents of the CDATA sections."""
    return [part.partition("]]>")[0] for part in text.split("<![CDATA[")[1:]]
