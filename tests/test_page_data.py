"""The text that a page holds as data is a candidate beside what the page shows: small invented pages, whole and cut short."""

import json

import pytest

from newsspider.items import Printed
from newsspider.pages import load, read_article

HEADLINE = "望江镇的夜校又开了新班"
TEXT = [
    "霜降那天晚上，望江镇文化站的灯亮到九点半，四十多位刚收完稻子的村民挤在一间教室里学记账。",
    "夜校是三年前办起来的，最早只有一门课，教大家用手机交电费，如今开到了十一门，最抢手的是果树修剪。",
    "“白天在地里，晚上在课桌前，日子有了两头。”村民米大成说，他已经连着报了四期。",
    "镇里打算明年把夜校办到三个偏远的村民小组，老师由县职教中心轮流派出。",
]
SUMMARY = "望江镇夜校开到十一门课，四十多位村民收完稻子来学记账，镇里打算明年把夜校办到三个偏远的村民小组。"
OTHER = ["一条新修的步道沿着江堤伸出去，傍晚走路的人比往常多了一倍，连卖凉粉的小摊也搬了过来，生意好得很。"] * 6
PROMO = "<p>望江新闻客户端每天为您送上身边的大事小情，装上就能领取新人礼包。</p>"
FOOT = "<p>望江融媒体中心主办，地址：望江镇人民路十一号，邮编：000000，电话：0000-0000000。</p>"


def markup(texts: list[str]) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def object_of(texts: list[str], title: str = HEADLINE) -> dict[str, str]:
    return {"title": title, "content": markup(texts), "source": "望江融媒", "publishTime": "2025-10-24 08:05:00"}


def data(kind: str, texts: list[str], title: str = HEADLINE) -> str:
    thing = object_of(texts, title)
    match kind:
        case "state":
            return f"<script>window.__STATE__={json.dumps({'page': {'detail': thing}}, ensure_ascii=False)};</script>"
        case "next":
            return f'<script id=__NEXT_DATA__ type="application/json">{json.dumps({"props": {"article": thing}})}</script>'
        case "literal":
            fields = ",".join(f"{name}:{json.dumps(value, ensure_ascii=False)}" for name, value in thing.items())
            return f"<script>var news = {{{fields}}};</script>"
        case "called":
            made = "return {layout:'default',data:[{news:{title:a,content:b,source:c,publishTime:d,id:e}}],error:f}"
            values = ",".join(json.dumps(value, ensure_ascii=False).replace("/", "\\u002F") for value in thing.values())
            return f"<script>window.__NUXT__=(function(a,b,c,d,e,f){{{made}}}({values},17,void 0));</script>"
        case "pushed":
            rows = f'2:["$","main",null,{json.dumps({**thing, "content": "$1f"}, ensure_ascii=False)}]\n1f:T{len(thing["content"].encode()):x},{thing["content"]}'
            pieces = (rows[:90], rows[90:])
            return "".join(
                f"<script>self.__next_f.push({json.dumps([1, one], ensure_ascii=False)})</script>{'<!-- -->' * 9}"
                for one in pieces
            )
        case "named":
            strings = "".join(f"var {name} = {json.dumps(value, ensure_ascii=False)};\n" for name, value in thing.items())
            return f"<script>{strings}show(content);</script>"
        case "textarea":
            return f"<textarea style=display:none>{thing['content']}</textarea>"
        case "hidden":
            return f"<div class=all style='display: none'><div>{thing['content']}</div></div>"
        case _:
            marked = {"@type": "NewsArticle", "headline": title, "articleBody": "\n".join(texts)}
            return f'<script type="application/ld+json">{json.dumps(marked, ensure_ascii=False)}</script>'


def read(shown: str, script: str, name: str = "x9") -> Printed:
    head = f"<h1>{HEADLINE}</h1><div class=t>2025-10-24 08:05　来源：望江融媒</div>"
    html = f"<html><head><meta charset=utf-8><title>{HEADLINE}</title></head><body>{head}<div class={name}>{shown}</div>{script}</body></html>"
    return read_article(load(html.encode(), url="https://m.wangjiang.test/n/20251024/1187"))


KINDS = ["state", "next", "literal", "called", "pushed", "named", "ld"]
COPIES = ["textarea", "hidden"]


@pytest.mark.parametrize("kind", [*KINDS, *COPIES])
@pytest.mark.parametrize("name", ["content", "x9"])
@pytest.mark.parametrize(
    "stump",
    [
        f"<p>{TEXT[0]}{TEXT[1]}</p>",
        f"<p>{TEXT[0]}</p><p>{TEXT[1][:25]}……</p><div>展开全文</div>",
        f"{TEXT[0]}<br><br>{TEXT[1]}<br><a href=/app>打开客户端阅读全文</a>",
    ],
)
def test_a_stump_gives_way_to_the_whole_text(kind: str, name: str, stump: str) -> None:
    got = read(stump, data(kind, TEXT), name)
    assert (got.paragraphs, got.reader) == (TEXT, "inline")
    assert [one.place for one in got.bodies if one.chosen] == ["data"]
    assert any("望江融媒" in line for line in got.meta_lines)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("shown", [PROMO * 2, FOOT, PROMO + FOOT])
def test_a_promo_and_a_foot_give_way_to_it(kind: str, shown: str) -> None:
    assert read(shown, data(kind, TEXT)).paragraphs == TEXT


@pytest.mark.parametrize("kind", [*KINDS, *COPIES])
@pytest.mark.parametrize("name", ["content", "x9"])
@pytest.mark.parametrize("held", [[SUMMARY], TEXT[:2], TEXT])
def test_what_is_shown_whole_stays(kind: str, name: str, held: list[str]) -> None:
    got = read(markup(TEXT) + "<p><img src=/p/yexiao.jpg></p><p align=center>夜校的一堂课。</p>", data(kind, held), name)
    assert (got.paragraphs, [image.caption for image in got.images]) == (TEXT, ["夜校的一堂课。"])
    assert [one.place for one in got.bodies if one.chosen] != ["data"]


@pytest.mark.parametrize("kind", KINDS[:6])
def test_another_article_in_the_data_is_none(kind: str) -> None:
    assert read(markup(TEXT[:2]), data(kind, OTHER, "江堤上的步道添了新灯")).paragraphs == TEXT[:2]


def test_a_loser_is_told() -> None:
    got = read(
        markup(TEXT), data("state", TEXT[:3]).replace("</script>", f"var tips={json.dumps(OTHER, ensure_ascii=False)}</script>")
    )
    [data_text] = [one for one in got.bodies if one.place == "data"]
    assert got.paragraphs == TEXT
    assert (data_text.chosen, data_text.refused) == (False, "holds less")
    assert data_text.score > 0


def test_pictures_of_the_shown_part_stay_where_the_data_hold_none() -> None:
    got = read(f"<p><img src=/p/yexiao.jpg></p><p>{TEXT[0]}{TEXT[1]}</p>", data("state", TEXT))
    assert (got.paragraphs, [image.url for image in got.images]) == (TEXT, ["https://m.wangjiang.test/p/yexiao.jpg"])
