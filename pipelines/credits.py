"""Desk credits, source, and the credits of pictures and videos: chosen among what the page's lines say."""

from newsspider.items import Candidate, Credit, CreditRole, Draft, Found, Image, Video
from newsspider.language.captions import giver, split_caption
from newsspider.language.evidence import add, candidate, choose, source_evidence, source_facts, source_name
from pipelines.step import StepPipeline

PLACES = {
    "visible": "marked",
    "enpproperty": "data",
    "json": "data",
    "meta": "meta",
    "account": "account",
    "beside_date": "beside_date",
    "breadcrumb": "breadcrumb",
}
"""Origin of a marked value -> its place among the candidates."""


def step(draft: Draft) -> None:
    """Set credits and source, the credits of pictures and videos."""
    printed, article = draft.printed, draft.article
    desk = choose([one for one in draft.candidates if one.of == "credit"])
    article.credits = [
        _credit(one) for index, one in enumerate(desk) if not any(_tells_more(other, one) for other in desk[:index])
    ]
    draft.candidates += _marked(printed.sources)
    sources = [one for one in draft.candidates if one.of == "source"]
    for one in sources:
        if one.value == printed.section and one.strength != "labelled":
            add(one, "section")
        if printed.site_name and one.value in printed.site_name:
            add(one, "own_site")
    article.source = next((one.value for one in choose(sources, single=True)), None)
    article.images = credit_images(printed.images, draft.picture_credits)
    article.videos = credit_videos(printed.videos, draft.video_credits)


def _tells_more(one: Candidate, other: Candidate) -> bool:
    """Whether a credit says what another says: the same person and role, and its label or a longer one (`新媒体编辑`, `编辑`)."""
    return (one.role, one.value) == (other.role, other.value) and one.label.endswith(other.label)


def _credit(one: Candidate) -> Credit:
    role: CreditRole = one.role  # type: ignore[assignment]
    return Credit(role, one.value, one.label)


def _marked(found: list[Found]) -> list[Candidate]:
    """The sources of marked elements, data and metadata, each a candidate like the others."""
    out = []
    for value in found:
        place = PLACES.get(value.origin, "meta")
        for fact in source_facts(value.value):
            name = source_name(fact.value)
            one = candidate(fact, place, value.value, source_evidence(name or ""))
            one.value, one.refused = name or fact.value, "" if name else "it names nobody"
            out.append(one)
    return out


def credit_images(images: list[Image], credits: list[str]) -> list[Image]:
    """The pictures with caption and credit apart; one credit line in the text holds for the pictures when it is the only one."""
    out = []
    for image in images:
        caption, credit = split_caption(image.caption) if image.caption else (None, None)
        out.append(Image(image.url, caption, image.credit or credit))
    if len(set(credits)) == 1:
        out = [Image(image.url, image.caption, image.credit or credits[0]) for image in out]
    return [Image(image.url, image.caption, giver(image.credit) if image.credit else None) for image in out]


def credit_videos(videos: list[Video], credits: list[str]) -> list[Video]:
    """The videos with the credits of the text's video lines, in order; a credit without a video makes one without address."""
    out = [Video(video.url, video.credit) for video in videos]
    waiting = iter(credits)
    for video in out:
        if video.credit is None:
            video.credit = next(waiting, None)
    return out + [Video(None, credit) for credit in waiting]


class CreditsPipeline(StepPipeline):
    """Scrapy's shell of the step."""

    run = staticmethod(step)
