"""What can break at a site: a word for machines, plain words, and the next command to try."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cause:
    """One probable cause of an alarm."""

    word: str
    """For machines; the alarm's `monitor`."""
    says: str
    """In plain words."""
    next: str
    """The command to try; `{outlet}` and `{url}` stand for the outlet and an example."""
    hides: frozenset[str] = frozenset()
    """Words of what follows from it, and is not told beside it."""
    lost: bool = False
    """Whether addresses that gave no article because of it are worth another try."""


VALIDATE, SCRAPE = "newsspider validate {outlet}", "newsspider scrape {url}"
FIELDS = frozenset({"date_moved", "source_dropped", "field_lost"})
TEXTS = FIELDS | {"body_renamed", "same_text", "length_changed", "rewritten"}

_ALL = (
    Cause("captcha", "the site asks whether a human asks (captcha)", SCRAPE, TEXTS | {"list_empty", "unreachable", "http_errors", "script_shell", "redirect_front", "slow"}, lost=True),
    Cause("unreachable", "no list could be fetched", VALIDATE, frozenset({"http_errors", "list_empty", "slow"})),
    Cause("redirect_front", "articles lead to the front page", SCRAPE, TEXTS | {"http_errors"}, lost=True),
    Cause("script_shell", "articles are empty pages that a script fills", SCRAPE, TEXTS, lost=True),
    Cause("charset_changed", "the text is garbled: its encoding changed, or was lost on the way", SCRAPE, TEXTS, lost=True),
    Cause("robots_refused", "robots.txt does not let us fetch them", VALIDATE),
    Cause("list_empty", "the lists hold no article links any more", VALIDATE),
    Cause("http_errors", "articles cannot be fetched", SCRAPE, frozenset({"slow"}), lost=True),
    Cause("body_renamed", "the text is no more where it was", SCRAPE, TEXTS - {"body_renamed"}, lost=True),
    Cause("same_text", "different addresses give one and the same text", SCRAPE, FIELDS | {"length_changed"}),
    Cause("date_moved", "the time of publication is no more where it was", SCRAPE),
    Cause("source_dropped", "the source is no more where it was", SCRAPE),
    Cause("field_lost", "the field is no more where it was", SCRAPE),
    Cause("length_changed", "the texts are far shorter than they were: a part of them may be missing", SCRAPE),
    Cause("rewritten", "nearly every stored article reads differently now", SCRAPE),
    Cause("nothing_new", "the lists bring nothing new", VALIDATE),
    Cause("slow", "the server answers far more slowly", VALIDATE),
)  # fmt: skip
CAUSES = {cause.word: cause for cause in _ALL}
"""By word, the one that explains most first."""
