"""Versions of the tables: an older store is upgraded with all its data, a newer one refused, two programs at once do no harm."""

import json
import logging
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from article_factory import make_article
from databases import KINDS, fresh, with_driver
from sqlalchemy import Connection, MetaData, Table, create_engine, inspect, select, text, update

from newsspider.errors import SchemaTooNew
from newsspider.items import Author
from newsspider.store import Issues, Outcome, Runs, Store
from newsspider.store.tables import (
    address_keys,
    address_rules,
    alarms,
    aliases,
    articles,
    feeds,
    hosts,
    issue_pages,
    lists,
    meta,
    metadata,
    outlet_runs,
    runs,
    urls,
)
from newsspider.store.versions import MIGRATIONS, STORE_VERSION, alembic_version, revision_of
from newsspider.urls import url_id

STORES = Path(__file__).parent / "stores"
OLD = ("sqlite", "postgresql")
"""MySQL could not hold version 1."""
AT = datetime(2025, 10, 21, 3, 20, tzinfo=UTC)
DAY = date(2025, 10, 21)


@pytest.fixture(params=OLD)
def old_store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A store of version 1 with rows in every table, as newsspider 0.1.0 left them."""
    with fresh(request.param, tmp_path) as url:
        make_version_1(url, request.param)
        yield url


def make_version_1(url: str, kind: str) -> None:
    engine = create_engine(with_driver(url))
    with engine.begin() as connection:
        for statement in (STORES / f"version_1.{kind}.sql").read_text().split(";\n"):
            if statement.strip():
                connection.execute(text(statement))
        rows: dict[str, list[dict[str, Any]]] = {
            "meta": [{"key": "store_version", "value": "1"}, {"key": "store_id", "value": "e314e44cafc57a08"}],
            "articles": [old_article(1, 1), old_article(1, 2), old_article(2, 1), old_article(1, 3), old_article(3, 1)],
            "urls": [
                old_url(1, "stored", attempts=3, article=url_id(old_article(1, 1)["url"])),
                old_url(2, "failed", reason="timeout", attempts=2, next_try=AT + timedelta(hours=1)),
                old_url(4, "pending"),
                old_url(5, "refused", reason="list_page", attempts=1),
            ],
            "lists": [{"url": f"{scheme}://a.example/list/", "outlet": "a", "completed_in": 7, "completed_at": AT} for scheme in ("http", "https")],
            "issues": [{"outlet": "a", "day": DAY, "state": "listed", "reason": None, "front": "http://a.example/01", "asked_at": AT}],
            "issue_pages": [
                {"outlet": "a", "day": DAY, "url": f"http://a.example/0{n}", "place": n, "number": f"0{n}", "section": "要闻", "state": "read",
                 "reason": None, "asked_at": AT} for n in (1, 2)
            ],
            "issue_articles": [
                {"outlet": "a", "day": DAY, "id": url_id("https://a.example/4.html"), "url": "https://a.example/4.html", "page": "http://a.example/01", "title": "标题",
                 "source": None, "skip": None}
            ],
            "runs": [
                old_run(7, "finished", {"a": {"listed": 3, "stored": 2, "reasons": {}}}),
                old_run(8, "store_failed", {"a": {"listed": 1, "reasons": {}}, "b": {"reasons": {}}}),
                old_run(9, "running", {}),
            ],
            "feeds": [{"feed": "jsonlines:/srv/output", "position": 4}],
        }  # fmt: skip
        for name, values in rows.items():
            connection.execute(reflected(connection, name).insert(), values)
        if kind == "postgresql":
            connection.execute(text("SELECT setval('articles_position_seq', 5), setval('runs_run_seq', 9)"))
    engine.dispose()


def reflected(connection: Connection, name: str) -> Table:
    return Table(name, MetaData(), autoload_with=connection)


def old_article(number: int, revision: int) -> dict[str, Any]:
    changes: dict[str, Any] = {
        2: {"body": ["改过的正文。"], "headline": "改过的标题", "fetched_at": "2025-10-22T00:00:00Z"},
        3: {"authors": [Author("常牧之", "reporter", None)], "published_at": "2025-10-21"},
    }.get(revision, {})
    if number == 2:
        changes |= {"published_at": "2025-10-21T11:20+08:00"}
    if number == 3:
        changes |= {"published_at": None, "keywords": ["桥", "𠮷"]}
    row = asdict(make_article(number, revision=revision, **({"published_at": "2025-10-20T08:00:05+08:00"} | changes))) | {
        "run": 7,
        "committed_at": AT,
    }
    return {"position": [(1, 1), (1, 2), (2, 1), (1, 3), (3, 1)].index((number, revision)) + 1} | row


def old_url(number: int, state: str, **values: Any) -> dict[str, Any]:
    url = f"https://a.example/{number}.html"
    blank = {"reason": None, "attempts": 0, "found_in": 7, "next_try": None, "article": None}
    return {"id": url_id(url), "url": url, "outlet": "a", "state": state, "first_seen": AT, "last_seen": AT} | blank | values


def old_run(run: int, state: str, counts: dict[str, Any]) -> dict[str, Any]:
    finished = None if state == "running" else AT + timedelta(minutes=5)
    return {
        "run": run,
        "command": "newsspider crawl a",
        "started_at": AT,
        "finished_at": finished,
        "state": state,
        "counts": counts,
    }


def all_rows(store: Store, table: Table) -> list[dict[str, Any]]:
    with store.engine.connect() as connection:
        return [dict(row) for row in connection.execute(select(table).order_by(*table.primary_key)).mappings()]


def test_an_old_store_is_upgraded_with_all_its_data(old_store: str) -> None:
    store = Store(old_store)
    try:
        assert store.id == "e314e44cafc57a08"
        found = store.articles_after(0, 10)
        wanted = [old_article(*which) for which in ((1, 1), (1, 2), (2, 1), (1, 3), (3, 1))]
        assert found == [(row["position"], {name: row[name] for name in found[0][1]}) for row in wanted]
        rows = all_rows(store, articles)
        assert [row["changed"] for row in rows] == [
            None,
            ["headline", "body"],
            None,
            ["headline", "authors", "published_at", "body"],
            None,
        ]
        moments = [row["published"] for row in rows]
        assert moments[2] == datetime(2025, 10, 21, 3, 20, tzinfo=UTC)
        assert moments[3] == datetime(2025, 10, 20, 16, tzinfo=UTC)
        assert moments[4] is None
        assert moments[0] == datetime(2025, 10, 20, 0, 0, 5, tzinfo=UTC)
        assert {row["state"]: (row["attempts"], row["looks"]) for row in all_rows(store, urls)} == {
            "stored": (0, 0), "failed": (2, 0), "pending": (0, 0), "refused": (1, 0),
        }  # fmt: skip
        assert [(row["id"], row["completed_in"]) for row in all_rows(store, lists)] == [(url_id("http://a.example/list/"), 7)]
        assert store.list_read("https://a.example/list/") is not None
        assert {row["id"] for row in all_rows(store, issue_pages)} == {
            url_id("http://a.example/01"),
            url_id("http://a.example/02"),
        }
        assert [row["position"] for row in all_rows(store, feeds)] == [4]
        with store.feed("jsonlines:/srv/output") as feed:
            assert [position for position, _ in feed.next(10)] == [5]
        assert [(row["state"], row["reason"], row["outlets"]) for row in all_rows(store, runs)] == [
            ("finished", None, ["a"]), ("failed", "store_failed", ["a", "b"]), ("killed", None, []),
        ]  # fmt: skip
        assert [(row["run"], row["outlet"], row["state"]) for row in all_rows(store, outlet_runs)] == [
            (7, "a", "finished"), (8, "a", "failed"), (8, "b", "failed"),
        ]  # fmt: skip
    finally:
        store.close()


def test_an_upgraded_store_goes_on(old_store: str) -> None:
    """Positions and run numbers go on behind the old ones; what was due is due; issues are known."""
    store = Store(old_store)
    try:
        assert Runs(store).begin("test", ["a"]) == 10
        assert [due.url for due in store.due("a")] == ["https://a.example/2.html", "https://a.example/4.html"]
        known = old_article(1, 3)
        again = make_article(1, **{name: known[name] for name in ("published_at",)}, authors=[Author("常牧之", "reporter", None)])
        new = make_article(9)
        saved = store.save([Outcome(each.url or "", "a", "stored", article=each) for each in (again, new)], 10)
        assert saved == ["unchanged", "new"]
        assert [position for position, _ in store.articles_after(5, 10)] == [6]
        assert [status.state for status in Issues(store).table("a", [DAY])] == ["partial"]
    finally:
        store.close()


def test_an_upgraded_store_has_the_tables_of_a_new_one(old_store: str, tmp_path: Path) -> None:
    store = Store(old_store)
    try:
        with store.engine.connect() as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": True})
            assert compare_metadata(context, metadata) == []
            assert context.get_current_revision() == revision_of(STORE_VERSION)
        kind = store.engine.dialect.name
        with fresh(kind, tmp_path / "new") as url:
            new = Store(url)
            try:
                assert shape(store) == shape(new)
            finally:
                new.close()
    finally:
        store.close()


def shape(store: Store) -> dict[str, Any]:
    """What the database says of its tables: columns with types and nullability, keys, indexes."""
    inspector = inspect(store.engine)
    return {
        name: (
            {column["name"]: (str(column["type"]), column["nullable"]) for column in inspector.get_columns(name)},
            inspector.get_pk_constraint(name)["constrained_columns"],
            sorted((index["name"] or "", tuple(index["column_names"])) for index in inspector.get_indexes(name)),
            sorted((unique["name"] or "", tuple(unique["column_names"])) for unique in inspector.get_unique_constraints(name)),
        )
        for name in inspector.get_table_names()
    }


@pytest.mark.parametrize("kind", KINDS)
def test_a_new_store_has_the_newest_version(kind: str, tmp_path: Path) -> None:
    with fresh(kind, tmp_path) as url:
        store = Store(url)
        try:
            assert [row["version_num"] for row in all_rows(store, alembic_version)] == [revision_of(STORE_VERSION)]
            assert {row["key"]: row["value"] for row in all_rows(store, meta)} == {
                "store_version": str(STORE_VERSION),
                "store_id": store.id,
            }
        finally:
            store.close()


def test_the_newest_script_is_the_version_of_the_tables() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_heads() == [revision_of(STORE_VERSION)]


@pytest.mark.parametrize("kind", KINDS)
def test_a_newer_store_is_refused_and_left_alone(kind: str, tmp_path: Path) -> None:
    with fresh(kind, tmp_path) as url:
        store = Store(url)
        with store.engine.begin() as connection:
            connection.execute(update(meta).where(meta.c.key == "store_version").values(value="99"))
        store.close()
        with pytest.raises(
            SchemaTooNew, match=r"store version 99, this newsspider reads \d+: use the newer newsspider"
        ) as caught:
            Store(url)
        assert len(str(caught.value).splitlines()) == 1
        assert caught.value.exit_code == 5


def test_version_0_1_0_refuses_an_upgraded_store(old_store: str) -> None:
    """What its check reads is still there: `meta.store_version`, another number than its own."""
    Store(old_store).close()
    engine = create_engine(with_driver(old_store))
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT value FROM meta WHERE key = 'store_version'")) == str(STORE_VERSION)
    engine.dispose()


@pytest.mark.parametrize("kind", KINDS)
def test_passwords_that_version_2_stored_are_masked(kind: str, tmp_path: Path) -> None:
    nasty = "newsspider crawl a '--database=postgresql://me:it'\"'\"'s PLANTED@x@db/news' --limit 3"
    said = "cannot open postgresql://me:PLANTED@db/news: away"
    where = {
        "host": "h",
        "pid": 1,
        "process_started": 1.0,
        "started_at": AT,
        "finished_at": AT,
        "state": "failed",
        "outlets": ["a"],
    }
    counts = {"a": {"listed": 3, "reasons": {"timeout": 1}, "examples": {"timeout": ["http://me:PLANTED@a.example/1.html"]}}}
    plain = {"a": {"listed": 3, "reasons": {}, "examples": {"中文": ["http://a.example/?id=1"]}}}
    with fresh(kind, tmp_path) as url:
        store = Store(url)
        with store.engine.begin() as connection:
            rows = [where | {"run": 1, "command": nasty, "reason": said, "counts": counts}]
            rows += [
                where | {"run": run, "command": "newsspider crawl a", "reason": None, "counts": plain} for run in range(2, 1200)
            ]
            connection.execute(runs.insert(), [*rows, rows[0] | {"run": 1200}])
            part = {name: where[name] for name in ("started_at", "finished_at", "state")}
            connection.execute(
                outlet_runs.insert(), [part | {"run": run, "outlet": "a", "counts": counts["a"]} for run in (1, 2)]
            )
            alarm = {
                "outlet": "",
                "monitor": "error",
                "first_run": 1,
                "last_run": 1,
                "runs": 1,
                "first_at": AT,
                "last_at": AT,
                "state": "open",
            }
            connection.execute(
                alarms.insert(), [alarm | {"id": "1", "message": said}, alarm | {"id": "2", "message": "all is well"}]
            )
            metadata.drop_all(connection, [hosts, aliases, address_keys, address_rules])  # later versions brought them
            connection.execute(update(meta).where(meta.c.key == "store_version").values(value="2"))
            connection.execute(update(alembic_version).values(version_num="0002"))
        store.close()
        upgraded = Store(url)
        try:
            found = {table.name: all_rows(upgraded, table) for table in (runs, outlet_runs, alarms)}
            assert "PLANTED" not in repr(found)
            assert found["runs"][0] == found["runs"][-1] | {"run": 1}
            assert found["runs"][0]["command"] == "newsspider crawl a '--database=postgresql://me:***@db/news' --limit 3"
            assert found["runs"][0]["reason"] == "cannot open postgresql://me:***@db/news: away"
            assert found["runs"][0]["counts"]["a"]["examples"] == {"timeout": ["http://me:***@a.example/1.html"]}
            assert [row["counts"] for row in found["outlet_runs"]] == [found["runs"][0]["counts"]["a"]] * 2
            assert [row["message"] for row in found["alarms"]] == ["cannot open postgresql://me:***@db/news: away", "all is well"]
            assert all(
                (row["command"], row["reason"], row["counts"]) == ("newsspider crawl a", None, plain)
                for row in found["runs"][1:-1]
            )
            assert {row["key"]: row["value"] for row in all_rows(upgraded, meta)}["store_version"] == str(STORE_VERSION)
        finally:
            upgraded.close()


@pytest.mark.parametrize("kind", KINDS)
def test_two_programs_that_start_at_once_make_one_store(kind: str, tmp_path: Path) -> None:
    with fresh(kind, tmp_path) as url:
        assert len(set(open_at_once(url, 3))) == 1


def test_two_programs_that_start_at_once_upgrade_once(old_store: str) -> None:
    assert open_at_once(old_store, 3) == ["e314e44cafc57a08"] * 3
    store = Store(old_store)
    assert len(all_rows(store, articles)) == 5
    store.close()


def open_at_once(url: str, number: int) -> list[str]:
    """The store's id as that many processes find it, which open it at the same moment."""
    code = (
        "import sys; from newsspider.store import Store\n"
        "print('ready', flush=True); sys.stdin.readline(); store = Store(sys.argv[1]); print(store.id); store.close()"
    )
    started = [
        subprocess.Popen([sys.executable, "-c", code, url], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(number)
    ]
    for process in started:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in started:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    return [process.communicate(timeout=60)[0].strip() for process in started]


def test_an_upgrade_that_fails_leaves_the_store_as_it_was(old_store: str, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = create_engine(with_driver(old_store))
    with engine.begin() as connection:
        connection.execute(
            text("UPDATE runs SET counts = '17' WHERE run = 7")
        )  # what no program wrote: the script stumbles over it
    with pytest.raises(AttributeError):
        Store(old_store)
    with engine.begin() as connection:
        assert connection.scalar(text("SELECT value FROM meta WHERE key = 'store_version'")) == "1"
        assert "looks" not in {column["name"] for column in inspect(connection).get_columns("urls")}
        connection.execute(text("UPDATE runs SET counts = :counts WHERE run = 7"), {"counts": json.dumps({})})
    engine.dispose()
    Store(old_store).close()


def test_an_upgrade_is_logged_and_alembic_is_loaded_for_nothing_else(old_store: str, caplog: pytest.LogCaptureFixture) -> None:
    code = "import sys; from newsspider.store import Store; Store(sys.argv[1]).close(); print('alembic' in sys.modules)"
    with caplog.at_level(logging.INFO, logger="newsspider"):
        Store(old_store).close()
    assert f"upgraded from version 1 to {STORE_VERSION}" in caplog.text
    done = subprocess.run([sys.executable, "-c", code, old_store], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
