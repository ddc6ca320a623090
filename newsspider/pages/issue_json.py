"""Issues and articles that papers keep as JSON, one reader for each shape of the data.

| shape | keys | seen at |
|---|---|---|
| outline | `[{pageNo, pageName, onePageArticleList: [{mainTitle, articleHref}]}]` | `html/{yyyy}/{yyyymmdd}/data.json` of 新京报 and its kind |
| journal page | `{object: {page, pagelist: [{pnumber, pname}], articlelist: [{id, title}]}}` | 解放日报 since December 2024 |
| journal | `{pages: [{pnumber, pname, articleList: [{id, title}]}]}` | 解放日报 before |
| page codes | `{riqi, list: {code: {banci, banming}}}` | 广西日报 and its sister papers |
| layouts | `{layouts: [{name, list: [{title, shareUrl}]}]}` | Founder's app interface, 南方日报 |
"""

import re
from datetime import date
from html import escape
from typing import Any
from urllib.parse import urljoin, urlsplit, urlunsplit

from newsspider.language.titles import paper_notice
from newsspider.lazy_pattern import lazy_pattern
from newsspider.outlets import Outlet
from newsspider.outlets.url_patterns import fill
from newsspider.pages.labels import read_label
from newsspider.pages.layouts import Entry, Layout, PrintPage
from newsspider.pages.page import Page
from newsspider.urls import Url, canonical_url
from newsspider.values import BadJson, load_json
from newsspider.values.query_keys import query_of, query_pairs

JSON_START = lazy_pattern(r"[\s\ufeff]{0,99}[\[{]")
TAG = lazy_pattern(r"<[^<>]{0,200}>")


def read_json_issue(page: Page, outlet: Outlet, day: date) -> Layout:
    """What an issue's JSON tells; nothing for data of no known shape, an error's, or another day's."""
    data = _parsed(page.text)
    if isinstance(data, list):
        return _outline(page, _rows(data), day)
    if not isinstance(data, dict):
        return Layout()
    if rows := _rows(data.get("pages")):
        return _journal(page, rows, outlet, day)
    if rows := _rows(data.get("layouts")):
        return _layouts(page, rows)
    inner = data.get("object")
    if isinstance(inner, dict) and "articlelist" in inner:
        return _journal_page(page, inner, outlet, day)
    codes = data.get("list")
    if isinstance(codes, dict) and str(data.get("riqi", "")).replace("/", "-")[:10] == f"{day:%Y-%m-%d}":
        return _page_codes(page, codes)
    return Layout()


def article_page(page: Page) -> Page:
    """An article that comes as JSON (`{article: {title, content}}`) as the HTML page it stands for; any other page itself."""
    data = _parsed(page.text) if JSON_START.match(page.text) else None
    if not isinstance(data, dict):
        return page
    inner = data.get("object")
    article = (inner if isinstance(inner, dict) else data).get("article")
    if not isinstance(article, dict) or not isinstance(article.get("content"), str):
        return page
    title = _said(article.get("title"))
    lines = re.split(r"<br\s{0,9}/?>", article["content"])
    body = "".join(f"<p>{line}</p>" for line in lines)
    author = f"<p>作者：{escape(_said(article.get('author')))}</p>" if _said(article.get("author")) else ""
    html = (
        f"<html><head><title>{escape(title)}</title></head><body><h1>{escape(title)}</h1>{author}"
        f'<div class="content" id="content">{body}</div></body></html>'
    )
    return page.with_text(html)


def _parsed(text: str) -> Any:
    """The data; None for what is no JSON, or nested absurdly deep."""
    try:
        return load_json(text.lstrip("\ufeff"), strict=False)
    except BadJson:
        return None


def _rows(value: Any) -> list[dict[str, Any]]:
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []


def _said(value: Any) -> str:
    """A text or number of the data as text, markup and doubled blanks removed."""
    return " ".join(TAG.sub(" ", str(value)).split()) if isinstance(value, str | int) else ""


def _add(layout: Layout, printed: PrintPage, url: Url | None, title: Any, source: str | None = None) -> None:
    name = _said(title) or None
    if url:
        layout.entries.append(Entry(canonical_url(url), name, printed.url, paper_notice(name) if name else "untitled", source))


def _begin(layout: Layout, page: Page, number: Any, section: Any) -> PrintPage:
    """A print page whose articles stand in this data."""
    printed = PrintPage(f"{page.url}#{_said(number) or len(layout.pages) + 1}", _said(number) or None, _said(section) or None)
    layout.pages.append(printed)
    layout.read.add(printed.url)
    return printed


def _outline(page: Page, rows: list[dict[str, Any]], day: date) -> Layout:
    layout = Layout()
    for row in rows:
        printed = _begin(layout, page, row.get("pageNo"), row.get("pageName"))
        folder = f"{day:%Y%m%d}_{printed.number}/"
        for article in _rows(row.get("onePageArticleList")):
            href = _said(article.get("articleHref"))
            _add(layout, printed, page.absolute(folder + href) if href else None, article.get("mainTitle"))
    return layout


def _journal(page: Page, rows: list[dict[str, Any]], outlet: Outlet, day: date) -> Layout:
    layout = Layout()
    for row in rows:
        printed = _begin(layout, page, row.get("pnumber"), row.get("pname"))
        for article in _rows(row.get("articleList")):
            source = page.absolute(f"{printed.number}/article/{_said(article.get('id'))}.json")
            _add(layout, printed, _public(page, outlet, day, article.get("id"), printed.number), article.get("title"), source)
    return layout


def _journal_page(page: Page, data: dict[str, Any], outlet: Outlet, day: date) -> Layout:
    own = data.get("page") if isinstance(data.get("page"), dict) else {}
    number = _said(own.get("pnumber"))  # type: ignore[union-attr] # a dict: made sure of above
    layout = Layout()
    for row in _rows(data.get("pagelist")):
        layout.pages.append(
            PrintPage(
                _with_page(page.url or "", _said(row.get("pnumber"))),
                _said(row.get("pnumber")) or None,
                _said(row.get("pname")) or None,
            )
        )
    printed = next((each for each in layout.pages if each.number == number), None) or PrintPage(
        _with_page(page.url or "", number), number
    )
    if printed not in layout.pages:
        layout.pages.insert(0, printed)
    layout.read.add(printed.url)
    for article in reversed(_rows(data.get("articlelist"))):  # the paper's own page shows it turned round
        source = page.absolute(f"../getJournalPageArticle.do?id={_said(article.get('id'))}")
        _add(layout, printed, _public(page, outlet, day, article.get("id"), number), article.get("title"), source)
    return layout


def _page_codes(page: Page, codes: dict[str, Any]) -> Layout:
    """Only names the pages: each is an HTML page of its own at the same address with its code and without the format."""
    parts = urlsplit(page.url or "")
    query = [(key, value) for key, value in query_pairs(parts.query, blanks=False) if key not in ("code", "v")]
    layout = Layout()
    for code, row in codes.items():
        if isinstance(row, dict):
            url = canonical_url(urlunsplit(parts._replace(query=query_of([*query, ("code", code)]))))
            layout.pages.append(
                PrintPage(url, read_label(_said(row.get("banci"))).number or code, _said(row.get("banming")) or None)
            )
    return layout


def _layouts(page: Page, rows: list[dict[str, Any]]) -> Layout:
    layout = Layout()
    for row in rows:
        printed = _begin(layout, page, *read_label(_said(row.get("name"))))
        for article in _rows(row.get("list")):
            _add(layout, printed, page.absolute(_said(article.get("shareUrl"))), article.get("title"))
    return layout


def _public(page: Page, outlet: Outlet, day: date, key: Any, number: str | None) -> Url | None:
    """The article's address for readers, by the site record's first pattern; None where that needs more than the data tells."""
    if not outlet.articles or not _said(key):
        return None
    try:
        return page.absolute(fill(outlet.articles[0], day, id=_said(key), nn=number or ""))
    except KeyError:
        return None


def _with_page(url: str, number: str) -> str:
    """The address of another page of the journal."""
    parts = urlsplit(urljoin(url, "."))
    leaf = urlsplit(url)
    query = {**dict(query_pairs(leaf.query, blanks=False)), "page": number}
    return canonical_url(urlunsplit((parts.scheme, parts.netloc, leaf.path, query_of(query.items()), "")))
