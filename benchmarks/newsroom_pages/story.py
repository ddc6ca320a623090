"""The news on an invented page: headline, time and paragraphs of prose that tell no fact of the page."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from benchmarks.newsroom_lines import words

TIMES = (
    "{t:%Y-%m-%d %H:%M}", "{t:%Y-%m-%d %H:%M:%S}", "{t:%Y年%m月%d日 %H:%M}", "{t:%Y年%m月%d日%H:%M}", "{t:%Y/%m/%d %H:%M}", "{t.year}-{t.month}-{t.day} {t:%H:%M}",
    "发布时间：{t:%Y-%m-%d %H:%M}", "时间：{t:%Y-%m-%d %H:%M:%S}", "{t:%Y年%m月%d日} {w} {t:%H:%M}", "{t:%Y-%m-%d}", "发布日期：{t:%Y-%m-%d}",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Story:
    """What a page tells."""

    headline: str
    paragraphs: tuple[str, ...]
    published: datetime
    """In Beijing."""
    time: str
    """As printed."""


def tell(day: date, rng: Random) -> Story:
    """A story of three to six paragraphs, published on that day."""
    topic = words.table("prose")[rng.choice(tuple(words.table("prose")))]
    sentences = rng.sample(topic["sentences"], len(topic["sentences"]))
    published = datetime(day.year, day.month, day.day) + timedelta(minutes=rng.randrange(60 * 24))
    paragraphs: list[str] = []
    while sentences:
        size = rng.randint(1, 2)
        paragraphs.append("".join(_filled(sentence, rng) for sentence in sentences[:size]))
        sentences = sentences[size:]
    printed = rng.choice(TIMES).format(t=published, w="星期" + "一二三四五六日"[published.weekday()])
    return Story(_filled(rng.choice(topic["headlines"]), rng), tuple(paragraphs), published, printed)


def _filled(text: str, rng: Random) -> str:
    return text.format(
        p=words.place(rng), c=rng.choice(words.words("outlets", "counties")), t=rng.choice(words.words("outlets", "towns")),
        v=rng.choice(words.words("outlets", "villages")), o=words.office(rng), w=words.person(rng, "common"), n=rng.randint(30, 9800),
        m=rng.randint(3, 28), pct=round(rng.uniform(1, 40), 1), mo=rng.randint(1, 12), d=rng.randint(1, 28),
    )  # fmt: skip
