"""What was stored: articles by day and province, each outlet by day, and how many texts have which field."""

from collections import Counter
from itertools import groupby

from newsspider.report.charts import TILES, Bar, bars_by_day, heat_cell, percent, small_bars, tile_map
from newsspider.report.crawls import COUNTS
from newsspider.report.figures import Day, Outlet
from newsspider.report.judging import DROP, falls
from newsspider.report.markup import Element, el
from newsspider.report.queries import FIELDS
from newsspider.report.sections.parts import View, day, folded, grouped, section, table

SIZES = {"wide": (640.0, 372.0), "narrow": (342.0, 236.0)}
"""Width and height of the chart by day: on a screen, on a telephone."""


def over_time(view: View) -> Element:
    """Articles by day, and by province on a map of tiles."""
    figures, words = view.figures, view.words
    days = {each: Day() for each in figures.scope.days}
    provinces: Counter[str] = Counter()
    for outlet in figures.outlets:
        provinces[outlet.province or ""] += outlet.total.new
        for when, counted in outlet.days.items():
            if when in days:
                days[when].add(counted.new, counted.texts, counted.have)
    if not any(each.texts for each in days.values()):
        return section(view, "over_time", words("over_time_none"))
    most_day, most = max(days.items(), key=lambda pair: pair[1].new)
    new = sum(each.new for each in days.values())
    lead = words(
        "over_time_lead", days=len(days), new=new, provinces=sum(1 for code in provinces if code and provinces[code]),
        day=day(most_day), most=most.new,
    )  # fmt: skip
    bars = [
        Bar(day(when), words("bars_told", day=when, new=each.new, revised=each.revised), (each.new, each.revised))
        for when, each in days.items()
    ]
    told = words("bars_desc", most=max(each.texts for each in days.values()))
    charts = [bars_by_day(bars, *size, title=words("bars_title"), told=told, class_=name) for name, size in SIZES.items()]
    key = el(
        "p",
        *(el("span", el("i", class_=f"part{index}"), words(name)) for index, name in enumerate(("new", "revised"))),
        class_="key",
    )
    map_ = tile_map(
        provinces,
        {code: words.province(code) if words.language == "zh" else code[3:] for code in TILES},
        {code: words("map_told", name=words.province(code), count=provinces[code]) for code in TILES},
        title=words("map_title"),
        told=words("map_desc"),
    )
    by_day = table(
        [words("day"), words("new"), words("revised")],
        [[str(when), grouped(each.new), grouped(each.revised)] for when, each in reversed(days.items())],
        numbers=(1, 2), caption=words("table_days"),
    )  # fmt: skip
    by_province = table(
        [words("province"), words("new"), words("outlets")],
        [
            [words.province(code), grouped(number), grouped(sum(1 for each in figures.outlets if (each.province or "") == code and each.total.texts))]
            for code, number in provinces.most_common()
        ],
        numbers=(1, 2), caption=words("table_provinces"),
    )  # fmt: skip
    return section(
        view, "over_time", lead,
        el(
            "div",
            el("figure", el("figcaption", words("bars_title"), key), *charts, folded(words("table_days"), by_day)),
            el("figure", el("figcaption", words("map_title")), map_, folded(words("table_provinces"), by_province)),
            class_="pair",
        ),
    )  # fmt: skip


def by_outlet(view: View) -> Element:
    """Each outlet's new articles by day, as small charts under its province."""
    figures, words = view.figures, view.words
    days = figures.scope.days
    groups = []
    for province, outlets in groupby(figures.outlets, key=lambda each: each.province):
        rows = [
            el(
                "li",
                el("span", outlet.name, class_="who"),
                small_bars([_new(outlet, when) for when in days]),
                el("b", grouped(outlet.total.new)),
            )
            for outlet in outlets
        ]
        groups.append(el("div", el("h3", words.province(province)), el("ul", rows), class_="group"))
    counted = table(
        [words("outlet"), words("runs_of"), *(words(name) for name in COUNTS)],
        [[each.name, grouped(each.crawled.runs), *(grouped(each.crawled.counts[name]) for name in COUNTS)] for each in figures.outlets],
        numbers=range(1, len(COUNTS) + 2), caption=words("table_outlets"),
    )  # fmt: skip
    daily = table(
        [words("outlet"), *(day(when) for when in days)],
        [[each.name, *(grouped(_new(each, when)) for when in days)] for each in figures.outlets],
        numbers=range(1, len(days) + 1), caption=words("table_outlet_days"),
    )  # fmt: skip
    return section(
        view, "by_outlet", words("by_outlet_lead", first=day(days[0]), last=day(days[-1])), el("div", groups, class_="groups"),
        folded(words("table_outlet_days"), daily), folded(words("table_outlets"), counted),
    )  # fmt: skip


def _new(outlet: Outlet, when: object) -> int:
    return next((counted.new for key, counted in outlet.days.items() if key == when), 0)


def coverage(view: View) -> Element:
    """The heat map: outlets down, fields across."""
    figures, words = view.figures, view.words
    rows = [
        [each.name, grouped(each.total.texts), *_cells(view, each)] for each in figures.outlets if each.total.texts
    ]  # fmt: skip
    if not rows:
        return section(view, "coverage", words("over_time_none"))
    columns = [words("outlet"), words("texts"), *(words.field(name) for name in FIELDS)]
    made = table(columns, rows, numbers=(1,), caption=words("coverage"), class_="heat")
    return section(view, "coverage", words("coverage_lead", drop=round(DROP * 100)), made)


def _cells(view: View, outlet: Outlet) -> list[Element]:
    words = view.words
    fallen = falls(outlet, view.figures.scope.run is not None)
    cells = []
    for index, name in enumerate(FIELDS):
        share = outlet.total.share(index)
        history = [outlet.days[when].share(index) if when in outlet.days else None for when in view.figures.scope.days]
        told = words(
            "cell_told", outlet=outlet.name, field=words.field(name), share=percent(share or 0), texts=outlet.total.texts,
            have=outlet.total.have[index],
        )  # fmt: skip
        if name in fallen:
            told += words("cell_fell", before=percent(fallen[name].before), now=percent(fallen[name].now))
        cells.append(
            el("span", heat_cell(share, history, name in fallen), el("span", told, class_="unseen"), title=told, class_="box")
        )
    return cells
