"""Which part of a page is taken for its text: small invented pages, each for one way in which a text can be missed or the foot be taken for it."""

import pytest

from newsspider.errors import NotAnArticle
from newsspider.items import Printed
from newsspider.pages import load, read_article

LEAD = "10月9日，石埠县开通了第一条通往高山村的班车，每天早晚各一趟，票价三元。"
MORE = "司机洪大勇说，头一趟车坐满了背着竹筐的乡亲，一路上说说笑笑，比过年还热闹。"
LAST = "县交通局表示，年底前还要再开三条线路，让最远的寨子也能当天往返县城。"
TEXT = [LEAD, MORE, LAST]
NAV = '<div class="hd"><a href="/a/">新闻</a><a href="/b/">评论</a><a href="/c/">专题</a><a href="/d/">视频</a></div>'
HEAD = "<h1>石埠县高山村通了班车</h1><div class=t>2025-10-10 08:15　来源：石埠日报</div>"
FEET = {
    "rights": "<div class=w><p>石埠新闻网所有稿件未经允许不得转载或镜像。</p><p>备案号：石ICP备00000001号</p></div>",
    "spaced": "<center>石 埠 日 报 社 版 权 所 有，违 者 必 究</center>",
    "hosts": "<table><tr><td>主办：石埠县融媒体中心　地址：石埠县人民路1号　邮编：000000</td></tr></table>",
    "hotline": "<div>本站违法和不良信息举报电话：0000-0000000，欢迎广大网民监督举报。</div>",
    "account": "<div><p>您尚未登录，登录后可以发表评论、收藏文章。</p></div>",
    "app": "<section><p>打开石埠融媒APP，第一时间获取身边的新鲜事。</p></section>",
    "browser": "<div>为了获得更好的浏览体验，推荐使用新版浏览器访问本站。</div>",
    "service": "<div><p>如果您认为本站内容侵犯了您的权益，请与我们联系，我们将在第一时间核实并删除。</p></div>",
}


def page(body: str, *, foot: str = FEET["rights"], head: str = HEAD, title: str = "石埠县高山村通了班车_石埠新闻网") -> str:
    return f"<!DOCTYPE html><html><head><meta charset=utf-8><title>{title}</title></head><body>{NAV}<div class=main>{head}{body}</div>{foot}</body></html>"


def read(html: str) -> Printed:
    return read_article(load(html.encode(), url="http://news.shibu.test/2025/1010/1234567.html"))


def paragraphs(texts: list[str], tag: str = "p") -> str:
    return "".join(f"<{tag}>　　{text}</{tag}>" for text in texts)


@pytest.mark.parametrize("foot", FEET)
@pytest.mark.parametrize(
    "body", ["<div id=artical></div><script>load(1)</script>", "<div class=con><img src=/i/loading.gif></div>", ""]
)
def test_the_foot_is_no_article(foot: str, body: str) -> None:
    with pytest.raises(NotAnArticle):
        read(page(body, foot=FEET[foot]))


@pytest.mark.parametrize("foot", FEET)
@pytest.mark.parametrize("name", ["content", "x9"])
def test_short_news_end_above_the_foot(foot: str, name: str) -> None:
    assert read(page(f"<div class={name}>{paragraphs(TEXT[:2])}</div>", foot=FEET[foot])).paragraphs == TEXT[:2]


@pytest.mark.parametrize("name", ["content", "x9"])
def test_news_may_speak_like_a_foot(name: str) -> None:
    texts = [
        "石埠县网信办10日通报，今年已受理版权投诉四十二件，比去年少了一成。",
        "通报说，未经授权转载他人作品的网站，应当在三日内删除并说明情况。",
        "读者如有发现，可以拨打举报电话0000-0000001，也可以下载石埠通客户端反映。",
        "下个月，县里还要办一场讲座，讲一讲怎样登记著作权。",
    ]
    assert read(page(f"<div class={name}>{paragraphs(texts)}</div>")).paragraphs == texts


@pytest.mark.parametrize(
    "name",
    [
        "no-ads",
        "has-sidebar",
        "without-comments",
        "share-main",
        "tag-jiaotong category-vote",
        "recommend_area",
        "article-like",
        "wrap-hot banner",
        "post tags-road",
    ],
)
def test_a_noise_word_in_a_name_does_not_hide_the_text(name: str) -> None:
    assert read(page(f'<div class="{name}">{paragraphs(TEXT)}</div>', foot=FEET["hosts"] + FEET["service"])).paragraphs == TEXT


@pytest.mark.parametrize("tag", ["p", "div"])
@pytest.mark.parametrize("mark", ["class=TRS_Editor", "id=zoom", "class=article-content"])
@pytest.mark.parametrize(("above", "below"), [(1, 0), (0, 1), (1, 1)])
def test_prose_beside_the_named_element_belongs_to_it(tag: str, mark: str, above: int, below: int) -> None:
    inner = TEXT[above : 3 - below] + ["村里的小卖部也跟着热闹起来，老板娘添了一台冰柜，专门卖给等车的人。"] * (1 - below)
    body = paragraphs(TEXT[:above], tag) + f"<div {mark}>{paragraphs(inner)}</div>" + paragraphs(TEXT[3 - below :], tag)
    assert read(page(body)).paragraphs == [*TEXT[:above], *inner, *TEXT[3 - below :]]


@pytest.mark.parametrize(
    "behind",
    [
        "<p>更多石埠新闻，请关注石埠发布微信公众号。</p>",
        "<p>上一篇：石埠县修通了环湖步道</p>",
        "<p>本网转载的稿件如有侵权，请与编辑部联系。</p>",
        "<p><a href=/1/2.html>石埠县修通了环湖步道，全长八公里，本周开放。</a></p>",
        "<h3>相关新闻</h3><p>石埠县修通了环湖步道，全长八公里，本周开放。</p>",
        "<p>（责任编辑：洪小雨）</p>",
    ],
)
def test_what_stands_behind_the_element_may_be_no_text(behind: str) -> None:
    assert [t for t in read(page(f"<div id=zoom>{paragraphs(TEXT)}</div>{behind}")).paragraphs if "责任编辑" not in t] == TEXT


@pytest.mark.parametrize("count", [2, 3])
def test_a_text_in_elements_of_one_name_is_whole(count: int) -> None:
    assert read(page("".join(f"<div class=TRS_Editor><p>{text}</p></div>" for text in TEXT[:count]))).paragraphs == TEXT[:count]


@pytest.mark.parametrize("tag", ["p", "h3", "div"])
def test_the_crossheads_of_a_roundup_may_be_links(tag: str) -> None:
    heads = [f"<{tag}><a href=/n/{n}.html>高山村的班车第{n}站到了</a></{tag}>" for n in "一二三"]
    items = [f"{text}同一天，{where}也传来了好消息。" for text, where in zip(TEXT, ("城关", "河口", "杨坪"), strict=True)]
    body = "".join(f"{head}<p>{item}</p>" for head, item in zip(heads, items, strict=True))
    got = read(page(f"<div class=con_text><p>本报今天起推出一组来自山里的短新闻，请看。</p><p>{LEAD}</p>{body}</div>")).paragraphs
    assert [text for text in got if text in items] == items


def test_cards_below_a_text_are_not_a_roundup() -> None:
    cards = "".join(
        f"<h4><a href=/n/{n}.html>石埠县的第{n}条班车线路开通了</a></h4><p>沿途的乡亲早早等在路口，都想坐一坐这趟新车。</p>"
        for n in "一二三"
    )
    assert read(page(f"<div class=con>{paragraphs(TEXT)}<h3>相关阅读</h3>{cards}</div>")).paragraphs == TEXT


@pytest.mark.parametrize("between", ["", "<br>", "<br>　　"])
def test_sentences_beside_a_picture_are_text(between: str) -> None:
    body = f"<div class=content><p>{LEAD}</p><p><img src=/p/1.jpg>{between}{MORE}</p><p>{LAST}</p></div>"
    got = read(page(body))
    assert got.paragraphs == TEXT
    assert [image.caption for image in got.images] == [None]


def test_a_centred_line_below_a_picture_is_its_caption() -> None:
    body = f"<div class=content><p>{LEAD}</p><p align=center><img src=/p/1.jpg><br>乡亲们排队上车。</p><p>{MORE}</p></div>"
    got = read(page(body))
    assert (got.paragraphs, got.images[0].caption) == ([LEAD, MORE], "乡亲们排队上车。")


@pytest.mark.parametrize("heading", ["特别提示：", "重要提示", "【特别说明】"])
@pytest.mark.parametrize("form", ["{n}.{t}", "（{n}）{t}", "{n}、{t}"])
def test_notes_for_readers_are_text(heading: str, form: str) -> None:
    notes = [
        form.format(n=n, t=t)
        for n, t in enumerate(("早班车六点半发车，请提前十分钟候车。", "七十岁以上老人免票，请带上身份证。"), 1)
    ]
    assert read(page(f"<div class=con>{paragraphs([*TEXT, heading, *notes])}</div>")).paragraphs == [*TEXT, heading, *notes]


def test_notes_about_rights_are_none() -> None:
    notes = ["特别提示：", "1.凡来源不是本网的稿件，均为转载，版权归原作者。", "2.如有侵权，请联系本网删除。"]
    assert read(page(f"<div class=con>{paragraphs([*TEXT, *notes])}</div>")).paragraphs == TEXT


@pytest.mark.parametrize("name", ["content", "x9"])
@pytest.mark.parametrize("count", [1, 4])
def test_pictures_alone_are_a_story(name: str, count: int) -> None:
    body = "".join(f"<p align=center><img src=/2025/10/{n}.jpg></p>" for n in range(count))
    got = read(page(f"<div class={name}>{body}</div><script>hit(1)</script>"))
    assert (got.paragraphs, len(got.images)) == ([], count)


@pytest.mark.parametrize(
    "picture",
    ["<img src=/images/logo.png>", "<img src=/i/line.gif height=2>", "<a href=http://ad.test/><img src=/2025/1.jpg></a>"],
)
def test_ornaments_alone_are_none(picture: str) -> None:
    with pytest.raises(NotAnArticle):
        read(page(f"<div class=x9>{picture}</div><script>hit(1)</script>"))


@pytest.mark.parametrize("name", ["content", "x9"])
def test_a_table_is_a_text(name: str) -> None:
    rows = [("高山村", "06:40", "17:10"), ("杨坪", "07:00", "17:40"), ("河口", "07:25", "18:05")]
    table = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    assert read(page(f"<div class={name}><table>{table}</table></div>")).paragraphs == ["\t".join(row) for row in rows]


@pytest.mark.parametrize(
    "beside",
    [
        "<div class=qr><img src=/2025/ma.jpg><p>石埠日报微信</p></div>",
        "<div class=hot><p>石埠县修通了步道</p><p>石埠县新建图书馆</p><p>秋收过半</p></div>",
    ],
)
@pytest.mark.parametrize("place", ["<div id=artical></div>", "<div class=news-detail><img src=/i/loading.gif></div>"])
def test_what_stands_beside_an_empty_place_for_the_text_is_no_story(place: str, beside: str) -> None:
    with pytest.raises(NotAnArticle):
        read(page(f"{place}<script>load(1)</script>{beside}"))


@pytest.mark.parametrize("tag", ["p", "li", "div"])
def test_a_roll_of_names_is_a_text(tag: str) -> None:
    names = ["洪大勇　石埠客运站", "邱小满　高山村", "韩秋生　杨坪小学", "白玉兰　河口卫生院"]
    body = "".join(f"<{tag}>{name}</{tag}>" for name in names)
    assert read(page(f"<div class=x9>{body}</div>")).paragraphs == names


def test_a_list_of_links_is_none() -> None:
    rows = "".join(
        f"<tr><td>{n}</td><td><a href=/n/{n}.html>石埠县客运线路公告</a></td><td>2025-10-0{n}</td></tr>" for n in range(1, 9)
    )
    with pytest.raises(NotAnArticle):
        read(page(f"<div class=x9><table>{rows}</table></div>", head="<h2>石埠县高山村通了班车</h2>"))


SCRAPS = [
    "<div class=pg><a href=1_2.html>1</a><span>2</span><a href=1_3.html>3</a></div>", "<ul><li>1</li><li><a href=1_2.html>2</a></li></ul>",
    "<p>2/2</p>", "<p>第2页/共2页</p>", "<h4>热点专题</h4>", "<div>本地资讯</div><div>图片新闻</div>", "<p>来自石埠</p>", "<p>IP属地：石埠</p>",
    "<p>（全文完）</p>", "<p>发送短信KTSB到10650000000订阅手机报</p>", "<p>请选择您看完这条新闻的心情</p>",
]  # fmt: skip


@pytest.mark.parametrize("scrap", SCRAPS)
def test_scraps_behind_the_text_are_none_of_it(scrap: str) -> None:
    assert read(page(f"<div class=content>{paragraphs(TEXT)}{scrap}</div>")).paragraphs == TEXT


@pytest.mark.parametrize(
    "scrap",
    [
        "<p>1/8</p>", "<div><p>00:00 / 01:20</p><p>视频加载失败，请刷新重试</p></div>", "<p>错误码：4004</p>", "<p><em>广告</em>石埠驾校秋季班招生，前三十名优惠。</p>",
        "<p>[广告] 石埠驾校秋季班招生，前三十名优惠。</p>", "<div><span>推广</span><p>石埠驾校秋季班招生，前三十名优惠。</p></div>",
    ],
)  # fmt: skip
def test_scraps_between_paragraphs_are_none_of_it(scrap: str) -> None:
    picture = "<img src=/p/1.jpg>" if "/8" in scrap else ""
    body = f"<div class=content><p>{LEAD}</p>{picture}{scrap}{paragraphs(TEXT[1:])}</div>"
    assert read(page(body)).paragraphs == TEXT


@pytest.mark.parametrize(
    "lines",
    [
        ["1987", "2003"],
        ["21：18", "15：20"],
        ["1/4", "3/8"],
        ["热点线路", "农家推荐"],
        ["广告法修订后有这些变化。", "推广良种三千亩。"],
    ],
)
def test_short_lines_of_a_text_stay(lines: list[str]) -> None:
    texts = [LEAD, lines[0], MORE, lines[1], LAST]
    assert read(page(f"<div class=content>{paragraphs(texts)}</div>")).paragraphs == texts


def test_a_card_with_a_heading_of_related_news_ends_no_text() -> None:
    card = "<div class=app><div><a href=/app/1>石埠出行</a></div><div><a href=/app/1>相关阅读</a></div></div>"
    texts = [*TEXT, *(f"记者第{n}天回访时看到，候车亭里还摆着热水，墙上贴着时刻表。" for n in "一二三")]
    assert read(page(f"<div class=article-body>{paragraphs(texts[:5])}{card}{paragraphs(texts[5:])}</div>")).paragraphs == texts


@pytest.mark.parametrize(
    "bar", ["<p><a href=#>0条评论</a><a href=#>打印</a></p>", "<p><a href=#>收藏</a> <a href=#>我要分享到微博</a></p>"]
)
@pytest.mark.parametrize("frame", ["", "<iframe src=/count></iframe>"])
def test_a_short_text_between_links_is_taken(bar: str, frame: str) -> None:
    body = f"{bar}<div>{paragraphs(TEXT[:2])}</div><div><a href=http://win.test/>石埠杯摄影大赛开始报名了</a></div>{frame}"
    assert read(page(body)).paragraphs == TEXT[:2]


def test_a_line_in_a_part_made_for_a_picture_is_its_caption() -> None:
    got = read(
        page(f"<div class=content><p>{LEAD}</p><div class=tp><img src=/p/1.jpg><p>乡亲们排队上车。</p></div><p>{MORE}</p></div>")
    )
    assert (got.paragraphs, got.images[0].caption) == ([LEAD, MORE], "乡亲们排队上车。")


def test_elements_of_one_name_may_be_wrapped() -> None:
    body = "".join(f"<div><div class=TRS_Editor>{paragraphs(texts)}</div></div>" for texts in (TEXT[:2], TEXT[2:]))
    assert read(page(body)).paragraphs == TEXT


def test_a_portrait_in_a_sidebar_stays_out_though_longer_than_the_news() -> None:
    portrait = "<div class=sidebar><h3>人物</h3><p>洪小雨，石埠人，守着大山里的孩子二十年，去年评为全县十佳教师，今年又带新班。</p></div>"
    assert read(page(f"<div class=x9>{paragraphs(TEXT[:1])}</div>{portrait}")).paragraphs == TEXT[:1]


def test_headline_time_source_and_a_sentence_outweigh_a_login_row() -> None:
    row = "<form>用户名<input name=u>密码<input type=password name=p><a href=/r>忘记密码</a></form>"
    assert read(page(f"{row}<div class=content>{paragraphs(TEXT[:1])}</div>")).paragraphs == TEXT[:1]


def test_what_could_have_been_the_text_is_told() -> None:
    got = read(
        page(
            f"<div class=TRS_Editor>{paragraphs(TEXT[:2])}</div><div><div><div><div><div><p>{LAST}</p></div></div></div></div></div>"
        )
    )
    assert [one.place for one in got.bodies if one.chosen] == ["div.TRS_Editor"]
    assert got.left_out == len(LAST)


@pytest.mark.parametrize(
    "last", ["本报讯（记者 张三丰）昨日，石埠县水渠通水，沿线绿化同步完工。", "本报记者在现场看到，水渠两岸的步道已经完工。"]
)
def test_a_last_paragraph_that_names_the_paper_is_no_foot(last: str) -> None:
    for body in (paragraphs([last]), paragraphs([last] * 3), paragraphs([LEAD, last])):
        assert read(page(f"<div class=content>{body}</div>", foot="")).paragraphs[-1] == last


@pytest.mark.parametrize("name", ["content", "x9"])
@pytest.mark.parametrize("tag", ["p", "div"])
@pytest.mark.parametrize(
    "box",
    [
        "<div class=cr><b>推荐阅读</b><ul><li><a href=/1/1.html>石埠县修通了环湖步道</a></li><li><a href=/1/2.html>石埠县新建了一座图书馆</a></li></ul></div>",
        "<table><tr><td>相关新闻</td></tr><tr><td><a href=/1/1.html>石埠县修通了环湖步道</a></td></tr><tr><td><a href=/1/2.html>石埠县新建了一座图书馆</a></td></tr></table>",
        "<section><h4>延伸阅读</h4><h5><a href=/1/1.html>石埠县修通了环湖步道</a></h5><h5><a href=/1/2.html>石埠县新建了一座图书馆</a></h5></section>",
    ],
)
def test_a_text_goes_on_behind_a_box_of_links(name: str, tag: str, box: str) -> None:
    texts = [*TEXT, "候车亭里还摆着热水，墙上贴着时刻表，字印得很大。"]
    assert (
        read(page(f"<div class={name}>{paragraphs(texts[:2], tag)}{box}{paragraphs(texts[2:], tag)}</div>")).paragraphs == texts
    )


@pytest.mark.parametrize("form", ["<p>　　{}</p>", "<div>{}</div>"])
@pytest.mark.parametrize("kind", ["doc", "pdf", "zip?down=1"])
def test_attachments_of_a_notice_are_text(form: str, kind: str) -> None:
    files = ["附件：1.班车时刻表", "2.停靠站名单"]
    links = "".join(form.format(f"<a href=/f/{n}.{kind}>{text}</a>") for n, text in enumerate(files))
    assert read(page(f"<div class=content>{paragraphs(TEXT)}{links}</div>")).paragraphs == [*TEXT, *files]


@pytest.mark.parametrize("centred", ["", " align=center"])
def test_a_note_on_when_a_law_was_passed_is_text(centred: str) -> None:
    note = "（2025年9月26日石埠县第八届人民代表大会常务委员会第五次会议通过）"
    articles = ["第一条　为了方便乡亲出行，制定本办法。", "第二条　本办法自2026年1月1日起施行，由县交通局负责解释。"]
    body = f"<div class=x9><p{centred}>{note}</p>{paragraphs(articles)}</div>"
    assert read(page(body)).paragraphs == [note, *articles]


@pytest.mark.parametrize("name", ["author-card", "post_author_box", "authorInfo", "about-author"])
@pytest.mark.parametrize("tag", ["div", "section"])
def test_a_portrait_of_the_author_is_no_text(name: str, tag: str) -> None:
    card = f"<{tag} class={name}><img src=/u/1.jpg><p>洪小雨，本刊特约作者，关注山里的交通与学校，著有《一条路》。</p></{tag}>"
    assert read(page(f"<article>{paragraphs(TEXT)}</article>{card}")).paragraphs == TEXT


@pytest.mark.parametrize("form", ["<h1>{}</h1><div>□ 洪小雨</div>", "<h2>{}</h2><p>作者：洪小雨</p>"])
@pytest.mark.parametrize("lines", [["路弯到云里去了", "车灯像两粒萤火", "奶奶坐在最前面", "数着一个一个弯"]])
def test_a_poem_under_a_short_headline(form: str, lines: list[str]) -> None:
    head = form.format("末班车") + "<div class=t>2025-10-10 08:15　石埠日报</div>"
    got = read(page(f"<div>{'<br>'.join(lines)}</div>", head=head, title="末班车_副刊_石埠新闻网"))
    assert "\n".join(got.paragraphs).split("\n") == lines
    assert any("洪小雨" in line for line in got.meta_lines)


def test_a_heading_of_one_word_above_links_is_no_article() -> None:
    rows = "".join(f"<p><a href=/n/{n}.html>石埠县客运线路公告第{n}号</a>　2025-10-0{n}</p>" for n in range(1, 9))
    with pytest.raises(NotAnArticle):
        read(page(f"<div class=x9>{rows}</div>", head="<h1>公告栏</h1>", title="公告栏_石埠新闻网"))


@pytest.mark.parametrize("tag", ["p", "div"])
@pytest.mark.parametrize("link", ["shibu://open?id=7", "javascript:void(0)", "http://app.shibu.test/open?id=7"])
@pytest.mark.parametrize("wrap", ["<a href='{1}'><div>{0}</div></a>", "<div><a href='{1}'>{0}</a></div>"])
def test_a_text_that_is_one_link_as_a_whole(tag: str, link: str, wrap: str) -> None:
    assert read(page(wrap.format(paragraphs(TEXT, tag), link))).paragraphs == TEXT


@pytest.mark.parametrize("heading", ["h3", "h4", "h5"])
def test_cards_with_short_titles_behind_a_text_are_none_of_it(heading: str) -> None:
    cards = "".join(
        f"<div><a href=/n/{n}.html><img src=/t/{n}.jpg><{heading}>{title}</{heading}></a><p>沿途的乡亲早早等在路口，都想坐一坐这趟新车。</p></div>"
        for n, title in enumerate(("山里的夜班车", "司机老洪", "候车亭的灯亮了"))
    )
    assert read(page(f"<div class=x9>{paragraphs(TEXT)}</div><div class=k>{cards}</div>")).paragraphs == TEXT


@pytest.mark.parametrize(
    "row", ["<tr><td valign=top>{}</td><td valign=top>{}</td></tr>", "<tr><td>{}</td><td width=9></td><td>{}</td></tr>"]
)
def test_columns_of_a_text_are_no_rows_of_a_table(row: str) -> None:
    texts = [*TEXT, "候车亭里还摆着热水，墙上贴着时刻表，字印得很大，老人也看得清。"]
    assert read(page(f"<table>{row.format(paragraphs(texts[:2]), paragraphs(texts[2:]))}</table>")).paragraphs == texts
