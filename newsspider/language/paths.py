"""The path above an article (`首页 > 新闻 > 国内 > 正文`): its last step is the section."""

import re

from newsspider.language.phrases import phrase
from newsspider.lazy_pattern import lazy_pattern

LONGEST = 160
"""Characters of a path."""
MOST_NAME = 12
"""Characters of a section's name."""
_STEP = lazy_pattern(r"\s*[-=—–]{0,3}(?:[>＞]{1,3}|[»›→⇒▶►❯➤])\s*|\s+/\s+|(?<=[\u4e00-\u9fff])\s?/\s?(?=[\u4e00-\u9fff])")
_LOOSE = lazy_pattern(r"\s+[|｜·\-–—]\s+|\s*(?:[|｜]|::|》{1,2}|—{2}|－)\s*")
"""Signs that also part a menu or close a title: they part steps only where the line says that it is a path."""
_SAYS = phrase("boilerplate.path", "{place}")
_SAYS_SO = phrase("boilerplate.path", r"位置|正文\s*$")
_HERE = phrase("boilerplate.path", r"[{[}{(}]?(?:{reading}?{itself}{page}?|{read})[{]}{)}]?(?=\s|$)")
"""The step that stands for the article itself; what follows it on the line is no step."""
_END = lazy_pattern(r"\s*正文$")


def section_of(text: str, headline: str) -> str | None:
    """The section that a path names: its last step before 正文 or the headline. None for a path that names none.

    Args:
        text: a line that may be a path.
        headline: the article's own, which may end the path.
    """
    names = []
    for place, step in enumerate(steps_of(text)):
        name = step.strip(" \u3000\xa0[]【】:：|-—")
        if place and (_HERE.match(step.strip()) or _letters(name) == _letters(headline) != ""):
            break
        if name:
            names.append(name)
    if len(names) < 2 or len(names[-1]) > MOST_NAME or names[-1].endswith("首页"):
        return None
    return _END.sub("", names[-1]) or None


def steps_of(text: str) -> list[str]:
    """The steps of a path; one step or none for another line."""
    if len(text) > LONGEST or not _SAYS.search(text):
        return []
    steps = _STEP.split(text)
    return _LOOSE.split(text) if len(steps) < 2 and _SAYS_SO.search(text) and "《" not in text else steps


def _letters(text: str) -> str:
    return re.sub(r"[\W_]", "", text)
