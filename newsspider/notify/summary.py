"""A run's units as the summary that is told: counts per outlet, and an alarm for what went wrong without any monitor."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from newsspider.errors import NewsspiderError
from newsspider.notify.digest import Alarm, RunSummary
from newsspider.telemetry.counters import counts_of

if TYPE_CHECKING:
    from newsspider.units import Unit


def summarize(
    units: Sequence["Unit"],
    *,
    run: int | None,
    command: str,
    started_at: datetime,
    broken_off: bool = False,
    barren: Iterable[str] = (),
    alarms: Iterable[Alarm] = (),
) -> RunSummary:
    """The summary of a run that ended now.

    Args:
        units: what ran.
        run: its number.
        command: the command line.
        started_at: aware.
        broken_off: whether somebody ended it early.
        barren: outlets that gave nothing although something was asked.
        alarms: what the monitors found.
    """
    outlets: dict[str, dict[str, Any]] = {}
    for unit in units:
        if name := unit.arguments.get("outlet"):
            outlets.setdefault(name, {})
    outlets |= counts_of(unit.stats for unit in units)
    failed = {unit.arguments.get("outlet") for unit in units if unit.error}
    found = [*alarms, *(nothing_from(name, outlets.get(name, {})) for name in barren)]
    found += errors([(unit.arguments.get("outlet", ""), unit.error) for unit in units if unit.error])
    return RunSummary(
        run=run, command=command, started_at=started_at, finished_at=datetime.now(UTC), outlets=outlets, broken_off=broken_off,
        checked=frozenset(outlets) - failed, alarms=() if broken_off else tuple(found),
    )  # fmt: skip


def nothing_from(outlet: str, counts: dict[str, Any]) -> Alarm:
    """The alarm about an outlet that gave no article, with its counts and reasons."""
    figures = {name: counts.get(name, 0) for name in ("listed", "new", "refused", "failed")} | counts.get("reasons", {})
    examples = [url for urls in counts.get("examples", {}).values() for url in urls]
    return Alarm(
        outlet=outlet, monitor="no_article", message="nothing was stored, and it was not for want of trying",
        figures=figures, examples=tuple(examples),
    )  # fmt: skip


def errors(faults: Iterable[tuple[str, NewsspiderError]]) -> list[Alarm]:
    """The alarms about errors that ended units, one for each kind: of its outlet, or of the run when it hit several."""
    by_kind: dict[str, dict[str, str]] = defaultdict(dict)
    for outlet, error in faults:
        by_kind[type(error).__name__][outlet] = str(error)
    return [
        Alarm(
            outlet=next(iter(hit)) if len(hit) == 1 else "", monitor=f"error_{kind}", message=next(iter(hit.values())),
            figures={"outlets": len(hit)} if len(hit) > 1 else {},
        )
        for kind, hit in by_kind.items()
    ]  # fmt: skip
