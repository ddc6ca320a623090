"""The watch over whole crawls of the demo press: each kind of change in two families is caught within one run, and nothing else is."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_changes_of_templates_are_caught_and_named_and_unchanged_runs_raise_no_alarm() -> None:
    command = [sys.executable, "-m", "benchmarks.watch", "--short"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr[-3000:]
    figures = json.loads(done.stdout.splitlines()[-1])
    del figures["seconds"]
    assert figures == {"changes": 16, "caught": 16, "right": 16, "unchanged": 10, "false_alarms": 0}, done.stdout
