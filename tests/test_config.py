"""The configuration: who overrules whom, what is said about mistakes, what stays secret, what reaches the commands and Scrapy."""

import ast
import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from commands import newsspider, write_sites

from newsspider.cli import main
from newsspider.cli.options import OPTIONS
from newsspider.config import Config, Politeness, in_force, load, use
from newsspider.config.keys import all_keys, tables
from newsspider.config.scrapy import scrapy_settings, slot, user_agent
from newsspider.config.telling import keys_page
from newsspider.config.values import duration, said_duration
from newsspider.crawl.command import Crawl
from newsspider.demo import Press
from newsspider.errors import ConfigError
from newsspider.masking import mask_setting
from newsspider.outlets import Outlets

ROOT = Path(__file__).parent.parent


@pytest.fixture(autouse=True)
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An empty working folder and home, no variable of ours."""
    for name in [name for name in os.environ if name.startswith("NEWSSPIDER_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home"))
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    yield
    use(None)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments, prog_name="newsspider")


def shown(*arguments: str) -> dict[str, dict[str, Any]]:
    done = run(*arguments, "config", "--json")
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)  # type: ignore[no-any-return]


def write(text: str, path: str = "newsspider.toml") -> Path:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(text, encoding="utf-8")
    return Path(path)


def test_without_file_and_variables_all_is_default() -> None:
    assert {row["from"] for row in shown().values()} == {"default"}
    assert load().values == Config()
    assert load().file is None


def test_the_command_line_goes_before_the_environment_before_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    write('output = "of-file"\ncontact = "file@example.org"\n[log]\nformat = "json"\n[politeness]\ndelay = 3\n')
    monkeypatch.setenv("NEWSSPIDER_OUTPUT", "of-environment")
    monkeypatch.setenv("NEWSSPIDER_CONTACT", "environment@example.org")
    done = run("config", "--json", "--output", "of-command-line")
    rows = json.loads(done.stdout)
    assert rows["output"] == {"value": "of-command-line", "from": "command line --output"}
    assert rows["contact"] == {"value": "environment@example.org", "from": "environment NEWSSPIDER_CONTACT"}
    assert rows["log.format"] == {"value": "json", "from": "newsspider.toml"}
    assert rows["politeness.delay"] == {"value": 3.0, "from": "newsspider.toml"}
    assert rows["notify.on"] == {"value": "failure", "from": "default"}


def test_the_first_file_that_exists_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def output(*arguments: str) -> str:
        return str(shown(*arguments)["contact"]["value"])

    write('contact = "home"', str(tmp_path / "home" / "newsspider" / "newsspider.toml"))
    assert output() == "home"
    write('contact = "here"')
    assert output() == "here"
    monkeypatch.setenv("NEWSSPIDER_CONFIG", str(write('contact = "variable"', "v.toml")))
    assert output() == "variable"
    named = str(write('contact = "option"', "o.toml"))
    assert output("--config", named) == "option"
    done = run("config", "--json", "--config", named)
    assert json.loads(done.stdout)["contact"] == {"value": "option", "from": "o.toml"}
    monkeypatch.setenv("NEWSSPIDER_CONFIG", "")
    assert output() == "None"


def test_paths_of_a_file_are_meant_from_its_folder(tmp_path: Path) -> None:
    write('output = "news"\nsites = "/abs/sites"\nschedule = "s.toml"', "etc/newsspider.toml")
    values = load(Path("etc/newsspider.toml")).values
    assert (values.output, values.sites, values.schedule) == (Path("etc/news"), Path("/abs/sites"), Path("etc/s.toml"))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("outptu = 'x'", "newsspider.toml: outptu: unknown key; did you mean output?"),
        ("[politeness]\ndealy = 1", "newsspider.toml: politeness.dealy: unknown key; did you mean politeness.delay?"),
        ("[politness]\ndelay = 1", "newsspider.toml: politness: unknown key; did you mean politeness?"),
        ("delay = 1", "newsspider.toml: delay: unknown key; did you mean politeness.delay?"),
        ("[log]\nwxyz = 1", "newsspider.toml: log.wxyz: unknown key; known: log.format, log.level"),
        ("output = 3", "output: 3 is not a path"),
        ("contact = ''", "contact: '' is not a text"),
        ("[politeness]\ndelay = 'slow'", "politeness.delay: 'slow' is not a number of 0 or more"),
        ("[politeness]\ndelay = -1", "politeness.delay: -1 is not a number of 0 or more"),
        ("[politeness]\ndelay = nan", "politeness.delay: nan is not a number of 0 or more"),
        ("[politeness]\nretries = true", "politeness.retries: True is not a whole number of 0 or more"),
        ("[politeness]\nretries = 1.5", "politeness.retries: 1.5 is not a whole number"),
        ("metrics_port = 70000", "metrics_port: 70000 is not a whole number from 0 to 65535"),
        ("[archive]\non = 'yes'", "archive.on: 'yes' is not true or false"),
        ("[files]\ncompression = 'bz2'", "files.compression: 'bz2' is not one of none, gzip, zstd"),
        ("look_again = ['1h', 'soon']", "look_again: ['1h', 'soon'] is not a list of lengths of time like 1h"),
        ("look_again = '1h'", "look_again: '1h' is not a list"),
        ("[notify]\nrepeat = '1 day'", "notify.repeat: '1 day' is not a length of time like 90s, 10m, 1h30m or 3d"),
        ("[notify]\nurls = [1]", "notify.urls: its value is not a list of texts"),
        ("schedule = 5", "schedule: 5 is not a path or a table"),
        ("watch = 'x'", "newsspider.toml: watch: unknown key"),
        ("log = 'json'", "newsspider.toml: log: unknown key"),
        ("output = ", "newsspider.toml: no TOML: "),
    ],
)
def test_a_mistake_is_said_with_file_and_key(text: str, told: str) -> None:
    write(text)
    done = run("outlets")
    assert done.exit_code == ConfigError.exit_code
    assert told in done.stderr
    assert done.stderr.startswith("newsspider: ")
    assert done.stderr.count("\n") == 1


def test_all_mistakes_are_said_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    write("outptu = 1\n[log]\nformat = 'xml'")
    monkeypatch.setenv("NEWSSPIDER_POLITENESS_TIMEOUT", "long")
    with pytest.raises(ConfigError) as raised:
        load()
    for told in ("outptu", "log.format: 'xml'", "environment: NEWSSPIDER_POLITENESS_TIMEOUT: 'long' is not a number"):
        assert told in str(raised.value)


def test_a_file_that_was_named_must_exist(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "gone.toml: no such configuration file" in run("--config", "gone.toml", "outlets").stderr
    assert "gone.toml: no such configuration file" in run("outlets", "--config", "gone.toml").stderr
    monkeypatch.setenv("NEWSSPIDER_CONFIG", "away.toml")
    assert "away.toml: no such configuration file" in run("outlets").stderr


VARIABLES = {
    "NEWSSPIDER_OUTPUT": ("a/b", "output", Path("a/b")),
    "NEWSSPIDER_METRICS_PORT": ("9100", "metrics_port", 9100),
    "NEWSSPIDER_LOOK_AGAIN": ("30m 2h", "look_again", (timedelta(minutes=30), timedelta(hours=2))),
    "NEWSSPIDER_POLITENESS_DELAY": ("2.5", "politeness.delay", 2.5),
    "NEWSSPIDER_POLITENESS_TIMEOUT": ("9", "politeness.timeout", 9.0),
    "NEWSSPIDER_ARCHIVE_ON": ("Yes", "archive.on", True),
    "NEWSSPIDER_NOTIFY_DIGEST": ("off", "notify.digest", False),
    "NEWSSPIDER_NOTIFY_URLS": ("json://a/b,c dingtalk://t", "notify.urls", ("json://a/b,c", "dingtalk://t")),
    "NEWSSPIDER_NOTIFY_REPEAT": ("1d12h", "notify.repeat", timedelta(hours=36)),
    "NEWSSPIDER_FILES_COMPRESSION": ("zstd", "files.compression", "zstd"),
    "NEWSSPIDER_SCHEDULE": ("s.toml", "schedule", Path("s.toml")),
}


@pytest.mark.parametrize("variable", VARIABLES)
def test_variables_are_read_by_the_type_of_their_key(variable: str) -> None:
    text, name, value = VARIABLES[variable]
    found = load(environment={variable: text, "XDG_CONFIG_HOME": "none"})
    assert found.get(name) == value
    assert found.origins[name] == f"environment {variable}"


def test_a_misspelt_variable_is_a_mistake_and_a_foreign_one_is_not() -> None:
    with pytest.raises(ConfigError, match="NEWSSPIDER_OUTPT: unknown variable; did you mean NEWSSPIDER_OUTPUT"):
        load(environment={"NEWSSPIDER_OUTPT": "x"})
    foreign = {"NEWSSPIDER_SERVICE_HOST": "10.0.0.1", "NEWSSPIDER_PORT_8080_TCP": "tcp://10.0.0.1:80", "NEWSSPIDER_OUTPUT": " "}
    assert load(environment=foreign).values == Config()


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("postgresql+psycopg://me:pa55@db:5432/news", "postgresql+psycopg://me:***@db:5432/news"),
        ("mysql+pymysql://me:p%40ss@db/news?charset=utf8mb4", "mysql+pymysql://me:***@db/news?charset=utf8mb4"),
        ("sqlite:////var/lib/news.db", "sqlite:////var/lib/news.db"),
        ("dingtalk://S3cret/T0ken", "dingtalk://***"),
        ("slack://TokenA/TokenB/TokenC/#news", "slack://***"),
        ("mailtos://me:pa55@example.org?to=you@example.org", "mailtos://***@example.org/***"),
        ("json://127.0.0.1:8080/hook/S3cret", "json://127.0.0.1:8080/***"),
        ("jsons://u:pa55@example.org", "jsons://***@example.org"),
        ("https://oapi.example.org/robot/send?access_token=S3cret", "https://***"),
        ("no url, S3cret", "***"),
    ],
)
def test_secrets_are_hidden(url: str, told: str) -> None:
    assert mask_setting(url) == told
    for secret in ("pa55", "S3cret", "T0ken", "TokenA", "p%40ss"):
        assert secret not in mask_setting(url)


def test_config_shows_no_secret() -> None:
    write('database = "postgresql://me:pa55@db/news"\n[notify]\nurls = ["dingtalk://S3cret", "json://h/S3cret"]')
    for arguments in (("config",), ("config", "--json")):
        done = run(*arguments)
        assert "me:***@db" in done.stdout
        assert "dingtalk://***" in done.stdout
        assert "pa55" not in done.output
        assert "S3cret" not in done.output
    assert "newsspider.toml" in run("config").stdout


@pytest.mark.parametrize("text", ["90s", "10m", "90m", "1h", "36h", "24h", "1.5s"])
def test_a_length_of_time_is_said_as_it_is_read(text: str) -> None:
    assert said_duration(duration(text)) == text


@pytest.mark.parametrize("text", ["", "10", "h", "1 h", "-1h", "1h-1m", "1w"])
def test_what_is_no_length_of_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no length of time"):
        duration(text)


def test_options_of_commands_take_their_defaults_from_the_configuration() -> None:
    write('[tiny_paper]\nname="小报"\nprovince="CN-JX"\nkind="portal"\nfamily="generic"\nhosts=["example.org"]\n', "mine/jx.toml")
    write('sites = "mine"\noutput = "from-file"\n')
    assert [row["id"] for row in json.loads(run("outlets", "--json").stdout)] == ["tiny_paper"]
    assert "[default: from-file]" in " ".join(run("crawl", "--help").stdout.split())
    assert (
        "from-file/newsspider.db: no database there"
        in run("issues", "jiangxi_jxrb", "--sites", str(ROOT / "newsspider/sites")).stderr
    )
    write('output = "other"', "other.toml")
    assert "[default: other]" in " ".join(run("crawl", "--config", "other.toml", "--help").stdout.split())


def test_the_configuration_ends_with_the_command() -> None:
    write('contact = "x"')
    run("config", "--output", "y")
    Path("newsspider.toml").unlink()
    assert in_force().values == Config()


def test_a_crawl_runs_by_its_file(tmp_path: Path) -> None:
    write('output = "news"\ndatabase = "sqlite:///kept.db"\nsites = "s.toml"\n[log]\nformat = "json"\nlevel = "INFO"\n')
    with Press.on_free_ports() as press:
        write_sites(Outlets([press.outlets["demo_plain"]]), Path("s.toml"))
        done = newsspider("crawl", "--all", "--config", "newsspider.toml", cwd=Path.cwd())
    assert Path("kept.db").is_file()
    assert list(Path("news/articles").iterdir())
    assert not Path("news/newsspider.db").exists()
    assert not Path("output").exists()
    assert all(json.loads(line)["level"] in ("INFO", "WARNING") for line in done.stderr.splitlines())
    assert done.stderr


@pytest.mark.parametrize("order", [("--demo", "--config", "n.toml"), ("--config", "n.toml", "--demo"), ("--demo",)], ids=" ".join)
def test_the_demo_press_stays_out_of_the_real_store(order: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    text = 'output = "real"\ndatabase = "sqlite:///real.db"\ncontact = "me"\n[archive]\non = true\nfolder = "real"\n'
    monkeypatch.setenv("NEWSSPIDER_CONFIG", str(write(text, "n.toml")))
    seen: dict[str, Any] = {}

    def crawl(self: Crawl) -> int:
        seen.update(output=str(self.output), database=self.database, contact=self.contact, archive=in_force().values.archive.on)
        return 0

    monkeypatch.setattr(Crawl, "run", crawl)
    assert run("crawl", *order).exit_code == 0
    assert seen == {"output": "output", "database": None, "contact": "me", "archive": False}
    run("crawl", *order, "--output", "said", "--database", "sqlite:///said.db")
    assert (seen["output"], seen["database"]) == ("said", "sqlite:///said.db")
    run("crawl", "--all")
    assert (seen["output"], seen["database"], seen["archive"]) == ("real", "sqlite:///real.db", True)


def test_plain_scrapy_takes_the_same_configuration() -> None:
    write('contact = "me@example.org"\n[politeness]\ntimeout = 7\nuser_agent_suffix = "corpus/1"\n')
    code = (
        "from scrapy.utils.project import get_project_settings as s; s = s();"
        "print(s['DOWNLOAD_TIMEOUT'], s['USER_AGENT'], s['DOWNLOAD_DELAY'], s['ROBOTSTXT_OBEY'])"
    )
    environment = os.environ | {"SCRAPY_SETTINGS_MODULE": "newsspider.settings"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    assert done.stdout.strip() == f"7.0 {user_agent('me@example.org', 'corpus/1')} 1.5 True"


def test_the_settings_module_says_nothing_that_the_configuration_says() -> None:
    tree = ast.parse((ROOT / "newsspider/settings.py").read_text(encoding="utf-8"))
    named = {
        target.id
        for node in tree.body
        if isinstance(node, ast.Assign | ast.AnnAssign)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name)
    }
    assert not named & scrapy_settings(Config()).keys()
    assert "ROBOTSTXT_OBEY" in named


ELSEWHERE = {
    "schedule",
    *(name for name in all_keys() if name.startswith("watch.")),
    "notify.urls",
    "notify.on",
    "notify.digest",
    "notify.repeat",
}
"""Keys that are no business of a spider."""
OTHER: dict[str, Any] = {
    "output": Path("o"), "database": "sqlite:///x.db", "contact": "x", "sites": Path("s"), "look_again": (), "metrics_port": 5,
    "metrics_address": "::1", "politeness.delay": 5.0, "politeness.concurrency": 5, "politeness.outlets_at_once": 5,
    "politeness.timeout": 5.0, "politeness.retries": 5, "politeness.max_crawl_delay": 5.0, "politeness.patience": 5.0, "politeness.user_agent_suffix": "x", "files.articles": 5,
    "files.megabytes": 5.0, "files.compression": "gzip", "archive.on": False, "archive.folder": Path("a"),
    "archive.megabytes": 5.0, "log.format": "json", "log.level": "DEBUG",
}  # fmt: skip


def test_every_key_reaches_scrapy() -> None:
    assert OTHER.keys() | ELSEWHERE == all_keys().keys()
    base = load().with_value("archive.on", True, "test")
    for name, value in OTHER.items():
        assert scrapy_settings(base.with_value(name, value, "test").values) != scrapy_settings(base.values), name


@pytest.mark.parametrize(
    ("delay", "concurrency", "wanted"),
    [(None, None, (2.0, 3)), (1.0, 8, (2.0, 3)), (5.0, 1, (5.0, 1)), (0.0, None, (2.0, 3))],
)
def test_the_configuration_makes_a_crawl_only_more_patient(
    delay: float | None, concurrency: int | None, wanted: tuple[float, int]
) -> None:
    config = Config(politeness=Politeness(delay=delay, concurrency=concurrency))
    assert slot(config, 2.0, 3) == {"delay": wanted[0], "concurrency": wanted[1]}


def test_options_name_keys_that_exist() -> None:
    assert set(OPTIONS.values()) <= set(all_keys())


def test_the_page_of_keys_is_fresh() -> None:
    page = (ROOT / "docs/configuration.md").read_text(encoding="utf-8")
    assert keys_page() in page, "write it anew: python -m newsspider.config"


@pytest.mark.parametrize("page", ["README.md", "README.zh-CN.md"])
def test_the_example_file_is_right_and_complete(page: str) -> None:
    blocks = re.findall(r"```toml\n(.*?)```", (ROOT / page).read_text(encoding="utf-8"), re.S)
    (example,) = [block for block in blocks if "[politeness]" in block]
    found = load(write(example), environment={})
    assert {name for name, origin in found.origins.items() if origin == "default"} == set()
    assert set(tomllib.loads(example)) >= set(tables())
