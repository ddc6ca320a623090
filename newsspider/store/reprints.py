"""Which stored articles a new one reprints: looked up by bands, compared word for word, entered as a family.

`signatures.family` is the id of one of its articles that is no duplicate. An article that others may be said to reprint heads
its family for good, even when its own text is revised: `duplicate_of` never names a duplicate.
"""

from datetime import datetime

from sqlalchemy import Connection, bindparam, func, select

from newsspider.items import Article
from newsspider.store.likeness import is_one_text
from newsspider.store.signatures import BANDS, bands_of, clauses_of
from newsspider.store.tables import articles, bands, signatures

NEWEST = 32
"""Articles looked at in one band, the newest: a formula that thousands of texts share costs no more than that."""
COMPARED = 3
"""Articles whose text is compared, the likeliest: of 1,000 invented reprints 983 stood in the first two places, 4 below the third."""
LIKELY = 0.1
"""Shared bands that an article needs to be compared; a band that n articles share counts 1/n."""


ONE_BAND = f"SELECT band, position FROM (SELECT band, position FROM bands WHERE band = {{}} ORDER BY position DESC LIMIT {NEWEST}) AS band_{{}}"  # noqa: S608
LOOKUP = {mark: " UNION ALL ".join(ONE_BAND.format(mark, place) for place in range(BANDS)) for mark in ("?", "%s")}
"""The newest articles of each band, for drivers that write a parameter `?` and for those that write it `%s`. It is asked for every article:
as a statement of SQLAlchemy it took as long as all other work on an article together."""
ENTER, ENTER_BANDS = signatures.insert(), bands.insert()
TEXTS = (
    select(signatures.c.position, signatures.c.family, articles.c.body)
    .join(articles, articles.c.position == signatures.c.position)
    .where(signatures.c.position.in_(bindparam("positions", expanding=True)), signatures.c.id != bindparam("own"))
)


def original_of(connection: Connection, signature: bytes | None, article: Article) -> str | None:
    """Id of the earliest published of the stored articles that have (nearly) this text and are no duplicates themselves.

    None when there is none, or when the article itself heads its family. Families that turn out to be one are joined.
    The article is not in the store yet, or in an older revision.
    """
    if signature is None:
        return None
    families = _families_like(connection, signature, article)
    headed = _headed(connection, article)
    if headed:
        families.add(headed)
    first = _earliest(connection, families)
    if len(families) > 1:
        connection.execute(signatures.update().where(signatures.c.family.in_(families - {first})).values(family=first))
    return None if headed or first == article.id else first


def enter(connection: Connection, position: int, article: Article, signature: bytes | None, published: datetime | None) -> None:
    """Make a stored article findable. What was entered of its older revisions goes.

    Args:
        position: of the article's row.
        article: as stored, with `duplicate_of`.
        signature: of its body; None enters nothing.
        published: moment of publication, aware; None when unknown.
    """
    family = _headed(connection, article) or article.duplicate_of or article.id
    if article.revision > 1:
        _forget(connection, article.id)
    if signature is None:
        return
    row = {"position": position, "id": article.id, "family": family, "published": published, "minhash": signature}
    connection.execute(ENTER, row)
    connection.execute(ENTER_BANDS, [{"band": band, "position": position} for band in bands_of(signature)])


def _families_like(connection: Connection, signature: bytes, article: Article) -> set[str]:
    """The families in which some other article has this text."""
    ranked = _likeliest(connection, signature)
    if not ranked:
        return set()
    rows = {row.position: row for row in connection.execute(TEXTS, {"positions": ranked, "own": article.id})}
    text = clauses_of(article.body)
    found: set[str] = set()
    for row in (rows[position] for position in ranked if position in rows):
        if row.family not in found and is_one_text(clauses_of(row.body), text):
            found.add(row.family)
    return found


def holders_of(connection: Connection, sought: list[int]) -> dict[int, list[int]]:
    """The newest articles of each of an article's bands, by position, newest first; without the bands that no article has."""
    statement = LOOKUP["?" if connection.dialect.paramstyle == "qmark" else "%s"]
    found: dict[int, list[int]] = {}
    for band, position in connection.exec_driver_sql(statement, tuple(sought)).all():
        found.setdefault(band, []).append(position)
    return found


def _likeliest(connection: Connection, signature: bytes) -> list[int]:
    """Positions of the articles that share the most and the rarest bands, likeliest first."""
    scores: dict[int, float] = {}
    for positions in holders_of(connection, bands_of(signature)).values():
        for position in positions:
            scores[position] = scores.get(position, 0) + 1 / len(positions)
    likely = [(score, position) for position, score in scores.items() if score >= LIKELY]
    return [position for _, position in sorted(likely, reverse=True)[:COMPARED]]


def _headed(connection: Connection, article: Article) -> str | None:
    """The family of an article whose older revision was no duplicate while others share its family; else None."""
    if article.revision == 1:
        return None
    before = select(articles.c.duplicate_of).where(articles.c.id == article.id, articles.c.revision < article.revision)
    if connection.scalar(before.order_by(articles.c.revision.desc()).limit(1)) is not None:
        return None
    family = connection.scalar(select(signatures.c.family).where(signatures.c.id == article.id)) or article.id
    others = select(signatures.c.id).where(signatures.c.family == family, signatures.c.id != article.id).limit(1)
    return family if connection.scalar(others) else None


def _earliest(connection: Connection, ids: set[str]) -> str | None:
    """Of these articles the one published first; those of unknown time last, then the one stored first. None for no ids."""
    if len(ids) < 2:
        return next(iter(ids), None)
    query = select(
        articles.c.id, func.min(articles.c.published).label("published"), func.min(articles.c.position).label("position")
    )
    rows = connection.execute(query.where(articles.c.id.in_(ids)).group_by(articles.c.id)).all()
    first = min(rows, key=lambda row: (row.published is None, row.published or row.position, row.position), default=None)
    return first.id if first else next(iter(ids), None)


def _forget(connection: Connection, article_id: str) -> None:
    """Take what was entered of an article's older revisions away."""
    for position, signature in connection.execute(
        select(signatures.c.position, signatures.c.minhash).where(signatures.c.id == article_id)
    ).all():
        gone = bands.c.band.in_(bands_of(signature)) & (bands.c.position == position)
        connection.execute(bands.delete().where(gone))
    connection.execute(signatures.delete().where(signatures.c.id == article_id))
