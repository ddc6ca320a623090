"""The time that a page's own script is given."""

import pytest

from newsspider.pages.metadata import script_date

TOLD = {
    'var biz="MzA5";var ct="1773278471";var msg_title="江州";': "1773278471",
    "var ct = 1773278471;": "1773278471",
    "window.ct = '1773278471'": "1773278471",
    'var d = {"ct": "1773278471", "msg_title": "江州"}': "1773278471",
    "{ct: 1773278471, msg_title: '江州'}": "1773278471",
    'var list = [{"title": "别的", "pubTime": "2016-03-12 09:21"}, {"ct": 1773278471}];': None,
    "var msg_title = '江州'; var createTime = '2026-03-12 09:21';": "2026-03-12 09:21",
    "msg_title: '江州', ori_create_time: JsDecode('1773278471'),": "1773278471",
    'var pubTime = "2026-03-12 09:21:11";': "2026-03-12 09:21:11",
    'var user = {name: "x", createTime: "2016-03-12 09:21"};': None,
    'var back = "https://jz.example/a?ct=1773278471";': None,
    'var back = "https://jz.example/a?ct=1773278471&b=1";': None,
    'var svr_time = "1773278471"; var act = "1773278471";': None,
    "var ct = 12;": None,
}


@pytest.mark.parametrize("script", TOLD)
def test_script_date(script: str) -> None:
    found = script_date([script])
    assert (found.value if found else None) == TOLD[script]
