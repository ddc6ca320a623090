"""Lists of a paper's issues by day: `period.xml`, `navi.xml`, `period.js`."""

import re
from datetime import date

from lxml import etree

from newsspider.lazy_pattern import lazy_pattern
from newsspider.pages.page import Page

DAY = lazy_pattern(r"((?:19|20)\d\d)\s?[-/.年]?\s?(\d{1,2})\s?[-/.月]?\s?(\d{1,2})日?")
DATES = frozenset({"period_date", "date", "riqi"})
FRONTS = frozenset({"front_page", "url"})
DATE_LIST = lazy_pattern(r"datelist\s{0,9}=\s{0,9}\[([^\]]{0,20000})\]", re.I)
DECLARATION = lazy_pattern(r"\s{0,99}<\?xml[^>]{0,200}\?>")


def read_issue_list(page: Page) -> dict[date, str | None]:
    """The days on which an issue appeared, each with the address of its front page, None where the list names only days.

    A day that is not there had no issue. Empty for a page that is no such list.

    * `period.xml` (Founder, beside the folders of a month's days): `period_date`, and `front_page`, a file in the day's folder.
    * `navi.xml` (Founder classic): `date`, and `url` as seen from a page of an issue, with one `../` too many for the list.
    * `period.js`: `datelist=["20251023", …]`.
    """
    if match := DATE_LIST.search(page.text):
        return {day: None for text in match[1].split(",") if (day := _day(text.strip(" \t\r\n\"'")))}
    issues: dict[date, str | None] = {}
    for row in _rows(page.text):
        day = next((found for name in DATES if (found := _day(row.get(name, "")))), None)
        front = next((row[name] for name in FRONTS if row.get(name)), None)
        if day and front:
            front = front.removeprefix("../") if "/" in front else f"{day:%d}/{front}"
            issues[day] = page.absolute(front)
    return issues


def _rows(text: str) -> list[dict[str, str]]:
    """The children of every element that has a date among them, and attributes likewise, by name in lower case."""
    parser = etree.XMLParser(encoding="utf-8", recover=True, resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(DECLARATION.sub("", text.lstrip("\ufeff"), count=1).encode(), parser)
    except etree.XMLSyntaxError:  # nothing there to mend
        return []
    if root is None:
        return []
    rows = []
    for element in root.iter(etree.Element):
        row = {str(name).lower(): value.strip() for name, value in element.attrib.items()}
        row |= {
            str(etree.QName(child).localname).lower(): (child.text or "").strip()
            for child in element
            if isinstance(child.tag, str)
        }
        if not DATES.isdisjoint(row):
            rows.append(row)
    return rows


def _day(text: str) -> date | None:
    match = DAY.match(text)
    try:
        return date(int(match[1]), int(match[2]), int(match[3])) if match else None
    except ValueError:
        return None
