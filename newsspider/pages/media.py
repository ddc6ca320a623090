"""Pictures and players: their absolute addresses, and which of them are editorial."""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

from newsspider.lazy_pattern import lazy_pattern
from newsspider.pages.nodes import Element
from newsspider.pages.picture_sizes import largest, linked_picture

LAZY = (
    "data-original", "data-src", "data-lazy-src", "data-lazyload", "data-lazy", "data-echo", "data-url", "data-actualsrc",
    "zoomfile", "file", "filepath", "original", "_src", "oldsrc", "data-croporisrc",
)  # fmt: skip
"""Attributes that hold a picture's address until it is scrolled into view, most used first."""

_FURNITURE = lazy_pattern(
    r"logo|(?:^|[/_-])ico(?:ns?)?(?:[/_.-]|\d)|qr_?code|erweima|(?:^|[/_-])ewm|(?:wei?xin|wechat|wx)(?:_?(?:qr|code|ico|share))?\d{0,2}\.(?:png|gif|jpe?g)$|"
    r"(?:^|[/_-])(?:share|btn|button|arrow|bullet|banner|close|print|line\d?|dot\d?)[\w-]{0,8}\.(?:png|gif|jpe?g|svg|webp)$|"
    r"avatar|touxiang|userhead|/ads?/|advert|guanggao|emoji|emotion|smiley|/face/|beian|gongan|/skins?/|/templates?/|/css/|/themes?/",
    re.I,
)
_PLACEHOLDER = lazy_pattern(
    r"(?:^|[/_-])(?:blank|loading|spacer|pixel|space|transparent|placeholder|lazy|default|gr[ae]y|1x1)[\w-]{0,8}\.(?:png|gif|jpe?g|svg|webp)$",
    re.I,
)
"""What stands in a picture's place until it is scrolled into view."""
_ORNAMENT = lazy_pattern(r"\b(?:icon|logo|avatar|emoji|qrcode|ewm)\b", re.I)
_THUMBNAIL = lazy_pattern(r"(\.(?:jpe?g|png|gif|bmp|webp))\.\d$", re.I)
_VIDEO_FILE = lazy_pattern(r"\.(?:mp4|m3u8|flv|mov|webm|m4v)(?:$|\?)", re.I)
_VIDEO_HOST = lazy_pattern(r"player|video|v\.qq\.com|youku|bilibili|ixigua|cctv|vod|live|tv\b", re.I)
_HELD = lazy_pattern(r"\s*(?:data:image/|file:|blob:|cid:|[a-z]:[\\/])", re.I)
_DIGITS = lazy_pattern(r"\d+")
SMALL = 80  # pixels: anything lower or narrower is an ornament


Absolute = Callable[[str], str | None]
"""Makes an address absolute; None for one that leads nowhere (`Page.absolute`)."""


def picture_url(image: Element, absolute: Absolute) -> str | None:
    """The picture's absolute address in its largest printed form; None for ornaments and unresolvable addresses."""
    if _ORNAMENT.search(image.get("class") or ""):
        return None
    for side in ("width", "height"):
        if (digits := _DIGITS.match(image.get(side) or "")) and int(digits[0][:6]) < SMALL:
            return None
    links = [value for name in LAZY if (value := image.get(name)) and ("/" in value or "." in value)]
    links += [value for value in (image.get("src"),) if value]
    own = shown = None
    for link in links:
        if (url := absolute(link)) is not None:
            path = urlsplit(url).path
            if _FURNITURE.search(path):
                return None
            own, shown = (None, None) if _PLACEHOLDER.search(path) else (link, url)
            break
    if (big := linked_picture(image)) and (url := _editorial(big, absolute)):
        return url
    best = largest(image, own)
    form = shown if best == own else _editorial(best, absolute)
    return _THUMBNAIL.sub(r"\1", form) if form else None


def _editorial(link: str | None, absolute: Absolute) -> str | None:
    """An address made absolute; None for that of an ornament."""
    url = absolute(link) if link else None
    return url if url and not _FURNITURE.search(path := urlsplit(url).path) and not _PLACEHOLDER.search(path) else None


def is_picture(image: Element) -> bool:
    """Whether an image is editorial, though its address cannot be made absolute: a relative one on a saved page of unknown address."""
    return picture_url(image, _anywhere) is not None


def _anywhere(href: str) -> str | None:
    """A relative address as if the page's own were known; so, too, a picture held in the page or in a file; None for any other."""
    if ":" in href:
        return "https://unknown.invalid/held.jpg" if _HELD.match(href) else None
    return "https://unknown.invalid/" + href.strip().lstrip("/")


def video_url(player: Element, absolute: Absolute) -> str | None:
    """The address of a player's video, else of the player itself; None when the element plays no video."""
    links = [player.get(name) for name in ("src", "data-src", "data", "video-src", "data-video")]
    if player.tag in ("video", "object"):
        links += [source.get("src") for source in player.iter("source")]
        links += [
            param.get("value")
            for param in player.iter("param")
            if (param.get("name") or "").lower() in ("movie", "src", "flashvars")
        ]
    urls = [url for link in links if link and (url := absolute(link))]
    if player.tag == "video":
        return urls[0] if urls else None
    for url in urls:
        if _VIDEO_FILE.search(url) or _VIDEO_HOST.search(url):
            return url
    return None
