"""Damaged feeds and sitemaps by the hundred: never a wrong address, never silence, never an exception."""

from collections import Counter

import list_damage
from list_changes import AFTER, BEFORE


def test_no_address_that_is_none_of_the_lists_own_and_no_silence() -> None:
    cases = [list_damage.case(seed) for seed in range(300)]
    counts = [list_damage.check(each) for each in cases]
    assert sum(read for read, _, _ in counts) > 0.6 * sum(own for _, own, _ in counts)
    outcomes = Counter(outcome for *_, outcome in counts)
    assert outcomes["read"] > 100
    assert outcomes["incomplete"] > 40
    assert outcomes["told"] > 40
    names = {name for each in cases for name in each.changes}
    assert names >= {*BEFORE, *AFTER, "cut", "packed", "packed and cut", "stray_bytes", "gb18030", "utf-16"}


def test_the_same_seed_makes_the_same_list() -> None:
    assert list_damage.case(7) == list_damage.case(7)
