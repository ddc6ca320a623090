"""The article reader over invented pages, one of each CMS family and of each odd case: one result per page and field.

`tests/pages/<case>/` holds the page's bytes, what is known of it (`meta.json`) and what stands on it (`printed.json`, written by
eye): only the fields that are named there are compared; `"refused"` names the reason of a page that is no article.
"""

import json
import time
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from newsspider.errors import NotAnArticle
from newsspider.items import Printed
from newsspider.language.boilerplate import is_boilerplate
from newsspider.outlets import Outlet
from newsspider.pages import load, read_article
from newsspider.pages.page_title import clean_title

PAGES = Path(__file__).parent / "pages"
CASES = sorted(path.parent.name for path in PAGES.glob("*/printed.json"))


def expected(case: str) -> dict[str, Any]:
    return json.loads((PAGES / case / "printed.json").read_text(encoding="utf-8"))


@cache
def read(case: str) -> Printed:
    folder = PAGES / case
    meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    page = load((folder / "page.html").read_bytes(), url=meta.get("url"), content_type=meta.get("content_type"))
    outlet = Outlet(**meta["outlet"]) if "outlet" in meta else None
    return read_article(page, outlet, fetched_at=meta.get("fetched_at"))


def plain(value: Any) -> Any:
    """A field in the form of `printed.json`: a Found is [value, origin], an Image [url, caption], a Video its URL."""
    if isinstance(value, list):
        return [plain(item) for item in value]
    match type(value).__name__:
        case "Found":
            return [value.value, value.origin]
        case "Image":
            return [value.url, value.caption]
        case "Video":
            return value.url
    return value


ARTICLES = [case for case in CASES if "refused" not in expected(case)]
REFUSED = [case for case in CASES if "refused" in expected(case)]


@pytest.mark.parametrize(("case", "field"), [(case, field) for case in ARTICLES for field in expected(case)])
def test_field(case: str, field: str) -> None:
    assert plain(getattr(read(case), field)) == expected(case)[field]


@pytest.mark.parametrize("case", REFUSED)
def test_refused(case: str) -> None:
    with pytest.raises(NotAnArticle) as caught:
        read(case)
    assert caught.value.reason == expected(case)["refused"]


@pytest.mark.parametrize("case", ARTICLES)
def test_invariants(case: str) -> None:
    printed = read(case)
    text = "\n".join(
        [printed.headline or "", printed.kicker or "", *printed.subheadlines, *printed.meta_lines, *printed.paragraphs]
    )
    assert "\ufffd" not in text
    for furniture in ("function", "var ", "版权所有", "ICP备", "分享到", "上一版", "下一页", "display:"):
        assert furniture not in text
    assert all(paragraph == paragraph.strip() and paragraph for paragraph in printed.paragraphs)
    assert all(image.url.startswith(("http://", "https://")) for image in printed.images)
    assert printed.headline
    assert "\n" not in printed.headline


TEXT = "<p>昨日上午，省政府新闻办举行发布会，介绍我省经济运行情况。记者了解到，情况良好。</p>"
HEAD = "<html><title>省政府新闻办举行发布会</title><body><h1>省政府新闻办举行发布会</h1>"

HOSTILE = {
    "deep": HEAD + "<div>" * 5000 + TEXT * 3,
    "deep_asides": HEAD + "<div class='share'>" * 2000 + TEXT * 50,
    "links": HEAD + "<li><a href='/a/1.html'>链接标题文字链接标题文字</a></li>" * 20_000,
    "breaks": HEAD + "<div>" + "短行文字，<br>" * 20_000,
    "pictures": HEAD + "<img src='/a/b.jpg'>" * 20_000 + TEXT,
    "rows": HEAD + TEXT + "<table>" + "<tr><td>1</td><td>甲乙丙丁</td></tr>" * 10_000,
    "marks": HEAD + "<div class='source author editor date futi yinti'>来源：甲</div>" * 10_000,
    "comments": HEAD + "<!--enpcontent-->" * 20_000 + TEXT,
    "enpproperty": HEAD + "<!--enpproperty " + "<date>" * 50_000,
    "brackets": HEAD + "<script>var a = " + "[" * 50_000 + "</script>",
    "literals": HEAD + "<script>" + "var a = {x: 'y' " * 20_000 + "</script>",
    "title": "<html><title>" + "标题_ - " * 20_000 + "</title><body>" + TEXT,
    "blanks": HEAD + "<p>来" + "\u3000" * 500_000 + "源</p>" + TEXT,
    "angles": HEAD + "<" * 200_000,
    "hidden": HEAD + TEXT + f"<div style='display:none'>{TEXT * 3}</div>" * 3_000,
    "headings": HEAD + TEXT * 5 + f"<p>相关新闻</p><p><a href='/a'>链接标题文字链接标题文字</a></p>{TEXT}" * 5_000,
    "scripts": HEAD + TEXT + "<script>var a = {title: '省政府新闻办举行发布会', b: {}, c: {}};</script>" * 20_000,
    "called": HEAD + TEXT + "<script>" + "省政府新闻办举行发布会 x=(function(a,b){return {t:a," * 9_000 + "</script>",
    "pushed": HEAD + TEXT + "<script>" + 'self.__next_f.push([1,"省政府新闻办举行发布会' * 9_000 + "</script>",
    "named": HEAD + TEXT + "<script>" + "省政府新闻办举行发布会;a='x" * 20_000 + "</script>",
    "copies": HEAD + TEXT + f"<div style='display:none'>{TEXT}<textarea>{TEXT}</textarea></div>" * 3_000,
    "wrapped": HEAD + f"<a href=/a>{TEXT * 2}</a>" * 5_000,
    "sources": HEAD + "<div>来源：甲报 " + "<a>甲</a>" * 20_000 + "</div>" + TEXT * 5,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_page(name: str) -> None:
    """Neither an exception other than a refusal nor time that grows with the square of the size."""
    started = time.process_time()
    with suppress(NotAnArticle):
        read_article(load(HOSTILE[name].encode()))
    assert time.process_time() - started < 5


@pytest.mark.parametrize(
    ("title", "headline"),
    [
        ("江西今年重点抓好十件事-中国江西网-大江网", "江西今年重点抓好十件事"),
        ("我省召开会议_图片新闻_新闻中心_某某网", "我省召开会议"),
        ("中国—东盟博览会在南宁开幕_广西新闻网", "中国—东盟博览会在南宁开幕"),
        ("长三角-珠三角对话会举行 - 新华网", "长三角-珠三角对话会举行"),
        ("2024-05-16 早报 | 某报", "2024-05-16 早报"),
        ("“一老一小”暖民心——某县探索记--地方--某某网", "“一老一小”暖民心——某县探索记"),
        ("春天来了！", "春天来了！"),
        ("溪口日报数字报-万亩晚稻开镰归仓", "万亩晚稻开镰归仓"),
        ("溪口日报：晚稻开镰背后的三笔账_溪口新闻网", "溪口日报：晚稻开镰背后的三笔账"),
    ],
)
def test_title(title: str, headline: str) -> None:
    assert clean_title(title) == headline


FURNITURE = [
    "分享到：",
    "字号：默认 大 超大 | 打印 |",
    "阅读 539",
    "[1] [2] [3] 下一页",
    "首页 > 要闻 > 正文",
    "微信扫一扫关注我们",
    "T+",
    "上一篇：旧闻",
    "返回溪口网，查看更多",
    "继续阅读全文",
    "00:00 / 03:12",
    "— END —",
]
PROSE = [
    "1",
    "2018",
    "23:30",
    "1.75%至2%。",
    "点评：",
    "（唐文曦）",
    "《冬夜读书》",
    "他说。",
    "记者在现场扫码下单后了解到，这一功能上线半年来服务群众超过三十万人次，群众办事更方便了，满意率也提高了，今后还会在全省推广这套系统。",
]


@pytest.mark.parametrize("line", FURNITURE)
def test_furniture(line: str) -> None:
    assert is_boilerplate(line)


@pytest.mark.parametrize("line", PROSE)
def test_prose_is_no_furniture(line: str) -> None:
    assert not is_boilerplate(line)
