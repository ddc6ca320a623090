"""Bytes to text: declarations are heard, the bytes decide."""

import codecs
import re
from collections.abc import Iterator
from itertools import islice

from newsspider.lazy_pattern import lazy_pattern

CODEC_OF = {
    "gb2312": "gb18030", "gbk": "gb18030", "cp936": "gb18030",
    "big5": "big5hkscs", "cp950": "big5hkscs",
    "utf-8-sig": "utf-8", "iso8859-1": "cp1252", "ascii": "cp1252",
    "utf-16": "utf-16-le", "utf-32": "utf-32-le",
}  # fmt: skip
"""The codec that reads all pages declared as another: 喆, 镕 and 堃 are in GB18030 but not in the GB2312 that is declared."""
ALIASES = {
    "x-gbk": "gbk",
    "gb_2312-80": "gb2312",
    "x-euc-cn": "gb2312",
    "x-x-big5": "big5",
    "utf8mb4": "utf-8",
    "x-sjis": "shift_jis",
}
CODEC_NAMES = ("utf", "gb", "big5", "euc", "shift", "iso", "cp", "koi8", "ascii", "johab")
"""How the names of codecs for text begin; Python also has codecs like base64 and unicode_escape."""
MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"),
)  # fmt: skip
MAGIC = (
    b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"PK\x03\x04", b"PK\x05\x06", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"RIFF",
    b"OggS", b"ID3", b"\xd0\xcf\x11\xe0", b"wOFF", b"wOF2", b"CWS", b"FWS", b"FLV\x01", b"\x7fELF", b"MZ\x90",
)  # fmt: skip
"""First bytes of documents, pictures, archives, sounds, films, fonts and programs."""
CONTROLS = bytes(set(range(32)) - set(b"\t\n\x0b\x0c\r\x1b"))
SAMPLE = 4096
"""Bytes looked at for binary data and UTF-16."""
BINARY_SHARE = 0.08
"""Share of control bytes above which there is no text: random bytes have 0.10, UTF-16 without Latin letters 0.06."""

WIDE = lazy_pattern(r"[^\x00-\u07ff\ufffd]")
"""Letters that take three bytes or more in UTF-8: no other encoding's text reads so by chance."""
ASCII = lazy_pattern(r"[\x00-\x7f]+")
NON_LATIN = lazy_pattern(r"[^\x00-\xff]")
HIGH_BYTES = lazy_pattern(rb"[\x80-\xff]+")
BROKEN = lazy_pattern(r"[\ufffd\ue000-\uf8ff\x80-\x9f]")
"""What wrong readings hold: replacements, private and C1 characters."""
CLEAR = 0.3
"""Score of running Chinese text in its own encoding: 0.4 to 0.9. A wrong reading stays below 0.1."""
MOST_SCORED = 1_000_000
"""Characters of a text of which each is looked at, whether it is ASCII; of a longer one every second, third, …"""
MAX_SCORED = 6000
MIN_BIG5 = 40
"""Letters that a page must have to be taken for Big5 when it declares something else."""
MIN_LETTERS = 8
"""Different letters that prove a reading by themselves."""
COMMON = lazy_pattern(
    "[，。、：；？！“”‘’（）《》—…·【】　"
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得"
    "经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平"
    "形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程"
    "展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必"
    "战先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打"
    "白教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段研界拉林律叫"
    "且究观越织装影算低持音众书布复容儿须际商非验连断深难近矿千周委素技备半办青省列习响约支般史感劳便团往历市克何除消构府称太准精值"
    "号率族维划选标写存候毛亲快效斯院查江型眼王按格养易置派层片始却专状育厂京识适属圆包火住调满县局照参红细引听该铁价严首页闻网站版"
    "這個為國來時們會對發動過說產種後學經進著電裡現實業應開還與關線內數質氣變條沒結問無軍題黨員總設長資邊級圖統將組見計別運農幾區強"
    "決處隊給門規熱領東導壓濟術極聯認權證單風帶場車務萬達議聲報類離華確張馬節話傳許廣記觀織裝書復兒際驗連斷難備辦習響約勞團歷構稱準"
    "號維選標寫親養層狀識屬圓調滿縣參紅細聽該鐵價嚴頁聞網]"
)
"""Chinese punctuation and the commonest characters of both scripts: some three of four in running text."""

META = lazy_pattern(rb"<meta\b[^<>]{0,600}", re.I)
CHARSET = lazy_pattern(r"charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w.:-]{2,40})", re.I)
XML_DECLARATION = lazy_pattern(rb"\s{0,99}<\?xml\b[^<>]{0,200}?encoding\s{0,9}=\s{0,9}[\"']([\w.:-]{2,40})")
MAX_METAS = 5000
MAX_DECLARATIONS = 20


def is_binary(body: bytes) -> bool:
    """Whether the bytes are no text in any encoding: a picture, an archive, compressed data."""
    if body.startswith(MAGIC) or body[4:8] == b"ftyp":
        return True
    sample = body[:SAMPLE]
    if body.startswith(tuple(mark for mark, _ in MARKS)) or _utf16(sample):
        return False
    controls = len(sample) - len(sample.translate(None, CONTROLS))
    return controls > BINARY_SHARE * len(sample) and controls > 8


def decode(body: bytes, *, content_type: str | None = None, override: str | None = None) -> tuple[str, str]:
    """The text without byte order mark, and the name of the Python codec that read it. Never fails.

    Heard in this order: byte order mark, `override`, the bytes themselves (UTF-16, valid UTF-8), `content_type`, the page's
    `<meta>`. None is believed against the bytes: of the readings that remain the one with the fewest broken and the most common
    Chinese characters wins. GB2312 and GBK are read as GB18030, Big5 with the Hong Kong supplement. What cannot be read is
    U+FFFD; a character cut off by the end of the page is left out.
    """
    marked = next(((mark, codec) for mark, codec in MARKS if body.startswith(mark)), None)
    if marked:
        body = body[len(marked[0]) :]
    for codec in (marked and marked[1], _codec(override)):
        if codec and (text := _whole(body, codec)) is not None:
            return text, codec
    if (codec := _utf16(body[:SAMPLE])) and (text := _whole(body, codec)) is not None:
        return text, codec
    text = _whole(body, "utf-8")
    if text is not None and (WIDE.search(text) or (not NON_LATIN.search(text) and text.isascii() == body.isascii())):
        return text, "utf-8"
    declared = [marked and marked[1], _codec(override), *_declared(body, content_type)]
    best, codec = _best(body, list(dict.fromkeys(codec for codec in declared if codec)))
    if text and _score(best) < CLEAR:  # UTF-8 of a script like Cyrillic
        return text, "utf-8"
    return best, codec


def _best(body: bytes, declared: list[str]) -> tuple[str, str]:
    """The reading that looks most like Chinese; where none does, a declared one that is whole, or the least broken."""
    readings: list[tuple[float, str, str]] = []
    for codec in dict.fromkeys([*declared, "gb18030", "utf-8", "big5hkscs", "cp1252"]):
        text = _replaced(body, codec)
        score = _score(text)
        if codec == "cp1252":
            score = 0.0 if _is_latin(body) else -9.0
        elif codec == "big5hkscs" and codec not in declared:
            score = score - CLEAR / 2 if len(text) >= MIN_BIG5 else -9.0
        elif score >= CLEAR:
            return text, codec
        elif codec in declared and not BROKEN.search(text):
            score += CLEAR / 2
        elif codec == "utf-8":
            score += 0.01  # of two bad readings, the likelier
        readings.append((score, text, codec))
    _, text, codec = max(readings, key=lambda reading: reading[0])
    return text, codec


def is_sure(text: str, codec: str, body: bytes, content_type: str | None = None) -> bool:
    """Whether the letters of a text beyond ASCII are what was meant, where a wrong one does harm.

    UTF-8 is nothing else by chance, nor is common Chinese of several letters; of a few letters the declaration must say the same.

    Args:
        text: the text.
        codec: the codec that read it.
        body: its bytes.
        content_type: the header that came with them; None when unknown.
    """
    if codec == "utf-8":
        return True
    letters = set(ASCII.sub("", text))
    common = len(COMMON.findall("".join(letters)))
    if len(letters) >= MIN_LETTERS:
        return common >= CLEAR * len(letters)
    return common >= 2 * CLEAR * len(letters) and codec in _declared(body, content_type)


def _score(text: str) -> float:
    """Share of common Chinese among all that is not ASCII, less three times the share of broken characters; 0 for pure ASCII."""
    if len(text) > MOST_SCORED:
        text = text[:: len(text) // MOST_SCORED + 1]
    letters = ASCII.sub("", text)
    if not letters:
        return 0.0
    if len(letters) > MAX_SCORED:
        letters = letters[:: len(letters) // MAX_SCORED]
    return (len(COMMON.findall(letters)) - 3 * len(BROKEN.findall(letters))) / len(letters)


def _whole(body: bytes, codec: str) -> str | None:
    """The text when every byte fits the codec, without a last character that the end of the page cut; else None."""
    try:
        return codecs.getincrementaldecoder(codec)().decode(body)
    except UnicodeError:
        return None


def _replaced(body: bytes, codec: str) -> str:
    """The text with U+FFFD for every byte that does not fit the codec, without a last character that the end of the page cut."""
    try:
        return codecs.getincrementaldecoder(codec)("replace").decode(body)
    except UnicodeError:  # codecs with escape sequences (ISO-2022) give up on long broken ones
        return body.decode(codec, "replace")


def _utf16(sample: bytes) -> str | None:
    """The kind of UTF-16 without mark that Latin letters betray, each with a zero byte before or behind; else None."""
    if b"\x00" not in sample:
        return None
    first, second = sample[0::2], sample[1::2]
    before, behind = first.count(0) / len(first), second.count(0) / max(1, len(second))
    if max(before, behind) < 0.15 or min(before, behind) > 0.02:
        return None
    return "utf-16-be" if before > behind else "utf-16-le"


def _is_latin(body: bytes) -> bool:
    """Whether high bytes stand alone between ASCII letters, as accents and curly quotes do."""
    runs = [len(match[0]) for match in HIGH_BYTES.finditer(body[:200_000])]
    return bool(runs) and runs.count(1) > 0.8 * len(runs)


def _declared(body: bytes, content_type: str | None) -> Iterator[str]:
    """The codecs named by the header, an XML declaration and the `<meta>` tags outside of comments, wherever they stand."""
    if match := CHARSET.search(content_type or ""):
        yield _codec(match[1]) or ""
    if declaration := XML_DECLARATION.match(body):
        yield _codec(declaration[1].decode("ascii", "replace")) or ""
    named = (
        (meta, match) for meta in islice(META.finditer(body), MAX_METAS) if (match := CHARSET.search(meta[0].decode("latin-1")))
    )
    for meta, match in islice(named, MAX_DECLARATIONS):
        opened = body.rfind(b"<!--", 0, meta.start())
        if opened < 0 or body.find(b"-->", opened, meta.start()) >= 0:
            yield _codec(match[1]) or ""


def _codec(name: str | None) -> str | None:
    """The Python codec for a declared name; None for an unknown one."""
    label = (name or "").strip().lower()
    try:
        found = codecs.lookup(ALIASES.get(label, label)).name
    except (LookupError, ValueError):
        return None
    found = CODEC_OF.get(found, found)
    return found if found.startswith(CODEC_NAMES) and found != "utf-7" else None
