"""A TOML file as tables, or one sentence about what is wrong with it: whatever its bytes are."""

import tomllib
from pathlib import Path
from typing import Any

from newsspider.lazy_pattern import lazy_pattern

MOST_BYTES = 1 << 20
"""A larger file is none that somebody wrote by hand."""
MOST_PARTS = 64
LONG_KEY = lazy_pattern(rf"""(?<![\w"'-])(?:[\w"'-]+[ \t]*\.[ \t]*){{{MOST_PARTS}}}""")
"""A key of more parts: the parser's time grows with their square."""


def read_toml(path: Path) -> dict[str, Any]:
    """The tables of a file in UTF-8, with or without byte order mark.

    Raises OSError when it cannot be read, ValueError with what is wrong when it is no TOML: another encoding, nested too deep, a
    number of more than 64 bits.
    """
    with path.open("rb") as file:
        data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise ValueError(f"larger than {MOST_BYTES >> 20} MiB")
    text = data.decode("utf-8-sig").replace("\r\n", "\n")
    if LONG_KEY.search(text):
        raise ValueError(f"a key of more than {MOST_PARTS} parts")
    try:
        tables = tomllib.loads(text)
        _check_numbers(tables)
    except RecursionError:
        raise ValueError("nested too deep") from None
    except tomllib.TOMLDecodeError:
        raise
    except ValueError:  # Python reads no decimal number of more than 4,300 digits
        raise ValueError("a number of more than 64 bits") from None
    return tables


def _check_numbers(value: Any) -> None:
    """Raises ValueError for a whole number that TOML does not allow: it could not even be shown."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            _check_numbers(item)
    elif isinstance(value, int) and not -(2**63) <= value < 2**63:
        raise ValueError
