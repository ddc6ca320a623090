"""Finding the body of a page of unknown make: the range of blocks that holds the most prose.

Each block gets a score: positive for sentences (Chinese punctuation), negative for links, short scraps and the parts round an
article. An element's score is the sum over its blocks, so that the smallest element with the greatest score is the one that
holds the article and nothing more (maximum subsequence segmentation, Pasternack & Roth 2009, held to the page's own tree).
"""

from itertools import accumulate, islice

from newsspider.language.boilerplate import is_boilerplate, is_comments_heading, is_related_heading, is_rights_notice
from newsspider.language.meta_lines import ends_article, is_credit_line, is_meta_line
from newsspider.language.timestamps import printed_date
from newsspider.lazy_pattern import lazy_pattern
from newsspider.pages.cards import card_texts
from newsspider.pages.survey import Block, Survey

BODY_NAMES = frozenset(
    """article content article-content article_content articlecontent articlebody article-body article_body art_content artcontent
    zoom ozoom text txt maintext main-text main_text newstext news_text newscontent news_content news-content newsbody news_body
    detail details detail-content detail_content detailcontent con_text context text_con text_content textcontent txt_con txtcont
    contenttext content_text content-text content_box contentbox content-main maincontent main_content main-content post_body
    post-body postbody post_content post-content entry entry-content entry_content endtext artibody rm_txt_con trs_editor
    trs_uedit trs_web custom_unionstyle ucap-content pages_content view editor left_zw p-detail detailcon detail_con arc_body
    arc-body show_content showcontent show_text article-text article_text articletext cont_text paragraph richtext rich_media_content
    rich_text newsdetail news_detail news-detail news-con newscon news_con info_content infocontent bodytext body_text body-text
    nr neirong zhengwen zw wenzhang wz_content article-main articlemain article_con article-con artcon art_con wzy_con contxt""".split()
)
"""Names (class or id, in lower case) under which Chinese newsrooms keep the text of an article."""

NAMED = 40
"""Characters that a telling name counts for: it decides on short texts, next to nothing on long ones."""
CLOSE, PROSE, NEAR_SHARE, BARRIER = 8, 20.0, 0.5, 20.0
"""Prose (a block of that score) so close below the headline is the text, where it weighs that share of the heaviest part and
lists of links (of that negative score) part the two."""
NEAR = 20
"""How many blocks below the headline a body without sentences may begin."""
MIN_VERSE = 20
"""Characters that such a body must hold."""
LEVELS = 12
"""How far up from the headline its column is looked for."""
STRAY = 2
"""How many sentences behind the headline's column are no part of its text, where it holds more than twice as much."""
_PUNCTUATION = lazy_pattern("[，。；：！？、“”…,.;!?]")
_SENTENCE = lazy_pattern("[。！？；]|[.!?](?:\\s|$)")
_BOUNDARY = 60.0  # what the heading of related news or comments costs: more than a stray sentence, less than a paragraph


def block_score(block: Block) -> float:
    """How much a block speaks for (or, below 0, against) being part of an article's text, in characters."""
    size = len(block.text)
    if block.kind != "text":
        return 0.0
    if block.aside:
        return -0.5 * size - 5
    if block.links * 2 > size:
        return -0.5 * min(size, 60) - 5
    text = block.text
    if is_related_heading(text):
        return -_BOUNDARY
    if size < 5:
        return -2.0
    marks = len(_PUNCTUATION.findall(text))
    if size < 260 and marks < 12:
        if is_boilerplate(text) or is_rights_notice(text):
            return -10.0 - 0.5 * size
        if is_credit_line(text) or (is_meta_line(text) and printed_date(text)):
            return 0.0
    if marks >= 1 and (size >= 20 or _SENTENCE.search(text)):
        return size + 4.0 * marks - 2.0 * block.links
    return -2.0 if size < 40 else 0.3 * size


def find_body(found: Survey, headline: int | None) -> tuple[int, int] | None:
    """The range of blocks of the body; None when no block speaks for one.

    Args:
        found: the page.
        headline: index of the headline's block, before which no text is expected; None when unknown.
    """
    blocks = found.blocks
    scores = [block_score(block) for block in blocks]
    for index in card_texts(blocks):
        scores[index] = min(scores[index], 0.0) - 5.0
    if headline is not None:
        for index in range(min(headline, len(scores))):
            scores[index] = min(scores[index], 0.0) - 1.0
    for index in range(_article_end(blocks, scores, headline), len(scores)):
        scores[index] = min(scores[index], 0.0) - 1.0
    for index in range(_column_end(found, scores, headline), len(scores)):
        scores[index] = min(scores[index], 0.0) - 1.0
    sums = [0.0, *accumulate(scores)]
    best, nearest = _best(found, sums, None), _prose_below(scores, headline)
    if best and nearest is not None and nearest < best[1][0] and sums[best[1][0]] - sums[nearest + 1] <= -BARRIER:
        near = _best(found, sums, nearest)
        best = near if near and near[0] >= NEAR_SHARE * best[0] else best
    return _with_neighbours(found, sums, best[1]) if best else _named_below(found, headline)


def _with_neighbours(found: Survey, sums: list[float], span: tuple[int, int]) -> tuple[int, int]:
    """A lone block with the prose beside it in the same element, which holds too much else to be the text as a whole."""
    start, end = span
    around = found.spans.get(found.blocks[start].above) if end - start == 1 else None
    if around is None:
        return span
    low, high = around
    first = min(range(start, low - 1, -1), key=sums.__getitem__)
    last = max(range(end, high + 1), key=sums.__getitem__)
    return first, last


def _best(found: Survey, sums: list[float], inside: int | None) -> tuple[float, tuple[int, int]] | None:
    """The greatest score, and the smallest range of an element that has it; with `inside`, of those that hold that block."""
    best: tuple[float, int, tuple[int, int]] | None = None
    for row, (start, end) in found.spans.items():  # in the order of their ends: inner before outer
        if start == end or (inside is not None and not start <= inside < end):
            continue
        score = sums[end] - sums[start]
        if score <= 0:
            continue
        if _names_body(found.columns.attributes(row)):
            score = score * 1.1 + NAMED
        rank = (score, start - end)
        if best is None or rank > best[:2]:
            best = (score, start - end, (start, end))
    return (best[0], best[2]) if best else None


def _prose_below(scores: list[float], headline: int | None) -> int | None:
    """The first block of prose close below the headline; None without one."""
    if headline is None:
        return None
    return next((i for i in range(headline + 1, min(headline + CLOSE, len(scores))) if scores[i] >= PROSE), None)


def _named_below(found: Survey, headline: int | None) -> tuple[int, int] | None:
    """The body of a text without sentences (verse, a roll of names): the longest part below the headline named as a body."""
    if headline is None:
        return None
    sizes = {
        span: sum(len(block.text) - 2 * block.links for block in found.blocks[slice(*span)] if not block.aside)
        for row, span in found.spans.items()
        if headline < span[0] < min(span[1], headline + NEAR) and _names_body(found.columns.attributes(row))
    }
    best = max(sizes, key=lambda span: sizes[span], default=None)
    return best if best and sizes[best] >= MIN_VERSE else None


def _article_end(blocks: list[Block], scores: list[float], headline: int | None) -> int:
    """Where the article is over: behind the line of the responsible editor, or at the next main heading (endless scrolling)."""
    main, shown, start = False, "", 0
    if headline is not None:
        main, shown, start = blocks[headline].tag == "h1", blocks[headline].text, headline + 1
    text = 0.0
    for index in range(start, len(blocks)):
        block = blocks[index]
        if text >= 100 and not block.aside and ends_article(block.text):
            return index + 1
        if text >= 40 and is_comments_heading(block.text):
            return index
        if main and text >= 40 and block.tag == "h1" and not block.aside and len(block.text) >= 8 and block.text != shown:
            return index
        text += max(0.0, scores[index])
    return len(blocks)


def _column_end(found: Survey, scores: list[float], headline: int | None) -> int:
    """Where the headline's column ends, if what stands behind it is a stray sentence or two against the prose that it holds."""
    end = len(scores)
    if headline is None:
        return end
    seen = 0
    for here in islice(found.blocks[headline].owner.iterancestors(), LEVELS):
        span = found.spans.get(here.row)
        if span is None or span[1] >= end or span[1] == seen:
            continue
        seen = span[1]
        if prose := [score for score in scores[headline + 1 : seen] if score >= PROSE]:
            behind = [score for score in scores[seen:] if score >= PROSE]
            return seen if len(behind) <= STRAY and sum(behind) * 2 < sum(prose) else end
    return end


def _names_body(attributes: dict[str, str | None]) -> bool:
    ident, names = attributes.get("id"), attributes.get("class")
    if ident and ident.strip().lower() in BODY_NAMES:
        return True
    return names is not None and any(name in BODY_NAMES for name in names.lower().split())
