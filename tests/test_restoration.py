"""Real texts polluted in every printed form come back; clean Traditional and bilingual texts stay as they are."""

import json
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from pipelines.restore import restore_text
from tests.polluting import STYLES, polluted, right

DOCUMENTS = 40
BILINGUAL = (
    "望川县青屏镇(Qingping)古桥修缮完工，桥长八十一米(m)，七个桥孔(arch)全部保留原样(he)。",
    "館方把講解換成了小劇場(theater)，演員(actor)扮成窯工，二十分鐘(min)一場，A區(a)、B區(b)、C區(c)場場坐滿。",
    "實驗室重點檢測維生素(b12)、葉酸(b9)和三種殘留(r1、r2、r3)，樣品編號(no1)、批號(no2)逐一登記。",
    "這部電影(film)的導演(director)說，劇組(crew)在江州(JZ)拍了三個月，預算(budget)超支，主演(star)也病(ill)了。",
    "世界衛生組織(WHO)、聯合國(UN)、國際貨幣基金組織(IMF)、歐盟(EU)代表與會(an)。",
)


@cache
def texts(shared: Path) -> list[str]:
    """Marked bodies, one text an article."""
    golds = sorted(path for corpus in ("dev", "second") for path in (shared / "corpus" / corpus / "gold").glob("*.json"))
    bodies = ["\n".join(json.loads(path.read_text(encoding="utf-8")).get("body") or []) for path in golds]
    return [text for text in bodies if len(text) >= 150][:DOCUMENTS]


def converter(name: str) -> Callable[[str], str]:
    from opencc import OpenCC

    made: Any = OpenCC(name)
    return lambda text: str(made.convert(text))


def test_polluted_texts_come_back(shared: Path) -> None:
    convert = converter("s2t")
    total = same = exact = 0
    for number, text in enumerate(texts(shared)):
        got, done = restore_text(polluted(text, STYLES[number % len(STYLES)], number, convert))
        assert done[:2] == ["pinyin", "traditional"], number
        expected = re.sub(r"\s", "", restore_text(text)[0])
        total += len(expected)
        same += right(text, got)
        exact += re.sub(r"\s", "", got) == expected
    assert same / total >= 0.999
    assert exact / len(texts(shared)) >= 0.95


def test_clean_texts_stay(shared: Path) -> None:
    for text in texts(shared):
        for clean in (text, converter("s2t")(text), converter("s2tw")(text)):
            assert restore_text(clean)[0] == restore_text(clean.replace("\u200b", ""))[0]
            assert not {"pinyin", "traditional"} & set(restore_text(clean)[1])


@pytest.mark.parametrize("text", BILINGUAL)
def test_bilingual_texts_stay(text: str) -> None:
    assert restore_text(text * 3) == (text * 3, [])
