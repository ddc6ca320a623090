"""kill -9 at random moments: the next run completes the crawl; no article is lost, none comes twice, for a tail neither."""

from pathlib import Path
from random import Random

import pytest
from commands import write_sites
from databases import fresh
from killing import Scene

from newsspider.demo import Faults, Press

KILLS = 4


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_killed_crawls_and_tails_lose_and_repeat_nothing(kind: str, tmp_path: Path) -> None:
    with Press.on_free_ports(faults=Faults(delay=0.3)) as press, fresh(kind, tmp_path) as database:
        write_sites(press.outlets, tmp_path / "sites.toml")
        with Scene(press, tmp_path, database, Random(kind), span=1.2) as scene:  # noqa: S311 the same draws every time are the aim
            while scene.kills.total() < KILLS and scene.kill_a_crawl():
                pass
            scene.kill_a_crawl(at_its_end=True)
            scene.finish()
        scene.finish_tail()
        assert scene.kills.total() >= KILLS, "the crawl was over before it could be killed"
        assert scene.tail_kills
        judged = scene.judge()
    assert scene.trouble == []
    assert {place: (each.lost, each.twice, each.wrong) for place, each in judged.items()} == dict.fromkeys(
        ("database", "files", "tail"), (0, 0, [])
    )
