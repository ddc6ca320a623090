"""Pages that are no article: the reason why, or None."""

import re

from newsspider.errors import NotAnArticle
from newsspider.items import Printed
from newsspider.language.fold import fold
from newsspider.language.lines import MOST, labelled, may_tell
from newsspider.language.page_states import asks_for_login, forum_words, is_thread_line, says_error
from newsspider.language.timestamps import printed_date
from newsspider.lazy_pattern import lazy_pattern
from newsspider.pages.generic import MIN_VERSE
from newsspider.pages.index import Index
from newsspider.pages.metadata import Metadata
from newsspider.pages.page import Page
from newsspider.pages.reading import Reading
from newsspider.pages.survey import Survey

MAX_BLOCKS = 10_000
"""More are no article: real pages have up to a thousand. Reading one takes some 40 µs."""
MAX_LABELS = 20_000
"""Letters of lines that may hold labels; real pages have up to 1,300. Each letter takes some 10 µs to be understood."""

_REFRESH = lazy_pattern(r"\burl\s*=", re.I)
_MOVES = lazy_pattern(r"(?:location(?:\.href)?\s*=|location\.(?:replace|assign)\s*\()")
_FORUM = lazy_pattern(r"discuz|phpwind|flarum|xenforo|phpbb|dedebbs|startbbs|nodebb|vbulletin", re.I)
_DISCUZ = lazy_pattern(r"[Pp]owered by (?:<[^<>]{0,200}>)?[Dd]iscuz|POWERED BY DISCUZ")
_FORUM_NAMES = [
    *(
        f"{sign}{name}"
        for name in "postlist threadlist thread_list post-stream discussionlist t_fsz pcb plhin".split()
        for sign in ".#"
    ),
    "#threadlisttableid",
]
_FORUM_HOST = lazy_pattern(r"//(?:bbs|forum|tieba|club)\d?\.|/(?:thread|forum|bbs)[-_/]\w", re.I)
_CLOCK = lazy_pattern(r"\d[:：]\d\d")
_SENTENCES = lazy_pattern("[。！？!?]")
_MARKS = lazy_pattern("[，。、；：！？,.]")
_INDEX_URL = lazy_pattern(
    r"https?://[^/]+/?(?:[\w-]+/){0,4}(?:index|default|home)?(?:_\d+)?(?:\.s?html?|\.php|\.jsp)?(?:\?.*)?$", re.I
)


def refuse_endless(found: Survey) -> None:
    """Raises NotAnArticle (`oversized`) for a page of more lines, or of more lines of labels, than any article has: it would cost seconds."""
    if len(found.blocks) > MAX_BLOCKS:
        raise NotAnArticle("oversized", f"{len(found.blocks):,} lines")
    if len(found.text) > MAX_LABELS:
        lines = (block.text for block in found.blocks if len(block.text) <= MOST)
        if (letters := sum(len(line) for line in lines if may_tell(fold(line)))) > MAX_LABELS:
            raise NotAnArticle("oversized", f"{letters:,} letters of labels")


def stub_reason(page: Page, found: Survey) -> str | None:
    """Why a page with hardly any visible text is no article: redirect_stub, needs_render or no_text; None for one with text."""
    visible = len(found.text) - max(0, len(found.blocks) - 1)
    if visible > 200:
        return None
    refresh = [
        m
        for m in page.tree.iter("meta")
        if (m.get("http-equiv") or "").lower() == "refresh" and _REFRESH.search(m.get("content") or "")
    ]
    scripts = "".join(script.text or "" for script in page.tree.iter("script"))[:20000]
    if refresh or (_MOVES.search(scripts) and len(page.text) < 5000):
        return "redirect_stub"
    if page.tree.first("script") is not None and visible < 60:
        return "needs_render"
    return "no_text" if visible < 20 else None


def is_error_page(title: str, found: Survey, size: int) -> bool:
    """Whether a page with little text (`size` characters of body) says that something is missing or forbidden."""
    if size > 200:
        return False
    heads = [title, *(block.text for block in found.blocks[:12] if len(block.text) <= 60 and not labelled(block.text))]
    return any(says_error(text[:120]) for text in heads if text)


def is_forum(page: Page, index: Index, meta: Metadata, found: Survey) -> bool:
    """Whether a forum's software made the page."""
    if any(is_thread_line(block.text) for block in found.blocks):
        return True
    made = bool(_FORUM.search(meta.generator)) or _is_discuz(page, found)
    named = any(map(index.has, _FORUM_NAMES))
    hosted = bool(page.url and _FORUM_HOST.search(page.url))
    if not (made or named or hosted):
        return False
    worded = forum_words(page.text[:300_000]) >= 2
    return (made and (named or worded)) or (hosted and (named or worded)) or (named and worded and "楼主" in page.text)


def _is_discuz(page: Page, found: Survey) -> bool:
    """Whether the foot names the forum software; most pages do not hold its name at all."""
    return ("iscuz" in found.text or "DISCUZ" in found.text) and _DISCUZ.search(page.text) is not None


def is_login(found: Survey, page: Page, size: int) -> bool:
    """Whether the page asks for a password and has no text and no lists."""
    if size >= 200 or sum(block.links for block in found.blocks) > 500:
        return False
    return any(box.get("type") == "password" for box in page.tree.iter("input")) and any(
        asks_for_login(b.text) for b in found.blocks
    )


def is_index_url(url: str | None) -> bool:
    """Whether an address is that of a front or list page: a folder or an index file, without a number or a name."""
    return bool(url and _INDEX_URL.match(url) and not re.search(r"\d{4,}", url))


def refusal(reading: Reading, printed: Printed, *, shown: bool, headed: bool, marked: bool) -> str | None:
    """Why a page whose body was looked for is no article; None for an article.

    Args:
        reading: the page.
        printed: what was read from it.
        shown: whether the headline that the title names stands on the page too.
        headed: whether any heading stands above the text.
        marked: whether the body's element was marked by the page's system.
    """
    page, meta, found = reading.page, reading.meta, reading.found
    size = sum(map(len, printed.paragraphs))
    if is_error_page(meta.title, found, size):
        return "error_page"
    if is_forum(page, reading.index, meta, found):
        return "forum"
    text = "".join(printed.paragraphs)
    sentences = len(_SENTENCES.findall(text))
    told = any(labelled(line) for line in printed.meta_lines)
    if not (shown and told and sentences) and is_login(found, page, size):
        return "login"
    if size < 60 and (printed.videos or any(b.kind == "player" for b in found.blocks)) and len(printed.images) < 2:
        return "video_only"
    if not printed.headline or not (printed.paragraphs or printed.images):
        return "list_page" if sum(b.links for b in found.blocks) > 500 else "no_text"
    if size > 1000 and len(_MARKS.findall(text)) * 200 < size:
        return "list_page"  # a roster: thousands of characters and hardly a comma
    marked_date = any(date.origin != "changed" for date in printed.dates)
    dated = told or marked_date or bool(printed.sources) or any(printed_date(line) for line in printed.meta_lines)
    if marked or (shown and dated):
        return None if sentences or size >= MIN_VERSE or printed.images else "no_text"
    if is_index_url(page.url):
        return "list_page"
    links = sum(b.links for b in found.blocks)
    visibly_dated = told or any(printed_date(line) and _CLOCK.search(line) for line in printed.meta_lines)
    if sentences >= 2 and size >= 80 and (links * 2 < size or (headed and visibly_dated)):
        return None
    if (shown and size >= 300 and sentences >= 3) or (told and size >= 100 and sentences >= 2):
        return None
    if size >= 300 and sentences >= 4 and links < (2 * size if dated and size >= 500 else size // 2):
        return None
    return "list_page" if links >= 200 else "no_text"
