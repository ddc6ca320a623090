"""Restore text that reached us damaged: pinyin pollution, Traditional letters, mojibake, control characters; tell the language.

A clean page costs a few searches over its text. Nothing is restored that is not certain.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

from newsspider.items import Draft, Found, Image, Printed, Restoration, Video
from newsspider.lazy_pattern import lazy_pattern
from pipelines.mojibake import undo_mojibake
from pipelines.pinyin import is_polluted, strip_pinyin
from pipelines.script import language_of
from pipelines.step import StepPipeline

MAX_META = 500
"""Characters kept of a meta line or a marked value; more is no line of date and names, and costs time to search."""

_SEPARATOR = "\x1f"
_INVISIBLE = lazy_pattern(
    "[\x00-\x08\x0b\x0c\x0e-\x1e\x7f-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]"
    "|(?<=[\u0020-\u007e\u2000-\u206f\u3000-\u9fff\uff00-\uffef])[\u200c\u200d]"  # joiners mean something in emoji and Arabic script only
)
_ANY_INVISIBLE = lazy_pattern(
    "[\x00-\x08\x0b\x0c\x0e-\x1e\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
)
_BLANKS = lazy_pattern(r"[^\S\n]*\n\s*|[^\S\n\u3000]{3,}")


def restore_text(text: str, *, simplify: bool = False) -> tuple[str, list[Restoration]]:
    """A text with everything certain undone, and what was undone, in the order pinyin, traditional, mojibake, control_characters.

    Args:
        text: any text; U+001F is kept, it separates the texts of a page.
        simplify: turn Traditional into Simplified even where there is no pinyin.
    """
    done: set[Restoration] = set()

    def apply(name: Restoration, change: Callable[[str], str]) -> None:
        nonlocal text
        changed = change(text)
        if changed != text:
            done.add(name)
            text = changed

    apply("mojibake", undo_mojibake)
    if _ANY_INVISIBLE.search(text):
        apply("control_characters", lambda value: _INVISIBLE.sub("", value))
    polluted = is_polluted(text)
    if polluted:
        apply("pinyin", strip_pinyin)
    if polluted or simplify:
        apply("traditional", to_simplified)
    order: tuple[Restoration, ...] = ("pinyin", "traditional", "mojibake", "control_characters")
    return text, [name for name in order if name in done]


def to_simplified(text: str) -> str:
    """Traditional -> Simplified by OpenCC's t2s, which knows words."""
    converted: str = _converter().convert(text)
    return converted


@cache
def _converter() -> Any:
    from opencc import OpenCC

    return OpenCC("t2s")


def tidy(text: str) -> str:
    """A text without blanks at its ends and around line breaks; hard blanks become plain ones.

    Ideographic blanks inside a line stay, and of plain ones up to two: their width tells a padded name from two names.
    """
    text = text.replace("\xa0", " ").strip()
    if len(text.split(None, 1)) < 2:  # most texts hold no blank at all
        return text
    return _BLANKS.sub(lambda match: "\n" if "\n" in match[0] else "  ", text)


def rewrite(printed: Printed, change: Callable[[str], str]) -> Printed:
    """A copy of what the page printed with every text changed; addresses, numbers and origins stay."""

    def maybe(text: str | None) -> str | None:
        return None if text is None else change(text)

    def found(values: list[Found]) -> list[Found]:
        return [value if value.origin == "url" else Found(change(value.value)[:MAX_META], value.origin) for value in values]

    return replace(
        printed,
        headline=maybe(printed.headline),
        kicker=maybe(printed.kicker),
        subheadlines=[change(text) for text in printed.subheadlines],
        meta_lines=[change(text)[:MAX_META] for text in printed.meta_lines],
        dates=found(printed.dates),
        sources=found(printed.sources),
        authors=found(printed.authors),
        editors=found(printed.editors),
        section=maybe(printed.section),
        page_number=maybe(printed.page_number),
        paragraphs=[change(text) for text in printed.paragraphs],
        images=[Image(image.url, maybe(image.caption), maybe(image.credit)) for image in printed.images],
        captions=[change(text) for text in printed.captions],
        site_name=maybe(printed.site_name),
        videos=[Video(video.url, maybe(video.credit)) for video in printed.videos],
        keywords=[change(text) for text in printed.keywords],
    )


def step(draft: Draft) -> None:
    """Replace the texts of `printed`; set `restorations` and `language`."""
    article = draft.article
    texts: list[str] = []

    def collect(text: str) -> str:
        texts.append(text.replace(_SEPARATOR, " "))
        return tidy(texts[-1])

    tidied = rewrite(draft.printed, collect)
    restored, article.restorations = restore_text(_SEPARATOR.join(texts), simplify=draft.printed.simplify)
    if article.restorations:
        pieces = iter(restored.split(_SEPARATOR))
        tidied = rewrite(draft.printed, lambda _: tidy(next(pieces)))
    draft.printed = tidied
    article.language = language_of("\n".join([draft.printed.headline or "", *draft.printed.paragraphs]))


class RestorePipeline(StepPipeline):
    """Scrapy's shell of the step."""

    run = staticmethod(step)
