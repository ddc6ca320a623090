"""Where the line breaks inside an element part paragraphs, and where they are breaks inside of one."""

from collections.abc import Iterator

from newsspider.lazy_pattern import lazy_pattern

STRIP = " \t\r\n\u3000\xa0\u2002\u2003\u200b\ufeff"
"""Blanks of all kinds that stand round a line."""
_INDENT = lazy_pattern(r"[\u3000\xa0\u2002\u2003]{2}|\u2003")
_SENTENCE_END = lazy_pattern(r"[。！？!?…；：:”）)】]\s*$")


def paragraphs(lines: list[tuple[str, int]]) -> Iterator[tuple[str, int]]:
    """The paragraphs of a block's lines (text, linked characters).

    A line break parts paragraphs where an empty line or an indented one follows, or where the block is a run of long lines that
    end as sentences do; elsewhere it stays a newline.
    """
    prose = _is_run_of_paragraphs(lines)
    held: list[str] = []
    links = 0
    for text, linked in lines:
        bare = text.strip(STRIP)
        ends = not bare or (held and (_INDENT.match(text) or (prose and _SENTENCE_END.search(held[-1]))))
        if ends and held:
            yield "\n".join(held), links
            held, links = [], 0
        if bare:
            held.append(bare)
            links += linked
    if held:
        yield "\n".join(held), links


def _is_run_of_paragraphs(lines: list[tuple[str, int]]) -> bool:
    texts = [bare for text, _ in lines if (bare := text.strip(STRIP))]
    if len(texts) < 2:
        return False
    long = sum(len(text) >= 30 for text in texts)
    return long * 2 >= len(texts) and all(_SENTENCE_END.search(text) for text in texts if len(text) >= 30)
