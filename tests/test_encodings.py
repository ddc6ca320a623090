"""A database that cannot hold Chinese is refused when it is opened, and the command that it names makes one that can."""

import re
import shlex
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from article_factory import make_article
from databases import admin, fresh, server_url
from sqlalchemy import create_engine, text

from newsspider.errors import OutputError
from newsspider.store import Outcome, Store

TEXT = "𠮷田说：喆镕堃 😀"


def refused(url: str) -> str:
    """What is said of a database."""
    with pytest.raises(OutputError, match="cannot hold Chinese") as caught:
        Store(url)
    assert caught.value.exit_code == 5
    assert len(str(caught.value).splitlines()) == 1
    return str(caught.value)


def holds_chinese(url: str) -> bool:
    store = Store(url)
    try:
        article = make_article(1, headline=TEXT)
        store.save([Outcome(article.url or "", "x", "stored", article=article)])
        return [record["headline"] for _, record in store.articles_after(0, 9)] == [TEXT]
    finally:
        store.close()


@pytest.mark.parametrize("encoding", ["SQL_ASCII", "LATIN1", "EUC_CN"])
def test_postgresql_must_be_utf8(encoding: str, tmp_path: Path) -> None:
    said_as = f"TEMPLATE template0 ENCODING '{encoding}' LC_COLLATE 'C' LC_CTYPE 'C'"
    with fresh("postgresql", tmp_path, options=said_as) as url:
        said = refused(url)
        assert f"its encoding is {encoding}, not UTF8; make another with `createdb" in said
        found = re.search(r"`(createdb .*?)`, and name (\S+) in --database", said)
        assert found is not None
        if shutil.which("createdb") is None:
            pytest.skip("createdb is not installed")
        subprocess.run(shlex.split(found[1]), check=True)
        right = url.rpartition("/")[0] + "/" + found[2]
        try:
            assert holds_chinese(right)
        finally:
            admin(server_url("postgresql"), f"DROP DATABASE {found[2]} WITH (FORCE)")


def test_the_encoding_of_a_postgresql_connection_is_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with fresh("postgresql", tmp_path) as url:
        monkeypatch.setenv("PGCLIENTENCODING", "LATIN1")
        assert holds_chinese(url)
        assert "encoding is LATIN1; take client_encoding out" in refused(f"{url}?client_encoding=latin1")


@pytest.mark.parametrize("charset", ["latin1", "gbk", "utf8mb3"])
def test_mariadb_must_be_utf8mb4(charset: str, tmp_path: Path) -> None:
    with fresh("mariadb", tmp_path, options=f"CHARACTER SET {charset}") as url:
        said = refused(url)
        assert f"its character set is {charset}, not utf8mb4; change it with ALTER DATABASE" in said
        admin(url, said.partition("change it with ")[2])
        assert holds_chinese(url)
        assert "character set is gbk; take charset out" in refused(f"{url}?charset=gbk")


def test_tables_that_somebody_converted_are_named_with_the_cure(tmp_path: Path) -> None:
    with fresh("mariadb", tmp_path) as url:
        assert holds_chinese(url)
        admin(url, "ALTER TABLE runs CONVERT TO CHARACTER SET latin1")
        admin(url, "ALTER TABLE urls MODIFY reason LONGTEXT CHARACTER SET utf8mb3")
        said = refused(url)
        assert "its column runs.command (and 6 more) is latin1, not utf8mb4; change it with ALTER TABLE `runs`" in said
        for statement in said.partition("change it with ")[2].split("; "):
            admin(url, statement)
        store = Store(url)
        with store.reading() as connection:
            found = connection.execute(
                text(
                    "SELECT DISTINCT collation_name FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name IN "
                    "('runs', 'urls') AND data_type <> 'longtext' AND collation_name IS NOT NULL"
                )
            )
            assert [row[0] for row in found] == ["utf8mb4_nopad_bin"]
        store.close()


def test_a_foreign_table_in_the_way_is_left_alone(tmp_path: Path) -> None:
    with fresh("mariadb", tmp_path) as url:
        admin(url, "CREATE TABLE articles (headline TEXT) CHARACTER SET latin1")
        said = refused(url)
        assert "its column articles.headline is latin1, not utf8mb4; make another with CREATE DATABASE" in said
        found = re.search(r"make another with (CREATE .*), and name (\S+) in --database", said)
        assert found is not None
        admin(url, found[1])
        try:
            assert holds_chinese(url.rpartition("/")[0] + "/" + found[2])
        finally:
            admin(url, f"DROP DATABASE {found[2]}")


def test_a_foreign_table_of_another_name_is_nobodys_business(tmp_path: Path) -> None:
    with fresh("mariadb", tmp_path) as url:
        admin(url, "CREATE TABLE customers (name TEXT) CHARACTER SET latin1")
        assert holds_chinese(url)


def test_sqlite_holds_chinese_in_each_of_its_encodings(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'news.db'}"
    engine = create_engine(url)
    with engine.connect() as connection:
        connection.execute(text("PRAGMA encoding = 'UTF-16le'"))
        connection.execute(text("CREATE TABLE other (name TEXT)"))
        connection.commit()
    engine.dispose()
    assert holds_chinese(url)


def test_a_look_costs_the_first_connection_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[str] = []

    def counted(query: Callable[[str], Any], *_: Any) -> None:
        looks.append("look")

    monkeypatch.setattr("newsspider.store.encoding._fault_of_mysql", counted)
    with fresh("mariadb", tmp_path) as url:
        store = Store(url)
        with store.reading(), store.reading():
            pass
        store.close()
    assert looks == ["look"]
