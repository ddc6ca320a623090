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


_HAN = (("㐀", "䶿"), ("一", "鿿"), ("豈", "\ufaff"), ("𠀀", "𲎯"), ("〇", "〇"))
"""First and last characters of the blocks of Chinese characters."""


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


class _Shape(dict[int, str]):
    """Character -> 一 for a Chinese one, itself for any other."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        shape = self[code] = "一" if any(first <= letter <= last for first, last in _HAN) else letter
        return shape


_SHAPE = _Shape()


def han_shape(text: str) -> str:
    """The text with each Chinese character written 一, length kept: a pattern asks for that letter.

    A class of all of them takes milliseconds to compile, in each pattern that holds it.

    >>> han_shape("记者 Li 摄")
    '一一 Li 一'
    """
    return text.translate(_SHAPE)


def is_han(text: str) -> bool:
    """Whether a text is Chinese characters and nothing else."""
    return bool(text) and not han_shape(text).strip("一")
