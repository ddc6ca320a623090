"""The `title` element: the headline in it, without the names of paper, site and section before and behind it."""

import re
import unicodedata

from newsspider.language.person_names import is_outlet, perhaps_outlet
from newsspider.language.titles import BOXED_BEHIND, LEAD, PAPER, SEPARATOR, ends_as_site, is_no_site, is_sure_site
from newsspider.lazy_pattern import lazy_pattern

_LETTERS = lazy_pattern(r"[\W_]+")


def squash(text: str) -> str:
    """Letters and digits alone, NFKC, lower case: for comparing headlines, never for keeping."""
    return _LETTERS.sub("", unicodedata.normalize("NFKC", text)).lower()


def clean_title(title: str, site_name: str = "") -> str:
    """A `title` element's text without the names of site and channel before and behind it.

    >>> clean_title("甲县新桥今日通车_要闻_某某新闻网")
    '甲县新桥今日通车'
    >>> clean_title("某某新闻网--要闻--甲县新桥今日通车")
    '甲县新桥今日通车'
    """
    return _without_tail(without_lead(" ".join(title.split())[:400], site_name), site_name)


def _without_tail(text: str, site_name: str) -> str:
    """A title without the names behind it."""
    site = squash(site_name)
    if (boxed := BOXED_BEHIND.search(text)) and (_is_site(boxed[1]) or (site and squash(boxed[1]) == site)):
        text = text[: boxed.start()]
    while cuts := list(SEPARATOR.finditer(text)):
        last = cuts[-1]
        tail, head = text[last.end() :], text[: last.start()]
        strong = any(sign in last[0] for sign in "_|｜") or "--" in last[0]
        sure = (site and squash(tail) == site) or (len(tail) <= 20 and (ends_as_site(tail) or perhaps_outlet(tail)))
        # of two parts that are no names, the far longer one is no name: `学习时刻|一粒种子怎样走进千家万户`
        named = sure or (len(tail) <= 20 and strong and len(squash(tail)) < max(9, 2 * len(squash(head))))
        if tail and not (named and len(squash(head)) >= 4):
            break
        text = head
    return text.strip(" -_|—")


def site_name(title: str, named: str = "") -> str:
    """The site's name: as its metadata say, else what stands last behind the headline in the `title` element, else what stands
    first before it; empty when nothing does.

    >>> site_name("甲县新桥今日通车_要闻_某某新闻网")
    '某某新闻网'
    """
    whole, cleaned = " ".join(title.split())[:400], clean_title(title, named)
    behind = whole[len(cleaned) :] if whole.startswith(cleaned) else ""
    before = LEAD.match(whole) if not behind and whole.endswith(cleaned) and whole != cleaned else None
    return named or SEPARATOR.split(behind)[-1].strip(" -_|—") or (before["boxed"] or before["name"] if before else "")


def without_lead(title: str, site_name: str = "") -> str:
    """A `title` element's text without the names of paper, site and section before the headline.

    >>> without_lead("甲日报数字报-甲县新桥今日通车")
    '甲县新桥今日通车'
    """
    paper = PAPER.match(title)
    if paper and not ends_as_site(title[paper.end() :]):
        return title[paper.end() :]
    text, led = title, False
    while (lead := LEAD.match(text)) and _is_lead(lead, text[lead.end() :], site_name, led=led):
        text, led = text[lead.end() :], True
    return text


def _is_lead(lead: re.Match[str], after: str, site_name: str, *, led: bool) -> bool:
    """Whether a title begins with the name of a site or, behind one (`led`), of its section.

    Args:
        lead: a match of `LEAD`.
        after: what follows it.
        site_name: the site's name; empty when unknown.
        led: whether the site's name stood before it.
    """
    name, sign, rest = (lead["boxed"] or lead["name"]).strip(), lead["sign"] or "", _without_tail(after, site_name)
    size, left = len(squash(name)), len(squash(rest))
    if left < 6 or is_site_name(rest, site_name):
        return False
    if site_name and squash(name) == squash(site_name):
        return True
    if left < max(8, size) or is_no_site(name):
        return False
    if _is_site(name):
        return True
    section = ends_as_site(name) or perhaps_outlet(name)
    if led:
        return bool(sign) and (section or size <= 6)
    strong = sign[:1] == "_" or sign == "--"  # a bar stands behind the label of a series, too: `学习时刻｜…`
    apart = sign in ("-", "–") and lead[0][-1:] == " "
    unsigned = strong and size <= 6 and left >= 10 and rest == after.strip()  # no other name behind the headline
    return size * 2 <= left and ((strong and section) or unsigned or (apart and ends_as_site(name)))


def _is_site(name: str) -> bool:
    """Whether a name is surely a site's by its words."""
    return name in ("首页", "主页") or (ends_as_site(name) and (is_outlet(name) or is_sure_site(name)))


def is_site_title(text: str, site_name: str) -> bool:
    """Whether a text is a site's or section's name rather than a headline."""
    return len(squash(text)) < 6 or is_site_name(text, site_name)


def is_site_name(text: str, site_name: str) -> bool:
    """Whether a text is the site's name, or a short one that ends as names of sites and sections do."""
    bare = text.strip()
    return (
        not bare
        or (bool(site_name) and squash(bare) == squash(site_name))
        or (len(bare) <= 14 and ends_as_site(bare) and not is_no_site(bare))
    )
