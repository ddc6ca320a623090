"""Page furniture by its words: the lines that a page prints round a text and that are no part of it.

Every pattern looks at one line of limited length, begins with a literal or stands at the line's start, and holds no nested
repetition, so that none can run away.
"""

import re

from newsspider.language.lines import labelled

_WORDS = (
    "分享到", "分享至", "分享给", "分享", "转发", "微信", "微博", "新浪", "腾讯", "朋友圈", "好友", "QQ空间", "QQ", "豆瓣", "人人网", "抖音", "空间", "海报",
    "打印本页", "打印本文", "打印", "关闭窗口", "关闭本页", "关闭", "收藏本文", "收藏", "复制链接", "复制", "返回顶部", "返回首页", "返回列表", "返回目录", "返回上一页", "返回", "回到顶部", "顶部",
    "字号", "字体", "大小", "放大", "缩小", "默认", "正常", "超大", "增大", "减小", "恢复", "大", "中", "小", "听新闻", "朗读", "播报", "语音", "护眼", "夜间模式", "夜间", "繁体", "简体",
    "纠错", "举报", "投诉", "点赞", "赞赏", "赞", "打赏", "赏", "踩", "顶", "喜欢", "评论", "我要评论", "发表评论", "写评论", "网友", "参与", "暂无", "条", "人", "我要", "我", "有话说", "说两句", "投稿", "工具", "博客", "写进", "写入", "写留言", "留言", "我的", "反馈", "打赏作者", "让更多人看到", "有新消息", "推荐给", "推荐", "订阅", "已关注", "关注我们", "关注",
    "阅读原文", "查看原文", "展开全文", "继续", "余下", "剩余", "此文", "阅读全文", "显示全文", "余下全文", "查看更多", "加载更多", "加载中", "点击加载", "更多", "收起", "展开", "全文", "全屏", "查看", "点击",
    "首页", "上一页", "下一页", "上页", "下页", "前一页", "后一页", "末页", "尾页", "上一张", "下一张", "第", "页", "共", "换一换", "换一批", "登录", "注册", "退出", "扫码", "手机看", "手机版", "手机", "客户端", "APP", "App",
    "T+", "T-", "A+", "A-", "a+", "a-", "打开", "保存", "到", "至", "给", "本页", "本文", "窗口", "页面", "正文", "点这里", "END", "The End", "THE END", "我来", "广告", "推广", "视频", "图集", "浏览", "阅读",
)  # fmt: skip
_UI = re.compile("(?:" + "|".join(map(re.escape, sorted(_WORDS, key=len, reverse=True))) + r"|[\W\d_])*")
_PIECE = re.compile(r"(?:19|20)\d\d|[01]?\d[-/.][0-3]?\d|[0-2]?\d:[0-5]\d(?::[0-5]\d)?")
_FIGURES = re.compile(r"(?=[^\d]*\d)[\d\s.,，、:：%％/+\-—–~()（）°℃￥$年月日时分第]{1,40}")
"""Figures, a date, a time: a section's number or a cell of a table, which may stand in a text."""
_PAGER = re.compile(
    r"\d\d:\d\d\s?/\s?\d\d:\d\d|(?:[\[【(（]?\d{1,3}[\]】)）]?[\s|]{1,3}){2,40}[\[【(（]?\d{1,3}[\]】)）]?[\s|]{0,3}|[\[【(（]\d{1,3}[\]】)）]"
)

_PROMPT = re.compile(
    r"扫一扫|扫描二维码|扫码(?:关注|下载|阅读|观看|查看)|长按(?:识别|二维码|关注)|识别二维码|二维码(?:关注|下载|分享)|微信扫描?|打开微信|在手机打开|手机端?(?:打开|浏览|扫)|"
    r"(?:下载|打开|点击|安装).{0,12}(?:客户端|APP|App).{0,8}(?:查看|阅读|体验|下载|了解|更多|$)|更多(?:精彩|新闻|资讯|内容|信息).{0,12}(?:请|关注|下载|点击|尽在)|"
    r"关注.{0,16}(?:公众号|官方微信|官方微博|视频号|头条号)|(?:欢迎|我要|新闻)(?:爆料|报料|投稿)|(?:爆料|报料|投稿|举报|投诉|新闻|广告|值班)(?:热线|电话|邮箱)|"
    r"点击进入|点击(?:这里|此处|蓝字|上方|下方|图片)|分享(?:到|至)(?:好友|朋友圈|微信)|用户反馈|感谢您的反馈|(?:未经|请先)登录|评论仅供|文明上网|"
    r"(?:转|分)享给(?:更多|好友)|返回.{2,8}[，,]\s?查看更多|全文共|本文共\d|责任自负|点击排行|此条新闻|建议使用|浏览器版本|不支持.{0,6}播放|播放器"
)
_START = re.compile(
    r"(?:收?听|朗读)(?:全文|本文|新闻)?.{0,6}\d+分钟?|(?:您?(?:现在|当前|目前)?的?|您的)?(?:所在)?位置(?:是|：|:|\s)|首页\s?[>»›/＞]|(?:标签|关键词|关键字|Tags?|TAG|所属分类|文章标签|相关标签)\s?[:：]|(?:标签|关键词|关键字)\s|"
    r"(?:浏览|阅读|点击|访问|查看)(?:次数|量|数|率)\s?[:：(（]?\s?\d|\d+\s?(?:人|次)?\s?(?:阅读|浏览|评论|参与|条评论|跟帖)|[\W_]{0,3}(?:上|下|前|后)一?(?:篇|条|则|版|个)(?:文章|新闻)?[\W_]{0,3}[:：]|[\W_]{0,3}(?:上|下)一?篇\b|"
    r"(?:.{0,6}\s)?(?:版权所有|All\s?Rights\s?Reserved|Copyright|©)|.{0,8}(?:ICP备|ICP证|公网安备|网安备)|(?:主办|承办|技术支持|主管)单位?[:：]|网站标识码|(?:本文|原文)(?:链接|地址|网址)\s?[:：]",
    re.I,
)
_PLAYER = re.compile(
    r"00:00(?:\s?/\s?\d\d:\d\d)?|(?:(?:非常)?抱歉|对不起|很遗憾|提示|温馨提示)?[，,！!：:\s]*(?:您的|当前|该|此|本)?(?:视频|音频|直播|播放器?|浏览器|网络|资源|内容|页面)[^。]{0,10}(?:失败|出错|异常|错误|不支持|无法播放|缓冲中?|加载中|已失效|已结束|请稍[候后等])[^。]{0,20}|"
    r"错误(?:代码|码|信息|编号)\s?[:：]?\s?[\w-]{1,12}|(?:点击|请)?(?:重试|重新加载|刷新重试|刷新页面|刷新后重试|取消静音|静音|自动播放|画中画|倍速[\s\w.]{0,10}|清晰度[\s\w.]{0,10}|(?:高清|标清|超清|流畅)(?:\s(?:高清|标清|超清|流畅))*)|"
    r"[▲△▼↓→←\s]{0,3}(?:点击(?:观看|播放|查看)(?:视频|大图|高清图|原图|图集)|(?:向[左右上下]|左右)滑动(?:查看|浏览|图片)?[^。]{0,10}|您是第\s?\d{1,12}\s?(?:位|个)(?:访客|访问者|读者))"
)
"""What a player says."""
_TRAIL = re.compile(r"[^>»›＞]{1,16}(?:[>»›＞]{1,2}[^>»›＞]{1,24}){2,6}")

_NOTICE = re.compile(
    r"[“\"\[【(（*※]{0,2}\s?(?:(?:免责|版权|法律|郑重|特别|网站|转载|重要|原创|风险)(?:声明|申明|提示|说明|公告)|声明[:：]|凡(?:是)?(?:本|注明|来源|转载|标注|署名|在本)|[①②③④⑤]\s?(?:凡|本|未经|如)|"
    r"(?:本|该)(?:文|稿|网|站|网站|平台|文章|内容|图文|新闻|报道|作品)[^。]{0,30}(?:版权|侵权|仅代表|不代表|转载|来自网络|来源网络|用户上传|并不意味|立场|未经授权|不构成|原创)|(?:以上|上述)(?:内容|文章|信息|观点|图文)[^。]{0,20}(?:仅代表|不代表|仅供|转载|来自)|"
    r"(?:文章|内容|观点|图片|素材|部分图片|文中图片|图文|图片均|以上图)[^。]{0,10}(?:仅代表|不代表|侵权|侵删|来自网络|来源(?:于)?网络|版权)|(?:如|若|倘若)[^。]{0,24}(?:侵权|侵犯|版权|作品内容)|(?:未经|严禁|谢绝|禁止)[^。]{0,20}(?:授权|许可|转载|复制|协议)|"
    r"(?:转载|转发|引用|摘编)(?:请|须|时请|务必|必须|或)[^。]{0,40}(?:注明|来源|出处|授权|联系)|请支持独立网站|投资有风险|以上内容仅供|本?(?:原创)?(?:内容)?版权归|版权作品|未经授权|如需转载|欢迎转载|Notice: The)"
)

_TO_READERS = re.compile(r"[【\[]?(?:特别|重要|郑重)(?:提示|说明|公告)[】\]]?\s?[:：]?\s?")
_RIGHTS = re.compile("版权|侵权|转载|授权|责任|投资|风险|观点|立场|删除|本网|本站|本文|平台|稿件|来源")

_CUT = re.compile(
    r"[【\[<《〈•·▶▼◆●■☆★>＞|\s]{0,4}(?:(?:相关|延伸|推荐|猜你|热门|精彩|更多|往期|其他|其它|最新|热点|图片|大家都在|大家还在?|您可能|你可能|为您|为你|本周|今日|相似|关联|编辑|小编|深度|专题|头条|独家|24小时|一周|点击|新闻|频道|本站|网站|随机|热图|精选)"
    r"(?:新闻|阅读|链接|报道|文章|稿件|推荐|内容|资讯|回顾|专题|话题|标签|视频|搜索|喜欢|热文|热点|精选|推送|看|感兴趣的?|排行|排行榜|热门|主题|信息|热议|图集|组图|在看|头条|要闻|图片|聚焦|专栏)(?:文章|新闻|榜|阅读|推荐|内容|的)?|"
    r"(?:网友|最新|热门|精彩|全部|用户|文章|最热)?(?:评论|留言|跟帖|跟贴)(?:区|列表|专区)?(?:\s?[(（]?\d{0,6}条?[)）]?)?|(?:发表|我要|我来|参与)(?:评论|留言|说两句|说几句)|排行榜|(?:大家|都在|你)爱?看|大家(?:都在|还在?|也在?)(?:搜|看|看了|搜了)|(?:作者|本号|TA的?)(?:的)?(?:最新|其他|更多)(?:文章|作品)|友情链接|合作媒体|RELATED.{0,20})[】\]>》〉:：\s▼↓•|/＞]{0,6}"
)

_POINTER = re.compile(
    r"[【\[（(>＞▶·•\s]{0,3}(?:相关|延伸|推荐|扩展|拓展|往期|前情|此前|更多|精彩|详情|点击|新闻)(?:新闻|阅读|链接|报道|文章|稿件|推荐|内容|资讯|回顾|专题|视频|提要|点击|查看|观看)[】\]）)]?\s?[:：|丨>＞]"
)
_COMMENTS = re.compile(
    r"(?:网友|最新|热门|精彩|全部|用户|文章|最热|读者)?(?:评论|留言|跟帖|跟贴)(?:区|列表|专区)?(?:\s?[(（]?\d{0,6}条?[)）]?)?[:：]?"
)
_FOOTER = re.compile(
    r"(?:关于(?:我们|本站|本网)|联系我们|网站(?:声明|地图|简介))[\s|｜\-·]|.{0,20}(?:版权所有|All Rights Reserved|Copyright|©)|.{0,30}(?:ICP备|ICP证|网安备|(?:服务|传播|出版)许可证)|(?:主办|承办|技术支持)(?:单位)?[:：]|网站标识码",
    re.I,
)

DATE = re.compile(
    r"(?=[\d昨今前半刚剛一两三四五六七八九十])(?:(?:19|20)\d\d\s{1,3}[01]?\d[-/.][0-3]?\d|(?:19|20)\d\d\s?[-/.年]\s?[01]?\d\s?[-/.月]\s?[0-3]?\d(?:\s?[日号號])?|(?<!\d)[01]?\d[-月][0-3]?\d[日号號]?\s{0,3}[0-2]?\d[:：][0-5]\d"
    r"|(?<!\w)\d\d\s?年\s?[01]?\d\s?月\s?[0-3]?\d\s?[日号號]|(?<![\d/])[01]?\d/[0-3]?\d/(?:19|20)\d\d"
    r"|(?<!\d)\d{1,2}\s?(?:分钟|分鐘|小时|小時|个小时|個小時|天)前|(?<!\w)(?:半[个個]?小[时時]前|[一两三四五六七八九十]{1,3}(?:分[钟鐘]|[个個]?小[时時]|天)前|刚刚|剛剛|昨[天日]|今天|前天)(?=$|[\s·|/]{1,3}\w{2,12}[报網网社台刊端]$)"
    r"|(?:昨天|今天|前天)\s{0,2}[0-2]?\d[:：时時])"
)
"""A date as newsrooms print it above a text. The letters that may open one come first: most places of a line fail there."""

_RESPONSIBLE = re.compile("[责責]")
_SENTENCES = re.compile("[。！？!?；]")


def is_furniture(line: str) -> bool:
    """Whether a line is furniture as a whole: a share row, a font size switch, a prompt to scan a code, a breadcrumb."""
    if len(line) > 120:
        return len(line) <= 400 and _START.match(line) is not None and not _SENTENCES.search(line)
    if len(line) <= 40 and _PLAYER.fullmatch(line) is not None:
        return True
    if not line.endswith(("。", "！", "？")) and _UI.fullmatch(line) is not None:
        return _FIGURES.fullmatch(line) is None or _PAGER.fullmatch(line) is not None
    if len(line) <= 60 and _PROMPT.search(line) is not None:
        return True
    return _START.match(line) is not None or (_TRAIL.fullmatch(line) is not None and not _SENTENCES.search(line))


def is_notice(line: str) -> bool:
    """Whether a line begins a notice of copyright, liability or investment risk. A note for readers (`特别提示：活动当天…`) is none."""
    if _NOTICE.match(line) is None:
        return False
    note = _TO_READERS.match(line)
    return note is None or note.end() == len(line) or _RIGHTS.search(line) is not None


def is_cut(line: str) -> bool:
    """Whether a line is the heading of what follows an article: related news, comments, rankings."""
    return len(line) <= 40 and _CUT.fullmatch(line) is not None


def is_pointer(line: str) -> bool:
    """Whether a line begins as a pointer to other articles: `延伸阅读：…`. Only one that is mostly linked is no text."""
    return _POINTER.match(line) is not None


def is_comments(line: str) -> bool:
    """Whether a line is the heading of the readers' comments."""
    return len(line) <= 20 and _COMMENTS.fullmatch(line) is not None


def is_footer(line: str) -> bool:
    """Whether a line is of the page's foot: owner, licence, copyright, the row of 关于我们."""
    return len(line) <= 400 and _FOOTER.match(line) is not None


def is_meta_line(line: str) -> bool:
    """Whether a line tells date, source or names: short, no sentence, with a date or a label."""
    if len(line) > 200 or "。" in line[:-1] or "今天是" in line:
        return False
    date = DATE.search(line) if line.count("，") < 2 else None
    if date is not None and len(line) - len(date[0]) <= 60 and not line.endswith(("”", "！", "？", "。")):
        return True
    return labelled(line) is not None


def is_date_piece(line: str) -> bool:
    """Whether a line is a part of a date printed in pieces: `2024`, `05/15`, `08:58:52`."""
    return len(line) <= 10 and _PIECE.fullmatch(line) is not None


def is_updated(line: str) -> bool:
    """Whether a line tells when the page was changed."""
    return "更新时间" in line


def is_labelled(line: str) -> bool:
    """Whether a short line holds a label of date, source or names."""
    return len(line) <= 160 and "。" not in line[:-1] and labelled(line) is not None


def is_credit_line(line: str) -> bool:
    """Whether a line names the desk: `(责编：邱烨、毛思远)`, `编辑 黄浩 责编 尹昕磊`."""
    found = labelled(line) if len(line) <= 200 else None
    return found is not None and any(token.kind == "L" for token in found.labels) and not found.of("picture")


def ends_article(line: str) -> bool:
    """Whether a line names the responsible editor and nothing else: what follows it is no longer the article."""
    found = labelled(line) if len(line) <= 80 and _RESPONSIBLE.search(line) else None
    return found is not None and any(
        token.entry is not None and token.entry.role == "responsible_editor" for token in found.labels
    )
