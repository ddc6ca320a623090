"""How well and how fast reprints are found: among invented articles that are hard to tell apart, and in a store of a million.

    python -m benchmarks.reprints [--distinct 20000] [--reprints 6000] [--signatures 1000000] [--database URL]

The first part stores the articles one after the other in mixed order, as a crawl does, and counts what `duplicate_of` says.
The second fills a store with signatures alone and, at each tenth, stores articles with real texts, a quarter of them reprints.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path
from random import Random

import psutil
from sqlalchemy import Engine, select

from newsspider.store.engine import open_engine
from newsspider.store.records import store_article
from newsspider.store.reprints import original_of
from newsspider.store.signatures import BANDS, PACKED, VERSION, bands_of, signature_of
from newsspider.store.tables import articles, bands, signatures
from tests.reprint_texts import Text, answers, article_of, distinct, mixed, reprint, scores

BATCH = 50
"""Articles in a transaction, as in a crawl."""
FORMULAS = 200
"""Band values that a tenth of the random articles share: what stock phrases make."""
SAMPLE = 1000
"""Articles stored and timed at each size."""
CHUNK = 20_000
"""Rows written at once while the store is filled."""
FIRST = 1_000_000_000
"""Positions of the signatures that are filled in begin here."""
PRECISION, RECALL = 0.98, 0.95


def main() -> int:
    """Both parts; 1 when a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--distinct", type=int, default=20_000, help="articles of which no two are one text")
    parser.add_argument("--reprints", type=int, default=6_000, help="reprints of them")
    parser.add_argument("--signatures", type=int, default=1_000_000, help="signatures that the store grows to")
    parser.add_argument("--database", help="SQLAlchemy URL of an empty database; by default SQLite in a temporary folder")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    rng = Random(asked.seed)
    met = True
    if asked.distinct:
        with opened(asked.database) as engine:
            met = found_well(engine, rng, asked.distinct, asked.reprints)
    if asked.signatures:
        with opened(asked.database) as engine:
            grown(engine, rng, asked.signatures)
    return 0 if met else 1


@contextmanager
def opened(url: str | None) -> Iterator[Engine]:
    """A store with its tables."""
    with tempfile.TemporaryDirectory(prefix="newsspider-") as folder:
        engine = open_engine(url or f"sqlite:///{Path(folder)}/news.db")
        try:
            yield engine
        finally:
            engine.dispose()


def found_well(engine: Engine, rng: Random, count: int, reprinted: int) -> bool:
    """Print precision and recall; whether both goals are met."""
    texts = mixed(rng, count, reprinted)
    begun = time.perf_counter()
    store(engine, texts)
    seconds = time.perf_counter() - begun
    with engine.connect() as connection:
        said = {row.id: row.duplicate_of for row in connection.execute(select(articles.c.id, articles.c.duplicate_of))}
    counts = answers(texts, said)
    precision, recall = scores(counts)
    print(f"{count} distinct articles, {reprinted} reprints of them: precision {precision:.4f}, recall {recall:.4f}; ", end="")
    print(f"{seconds / len(texts) * 1000:.2f} ms an article, storing included\n")
    print("| kind | right | missed | wrong |\n|---|---:|---:|---:|")
    for kind in sorted({kind for kind, _ in counts}):
        print(f"| {kind} | {counts[kind, 'right']} | {counts[kind, 'missed']} | {counts[kind, 'wrong']} |")
    print(flush=True)
    return precision >= PRECISION and recall >= RECALL


def store(engine: Engine, texts: Sequence[Text], first: int = 0) -> None:
    """Store the texts as articles, in batches."""
    now = datetime.now(UTC)
    for start in range(0, len(texts), BATCH):
        with engine.begin() as connection:
            for number, text in enumerate(texts[start : start + BATCH], first + start):
                store_article(connection, article_of(text, number), {}, None, now)


def grown(engine: Engine, rng: Random, count: int) -> None:
    """Print time per article and memory at each tenth of the way to so many signatures."""
    process = psutil.Process()
    planted = distinct(rng, 2 * SAMPLE)
    store(engine, planted)
    stored = len(planted)
    store(engine, mixed_sample(rng, planted), stored)  # to warm up
    stored += SAMPLE
    print(
        "| signatures | searching, CPU ms | storing, CPU ms | storing, ms | RSS, MB | reprints found |\n|---:|---:|---:|---:|---:|---:|"
    )
    for tenth in range(11):
        if tenth:
            apart(fill, engine.url.render_as_string(hide_password=False), rng.random(), FIRST + tenth * count, count // 10)
        new = mixed_sample(rng, planted)
        begun = time.process_time()
        with engine.connect() as connection:
            for number, text in enumerate(new, stored):
                original_of(connection, signature_of(text.body), article_of(text, number))
        searched, begun_storing = time.process_time(), time.perf_counter()
        store(engine, new, stored)
        seconds = searched - begun, time.process_time() - searched, time.perf_counter() - begun_storing
        found, there = found_of(engine, new, stored)
        stored += len(new)
        each = " | ".join(f"{1000 * part / len(new):.2f}" for part in seconds)
        print(f"| {tenth * (count // 10):,} | {each} | {process.memory_info().rss / 1e6:.0f} | {found}/{there} |", flush=True)


def apart(work: Callable[..., None], *arguments: object) -> None:
    """Do it in a process of its own, whose memory is not ours."""
    process = get_context("spawn").Process(target=work, args=arguments)
    process.start()
    process.join()
    if process.exitcode:
        sys.exit(f"{work.__name__} failed")


def mixed_sample(rng: Random, planted: Sequence[Text]) -> list[Text]:
    """New articles, a quarter of them reprints of planted ones."""
    fresh = distinct(rng, SAMPLE)
    return [reprint(rng, rng.choice(planted)) if number % 4 == 0 else text for number, text in enumerate(fresh)]


def found_of(engine: Engine, new: Sequence[Text], first: int) -> tuple[int, int]:
    """How many of the reprints among the new articles were found, and how many there are."""
    ids = {article_of(text, number).id for number, text in enumerate(new, first) if (number - first) % 4 == 0}
    with engine.connect() as connection:
        rows = connection.execute(select(articles.c.id, articles.c.duplicate_of)).all()
    return sum(row.id in ids and row.duplicate_of is not None for row in rows), len(ids)


def fill(url: str, seed: float, first: int, count: int) -> None:
    """Signatures of invented texts of some 400 runs, a tenth of them with a stock phrase; the bands sorted, so that filling is quick."""
    rng = Random(seed)
    now = datetime.now(UTC)
    rows: list[dict[str, object]] = []
    entries: list[tuple[int, int]] = []
    for position in range(first, first + count):
        values = [min(int(rng.expovariate(400 / 2**32)), 2**32 - 1) for _ in range(BANDS)]
        if rng.random() < 0.1:
            values[rng.randrange(BANDS)] = rng.randrange(FORMULAS)
        signature = PACKED.pack(VERSION, *values)
        key = f"{position:032x}"
        rows.append({"position": position, "id": key, "family": key, "published": now, "minhash": signature})
        entries += [(band, position) for band in bands_of(signature)]
    entries.sort()
    engine = open_engine(url)
    for start in range(0, count, CHUNK):
        with engine.begin() as connection:
            connection.execute(signatures.insert(), rows[start : start + CHUNK])
    with engine.begin() as connection:
        for start in range(0, len(entries), CHUNK):
            connection.execute(bands.insert(), [{"band": band, "position": at} for band, at in entries[start : start + CHUNK]])
    engine.dispose()


if __name__ == "__main__":
    sys.exit(main())
