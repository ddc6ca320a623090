"""Reprints of a report's time: the largest families of one text, and who reprinted whom."""

from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import Connection, func, select

from newsspider.report.queries import Stretch, of_outlets, within
from newsspider.report.scope import Scope
from newsspider.store.families import COLUMNS, Member
from newsspider.store.tables import articles, signatures

FAMILIES = 8
"""Families that are shown, at most."""

PAIRS = 10
"""Pairs of outlets that are shown, at most."""


@dataclass(frozen=True, slots=True)
class Pair:
    """How often one outlet printed what another one had printed."""

    first: str
    """Outlet id; empty for one that is not known."""
    then: str
    count: int


def largest_families(connection: Connection, stretch: Stretch, run: int | None) -> list[list[Member]]:
    """The largest families of which a print was stored in a stretch, and by a run; in each, first published first."""
    stored = signatures.c.position.between(*stretch)
    if run is not None:
        stored = signatures.c.position.in_(select(articles.c.position).where(within(stretch, run)))
    touched = select(signatures.c.family).where(stored)
    sizes = select(signatures.c.family).where(signatures.c.family.in_(touched)).group_by(signatures.c.family)
    largest = sizes.having(func.count() > 1).order_by(func.count().desc(), signatures.c.family).limit(FAMILIES)
    names = list(connection.scalars(largest))
    query = (
        select(signatures.c.family, *COLUMNS)
        .join(articles, articles.c.position == signatures.c.position)
        .where(signatures.c.family.in_(names))
        .order_by(signatures.c.family)
    )
    families = [[Member(*row[1:]) for row in rows] for _, rows in groupby(connection.execute(query), key=lambda row: row.family)]
    for family in families:
        family.sort(key=lambda each: (each.published is None, each.published or each.committed_at, each.id))
    return sorted(families, key=lambda family: (-len(family), family[0].id))


def pairs(connection: Connection, scope: Scope, stretch: Stretch) -> list[Pair]:
    """The pairs of which the one reprinted most often what the other one heads the family of."""
    head = articles.alias("head")
    number = func.count().label("number")
    query = (
        select(head.c.outlet.label("first"), articles.c.outlet.label("then"), number)
        .select_from(signatures)
        .join(articles, articles.c.position == signatures.c.position)
        .join(head, (head.c.id == signatures.c.family) & (head.c.revision == 1))
        .where(signatures.c.position.between(*stretch), signatures.c.family != signatures.c.id)
        .where(within(stretch, scope.run), of_outlets(articles, scope), head.c.outlet != articles.c.outlet)
        .group_by(head.c.outlet, articles.c.outlet)
    )
    found = connection.execute(query.order_by(number.desc(), head.c.outlet, articles.c.outlet).limit(PAIRS))
    return [Pair(row.first, row.then, row.number) for row in found]
