"""Values that a page carries in its metadata, its inline data or elements named for them, as `name=value` pairs."""

from benchmarks.newsroom_lines.forms.registry import MARKS, form
from benchmarks.newsroom_lines.forms.source import NAMED
from benchmarks.newsroom_lines.pen import Pen


def dirty(pen: Pen, label: str, value: str) -> str:
    """A value as systems fill it in: bare, under its label, with blanks around it."""
    return pen.pick((value, value, f"{label}：{value}", f" {value} ", f"{label}:{value}"))


@form("marks: source in the metadata", MARKS)
def meta_source(pen: Pen) -> str:
    return f"{pen.pick(('meta source', 'meta ContentSource'))}={dirty(pen, '来源', pen.source(NAMED))}"


@form("marks: source in inline data", MARKS)
def inline_source(pen: Pen) -> str:
    return f"json source={pen.source((*NAMED, 'odd'))}"


@form("marks: source in a named element", MARKS)
def named_source(pen: Pen) -> str:
    return f"{pen.pick(('id source_baidu', 'class source', 'class media-name'))}={dirty(pen, '来源', pen.source(NAMED))}"


@form("marks: author in a named element", MARKS)
def named_author(pen: Pen) -> str:
    value = dirty(pen, "作者", pen.by(pen.plain_names(1, 1), "author", "reporter"))
    return f"{pen.pick(('id author_baidu', 'class author', 'element founder-author'))}={value}"


@form("marks: editor in a named element", MARKS)
def named_editor(pen: Pen) -> str:
    name = pen.desk("责任编辑", pen.plain_names(1, 1))
    return f"id editor_baidu={pen.pick(('责任编辑：', '责任编辑:'))}{name}"


@form("marks: Founder's comment", MARKS)
def founder_comment(pen: Pen) -> str:
    return f"enp author={pen.by(pen.plain_names(1, 1), 'author', 'reporter')}\nenp sourcename={pen.source(NAMED)}"


@form("marks: nobody, or the system, in the author's place", MARKS)
def nobody(pen: Pen) -> str:
    where, who = pen.pick(("meta author", "id author_baidu", "enp author", "class author")), ""
    if pen.chance(0.2):
        pen.optional_source(who := pen.outlet())
    return f"{where}={who or pen.pick(('', 'admin', '佚名', '作者：', '系统管理员', '编辑部', '网络'))}"


@form("marks: nobody in the source's place", MARKS)
def no_source(pen: Pen) -> str:
    return (
        f"{pen.pick(('meta source', 'id source_baidu', 'enp sourcename'))}={pen.pick(('', '来源：', '网络', '佚名', '互联网'))}"
    )
