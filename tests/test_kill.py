"""kill -9 in the middle of a crawl: the next run completes it; no article is lost, none comes twice."""

import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

from commands import newsspider, write_sites, written

from newsspider.demo import Press

RUN = [
    sys.executable,
    "-c",
    "from newsspider.cli import main; main()",
    "crawl",
    "--all",
    "--sites",
    "sites.toml",
    "--output",
    "out",
]
KILLS = 5


def stored(folder: Path) -> int:
    """Articles committed so far."""
    path = folder / "out" / "newsspider.db"
    if not path.exists():
        return 0
    database = sqlite3.connect(path, timeout=30)
    try:
        return int(database.execute("SELECT count(*) FROM articles").fetchone()[0])
    except sqlite3.OperationalError:  # the tables are not made yet
        return 0
    finally:
        database.close()


def test_killed_crawls_lose_and_repeat_nothing(tmp_path: Path) -> None:
    with Press.on_free_ports(scale=8) as press:
        write_sites(press.outlets, tmp_path / "sites.toml")
        wanted = sorted(record["url"] for record in press.expected())
        progress = []
        for number in range(KILLS):
            enough = len(wanted) * (number + 1) // (KILLS + 1)
            process = subprocess.Popen(RUN, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            try:
                deadline = time.monotonic() + 60
                while process.poll() is None and stored(tmp_path) < enough:
                    assert time.monotonic() < deadline
                    time.sleep(0.02)
            finally:
                process.send_signal(signal.SIGKILL)
                process.wait()
            progress.append(stored(tmp_path))
        assert progress[0] < len(wanted), "the first run was over before it could be killed"
        newsspider("crawl", "--all", "--sites", "sites.toml", "--output", "out", cwd=tmp_path)
    assert sorted(row["url"] for row in written(tmp_path / "out")) == wanted
    assert stored(tmp_path) == len(wanted)
