"""Damaged feeds and sitemaps by the thousand: `python -m benchmarks.fuzz_lists` saves the first that is read wrongly or passed over."""

import argparse
import logging
import secrets
import sys
import time
import traceback
from collections import Counter
from pathlib import Path

from benchmarks.corpus import ROOT

sys.path.append(str(ROOT / "tests"))  # the tests' folder is no package
import list_damage


def main() -> int:
    """The command. Exit code 1 when a list was read wrongly; it is saved with the seed that makes it again."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fuzz_lists", description=__doc__)
    parser.add_argument("--count", type=int, default=5000, help="how many lists (default 5,000)")
    parser.add_argument("--seed", type=int, help="the first seed (default: a new one, printed)")
    parser.add_argument("--save", type=Path, default=Path("fuzz-failure.list"), help="where a failing list is written")
    parser.add_argument("--go-on", action="store_true", help="do not stop at the first failing list")
    asked = parser.parse_args()
    logging.disable(logging.CRITICAL)
    first = secrets.randbits(40) if asked.seed is None else asked.seed
    print(f"seeds {first} to {first + asked.count - 1}, {len(list_damage.BEFORE) + len(list_damage.AFTER) + 4} kinds of damage")
    read, own, outcomes, failed = Counter[str](), Counter[str](), Counter[str](), 0
    start = time.monotonic()
    for seed in range(first, first + asked.count):
        one = list_damage.case(seed)
        try:
            found, there, outcome = list_damage.check(one)
        except Exception as error:  # whatever it is, it is what this program looks for
            failed += 1
            if asked.go_on:
                print(f"{one}: {type(error).__name__}: {str(error)[:300]}")
                continue
            traceback.print_exc()
            asked.save.write_bytes(one.data)
            print(f"{one}; saved as {asked.save}")
            return 1
        read[one.form] += found
        own[one.form] += there
        outcomes[outcome] += 1
    for form, there in sorted(own.items()):
        print(f"{form:8} {read[form]:6,} of {there:6,} addresses read, {read[form] / there:.1%}")
    print(
        f"{asked.count:,} lists, {failed:,} failed: {read.total():,} of {own.total():,} addresses read ({read.total() / own.total():.1%}); "
        f"lists read whole {outcomes['read']:,}, in part and said so {outcomes['incomplete']:,}, not at all and said so {outcomes['told']:,}, "
        f"in part without a word {outcomes['lost']:,}; {time.monotonic() - start:.0f} s"
    )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
