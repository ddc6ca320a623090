"""Undo double encoding, only where the round trip proves it: UTF-8 bytes that were once read as Latin-1 or as GBK."""

import re

from newsspider.lazy_pattern import lazy_pattern

_LATIN_RUN = lazy_pattern(
    r"[\u0080-\u00ff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]{3,}"
)
_LATIN_QUICK = lazy_pattern(r"[ä-é][\u0080-\u00bf\u0152-\u2122]")
_GBK_QUICK = lazy_pattern("[鐨勬槸涓浜嗗湪鏈夊拰锛銆鍥鍦鍒鏄鍙鍚鍏鍑杩鎴璁鎶鐢缁]")
_GBK_RUN = lazy_pattern(r"[^\x00-\x7f\uac00-\ud7af\u3040-\u30ff]{3,}")
_HAN = lazy_pattern(r"[\u4e00-\u9fff]")
_CP1252 = {
    char: byte for byte in range(0x80, 0xA0) for char in bytes([byte]).decode("cp1252", "ignore")
}  # fmt: skip


def undo_mojibake(text: str) -> str:
    """The text with every provable run of mojibake undone; the same object when there is none.

    A run is proven when its bytes are valid UTF-8 from end to end and give Han characters where there were none (Latin-1),
    or fewer characters than before (GBK): real text does not do that by chance.
    """
    if _LATIN_QUICK.search(text):
        text = _LATIN_RUN.sub(_from_latin, text)
    if len(_GBK_QUICK.findall(text)) >= 2:
        text = _GBK_RUN.sub(_from_gbk, text)
    return text


def _from_latin(match: re.Match[str]) -> str:
    run = match[0]
    try:
        back = bytes(_CP1252.get(char, ord(char)) for char in run).decode("utf-8")
    except ValueError:
        return run
    return back if _HAN.search(back) else run


def _from_gbk(match: re.Match[str]) -> str:
    run = match[0]
    try:
        back = run.encode("gb18030").decode("utf-8")
    except UnicodeError:
        return run
    return back if _HAN.search(back) and len(back) < len(run) else run
