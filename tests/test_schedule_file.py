"""The schedule file and its plan: what it means, and how its faults are told."""

import io
import json
import subprocess
import sys
import tomllib
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from commands import write_sites
from rich.console import Console

from newsspider.days import SHANGHAI
from newsspider.demo import Press, outlets
from newsspider.errors import ConfigError, InputError
from newsspider.outlets import Outlet, Outlets, load_outlets
from newsspider.scheduling import load_schedule, parse_schedule
from newsspider.scheduling.plan import plan, plan_table

DEMO = outlets()
BASE = {"every": "30m", "outlets": ["demo_gbk"]}


def outlet(name: str, **more: object) -> Outlet:
    values = {"name": name, "province": "CN-JX", "kind": "portal", "family": "enorth", "hosts": [f"{name}.example"]} | more
    return Outlet(id=name, **values)  # type: ignore[arg-type]


LISTED = outlet("jiangxi_a", lists=["http://a.example/"])
PAPER = outlet("jiangxi_b", kind="epaper", layout=["http://b.example/{yyyymmdd}"])
BOTH = outlet(
    "hunan_c", province="CN-HN", kind="epaper", lists=["http://c.example/"], issues="http://c.example/{yyyymm}/period.xml"
)
BARE = outlet("hunan_d", province="CN-HN")
SOME = Outlets([LISTED, PAPER, BOTH, BARE])


@pytest.mark.parametrize(
    ("choice", "chosen"),
    [
        ({"outlets": ["jiangxi_a", "hunan_c", "jiangxi_a"]}, ["jiangxi_a", "hunan_c"]),
        ({"provinces": ["JX"]}, ["jiangxi_a"]),
        ({"provinces": ["CN-JX", "hunan"]}, ["jiangxi_a", "hunan_c"]),
        ({"group": "mine"}, ["hunan_c"]),
        ({"all": True}, ["jiangxi_a", "hunan_c"]),
        ({"kind": "issues", "all": True}, ["jiangxi_b", "hunan_c"]),
        ({"kind": "issues", "provinces": ["JX"]}, ["jiangxi_b"]),
        ({"group": "mine", "outlets": ["jiangxi_a"]}, ["jiangxi_a", "hunan_c"]),
    ],
)
def test_a_job_takes_the_outlets_that_it_can_crawl(choice: dict[str, object], chosen: list[str]) -> None:
    schedule = parse_schedule({"groups": {"mine": ["hunan_c"]}, "jobs": {"j": {"every": "1h", **choice}}}, SOME)
    assert list(schedule.jobs["j"].outlets) == chosen


def test_every_key_is_read() -> None:
    schedule = parse_schedule(
        {
            "at_once": 7,
            "grace": "45s",
            "jobs": {
                "papers": {
                    "kind": "issues", "outlets": ["demo_epaper"], "cron": "10 6 * * *", "jitter": "5m", "limit": 50, "timeout": "20m",
                },
                "lists": BASE,
            },
        },
        DEMO,
    )  # fmt: skip
    assert (schedule.at_once, schedule.grace) == (7, timedelta(seconds=45))
    papers, lists = schedule.jobs["papers"], schedule.jobs["lists"]
    assert (papers.kind, papers.timing.text, papers.jitter) == ("issues", "cron 10 6 * * *", timedelta(minutes=5))
    assert (papers.limit, papers.timeout) == (50, timedelta(minutes=20))
    assert (lists.kind, lists.timing.text, lists.jitter, lists.limit, lists.timeout) == (
        "lists",
        "every 30m",
        timedelta(),
        0,
        None,
    )


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ({}, "s.toml: no job in it"),
        ({"job": {}}, "s.toml: job: unknown key; did you mean jobs?"),
        ({"at_once": 0, "jobs": {"j": BASE}}, "s.toml: at_once: 0 is not a whole number above 0"),
        ({"grace": "soon", "jobs": {"j": BASE}}, "s.toml: grace: 'soon' is no duration"),
        ({"jobs": {"j": 1}}, "s.toml: [jobs.j] is a bare key"),
        ({"jobs": {"j": {"outlets": ["demo_gbk"], "evry": "1h"}}}, "s.toml: [jobs.j] evry: unknown key; did you mean every?"),
        ({"jobs": {"j": {**BASE, "every": 30}}}, "s.toml: [jobs.j] every: 30 is not a text"),
        ({"jobs": {"j": {**BASE, "every": "half an hour"}}}, "s.toml: [jobs.j] every: 'half an hour' is no duration"),
        ({"jobs": {"j": {**BASE, "cron": "1 * * * *"}}}, "s.toml: [jobs.j] every: one of `every` and `cron` is needed, not both"),
        ({"jobs": {"j": {"outlets": ["demo_gbk"]}}}, "s.toml: [jobs.j] every: one of `every` and `cron` is needed"),
        ({"jobs": {"j": {"every": "1h"}}}, "s.toml: [jobs.j] outlets: missing; or provinces, group, or all = true"),
        ({"jobs": {"j": {"outlets": ["demo_gbk"], "cron": "99 * * * *"}}}, "s.toml: [jobs.j] cron: "),
        (
            {"jobs": {"j": {**BASE, "outlets": ["demo_gbb"]}}},
            "s.toml: [jobs.j] outlets: no outlet 'demo_gbb'; did you mean demo_gbk?",
        ),
        ({"jobs": {"j": {**BASE, "group": "x"}}, "groups": {"xx": []}}, "s.toml: [jobs.j] group: no group 'x'; did you mean xx?"),
        ({"jobs": {"j": {**BASE, "provinces": ["XX"]}}}, "s.toml: [jobs.j] provinces: no outlet of province 'XX'"),
        ({"jobs": {"j": {**BASE, "kind": "issue"}}}, "s.toml: [jobs.j] kind: 'issue' is not one of lists, issues"),
        ({"jobs": {"j": {**BASE, "kind": "issues"}}}, "s.toml: [jobs.j] outlets: demo_gbk has no issues by day"),
        ({"jobs": {"j": {**BASE, "limit": -1}}}, "s.toml: [jobs.j] limit: -1 is not a whole number above 0"),
        ({"jobs": {"j": BASE}, "groups": {"g": ["nobody"]}}, "s.toml: [groups] g: no outlet 'nobody'"),
        ({"jobs": {"j": BASE}, "groups": {"g": "demo_gbk"}}, "s.toml: [groups] g: 'demo_gbk' is not a list of texts"),
        ({"jobs": {"a b": BASE}}, "s.toml: [jobs.a b] the name must be"),
    ],
)
def test_faults_name_file_job_and_key(data: dict[str, object], told: str) -> None:
    with pytest.raises(ConfigError) as caught:
        parse_schedule(data, DEMO, "s.toml")
    assert str(caught.value).startswith(told)


def test_every_fault_is_told_at_once() -> None:
    jobs = {"one": {**BASE, "outlets": ["nobody"], "jitter": "x"}, "two": {**BASE, "limt": 3}}
    with pytest.raises(ConfigError) as caught:
        parse_schedule({"jobs": jobs}, DEMO, "s.toml")
    assert len(str(caught.value).splitlines()) == 4
    assert "[jobs.two] limt: unknown key; did you mean limit?" in str(caught.value)


def test_the_schedule_may_stand_in_the_configuration(tmp_path: Path) -> None:
    config = tmp_path / "newsspider.toml"
    config.write_text('[schedule.jobs.x]\noutlets = ["jiangxi_jxnews"]\nevery = "12h"\n')
    command = [sys.executable, "-m", "newsspider", "schedule", "--config", "newsspider.toml", "--plan", "--json"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=True)
    assert [row["job"] for row in json.loads(done.stdout)] == ["x", "x"]
    config.write_text('[schedule.jobs.x]\noutlets = ["jiangxi_jxnews"]\nevry = "12h"\n')
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 3
    assert done.stderr == "newsspider: newsspider.toml [schedule]: [jobs.x] evry: unknown key; did you mean every?\n"


def test_a_file_that_is_not_there_and_one_that_is_no_toml(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"schedule\.toml: No such file.*docs/scheduling\.md"):
        load_schedule(tmp_path / "schedule.toml", DEMO)
    (tmp_path / "schedule.toml").write_text("[jobs")
    with pytest.raises(ConfigError, match="not valid TOML"):
        load_schedule(tmp_path / "schedule.toml", DEMO)


def test_the_schedule_shown_in_the_docs_is_right() -> None:
    text = (Path(__file__).parent.parent / "docs" / "scheduling.md").read_text(encoding="utf-8")
    shown = text.split("```toml\n")[1].split("```")[0]
    schedule = parse_schedule(tomllib.loads(shown), load_outlets())
    assert {job.kind for job in schedule.jobs.values()} == {"lists", "issues"}
    assert all(job.outlets for job in schedule.jobs.values())


# the plan

PLANNED = parse_schedule(
    {
        "jobs": {
            "papers": {"kind": "issues", "outlets": ["demo_epaper"], "cron": "10 6 * * *"},
            "lists": {"every": "6h", "outlets": ["demo_gbk", "demo_trs"], "jitter": "5m"},
        }
    },
    DEMO,
)
NIGHT = datetime(2026, 11, 23, 23, 0, tzinfo=SHANGHAI)


def test_the_plan_runs_over_midnight_in_shanghai() -> None:
    rows = list(plan(PLANNED, NIGHT, timedelta(hours=24)))
    assert [(row["time"], row["job"]) for row in rows] == [
        ("2026-11-24T00:00:00+08:00", "lists"),
        ("2026-11-24T06:00:00+08:00", "lists"),
        ("2026-11-24T06:10:00+08:00", "papers"),
        ("2026-11-24T12:00:00+08:00", "lists"),
        ("2026-11-24T18:00:00+08:00", "lists"),
    ]
    assert rows[0]["outlets"] == ["demo_gbk", "demo_trs"]
    assert (rows[0]["jitter_seconds"], rows[2]["jitter_seconds"], rows[2]["kind"]) == (300, 0, "issues")


def test_a_plan_begins_behind_its_start_and_ends_with_its_end() -> None:
    due = datetime(2026, 11, 24, 0, 0, tzinfo=SHANGHAI)
    rows = [row["time"] for row in plan(PLANNED, due, timedelta(hours=6))]
    assert rows == ["2026-11-24T06:00:00+08:00"]


def test_the_table_says_the_same_as_the_rows() -> None:
    console = Console(width=120, record=True, file=io.StringIO())
    console.print(plan_table(PLANNED, NIGHT, timedelta(hours=24)))
    text = console.export_text()
    for row in plan(PLANNED, NIGHT, timedelta(hours=24)):
        line = next(line for line in text.splitlines() if row["time"][:16].replace("T", " ") in line)
        assert row["job"] in line
        assert all(name in line for name in row["outlets"])


def test_the_command_prints_the_plan_without_a_store(tmp_path: Path) -> None:
    with Press.on_free_ports() as press:
        write_sites(press.outlets, tmp_path / "sites.toml")
    (tmp_path / "schedule.toml").write_text('[jobs.lists]\nall = true\nevery = "8h"\n')
    command = [sys.executable, "-m", "newsspider", "schedule", "--plan", "--json", "--hours", "48", "--sites", "sites.toml"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=True)
    rows = json.loads(done.stdout)
    assert [datetime.fromisoformat(row["time"]).hour for row in rows] in ([0, 8, 16] * 2, [8, 16, 0] * 2, [16, 0, 8] * 2)
    assert len({row["time"] for row in rows}) == 6
    assert not (tmp_path / "output").exists()
