"""How fast each store takes articles: `python -m benchmarks.stores` (make bench-stores).

Articles of about 3 KB of Chinese text, each another one, go in batches of 50 through the crawl's own way (`Store.found`, `Store.save`: ledger,
signature, look for reprints, article, one transaction). Beside it the bare insert of the same rows, and the ledger alone, a page.
Servers: those that the tests find (tests/databases.py), or a private one each.
"""

import argparse
import os
import platform
import random
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from article_factory import make_article
from databases import KINDS, fresh

from newsspider.items import Article
from newsspider.store import Outcome, Store
from newsspider.store.tables import articles

BATCH = 50


def texts(number: int) -> list[Article]:
    """Articles whose bodies have nothing in common."""
    rng = random.Random(20251021)
    letters = [chr(code) for code in range(0x4E00, 0x5A00)]

    def paragraph() -> str:
        return "".join(rng.choices(letters, k=200)) + "。"

    return [make_article(n, body=[paragraph() for _ in range(5)], published_at="2025-10-21T11:20+08:00") for n in range(number)]


def timed(batches: list[list[Article]], write: Callable[[list[Article]], object]) -> tuple[float, float]:
    """Articles a second, and seconds of this process's CPU an article."""
    wall, cpu = time.perf_counter(), time.process_time()
    for batch in batches:
        write(batch)
    number = sum(map(len, batches))
    return number / (time.perf_counter() - wall), (time.process_time() - cpu) / number


def measure(kind: str, made: list[Article]) -> dict[str, tuple[float, float]]:
    """Each way of writing into a fresh database of a kind."""
    batches = [made[start : start + BATCH] for start in range(0, len(made), BATCH)]
    found: dict[str, tuple[float, float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        with fresh(kind, Path(folder)) as url:
            store = Store(url)

            def insert(batch: list[Article]) -> None:
                now = datetime.now(UTC)
                with store.transaction() as connection:
                    connection.execute(articles.insert(), [asdict(article) | {"committed_at": now} for article in batch])

            found["bare insert"] = timed(batches, insert)
            store.close()
        folder_two = Path(folder) / "two"
        with fresh(kind, folder_two) as url:
            store = Store(url)
            urls = [article.url or "" for article in made]
            found["ledger: found"] = timed(
                batches, lambda batch: store.found("a", [article.url or "" for article in batch], run=1)
            )
            found["ledger: due"] = timed([made], lambda batch: store.due("a"))
            found["save"] = timed(
                batches, lambda batch: store.save([Outcome(each.url or "", "a", "stored", article=each) for each in batch], 1)
            )
            found["save again, unchanged"] = timed(
                batches, lambda batch: store.save([Outcome(each.url or "", "a", "stored", article=each) for each in batch], 2)
            )
            found["ledger: outcome"] = timed(
                batches,
                lambda batch: store.save([Outcome((each.url or "") + "?n=1", "a", "refused", "list_page") for each in batch], 2),
            )
            assert store.count() == len(urls)
            store.close()
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=3000, help="how many articles (default 3000)")
    parser.add_argument("--only", choices=KINDS, action="append", help="only this database; may be given again")
    options = parser.parse_args()
    made = texts(options.articles)
    print(
        f"{platform.platform()}, Python {platform.python_version()}, load {os.getloadavg()[0]:.1f}; {len(made)} articles, batches of {BATCH}\n"
    )
    print("| database | what | a second | CPU ms each |\n|---|---|---:|---:|")
    for kind in options.only or KINDS:
        for what, (rate, cpu) in measure(kind, made).items():
            print(f"| {kind} | {what} | {rate:,.0f} | {cpu * 1000:.2f} |", flush=True)


if __name__ == "__main__":
    main()
