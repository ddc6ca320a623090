"""The page: both languages in one file, style and script in it, and nothing that it could ask anybody for."""

from base64 import b64encode
from hashlib import sha256
from importlib.resources import files

from newsspider.report.figures import Figures
from newsspider.report.markup import Element, document, el
from newsspider.report.sections import overview, stored, texts, troubles
from newsspider.report.sections.parts import View
from newsspider.report.words import Language, Words

LANGUAGES: tuple[Language, ...] = ("zh", "en")


def page(figures: Figures, language: Language) -> str:
    """The report as one HTML page.

    Args:
        figures: what it tells.
        language: the one it opens in; the button at the top, and `#zh` or `#en` in the address, change to the other.
    """
    style, script = (files("newsspider.report").joinpath(name).read_text(encoding="utf-8") for name in ("page.css", "page.js"))
    views = {each: View(figures, Words(each)) for each in LANGUAGES}
    policy = f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; base-uri 'none'; form-action 'none'"
    head = el(
        "head",
        el("meta", charset="utf-8"),
        el("meta", http_equiv="Content-Security-Policy", content=policy),
        el("meta", name="viewport", content="width=device-width, initial-scale=1"),
        el("meta", name="referrer", content="no-referrer"),
        el("meta", name="color-scheme", content="light dark"),
        el("meta", name="generator", content="newsspider"),
        el("title", overview.title(views[language])),
        el("style", style),
    )
    body = el("body", (_language(view, hidden=each != language) for each, view in views.items()), el("script", script))
    return document(el("html", head, body, lang=views[language].words.tag))


def _language(view: View, *, hidden: bool) -> Element:
    """The whole report in one language."""
    sections = (
        overview.attention(view), stored.over_time(view), stored.by_outlet(view), stored.coverage(view), troubles.failures(view),
        troubles.hosts(view), troubles.runs(view), texts.revised_vanished(view), texts.reprints(view),
    )  # fmt: skip
    return el(
        "div", overview.masthead(view), el("main", overview.headlines(view), sections), lang=view.words.tag, hidden=hidden,
        data_language=view.words.language, data_title=overview.title(view),
    )  # fmt: skip


def _hash(text: str) -> str:
    """How a policy names the one style or script that it allows."""
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
