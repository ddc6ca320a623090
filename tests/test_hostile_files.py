"""Files that newsspider reads with content that nobody means: configuration, site records, schedule, cursor, waiting outcomes."""

import os
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from article_factory import make_article
from in_process import run

from newsspider.config.toml_file import MOST_BYTES, read_toml
from newsspider.config.values import LONGEST
from newsspider.errors import ConfigError, InputError
from newsspider.export.cursor import Cursor, Mark
from newsspider.outlets import load_outlets
from newsspider.scheduling import load_schedule
from newsspider.scheduling.times import Timing
from newsspider.store import Outcome, Store
from newsspider.store.spool import write_waiting

NO_TOML: dict[str, bytes] = {
    "deep arrays": b"a = " + b"[" * 100_000,
    "deep tables": b"a = " + b"{b = " * 100_000,
    "a long key": b".".join([b"a"] * 100_000) + b" = 1",
    "a long quoted key": b'"a" . ' * 50_000 + b"b = 1",
    "a long table": b"[" + b".".join([b"a"] * 50_000) + b"]",
    "a number of 5,000 digits": b"a = " + b"9" * 5000,
    "a hexadecimal one": b"a = 0x" + b"f" * 5000,
    "a number of 65 bits": b"[a]\nb = [1, 9223372036854775808]",
    "NUL": b"a = 1\0",
    "GBK": "名 = '中'".encode("gbk"),
    "UTF-16": "a = 1".encode("utf-16"),
    "binary": bytes(range(256)) * 20,
    "larger than any": b"# " + b"x" * MOST_BYTES,
    "cut": b'[politeness]\ndelay = "',
    "carriage returns": b"a = 1\rb = 2",
}


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("case", NO_TOML)
def test_what_is_no_toml_is_told_with_its_file_and_at_once(case: str) -> None:
    Path("a.toml").write_bytes(NO_TOML[case])
    begun = time.monotonic()
    for command in (
        ("config", "--config", "a.toml"),
        ("outlets", "--sites", "a.toml"),
        ("schedule", "--plan", "--file", "a.toml"),
    ):
        code, printed, said = run(*command)
        assert code == 3, said
        assert said.startswith(("newsspider: a.toml: ", "newsspider: site record is wrong: a.toml: ")), said
        assert said.count("\n") == 1
        assert len(said) < 300
        assert printed == ""
    assert time.monotonic() - begun < 10


def test_a_byte_order_mark_and_line_ends_of_windows_are_read() -> None:
    Path("a.toml").write_bytes(b"\xef\xbb\xbf[politeness]\r\ndelay = 3\r\n")
    assert read_toml(Path("a.toml")) == {"politeness": {"delay": 3}}
    assert run("config", "--config", "a.toml")[0] == 0


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="this system has no /dev/zero")
def test_a_device_without_end_is_not_read_to_its_end() -> None:
    with pytest.raises(ValueError, match="larger than 1 MiB"):
        read_toml(Path("/dev/zero"))


def test_a_folder_a_link_and_a_file_that_may_not_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("folder.toml").mkdir()
    Path("loop.toml").symlink_to("loop.toml")
    for name in ("folder.toml", "loop.toml", "none.toml", "x" * 300 + ".toml"):
        assert run("config", "--config", name)[0] in (2, 3)
        assert run("outlets", "--sites", name)[0] in (2, 3)
        assert run("schedule", "--plan", "--file", name)[0] in (2, 4)
    code, _, said = run("outlets", "--sites", ".")
    assert (code, said.count("\n")) == (3, 3)  # both are named
    Path("a.toml").write_text("")

    def forbidden(*_args: object, **_more: object) -> None:
        raise PermissionError(13, "Permission denied", "a.toml")

    monkeypatch.setattr(Path, "open", forbidden)
    assert run("config", "--config", "a.toml") == (3, "", "newsspider: a.toml: Permission denied\n")
    assert run("outlets", "--sites", "a.toml")[0] == 3
    assert run("schedule", "--plan", "--file", "a.toml")[0] == 4


def test_without_a_home_nothing_is_looked_for_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """A container's user may be in no /etc/passwd."""
    monkeypatch.delenv("NEWSSPIDER_CONFIG", raising=False)
    monkeypatch.delenv("HOME", raising=False)
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    monkeypatch.setattr("pwd.getpwuid", lambda _number: (_ for _ in ()).throw(KeyError("uid not found")))
    code, printed, said = run("config")
    assert (code, said) == (0, "")
    assert "file: none" in printed
    Path("newsspider.toml").write_text('output = "~nobody-at-all/x"\n')
    assert run("config")[0] == 0


# the configuration


@pytest.mark.parametrize(
    "text",
    [
        'look_again = ["10000000000000d"]', f'look_again = ["{"9" * 5000}d"]', 'look_again = ["-1h"]', 'look_again = ["nan"]',
        'look_again = ["inf"]', "look_again = [1]", 'look_again = ["36501d"]', 'look_again = "1h"', 'look_again = ["٣h"]',
        '[notify]\nrepeat = "99999999999999d"', "[politeness]\ndelay = inf", "[politeness]\ndelay = 1e300", "[politeness]\nretries = 99999999999",
        "[politeness]\noutlets_at_once = 1000000", "[files]\nmegabytes = 1e300", "[files]\narticles = 9223372036854775807", "[watch]\ntimes = 1e99",
        'output = "a\\u0000b"', 'contact = "\\u0000"', 'database = ""', "sites = []", "schedule = 5", "politeness = 1", "[output]\nx = 1",
        "output = 1979-05-27", '[notify]\nurls = ["\\u0000"]',
    ],
)  # fmt: skip
def test_an_absurd_value_of_the_configuration_is_told_with_its_key(text: str) -> None:
    Path("newsspider.toml").write_text(text + "\n", encoding="utf-8")
    code, _, said = run("config", "--config", "newsspider.toml")
    assert code == 3
    assert said.startswith("newsspider: newsspider.toml: ")
    assert said.count("\n") == 1
    key = text.rpartition("\n")[2].partition(" ")[0] if not text.startswith("[output]") else "output"
    assert key in said
    assert len(said) < 2200


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("NEWSSPIDER_LOOK_AGAIN", "10000000000000d"), ("NEWSSPIDER_POLITENESS_DELAY", "nan"), ("NEWSSPIDER_POLITENESS_DELAY", "9" * 400),
        ("NEWSSPIDER_POLITENESS_RETRIES", "9" * 5000), ("NEWSSPIDER_CONTACT", "\udcff"), ("NEWSSPIDER_METRICS_PORT", "99999"),
        ("NEWSSPIDER_CONFIG", "none.toml"), ("NEWSSPIDER_CONFIG", "."),
    ],
)  # fmt: skip
def test_an_absurd_variable_is_told(variable: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(variable, value)
    code, _, said = run("config")
    assert (code, said.count("\n")) == (3, 1)
    assert len(said) < 2200


def test_the_longest_times_that_are_taken_work() -> None:
    """What is stored now and looked at again in a hundred years has a date."""
    store = Store("sqlite:///news.db", look_again=[LONGEST])
    article = make_article(1)
    assert store.save([Outcome(article.url or "", "a", "stored", article=article)]) == ["new"]
    assert store.due("a") == []
    store.close()
    assert Timing.every(f"{LONGEST.days}d").last(datetime.now(UTC)) is None


# site records

RECORD = 'name="x"\nprovince=""\nkind="portal"\nfamily="generic"\nhosts=["a.example"]\n'


@pytest.mark.parametrize(
    "line",
    [
        "delay = inf", "delay = nan", "delay = 1e300", "max_pages = 9223372036854775807", "concurrency = -1", "lists = [1]",
        "hosts = [[[[[]]]]]", "selectors = 1", 'selectors = {body = "["}', "verified = 1979-05-27", "render = 1",
        "mirrors = [[]]", "json_list = {links = 1}", "[a_b.x]",
    ],
)  # fmt: skip
def test_an_absurd_value_of_a_record_is_told_with_file_table_and_key(line: str) -> None:
    kept = [each for each in RECORD.splitlines() if each.split("=")[0] != line.split(" ")[0]]
    Path("sites.toml").write_text("\n".join(["[a_b]", *kept, line]) + "\n", encoding="utf-8")
    code, _, said = run("outlets", "--sites", "sites.toml")
    assert code == 3
    assert said.startswith("newsspider: site record")
    assert "sites.toml: [a_b] " in said
    assert line.partition(" ")[0].strip("[]").rpartition(".")[2] in said


@pytest.mark.parametrize("name", ["../../etc_passwd", "A_B", "a", "a_" + "b" * 200, "con", "a_b\\u0000", "北京_日报"])
def test_an_id_that_is_none_is_told(name: str) -> None:
    Path("sites.toml").write_text(f'["{name}"]\n{RECORD}', encoding="utf-8")
    with pytest.raises(ConfigError, match="the table's name must be province_outlet in a-z, 0-9 and _"):
        load_outlets(Path("sites.toml"))


# the schedule


@pytest.mark.parametrize(
    "lines",
    [
        'every = "10000000000000d"', f'every = "{"9" * 5000}s"', 'every = "36501d"', 'every = "0s"', 'every = "-1h"', 'every = "nan"',
        'cron = "1-99999999999 * * * *"', 'cron = "*/0 * * * *"', f'cron = "{"9" * 5000} * * * *"', 'cron = "0 0 30 2 *"', 'cron = "@daily"',
        'every = "1h"\njitter = "99999999999999d"', 'every = "1h"\ntimeout = "99999999999999d"', 'every = "1h"\nlimit = 9223372036854775807',
        'every = "1h"\nlimit = true', 'every = "1h"\nkind = []', 'every = "1h"\nprovinces = ["\\u0000"]',
    ],
)  # fmt: skip
def test_an_absurd_value_of_the_schedule_is_told_with_job_and_key(lines: str) -> None:
    Path("schedule.toml").write_text(f'[jobs.a]\noutlets = ["jiangxi_jxnews"]\n{lines}\n', encoding="utf-8")
    code, _, said = run("schedule", "--plan")
    assert code == 3
    assert said.startswith("newsspider: schedule.toml: [jobs.a] " + lines.splitlines()[-1].partition(" ")[0])
    assert said.count("\n") == 1


@pytest.mark.parametrize(
    "text", ["at_once = 9223372036854775807", 'grace = "99999999999999d"', "jobs = []", "groups = 1", "jobs = {a = []}"]
)
def test_an_absurd_value_at_the_top_of_the_schedule_is_told(text: str) -> None:
    jobs = "" if "jobs" in text else '[jobs.a]\noutlets = ["jiangxi_jxnews"]\nevery = "1h"\n'
    Path("schedule.toml").write_text(f"{text}\n{jobs}", encoding="utf-8")
    with pytest.raises(ConfigError, match=text.partition(" ")[0]):
        load_schedule(Path("schedule.toml"), load_outlets())


def test_a_cron_line_of_which_one_half_never_comes_is_quick() -> None:
    """The 31 April was looked for up to the year 9999, each time anew."""
    begun = time.monotonic()
    timing = Timing.cron("0 0 31 4 1")
    assert timing.last(datetime(2026, 5, 1, tzinfo=UTC)) is not None
    assert list(timing.between(datetime(2026, 4, 1, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC) + timedelta(days=40)))
    assert time.monotonic() - begun < 3


# cursors


CURSORS = [
    "[" * 100_000, '{"store": "s", "position": -5, "file": null}', '{"store": "s", "position": 1.5, "file": null}',
    '{"store": "s", "position": true, "file": null}', '{"store": "s", "position": ' + "9" * 5000 + ', "file": null}',
    '{"store": "s", "position": 9223372036854775808, "file": null}', '{"store": "s", "position": "7", "file": null}',
    '{"store": "s", "position": NaN, "file": null}', '{"store": "s", "position": 7, "file": [1]}', '{"store": "s", "position": 7, "file": "x"}',
    '{"store": "s", "position": 7, "file": {"device": 1, "inode": 1, "offset": -1}}', "null", "7", '"x"', "[]",
    '{"store": "s", "position": 7, "file": {"device": 1, "inode": 1, "offset": 1.5}}', '{"store": "s", "position": 7, "file": {"x": 1}}',
    '{"store": "s", "position": 7}', '{"store": "s"}', "\ufeff{}", '{"store": "s", "position": 7, "file": {"device": 1}}',
]  # fmt: skip


@pytest.mark.parametrize("text", CURSORS, ids=lambda text: text[:70])
def test_what_is_no_cursor_is_told_and_stays(text: str, tmp_path: Path) -> None:
    path = tmp_path / "place.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="is no cursor of newsspider, or a damaged one; give --cursor another file"):
        Cursor(path, "s")
    assert path.read_text(encoding="utf-8") == text


def test_a_cursor_of_a_file_with_large_numbers_is_one(tmp_path: Path) -> None:
    """Inodes have 64 bits without a sign."""
    path = tmp_path / "place.json"
    with Cursor(path, "s") as cursor:
        cursor.move(2**63 - 1, Mark(2**64 - 1, 2**64 - 1, 0))
    with Cursor(path, "s") as cursor:
        assert (cursor.position, cursor.mark) == (2**63 - 1, Mark(2**64 - 1, 2**64 - 1, 0))


@pytest.mark.parametrize("path", ["/", ".", "..", "folder", "none/place.json", "file/place.json", "loop"])
def test_a_cursor_where_none_can_be_is_told(path: str) -> None:
    Path("folder").mkdir()
    Path("file").touch()
    Path("loop").symlink_to("loop")
    Store("sqlite:///news.db").close()
    code, _, said = run("tail", "--database", "sqlite:///news.db", "--cursor", path)
    assert (code, said.count("\n")) == (5, 1), said
    assert f"the cursor {path}: " in said


@pytest.mark.parametrize("path", ["/", ".", "..", "folder", "none/x.jsonl", "file/x.jsonl", "loop/x.jsonl"])
@pytest.mark.parametrize("command", ["export", "report"])
def test_a_file_that_cannot_be_written_is_told(command: str, path: str) -> None:
    Path("folder").mkdir()
    Path("file").touch()
    Path("loop").symlink_to("loop")
    Store("sqlite:///news.db").close()
    code, _, said = run(command, "--database", "sqlite:///news.db", "--to", path)
    if command == "report" and path == "none/x.jsonl":
        assert code == 0  # it makes the folder
    else:
        assert (code, said.count("\n")) == (5, 1), said
        assert said.startswith("newsspider: cannot write ")


# outcomes that wait


@pytest.mark.parametrize(
    "line", [b"[" * 100_000, b"null", b"7", b"[]", b'{"article": 7}', b'{"retry_at": "x", "article": null}', b"9" * 5000]
)
def test_a_damaged_outcome_that_waits_is_told(line: bytes, tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 'news.db'}")
    path = tmp_path / f"{store.id}-000001-abcd.jsonl"
    path.write_bytes(b'{"database": "x"}\n' + line + b"\n")
    with pytest.raises(InputError, match="line 2: not an outcome that waits"):
        write_waiting(store, tmp_path)
    assert path.exists()
    store.close()


def test_a_file_of_a_strange_name_among_what_waits_is_told(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 'news.db'}")
    path = tmp_path / f"{store.id}-copy.jsonl"
    path.write_bytes(b'{"database": "x"}\n')
    with pytest.raises(InputError, match=r"-copy\.jsonl"):
        write_waiting(store, tmp_path)
    store.close()


def test_the_working_folder_is_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    for command in (("runs",), ("crawl", "--urls", "x.txt"), ("export",), ("config",), ("outlets", "--sites", "x")):
        code, _, said = run(*command)
        assert code in (0, 3, 4, 5), said
        assert said.count("\n") == (1 if code else 0)
    os.chdir(tmp_path)
