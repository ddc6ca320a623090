"""The language and script of a text, told from its characters."""

import re
from functools import cache

from newsspider.lazy_pattern import lazy_pattern

_TRADITIONAL = frozenset(
    "國會這來說時個們為學對發經過後開關長門問間東車馬無與從當動進種點應實現體機電業產場將員報導記訊編輯責審讓還裡裏麼樣嗎頭書見氣義議論認識語話請謝變響觀權歡據達運遠選邊連網線級結給絡統續維總織"
    "區醫葉號單圖團園圍壓廠廣廳張強陸陽隊際隨險雙離難雲電靜題類顧風飛飯飲館養鐵錢錄錯鎮鐘黨龍豐財貨質費資賽贊車軍輕轉農舊蘭藝術衛複規視計訂設許證評試該詳誤調談護貝負責貢購賣買"
)
_SIMPLIFIED = (
    frozenset(
        "国会这来说时个们为学对发经过后开关长门问间东车马无与从当动进种点应实现体机电业产场将员报导记讯编辑责审让还里么样吗头书见气义议论认识语话请谢变响观权欢据达运远选边连网线级结给络统续维总织"
        "区医叶号单图团园围压厂广厅张强陆阳队际随险双离难云电静题类顾风飞饭饮馆养铁钱录错镇钟党龙丰财货质费资赛赞车军轻转农旧兰艺术卫复规视计订设许证评试该详误调谈护贝负责贡购卖买"
    )
    - _TRADITIONAL
)
_SAMPLE = 3000
_SCRIPTS = (
    (lazy_pattern("[\u3040-\u30ff]"), "ja"),
    (lazy_pattern("[\uac00-\ud7af]"), "ko"),
    (lazy_pattern("[\u0f00-\u0fff]"), "bo"),
    (lazy_pattern("[\u1800-\u18af]"), "mn-Mong"),
    (lazy_pattern("[\u0600-\u06ff\ufb50-\ufdff]"), "ug"),
    (lazy_pattern("[\u0400-\u04ff]"), "ru"),
    (lazy_pattern("[A-Za-z]"), "en"),
)
_ASIDE = lazy_pattern(r"[\s0-9!-/:-@\u3000-\u303f\uff00-\uff65]+")


def language_of(text: str) -> str:
    """zh-Hans or zh-Hant by the letters that only one script has; another language's code when Han letters are rare.

    Uyghur and Kazakh are both given as ug, every text in Latin letters as en. An empty text is zh-Hans.
    """
    sample = text[:_SAMPLE]
    simplified = sum(letter in sample for letter in _SIMPLIFIED)
    traditional = sum(letter in sample for letter in _TRADITIONAL)
    if simplified + traditional >= 12:
        return "zh-Hant" if traditional > simplified else "zh-Hans"
    return _by_share(sample, simplified, traditional)


@cache
def _han() -> re.Pattern[str]:
    return re.compile("[\u3400-\u9fff]")


def _by_share(text: str, simplified: int, traditional: int) -> str:
    total = len(_ASIDE.sub("", text))
    han = len(_han().findall(text))
    for pattern, language in _SCRIPTS:
        count = len(pattern.findall(text))
        if count > (0.1 * total if language in {"ja", "ko"} else 0.5 * total) and (language == "ja" or count > han):
            return language
    return "zh-Hant" if traditional > simplified else "zh-Hans"
