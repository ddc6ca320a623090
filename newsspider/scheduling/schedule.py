"""The schedule file: which outlets are crawled when. Read from a parsed table, every fault told with file, job and key.

at_once = 4                     # at most so many crawls run side by side
grace = "30s"                   # how long they may take to close when the scheduler is stopped

[groups]
capital = ["jiangxi_jxnews", "jiangxi_jxrb"]

[jobs.portals]
provinces = ["JX", "HN"]        # or outlets = […], group = "capital", all = true
every = "30m"                   # or cron = "10 6 * * *", in Shanghai time
jitter = "5m"                   # each outlet starts up to so much later
limit = 200                     # new articles per outlet and run
timeout = "20m"                 # a run that takes longer is broken off

[jobs.papers]
kind = "issues"                 # e-papers: the issues since the last run, today's included; else "lists"
all = true
cron = "10 6 * * *"
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Literal

from newsspider.config.toml_file import read_toml
from newsspider.errors import ConfigError, InputError, UsageError
from newsspider.outlets import Outlet, Outlets
from newsspider.outlets.checks import fits, nearest, said
from newsspider.scheduling.times import Timing, duration

Kind = Literal["lists", "issues"]

TOP_KEYS: dict[str, Any] = {"at_once": int, "grace": str, "groups": dict, "jobs": dict}
JOB_KEYS: dict[str, Any] = {
    "outlets": list[str], "provinces": list[str], "group": str, "all": bool, "cron": str, "every": str,
    "kind": Kind, "jitter": str, "limit": int, "timeout": str,
}  # fmt: skip
CHOICES = ("outlets", "provinces", "group", "all")


@dataclass(frozen=True, kw_only=True)
class Job:
    """One line of work of the schedule: the same outlets at the same times."""

    name: str
    """Its table in the file; letters, digits, _ and -."""
    outlets: tuple[str, ...]
    """Ids of its outlets, each once."""
    timing: Timing
    """When it is due."""
    kind: Kind = "lists"
    """`lists`: what the outlets' lists show; `issues`: the issues of e-papers by day."""
    jitter: timedelta = timedelta()
    """Each outlet starts up to so much after the job is due."""
    limit: int = 0
    """New articles per outlet and run; 0: no limit."""
    timeout: timedelta | None = None
    """A run that takes longer is broken off, as with Ctrl-C; None: never."""


@dataclass(frozen=True, kw_only=True)
class Schedule:
    """What a schedule file says."""

    jobs: Mapping[str, Job]
    """By name, in the file's order."""
    at_once: int = 4
    """At most so many crawls run side by side on this machine."""
    grace: timedelta = timedelta(seconds=30)
    """How long running crawls may take to close when the scheduler is told to stop."""


def load_schedule(path: Path, outlets: Outlets) -> Schedule:
    """The schedule of a TOML file. Raises InputError when it cannot be read, ConfigError for what is wrong in it."""
    try:
        data = read_toml(path)
    except OSError as error:
        raise InputError(
            f"{path}: {error.strerror or error}; write a schedule as docs/scheduling.md shows, or name one with --file"
        ) from error
    except ValueError as error:
        raise ConfigError(f"{path}: not valid TOML: {error}") from error
    return parse_schedule(data, outlets, str(path))


def parse_schedule(data: Mapping[str, Any], outlets: Outlets, where: str = "schedule.toml") -> Schedule:
    """The schedule of a parsed file, or of the table `[schedule]` of a larger one.

    Args:
        data: the tables.
        outlets: the site records that it may name.
        where: what to call the file in errors.

    Raises ConfigError naming the file, and job and key of every fault at once.
    """
    faults = _key_faults(data, TOP_KEYS)
    if faults:
        raise _error(where, faults)
    groups: dict[str, list[str]] = {}
    for name, members in data.get("groups", {}).items():
        if not fits(members, list[str]):
            faults.append(f"[groups] {name}: {members!r} is not {said(list[str])}")
            continue
        faults += [f"[groups] {name}: {fault}" for fault in _unknown(members, outlets)]
        groups[name] = members
    grace = Schedule.grace
    try:
        grace = duration(data.get("grace", "30s"))
    except ValueError as error:
        faults.append(f"grace: {error}")
    jobs: dict[str, Job] = {}
    for name, values in data.get("jobs", {}).items():
        job = _job(name, values, outlets, groups)
        if isinstance(job, Job):
            jobs[name] = job
        else:
            faults += [f"[jobs.{name}] {fault}" for fault in job]
    if not data.get("jobs"):
        faults.append("no job in it: a table [jobs.NAME] with outlets and `every` or `cron`, see docs/scheduling.md")
    if faults:
        raise _error(where, faults)
    return Schedule(jobs=jobs, at_once=data.get("at_once", Schedule.at_once), grace=grace)


def _job(name: str, values: Any, outlets: Outlets, groups: Mapping[str, list[str]]) -> Job | list[str]:
    """The job of a table, or its faults, each starting with the key."""
    if not isinstance(values, dict):
        return ["is a bare key; a job is a table"]
    faults = _key_faults(values, JOB_KEYS)
    if faults:
        return faults
    if not name.replace("_", "").replace("-", "").isalnum() or len(name) > 64:
        faults.append("the name must be up to 64 letters, digits, _ and -")
    kind: Kind = values.get("kind", "lists")
    chosen, wrong = _chosen(values, kind, outlets, groups)
    faults += wrong
    times: dict[str, Any] = {}
    if ("cron" in values) == ("every" in values):
        faults.append("every: one of `every` and `cron` is needed, not both")
    for key, read in (("cron", Timing.cron), ("every", Timing.every), ("jitter", duration), ("timeout", duration)):
        if key in values:
            try:
                times[key] = read(values[key])
            except ValueError as error:
                faults.append(f"{key}: {error}")
    if faults:
        return faults
    return Job(
        name=name, outlets=tuple(chosen), timing=times.get("cron") or times["every"], kind=kind,
        jitter=times.get("jitter", timedelta()), limit=values.get("limit", 0), timeout=times.get("timeout"),
    )  # fmt: skip


def _chosen(
    values: Mapping[str, Any], kind: Kind, outlets: Outlets, groups: Mapping[str, list[str]]
) -> tuple[dict[str, None], list[str]]:
    """The outlets that a job asks for and that its kind can crawl, in order; and the faults."""
    faults: list[str] = []
    named: list[str] = list(values.get("outlets", []))
    faults += [f"outlets: {fault}" for fault in _unknown(named, outlets)]
    if "group" in values:
        group = values["group"]
        if group in groups:
            named += groups[group]
        else:
            faults.append(f"group: no group {group!r}{_did_you_mean(group, groups)}")
    chosen = [name for name in named if name in outlets]
    faults += [f"outlets: {name} {_lack(kind)}" for name in chosen if not _can(outlets[name], kind)]
    wide: list[Outlet] = list(outlets.values()) if values.get("all") else []
    for code in values.get("provinces", []):
        try:
            wide += outlets.in_province(code)
        except UsageError as error:
            faults.append(f"provinces: {error}")
    chosen += [outlet.id for outlet in wide if _can(outlet, kind)]
    if not any(values.get(key) for key in CHOICES):
        faults.append("outlets: missing; or provinces, group, or all = true")
    elif not chosen and not faults:
        faults.append(f"none of its outlets can be crawled so: each {_lack(kind)}")
    return dict.fromkeys(chosen), faults


def _can(outlet: Outlet, kind: Kind) -> bool:
    """Whether an outlet has what a kind of job crawls."""
    return bool(outlet.layout or outlet.issues) if kind == "issues" else bool(outlet.lists)


def _lack(kind: Kind) -> str:
    return "has no issues by day" if kind == "issues" else 'has no lists; an e-paper\'s job says kind = "issues"'


def _unknown(names: Sequence[str], outlets: Outlets) -> list[str]:
    return [f"no outlet {name!r}{_did_you_mean(name, outlets)}" for name in names if name not in outlets]


def _key_faults(values: Mapping[str, Any], known: Mapping[str, Any]) -> list[str]:
    """Keys that do not exist, and values of a wrong type."""
    unknown = [key for key in values if key not in known]
    wrong = [key for key in values if key in known and not fits(values[key], known[key])]
    return [f"{key}: unknown key{_did_you_mean(key, known)}" for key in unknown] + [
        f"{key}: {values[key]!r} is not {'a table' if known[key] is dict else said(known[key])}" for key in wrong
    ]


def _did_you_mean(word: str, words: Mapping[str, Any] | Outlets) -> str:
    near = nearest(word, words)
    if near:
        return f"; did you mean {near[0]}?"
    return f"; known: {', '.join(words)}" if len(words) <= 12 else "; `newsspider outlets` lists them"


def _error(where: str, faults: Sequence[str]) -> ConfigError:
    return ConfigError(f"{where}: {faults[0]}" if len(faults) == 1 else f"{where} is wrong:\n  " + "\n  ".join(faults))
