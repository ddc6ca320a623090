"""What users read is true: every command and option is told, the output's contract names every field, links lead somewhere."""

import json
import re
from pathlib import Path

import click
import pytest

from newsspider.cli.commands import MODULES, load_command
from newsspider.errors import NewsspiderError
from newsspider.export.article_schema import fields_table, validator

ROOT = Path(__file__).parent.parent
PAGES = sorted(path for path in ROOT.rglob("*.md") if not any(part.startswith(".") for part in path.relative_to(ROOT).parts))
COMMANDS = sorted(MODULES)


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("page", ["README.md", "README.zh-CN.md"])
@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_stands_in_the_readme(command: str, page: str) -> None:
    assert f"newsspider {command}" in read(page)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_has_its_help(command: str) -> None:
    for parameter in load_command(command).params:
        if isinstance(parameter, click.Option) and parameter.name != "help":
            assert parameter.help, f"{command} {parameter.name}"
    assert load_command(command).help


def test_exit_codes_in_the_readme_are_those_of_the_errors() -> None:
    told = {int(code) for code in re.findall(r"^\| (\d+) \|", read("README.md"), re.M)}
    used = {kind.exit_code for kind in [NewsspiderError, *_subclasses(NewsspiderError)]} | {0, 130}
    assert used <= told


def _subclasses(kind: type[NewsspiderError]) -> list[type[NewsspiderError]]:
    return [below for child in kind.__subclasses__() for below in [child, *_subclasses(child)]]


def test_the_contract_names_every_field_as_the_schema_does() -> None:
    assert fields_table() in read("output/README.md"), (
        "write the table anew: python -c 'from newsspider.export.article_schema import fields_table as t; print(t())'"
    )


def test_the_lines_shown_to_readers_fit_the_schema() -> None:
    shown = 0
    for page in ("output/README.md", "README.md", "README.zh-CN.md"):
        for block in re.findall(r"```json\n(.*?)```", read(page), re.S):
            record = json.loads(block)
            if "headline" in record:
                record.pop("file", None)
                validator()(record)
                shown += 1
    assert shown == 3


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\((?!https?://|#|mailto:)([^)#\s]+)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), f"{page.name}: {target}"


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_placeholder_is_left(page: Path) -> None:
    assert not re.search(r"@[A-Z]{4,}@|TODO|FIXME", page.read_text(encoding="utf-8"))
