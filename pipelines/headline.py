"""The headline and its lines: 原标题 notices, 引题/主题/副题 of a text that marks none, a headline repeated in the body."""

import re

from newsspider.items import Draft
from pipelines.dateline import read_dateline
from pipelines.labels import CREDIT_ROLES, DATE_LABELS, SOURCE_LABELS, read_labels, trim
from pipelines.people import is_marked, read_people
from pipelines.source import beside_date, from_head_line, is_page_line
from pipelines.step import StepPipeline
from pipelines.timestamps import is_event, is_only_time

_NOTICE = re.compile(
    r"^[（(【\[]?\s*(?:本文)?原\s*(?:文\s*)?(?:标\s*题|題|题目|题|標\s*題)\s*(?:[】\]]|[为是]?\s*[：:|｜丨]|[为是]?\s*(?=《[^《》]{2,100}》))\s*"
)
_TAIL_NOTICE = re.compile(
    r"[（(【\[]\s*(?:本文)?原(?:文)?(?:标题|題|题目|题|標題)[为是]?\s*(?:[：:]|(?=《))\s*([^（）()\[\]【】]{2,120}(?:[（(][^（）()]{1,40}[）)][^（）()\[\]【】]{0,60})?)[）)】\]]?\s*$"
)
_LABEL = re.compile(r"^(?:标\s*题|标题|题目|主题|標題)\s*[：:]\s*")
_WIRE_TITLE = re.compile(r"(?:电|讯|[）)])\s*题\s*[：:]\s*(\S.{3,118})$")
_LINE_MARK = re.compile(r"\s*[/／\n]\s*")
_SENTENCE = re.compile(r"[。！？!?；;][”’）)』」]?(?=\S)|[。；;，,：:][”’]?$")
_KICKER = re.compile(
    r"(?:会议|召开|举行|开幕|闭幕|启动|发布|座谈会|全会|推进会|(?:调研|考察|检查|会见|主持|出席|讲话|指导|督导|走访|慰问|视察|宣讲|座谈|督查|作).{0,12}(?:时|中)?(?:强调|指出|要求))$"
)
_SUBHEADLINE = re.compile(
    r"^(?:——|--|—)|^[\u3400-\u9fff· 　、]{2,40}?(?:主持|出席|讲话|参加|致辞|陪同|作报告|宣布|见证|列席|分别|部署|点评|传达|讲党课|作说明|通报)(?:会议|并讲话|并致辞|讲话|活动|开幕|开幕式|议程|并作报告)?$"
)
_PLACE = re.compile(r"(?:会议|活动|举办)?地\s*点\s*[：:]")
"""What follows the time of an event (`时间：5月20日上午9时`), which is text."""
_META_LABELS = SOURCE_LABELS | DATE_LABELS | CREDIT_ROLES.keys()
MAX_LINE = 45
MAX_LINES = 6
MAX_HEAD_LINES = 12
"""Opening lines of date and source; what follows more of them is no article's."""


def split_title(text: str) -> list[str]:
    """The lines of a title: parted by slashes and line breaks, without 《》 round the whole. Never at a blank."""
    lines = []
    for line in _LINE_MARK.split(text):
        line = (
            line.strip(" \t　\xa0】])）")
            if line.count("（") + line.count("(") < line.count("）") + line.count(")")
            else line.strip()
        )
        if re.fullmatch(r"《[^《》]*(?:〈[^》]*)?》", line):
            line = line[1:-1].strip()
        if line:
            lines.append(line)
    return lines


def arrange(lines: list[str]) -> tuple[str | None, str, list[str]]:
    """Kicker, headline and subheadlines of the lines of a title that marks none of them.

    A first line that ends in 召开会议, 举行, …时强调 is the kicker; last lines of the kind `…主持`, `——…` are subheadlines; what is
    left is the headline, joined by a blank. One line is always left.
    """
    rest = list(lines)
    kicker = None
    if len(rest) > 1 and _KICKER.search(rest[0]) and not _SUBHEADLINE.search(rest[0]):
        kicker = rest.pop(0)
    subs: list[str] = []
    while len(rest) > 1 and _SUBHEADLINE.search(rest[-1]):
        subs.insert(0, rest.pop())
    return kicker, " ".join(rest), subs


def is_title_line(text: str) -> bool:
    """Whether a line can belong to a title: short, no sentence end inside, no dateline, label or date."""
    return (
        0 < len(text) <= MAX_LINE
        and not _SENTENCE.search(text)
        and not read_dateline(text)
        and not is_meta_line(text)
        and not re.search(r"(?:记者|通讯员)\s*[\u3400-\u9fff]|^[□■◎●▲【（(]", text)
    )


def is_meta_line(text: str) -> bool:
    """Whether a paragraph at the head of the text is a line of date and source, not text."""
    if len(text) > 80 or not text:
        return False
    if is_only_time(text):
        return True
    found = read_labels(text)
    if (
        not found
        and len(text) <= 60
        and not _SENTENCE.search(text)
        and (is_page_line(text) or from_head_line(text) or _signs(text))
    ):
        return True
    if not found or any(len(one.value) > 40 for one in found) or not any(one.label in _META_LABELS for one in found):
        return False
    if len(found) == 1 and is_event(text):
        return False
    before = trim(text[: found[0].start])
    return not before or is_only_time(before)


def _signs(text: str) -> bool:
    """Whether a line is a byline with its date: `江州日报记者 张三 2024-05-10 08:15`."""
    words = " ".join(beside_date(text))
    return is_marked(words) and bool((people := read_people(words)).clean and people.authors)


def take_notice(blocks: list[str], headline: str | None) -> tuple[list[str], list[str]]:
    """The lines of the 原标题 notice and the blocks without it; ([], blocks) when there is none."""
    for index, block in enumerate(blocks[:4]):
        if match := _NOTICE.match(block):
            rest, desk = block[match.end() :].strip(), ""
            if len(block) <= 120:
                rest, desk = _part_desk(rest)
            if desk:
                return split_title(rest), [*blocks[:index], desk, *blocks[index + 1 :]]
            if rest:
                title, body = _part_title(rest, headline)
                if headline or body:
                    return split_title(title), blocks[:index] + ([body] if body else []) + blocks[index + 1 :]
            else:
                title = ""
            end = _title_end(blocks, index + 1)
            return split_title("\n".join([title, *blocks[index + 1 : end]])), blocks[:index] + blocks[end:]
    for index in range(len(blocks) - 1, max(-1, len(blocks) - 8), -1):
        match = _TAIL_NOTICE.search(blocks[index]) if "原" in blocks[index] else None
        if match:
            title, desk = _part_desk(match[1])
            left = blocks[index][: match.start()].rstrip()
            return split_title(title), blocks[:index] + [text for text in (left, desk) if text] + blocks[index + 1 :]
        if index >= len(blocks) - 4 and (notice := _NOTICE.match(blocks[index])) and len(blocks[index]) <= 120:
            title, desk = _part_desk(blocks[index][notice.end() :])
            return split_title(title), blocks[:index] + ([desk] if desk else []) + blocks[index + 1 :]
    return [], blocks


def _part_desk(title: str) -> tuple[str, str]:
    """A title, and the desk that stands behind it on the line: `江州检查 责任编辑：张三`."""
    found = [one.start for one in read_labels(title) if one.label in _META_LABELS and one.start > 0]
    return (title[: found[0]].rstrip(), title[found[0] :]) if found else (title, "")


def _title_end(blocks: list[str], start: int) -> int:
    """The place behind the blocks that can be title lines; the last block is always text."""
    end = start
    while end < len(blocks) - 1 and end - start < MAX_LINES and all(map(is_title_line, blocks[end].split("\n"))):
        end += 1
    return end


def _part_title(text: str, headline: str | None) -> tuple[str, str]:
    """The title that opens a block, and the text that runs on behind it; an unclear title is left to the text."""
    first, *lines = text.split("\n")
    taken = [first]
    while lines and is_title_line(lines[0]) and len(taken) < MAX_LINES:
        taken.append(lines.pop(0))
    if lines:
        return "\n".join(taken), "\n".join(lines)
    if len(taken) > 1 or len(first) <= MAX_LINE:
        return "\n".join(taken), ""
    for gap in re.finditer(r"[\s　]+", first):  # the title runs on into the dateline
        if read_dateline(first[gap.end() :]):
            return first[: gap.start()], first[gap.end() :]
    if headline and _squeeze(first).startswith(_squeeze(headline)) and len(_squeeze(first)) > len(_squeeze(headline)):
        at = len(headline)
        while at < len(first) and len(_squeeze(first[:at])) < len(_squeeze(headline)):
            at += 1
        return first[:at], first[at:].strip()
    closed = re.match(r"《[^《》]{2,100}》(?=\s*$)", first)
    if closed or (len(first) <= 120 and "。" not in first):
        return first, ""
    return "", first


def find_title(blocks: list[str]) -> tuple[list[str], list[str]]:
    """The title lines that open a plain text, and the blocks behind them; ([], blocks) when it opens with a sentence."""
    if blocks and (match := _LABEL.match(blocks[0])):
        return split_title(blocks[0][match.end() :]), blocks[1:]
    end = _title_end(blocks, 0)
    lines = [line for block in blocks[:end] for line in block.split("\n")]
    if lines:
        return lines, blocks[end:]
    for block in blocks[:2]:
        if match := _WIRE_TITLE.search(block):
            return [match[1]], blocks
    return [], blocks


def drop_repeated(blocks: list[str], titles: list[str]) -> list[str]:
    """The blocks without opening ones that only repeat a title line."""
    seen = {_squeeze(title) for title in titles if title}
    seen.add(_squeeze("".join(titles)))
    out = list(blocks)
    while len(out) > 1 and _squeeze(out[0]) in seen:
        out.pop(0)
    return out


def _squeeze(text: str) -> str:
    return re.sub(r"[\s，,。：:；;！!？?“”\"'‘’《》·—\-|｜丨]+", "", text)


def step(draft: Draft) -> None:
    """Set headline, kicker, subheadlines, original_headline and the first state of body, one paragraph a line."""
    printed, article = draft.printed, draft.article
    blocks = [block for block in printed.paragraphs if block]
    blocks = _take_head_lines(blocks, printed.meta_lines)
    article.original_headline, blocks = take_notice(blocks, printed.headline)
    if not article.original_headline:
        for line in printed.meta_lines:
            if match := _NOTICE.match(line):
                article.original_headline = split_title(line[match.end() :])
    article.kicker = _one_line(printed.kicker) or None
    article.subheadlines = [_one_line(line) for line in printed.subheadlines if line]
    article.headline = _one_line(printed.headline)
    if not article.headline:
        lines = article.original_headline
        if not lines:
            lines, blocks = find_title(blocks)
        kicker, article.headline, subheadlines = arrange(lines) if lines else (None, "", [])
        article.kicker = article.kicker or kicker
        article.subheadlines = article.subheadlines or subheadlines
    blocks = _take_head_lines(blocks, printed.meta_lines)
    titles = [article.kicker or "", article.headline, *article.subheadlines]
    blocks = drop_repeated(blocks, titles)
    article.body = [line.strip() for block in blocks for line in block.split("\n") if line.strip()]


def _take_head_lines(blocks: list[str], meta_lines: list[str]) -> list[str]:
    """The blocks behind the opening lines of date and source, which are added to the meta lines; one block is always left."""
    start = 0
    while start < min(len(blocks) - 1, MAX_HEAD_LINES) and is_meta_line(blocks[start]) and not _PLACE.match(blocks[start + 1]):
        start += 1
    meta_lines += blocks[:start]
    return blocks[start:]


def _one_line(text: str | None) -> str:
    return re.sub(r"\s*\n\s*", " ", text or "").strip()


class HeadlinePipeline(StepPipeline):
    """Scrapy's shell of the step."""

    run = staticmethod(step)
