"""The CMS families behind Chinese news sites, as data: how a page of each is recognised, and where it keeps each field.

Selectors are those of `index.Index.find` (tag#id, tag.class, blank for "within"), most trusted first. What no family knows is
read from the marks that all share (`metadata`) and by the generic reader.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from newsspider.lazy_pattern import lazy_pattern
from newsspider.outlets import Outlet
from newsspider.pages.index import Index
from newsspider.pages.nodes import Element
from newsspider.pages.page import Page

Fields = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Family:
    """One content management system (or house template) as its pages show it."""

    name: str
    """As in a site record's `family`, and in `Printed.reader`."""
    url: re.Pattern[str] | None = None
    """The shape of its article URLs; proves the family only together with a mark when `marks` is not empty."""
    marks: tuple[str, ...] = ()
    """Selectors any of which shows the family."""
    comments: tuple[str, ...] = ()
    """Strings in its comments, `<!--` before each, any of which shows the family."""
    fields: Fields = field(default_factory=dict)
    """Field (a key of `outlets.SELECTOR_KEYS`) -> selectors."""
    epaper: bool = False
    """Whether its pages are print pages: section and page number are looked for."""


_TRS_BODY = (
    "div.trs_editor", "div.trs_uedit_preview", "div.trs_web", ".trs_editor_view", "#zoom", "#ucap-content", ".pages_content",
    "div.view", ".article-content", ".article_content", "#content",
)  # fmt: skip

FAMILIES = (
    Family(
        "founder_epaper",
        url=lazy_pattern(r"/\d{6}/\d\d/(?:c|con|cont|content|col|article)_?\d+(?:_\d+)?\.html"),
        marks=("founder-content", "#pretitle", ".newsdetatit", ".bmnr_con_biaoti", "#scroleft"),
        fields={
            "headline": ("founder-title", "#title", ".newsdetatit h3", ".bmnr_con_biaoti", "h2.art-title"),
            "kicker": ("founder-pretitle", "#pretitle", ".bmnr_con_yinti", "p.introtitle"),
            "subheadline": ("founder-subtitle", "#subtitle", ".bmnr_con_futi", "p.subtitle"),
            "body": ("founder-content", "#ozoom", "#zoom", ".bmnr_con_con", ".newsdetatext"),
            "meta_line": (".newsdetatit p", ".bmnr_con_zuozhe"),
            "author": ("founder-author", "#author"),
            "date": ("founder-date",),
        },
        epaper=True,
    ),
    Family(
        "founder_classic",
        url=lazy_pattern(r"/\d{4}-\d\d/\d\d/content_\d+(?:_\d+)?\.html?|/nw\.D1\w+-\d+\.html?"),
        marks=("td.font01", "#ozoom", "#bmdhtable", ".main-article-alltitle", "founder-title", "td.bt1"),
        fields={
            "headline": ("founder-title", "td.font01", ".main-article-title", "h2.art-title", "td.bt1", ".title1", "#title"),
            "kicker": ("founder-pretitle", "p.introtitle", ".main-article-pretitle", "td.font02", "#pretitle"),
            "subheadline": ("founder-subtitle", "p.subtitle", ".main-article-subtitle", "td.font02", "#subtitle"),
            "body": ("#ozoom", "founder-content", ".main-article-content", "td.font6", "#zoom", "#articlecontent"),
            "author": ("founder-author",),
            "date": ("founder-date",),
        },
        epaper=True,
    ),
    Family(
        "paperindex",
        url=lazy_pattern(r"/\d{8}/articel\d+\w*\.html?", re.I),
        fields={
            "headline": ("h1", "h2", ".bggray h2"),
            "kicker": ("h3", ".bggray h3"),
            "subheadline": ("h4", ".bggray h4", "h5"),
            "body": ("#content", ".contenttext", "#contenttext"),
            "meta_line": (".shijian",),
        },
        epaper=True,
    ),
    Family(
        "shtml_epaper",
        url=lazy_pattern(r"/s?html/[a-z0-9]+/\d{8}/(?:\w+/)?\d+\.s?html"),
        fields={
            "headline": ("h2.detcontit", ".detcontit", "h1", "h2"),
            "kicker": (".detconyin", "h3.yinti", "p.yinti"),
            "subheadline": (".detconfu", "h3.futi", "p.futi"),
            "body": ("div.details", ".detail-text", ".detailswrap", "#content", ".content"),
            "meta_line": (".today", ".search", ".info"),
        },
        epaper=True,
    ),
    Family(
        "weixin",
        url=lazy_pattern(r"//mp\.weixin\.qq\.com/"),
        marks=("#js_content", "#activity-name"),
        fields={
            "headline": ("#activity-name", "h1.rich_media_title", "h2.rich_media_title"),
            "body": ("#js_content", ".rich_media_content"),
            "source": ("#js_name", ".profile_nickname"),
            "author": ("#js_author_name", ".rich_media_meta_text"),
            "date": ("#publish_time", "#post-date"),
        },
    ),
    Family(
        "people",
        url=lazy_pattern(r"/n[12]?/\d{4}/\d{4}/c\d+-\d+(?:-\d+)?\.html"),
        marks=(".rm_txt_con", "#rwb_zw", "#rwb_title", "#p_content"),
        fields={
            "headline": (".rm_txt h1", ".title h1", "h1#newstit", ".text_title h1", ".text_c h1", "#p_title", "h1"),
            "kicker": ("h3.pre", ".text_c h3", ".left_content .p1", "#p_pretitle"),
            "subheadline": ("h4.sub", ".text_c h2", ".rm_txt h4"),
            "body": (".rm_txt_con", "#rwb_zw", ".box_con", ".text_con", ".show_text", ".artdet", "#p_content"),
            "meta_line": (".rm_txt .channel .col-1-1", ".box01 .fl", ".text_title .fl", ".sou", ".artorigin"),
            "date": ("#p_publishtime",),
            "source": ("#p_origin",),
            "editor": (".rm_txt_con .edit", ".edit", "#p_editor"),
            "author": (".author",),
        },
    ),
    Family(
        "xinhuanet",
        url=lazy_pattern(r"/\d{4}-\d\d/\d\d/c_\d+(?:_\d+)?\.html?|/\d{8}/[0-9a-f]{32}/c\.html"),
        marks=("#p-detail", ".h-title", ".head-line", "#detailcontent", ".main-aticle"),
        fields={
            "headline": (".head-line h1", ".h-title", "#title", ".mheader h1"),
            "body": ("#detailcontent", "#p-detail", "#detail", ".main-aticle", "#content", "#article"),
            "date": (".h-time", ".header-time"),
            "meta_line": (".header-cntleft", ".h-info", ".info"),
            "source": (".header-cntleft .source", ".h-info .aticle-src", "#source"),
            "editor": (".editor", ".p-jc", "#articleedit .editor"),
        },
    ),
    Family(
        "chinanews",
        url=lazy_pattern(r"/[a-z]+/(?:[a-z]+/)?\d{4}/\d\d-\d\d/\d+\.shtml|/news/\d{4}/\d{4}/\d+\.html"),
        marks=("div.left_zw", "div.left-t", ".article-detail-inner", ".content_maincontent_content"),
        fields={
            "headline": (".content_left_title", "h1", ".article-detail-inner .title"),
            "body": ("div.left_zw", ".content_maincontent_content", ".article-detail-inner .content", ".article-detail-inner"),
            "meta_line": ("div.left-t", ".content_left_time", ".article-detail-inner .time"),
            "editor": (".adEditor .left_name", ".left_name", ".editor"),
        },
    ),
    Family(
        "enorth",
        url=lazy_pattern(r"/system/\d{4}/\d\d/\d\d/\d{9}(?:_\d+)?\.s?html"),
        comments=("cms=\"enorth webpublisher\"", "enorth cms page", "enorth cms block", "enorth parse_date"),
        fields={
            "headline": ("#article_title", "#news_title", ".biaoti", ".article_title", ".content_title", "h1"),
            "kicker": (".yinti", ".shoulder_title"),
            "subheadline": (".futi", ".fubiaoti", ".sub_title"),
            "body": (
                "#news_body", "#zoom", "#content", "#mainContent", "#article_content", ".content", "#articlecontent", ".article_content",
                ".article", ".nr", "#text", "#div_content", ".zw",
            ),
        },
    ),
    Family(
        "trs",
        url=lazy_pattern(r"/\d{6}/[ts]\d{8}_[0-9a-f]+(?:_\d+)?\.s?html?|/\d{6}/s[0-9a-f]{24}\.s?html"),
        marks=(".trs_editor", ".trs_uedit_preview", ".custom_unionstyle", ".trs_preappend", ".trs_autoadd", "#ucap-content"),
        fields={
            "headline": ("#articletitle", ".article-title", ".article_title", "#title", "h1", ".biaoti", ".con-title"),
            "kicker": (".yinti", ".ytitle", ".pretitle"),
            "subheadline": (".futi", ".subtitle", ".sub-title", ".fubiaoti"),
            "body": _TRS_BODY,
        },
    ),
    Family(
        "hanweb",
        url=lazy_pattern(r"/art/\d{4}/\d{1,2}/\d{1,2}/art_\d+_\d+\.html?"),
        comments=("ZJEG_RSS.content.begin", "<$[信息内容]>begin"),
        fields={
            "headline": (".article-title", "#title", "td.title", ".con-title", ".art-title", "h1", ".main-title"),
            "body": ("#zoom", ".article-content", ".main-txt", ".art_con", ".bt_content", ".article_cont", ".con_text", "#content"),
        },
    ),
    Family(
        "founder_portal",
        url=lazy_pattern(r"/\d{4}-\d\d/\d\d/content_\d+(?:_\d+)?\.html?|/[a-z]+/\d{6}/\d\d/[ct]_?\d+\.html"),
        comments=("<!--enpproperty", "<!--enpcontent"),
        marks=("#displaypagenum",),
        fields={
            "headline": ("founder-title", "#newstitle", ".title h1", "h1", ".article-title", ".content-title"),
            "kicker": (".introtitle", ".pretitle", ".yinti"),
            "subheadline": (".subtitle", ".futi"),
            "body": ("founder-content", "#zoom", "#content", ".article-content", ".content", ".article", "#ozoom"),
            "author": ("founder-author",),
        },
    ),
)  # fmt: skip
"""All families; of several that a page shows, the first wins, so that the narrower ones stand first."""

BY_NAME = {family.name: family for family in FAMILIES}

GENERIC = Family(
    "generic",
    fields={
        "source": (".source", ".article-source", ".news-source", ".media-name", ".media_name", ".laiyuan", ".ly", ".copyfrom"),
        "kicker": (".yinti", ".pretitle", ".pre-title", ".jianti", ".shoulder-title", ".introtitle"),
        "subheadline": (".futi", ".fubiaoti", ".subtitle", ".sub-title", ".sub_title", ".fubiao"),
        "author": (".author", ".article-author", ".zuozhe"),
        "editor": (".editor", ".show_author", ".article-editor", ".zebian", ".edit", ".bianji"),
        "date": (".pubtime", ".pub-time", ".pub_time", ".publish-time", ".publish_time", ".article-time"),
    },
)
"""Class names that most newsrooms share; trusted only near the headline."""


_HEAD_NAMES = frozenset(name.removeprefix(".") for field in ("source", "author", "date") for name in GENERIC.fields[field])


def names_field(element: Element) -> bool:
    """Whether an element is named as most newsrooms name source, author or date."""
    names = element.get("class")
    return names is not None and not _HEAD_NAMES.isdisjoint(names.lower().split())


def recognise(page: Page, index: Index, outlet: Outlet | None) -> Family:
    """The page's family: the site record's, else by marks and URL, else `GENERIC`.

    An archive may hold the pages of several systems on one host, so a site record's family is given up where the page shows
    the marks of another and none of its own.
    """
    own = BY_NAME.get(outlet.family) if outlet else None
    if own and (not (own.marks or own.comments) or _shows(index, own)):
        return own
    fitting = [family for family in FAMILIES if family.url and page.url and family.url.search(page.url)]
    for families in (fitting, FAMILIES):
        if shown := next((family for family in families if _shows(index, family)), None):
            return shown
    return fitting[0] if fitting else own or GENERIC


def _shows(index: Index, family: Family) -> bool:
    return any(index.has(mark) for mark in family.marks) or any(word in index.comments for word in family.comments)
