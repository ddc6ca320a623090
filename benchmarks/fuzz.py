"""Random damage for as long as you like: `python -m benchmarks.fuzz` saves the first page that breaks the reader.

With `--beside DIR` or `--with NAME=VALUE` each page is read by another checkout, or by this one with something set in its environment,
too, and each page of which the records differ is saved, with what differs.
"""

import argparse
import json
import secrets
import subprocess
import sys
import time
from base64 import b64encode
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.corpus import ROOT, demo_pages, documents
from benchmarks.speed import Contestant, contestants

sys.path.append(str(ROOT / "tests"))  # the tests' folder is no package
from mutations import ADDRESSES, MUTATIONS, mutate

READER = ROOT / "benchmarks" / "fuzz_reader.py"
SLOW = 2.0
"""CPU seconds that a page may take."""

Answer = dict[str, Any]
"""What a reader answers: see `fuzz_reader.py`."""


@dataclass(frozen=True)
class Trial:
    """A damaged page."""

    number: int
    """Its place in the run."""
    body: bytes
    """Its bytes."""
    url: str | None
    """The address that it is read as."""
    fetched_at: str | None
    """The time that it is read as of."""
    made: str
    """What it was made of and how."""


def trials(rng: Random, folder: Path | None) -> Iterator[Trial]:
    """Damaged pages without end: the same for the same seed and the same pages."""
    _, corpus = documents(folder, None)
    corpus = corpus if folder else corpus + demo_pages()
    number = 0
    while True:
        document, names, own = rng.choice(corpus), rng.choices(sorted(MUTATIONS), k=rng.randint(1, 5)), rng.getrandbits(32)
        url = rng.choice((document.url, None, rng.choice(ADDRESSES).decode("utf-8", "replace")))
        made = f"{document.file} after {', '.join(names)} (seed {own}), read as {url}"
        yield Trial(number, mutate(document.body, names, own), url, document.fetched_at, made)
        number += 1


class Reader:
    """A checkout's reader in a process of its own."""

    def __init__(self, contestant: Contestant, stack: ExitStack) -> None:
        self.name = contestant.name
        command = [sys.executable, READER, contestant.root]
        self.process = stack.enter_context(
            subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=contestant.environ())
        )
        assert self.process.stdin
        stack.callback(self.process.stdin.close)

    def ask(self, trial: Trial) -> None:
        """Hand it a page."""
        asked = {"body": b64encode(trial.body).decode(), "url": trial.url, "fetched_at": trial.fetched_at}
        assert self.process.stdin
        print(json.dumps(asked), file=self.process.stdin, flush=True)

    def answer(self) -> Answer:
        """What came of the page."""
        assert self.process.stdout
        told: Answer = json.loads(self.process.stdout.readline() or '{"broke": "the process ended", "seconds": 0}')
        if told["seconds"] > SLOW:
            told["broke"] = f"{told['seconds']:.1f} s of CPU"
        return told


def differences(ours: Answer, theirs: Answer) -> list[str]:
    """The fields in which two records differ; `refused` for an article beside a refusal, `reason` for two refusals."""
    if "record" in ours and "record" in theirs:
        one, other = ours["record"], theirs["record"]
        return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))
    if "refused" in ours and "refused" in theirs:
        return ["reason"] if ours["refused"] != theirs["refused"] else []
    return ["refused"]


def _save(folder: Path, trial: Trial, told: dict[str, Any]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    page = folder / f"{trial.number:06}.html"
    page.write_bytes(trial.body)
    row = {"made": trial.made, "url": trial.url, "fetched_at": trial.fetched_at, **told}
    page.with_suffix(".json").write_text(json.dumps(row, ensure_ascii=False, indent=1), encoding="utf-8")
    return page


def main() -> int:
    """The command. Exit code 1 when a page broke a reader or two readers differ; it is saved with what it takes to make it again."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fuzz", description=__doc__)
    parser.add_argument("--minutes", type=float, default=5.0, help="how long (default 5)")
    parser.add_argument("--count", type=int, help="so many pages, however long it takes")
    parser.add_argument("--skip", type=int, default=0, metavar="N", help="leave the first N pages of the run out")
    parser.add_argument("--seed", type=int, help="seed of the run (default: a new one, printed)")
    parser.add_argument("--pages", type=Path, help="folder of saved pages (default: ../shared and the demo press)")
    parser.add_argument("--save", type=Path, default=Path("fuzz-pages"), help="folder for failing and differing pages")
    parser.add_argument("--beside", type=Path, action="append", default=[], metavar="DIR", help="another checkout")
    parser.add_argument(
        "--with", dest="settings", action="append", default=[], metavar="NAME=VALUE", help="this checkout with this set"
    )
    asked = parser.parse_args()
    seed = secrets.randbits(32) if asked.seed is None else asked.seed
    print(f"seed {seed}, {len(MUTATIONS)} kinds of damage", flush=True)
    end = time.monotonic() + asked.minutes * 60
    differing: Counter[str] = Counter()
    done = 0
    with ExitStack() as stack:
        readers = [Reader(one, stack) for one in contestants(asked.beside, asked.settings)]
        for trial in trials(Random(seed), asked.pages):
            if trial.number < asked.skip:
                continue
            if done >= asked.count if asked.count is not None else time.monotonic() > end:
                break
            for reader in readers:
                reader.ask(trial)
            told = {reader.name: reader.answer() for reader in readers}
            done += 1
            for name, answer in told.items():
                if "broke" in answer:
                    saved = _save(asked.save, trial, told)
                    print(f"{answer['broke']}\n{name}: seed {seed}, trial {trial.number}: {trial.made}; saved as {saved}")
                    return 1
            ours, *others = told.values()
            fields = {name for other in others for name in differences(ours, other)}
            if fields:
                differing[", ".join(sorted(fields))] += 1
                _save(asked.save, trial, {"differing": sorted(fields), **told})
    print(f"{done:,} pages read, nothing broke")
    for kind, count in differing.most_common():
        print(f"{count:6} differ in {kind}")
    if len(readers) > 1:
        print(f"{differing.total()} of {done:,} pages differ" + (f"; saved in {asked.save}" if differing else ""))
    return int(bool(differing))


if __name__ == "__main__":
    sys.exit(main())
