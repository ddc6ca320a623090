"""Which line of a page is its headline: titles that begin with the site's name, headings of sections, marks set beside a headline."""

import pytest

from newsspider.items import Printed
from newsspider.pages import load, read_article
from newsspider.pages.page_title import clean_title, site_name

TEXT = (
    "<p>柳溪乡卫生所7月6日添了一台听力筛查仪，当天有56位老人免费做了检查，排在最前面的是八十一岁的薛阿婆。</p>"
    "<p>医生康庭说，许多老人听不清却不愿意讲，早一点筛查，多数都能配上合适的助听器。</p>"
    "<p>检查每周两次，由各村的村医通知，行动不便的老人可以请医生上门。</p>"
)
HEADLINE = "柳溪乡卫生所添筛查仪 56位老人免费查听力"
DATE = '<div class="xx">2025-07-07 08:15 来源：清川日报</div>'
NAV = '<div class="nav"><a href="/a/">首页</a> <a href="/b/">要闻</a> <a href="/c/">乡间</a> <a href="/d/">图片</a></div>'


def read(title: str, head: str = "", *, text: str = TEXT) -> Printed:
    """A page with what stands between menu and text."""
    return read_article(
        load(
            f"<html><head><meta charset=utf-8><title>{title}</title></head><body>{NAV}{head}{DATE}<div>{text}</div></body></html>".encode()
        )
    )


@pytest.mark.parametrize(
    ("title", "headline"),
    [
        ("清川新闻网_{}", None),
        ("清川网 | {}", None),
        ("清川在线｜{}", None),
        ("清川晚报--{}", None),
        ("清川新闻网 - {}", None),
        ("清川新闻网 – {}", None),
        ("清川广播电视台>>{}", None),
        ("清川新闻网_民生_{}", None),
        ("清川新闻网--要闻--{}", None),
        ("清川新闻网-民生频道-{}", None),
        ("清川网 - 今日关注 - {}", None),
        ("时政要闻_{}", None),
        ("【清川新闻网】{}", None),
        ("[清川在线] {}", None),
        ("清川新闻网_{}_清川市委宣传部主管", None),
        ("清川新闻网_{}_要闻", None),
        ("{}_乡间_清川新闻网", None),
        ("清川新闻网·{}", None),
        ("首页 - 清川新闻网 - {}", None),
        ("清川县人民政府 - 部门动态 - {}", None),
        ("掌上清川_{}", None),
        ("{}【清川新闻网】", None),
        ("改革路上_{}_清川新闻网", "改革路上_" + HEADLINE),
        ("{} - 清川新闻网", None),
        # what looks like a site's name and is none
        ("清川新闻网：三年走遍百村千户_清川新闻网", "清川新闻网：三年走遍百村千户"),
        ("清川-柳溪公路全线贯通_清川新闻网", "清川-柳溪公路全线贯通"),
        ("互联网-农业融合发展论坛开幕_清川网", "互联网-农业融合发展论坛开幕"),
        ("学习时刻｜一粒种子怎样走进千家万户", "学习时刻｜一粒种子怎样走进千家万户"),
        ("清川时评｜别让小水渠成了大难题_清川新闻网", "清川时评｜别让小水渠成了大难题"),
        ("【乡间见闻】一口老井的三次搬家", "【乡间见闻】一口老井的三次搬家"),
        ("关于柳溪乡供水中心停水检修的通知_公告_清川网", "关于柳溪乡供水中心停水检修的通知"),
        ("柳溪乡建成文化服务中心_清川发布", "柳溪乡建成文化服务中心"),
    ],
)
def test_title_of_a_page_without_a_heading(title: str, headline: str | None) -> None:
    whole = title.format(HEADLINE)
    assert clean_title(whole) == (headline or HEADLINE)
    assert read(whole).headline == (headline or HEADLINE)


def test_the_site_is_known_by_what_its_title_begins_with() -> None:
    assert site_name(f"清川新闻网_{HEADLINE}") == "清川新闻网"
    assert site_name(f"【清川新闻网】{HEADLINE}") == "清川新闻网"
    assert site_name(HEADLINE) == ""


@pytest.mark.parametrize(
    "head",
    [
        f"<h1>乡间故事</h1><h5>{HEADLINE}</h5>",
        f"<h3>乡间故事</h3><p>{HEADLINE}</p>",
        f"<h2>乡间故事</h2><div class=wz-title>{HEADLINE}</div>",
        f"<h2>乡间故事</h2><div align=center><b>{HEADLINE}</b></div>",
        f"<div class=title>乡间故事</div><h4>{HEADLINE}</h4>",
    ],
)
def test_headline_below_the_heading_of_a_section(head: str) -> None:
    assert read("乡间故事--清川新闻网", head).headline == HEADLINE


@pytest.mark.parametrize("head", [f"<h3>乡间</h3><h5>{HEADLINE}</h5>", f"<h3>乡间</h3><p>{HEADLINE}</p>"])
def test_section_that_the_menu_names(head: str) -> None:
    assert read("乡间_清川新闻网", head).headline == HEADLINE


@pytest.mark.parametrize(
    "head", [f"<p>{HEADLINE}</p>", f"<h6>{HEADLINE}</h6>", f"<p>手机看新闻</p><div><span>{HEADLINE}</span></div>"]
)
def test_title_is_the_site_alone(head: str) -> None:
    assert read("清川新闻网", head).headline == HEADLINE


@pytest.mark.parametrize(
    ("title", "head", "headline", "below"),
    [
        ("春潮涌动", "<h1>春潮涌动</h1><h3>柳溪乡卫生所添了听力筛查仪</h3>", "春潮涌动", ["柳溪乡卫生所添了听力筛查仪"]),
        ("薛阿婆的耳朵", "<h1>薛阿婆的耳朵</h1><h4>柳溪乡卫生所添筛查仪</h4>", "薛阿婆的耳朵", ["柳溪乡卫生所添筛查仪"]),
    ],
)
def test_short_headline_with_a_subheadline(title: str, head: str, headline: str, below: list[str]) -> None:
    found = read(f"{title}_清川新闻网", head)
    assert (found.headline, found.subheadlines) == (headline, below)


@pytest.mark.parametrize(
    "heading",
    [
        f"<h1><span class=yc>原创</span>{HEADLINE}</h1>",
        f"<h1><i>独家</i> {HEADLINE}</h1>",
        f"<h2><a href='/o/'><em>置顶</em></a>{HEADLINE}</h2>",
        f"<h1>{HEADLINE}<sup>热</sup></h1>",
        f"<h1>{HEADLINE} <label>原创</label></h1>",
        f"<h1>【原创】{HEADLINE}</h1>",
        f"<h1>原创 | {HEADLINE}</h1>",
        f"<h1>{HEADLINE}[原创]</h1>",
        f"<h1>独家 {HEADLINE}</h1>",
        f"<h1><b>柳溪乡</b>{HEADLINE.removeprefix('柳溪乡')}</h1>",
        f"<h1>》{HEADLINE}</h1>",
        f"<h1><a href='/'>溪上网</a> 〉<a href='/b/'>要闻</a> 〉{HEADLINE}</h1>",
        f"<h2><a href='/'>首页</a> &gt; <a href='/b/'>乡间</a> &gt; {HEADLINE}</h2>",
    ],
)
def test_marks_and_steps_beside_a_headline(heading: str) -> None:
    assert read(f"{HEADLINE}_清川新闻网", heading).headline == HEADLINE


@pytest.mark.parametrize(
    "headline",
    [
        "原创话剧《渡口》今晚首演",
        "热门景区推出错峰票",
        "【乡间见闻】一口老井的三次搬家",
        "《老井》入选省级非遗名录",
        "转载费从此有了说法",
    ],
)
def test_words_of_the_headline_stay(headline: str) -> None:
    assert read(f"{headline}_清川新闻网", f"<h1>{headline}</h1>").headline == headline
    assert read(f"{headline}_清川新闻网", f"<h1><b>{headline[:2]}</b>{headline[2:]}</h1>").headline == headline


@pytest.mark.parametrize("cell", ["<td class=font01>乡间快报:</td>", "<td class=bt1>滚动</td>"])
def test_label_of_a_ticker_is_no_headline(cell: str) -> None:
    head = f"<table><tr>{cell}<td><a href=a.htm>两村通公交</a></td></tr></table><table><tr><td>{HEADLINE}</td></tr></table>"
    assert read(f"{HEADLINE} - 清川网", head).headline == HEADLINE


KICKER, BELOW = "市民政局召开推进会要求", "年内覆盖九成以上乡镇"


@pytest.mark.parametrize(
    "head",
    [
        f"<p class=yinti>{KICKER}</p><h1>{HEADLINE}</h1><p class=futi>{BELOW}</p>",
        f"<div class='f14 pre_title'>{KICKER}</div><h1>{HEADLINE}</h1><div class=subTit>{BELOW}</div>",
        f"<div id=shoulder-title><p>{KICKER}</p></div><div class=bt><h1>{HEADLINE}</h1></div><div class=viceTitle><p>{BELOW}</p></div>",
        f"<div class=article_yt>{KICKER}</div><h2>{HEADLINE}</h2><div class=article_fbt>{BELOW}</div>",
        f"<h3>{KICKER}</h3><h1>{HEADLINE}</h1><h3>{BELOW}</h3>",
        f"<h1><small>{KICKER}</small><br>{HEADLINE}<br><small>{BELOW}</small></h1>",
    ],
)
def test_kicker_and_subheadline(head: str) -> None:
    found = read(f"{HEADLINE}_清川新闻网", head)
    assert (found.kicker, found.headline, found.subheadlines) == (KICKER, HEADLINE, [BELOW])


@pytest.mark.parametrize("name", ["content-title", "title", "wz_titles", "left", "soft", "putitle2", "gift"])
def test_other_names_make_no_kicker(name: str) -> None:
    found = read(f"{HEADLINE}_清川新闻网", f"<div class={name}>{KICKER}</div><h2>{HEADLINE}</h2><div class={name}>{BELOW}</div>")
    assert (found.kicker, found.headline, found.subheadlines) == (None, HEADLINE, [])


def test_headline_of_two_lines_stays_whole() -> None:
    found = read("柳溪乡卫生所添筛查仪 56位老人免费查听力_清川网", "<h1>柳溪乡卫生所添筛查仪<br>56位老人免费查听力</h1>")
    assert (found.kicker, found.headline, found.subheadlines) == (None, HEADLINE, [])


def test_note_on_a_document_below_its_title_is_text() -> None:
    note = "（2025年6月30日清川市人民代表大会常务委员会第九次会议通过）"
    found = read("关于加强古井保护工作的决定_清川网", f"<h1>关于加强古井保护工作的决定<br>{note}</h1>")
    assert (found.headline, found.subheadlines) == ("关于加强古井保护工作的决定", [])


@pytest.mark.parametrize("tag", ["h1", "h2"])
@pytest.mark.parametrize("title", ["讣告_清川日报", "讣告 - 清川新闻网", "讣告|公告|清川日报"])
def test_headline_of_two_letters(tag: str, title: str) -> None:
    assert read(title, f"<{tag}>讣告</{tag}>").headline == "讣告"


@pytest.mark.parametrize("line", ["<h3>{}</h3>", "<p class=title>{}</p>", "<p>{}</p>"])
def test_name_of_an_office_is_no_headline(line: str) -> None:
    head = "<h1>清川县卫生健康局</h1><h2>工作动态</h2>" + line.format(HEADLINE)
    assert read("清川县卫生健康局", head).headline == HEADLINE


@pytest.mark.parametrize(
    "form", ["<span class=a1>{0}</span><strong>{1}</strong><span class=a3>{2}</span>", "<em>{0}</em><b>{1}</b><em>{2}</em>"]
)
def test_headline_in_an_element_between_those_beside_it(form: str) -> None:
    got = read(f"{HEADLINE}_清川网", f"<div class=tb>{form.format('每周两次', HEADLINE, '村医通知到户')}</div>")
    assert (got.headline, got.kicker, got.subheadlines) == (HEADLINE, "每周两次", ["村医通知到户"])


@pytest.mark.parametrize("tags", [("h1", "h4"), ("h2", "h5"), ("h3", "h5"), ("h3", "h6")])
@pytest.mark.parametrize("wrap", ["<div>{}</div>", "<table><tr><td align=center>{}</td></tr></table>"])
def test_kicker_and_subheadline_are_headings_of_lower_rank(tags: tuple[str, str], wrap: str) -> None:
    high, low = tags
    head = wrap.format(f"<{low}>每周两次送到村口</{low}><{high}>{HEADLINE}</{high}><{low}>行动不便的可请医生上门</{low}>")
    got = read(f"{HEADLINE}_清川网", head)
    assert (got.headline, got.kicker, got.subheadlines) == (HEADLINE, "每周两次送到村口", ["行动不便的可请医生上门"])


def test_headline_that_ends_like_an_office_stays_above_its_subheadline() -> None:
    text = "<p>柳溪乡老水厂昨天变成了科技馆，退役的水泵房改成了实验室，七名职工转岗做了讲解员。</p><p>讲解员钱守义说，老水厂的故事孩子们听得最认真，科技馆里常常坐满人。</p>"
    head = "<h3>老水厂变成了科技馆</h3><h5>七名职工转岗做了讲解员</h5>"
    assert read("老水厂变成了科技馆", head, text=text).headline == "老水厂变成了科技馆"
