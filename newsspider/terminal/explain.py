"""What `extract --explain` shows of a page: each candidate of each field with its place, its evidence, and why it won or did not."""

from typing import Any

from rich.box import SIMPLE
from rich.table import Table

from newsspider.terminal.tables import show


def show_explained(row: dict[str, Any]) -> None:
    """Print the candidates of one page as a table on stdout; of a page without article, why it gives none."""
    if "error" in row:
        show(Table(box=None, title=f"{row['file']}: {row['error']} ({row['reason']})", title_justify="left"))
        return
    table = Table(box=SIMPLE, title=f"{row['file']}  {row['headline']}", title_justify="left")
    for name in ("field", "", "value", "role", "place", "how", "evidence"):
        table.add_column(name, overflow="fold")
    table.add_column("sum", justify="right")
    table.add_column("why not", overflow="fold")
    for one in row["candidates"]:
        evidence = " ".join(f"{name.partition('.')[2]} {weight:+.1f}" for name, weight in one["evidence"].items())
        named = f"{one['value']} ({one['organization']})" if one["organization"] else one["value"]
        role = f"{one['role']} {one['label']}".strip()
        table.add_row(
            one["of"],
            "*" if one["chosen"] else "",
            named,
            role,
            one["place"],
            one["strength"],
            evidence,
            f"{one['score']:.1f}",
            one["refused"],
        )
    for unread in row["unread"]:
        table.add_row("unread", "", " ".join(unread["words"]), "", "", "", unread["line"], "", "no word of the lexicon")
    if row["left_out"]:
        table.caption = (
            f"{row['left_out']} characters of sentences stand neither in the text nor in a part known to be none of it"
        )
    show(table)
