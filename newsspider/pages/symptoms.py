"""What a page without an article looks like: a question whether a human asks, or text that was decoded wrongly."""

import re

from newsspider.language.page_states import asks_for_proof
from newsspider.lazy_pattern import lazy_pattern
from newsspider.pages.page import Page

MOST_READ = 200_000
"""Characters of a page that are looked at."""
MOST_TEXT = 600
"""Chinese characters that stand on a page that asks whether a human asks, at most."""
FEWEST = 30
"""Characters below which a text says nothing about how it was decoded."""

_UNSEEN = lazy_pattern(r"<(script|style)\b.*?</\1\s*>|<!--.*?-->|<[^<>]*>", re.DOTALL | re.IGNORECASE)
_HAN = lazy_pattern("[\u4e00-\u9fff]")
_LOST = lazy_pattern(
    "[\u0080-\u00a0\u00a4-\u00b6\u00b8-\u00d6\u00d8-\u00f6\u00f8-\u024f\ufffd\ue000-\uf8ff]|\\?(?=[\u4e00-\u9fff?？，。])|(?<=[\u4e00-\u9fff?])\\?"
)
"""What wrong decoding leaves: accented letters, replacement and private characters, question marks where characters were."""
COMMON = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三之进着等部度家"
    "电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你"
    "明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资"
    "边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶"
    "這個國來時們對會發動後過種說產學經進著電裡從業還實現體機當點開義與關內數樣變條沒結問題黨員設長資邊級圖統組見計別據隊門領東導"
    "省市县城镇乡村记者报讯网编辑来源责任图片日报客户端新闻中心今年近日委书记干部群众"
)
"""Characters that make up half of any Chinese text; in one that was decoded wrongly they are next to none."""


def symptom(page: Page) -> str | None:
    """`captcha`, `garbled`, or None for a page that shows neither."""
    text = visible(page.text)
    if len(_HAN.findall(text)) <= MOST_TEXT and asks_for_proof(page.text[:MOST_READ]):
        return "captcha"
    return "garbled" if is_garbled(text) else None


def visible(html: str) -> str:
    """The text that a page shows, about: without scripts and markup."""
    return " ".join(_UNSEEN.sub(" ", html[:MOST_READ]).split())


def is_garbled(text: str) -> bool:
    """Whether a text was decoded wrongly, or has lost its characters. Of a short one, or one that is not Chinese, False."""
    han = _HAN.findall(text)
    lost = len(_LOST.findall(text))
    if len(han) + lost < FEWEST:
        return False
    if lost > 0.25 * (len(han) + lost):
        return lost > 0.1 * len(text)  # else a text in another script, with its accents
    return sum(letter in COMMON for letter in han) < 0.12 * len(han)
