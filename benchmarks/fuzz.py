"""Random damage for as long as you like: `python -m benchmarks.fuzz --minutes N` saves the first page that breaks the reader."""

import argparse
import logging
import secrets
import sys
import time
import traceback
from dataclasses import asdict
from pathlib import Path
from random import Random

from benchmarks.corpus import ROOT, demo_pages, documents
from newsspider import pages
from newsspider.errors import Refused
from newsspider.export.article_schema import validator
from pipelines import to_article

sys.path.append(str(ROOT / "tests"))  # the tests' folder is no package
from mutations import ADDRESSES, MUTATIONS, mutate

SLOW = 2.0
"""CPU seconds that a page may take."""


def read(body: bytes, url: str | None, fetched_at: str | None) -> None:
    """Read a page; raises what must never be raised."""
    start = time.process_time()
    try:
        article = to_article(pages.read(pages.load(body, url=url), fetched_at=fetched_at))
        validator()(asdict(article))
    except Refused:
        pass
    if (taken := time.process_time() - start) > SLOW:
        raise TimeoutError(f"{taken:.1f} s of CPU for {len(body):,} bytes")


def main() -> int:
    """The command. Exit code 1 when a page broke the reader; it is saved with what it takes to make it again."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fuzz", description=__doc__)
    parser.add_argument("--minutes", type=float, default=5.0, help="how long (default 5)")
    parser.add_argument("--seed", type=int, help="seed of the run (default: a new one, printed)")
    parser.add_argument("--pages", type=Path, help="folder of saved pages (default: ../shared and the demo press)")
    parser.add_argument("--save", type=Path, default=Path("fuzz-failure.html"), help="where a failing page is written")
    asked = parser.parse_args()
    logging.disable(logging.CRITICAL)
    seed = secrets.randbits(32) if asked.seed is None else asked.seed
    _, corpus = documents(asked.pages, None)
    corpus = corpus if asked.pages else corpus + demo_pages()
    print(f"seed {seed}, {len(corpus)} pages, {len(MUTATIONS)} kinds of damage")
    rng = Random(seed)
    end = time.monotonic() + asked.minutes * 60
    done = 0
    while time.monotonic() < end:
        document, names, own = rng.choice(corpus), rng.choices(sorted(MUTATIONS), k=rng.randint(1, 5)), rng.getrandbits(32)
        url = rng.choice((document.url, None, rng.choice(ADDRESSES).decode("utf-8", "replace")))
        body = mutate(document.body, names, own)
        try:
            read(body, url, document.fetched_at)
        except Exception:  # whatever it is, it is what this program looks for
            traceback.print_exc()
            asked.save.write_bytes(body)
            print(
                f"seed {seed}, trial {done}: {document.file} after {', '.join(names)} (seed {own}), read as {url}; saved as {asked.save}"
            )
            return 1
        done += 1
    print(f"{done:,} pages read, nothing broke")
    return 0


if __name__ == "__main__":
    sys.exit(main())
