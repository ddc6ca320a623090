"""Full-text search that finds Chinese words of any length: what is indexed of a text, what a query asks for, where it was found.

Chinese has no blanks between words. Each character is a token of its own and a word is a phrase, so that words of two characters
are found like those of four; trigrams, which SQLite has, find nothing shorter than three. Between tokens of a phrase nothing
may stand but quotation marks, brackets and blanks: the punctuation that parts clauses is a token, too.
"""

import re
import unicodedata

from newsspider.lazy_pattern import lazy_pattern

HAN = r"\u2e80-\u2fdf\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
TOKEN = lazy_pattern(rf"[{HAN}]|[^\W_{HAN}]+|[,.;:!?。、…\n]+")
WORD = lazy_pattern(r'"([^"]*)"?|([^\s"]+)')
BREAK = "\ue000"
"""Stands for the punctuation between clauses and the end of a paragraph. SQLite's unicode61 takes it for a letter."""
NOTHING = '""'
"""A query that matches nothing."""
BEFORE, AFTER = 24, 90
"""Characters of an excerpt before and after the beginning of what was found."""


def indexed(text: str) -> str:
    """A text as tokens with blanks between, for SQLite's unicode61 tokenizer.

    >>> indexed("江西（Jiangxi）５G，50%").replace(BREAK, "|")
    '江 西 Jiangxi 5G | 50'
    """
    return " ".join(
        BREAK if token[0] in ",.;:!?。、…\n" else token for token in TOKEN.findall(unicodedata.normalize("NFKC", text))
    )


def words_of(query: str) -> list[str]:
    """The words that a query asks for: parted by blanks, or in straight or Chinese quotation marks.

    >>> words_of('南昌 "大桥 通车"')
    ['南昌', '大桥 通车']
    """
    query = re.sub("[“”＂]", '"', query)
    return [word for quoted, bare in WORD.findall(query) if (word := (quoted or bare).strip())]


def match_of(query: str | None) -> str:
    """A query as SQLite's FTS5 takes it after MATCH: all the words, each as a phrase. Whatever is typed is text, never syntax.

    >>> match_of("南昌 桥-2 NOT*")
    '"南 昌" "桥 2" "NOT"'
    >>> match_of("%_")
    '""'
    """
    phrases = [indexed(word).strip(f"{BREAK} ") for word in words_of(query or "")]
    return " ".join(f'"{phrase}"' for phrase in phrases if phrase) or NOTHING


def excerpt(text: str | None, query: str | None) -> str:
    """The place in a text where the first word of a query stands that it has; its beginning when it has none. On one line."""
    text = text or ""
    places = [place for word in words_of(query or "") if (place := text.casefold().find(word.casefold())) >= 0]
    first = max(min(places, default=0) - BEFORE, 0)
    piece = " ".join(text[first : first + BEFORE + AFTER].split())
    return ("…" if first else "") + piece + ("…" if first + BEFORE + AFTER < len(text) else "")


def marked(text: str, query: str | None) -> list[tuple[str, bool]]:
    """A text in pieces, each with whether it is a word of the query.

    >>> marked("南昌大桥", "大桥")
    [('南昌', False), ('大桥', True)]
    """
    words = sorted(map(re.escape, words_of(query or "")), key=len, reverse=True)
    if not words:
        return [(text, False)]
    pieces = re.split(f"({'|'.join(words)})", text, flags=re.IGNORECASE)
    return [(piece, bool(place % 2)) for place, piece in enumerate(pieces) if piece]
