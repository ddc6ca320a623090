"""What pages print round a text: one answer in the page and behind the text, and the sentences of the news that it must leave."""

import pytest

from newsspider.language.boilerplate import (
    closing_source,
    drop_head,
    foot_words,
    is_boilerplate,
    is_comments_heading,
    is_imprint,
    is_related_heading,
    is_rights_notice,
    tells_origin,
)
from newsspider.language.lexicon import words
from newsspider.language.phrases import phrase, plain

ANYWHERE = [
    "分享到：", "字号：默认 大 超大 | 打印 |", "阅读 539", "[1] [2] [3] 下一页", "T+", "继续阅读全文", "00:00 / 03:12", "— END —", "微信扫一扫关注我们",
    "首页 > 要闻 > 正文", "上一篇：旧闻", "【下一篇】江州新桥通车", "返回溪口网，查看更多", "浏览次数：1,204", "36人参与 12条评论", "视频加载失败，请刷新后重试",
    "您现在的位置：首页 > 江州要闻", "标签：口袋公园 老城", "版权所有 江州日报社", "版 权 所 有：江州日报社", "關鍵字：新橋 通車", "江州网©2024", "关于我们 | 联系我们",
    "下载江州通客户端查看更多", "您尚未登录，登录后可以发表评论。",
]  # fmt: skip
BEHIND = [
    "点击图片，看江州新桥的夜景", "投稿请发江州日报编辑部", "转载请注明来源：江州日报", "本文仅代表作者个人观点，与本网无关。", "推荐阅读：江州新桥今日通车", "要闻 | 时政 | 文旅 | 视频",
    "江州看点", "（完）", "全文完", "来自：江州", "欢迎关注江州日报微信", "点个“在看”吧！", "报料热线：0790-0000000", "请选择您看到这篇新闻时的心情", "2024-05-10 08:30", "◆◆◆",
    "如轉載，請註明出處", "發送短信到 10658000 訂閱手機報",
]  # fmt: skip
TEXT = [
    "1", "2018", "23:30", "10-15万", "1.75%至2%。", "点评：", "（唐文曦）", "《冬夜读书》", "他说。", "5点击鼓，全城出动。", "咨询电话：0790-1234567", "法律顾问进乡村", "上篇",
    "公司固定收益主管：李明", "他从江州返回省城，没有回家。",
    "记者在现场扫码下单后了解到，这一功能上线半年来服务群众超过三十万人次，群众办事更方便了，满意率也提高了，今后还会在全省推广这套系统。",
]  # fmt: skip


@pytest.mark.parametrize("line", ANYWHERE)
def test_boilerplate_anywhere(line: str) -> None:
    assert is_boilerplate(line)
    assert is_boilerplate(line, behind=True)


@pytest.mark.parametrize("line", BEHIND)
def test_boilerplate_behind_a_text(line: str) -> None:
    assert is_boilerplate(line, behind=True)


@pytest.mark.parametrize("line", TEXT)
def test_text_is_no_boilerplate(line: str) -> None:
    assert not is_boilerplate(line)


@pytest.mark.parametrize(
    "line",
    ["免责声明：本网不承担责任。", "未经授权不得转载", "本文版权归江州日报所有", "图片来自网络，侵删", "如有侵权，请联系删除。", "【版权声明】", "1.凡来源为江州日报的稿件，版权归本报。",
     "特别声明：本文仅代表作者观点。", "①本网站内容仅供参考"],
)  # fmt: skip
def test_a_notice_of_rights(line: str) -> None:
    assert is_rights_notice(line)


@pytest.mark.parametrize(
    "line",
    [
        "特别提示：活动当天不设停车位，请乘坐公交车前往。",
        "江州法院审理一起侵权案，被告未经授权使用他人作品。",
        "1本书换一盆花",
        "3本教材免费发放",
    ],
)
def test_what_is_no_notice_of_rights(line: str) -> None:
    assert not is_rights_notice(line)


@pytest.mark.parametrize(
    "line", ["相关阅读", "【延伸阅读】", "猜你喜欢", "热点排行榜", "大家都在看", "作者最新文章", "网友评论（36条）", "相關新聞"]
)
def test_a_heading_of_other_articles(line: str) -> None:
    assert is_related_heading(line)
    assert is_comments_heading(line) == ("评论" in line)


def test_the_foot_of_a_page() -> None:
    assert is_imprint("江州日报社版权所有")
    assert is_imprint("赣ICP备00000000号")
    assert foot_words("举报电话：0790-0000000 邮编：330000") == 2
    assert foot_words("本报将继续关注此事。") == 1
    assert foot_words("本报讯（记者 张三）版权保护周开幕，授权书当场签署。") == 0
    assert foot_words("新桥通车了。") == 0


@pytest.mark.parametrize(
    "line",
    ["本文转载自江州日报", "以上内容综合自江州日报、江州发布", "（部分内容综合自江州发布）", "江州日报社出品", "《江州日报》（2024年05月10日 04版）", "（江州市水利局供稿）"],
)  # fmt: skip
def test_a_remark_on_the_origin(line: str) -> None:
    assert tells_origin(line)


@pytest.mark.parametrize(
    ("line", "source"),
    [("（据《江州日报》）", "江州日报"), ("以上均据新华社电", "新华社"), ("（据江州发布综合）", "江州发布"), ("据《江州日报》报道", "江州日报"), ("（新华社江州5月10日电）", "新华社"),
     ("据了解，新桥今日通车。", None), ("信息来源不明的食品不要购买", None)],
)  # fmt: skip
def test_the_source_that_a_closing_line_names(line: str, source: str | None) -> None:
    assert closing_source(line) == source


def test_boilerplate_above_a_text_goes_and_the_last_line_stays() -> None:
    assert drop_head(["10086", "打开江州通客户端，收听全文", "新桥今日通车。"]) == ["新桥今日通车。"]
    assert drop_head(["10086"]) == ["10086"]


def test_a_phrase_is_made_of_words_in_either_script_and_of_signs_in_every_print() -> None:
    found = phrase("boilerplate.rights", "{forbid}.{0,4}{reprint}[{:}]")
    assert found.search("未經許可轉載︰")
    assert found.search("不得转载：")
    assert not found.search("转载：不得")
    assert plain("APP") == "app"
    assert "转载" in words("boilerplate", "rights", "reprint")
