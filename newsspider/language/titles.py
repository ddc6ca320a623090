"""Titles and what stands round them: names of site and paper, 原标题 notices, kickers and subheadlines by their words."""

import re

SEPARATOR = re.compile(r"\s*(?:_{1,3}|\|{1,2}|｜|--{1,3}|——|›|»|>{1,2}|•)\s*|\s+[-–—:]\s+|(?<!\d)-(?=[^-]{2,16}$)|\s*-\s*(?=[^-\d]{2,12}(?:网|新闻|频道|门户|日报|晚报|在线|中心|客户端)(?:$|[_\-|]))")  # fmt: skip
SITE_WORDS = re.compile(
    r"(?:网|网站|新闻|新闻网|频道|门户|门户网站|日报|晚报|早报|时报|都市报|商报|在线|客户端|官网|首页|中心|融媒体?|电视台|广播|之窗|热线|政府|数字报|电子报|"
    r"要闻|时政|国内|国际|社会|财经|娱乐|体育|正文|资讯|报道|专题|栏目|论坛|媒体|快讯|头条|动态|公告|观察|传媒|News|NEWS|news|\.com|\.cn|com|net)$"
)
PAPER = re.compile(
    r"[^-_—|｜:：\s]{2,10}(?:日报|晚报|早报|晨报|时报|都市报|商报|周报|导报|法治报|农民报|青年报)?(?:数字报(?:刊)?|电子(?:报|版)|数字版|多媒体(?:数字)?(?:报|版)|日报|晚报|早报|晨报|时报|都市报|商报)"
    r"\s{0,3}(?:[-_—|｜]{1,3}\s{0,3}|\s)(?=\S{6})"
)
"""The name of a paper before the headline in a `title` element: `甲日报数字报-甲县新桥今日通车`."""
LEAD = re.compile(
    r"[【\[「『（(](?P<boxed>[^【】\[\]「」『』（）()]{2,16})[】\]」』）)]\s{0,3}(?:[-_—–|｜:：·]{1,3}\s{0,3})?"
    r"|(?P<name>[^-_—–|｜:：>›»•·/，。！？：“《\d]{2,16}?)\s{0,3}(?P<sign>[_|｜]{1,3}|-{1,3}|—{1,2}|–|[>›»]{1,2}|•|·|/|::)\s{0,3}"
)
"""What may be a site's or a section's name before the headline in a `title` element: `某某网_`, `某某网 - 时政 - `, `【某某网】`."""
OTHER_NETS = re.compile(r"(?:互联|因特|局域|物联|万维|电|路|管|管道|高铁|铁路|公路|水)网$")
"""Nets that publish nothing: `互联网-医疗融合发展` begins with no site's name."""
SECTION_WORDS = re.compile(
    r"(?:故事|频道|新闻|要闻|专栏|专题|栏目|视点|聚焦|关注|人物|评论|时评|副刊|文苑|天地|之窗|快讯|动态|速递|播报|民生|时政|社会|经济|文化|教育|健康|旅游|体育|科技|法治|"
    r"图片|视频|图文|正文|详情|内容|纵横|视野|园地|观察|热线|论坛|广场|视界|风采|资讯|公告|头条|专版|综合|国内|国际|财经|三农|理论|党建|生活|娱乐|文旅|文明|见闻|风物|记忆|一线|现场|讲述|"
    r"访谈|对话|手记|札记|连线|直播|报道|发布|看点|话题|聚光灯|调查|周刊|周末|专刊|专递|传真|经纬|扫描|广角|大观|万象|随笔|读书|人文|时空|早报|晚报)$"
)
"""How names of columns and sections end: `山乡故事`, `民生观察`."""
ORIGINAL = re.compile(
    r"[【\[(（]\s{0,3}(?:原创|首发|转载|转发|转)\s{0,3}[】\])）]\s{0,3}|(?:原创|首发|转载)\s{0,3}[|｜丨·:：]\s{0,3}"
)
"""The mark of an original or a reprinted post before a headline, set off by its brackets or sign."""
ORIGINAL_BEHIND = re.compile(r"\s{0,3}[【\[(（]\s{0,3}(?:原创|首发|转载|转发)\s{0,3}[】\])）]$")
BOXED_BEHIND = re.compile(r"\s{0,3}[【\[]([^【】\[\]]{2,16})[】\]]$")
"""What may be a site's name in brackets behind a headline."""
BADGE = re.compile(
    r"[【\[(（]?(?:原创|独家|首发|转载|转发|转|置顶|推荐|荐|精华|精|热门|热点|热|最新|新|头条|要闻|快讯|图文|图集|组图|视频|音频|直播|专题|重磅|HOT|NEW|TOP)[】\])）]?",
    re.I,
)
"""A mark that a page sets beside a headline in an element of its own."""
ORNAMENT = re.compile(r"^[\s》〉〗】」』）)\]›»>→▸▶►|｜·•]+(?=\S)")
"""What can close or point to a text but not begin one: the last sign of a breadcrumb before a headline."""
NO_SITE_NAME = re.compile(r"^关于|[，。！？：“《\d]")
"""What no site's or section's name holds, though its last word may be one of theirs: `关于…的公告`."""
NOTICE = re.compile(
    r"^[（(【\[]?\s*(?:本文)?原\s*(?:文\s*)?(?:标\s*题|題|题目|题|標\s*題)\s*(?:[】\]]|[为是]?\s*[：:|｜丨]|[为是]?\s*(?=《[^《》]{2,100}》))\s*"
)
TAIL_NOTICE = re.compile(
    r"[（(【\[]\s*(?:本文)?原(?:文)?(?:标题|題|题目|题|標題)[为是]?\s*(?:[：:]|(?=《))\s*([^（）()\[\]【】]{2,120}(?:[（(][^（）()]{1,40}[）)][^（）()\[\]【】]{0,60})?)[）)】\]]?\s*$"
)
TITLE_LABEL = re.compile(r"^(?:标\s*题|标题|题目|主题|標題)\s*[：:]\s*")
WIRE_TITLE = re.compile(r"(?:电|讯|[）)])\s*题\s*[：:]\s*(\S.{3,118})$")
KICKER = re.compile(
    r"(?:会议|召开|举行|开幕|闭幕|启动|发布|座谈会|全会|推进会|(?:调研|考察|检查|会见|主持|出席|讲话|指导|督导|走访|慰问|视察|宣讲|座谈|督查|作).{0,12}(?:时|中)?(?:强调|指出|要求))$"
)
SUBHEADLINE = re.compile(
    r"^(?:——|--|—)|^[\u3400-\u9fff· 　、]{2,40}?(?:主持|出席|讲话|参加|致辞|陪同|作报告|宣布|见证|列席|分别|部署|点评|传达|讲党课|作说明|通报)(?:会议|并讲话|并致辞|讲话|活动|开幕|开幕式|议程|并作报告)?$"
)
EVENT_PLACE = re.compile(r"(?:会议|活动|举办)?地\s*点\s*[：:]")
"""What follows the time of an event (`时间：5月20日上午9时`), which is text."""
