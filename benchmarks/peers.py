"""Other extractors over the same decoded text, with their answers in the form of our records; a missing one is left out."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import version
from typing import Any

Record = dict[str, Any]
Extract = Callable[[str, str | None], Record]
"""Decoded text and address -> a record with the fields that the peer knows."""


@dataclass(frozen=True)
class Peer:
    """One installed extractor."""

    name: str
    """Its distribution's name."""
    version: str
    """Its version."""
    extract: Extract
    """Its call."""


def _lines(text: str | None) -> list[str]:
    return [line.strip() for line in (text or "").splitlines() if line.strip()]


def _trafilatura() -> Extract:
    from trafilatura import bare_extraction

    def extract(html: str, url: str | None) -> Record:
        found = bare_extraction(html, url=url, with_metadata=True, include_comments=False)
        if found is None:
            return {}
        record = found.as_dict()
        authors = [name for name in (record.get("author") or "").split("; ") if name]
        return {
            "headline": record.get("title"), "body": _lines(record.get("text")), "published_at": record.get("date"), "authors": authors,
            "source": record.get("sitename"),
        }  # fmt: skip

    return extract


def _gne() -> Extract:
    from gne import GeneralNewsExtractor

    def extract(html: str, url: str | None) -> Record:
        found = GeneralNewsExtractor().extract(html)
        authors = [found["author"]] if found.get("author") else []
        return {
            "headline": found["title"],
            "body": _lines(found["content"]),
            "published_at": found["publish_time"],
            "authors": authors,
        }

    return extract


def _newspaper4k() -> Extract:
    from newspaper import Article

    def extract(html: str, url: str | None) -> Record:
        article = Article(url or "http://unknown.example/", language="zh", fetch_images=False)
        article.download(input_html=html)
        article.parse()
        date = (
            article.publish_date.isoformat().removesuffix("T00:00:00") if article.publish_date else None
        )  # midnight: the day alone
        return {
            "headline": article.title, "body": _lines(article.text), "published_at": date,
            "authors": list(article.authors),
        }  # fmt: skip

    return extract


def _readability() -> Extract:
    from lxml.html import fromstring
    from readability import Document

    def extract(html: str, url: str | None) -> Record:
        document = Document(html)
        body = fromstring(document.summary() or "<p></p>")
        leaves = [element for element in body.iter("p", "div") if not element.xpath("./p|./div")]
        return {"headline": document.short_title(), "body": [text for leaf in leaves for text in _lines(leaf.text_content())]}

    return extract


def _resiliparse() -> Extract:
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.html import HTMLTree

    def extract(html: str, url: str | None) -> Record:
        tree = HTMLTree.parse(html)
        return {"headline": tree.title, "body": _lines(extract_plain_text(tree, main_content=True))}

    return extract


def _goose3() -> Extract:
    from goose3 import Goose
    from goose3.text import StopWordsChinese

    goose = Goose({"stopwords_class": StopWordsChinese, "enable_image_fetching": False})

    def extract(html: str, url: str | None) -> Record:
        article = goose.extract(raw_html=html)
        date = str(article.publish_date or "") or None
        return {
            "headline": article.title,
            "body": _lines(article.cleaned_text),
            "published_at": date,
            "authors": list(article.authors or []),
        }

    return extract


def _magic_html() -> Extract:
    from lxml.html import fromstring
    from magic_html import GeneralExtractor

    extractor = GeneralExtractor()

    def extract(html: str, url: str | None) -> Record:
        found = extractor.extract(html, base_url=url or "http://unknown.example/", html_type="article")
        body = fromstring(found.get("html") or "<p></p>")
        for line_break in body.iter("br"):
            line_break.tail = "\n" + (line_break.tail or "")
        parts = body.iter("p", "div", "h1", "h2", "h3", "h4", "section", "li", "td")
        leaves = [element for element in parts if not element.xpath("./p|./div|./section|./ul|./table")]
        return {
            "headline": found.get("title"), "body": [text for leaf in leaves for text in _lines(leaf.text_content())],
            "published_at": found.get("publish_date"), "authors": [found["author"]] if found.get("author") else [],
        }  # fmt: skip

    return extract


KNOWN: dict[str, tuple[str, Callable[[], Extract]]] = {
    "trafilatura": ("trafilatura", _trafilatura),
    "gne": ("gne", _gne),
    "newspaper4k": ("newspaper", _newspaper4k),
    "readability-lxml": ("readability", _readability),
    "resiliparse": ("resiliparse", _resiliparse),
    "goose3": ("goose3", _goose3),
    "magic-html": ("magic_html", _magic_html),
}
"""Distribution -> its module and what makes its call."""


PROBE = f"<html><head><title>新水渠通水</title></head><body><h1>新水渠通水</h1>{'<p>新修的水渠，昨日在村头通水。</p>' * 20}</body></html>"
"""A page that tells whether a peer has all it needs for Chinese: some load their word list at first use."""


def make(name: str) -> Peer:
    """The peer of this distribution. Raises ImportError when it is not installed, or lacks something to read Chinese."""
    module, factory = KNOWN[name]
    import_module(module)
    extract = factory()
    extract(PROBE, None)
    return Peer(name, version(name), extract)


def installed() -> tuple[list[Peer], list[str]]:
    """The peers that can read a Chinese page here, and for each other one its name and what it lacks."""
    found, missing = [], []
    for name in KNOWN:
        try:
            found.append(make(name))
        except ImportError as error:
            missing.append(f"{name} ({str(error).splitlines()[0]})")
    return found, missing
