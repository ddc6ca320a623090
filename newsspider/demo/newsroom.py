"""What a newsroom prints around a text - datelines, bylines, desk credits - each with the record an editor would make of it."""

from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Any

from newsspider.demo.prose import CITIES, people

PADDING = "\u3000"
"""A name of two characters is padded to the width of three."""

OFFICES = ("澜卫健宣", "屿教宣", "鹭交宣", "浣卫宣")
"""Pen-names under which a press office signs as 通讯员: no person."""

MINORITY_NAMES = ("阿依努尔·赛买提", "巴特尔·宝音", "古丽娜·艾山", "卓玛·扎西")


@dataclass
class Lines:
    """The conventions of one story."""

    dateline: str | None = None
    """Put before the first paragraph, and part of it."""
    lead: str = ""
    """Put between dateline and text."""
    tail: str = ""
    """Put after the last paragraph, and part of it."""
    opening: list[str] = field(default_factory=list)
    closing: list[str] = field(default_factory=list)
    editor: str | None = None
    record: dict[str, Any] = field(default_factory=dict)


def conventions(rng: Random, index: int, *, paper: str, at: datetime) -> Lines:
    """One of the ways in which a Chinese newsroom signs a story, taken in turn: byline and desk change at different paces."""
    lines = Lines()
    _sign(lines, index % 12, people(rng, 3), paper, rng.choice(CITIES), at)
    _credit(lines, index % 13, people(rng, 4), rng.randint(100, 989))
    return lines


def _sign(lines: Lines, way: int, names: list[str], paper: str, city: str, at: datetime) -> None:
    """Dateline, byline and authors."""
    first, second, third = names
    signed: list[tuple[str, str, str | None]]
    match way:
        case 0:
            byline = f"记者 {_padded(first)} 通讯员 {_padded(second)}"
            signed = [(first, "reporter", None), (second, "correspondent", None)]
            lines.dateline = f"{paper}讯（{byline}）"
        case 1:
            byline = f"{paper}记者 {first}"
            signed = [(first, "reporter", paper)]
            lines.dateline = f"{paper}{city}{at.month}月{at.day}日讯（{byline}）"
        case 2:
            byline = f"全媒体记者{first}、{second}"
            signed = [(first, "reporter", None), (second, "reporter", None)]
            lines.dateline = f"本报讯（{byline}）"
        case 3:
            byline = f"本报记者{first} 通讯员{second} {third}"
            signed = [(first, "reporter", None), (second, "correspondent", None), (third, "correspondent", None)]
            lines.tail = f"（{byline}）"
        case 4:
            byline = f"见习记者 {first} 通讯员 {OFFICES[at.minute % len(OFFICES)]}"
            signed = [(first, "reporter", None)]
            lines.dateline = f"本报{city}讯（{byline}）"
        case 5:
            byline = f"记者 {first}"
            signed = [(first, "reporter", None)]
            lines.closing.append(f"（{byline}）")
        case 6:
            byline = f"记者{first} 实习生{second}"
            signed = [(first, "reporter", None), (second, "reporter", None)]
            lines.dateline = f"{paper}{at.month}月{at.day}日讯（{byline}）"
        case 7:
            byline = f"记者{first}"
            signed = [(first, "reporter", None)]
            lines.dateline = f"{paper}讯 {byline}报道"
            lines.lead = "："
        case 8:
            byline = f"本报记者 {first} {second}"
            signed = [(first, "reporter", None), (second, "reporter", None)]
            lines.opening.append(byline)
        case 9:
            byline = f"记者{first}、{second}"
            signed = [(first, "reporter", None), (second, "reporter", None)]
            lines.dateline = f"澜新社{city}{at.month}月{at.day}日电（{byline}）"
        case 10:
            dotted = MINORITY_NAMES[at.minute % len(MINORITY_NAMES)]
            byline = f"记者 {dotted} 通讯员 {second}"
            signed = [(dotted, "reporter", None), (second, "correspondent", None)]
            lines.dateline = f"{paper}讯（{byline}）"
        case _:
            return
    authors = [{"name": name, "role": role, "organization": organization} for name, role, organization in signed]
    lines.record |= {"byline": byline, "authors": authors}
    if lines.dateline:
        lines.record["dateline"] = lines.dateline


def _credit(lines: Lines, way: int, names: list[str], code: int) -> None:
    """The desk."""
    first, second, third, fourth = names
    desk: list[tuple[str, str, str]]
    match way:
        case 0:
            desk = [("编辑", "editor", first), ("责编", "responsible_editor", second), ("审核", "reviewer", third)]
            lines.closing += [f"{label}：{name}" for label, _, name in desk]
        case 1:
            desk = [("编辑", "editor", first), ("责任编辑", "responsible_editor", second)]
            lines.closing.append(f"编辑：{first}  责任编辑：{second}")
        case 2:
            desk = [("责编", "responsible_editor", first), ("责编", "responsible_editor", second)]
            lines.editor = f"（责编：{first}、{second}）"
        case 3:
            desk = [("责任编辑", "responsible_editor", first)]
            lines.editor = f"[责任编辑：{first} PK{code}]"
        case 4:
            desk = [("编辑", "editor", first)]
            lines.closing.append(f"【编辑：{first}】")
        case 5:
            desk = [("编辑", "editor", first), ("责编", "responsible_editor", second), ("校对", "proofreader", third)]
            lines.closing.append(f"编辑|{first} 责编|{second} 校对|{third}")
        case 6:
            desk = [("责编", "responsible_editor", first), ("审核", "reviewer", second)]
            lines.closing += [f"责{PADDING * 2}编：{_padded(first)}", f"审{PADDING * 2}核：{_padded(second)}"]
        case 7:
            graded = zip(("一审", "二审", "三审"), ("reviewer", "second_reviewer", "final_reviewer"), names, strict=False)
            desk = [(label, role, name) for label, role, name in graded]
            lines.closing.append(f"一审：{first} 二审：{second} 三审：{third}")
        case 8:
            desk = [("编辑", "editor", first), ("责编", "responsible_editor", second), ("终审", "final_reviewer", third)]
            lines.closing.append(f"编辑：{first}责编：{second}终审：{third}")
        case 9:
            desk = [("编辑", "editor", first), ("校对", "proofreader", second)]
            lines.closing.append(f"（编辑：{first}  校对：{second}）")
        case 10:
            desk = [("编辑", "editor", first), ("责任编辑", "responsible_editor", second)]
            lines.editor = f"编辑：{first} 责任编辑：{second}"
        case 11:
            desk = [("责编", "responsible_editor", first), ("审签", "reviewer", second), ("监审", "reviewer", third)]
            lines.closing.append(f"责编／{first}　审签／{second}　监审／{third}")
        case _:
            desk = [
                ("编辑", "editor", first), ("校对", "proofreader", second), ("值班主任", "duty_editor", third),
                ("监制", "producer", fourth),
            ]  # fmt: skip
            lines.closing.append(f"编辑：{first} 校对：{second} 值班主任：{third} 监制：{fourth}")
    lines.record["credits"] = [{"role": role, "name": name, "label": label} for label, role, name in desk]


def _padded(name: str) -> str:
    return PADDING.join(name) if len(name) == 2 else name
