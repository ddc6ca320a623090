"""One page's answers held against what was read from it: for each field what is right, missing and too much, and why."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from benchmarks.newsroom_lines.facts import Desk, Facts, Person, same
from benchmarks.newsroom_pages import Page
from newsspider.items import Article

FIELDS = ("source", "authors", "credits", "organization", "headline", "published", "body", "base")
"""What is counted; `base`: the source, reporter and editor that a page prints beside the line, in the commonest of forms."""


@dataclass(slots=True)
class Count:
    """Facts of a field."""

    right: int = 0
    extra: int = 0
    """Read and not there."""
    missing: int = 0
    """There and not read."""

    def add(self, other: "Count") -> None:
        self.right += other.right
        self.extra += other.extra
        self.missing += other.missing

    @property
    def precision(self) -> float | None:
        """None when nothing was read."""
        return self.right / (self.right + self.extra) if self.right + self.extra else None

    @property
    def recall(self) -> float | None:
        """None when there was nothing to read."""
        return self.right / (self.right + self.missing) if self.right + self.missing else None


@dataclass(slots=True)
class Verdict:
    """How one page was read."""

    counts: dict[str, Count] = field(default_factory=lambda: {name: Count() for name in FIELDS})
    faults: list[str] = field(default_factory=list)
    """`field: what is missing or too much`; empty when all is right."""
    scores: dict[str, float] = field(default_factory=dict)
    """source, authors, credits as ../shared/tools/score.py scores a page, without the base; fields that the line does not tell are not in it."""

    @property
    def errors(self) -> int:
        return sum(count.extra + count.missing for count in self.counts.values())

    def miss(self, name: str, what: object) -> None:
        self.counts[name].missing += 1
        self.faults.append(f"{name}: lacks {what}")

    def exceed(self, name: str, what: object) -> None:
        self.counts[name].extra += 1
        self.faults.append(f"{name}: has {what}")


def judge(page: Page, article: Article | None, refused: str = "") -> Verdict:
    """The verdict under the reading of the line that fits best. `article`: None for a page that was refused, for the reason given."""
    if article is None:
        verdict = Verdict()
        verdict.miss("headline", f"the whole page: refused as {refused}")
        _missed(verdict, page.line.facts)
        return verdict
    return min((_judge(page, facts, article) for facts in page.line.readings), key=lambda verdict: verdict.errors)


def _missed(verdict: Verdict, facts: Facts) -> None:
    """Everything that a page tells, as missing."""
    verdict.counts["source"].missing += None not in facts.sources
    verdict.counts["authors"].missing += sum(not person.optional for person in facts.authors)
    verdict.counts["credits"].missing += sum(not desk.optional for desk in facts.credits)
    told = {"source": None not in facts.sources, "authors": bool(facts.authors), "credits": bool(facts.credits)}
    verdict.scores = {name: 0.0 for name, there in told.items() if there}


def _judge(page: Page, facts: Facts, article: Article) -> Verdict:
    verdict = Verdict()
    _source(verdict, facts, page, article.source)
    _authors(verdict, facts.authors, page.base.reporter, article)
    _credits(verdict, facts.credits, page.base.desk, article)
    if same(article.headline) == same(page.headline):
        verdict.counts["headline"].right += 1
    else:
        verdict.miss("headline", page.headline)
        verdict.exceed("headline", article.headline)
    if any((article.published_at or "").startswith(way) for way in page.published[:1]) or article.published_at in page.published:
        verdict.counts["published"].right += 1
    else:
        verdict.miss("published", page.published[0])
        verdict.exceed("published", article.published_at)
    _body(verdict, page, article.body)
    return verdict


def _source(verdict: Verdict, facts: Facts, page: Page, read: str | None) -> None:
    wanted = (page.base.source,) if page.base.source else facts.sources
    fits = same(read) in {same(value) for value in wanted}
    if wanted[0] is not None and not page.base.source:
        verdict.scores["source"] = float(fits)
    field = "base" if page.base.source else "source"
    if fits:
        verdict.counts[field].right += read is not None
        return
    if None not in wanted:
        verdict.miss(field, wanted[0])
    if read is not None:
        verdict.exceed("source", read)


def _authors(verdict: Verdict, people: Sequence[Person], base: Person | None, article: Article) -> None:
    left = list(article.authors)
    if base:
        reporter = next((one for one in left if same(one.name) == same(base.name) and one.role in base.roles), None)
        if reporter is None:
            verdict.miss("base", f"{base.name} ({base.roles[0]})")
        else:
            left.remove(reporter)
            verdict.counts["base"].right += 1
    for person in sorted(people, key=lambda person: person.optional):
        found = next((one for one in left if same(one.name) == same(person.name) and one.role in person.roles), None)
        if found is None:
            if not person.optional:
                verdict.miss("authors", f"{person.name} ({person.roles[0]})")
            continue
        left.remove(found)
        if person.optional:
            continue
        verdict.counts["authors"].right += 1
        if person.organizations:
            fits = same(found.organization) in {same(value) for value in person.organizations}
            verdict.counts["organization"].right += fits and found.organization is not None
            if not fits and None not in person.organizations:
                verdict.miss("organization", f"{person.organizations[0]} of {person.name}")
            if not fits and found.organization is not None:
                verdict.exceed("organization", f"{found.organization} of {person.name}")
    for extra in left:
        verdict.exceed("authors", f"{extra.name} ({extra.role})")
    if required := {same(person.name) for person in people if not person.optional}:
        optional = {same(person.name) for person in people if person.optional} - required
        verdict.scores["authors"] = f1(
            required, {same(one.name) for one in article.authors} - optional - {same(base.name) if base else ""}
        )


def _credits(verdict: Verdict, desk: Sequence[Desk], base: Desk | None, article: Article) -> None:
    left = list(article.credits)
    for person in (*sorted(desk, key=lambda person: person.optional), *([base] if base else [])):
        found = next((one for one in left if _is(person, one.label, one.name, one.role)), None)
        field = "base" if person is base else "credits"
        if found is not None:
            left.remove(found)
            verdict.counts[field].right += not person.optional
        elif not person.optional:
            verdict.miss(field, f"{person.label} {person.name} ({person.roles[0]})")
    for extra in left:
        verdict.exceed("credits", f"{extra.label} {extra.name} ({extra.role})")
    count = verdict.counts["credits"]
    if count.right + count.missing:
        verdict.scores["credits"] = 2 * count.right / (2 * count.right + count.extra + count.missing)


def _is(person: Desk, label: str, name: str, role: str) -> bool:
    return same(label) == same(person.label) and same(name) == same(person.name) and role in person.roles


def _body(verdict: Verdict, page: Page, read: Iterable[str]) -> None:
    left = [same(paragraph) for paragraph in read]
    for ways in page.paragraphs:
        found = next((one for way in ways if (one := same(way)) in left), None)
        if found is None:
            verdict.miss("body", ways[0][-40:])
        else:
            left.remove(found)
            verdict.counts["body"].right += 1
    optional = {same(text) for text in page.optional}
    for extra in left:
        if extra not in optional:
            verdict.exceed("body", extra[-40:])


def f1(wanted: set[str], read: set[str]) -> float:
    """The harmonic mean of precision and recall of a set that is not empty."""
    return 2 * len(wanted & read) / (len(wanted) + len(read))
