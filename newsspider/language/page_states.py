"""The words by which a page is recognised as an error, a thread of a forum, a login or a bot wall."""

import re

_STATUS = "(?:404|403|500|502|503)"
ERROR = re.compile(
    rf"(?:^|(?:error|http|错误|代码|状态码)\s?[:：]?\s?|[-_|]\s?){_STATUS}(?:\s*$|\s?[-—_|:：,，.!！(（]|\s?(?:错误|页面|抱歉|对不起|找不到|出错|error|not|forbidden|bad|internal|service))|"
    rf"^[A-Za-z !.,:'-]*\b{_STATUS}\b[A-Za-z !.,:'-]*$|not\s+found|forbidden|bad gateway|页面(?:不存在|找不到|未找到|已删除|丢失|走丢)|(?:您|你)?(?:访问|查找|请求|浏览|查看)的(?:页面|内容|文章|网页|资源|信息|新闻).{0, 12}(?:不存在|已删除|被删除|已下线|找不到|失效|出错)|"
    r"(?:文章|内容|新闻|信息|稿件|网页|链接)(?:不存在|已删除|已被删除|已下线|已失效|已过期|已被发布者删除)|无法(?:找到|访问)(?:该|此)(?:页|网页|页面)|(?:^|系统|页面|服务器?|抱歉.{0,3})出错(?:了|啦)|访问(?:被拒绝|过于频繁|受限)|"
    r"(?:^|请.{0,6}(?:输入|完成|进行|通过).{0,6}|滑动|拖动|图形)(?:安全验证|验证码|人机验证)|Access Denied",
    re.I,
)
"""A status (404) stands alone or beside such words: 404 亩 is no error, and a text may warn of those who ask for a 验证码."""
FORUM_WORDS = re.compile(r"论坛|Powered by|发帖|楼主|只看楼主|回帖|板块|版块")
THREAD = re.compile(r"(?:只|仅)看(?:楼主|该作者|作者)|倒序看帖|发新帖|发表新帖|回复楼主|发表于[:：]?\s?[\d -]*")
THREAD_WORDS = ("楼主", "作者", "看帖", "新帖", "发表于")
"""Each of these lines holds one of them."""
LOGIN = re.compile(r"登录|登陆|用户名|密码|注册账号|login|sign in", re.I)
ASKS_FOR_PROOF = re.compile(
    r"验证码|安全验证|人机验证|访问验证|滑块|访问过于频繁|请求过于频繁|captcha|acw_sc__v2|\$_ts\b|cf-challenge|challenge-platform|Just a moment|probe\.js|_waf_|WAF_NC",
    re.IGNORECASE,
)
