"""Which of a picture's addresses is given: its largest printed form; and captions of pictures whose address cannot be known."""

import pytest

from newsspider.items import Printed
from newsspider.pages import load, read_article

TEXT = [
    "柳溪乡卫生所7月6日添了一台听力筛查仪，当天有56位老人免费做了检查，排在最前面的是八十一岁的薛阿婆。",
    "医生康庭说，许多老人听不清却不愿意讲，早一点筛查，多数都能配上合适的助听器。",
    "检查每周两次，由各村的村医通知，行动不便的老人可以请医生上门。",
]
CAPTION = "老人在卫生所排队检查。康庭 摄"
URL = "http://www.qingchuan.test/xj/202507/t20250707_31.html"


def read(picture: str, url: str | None = URL, head: str = "") -> Printed:
    page = (
        f"<html><head><meta charset=utf-8><title>柳溪乡卫生所添筛查仪_清川网</title>{head}</head><body><h1>柳溪乡卫生所添筛查仪</h1>"
        f"<div>2025-07-07 08:15 来源：清川日报</div><div><p>{TEXT[0]}</p>{picture}<p>{TEXT[1]}</p><p>{TEXT[2]}</p></div></body></html>"
    )
    return read_article(load(page.encode(), url=url))


@pytest.mark.parametrize(
    "picture",
    [
        "<img src=/s.jpg srcset='/s.jpg 320w,/big.jpg 1280w, /m.jpg 640w'>",
        "<img src=/s.jpg srcset='/s.jpg, /big.jpg 3x, /m.jpg 2x'>",
        "<img src=/s.jpg srcset='/big.jpg 2x'>",
        "<img srcset='/m.jpg 500w 300h, /big.jpg 900w 600h'>",
        "<img src=/img/loading.gif data-srcset='/m.jpg 1x, /big.jpg 2x'>",
        "<img src='data:image/gif;base64,R0lGOD' data-lazy-srcset='/m.jpg 1x, /big.jpg 2x'>",
        "<picture><source media='(min-width: 1200px)' srcset=/big.jpg><source media='(min-width: 600px)' srcset=/m.jpg><img src=/s.jpg></picture>",
        "<picture><source media='(max-width: 600px)' srcset='/s.jpg 2x'><img src=/big.jpg></picture>",
        "<picture><source type=image/webp srcset=/big.webp><img src=/big.jpg></picture>",
        "<picture><source srcset='/m.jpg 400w, /big.jpg 900w'><img alt=''></picture>",
        "<a href=/big.jpg><img src=/s.jpg></a>",
        "<a href='/big.jpg?download=1' class=zoom><span><img src=/s.jpg srcset='/m.jpg 2x'></span></a>",
        "<a href=/big.jpg><img src=/s.jpg><br>点击看大图</a>",
        "<img src=/s.jpg data-original=/big.jpg srcset='/m.jpg 2x'>",
        "<img src=/s.jpg data-zoom-image=/big.jpg>",
        "<img src=/big.jpg srcset='/big.jpg 900w, /s.jpg 300w'>",
        "<a href=/xj/202507/t20250701_2.html><img src=/big.jpg></a>",
        "<a href='javascript:void(0)'><img src=/big.jpg></a>",
    ],
)
def test_largest_form(picture: str) -> None:
    [image] = read(f"<p align=center>{picture}</p>").images
    assert image.url.partition("?")[0] == "http://www.qingchuan.test/big.jpg"


def test_addresses_that_hold_commas() -> None:
    [image] = read("<p><img srcset='/a.jpg?x-process=resize,w_300 300w, /a.jpg?x-process=resize,w_900 900w'></p>").images
    assert image.url.endswith("/a.jpg?x-process=resize,w_900")


def test_greater_number_in_the_name_wins() -> None:
    [image] = read("<p><img src=/a_1600.jpg srcset='/a_400.jpg 400w, /a_800.jpg 800w'></p>").images
    assert image.url.endswith("/a_1600.jpg")


@pytest.mark.parametrize(
    "picture",
    [
        "<img src=/images/logo.png srcset='/images/logo.png 1x, /images/big.png 2x'>",
        "<a href=/images/qrcode_big.png><img src=/images/qrcode.png></a>",
        "<img class=icon srcset='/a.jpg 2x'>",
        "<img width=24 height=24 src=/a.jpg srcset='/a2.jpg 2x'>",
        "<img src=/img/blank.gif>",
    ],
)
def test_ornaments_stay_out(picture: str) -> None:
    assert read(f"<p>{picture}</p>").images == []


PICTURES = [
    f"<p align=center><img src=pic/a.jpg></p><p align=center>{CAPTION}</p>",
    f"<figure><img srcset='a.jpg 300w, b.jpg 900w'><figcaption>{CAPTION}</figcaption></figure>",
    f"<p><a href=big/a.jpg><img src=small/a.jpg><br>{CAPTION}</a></p>",
    f"<center><img data-src=a.jpg src='data:image/gif;base64,R0lGOD'></center><center>{CAPTION}</center>",
]
HELD = [
    f"<p><img src='./seite_files/a.jpg'></p><p class=tuzhu>{CAPTION}</p>",
    f"<p><img src='file:///C:/a/b.jpg'></p><p align=center>{CAPTION}</p>",
    f"<p><img src='data:image/png;base64,AAAA'></p><p align=center>{CAPTION}</p>",
]


@pytest.mark.parametrize("picture", PICTURES + HELD)
def test_caption_of_a_picture_without_address_is_no_text(picture: str) -> None:
    found = read(picture, url=None)
    assert (found.images, found.paragraphs) == ([], TEXT)


@pytest.mark.parametrize("picture", PICTURES)
def test_address_that_the_page_calls_its_own_serves(picture: str) -> None:
    found = read(picture, url=None, head=f"<link rel=canonical href='{URL}'>")
    assert [image.caption for image in found.images] == [CAPTION]
    assert found.images[0].url.startswith("http://www.qingchuan.test/xj/202507/")


@pytest.mark.parametrize("picture", HELD)
def test_copies_beside_a_saved_page_are_not_on_the_site(picture: str) -> None:
    found = read(picture, url=None, head=f"<link rel=canonical href='{URL}'>")
    assert (found.images, found.paragraphs) == ([], TEXT)


@pytest.mark.parametrize("name", ["amp-wp-caption-text", "wp_caption_dd", "news-caption", "shuoming", "pic_tushuo"])
@pytest.mark.parametrize("picture", ["<amp-img src=/big.jpg width=800 height=450></amp-img>", "<p><img src=/big.jpg></p>"])
def test_captions_by_a_word_of_their_name(name: str, picture: str) -> None:
    got = read(f"{picture}<p class={name}>老人在卫生所排队检查。</p>")
    assert ([image.caption for image in got.images], got.paragraphs) == (["老人在卫生所排队检查。"], TEXT)
