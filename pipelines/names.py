"""Chinese names of people and outlets: telling them apart, undoing padding, splitting runs of names."""

import re
from typing import Literal

SURNAMES = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤"
    "滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅"
    "盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗丁宣贲邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊惠甄曲家封芮羿储靳汲邴糜松井段富巫"
    "乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳"
    "逄姬申扶堵冉宰郦雍却璩桑桂濮牛寿边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东殴殳沃利蔚越夔隆师"
    "巩厍聂晁勾敖融冷訾辛阚那简饶空曾毋沙乜养鞠须丰巢关蒯查后荆红游竺权逯盖益桓公仉督岳帅缑亢况郈有琴商牟佘佴伯赏墨哈谯笪年爱阳佟肖闫付代邸禤肇藏仝占母"
    "苟鹿隋佀麦邝覃农粟冼植揭官庹候啜揣底豆遆笃朵尕盍宏虎苑栗原展战修续旷昃占楚闪尧迟初单仵冶雒撒丛睢晋言辜矫靖褟郄苌税滕敬兰亓才铁信阿英次银才芦涂鄢邬代"
    "樱肇侴钭逯綦訾尉闾蔄厍嵩户矣布淡弋琚仓侍畅蹇檀柘檐洑衣由伦位忻贠谌郇邾祭生颉雒雪顿闭赫琼卿沐由仁乔阔普"
    "張趙錢孫鄭馮陳衛蔣韓楊許呂嚴華陶謝鄒喻竇蘇魯韋馬鳳兪費賀湯羅畢鄔樂時齊顧黃蕭貝計談龐紀項賈婁顏鐘鍾駱盧單應鄧龔陸榮儲烏車寧厲劉葉龍黎賴喬雙聞黨譚貢勞申邊溫"
    "莊閻連習魚廖衡東師鞏聶關荊遊權蓋嶽況陽閆鄺門"
)
"""First characters of one-character surnames: the Hundred Families and those met in bylines."""

COMPOUND_SURNAMES = frozenset(
    "欧阳 上官 皇甫 司徒 令狐 诸葛 司马 宇文 申屠 南宫 夏侯 东方 尉迟 公孙 慕容 长孙 淳于 单于 太史 端木 轩辕 呼延 闻人 万俟 钟离 澹台 濮阳 公冶 宗政 鲜于 闾丘 "
    "亓官 司空 仲孙 拓跋 西门 独孤 第五 歐陽 司馬 諸葛 東方 東郭 东郭 南郭 百里 左丘 完颜 叶赫".split()
)

NOBODY = frozenset(
    "佚名 匿名 网络 互联网 综合 本网 本站 本报 本刊 本台 本社 本网讯 本站讯 本台讯 未知 不详 无 暂无 其他 原创 转载 网友 编辑 记者 作者 责编 管理员 系统管理员 小编 编者 本报讯 整理 "
    "全文完 未完待续 待续 简介 感言 心得 札记 名单 方案 计划 项目 时评 时间 单位 解读 连载 附件 附表 附图 终稿 全文 后记 推荐 手记 调查 观察 走访 体验 连线 探访 直击 提问 注意 看到 见到 来到 走进 日前 近日 今日 昨日 今天 昨天 现场 见习 实习 获悉 了解 发现 本台 总台 供稿 文章 编者按 微信 微博 "
    "综合整理 网络综合 综合网络 本站原创 本网原创 来源网络 来自网络 网络整理 通讯员 本报记者 本网记者 报道 综合报道 摄影 供图 资料图 资料图片 文图 图文 "
    "admin administrator null none unknown".split()
)
"""What stands in the place of a name and names nobody."""

OUTLET_END = re.compile(
    r"(?:报|網|報|臺|新聞|電視|网|社|台|刊|端|频道|在线|新闻|新闻中心|融媒|融媒体|全媒体|新媒体|媒体中心|发布|传媒|电视|广播|卫视|央视|时刻|视频|时报|周刊|杂志|快报|导报|头条|资讯|"
    r"公众号|公号|微信|微博|视点|观察|财经|科技|体育|教育|政务|日报社|出版社|APP|App|app|\.com|\.cn|》)$"
)
"""How the name of an outlet ends."""

KNOWN_OUTLETS = frozenset(
    "新华社 中新社 央视 每经 新华 央广 红网 汉网 北方网 总台 新华视点 南都 红星 封面 澎湃 界面 中青报 中青网 财联社 路透社 法新社 美联社 共同社 塔斯社 "
    "大公报 文汇报 人民网 新华网 中新网 光明网 央视网 中国网 大江网 大河网 大众网 东方网 环球网 华龙网 贝壳财经".split()
)

PLACES = frozenset(
    "北京 上海 天津 重庆 河北 山西 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 海南 四川 贵州 云南 陕西 甘肃 青海 台湾 内蒙古 广西 西藏 宁夏 新疆 香港 澳门 "
    "石家庄 唐山 秦皇岛 邯郸 邢台 保定 张家口 承德 沧州 廊坊 衡水 雄安 太原 大同 阳泉 长治 晋城 朔州 晋中 运城 忻州 临汾 吕梁 呼和浩特 包头 乌海 赤峰 通辽 鄂尔多斯 呼伦贝尔 "
    "沈阳 大连 鞍山 抚顺 本溪 丹东 锦州 营口 阜新 辽阳 盘锦 铁岭 朝阳 葫芦岛 长春 四平 辽源 通化 白山 松原 白城 延边 哈尔滨 齐齐哈尔 鸡西 鹤岗 双鸭山 大庆 伊春 佳木斯 七台河 牡丹江 黑河 绥化 "
    "南京 无锡 徐州 常州 苏州 南通 连云港 淮安 盐城 扬州 镇江 泰州 宿迁 杭州 宁波 温州 嘉兴 湖州 绍兴 金华 衢州 舟山 台州 丽水 合肥 芜湖 蚌埠 淮南 马鞍山 淮北 铜陵 安庆 黄山 滁州 阜阳 宿州 "
    "六安 亳州 池州 宣城 福州 厦门 莆田 三明 泉州 漳州 南平 龙岩 宁德 南昌 景德镇 萍乡 九江 新余 鹰潭 赣州 吉安 宜春 抚州 上饶 济南 青岛 淄博 枣庄 东营 烟台 潍坊 济宁 泰安 威海 日照 临沂 德州 "
    "聊城 滨州 菏泽 郑州 开封 洛阳 平顶山 安阳 鹤壁 新乡 焦作 濮阳 许昌 漯河 三门峡 南阳 商丘 信阳 周口 驻马店 武汉 黄石 十堰 宜昌 襄阳 鄂州 荆门 孝感 荆州 黄冈 咸宁 随州 恩施 长沙 株洲 湘潭 "
    "衡阳 邵阳 岳阳 常德 张家界 益阳 郴州 永州 怀化 娄底 湘西 广州 韶关 深圳 珠海 汕头 佛山 江门 湛江 茂名 肇庆 惠州 梅州 汕尾 河源 阳江 清远 东莞 中山 潮州 揭阳 云浮 南宁 柳州 桂林 梧州 北海 "
    "防城港 钦州 贵港 玉林 百色 贺州 河池 来宾 崇左 海口 三亚 儋州 成都 自贡 攀枝花 泸州 德阳 绵阳 广元 遂宁 内江 乐山 南充 眉山 宜宾 广安 达州 雅安 巴中 资阳 贵阳 六盘水 遵义 安顺 毕节 铜仁 "
    "昆明 曲靖 玉溪 保山 昭通 丽江 普洱 临沧 拉萨 日喀则 昌都 林芝 西安 铜川 宝鸡 咸阳 渭南 延安 汉中 榆林 安康 商洛 兰州 嘉峪关 金昌 白银 天水 武威 张掖 平凉 酒泉 庆阳 定西 陇南 西宁 海东 "
    "银川 石嘴山 吴忠 固原 中卫 乌鲁木齐 克拉玛依 吐鲁番 哈密 喀什 伊犁 美国 英国 德国 法国 日本 俄罗斯 义乌 昆山 江阴 张家港 常熟 太仓 宜兴 余姚 慈溪 诸暨 温岭 乐清 海宁 桐乡 瑞安 玉环 晋江 石狮 南安 福清 龙港 龙口 荣成 迁安 任丘 长垣 巩义 仙桃 潜江 天门 宁乡 浏阳 醴陵 仁怀 神木 库尔勒 石河子 阿克苏 和田 昌吉 华盛顿 纽约 伦敦 东京 巴黎 柏林 莫斯科".split()
)
"""Where reporters report from: provinces, prefectures, a few capitals. `记者 张三 南昌报道` names one person."""

OFFICE_END = re.compile(
    r"(?:局|厅|委|办|院|部|处|科|所|队|司|会|组|馆|校|团|联|站|厂|行|集团|公司|学校|大学|学院|中学|小学|中心|协会|商会|医院|政府|法院|检察院|委员会|办公室|支队|大队|"
    r"街道|社区|工会|团委|妇联|编辑部|工作室|管理处|事业部|机关|基地|单位|银行|党委|宣传部|宣办|宣)$"
)
"""How the name of an office ends; offices sign like correspondents (穗卫健宣)."""

_PEN_NAME = re.compile(".[公警卫健检法交消税教农城环医监财纪政团妇商执运铁航轨]宣")
"""The names under which press offices sign: place, branch, 宣."""

NOT_IN_NAMES = re.compile(
    r"[0-9０-９。！？!?；;：:“”\"'‘’<>【】\[\]{}…%@#=]|受访|网友|资料|视觉|截图|来自|官网|整理|相关|文章|新闻|推荐|阅读|评论|专题|频道|首页|网站|观点|公司|大学|发布|获悉|了解到|报道|记者|通讯员|编辑|发自|表示|发现|来源|消息|实习|授权|转载|谢谢|[你您我他她吗呢的了是这么们什怎]"
)

HAN = r"㐀-䶿一-鿿豈-﫿𠀀-𲎯〇"
DOT = "·"
_DOTS = str.maketrans({"•": DOT, "・": DOT, "‧": DOT, "･": DOT, "∙": DOT, "⋅": DOT, "．": DOT})
_BLANKS = re.compile(r"[\s□]+")
_HAN_WORD = re.compile(rf"[{HAN}]+")
_DOTTED = re.compile(rf"(?:[\[［(（〔][{HAN}]{{1,6}}[\]］)）〕])?[{HAN}A-Za-z]{{1,12}}(?:[{DOT}.][{HAN}A-Za-z]{{1,12}}){{1,5}}")
_LATIN = re.compile(r"[A-Za-z][A-Za-z.'-]{1,20}(?: [A-Za-z][A-Za-z.'-]{0,20}){0,3}")
_LATIN_NAME = re.compile(r"[A-Z][a-z.'-]{1,20}(?: [A-Z][A-Za-z.'-]{0,20}){1,3}")
_LATIN_OUTLET = re.compile(
    r"\b(?:The|Times|News|Post|Journal|Insider|Daily|Weekly|Media|Press|Review|Online|Network|Team|Studio|Lab|TV|Research)\b"
)
_PARTS = re.compile(r"[、，,/／;；&＆|｜丨\n]+")
_AND = re.compile(rf"(?<=[{HAN}]{{2}})[和与及](?=[{HAN}]{{2}})")


def is_outlet(text: str) -> bool:
    """Whether a text is the name of an outlet (报, 网, 社, 台, 客户端, …) rather than of a person.

    Three characters that begin with a surname and end in 社 or 台 are read as a person: 王建社; so is 张网 of two.
    """
    if text in KNOWN_OUTLETS or "客户端" in text:
        return True
    if not OUTLET_END.search(text) or len(text) < 2:
        return False
    if len(text) == 2:
        return text[0] not in SURNAMES
    return not (len(text) == 3 and text[-1] in "社台端观" and text[0] in SURNAMES)


def is_media(text: str) -> bool:
    """Whether a text is the name of an outlet or of a county's media centre, which signs for its people."""
    return is_outlet(text) or text.endswith(("融媒体中心", "媒体中心", "传媒中心", "广播电视台"))


def is_office(text: str) -> bool:
    """Whether a text is the name of an office. Names of three characters count as people when they begin with a surname."""
    if not OFFICE_END.search(text):
        return False
    if len(text) == 3 and _PEN_NAME.fullmatch(text):
        return True
    return (
        len(text) > 4
        or (len(text) > 2 and text[-1] in "局厅委办部处队")
        or (len(text) > 2 and text[0] not in SURNAMES)
        or (len(text) == 4 and text[:2] not in COMPOUND_SURNAMES)
    )


def is_person(text: str) -> bool:
    """Whether a text without padding can be one person's name: 2 to 4 Han characters, parts joined by dots, or two Latin words."""
    if text.lower() in NOBODY or text in PLACES or NOT_IN_NAMES.search(text) or is_outlet(text):
        return False
    four = len(text) == 4 and text[:2] in COMPOUND_SURNAMES  # 上官知行 is no bank (行)
    if is_office(text) and not four:
        return False
    if _LATIN_NAME.fullmatch(text):
        return not _LATIN_OUTLET.search(text)
    if _HAN_WORD.fullmatch(text):
        return 2 <= len(text) <= 4 or (len(text) <= 6 and text[0] in "阿艾买古努迪麦热吾依木玛帕塔库哈加")
    return bool(_DOTTED.fullmatch(text))


def unpad(text: str) -> str:
    """A name without padding and with its dots as U+00B7: `方  敏` -> `方敏`."""
    text = text.translate(_DOTS).strip()
    if " " in text and _LATIN.fullmatch(text):
        return text
    return _BLANKS.sub("", text)


def has_surname(text: str) -> bool:
    """Whether a text begins with a surname."""
    return text[:1] in SURNAMES or text[:2] in COMPOUND_SURNAMES


def split_joined(text: str) -> list[str]:
    """Names written without a separator: `张虞李鹏志` -> [张虞, 李鹏志]; [] when there is not exactly one way to read them.

    Every name must begin with a surname and have two or three characters (four with a compound surname). Of several
    readings the one whose names have no surname as second character wins, if it is the only one.
    """
    if not 4 <= len(text) <= 12 or not _HAN_WORD.fullmatch(text):
        return []
    readings: list[list[str]] = []

    def walk(start: int, names: list[str]) -> None:
        if start == len(text):
            readings.append(names)
            return
        for size in (2, 3, 4):
            name = text[start : start + size]
            compound = name[:2] in COMPOUND_SURNAMES
            if len(name) == size and (compound if size == 4 else has_surname(name)) and not (compound and size == 2):
                walk(start + size, [*names, name])

    walk(0, [])
    if len(readings) > 1:
        compound = [names for names in readings if any(name[:2] in COMPOUND_SURNAMES for name in names)]
        readings = compound or [names for names in readings if not any(name[1] in SURNAMES for name in names)]
    return readings[0] if len(readings) == 1 and len(readings[0]) > 1 else []


def split_names(text: str) -> list[str]:
    """The names of a list: parted by punctuation, by blanks between words of two or more characters, or by nothing.

    A run of single characters parted by blanks is one name. Nothing is judged: outlets and nobodies stay in.
    """
    names: list[str] = []
    for part in _PARTS.split(text.translate(_DOTS).replace("□", " ")):
        part = part.strip(" \t　\xa0.。·-—_:：*●▲■◆★")
        if not part:
            continue
        if _LATIN.fullmatch(part):
            names.append(part)
            continue
        for word in _words(part):
            names += _split_word(word)
    return names


def _words(part: str) -> list[str]:
    """The blank-parted words of a text, padded names put together again."""
    pieces = re.split(r"(\s+)", part)
    words, gaps = pieces[::2], pieces[1::2]
    out: list[str] = []
    run: list[str] = []
    widths: list[int] = []

    def flush() -> None:
        if run:
            out.extend(_unpad_run(run, widths))
        run.clear()
        widths.clear()

    for index, word in enumerate(words):
        single = len(word) == 1 and bool(_HAN_WORD.fullmatch(word))
        if single:
            if run:
                widths.append(len(gaps[index - 1]))
            run.append(word)
            continue
        flush()
        out.append(word)
    flush()
    joined: list[str] = []
    for word in out:
        if joined and len(word) == 1 and joined[-1] in COMPOUND_SURNAMES:
            joined[-1] += word
        else:
            joined.append(word)
    return joined


def _unpad_run(run: list[str], widths: list[int]) -> list[str]:
    """One name of up to three single characters; more are parted at the wider gaps, else by their surnames."""
    if len(run) <= 3:
        return ["".join(run)]
    if len(set(widths)) > 1:
        widest = max(widths)
        groups = [run[0]]
        for width, char in zip(widths, run[1:], strict=True):
            if width == widest:
                groups.append(char)
            else:
                groups[-1] += char
        if all(2 <= len(group) <= 3 for group in groups):
            return groups
    whole = "".join(run)
    return split_joined(whole) or [whole]


def _split_word(word: str) -> list[str]:
    """A word that may hold several names: `张三和李四`, `张虞李鹏志`."""
    if len(word) >= 5 and _HAN_WORD.fullmatch(word) and not is_outlet(word):
        halves = _AND.split(word)
        if len(halves) == 2 and all(2 <= len(half) <= 3 and has_surname(half) for half in halves):
            return halves
        if not is_office(word) and (names := split_joined(word)) and not any(map(is_outlet, names)):
            return names
    return [word]


Kind = Literal["person", "outlet", "office", "nobody"]


def kind_of(text: str) -> Kind:
    """What a name names; nobody for a placeholder (佚名) or a text that is no name."""
    if text.lower() in NOBODY or text in PLACES:
        return "nobody"
    if is_outlet(text):
        return "outlet"
    if is_office(text):
        return "office"
    return "person" if is_person(text) else "nobody"
