"""Charts as SVG: pure functions of numbers. Colours are classes, so that the page's style knows light and dark."""

from collections.abc import Sequence
from dataclasses import dataclass

from newsspider.report.markup import Element, el

STEPS = 6
"""Colours of a scale: classes q0 (nothing) to q6."""

TILES = {
    "CN-HL": (7, 0), "CN-NM": (4, 1), "CN-BJ": (5, 1), "CN-LN": (6, 1), "CN-JL": (7, 1), "CN-XJ": (0, 2), "CN-GS": (2, 2), "CN-NX": (3, 2),
    "CN-SX": (4, 2), "CN-HE": (5, 2), "CN-TJ": (6, 2), "CN-QH": (1, 3), "CN-SC": (2, 3), "CN-SN": (3, 3), "CN-HA": (4, 3), "CN-SD": (5, 3),
    "CN-JS": (6, 3), "CN-SH": (7, 3), "CN-XZ": (1, 4), "CN-YN": (2, 4), "CN-CQ": (3, 4), "CN-HB": (4, 4), "CN-AH": (5, 4), "CN-ZJ": (6, 4),
    "CN-GZ": (3, 5), "CN-HN": (4, 5), "CN-JX": (5, 5), "CN-FJ": (6, 5), "CN-GX": (4, 6), "CN-GD": (5, 6), "CN-HI": (5, 7),
}  # fmt: skip
"""Province -> column and row of its tile: where it lies, roughly."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a chart over time."""

    label: str
    """Below it; shown where there is room."""
    told: str
    """What pointing at it tells."""
    parts: tuple[int, ...]
    """From the bottom up."""


def drawing(
    width: float, height: float, *children: Element, title: str = "", told: str = "", class_: str | None = None
) -> Element:
    """An SVG with a title and a description for who cannot see it; without title it is hidden from them (a number stands beside it)."""
    size = {"viewBox": f"0 0 {width:g} {height:g}", "width": width, "height": height, "class_": class_}
    if not title:
        return el("svg", *children, aria_hidden="true", focusable="false", **size)
    return el("svg", el("title", title), el("desc", told) if told else None, *children, role="img", aria_label=title, **size)


def bars_by_day(bars: Sequence[Bar], width: float, height: float, *, title: str, told: str, class_: str) -> Element:
    """Stacked bars, with a scale at the left and labels below.

    Args:
        bars: one a day, in order.
        width: pixels.
        height: pixels.
        title: of the chart.
        told: what it says, in a sentence.
        class_: of the SVG.
    """
    left, top, bottom = 44.0, 14.0, 26.0
    most = max((sum(bar.parts) for bar in bars), default=0)
    ticks = ticks_to(most)
    inner, room = height - top - bottom, width - left - 4
    scale = inner / ticks[-1]
    shapes: list[Element] = []
    for tick in ticks:
        y = top + inner - tick * scale
        shapes.append(el("line", x1=left, x2=width, y1=y, y2=y, class_="axis" if tick == 0 else "grid"))
        shapes.append(el("text", f"{tick:,}", x=left - 8, y=y + 4, class_="tick", text_anchor="end"))
    step = room / max(len(bars), 1)
    thick = min(step * 0.72, 46.0)
    every = max(1, -(-len(bars) * 44 // int(room)))
    for index, bar in enumerate(bars):
        x, y = left + step * index + (step - thick) / 2, top + inner
        pieces = [el("title", bar.told), el("rect", x=left + step * index, y=top, width=step, height=inner, class_="hit")]
        for number, part in enumerate(bar.parts):
            tall = part * scale
            y -= tall
            if part:
                pieces.append(el("rect", x=x, y=y, width=thick, height=max(tall, 1.0), class_=f"part{number}", rx=1.5))
        shapes.append(el("g", *pieces))
        if (len(bars) - 1 - index) % every == 0:
            shapes.append(el("text", bar.label, x=x + thick / 2, y=height - 7, class_="tick", text_anchor="middle"))
    return drawing(width, height, *shapes, title=title, told=told, class_=class_)


def ticks_to(most: int) -> list[int]:
    """Round numbers from 0 to at least `most`, three to six of them."""
    step, factors, index = 1, (2, 5, 10), 0
    base = 1
    while step * 4 < most:
        step = base * factors[index % 3]
        index += 1
        if index % 3 == 0:
            base *= 10
    return [step * number for number in range(max(2, -(-most // step)) + 1)]


def small_bars(values: Sequence[int], width: float = 150.0, height: float = 26.0) -> Element:
    """Bars without labels, on a scale of their own; a day without anything is a dot on the ground."""
    most, step = max(values, default=0), width / max(len(values), 1)
    thick = max(step - 2, step * 0.6)
    shapes = []
    for index, value in enumerate(values):
        tall = max(value / most * (height - 2), 2.0) if value else 1.0
        shapes.append(el("rect", x=index * step, y=height - tall, width=thick, height=tall, class_="part0" if value else "none"))
    return drawing(width, height, *shapes, class_="small")


def heat_cell(share: float | None, over_time: Sequence[float | None], fell: bool) -> Element:
    """A cell of the heat map: the share as colour and number, its history as a line below, and a mark when it fell."""
    width, height = 60.0, 36.0
    if share is None:
        return drawing(width, height, el("rect", width=width, height=height, rx=3, class_="q0"), class_="cell")
    step = step_of(share, 1.0)
    known = [(index, value) for index, value in enumerate(over_time) if value is not None]
    shapes = [el("rect", width=width, height=height, rx=3, class_=f"q{step}")]
    if len(known) > 1:
        wide = (width - 12) / (len(over_time) - 1)
        points = " ".join(f"{6 + index * wide:.1f},{height - 4 - value * 8:.1f}" for index, value in known)
        shapes.append(el("polyline", points=points, class_=f"history t{step}"))
    if fell:
        shapes.append(el("path", d=f"M{width - 13} 0h10a3 3 0 0 1 3 3v10z", class_="fell"))
    y = 16 if len(known) > 1 else 23
    shapes.append(el("text", percent(share), x=width / 2, y=y, text_anchor="middle", class_=f"value t{step}"))
    return drawing(width, height, *shapes, class_="cell")


def percent(share: float) -> str:
    """`0` and `100` only for none and all."""
    return f"{min(max(round(share * 100), 1), 99)}" if 0 < share < 1 else f"{share * 100:.0f}"


def step_of(value: float, most: float) -> int:
    """The step of a scale, 0 (nothing) to STEPS (`most`)."""
    return 0 if value <= 0 or most <= 0 else min(STEPS, 1 + int(value / most * STEPS * 0.9999))


def tile_map(values: dict[str, int], labels: dict[str, str], told_of: dict[str, str], *, title: str, told: str) -> Element:
    """The provinces as tiles, roughly where they lie, coloured by the square root of a number.

    Args:
        values: province -> number.
        labels: province -> what stands on its tile.
        told_of: province -> what pointing at it tells.
        title: of the map.
        told: what it says, in a sentence.
    """
    size, gap = 46.0, 3.0
    most = max(values.values(), default=0)
    shapes = []
    for province, (column, row) in TILES.items():
        x, y, value = column * (size + gap), row * (size + gap), values.get(province, 0)
        step = step_of(value**0.5, most**0.5)
        shapes.append(
            el(
                "g",
                el("title", told_of[province]),
                el("rect", x=x, y=y, width=size, height=size, rx=4, class_=f"q{step}"),
                el(
                    "text",
                    labels[province],
                    x=x + size / 2,
                    y=y + (20 if value else 28),
                    text_anchor="middle",
                    class_=f"tile t{step}",
                ),
                el("text", short(value), x=x + size / 2, y=y + 36, text_anchor="middle", class_=f"tilenumber t{step}")
                if value
                else None,
            )
        )
    return drawing(8 * (size + gap) - gap, 8 * (size + gap) - gap, *shapes, title=title, told=told, class_="tiles")


def short(number: int) -> str:
    """At most four characters: `9,999` is told as `10k`."""
    return str(number) if number < 1000 else f"{number / 1000:.1f}k" if number < 9950 else f"{number / 1000:.0f}k"


def rank_bar(value: float, most: float) -> Element:
    """One horizontal bar of a ranking, filling its box."""
    wide = max(value / most * 100, 0.8) if most and value else 0.0
    shape = drawing(
        100,
        10,
        el("rect", width=100, height=10, class_="trough"),
        el("rect", width=wide, height=10, class_="part0"),
        class_="rank",
    )
    shape.set("preserveAspectRatio", "none")
    return shape


def seconds_bar(mean: float, p90: float, most: float) -> Element:
    """From 0 a bar to the mean, and a line on to where nine of ten answers had come."""
    scale = 100 / most if most else 0.0
    shape = drawing(
        100, 10, el("rect", width=100, height=10, class_="trough"), el("rect", width=p90 * scale, height=10, class_="tail"),
        el("rect", width=mean * scale, height=10, class_="part0"), class_="rank",
    )  # fmt: skip
    shape.set("preserveAspectRatio", "none")
    return shape
