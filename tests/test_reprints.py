"""Reprints: what a signature is made from, when two texts are one, families in the store, and the command that shows them."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Connection, Engine, func, select

from newsspider.cli import main
from newsspider.demo.prose import paragraphs
from newsspider.items import Article
from newsspider.store import reprints
from newsspider.store.engine import open_engine
from newsspider.store.families import families_of, family_of, first_published
from newsspider.store.likeness import is_one_text, similarity
from newsspider.store.records import newest_rows, store_article
from newsspider.store.signatures import BANDS, SHORTEST, VERSION, bands_of, clauses_of, signature_of
from newsspider.store.tables import articles, bands, signatures
from tests.article_factory import make_article
from tests.databases import KINDS, fresh
from tests.reprint_texts import PAPERS, Text, answers, article_of, distinct, edited, mixed, scores, signed

NOW = datetime(2025, 10, 21, 1, tzinfo=UTC)
BODY = [
    "10月20日，云溪市召开重点项目推进会，听取6个专班的进展汇报。会议指出，要把群众反映最多的37件事排出时间表，办完一件公示一件。",
    "与会人员实地察看了禾塘镇污水处理站，并随机走访了42户居民。据了解，今年全市安排的1280个民生项目已有76%完工。",
    "市住建部门负责人林知行表示，冬季施工要把安全放在第一位。下一步，督查组将不打招呼、直接到现场，看路灯亮不亮、水管通不通。",
]


def chance(seed: int) -> Random:
    return Random(seed)  # noqa: S311 the same texts each time


OTHER = [*paragraphs(chance(99), 1), *paragraphs(chance(98), 2)]


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_engine(f"sqlite:///{tmp_path / 'newsspider.db'}")
    yield engine
    engine.dispose()


@pytest.fixture
def connection(engine: Engine) -> Iterator[Connection]:
    with engine.begin() as connection:
        yield connection


def put(connection: Connection, number: int, body: list[str], published_at: str | None = None, **changes: object) -> Article:
    """Store an article; as it lies in the store."""
    article = make_article(number, body=body, published_at=published_at, **changes)
    store_article(connection, article, newest_rows(connection, [article.id]), None, NOW)
    row = connection.execute(select(articles).where(articles.c.id == article.id).order_by(articles.c.revision.desc())).first()
    assert row
    return replace(article, duplicate_of=row.duplicate_of, revision=row.revision)


# signatures


def test_a_signature_is_the_same_over_versions() -> None:
    """Signatures lie in stores for years: when this fails, raise SCHEME and write the new value down here."""
    signature = signature_of(BODY)
    assert signature is not None
    assert (signature[0], VERSION, len(signature)) == (18, 18, 1 + 4 * BANDS)
    assert bands_of(signature)[:3] == [19791210585672, 19795698138902, 19799864634866]


@pytest.mark.parametrize(
    "first",
    [
        "澜州日报讯（记者 周岚 通讯员 叶知行）" + BODY[0],
        "本报云溪讯（全媒体记者周岚、叶知行）" + BODY[0],
        "澜新社云溪10月20日电（记者周岚）" + BODY[0],
        "青屿晚报讯 记者周岚报道：" + BODY[0],
        "　　" + BODY[0].replace("，", ",").replace("10", "１０").replace("37", " 37 "),
    ],
)
def test_what_each_paper_prints_its_own_way_does_not_count(first: str) -> None:
    assert signature_of([first, BODY[1], BODY[2] + "（本报记者 周岚）", "来源：澜州日报"]) == signature_of(BODY)


def test_a_text_too_short_to_compare_has_no_signature() -> None:
    assert signature_of(["字" * (SHORTEST - 1) + "，。"]) is None
    assert signature_of(["字" * SHORTEST]) is not None
    assert signature_of([]) is None


# likeness


def of_kind(kind: str, count: int) -> list[Text]:
    return [text for text in distinct(chance(5), 11 * count) if text.kind == kind]


@pytest.mark.parametrize("kind", ["weather", "lottery", "prices", "notice", "meeting", "appointment", "story", "event"])
def test_texts_of_one_template_are_two(kind: str) -> None:
    texts = [clauses_of(text.body) for text in of_kind(kind, 30)]
    alike = [(one, other) for index, one in enumerate(texts) for other in texts[:index] if is_one_text(one, other)]
    assert len(texts) >= 30
    assert alike == []


@pytest.mark.parametrize("kind", ["weather", "lottery", "prices", "notice", "meeting", "appointment", "story", "event"])
def test_a_text_less_a_paragraph_with_one_percent_edited_is_the_same(kind: str) -> None:
    rng = chance(3)
    for text in of_kind(kind, 10)[:10]:
        body = [edited(rng, paragraph, 0.01) for paragraph in text.body]
        if len(body) > 2:
            del body[-1]
        one, other = clauses_of(signed(rng, text.body)), clauses_of(signed(rng, body))
        assert is_one_text(one, other) == is_one_text(other, one) == True, (text.body, body)  # noqa: E712


def test_other_figures_make_another_text() -> None:
    changed = [
        paragraph.replace("37", "41").replace("42", "58").replace("1280", "1311").replace("76", "81") for paragraph in BODY
    ]
    assert not is_one_text(clauses_of(BODY), clauses_of(changed))
    assert is_one_text(clauses_of(BODY), clauses_of([BODY[0].replace("37", "38"), *BODY[1:]]))


def test_a_text_that_quotes_another_is_not_the_same() -> None:
    assert not is_one_text(clauses_of(BODY), clauses_of([*BODY, *OTHER, *OTHER]))


def test_similarity_is_the_share_of_the_longer_text() -> None:
    text = clauses_of(BODY)
    assert similarity(text, text) == 1
    assert similarity(text, clauses_of(BODY[:2])) == pytest.approx(len("".join(clauses_of(BODY[:2]))) / len("".join(text)))
    assert similarity([], []) == 0


# families in the store


def test_two_thousand_articles() -> None:
    """The goals, in short; benchmarks/reprints.py has the whole."""
    rng = chance(11)
    texts = mixed(rng, 1600, 400)
    engine = open_engine("sqlite://")
    with engine.begin() as connection:
        for number, text in enumerate(texts):
            store_article(connection, article_of(text, number), {}, None, NOW)
        said = {row.id: row.duplicate_of for row in connection.execute(select(articles.c.id, articles.c.duplicate_of))}
    engine.dispose()
    precision, recall = scores(answers(texts, said))
    assert precision >= 0.98
    assert recall >= 0.95
    assert all(said[named] is None for named in said.values() if named), "a duplicate of a duplicate"


@pytest.mark.parametrize("kind", KINDS)
def test_every_database_finds_the_same(kind: str, tmp_path: Path) -> None:
    texts = mixed(chance(4), 60, 40)
    with fresh(kind, tmp_path) as url:
        said, days = told(url, texts)
    assert (said, days) == told("sqlite://", texts)
    precision, recall = scores(answers(texts, said))
    assert (precision, recall) >= (1, 0.95)
    assert len(days) <= len({*filter(None, said.values())})
    assert days == sorted(days, reverse=True)


def told(url: str, texts: list[Text]) -> tuple[dict[str, str | None], list[int]]:
    """What a fresh database makes of the texts: `duplicate_of` by id, sizes of the day's families; a revision on top."""
    engine = open_engine(url)
    with engine.begin() as connection:
        said = {
            (stored := put(connection, number, text.body, "2025-10-21")).id: stored.duplicate_of
            for number, text in enumerate(texts)
        }
        days = [len(family) for family in families_of(connection, date(2025, 10, 21))]
        assert families_of(connection, date(2025, 10, 20)) == families_of(connection, date(2025, 10, 22)) == []
        single = put(connection, 500, OTHER)
        put(connection, 500, BODY)
        assert put(connection, 501, BODY).duplicate_of == single.id
    engine.dispose()
    return said, days


def test_the_earliest_published_is_named(connection: Connection) -> None:
    """Two copies that share too little to be told as one, and then the whole text: one family, headed by the earlier."""
    late = put(connection, 1, [*BODY[:1], *OTHER[:1]], "2025-10-21T09:00:00+08:00")
    early = put(connection, 2, [*OTHER[:1], *BODY[1:2]], "2025-10-21T07:00:00+08:00")
    assert (late.duplicate_of, early.duplicate_of) == (None, None)
    whole = put(connection, 3, [*BODY[:1], *OTHER[:1], *BODY[1:2]], "2025-10-21T08:00:00+08:00")
    again = put(connection, 4, [*BODY[:1], *OTHER[:1]])
    assert (whole.duplicate_of, again.duplicate_of) == (early.id, early.id)
    assert [each.id for each in family_of(connection, late.id)] == [early.id, whole.id, late.id, again.id]


def test_an_unknown_time_is_later_than_any(connection: Connection) -> None:
    untimed = put(connection, 1, [*BODY[:1], *OTHER[:1]])
    timed = put(connection, 2, [*OTHER[:1], *BODY[1:2]], "2025-10-21")
    assert untimed.duplicate_of is timed.duplicate_of is None
    assert put(connection, 3, [*BODY[:1], *OTHER[:1], *BODY[1:2]]).duplicate_of == timed.id


def test_a_revision_is_no_duplicate_of_itself(connection: Connection) -> None:
    put(connection, 1, BODY)
    revised = put(connection, 1, [*BODY[:2], BODY[2].replace("林知行", "林景明")])
    assert (revised.revision, revised.duplicate_of) == (2, None)
    assert connection.scalar(select(func.count()).select_from(signatures)) == 1
    assert connection.scalar(select(func.count()).select_from(bands)) == BANDS


def test_who_heads_a_family_heads_it_whatever_its_text_becomes(connection: Connection) -> None:
    first, second = put(connection, 1, BODY), put(connection, 2, BODY)
    other = put(connection, 3, OTHER)
    revised = put(connection, 1, OTHER)
    assert (second.duplicate_of, other.duplicate_of, revised.duplicate_of) == (first.id, None, None)
    assert {put(connection, 4, BODY).duplicate_of, put(connection, 5, OTHER).duplicate_of} == {first.id}
    short = put(connection, 1, ["已删。"])
    assert (short.revision, short.duplicate_of) == (3, None)
    assert put(connection, 6, BODY).duplicate_of == first.id
    assert put(connection, 1, BODY).duplicate_of is None


def test_a_duplicate_whose_text_changes_leaves_the_family(connection: Connection) -> None:
    first, second = put(connection, 1, BODY), put(connection, 2, BODY)
    assert second.duplicate_of == first.id
    assert put(connection, 2, OTHER).duplicate_of is None
    assert [each.id for each in family_of(connection, first.id)] == [first.id]
    assert put(connection, 3, OTHER).duplicate_of == second.id
    assert put(connection, 2, ["已删。"]).duplicate_of is None
    assert connection.scalar(select(func.count()).select_from(bands)) == 2 * BANDS


def test_a_phrase_of_thousands_costs_no_more(connection: Connection) -> None:
    """What is looked at has a limit: here every band is shared by many articles, and the one reprinted is among them."""
    original = put(connection, 1, BODY)
    signature = signature_of(BODY)
    assert signature
    crowd = [{"band": band, "position": 1000 + number} for band in bands_of(signature)[1:] for number in range(500)]
    connection.execute(bands.insert(), crowd)
    holders = reprints.holders_of(connection, bands_of(signature))
    assert sorted(map(len, holders.values())) == [1] + (BANDS - 1) * [reprints.NEWEST]
    assert put(connection, 2, BODY).duplicate_of == original.id


# what is told


def test_who_was_first_is_said_only_when_it_is_known(connection: Connection) -> None:
    def first(*times: str | None) -> str | None:
        connection.execute(articles.delete())
        connection.execute(signatures.delete())
        connection.execute(bands.delete())
        found = [put(connection, number, BODY, at).id for number, at in enumerate(times)]
        told = first_published(family_of(connection, found[0]))
        return times[found.index(told.id)] if told else None

    assert first("2025-10-21T08:00:00+08:00", "2025-10-21T07:59:00+08:00", None) == "2025-10-21T07:59:00+08:00"
    assert first("2025-10-21", "2025-10-22T00:00:00+08:00") == "2025-10-21"
    assert first("2025-10-21", "2025-10-21T07:59:00+08:00") is None
    assert first("2025-10-21", "2025-10-21") is None
    assert first(None, None) is None
    assert first("2025-10-21") is None


@pytest.fixture
def output(tmp_path: Path, engine: Engine) -> Path:
    """A store with a family of three and one short article."""
    with engine.begin() as connection:
        for number, body in enumerate((BODY, [f"澜州日报讯（记者 周岚）{BODY[0]}", *BODY[1:]], BODY[:2])):
            put(
                connection, number, body, f"2025-10-2{number}T08:00:00+08:00", outlet_name=PAPERS[number], province="CN-JX",
                headline=f"标题{number}",
            )  # fmt: skip
        put(connection, 3, ["短讯。"], "2025-10-21")
    return tmp_path


def ask(output: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["reprints", *arguments, "--output", str(output)])


def test_reprints_shows_the_family(output: Path) -> None:
    article = make_article(1)
    for name in (article.id, article.id[:10], article.url.replace("https", "http") + "?spm=1"):
        done = ask(output, name)
        assert done.exit_code == 0, done.output
        lines = [line for line in done.output.splitlines() if "标题" in line]
        assert [line.split()[0] for line in lines] == ["2025-10-20", "2025-10-21", "2025-10-22"]
        assert "100%" in lines[0]
        assert f"published first: {PAPERS[0]}, 2025-10-20 08:00, {make_article(0).url}" in done.output


def test_reprints_as_json(output: Path) -> None:
    told = json.loads(ask(output, make_article(2).id, "--json").output)
    family = told["families"][0]
    assert told["article"] == make_article(2).id
    assert family["published_first"] == make_article(0).id
    assert [each["province"] for each in family["articles"]] == ["CN-JX"] * 3
    assert [each["similarity"] == 1 for each in family["articles"]] == [False, False, True]
    assert {each["duplicate_of"] for each in family["articles"][1:]} == {make_article(0).id}


def test_reprints_of_a_day(output: Path) -> None:
    told = json.loads(ask(output, "--day", "2025-10-21", "--json").output)
    assert [len(family["articles"]) for family in told["families"]] == [3]
    assert "no reprints known of 2025-10-19" in ask(output, "--day", "2025-10-19").output


def test_an_article_nobody_reprinted(output: Path) -> None:
    assert "no reprint of it is known" in ask(output, make_article(3).id).output


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ((), 2, "name one article"),
        (("abc", "--day", "2025-10-21"), 2, "name one article"),
        (("标题",), 2, "is no id"),
        (("0" * 32,), 2, "no article 0000"),
        (("https://news.example/9.htm",), 2, "no article https://news.example/9.htm"),
    ],
)
def test_what_names_no_article_is_said_in_one_line(output: Path, arguments: tuple[str, ...], code: int, said: str) -> None:
    done = ask(output, *arguments)
    assert (done.exit_code, len(done.output.strip().splitlines())) == (code, 1)
    assert said in done.output


def test_the_beginning_of_several_ids(output: Path, engine: Engine) -> None:
    with engine.begin() as connection:
        ids = list(connection.scalars(select(articles.c.id)))
        twin = ids[0][:8] + "f" * 24
        connection.execute(articles.update().where(articles.c.id == ids[1]).values(id=twin))
    done = ask(output, ids[0][:8])
    assert done.exit_code == 2
    assert "several ids" in done.output
