"""The site records of the press as a TOML file, to crawl it as if it were live: with `--sites`, from a schedule, by hand."""

import json
from dataclasses import fields
from pathlib import Path

from newsspider.errors import OutputError
from newsspider.outlets import Outlet, Outlets


def write_records(outlets: Outlets, path: Path) -> Path:
    """Write the records; the path. Raises OutputError when it cannot be written."""
    try:
        path.write_text("\n".join(_table(outlet) for outlet in outlets.values()), encoding="utf-8")
    except OSError as error:
        raise OutputError(f"cannot write --records {path}: {error.strerror or error}") from error
    return path


def _table(outlet: Outlet) -> str:
    values = {field.name: getattr(outlet, field.name) for field in fields(outlet) if field.name != "id"}
    selectors = dict(values.pop("selectors"))
    lines = [f"[{outlet.id}]"]
    lines += [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in values.items() if value is not None]
    lines += [f"[{outlet.id}.selectors]"] if selectors else []
    lines += [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in selectors.items()]
    return "\n".join(lines) + "\n"
