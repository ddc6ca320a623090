"""Desk credits, media credits and source: read where they stand, and taken out of the body with the page furniture behind them."""

import re
from collections.abc import Iterable

from newsspider.items import Credit, Draft, Found, Image, Video
from pipelines.captions import is_caption, split_caption
from pipelines.labels import (
    AUTHOR_ROLES,
    CREDIT_ROLES,
    MEDIA_LABELS,
    OTHER_LABELS,
    SOURCE_LABELS,
    Labelled,
    read_bare_labels,
    read_labels,
    trim,
)
from pipelines.names import split_names
from pipelines.people import read_people
from pipelines.source import choose_source
from pipelines.step import StepPipeline
from pipelines.timestamps import is_only_time

_STAFF_CODE = re.compile(
    r"[\s_（(【\[]*[A-Za-z]{1,4}[_-]?\d{2,7}[）)】\]]*$|[\s]*[（(【\[][A-Za-z]*\d{2,7}[）)】\]]$|(?<=[\u3400-\u9fff])[\s_]*\d{3,8}$"
)
_NO_NAME = re.compile(r"[\W\d_]+|.{13,}|等|[A-Za-z]{1,4}[_-]?\d{2,7}")
_NOTE = re.compile(r"[（(][^（）()]{1,12}[）)]$")
_UNKNOWN_LABEL = re.compile(r"[\s/／|｜;；][\u3400-\u9fff]{2,8}[:：|｜].*$")
_BARE_CODE = re.compile(r"[A-Za-z]{1,4}[_-]?\d{2,7}")
_SENTENCE = re.compile(r"[。！？!?；]\s*\S|[，,][^，,]{0,60}[。！？]$")
_RIGHTS = re.compile(
    r"版权(?:归|所有|声明|属)|未经.{0,20}(?:授权|许可|允许|同意)|不得.{0,8}(?:转载|复制|使用)|谢绝转载|禁止转载|转载(?:请|须|时|需)|请注明(?:出处|来源)|免责声明|^(?:特别|郑重|版权|重要)?(?:声明|提示)[:：]|"
    r"(?:仅|只)?代表作者(?:本人|个人|观点)|不代表(?:本|我|平台|.{2,8})(?:网|站|报|台|观点|立场)?|侵权|侵犯.{0,6}(?:权益|权利)|(?:与|请)(?:我们|本网|本站).{0,4}联系|如有.{0,10}(?:疑问|异议|问题|侵).{0,14}联系|法律责任|文责自负|"
    r"^本文(?:来源|转载|系|首发|由|仅|原载|来自|为).{0,60}$|^(?:以上|本文)(?:均|皆)?据|^\*?未经|授权发布|独家(?:稿件|授权)"
)
_MORE = re.compile(
    r"^(?:【|\[|>+|》+|◎|▼|▶|●|·|\*)?\s*(?:更多(?:精彩|新闻|资讯|内容|详情|相关|本地|报道|信息|猛料).{0,40}|相关(?:阅读|新闻|链接|报道|文章|专题|推荐|评论).{0,40}|(?:延伸|推荐|拓展|更多)阅读.{0,40}|往期(?:回顾|推荐|精彩).{0,20}|"
    r"(?:点击|扫描|长按|扫一扫|扫码).{0,40}|(?:欢迎|敬请)?(?:关注|订阅|下载).{0,30}(?:公众号|微信|客户端|二维码|我们|APP|微博|抖音).{0,20}|.{0,20}(?:二维码|微信公众号)(?:关注|下载)?.{0,12}|返回.{0,10}(?:首页|列表|专题|顶部).{0,4}|"
    r"(?:上|下)一(?:篇|页|条|张).{0,60}|阅读原文|阅读全文|查看(?:原文|更多|全文).{0,10}|(?:网友|我要|热门)?评论.{0,12}|分享(?:到|至|让更多).{0,30}|打印本页.{0,20}|关闭窗口?.{0,10}|【?(?:打印|关闭|收藏|纠错|我要纠错)】?.{0,20}|举报.{0,12}|"
    r"(?:新闻|爆料|报料|读者|服务|投诉|维权|举报)?(?:热线|邮箱|QQ群?|电话|微信)(?:电话)?[:：].{0,60}|(?:投稿|爆料|报料).{0,40}|点(?:赞|个赞|个在看|亮).{0,20}|(?:阅读|浏览|点击|评论|点赞|播放)(?:量|数|次数)?\s*[:：]?\s*\d{1,9}\s*(?:次|条)?|[^。，|｜]{1,12}(?:[|｜][^。，|｜]{1,12}){2,12}|图集|组图|专题|精彩推荐|\W*[\ue000-\uf8ff]\W*\d*\W*|(?:安装|下载|打开).{0,30}(?:客户端|APP).{0,40}|\[?责任编辑\]?|微信(?:扫|搜).{0,20}|本文(?:标签|关键词|网址|链接|地址)[:：].{0,80}|(?:标签|关键词|Tags?|TAG)[:：].{0,80}|"
    r"(?:用手机|手机)(?:看|浏览|阅读).{0,20}|进入.{0,12}(?:频道|首页|专题).{0,6}|(?:人民网|新华网|央视网|大江网)?\s*(?:官方)?(?:微信|微博|抖音)(?:公众号|号)?[:：].{0,30}|-?\s*END\s*-?|—+\s*THE END\s*—+|分享到?|THE END)\s*[】\]>》▼]?\s*$",
    re.IGNORECASE,
)
_LINKS = re.compile(
    r"^(?:【|\[|>+|▼|◆|■|●)?\s*(?:相关(?:阅读|新闻|链接|报道|文章|推荐)|(?:延伸|推荐|拓展|更多)阅读|往期(?:回顾|推荐)|热点推荐|猜你喜欢|热门(?:新闻|推荐|文章)|新闻推荐|今日推荐|编辑推荐)\s*[:：>》】\]▼]*\s*$"
)
_PRINT_REFERENCE = re.compile(
    r"^[《〈]?\s*[《〈]?[\u3400-\u9fff ]{2,12}[》〉]\s*[（(]?\s*\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日.{0,30}[）)]?$"
)
_VIDEO = re.compile(r"视频")
_MARKS = re.compile(r"^[▲△▼◆■●◎◇□★☆*\s]+")
_PREFIX = 14
MAX_CREDIT_LINE = 220
HEAD = 3
MIN_TEXT = 200
MIN_SHARE = 0.33
_DESK_ENDS = frozenset({"责任编辑", "责编", "编辑", "网络编辑", "本期编辑"})


def to_credits(found: Iterable[Labelled]) -> list[Credit]:
    """The desk of labelled values; a label of another kind gives nothing."""
    return [
        Credit(CREDIT_ROLES[one.label], name, one.printed)
        for one in found
        if one.label in CREDIT_ROLES
        for name in desk_names(one.value)
    ]


def desk_names(value: str) -> list[str]:
    """The names behind a desk label: staff codes dropped, a bare code in the name's place kept, padding undone."""
    value = _NOTE.sub("", _UNKNOWN_LABEL.sub("", trim(value))).rstrip("。. …")
    if not value or _BARE_CODE.fullmatch(value):
        return [value] if value else []
    names = [
        name
        for part in re.split(r"[、，,/／;；|｜]+", value)
        for name in split_names(_STAFF_CODE.sub("", part.strip()).strip(" _（(【["))
        if not _NO_NAME.fullmatch(name)
    ]
    return list(dict.fromkeys(names))


def read_credit_line(paragraph: str) -> list[Labelled]:
    """The labels of a paragraph that is a credit line and nothing else; [] for text.

    Every label must be followed by short values, and only a few characters may stand before the first.
    """
    text = _MARKS.sub("", paragraph)
    if not text or len(text) > MAX_CREDIT_LINE:
        return []
    found = read_labels(text)
    if not found:
        return read_bare_labels(text)
    prefix = trim(text[: found[0].start])
    if len(prefix) > _PREFIX or _SENTENCE.search(text):
        return []
    if len(found) == 1 and prefix and len(prefix) > 4:
        return []
    if any(len(one.value) > (60 if one.label in SOURCE_LABELS or one.label in OTHER_LABELS else 48) for one in found):
        return []
    if len(found) == 1 and found[0].label in AUTHOR_ROLES and found[0].label not in MEDIA_LABELS:
        return found if read_people(found[0].value, default="author").clean else []  # 记者：您怎么看？ is a question
    return found


def is_furniture(paragraph: str) -> bool:
    """Whether a closing paragraph is a rights notice, a "read more" line, a print reference or a lone time."""
    if len(paragraph) <= 300 and _RIGHTS.search(paragraph):
        return len(paragraph) <= 160 or bool(
            re.match(r"(?:特别|郑重|版权|免责)?声明|(?:凡|本)|未经|来源", paragraph.lstrip("【（(*"))
        )
    return len(paragraph) <= 120 and bool(_MORE.match(paragraph) or _PRINT_REFERENCE.match(paragraph) or is_only_time(paragraph))


class Tail:
    """What stood behind the text."""

    def __init__(self) -> None:
        self.labels: list[Labelled] = []
        self.videos: list[str] = []
        self.pictures: list[str] = []
        self.sources: list[str] = []


_CLOSING_CREDIT = re.compile(
    r"\s*[（(【\[]\s*((?:责任编辑|责编|编辑|校对|审核|来源|稿源|编审|监制)\s*[：:|｜】]?[^（）()【】\[\]\n]{1,80})[)）】\]]\s*$"
)
_CLOSING_RUN = re.compile(r"(?<=[。！？”」』）)…])\s*((?:责任编辑|责编|编辑|校对|来源|稿源)\s*[：:|｜][^。！？\n]{1,80})$")
_WIRE = re.compile(
    r"^[（(]?(?:以上)?(?:图文|文图|内容|稿件|消息|各?条?)?(?:均|皆)?(?:据|来自)?(新华社|中新社|人民网|新华网|(?<=据)[\u3400-\u9fff]{2,10}[报社网台])(?:电|供本报.{0,6}|稿|发|消息|报道)?[)）]?$"
)
_CLOSING_SOURCE = re.compile(
    r"^[（(]\s*(?:据|原载|原标题|转自|来源于)\s*[《]?([^（）()，。]{2,24}?)[》]?(?:报道|消息|综合)?\s*[)）]$"
)


_HEAD_FURNITURE = re.compile(
    r"^(?:\W*\d{3,}\W*|\W*[\ue000-\uf8ff]\W*\d*\W*|(?:安装|下载|打开|点击).{0,30}(?:客户端|APP|收听|播放|下载).{0,40})$"
)


def drop_head(body: list[str]) -> list[str]:
    """The body without opening furniture: bare numbers, icon letters, an advertisement for the app."""
    start = 0
    while start < len(body) - 1 and start < HEAD and _HEAD_FURNITURE.match(body[start]):
        start += 1
    return body[start:]


def part_tail(body: list[str]) -> tuple[list[str], Tail]:
    """The text, and what stood behind it: scanned from the end, up to the first paragraph that is no credit or furniture."""
    tail = Tail()
    body = _cut_behind_desk(_cut_links(body))
    end = len(body)
    closing: list[list[Labelled]] = []
    while end > 0:
        paragraph = body[end - 1]
        found = read_credit_line(paragraph)
        if found and not _is_picture_line(found):
            closing.append(found)
        elif found or is_caption(paragraph):
            _take_media(tail, paragraph, found)
        elif match := _WIRE.match(paragraph) or _CLOSING_SOURCE.match(paragraph):
            tail.sources.append(match[1])
        elif not is_furniture(paragraph):
            break
        end -= 1
    body = body[:end]
    while body and (match := _CLOSING_CREDIT.search(body[-1]) or _CLOSING_RUN.search(body[-1])):
        found = read_labels(match[1]) or read_bare_labels(match[1])
        left = body[-1][: match.start()].rstrip()
        if not found or not left:
            break
        closing.append(found)
        body = [*body[:-1], left]
    for found in reversed(closing):
        tail.labels += found
    return body, tail


def _cut_behind_desk(body: list[str]) -> list[str]:
    """The body without what follows its desk credits: other articles' openings, comments, the foot of the page.

    The credits must stand behind a third of the text at least, so that a desk line at the head cuts nothing.
    """
    read, whole = 0, sum(map(len, body))
    for index, text in enumerate(body):
        if (
            len(text) <= 60
            and read >= max(MIN_TEXT, whole * MIN_SHARE)
            and "编" in text
            and any(one.label in _DESK_ENDS for one in read_credit_line(text))
        ):
            end = index + 1
            while end < len(body) and (read_credit_line(body[end]) or is_furniture(body[end])):
                end += 1
            return body[:end]
        read += len(text)
    return body


def _cut_links(body: list[str]) -> list[str]:
    """The body without a closing list of related headlines: a heading of its kind, then nothing that ends like a sentence."""
    for index in range(max(1, len(body) // 2), len(body)):
        if _LINKS.match(body[index]) and not any(
            re.search(r"[。！？]$", text) for text in body[index + 1 :] if not read_credit_line(text)
        ):
            return body[:index] + [text for text in body[index + 1 :] if read_credit_line(text)]
    return body


def _is_picture_line(found: list[Labelled]) -> bool:
    return all(one.label in MEDIA_LABELS for one in found)


def _take_media(tail: Tail, paragraph: str, found: list[Labelled]) -> None:
    """Keep the credit of a video or picture line: `▲视频来源:江西卫视`, `图源：视觉中国`."""
    for one in found:
        (tail.videos if "视频" in one.label else tail.pictures).insert(0, one.value)
    if not found and (credit := split_caption(paragraph)[1]):
        tail.pictures.insert(0, credit)


def take_media(body: list[str], tail: Tail) -> list[str]:
    """The body without media credit lines and captions that stand between its paragraphs."""
    kept = []
    for paragraph in body:
        found = read_credit_line(paragraph) if len(paragraph) <= 60 else []
        if (found and _is_picture_line(found)) or is_caption(paragraph):
            _take_media(tail, paragraph, found)
        elif not (paragraph.startswith(("▲", "△")) and len(paragraph) <= 80 and not re.search("[。！？].", paragraph)):
            kept.append(paragraph)
    return kept or body


def credit_images(images: list[Image], credits: list[str]) -> list[Image]:
    """The pictures with caption and credit apart; one credit line in the text holds for the pictures when it is the only one."""
    out = []
    for image in images:
        caption, credit = split_caption(image.caption) if image.caption else (None, None)
        out.append(Image(image.url, caption, image.credit or credit))
    if len(set(credits)) == 1:
        out = [Image(image.url, image.caption, image.credit or credits[0]) for image in out]
    return out


def credit_videos(videos: list[Video], credits: list[str]) -> list[Video]:
    """The videos with the credits of the text's video lines, in order; a credit without a video makes one without address."""
    out = [Video(video.url, video.credit) for video in videos]
    waiting = iter(credits)
    for video in out:
        if video.credit is None:
            video.credit = next(waiting, None)
    return out + [Video(None, credit) for credit in waiting]


def marked_credits(editors: list[Found]) -> list[Labelled]:
    """The desk in marked elements; a value without a label is 责任编辑's by the elements' convention (`#editor_baidu`)."""
    found: list[Labelled] = []
    for editor in editors:
        if editor.origin != "meta":
            found += (
                read_labels(editor.value)
                or read_bare_labels(editor.value)
                or [Labelled("责任编辑", "责任编辑", trim(editor.value), 0)]
            )
    return found


def merge(groups: Iterable[list[Credit]]) -> list[Credit]:
    """The credits of several places, each role and name once."""
    return list({(credit.role, credit.name): credit for group in groups for credit in reversed(group)}.values())


def step(draft: Draft) -> None:
    """Set credits and source, the credits of pictures and videos; leave nothing but the text in body."""
    printed, article = draft.printed, draft.article
    body, tail = part_tail(drop_head(article.body))
    article.body = take_media(body, tail)
    found = list(article.credits)  # the desk of the byline: （记者 张三 编辑 李四）
    for labels in (tail.labels, *map(read_labels, printed.meta_lines), marked_credits(printed.editors)):
        found += [
            credit
            for credit in to_credits(labels)
            if (credit.role, credit.name) not in {(known.role, known.name) for known in found}
        ]
    article.credits = found
    closing = [one.value for one in tail.labels if one.label in SOURCE_LABELS] + tail.sources
    article.source = choose_source(printed, closing)
    article.images = credit_images(printed.images, tail.pictures)
    article.videos = credit_videos(printed.videos, tail.videos)


class CreditsPipeline(StepPipeline):
    """Scrapy's shell of the step."""

    run = staticmethod(step)
