"""Passwords are masked in addresses, command lines, texts, logs and crashes, however they are written and whoever repeats them."""

import json
import logging
import os
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import quote, quote_plus

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from newsspider.cli import main
from newsspider.errors import NewsspiderError, UsageError
from newsspider.masking import command_line, know, know_environment, know_target, known, mask, mask_command, mask_url
from newsspider.middlewares.archive import exchange
from newsspider.store import Store
from newsspider.telemetry.faults import in_words
from newsspider.telemetry.logs import TEXT, JsonFormatter, TextFormatter, place

SECRET = "PLANTED"  # noqa: S105 a word to look for


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("postgresql://me:PLANTED@db:5432/news", "postgresql://me:***@db:5432/news"),
        ("postgresql://me:a@PLANTED@db/news", "postgresql://me:***@db/news"),
        ("postgresql://me:a@b/PLANTED:c#d?e=f@db/news", "postgresql://me:***@db/news"),
        ("postgresql://me:PLANTED 1 @ 2@db/news", "postgresql://me:***@db/news"),
        ("postgresql://me:%50LANTED%40PLANTED@db/news", "postgresql://me:***@db/news"),
        ("postgresql://:PLANTED@db/news", "postgresql://:***@db/news"),
        ("postgresql://me@tenant:PLANTED@db/news", "postgresql://me@tenant:***@db/news"),
        ("postgresql://me:PLANTED@db1:1,db2:2/news", "postgresql://me:***@db1:1,db2:2/news"),
        ("postgresql://me:PLANTED@[::1]:5432/news", "postgresql://me:***@[::1]:5432/news"),
        ("postgresql://me:PLANTED@/news?host=/run/postgresql", "postgresql://me:***@/news?host=/run/postgresql"),
        ("postgresql:///news?user=me&password=PLANTED", "postgresql:///news?user=me&password=***"),
        ("postgresql://db/news?sslmode=require&sslpassword=PLANTED", "postgresql://db/news?sslmode=require&sslpassword=***"),
        ("postgresql://db/news?p%61ssword=PLANTED", "postgresql://db/news?p%61ssword=***"),
        ("postgresql://db/news?password=a&PLANTED", "postgresql://db/news?password=***&***"),
        ("mysql+pymysql://me:PLANTED@/news?unix_socket=/run/m.sock", "mysql+pymysql://me:***@/news?unix_socket=/run/m.sock"),
        ("mariadb://db/news?passwd=PLANTED&charset=utf8mb4", "mariadb://db/news?passwd=***&charset=utf8mb4"),
        ("mysql://db/news?read_default_file=PLANTED", "mysql://db/news?read_default_file=***"),
        ("postgresql://me:PLANTED", "postgresql://me:***"),
        ("redis://:PLANTED@cache:6379/0", "redis://:***@cache:6379/0"),
        ("http://me:PLANTED@proxy:3128", "http://me:***@proxy:3128"),
        ("http://me:PLA/NTED@proxy:3128", "http://me:***@proxy:3128"),
        ("https://example.org/a?id=5&api_key=PLANTED", "https://example.org/a?id=5&api_key=***"),
        ("https://example.org/a#access_token=PLANTED", "https://example.org/a#access_token=***"),
        ("https://example.org/?to=postgresql://me:PLANTED@db/news", "https://example.org/?to=postgresql://me:***@db/news"),
        ("dingtalk://PLANTED/13800138000", "dingtalk://***"),
        ("jsons://me:PLANTED@example.org/hook", "jsons://***@example.org/***"),
        ("mailto://me:PLANTED@example.org?to=you@example.org", "mailto://***@example.org/***"),
        ("sqlite+pysqlcipher://:PLANTED@/news.db", "sqlite+pysqlcipher://:***@/news.db"),
        ("me:PLANTED@db/news", "me:***@db/news"),
    ],
)
def test_an_address_is_shown_without_its_secrets(url: str, shown: str) -> None:
    assert mask(mask_url(url)) == shown
    assert mask_url(shown) == shown


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://me@db:5432/news", "postgresql://db:5432/news", "postgresql://[::1]:5432/news", "postgresql://me@/news",
        "sqlite:////srv/news.db", "sqlite:///C:/news.db", "sqlite://", "https://example.org:8443/a@2x.png?id=5&page=2",
        "https://example.org/2025/10/21/t1_1.html", "http://[::1]:8080/a", "news.db", "sqlite:news.db",
    ],
)  # fmt: skip
def test_an_address_without_secrets_stays_as_it_is(url: str) -> None:
    assert mask_url(url) == url
    assert mask(f"cannot open {url}: away") == f"cannot open {url}: away"
    assert mask(f"'{url}' ({url}), {url}.") == f"'{url}' ({url}), {url}."


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("cannot open postgresql://me:PLANTED@db/news: away", "cannot open postgresql://me:***@db/news: away"),
        ("cannot open 'postgresql://me:PL'AN TED@db/news': away", "cannot open 'postgresql://me:***@db/news': away"),
        ("see postgresql://me:PLAN", "see postgresql://me:***"),
        ("see postgresql://me:PL\n    ANTED@db/news", "see postgresql://me:***@db/news"),
        ("[('postgresql://me:PLANTED@db'), \"redis://:PLANTED@c\"]", "[('postgresql://me:***@db'), \"redis://:***@c\"]"),
        ('{"url": "postgresql:\\/\\/me:PLANTED@db"}', '{"url": "postgresql:\\/\\/me:***@db"}'),
        ("host=db password=PLANTED user=me", "host=db password=*** user=me"),
        ("host=db password='PLA NTED' user=me", "host=db password=*** user=me"),
        ("{'passwd': 'PLANTED', 'port': 1}", "{'passwd': ***, 'port': 1}"),
        ("{b'Proxy-Authorization': [b'Basic PLANTED']}", "{b'Proxy-Authorization': [b'Basic ***']}"),
        ("Access denied for user 'me'@'db' (using password: YES)", "Access denied for user 'me'@'db' (using password: YES)"),
        ('password authentication failed for user "me"', 'password authentication failed for user "me"'),
        ("https://example.org/list: 12:30 by me@example.org", "https://example.org/list: 12:30 by me@example.org"),
    ],
)
def test_a_text_is_said_without_its_secrets(text: str, shown: str) -> None:
    assert mask(text) == shown
    assert mask(shown) == shown
    assert str(NewsspiderError(text)) == shown


JUNK = st.text(alphabet="@/:#?&=% '\"\\.,;!+-~éB7中", max_size=6)
PASSWORDS = st.builds(lambda before, after: before + SECRET + after, JUNK, JUNK)
FORMS = st.sampled_from(
    [
        "postgresql://me:{}@db:5432/news", "mysql://me:{}@db1:1,db2:2/news?charset=utf8mb4", "mariadb+pymysql://me:{}@/news?unix_socket=/s",
        "postgresql://:{}@[::1]/news", "redis://me:{}@cache",
    ]
)  # fmt: skip


@settings(deadline=None)
@given(FORMS, PASSWORDS)
def test_no_password_is_shown_of_an_address(form: str, password: str) -> None:
    for written in (password, quote(password, safe=""), quote(password), quote_plus(password)):
        url = form.format(written)
        arguments = ["newsspider", "crawl", "a b", f"--database={url}", "--database", url, "-s", f"NEWSSPIDER_DATABASE={url}"]
        for shown in (mask_url(url), command_line(arguments), mask_command(shlex.join(arguments))):
            assert SECRET not in shown, shown
            assert mask(shown) == shown


@settings(deadline=None)
@given(FORMS, PASSWORDS)
def test_a_known_password_is_shown_nowhere(form: str, password: str) -> None:
    known.forget()
    url = form.format(quote(password, safe=""))
    know(url)
    repeats = [password, quote(password), quote_plus(password), repr(password), json.dumps(password), shlex.quote(password)]
    for text in (*repeats, f"driver: {url}: no", repr(url), f"failed to resolve '{password}', away", "\n ".join(password)):
        assert SECRET.lower() not in mask(text).lower().replace("\n ", ""), mask(text)
    assert mask("newsspider: me@db/news, cache: 中国新闻") == "newsspider: me@db/news, cache: 中国新闻"


def test_what_stands_in_the_address_anyway_is_no_secret() -> None:
    know("postgresql://news:news@db/news", "postgresql://me:abc@db/news")
    assert mask("news abc") == "news abc"


def test_tokens_of_targets_and_passwords_of_proxies_are_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", "http://me:PLANTEDproxy@127.0.0.1:9")
    know_environment()
    know_target(
        "slack://PLANTEDa1/PLANTEDb2",
        "json://me:PLANTEDpw@example.org:8080/services/PLANTEDc3?+X-Key=PLANTEDd4&to=you@example.org",
    )
    said = "with url: /services/PLANTEDc3 PLANTEDa1 PLANTEDb2 PLANTEDpw PLANTEDd4 PLANTEDproxy Basic bWU6UExBTlRFRHByb3h5"
    assert mask(said) == "with url: /services/*** *** *** *** *** *** Basic ***"
    assert mask("example.org: you@example.org") == "example.org: you@example.org"


def test_a_command_line_without_secrets_stays_as_it_is() -> None:
    command = "newsspider crawl --urls 'my list.txt' --limit 3"
    assert mask_command(command) == command
    assert command_line(shlex.split(command)) == command
    assert mask_command("scrapy crawl -s NEWSSPIDER_DATABASE=postgresql://me:PL ANTED@db/news -a x=1") == (
        "scrapy crawl -s NEWSSPIDER_DATABASE=postgresql://me:***@db/news -a x=1"
    )
    assert mask_command("newsspider 'crawl postgresql://me:PLANTED@db") == "newsspider 'crawl postgresql://me:***@db"
    assert command_line(["x", "--api-token", SECRET]) == "x --api-token '***'"
    assert mask_command("x '--to=dingtalk:// PLANTED:1/2'") == "x '--to=dingtalk://***'"


@pytest.mark.parametrize("formatter", [TextFormatter(TEXT), JsonFormatter()], ids=["text", "json"])
def test_the_log_masks_messages_and_tracebacks(formatter: logging.Formatter) -> None:
    know("postgresql://me:PLANTED%22pw@db/news")
    try:
        raise ValueError('the driver says PLANTED"pw')
    except ValueError:
        record = logging.LogRecord("scrapy", 20, "", 1, "settings: %s", ({"A": 'postgresql://me:PLANTED"pw@db'},), sys.exc_info())
    place(record)
    line = formatter.format(record)
    assert SECRET not in line
    assert "ValueError: the driver says ***" in line


def test_an_unforeseen_error_is_told_without_its_secrets() -> None:
    assert in_words(ValueError("x" * 180 + " postgresql://me:PLANTED@db/news")).endswith("postgresql://me:**…")


def test_the_archive_keeps_no_password_of_a_proxy_or_site() -> None:
    from scrapy import Request
    from scrapy.http import Response

    headers = {"Proxy-Authorization": "Basic PLANTED", "authorization": "Bearer PLANTED", "Accept": "text/html"}
    request = Request("https://example.org/", headers=headers)
    kept: Any = exchange(request, Response("https://example.org/"), "2026-01-01T00:00:00Z").request_headers
    assert [name for name, _ in kept] == [b"Accept"]


@pytest.mark.parametrize(
    "url",
    ["postgresql://me:x@PLANTED@127.0.0.1/news", "mysql://me:x@db/PLANTED@127.0.0.1/news", "postgresql://me:PLANTED@h/d?x=a@b"],
)
def test_a_second_at_sign_is_refused_before_a_driver_sees_it(url: str) -> None:
    with pytest.raises(UsageError, match=r"more than one @; write those .* as %40") as caught:
        Store(url)
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize(
    "arguments",
    [
        ["runs", "postgresql://me:PLANTED@db/news"],
        ["runs", "--databse=postgresql://me:PLANTED@db/news"],
        ["runs", "1", "postgresql://me:PLANTED @db/news"],
        ["postgresql://me:PLANTED@db/news"],
        ["--config", "postgresql://me:PLANTED@db/news", "runs"],
        ["runs", "--database", "postgres//me:PLANTED@db/news"],
        ["runs", "--database", "host=db password=PLANTED"],
        ["export", "--database", "nonsense://me:PLANTED@db/news"],
    ],
)
def test_a_wrong_command_line_is_said_without_its_secrets(arguments: list[str]) -> None:
    done = CliRunner().invoke(main, arguments)
    assert done.exit_code in (2, 3)
    assert SECRET not in done.output


def test_a_wrong_secret_in_the_configuration_is_not_repeated(tmp_path: Path) -> None:
    file = tmp_path / "newsspider.toml"
    file.write_text('[notify]\nurls = "dingtalk://PLANTED/1"\n')
    done = CliRunner().invoke(main, ["--config", str(file), "runs"])
    assert done.exit_code == 3
    assert "notify.urls: its value is not a list of texts" in done.output
    assert SECRET not in done.output


def test_a_crash_is_printed_without_the_secrets_in_it(tmp_path: Path) -> None:
    code = (
        "import newsspider.store as store\n"
        "def crash(self, url, **more): raise RuntimeError('no good: ' + url)\n"
        "store.Store.__init__ = crash\n"
        "from newsspider.cli import main; main()"
    )
    command = [sys.executable, "-c", code, "runs", "--database", "postgresql://me:PLANTED@127.0.0.1/news"]
    environment = os.environ | {"NEWSSPIDER_DEBUG": "1"}
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=False, env=environment)
    assert done.returncode == 9
    assert done.stderr.startswith("Traceback")
    assert done.stderr.count("RuntimeError: no good: postgresql://me:***@127.0.0.1/news") == 2
    assert SECRET not in done.stderr
