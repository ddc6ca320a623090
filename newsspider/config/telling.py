"""What `newsspider config` prints, and the table of keys in docs/configuration.md."""

import ast
import inspect
import textwrap
from typing import TYPE_CHECKING, Any

from newsspider.config.keys import Config, all_keys, tables
from newsspider.config.loading import Configuration
from newsspider.config.values import expected, shown

if TYPE_CHECKING:
    from rich.table import Table


def rows(configuration: Configuration) -> dict[str, dict[str, Any]]:
    """Per key its `value`, secrets hidden, and `from`, where it comes from."""
    return {
        name: {"value": shown(configuration.get(name), key), "from": configuration.origins[name]}
        for name, key in all_keys().items()
    }


def configuration_table(configuration: Configuration) -> "Table":
    """The keys for the terminal."""
    from rich.box import SIMPLE
    from rich.table import Table

    table = Table(box=SIMPLE)
    table.add_column("key")
    table.add_column("value", overflow="fold")
    table.add_column("from", overflow="fold")
    for name, row in rows(configuration).items():
        table.add_row(name, said(row["value"]), row["from"])
    return table


def said(value: Any) -> str:
    """A shown value on one line; `-` for none."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return " ".join(map(str, value)) or "-"
    return "-" if value in (None, {}) else str(value)


def keys_page() -> str:
    """The keys as Markdown, a section for each table, for docs/configuration.md."""
    parts = []
    for table, kind in {"": Config, **tables()}.items():
        told = described(kind)
        lines = [f"### `[{table}]`\n\n{kind.__doc__}\n" if table else "### Keys outside of tables\n"]
        lines += ["| key | may be | default | meaning |", "|---|---|---|---|"]
        for name, key in all_keys().items():
            if name.rpartition(".")[0] == table:
                default = said(shown(key.default, key))
                lines.append(f"| `{name.rpartition('.')[2]}` | {expected(key)} | {default} | {told[name.rpartition('.')[2]]} |")
        parts.append("\n".join(lines))
    return "\n\n".join(parts)


def described(kind: type) -> dict[str, str]:
    """The docstring under each field of a class, on one line."""
    (body,) = ast.parse(textwrap.dedent(inspect.getsource(kind))).body
    assert isinstance(body, ast.ClassDef)  # noqa: S101 the source of a class
    told = {}
    for before, after in zip(body.body, body.body[1:], strict=False):
        if isinstance(before, ast.AnnAssign) and isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant):
            told[ast.unparse(before.target)] = " ".join(str(after.value.value).split())
    return told
