"""One form for the signs that newsrooms print in many: every bracket, bar, colon, slash, dot, blank and width, length kept.

A folded line is for matching alone and is never stored; place n of it is place n of the line. What is folded is asked of
Unicode, character by character (NFKC over a whole line would change its length); the table names what Unicode cannot tell.
"""

import unicodedata
from collections.abc import Callable
from functools import cache, lru_cache
from typing import cast

from newsspider.language.lexicon import section
from newsspider.values.compiled import compiled

_SIGNS = {
    ":": "：︰﹕∶꞉ː︓",
    "|": "｜丨│︱┃∣ǀ║▏ㄧ︳¦❘",
    "/": "／╱∕⁄⧸",
    "·": "•・‧･∙⋅．",
    "-": "－—–―─‐‑‒⸺﹣~～〜",
    "<": "《〈≪",
    ">": "》〉≫",
    '"': "“”„‟〝〞＂",
    "'": "‘’‚＇",
    " ": "□▢\t\n",
    "[": "【〔〖「『｢〚［{｛﹝⟦",
    "]": "】〕〗」』｣〛］}｝﹞⟧",
}
"""Sign -> the signs that are printed for it."""
_LINE = 400
"""Characters of a line, which is folded each time that somebody asks what it is; a longer text is asked once."""
_TABLE = {ord(printed): sign for sign, many in _SIGNS.items() for printed in many}


class _Fold(dict[int, str]):
    """Character -> its folded form, asked of Unicode when first met."""

    def __missing__(self, code: int) -> str:
        letter = self[code] = _TABLE.get(code) or _plain(chr(code))
        return letter


def _plain(letter: str) -> str:
    category = unicodedata.category(letter)
    if category in ("Zs", "Cf", "Cc", "Zl", "Zp"):
        return " "
    plain = unicodedata.normalize("NFKC", letter) if "\uf900" <= letter <= "\uffef" or category[0] in "NS" else letter
    if len(plain) != 1:
        return letter
    if category in ("Ps", "Pe"):
        return plain if plain in "()[]<>" else "(" if category == "Ps" else ")"
    return _simplified().get(plain, plain)


@cache
def _simplified() -> dict[str, str]:
    return dict(section("traditional", "simplified"))


_FOLD = _Fold()


def fold(text: str) -> str:
    """The text in one form, of the same length.

    >>> fold("（責　编︱張三　　２０２４）")
    '(责 编|张三  2024)'
    """
    return _fold_line(text) if len(text) <= _LINE else _fold(text)


def fold_in_python(text: str) -> str:
    """The same, whatever is compiled."""
    return text.translate(_FOLD)


def _folding() -> Callable[[str], str]:
    """Compiled, where it is: a text is folded some thirty times faster."""
    built = compiled("newsspider.language._fold")
    if built is None:
        return fold_in_python
    built.configure(_FOLD.__getitem__)
    return cast("Callable[[str], str]", built.fold)


_fold = _folding()


@lru_cache(maxsize=8192)
def _fold_line(text: str) -> str:
    return _fold(text)
