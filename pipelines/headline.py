"""The headline and its lines: 原标题 notices, 引题/主题/副题 of a text that marks none, a headline repeated in the body."""

import re

from newsspider.items import Draft
from newsspider.language.dateline import read_dateline
from newsspider.language.grammar import read_line
from newsspider.language.lines import is_head_line
from newsspider.language.titles import (
    EVENT_PLACE,
    KICKER,
    MAX_LINE,
    NOTICE,
    SUBHEADLINE,
    TAIL_NOTICE,
    TITLE_LABEL,
    WIRE_TITLE,
    is_spoken_title,
    is_title_line,
)
from newsspider.lazy_pattern import lazy_pattern
from pipelines.step import StepPipeline

_LINE_MARK = lazy_pattern(r"\s*[/／\n]\s*")
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
    if len(rest) > 1 and KICKER.search(rest[0]) and not SUBHEADLINE.search(rest[0]):
        kicker = rest.pop(0)
    subs: list[str] = []
    while len(rest) > 1 and SUBHEADLINE.search(rest[-1]):
        subs.insert(0, rest.pop())
    return kicker, " ".join(rest), subs


def take_notice(blocks: list[str], headline: str | None) -> tuple[list[str], list[str]]:
    """The lines of the 原标题 notice and the blocks without it; ([], blocks) when there is none."""
    for index, block in enumerate(blocks[:4]):
        if match := NOTICE.match(block):
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
        match = TAIL_NOTICE.search(blocks[index]) if "原" in blocks[index] else None
        if match:
            title, desk = _part_desk(match[1])
            left = blocks[index][: match.start()].rstrip()
            return split_title(title), blocks[:index] + [text for text in (left, desk) if text] + blocks[index + 1 :]
        if index >= len(blocks) - 4 and (notice := NOTICE.match(blocks[index])) and len(blocks[index]) <= 120:
            title, desk = _part_desk(blocks[index][notice.end() :])
            return split_title(title), blocks[:index] + ([desk] if desk else []) + blocks[index + 1 :]
    return [], blocks


def _part_desk(title: str) -> tuple[str, str]:
    """A title, and the desk that stands behind it on the line: `江州检查 责任编辑：张三`."""
    starts = [token.start for token in read_line(title).labels if token.kind in "LSD" and token.start > 0]
    return (title[: starts[0]].rstrip(), title[starts[0] :]) if starts else (title, "")


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
    if blocks and (match := TITLE_LABEL.match(blocks[0])):
        return split_title(blocks[0][match.end() :]), blocks[1:]
    end = _title_end(blocks, 0)
    if end == 0 and blocks and "\n" not in blocks[0]:
        behind = next((block for block in blocks[1:MAX_HEAD_LINES] if not is_head_line(block)), "")
        end = _title_end(blocks, 1) if is_spoken_title(blocks[0], behind) else 0
    lines = [line for block in blocks[:end] for line in block.split("\n")]
    if lines:
        return lines, blocks[end:]
    for block in blocks[:2]:
        if match := WIRE_TITLE.search(block):
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
    opens = bool(blocks) and NOTICE.match(blocks[0]) is not None
    article.original_headline, blocks = take_notice(blocks, printed.headline)
    if not article.original_headline:
        for line in printed.meta_lines:
            if match := NOTICE.match(line):
                article.original_headline = split_title(line[match.end() :])
    article.kicker = _one_line(printed.kicker) or None
    article.subheadlines = [_one_line(line) for line in printed.subheadlines if line]
    article.headline = _one_line(printed.headline)
    if not article.headline:
        lines, blocks = ([], blocks) if opens and article.original_headline else find_title(blocks)
        lines = lines or article.original_headline
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
    while (
        start < min(len(blocks) - 1, MAX_HEAD_LINES) and is_head_line(blocks[start]) and not EVENT_PLACE.match(blocks[start + 1])
    ):
        start += 1
    meta_lines += blocks[:start]
    return blocks[start:]


def _one_line(text: str | None) -> str:
    return re.sub(r"\s*\n\s*", " ", text or "").strip()


class HeadlinePipeline(StepPipeline):
    """Scrapy's shell of the step."""

    run = staticmethod(step)
