"""Patterns that are compiled at their first use."""

import gc
import importlib
import pkgutil
import re
import subprocess
import sys

import pytest

import newsspider
import pipelines
from newsspider.lazy_pattern import LazyPattern, lazy_pattern


def test_it_is_used_like_a_compiled_pattern() -> None:
    pattern = lazy_pattern(r"(?P<day>[0-9]+)", re.I)
    assert pattern.sub("x", "3 of 12") == "x of x"
    assert pattern.groupindex == {"day": 1}
    assert pattern.pattern == "(?P<day>[0-9]+)"
    assert pattern.flags & re.I
    assert lazy_pattern(rb"\d").findall(b"a1") == [b"1"]
    with pytest.raises(AttributeError):
        pattern.nothing  # type: ignore[attr-defined]  # noqa: B018


def test_every_pattern_of_every_module_compiles() -> None:
    for package in (newsspider, pipelines):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if ".migrations" not in module.name and not module.name.endswith("__main__"):
                importlib.import_module(module.name)
    found = [each for each in gc.get_objects() if isinstance(each, LazyPattern)]
    assert len(found) > 300
    for pattern in found:
        assert pattern.pattern


def test_extract_compiles_nothing_while_it_is_loaded() -> None:
    code = (
        "import re; real = re.compile; made = []\n"
        "def count(*a, **k):\n"
        "    frame = __import__('sys')._getframe(1)\n"
        "    made.append(frame.f_globals['__name__'])\n"
        "    return real(*a, **k)\n"
        "re.compile = count\n"
        "import newsspider.saved.extract, newsspider.outlets\n"
        "newsspider.outlets.load_outlets()\n"
        "print([name for name in made if name.startswith(('newsspider.language', 'newsspider.pages', 'pipelines'))])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
