"""Changes of a site's templates, as newsrooms make them without a word: what each does to the pages, and a seeded choice of them.

Each leaves the addresses as they are. A change of articles leaves the lists alone, and the other way round; `captcha` is on all pages.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from random import Random

from newsspider.demo import rewriting
from newsspider.demo.marks import MARKS
from newsspider.demo.site import Resource, Site


class Kind(StrEnum):
    """What changed; its value is the reason that a watch should name."""

    BODY_RENAMED = "body_renamed"
    """The text's container has other names, and the text is no more in the page as text: it stands in a frame, in a picture, or
    in a script that shows it. The reading has no body, or a line or two of what stands around it, or there is no article;
    headline and date stay. (A mere change of names breaks nothing, and neither does a `<textarea>`: the text is still found.)"""
    DATE_MOVED = "date_moved"
    """The time stands nowhere in the page: a script draws it, it is a picture, or 3小时前 is printed. The reading falls back to
    the day in the address (or counts from the fetch): precision `day`. Headline, body and source stay."""
    LIST_EMPTY = "list_empty"
    """List pages (print pages of e-papers) have their furniture, but no rows, or rows without links: nothing new is found.
    Articles stay."""
    CAPTCHA = "captcha"
    """Every page but `robots.txt` is one and the same question whether a human asks, of status 200 or 412. No article is read, no
    list has links."""
    SCRIPT_SHELL = "script_shell"
    """Every article is an empty element and a script. No article is read (`needs_render`)."""
    SOURCE_DROPPED = "source_dropped"
    """Articles do not tell their source any more, or as a picture or by a script. All other fields stay."""
    CHARSET_CHANGED = "charset_changed"
    """The bytes of articles were decoded wrongly on their way, or written in an encoding that lacks most characters. The text read
    is mojibake, question marks or nothing. (A wrong declaration alone breaks nothing: the bytes decide.)"""
    REDIRECT_FRONT = "redirect_front"
    """Every article sends the reader to the front page: 301, 302, meta refresh or script. No article is read."""


@dataclass(frozen=True)
class Change:
    """One change of one site's templates."""

    site: str
    """Outlet id."""
    kind: Kind
    variant: str
    """In which way, see VARIANTS."""
    name: str
    """The new name of the element that holds what was moved."""

    @property
    def reason(self) -> str:
        """The word that a watch should say."""
        return self.kind.value


VARIANTS: dict[Kind, tuple[str, ...]] = {
    Kind.BODY_RENAMED: tuple(rewriting.BODIES),
    Kind.DATE_MOVED: tuple(rewriting.DATES),
    Kind.LIST_EMPTY: tuple(rewriting.LISTS),
    Kind.CAPTCHA: tuple(rewriting.CAPTCHAS),
    Kind.SCRIPT_SHELL: tuple(rewriting.SHELLS),
    Kind.SOURCE_DROPPED: tuple(rewriting.SOURCES),
    Kind.CHARSET_CHANGED: tuple(rewriting.CHARSETS),
    Kind.REDIRECT_FRONT: tuple(rewriting.FRONTS),
}
"""The ways of each change."""

PORTALS = tuple(site for site, marks in MARKS.items() if marks.sources)
"""Sites that print a source, and a time that their addresses do not tell."""
SITES: dict[Kind, tuple[str, ...]] = {
    kind: PORTALS if kind in (Kind.DATE_MOVED, Kind.SOURCE_DROPPED) else tuple(MARKS) for kind in Kind
}
"""The sites that each change hurts. E-papers tell the day in their addresses and print no source: there the loss of a line is none."""


def changes(seed: int, count: int) -> list[Change]:
    """So many different-looking changes, the kinds in turn, the same for the same seed."""
    rng = Random(seed)  # noqa: S311 - the same changes every time is the aim
    kinds = list(Kind)
    out = []
    for index in range(count):
        kind = kinds[index % len(kinds)]
        name = f"{rng.choice(('m', 'art', 'page', 'v2', 'css', 'rich', 'neo'))}-{rng.choice(('inner', 'box', 'wrap', 'main', 'view'))}-{rng.randrange(1 << 20):05x}"
        out.append(Change(rng.choice(SITES[kind]), kind, rng.choice(VARIANTS[kind]), name))
    return out


def altered(change: Change, site: Site, at: datetime) -> Callable[[str, Resource], Resource]:
    """What a site answers under a path in place of a resource once it was changed `at`."""
    made: dict[tuple[str, Resource], Resource] = {}
    way = rewriting.Way(change.variant, change.name, site)
    rewrite = _REWRITES[change.kind]

    def alter(path: str, resource: Resource) -> Resource:
        key = path, resource
        if key not in made:
            changed = rewrite(way, resource)
            made[key] = resource if changed is resource else replace(changed, modified=max(resource.modified, at))
        return made[key]

    return alter


_REWRITES: dict[Kind, Callable[[rewriting.Way, Resource], Resource]] = {
    Kind.BODY_RENAMED: rewriting.body_renamed,
    Kind.DATE_MOVED: rewriting.date_moved,
    Kind.LIST_EMPTY: rewriting.list_empty,
    Kind.CAPTCHA: rewriting.captcha,
    Kind.SCRIPT_SHELL: rewriting.script_shell,
    Kind.SOURCE_DROPPED: rewriting.source_dropped,
    Kind.CHARSET_CHANGED: rewriting.charset_changed,
    Kind.REDIRECT_FRONT: rewriting.redirect_front,
}
