"""Page labels as e-papers print them: `第01版 头版`, `A02版：要闻`, `(01) 要闻`, `01 - 封面`, `0607版：专题`."""

import re
from typing import NamedTuple

from newsspider.lazy_pattern import lazy_pattern

NUMBER = r"(?P<number>[A-Za-z]{0,3}\d{1,5}(?:\s?[-—–~～、/]\s?[A-Za-z]{0,3}\d{1,4})?|[一二三四五六七八九十]{1,3})"
ARABIC = r"(?P<number>[A-Za-z]{0,3}\d{1,5})"
NAME = r"(?P<name>[^:：]{1,30})"
FORMS = tuple(
    lazy_pattern(form)
    for form in (
        rf"[\[【(（]?\s?第?\s?{NUMBER}\s?版\s?[\])）】]?\s?[:：·|\-—]?\s?{NAME}?",
        rf"[\[【(（]\s?{ARABIC}\s?[\])）】]\s?[:：]?\s?{NAME}?",
        rf"{ARABIC}(?:\s?[:：·|\-—]\s?|\s)(?P<name>[^\s\d:：年月日][^:：]{{0,29}})",
        r"(?P<number>[A-Za-z]{0,3}\d{1,5})(?P<name>)",
        rf"(?P<name>[^\s\d:：][^:：]{{0,29}}?)[\s(（]{{1,2}}第?\s?{NUMBER}\s?版[)）]?",
    )
)
NO_SECTION = lazy_pattern(r"pdf|下载|[上下前后]一?[版期]|返回|叠$|\d", re.I)
EDGE = " \u3000:：·-—()（）[]【】"
MAX_LABEL, MAX_SECTION = 60, 20


class PageLabel(NamedTuple):
    """A page's number and section name, as printed; None for what is not printed."""

    number: str | None
    section: str | None


def read_label(text: str) -> PageLabel:
    """The number and name of a label; a text that is no label but can be a section's name is one; else both None."""
    text = " ".join(text.split())
    if len(text) > MAX_LABEL:
        return PageLabel(None, None)
    for form in FORMS:
        if match := form.fullmatch(text):
            return PageLabel(match["number"], (match["name"] or "").strip(EDGE) or None)
    section = text if text and len(text) <= MAX_SECTION and not NO_SECTION.search(text) else None
    return PageLabel(None, section)
