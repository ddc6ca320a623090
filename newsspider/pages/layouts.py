"""What an e-paper's issue is made of: print pages and the articles listed on them."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class PrintPage:
    """A page of the paper."""

    url: str
    """Address of its layout page; with a fragment where one page lists the whole issue."""
    number: str | None = None
    """As printed: `01`, `A02`, `0607` for two pages in one; None when none is printed."""
    section: str | None = None
    """版面 name as printed; None when none is."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An article as a print page lists it."""

    url: str
    """Canonical URL of the article."""
    title: str | None
    """As listed; None for a hot zone without text."""
    page: str
    """`PrintPage.url` of its page."""
    skip: str | None = None
    """Why it is no article: `advertisement`, `notice`, `untitled`; None for an article."""
    source: str | None = None
    """Where its text is to be had when that is not `url` (JSON behind a script); else None."""


@dataclass(slots=True)
class Layout:
    """What one fetched page tells about its issue."""

    read: set[str] = field(default_factory=set)
    """`PrintPage.url` of the print pages whose articles are all listed here."""
    pages: list[PrintPage] = field(default_factory=list)
    """Print pages named, in printed order."""
    entries: list[Entry] = field(default_factory=list)
    """Articles listed, each once."""
