"""What pages print round a text and that is no part of it, by its words: controls, prompts, notices, headings of other articles.

One answer for all who ask, wherever the line stands. Behind a text it may say less: `点击…` begins no paragraph there.
Words stand in `lexicon/boilerplate.toml`. Every pattern looks at one line of limited length and holds no nested repetition.
"""

from functools import lru_cache

from newsspider.language.lines import labelled
from newsspider.language.person_names import is_outlet
from newsspider.language.phrases import phrase, plain, squeezed
from newsspider.language.timestamps import is_only_time
from newsspider.lazy_pattern import lazy_pattern

LONGEST = 400
"""Characters of the longest line that is looked at."""
_SHORT = 60
"""Characters of a prompt, wherever its words stand in it."""
_MOST = 120
"""Characters of a line of controls or of a closing line."""
_MOST_NOTICE = 300
"""Characters of a closing notice of rights that does not begin as one."""
_FIRST, _WITHIN, _LOOKED_AT = 6, 20, 40
"""Within how many characters a line of the page's foot begins as one anywhere, and at the end of a page."""
_MOST_HEADING, _MOST_PROMO = 40, 10
"""Characters of a heading of other articles, and of a promo's."""

_SENTENCES = lazy_pattern("[。！？；!?;]")
_WORD = lazy_pattern(r"[^\W_]|…")
_BARE = lazy_pattern(r"\W*\d{3,}\W*|\W*[\ue000-\uf8ff][\W\d]*")
_TRAIL = lazy_pattern(r"[^>»›＞]{1,16}(?:[>»›＞]{1,2}[^>»›＞]{1,24}){2,6}")
_CONTROL = phrase("boilerplate", r"(?:{ui}|[\W\d_]|[at][+-])*")
_FIGURES = phrase("boilerplate.path", r"(?=\D*\d)(?:[\d\s.,，、:：%％/+\-()°℃￥$—–~（）]|{unit}){1,40}")
"""Figures, a date, a time: a section's number or a cell of a table, which may stand in a text."""
_PAGER = lazy_pattern(r"\d\d:\d\d\s?/\s?\d\d:\d\d|(?:\W?\d{1,3}\W?[\s|]{1,3}){2,40}\W?\d{1,3}[\W]{0,4}|[\[【(（]\d{1,3}[\]】)）]")

_PROMPT = phrase(
    "boilerplate.prompt", "{words}|{tip}{line}|{news}.{0,12}{ask}|{press}.{0,12}(?:{app}.{0,8}(?:{goal}|$)|.{0,4}{account})"
)
_CALL = phrase("boilerplate.prompt", "{press}.{0,16}(?:{app}|{account})")
_PLAYER = phrase(
    "boilerplate.player",
    r"(?:{sorry}?\W*{whose}?{medium}[^。]{0,10}{fails}[^。]{0,20}|{error}\W{0,3}[\w-]{1,12}|{setting}[\s\w.]{0,10}",
    r"\W{0,3}{watch}[^。]{0,10}|00:00(?:\s?/\s?\d\d:\d\d)?|\W{0,12}(?:the )?end\W{0,12})$",
)
_PATH = phrase(
    "boilerplate.path",
    r"{here}(?:是|\W|$)|{home}\s?[{>}»›/]|{tag}[{:}\s]|{address}\s?[{:}]|[\W_]{0,3}{beside}\b",
    r"{counted}{measure}\W{0,3}\d|\d+\s?[人次]?\s?{counts}|{listen}.{0,6}\d+分|{visitors}\s?\d",
)
"""How lines begin that lead from the page, or count its readers."""
_COMMENTS = phrase("boilerplate.related", r"\W{0,4}{whose}?{comment}{zone}?\W{0,2}\d{0,6}条?\W{0,6}$")
_RELATED = phrase("boilerplate.related", r"\W{0,4}(?:{which}{what}{further}?|{whole}|{yours}{say}|related.{0,20})\W{0,6}$")
_POINTER = phrase("boilerplate.related", r"\W{0,3}{which}{what}[{]}{)}]?\s?[{:}{|}{>}]")
_IMPRINT = phrase("boilerplate.imprint", "{owner}|©|{label}[{:}]|(?<![㐀-鿿]){short}[{:}]")
_IMPRINT_ROW = phrase("boilerplate.imprint", r"{row}(?:\W|$)")
_FOOT = phrase("boilerplate.imprint", "{owner}|{licence}|{row}|©|(?:{label}|{short}|{contact})[{:}]|{harmful}.{0,6}{prompt.tip}")
_PERHAPS = phrase("boilerplate.imprint", "{perhaps}")
_STORY = phrase("boilerplate.imprint", r"{story}|[{(}]\w{0,8}记者|日电[{(}]")
"""What opens a story and stands in no foot."""
_NOTICE = phrase(
    "boilerplate.rights",
    r"[\W①-⑩]{0,3}(?:\d[.、)]\s?)?(?:(?!{readers}){about}{declared}|{readers}(?:\W*$|.*{legal})|{plea}[{:}]|{each}|notice: the |{belongs}",
    "{ours}[^。]{0,30}{claim}|{material}[^。]{0,10}{claim}|{if}[^。]{0,24}{issue}|{forbid}[^。]{0,20}(?:{consent}|{copying})",
    "{reprint}{must}[^。]{0,40}{cite}|{words})",
)
"""How a notice of rights begins. A note for readers (`特别提示：活动当天…`) is none unless it speaks of them."""
_RIGHTS = phrase(
    "boilerplate.rights",
    "{right}.{0,24}{owned}|{forbid}(?:.{0,20}{consent}.{0,20}(?:{copying}|{forbid})|.{0,6}{reprint})|{reprint}.{0,6}{must}.{0,16}{cite}",
    "{stands}.{0,14}{view}|{harm}.{0,30}{remedy}|{remedy}.{0,10}{harm}|{material}[均皆]?{net}|{contact}|{words}",
    r"^\W*(?:{about}?{declared}[{:}]|{we}.{0,10}{printing}.{0,60}{work})",
)
"""What is said in one, and in prose about rights as well."""
_ORIGIN = phrase(
    "boilerplate.origin",
    "(?:{of}{material}?[均皆]?|{material}[均皆]){from}(?![{:}])[^。！？]{2,60}|{of}?{material}?[均皆]?{put}[^。！？]{2,80}",
    r"{we}{compiled}.{0,12}|\w{2,24}{made}|[{(}][^（）()。，,]{2,24}{given}[{)}]",
    r"[{<}]{0,2}\w{2,12}[{>}][{(}]?\d{4}年\d{1,2}月\d{1,2}日.{0,30}",
)
_QUOTED = phrase(
    "boilerplate.origin",
    r"[{(}]\s?{quoted}\s?[{<}]?(?P<boxed>[^（）()。，《》]{2,24}?)[{>}]?{sends}?\s?[{)}]|{quoted}\s?[{<}](?P<titled>[^《》]{2,24})[{>}]{sends}?",
    r"[{(}]?{of}?{material}?[均皆]?(?:{quoted}?(?P<agency>{agencies}){sends}?|{quoted}(?P<said>\w{2,12}){sends})[{)}]?",
    r"[{(}](?P<wire>{wires})[^\s（）()。，]{0,14}{sends}[{)}]",
)
"""An outlet as the source of a text, behind it."""
_CLOSING = phrase(
    "boilerplate.closing",
    r"\W{0,4}(?:(?:{prompt.news}|{calls})[^。]{0,40}|.{0,20}{asks}.{0,40}|{leads}.{0,12}{whither}.{0,6}|(?:{read}|{whole})\W{0,4}",
    r"(?:{path.beside}|{related.which}{related.what}|{path.tag})(?:[{:}{>}\s].{0,80})?|(?:\w{2,6}网)?{account}[{:}].{0,60}",
    r"{prompt.invite}?{prompt.press}.{0,30}(?:{prompt.app}|{account}).{0,40}|{like}?\W?{liked}\W?\w?(?:\W.{0,20})?|\W*[\ue000-\uf8ff][\W\d]*|0",
    r"{text}?{ends}[\W_]{0,12}(?:(?:https?://)?(?:[\w-]+\.)+[a-z]{2,4}\S{0,20})?|{where}\s?[{:}]?\s?[^\s，。]{2,8}",
    r"[^。]{0,30}{message}[^。]{0,30}[到至]\s?\d{5,}[^。]{0,40}|\w{0,4}{felt}.{0,14}{mood}.{0,24})\W{0,4}",
)
"""Whole lines behind a text."""
_ROW = phrase("boilerplate", "[^。，{|}{:}]{1,12}(?:[{|}][^。，{|}{:}]{1,12}){2,12}")
"""A row of channels."""
_PROMO = phrase("boilerplate.closing", r"\W{0,3}[^\s，。、：；！？]{0,5}{promo}\W{0,3}")
_PARTED = lazy_pattern(r"\s?[|｜/]\s?")


def is_boilerplate(line: str, *, behind: bool = False) -> bool:
    """Whether a line is boilerplate as a whole: a share row, a prompt to scan a code, a breadcrumb, a player's message.

    Args:
        line: a line of a page or a text.
        behind: whether the text ends before it: there a notice of rights, `点击…`, a promo's heading or a row of channels are no text either.
    """
    return _is_boilerplate(line) or (behind and _is_closing(line))


@lru_cache(maxsize=2048)
def _is_boilerplate(line: str) -> bool:
    if len(line) > _MOST:
        return len(line) <= LONGEST and not _SENTENCES.search(line) and _PATH.match(plain(line)) is not None
    text = plain(line)
    if len(line) <= _SHORT and (_PROMPT.search(text) or _PLAYER.match(text)):
        return True
    if not line.endswith(("。", "！", "？")) and _CONTROL.fullmatch(text):
        return not _FIGURES.fullmatch(text) or _PAGER.fullmatch(text) is not None
    trail = _PATH.match(text) or (_TRAIL.fullmatch(line) and not _SENTENCES.search(text))
    return trail is not None or is_imprint(line, _FIRST)


def _is_closing(line: str) -> bool:
    if is_rights_notice(line, behind=True):
        return True
    if len(line) > _MOST:
        return False
    text = plain(line)
    if not _WORD.search(text) or _CLOSING.fullmatch(text) or is_related_heading(line):
        return True
    if _ROW.fullmatch(text) and labelled(line) is None:
        return True
    pieces = [piece for piece in _PARTED.split(text) if piece]
    return all(len(piece) <= _MOST_PROMO and _PROMO.fullmatch(piece) for piece in pieces) or is_only_time(line.strip("()（） "))


def is_rights_notice(line: str, *, behind: bool = False) -> bool:
    """Whether a line is a notice of copyright, liability or risk; `behind` the text it need not begin as one."""
    text = plain(line[:LONGEST])
    return _NOTICE.match(text) is not None or (behind and len(line) <= _MOST_NOTICE and _RIGHTS.search(text) is not None)


def is_related_heading(line: str) -> bool:
    """Whether a line is the heading of what follows an article: related news, comments, rankings."""
    return len(line) <= _MOST_HEADING and (_RELATED.match(plain(line)) is not None or _COMMENTS.match(plain(line)) is not None)


def is_comments_heading(line: str) -> bool:
    """Whether a line is the heading of the readers' comments."""
    return len(line) <= _MOST_HEADING and _COMMENTS.match(plain(line)) is not None


def is_pointer(line: str) -> bool:
    """Whether a line begins as a pointer to other articles: `延伸阅读：…`. Only one that is mostly linked is no text."""
    return _POINTER.match(plain(line[:LONGEST])) is not None


def is_imprint(line: str, within: int = _WITHIN) -> bool:
    """Whether a line is of the page's foot: owner, licence or copyright within its first characters, or the row of 关于我们."""
    if len(line) > LONGEST:
        return False
    found = _IMPRINT.search(squeezed(line), 0, _LOOKED_AT)
    return (found is not None and found.start() <= within) or _IMPRINT_ROW.match(plain(line)) is not None


def foot_words(text: str) -> int:
    """How much a line sounds like a page's foot: 0 not at all, 1 one word that news use as well, 2 like a foot.

    A sentence of the news may use any of them: they tell a foot together with its place alone.
    """
    bare = squeezed(text) if len(text) <= LONGEST else ""
    if not bare or _STORY.search(bare):
        return 0
    return 2 if any(sure.search(bare) for sure in (_FOOT, _PROMPT, _CALL)) else min(2, len(set(_PERHAPS.findall(bare))))


def tells_origin(line: str) -> bool:
    """Whether a line behind a text says where it comes from, or where it was printed: `本文转载自…`, `《江州日报》（2024年5月10日 04版）`."""
    bare = squeezed(line) if len(line) <= _MOST else ""
    return any(_ORIGIN.fullmatch(form) for form in (bare, bare.strip("()（）[]【】")))


def closing_source(line: str) -> str | None:
    """The outlet that a closing line names: `（据《江州日报》）`, `以上均据新华社电`; None for another line."""
    found = _QUOTED.fullmatch(plain(line)) if len(line) <= _SHORT else None
    if found is None:
        return None
    start, end = found.span(found.lastgroup or 0)
    return line[start:end].strip() if found.lastgroup != "said" or is_outlet(line[start:end]) else None


def drop_head(body: list[str], most: int = 3) -> list[str]:
    """The body without opening boilerplate: bare numbers, icon letters, an advertisement for the app."""
    start = 0
    while start < min(len(body) - 1, most) and (
        _is_boilerplate(line := body[start]) or _BARE.fullmatch(line) or (len(line) <= _SHORT and _CALL.match(plain(line)))
    ):
        start += 1
    return body[start:]
