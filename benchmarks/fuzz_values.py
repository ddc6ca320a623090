"""Random addresses, JSON texts and dates at every door: `python -m benchmarks.fuzz_values` says what broke, by kind.

The values and what must hold of them are those of `tests/test_value_doors.py`, in larger numbers. The same seed gives the same values.
"""

import argparse
import logging
import sys
import time
import traceback
from collections.abc import Callable
from random import Random

from benchmarks.corpus import ROOT

sys.path.append(str(ROOT / "tests"))  # the tests' folder is no package
import doors
import nasty_values

SHOWN = 3
"""Failures of a kind that are printed whole."""


def trial(name: str, number: int, seed: int, make: Callable[[Random], str], check: Callable[[str, Random], object]) -> int:
    """Try so many values of a kind; how many broke something."""
    rng = Random(f"{name} {seed}")
    begun, taken, broken = time.monotonic(), 0, 0
    for count in range(number):
        value = make(rng)
        try:
            taken += bool(check(value, rng))
        except Exception:  # whatever it is, it is what this program looks for
            broken += 1
            if broken <= SHOWN:
                print(f"{name} {count} of seed {seed}: {value[:500]!a}\n{traceback.format_exc()}")
    let_in = f", {taken:,} let in" if taken else ""
    print(f"{number:,} {name}: {broken:,} broke something{let_in}; {time.monotonic() - begun:.0f} s")
    return broken


def main() -> int:
    """The command. Exit code 1 when a value broke something."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fuzz_values", description=__doc__)
    parser.add_argument("--addresses", type=int, default=400_000)
    parser.add_argument("--json", type=int, default=100_000)
    parser.add_argument("--dates", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1, help="seed of the values (default 1)")
    asked = parser.parse_args()
    logging.disable(logging.CRITICAL)
    broken = trial("addresses", asked.addresses, asked.seed, nasty_values.address, lambda value, _: doors.check_address(value))
    broken += trial(
        "JSON texts", asked.json, asked.seed, nasty_values.json_text, lambda value, rng: doors.check_json(value, rng.randrange(6))
    )
    broken += trial("dates", asked.dates, asked.seed, nasty_values.date, lambda value, _: doors.check_date(value))
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
