"""The article reader over invented pages, one of each CMS family and of each odd case: one result per page and field.

`tests/pages/<case>/` holds the page's bytes, what is known of it (`meta.json`) and what stands on it (`printed.json`, written by
eye): only the fields that are named there are compared; `"refused"` names the reason of a page that is no article.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from newsspider.errors import NotAnArticle
from newsspider.items import Printed
from newsspider.outlets import Outlet
from newsspider.pages import load, read_article

PAGES = Path(__file__).parent / "pages"
CASES = sorted(path.parent.name for path in PAGES.glob("*/printed.json"))


def expected(case: str) -> dict[str, Any]:
    return json.loads((PAGES / case / "printed.json").read_text(encoding="utf-8"))


@cache
def read(case: str) -> Printed:
    folder = PAGES / case
    meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    page = load((folder / "page.html").read_bytes(), url=meta.get("url"), content_type=meta.get("content_type"))
    outlet = Outlet(**meta["outlet"]) if "outlet" in meta else None
    return read_article(page, outlet, fetched_at=meta.get("fetched_at"))


def plain(value: Any) -> Any:
    """A field in the form of `printed.json`: a Found is [value, origin], an Image [url, caption], a Video its URL."""
    if isinstance(value, list):
        return [plain(item) for item in value]
    match type(value).__name__:
        case "Found":
            return [value.value, value.origin]
        case "Image":
            return [value.url, value.caption]
        case "Video":
            return value.url
    return value


ARTICLES = [case for case in CASES if "refused" not in expected(case)]
REFUSED = [case for case in CASES if "refused" in expected(case)]


@pytest.mark.parametrize(("case", "field"), [(case, field) for case in ARTICLES for field in expected(case)])
def test_field(case: str, field: str) -> None:
    assert plain(getattr(read(case), field)) == expected(case)[field]


@pytest.mark.parametrize("case", REFUSED)
def test_refused(case: str) -> None:
    with pytest.raises(NotAnArticle) as caught:
        read(case)
    assert caught.value.reason == expected(case)["refused"]


@pytest.mark.parametrize("case", ARTICLES)
def test_invariants(case: str) -> None:
    printed = read(case)
    text = "\n".join([printed.headline or "", printed.kicker or "", *printed.subheadlines, *printed.meta_lines, *printed.paragraphs])
    assert "\ufffd" not in text
    for furniture in ("function", "var ", "版权所有", "ICP备", "分享到", "上一版", "下一页", "display:"):
        assert furniture not in text
    assert all(paragraph == paragraph.strip() and paragraph for paragraph in printed.paragraphs)
    assert all(image.url.startswith(("http://", "https://")) for image in printed.images)
    assert printed.headline
    assert "\n" not in printed.headline
