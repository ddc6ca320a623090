"""What pages print behind and before the text and nobody wrote: rights notices, "read more", counters, print references."""

import re

from newsspider.language.timestamps import is_only_time

_RIGHTS = re.compile(
    "|".join(
        (
            r"版权(?:归.{0,24}所有|所有|声明)",
            r"未经.{0,20}(?:授权|许可|允许|同意).{0,20}(?:转载|使用|复制|摘编|传播|不得|禁止|严禁|谢绝)",
            r"(?:谢绝|禁止|严禁|不得.{0,6}|拒绝.{0,4})转载",
            r"转载.{0,6}(?:请|须|时|需|务必).{0,16}(?:注明|联系|标注|标明|保留|附上)",
            r"请(?:务必)?注明(?:出处|来源)",
            r"免责声明",
            r"(?:仅|只)(?:代表|为).{0,4}作者(?:个人|本人)?.{0,4}(?:观点|立场|意见)",
            r"不代表.{1,14}(?:观点|立场|意见)",
            r"(?:侵权|侵犯.{0,10}(?:权|益)).{0,30}(?:删除|联系|告知|处理|撤下|邮箱|电话)",
            r"(?:删除|联系).{0,10}侵权",
            r"(?:图片|图文|内容|素材|稿件|文章|信息)(?:均|皆|部分)?(?:来源于|来自|源于|源自|摘自|来源)(?:于)?(?:网络|互联网)",
            r"(?:与|请)(?:我们|本网|本站|本报|编辑部).{0,6}联系",
            r"^(?:特别|郑重|版权|免责|重要|风险|平台)?(?:声明|提示|说明)[:：]",
            r"^(?:凡|本网|本站|本报).{0,10}(?:注明|转载|刊登|登载|发布).{0,60}(?:来源|作品|稿件|版权)",
            r"著作权归.{0,24}所有|^Notice: The content|^您访问的链接即将离开",
            r"文责自负|风险自(?:担|负)|不构成.{0,8}(?:建议|依据)|授权(?:发布|转载)$",
        )
    )
)
_OUR_TEXT = re.compile(
    r"^本文(?:来源|来自|转载|系|首发|由|仅|原载|为|授权|摘自|编辑自|选自).{0,60}$|^(?:以上|本文)(?:均|皆)?据.{2,20}$"
    r"|^(?:部分|以上|本文)?(?:内容|图片|资料|素材|信息|文字|数据|稿件)?(?:均|皆)?综合(?:整理)?自[^。！？]{2,80}$"
    r"|^(?:本报|本网|本刊|本台|记者)综合(?:报道|整理|消息|外电|新华社.{0,12})$"
)
_OUTLET_MADE = re.compile(r"^[\u3400-\u9fffA-Za-z·]{2,24}(?:出品|制作|联合出品|倾情奉献)$")
_MORE = re.compile(
    r"(?:>+|》+|◎|▼|▶|●|·|\*|-)?\s*(?:"
    + "|".join(
        (
            r"更多(?:精彩|新闻|资讯|内容|详情|相关|本地|报道|信息|猛料).{0,40}",
            r"相关(?:阅读|新闻|链接|报道|文章|专题|推荐|评论)(?:[:：>》\s].{0,60})?",
            r"(?:延伸|推荐|拓展|更多|热门|精彩)(?:阅读|推荐)(?:[:：>》\s].{0,60})?",
            r"往期(?:回顾|推荐|精彩).{0,20}",
            r"(?:点击|扫描|长按|扫一扫|扫码|识别).{0,40}",
            r"(?:欢迎|敬请|请)?(?:关注|订阅|下载|安装|打开).{0,30}(?:公众号|微信|客户端|二维码|我们|APP|微博|抖音|报料|有奖).{0,30}",
            r".{0,20}(?:二维码|微信公众号)(?:关注|下载)?.{0,12}",
            r".{0,16}(?:新闻线索|报料|爆料).{0,40}",
            r"返回.{0,10}(?:首页|列表|专题|顶部).{0,4}",
            r"[上下]一(?:篇|页|条|张)(?:[:：\s].{0,60})?",
            r"阅读(?:原文|(?:剩余)?全文)\W{0,4}|查看(?:原文|更多|全文).{0,10}",
            r"(?:网友|我要|热门|发表|最新)?评论(?:\s*[(（:：\d].{0,20})?",
            r"分享(?:到|至|让更多).{0,30}|分享",
            r"(?:我要)?(?:打印|关闭|收藏|纠错|顶部|复制链接|加入收藏)(?:本页|窗口|页面|此页|本文)?(?:[\s|｜/】【\[\]].{0,20})?",
            r"举报(?:[:：/\s].{0,20})?",
            r"(?:新闻|爆料|报料|读者|服务|投诉|维权|举报)?(?:热线|邮箱|QQ群?|电话|微信)(?:电话)?[:：].{0,60}",
            r"投稿.{0,40}",
            r"(?:点赞|点个赞|点亮|点?个?[“\"「]?在看)[”\"」]?吧?(?:，.{0,12})?(?:[^\u3400-\u9fff].{0,20})?",
            r"(?:阅读|浏览|点击|评论|点赞|播放|访问)(?:量|数|次数)?\s*[:：]?\s*\d{1,9}(?:\.\d)?\s*(?:万\+?)?\s*(?:次|条)?",
            r"[^。，|｜]{1,12}(?:[|｜][^。，|｜]{1,12}){2,12}",
            r"图集|组图|专题|视频|精彩推荐",
            r"微信(?:扫|搜).{0,20}",
            r"本文(?:标签|关键词|网址|链接|地址)[:：].{0,80}|(?:标签|关键词|Tags?)[:：].{0,80}",
            r"(?:用手机|手机)(?:看|浏览|阅读).{0,20}",
            r"进入.{0,12}(?:频道|首页|专题).{0,6}",
            r"海量资讯.{0,20}尽在.{0,20}|喜欢此内容的人还喜欢|预览时标签不可点|返回.{2,6}，查看更多|为[你您]推荐|保存网页|我要反馈|(?:平台|版权|免责)声明",
            r"(?:[\u3400-\u9fff]{2,6}网)?\s*(?:官方)?(?:微信|微博|抖音)(?:公众号|号)?[:：].{0,30}",
            r"[-—–－─~·*\s]{0,12}(?:THE )?END[-—–－─~·*\s]{0,12}",
            r"\W*[\ue000-\uf8ff]\W*\d*\W*",
        )
    )
    + r")\s*[\]>》▼]?\s*",
    re.IGNORECASE,
)
_SUPPLIED = re.compile(r"[（(][^（）()。，,]{2,24}(?:供稿|报送)[）)]")
_WORD = re.compile(r"\w|…")
_PRINT_REFERENCE = re.compile(
    r"[《〈]?\s*[《〈]?[\u3400-\u9fff ]{2,12}[》〉]\s*[（(]?\s*\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日.{0,30}[）)]?"
)
_LINKS = re.compile(
    r"^(?:【|\[|>+|▼|◆|■|●)?\s*(?:相关(?:阅读|新闻|链接|报道|文章|推荐)|(?:延伸|推荐|拓展|更多)阅读|往期(?:回顾|推荐)|热点推荐|猜你喜欢|"
    r"热门(?:新闻|推荐|文章)|新闻推荐|今日推荐|编辑推荐)\s*[:：>》】\]▼]*\s*$"
)
_HEAD = re.compile(
    r"^(?:(?:音频|视频)(?:正在)?(?:加载|播放|缓冲).{0,12}|\W*\d{3,}\W*|\W*[\ue000-\uf8ff]\W*\d*\W*|(?:安装|下载|打开|点击).{0,30}(?:客户端|APP|收听|播放|下载).{0,40})$"
)
_BRACKETS = "【】[]（）()〔〕［］ 　*"
MAX_RIGHTS = 300
MAX_MORE = 120


_WIRE = re.compile(
    r"^[（(]?(?:以上)?(?:图文|文图|内容|稿件|消息|各?条?)?(?:均|皆)?(?:据|来自)?(新华社|中新社|人民网|新华网|(?<=据)[\u3400-\u9fff]{2,10}[报社网台])(?:电|供本报.{0,6}|稿|发|消息|报道)?[)）]?$"
)
_CLOSING_SOURCE = re.compile(
    r"^(?:[（(]\s*(?:据|原载|转自|摘自|来源于)\s*《?([^（）()，。《》]{2,24}?)》?(?:报道|消息|综合)?\s*[)）]"
    r"|(?:据|原载|转自|摘自)\s*《([^《》]{2,24})》(?:报道|消息)?|[（(](新华社|中新社)[\u3400-\u9fff\d]{0,14}电[)）])$"
)


def closing_source(paragraph: str) -> str | None:
    """The outlet that a closing line names: `（据《江州日报》）`, `以上均据新华社电`; None for another line."""
    match = _WIRE.match(paragraph) or _CLOSING_SOURCE.match(paragraph)
    return next(filter(None, match.groups())) if match else None


def is_furniture(paragraph: str) -> bool:
    """Whether a closing paragraph is a rights notice, a "read more" line, a print reference, a counter or a lone time."""
    if len(paragraph) > MAX_RIGHTS:
        return False
    if _SUPPLIED.fullmatch(paragraph):
        return True
    text = paragraph.strip(_BRACKETS)
    if _RIGHTS.search(text) or _OUR_TEXT.match(text) or _OUTLET_MADE.match(text):
        return True
    if len(text) > MAX_MORE:
        return False
    return not _WORD.search(text) or bool(_MORE.fullmatch(text) or _PRINT_REFERENCE.fullmatch(text)) or is_only_time(text)


def opens_links(paragraph: str) -> bool:
    """Whether a paragraph heads a list of other articles: `相关阅读：`."""
    return bool(_LINKS.match(paragraph))


def drop_head(body: list[str], most: int = 3) -> list[str]:
    """The body without opening furniture: bare numbers, icon letters, an advertisement for the app."""
    start = 0
    while start < len(body) - 1 and start < most and _HEAD.match(body[start]):
        start += 1
    return body[start:]
