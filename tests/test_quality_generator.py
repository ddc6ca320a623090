"""The generated newsroom lines and pages: the same for the same seed, and answers that stand in what they answer."""

import ast
from collections import Counter
from pathlib import Path
from typing import get_args

import pytest

from benchmarks.newsroom_lines import FORMS, Line, Where, lines
from benchmarks.newsroom_lines.facts import plain, same
from benchmarks.newsroom_lines.words import roles, table, words
from benchmarks.newsroom_pages import Page, build
from benchmarks.newsroom_pages.markup import parts
from benchmarks.quality.judging import judge
from newsspider.items import Article, Author, AuthorRole, Credit, CreditRole, Printed, start_draft

ROUNDS = 8


@pytest.fixture(scope="module")
def written() -> list[Line]:
    return [line for _, line in lines(7, len(FORMS) * ROUNDS)]


@pytest.fixture(scope="module")
def built(written: list[Line]) -> list[Page]:
    return [build(number, line, 7) for number, line in enumerate(written)]


def answered(page: Page) -> Article:
    """An article that says just what the page's answers say."""
    article = start_draft(Printed(reader="test", encoding="utf-8", content_sha256="")).article
    facts = page.readings[0]
    article.headline, article.published_at, article.source = page.headline, page.published[0], facts.sources[0]
    article.authors = [Author(one.name, one.roles[0], (one.organizations or (None,))[0]) for one in facts.authors]  # type: ignore[arg-type]
    article.credits = [Credit(one.roles[0], one.name, one.label) for one in facts.credits]  # type: ignore[arg-type]
    article.body = [ways[0] for ways in page.paragraphs]
    return article


def test_the_same_seed_writes_the_same_lines_and_pages(written: list[Line], built: list[Page]) -> None:
    count = len(FORMS) * 2
    again = [line for _, line in lines(7, count)]
    assert again == written[:count]
    assert [build(number, line, 7) for number, line in enumerate(again)] == built[:count]
    assert [line for _, line in lines(8, count)] != again


def test_a_part_of_a_run_is_that_part_of_the_whole(written: list[Line]) -> None:
    assert [line for _, line in lines(7, 10_000, start=30, end=50)] == written[30:50]


def test_every_form_is_written_in_each_of_its_places(written: list[Line]) -> None:
    places = {name: {line.where for line in written if line.form == name} for name in FORMS}
    assert {name: set(form.places) for name, form in FORMS.items()} == places


def test_there_are_forms_enough_and_each_varies(written: list[Line]) -> None:
    assert len(FORMS) >= 120
    texts = Counter((line.form, line.text) for line in written)
    few = [name for name in FORMS if sum(form == name for form, _ in texts) < ROUNDS / 2]
    assert not few, few


def test_every_answer_stands_in_its_line(written: list[Line]) -> None:
    for line in written:
        text = same(line.text)
        for facts in line.readings:
            told = [person.name for person in facts.authors] + [value for one in facts.credits for value in (one.name, one.label)]
            missing = [value for value in told if same(value) not in text]
            assert not missing, (line.form, line.text, missing)
            outlets = [value for value in facts.sources if value and same(value) not in text]
            quoted = [value for value in outlets if same(value).strip("“”") not in text.replace("”", "").replace("“", "")]
            assert not quoted, (line.form, line.text, quoted)


def test_roles_are_those_of_the_schema(written: list[Line]) -> None:
    makers, desk = set(get_args(AuthorRole)), {*get_args(CreditRole), "other"}
    for line in written:
        for facts in line.readings:
            assert all(set(person.roles) <= makers for person in facts.authors), line
            assert all(set(one.roles) <= desk for one in facts.credits), line
    assert all(set(right) <= desk for right in roles("desk", "desk_more").values())
    assert all(set(right) <= makers for right in roles("maker").values())


def test_prose_tells_nothing_and_stays(written: list[Line]) -> None:
    for line in written:
        if line.form.startswith("prose:"):
            assert all(not facts.authors and not facts.credits and None in facts.sources for facts in line.readings), line
            assert line.text in line.kept, line


def test_no_label_has_two_entries() -> None:
    tables = table("labels")
    every = [
        *tables["desk"],
        *tables["desk_more"],
        *words("labels", "other", "labels"),
        *words("labels", "unknown", "labels"),
        *tables["maker"],
    ]
    assert not [label for label, count in Counter(every).items() if count > 1]


def test_a_page_holds_its_line_and_its_story(built: list[Page]) -> None:
    for page in built:
        text = same(page.body.decode().replace("&nbsp;", "").replace("&emsp;", "").replace("&amp;", "&"))
        bare = "".join(part.partition(">")[2] for part in f">{text}".split("<"))
        assert same(page.headline) in bare
        if page.line.where == Where.MARKS:
            assert all(same(mark.partition("=")[2]) in text for mark in page.line.text.split("\n")), page.line
        elif page.line.where in (Where.LEAD, Where.CLOSING, Where.CAPTION, Where.MIDDLE):
            assert same(page.line.text) in bare, page.line
        else:  # a page may break the line between its facts, and leaves the sign between them out there
            assert all(same(plain(part)) in bare for part in parts(page.line.marked)), page.line


def test_the_answers_themselves_are_judged_right(built: list[Page]) -> None:
    for page in built:
        verdict = judge(page, answered(page))
        assert not verdict.faults, (page.line.form, page.line.text, verdict.faults)
        assert all(score == 1.0 for score in verdict.scores.values())


def test_faults_are_counted(built: list[Page]) -> None:
    page = next(page for page in built if page.line.form == "desk: labels in one line")
    article = answered(page)
    lost = article.credits.pop(0)
    article.authors.append(Author("王五六", "reporter"))
    article.body = article.body[1:]
    verdict = judge(page, article)
    assert verdict.counts["credits"].missing == 1
    assert verdict.counts["authors"].extra == 1
    assert verdict.counts["body"].missing == 1
    assert verdict.errors == 3
    assert f"credits: lacks {lost.label} {lost.name} ({lost.role})" in verdict.faults


def test_a_refused_page_lacks_everything(built: list[Page]) -> None:
    page = next(page for page in built if page.line.form == "mixed: source and byline in one line")
    verdict = judge(page, None, "no_text")
    assert verdict.counts["source"].missing == 1
    assert verdict.counts["authors"].missing == len(page.line.facts.authors)
    assert verdict.scores == {"source": 0.0, "authors": 0.0}


def test_an_unknown_word_of_a_form_is_told() -> None:
    with pytest.raises(KeyError, match="no form is called 'nosuchform'"):
        next(lines(1, 1, ["nosuchform"]))


@pytest.mark.parametrize("package", ["newsroom_lines", "newsroom_pages"])
def test_the_generator_knows_nothing_of_the_reader(package: str) -> None:
    folder = Path(__file__).parent.parent / "benchmarks" / package
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = (
                [node.module or ""] if isinstance(node, ast.ImportFrom) else [alias.name for alias in getattr(node, "names", [])]
            )
            assert not any(name.split(".")[0] in ("newsspider", "pipelines") for name in names), path
