"""Run the attacks and print what became of each: `python -m benchmarks.attack [--only WORD]`. Exit code 1 when one did not hold."""

import argparse
import contextlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.attack.attacks import sites
from benchmarks.attack.judge import Ended, judge
from benchmarks.attack.site import Site

SECONDS = 120
"""A command that takes longer has not held."""
SETTLED = "[politeness]\ntimeout = 3\nretries = 1\n"
"""Configuration of the runs: nobody waits long for a site that does not answer."""


def main() -> int:
    """Each attack alone; 0 when all held."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="attacks whose name or docstring has this word")
    options = parser.parse_args()
    broken = 0
    for site in sites():
        if options.only and options.only not in site.name and options.only not in site.outlet:
            continue
        with tempfile.TemporaryDirectory() as folder:
            ended = run([site], Path(folder))
            faults = judge(site, ended)
        broken += bool(faults)
        print(f"{site.outlet}  {'held' if not faults else 'BROKEN':6}  {ended.seconds:5.1f} s  code {ended.code:3}  {site.name}")
        for fault in faults:
            print(f"           {fault}")
        if faults:
            print("           " + "\n           ".join(ended.stderr.splitlines()[-8:]))
    print(f"{broken} did not hold" if broken else "all held")
    return 1 if broken else 0


def run(attacked: Sequence[Site], folder: Path) -> Ended:
    """Serve the sites and run one command: the site's own, or for several one crawl of them all."""
    with contextlib.ExitStack() as stack:
        for site in attacked:
            stack.enter_context(site.served())
        arguments = attacked[0].write(folder)
        if len(attacked) > 1:
            (folder / "sites.toml").write_text("\n".join(site.toml() for site in attacked), encoding="utf-8")
            arguments = ["crawl", "--all", "--sites", "sites.toml", "--output", "out"]
        if "newsspider.toml" not in attacked[0].files:
            (folder / "newsspider.toml").write_text(SETTLED, encoding="utf-8")
        command = [sys.executable, "-m", "newsspider", *arguments]
        environment = os.environ | {"NEWSSPIDER_CONFIG": "newsspider.toml", "PYTHONPATH": os.pathsep.join(sys.path)}
        start = time.monotonic()
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, timeout=SECONDS, check=False)
        seconds = time.monotonic() - start
    return Ended(done.returncode, done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace"), seconds, folder)


if __name__ == "__main__":
    sys.exit(main())
