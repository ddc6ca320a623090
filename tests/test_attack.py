"""The hostile press in one crawl: every site's good articles are stored, whatever stands beside them."""

from pathlib import Path

import pytest

from benchmarks.attack.__main__ import run
from benchmarks.attack.attacks import sites
from benchmarks.attack.judge import Ended, judge
from benchmarks.attack.site import SECRET, Site

CRAWLED = [site for site in sites() if not site.command]


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Site], Ended]:
    """All sites that are crawled, in one run."""
    folder = tmp_path_factory.mktemp("attack")
    attacked = [site for site in sites() if not site.command]
    return attacked, run(attacked, folder)


@pytest.mark.parametrize("index", range(len(CRAWLED)), ids=[site.name.split(":")[0] for site in CRAWLED])
def test_a_crawl_of_all_hostile_sites_loses_nothing_good(crawled: tuple[list[Site], Ended], index: int) -> None:
    attacked, ended = crawled
    assert judge(attacked[index], ended, code=max(site.code for site in attacked)) == []


def test_the_judge_sees_what_is_missing(crawled: tuple[list[Site], Ended], tmp_path: Path) -> None:
    attacked, ended = crawled
    site = attacked[0]
    site.good.append("/2025/11/03/never.html")
    assert judge(site, ended) == ["good article /2025/11/03/never.html: unknown to the ledger"]
    site.good.pop()
    (tmp_path / "leak.txt").write_text(f"x{SECRET}x")
    leaking = Ended(9, "", f"Traceback (most recent call last): {SECRET}", 1.0, tmp_path)
    assert judge(site, leaking) == [
        "exit code 9, not 0", "a traceback", "the secret stands in stderr", "the secret stands in leak.txt",
    ]  # fmt: skip
