"""A unit of work: one spider's run over one piece of work, and how it ended."""

from dataclasses import dataclass, field
from typing import Any

from newsspider.errors import NewsspiderError


@dataclass
class Unit:
    """One spider's run over one piece of work; can be repeated without harm."""

    spider: str
    """Name of the spider: outlet or url."""
    arguments: dict[str, Any]
    """Its arguments."""
    stats: dict[str, Any] = field(default_factory=dict)
    """Scrapy's stats, filled when the unit has run; `telemetry.counters.counts_by_outlet` gives the counts per outlet."""
    error: NewsspiderError | None = None
    """Why it could not start or went down; None when it ran."""
