"""Invented news prose: names, places, headlines and paragraphs, the same for the same seed.

Nothing here is about a real person, place or paper. The words make up the bulk of the demo press; what a newsroom prints
around them (datelines, bylines, credits) is in `newsroom.py`.
"""

from random import Random

SURNAMES = (
    "林周方许程沈韩魏薛叶余潘杜戴夏钟汪田任姜范石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
COMPOUND_SURNAMES = ("欧阳", "上官", "诸葛", "司徒")
GIVEN = (
    "澈", "岚", "知行", "晓禾", "文澜", "一鸣", "若溪", "景明", "书瑶", "望舒", "云舟", "子衿", "怀瑾", "青野",
    "思齐", "雨桐", "嘉树", "时雨", "星河", "念之", "清越", "长风", "映雪", "采薇", "其琛", "昭", "牧之", "佩兰",
    "朗", "素心", "远山", "亦凡", "静姝", "承泽",
)  # fmt: skip
CITIES = ("澜州", "青屿", "云溪", "禾川", "枫泾湾", "鹭岛湖", "望江", "石泉岭")
COUNTIES = ("白鹭县", "柳塘县", "松源县", "浣溪区", "临岚县", "梅渡区", "丹霞岭县", "芦湾区")
TOWNS = ("禾塘镇", "石桥湾镇", "竹溪乡", "大榕镇", "鹤坪镇", "莲塘坳乡", "枣林镇", "清水湾镇")
VILLAGES = ("上坪村", "柳树湾村", "云顶村", "双溪口村", "稻香村", "石门坳村", "茶山头村", "老渡口村")
CROPS = ("晚稻", "脐橙", "油茶", "板栗", "莲子", "秋茶", "红薯", "大豆")

TOPICS: dict[str, tuple[str, ...]] = {
    "harvest": (
        "眼下正是{crop}成熟的时节，{county}{town}的田野里一片繁忙。",
        "在{village}，{n}台收割机沿着田垄依次排开，不到半天就收完了{m}亩。",
        "种植大户{person}算了一笔账：今年{crop}每亩比去年多收{s}斤，价格也稳中有升。",
        "“种子、肥料统一采购，技术员每周来一趟，心里就有了底。”{person}说。",
        "县农技站在{town}设了{s}个示范点，把测土配方和绿色防控送到田头。",
        "合作社新建的烘干房每天能处理{m}吨粮食，社员再也不用看天晒谷。",
        "截至{month}月{day}日，{county}{crop}收获面积已占应收面积的{pct}%。",
        "村里的电商服务站一天发出{m}多单，不少外地客人是尝过之后又回来买的。",
        "为防连阴雨，各乡镇备足了机具和仓容，夜里也安排人手值守。",
        "往年卖不出山的{crop}，如今装上冷链车，当天就能送到{city}的菜场。",
    ),
    "bridge": (
        "横跨清澜河的{town}大桥{month}月{day}日完成最后一段箱梁浇筑，两岸群众盼了多年的通道有了模样。",
        "大桥全长{m}米，双向四车道，两侧各留出{s}米宽的人行步道。",
        "项目负责人{person}介绍，桥墩位于深水区，施工队专门避开了鱼类繁殖期。",
        "过去从{village}到县城要绕行{n}公里，遇到涨水还得等渡船。",
        "为了不影响灌溉，工程队把便道改了{s}次，多花的费用由企业承担。",
        "通车后，{county}到{city}的车程将缩短到{n}分钟以内。",
        "桥头的老渡船没有拆，村里打算把它改成一处小小的陈列馆。",
        "交通部门提醒，试运行期间大货车仍须走原来的路线。",
    ),
    "museum": (
        "{city}博物馆新展厅{month}月{day}日对公众开放，{m}件藏品中有{n}件是第一次展出。",
        "展厅按照年代分为{s}个单元，从新石器时代的陶片一直讲到近代的商号账本。",
        "“每件东西旁边都留了一张小凳子，让孩子能坐下来慢慢看。”馆长{person}说。",
        "志愿讲解员里有{n}名中学生，他们利用周末轮流上岗。",
        "一块刻着水位的石碑引来许多人驻足，它记下了当地三百年间的{s}次大水。",
        "馆方同步上线了语音导览，视障观众可以触摸{n}件复制品。",
        "开放当天接待观众{m}人次，年纪最大的一位已经九十一岁。",
        "修复室隔着玻璃对外展示，人们能看到碎瓷怎样一片一片拼回原样。",
    ),
    "weather": (
        "气象部门预计，未来三天{city}以多云为主，最低气温在{s}摄氏度左右。",
        "受冷空气影响，{county}北部山区早晚有雾，能见度不足{m}米。",
        "{month}月{day}日，省气象台把大风蓝色预警调整为黄色，湖区船只已全部回港。",
        "预报员{person}解释，这轮降温来得快、走得也快，周末阳光就会回来。",
        "水库管理处提前腾出库容，{n}名巡查员分段看护堤坝。",
        "养老院和学校检查了取暖设备，食堂把午饭时间提前了半个小时。",
        "供电公司在山口增设{s}处观冰点，线路覆冰的情况每两小时报一次。",
        "专家提示，昼夜温差大，老人和孩子外出要注意添衣。",
    ),
    "sport": (
        "第{s}届环湖半程马拉松{month}月{day}日在{city}鸣枪，{m}名跑者从湖心广场出发。",
        "{person}以领先{s}秒的成绩第一个冲线，这是他第三次参加这项比赛。",
        "赛道穿过{n}个村庄，沿途的鼓队和合唱团从清晨就站好了位置。",
        "“最后两公里全是上坡，观众喊得我不好意思停下来。”{person}笑着说。",
        "组委会安排了{n}个补给点，医疗志愿者骑着自行车跟在队伍后面。",
        "当地体育中心本月起延长开放时间，{s}块球场免费预约。",
        "乡村篮球联赛也在同一天收官，{town}代表队卫冕成功。",
        "赛后，环卫工人和跑团成员一起，不到一个小时就把路面收拾干净。",
    ),
    "meeting": (
        "{month}月{day}日，{city}召开重点项目推进会，听取{s}个专班的进展汇报。",
        "会议指出，要把群众反映最多的{n}件事排出时间表，办完一件公示一件。",
        "会上，{county}、{town}等地的负责人交流了老旧小区改造的做法。",
        "与会人员实地察看了{town}污水处理站，并随机走访了{n}户居民。",
        "会议要求，各部门不得随意增加基层填报的表格，能共享的数据一律共享。",
        "据了解，今年全市安排的{m}个民生项目已有{pct}%完工。",
        "市住建部门负责人{person}表示，冬季施工要把安全放在第一位。",
        "下一步，督查组将不打招呼、直接到现场，看路灯亮不亮、水管通不通。",
    ),
    "school": (
        "{town}中心小学的操场上，{n}名学生正在练习舞龙，领队的是退休教师{person}。",
        "学校把当地的采茶戏编进了音乐课，每学期安排{s}个课时。",
        "寄宿生的被褥由县里统一换新，宿舍楼装上了{m}盏护眼灯。",
        "“孩子们回家会教爷爷奶奶唱，村里比从前热闹多了。”{person}说。",
        "图书车每周三开到{village}，一次可以借{s}本书。",
        "今年秋季学期，{county}有{n}所学校实现了午餐热链配送。",
        "来自{city}的支教团队带来了望远镜，夜里的观星课排起了长队。",
        "家长委员会轮流到食堂帮厨，菜价和剩余每天写在黑板上。",
    ),
    "transport": (
        "{month}月{day}日起，{city}新开{s}条微公交线路，把地铁站和{n}个小区连在了一起。",
        "车身只有六米长，可以开进过去大巴进不去的老街。",
        "司机{person}开了二十年车，他说新线路弯多，但乘客都很客气。",
        "首末班车时间为六点和二十二点，老年卡全天免费。",
        "公交公司根据{m}份问卷调整了{s}处站位，其中两处挪到了医院门口。",
        "沿线的{n}个候车亭装上了电子站牌，盲道也重新铺过。",
        "据测算，居民换乘的平均等候时间可减少{s}分钟。",
        "铁路部门同步加开{city}至望江的早间列车，方便学生和上班族往返。",
    ),
}  # fmt: skip

HEADLINES = (
    "{county}{m}亩{crop}开镰 农户忙并快乐着",
    "{town}大桥合龙在即 两岸出行将少绕{n}公里",
    "{city}博物馆上新{n}件藏品 首日迎客{m}人",
    "冷空气来了！{city}周末最低气温降至{s}℃",
    "{m}名跑者齐聚{city} 环湖半马收官",
    "{city}{n}件民生实事办结{pct}%",
    "{town}小学开起非遗课 {n}名学生学舞龙",
    "{city}新开{s}条微公交 打通回家“最后一公里”",
    "{county}探索“田间课堂” {n}名农技员驻村",
    "从渡口到大桥：{village}的出行之变",
    "{city}：{n}条老街换新颜",
    "{village}办起村晚 {m}位乡亲登台",
    "{county}建成{n}座口袋公园",
    "{city}图书馆延时开放满{s}年 夜读人次破{m}万",
    "{town}守住一湖清水 候鸟数量增至{m}只",
    "{county}{s}所乡镇卫生院添新设备",
    "{city}开展秋冬防火演练 {n}支队伍参加",
    "{village}老茶树发新芽 年产值增{pct}%",
)


def person(rng: Random) -> str:
    """A Chinese name of two to four characters."""
    surname = rng.choice(COMPOUND_SURNAMES) if rng.random() < 0.05 else rng.choice(SURNAMES)
    return surname + rng.choice(GIVEN)


def people(rng: Random, count: int) -> list[str]:
    """So many different names."""
    names: list[str] = []
    while len(names) < count:
        if (name := person(rng)) not in names:
            names.append(name)
    return names


def sentence(rng: Random, template: str) -> str:
    """The template with its places, names and figures filled in."""
    return template.format(
        city=rng.choice(CITIES), county=rng.choice(COUNTIES), town=rng.choice(TOWNS), village=rng.choice(VILLAGES),
        crop=rng.choice(CROPS), person=person(rng), s=rng.randint(3, 9), n=rng.randint(11, 96), m=rng.randint(120, 2900),
        pct=rng.randint(41, 97), month=10, day=rng.randint(2, 15),
    )  # fmt: skip


def headline(rng: Random) -> str:
    """A headline of a dozen to two dozen characters."""
    return sentence(rng, rng.choice(HEADLINES))


def paragraphs(rng: Random, count: int) -> list[str]:
    """So many paragraphs of three to five sentences, each on one topic."""
    topics = list(TOPICS.values())
    chosen = rng.sample(topics, count) if count <= len(topics) else rng.choices(topics, k=count)
    return ["".join(sentence(rng, template) for template in _in_order(rng, topic, rng.randint(3, 5))) for topic in chosen]


def _in_order(rng: Random, topic: tuple[str, ...], count: int) -> list[str]:
    return [topic[index] for index in sorted(rng.sample(range(len(topic)), count))]
