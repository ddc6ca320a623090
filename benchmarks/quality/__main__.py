"""`python -m benchmarks.quality`: how well newsroom lines are read, by printed form; and pages marked by hand, where they are."""

import argparse
import json
import logging
import sys
import warnings
from pathlib import Path
from unicodedata import east_asian_width

from benchmarks.corpus import ROOT
from benchmarks.newsroom_lines import chosen_forms, lines
from benchmarks.newsroom_pages import build
from benchmarks.quality import generated, left_out, marked, prose
from benchmarks.quality.generated import Row, Run
from benchmarks.quality.judging import FIELDS

SHOWN = {
    "source": "source",
    "authors": "authors",
    "credits": "credits",
    "organization": "organiz.",
    "headline": "headl.",
    "published": "time",
    "body": "body",
    "base": "base",
}


def figure(value: float | None) -> str:
    """Three places, 1.000 where all is right; a dash for nothing to measure."""
    return "    -" if value is None else f"{int(value * 1000) / 1000:.3f}"


def padded(name: str) -> str:
    """A name to the width of the table's first column; a Chinese letter is two wide."""
    return name + " " * (58 - sum(2 if east_asian_width(letter) in "WF" else 1 for letter in name))


def print_table(rows: dict[str, Row], group: str) -> None:
    """Precision and recall of each field, a line a group."""
    print(f"{group:58}{'pages':>6}{'misread':>8}" + "".join(f"{SHOWN[name] + ' P/R':>14}" for name in FIELDS))
    for name, row in (*rows.items(), ("all", generated.total(rows))):
        cells = "".join(f"{figure(row.counts[field].precision):>8}{figure(row.counts[field].recall):>6}" for field in FIELDS)
        print(f"{padded(name)}{row.pages:>6}{row.misread:>8}{cells}")


def print_scores(rows: dict[str, Row]) -> None:
    """The mean over pages that tell a field, as ../shared/tools/score.py counts it."""
    scores = generated.total(rows).scores
    told = ", ".join(f"{name} {sum(values) / len(values):.3f} (n={len(values)})" for name, values in sorted(scores.items()))
    print(f"mean over the pages that tell the field: {told}")


def report_generated(run: Run, group: str, worst: int, jobs: int, out: Path | None) -> int:
    """Print the table, and misread lines where asked; the number of pages misread."""
    judged = list(generated.verdicts(run, jobs))
    rows = generated.by_group(judged, group)
    print(f"{len(judged):,} generated pages, seed {run.seed}, {len({line.form for _, line, _, _ in judged})} printed forms")
    print_table(rows, group)
    print_scores(rows)
    misread = [one for one in judged if one[3].faults]
    for number, line, layout, verdict in generated.spread(misread)[:worst]:
        print(f"\n#{number} {line.form} [{line.where}, {layout}]\n  {line.text!r}")
        print("".join(f"  {fault}\n" for fault in verdict.faults), end="")
    if out:
        found = {
            name: {field: [row.counts[field].precision, row.counts[field].recall] for field in FIELDS}
            | {"pages": row.pages, "misread": row.misread}
            for name, row in rows.items()
        }
        out.write_text(json.dumps(found, ensure_ascii=False, indent=1), encoding="utf-8")
    return len(misread)


def show(run: Run, number: int) -> None:
    """Print one page's bytes and what was read from it."""
    page = next(build(n, line, run.seed) for n, line in lines(run.seed, run.count, run.forms, number, number + 1))
    article, refused = generated.read(page)
    print(page.body.decode())
    print(f"\nurl {page.url}; wanted {page.readings}")
    print(f"read {article or refused}")


def without_parts(run: Run, asked: argparse.Namespace) -> bool:
    """Read all again without parts of the lexicon; whether enough is found."""
    found = [left_out.report_generated(run, asked.worst, asked.jobs)] if asked.lines else []
    return all([*found, *([] if asked.no_marked else [left_out.report_hosts(asked.shared)])])


def main() -> int:
    """The command. Exit code 1 with --strict, see there."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.quality", description=__doc__)
    parser.add_argument(
        "--lines", type=int, default=20_000, help="generated lines, each on a page of its own (default 20,000; 0: none)"
    )
    parser.add_argument("--seed", type=int, default=1, help="seed of the run (default 1)")
    parser.add_argument("--form", action="append", default=[], help="only the forms whose names hold this word; may be repeated")
    parser.add_argument(
        "--by", choices=("form", "place", "layout"), default="form", help="what a row of the table is (default form)"
    )
    parser.add_argument("--worst", type=int, default=0, metavar="N", help="show N misread lines with the reasons")
    parser.add_argument(
        "--show", type=int, metavar="NUMBER", help="show the page of this number and what is read from it, nothing else"
    )
    parser.add_argument("--jobs", type=int, default=1, help="processes (default 1)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the table there, too")
    parser.add_argument(
        "--shared",
        type=Path,
        default=ROOT.parent / "shared",
        help="folder with marked pages (default: ../shared beside the checkout)",
    )
    parser.add_argument("--no-marked", action="store_true", help="leave the marked pages out")
    parser.add_argument("--whole", action="store_true", help="read with the whole lexicon only, not also without parts of it")
    parser.add_argument(
        "--strict",
        action="store_true",
        help="exit code 1 when a generated page is misread, or too little is found without a part",
    )
    asked = parser.parse_args()
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    try:
        chosen_forms(asked.form)
    except KeyError as unknown:
        parser.error(f"--form: {unknown.args[0]}")
    run = Run(asked.seed, asked.lines, tuple(asked.form))
    if asked.show is not None:
        show(run, asked.show)
        return 0
    misread = report_generated(run, asked.by, asked.worst, asked.jobs, asked.json) if asked.lines else 0
    if not asked.no_marked:
        marked.report_sets(asked.shared)
        prose.report(asked.shared, asked.worst)
    enough = asked.whole or without_parts(run, asked)
    return int(asked.strict and (misread > 0 or not enough))


if __name__ == "__main__":
    sys.exit(main())
