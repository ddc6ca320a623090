"""Values of the configuration: from TOML or the environment to the type of their key, and back to what is shown."""

import re
from collections.abc import Mapping
from datetime import timedelta
from math import isfinite
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin

from newsspider.config.keys import Key
from newsspider.masking import mask, mask_setting

SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
YES, NO = ("1", "true", "yes", "on"), ("0", "false", "no", "off")
LONGEST = timedelta(days=36500)
"""The longest length of time: a hundred years from any day of ours are a date."""
MOST = 2**31 - 1
"""The largest number: more means nothing in seconds, articles or megabytes."""


def duration(text: str) -> timedelta:
    """A length of time like `90s`, `10m`, `1h30m`, `3d`, of up to LONGEST. Raises ValueError for anything else."""
    if not re.fullmatch(r"(\d+(\.\d+)?[smhd])+", text, re.ASCII):
        raise ValueError(f"{text!r} is no length of time like 90s, 10m, 1h30m or 3d")
    seconds = sum(float(number) * SECONDS[unit] for number, _, unit in re.findall(r"(\d+(\.\d+)?)([smhd])", text))
    if not seconds <= LONGEST.total_seconds():
        raise ValueError(f"{text!r} is longer than {LONGEST.days} days")
    return timedelta(seconds=seconds)


def said_duration(value: timedelta) -> str:
    """A length of time as `duration` reads it, in the largest unit that gives a whole number."""
    seconds = value.total_seconds()
    unit = next((unit for unit in "hms" if seconds % SECONDS[unit] == 0 and seconds), "s")
    return f"{seconds / SECONDS[unit]:g}{unit}"


def convert(value: Any, key: Key) -> Any:
    """A TOML value as the key's type. Raises ValueError that says what is expected, and of a secret nothing else."""
    found = _as(value, key.kind)
    if found is None:
        raise ValueError(f"{'its value' if key.secret else repr(value)} is not {expected(key)}")
    if isinstance(found, int | float) and not isinstance(found, bool):
        least, most = key.least, key.most
        if not isfinite(found) or (least is not None and found < least) or (most is not None and found > most):
            raise ValueError(f"{value!r} is not {expected(key)}")
        if abs(found) > MOST:
            raise ValueError(f"{value!r} is too large")
    return found


def from_text(text: str, key: Key) -> Any:
    """The value of an environment variable: lists are parted by spaces. Raises ValueError that says what is expected."""
    kinds = _alternatives(key.kind)
    raw: Any = text
    if bool in kinds:
        raw = True if text.lower() in YES else False if text.lower() in NO else text
    elif int in kinds and re.fullmatch(r"[+-]?\d+", text):
        raw = int(text)
    elif float in kinds and re.fullmatch(r"[+-]?\d+(\.\d+)?", text):
        raw = float(text)
    elif any(get_origin(kind) is tuple for kind in kinds):
        raw = text.split()
    return convert(raw, key)


def _alternatives(kind: Any) -> list[Any]:
    """The types that an annotation allows, without None."""
    union = get_origin(kind) in (Union, UnionType)
    return [each for each in (get_args(kind) if union else (kind,)) if each is not NoneType]


def _as(value: Any, kind: Any) -> Any:
    """The value as an annotated type; None when it does not fit."""
    for each in _alternatives(kind):
        origin = get_origin(each)
        if origin is Literal:
            if value in get_args(each):
                return value
        elif origin is tuple:
            if isinstance(value, list):
                items = [_as(item, get_args(each)[0]) for item in value]
                return None if None in items else tuple(items)
        elif origin is Mapping:
            if isinstance(value, dict):
                return value
        elif each is timedelta:
            if isinstance(value, str):
                try:
                    return duration(value)
                except ValueError:
                    return None
        elif each is Path:
            if isinstance(value, str) and value and "\0" not in value:
                return Path(value)
        elif each is str:
            if isinstance(value, str) and is_text(value):
                return value
        elif each is float:
            if isinstance(value, int | float) and not isinstance(value, bool):
                return float(value)
        elif type(value) is each:
            return value
    return None


def is_text(value: str) -> bool:
    """Whether a value says something, in characters that files, databases and headers can hold."""
    return bool(value) and "\0" not in value and not any("\ud800" <= letter <= "\udfff" for letter in value)


def expected(key: Key) -> str:
    """What may stand at a key, in words."""
    bounds = ""
    if key.least is not None:
        bounds = f" from {key.least} to {key.most}" if key.most is not None else f" of {key.least} or more"
    return " or ".join(_said(kind) for kind in _alternatives(key.kind)) + bounds


def _said(kind: Any) -> str:
    if get_origin(kind) is Literal:
        return "one of " + ", ".join(get_args(kind))
    if get_origin(kind) is tuple:
        return f"a list of lengths of time like 1h, up to {LONGEST.days}d" if timedelta in get_args(kind) else "a list of texts"
    if get_origin(kind) is Mapping:
        return "a table"
    words = {
        str: "a text", bool: "true or false", int: "a whole number", float: "a number", Path: "a path",
        timedelta: f"a length of time like 90s, 10m, 1h30m or 3d, up to {LONGEST.days}d",
    }  # fmt: skip
    return words[kind]


def shown(value: Any, key: Key) -> Any:
    """A value for JSON and people: paths and lengths of time as text, secrets hidden; None when there is none."""
    if isinstance(value, tuple | list):
        return [shown(item, key) for item in value]
    if isinstance(value, timedelta):
        return said_duration(value)
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, str):
        return mask_setting(value) if key.secret else mask(value)
    return value
