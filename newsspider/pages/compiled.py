"""Which walk reads the pages: the compiled one where it was built for the installed parser and proves right, else the one in Python.

Both give the same columns. The compiled one (`_lexbor.c`, built by hatch_build.py where a C compiler is) reads the parser's own
memory: it is used with the one version of selectolax that it knows the layout of, and only after it has read a page of known shape.
"""

from collections.abc import Callable
from importlib import import_module
from typing import Any, cast

from selectolax import __version__ as installed
from selectolax.lexbor import LexborHTMLParser

from newsspider.errors import NotAnArticle
from newsspider.pages import bounds, elements, walk
from newsspider.pages.walk import WITHOUT_EVENTS, Columns
from newsspider.values.compiled import VARIABLE, compiled, is_wanted

_KINDS = {"": 0, "break": 1, "skip": 2, "player": 3, "link": 4, "br": 5, "img": 6}
_KNOWN = """<!--a--><!DOCTYPE html><html lang=zh><head><title>甲</title><script>b<c</script><base href=/></head><body class="x nav">
<!-- EnpContent --><div id=y hidden=""><p>丙</p></div><founder-content Style="white-space:pre">　丁<br>  戊
己</founder-content><table><tr><td>庚 <a href=z data-long-attribute-name=1>辛</a><img src=1><video><source></video><th class=" share ">壬</table>
<svg viewBox="0 0 1 1"><clipPath xlink:href=q /></svg><p style="display : none">癸<pre>一

二</pre><template><b>三</b></template><select><option selected>四</select></body></html><!-- 五 -->""".encode()
"""A page with all that the walk tells apart."""


def read(utf8: bytes) -> Columns:
    """The columns of a page's bytes in UTF-8, parsed as a browser does that runs no scripts.

    Raises NotAnArticle (`oversized`) for more elements than a page has.
    """
    return _columns(LexborHTMLParser(utf8, options=WITHOUT_EVENTS))


def told() -> str:
    """How pages are walked, and why so, in a few words."""
    return f"in Python ({failure})" if failure else f"by compiled code for selectolax {installed}"


def sources() -> str:
    """The digest of the sources that the compiled walk was built from; see hatch_build.py."""
    return str(import_module("newsspider.pages._lexbor").SOURCES)


def load() -> tuple[Any, str]:
    """The class of the columns that the compiled walk makes, or None and why it is not used."""
    if not is_wanted():
        return None, f"{VARIABLE}=python"
    built = compiled("newsspider.pages._lexbor")
    if built is None:
        return None, "the compiled walk is not built"
    if installed != built.SELECTOLAX:
        return None, f"the compiled walk is for selectolax {built.SELECTOLAX}, not {installed}"
    columns = _compiled(built)
    return (columns, "") if _is_right(columns) else (None, "the compiled walk misreads a known page")


def _compiled(built: Any) -> Any:
    """The class of the columns that the compiled walk makes."""
    built.configure(
        kinds={tag: _KINDS[kind] for tag, kind in elements.KINDS.items()},
        leaves=walk.LEAVES,
        cells=walk.CELLS,
        preformatted=walk.PREFORMATTED,
        aside_tags=elements.ASIDE_TAGS,
        aside_names=elements.ASIDE_NAMES,
        is_aside_name=elements.is_aside_name,
        hides=elements.hides,
        keeps_breaks=elements.keeps_breaks,
        mark_of=walk.mark_of,
        shown=walk.Shown,
        oversized=_refuse,
        most_rows=walk.MOST_ROWS,
    )

    class CompiledColumns(built.Columns):  # type: ignore[misc]
        """The elements of a page by row; see `walk.Columns`."""

        __slots__ = ()

        def markup(self, row: int) -> str:
            """The markup inside an element; that of a `template`, too."""
            return walk.markup_inside(self._node(row))

        def select(self, selector: str, row: int = 0) -> list[int]:
            """The rows of what a CSS selector finds in an element, which may be the element itself; each once, in document order."""
            return sorted({self.row_at(node.mem_id) for node in self._node(row).css(selector)} - {-1})

        def _node(self, row: int) -> Any:
            """The parser's own object for an element: reached from the root, since nothing else leads to it."""
            path = []
            while row > 0:
                path.append(row)
                row = self.parents[row]
            node = self.parser.root
            for step in reversed(path):
                node = node.first_child
                while self.row_at(node.mem_id) != step:
                    node = node.next
            return node

    return CompiledColumns


def scan_with(limits: Any) -> Callable[[bytes], bounds.Answer]:
    """The compiled `bounds.scan`, with the tables and limits of that module."""
    built = import_module("newsspider.pages._lexbor")
    built.configure_bounds(
        void=limits.VOID,
        raw=limits.RAW,
        foreign=limits.FOREIGN,
        leaves=limits.LEAVES_FOREIGN,
        holds=limits.HOLDS_HTML,
        formatting=limits.FORMATTING,
        never=limits.NEVER_OPEN,
        odd=limits.ODD,
        shelters=limits.SHELTERS,
        closes=limits.CLOSES,
        ends_with=limits.ENDS_WITH,
        max_depth=limits.MAX_DEPTH,
        max_steps=limits.MAX_STEPS,
        max_reopened=limits.MAX_REOPENED,
        max_attribute_work=limits.MAX_ATTRIBUTE_WORK,
        long_tag=limits.LONG_TAG,
        same=limits.SAME,
        reach=limits.REACH,
        far=limits.FAR,
    )
    return cast("Callable[[bytes], bounds.Answer]", built.scan)


def _refuse(count: int) -> None:
    raise NotAnArticle("oversized", f"more than {count:,} elements")


def _is_right(columns: Any) -> bool:
    """Whether the columns of a known page are those that the walk in Python makes."""
    parser = LexborHTMLParser(_KNOWN, options=WITHOUT_EVENTS)
    given, wanted = columns(parser), Columns(parser)
    rows = range(len(wanted.tags))
    return given.tags == wanted.tags and all(
        (
            given.parents == wanted.parents, given.ends == wanted.ends, given.shown == wanted.shown, given.classes == wanted.classes,
            given.ids == wanted.ids, given.comments == wanted.comments, given.show(entered=rows) == wanted.show(entered=rows),
            *((given.attributes(row), given.text(row), given.tail(row)) == (wanted.attributes(row), wanted.text(row), wanted.tail(row)) for row in rows),
        )
    )  # fmt: skip


made_by_c, failure = load()
_columns: type[Columns] = made_by_c or Columns
_scan = scan_with(bounds) if made_by_c else None


def bound(utf8: bytes) -> bounds.Bound:
    """What a page has too much of to be parsed as it is; see `bounds.bound`."""
    answer = _scan(utf8) if _scan is not None else "unsure"
    return bounds.bound(utf8) if answer == "unsure" else answer
