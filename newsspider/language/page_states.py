"""Whether a page says that it is an error, a thread of a forum, a login or a wall against robots, by its words."""

from newsspider.language.phrases import phrase, plain

_STATUS = "(?:404|403|500|502|503)"
_ERROR = phrase(
    "page_states.error",
    rf"(?:^|{{code}}\s?[{{:}}]?\s?|[-_|]\s?){_STATUS}(?:\s*$|\s?[-—_|:：,，.!！(（]|\s?{{sorry}})",
    rf"^[a-z !.,:'-]*\b{_STATUS}\b[a-z !.,:'-]*$",
    r"not\s+found|forbidden|bad gateway|access denied",
    "{asked}的{thing}.{0,12}{gone}",
    "{words}|{item}{went}",
    r"(?:^|{failed}\W{0,3})出错[了啦]",
    "(?:^|请.{0,6}(?:输入|完成|进行|通过).{0,6}|{prove}){proof}",
)
_FORUM = phrase("page_states.forum", "{words}|powered by")
_THREAD = phrase("page_states.forum", r"{line}|{posted}[{:}]?\s?[\d -]*")
_LOGIN = phrase("page_states.login", "{words}|login|sign in")
_PROOF = phrase(
    "page_states.proof",
    r"{words}|captcha|acw_sc__v2|\$_ts\b|cf-challenge|challenge-platform|just a moment|probe\.js|_waf_|waf_nc",
)
LONGEST_THREAD = 12
"""Characters of a thread's line."""


def says_error(text: str) -> bool:
    """Whether a title or line says that something is missing or forbidden.

    A status stands alone or beside such words: 404 亩 is no error, and a text may warn of those who ask for a 验证码.
    """
    return _ERROR.search(plain(text)) is not None


def forum_words(text: str) -> int:
    """How many different words of forums a page holds."""
    return len(set(_FORUM.findall(plain(text))))


def is_thread_line(text: str) -> bool:
    """Whether a line is one of a thread's: `只看楼主`, `发表于 2024-05-10`."""
    return len(text) <= LONGEST_THREAD and _THREAD.fullmatch(text) is not None


def asks_for_login(text: str) -> bool:
    """Whether a line asks for a name or a password."""
    return _LOGIN.search(plain(text)) is not None


def asks_for_proof(text: str) -> bool:
    """Whether a page asks whether a human asks."""
    return _PROOF.search(plain(text)) is not None
