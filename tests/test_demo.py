"""The demo press serves what it says: statuses, encodings, every true record's page, and lists that lead to exactly those."""

import os
import re
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, fields
from email.utils import parsedate_to_datetime
from html import unescape
from http.client import HTTPConnection, HTTPMessage
from socket import socket
from typing import Any, get_args
from urllib.parse import urljoin, urlsplit

import pytest

from newsspider.demo import Press, outlets
from newsspider.demo.press import BASE_PORT
from newsspider.demo.site import Site
from newsspider.errors import OutputError
from newsspider.items import Article, AuthorRole, CreditRole
from newsspider.saved.extract import read_article
from newsspider.urls import canonical_url, url_id

Answer = tuple[int, HTTPMessage, bytes]


@pytest.fixture(scope="module")
def press() -> Iterator[Press]:
    with Press.on_free_ports() as serving:
        yield serving


def site_of(press: Press, outlet: str) -> Site:
    return next(site for site in press.sites if site.outlet.id == outlet)


def fetch(url: str, method: str = "GET", form: str | None = None, **headers: str) -> Answer:
    parts = urlsplit(url)
    connection = HTTPConnection(parts.netloc, timeout=10)
    try:
        connection.request(method, parts._replace(scheme="", netloc="").geturl(), form, headers)
        response = connection.getresponse()
        return response.status, response.headers, response.read()
    finally:
        connection.close()


def text_of(html: str) -> str:
    """The page's words with all markup and blanks removed."""
    bare = re.sub(r"<(style|script)\b.*?</\1>|<!--.*?-->|<[^>]+>", "", html, flags=re.DOTALL)
    return re.sub(r"\s", "", unescape(bare))


def links(page: str, url: str) -> list[str]:
    return [urljoin(url, unescape(href)) for href in re.findall(r'href="([^"]+)"', page) if not href.startswith("javascript")]


def followed(url: str, form: str | None = None) -> tuple[str, bytes]:
    """The page behind a URL (with a form: what a POST of it brings) and its address, meta refresh followed."""
    while True:
        _, _, body = fetch(url, "POST" if form else "GET", form)
        if not (stub := re.search(rb'http-equiv="refresh" content="0; URL=([^"]+)"', body)):
            return url, body
        url = urljoin(url, str(stub[1], "utf-8"))


def next_list(page: str, url: str, form: str | None) -> tuple[str, str | None] | None:
    """Address and form of the next list page."""
    if anchor := re.search(r'href="([^"]+)"[^>]*>下一[页版]<|<nextgroup><!\[CDATA\[<a href="([^"]+)"', page):
        return urljoin(url, unescape(anchor[1] or anchor[2])), None
    if script := re.search(r"createPageHTML\((\d+), (\d+), \"index\", \"html\"\);\n</script>", page):
        count, current = int(script[1]), int(script[2])
        return (urljoin(url, f"index_{current + 1}.html"), None) if current + 1 < count else None
    return next_group(page, url, form)


def next_group(page: str, url: str, form: str | None) -> tuple[str, str | None] | None:
    """Where a list of CDATA rows leaves it to a form to ask for more: the group behind the one that is shown."""
    if script := re.search(r"groupSize:(\d+),proxyUrl:'([^']+)',perPage:(\d+),.*?(columnid):(\d+)", page):
        screens, proxy, size, name, column = script.groups()
        form, end, url = f"{name}={column}", int(screens) * int(size), urljoin(url, proxy)
    elif form:
        end, size = (int(number) for number in re.findall(r"(?:endrecord|perpage)=(\d+)", url))
    else:
        return None
    shown, total = page.count("<record>"), int(re.findall(r"<totalrecord>(\d+)<", page)[0])
    more = f"?startrecord={end + 1}&endrecord={end + shown}&perpage={size}"
    return (url.partition("?")[0] + more, form) if end < total else None


def test_every_article_answers_in_its_encoding(press: Press) -> None:
    for record in press.expected(archive=True):
        status, headers, body = fetch(record["url"])
        assert status == 200, record["url"]
        assert headers["Content-Type"].startswith("text/html")
        text = body.decode(record["encoding"])
        if not record["restorations"]:
            assert re.sub(r"\s", "", record["headline"]) in text_of(text)


def printed_on(record: dict[str, Any]) -> str:
    """The words of a record's page, of its second page where it has one, and of its second half on another print page."""
    url: str | None = record["url"]
    words = ""
    while url:
        page = fetch(url)[2].decode(record["encoding"])
        words += text_of(page)
        further = re.search(r'href="([^"]+)">(?:下一页</a></div>\n<div class="edit(?: cf)?">|（下转)', page)
        url = urljoin(url, further[1]) if further else None
    return words


def clauses(record: dict[str, Any]) -> list[str]:
    """All texts of a record in pieces no longer than a clause: a page break may cut a sentence."""
    single = [record[key] for key in ("headline", "kicker", "dateline", "byline", "source", "section", "page_number")]
    if record["published_from"] == "visible":
        single.append(record["published_raw"])
    texts = [text for text in single if text] + record["subheadlines"] + record["original_headline"] + record["body"]
    texts += [person[key] for person in record["authors"] + record["credits"] for key in ("name", "label") if person.get(key)]
    texts += [part[key] for part in record["images"] + record["videos"] for key in ("caption", "credit") if part.get(key)]
    return [clause for text in texts for clause in re.split("[。，：；]", re.sub(r"\s", "", text)) if clause]


def test_a_record_tells_what_its_page_prints(press: Press) -> None:
    for record in press.expected(archive=True):
        words = printed_on(record)
        if record["outlet"] in ("demo_paperindex", "demo_shtml"):  # older issues tell the page in the page list alone
            words += "".join(str(record[key]) for key in ("section", "page_number"))
        if "pinyin" not in record["restorations"]:
            assert [clause for clause in clauses(record) if clause not in words] == [], record["url"]


def test_the_polluted_page_prints_what_must_be_restored(press: Press) -> None:
    [record] = [record for record in press.expected() if record["restorations"]]
    words = printed_on(record)
    assert record["restorations"] == ["pinyin", "traditional"]
    assert "會(huì)議(yì)" in words
    assert "日?qǐng)?bào)" in words
    assert record["body"][0] not in words


def test_records_hold_the_schema_but_the_fetch(press: Press) -> None:
    names = [field.name for field in fields(Article) if field.name not in ("fetched_at", "content_sha256", "extractor")]
    for record in press.expected(archive=True):
        assert list(record) == names
        outlet = press.outlets.outlet_for(record["url"])
        assert outlet
        assert (record["outlet"], record["outlet_name"], record["province"]) == (outlet.id, outlet.name, outlet.province)
        assert record["url"] == canonical_url(record["url"])
        assert record["id"] == url_id(record["url"])
        assert outlet.match_article(record["url"])
        assert all(set(author) == {"name", "role", "organization"} for author in record["authors"])
        assert all(author["role"] in get_args(AuthorRole) for author in record["authors"])
        assert all(set(credit) == {"role", "name", "label"} for credit in record["credits"])
        assert all(credit["role"] in get_args(CreditRole) for credit in record["credits"])
        assert record["body"] or record["images"]
        assert not record["dateline"] or record["body"][0].startswith(record["dateline"])
        assert all(paragraph == paragraph.strip() for paragraph in record["body"])


def test_urls_occur_once_and_a_duplicate_names_the_earlier_article(press: Press) -> None:
    records = {record["id"]: record for record in press.expected(archive=True)}
    assert len(records) == len(press.expected(archive=True))
    pairs = [(record, records[record["duplicate_of"]]) for record in records.values() if record["duplicate_of"]]
    assert len(pairs) == 1
    for later, earlier in pairs:
        assert later["body"] == earlier["body"]
        assert later["published_at"] > earlier["published_at"]


def test_lists_lead_to_exactly_the_expected_articles(press: Press) -> None:
    found, dead = listed(press, least=2)
    assert found == {record["url"] for record in press.expected()}
    assert len(dead) == 1


def listed(press: Press, least: int = 1) -> tuple[set[str], set[str]]:
    """The articles that the lists lead to, and the links that lead nowhere. Each list has so many pages at least."""
    found: set[str] = set()
    dead: set[str] = set()
    for outlet in press.outlets.values():
        for start in outlet.lists:
            pages = 0
            url, body = followed(start)
            form = None
            while True:
                pages += 1
                page = body.decode("gb18030" if outlet.id == "demo_gbk" else "utf-8")
                for link in {link for link in links(page, url) if outlet.match_article(link)}:
                    target, article = followed(link)
                    if fetch(target)[0] == 404:
                        dead.add(link)
                    elif (
                        "广告"
                        not in article.decode("gb18030" if outlet.id == "demo_gbk" else "utf-8")[:400].partition("<title>")[2][:4]
                    ):
                        found.add(canonical_url(target))
                if not (further := next_list(page, url, form)):
                    break
                url, form = further
                url, body = followed(url, form)
            assert least <= pages <= outlet.max_pages
    return found, dead


def test_an_advertisement_stands_on_every_layout_page(press: Press) -> None:
    site = site_of(press, "demo_epaper")
    layouts = [path for path in site.resources if re.search(r"layout/\d+/\d+/node_", path)]
    for path in layouts:
        page = site.resources[path].render().decode()
        assert page.count(">广告</a>") == 1
        listed = re.findall(r'<li><a href="([^"]+content_\d+\.html)"', page)
        assert re.findall(r'<area [^>]*href="([^"]+)"', page) == listed


def test_older_issues_are_found_by_period_xml_only(press: Press) -> None:
    site = site_of(press, "demo_epaper")
    period = fetch(site.base + "/pc/layout/202510/period.xml")[2].decode()
    assert re.findall(r"<period_date>([^<]+)", period) == ["2025-10-20", "2025-10-21", "2025-10-23"]
    assert {record["published_at"] for record in site.archive} == {"2025-10-20", "2025-10-21"}
    assert {record["published_at"] for record in site.records} == {"2025-10-23"}
    for record in site.archive:
        day = record["published_at"].replace("-", "")
        place = record["page_number"].replace("0304", "03")
        front = f"{site.base}/pc/layout/{day[:6]}/{day[6:]}/node_{place}.html"
        assert record["url"] in links(fetch(front)[2].decode(), front)


def test_navi_xml_names_each_issue_as_seen_from_a_page(press: Press) -> None:
    site = site_of(press, "demo_classic")
    navi = fetch(site.base + "/html/2025-10/navi.xml")[2].decode()
    rows = dict(re.findall(r"<date>([^<]+)</date><url>([^<]+)</url>", navi))
    assert list(rows) == ["2025-10-23", "2025-10-21", "2025-10-20"]
    assert {record["published_at"] for record in site.records + site.archive} == set(rows)
    for day, url in rows.items():
        front = urljoin(f"{site.base}/html/2025-10/01/node_1.htm", url)
        wanted = {
            record["url"]
            for record in site.records + site.archive
            if (record["published_at"], record["page_number"]) == (day, "01")
        }
        found = {link.removesuffix("?div=-1") for link in links(fetch(front)[2].decode(), front) if link.endswith("?div=-1")}
        assert found == wanted


def test_gbk_pages_hold_characters_that_gb2312_lacks(press: Press) -> None:
    site = site_of(press, "demo_gbk")
    record = next(record for record in site.records if any("喆" in author["name"] for author in record["authors"]))
    _, headers, body = fetch(record["url"])
    assert b"charset=gb2312" in body
    assert "charset" not in headers["Content-Type"]
    for codec in ("gb2312", "utf-8"):
        with pytest.raises(UnicodeDecodeError):
            body.decode(codec)
    assert all(character in body.decode("gb18030") for character in "喆镕堃")


def test_utf8_pages_may_declare_gb2312(press: Press) -> None:
    site = site_of(press, "demo_people")
    for record in site.records:
        _, headers, body = fetch(record["url"])
        assert b"charset=GB2312" in body
        assert "charset" not in headers["Content-Type"]
        assert record["headline"] in body.decode("utf-8")


def test_the_proxy_of_hanweb_answers_a_form_with_the_rows_of_its_column(press: Press) -> None:
    site = site_of(press, "demo_hanweb")
    [address] = [site.base + path for path, resource in site.resources.items() if resource.form]
    status, _, body = fetch(address, "POST", "col=1&columnid=1021&unitid=49468")
    assert status == 200
    assert set(re.findall(r"/art_(\d+)_", body.decode())) == {"1021"}
    assert fetch(address)[0] == 404
    assert fetch(address, "POST", "columnid=10210")[0] == 404
    assert fetch(address.partition("?")[0], "POST", "columnid=1021")[0] == 404


def test_pages_are_mostly_furniture(press: Press) -> None:
    for record in press.expected():
        page = fetch(record["url"])[2].decode(record["encoding"])
        assert len(page) > 25_000
        assert "2025" in page.partition('class="footer"')[2] or "2025" in page[-2000:]
        assert sum(map(len, record["body"])) < len(page) / 5


def test_http_manners(press: Press) -> None:
    url = press.expected()[0]["url"]
    status, headers, body = fetch(url)
    assert (status, int(headers["Content-Length"])) == (200, len(body))
    assert headers["Last-Modified"].endswith("GMT")
    head, headed, nothing = fetch(url, "HEAD")
    assert (head, nothing, headed["ETag"], headed["Content-Length"]) == (200, b"", headers["ETag"], headers["Content-Length"])
    for known in (
        {"If-None-Match": headers["ETag"]},
        {"If-None-Match": f'"other", W/{headers["ETag"]}'},
        {"If-Modified-Since": headers["Last-Modified"]},
        {"If-Modified-Since": "Fri, 24 Oct 2025 00:00:00 GMT"},
    ):
        unchanged, same, empty = fetch(url, **known)
        assert (unchanged, empty, same["ETag"], same["Content-Length"]) == (304, b"", headers["ETag"], None)
    for other in (
        {"If-None-Match": '"other"', "If-Modified-Since": headers["Last-Modified"]},
        {"If-Modified-Since": "Wed, 22 Oct 2025 00:00:00 GMT"},
        {"If-Modified-Since": "the day before yesterday"},
    ):
        assert fetch(url, **other)[0] == 200
    missing, absent, sorry = fetch(url + "x")
    assert (missing, absent["ETag"], bool(sorry)) == (404, None, True)
    robots = fetch(urljoin(url, "/robots.txt"))
    assert robots[0] == 200
    assert b"Disallow: /\n" not in robots[2]


def test_pictures_and_front_pages_answer(press: Press) -> None:
    for _, address in press.addresses():
        assert fetch(address)[0] == 200
    pictures = [image["url"] for record in press.expected() for image in record["images"]]
    assert pictures
    for url in pictures:
        status, headers, _ = fetch(url)
        assert (status, headers["Content-Type"]) == (200, "image/gif")


def test_a_second_press_has_the_same_stories() -> None:
    first, second = Press.on_free_ports(), Press.on_free_ports()
    try:
        for one, other in zip(first.sites, second.sites, strict=True):
            assert [record["body"] for record in one.records] == [record["body"] for record in other.records]
            assert list(one.resources) == list(other.resources)
    finally:
        first.stop()
        second.stop()


def test_scale_multiplies_the_articles_and_no_two_are_alike() -> None:
    big = Press.on_free_ports(scale=5)
    try:
        small = len(big.expected()) // 5
        assert small in range(113, 123)
        for site in big.sites:
            stories = [record for record in site.records if not record["duplicate_of"]]
            headlines = [record["headline"] for record in stories]
            assert len(set(headlines)) == len(headlines)
            shingles = [{text[at : at + 5] for text in record["body"] for at in range(len(text) - 4)} for record in stories]
            for index, mine in enumerate(shingles):
                for other in shingles[:index]:
                    assert len(mine & other) <= 0.5 * len(mine | other)
    finally:
        big.stop()


def free(port: int) -> bool:
    with socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


def test_a_taken_port_is_named_and_the_ports_before_it_are_given_back() -> None:
    base = next(port for port in range(20_000, 60_000, 100) if free(port) and free(port + 1))
    with socket() as taken:
        taken.bind(("127.0.0.1", base + 1))
        with pytest.raises(OutputError, match=rf"port {base + 1} .*--port"):
            Press(base)
    with socket() as again:
        again.bind(("127.0.0.1", base))


def test_outlets_are_known_without_serving() -> None:
    known = outlets()
    assert {outlet.hosts[0] for outlet in known.values()} == {f"127.0.0.1:{BASE_PORT + index}" for index in range(len(known))}
    assert len(known.in_province("demo")) == len(known)


@pytest.fixture
def newsroom() -> Iterator[Press]:
    """A press that a test may change."""
    with Press.on_free_ports() as serving:
        yield serving


def read(press: Press, record: dict[str, Any]) -> dict[str, Any]:
    """What newsspider reads from a record's page."""
    _, headers, body = fetch(record["url"])
    return asdict(read_article(body, record["url"], content_type=headers["Content-Type"], outlets=press.outlets))


SHOWN = ("headline", "body", "published_at", "byline", "authors", "source", "section", "credits", "dateline")


def test_an_edited_article_is_printed_anew_and_no_other(newsroom: Press) -> None:
    for site in newsroom.sites:
        urls = [record["url"] for record in newsroom.expected() if record["outlet"] == site.outlet.id]
        before = {url: fetch(url) for url in urls}
        record = newsroom.edit(urls[-1])
        after = {url: fetch(url) for url in urls}
        assert {url for url in urls if after[url][2] != before[url][2]} == {urls[-1]}
        old, new = before[urls[-1]][1], after[urls[-1]][1]
        assert parsedate_to_datetime(old["Last-Modified"]) < parsedate_to_datetime(new["Last-Modified"])
        assert fetch(urls[-1], **{"If-None-Match": old["ETag"]})[0] == 200
        assert fetch(urls[-1], **{"If-Modified-Since": old["Last-Modified"]})[0] == 200
        assert fetch(urls[-1], **{"If-Modified-Since": new["Last-Modified"]})[0] == 304
        assert fetch(urls[0], **{"If-Modified-Since": old["Last-Modified"]})[0] == 304
        assert record in newsroom.expected()
        assert (record["url"], record["revision"]) == (urls[-1], 2)
        reading = read(newsroom, record)
        assert {name: reading[name] for name in SHOWN} == {name: record[name] for name in SHOWN}
        assert newsroom.edit(urls[-1])["revision"] == 3


def test_every_article_can_be_edited(newsroom: Press) -> None:
    for known in newsroom.expected(archive=True):
        record = newsroom.edit(known["url"])
        assert len(record["body"]) == len(known["body"]) + 1
        assert set(record["body"]) > set(known["body"])
        assert {name for name in record if record[name] != known[name]} <= {"body", "revision", "duplicate_of"}
        [added] = set(record["body"]) - set(known["body"])
        words = printed_on(record)
        assert [clause for clause in re.split("[。，：；]", added) if clause not in words] == [], record["url"]


def test_a_headline_and_a_body_can_be_given(newsroom: Press) -> None:
    known = newsroom.site("demo_gbk").records[1]
    assert b"_01.shtml" in fetch(known["url"])[2]
    record = newsroom.edit(known["url"], headline="更正：守渡人的最后一个秋天", body=[known["body"][0], "其余从略。"])
    assert (record["headline"], record["body"][1]) == ("更正：守渡人的最后一个秋天", "其余从略。")
    page = fetch(known["url"])[2]
    assert "更正：守渡人的最后一个秋天".encode("gb18030") in page
    assert known["body"][1].encode("gb18030") not in page
    assert b"_01.shtml" not in page
    assert any("更正".encode("gb18030") in fetch(url)[2] for url in newsroom.outlets["demo_gbk"].lists)


@pytest.mark.parametrize("status", [404, 410])
def test_a_removed_article_is_gone_and_no_list_leads_to_it(newsroom: Press, status: int) -> None:
    for site in newsroom.sites:
        url = site.records[1]["url"]
        newsroom.remove(url, status)
        assert fetch(url)[0] == status
        with pytest.raises(KeyError, match="no such article"):
            newsroom.edit(url)
        newsroom.edit(site.records[0]["url"])
        assert fetch(url)[0] == status
    assert fetch(newsroom.site("demo_gbk").base + "/nothing")[0] == 404
    found, _ = listed(newsroom)
    assert found == {record["url"] for record in newsroom.expected()}


def test_each_page_of_a_removed_article_is_gone(newsroom: Press) -> None:
    for outlet, further in (("demo_gbk", "_01.shtml"), ("demo_people", "-2.html")):
        site = newsroom.site(outlet)
        [second] = [path for path in site.resources if path.endswith(further)]
        newsroom.remove(site.base + second.removesuffix(further) + further[further.index(".") :], 410)
        assert fetch(site.base + second)[0] == 410


def test_published_articles_stand_on_top_of_the_lists(newsroom: Press) -> None:
    old = newsroom.expected()
    lists = {url: followed(url)[1] for outlet in newsroom.outlets.values() for url in outlet.lists}
    fresh = newsroom.publish(3) + newsroom.publish(2)
    assert len(fresh) == 5 * len(newsroom.sites)
    assert len({record["url"] for record in old + fresh}) == len(old) + len(fresh)
    stories = [(record["outlet"], record["headline"]) for record in old + fresh if not record["duplicate_of"]]
    assert len(set(stories)) == len(stories)
    papers = [record for record in fresh if record["outlet"] in newsroom.issues()]
    for record in fresh:
        mine = [other["published_at"] for other in old if other["outlet"] == record["outlet"]]
        assert record["published_at"][:10] > max(mine)[:10] or record["published_at"] > max(mine)
        reading = read(newsroom, record)
        wanted = {name: record[name] for name in SHOWN}
        assert {name: reading[name] for name in SHOWN} == wanted
    found, _ = listed(newsroom)
    assert found == {record["url"] for record in newsroom.expected()}
    assert {record["url"] for record in fresh} <= {record["url"] for record in newsroom.expected(archive=True)}
    assert {record["published_at"] for record in papers} == {"2025-10-24", "2025-10-25"}
    for url, before in lists.items():
        assert followed(url)[1] != before
    for outlet, days in newsroom.issues().items():
        assert list(days)[-1] == "2025-10-25"
        assert days["2025-10-25"]["stored"] == 2, outlet


def test_published_articles_are_the_first_rows_of_portals(newsroom: Press) -> None:
    before = len(newsroom.expected())
    fresh = {record["url"] for record in newsroom.publish(4, "demo_trs")}
    assert len(newsroom.expected()) == before + len(fresh) == before + 4
    for url in newsroom.outlets["demo_trs"].lists:
        rows = [link for link in links(fetch(url)[2].decode(), url) if newsroom.outlets["demo_trs"].match_article(link)]
        assert set(rows[:2]) <= fresh


def test_answers_are_counted_by_site_and_status(newsroom: Press) -> None:
    url = newsroom.site("demo_trs").records[0]["url"]
    etag = fetch(url)[1]["ETag"]
    fetch(url, **{"If-None-Match": etag})
    fetch(url, **{"If-None-Match": etag})
    fetch(newsroom.site("demo_gbk").base + "/nothing")
    assert newsroom.answers() == Counter({("demo_trs", 200): 1, ("demo_trs", 304): 2, ("demo_gbk", 404): 1})


def test_padding_lengthens_pages_and_changes_no_record(press: Press) -> None:
    padded = Press.on_free_ports(padding=90_000)
    try:
        for plain, site in zip(press.sites, padded.sites, strict=True):
            for record, other in zip(site.records, plain.records, strict=True):
                assert {name: record[name] for name in SHOWN} == {name: other[name] for name in SHOWN}
                resource = site.resources[record["url"].removeprefix(site.base)]
                assert 86_000 < len(resource.body) <= 90_000
                article = read_article(resource.body, record["url"], content_type=resource.content_type, outlets=padded.outlets)
                short = fetch(other["url"])[2]
                known = read_article(
                    short,
                    other["url"],
                    content_type=plain.resources[urlsplit(other["url"]).path].content_type,
                    outlets=press.outlets,
                )
                assert {name: asdict(article)[name] for name in SHOWN} == {name: asdict(known)[name] for name in SHOWN}
            lengths = [
                len(resource.body) for resource in site.resources.values() if resource.kind == "list" and not resource.form
            ]
            assert max(lengths) > 86_000
    finally:
        padded.stop()


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGINT])
def test_the_command_serves_until_it_is_ended(end: signal.Signals) -> None:
    first = 20_000 + os.getpid() % 200 * 50  # tests that run side by side look in other places, below the ports given out freely
    port = next(port for port in range(first, 32_000, 50) if all(free(port + index) for index in range(12)))
    command = [sys.executable, "-c", "from newsspider.cli import main; main()", "demo", "--port", str(port), "--padding", "70000"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout
        addresses = [process.stdout.readline().split()[0] for _ in range(12)]
        assert addresses == [f"http://127.0.0.1:{port + index}/" for index in range(12)]
        assert 66_000 < len(fetch(addresses[2] + "xwzx/szxw/")[2]) <= 70_000
        process.send_signal(end)
        assert process.wait(timeout=10) == 0
