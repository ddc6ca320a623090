"""Invented articles that are hard to tell apart, and invented reprints of them: what the search for reprints is measured on.

The distinct ones share templates word for word and differ in names and figures (weather, lottery, prices, notices, meetings),
or tell one event in two papers' own words. A reprint has another dateline, a paragraph less, a few characters changed.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import cycle
from random import Random

from newsspider.days import SHANGHAI
from newsspider.demo.newsroom import conventions
from newsspider.demo.prose import CITIES, COUNTIES, CROPS, TOWNS, VILLAGES, paragraphs, people, person
from newsspider.items import Article
from tests.article_factory import make_article

PAPERS = ("澜州日报", "青屿晚报", "云溪新闻网", "禾川日报", "望江都市报", "澜新社", "鹭岛湖在线", "石泉岭日报")
SKIES = ("晴", "多云", "阴", "小雨", "阵雨", "雷阵雨", "中雨", "多云转晴", "阴转小雨", "晴转多云")
WINDS = ("东风", "南风", "西风", "北风", "东北风", "东南风", "西北风", "西南风")
GOODS = ("大白菜", "黄瓜", "西红柿", "土豆", "猪肉", "鸡蛋", "草鱼", "苹果", "香蕉", "大葱", "芹菜", "牛肉")
ROADS = (
    "清澜大道",
    "临江路",
    "望湖路",
    "青年路",
    "枫林路",
    "朝阳街",
    "建设路",
    "学院路",
    "滨河东路",
    "松涛路",
    "云山路",
    "解放街",
)
BUREAUS = ("住建局", "教育局", "水利局", "交通运输局", "农业农村局", "文旅局", "卫健委", "民政局", "商务局", "体育局")

FORMULAS = (
    "会议强调，要坚持问题导向、目标导向、结果导向，进一步压实各级责任，确保各项工作落到实处、取得实效。",
    "要强化底线思维，增强忧患意识，扎实做好安全生产各项工作，切实保障人民群众生命财产安全。",
    "要坚持以人民为中心的发展思想，着力解决好群众急难愁盼问题，不断增强群众获得感、幸福感、安全感。",
    "会议要求，各级各部门要提高政治站位，强化担当作为，以钉钉子精神抓好工作落实。",
    "要大兴调查研究之风，深入基层、深入一线，真正把情况摸清、把问题找准、把对策提实。",
    "会议指出，当前正处于全年工作的关键时期，要紧盯年度目标任务，倒排工期、挂图作战，奋力冲刺全年红。",
    "要统筹发展和安全，坚决守住不发生系统性风险的底线，为高质量发展营造良好环境。",
    "要加强组织领导，健全工作机制，完善配套措施，形成齐抓共管的强大合力。",
    "要持续优化营商环境，全面落实惠企政策，用心用情帮助企业解决实际困难。",
    "要加大宣传引导力度，总结推广先进典型和经验做法，营造全社会共同参与的浓厚氛围。",
    "会议还研究了其他事项。",
    "要严明工作纪律，强化督查考核，对工作不力、敷衍塞责的严肃追责问责。",
)

EVENTS: dict[str, tuple[tuple[str, str, str], ...]] = {
    "rescue": (
        ("{day}日清晨，{town}突降暴雨，{village}有{n}户人家被洪水围困。", "“水是后半夜漫上来的。”家住{village}的{one}回忆起{day}日那场大雨仍心有余悸，全村{n}户一度与外界断了联系。", "一场急雨让{town}的{village}成了孤岛。记者{day}日从县应急指挥部获悉，受困的共{n}户。"),
        ("接到报警后，消防救援人员带着{s}艘橡皮艇赶到现场，逐户敲门转移群众。", "消防队调来橡皮艇{s}艘，队员们蹚着齐腰深的水，挨家挨户把老人孩子背上船。", "县消防大队第一时间出动，{s}艘冲锋艇往返于村口和安置点之间。"),
        ("经过{h}个小时奋战，{m}名村民全部脱险，无人员伤亡。", "到中午，最后一批村民上了岸。清点人数，{m}人一个不少，前后用了{h}个小时。", "救援持续了{h}小时，共转移{m}人，没有发现伤亡。"),
        ("“多亏了他们，我和老伴才能平安出来。”{age}岁的村民{one}说。", "今年{age}岁的{one}坐在安置点里，捧着一碗热粥，连声道谢。", "老人{one}（{age}岁）是最后一位被背出来的，他的两只羊也上了船。"),
        ("{county}已启动应急响应，安置点备足了被褥、药品和食物。", "目前，{county}在镇中学设了安置点，方便面、棉被、常用药都已送到。", "安置工作由{county}统一调度，学校教室里铺开了折叠床。"),
        ("带队的{two}介绍，水位预计{s}小时后回落，届时将组织排查房屋。", "“等水退了，先看房子结不结实。”负责现场指挥的{two}说，估计还得{s}个钟头。", "现场负责人{two}表示，下一步是排查房屋安全隐患，预计水位在{s}小时内下降。"),
    ),
    "opening": (
        ("{city}至{county}的城际客运专线{day}日开通运营，全程{n}公里，票价{s}元。", "花{s}元钱，从{city}坐到{county}。{day}日，{n}公里长的城际班线迎来首批乘客。", "盼了三年，{county}人{day}日终于坐上了去{city}的直达班车，里程{n}公里，单程{s}元。"),
        ("首班车于早晨六点半发出，车上坐了{h}名乘客，多数是去市里看病和上班的居民。", "天刚亮，头班车就来了{h}位客人，有提着土鸡蛋看女儿的，有赶着去医院的。", "记者在首发站看到，{h}张座位票不到十分钟售完。"),
        ("运营公司负责人{two}说，初期每天对开{s}班，将根据客流增加。", "“先开{s}对车，人多了再加。”公司经理{two}告诉记者。", "据{two}介绍，班次暂定一天{s}对，节假日另行加密。"),
        ("{age}岁的{one}过去进城要转两次车，花去大半天时间。", "“从前天不亮出门，到医院都快下班了。”{one}今年{age}岁，是线路上的常客。", "家在{village}的{one}（{age}岁）算过，直达车每趟能省两个多小时。"),
        ("沿线设{h}个站点，覆盖{town}等{s}个乡镇，{m}名群众受益。", "{town}在内的{s}个乡镇都有站，停靠点{h}处，惠及人口{m}人。", "线路途经{s}个乡镇，{h}处站牌已经立好，沿途{m}人出门即可乘车。"),
        ("交通部门将对站点厕所、候车室进行改造，方便老年人出行。", "接下来，候车室要装暖气，站厕要添扶手，管理部门说年内做完。", "有乘客提出站台没有遮雨棚，有关方面答复将尽快加装。"),
    ),
}  # fmt: skip
"""Per event its facts, each in the words of three papers."""


@dataclass(frozen=True, slots=True)
class Text:
    """One invented article."""

    family: int
    """Articles of one number are one text."""
    kind: str
    body: list[str]


def distinct(rng: Random, count: int) -> list[Text]:
    """So many articles of which no two are one text; kinds in turn."""
    makers = (_story, _weather, _lottery, _prices, _notice, _meeting, _event, _story, _appointment)
    texts: list[Text] = []
    for maker in cycle(makers):
        texts += [Text(len(texts) + index, maker.__name__[1:], body) for index, body in enumerate(maker(rng))]
        if len(texts) >= count:
            break
    return texts[:count]


def reprint(rng: Random, text: Text) -> Text:
    """The article as another paper prints it: dateline swapped, and a paragraph cut, 1-2 % of characters edited, or both."""
    ways = rng.choice((("dateline",), ("cut",), ("edited",), ("cut", "edited")))
    if len(text.body) < 3:  # a paragraph of two is half the text: not the same any more
        ways = tuple(way for way in ways if way != "cut") or ("dateline",)
    body = list(text.body)
    if "cut" in ways:
        body.pop(rng.randrange(len(body)))
    if "edited" in ways:
        share = rng.uniform(0.01, 0.02)
        body = [edited(rng, paragraph, share) for paragraph in body]
    return Text(text.family, "+".join((text.kind, *ways)), body)


def edited(rng: Random, paragraph: str, share: float) -> str:
    """The paragraph with so many of its characters replaced, dropped, or followed by another one."""
    out: list[str] = []
    for char in paragraph:
        if rng.random() >= share:
            out.append(char)
            continue
        other = rng.choice(
            "的了在和有这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经"
        )
        out += rng.choice(([other], [], [char, other]))
    return "".join(out)


def mixed(rng: Random, count: int, reprinted: int) -> list[Text]:
    """So many distinct articles and reprints of them, in any order, each signed by some newsroom."""
    originals = distinct(rng, count)
    texts = originals + [reprint(rng, rng.choice(originals)) for _ in range(reprinted)]
    rng.shuffle(texts)
    return [replace(text, body=signed(rng, text.body)) for text in texts]


def article_of(text: Text, number: int) -> Article:
    """The text as an article of one of the papers, with a headline of its own, published in the order of the numbers."""
    at = datetime(2025, 10, 20, 8, tzinfo=SHANGHAI) + timedelta(seconds=number)
    return make_article(
        number, outlet=f"demo_{number % len(PAPERS)}", outlet_name=PAPERS[number % len(PAPERS)], headline=f"第{number}号消息",
        body=text.body, published_at=at.isoformat(), published_precision="second", published_from="meta",
    )  # fmt: skip


def answers(texts: Sequence[Text], said: Mapping[str, str | None]) -> Counter[tuple[str, str]]:
    """What was said of texts stored in this order: (kind, right | wrong | missed) -> number of articles.

    Args:
        texts: as `article_of` numbered them from 0.
        said: id -> `duplicate_of`.
    """
    families = {article_of(text, number).id: text.family for number, text in enumerate(texts)}
    counts: Counter[tuple[str, str]] = Counter()
    seen: set[int] = set()
    for number, text in enumerate(texts):
        named = said[article_of(text, number).id]
        right = named is not None and families[named] == text.family
        if right:
            counts[text.kind, "right"] += 1
        elif named is not None:
            counts[text.kind, "wrong"] += 1
        if text.family in seen and not right:
            counts[text.kind, "missed"] += 1
        seen.add(text.family)
    return counts


def scores(counts: Counter[tuple[str, str]]) -> tuple[float, float]:
    """Precision and recall."""
    right, wrong, missed = (
        sum(number for (_, answer), number in counts.items() if answer == said) for said in ("right", "wrong", "missed")
    )
    return right / max(1, right + wrong), right / max(1, right + missed)


def signed(rng: Random, body: list[str]) -> list[str]:
    """The body with a newsroom's dateline and byline around it, as a page prints them."""
    at = datetime(2025, 10, rng.randint(2, 28), 8, rng.randrange(60))
    lines = conventions(rng, rng.randrange(156), paper=rng.choice(PAPERS), at=at)
    printed = list(body)
    printed[0] = (lines.dateline or "") + lines.lead + printed[0]
    printed[-1] += lines.tail
    return printed


def _story(rng: Random) -> list[list[str]]:
    """Features on a few topics: sentences from a small stock, with other places and figures."""
    return [paragraphs(rng, rng.randint(3, 6))]


def _weather(rng: Random) -> list[list[str]]:
    def outlook(city: str) -> str:
        low = rng.randint(4, 16)
        return f"{city}{rng.choice(SKIES)}，{low}到{low + rng.randint(4, 11)}℃"

    day, city = rng.randint(1, 27), rng.choice(CITIES)
    low = rng.randint(4, 16)
    return [[
        f"据{city}市气象台{day}日发布的天气预报，今天夜里到明天白天，{city}{rng.choice(SKIES)}，{rng.choice(WINDS)}{rng.randint(2, 5)}级，"
        f"最低气温{low}℃，最高气温{low + rng.randint(5, 12)}℃，相对湿度{rng.randint(35, 90)}%。",
        f"未来三天具体预报如下：{day + 1}日，{rng.choice(SKIES)}，{rng.choice(WINDS)}{rng.randint(2, 5)}级，气温{rng.randint(4, 12)}到{rng.randint(14, 25)}℃；"
        f"{day + 2}日，{rng.choice(SKIES)}，{rng.choice(WINDS)}{rng.randint(2, 5)}级，气温{rng.randint(4, 12)}到{rng.randint(14, 25)}℃；"
        f"{day + 3}日，{rng.choice(SKIES)}，{rng.choice(WINDS)}{rng.randint(2, 5)}级，气温{rng.randint(4, 12)}到{rng.randint(14, 25)}℃。",
        "各地天气：" + "；".join(outlook(place) for place in rng.sample(CITIES, 5)) + "。",
        "气象专家提醒，近期昼夜温差较大，市民外出请注意适时增减衣物，早晚行车注意保持车距、减速慢行，预防感冒等呼吸道疾病。",
    ]]  # fmt: skip


def _lottery(rng: Random) -> list[list[str]]:
    reds = sorted(rng.sample(range(1, 34), 6))
    return [[
        f"10月{rng.randint(1, 30)}日晚，福利彩票双色球第2025{rng.randint(100, 150)}期开奖，红球号码为"
        f"{'、'.join(f'{ball:02}' for ball in reds)}，蓝球号码为{rng.randint(1, 16):02}。",
        f"当期全国共开出一等奖{rng.randint(1, 19)}注，单注奖金为{rng.randint(500, 999)}万元；二等奖{rng.randint(60, 280)}注，"
        f"单注奖金为{rng.randint(8, 35)}万余元。当期全国销量为{rng.randint(32000, 39999)}万余元。",
        f"我省彩民共投注{rng.randint(800, 2400)}万余元，中得一等奖{rng.randint(0, 3)}注、二等奖{rng.randint(1, 20)}注，为社会筹集公益金{rng.randint(300, 900)}万余元。",
        f"开奖后，奖池金额为{rng.randint(10, 29)}.{rng.randint(10, 99)}亿元。福彩机构提醒广大彩民，快乐购彩、理性投注，未成年人不得购买彩票及兑奖。",
    ]]  # fmt: skip


def _prices(rng: Random) -> list[list[str]]:
    def price() -> str:
        return f"{rng.randint(1, 39)}.{rng.randint(10, 99)}元"

    first = "，".join(f"{good}每公斤{price()}" for good in rng.sample(GOODS, 5))
    second = "，".join(
        f"{good}{rng.choice(('上涨', '下降'))}{rng.randint(1, 9)}.{rng.randint(1, 9)}%" for good in rng.sample(GOODS, 4)
    )
    return [[
        f"据{rng.choice(CITIES)}市商务部门监测，10月第{rng.randint(1, 4)}周全市主要生活必需品市场供应充足，价格总体平稳。",
        f"监测数据显示，{first}。",
        f"与前一周相比，{second}。",
        "业内人士分析，随着气温下降，露地蔬菜供应减少，大棚蔬菜逐步上市，预计后期价格以小幅波动为主，市场供应有保障。",
    ]]  # fmt: skip


def _notice(rng: Random) -> list[list[str]]:
    road, first, last = rng.sample(ROADS, 3)
    return [[
        f"记者从市公安局交警支队获悉，因{road}（{first}至{last}段）道路改造施工，自10月{rng.randint(1, 28)}日零时起至11月{rng.randint(1, 29)}日24时，"
        f"对该路段实行交通管制，期间禁止一切机动车通行。",
        f"管制期间，途经该路段的{rng.randint(2, 60)}路、{rng.randint(61, 130)}路、{rng.randint(131, 299)}路公交车临时改道行驶，请广大市民提前规划出行路线，留意现场指示标志，服从交警指挥。",
        f"施工单位将设置围挡{rng.randint(120, 990)}米，每日施工时间为{rng.randint(6, 8)}时至{rng.randint(18, 22)}时。如有疑问，可拨打咨询电话{rng.randint(2000000, 8999999)}，联系人{person(rng)}。",
    ]]  # fmt: skip


def _meeting(rng: Random) -> list[list[str]]:
    one, two, three = people(rng, 3)
    city, day = rng.choice(CITIES), rng.randint(1, 29)
    chosen = [FORMULAS[index] for index in sorted(rng.sample(range(len(FORMULAS)), rng.randint(4, 7)))]
    return [[
        f"10月{day}日，{city}市{rng.choice(BUREAUS)}召开第{rng.randint(3, 46)}次工作例会，听取{rng.choice(TOWNS)}、{rng.choice(COUNTIES)}等地情况汇报，研究部署下一阶段工作。"
        f"局长{one}主持会议并讲话，{two}、{three}参加会议。",
        "".join(chosen[: len(chosen) // 2]),
        "".join(chosen[len(chosen) // 2 :]),
        f"会前，与会人员前往{rng.choice(VILLAGES)}实地察看了{rng.choice(CROPS)}基地，{rng.randint(11, 99)}名干部群众代表参加座谈，收集意见建议{rng.randint(12, 140)}条。",
    ]]  # fmt: skip


def _event(rng: Random) -> list[list[str]]:
    """One event, the same names and figures, as three papers tell it."""
    one, two = people(rng, 2)
    facts = {
        "one": one, "two": two, "day": rng.randint(1, 29), "town": rng.choice(TOWNS), "village": rng.choice(VILLAGES), "city": rng.choice(CITIES),
        "county": rng.choice(COUNTIES), "n": rng.randint(21, 96), "s": rng.randint(3, 9), "h": rng.randint(10, 28), "m": rng.randint(120, 2900),
        "age": rng.randint(61, 93),
    }  # fmt: skip
    told = rng.choice(list(EVENTS.values()))
    return [[fact[paper].format_map(facts) for fact in told] for paper in range(3)]


def _appointment(rng: Random) -> list[list[str]]:
    names = people(rng, 8)
    posts = [
        f"任命{name}为{rng.choice(COUNTIES)}{rng.choice(BUREAUS)}{rng.choice(('局长', '副局长', '总工程师'))}"
        for name in names[:5]
    ]
    gone = [f"免去{name}的{rng.choice(COUNTIES)}{rng.choice(BUREAUS)}{rng.choice(('局长', '副局长'))}职务" for name in names[5:7]]
    return [[
        f"10月{rng.randint(1, 29)}日，{rng.choice(CITIES)}市第{rng.choice('五六七八九')}届人民代表大会常务委员会第{rng.randint(3, 39)}次会议通过如下任免事项：",
        "；".join(posts) + "。",
        "；".join(gone) + "。",
        f"会议还举行了宪法宣誓仪式，新任命的{rng.randint(5, 19)}名同志面向国旗、左手抚按宪法、右手举拳，庄严宣誓。市人大常委会主任{names[7]}监誓，"
        f"并为新任命的同志颁发任命书。",
    ]]  # fmt: skip
