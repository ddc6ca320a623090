"""Inputs of a given size that are slow for a careless reader: runs of one piece of text in every place of a page, and structures."""

import json
from collections.abc import Callable, Iterator
from functools import partial

Make = Callable[[int], bytes]
"""Bytes to fill -> the input."""

TEXT = "洛川县今年新修水渠三十公里，引水上山，两万亩旱地变成水浇地，种粮户的收成比去年多了三成。"
HEADLINE = "洛川县新修水渠三十公里"

PIECES = {
    "blanks": " ", "ideographic blanks": "　", "line ends": "\n", "tabs and line ends": "\t\n", "entities of blanks": "&nbsp;", "entities": "&amp;",
    "numbers as entities": "&#22269;", "broken entities": "&#x", "zero-width blanks": "\u200b", "controls": "\u0085\u200e", "han": "国", "traditional": "國際記者報導，",
    "han and blanks": "国 ", "letters": "a", "capitals": "AB ", "words": "water canal ", "digits": "7", "wide digits": "７", "han digits": "二〇二三", "numbers": "1 2 3 ",
    "dots": "·", "stops": "。", "commas": "，", "enumeration commas": "、", "ellipses": "…", "exclamations": "！", "dashes": "—", "hyphens": "-", "slashes": "/",
    "bars": "|", "bars apart": " | ", "colons": "：", "plain colons": ":", "semicolons": "；", "quotes": "“", "plain quotes": "&quot;", "brackets": "（", "closing brackets": "）",
    "pairs of brackets": "（）", "square brackets": "【", "titles": "《", "pairs of titles": "《国》", "names in brackets": "（张三）", "angles": "&lt;", "stars": "*", "arrows": ">>",
    "sentences": "好。", "paragraphs": f"{TEXT}", "sources": "来源：", "sources apart": "来源 ", "reporters": "（记者 ", "reporters joined": "记者张三、", "reporter words": "记者",
    "names": "张三丰 ", "names joined": "张三丰、", "by": "摄", "pictures by": "图/张三 ", "editors": "编辑：", "editors apart": "编 辑 ： ", "credit lines": "责任编辑：王文 ", "labels": "作者：来源：编辑：",
    "original headlines": "原标题：", "datelines": "本报讯", "agencies": "新华社北京10月17日电", "bylines": "本报记者张三 通讯员李四 ", "dates": "2023-10-17 ", "han dates": "2023年10月17日",
    "times": "08:22 ", "dates and times": "2023-10-17 08:22:33 ", "months": "1月", "weekdays": "星期二", "ago": "3小时前 ", "pinyin": "标(biāo)", "pinyin in words": "biāo tí ", "mojibake": "æˆ‘",
    "emoji": "👨‍👩‍👧", "rare han": "𠮷", "addresses": "http://a.b/c ", "mail": "a@b.cn ", "phones": "电话：0911-1234567 ", "pages": "第1页 ", "next pages": "下一页 ", "copyright": "版权所有 ",
    "captions": "图为水渠。", "crumbs": "首页 > 新闻 > ", "more": "阅读更多", "shares": "分享到：微信 微博 ", "counts": "阅读：1234 ", "crossheads": "一、", "numbered": "1.", "escapes": "\\u56fd",
    "bold": "<b>国</b>", "bold labels": "<b>来源：</b>", "spans": "<span>国</span>", "empty spans": "<span></span>", "line breaks": "<br>", "lines": "国<br>", "sentences in lines": "好。<br>",
    "links": "<a href=/a/1.html>国</a>", "links in lines": "<a href=/a/1.html>水渠修到村头</a><br>", "pictures": "<img src=/p/1.jpg>", "comments": "<!-- a -->", "fonts": "<font color=red>水渠，</font>",
    "lone signs": "< ", "lone ends": "</b>", "open tags": "<b>", "open paragraphs": "<p>", "open spans": "<span>", "inputs": "<input type=text>", "scripts": "<script>a=1</script>",
}  # fmt: skip
"""Name -> what fills a place of a page."""


def page(
    body: str = "",
    *,
    title: str = HEADLINE,
    head: str = "",
    top: str = "",
    info: str = "2023-10-17 08:22　来源：洛川日报",
    foot: str = "",
) -> bytes:
    """An article page with something put into one of its places."""
    return (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{title}</title>{head}</head><body><div class='nav'><a href='/'>首页</a></div>{top}"
        f"<h1>{HEADLINE}</h1><div class='info'>{info}</div><div class='article-content'>{f'<p>　　{TEXT}</p>' * 4}{body}<p>{TEXT}</p></div>"
        f"<div class='foot'>{foot}版权所有</div></body></html>"
    ).encode()


def filled(piece: str, size: int) -> str:
    """A piece repeated up to so many bytes of UTF-8."""
    return piece * (size // len(piece.encode()))


def _cut(piece: str, size: int, part: int, mark: str) -> str:
    """Lines of `part` bytes of a piece, each put into a mark, so many that they have `size` bytes."""
    line = mark.format(filled(piece, part) or piece)
    return line * (size // len(line.encode()))


PLACES: dict[str, Callable[[str, int], bytes]] = {
    "a paragraph": lambda piece, size: page(f"<p>{filled(piece, size)}</p>"),
    "a sentence": lambda piece, size: page(f"<p>{filled(piece, size * 3 // 4)}</p><p>{'好，' * (size // 40)}好。</p>"),
    "short paragraphs": lambda piece, size: page(_cut(piece, size, 60, "<p>{}</p>")),
    "paragraphs": lambda piece, size: page(_cut(piece, size, 1_000, "<p>{}好，好。</p>")),
    "long paragraphs": lambda piece, size: page(_cut(piece, size, 20_000, "<p>{}好，好。</p>")),
    "the only text": lambda piece, size: f"<html><head><title>{HEADLINE}</title></head><body>{filled(piece, size)}</body></html>".encode(),
    "the title": lambda piece, size: page(title=filled(piece, size)),
    "the headline": lambda piece, size: page(top=f"<h1>{filled(piece, size)}</h1>"),
    "headlines": lambda piece, size: page(top=_cut(piece, size, 90, "<h2>{}</h2>")),
    "the line under the headline": lambda piece, size: page(info=filled(piece, size)),
    "lines under the headline": lambda piece, size: page(info=_cut(piece, size, 90, "<span>{}</span>")),
    "the foot": lambda piece, size: page(foot=filled(piece, size)),
    "lines of the foot": lambda piece, size: page(foot=_cut(piece, size, 90, "<p>{}</p>")),
    "lines of the top": lambda piece, size: page(top=_cut(piece, size, 90, "<div>{}</div>")),
    "metas": lambda piece, size: page(
        head="".join(f'<meta name="{name}" content="{filled(piece, size // 8)}">' for name in METAS)
    ),
    "a link": lambda piece, size: page(f"<a href='/2023-10/17/content_1.htm'>{filled(piece, size)}</a>"),
    "links": lambda piece, size: page(top=_cut(piece, size, 60, "<li><a href='/2023-10/17/content_1.htm'>{}</a></li>")),
    "cells": lambda piece, size: page(_cut(piece, size, 60, "<table><tr><td>{}</td><td>好</td></tr></table>")),
    "items": lambda piece, size: page(_cut(piece, size, 60, "<li>{}</li>")),
    "captions": lambda piece, size: page(_cut(piece, size, 90, "<p><img src=/p/1.jpg><br>{}</p>")),
    "texts of pictures": lambda piece, size: page(_cut(piece, size, 900, '<p><img src="/p/1.jpg" alt="{}"></p>')),
    "sets of pictures": lambda piece, size: page(_cut(piece, size, 7_900, '<p><img src="/p/1.jpg" srcset="{}"></p>')),
    "addresses of pictures": lambda piece, size: page(_cut(piece, size, 3_000, '<p><img src="/p/{}.jpg"></p>')),
    "clicks": lambda piece, size: page(top=_cut(piece, size, 3_000, "<ul><li onclick=\"{}\">水渠修到村头</li></ul>")),
    "a refresh": lambda piece, size: f"<html><head><meta http-equiv=refresh content='0; {filled(piece, size)}'></head><body></body></html>".encode(),
    "scripts": lambda piece, size: page(head=_cut(piece, size, 20_000, "<script>var time = '{}';</script>")),
    "scripts of code": lambda piece, size: page(head=_cut(piece, size, 20_000, "<script>{}</script>")),
    "comments": lambda piece, size: page(_cut(piece, size, 300, "<!--{}-->")),
    "options": lambda piece, size: page(_cut(piece, size, 60, "<select><option value='{0}'>{0}</option></select>")),
    "an attribute": lambda piece, size: page(f'<p class="{filled(piece, size)}">{TEXT}</p>'),
    "attributes": lambda piece, size: page(_cut(piece, size, 300, '<p class="{0}" id="{0}" style="{0}">好，好。</p>')),
    "addresses": lambda piece, size: page(_cut(piece, size, 300, '<p><a href="{}">好，好。</a></p>')),
    "a comment": lambda piece, size: page(f"<!--{filled(piece, size)}-->"),
    "a script": lambda piece, size: page(head=f"<script>var a = '{filled(piece, size)}';</script>"),
    "open script": lambda piece, size: page(foot=f"<script>{filled(piece, size)}"),
    "a text of JSON-LD": lambda piece, size: page(head=_json_ld(articleBody=_printed(piece, size * 2 // 3), headline=_printed(piece, size // 3))),
    "plain text": lambda piece, size: f"{HEADLINE}\n\n{TEXT}\n{filled(piece, size)}\n{TEXT}\n".encode(),
    "lines of plain text": lambda piece, size: f"{HEADLINE}\n\n{TEXT}\n{_cut(piece, size, 60, '{}' + chr(10))}\n{TEXT}\n".encode(),
}  # fmt: skip
"""Name -> a page with a place that is filled with a piece."""

METAS = ("author", "source", "publishdate", "keywords", "description", "editor", "ArticleTitle")
NESTS = "div span font p a b table ul li blockquote section article form dl svg select button center label h1 noscript template".split()


def _json_ld(**values: object) -> str:
    told = json.dumps({"@type": "NewsArticle", **values}, ensure_ascii=False).replace("<", "\\u003c")
    return f'<script type="application/ld+json">{told}</script>'


def _printed(piece: str, size: int) -> str:
    """A piece repeated up to so many bytes of its form in JSON."""
    return piece * (size // (len(_json_ld(a=piece).encode()) - len(_json_ld(a=""))))


def _numbered(form: str, size: int) -> str:
    """A form with running numbers, up to so many bytes."""
    length = len(form.format(10_000).encode())
    return "".join(form.format(number) for number in range(size // length))


def _nested(tag: str, depth: int | None, closed: bool, size: int) -> bytes:
    """Elements in one another: as many as fit, or nests of so many side by side."""
    start, end = f"<{tag}>", f"</{tag}>" if closed else ""
    count = min(depth or size, size // (len(start) + len(end)))
    nest = start * count + "水渠，修到了村头。" + end * count
    return page(nest * max(1, size // len(nest.encode())))


def _of(body: Callable[[int], str]) -> Make:
    return lambda size: page(body(size))


def _top(body: Callable[[int], str]) -> Make:
    return lambda size: page(top=body(size))


def _head(head: Callable[[int], str]) -> Make:
    return lambda size: page(head=head(size))


STRUCTURES: dict[str, Make] = {
    "ordinary paragraphs": _of(lambda size: filled(f"<p>{TEXT}</p>", size)),
    "ordinary long paragraphs": _of(lambda size: filled(f"<p>{TEXT * 9}</p>", size)),
    "ordinary paragraphs, a span and classes each": _of(lambda size: filled(f'<p class="MsoNormal" style="text-indent: 2em"><span style="font-size: 16px">{TEXT}</span></p>', size)),
    "ordinary lists": _top(lambda size: _numbered('<li><a href="/2023-10/17/content_{0}.htm" target="_blank">水渠修到第{0}村</a><span>10-17</span></li>', size)),
    "ordinary pictures": _of(lambda size: _numbered(f'<p align=center><img src="/p/{{}}.jpg" width=600></p><p>图为新修的水渠。张三 摄</p><p>{TEXT}</p>', size)),
    "links": _top(lambda size: _numbered('<a href="/a/{}.html">水</a>', size)),
    "links in the text": _of(lambda size: _numbered('<p><a href="/a/{0}.html">水渠修到{0}村</a></p>', size)),
    "links of many hosts": _top(lambda size: _numbered('<a href="http://h{0}.example/a/{0}.html">水渠修到{0}村</a>', size)),
    "empty links": _top(lambda size: filled("<a href=x></a>", size)),
    "page numbers": _of(lambda size: _numbered('<a href="content_{0}.htm">{0}</a>', size)),
    "clicks": _top(lambda size: _numbered('<li onclick="location.href=\'/a/{0}.html\'">水渠修到{0}村</li>', size)),
    "data-href": _top(lambda size: _numbered('<li data-href="/a/{0}.html">水渠修到{0}村</li>', size)),
    "options": _of(lambda size: "<select>" + _numbered('<option value="content_{0}.htm">第{0}页</option>', size) + "</select>"),
    "spans": _of(lambda size: filled("<span>水</span>", size)),
    "empty spans": _of(lambda size: filled("<span></span>", size)),
    "empty paragraphs": _of(lambda size: filled("<p></p>", size)),
    "empty blocks": _top(lambda size: filled("<div></div>", size)),
    "blocks of classes": _top(lambda size: _numbered("<div class='c{0} article{0}' id='i{0}'>水</div>", size)),
    "blocks named as bodies": _of(lambda size: _numbered("<div class='content article-content' id='content{}'>水渠，修好。</div>", size)),
    "blocks named as bodies of prose": _of(lambda size: _numbered(f"<div class='content article-content' id='content{{}}'><p>{TEXT}</p></div>", size)),
    "blocks named as noise": _of(lambda size: filled(f"<div class='share related hot-news'><p>{TEXT}</p></div>", size)),
    "hidden blocks": _of(lambda size: filled(f"<div style='display:none'><p>{TEXT}</p></div>", size)),
    "headings": _top(lambda size: filled(f"<h1>{HEADLINE}</h1>", size)),
    "other headings": _top(lambda size: _numbered("<h2>水渠修到第{}村</h2>", size)),
    "headings and text": _of(lambda size: _numbered("<h3>水渠修到第{}村</h3><p>水渠，修好。</p>", size)),
    "head lines": _of(lambda size: _numbered("<p>2023-10-17 08:22 来源：洛川日报 {}</p>", size)),
    "credits": _of(lambda size: filled("<p>责任编辑：王文</p>", size)),
    "crossheads": _of(lambda size: _numbered("<p><strong>{}、水渠</strong></p>", size)),
    "datelines": _of(lambda size: filled("<p>本报洛川10月17日讯（记者张三）水渠，修好。</p>", size)),
    "paragraphs of a letter": _of(lambda size: filled("<p>水", size)),
    "short paragraphs, all different": _of(lambda size: _numbered("<p>水渠修到{}村。</p>", size)),
    "long different lines": _of(lambda size: _numbered("<p>水渠修到{0}村，村民张{0}、李{0}说，收成比去年多了{0}成。（记者王{0}）</p>", size)),
    "line breaks": _of(lambda size: filled("<br>", size)),
    "different lines": _of(lambda size: _numbered("水渠修到{}村。<br>", size)),
    "rules": _of(lambda size: filled("<hr>水", size)),
    "a table": _of(lambda size: "<table>" + filled("<tr><td>水渠</td><td>一百亩</td></tr>", size) + "</table>"),
    "a row": _of(lambda size: "<table><tr>" + filled("<td>亩</td>", size) + "</tr></table>"),
    "tables": _of(lambda size: filled("<table><tr><td>亩</td></tr></table>", size)),
    "tables of prose": _of(lambda size: filled(f"<table><tr><td><p>{TEXT}</p></td></tr></table>", size)),
    "cells without a table": _of(lambda size: filled("<td>亩", size)),
    "text in a table": _of(lambda size: "<table>" + filled("水<b>渠</b>", size) + "</table>"),
    "blocks in a table": _of(lambda size: "<table>" + filled("<div>水渠</div>", size) + "</table>"),
    "nested tables": lambda size: _nested("table><tr><td", 500, False, size),
    "nested lists": _of(lambda size: filled("<ul><li>水渠" * 200 + "</li></ul>" * 200, size)),
    "definitions": _of(lambda size: filled("<dl><dt>水<dd>渠</dl>", size)),
    "pictures": _of(lambda size: _numbered('<p><img src="/p/{}.jpg"></p>', size)),
    "pictures in a paragraph": _of(lambda size: "<p>" + _numbered('<img src="/p/{}.jpg">', size) + "</p>"),
    "pictures and captions": _of(lambda size: _numbered('<p><img src="/p/{0}.jpg"></p><p>水渠{0}</p>', size)),
    "figures": _of(lambda size: _numbered('<figure><img src="/p/{0}.jpg"><figcaption>水渠{0}</figcaption></figure>', size)),
    "a srcset": _of(lambda size: '<p><img src=/p/1.jpg srcset="' + _numbered("/p/{0}.jpg {0}w, ", size) + '"></p>'),
    "srcsets": _of(lambda size: _numbered('<p><picture><source srcset="/p/{0}.jpg 1x, /p/{0}b.jpg 2x"><img data-src="/p/{0}.jpg"></picture></p>', size)),
    "sources and pictures in a picture": _of(lambda size: "<picture>" + _numbered('<source srcset="/p/{0}.jpg 1x"><img src="/p/{0}.jpg">', size)),
    "sources in a picture": _of(lambda size: "<picture>" + _numbered('<source srcset="/p/{0}.jpg 1x">', size) + "<img src=/p/1.jpg>" * 100),
    "pictures in a link": _of(lambda size: "<a href=/p/1.jpg>" + _numbered('<img src="/p/{}.jpg">', size)),
    "objects in one another": _of(lambda size: _numbered('<object><param name=movie value="/v/{}.swf">', size)),
    "objects in nests": _of(lambda size: (_numbered('<object><param name=movie value="/v/{}.swf">', 40_000) + "</object>" * 2_000) * (size // 58_000)),
    "videos in one another": _of(lambda size: _numbered('<video><source src="/v/{}.mp4">', size)),
    "links in nests": _of(lambda size: ("<div>" * 200 + filled("<a href=/a/1.html>水渠修到村头</a>", 4_000) + "</div>" * 200) * (size // 6_200)),
    "bodies in one another": _of(lambda size: filled(f"<div class=content>{'<p>水渠，修好。</p>' * 3}", size)),
    "bodies in nests": _of(lambda size: (f"<div class='content article'><p>{TEXT}</p>" * 200 + "</div>" * 200) * (size // 36_000)),
    "noise in one another": _of(lambda size: (f"<div class='share hot'><p>{TEXT}</p>" * 200 + "</div>" * 200) * (size // 34_000)),
    "hidden in one another": _of(lambda size: ("<div style='display:none'><p>水渠，修好。</p>" * 200 + "</div>" * 200) * (size // 11_000)),
    "lists in one another": _top(lambda size: (filled("<ul><li><a href=/a/1.html>水渠修到村头</a>", 9_000) + "</ul>" * 200) * (size // 10_000)),
    "tables in one another": _of(lambda size: ("<table><tr><td>水渠，修好。" * 200 + "</table>" * 200) * (size // 9_000)),
    "bold in nests": _of(lambda size: ("<b>" * 300 + filled("水渠<i>村</i>", 9_000) + "</b>" * 300) * (size // 11_000)),
    "videos": _of(lambda size: _numbered('<p><video src="/v/{0}.mp4" poster="/v/{0}.jpg"></video></p>', size)),
    "frames": _of(lambda size: _numbered('<iframe src="/f/{}.html"></iframe>', size)),
    "attributes of a tag": _of(lambda size: "<p " + _numbered("a{}=1 ", size) + f">{TEXT}</p>"),
    "attributes of a tag without values": _of(lambda size: "<p " + _numbered("a{} ", size) + f">{TEXT}</p>"),
    "attributes of one name": _of(lambda size: "<p " + filled("a=1 ", size) + f">{TEXT}</p>"),
    "attributes of many tags": _of(lambda size: filled("<p " + _numbered("a{}=1 ", 20_000) + f">{TEXT}</p>", size)),
    "attributes of body tags": lambda size: page() + ("<body " + _numbered("a{}=1 ", size // 2) + "><html " + _numbered("b{}=1 ", size // 2) + ">").encode(),
    "body tags": lambda size: page() + _numbered("<body a{}=1>", size).encode(),
    "class names": _of(lambda size: "<p class='" + _numbered("c{} ", size) + f"'>{TEXT}</p>"),
    "a style": _of(lambda size: "<p style='" + filled("display : ", size) + f"'>{TEXT}</p>"),
    "styles": _of(lambda size: _numbered("<p style='font-size: {0}px; display: block; color: #{0}'>水渠，修好。</p>", size)),
    "an address": _of(lambda size: f"<a href='http://{filled('a.', size)}'>下一页</a>"),
    "a path": _of(lambda size: f"<a href='/{filled('../', size)}'>下一页</a>"),
    "a base": _head(lambda size: f"<base href='http://{filled('a.', size)}'>"),
    "bases": _head(lambda size: _numbered("<base href='/{}/'>", size)),
    "metas": _head(lambda size: _numbered("<meta name=author content=张{}>", size)),
    "metas of many names": _head(lambda size: _numbered("<meta name=a{0} content=张{0}>", size)),
    "links of the head": _head(lambda size: _numbered("<link rel=canonical href=/a/{}.html>", size)),
    "titles": _head(lambda size: _numbered("<title>水渠{}</title>", size)),
    "an open title": lambda size: f"<html><head><title>{HEADLINE}{filled('<b>国</b>', size)}".encode(),
    "an open comment": lambda size: page(foot="<!--" + filled("<p>水渠，修好。</p>", size)),
    "open comments": lambda size: page(foot=filled("<!-- 水 ", size)),
    "an open script": lambda size: page(foot="<script>" + filled("<p>水渠，修好。</p>", size)),
    "open scripts": lambda size: page(foot=filled("<script>", size)),
    "open escaped scripts": lambda size: page(foot=filled("<script><!--<script>", size)),
    "an open style": lambda size: page(foot="<style>" + filled("p { a: b } ", size)),
    "an open tag": lambda size: page(foot="<p class='" + filled("水渠 ", size)),
    "open tags": lambda size: page(foot=filled("<p class='", size)),
    "signs": lambda size: page(foot=filled("<", size)),
    "end signs": lambda size: page(foot=filled("</", size)),
    "declarations": lambda size: page(foot=filled("<!", size)),
    "instructions": lambda size: page(foot=filled("<?", size)),
    "sections of XML": lambda size: page(foot=filled("<![CDATA[ 水 ", size)),
    "ends of nothing": _of(lambda size: filled("</div>", size)),
    "ends of paragraphs": _of(lambda size: filled("</p>", size)),
    "crossed tags": _of(lambda size: filled("<b><p>水</b></p>", size)),
    "crossed links": _of(lambda size: filled("<a href=x><p>水", size)),
    "crossed fonts": _of(lambda size: filled("<font color=red><p>水", size)),
    "forms": _of(lambda size: filled("<form><input>", size)),
    "comments": _of(lambda size: filled("<!--a-->", size)),
    "marks of the body": _of(lambda size: filled("<!--enpcontent-->", size)),
    "marks of the body in turn": _of(lambda size: filled("<!--enpcontent--><p>水渠，修好。</p><!--/enpcontent-->", size)),
    "marked elements": _of(lambda size: filled("<enpcontent><p>水渠，修好。</p></enpcontent>", size)),
    "marked article bodies": _of(lambda size: filled("<div itemprop=articleBody><p>水渠，修好。</p></div>", size)),
    "scripts": _of(lambda size: filled("<script>a=1</script>", size)),
    "scripts of data": _head(lambda size: _numbered('<script>var a = {{"title": "水渠{0}", "url": "/a/{0}.html"}};</script>', size)),
    "scripts of JSON-LD": _head(lambda size: filled(_json_ld(headline=HEADLINE), size)),
    "JSON-LD of a list": _head(lambda size: _json_ld(itemListElement=_items(size))),
    "JSON-LD of a body": _head(lambda size: _json_ld(headline=HEADLINE, articleBody=filled(TEXT + "\n", size))),
    "JSON-LD of a body of HTML": _head(lambda size: _json_ld(headline=HEADLINE, articleBody=filled(f"<p>{TEXT}</p>", size))),
    "deep JSON-LD": _head(lambda size: '<script type="application/ld+json">' + "[" * size + "</script>"),
    "deep JSON-LD, closed": _head(lambda size: '<script type="application/ld+json">' + '{"a":[' * (size // 8) + "]}" * (size // 8) + "</script>"),
    "JSON-LD of keys": _head(lambda size: _json_ld(**{f"k{number}": number for number in range(size // 14)})),
    "broken JSON-LD": _head(lambda size: '<script type="application/ld+json">' + filled('{"@type": "NewsArticle", ', size) + "</script>"),
    "data in a script": _head(lambda size: "<script>var data = " + json.dumps(_items(size), ensure_ascii=False) + ";</script>"),
    "data and no text": lambda size: ("<html><body><script>window.__DATA__=" + json.dumps(_items(size), ensure_ascii=False) + "</script></body></html>").encode(),
    "open braces in a script": _head(lambda size: "<script>var data = " + "{" * size + "</script>"),
    "open braces in scripts": _head(lambda size: filled("<script>var data = {</script>", size)),
    "quotes in a script": _head(lambda size: "<script>var data = '" + filled("\\'", size) + "</script>"),
    "assignments in a script": _head(lambda size: "<script>" + _numbered("var a{} = '2023-10-17 08:22';\n", size) + "</script>"),
    "written links": _of(lambda size: "<script>" + _numbered("document.write('<a href=\"/a/{0}.html\">水渠修到{0}村</a>');\n", size) + "</script>"),
    "arrays of links": _of(lambda size: "<script>var list = [" + _numbered("['/a/{0}.html', '水渠修到{0}村', '2023-10-17'],\n", size) + "];</script>"),
    "counts of pages in a script": _of(lambda size: "<script>" + _numbered("createPageHTML({0}, 1, 'content_{0}', 'htm');\n", size) + "</script>"),
    "lone data": lambda size: json.dumps(_items(size), ensure_ascii=False).encode(),
    "plain text of paragraphs": lambda size: f"{HEADLINE}\n\n{filled(TEXT + chr(10), size)}".encode(),
    "plain text of a paragraph": lambda size: f"{HEADLINE}\n\n{filled(TEXT, size)}".encode(),
    "plain text of wrapped lines": lambda size: f"{HEADLINE}\n\n{filled(TEXT[:40] + chr(10), size)}".encode(),
    "plain text of short lines": lambda size: _numbered("水渠修到{}村\n", size).encode(),
    "plain text of credits": lambda size: f"{HEADLINE}\n\n{TEXT}\n{filled('责任编辑：王文' + chr(10), size)}".encode(),
    "a feed": lambda size: ("<?xml version='1.0' encoding='utf-8'?><rss><channel>" + _numbered("<item><title>水渠{0}</title><link>http://h.example/{0}.html</link></item>", size) + "</channel></rss>").encode(),
    "a sitemap": lambda size: ("<urlset>" + _numbered("<url><loc>http://h.example/{}.html</loc></url>", size) + "</urlset>").encode(),
    "a deep feed": lambda size: ("<rss>" + "<a>" * (size // 3)).encode(),
    "a declaration of entities": lambda size: ("<!DOCTYPE a [" + _numbered("<!ENTITY e{0} 'b'>", size) + "]><rss>&e1;</rss>").encode(),
    "GBK": lambda size: page(filled(f"<p>{TEXT}</p>", size * 3 // 2)).replace(b"utf-8", b"gb2312").decode().encode("gb18030"),
    "Big5": lambda size: page(filled("<p>國際記者報導，水渠修好。</p>", size * 3 // 2)).replace(b"utf-8", b"big5").decode().encode("big5", "replace"),
    "UTF-16": lambda size: page(filled(f"<p>{TEXT}</p>", size * 3 // 2)).decode().encode("utf-16"),
    "Latin-1 for UTF-8": lambda size: page(filled(f"<p>{TEXT}</p>", size // 2)).decode("latin-1").encode(),
    "high bytes": lambda size: b"<html><body><p>" + b"\x80\xff" * (size // 2),
    "broken characters": lambda size: page(filled(f"<p>{TEXT}</p>", size)).replace("水".encode(), b"\xe6\xb0"),
    "NUL": lambda size: page() + b"\x00 a" * (size // 3),
} | {
    f"nested <{tag}>{', closed' if closed else ''}{f', {depth} deep' if depth else ''}": partial(_nested, tag, depth, closed)
    for tag in NESTS for depth in (None, 100, 1_000) for closed in (False, True)
}  # fmt: skip
"""Name -> an input of a structure."""


def _items(size: int) -> list[dict[str, object]]:
    item = {"title": HEADLINE, "content": TEXT, "time": "2023-10-17 08:22", "list": [1, 2, 3], "next": {"url": "/a/1.html"}}
    return [item] * (size // len(json.dumps(item, ensure_ascii=False).encode()))


def shapes() -> Iterator[tuple[str, Make]]:
    """(name, what makes it) of all inputs: structures, then each piece in each place."""
    yield from STRUCTURES.items()
    for place, put in PLACES.items():
        for name, piece in PIECES.items():
            yield f"{name} in {place}", partial(put, piece)
