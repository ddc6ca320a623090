"""Restoring damaged text; clean text, genuine Traditional and language lessons stay as they are."""

import sys
from typing import Any

import pytest

from newsspider.items import Found, Image, Printed, start_draft
from pipelines import restore
from pipelines.holes import fill_holes, readings
from pipelines.mojibake import undo_mojibake
from pipelines.pinyin import is_polluted, strip_pinyin
from pipelines.restore import restore_text
from pipelines.script import language_of

POLLUTED = "江州日報(bào)訊(xùn) 市委召開會(huì)議(yì)，認(rèn)真學(xué)習(xí)有關(guān)精神。"
LESSON = "“重”是多音字，重(zhòng)庆的重与重(chóng)复的重读音不同，“行”也是，银行(háng)与行(xíng)走、品行(xíng)要分清。"


def test_pinyin_and_traditional_are_undone_together() -> None:
    text, done = restore_text(POLLUTED)
    assert text == "江州日报讯 市委召开会议，认真学习有关精神。"
    assert done == ["pinyin", "traditional"]


@pytest.mark.parametrize(
    "text",
    [
        POLLUTED.replace("(", "（").replace(")", "）"),
        POLLUTED.replace("(", " (").replace("報 (", "報　("),
        POLLUTED.replace(")", ") "),
        POLLUTED.replace("(bào)", "( bào )"),
    ],
)
def test_full_width_brackets_and_stray_blanks(text: str) -> None:
    assert restore_text(text)[0].replace(" ", "") == "江州日报讯市委召开会议，认真学习有关精神。"


@pytest.mark.parametrize(
    "text",
    [
        LESSON,
        "重(zhòng)庆市今天召开会议，研究部署有关工作。",
        "犇(bēn)、猋(biāo)、骉(biāo)、麤(cū)、毳(cuì)、淼(miǎo)、焱(yàn)、垚(yáo)、鑫(xīn)、晶(jīng)这些字由三个相同的字组成。",
        "「標」字讀作標(biāo)，這是一個例子。" + "這篇文章講的是語言文字的學習方法，並不是被污染的文字。" * 12,
        "他说(shuo)了(le)三句话。",
        "会议（三）指出(a)要抓好(b)落实(c)工作。",
    ],
)
def test_readings_that_the_article_means_stay(text: str) -> None:
    assert not is_polluted(text)
    assert restore_text(text) == (text, [])


def test_neutral_syllables_go_too_but_other_brackets_stay() -> None:
    text = POLLUTED + "他們(men)說(shuō)，項目(xm)和公司(logo)都好。"
    assert restore_text(text)[0].endswith("他们说，项目(xm)和公司(logo)都好。")


@pytest.mark.parametrize(
    ("text", "restored"),
    [
        ("孩子們(men )和老師們(men )都來(lái)了，這(zhè)是個(ge )好辦(bàn)法。", "孩子们和老师们都来了，这是个好办法。"),
        ("報(bao4)訊(xun4)：會(hui4)議(yi4)召開(kai1)。", "报讯：会议召开。"),
        ("報(bao)訊(xun)：會( hui )議( yi )召開（kai）。", "报讯：会议召开。"),
        ("報(ba4o)訊(xu4n)：會(hui⁴)議(yi⁴)召開(Kai1)。", "报讯：会议召开。"),
        ("報[bào]訊[xùn]：會【huì】議〔yì〕召開。", "报讯：会议召开。"),
        ("報(ㄅㄠˋ)訊(ㄒㄩㄣˋ)：會(ㄏㄨㄟˋ)議(ㄧˋ)召開。", "报讯：会议召开。"),
        ("綠(lv4)葉(ye4)，濾(lu:4)水，鋁(lü3)門(men2)，驢(lu)車(che1)。", "绿叶，滤水，铝门，驴车。"),
        ("報(bɑ\u0300o)訊(xu\u0300n)：會(hui\u0300)議(yi\u0300)，兩(liǎnɡ)個(ɡè)。", "报讯：会议，两个。"),
        ("長(zhǎng/cháng)隊(duì)：會(huì,kuài)議(yì)召開。", "长队：会议召开。"),
        (
            "報(bao4)訊(xun4)：會(hui4)議(yi4)，維(wei2)生素(b1)、鈣(ca2)和門(door)。",
            "报讯：会议，维生素(b1)、钙(ca2)和门(door)。",
        ),
    ],
)
def test_every_form_that_pinyin_tools_print(text: str, restored: str) -> None:
    assert restore_text(text) == (restored, ["pinyin", "traditional"])


def pollute(text: str) -> str:
    """The text as the polluter leaves it: a reading behind the bytes of each Traditional character it finds, in any place."""
    data = text.encode("gbk")
    for char, reading in (
        ("報", "bào"),
        ("請", "qǐng"),
        ("會", "huì"),
        ("學", "xué"),
        ("習", "xí"),
        ("訊", "xùn"),
        ("側", "cè"),
        ("來", "lái"),
    ):
        data = data.replace(char.encode("gbk"), char.encode("gbk") + f"({reading})".encode("gbk"))
    out, at = [], 0
    while at < len(data):
        size = 1 if data[at] < 0x80 else 2
        try:
            out.append(data[at : at + size].decode("gbk"))
        except UnicodeDecodeError:
            out.append("?")  # a lone byte swallows the bracket behind it
        at += size
    return "".join(out)


def test_a_character_lost_between_two_readings_is_found_again() -> None:
    text = "江州日報訊，學習會上學習日報。"
    assert "日?qǐng)?bào)" in pollute(text)
    assert strip_pinyin(pollute(text)) == text
    assert strip_pinyin(pollute(text).replace("?", "\ufffd")) == text


HOLES = {
    "們?cè)谶@里": "們在這里",  # the pairs are wrong up to a second byte that is a letter
    "日?qǐng)?bào)社": "日報社",
    "日\ufffd(qǐng)\ufffd(bào)社": "日報社",
    "江?": "江?",
    "他?說": "他?說",
    "們?cè)谶": "們?cè)谶",  # never pairs up again
    "們?zzè)谶@里": "們?zzè)谶@里",
}


@pytest.mark.parametrize("text", HOLES)
def test_holes(text: str) -> None:
    assert fill_holes(text) == HOLES[text]


def test_a_hole_that_nothing_explains_stays_as_printed() -> None:
    text = "學(xué)習(xí)會(huì)議，某?zzǐng)?bào)，另?qǐng)?zzào)。"
    assert strip_pinyin(text) == "學習會議，某?zzǐng)?bào)，另?qǐng)?zzào)。"


def test_readings_table() -> None:
    assert "報" in readings()["bào"]
    assert "請" in readings()["qǐng"]
    assert all(len(char.encode("gbk")) == 2 for chars in readings().values() for char in chars)


def test_genuine_traditional_stays_unless_the_site_asks() -> None:
    text = "香江訊：市民對這項工作表示歡迎，認為應當繼續進行下去。"
    assert restore_text(text) == (text, [])
    assert restore_text(text, simplify=True) == ("香江讯：市民对这项工作表示欢迎，认为应当继续进行下去。", ["traditional"])


@pytest.mark.parametrize("codec", ["latin-1", "cp1252"])
def test_double_encoding_is_undone_where_the_bytes_prove_it(codec: str) -> None:
    original = "市委召开会议，研究部署有关工作。"
    broken = "".join(
        chr(byte) if codec == "latin-1" or byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else bytes([byte]).decode("cp1252")
        for byte in original.encode()
    )
    assert restore_text(f"Tel: {broken}") == (f"Tel: {original}", ["mojibake"])


def test_utf8_read_as_gbk_is_undone() -> None:
    original = "中国人民的生活水平，"
    assert undo_mojibake(original.encode().decode("gb18030")) == original


@pytest.mark.parametrize(
    "text", ["Café Zürich é à la carte ä¸", "温度为30℃±2℃，½杯水×3", "鐨勬槸涓", "锟斤拷锟斤拷", "naïve façade—“quoted” €20"]
)
def test_what_the_bytes_do_not_prove_stays(text: str) -> None:
    assert undo_mojibake(text) == text


def test_invisible_characters_go_and_emoji_joiners_stay() -> None:
    assert restore_text("\ufeff江\u200b州\x00日\u00ad报\u200d") == ("江州日报", ["control_characters"])
    assert restore_text("家庭👨\u200d👩\u200d👧照片") == ("家庭👨\u200d👩\u200d👧照片", [])


LANGUAGES = {
    "市民对这项工作表示欢迎，认为应当继续进行下去。": "zh-Hans",
    "市民對這項工作表示歡迎，認為應當繼續進行下去。": "zh-Hant",
    "Jiangzhou held a meeting on Monday.": "en",
    "江州で会議が開かれました。市民は歓迎しています。": "ja",
    "강주시는 월요일에 회의를 열었다.": "ko",
    "བོད་ལྗོངས་ཉིན་རེའི་ཚགས་པར།": "bo",
    "شىنجاڭ گېزىتى تورى خەۋەرلىرى": "ug",
    "ᠥᠪᠦᠷ ᠮᠣᠩᠭᠣᠯ": "mn-Mong",
    "": "zh-Hans",
    "2023": "zh-Hans",
}


@pytest.mark.parametrize("text", LANGUAGES)
def test_language(text: str) -> None:
    assert language_of(text) == LANGUAGES[text]


def printed(**fields: Any) -> Printed:
    return Printed(reader="test", encoding="utf-8", content_sha256="0" * 64, **fields)


def test_every_text_of_the_page_is_restored_and_the_original_is_left_alone() -> None:
    page = printed(
        headline="江\u200b州",
        paragraphs=["　　一\x00段\xa0", "二\n  　三"],
        meta_lines=["来\u200b源：江州"],
        sources=[Found("江\u200b州", "visible"), Found("http://x/\u200b", "url")],
        images=[Image("http://x/\u200b1.jpg", "图\u200b一")],
    )
    draft = start_draft(page)
    restore.step(draft)
    after = draft.printed
    assert (after.headline, after.paragraphs, after.meta_lines) == ("江州", ["一段", "二\n三"], ["来源：江州"])
    assert [found.value for found in after.sources] == ["江州", "http://x/\u200b"]
    assert after.images == [Image("http://x/\u200b1.jpg", "图一")]
    assert draft.article.restorations == ["control_characters"]
    assert page.headline == "江\u200b州"


def test_a_separator_inside_a_text_does_not_shift_the_others() -> None:
    draft = start_draft(printed(headline="甲\x1f乙", paragraphs=["丙\u200b", "丁"]))
    restore.step(draft)
    assert draft.printed.headline == "甲 乙"
    assert draft.printed.paragraphs == ["丙", "丁"]


def test_clean_pages_load_no_converter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "opencc", None)
    restore._converter.cache_clear()
    assert restore_text("市委召开会议。") == ("市委召开会议。", [])
    with pytest.raises(ImportError):
        restore_text("市委召開會議。", simplify=True)
