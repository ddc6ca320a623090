"""Damaged archives by the thousand: `python -m benchmarks.fuzz_archives` saves the first that is read wrongly or passed over."""

import argparse
import secrets
import sys
import tempfile
import time
import traceback
from pathlib import Path

from benchmarks.corpus import ROOT

sys.path.append(str(ROOT / "tests"))  # the tests' folder is no package
import archive_damage


def main() -> int:
    """The command. Exit code 1 when an archive was read wrongly; it is saved with the seed that makes it again."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fuzz_archives", description=__doc__)
    parser.add_argument("--count", type=int, default=5000, help="how many archives (default 5,000)")
    parser.add_argument("--seed", type=int, help="the first seed (default: a new one, printed)")
    parser.add_argument("--save", type=Path, default=Path("fuzz-failure.warc"), help="where a failing archive is written")
    asked = parser.parse_args()
    first = secrets.randbits(40) if asked.seed is None else asked.seed
    print(
        f"seeds {first} to {first + asked.count - 1}, {len(archive_damage.CHANGES) + len(archive_damage.SPOILERS)} kinds of damage"
    )
    pages = told = 0
    start = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(first, first + asked.count):
            try:
                read, said = archive_damage.check(archive_damage.case(seed), Path(folder))
                archive_damage.check_anything(seed, Path(folder))
            except Exception:  # whatever it is, it is what this program looks for
                traceback.print_exc()
                asked.save.write_bytes((Path(folder) / "case.bin").read_bytes())
                print(f"{archive_damage.case(seed)}; saved as {asked.save}")
                return 1
            pages, told = pages + read, told + said
    print(
        f"{asked.count:,} archives of {archive_damage.COUNT} pages: {pages:,} read, all right; {told:,} things told; {time.monotonic() - start:.0f} s"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
