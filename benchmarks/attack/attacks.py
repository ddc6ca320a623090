"""The attacks. Each function gets a site with five good articles and puts something bad beside them; its docstring names it."""

from collections.abc import Callable
from http.server import BaseHTTPRequestHandler

from benchmarks.attack.site import SECRET, Site

Attack = Callable[[Site], None]
ATTACKS: list[Attack] = []
READ = ("stored",)
TOLD = ("failed", "refused", "gone")
READ_OR_TOLD = (*READ, *TOLD)


def attack(function: Attack) -> Attack:
    """Enter an attack."""
    ATTACKS.append(function)
    return function


def sites() -> list[Site]:
    """The site of each attack, not served yet."""
    made = []
    for number, each in enumerate(ATTACKS, 1):
        site = Site((each.__doc__ or each.__name__).rstrip("."), number)
        each(site)
        made.append(site)
    return made


def json_ld(text: str) -> str:
    """A script of linked data."""
    return f'<script type="application/ld+json">{text}</script>'


# what stands in a page


@attack
def half_a_character(site: Site) -> None:
    r"""Half a character (`\ud800`) in a page's linked data."""
    site.expect(
        site.article(
            "ld",
            headline="-",
            head=json_ld(r'{"@type":"NewsArticle","headline":"\ud800坏标题：大桥今日通车","author":{"name":"\udfff"}}'),
        ),
        *READ,
    )
    site.expect(
        site.article("keys", head=json_ld(r'{"@type":"NewsArticle","\ud801":{"\ud802":["\ud803"]},"headline":"x"}')), *READ
    )
    site.expect(
        site.article("meta", head='<meta name="keywords" content="桥,&#xD800;,江"><meta name="source" content="&#55296;">'), *READ
    )


@attack
def odd_entities(site: Site) -> None:
    """Entities of no character: NUL, half a character, beyond Unicode."""
    for name, entity in (("nul", "&#0;"), ("half", "&#xDFFF;"), ("beyond", "&#x110000;"), ("long", "&#" + "9" * 5000 + ";")):
        site.expect(site.article(name, headline=f"大桥{entity}通车第{len(name)}日 两岸居民出行{entity}更便捷"), *READ)


@attack
def raw_bytes(site: Site) -> None:
    """Bytes that are no text: NUL, UTF-8 of half a character, an encoding that is none."""
    page = site.routes[site.good[0]].body
    for name, junk in (("nul", b"\x00"), ("cesu", b"\xed\xa0\x80"), ("cut", b"\xe6\x9d"), ("control", b"\x01\x08\x1b[31m")):
        site.article(name)
        mine = page.replace("恢复供水".encode(), "恢复".encode() + junk + f"供水{name}".encode())
        site.page(f"/2025/11/03/{name}.html", mine, Content_Type="text/html; charset=\xff-8")
        site.expect(f"/2025/11/03/{name}.html", *READ_OR_TOLD)


@attack
def deep_json(site: Site) -> None:
    """Linked data of 100,000 brackets, and a number of 5,000 digits."""
    site.expect(site.article("deep", head=json_ld("[" * 100_000)), *READ)
    site.expect(site.article("closed", head=json_ld('{"a":' * 3_000 + "1" + "}" * 3_000)), *READ)
    site.expect(site.article("number", head=json_ld('{"@type":"NewsArticle","url":' + "7" * 5000 + "}")), *READ)


@attack
def absurd_dates(site: Site) -> None:
    """Dates of the year 0, 99999 and of times beyond any calendar."""
    for index, stamp in enumerate(("0000-00-00 00:00", "99999-01-01 10:00", "9999-12-31 23:59:59", "2025年13月45日", "1e400")):
        meta = f'<meta property="article:published_time" content="{stamp}+99:99"><meta name="pubdate" content="{"9" * (index * 7 + 5)}">'
        site.expect(site.article(f"date{index}", stamp=stamp, head=meta), *READ_OR_TOLD)


# addresses


BAD_HREFS = (
    "//[::1]`/a", "//[::1]☃/2025/11/03/1.html", "http://[::1", "http://\\x\\2025/11/03/1.html", "http://\x00/2025/11/03/1.html",
    "http://127.0.0.1:99999/2025/11/03/1.html", "http://127.0.0.1:port/1.html", "http://127.0.0.1 .cn/2025/11/03/1.html", "http:///2025/11/03/1.html",
    "http://%00/2025/11/03/1.html", "http://a:b@[::1]:x/1.html", "http://..../2025/11/03/1.html", "//\u3002/2025/11/03/1.html", "http://[v1.x]/1.html",
)  # fmt: skip


@attack
def bad_links(site: Site) -> None:
    """Links of a list that are addresses of nothing."""
    for href in BAD_HREFS:
        site.link(href)


@attack
def bad_base(site: Site) -> None:
    """A list whose base is an address of nothing."""
    site.head = '<base href="//[::1]`☃">'


@attack
def bad_canonical(site: Site) -> None:
    """Articles whose canonical link, next page and pictures are addresses of nothing."""
    for index, href in enumerate(BAD_HREFS):
        head = f'<link rel="canonical" href="{href}"><meta property="og:url" content="{href}"><base href="{href}">'
        body = f'<img src="{href}"><video src="{href}"></video><a href="{href}">下一页</a>'
        site.expect(site.article(f"address{index}", head=head, body=body), *READ)


@attack
def long_addresses(site: Site) -> None:
    """Addresses longer than anybody takes."""
    long = site.article("long", link=False) + "?id=" + "1" * 2100
    site.link(long)
    site.expect(long, "failed:url_too_long")
    site.link("/2025/11/03/" + "a" * 5000 + ".html")


@attack
def bad_redirects(site: Site) -> None:
    """Redirects to addresses of nothing, by status and by refresh."""
    for index, target in enumerate(
        ("http://[::1", "//[::1]`", "http://127.0.0.1:99999/", "\\\\x", "javascript:1", "http://" + "a" * 3000)
    ):
        path = site.article(f"moved{index}")
        site.page(path, b"", 302, Location=target)
        site.expect(path, *TOLD)
        path = site.article(f"stub{index}")
        site.page(path, f'<html><head><meta http-equiv="refresh" content="0;url={target}"></head></html>')
        site.expect(path, *TOLD)


@attack
def one_address_twice(site: Site) -> None:
    """The same article under many spellings of its address."""
    for extra in ("?utm_source=a", "#top", "?spm=1.2&utm_medium=b", "?utm_source=a&from=timeline"):
        site.link(site.good[0] + extra)
    site.link("HTTP://HOST" + site.good[1])


# lists for machines


def feed(site: Site, items: str) -> None:
    """Give the site a feed in the place of its list: five good entries and others."""
    good = "".join(
        f"<item><title>第{i}条新闻的标题足够长</title><link>http://HOST{path}</link></item>" for i, path in enumerate(site.good)
    )
    site.list_path = "/feed.xml"
    text = f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>x</title>{items}{good}</channel></rss>'
    site.page("/feed.xml", text, Content_Type="text/xml")


@attack
def feed_dates(site: Site) -> None:
    """A feed whose entries are dated beyond any calendar."""
    path = site.article("dated", link=False)
    dates = (
        "Mon, 99 Foo 99999 99:99:99 +9999",
        "99999-12-31T00:00:00Z",
        "Sun, 06 Nov 0000 08:49:37 GMT",
        "9" * 400,
        "Fri, 31 Dec 9999 23:59:59 -2359",
    )
    feed(
        site,
        "".join(
            f"<item><title>第{i}条</title><link>http://HOST{path}</link><pubDate>{day}</pubDate></item>"
            for i, day in enumerate(dates)
        ),
    )
    site.expect(path, *READ)


@attack
def feed_addresses(site: Site) -> None:
    """A feed whose entries lead nowhere."""
    feed(
        site,
        "".join(
            f"<item><title>第{i}条</title><link>{href}</link></item>" for i, href in enumerate(BAD_HREFS) if "\x00" not in href
        ),
    )


@attack
def sitemap_of_nonsense(site: Site) -> None:
    """A sitemap with addresses of nothing and days that are none."""
    good = "".join(f"<url><loc>http://HOST{path}</loc></url>" for path in site.good)
    bad = "".join(f"<url><loc>{href}</loc><lastmod>{'9' * 30}-99-99</lastmod></url>" for href in BAD_HREFS if "\x00" not in href)
    site.list_path = "/sitemap.xml"
    site.page("/sitemap.xml", f'<?xml version="1.0"?><urlset>{bad}{good}</urlset>', Content_Type="text/xml")


@attack
def json_list(site: Site) -> None:
    """A list in JSON with half characters, numbers of 5,000 digits and values of other kinds where addresses stand."""
    rows = [f'{{"u": "http://HOST{path}", "t": "第{i}条新闻的标题足够长"}}' for i, path in enumerate(site.good)]
    rows += [
        f'{{"u": {value}, "t": "坏"}}'
        for value in ("7" * 4000, "null", "[]", "{}", r'"http://127.0.0.1/\ud800.html"', '"//[::1]`"', "true", "1e999")
    ]
    site.list_path = "/list.json"
    site.page("/list.json", '{"rows": [' + ",".join(rows) + "]}", Content_Type="application/json")
    site.record["json_list"] = '{ links = "rows[].u", titles = "rows[].t" }'


# the server


@attack
def broken_answers(site: Site) -> None:
    """Answers that are no HTTP, end early, or say impossible things of themselves."""

    def raw(data: bytes) -> Callable[[BaseHTTPRequestHandler], None]:
        def answer(handler: BaseHTTPRequestHandler) -> None:
            handler.wfile.write(data)

        return answer

    ok = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
    answers = (
        b"", b"\x00\xff\xfe\r\n\r\n", b"HTTP/1.1 999 \xff\xfe\r\n\r\n", b"HTTP/1.1 abc OK\r\n\r\n", ok + b"Content-Length: -5\r\n\r\nx",
        ok + b"Content-Length: 99999\r\n\r\n<html>", ok + b"Transfer-Encoding: chunked\r\n\r\nZZ\r\nx", ok + b"Content-Encoding: gzip\r\nContent-Length: 4\r\n\r\nabcd",
        ok + b"X: " + b"a" * 200_000 + b"\r\nContent-Length: 0\r\n\r\n", b"HTTP/1.1 301 Moved\r\nLocation: \xff\xfe\x00\r\nContent-Length: 0\r\n\r\n",
        ok + b"ETag: \xff\xfe\r\nLast-Modified: " + b"9" * 900 + b"\r\nContent-Length: 0\r\n\r\n",
    )  # fmt: skip
    for index, data in enumerate(answers):
        path = site.article(f"answer{index}")
        site.by_hand(path, raw(data))
        site.expect(path, *TOLD)


@attack
def robots_of_junk(site: Site) -> None:
    """A robots.txt of junk bytes."""
    site.page(
        "/robots.txt",
        b"\xff\xfe\x00User-agent: *\nDisallow: /\xff[(*+?\nCrawl-delay: 1e999\nCrawl-delay: -1\n" + b"\x00" * 1000,
        Content_Type="text/plain",
    )


@attack
def list_with_next_page_of_nothing(site: Site) -> None:
    """A list whose next pages are addresses of nothing."""
    for href in BAD_HREFS:
        site.head += f'<link rel="next" href="{href}">'
    site.link('#"></a></li></ul><a href="http://[::1]:99999/list_2.html">下一页</a><ul><li><a href="#')


# commands


@attack
def urls_of_other_kinds(site: Site) -> None:
    """`--urls` with an address of this machine's other name, and one that nobody answers."""
    site.files["urls.txt"] = b"http://[::1]:9/2025/11/03/x.html\n" + b"".join(
        b"http://HOST" + path.encode() + b"\n" for path in site.good
    )
    site.command = ["crawl", "--urls", "urls.txt", "--output", "out", "--sites", "sites.toml"]
    site.code = 1
    site.expect("http://[::1]:9/2025/11/03/x.html", "failed")


@attack
def files_with_odd_names(site: Site) -> None:
    """A folder of saved pages: names that are no UTF-8, half characters in a page, one that is empty, one that is no gzip."""
    page = site.routes[site.good[0]].body
    site.files = {
        "pages/b.html": page,
        "pages/\udcb2\udce2\udcca\udcd4.html": page,
        "pages/c.html": page.replace(b"</head>", json_ld(r'{"@type":"NewsArticle","headline":"\ud800"}').encode() + b"</head>"),
        "pages/empty.html": b"",
        "pages/d.warc.gz": b"\x1f\x8b\x08junk",
    }
    site.command = ["extract", "pages"]
    site.code = 4
    site.said = ("not_article", '"error": "input"')


@attack
def secret_in_an_address(site: Site) -> None:
    """Passwords in the database's address and in a notification target."""
    site.files["newsspider.toml"] = (
        '[notify]\non = "always"\nurls = ["json://nutzer:{secret}@127.0.0.1:9/x?token={secret}"]\n'.replace(
            "{secret}", SECRET
        ).encode()
    )
    site.command = [
        "--config", "newsspider.toml", "crawl", site.outlet, "--sites", "sites.toml", "--output", "out",
        "--database", f"postgresql://nutzer:{SECRET}%40x@127.0.0.1:9/articles?password={SECRET}",
    ]  # fmt: skip
    site.code = 5
