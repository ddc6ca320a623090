"""The skeletons of pages, after the systems that newsrooms use: where headline, head line, text and tail stand."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from html import escape
from random import Random


@dataclass(frozen=True, slots=True)
class Slots:
    """What a skeleton is filled with; all but `headline`, `site` and `section` is markup."""

    headline: str
    site: str
    section: str
    meta: str
    head: str
    body: str
    tail: str
    published: datetime


Layout = Callable[[Slots, Random], str]


def _page(slots: Slots, inside: str, lang: str = ' lang="zh-CN"') -> str:
    title = escape(f"{slots.headline}-{slots.site}")
    return f'<!DOCTYPE html>\n<html{lang}><head><meta charset="utf-8"><title>{title}</title>{slots.meta}</head>\n<body>\n{inside}\n</body></html>'


def _top(slots: Slots) -> str:
    links = "".join(
        f'<a href="/{path}/">{name}</a>'
        for path, name in (("", "首页"), ("yw", "要闻"), ("sz", "时政"), ("ms", "民生"), ("wh", "文化"))
    )
    return f'<div class="top"><a href="/"><img src="/img/logo.png" alt="{slots.site}"></a>{links}<a href="/login">登录</a></div>'


def _crumbs(slots: Slots, rng: Random) -> str:
    first = rng.choice(("首页", slots.site))
    sign = rng.choice((" &gt; ", "&gt;&gt;", " / ", " - "))
    return f'<div class="crumb">{rng.choice(("当前位置：", "您的位置：", ""))}{sign.join((f"<a href=/>{first}</a>", f"<a href=/x/>{slots.section}</a>", "正文"))}</div>'


def _side(rng: Random) -> str:
    headline = (
        "老街灯会本周六亮灯",
        "乡村大舞台开演",
        "新桥月底通车",
        "全市春灌有序推进",
        "编辑推荐：一碗热汤面",
        "图集：江堤樱花开了",
    )
    links = "".join(f'<li><a href="/a/{rng.randint(100, 999)}.html">{one}</a></li>' for one in rng.sample(headline, 4))
    return (
        f'<div class="side"><h3>{rng.choice(("热门", "相关阅读", "编辑推荐", "延伸阅读", "排行榜"))}</h3><ul>{links}</ul></div>'
    )


def _foot(slots: Slots, rng: Random) -> str:
    lines = (
        f"主办：{slots.site} 版权所有 备案号：测ICP备2019000{rng.randint(100, 999)}号",
        f"关于我们 | 联系我们 | 广告服务 | 网站地图<br>违法和不良信息举报电话：0000-{rng.randint(1000000, 9999999)}",
        f"{slots.site}版权所有 未经授权不得转载 互联网新闻信息服务许可证：0000{rng.randint(100, 999)}",
        "本网站由市委宣传部主管 技术支持：云上科技",
    )
    return f'<div class="footer">{"<br>".join(rng.sample(lines, rng.randint(1, 3)))}</div>'


def _modern(s: Slots, rng: Random) -> str:
    return _page(
        s,
        f"<header>{_top(s)}</header><main><article><h1>{escape(s.headline)}</h1>{s.head}<section class='txt'>{s.body}</section>{s.tail}</article>{_side(rng)}</main><footer>{_foot(s, rng)}</footer>",
    )


def _columns(s: Slots, rng: Random) -> str:
    return _page(
        s,
        f'{_top(s)}{_crumbs(s, rng)}<div id="con"><div class="bt"><h2>{escape(s.headline)}</h2></div>{s.head}<div id="nr">{s.body}</div>{s.tail}</div>{_side(rng)}{_foot(s, rng)}',
    )


def _tables(s: Slots, rng: Random) -> str:
    return _page(
        s,
        f'<table width="960" align="center"><tr><td>{_crumbs(s, rng)}</td></tr><tr><td align="center"><b style="font-size:24px">{escape(s.headline)}</b></td></tr><tr><td align="center">{s.head}</td></tr><tr><td class="nr">{s.body}</td></tr><tr><td>{s.tail}</td></tr></table>{_foot(s, rng)}',
        "",
    )


def _trs(s: Slots, rng: Random) -> str:
    return _page(
        s,
        f'{_top(s)}{_crumbs(s, rng)}<div class="xl_title"><h1>{escape(s.headline)}</h1></div><div class="xl_info">{s.head}</div><div class="view TRS_UEDITOR"><div class="TRS_Editor">{s.body}</div></div>{s.tail}{_side(rng)}{_foot(s, rng)}',
    )


def _party_paper(s: Slots, rng: Random) -> str:
    return _page(
        s,
        f'{_top(s)}<div class="path">{_crumbs(s, rng)}</div><div class="layout rm_txt"><div class="col col-1"><h1>{escape(s.headline)}</h1>{s.head}<div class="rm_txt_con">{s.body}</div>{s.tail}</div>{_side(rng)}</div>{_foot(s, rng)}',
    )


def _agency(s: Slots, rng: Random) -> str:
    return _page(
        s,
        f'{_top(s)}<div id="cont_1_1_2"><h1 style="display:block">{escape(s.headline)}</h1><div class="left-t">{s.head}</div><div class="left_zw">{s.body}</div>{s.tail}</div>{_side(rng)}{_foot(s, rng)}',
    )


def _epaper(s: Slots, rng: Random) -> str:
    page = f"第{rng.randint(1, 12):02}版：{s.section}"
    return _page(
        s,
        f'<div class="bar"><span>{s.site}</span><span>{page}</span></div><table><tr><td class="font02"></td></tr><tr><td class="font01">{escape(s.headline)}</td></tr><tr><td class="font02"></td></tr><tr><td>{s.head}</td></tr></table><div id="ozoom"><founder-content>{s.body}</founder-content></div>{s.tail}<div class="list"><a href="node_2.htm">第02版：要闻</a><a href="node_3.htm">第03版：民生</a></div>',
    )


def _founder_portal(s: Slots, rng: Random) -> str:
    comment = f"<!--enpproperty <articleid>{rng.randint(10**6, 10**7)}</articleid><date>{s.published:%Y-%m-%d %H:%M:%S}.0</date><author></author><title>{escape(s.headline)}</title><keyword></keyword><subtitle></subtitle><introtitle></introtitle><siteid>1</siteid><nodeid>9</nodeid><nodename>{s.section}</nodename>/enpproperty-->"
    return _page(
        s,
        f'{_top(s)}{_crumbs(s, rng)}<div class="content"><h1>{escape(s.headline)}</h1>{s.head}{comment}<div id="zoom"><!--enpcontent-->{s.body}<!--/enpcontent--></div>{s.tail}</div>{_side(rng)}{_foot(s, rng)}',
    )


def _app(s: Slots, rng: Random) -> str:
    return _page(
        s,
        f'<div id="app"><div class="_3xk2"><h1 class="_9dK">{escape(s.headline)}</h1>{s.head}<div class="_c8Qe">{s.body}</div>{s.tail}</div><div class="_dl">打开客户端，看更多新闻</div></div>',
    )


def _county(s: Slots, rng: Random) -> str:
    share = '<div class="share"><a>微信</a><a>微博</a><a>收藏</a></div>'
    hidden = '<div style="display:none">分享到 微信 微博 QQ空间</div>'
    return _page(
        s,
        f'{_top(s)}<div class="wz"><h3 class="wz-t">{escape(s.headline)}</h3>{s.head}{hidden}<div class="wz-body">{s.body}{share if rng.random() < 0.5 else ""}</div>{s.tail}</div>{_side(rng)}{_foot(s, rng)}',
    )


LAYOUTS: dict[str, Layout] = {
    "modern": _modern, "columns": _columns, "tables": _tables, "trs": _trs, "party paper": _party_paper, "agency": _agency,
    "e-paper": _epaper, "founder portal": _founder_portal, "app": _app, "county": _county,
}  # fmt: skip
