"""Compiled code where it was built (hatch_build.py) and is wanted."""

import os
from importlib import import_module
from types import ModuleType

VARIABLE = "NEWSSPIDER_WALK"
"""Environment: `python` takes what is written in Python whatever is built."""


def is_wanted() -> bool:
    """Whether compiled code is used where it is there."""
    return os.environ.get(VARIABLE, "").lower() != "python"


def compiled(name: str) -> ModuleType | None:
    """A compiled module by its dotted name; None where it was not built or is not wanted."""
    if not is_wanted():
        return None
    try:
        return import_module(name)
    except ImportError:
        return None
