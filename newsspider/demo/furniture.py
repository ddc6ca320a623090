"""Page furniture: navigation, hot lists, related links, share rows, scripts and footers - everything that is not the article.

A real page of 60 KB holds 5 KB of news; a reader that is only tried on bare pages learns nothing.
"""

from functools import cache
from html import escape
from itertools import cycle
from random import Random

from newsspider.demo import prose

TODAY = "2025年10月24日 星期五"
"""The masthead's date on every page: never an article's date."""

CHANNELS = (
    "要闻", "时政", "社会", "经济", "民生", "教育", "文化", "体育", "旅游", "健康", "汽车", "房产", "财经", "科技", "农业",
    "法治", "公益", "评论", "图片", "视频", "专题", "直播", "问政", "舆情", "家居", "美食", "亲子", "人才", "招商", "县区",
)  # fmt: skip


@cache
def style(seed: str) -> str:
    """An inline style sheet of about 19 KB."""
    rng = Random(seed)  # noqa: S311 - the same page every time is the aim
    rules = (
        f".{rng.choice('abcdmnpst')}{rng.randint(10, 99)}-{rng.choice(('box', 'list', 'nav', 'tit', 'pic', 'more'))} "
        f"{{float:left;width:{rng.randint(80, 1200)}px;margin:{rng.randint(0, 20)}px auto;line-height:{rng.randint(14, 36)}px;"
        f"color:#{rng.randrange(1 << 24):06x};overflow:hidden}}"
        for _ in range(160)
    )
    return "\n".join(rules)


@cache
def script(seed: str) -> str:
    """Inline scripts of about 22 KB: a weather table, a share bar, a counter. They hold words and dates that are no article."""
    rng = Random(seed)  # noqa: S311
    weather = ",\n".join(
        f'{{"city":"{rng.choice(prose.CITIES)}","date":"2025-10-{rng.randint(10, 31)}","low":{rng.randint(2, 9)},'
        f'"high":{rng.randint(10, 24)},"sky":"{rng.choice(("多云", "晴", "小雨"))}","code":"{rng.randrange(1 << 40):010x}"}}'
        for _ in range(210)
    )
    return (
        f"var weatherData=[{weather}];\n"
        'window._bd_share_config={"common":{"bdText":"","bdMini":"2","bdStyle":"0","bdSize":"16"},"share":{}};\n'
        'function fontZoom(size){document.getElementById("Zoom").style.fontSize=size+"px";}\n'
        'function setTab(name,cursel,n){for(var i=1;i<=n;i++){document.getElementById(name+i).className=i==cursel?"hover":"";}}\n'
    )


@cache
def navigation(name: str, base: str) -> str:
    """Masthead, today's date, channels and a map of county sites."""
    channels = "".join(
        f'<li class="nav-item"><a href="{base}/channel/{index}/" target="_blank" title="{word}">{word}</a></li>\n'
        for index, word in enumerate(CHANNELS)
    )
    places = prose.CITIES + prose.COUNTIES + prose.TOWNS
    counties = "".join(
        f'<a class="site-map" href="{base}/county/{index}/index.html" target="_blank">{place}站</a> | \n'
        for index, place in enumerate(places * 2)
    )
    return (
        f'<div class="top"><span id="today">今天是{TODAY}</span> <a href="{base}/login">登录</a> <a href="{base}/reg">注册</a> '
        f'<a href="javascript:;">设为首页</a> <a href="{base}/wap/">手机版</a></div>\n'
        f'<div class="logo"><a href="{base}/"><img src="/static/logo.png" alt="{name}"></a></div>\n'
        f'<ul class="nav">{channels}</ul>\n<div class="county">{counties}</div>'
    )


@cache
def hot_topics(seed: str, base: str) -> str:
    """Lists of topics and video clips beside the text, with headlines and dates that are no article of the site."""
    rng = Random(seed)  # noqa: S311
    rows = "".join(
        f'<li><em>{index}</em><a href="{base}/topic/{rng.randint(1000, 9999)}/" target="_blank">'
        f"{escape(prose.headline(rng))}</a><span>10-{rng.randint(10, 23)}</span></li>\n"
        for index in range(1, 41)
    )
    videos = "".join(
        f'<dd><a href="{base}/video/{rng.randint(100, 999)}/" target="_blank"><img src="/static/video.png" alt="视频">'
        f"<span>视频丨{escape(prose.headline(rng))}</span></a></dd>\n"
        for _ in range(24)
    )
    return f'<div class="hot"><h3>热点专题</h3><ul>{rows}</ul></div>\n<div class="clips"><h3>视听</h3><dl>{videos}</dl></div>'


@cache
def footer(name: str) -> str:
    """Licences, years and contacts."""
    return (
        '<div class="footer"><p><a href="/about">关于我们</a> | <a href="/ad">广告服务</a> | <a href="/law">法律声明</a> | '
        '<a href="/job">诚聘英才</a> | <a href="/contact">联系我们</a></p>\n'
        f"<p>{name}版权所有 未经授权禁止复制或建立镜像</p>\n"
        "<p>互联网新闻信息服务许可证编号：00000000000 增值电信业务经营许可证：虚B2-20030000</p>\n"
        "<p>违法和不良信息举报电话：0000-00000000 举报邮箱：jubao@example.com</p>\n"
        f"<p>Copyright © 2003-2025 {name} All Rights Reserved. 虚ICP备00000000号-1</p>\n"
        "<p>技术支持：示例科技 建议使用1024×768以上分辨率浏览 更新时间：2025-10-24 08:00</p></div>"
    )


def share() -> str:
    """The row of share buttons and font sizes."""
    return (
        '<div class="share">分享到：<a class="bds_weixin">微信</a><a class="bds_tsina">微博</a><a class="bds_qzone">QQ空间</a> '
        '字号：<a href="javascript:fontZoom(18)">大</a> <a href="javascript:fontZoom(16)">中</a> '
        '<a href="javascript:fontZoom(14)">小</a> <a href="javascript:window.print()">打印</a> '
        '<a href="javascript:window.close()">关闭</a> 扫一扫，手机看</div>'
    )


def related(links: list[tuple[str, str, str]]) -> str:
    """Rows of links to other stories: (url, headline, the date printed beside it)."""
    return "\n".join(
        f'<li>·<a href="{url}" target="_blank">{escape(headline)}</a> <span class="time">({date})</span></li>'
        for url, headline, date in links
    )


def around(name: str, base: str) -> dict[str, str]:
    """Everything that stands on each page of a site, by its placeholder in the templates."""
    return {
        "name": name, "base": base, "style": style(name), "script": script(name), "navigation": navigation(name, base),
        "hot": hot_topics(name, base), "share": share(), "footer": footer(name),
    }  # fmt: skip


def front(name: str, base: str, lists: list[str]) -> str:
    """A front page that leads to the site's lists."""
    rows = "".join(f'<li><a href="{url}">{url}</a></li>' for url in lists)
    return (
        f'<html><head><meta charset="utf-8"><title>{name}</title></head><body>{navigation(name, base)}'
        f"<ul>{rows}</ul>{hot_topics(name, base)}{footer(name)}</body></html>"
    )


def padded(html: str, name: str, base: str, size: int, encoding: str) -> str:
    """A page with menus, link lists, scripts and styles before its foot, so that it is about `size` bytes long.

    A page that is as long already stays as it is, and so does one without a foot.
    """
    missing = size - len(html.encode(encoding))
    head, mark, foot = html.rpartition('<div class="footer">')
    if missing <= 0 or not mark:
        return html
    pieces = []
    for piece, length in cycle(_padding(name, base, encoding)):
        if length > missing:
            break
        pieces.append(piece)
        missing -= length
    return "".join([head, *pieces, mark, foot])


@cache
def _padding(name: str, base: str, encoding: str) -> list[tuple[str, int]]:
    """Blocks of furniture, each of 1 or 2 KB, with their sizes in bytes."""
    rng = Random(f"{name} padding")  # noqa: S311
    blocks = []
    for number in range(1, 25):
        match number % 4:
            case 0:
                rules = "".join(
                    f".m{number}-{row}{{margin:{rng.randint(0, 20)}px;color:#{rng.randrange(1 << 24):06x}}}\n"
                    for row in range(40)
                )
                block = f"<style>\n{rules}</style>\n"
            case 1:
                links = "".join(f'<a href="{base}/map/{number}-{row}/">{rng.choice(CHANNELS)}</a> | ' for row in range(24))
                block = f'<div class="sitemap">{links}</div>\n'
            case 2:
                rows = "".join(
                    f'<li><a href="{base}/topic/{rng.randint(10000, 99999)}/">{escape(prose.headline(rng))}</a></li>\n'
                    for _ in range(12)
                )
                block = f'<div class="hot"><h3>网站地图</h3><ul>{rows}</ul></div>\n'
            case _:
                slots = ",".join(f'{{"slot":"ad{number}-{row}","key":"{rng.randrange(1 << 40):010x}"}}' for row in range(30))
                block = f"<script>window._slots=(window._slots||[]).concat([{slots}]);</script>\n"
        blocks.append((block, len(block.encode(encoding))))
    return blocks
