"""The article schema: `Article`, its parts, and the two stages before it (`Printed`, `Draft`).

`Article` is what users get, one JSON object a line; `output/article.schema.json` is generated from it.
`Printed` is what a page printed, as read by `newsspider.pages`; `Draft` carries both through the pipelines.
"""

from dataclasses import dataclass, field
from typing import Literal

AuthorRole = Literal["reporter", "correspondent", "photographer", "author", "illustrator", "translator"]
CreditRole = Literal[
    "editor",
    "responsible_editor",
    "proofreader",
    "reviewer",
    "second_reviewer",
    "final_reviewer",
    "producer",
    "chief_editor",
    "duty_editor",
    "designer",
    "planner",
    "other",
]
Precision = Literal["second", "minute", "hour", "day"]
Restoration = Literal["pinyin", "traditional", "mojibake", "control_characters"]


@dataclass(slots=True)
class Author:
    """A person who made the text or the pictures. Never an outlet or an office."""

    name: str
    """The name without padding: `方敏` for the printed `方  敏`; parts of a minority or foreign name joined by U+00B7."""

    role: AuthorRole
    """reporter (记者), correspondent (通讯员), photographer (摄), author (a bare name, 作者, 文), illustrator, translator."""

    organization: str | None = None
    """The outlet or office named with the person (`江西日报`); None when none is printed."""


@dataclass(slots=True)
class Image:
    """An editorial picture of the article; never an icon, a QR code or an advertisement."""

    url: str
    """Absolute URL of the picture in its largest printed form."""

    caption: str | None = None
    """The caption as printed, without the credit; None when there is none."""

    credit: str | None = None
    """Who made or gave the picture, without 摄 or 供图: `孟远山`, `新华社记者 程敏`; else as printed; None when unknown."""


@dataclass(slots=True)
class Video:
    """A video of the article."""

    url: str | None = None
    """Absolute URL of the video; None when the page names only where it came from."""

    credit: str | None = None
    """The source of the video: `江西卫视` of `▲视频来源:江西卫视`; None when unknown."""


@dataclass(slots=True)
class Credit:
    """One person of the desk: who edited, checked or released the article."""

    role: CreditRole
    """The desk role that `label` stands for; other for a label without a role of its own (剪辑, 运营) or one that is not known."""

    name: str
    """The name without padding and without a staff code; the bare staff code when no name is printed."""

    label: str
    """The label as printed, blanks inside it removed: `责编`."""


@dataclass(slots=True, kw_only=True)
class Article:
    """One news article. Every field is always present: null or [] when unknown. Text is as printed."""

    id: str
    """Stable id: first 32 hex digits of the SHA-256 of `url` without its scheme and `://` (of the page's bytes when no URL is known)."""

    url: str | None
    """Canonical URL: default port, fragment, session and tracking parameters and mirror paths removed; null for a saved page of unknown address."""

    outlet: str | None
    """Id of the site record (`jiangxi_jxnews`); for an unknown site its host; null when no URL is known."""

    outlet_name: str | None
    """Chinese name of the outlet; for an unknown site its host; null when no URL is known."""

    province: str | None
    """ISO 3166-2 code of the outlet's province (`CN-JX`); null for an unknown site."""

    section: str | None
    """栏目 or 版面 name as printed; null when the page names none."""

    page_number: str | None
    """Print page as printed (`A02`, `01`), e-papers only; null elsewhere."""

    headline: str
    """主题: the main headline, on one line. Never empty."""

    kicker: str | None
    """引题 (肩题, 眉题): the line above the headline; null when there is none."""

    subheadlines: list[str]
    """副题 lines below the headline, in order."""

    original_headline: list[str]
    """The lines of the 原标题 notice, as printed, without the label and without 《》; [] when there is none."""

    dateline: str | None
    """电头: the opening of the text up to and with 讯/电/报道 and its bracket, as printed; null when there is none."""

    byline: str | None
    """The names with their role words as printed (`江西日报全媒体记者魏星`); null when there are none."""

    authors: list[Author]
    """The people of the byline, in printed order."""

    published_at: str | None
    """Publication time, ISO 8601 in Asia/Shanghai with offset (`2023-10-17T08:22+08:00`); the date alone (`2022-11-11`)
    when only the day is known; where the hour alone is printed its minutes are 00; null when no date can be trusted."""

    published_raw: str | None
    """The date as found, before parsing; null when none was found."""

    published_precision: Precision | None
    """How much of `published_at` was printed; null when it is null."""

    published_from: str | None
    """Where the date was read: meta, enpproperty, json, visible, url or dateline. A printed date without a year takes it from
    the URL, another date of the page or `fetched_at`; this still names where the date itself stands. Null when
    `published_at` is null."""

    source: str | None
    """来源, 稿源: the name alone, as printed; null when none is named (佚名 and 网络 are none)."""

    body: list[str]
    """Paragraphs in order, dateline included; credits, captions and page furniture are left out. [] for a pure photo or video story."""

    images: list[Image]
    """Editorial pictures in order."""

    videos: list[Video]
    """Videos in order."""

    credits: list[Credit]
    """The desk (编辑, 责编, 审核, …) in printed order."""

    keywords: list[str]
    """Keywords from the page's own metadata, in order."""

    language: str
    """BCP 47 language and script of the text as stored: zh-Hans, zh-Hant, or another language's code."""

    restorations: list[Restoration]
    """What was undone to get the text back: pinyin, traditional, mojibake, control_characters, in this order; [] when nothing was."""

    duplicate_of: str | None
    """Id of the earliest known article with (nearly) the same text; null when none is known."""

    revision: int
    """1 for the first text stored for this id, 2, 3, … when the text at the URL changed."""

    fetched_at: str | None
    """When the page was fetched, ISO 8601 in UTC (`2026-11-23T08:00:00Z`); null for a saved page whose time is unknown."""

    content_sha256: str
    """SHA-256 of the response body's bytes (of the first page of an article over several pages), 64 hex digits."""

    encoding: str
    """What the bytes were decoded with, as a Python codec name: utf-8, gb18030, big5hkscs."""

    extractor: str
    """Package version and the reader that made the record: `0.1.0 founder_epaper`."""


@dataclass(slots=True)
class Found:
    """A value that a page printed, and where it stood."""

    value: str
    """The text as printed."""

    origin: str
    """meta (head metadata), enpproperty (Founder's comment), json (inline data), visible (shown text), url; of a date also
    changed (metadata that name a time of change)."""


@dataclass(slots=True)
class Candidate:
    """One reading of a line that could become a field's value, or a part of a page that could be its text, with the evidence for it.
    `extract --explain` shows them."""

    of: str
    """The field it is for: author, credit, source or body."""

    value: str
    """The name as it would be stored; of a part of a page how its text begins."""

    place: str
    """Where the line stood: dateline, head, bracket, tail, head_line, marked, data, meta, caption; of a part of a page its element."""

    line: str
    """The line as printed."""

    role: str = ""
    """Role of the author or credit; `source` for a source."""

    label: str = ""
    """The label as printed, without blanks; empty for what stands without one."""

    organization: str | None = None
    """The outlet or office named with a person."""

    strength: str = "weak"
    """How it is said, see `language.grammar.Fact`."""

    evidence: dict[str, float] = field(default_factory=dict)
    """Name of the evidence -> its weight."""

    score: float = 0.0
    """The sum of the evidence."""

    refused: str = ""
    """Why it was not taken; empty for a chosen one."""

    chosen: bool = False
    """Whether it was taken."""


@dataclass(slots=True, kw_only=True)
class Printed:
    """An article as its page printed it. Made by `newsspider.pages`; nothing is cleaned or interpreted yet."""

    reader: str
    """The family that read it: founder_epaper, trs, generic, text, …"""

    encoding: str
    """See `Article.encoding`."""

    content_sha256: str
    """See `Article.content_sha256`."""

    url: str | None = None
    """Address after redirects; the page's own canonical link for a saved page without address; else None."""

    fetched_at: str | None = None
    """See `Article.fetched_at`."""

    outlet: str | None = None
    """See `Article.outlet`."""

    outlet_name: str | None = None
    """See `Article.outlet_name`."""

    province: str | None = None
    """See `Article.province`."""

    simplify: bool = False
    """Whether the site record asks for Traditional -> Simplified."""

    headline: str | None = None
    """The main headline; None when the page marks none (plain text)."""

    kicker: str | None = None
    """The marked 引题; None when not marked."""

    subheadlines: list[str] = field(default_factory=list)
    """The marked 副题 lines."""

    meta_lines: list[str] = field(default_factory=list)
    """Visible lines near the headline or the foot that tell date, source and names, in page order:
    `2023年10月17日08:22 | 来源：江西日报`, `(责编：邱烨、毛思远)`."""

    dates: list[Found] = field(default_factory=list)
    """Marked publication dates from metadata, comment, inline data, marked elements and the URL. Not the meta lines."""

    sources: list[Found] = field(default_factory=list)
    """Marked sources (来源), label included where printed."""

    authors: list[Found] = field(default_factory=list)
    """Marked authors, label included where printed."""

    editors: list[Found] = field(default_factory=list)
    """Marked desk names, label included where printed."""

    site_name: str | None = None
    """The name of the site itself, from its metadata or the end of its title; None when it tells none."""

    section: str | None = None
    """栏目 or 版面 name."""

    page_number: str | None = None
    """Print page."""

    paragraphs: list[str] = field(default_factory=list)
    """The text's blocks in order, with 原标题 lines, bylines and credit lines where they stand in the text.
    A line break inside a block is kept as a newline."""

    images: list[Image] = field(default_factory=list)
    """Editorial pictures; captions may still hold their credit."""

    captions: list[str] = field(default_factory=list)
    """Captions of pictures whose address is not known (a saved page): no text, but they may name a photographer."""

    videos: list[Video] = field(default_factory=list)
    """Videos."""

    keywords: list[str] = field(default_factory=list)
    """Keywords of the page's metadata, split."""

    next_page: str | None = None
    """Absolute URL of the article's next page; None on the last."""

    bodies: list[Candidate] = field(default_factory=list)
    """What could have been the text, the chosen part among it."""

    left_out: int = 0
    """Characters of sentences on the page that are neither in the text nor in a part known to be none (related news, the foot)."""


@dataclass(slots=True)
class Draft:
    """An article under way through the pipelines: each step reads `printed` and fills `article`."""

    printed: Printed
    """What the page printed; the restore step replaces its text."""

    article: Article
    """The record so far."""

    requested_url: str | None = None
    """The URL under which the ledger knows the page, before redirects; None outside a crawl."""

    etag: str | None = None
    """The server's ETag of the page, to ask later whether it changed; None when it gave none, or the article has several pages."""

    last_modified: str | None = None
    """Likewise its Last-Modified."""

    candidates: list[Candidate] = field(default_factory=list)
    """What the lines of the page say of authors, desk and source, chosen or not."""

    picture_credits: list[str] = field(default_factory=list)
    """Credits of pictures that stood in lines of the text."""

    video_credits: list[str] = field(default_factory=list)
    """Credits of videos that stood in lines of the text."""


def start_draft(printed: Printed) -> Draft:
    """A draft whose article holds nothing but the empty value of each field."""
    article = Article(
        id="", url=None, outlet=None, outlet_name=None, province=None, section=None, page_number=None, headline="",
        kicker=None, subheadlines=[], original_headline=[], dateline=None, byline=None, authors=[], published_at=None,
        published_raw=None, published_precision=None, published_from=None, source=None, body=[], images=[], videos=[],
        credits=[], keywords=[], language="zh-Hans", restorations=[], duplicate_of=None, revision=1, fetched_at=None,
        content_sha256="", encoding="", extractor="",
    )  # fmt: skip
    return Draft(printed, article)
