"""Which id an address was given, and what was learnt of the query keys of a host: an id that was given out stays.

The canonical form of an address may change: the rules do, site records do, a host's keys are learnt. `aliases` leads from the id of
today's form to the id that was given out under an earlier one.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Literal

from sqlalchemy import select

from newsspider.errors import BadUrl
from newsspider.store.known import enter_aliases, given_ids, take_turn
from newsspider.store.records import chunks
from newsspider.store.sql import Store
from newsspider.store.tables import address_keys, address_rules, urls
from newsspider.store.upserts import upsert
from newsspider.urls import url_id
from newsspider.values.query_keys import QueryKeys

Kind = Literal["identity", "ignored"]
"""identity: the key names the article; ignored: it says nothing of it."""

Canonical = Callable[[str, float], str]
"""Today's canonical form of an address that was found at a time (seconds since 1970). Raises BadUrl."""


class Addresses:
    """The ids and keys of a store. Every method is one transaction; OutputError when the database fails."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def learned(self) -> dict[str, QueryKeys]:
        """What was learnt of query keys, by host."""
        found: dict[str, QueryKeys] = {}
        with self.store.reading() as connection:
            for row in connection.execute(select(address_keys)):
                keys = found.get(row.host, QueryKeys())
                found[row.host] = keys.with_key(row.key, identity=row.kind == "identity")
        return found

    def learn(self, host: str, key: str, kind: Kind, alias: tuple[str, str] | None = None) -> None:
        """Enter what was learnt of a key.

        Args:
            host: the host, with its port where it is not the scheme's.
            key: the key, in lower case.
            kind: what it is.
            alias: today's canonical address of the page that proved it, and the one under which that page's article has its id.
        """
        with self.store.transaction() as connection:
            take_turn(connection)
            upsert(connection, address_keys, [{"host": host, "key": key, "kind": kind}])
            if alias:
                enter_aliases(connection, {url_id(alias[0]): url_id(alias[1])})

    def adopt(self, outlet: str, rules: str, canonical: Canonical) -> int:
        """Have the ids that an outlet's addresses were given lead to from their canonical forms of today; how many needed that.

        Nothing is done where the rules are those of the last time. No article and no position changes.

        Args:
            outlet: id of the outlet, or host of an unknown site.
            rules: what its canonical forms depend on, in short: see `Outlet.address_rules`.
            canonical: gives the form of today.
        """
        with self.store.transaction() as connection:
            remembered = connection.scalar(select(address_rules.c.rules).where(address_rules.c.outlet == outlet))
            if remembered == rules:
                return 0
            take_turn(connection)
            found: dict[str, str] = {}
            mine = select(urls.c.id, urls.c.url, urls.c.first_seen).where(urls.c.outlet == outlet)
            for row in connection.execute(mine.order_by(urls.c.first_seen, urls.c.id)):
                if (made := _id_of(row.url, row.first_seen, canonical)) and made != row.id:
                    found.setdefault(made, row.id)  # of several, the first one is known by its id
            own = {
                key
                for chunk in chunks(sorted(found))
                for key in connection.scalars(select(urls.c.id).where(urls.c.id.in_(chunk)))
            }
            changed = {made: given for made, given in found.items() if made not in own}
            enter_aliases(connection, changed)
            upsert(connection, address_rules, [{"outlet": outlet, "rules": rules}])
        return len(changed)

    def id_of(self, url: str) -> str:
        """The id of a canonical address."""
        with self.store.reading() as connection:
            return given_ids(connection, [url_id(url)])[url_id(url)]


def _id_of(url: str, found: datetime, canonical: Canonical) -> str | None:
    try:
        return url_id(canonical(url, found.timestamp()))
    except BadUrl:
        return None
