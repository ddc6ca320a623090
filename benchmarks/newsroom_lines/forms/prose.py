"""Sentences and lists that hold newsroom words and tell no fact of the page. All of them stay in the text."""

from benchmarks.newsroom_lines.forms.registry import ENDING, MIDDLE, OPENING, form
from benchmarks.newsroom_lines.pen import Pen

SENTENCES = (MIDDLE, ENDING)


@form("prose: 记者 in a sentence", *SENTENCES, kept="stays")
def reporter(pen: Pen) -> str:
    name = pen.name()
    return pen.pick((
        f"“今年的活儿比去年多一倍。”{name}对记者说，他打算再招{pen.number(2, 30)}个人。",
        f"记者从{pen.office()}获悉，{pen.month_day()}起，{pen.place()}将调整{pen.number(2, 30)}条公交线路。",
        f"当天，记者在现场看到，{name}正带着几个年轻人给设备上油。",
        f"{pen.place()}市委书记{name}在接受记者采访时表示，要把这件事一办到底。",
        f"面对记者的镜头，{name}有些腼腆，搓着手说不出话来。",
        f"记者{pen.pick(('了解到', '注意到', '发现'))}，这里的{pen.number(20, 300)}户人家都装上了新水表。",
    ))  # fmt: skip


@form("prose: 编辑 in a sentence", *SENTENCES, kept="stays")
def editor(pen: Pen) -> str:
    name = pen.name()
    return pen.pick((
        f"稿子寄到编辑部以后，编辑{name}回了一封三页长的信，逐句提了意见。",
        f"{name}曾任{pen.outlet()}责任编辑，退休以后回到{pen.place()}教书。",
        "读者如对本栏目有意见和建议，欢迎写信给编辑部，我们将择优刊登。",
        f"这本书由{name}编辑、{pen.name()}校对，三审三校花了两年时间。",
        f"丛书编辑委员会由{pen.number(5, 20)}人组成，{name}担任主编。",
        "他把视频剪辑好，配音、字幕都是自己做，一个人就是一支队伍。",
    ))  # fmt: skip


@form("prose: 来源 in a sentence", *SENTENCES, kept="stays")
def source(pen: Pen) -> str:
    return pen.pick((
        f"全村的收入来源：一是外出务工，二是脐橙，三是去年办起来的{pen.number(3, 30)}家农家乐。",
        f"水源来源于{pen.place()}北面的水库，经过三道过滤才进入千家万户。",
        "谈到灵感的来源，她说多半来自小时候听过的山歌。",
        f"为了查清污染来源，{pen.office()}的人沿河走了{pen.number(3, 30)}公里。",
        f"资金来源包括财政补助{pen.number()}万元、社会捐款{pen.number()}万元。",
        f"据{pen.outlet()}报道，类似的做法在外地已经推行多年。",
        f"这张照片转自{pen.place()}的一位老邻居，背面写着拍摄的年份。",
    ))  # fmt: skip


@form("prose: 作者 in a sentence", *SENTENCES, kept="stays")
def author(pen: Pen) -> str:
    name = pen.name()
    return pen.pick((
        f"作者{name}在后记里写道，这本书献给所有在山里教过书的人。",
        f"《{pen.place()}旧事》作者{name}应邀来到现场，与读者聊了两个小时。",
        "诗的作者已不可考，村里人只知道他是个过路的秀才。",
        f"论文第一作者、{pen.place()}大学教授{name}说，结果还要在更多的田块里验证。",
        f"展出的{pen.number(20, 200)}件摄影作品出自{pen.number(10, 60)}位作者之手，年纪最大的{name}已经八十一岁。",
    ))  # fmt: skip


@form("prose: a list of winners", MIDDLE, kept="stays")
def winners(pen: Pen) -> str:
    grade = pen.pick(("一等奖", "二等奖", "金奖", "优秀奖", "最佳摄影奖", "十佳记者", "优秀编辑"))
    return f"{grade}：{'　'.join(pen.names(4, 9))}"


@form("prose: a list of names", MIDDLE, kept="stays")
def name_list(pen: Pen) -> str:
    names = pen.names(5, 12)
    return pen.pick((
        f"{'、'.join(names)}等同志参加会议。",
        f"参加座谈的有{'、'.join(names)}。",
        f"名单如下（排名不分先后）：{' '.join(names)}",
        "　".join(names),
    ))  # fmt: skip


@form("prose: appointments", MIDDLE, kept="stays")
def appointments(pen: Pen) -> str:
    of = pen.office()
    return pen.pick((
        f"任命{pen.name()}为{of}局长；免去{pen.name()}的{of}局长职务。",
        f"主任：{pen.name()}　副主任：{pen.name()}　{pen.name()}",
        f"组长：{pen.name()}（{of}） 成员：{pen.name()}、{pen.name()}",
        f"{pen.name()}任{of}总编辑，{pen.name()}任副总编辑。",
        f"评委：{'、'.join(pen.names(3, 5))}",
    ))  # fmt: skip


@form("prose: questions and answers", MIDDLE, kept="stays")
def dialogue(pen: Pen) -> str:
    return pen.pick((
        "记者：您当初为什么选择留在村里？",
        f"{pen.outlet()}：今年的收成怎么样？",
        f"{pen.name()}：说实话，没有想过那么多，地总得有人种。",
        "主持人：请您给我们讲讲那天晚上的情形。",
        f"编辑：稿子是怎么来的？{pen.name()}：是从垃圾堆里捡回来的。",
        "记者问：水价会不会涨？答：三年之内不会。",
    ))  # fmt: skip


@form("prose: quotations", *SENTENCES, kept="stays")
def quotation(pen: Pen) -> str:
    return pen.pick((
        f"“来源不明的种子我们不收，责任谁都担不起。”{pen.name()}说。",
        f"他在日记里写道：“编辑先生，请原谅我的字迹潦草。——{pen.name()}”",
        "扉页上印着一行小字：献给通讯员们，他们的名字从来没有登上版面。",
        "墙上的标语是：人人都是审核员，处处都有监督岗。",
        f"正如《{pen.outlet(('daily', 'paper'))}》当年的标题所说，“桥通了，心也通了”。",
    ))  # fmt: skip


@form("prose: a film's or book's makers", MIDDLE, kept="stays")
def makers(pen: Pen) -> str:
    a, b, c = pen.name(), pen.name(), pen.name()
    return pen.pick((
        f"该片由{a}导演，{b}编剧，{c}领衔主演，{pen.month_day()}起在各大影院上映。",
        f"《{pen.place()}往事》由{a}摄影、{b}撰文，全书收入照片{pen.number(40, 400)}张。",
        f"纪录片总策划{a}说，剪辑{b}把上百小时的素材缩成了五十分钟。",
        f"舞台设计{a}用{pen.number(20, 300)}根竹竿搭出了一座吊脚楼。",
        f"歌曲由{a}作词、{b}作曲、{c}演唱。",
    ))  # fmt: skip


@form("prose: 审核, 设计, 策划 as heads of items", MIDDLE, kept="stays")
def items(pen: Pen) -> str:
    return pen.pick((
        f"审核：由{pen.office()}对申请人的材料逐一核对，{pen.number(3, 15)}个工作日内答复。",
        f"设计：坡道宽{pen.number(2, 5)}米，两侧装有扶手，每隔五十米有一处平台。",
        "策划：活动从春耕办到秋收，每月一个主题。",
        "统筹：资金、用地、用工由县里统一安排，不再层层下达。",
        "校对：发现错字的同学可以得到一枚书签。",
        "制作：糯米浸泡一夜，上甑蒸熟，再用木槌捶打。",
        "监制：每一坛酒都要由老师傅尝过，贴上封条才能出窖。",
        "一审：法院驳回了原告的全部请求。",
        f"二审维持原判，被告应在{pen.number(10, 30)}日内付清{pen.number()}元。",
    ))  # fmt: skip


@form("prose: people to ask", *SENTENCES, kept="either")
def contacts(pen: Pen) -> str:
    return pen.pick((
        f"联系人：{pen.name()}　联系电话：0{pen.number(100, 999)}-{pen.number(2000000, 8999999)}",
        f"报名请找{pen.name()}，电话{pen.number(2000000, 8999999)}，截止日期为{pen.month_day()}。",
        f"咨询电话：{pen.number(2000000, 8999999)}（{pen.office()}）",
    ))  # fmt: skip


@form("prose: pictures in a sentence", *SENTENCES, kept="stays")
def pictures(pen: Pen) -> str:
    return pen.pick((
        f"{pen.name()}拍摄的《{pen.place()}渔歌》获得摄影大赛金奖。",
        f"摄影爱好者{pen.name()}每天凌晨四点上山，只为拍一张云海。",
        f"图为民心，画的却是一座没有修完的桥，{pen.name()}这样解释自己的漫画。",
        f"他翻出一张老照片，是{pen.number(1950, 1999)}年{pen.outlet()}记者{pen.name()}摄的。",
        f"县档案馆为这次展览供图{pen.number(20, 200)}幅。",
    ))  # fmt: skip


@form("prose: signed by an office", ENDING, kept="either")
def signature(pen: Pen) -> str:
    of = pen.office()
    pen.optional_source(of)
    return f"{of}\n{pen.date()}"


@form("prose: a newsroom in a sentence", *SENTENCES, kept="stays")
def newsroom(pen: Pen) -> str:
    return pen.pick((
        f"{pen.outlet()}总编辑{pen.name()}到场致辞。",
        f"{pen.outlet()}记者站站长{pen.name()}说，这条新闻他跟了{pen.number(2, 9)}年。",
        f"本报记者节特刊将于{pen.month_day()}与读者见面。",
        f"来自{pen.outlet()}、{pen.outlet()}等{pen.number(5, 30)}家媒体的记者参加了采访。",
        f"活动由{pen.outlet()}主办，{pen.office()}承办，{pen.outlet()}提供支持。",
        f"新闻发布会由{pen.name()}主持，通报会后回答了记者提问。",
    ))  # fmt: skip


@form("prose: 记者 opens the text", OPENING, kept="stays")
def opens(pen: Pen) -> str:
    return pen.pick((
        f"记者昨日从{pen.office()}获悉，{pen.place()}将新增{pen.number(3, 40)}处充电站。",
        f"“记者同志，您来得正好。”{pen.month_day()}一早，{pen.name()}就在村口等着。",
        f"编者按：从今天起，本报推出专栏，讲述{pen.place()}人自己的故事。",
        f"图书馆的灯亮到深夜，作者席上坐着的是{pen.name()}。",
        f"停电、断网、没有讯号，{pen.name()}在山里守了{pen.number(3, 30)}天。",
    ))  # fmt: skip


@form("prose: 电 and 讯 that are no datelines", *SENTENCES, kept="stays")
def no_dateline(pen: Pen) -> str:
    return pen.pick((
        f"{pen.month_day()}，{pen.place()}家电下乡活动启动，{pen.number()}台冰箱进了农家。",
        f"受大风影响，{pen.place()}{pen.month_day()}停电{pen.number(2, 20)}小时。",
        f"{pen.place()}水文站{pen.month_day()}电告下游，水位还将上涨。",
        f"这封{pen.number(1950, 1999)}年的急电（记者从档案里找到了原件）只有九个字。",
    ))  # fmt: skip


@form("prose: brackets that close a paragraph", ENDING, MIDDLE, kept="stays")
def closing_brackets(pen: Pen) -> str:
    return pen.pick((
        f"第二年春天，桥修好了。（文中{pen.name()}为化名）",
        f"他把全部收入捐给了村小。（详见今日第{pen.number(2, 12)}版）",
        "名额报满为止，外地游客也可以参加。（咨询时间为每天上午）",
        f"今年的产量超过{pen.number()}吨。（数据截至{pen.month_day()}）",
    ))  # fmt: skip
