"""Decoding: what is declared against what the bytes are."""

import codecs
import time

import pytest

from newsspider.pages.decoding import decode, is_binary

NEWS = (
    "本报临川五月十七日讯（记者周文喆、赵镕堃）昨日上午，全市农业生产工作会议在临川召开，会议总结了去年的工作，"
    "研究部署今年的重点任务。会议指出，要把粮食安全放在首位，加快建设现代农业，让农民得到更多实惠。"
)
TRADITIONAL = (
    "本報訊：記者從市政府獲悉，新建的圖書館將於下個月對外開放，市民可以憑身分證辦理借閱手續，館內還設有兒童閱覽室和電子資源中心。"
)
JAPANESE = "東京都内の図書館は来月から新しいサービスを始めると発表した。利用者はカードを作ることができる。"
KOREAN = "서울시는 다음 달부터 새로운 도서관을 개관한다고 밝혔다. 시민들은 누구나 이용할 수 있다."
RUSSIAN = "Новая библиотека откроется в следующем месяце, сообщила мэрия города."
ASCII_HEAD = "<html><head>" + "<script>var a = 'abcdefghij';</script>\n" * 3000 + "</head>"


def page(text: str, meta: str = "") -> str:
    return f"<html><head>{meta}<title>{text[:12]}</title></head><body><p>{text}</p></body></html>"


def meta(charset: str) -> str:
    return f'<meta http-equiv="Content-Type" content="text/html; charset={charset}">'


GBK = page(NEWS).encode("gb18030")
UTF8 = page(NEWS).encode()
CUT_INSIDE = UTF8.replace("会议".encode(), "会议".encode()[:-1], 1)
MIXED = (page(NEWS * 3) + "<div>").encode() + "友情链接：临川在线".encode("gbk") + b"</div>"
MIXED_GBK = (page(NEWS * 3) + "<div>").encode("gb18030") + "友情链接：临川在线".encode() + b"</div>"

CASES = {
    # name: (bytes, Content-Type, text that must be read, codec)
    "utf-8 undeclared": (UTF8, None, NEWS, "utf-8"),
    "utf-8 header right": (UTF8, "text/html; charset=UTF-8", NEWS, "utf-8"),
    "utf-8 header gb2312": (UTF8, "text/html; charset=gb2312", NEWS, "utf-8"),
    "utf-8 header iso-8859-1": (UTF8, "text/html; charset=ISO-8859-1", NEWS, "utf-8"),
    "utf-8 meta gb2312": (page(NEWS, meta("gb2312")).encode(), None, NEWS, "utf-8"),
    "utf-8 meta gbk header big5": (page(NEWS, meta("gbk")).encode(), "text/html; charset=big5", NEWS, "utf-8"),
    "utf-8 with mark": (codecs.BOM_UTF8 + UTF8, None, NEWS, "utf-8"),
    "utf-8 with mark, meta gbk": (codecs.BOM_UTF8 + page(NEWS, meta("gbk")).encode(), None, NEWS, "utf-8"),
    "utf-8 cut at the end, 1 byte": (NEWS.encode()[:-1], None, NEWS[:-1], "utf-8"),
    "utf-8 cut at the end, 2 bytes": (NEWS.encode()[:-2], "text/html; charset=gbk", NEWS[:-1], "utf-8"),
    "utf-8 cut inside": (CUT_INSIDE, None, NEWS[45:], "utf-8"),
    "utf-8 cut inside, declared gbk": (CUT_INSIDE, "text/html; charset=gbk", "会议指出", "utf-8"),
    "utf-8 with a stray latin byte": (UTF8 + b"<p>\xa9 2024</p>", "text/html; charset=gb2312", NEWS, "utf-8"),
    "utf-8 with a gbk fragment": (MIXED, None, NEWS, "utf-8"),
    "utf-8 with a gbk fragment, declared gbk": (MIXED, "text/html; charset=gbk", NEWS, "utf-8"),
    "utf-8 short": ("临川新闻".encode(), None, "临川新闻", "utf-8"),
    "utf-8 one character, declared gbk": ("<p>好</p>".encode(), "text/html; charset=gbk", "好", "utf-8"),
    "utf-8 only a copyright sign, declared gbk": ("<p>© 2024</p>".encode(), "text/html; charset=gbk", "© 2024", "utf-8"),
    "utf-8 cyrillic, declared gbk": (page(RUSSIAN).encode(), "text/html; charset=gbk", RUSSIAN, "utf-8"),
    "utf-8 traditional, declared big5": (page(TRADITIONAL, meta("big5")).encode(), None, TRADITIONAL, "utf-8"),
    "utf-8 behind a long ascii head": ((ASCII_HEAD + NEWS).encode(), None, NEWS, "utf-8"),
    "utf-8 emoji": ("<p>😀临川</p>".encode(), "text/html; charset=gbk", "😀临川", "utf-8"),
    "gbk undeclared": (GBK, None, NEWS, "gb18030"),
    "gbk header gb2312": (GBK, "text/html; charset=gb2312", NEWS, "gb18030"),
    "gbk header x-gbk": (GBK, "text/html; charset=x-gbk", NEWS, "gb18030"),
    "gbk header iso-8859-1": (GBK, "text/html; charset=ISO-8859-1", NEWS, "gb18030"),
    "gbk header us-ascii": (GBK, "text/html; charset=us-ascii", NEWS, "gb18030"),
    "gbk header windows-1252": (GBK, "text/html; charset=windows-1252", NEWS, "gb18030"),
    "gbk header utf-8": (GBK, "text/html; charset=utf-8", NEWS, "gb18030"),
    "gbk header unknown": (GBK, "text/html; charset=klingon", NEWS, "gb18030"),
    "gbk header base64": (GBK, "text/html; charset=base64", NEWS, "gb18030"),
    "gbk header unicode_escape": (GBK, "text/html; charset=unicode_escape", NEWS, "gb18030"),
    "gbk header utf-16": (GBK, "text/html; charset=utf-16", NEWS, "gb18030"),
    "gbk header big5": (GBK, "text/html; charset=big5", NEWS, "gb18030"),
    "gbk meta utf-8": (page(NEWS, meta("utf-8")).encode("gb18030"), None, NEWS, "gb18030"),
    "gbk meta gb2312": (page(NEWS, '<META charset="gb2312">').encode("gb18030"), None, NEWS, "gb18030"),
    "gbk with a utf-8 mark": (codecs.BOM_UTF8 + GBK, None, NEWS, "gb18030"),
    "gbk behind a long ascii head": ((ASCII_HEAD + NEWS).encode("gb18030"), None, NEWS, "gb18030"),
    "gbk late meta": ((ASCII_HEAD + meta("gb2312") + "喆镕堃").encode("gb18030"), None, "喆镕堃", "gb18030"),
    "gbk rare letters, declared gb2312": (page("喆镕堃", meta("gb2312")).encode("gb18030"), None, "喆镕堃", "gb18030"),
    "gbk one short word that could be big5": ("<p>临川</p>".encode("gbk"), "text/html", "临川", "gb18030"),
    "gbk cut at the end": (NEWS.encode("gb18030")[:-1], "text/html; charset=gbk", NEWS[:-1], "gb18030"),
    "gbk with one broken byte": (GBK + b"<p>\xff</p>", None, NEWS, "gb18030"),
    "gbk with a utf-8 fragment": (MIXED_GBK, "text/html; charset=utf-8", NEWS, "gb18030"),
    "gb18030 four bytes": (page("㐀𠀀" + NEWS).encode("gb18030"), "text/html; charset=gb2312", "㐀𠀀", "gb18030"),
    "gbk xml declaration": (('<?xml version="1.0" encoding="GB2312"?>' + page("喆镕")).encode("gb18030"), None, "喆镕", "gb18030"),
    "big5 declared": (page(TRADITIONAL, meta("big5")).encode("big5"), None, TRADITIONAL, "big5hkscs"),
    "big5 undeclared": (page(TRADITIONAL).encode("big5"), None, TRADITIONAL, "big5hkscs"),
    "big5 declared gb2312": (page(TRADITIONAL, meta("gb2312")).encode("big5"), None, TRADITIONAL, "big5hkscs"),
    "big5 hong kong letters": (page("啲嘢" + TRADITIONAL, meta("big5")).encode("big5hkscs"), None, "啲嘢", "big5hkscs"),
    "traditional in gbk, declared big5": (page(TRADITIONAL, meta("big5")).encode("gb18030"), None, TRADITIONAL, "gb18030"),
    "utf-16 le with mark": (codecs.BOM_UTF16_LE + page(NEWS).encode("utf-16-le"), None, NEWS, "utf-16-le"),
    "utf-16 be with mark": (codecs.BOM_UTF16_BE + page(NEWS).encode("utf-16-be"), "text/html; charset=utf-8", NEWS, "utf-16-be"),
    "utf-16 le without mark": (page(NEWS).encode("utf-16-le"), None, NEWS, "utf-16-le"),
    "utf-16 be without mark": (page(NEWS).encode("utf-16-be"), "text/html; charset=gbk", NEWS, "utf-16-be"),
    "utf-16 cut": (page(NEWS).encode("utf-16-le")[:-1], None, NEWS, "utf-16-le"),
    "utf-32 with mark": (codecs.BOM_UTF32_LE + page(NEWS).encode("utf-32-le"), None, NEWS, "utf-32-le"),
    "meta utf-16 in ascii letters": (page(NEWS, meta("utf-16")).encode("gb18030"), None, NEWS, "gb18030"),
    "ascii": (b"<html><body>Hello</body></html>", "text/html; charset=gb2312", "Hello", "utf-8"),
    "one bare ascii letter": (b"x", None, "x", "utf-8"),
    "latin with curly quotes": (b"<p>caf\xe9 \x93quoted\x94 na\xefve</p>", None, "café “quoted” naïve", "cp1252"),
    "latin declared iso-8859-1": ("<p>café déjà vu</p>".encode("latin-1"), "text/html; charset=iso-8859-1", "café déjà vu", "cp1252"),
    "shift_jis declared": (page(JAPANESE, meta("shift_jis")).encode("shift_jis"), None, JAPANESE, "shift_jis"),
    "euc-kr declared": (page(KOREAN, meta("euc-kr")).encode("euc_kr"), None, KOREAN, "euc_kr"),
    "meta in a comment does not count": (page(TRADITIONAL, "<!-- " + meta("gbk") + " -->" + meta("big5")).encode("big5"), None, TRADITIONAL, "big5hkscs"),
    "charset of a script does not count": (page("喆镕堃", '<script charset="big5"></script>').encode("gb18030"), None, "喆镕堃", "gb18030"),
}  # fmt: skip


@pytest.mark.parametrize(("body", "content_type", "expected", "codec"), CASES.values(), ids=CASES)
def test_the_bytes_decide(body: bytes, content_type: str | None, expected: str, codec: str) -> None:
    text, used = decode(body, content_type=content_type)
    assert used == codec
    assert expected in text
    assert not text.startswith("\ufeff")


def test_a_whole_page_has_no_replacement_character() -> None:
    for name, (body, content_type, _, _) in CASES.items():
        if not any(word in name for word in ("fragment", "inside", "broken", "stray")):
            assert "\ufffd" not in decode(body, content_type=content_type)[0], name


def test_override_beats_declarations_but_not_a_mark() -> None:
    body = page("喆镕", meta("utf-8")).encode("gb18030")
    assert decode(body, content_type="text/html; charset=big5", override="gbk") == (body.decode("gb18030"), "gb18030")
    assert decode(codecs.BOM_UTF8 + UTF8, override="gb2312") == (page(NEWS), "utf-8")


def test_override_that_cannot_be_is_left_aside() -> None:
    assert decode(GBK, override="utf-8")[1] == "gb18030"
    assert decode(CUT_INSIDE, override="gbk")[1] == "utf-8"
    assert decode(GBK, override="no such codec\x00")[1] == "gb18030"


@pytest.mark.parametrize(
    "body",
    [
        b"", b"\xff", b"\xff\xfe", b"\xfe\xff\xd8", b"\xef\xbb\xbf", b"\xff\xfe\x00\x00\xff", b"\x81", b"\x00", b"\x00" * 9, b"<meta charset=",
        b"<!--<meta charset=gbk>", b"<meta charset=utf-8-sig>\xff\xff", bytes(range(256)) * 40, b"\xe4" * 5000, b"\x81\x30" * 5000,
    ],
)  # fmt: skip
def test_never_fails(body: bytes) -> None:
    text, codec = decode(body, content_type="text/html; charset=hex")
    assert isinstance(text, str)
    assert codecs.lookup(codec)


@pytest.mark.parametrize(
    "piece",
    [b"<meta charset=", b"<meta x charset=big5>\xb0\xa1", b"<!--", b"charset=" * 9, b"\xe4\xb8", b"\xff", b"<?xml " + b" " * 900],
)
def test_hostile_pages_take_linear_time(piece: bytes) -> None:
    body = piece * (2_000_000 // len(piece))
    start = time.process_time()
    decode(body)
    assert time.process_time() - start < 4


@pytest.mark.parametrize(
    "body",
    [
        b"%PDF-1.7\n", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"GIF89a", b"PK\x03\x04x", b"\x1f\x8b\x08", b"\x00\x00\x00\x1cftypisom",
        bytes((i * 7919 + i // 256) % 256 for i in range(4096)),
    ],
)  # fmt: skip
def test_binary(body: bytes) -> None:
    assert is_binary(body)


@pytest.mark.parametrize("name", CASES)
def test_no_text_is_binary(name: str) -> None:
    assert not is_binary(CASES[name][0])


def test_a_few_control_characters_are_no_binary() -> None:
    assert not is_binary(b"a\x00b<p>c\x01d</p>")
    assert not is_binary(UTF8.replace(b"<p>", b"<p>\x00\x08\x0b"))
