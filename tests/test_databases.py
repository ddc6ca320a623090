"""One store on SQLite, PostgreSQL and MariaDB: the same rows, every character, and many writers at once."""

import builtins
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from article_factory import make_article
from commands import newsspider, write_sites
from databases import KINDS, SERVERS, Mariadb, Postgres, fresh
from sqlalchemy import BigInteger, create_engine, select, text
from sqlalchemy.exc import OperationalError

from newsspider.demo import Press
from newsspider.errors import Locked, OutputError, StoreAway, UsageError
from newsspider.saved.extract import read_article
from newsspider.store import Outcome, Runs, Store
from newsspider.store.dialects import is_away, with_driver
from newsspider.store.engine import open_engine
from newsspider.store.tables import UtcDateTime, articles, bands, hosts, locks, meta, metadata, signatures, urls
from newsspider.store.upserts import insert_new, upsert


@pytest.fixture(params=KINDS)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    with fresh(request.param, tmp_path) as url:
        store = Store(url)
        yield store
        store.close()


def stored(number: int, **changes: object) -> Outcome:
    article = make_article(number, **changes)
    return Outcome(article.url or "", article.outlet or "", "stored", article=article)


# what goes in comes out


@pytest.mark.parametrize(
    "value",
    ["𠮷野家𪚥😀", "trailing blanks  ", "  leading", "引号“”'\"\\ %s :x ${y}", "new\nline\ttab", "\u2028\ufeff", "e\u0301 é"],
)
def test_every_text_comes_back_as_it_went_in(store: Store, value: str) -> None:
    article = make_article(1, headline=value or "x", kicker=value, body=[value, value * 2], keywords=[value], source=value)
    store.save([Outcome(article.url or "", "a", "stored", article=article)])
    assert store.articles_after(0, 1) == [(1, asdict(article))]
    assert store.save([Outcome(article.url or "", "a", "stored", article=article)]) == ["unchanged"]


def test_a_text_of_ten_megabytes(store: Store) -> None:
    article = make_article(1, body=["𠮷桥" * 1_450_000], dateline="讯" * 100_000)
    store.save([Outcome(article.url or "", "a", "stored", article=article)])
    assert len((article.body[0]).encode()) > 10_000_000
    assert store.articles_after(0, 1) == [(1, asdict(article))]


def test_case_and_blanks_at_the_end_count(store: Store) -> None:
    """Names are compared as they are; under MySQL's usual collations three of these were one key."""
    now = datetime.now(UTC)
    names = ["a", "A", "a ", "á", "ａ"]
    blank = {"run": 1, "host": "h", "pid": 1, "process_started": 0.0, "taken_at": now, "seen_at": now}
    with store.transaction() as connection:
        insert_new(connection, locks, [blank | {"name": name} for name in names])
        for name in names:
            assert list(connection.scalars(select(locks.c.name).where(locks.c.name == name))) == [name]


def test_times_keep_their_microseconds_and_zone(store: Store) -> None:
    moment = datetime(2025, 10, 21, 23, 59, 59, 123456, tzinfo=UTC)
    with store.transaction() as connection:
        row = {"id": "0" * 32, "url": "u", "outlet": "a", "state": "pending", "first_seen": moment, "last_seen": moment}
        connection.execute(urls.insert(), row)
        assert connection.scalar(select(urls.c.first_seen)) == moment
        if store.engine.dialect.name == "postgresql":
            assert connection.scalar(text("SHOW TIME ZONE")) == "UTC"


def test_control_characters_never_reach_the_store(store: Store) -> None:
    """PostgreSQL holds no NUL; pages print them all the same."""
    html = (
        "<html><head><meta charset=utf-8><title>石泉岭茶山\x00秋色正浓_赣江网</title></head><body><h1>石泉岭茶山\x00秋色&#0;正浓</h1>"
        "<p>2025-10-21 11:20 来源：赣江\x00网</p><div class=content>"
        + "<p>霜降将至，石泉岭的万亩\x00茶园层层叠叠，茶农抓住晴好&#0;天气采摘今年最后一批秋茶。\x07</p>" * 3
        + "</div></body></html>"
    )
    article = read_article(
        html.encode(), url="https://news.ganjiang.example/2025-10/21/content_1.htm", fetched_at="2025-10-22T00:00:00Z"
    )
    assert "\x00" not in json.dumps(asdict(article), ensure_ascii=False)
    assert "\\u0000" not in json.dumps(asdict(article))
    assert store.save([Outcome(article.url or "", "a", "stored", article=article)]) == ["new"]


# writing


def test_insert_new_leaves_what_is_there(store: Store) -> None:
    with store.transaction() as connection:
        insert_new(connection, meta, [{"key": "a", "value": "1"}])
        insert_new(connection, meta, [{"key": "a", "value": "2"}, {"key": "b", "value": "2"}])
        insert_new(connection, meta, [])
        upsert(connection, meta, [{"key": "b", "value": "3"}, {"key": "c", "value": "3"}])
        upsert(connection, meta, [])
        found = {row.key: row.value for row in connection.execute(select(meta).where(meta.c.key.in_(["a", "b", "c"])))}
    assert found == {"a": "1", "b": "3", "c": "3"}


def test_insert_new_hides_no_other_error(store: Store) -> None:
    with pytest.raises(OutputError) as caught, store.transaction() as connection:
        insert_new(connection, meta, [{"key": "a", "value": None}])
    assert not isinstance(caught.value, StoreAway)


def test_an_outlet_is_locked_once(store: Store) -> None:
    runs = Runs(store)
    first, second = runs.begin("one"), runs.begin("two")
    runs.lock("a", first)
    with pytest.raises(Locked, match=f"run {first} is crawling it"):
        runs.lock("a", second)
    runs.unlock("a", first)
    runs.lock("a", second)


WRITER = """
import sys
sys.path.insert(0, {tests!r})
from article_factory import make_article
from newsspider.store import Outcome, Store
url, me = sys.argv[1], int(sys.argv[2])
store = Store(url)
print("ready", flush=True)
sys.stdin.readline()
for start in range(0, 120, 20):
    numbers = range(start, start + 20) if me % 2 else range(start + 19, start - 1, -1)
    made = [make_article(number) for number in numbers]
    store.found("demo_founder", [article.url for article in made], run=me)
    store.save([Outcome(article.url, "demo_founder", "stored", article=article) for article in made], me)
    own = make_article(1000 * me + start)
    store.save([Outcome(own.url, "demo_founder", "stored", article=own), Outcome(made[0].url + "?x", "demo_founder", "failed", "timeout")], me)
store.close()
"""


def test_four_processes_write_the_same_articles_and_a_reader_misses_none(store: Store) -> None:
    """Every article once, in positions that a reader who follows never sees filled in behind it."""
    url = store.engine.url.render_as_string(hide_password=False)
    code = WRITER.format(tests=str(Path(__file__).parent))
    writers = [
        subprocess.Popen([sys.executable, "-c", code, url, str(me)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for me in range(1, 5)
    ]
    for writer in writers:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "ready\n"
    for writer in writers:
        assert writer.stdin is not None
        writer.stdin.write("go\n")
        writer.stdin.flush()
    followed: list[tuple[int, str]] = []
    while True:
        over = all(writer.poll() is not None for writer in writers)
        rows = store.articles_after(followed[-1][0] if followed else 0, 7)
        followed += [(position, row["id"]) for position, row in rows]
        if over and not rows:
            break
    for writer in writers:
        writer.communicate()
    assert [writer.returncode for writer in writers] == [0, 0, 0, 0]
    wanted = {
        make_article(number).id
        for number in [*range(120), *(1000 * me + start for me in range(1, 5) for start in range(0, 120, 20))]
    }
    assert len(followed) == len(wanted)
    assert {key for _, key in followed} == wanted
    assert [(position, row["id"]) for position, row in store.articles_after(0, 1000)] == followed


# one crawl, three databases


def everything(url: str) -> dict[str, list[str]]:
    """All rows of all tables, but for times, the numbers that depend on which outlet was quicker, and what names the process."""
    store = Store(url)
    told = {"host", "pid", "process_started", "fetched_at", "position", "seconds"}
    found: dict[str, list[str]] = {}
    with store.reading() as connection:
        for table in metadata.sorted_tables:
            columns = [column for column in table.c if not isinstance(column.type, UtcDateTime) and column.name not in told]
            if table is hosts:  # moments are numbers there
                columns = [hosts.c.crawl_delay, hosts.c.rests, hosts.c.reason]
            query = select(*columns)
            if table is bands:  # of which article instead of at which position
                query = select(bands.c.band, signatures.c.id).join(signatures, signatures.c.position == bands.c.position)
            if table is meta:
                query = query.where(meta.c.key != "store_id")
            found[table.name] = sorted(
                json.dumps(plain(dict(row)), sort_keys=True, default=str) for row in connection.execute(query).mappings()
            )
    store.close()
    return found


def plain(values: Any) -> Any:
    """Without what differs from run to run among what a run counted: times, and which three pages stand for many."""
    if isinstance(values, dict):
        return {key: plain(value) for key, value in values.items() if key not in ("seconds", "examples")}
    return values


def test_the_same_crawl_gives_the_same_rows(tmp_path: Path) -> None:
    found = {}
    with Press.on_free_ports() as press:
        write_sites(press.outlets, tmp_path / "sites.toml")
        for kind in KINDS:
            with fresh(kind, tmp_path) as url:
                outlets = ("demo_gbk", "demo_epaper", "demo_shtml")
                newsspider("crawl", *outlets, "--sites", "sites.toml", "--output", "out" + kind, "--database", url, cwd=tmp_path)
                found[kind] = everything(url)
                # the command and the output folder are named for the database
                found[kind] = {
                    name: [row.replace("out" + kind, "out") for row in rows]
                    for name, rows in found[kind].items()
                    if name not in ("feeds", "runs")
                }
    assert len(found["sqlite"]["articles"]) > 20
    for kind in SERVERS:
        for name, rows in found["sqlite"].items():
            differing = [pair for pair in zip(found[kind][name], rows, strict=True) if pair[0] != pair[1]]
            assert not differing, (kind, name, differing)


def test_positions_have_room(store: Store) -> None:
    assert (
        isinstance(articles.c.position.type.dialect_impl(store.engine.dialect), BigInteger)
        or store.engine.dialect.name == "sqlite"
    )


# opening


@pytest.mark.parametrize(
    ("url", "driver", "extra"),
    [
        ("postgresql://u:secret@h/x", "psycopg", "postgres"),
        ("postgres://u:secret@h/x", "psycopg", "postgres"),
        ("mysql://u:secret@h/x", "pymysql", "mysql"),
        ("mariadb://u:secret@h/x", "pymysql", "mysql"),
    ],
)
def test_a_driver_that_is_not_installed_is_named_with_its_extra(
    url: str, driver: str, extra: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    imported = builtins.__import__

    def missing(name: str, *args: Any, **kwargs: Any) -> Any:
        if name.split(".")[0] == driver:
            raise ModuleNotFoundError(f"No module named {driver!r}", name=driver)
        return imported(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", missing)
    with pytest.raises(UsageError) as caught:
        Store(url)
    message = str(caught.value)
    assert message.endswith(f"the driver {driver} is not installed; pip install 'newsspider[{extra}]'")
    assert "secret" not in message
    assert len(message.splitlines()) == 1


@pytest.mark.parametrize("kind", SERVERS)
def test_a_server_that_does_not_answer_is_said_in_one_line(kind: str) -> None:
    with pytest.raises(StoreAway) as caught:
        Store(f"{kind}://u:secret@127.0.0.1:1/x")
    message = str(caught.value)
    assert message.startswith("cannot open the database ")
    assert message.endswith("try another --database or --output")
    assert len(message.splitlines()) == 1
    assert "secret" not in message


@pytest.mark.parametrize("kind", SERVERS)
def test_a_row_that_another_program_holds_is_a_store_that_is_away(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("newsspider.store.dialects.LOCK_SECONDS", 1)
    with fresh(kind, tmp_path) as url:
        holder, waiter = Store(url), Store(url)
        with holder.transaction() as connection:
            connection.execute(select(meta.c.value).where(meta.c.key == "store_id").with_for_update())
            with pytest.raises(StoreAway):
                waiter.save([stored(1)])
        assert waiter.save([stored(1)]) == ["new"]
        holder.close()
        waiter.close()


@pytest.mark.parametrize("kind", SERVERS)
def test_a_connection_that_was_cut_is_made_anew(kind: str, tmp_path: Path) -> None:
    with fresh(kind, tmp_path) as url:
        store = Store(url)
        other = create_engine(with_driver(store.engine.url), isolation_level="AUTOCOMMIT")
        ask, kill = {
            "postgresql": ("SELECT pg_backend_pid()", "SELECT pg_terminate_backend({})"), "mariadb": ("SELECT connection_id()", "KILL {}"),
        }[kind]  # fmt: skip
        with store.reading() as connection:
            number = connection.scalar(text(ask))
        with other.connect() as connection:
            connection.execute(text(kill.format(number)))
        assert store.save([stored(1)]) == ["new"]

        def cut_inside() -> None:
            with store.transaction() as inside:
                number = inside.scalar(text(ask))
                with other.connect() as connection:
                    connection.execute(text(kill.format(number)))
                inside.execute(select(meta))

        with pytest.raises(StoreAway):
            cut_inside()
        assert store.save([stored(2)]) == ["new"]
        store.close()
        other.dispose()


def test_wrong_data_is_no_outage(store: Store) -> None:
    wrong = stored(1, headline=None)
    with pytest.raises(OutputError) as caught:
        store.save([wrong])
    assert not isinstance(caught.value, StoreAway)
    assert not is_away(ValueError("x"))
    assert is_away(OperationalError("x", {}, ConnectionError(), connection_invalidated=True))


@pytest.mark.parametrize("server", [Postgres, Mariadb])
def test_servers_of_our_own_start_on_this_machine(server: type[Postgres] | type[Mariadb]) -> None:
    """What the other tests fall back on where no server answers."""
    own = server()
    own.start()
    try:
        open_engine(own.url).dispose()
    finally:
        own.remove()
