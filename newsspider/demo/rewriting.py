"""How pages are rewritten when a site's templates change: for each change its variants, and one function from page to page."""

import base64
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from newsspider.demo.marks import MARKS, Marks
from newsspider.demo.site import Resource, Site, stub

Drawn = Callable[[str, str], str]
"""(the HTML that stood there, the new element's name) -> what stands there now."""


@dataclass(frozen=True)
class Way:
    """In which way a site is changed."""

    variant: str
    name: str
    """The new name of the element that holds what was moved."""
    site: Site

    @property
    def marks(self) -> Marks:
        """What stands where on the site's pages."""
        return MARKS[self.site.outlet.id]


def _escaped_script(value: str) -> str:
    """A text as a literal of a script."""
    return json.dumps(value, ensure_ascii=True).replace("/", "\\/").replace("<", "\\u003c")


BODIES: dict[str, Drawn] = {
    "frame": lambda _, name: (
        f'<div class="{name}"><iframe id="{name}-frame" src="/frame/{name}.html" width="100%" scrolling="no"></iframe></div>'
    ),
    "picture": lambda _, name: f'<div class="{name}"><img class="{name}-poster" src="/poster/{name}.jpg" width="100%"></div>',
    "script": lambda text, name: (
        f'<div class="{name}"></div><script>(function(d){{document.querySelector(".{name}").innerHTML=d.content;}})({{"content":{_escaped_script(text)}}});</script>'
    ),
    "packed": lambda text, name: (
        f'<div class="{name}" data-body="{base64.b64encode(text.encode()).decode()}"></div><script>unpack(".{name}");</script>'
    ),
    "fetched": lambda _, name: (
        f'<div class="{name}">正在加载…</div><script>$.get("/api/content",function(d){{$(".{name}").html(d.text);}});</script>'
    ),
}
"""Where the text goes: what stands in its place."""
DATES: dict[str, Drawn] = {
    "script": lambda _, name: f'<span class="{name}"></span><script>showTime(".{name}");</script>',
    "relative": lambda _, name: f'<span class="{name}">3小时前</span>',
    "picture": lambda _, name: f'<img class="{name}" src="/static/time.svg?{name}">',
}
SOURCES: dict[str, Drawn] = {
    "dropped": lambda _, name: "",
    "picture": lambda _, name: f'<img class="{name}" src="/static/{name}.svg" alt="">',
    "script": lambda _, name: f'<span class="{name}"></span><script>showFrom(".{name}");</script>',
}
LISTS: dict[str, Drawn] = {
    "none": lambda _, name: f'<li class="{name}">暂无内容</li>',
    "script": lambda _, name: f'<li class="{name}"></li><script>loadList(".{name}",1);</script>',
    "click": lambda rows, name: re.sub(r"""\s(?:href|target|title)=(?:"[^"]*"|'[^']*')""", f' class="{name}"', rows),
}
CAPTCHAS: dict[str, tuple[int, str]] = {
    "code": (
        200,
        "<!DOCTYPE html><html><head><meta charset='utf-8'><title>安全验证</title></head><body><div class='{name}'><h2>请输入验证码后继续访问</h2>"
        "<form method='post' action='/verify'><img src='/verify.png'><input name='code'><button>提交</button></form></div></body></html>",
    ),
    "slider": (
        200,
        "<!DOCTYPE html><html><head><meta charset='utf-8'><title>访问验证</title><script src='/waf/{name}.js'></script></head><body>"
        "<div id='{name}'><p>您的访问过于频繁，请拖动滑块完成人机验证</p><div class='slider'></div></div></body></html>",
    ),
    "challenge": (
        412,
        "<!DOCTYPE html><html><head><meta charset='utf-8'><script src='/{name}/c.js' r='m'></script><script>$_ts=window['$_ts'];"
        "if(!$_ts)$_ts={{}};$_ts.nsd=72415;_$a();</script></head><body></body></html>",
    ),
}
"""Status and page."""
SHELLS: dict[str, str] = {
    "app": (
        "<!DOCTYPE html><html><head><meta charset='utf-8'><title>{title}</title><link href='/css/{name}.css' rel='stylesheet'></head><body>"
        "<noscript><strong>请开启 JavaScript 后访问</strong></noscript><div id='app'></div><script src='/js/{name}.js'></script></body></html>"
    ),
    "next": (
        "<!DOCTYPE html><html><head><meta charset='utf-8'><title>{title}</title></head><body><div id='__next'><div class='{name} loading'></div></div>"
        '<script id=\'__NEXT_DATA__\' type=\'application/json\'>{{"props":{{}},"page":"/article/[id]","buildId":"{name}"}}</script></body></html>'
    ),
    "loader": (
        "<!DOCTYPE html><html><head><meta charset='utf-8'><title>{title}</title><script>window.__ENV__={{cdn:'/{name}/'}}</script></head><body>"
        "<div class='{name}'><i></i><i></i></div><script type='module' src='/{name}/index.js'></script></body></html>"
    ),
}
CHARSETS: dict[str, tuple[Callable[[str], bytes], str]] = {
    "as_gbk": (lambda html: html.encode().decode("gb18030", "replace").encode(), "utf-8"),
    "as_gbk_kept": (lambda html: html.encode().decode("gbk", "replace").encode("gbk", "replace"), "gbk"),
    "as_latin": (lambda html: html.encode().decode("cp1252", "replace").encode(), "utf-8"),
    "questions": (lambda html: html.encode("ascii", "replace"), "utf-8"),
    "big5": (lambda html: html.encode("big5", "replace"), "big5"),
}
"""Bytes, and the charset of the header: UTF-8 taken for another encoding on its way, or an encoding without these characters."""
FRONTS: dict[str, Callable[[Resource], Resource]] = {
    "302": lambda resource: replace(resource, render=lambda: b"", status=302, location="/"),
    "301": lambda resource: replace(resource, render=lambda: b"", status=301, location="/"),
    "refresh": lambda resource: replace(resource, render=lambda: stub("/").encode()),
    "script": lambda resource: replace(
        resource, render=lambda: b"<html><head><script>window.location.href='/';</script></head><body></body></html>"
    ),
}


def _edited(resource: Resource, codec: str, edit: Callable[[str], str]) -> Resource:
    """The resource with its HTML edited."""
    return replace(resource, render=lambda: edit(resource.body.decode(codec)).encode(codec))


def _put(html: str, patterns: tuple[str, ...], drawn: Drawn, name: str) -> str:
    """HTML with something else in place of each match (of head metadata: nothing)."""
    for pattern in patterns:
        html = re.sub(
            pattern, lambda found: "" if found[0].startswith(("<meta", "<date")) else drawn(found[0], name), html, flags=re.DOTALL
        )
    return html


def body_renamed(way: Way, resource: Resource) -> Resource:
    """The text elsewhere, under other names."""
    if resource.kind != "article":
        return resource

    def edit(html: str) -> str:
        html = re.sub(way.marks.text, lambda found: BODIES[way.variant](found[1], way.name), html, flags=re.DOTALL)
        for number, name in enumerate(way.marks.names):
            html = html.replace(name, f'class="{way.name}-{number}"')
        return html

    return _edited(resource, way.marks.codec, edit)


def date_moved(way: Way, resource: Resource) -> Resource:
    """The time drawn by a script, or told by the hour."""
    if resource.kind != "article":
        return resource
    return _edited(resource, way.marks.codec, lambda html: _put(html, way.marks.dates, DATES[way.variant], way.name))


def source_dropped(way: Way, resource: Resource) -> Resource:
    """No source."""
    if resource.kind != "article":
        return resource
    return _edited(resource, way.marks.codec, lambda html: _put(html, way.marks.sources, SOURCES[way.variant], way.name))


def list_empty(way: Way, resource: Resource) -> Resource:
    """A list without rows, or rows without links."""
    if resource.kind != "list":
        return resource
    return _edited(resource, way.marks.codec, lambda html: _put(html, (way.marks.rows,), LISTS[way.variant], way.name))


def captcha(way: Way, resource: Resource) -> Resource:
    """The same question on each page."""
    if not resource.content_type.startswith("text/"):
        return resource
    status, page = CAPTCHAS[way.variant]
    return replace(
        resource, render=page.format(name=way.name).encode, content_type="text/html; charset=utf-8", status=status, form=""
    )


def script_shell(way: Way, resource: Resource) -> Resource:
    """An empty page and a script."""
    if resource.kind != "article":
        return resource
    page = SHELLS[way.variant].format(name=way.name, title=way.site.name)
    return replace(resource, render=page.encode, content_type="text/html; charset=utf-8")


def charset_changed(way: Way, resource: Resource) -> Resource:
    """Other bytes than are declared."""
    if resource.kind != "article":
        return resource
    encode, charset = CHARSETS[way.variant]
    return replace(
        resource, render=lambda: encode(resource.body.decode(way.marks.codec)), content_type=f"text/html; charset={charset}"
    )


def redirect_front(way: Way, resource: Resource) -> Resource:
    """Off to the front page."""
    return FRONTS[way.variant](resource) if resource.kind == "article" else resource
