"""Imports run one way; every module says what it is for; what must start fast imports nothing heavy."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MODULES = sorted([*ROOT.glob("newsspider/**/*.py"), *ROOT.glob("pipelines/**/*.py")])

BASE = {
    "newsspider", "newsspider.items", "newsspider.errors", "newsspider.urls", "newsspider.patterns", "newsspider.counters", "newsspider.schema",
    "newsspider.days", "newsspider.files", "newsspider.lines",
}  # fmt: skip
ALLOWED: dict[str, set[str]] = {
    "newsspider.items": set(),
    "newsspider.errors": set(),
    "newsspider.counters": set(),
    "newsspider.urls": {"newsspider.errors"},
    "newsspider.schema": {"newsspider.items"},
    "newsspider.lines": {"newsspider.items"},
    "newsspider.files": {"newsspider.errors"},
    "newsspider.export": BASE | {"newsspider.store", "newsspider.export"},
    "newsspider.patterns": set(),
    "newsspider.days": {"newsspider.errors"},
    "newsspider.site_checks": {"newsspider.patterns"},
    "newsspider.outlets": {"newsspider.errors", "newsspider.patterns", "newsspider.site_checks", "newsspider.urls"},
    "newsspider.config": {"newsspider", "newsspider.errors", "newsspider.config"},
    "newsspider.logs": set(),
    "newsspider.metrics": {"newsspider", "newsspider.counters", "newsspider.errors"},
    "newsspider.notify": BASE | {"newsspider.config", "newsspider.notify", "newsspider.store"},
    "newsspider.watch": BASE
    | {"newsspider.config", "newsspider.notify", "newsspider.pages", "newsspider.store", "newsspider.watch"},
    "newsspider.settings": {"newsspider.config"},
    "newsspider.archive": {"newsspider", "newsspider.errors", "newsspider.urls", "newsspider.archive"},
    "newsspider.pages": BASE | {"newsspider.outlets", "newsspider.pages"},
    "newsspider.store": BASE | {"newsspider.store"},
    "newsspider.middlewares": BASE | {"newsspider.archive", "newsspider.middlewares"},
    "newsspider.spiders": BASE
    | {"newsspider.pages", "newsspider.outlets", "newsspider.middlewares", "newsspider.spiders", "newsspider.logs"},
    "newsspider.report": BASE | {"newsspider.outlets", "newsspider.site_checks", "newsspider.store", "newsspider.report"},
    "newsspider.browse": BASE | {"newsspider.outlets", "newsspider.store", "newsspider.browse"},
    "newsspider.scheduling": BASE
    | {"newsspider.config", "newsspider.outlets", "newsspider.site_checks", "newsspider.store", "newsspider.scheduling"},
    "newsspider.demo": BASE | {"newsspider.outlets", "newsspider.demo"},
    "pipelines": BASE | {"newsspider.store", "pipelines"},
}
"""Package or module -> what of ours it may import. The command line's own modules, not named here, may import all but settings."""


def dotted(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def room(module: str) -> str | None:
    """The entry of ALLOWED that a module falls under: the longest that is the module or a parent."""
    fits = [name for name in ALLOWED if module == name or module.startswith(name + ".")]
    return max(fits, key=len, default=None)


def imports(path: Path) -> set[str]:
    """The modules of ours that a file imports, also inside functions, but for TYPE_CHECKING blocks."""
    found = set()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    typing_only = {
        node
        for block in ast.walk(tree)
        if isinstance(block, ast.If) and ast.unparse(block.test) == "TYPE_CHECKING"
        for node in ast.walk(block)
    }
    for node in ast.walk(tree):
        if node in typing_only:
            continue
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


@pytest.mark.parametrize("path", MODULES, ids=dotted)
def test_imports_run_one_way(path: Path) -> None:
    module = dotted(path)
    here = room(module)
    for name in sorted(imports(path)):
        assert name != "newsspider.settings", f"{module} imports settings; settings are named by string only"
        if here is None:
            continue
        allowed = ALLOWED[here]
        assert room(name) in allowed or name in allowed, f"{module} ({here}) must not import {name}"


@pytest.mark.parametrize("path", MODULES, ids=dotted)
def test_first_line_says_what_the_module_is_for(path: Path) -> None:
    text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    assert text, f"{path} has no docstring"
    assert len(text.splitlines()[0]) > 10


def test_the_check_sees_a_wrong_arrow(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.py"
    wrong.write_text("def late():\n    from pipelines.dates import parse\n    import newsspider.spiders.outlet\n")
    assert imports(wrong) == {"pipelines.dates", "newsspider.spiders.outlet"} or imports(wrong) == {
        "pipelines",
        "newsspider.spiders.outlet",
    }
    assert room("pipelines.dates") not in ALLOWED["newsspider.pages"]


def test_extract_loads_nothing_heavy() -> None:
    code = (
        "import sys, newsspider.cli, newsspider.extraction;"
        "print([m for m in ('scrapy', 'twisted', 'sqlalchemy', 'rich', 'opencc', 'pypinyin', 'fastwarc') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"
