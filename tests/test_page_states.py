"""What short pages are: an error page by its words, an article that only holds such a number or word; a foot that is no text. And endless ones."""

import pytest

from newsspider.errors import Refused
from newsspider.language.page_states import asks_for_proof, forum_words, says_error
from newsspider.saved.extract import read_article

PARAGRAPHS = ["立秋刚过，白河县的早稻由南向北陆续开镰。", "在花桥镇，13台收割机半天收完了404亩，湿谷当天进仓。"]
FOOT = "本网站由市委宣传部主管 技术支持：云上科技<br>关于我们 | 联系我们 | 广告服务 | 网站地图<br>违法和不良信息举报电话：0000-9932649"


def page(body: str, title: str = "白河县早稻开镰-白河新闻网") -> bytes:
    return (
        f"<html><head><meta charset='utf-8'><title>{title}</title></head><body><main><h1>{title.partition('-')[0]}</h1>"
        f"<div>2023-09-02 14:33 来源：白河新闻网</div>{body}</main></body></html>"
    ).encode()


def paragraphs(*texts: str) -> str:
    return "<section>" + "".join(f"<p>{text}</p>" for text in texts) + "</section>"


@pytest.mark.parametrize(
    "title",
    ["404 Not Found", "404", "HTTP 404", "404页面", "Error 503 Service Unavailable", "502 Bad Gateway", "Oops! 404", "江州网_404",
     "请输入验证码", "安全验证", "抱歉，您访问的页面不存在。", "出错啦", "错误代码：500"],
)  # fmt: skip
def test_words_of_an_error(title: str) -> None:
    assert says_error(title)
    with pytest.raises(Refused):
        read_article(page("<p>请稍后再试。</p>", title))


@pytest.mark.parametrize(
    "line",
    ["13台收割机半天收完了404亩。", "500米长的步道", "补贴 500 - 800 元", "不要把验证码告诉他人。", "403班的孩子们", "G404高速", "操作出错了谁来负责？"],
)  # fmt: skip
def test_a_number_or_a_word_of_a_text_is_no_error(line: str) -> None:
    assert not says_error(line)


def test_words_far_down_a_page_count() -> None:
    before = "早稻陆续开镰。" * 3_000
    assert forum_words(f"{before}回复 发帖 Powered by") >= 2
    assert asks_for_proof(f"{before}<script src=/captcha.js></script>")


def test_a_short_article_with_such_a_number_is_read() -> None:
    assert read_article(page(paragraphs(*PARAGRAPHS))).body == PARAGRAPHS


@pytest.mark.parametrize("heading", ["热门", "编辑推荐", "相关阅读"])
def test_a_foot_of_several_lines_is_no_text(heading: str) -> None:
    side = f"<div><h3>{heading}</h3><ul><li><a href=/a/1.html>全市春灌有序推进</a></li></ul></div>"
    text = paragraphs(*PARAGRAPHS, "编　　辑 ：袁梓阳")
    article = read_article(page(f"{text}{side}<footer><div class=footer>{FOOT}</div></footer>"))
    assert article.body == PARAGRAPHS
    assert [(one.label, one.name) for one in article.credits] == [("编辑", "袁梓阳")]


@pytest.mark.parametrize(
    ("line", "read", "refused"), [("早稻开镰，湿谷进仓。", 9_000, 11_000), ("2023-09-02 14:33 来源：白河新闻网 {}", 600, 1_500)]
)
def test_a_page_of_endless_lines_is_refused(line: str, read: int, refused: int) -> None:
    text = paragraphs(*PARAGRAPHS * 5)
    assert read_article(page(text + paragraphs(*(line.format(number) for number in range(read))))).body
    with pytest.raises(Refused, match="oversized"):
        read_article(page(text + paragraphs(*(line.format(number) for number in range(refused)))))
