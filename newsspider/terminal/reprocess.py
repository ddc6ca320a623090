"""What `newsspider reprocess` found, per outlet and field, as tables or JSON."""

import json
from dataclasses import asdict, dataclass, field
from typing import Any

import click

EXAMPLES = 3
LINE = 60
"""Characters of a value that an example shows."""
BEFORE_IT = 12
"""Of these, so many from before the first difference."""


@dataclass(slots=True)
class Difference:
    """One field that is read in another way today."""

    count: int = 0
    examples: list[dict[str, str]] = field(default_factory=list)
    """The first three: `url`, `before`, `after`, cut to a line from the first difference on."""


@dataclass(slots=True)
class OutletReport:
    """One outlet's articles."""

    compared: int = 0
    """Articles of the store that were read again."""
    revised: int = 0
    """Of these, the ones that are read in another way today: each is a new revision."""
    new: int = 0
    """Pages that were refused by an earlier reader and give an article today."""
    lost: int = 0
    """Stored articles whose page gives none today; they stay as they are."""
    older: int = 0
    """Stored articles of which the archives hold only captures from before their newest text; left alone."""
    incomplete: int = 0
    """Stored articles of which the archives lack a later page; left alone."""
    unreadable: int = 0
    """Articles of which no page in the archives can be read; left alone."""
    reasons: dict[str, int] = field(default_factory=dict)
    """Why pages were lost."""
    losses: list[dict[str, str]] = field(default_factory=list)
    """The first three of them: `url` and `reason`."""
    fields: dict[str, Difference] = field(default_factory=dict)
    """Differences by name of the field."""

    def add_lost(self, url: str, reason: str) -> None:
        """A stored article's page gives none today."""
        self.lost += 1
        self.reasons[reason] = self.reasons.get(reason, 0) + 1
        if len(self.losses) < EXAMPLES:
            self.losses.append({"url": url, "reason": reason})

    def add_difference(self, name: str, url: str, before: Any, after: Any) -> None:
        """A field differs."""
        difference = self.fields.setdefault(name, Difference())
        difference.count += 1
        if len(difference.examples) < EXAMPLES:
            shown = cut_to_difference(shown_value(before), shown_value(after))
            difference.examples.append({"url": url, "before": shown[0], "after": shown[1]})


@dataclass(slots=True)
class Report:
    """What reprocessing found."""

    pages: int = 0
    """Answers of status 200 in the archives, pictures aside."""
    outlets: dict[str, OutletReport] = field(default_factory=dict)
    damage: list[str] = field(default_factory=list)
    """One line for each archive that is damaged; what could be read of it was."""
    skipped: dict[str, int] = field(default_factory=dict)
    """What of the archives gave no page, damage and all, by reason."""

    def of(self, outlet: str) -> OutletReport:
        """The report of one outlet."""
        return self.outlets.setdefault(outlet, OutletReport())

    @property
    def compared(self) -> int:
        """Articles of the store that were read again."""
        return sum(row.compared for row in self.outlets.values())

    @property
    def stored(self) -> int:
        """New revisions and new articles."""
        return sum(row.revised + row.new for row in self.outlets.values())

    def counts(self) -> dict[str, dict[str, Any]]:
        """Per outlet what the store's account of the run takes."""
        return {
            name: {
                "stored": row.new,
                "revised": row.revised,
                "unchanged": row.compared - row.revised,
                "reasons": dict(row.reasons),
            }
            for name, row in self.outlets.items()
        }

    def as_json(self) -> str:
        """The report as one JSON object."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1)

    def show(self, *, dry_run: bool) -> None:
        """Print the tables on stdout."""
        from rich.box import SIMPLE
        from rich.table import Table

        from newsspider.terminal.tables import show

        numbers = ("compared", "revised", "new", "lost", "older", "incomplete", "unreadable")
        table = Table(box=SIMPLE)
        table.add_column("outlet")
        for name in numbers:
            table.add_column(name, justify="right")
        table.add_column("lost because", overflow="fold")
        for name, row in sorted(self.outlets.items()):
            reasons = ", ".join(f"{reason} {number}" for reason, number in sorted(row.reasons.items()))
            table.add_row(name, *(str(getattr(row, number)) for number in numbers), reasons)
        show(table)
        for name, row in sorted(self.outlets.items()):
            for key, difference in sorted(row.fields.items(), key=lambda item: (-item[1].count, item[0])):
                click.echo(f"{name} {key}: {difference.count} differ")
                for example in difference.examples:
                    click.echo(f"  {example['url']}\n    - {example['before']}\n    + {example['after']}")
            for loss in row.losses:
                click.echo(f"{name} no article today: {loss['reason']}  {loss['url']}")
        if self.skipped:
            reasons = ", ".join(f"{reason} {number}" for reason, number in sorted(self.skipped.items()))
            click.echo(f"not read of the archives: {reasons}")
        done = "would be stored (dry run)" if dry_run else "stored"
        click.echo(f"{self.pages} pages, {self.compared} articles compared, {self.stored} readings {done}")


def shown_value(value: Any) -> str:
    """A field's value on one line; paragraphs parted by ¶."""
    if isinstance(value, str):
        text = value
    elif isinstance(value, list) and value and all(isinstance(each, str) for each in value):
        text = "¶".join(value)
    else:
        text = json.dumps(value, ensure_ascii=False)
    return " ".join(text.split())


def cut_to_difference(before: str, after: str) -> tuple[str, str]:
    """Both texts from a little before their first difference on, cut to a line; `…` stands for what is left out."""
    same = next(
        (place for place, (one, other) in enumerate(zip(before, after, strict=False)) if one != other),
        min(len(before), len(after)),
    )
    start = max(0, same - BEFORE_IT)
    return _cut(before, start), _cut(after, start)


def _cut(text: str, start: int) -> str:
    shown = text[start : start + LINE]
    return ("…" if start else "") + shown + ("…" if start + LINE < len(text) else "")
