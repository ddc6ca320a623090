"""Damaged archives by the hundred: never a wrong address, never another body, never silence, never an exception."""

from pathlib import Path

import archive_damage


def test_what_must_be_read_is_and_what_is_not_is_told(tmp_path: Path) -> None:
    cases = [archive_damage.case(seed) for seed in range(200)]
    counts = [archive_damage.check(each, tmp_path) for each in cases]
    assert sum(pages for pages, _ in counts) > 200 * 3
    assert sum(told for _, told in counts) > 60
    names = {name.partition(" of ")[0] for each in cases for name in each.changes}
    assert names >= set(archive_damage.CHANGES) | {spoiler.__name__ for spoiler in archive_damage.SPOILERS} | {"cut", "flipped"}


def test_any_bytes_changed(tmp_path: Path) -> None:
    for seed in range(100):
        archive_damage.check_anything(seed, tmp_path)
