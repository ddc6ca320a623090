"""Both walks over damaged pages: `python -m benchmarks.fuzz_walk --pages N` saves the first page of which they say different things."""

import argparse
import sys
from pathlib import Path
from random import Random

from benchmarks.corpus import ROOT, demo_pages, documents
from newsspider import pages
from newsspider.errors import Refused
from newsspider.pages import compiled

sys.path.append(str(ROOT / "tests"))  # the tests' folder is no package
from mutations import MUTATIONS, mutate
from walks import difference


def main() -> int:
    """The command. Exit code 1 when the walks differ, 2 when there is but one."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fuzz_walk", description=__doc__)
    parser.add_argument("--pages", type=int, default=10_000, help="how many (default 10,000)")
    parser.add_argument("--seed", type=int, default=1, help="seed of the run (default 1)")
    parser.add_argument(
        "--save", type=Path, default=Path("fuzz-failure.html"), help="where a page is written of which they differ"
    )
    asked = parser.parse_args()
    if compiled.made_by_c is None:
        print(f"pages are walked {compiled.told()}: nothing to compare")
        return 2
    _, corpus = documents(None, None)
    corpus += demo_pages()
    rng = Random(asked.seed)
    compared = 0
    for trial in range(asked.pages):
        document, names, own = rng.choice(corpus), rng.choices(sorted(MUTATIONS), k=rng.randint(0, 5)), rng.getrandbits(32)
        try:
            utf8 = pages.load(mutate(document.body, names, own)).utf8
        except Refused:
            continue
        compared += 1
        if found := difference(utf8):
            asked.save.write_bytes(utf8)
            print(f"trial {trial}: {document.file} after {', '.join(names)} (seed {own}); saved as {asked.save}\n{found}")
            return 1
    print(f"{compared:,} of {asked.pages:,} pages walked twice (the others are refused before they are parsed), no difference")
    return 0


if __name__ == "__main__":
    sys.exit(main())
