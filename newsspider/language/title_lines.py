"""Which lines of a text that marks no headline can be one."""

import re

from newsspider.language.dateline import read_dateline
from newsspider.language.lines import is_head_line

MAX_LINE = 45
_SENTENCE = re.compile(r"[。！？!?；;][”’\"）)』」]?(?=\S)|[。；;，,：:][”’]?$")
_PEOPLE = re.compile(r"(?:记者|通讯员)\s*[\u3400-\u9fff]|^[□■◎●▲【（(]")
_STOP = re.compile(r"[。！？!?；;]+[”’\"）)』」]?(?=\S)")
_RUNS_ON = re.compile(r"[，,；;：:、][”’]?$")
_FULL_STOP = re.compile(r"[。.][”’\"）)』」]?$")
_TOLD = re.compile(
    r"[，,；;：:、]|[今昨前明当][天日晚晨年]|[近日][日前]|日前|\d+\s?[月日时]|上午|下午|晚上|凌晨|目前|此前|截至|据|他们?说|她们?说|记者"
)
MAX_STOPPED = 24
"""Characters of a headline that ends in a full stop."""
MAX_STOPS = 2
"""Signs of a sentence's end inside a headline."""
PROSE_TO_TITLE = 2
"""How many times longer than a headline with a full stop the paragraph behind it is."""


def is_title_line(text: str) -> bool:
    """Whether a line can belong to a title: short, no sentence end inside, no dateline, label or date."""
    return 0 < len(text) <= MAX_LINE and not _SENTENCE.search(text) and _tells_nothing_else(text)


def is_spoken_title(text: str, behind: str) -> bool:
    """Whether a text's first line is its headline though it holds whole sentences: `新鲜！家门口的口袋公园来了！`, `十一年没有一次火情。`

    Args:
        text: the first line.
        behind: the paragraph behind it, longer than a headline.
    """
    if not 2 < len(text) <= MAX_LINE or len(behind) <= len(text) or _RUNS_ON.search(text) or not _tells_nothing_else(text):
        return False
    stops = _STOP.findall(text)
    if _FULL_STOP.search(text):
        told = bool(stops) or len(text) > MAX_STOPPED or _TOLD.search(text) is not None
        return not told and len(behind) >= PROSE_TO_TITLE * len(text)
    closed = text.rstrip('”’"）)』」')[-1:] in "！？!?"
    return len(stops) <= MAX_STOPS and not (closed and any("。" in stop for stop in stops))


def _tells_nothing_else(text: str) -> bool:
    return not read_dateline(text) and not is_head_line(text) and not _PEOPLE.search(text)
