"""Addresses, JSON texts and dates as nobody should write them, made of real ones: the same random source gives the same values.

Used by `test_value_doors.py` and, in larger numbers, by `python -m benchmarks.fuzz_values`.
"""

import json
from random import Random

ADDRESSES = (
    "https://jiangxi.jxnews.com.cn/system/2023/10/17/020247381.shtml", "http://paper.people.com.cn/rmrb/html/2023-10/17/nw.D110000renmrb_20231017_1-01.htm",
    "https://www.luochuan.example/202310/t20231017_1234567.html?utm_source=wx&from=timeline&id=7", "http://洛川日报.example/新闻/标题.html?页=2",
    "http://127.0.0.1:8710/a/b.html", "http://[::1]:21209/2026/11/02/1.html", "http://[2001:db8::ff00:42:8329]/", "HTTPS://WWW.Luochuan.Example:443/A%2fB;v=1?b=2&a=1#top",
    "http://epaper.luochuan.example/pc/con/202310/17/content_1.html?div=-1", "http://a_b.luochuan.example./show.php?id=1&k=%D6%D0%B9%FA&from=x", "//cdn.luochuan.example/p.jpg",
    "https://luochuan.example/a/../b/./c//d/%7e%2E%2e/%25E6%25A0%2587", "http://xn--5rt325a.example/?q=a+b%20c&&=&x", "http://luochuan.example?x=1", "../content_2.htm", "?page=2",
    "content_3.htm#p", "javascript:void(0)", "mailto:a@luochuan.example", "http://user:pw@luochuan.example/", "data:text/html,x", "http://luochuan.example/" + "x" * 5000,
)  # fmt: skip
"""Forms of addresses, most of them good."""

PIECES = (
    "[", "]", "[::1]", "[::1", "::", "[v1.a]", "[fe80::1%25eth0]", "%", "%2", "%zz", "%00", "%0a", "%2f", "%2F", "%3f", "%23", "%25", "%2541", "%C0%AF", "%D6%D0", "%u4e2d",
    "\\", "\\\\", "/", "//", "///", "/..", "/../", "/./", "..", ".", "?", "??", "&", "&&", "=", ";", ";;", "#", "##", "@", "u:p@", ":", "::", ":80", ":443", ":0", ":00080",
    ":65536", ":-1", ":8a", ":８０", ":" + "9" * 5000, "\x00", "\x01", "\x0b", "\x1f", "\x7f", "\x85", " ", "\t", "\n", "\r", "\u3000", "\xa0", "\u2028", "\u200b", "\u202e", "\ufeff",
    "\ud800", "\udc80", "\udfff", "\ud83d\ude00", "\U0001f600", "\U0010ffff", "\ufffe", "℀", "℡", "％", "／", "＠", "：", "？", "＃", "。", "．", "K", "ß", "İ", "Ⅷ", "\u0301", "\u00ad",
    "☃", "`", "'", '"', "<", ">", "{", "}", "|", "^", "~", "!", "$", "*", "(", ")", ",", "+", "-", "_", "xn--", "xn--a", "xn--\x80", "xn--99999999", "-.", ".-", "a" * 64, "a." * 130,
    "洛" * 64, "http:", "https://", "http://", "hTTp://", "ftp://", "file:///", "HTTP:\\\\", "utm_x=1", "from=", "div=-1", "&spm=1", "timestamp=1", "1" * 5000, "..%2f", "%2e%2e",
)  # fmt: skip
"""What breaks careless readers of addresses."""

SCALARS = (
    '"\\ud800"', '"\\udfff\\ud800"', '"\\ud83d\\ude00"', '"\\u0000"', '"a\\u0000b"', '"\\ud83d"', '"\\uDC80.html"', '"\\u202e"', '"\\x"', '"\\u12"', '"\x00"', '"\n"', "9" * 5000,
    "-" + "9" * 5000, "1e999", "-1e999999", "0.1e-99999", "NaN", "Infinity", "-Infinity", "null", "true", "1" * 400, "01", "+1", ".5", "1.", "0x10", "undefined", '""', '"', "'a'",
    "[" * 1000 + "]" * 1000, "[" * 100_000, '{"a":' * 2000 + "1" + "}" * 2000, "[]", "{}", "[[]]", '{"\\ud800":1}', '{"a":1,"a":2}', '"&#xD800;&#0;&#' + "9" * 5000 + ';"', '"&lt;p&gt;&#55296;"',
)  # fmt: skip
"""Values of JSON, and what stands where one should."""

TEXTS = (
    "洛川水渠昨日通水 \U0001f600", "http://[::1]☃/", "//[::1]`", "2023-10-17 08:22", "Fri, 31 Dec 9999 23:59:59 -0100", "0000-00-00", "99999999999999999999", "洛川日报", "",
    "<p>" + "本报讯 昨日，洛川县水渠通水，两岸群众用水更加便捷，沿线绿化同步完工。" * 6 + "</p>",
)  # fmt: skip

SHAPES = (
    '{"@type":"NewsArticle","headline":%,"datePublished":%,"pubDate":%,"author":{"@type":"Person","name":%},"articleBody":%}', '{"@graph":[{"@type":"Article","headline":%},%]}',
    '{"title":%,"content":%,"publishTime":%,"source":{"name":%},"author":%,"editor":%}', '{"data":{"article_title":%,"contentList":[{"type":%,"value":%},%],"ctime":%}}',
    '[{"pageNo":%,"pageName":%,"onePageArticleList":[{"mainTitle":%,"articleHref":%},%]},%]', '{"pages":[{"pnumber":%,"pname":%,"articleList":[{"id":%,"title":%},%]},%]}',
    '{"object":{"page":{"pnumber":%},"pagelist":[{"pnumber":%,"pname":%},%],"articlelist":[{"id":%,"title":%},%]}}', '{"riqi":"2023-10-17","list":{"a":{"banci":%,"banming":%},"b":%}}',
    '{"layouts":[{"name":%,"list":[{"title":%,"shareUrl":%},%]},%]}', '{"article":{"title":%,"content":%,"author":%}}', '{"object":{"article":{"title":%,"content":%}}}',
    '{"list":[{"url":%,"title":%},{"url":%,"title":%}],"next":%}', '{"data":[{"url":%},%],"next":%}', '{"file":%,"url":%,"fetched_at":%}', '{"file":%,"url":%}',
)  # fmt: skip
"""What readers look for, a value to be put in the place of each percent sign."""

KEYS = (
    "headline", "title", "datePublished", "pubDate", "author", "name", "articleBody", "content", "@type", "@graph", "source", "publishTime", "url", "next", "links", "id", "list",
    "pages", "layouts", "articlelist", "articleList", "pageNo", "pageName", "onePageArticleList", "mainTitle", "articleHref", "pnumber", "pname", "object", "page", "pagelist",
    "riqi", "shareUrl", "article", "banci", "banming", "data", "\ud800", "a\x00b",
)  # fmt: skip

DATES = (
    "2023-10-17 08:22:05", "2023-10-17T08:22:05+08:00", "2023-10-17T08:22:05.123456Z", "2023年10月17日08:22", "10月17日 8:22", "2023/10/17", "20231017", "20231017082205",
    "Tue, 17 Oct 2023 08:22:05 GMT", "Tue, 17 Oct 2023 08:22:05 +0800", "17 Oct 23 08:22 CST", "1697502125", "1697502125000", "1697502125000000", "昨天 08:22", "3天前", "刚刚",
    "二〇二三年十月十七日", "Oct 17, 2023 8:22 PM", "Tue Oct 17 08:22:05 CST 2023", "来源：洛川日报 2023-10-17 08:22", "08:15 | 2024-05-10", "2023-W42-2", "2023-290", "23-10-17 08:22",
)  # fmt: skip
"""Forms of dates, all good."""

NUMBERS = (
    "0", "00", "0000", "0001", "1", "13", "24", "29", "31", "32", "59", "60", "61", "99", "100", "366", "999", "1582", "1899", "1900", "1969", "1970", "1989", "2038", "2099", "2100", "9999", "10000",
    "99999", "-1", "2023.5", "1e9", "253402300799", "253402300800", "9" * 20, "9" * 5000, "٢٠٢٣", "２０２３", "²", "①", "\U0001d7da",
)  # fmt: skip
"""What stands where a number of a date should."""

ZONES = (
    "Z",
    "z",
    "+08:00",
    "+0800",
    "-0100",
    "+14:00",
    "-12:00",
    "+23:59",
    "-23:59",
    "+24:00",
    "+9999",
    "-9999",
    "+99:99",
    "GMT",
    "UTC",
    "CST",
    "EST",
    "+08:00:00.1",
    "-0000",
    "+",
)


def address(rng: Random) -> str:
    """An address, good, damaged or none at all."""
    kind = rng.randrange(10)
    if kind == 0:
        return "".join(rng.choices(PIECES, k=rng.randint(1, 6)))
    text = rng.choice(ADDRESSES)
    if kind == 1:
        return (
            f"{rng.choice(('http', 'https'))}://{rng.choice(PIECES)}{rng.choice(('', rng.choice(PIECES)))}/{rng.choice(PIECES)}"
        )
    for _ in range(rng.choice((1, 1, 2, 4))):
        text = _damaged(rng, text)
    return text


def _damaged(rng: Random, text: str) -> str:
    place = rng.randrange(rng.choice((min(len(text), 40), len(text))) + 1)
    way = rng.randrange(8)
    if way <= 2:
        return text[:place] + rng.choice(PIECES) + text[place:]
    if way == 3:
        return text[:place] + text[place + rng.randint(1, 3) :]
    if way == 4:
        end = place + rng.randint(1, 9)
        return text[:place] + "".join(f"%{byte:02x}" for byte in text[place:end].encode("utf-8", "replace")) + text[end:]
    if way == 5:
        return text[:place].upper() + text[place:].replace("/", rng.choice(("\\", "//", "/./")), 1)
    if way == 6:
        return text[:place] + chr(rng.choice((rng.randrange(0x80), rng.randrange(0x110000)))) + text[place:]
    return text.replace(".", rng.choice(("。", "..", "", "\u200b.", "[.]")), 1)


def json_text(rng: Random, depth: int = 0) -> str:
    """A JSON text with values and keys that no reader expects; now and then it is none."""
    kind = rng.randrange(6 if depth < 4 else 3)
    if depth == 0 and rng.random() < 0.6:
        first, *rest = rng.choice(SHAPES).split("%")
        return first + "".join(json_text(rng, 4) + part for part in rest)
    if kind == 0:
        return rng.choice(SCALARS) if depth or rng.random() < 0.2 else json_text(rng, 1)
    if kind <= 2:
        return json.dumps(rng.choice((rng.choice(TEXTS), address(rng), date(rng))), ensure_ascii=rng.random() < 0.5)
    parts = [json_text(rng, depth + 1) for _ in range(rng.randint(0, 4))]
    if kind == 3:
        return f"[{','.join(parts)}]"
    pairs = (f"{json.dumps(rng.choice(KEYS))}:{part}" for part in parts)
    return f"{{{','.join(pairs)}}}"


def date(rng: Random) -> str:
    """A date, good, absurd or none at all."""
    text = rng.choice(DATES)
    for _ in range(rng.choice((1, 1, 2, 3))):
        runs = [place for place, letter in enumerate(text) if letter.isdigit() and not text[place - 1 : place].isdigit()]
        way = rng.randrange(4)
        if way <= 1 and runs:
            start = rng.choice(runs)
            end = start
            while text[end : end + 1].isdigit():
                end += 1
            text = text[:start] + rng.choice(NUMBERS) + text[end:]
        elif way == 2:
            text += rng.choice(("", " ")) + rng.choice(ZONES)
        else:
            place = rng.randrange(len(text) + 1)
            text = (
                text[:place]
                + rng.choice(("\ud800", "\x00", " ", "-", ":", "T", "年", "月", "日", "更新", "&#0;", "\u202e"))
                + text[place:]
            )
    return text
