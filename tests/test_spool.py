"""The spool: outcomes wait in order, survive a kill, and get into the database once."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from article_factory import make_article
from sqlalchemy import event, select
from sqlalchemy.exc import OperationalError

from newsspider.errors import InputError, OutputError, StoreAway
from newsspider.items import Author, Credit, Image, Video
from newsspider.store import Outcome, RunLedger, Store
from newsspider.store.spool import Spool, write_waiting
from newsspider.store.tables import articles, feeds, urls

URL = "https://a.example/{}.html"


class Switch:
    """Makes a store's database go away and come back, as a server does: every statement fails, or none."""

    def __init__(self, store: Store) -> None:
        self.away = False
        self.tries = 0
        self.left: int | None = None
        """Transactions that still go well before the database goes away."""
        event.listen(store.engine, "begin", self.begin)

    def begin(self, connection: object) -> None:
        self.tries += 1
        if self.left is not None:
            self.left -= 1
            self.away = self.away or self.left < 0
        if self.away:
            raise OperationalError("BEGIN", {}, ConnectionError("server closed the connection"), connection_invalidated=True)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(f"sqlite:///{tmp_path / 'news.db'}")
    yield store
    store.close()


@pytest.fixture
def switch(store: Store) -> Switch:
    return Switch(store)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [1000.0]
    monkeypatch.setattr("newsspider.store.spool.time.monotonic", lambda: now[0])
    return now


def stored(number: int, **changes: object) -> Outcome:
    article = make_article(number, **changes)
    return Outcome(article.url or "", "demo_founder", "stored", article=article, etag='"x"', last_modified=None)


def failed(number: int) -> Outcome:
    return Outcome(URL.format(number), "a", "failed", "timeout")


def ids(store: Store) -> list[str]:
    return [row["id"] for _, row in store.articles_after(0, 1000)]


def ids_of(numbers: Sequence[int]) -> list[str]:
    return [make_article(number).id for number in numbers]


def attempts(store: Store) -> list[int]:
    with store.engine.connect() as connection:
        return list(connection.scalars(select(urls.c.attempts).where(urls.c.state == "failed").order_by(urls.c.url)))


def spools(store: Store) -> int:
    with store.engine.connect() as connection:
        return len(connection.execute(select(feeds).where(feeds.c.feed.like("spool:%"))).all())


def nothing(outcomes: object, saved: object) -> None:
    """For whoever does not count."""


def test_outcomes_wait_in_order_and_are_written_when_the_database_is_back(
    store: Store, switch: Switch, clock: list[float], tmp_path: Path
) -> None:
    counted: list[str | None] = []
    spool = Spool(store, tmp_path / "spool", 7)

    def committed(outcomes: Sequence[Outcome], saved: Sequence[str | None]) -> None:
        counted.extend(saved)

    spool.save([stored(1)], committed)
    assert not spool.path.exists()
    switch.away = True
    spool.save([stored(2)], committed)
    tries = switch.tries
    spool.save([stored(3), stored(2, body=["改过的正文。"])], committed)
    assert (switch.tries, spool.waiting, counted) == (tries, 3, ["new"])  # asked again only after a rest
    clock[0] += 3.1
    spool.save([stored(4)], committed)
    assert (switch.tries, spool.waiting) == (tries + 1, 4)
    switch.away = False
    clock[0] += 3.1
    spool.save([stored(5)], committed)
    assert ids(store) == ids_of([1, 2, 3, 2, 4, 5])
    assert counted == ["new", "new", "new", "revised", "new", "new"]
    assert (spool.waiting, spool.path.exists(), spools(store)) == (0, False, 0)
    with store.engine.connect() as connection:
        assert set(connection.scalars(select(articles.c.run))) == {7}
    switch.away = True  # and away once more
    spool.save([stored(6)], committed)
    switch.away = False
    spool.save([], committed, now=True)
    assert ids(store)[-1:] == ids_of([6])
    spool.close()


def test_a_try_that_takes_long_is_followed_by_a_long_rest(
    store: Store, switch: Switch, clock: list[float], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server that does not answer at all must not stop the run for ten seconds out of thirteen."""

    def slow(*args: object, **kwargs: object) -> None:
        clock[0] += 10
        raise StoreAway("no answer")

    monkeypatch.setattr(store, "save", slow)
    spool = Spool(store, tmp_path, 1)
    spool.save([stored(1)], nothing)
    begun = clock[0]
    while clock[0] < begun + 99:
        spool.save([stored(2)], nothing)
        clock[0] += 1
    assert clock[0] == begun + 99
    spool.close()


def test_the_next_run_writes_what_a_killed_one_left(store: Store, switch: Switch, tmp_path: Path) -> None:
    spool = Spool(store, tmp_path, 7)
    switch.away = True
    rich = stored(
        1, authors=[Author("常牧之", "reporter", None)], images=[Image("http://a.example/1.jpg", "桥", None)], videos=[Video(None, "江西卫视")],
        credits=[Credit("editor", "林采薇", "编辑")], keywords=["桥", "𠮷"], headline="引号“”与\n换行",
    )  # fmt: skip
    spool.save([rich, failed(1)], nothing)
    spool.save([Outcome(URL.format(2), "a", "gone", "http_404"), failed(3)], nothing)
    with spool.path.open("ab") as file:
        file.write(b'{"url": "https://a.example/4.ht')  # the kill
    switch.away = False
    assert write_waiting(store, tmp_path) == 0, "the file of a living run was taken"
    spool.close()  # as the end of its process does
    assert write_waiting(store, tmp_path) == 4
    assert write_waiting(store, tmp_path) == 0
    assert rich.article is not None
    assert [row["authors"] for _, row in store.articles_after(0, 10)] == [
        [{"name": "常牧之", "role": "reporter", "organization": None}]
    ]
    assert store.save([rich]) == ["unchanged"]
    assert (attempts(store), list(tmp_path.glob("*.jsonl")), spools(store)) == ([1, 1], [], 0)


@pytest.mark.parametrize("transactions", range(9))
def test_wherever_the_database_goes_away_again_nothing_is_entered_twice(
    store: Store, switch: Switch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, transactions: int
) -> None:
    monkeypatch.setattr("newsspider.store.spool.BATCH", 2)
    spool = Spool(store, tmp_path, 7)
    switch.away = True
    spool.save([stored(1), failed(1), stored(2), failed(2), stored(3), failed(3)], nothing)
    spool.close()
    switch.away, switch.left = False, transactions
    try:
        write_waiting(store, tmp_path)
    except StoreAway:
        switch.away, switch.left = False, None
        write_waiting(store, tmp_path)
    switch.left = None
    assert ids(store) == ids_of([1, 2, 3])
    assert attempts(store) == [1, 1, 1]
    assert list(tmp_path.glob("*.jsonl")) == []


@pytest.mark.parametrize("transactions", range(9))
def test_nor_while_the_run_goes_on(
    store: Store, switch: Switch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, transactions: int
) -> None:
    monkeypatch.setattr("newsspider.store.spool.BATCH", 2)
    spool = Spool(store, tmp_path, 7)
    switch.away = True
    spool.save([stored(1), failed(1), stored(2), failed(2)], nothing)
    switch.away, switch.left = False, transactions
    spool.save([stored(3), failed(3)], nothing, now=True)
    switch.away, switch.left = False, None
    spool.save([stored(4), failed(4)], nothing, now=True)
    spool.close()
    assert ids(store) == ids_of([1, 2, 3, 4])
    assert attempts(store) == [1, 1, 1, 1]
    assert (spool.waiting, list(tmp_path.glob("*.jsonl"))) == (0, [])


def test_another_stores_outcomes_are_left_alone(store: Store, switch: Switch, tmp_path: Path) -> None:
    spool = Spool(store, tmp_path, 7)
    switch.away = True
    spool.save([stored(1)], nothing)
    spool.close()
    other = Store(f"sqlite:///{tmp_path / 'other.db'}")
    assert write_waiting(other, tmp_path) == 0
    other.close()
    assert spool.path.exists()


def test_the_file_says_where_it_belongs_and_holds_no_password(store: Store, switch: Switch, tmp_path: Path) -> None:
    store.url = store.engine.url.set(username="u", password="secret", host="h").render_as_string(hide_password=True)  # noqa: S106
    spool = Spool(store, tmp_path, 7)
    switch.away = True
    spool.save([stored(1)], nothing)
    spool.close()
    head = json.loads(spool.path.read_text().splitlines()[0])
    assert (head["store"], head["run"]) == (store.id, 7)
    assert "secret" not in spool.path.read_text()


def test_a_damaged_file_is_named(store: Store, tmp_path: Path) -> None:
    path = tmp_path / f"{store.id}-000007-abc.jsonl"
    path.write_text('{"store": "x"}\nno json\n')
    with pytest.raises(InputError, match=r"000007-abc\.jsonl, line 2: not an outcome that waits"):
        write_waiting(store, tmp_path)
    assert path.exists()


def test_a_spool_that_cannot_be_written_ends_the_run(store: Store, switch: Switch, tmp_path: Path) -> None:
    (tmp_path / "spool").write_text("a file is in its place")
    spool = Spool(store, tmp_path / "spool", 7)
    switch.away = True
    with pytest.raises(OutputError, match=r"is away, and .* cannot be written") as caught:
        spool.save([stored(1)], nothing)
    assert not isinstance(caught.value, StoreAway)


def test_a_ledger_without_spool_fails_and_keeps_its_batch(store: Store, switch: Switch) -> None:
    ledger = RunLedger(store, 1, nothing)
    ledger.add(stored(1))
    switch.away = True
    with pytest.raises(StoreAway):
        ledger.commit()
    switch.away = False
    ledger.commit()
    assert ids(store) == ids_of([1])
