"""Imports run one way; every module says what it is for; what must start fast imports nothing heavy."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MODULES = sorted([*ROOT.glob("newsspider/**/*.py"), *ROOT.glob("pipelines/**/*.py")])

FLOORS: tuple[set[str], ...] = (
    {"newsspider", "newsspider.lazy_pattern"},
    {"newsspider.masking"},
    {"newsspider.errors"},
    {"newsspider.values"},
    {"newsspider.items", "newsspider.days", "newsspider.urls", "newsspider.units"},
    {"newsspider.language", "newsspider.config", "newsspider.telemetry"},
    {"newsspider.store", "newsspider.outlets", "newsspider.archive"},
    {
        "newsspider.pages", "newsspider.report", "newsspider.browse", "newsspider.export", "newsspider.notify",
        "newsspider.terminal", "newsspider.scheduling", "newsspider.demo", "newsspider.middlewares",
    },
    {"newsspider.watch", "newsspider.spiders", "pipelines"},
    {"newsspider.crawl"},
    {"newsspider.onboarding", "newsspider.saved"},
    {"newsspider.extraction", "newsspider.cli"},
    {"newsspider.__main__", "newsspider.settings"},
)  # fmt: skip
"""The house, from the ground up: a room imports itself and rooms of lower floors, nothing beside it and nothing above."""

LOOSE = {"__init__", "__main__", "items", "errors", "urls", "days", "units", "settings", "extraction", "lazy_pattern"}
"""The modules that stand at the top of `newsspider/`, in no room."""


def dotted(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def room(module: str) -> str:
    """The room a module stands in: the package or module of FLOORS that holds it. Raises KeyError for one that has no floor."""
    for name in (".".join(module.split(".")[:2]), module.split(".")[0]):
        if name in FLOOR and (name != "newsspider" or module == name):
            return name
    raise KeyError(f"{module} stands on no floor: give its room one in FLOORS")


FLOOR = {name: number for number, names in enumerate(FLOORS) for name in names}


def imports(path: Path) -> set[str]:
    """The modules of ours that a file imports, also inside functions and for types alone."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
            found |= {name if _exists(name) else node.module or "" for name in names}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return {name for name in found if name.split(".")[0] in ("newsspider", "pipelines")}


def _exists(name: str) -> bool:
    path = ROOT.joinpath(*name.split("."))
    return path.with_suffix(".py").exists() or (path / "__init__.py").exists()


def wrong_imports(module: str, names: set[str]) -> list[str]:
    """Of the modules that one imports, those beside or above its own room."""
    here = room(module)
    return [name for name in sorted(names) if room(name) != here and FLOOR[room(name)] >= FLOOR[here]]


@pytest.mark.parametrize("path", MODULES, ids=dotted)
def test_imports_run_one_way(path: Path) -> None:
    module = dotted(path)
    assert not wrong_imports(module, imports(path)), f"{module} may import rooms of lower floors only"


@pytest.mark.parametrize(("one", "other"), [("newsspider.pages", "pipelines"), ("pipelines", "newsspider.pages")])
def test_what_locates_and_what_decides_never_import_each_other(one: str, other: str) -> None:
    for path in MODULES:
        if room(dotted(path)) == one:
            assert not [name for name in imports(path) if room(name) == other], f"{dotted(path)} must not import {other}"


def test_no_module_lies_loose() -> None:
    loose = {path.stem for path in ROOT.glob("newsspider/*.py")}
    assert loose == LOOSE
    folders = {f"newsspider.{path.parent.name}" for path in ROOT.glob("newsspider/*/*.py")}
    assert folders <= set(FLOOR), "a new room stands on a floor"


DOORS = {"json": {"load", "loads", "JSONDecoder"}, "html": {"unescape"}}
"""What gives values from outside as they are: `newsspider.values` makes them valid."""


@pytest.mark.parametrize("path", MODULES, ids=dotted)
def test_json_and_character_references_come_in_by_one_door(path: Path) -> None:
    if room(dotted(path)) == "newsspider.values":
        return
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            used = node.attr in DOORS.get(node.value.id, ())
        else:
            used = isinstance(node, ast.ImportFrom) and any(
                alias.name in DOORS.get(node.module or "", ()) for alias in node.names
            )
        assert not used, f"{path}:{node.lineno}: use load_json, load_json_at or unescape of newsspider.values"


@pytest.mark.parametrize("path", MODULES, ids=dotted)
def test_first_line_says_what_the_module_is_for(path: Path) -> None:
    text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    assert text, f"{path} has no docstring"
    assert len(text.splitlines()[0]) > 10


def test_the_check_sees_a_wrong_arrow(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.py"
    wrong.write_text(
        "from typing import TYPE_CHECKING\n"
        "def late():\n    from pipelines.dates import parse\n    from newsspider import pages\n"
        "if TYPE_CHECKING:\n    import newsspider.spiders.outlet\n"
    )
    seen = imports(wrong)
    assert seen == {"pipelines.dates", "newsspider.pages", "newsspider.spiders.outlet"}
    assert wrong_imports("newsspider.pages.page", seen) == ["newsspider.spiders.outlet", "pipelines.dates"]
    assert wrong_imports("newsspider.spiders.base", seen) == ["pipelines.dates"]
    assert wrong_imports("newsspider.crawl.runner", seen) == []
    assert wrong_imports("newsspider.errors", {"newsspider.items"}) == ["newsspider.items"]
    with pytest.raises(KeyError, match="no floor"):
        room("newsspider.cellar.wine")


def test_extract_loads_nothing_heavy() -> None:
    code = (
        "import sys, newsspider.cli, newsspider.saved.extract;"
        "print([m for m in ('scrapy', 'twisted', 'sqlalchemy', 'rich', 'opencc', 'pypinyin', 'fastwarc') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"
