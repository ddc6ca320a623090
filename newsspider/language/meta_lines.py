"""Lines that tell when, where or by whom a text was published: date, source, names, the desk."""

import re

from newsspider.language.lines import labelled

_PIECE = re.compile(r"(?:19|20)\d\d|[01]?\d[-/.][0-3]?\d|[0-2]?\d:[0-5]\d(?::[0-5]\d)?")
DATE = re.compile(
    r"(?=[\d昨今前半刚剛一两三四五六七八九十])(?:(?:19|20)\d\d\s{1,3}[01]?\d[-/.][0-3]?\d|(?:19|20)\d\d\s?[-/.年]\s?[01]?\d\s?[-/.月]\s?[0-3]?\d(?:\s?[日号號])?|(?<!\d)[01]?\d[-月][0-3]?\d[日号號]?\s{0,3}[0-2]?\d[:：][0-5]\d"
    r"|(?<!\w)\d\d\s?年\s?[01]?\d\s?月\s?[0-3]?\d\s?[日号號]|(?<![\d/])[01]?\d/[0-3]?\d/(?:19|20)\d\d"
    r"|(?<!\d)\d{1,2}\s?(?:分钟|分鐘|小时|小時|个小时|個小時|天)前|(?<!\w)(?:半[个個]?小[时時]前|[一两三四五六七八九十]{1,3}(?:分[钟鐘]|[个個]?小[时時]|天)前|刚刚|剛剛|昨[天日]|今天|前天)(?=$|[\s·|/]{1,3}\w{2,12}[报網网社台刊端]$)"
    r"|(?:昨天|今天|前天)\s{0,2}[0-2]?\d[:：时時])"
)
"""A date as newsrooms print it above a text. The letters that may open one come first: most places of a line fail there."""


def is_meta_line(line: str) -> bool:
    """Whether a line tells date, source or names: short, no sentence, with a date or a label."""
    if len(line) > 200 or "。" in line[:-1] or "今天是" in line:
        return False
    date = DATE.search(line) if line.count("，") < 2 else None
    if date is not None and len(line) - len(date[0]) <= 60 and not line.endswith(("”", "！", "？", "。")):
        return True
    return labelled(line) is not None


def is_date_piece(line: str) -> bool:
    """Whether a line is a part of a date printed in pieces: `2024`, `05/15`, `08:58:52`."""
    return len(line) <= 10 and _PIECE.fullmatch(line) is not None


def is_credit_line(line: str) -> bool:
    """Whether a line names the desk: `(责编：邱烨、毛思远)`, `编辑 黄浩 责编 尹昕磊`."""
    found = labelled(line) if len(line) <= 200 else None
    return found is not None and any(token.kind == "L" for token in found.labels) and not found.of("picture")


def ends_article(line: str) -> bool:
    """Whether a line names the responsible editor and nothing else: what follows it is no longer the article."""
    found = labelled(line) if len(line) <= 80 else None
    return found is not None and any(
        token.entry is not None and token.entry.role == "responsible_editor" for token in found.labels
    )
