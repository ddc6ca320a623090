"""What the report says, in Chinese and in English."""

from typing import Any, Literal

from newsspider.outlets.checks import PROVINCES

Language = Literal["zh", "en"]

ENGLISH_PROVINCES = {
    "CN-BJ": "Beijing", "CN-TJ": "Tianjin", "CN-HE": "Hebei", "CN-SX": "Shanxi", "CN-NM": "Inner Mongolia", "CN-LN": "Liaoning",
    "CN-JL": "Jilin", "CN-HL": "Heilongjiang", "CN-SH": "Shanghai", "CN-JS": "Jiangsu", "CN-ZJ": "Zhejiang", "CN-AH": "Anhui",
    "CN-FJ": "Fujian", "CN-JX": "Jiangxi", "CN-SD": "Shandong", "CN-HA": "Henan", "CN-HB": "Hubei", "CN-HN": "Hunan",
    "CN-GD": "Guangdong", "CN-GX": "Guangxi", "CN-HI": "Hainan", "CN-CQ": "Chongqing", "CN-SC": "Sichuan", "CN-GZ": "Guizhou",
    "CN-YN": "Yunnan", "CN-XZ": "Xizang", "CN-SN": "Shaanxi", "CN-GS": "Gansu", "CN-QH": "Qinghai", "CN-NX": "Ningxia",
    "CN-XJ": "Xinjiang",
}  # fmt: skip

TEXTS: dict[str, tuple[str, str]] = {
    "title": ("抓取报告", "Crawl report"),
    "title_days": ("抓取报告 {first} 至 {last}", "Crawl report, {first} to {last}"),
    "title_run": ("抓取报告 第 {run} 次运行", "Crawl report, run {run}"),
    "days": ("{first} 至 {last}", "{first} to {last}"),
    "one_day": ("{first}", "{first}"),
    "run": ("第 {run} 次运行", "Run {run}"),
    "run_scope": (
        "{began} 开始，{command}。按日图表展示 {first} 至 {last}，其余各项只计这次运行。",
        "Began {began}, {command}. Charts by day show {first} to {last}; all else counts this run alone.",
    ),
    "made": ("生成于 {at}，数据库 {store}，库中共 {count} 篇。时间均为北京时间。", "Made {at} from {store}, which holds {count} articles. Times are Beijing’s."),
    "other_language": ("English", "中文"),
    "skip": ("跳到正文", "Skip to the figures"),
    "contents": ("目录", "Contents"),
    # headline figures
    "new_articles": ("新文章", "New articles"),
    "active_outlets": ("有文章的媒体", "Outlets with articles"),
    "of_crawled": ("抓取了 {count} 家", "{count} crawled"),
    "revisions": ("修订", "Revisions"),
    "vanished_count": ("{count} 篇已消失", "{count} vanished"),
    "reprint_share": ("转载", "Reprints"),
    "of_new": ("新文章中 {count} 篇", "{count} of the new articles"),
    "not_read": ("未成文的页面", "Pages not read"),
    "refused_failed": ("拒收 {refused}，失败 {failed}", "{refused} refused, {failed} failed"),
    "runs_count": ("运行", "Runs"),
    "runs_well": ("全部正常结束", "all finished"),
    "runs_bad": ("{count} 次未正常结束", "{count} not finished well"),
    "new_per_day": ("平均每天 {count}", "{count} a day"),
    "run_took": ("用时 {seconds}", "took {seconds}"),
    # what needs a look
    "look": ("需要留意", "What needs a look"),
    "nothing_wrong": ("没有发现需要处理的问题。", "Nothing was found that needs attention."),
    "alarm_since": ("自 {since} 起，连续 {runs} 次运行", "since {since}, runs in a row: {runs}"),
    "silent": ("列表为空", "Empty lists"),
    "silent_told": ("抓取 {runs} 次，列表上没有读到任何文章链接。", "Crawled {runs} times; no article link was read on its lists."),
    "barren": ("没有文章", "No article"),
    "barren_told": ("{bad} 个页面被拒收或失败，没有一篇入库。", "{bad} pages were refused or failed; no article was stored."),
    "fallen": ("字段骤降", "Field fell"),
    "fallen_told": ("“{field}”从 {before}% 降到 {now}%。", "“{field}” fell from {before} % to {now} %."),
    "bad_run": ("运行异常", "Run"),
    "and_more": ("另有 {count} 项，见下文。", "And {count} more, see below."),
    # articles over time
    "over_time": ("文章：按日与按省", "Articles by day and province"),
    "over_time_lead": ("{days} 天里入库 {new} 篇新文章，来自 {provinces} 个省份；最多的一天是 {day}，{most} 篇。", "{new} new articles from {provinces} provinces in {days} days; most on {day}: {most}."),
    "over_time_none": ("这段时间没有文章入库。", "Nothing was stored in this time."),
    "bars_title": ("每天入库的文章", "Articles stored by day"),
    "bars_told": ("{day}：新文章 {new}，修订 {revised}", "{day}: {new} new, {revised} revised"),
    "bars_desc": ("柱状图，下方新文章，上方修订；最多一天 {most}。", "Bars: new articles below, revisions on top; at most {most} on a day."),
    "map_title": ("各省新文章", "New articles by province"),
    "map_desc": ("31 个省份按大致方位排成方块，颜色越深文章越多。", "The 31 provinces as tiles, roughly where they lie; the darker, the more articles."),
    "map_told": ("{name}：{count} 篇", "{name}: {count}"),
    "table_days": ("数据：按日", "Figures by day"),
    "table_provinces": ("数据：按省", "Figures by province"),
    "day": ("日期", "Day"),
    "province": ("省份", "Province"),
    "other": ("其他", "Elsewhere"),
    "new": ("新文章", "New"),
    "revised": ("修订", "Revised"),
    "outlets": ("媒体", "Outlets"),
    "outlet": ("媒体", "Outlet"),
    # outlets
    "by_outlet": ("各媒体逐日新文章", "New articles of each outlet by day"),
    "by_outlet_lead": ("每家媒体按自己的最大值画出，从 {first} 到 {last}；右边是合计。", "Each outlet on its own scale, {first} to {last}; the total at the right."),
    "table_outlets": ("数据：各媒体抓取计数", "Figures: what the crawls of each outlet counted"),
    "runs_of": ("运行", "Runs"),
    "listed": ("列出", "Listed"),
    "stored": ("入库", "Stored"),
    "unchanged": ("未变", "Unchanged"),
    "refused": ("拒收", "Refused"),
    "failed": ("失败", "Failed"),
    "gone": ("消失", "Gone"),
    "table_outlet_days": ("数据：各媒体逐日", "Figures: each outlet by day"),
    # coverage
    "coverage": ("字段覆盖率", "Field coverage"),
    "coverage_lead": (
        "每家媒体入库文本中带有该字段的百分比，颜色越深越全；细线是逐日变化，红角表示最近一天比之前低 {drop} 个百分点以上。",
        "Share of each outlet’s stored texts that have the field, in percent, the darker the more; the line tells it day by day. "
        "A red corner: the last day is more than {drop} points below the days before.",
    ),
    "texts": ("文本", "Texts"),
    "field_published_at": ("日期", "Date"),
    "field_time": ("时刻", "Time"),
    "field_source": ("来源", "Source"),
    "field_authors": ("作者", "Authors"),
    "field_body": ("正文", "Body"),
    "field_images": ("图片", "Images"),
    "field_section": ("栏目", "Section"),
    "field_dateline": ("电头", "Dateline"),
    "field_credits": ("编审", "Desk"),
    "field_keywords": ("关键词", "Keywords"),
    "cell_told": ("{outlet}，{field}：{share}%（{texts} 篇中 {have} 篇）", "{outlet}, {field}: {share} % ({have} of {texts})"),
    "cell_fell": ("；此前 {before}%，最近一天 {now}%", "; before {before} %, last day {now} %"),
    "field_headline": ("标题", "Headline"),
    "field_kicker": ("引题", "Kicker"),
    "field_subheadlines": ("副题", "Subheadlines"),
    "field_original_headline": ("原标题", "Original headline"),
    "field_byline": ("署名", "Byline"),
    "field_page_number": ("版次", "Page"),
    "field_videos": ("视频", "Videos"),
    "field_published_raw": ("原始日期", "Printed date"),
    "field_published_precision": ("时间精度", "Precision of the date"),
    "field_published_from": ("日期出处", "Where the date stands"),
    "field_language": ("文字", "Script"),
    # failures
    "failures": ("失败原因", "Failures by reason"),
    "failures_lead": ("被拒收或取不到的页面，按原因计数；点开可看媒体和例子。", "Pages refused or not to be had, by reason; open one for outlets and examples."),
    "failures_none": ("没有页面被拒收或失败。", "No page was refused or failed."),
    "no_example": ("没有留下例子。", "No example was kept."),
    "examples": ("例子", "Examples"),
    # hosts
    "hosts": ("最慢的主机", "Slowest hosts"),
    "hosts_lead": ("每次运行所计响应时间的中位数：深色为平均值，浅色为九成请求以内。", "Time to answer, median over the runs: dark the mean, light what nine of ten stay within."),
    "hosts_none": ("这些运行没有记录响应时间。", "These runs did not record how fast hosts answered."),
    "host": ("主机", "Host"),
    "mean": ("平均", "Mean"),
    "p90": ("九成以内", "90 %"),
    "seconds": ("{value} 秒", "{value} s"),
    "minutes": ("{minutes} 分 {seconds} 秒", "{minutes} min {seconds} s"),
    "hours": ("{hours} 小时 {minutes} 分", "{hours} h {minutes} min"),
    # runs
    "runs": ("运行记录", "Runs"),
    "runs_lead": ("{states}。", "{states}."),
    "runs_shown": ("只列最近 {count} 次。", "The last {count} are listed."),
    "runs_none": ("这段时间没有运行记录。", "No run began in this time."),
    "began": ("开始", "Began"),
    "took": ("用时", "Took"),
    "state": ("状态", "State"),
    "command": ("命令", "Command"),
    "state_finished": ("正常结束", "finished"),
    "state_failed": ("失败", "failed"),
    "state_killed": ("被终止", "killed"),
    "state_running": ("运行中", "running"),
    # revisions
    "revised_vanished": ("修订与消失", "Revised and vanished"),
    "newest_revisions": ("最新修订", "Newest revisions"),
    "revisions_none": ("没有文章被改动。", "No article was changed."),
    "revision_number": ("第 {number} 版", "revision {number}"),
    "changed": ("改动：{fields}", "changed: {fields}"),
    "vanished": ("已消失的文章", "Vanished articles"),
    "vanished_lead": ("原文已入库，后来网站不再提供。", "Stored earlier; their sites have them no more."),
    "vanished_none": ("没有文章消失。", "No article vanished."),
    "shown_of": ("共 {count} 篇，列出最近 {shown} 篇。", "{count} in all, the newest {shown} are listed."),
    # reprints
    "reprints": ("转载", "Reprints"),
    "families_day": ("{day} 入库文章所属的转载群", "Families of the articles stored on {day}"),
    "families_run": ("这次运行入库文章所属的转载群", "Families of the articles that this run stored"),
    "families_none": ("没有发现转载。", "No reprint is known."),
    "family_size": ("{count} 篇", "{count} prints"),
    "first": ("首发", "first"),
    "unknown_first": ("无法判断首发", "which came first cannot be told"),
    "undated": ("日期不明", "undated"),
    "more_prints": ("另有 {count} 篇", "{count} more"),
    "who_whom": ("谁转载谁", "Who reprinted whom"),
    "reprinter": ("转载方", "Reprinted by"),
    "origin": ("原载", "Printed first by"),
    "count": ("篇数", "Articles"),
    "joined": ("、", ", "),
    "parted": ("，", ", "),
}  # fmt: skip
"""Key -> Chinese, English."""


CAUSES: dict[str, tuple[str, str]] = {
    "captcha": ("要求验证码", "Captcha"), "unreachable": ("列表取不到", "Lists unreachable"),
    "redirect_front": ("文章跳回首页", "Redirected to the front page"), "script_shell": ("文章只剩脚本", "Script in place of text"),
    "charset_changed": ("乱码", "Garbled text"), "robots_refused": ("robots 不允许", "Refused by robots.txt"),
    "list_empty": ("列表为空", "Empty lists"), "http_errors": ("文章取不到", "Articles unreachable"),
    "body_renamed": ("正文不见了", "Body lost"), "same_text": ("正文全都一样", "One text for all"),
    "date_moved": ("时间不见了", "Time lost"), "source_dropped": ("来源不见了", "Source lost"), "field_lost": ("字段不见了", "Field lost"),
    "length_changed": ("正文变短", "Texts cut short"), "rewritten": ("旧文全变", "Old texts all changed"),
    "nothing_new": ("久无新文章", "Nothing new"), "slow": ("响应变慢", "Slow answers"), "refused": ("多被拒收", "Many refused"),
}  # fmt: skip
"""Cause that the watch names -> a short name of it."""


class Words:
    """The words of one language. Raises KeyError for a key that does not exist."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.tag = "zh-Hans" if language == "zh" else "en"
        """As `lang` attributes want it."""

    def __call__(self, key: str, **values: Any) -> str:
        """A text, with whole numbers grouped by thousands."""
        shown = {
            name: f"{value:,}" if isinstance(value, int) and name not in ("run", "number") else value
            for name, value in values.items()
        }
        return TEXTS[key][0 if self.language == "zh" else 1].format(**shown)

    def province(self, code: str | None) -> str:
        """Name of a province."""
        names = PROVINCES if self.language == "zh" else ENGLISH_PROVINCES
        return names.get(code or "", code or self("other"))

    def field(self, name: str) -> str:
        """Name of a field that has one; else the field's own."""
        key = f"field_{name}"
        return self(key) if key in TEXTS else name

    def cause(self, word: str) -> str:
        """Short name of what the watch found; the word itself when it has none."""
        return CAUSES[word][0 if self.language == "zh" else 1] if word in CAUSES else word

    def took(self, seconds: float) -> str:
        """A stretch of time."""
        whole = round(seconds)
        if whole < 60:
            return self("seconds", value=f"{seconds:.0f}")
        if whole < 3600:
            return self("minutes", minutes=whole // 60, seconds=whole % 60)
        return self("hours", hours=whole // 3600, minutes=whole % 3600 // 60)
