"""What Datasette is told of the browsing database: titles, descriptions, facets, ready-made queries."""

# ruff: noqa: S608 what is put into these queries is written here; what users type are parameters

from typing import Any

from newsspider.browse.rows import ROLES

COLUMNS = {
    "day": "日期 Day", "published": "发布时间 Published", "province": "省份 Province", "outlet": "媒体 Outlet", "headline": "标题 Headline",
    "source": "来源 Source", "authors": "作者 Author", "section": "版面 Section", "page_number": "版次 Page", "excerpt": "摘录 Excerpt",
    "name": "姓名 Name", "role": "职责 Role", "organization": "单位 Organization", "label": "原文称谓 As printed", "desk": "编校 Desk",
    "original": "首发 First in", "reprinted_by": "转载 Reprinted by", "articles": "篇数 Articles", "reprints": "转载数 Reprints",
    "outlets": "媒体数 Outlets", "provinces": "省份数 Provinces", "characters": "字数 Characters", "first_day": "最早 First",
    "last_day": "最晚 Last", "share": "占比 % Share %", "signed": "署名 % Signed %", "url": "原文 Page", "kicker": "引题 Kicker", "later": "时间差 Later",
    "repeated": "同文 % Repeated %", "revision": "版本 Revision", "duplicate_of": "首发 First printed as", "article": "文章 Article", "outlet_id": "媒体代号 Outlet id",
}  # fmt: skip
"""Column -> heading."""

PARAMETERS = {
    "q": "检索词 Words", "day": "日期 Day", "since": "自 From", "until": "至 To", "province": "省份 Province", "name": "姓名 Name",
    "outlet": "媒体 Outlet",
}  # fmt: skip
"""Parameter of a query -> its label. Each may be left empty."""

_PERIOD = "(:since = '' or day >= :since) and (:until = '' or day <= :until)"
_NEWEST = "coalesce(nullif(:day, ''), (select max(day) from {}))"

SEARCH = f"""
with found as (select rowid as position, rank from articles_search where articles_search match match_of(:q))
select a.id, a.day, a.province, a.outlet, a.headline, excerpt(a.body, :q) as excerpt
from found join articles a on a.position = found.position
where {_PERIOD} and (:province = '' or a.province = :province)
order by found.rank limit 200
"""

FRONT_PAGES = f"""
with front as (
    select * from articles
    where ltrim(replace(replace(upper(page_number), '第', ''), '版', ''), 'A0') in ('1', '1:', '1：')
)
select id, day, province, outlet, page_number, headline, section, authors from front
where day = {_NEWEST.format("front")} and (:province = '' or province = :province)
order by province, outlet, page_number, position limit 1000
"""

_REPRINTS = """
with printed as (
    select *, coalesce(duplicate_of, id) as family from articles
    where duplicate_of is not null or id in (select duplicate_of from articles)
),
placed as (
    select id, family, row_number() over (partition by family order by published is null, published, position) as place from printed
),
reprints as (
    select original.id as original, reprint.id as reprint
    from placed original join placed reprint on reprint.family = original.family and reprint.place > 1
    where original.place = 1
)
"""
"""Pairs of articles with one text: the one published first, each other one. `duplicate_of` names the one that was known first."""

REPRINTED_BY = f"""
{_REPRINTS.strip()}
select original.outlet as original, reprint.outlet as reprinted_by, count(*) as articles,
    min(reprint.day) as first_day, max(reprint.day) as last_day
from reprints join articles original on original.id = reprints.original join articles reprint on reprint.id = reprints.reprint
where (:since = '' or reprint.day >= :since) and (:until = '' or reprint.day <= :until)
    and (:outlet = '' or :outlet in (original.outlet, reprint.outlet))
group by original.outlet, reprint.outlet order by articles desc, original.outlet, reprint.outlet limit 1000
"""

MOST_REPRINTED = f"""
{_REPRINTS.strip()}
select original.id, original.day, original.outlet, original.headline, count(*) as reprints,
    count(distinct reprint.province) as provinces, group_concat(distinct reprint.outlet) as reprinted_by
from reprints join articles original on original.id = reprints.original join articles reprint on reprint.id = reprints.reprint
where (:since = '' or original.day >= :since) and (:until = '' or original.day <= :until)
group by original.id order by count(*) desc, original.published desc limit 200
"""

COVERAGE = f"""
select province, outlet, count(*) as articles, round(100.0 * count(*) / sum(count(*)) over (), 1) as share,
    round(100.0 * count(authors) / count(*), 1) as signed, round(100.0 * count(duplicate_of) / count(*), 1) as repeated,
    round(avg(characters)) as characters, min(day) as first_day, max(day) as last_day
from articles where {_PERIOD} and (:province = '' or province = :province)
group by province, outlet order by articles desc limit 1000
"""

REPORTER = f"""
select a.id, a.day, a.outlet, a.headline, p.role, p.organization, p.label
from people p join articles a on a.id = p.article
where p.name = :name and {_PERIOD.replace("day", "a.day")}
order by a.published desc limit 1000
"""

BY_DAY = f"""
select a.day, count(*) as articles, count(distinct a.outlet) as outlets, count(distinct a.province) as provinces
from articles a
where a.position in (select rowid from articles_search where articles_search match match_of(:q)) and {_PERIOD}
    and (:province = '' or a.province = :province)
group by a.day order by a.day desc limit 1000
"""

QUERIES: dict[str, dict[str, Any]] = {
    "search": {
        "sql": SEARCH,
        "title": "全文检索 Full-text search",
        "description": '最相关的在前，附摘录。Best matches first, with an excerpt. Several words must all occur; "…" keeps words together.',
    },
    "front_pages": {
        "sql": FRONT_PAGES,
        "title": "今日头版 Today's front pages",
        "description": "各报头版；日期留空为最新一天。The front pages of the papers; without a day, the newest one.",
    },
    "reprinted_by": {
        "sql": REPRINTED_BY,
        "title": "谁转载了谁 Who reprinted whom",
        "description": "首发媒体、转载媒体与篇数。Whose articles were printed again by whom, and how many.",
    },
    "most_reprinted": {
        "sql": MOST_REPRINTED,
        "title": "转载最多 Most reprinted",
        "description": "被转载最多的文章。The articles that were reprinted most.",
    },
    "coverage": {
        "sql": COVERAGE,
        "title": "媒体发稿量 Coverage by outlet",
        "description": "各媒体篇数、署名与转载的比例、平均字数。Articles by outlet, the shares that are signed and reprinted, mean length.",
    },
    "reporter": {
        "sql": REPORTER,
        "title": "记者作品 A reporter's articles",
        "description": "某人采写、拍摄、编辑的全部文章。Everything that somebody wrote, photographed or edited.",
    },
    "by_day": {
        "sql": BY_DAY,
        "title": "词语走势 A word day by day",
        "description": "每天有多少文章提到某个词。How many articles of each day have a word.",
    },
}


def metadata(database: str) -> dict[str, Any]:
    """Datasette's metadata for a browsing database of this name."""
    articles = {
        "title": "文章 Articles",
        "description": "每篇文章的最新版本。Every article in its newest revision.",
        "facets": ["province", "outlet", {"newest": "day"}, "source", {"names": "authors"}],
        "sort_desc": "published",
        "label_column": "headline",
        "fts_table": "articles_search",
        "fts_pk": "position",
        "sortable_columns": ["published", "day", "province", "outlet", "headline", "source", "characters", "position"],
    }
    people = {
        "title": "人物 People",
        "description": f"作者与编校人员，每人每篇一行。Who made each article, a row per person: {'、'.join(ROLES.values())}",
        "facets": ["role", "name", "organization"],
        "label_column": "name",
    }
    tables = {"articles": articles, "people": people, "place": {"hidden": True}}
    return {
        "title": "新闻浏览 News browser",
        "databases": {database: {"title": "文章库 Articles and people", "tables": tables, "queries": QUERIES}},
    }
