"""The words of a page's foot: owner, licence, rights, hotlines, and what asks a reader to log in or to fetch the app.

A sentence of the news may use any of them. They tell a foot only together with its place; see `pages.feet`.
"""

import re

_STRONG = re.compile(
    r"(?:版权|著作权)(?:所有|归(?!还)|声明)|All\s?Rights?\s?Reserved|Copyright|©|ICP[备證证]|(?:公)?网安备|备案(?:号|序号|编号)|(?:服务|传播|出版|经营|广告)许可证|"
    r"网站标识码|(?:技术支持|主办单位|承办单位|主管单位|主办|承办|主管|协办)[:：]|(?:不良|有害|虚假)(?:和\S{2,4})?信息\S{0,6}举报|举报(?:热线|电话|邮箱|中心|网站)[:：]|法律顾问[:：]?|"
    r"(?:联系|客服|值班|服务|咨询|新闻|编辑部|总机|广告)(?:电话|热线)[:：]|(?:传真|邮编|邮政编码|电子邮箱|投稿邮箱)[:：]|(?:关于|联系)(?:我们|本站|本网)|网站(?:地图|声明|简介|导航)|"
    r"(?:隐私|版权)(?:政策|保护)|友情链接|(?:还没有|尚未|您未|请先)登[录陆]|用户名[:：]|忘记密码|(?:建议|推荐)使用\S{0,12}浏览器|浏览器\S{0,10}(?:脚本|版本|javascript)|"
    r"(?:下载|安装|打开)\S{0,10}(?:客户端|[Aa][Pp][Pp])|扫(?:一扫|码|描)\S{0,20}(?:关注|下载|二维码)|关注\S{0,16}(?:公众号|微博|视频号)|(?:立即|马上|欢迎|敬请|点击)\S{0,4}关注(?:我们|本[报网站台])",
    re.I,
)
_WEAK = tuple(
    "版权 授权 转载 转自 摘编 摘录 镜像 本网 本站 本报 本社 本公司 稿源 稿件 观点 立场 侵权 删除 核实 责任 举报 邮箱 地址 电话 许可 备案 登录 注册 密码 客户端 公众号 积分 浏览器 免责 声明 书面 原作者 著作".split()
)
_NEWS = re.compile("本[报網网台社刊]讯|[（(](?:本[报网台社刊])?(?:全媒体|见习)?记者|日电[（(]")
"""What opens a story and stands in no foot."""
LONGEST = 400
"""Characters of the longest line that is looked at."""


def foot_words(text: str) -> int:
    """How much a line sounds like a page's foot: 0 not at all, 1 one word that news use as well, 2 like a foot.

    Blanks between the letters do not count: feet are set `版 权 所 有`.
    """
    if len(text) > LONGEST:
        return 0
    bare = "".join(text.split())
    if _NEWS.search(bare):
        return 0
    if _STRONG.search(bare):
        return 2
    return min(2, sum(word in bare for word in _WEAK))
