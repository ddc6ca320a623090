"""Lines that tell when, where or by whom a text was published: date, source, names, the desk."""

from newsspider.language.lines import labelled
from newsspider.language.timestamps import printed_date
from newsspider.lazy_pattern import lazy_pattern

_PIECE = lazy_pattern(r"(?:19|20)\d\d|[01]?\d[-/.][0-3]?\d|[0-2]?\d:[0-5]\d(?::[0-5]\d)?")


def is_meta_line(line: str) -> bool:
    """Whether a line tells date, source or names: short, no sentence, with a date or a label."""
    if len(line) > 200 or "。" in line[:-1] or "今天是" in line:
        return False
    date = printed_date(line) if line.count("，") < 2 else ""
    if date and len(line) - len(date) <= 60 and not line.endswith(("”", "！", "？", "。")):
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
