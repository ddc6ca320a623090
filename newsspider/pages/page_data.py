"""The text that a page holds as data, weighed against the text that it shows: whole where the page shows a stump, a promo or its foot."""

import json
from dataclasses import dataclass

from newsspider.items import Candidate
from newsspider.pages.blocks import Content
from newsspider.pages.choosing import SHOWN, evidence_of
from newsspider.pages.inline import Inline
from newsspider.pages.page import Page
from newsspider.pages.page_title import squash
from newsspider.pages.survey import Survey

WHOLE = 1.25
"""How many times as much as the shown text the data must hold to be taken in its place, where both are one text."""
OTHER = 1.5
"""The same where the data holds nothing of what is shown, and no name marks that as the text."""
MARKED = 3.0
"""The same where a name marks it."""
NEEDLE = 10
"""How many characters of headline and first paragraph are looked for in a script."""
LONGEST = 2_000_000
"""Characters of a script that is looked into where a text is shown."""
FEWEST = 4
"""Letters of the shortest paragraph that is looked for in the data's text."""


@dataclass(slots=True)
class Where:
    """Where a page's data may hold its text."""

    scripts: list[str] | None = None
    """The scripts to look into; None: all."""
    opening: str | None = None
    """How the text begins in a hidden element; None: unknown, look into all that is put away; empty: into nothing."""


@dataclass(slots=True)
class Held:
    """A text in the page's data."""

    inline: Inline
    content: Content
    evidence: dict[str, float]
    """Name of the evidence -> characters that it speaks for, or (below 0) against the text."""
    agrees: bool = False
    """Whether the page shows a part of it."""

    @property
    def weight(self) -> float:
        """The sum of the evidence."""
        return sum(self.evidence.values())


def where_more(page: Page, body: str | None, headline: str | None, paragraphs: list[str], *, hidden: bool) -> Where | None:
    """Where the page may hold a longer text than the one shown, by size and a few words alone; None where nothing speaks for one.

    Args:
        page: the page.
        body: the text that its metadata give; None without one.
        headline: its headline.
        paragraphs: the text that is shown.
        hidden: whether it holds hidden elements.
    """
    least = WHOLE * sum(map(len, paragraphs))
    words = [text[:NEEDLE] for text in (headline, *paragraphs[:1]) if text and len(text) >= FEWEST]
    needles = {form for word in words for form in (word, json.dumps(word)[1:-1])}
    likely = (text for text in page.scripts if least < len(text) <= LONGEST and any(needle in text for needle in needles))
    scripts = [text for text in likely if _letters(text) > least]
    opening = paragraphs[0][:NEEDLE] if paragraphs else ""
    away = bool(opening) and (hidden or b"<textarea" in page.utf8 or b"<template" in page.utf8)
    away = away and page.utf8.count(opening.encode(), max(0, page.utf8.find(b"<body"))) > 1
    return Where(scripts, opening if away else "") if scripts or away or (body and len(body) > least) else None


def _letters(script: str) -> float:
    """About how many letters beyond ASCII a script holds, written plainly (three bytes each) or as escapes."""
    return (len(script.encode()) - len(script)) / 2 + script.count("\\u")


def weigh(found: Survey, inline: Inline, content: Content, shown: list[str], *, marked: bool) -> Held:
    """The text of the page's data with the evidence for it.

    Args:
        found: the survey of the data's text.
        inline: the data.
        content: what was read of it.
        shown: the paragraphs that the page shows.
        marked: whether a name marks those as the text.
    """
    own = squash("".join(content.paragraphs))
    missing = sum(len(text) for text in shown if not _holds(own, text))
    agrees = missing * 2 < sum(map(len, shown))
    evidence = evidence_of(found, (0, len(found.blocks)))
    if missing and (agrees or marked):
        evidence["shown text that it lacks"] = -float(missing)
    return Held(inline, content, evidence, agrees)


def _holds(own: str, text: str) -> bool:
    """Whether a text, of letters alone, holds a paragraph or the beginning that is shown of it."""
    letters = squash(text)
    return len(letters) < FEWEST or letters in own


def outweighs(held: Held, shown: float, *, marked: bool) -> bool:
    """Whether the data's text is to be taken in the place of the shown one of that weight."""
    return held.weight > shown * (WHOLE if held.agrees else MARKED if marked else OTHER)


def tell(bodies: list[Candidate], held: Held, *, taken: bool) -> list[Candidate]:
    """The candidates for the body as `extract --explain` shows them, the data's text among them."""
    opening = next((text[:SHOWN] for text in held.content.paragraphs), "")
    evidence = {f"body.{name}": value for name, value in held.evidence.items()}
    if taken:
        for one in bodies:
            one.refused, one.chosen = one.refused or "holds less", False
    refused = "" if taken else "holds less"
    own = Candidate(
        "body", opening, "data", opening, strength="data", evidence=evidence, score=held.weight, refused=refused, chosen=taken
    )
    return [*bodies, own]
