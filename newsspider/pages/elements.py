"""What elements mean by their tag and name: blocks, players, unseen ones, and the parts of a page that are not its article."""

import re
from functools import lru_cache

from newsspider.lazy_pattern import lazy_pattern

BREAKS = frozenset(
    "address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure footer form "
    "h1 h2 h3 h4 h5 h6 header hr html legend li main nav ol p pre section summary table tbody td tfoot th thead tr ul multiline "
    "founder-content founder-title founder-author founder-subtitle founder-date founder-source founder-pretitle".split()
)
"""Elements that begin and end a block of text."""

SKIPPED = frozenset(
    "head script style noscript template svg math select option textarea button input canvas map area title link meta frameset".split()
)
"""Elements whose text no reader sees."""

PLAYERS = frozenset("iframe video audio embed object".split())
KINDS: dict[str, str] = {
    **dict.fromkeys(BREAKS, "break"), **dict.fromkeys(SKIPPED, "skip"), **dict.fromkeys(PLAYERS, "player"),
    "a": "link", "br": "br", "img": "img", "amp-img": "img",
}  # fmt: skip

COMMENT_MARKS = {
    "enpcontent": "start",
    "/enpcontent": "end",
    "<npm:article-content>": "start",
    "</npm:article-content>": "end",
    "<$[信息内容]>begin": "start",
    "<$[信息内容]>end": "end",
    "zjeg_rss.content.begin": "start",
    "zjeg_rss.content.end": "end",
    "repaste.body.begin": "start",
    "repaste.body.end": "end",
    "正文start": "start",
    "正文end": "end",
    "正文开始": "start",
    "正文结束": "end",
}
"""Comments (lower case, blanks removed) that newsroom systems print round the body."""

_HIDDEN = lazy_pattern(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_PRE = lazy_pattern(r"white-space\s*:\s*pre", re.I)

ASIDE_NAMES = frozenset(
    """comment comments commentbox pinglun pl_box reply replies discuss changyan sohucs uyan share shares sharebox sharelist bdshare
    bdsharebuttonbox jiathis sharesdk social related relate relates relation relatednews relatedreading relate_list xiangguan xgxw
    xgyd xglj xgwz xgnews about_news recommend recommends recommendation tuijian tjyd tjnews guess interest rank ranking ranklist
    paihang hotnews hot_news hotlist hotlists sidebar side_bar aside footer foot footers copyright banquan disclaimer disclaim
    shengming mzsm statement breadcrumb breadcrumbs bread crumb crumbs mbx weizhi navbar navigation nav navs menu menus
    login logo search searchbox pager paging pagination pagenav page_nav pagenum displaypagenum qrcode erweima ewm qr ad ads adv
    advert advertise advertisement adsense guanggao gg ggw banner toolbar toolbox tools fontsize zihao tag tags taglist tagbox prevnext
    prenext pre_next shangxiapian sxp pn_box appdown app_download download_app subscribe feedback jiucuo popup modal dialog
    mask reward dashang zan praise like likes toupiao vote survey hidden hide tipoff newsletter player videoplayer video-player txp more_news readmore
    read_more ydtj topbar top_bar siteheader site_header gotop backtop go_top weixin_share wxshare sharewx links friendlink
    friendlinks yqlj""".split()
)
"""Names (class or id, in lower case) of the parts round an article: comments, sharing, related news, advertisements, footers."""

_ABSTRACT_NAMES = frozenset(
    "summary abstract zhaiyao daodu daoyu digest brief tiyao hexintishi hxts zhaiyaobox summarybox".split()
)
"""Words of the names of abstracts above a text (导读, 摘要, 核心提示)."""

ASIDE_TAGS = frozenset({"nav", "footer", "aside"})
"""Elements that are such a part by their tag."""
_WRITER = lazy_pattern("author|writer|zuozhe", re.I)
_PORTRAIT = lazy_pattern(
    r"(?:author|writer|zuozhe)-?(?:card|box|bio|info|intro|introduction|profile|desc|about|brief|jianjie)\b|about-author"
)
_SPLIT_NAME = lazy_pattern(r"[^a-z0-9]+")
_CAMEL = lazy_pattern(r"(?<=[a-z0-9])(?=[A-Z])")


@lru_cache(maxsize=1024)
def hides(style: str) -> bool:
    """Whether a `style` hides its element. Pages repeat the same few styles on every paragraph."""
    return _HIDDEN.search(style) is not None


@lru_cache(maxsize=1024)
def keeps_breaks(style: str) -> bool:
    """Whether a `style` shows the line breaks of the source."""
    return _PRE.search(style) is not None


@lru_cache(maxsize=4096)
def is_aside_name(names: str) -> bool:
    """Whether class names or an id (blank-separated) name a part that is not the article."""
    for name in names.split():
        lower = name.lower()
        if lower in ASIDE_NAMES:
            return True
        if lower != name:
            words = _SPLIT_NAME.split(_CAMEL.sub("-", name).lower())
        elif name.isalnum() and name.isascii():
            continue
        else:
            words = name.replace("_", "-").split("-")
            if not ("".join(words).isalnum() and name.isascii()):
                words = _SPLIT_NAME.split(name)
        if not ASIDE_NAMES.isdisjoint(words):
            return True
    return False


def may_name_portrait(names: str) -> bool:
    """Whether one of many names may be that of the box that tells who the author is: most pages have none."""
    return _WRITER.search(names) is not None


def is_portrait_name(names: str) -> bool:
    """Whether class names or an id (blank-separated) name the box that tells who the author is."""
    return may_name_portrait(names) and any(
        _PORTRAIT.search("-".join(_SPLIT_NAME.split(_CAMEL.sub("-", name).lower()))) for name in names.split()
    )


@lru_cache(maxsize=1024)
def is_abstract_name(names: str) -> bool:
    """Whether class names or an id (blank-separated) name the abstract that a page prints above a text."""
    return any(word in _ABSTRACT_NAMES for word in _SPLIT_NAME.split(_CAMEL.sub("-", names).lower()))
