"""Writes one line and keeps the answers: each call returns what is printed and notes what it says."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import TypeVar

from benchmarks.newsroom_lines import words
from benchmarks.newsroom_lines.facts import ANYTHING, CUT, GAP, Desk, Facts, Person, Where

T = TypeVar("T")
BARS = ("︱", "｜", "|", "丨", " | ", "│")
SIGNS = ("：", "：", "：", ":", ":", "： ", " ：", ": ", "︰")
BLANKS = (" ", "　", "  ", "　　", "\xa0", "\u2003")
PEOPLE_SIGNS = (" ", " ", "　", "、", "、", "，", "\xa0")


class Pen:
    """One line in the making. All its choices come from one seeded source, so that the same seed writes the same line."""

    def __init__(self, rng: Random, where: Where) -> None:
        self.rng = rng
        self.where = where
        self.day = date(2018, 1, 1) + timedelta(days=rng.randrange(365 * 7))
        self.between = rng.choice(PEOPLE_SIGNS)
        self.padding = rng.choice(("　", "  ")) if self.between in " 、" and rng.random() < 0.2 else ""
        self.facts = Facts()
        self.more_readings: list[Facts] = []
        self._labels: set[str] = set()
        self._names: set[str] = set()

    # choices

    def pick(self, options: Sequence[T]) -> T:
        """One of them."""
        return self.rng.choice(options)

    def chance(self, share: float) -> bool:
        """True in so many of all cases."""
        return self.rng.random() < share

    def number(self, low: int = 2, high: int = 9999) -> int:
        return self.rng.randint(low, high)

    # words that are no fact by themselves

    def name(self, kind: str = "any") -> str:
        """A person who is not yet in the line."""
        while (name := words.person(self.rng, kind)) in self._names:
            pass
        self._names.add(name)
        return name

    def names(self, low: int = 1, high: int = 3, kind: str = "any") -> list[str]:
        return [self.name(kind) for _ in range(self.rng.randint(low, high))]

    def plain_names(self, low: int = 1, high: int = 3) -> list[str]:
        """Names of three letters or more that anybody knows for names."""
        found: list[str] = []
        count = self.rng.randint(low, high)
        while len(found) < count:
            if len(name := self.name(self.rng.choices(words.PLAIN_NAMES, (9, 1))[0])) > 2:
                found.append(name)
        return found

    def outlet(self, kinds: Sequence[str] = words.UNLABELLED_OUTLETS) -> str:
        return words.outlet(self.rng, self.pick(kinds))

    def office(self) -> str:
        return words.office(self.rng)

    def place(self) -> str:
        return words.place(self.rng)

    def word(self, *keys: str) -> str:
        """A word of a word file; the first key is the file."""
        return self.pick(words.words(*keys))

    def around(self, key: str) -> str:
        """A counter, a row of buttons, a code or a column's name."""
        return self.word("surroundings", key).format(n=self.number(3), a=self.place(), b=self.pick(("民生", "文旅", "农业")))

    def month_day(self) -> str:
        """The day or the day before it, without the year."""
        day = self.day - timedelta(days=self.number(0, 1))
        return f"{day.month}月{day.day}日"

    def date(self) -> str:
        """The day in one of the ways in which pages print it."""
        year, month, day = self.day.year, self.day.month, self.day.day
        return self.pick((f"{year}年{month:02}月{day:02}日", f"{year}-{month:02}-{day:02}", f"{year}年{month}月{day}日"))

    # signs

    def gap(self, sign: str | None = None) -> str:
        """What stands between two facts of a line; a page may break the line there."""
        return f"{GAP}{self.pick(BLANKS) if sign is None else sign}{GAP}"

    def line(self, parts: Sequence[str], sign: str | None = None) -> str:
        """Facts one behind the other, parted alike."""
        return self.gap(sign).join(parts)

    def spaced(self, label: str) -> str:
        """A label with blanks inside: 责　　编."""
        return self.pick((" ", "　", "　　", "\xa0")).join(label)

    def written(self, names: Sequence[str], sign: str | None = None) -> str:
        """Names as printed: parted, and names of two letters padded where the line pads."""
        padded = [self.padding.join(name) if self.padding and len(name) == 2 else name for name in names]
        return (self.between if sign is None else sign).join(padded)

    def brackets(self, *kinds: str) -> tuple[str, str]:
        """One of these pairs of brackets."""
        pair = self.pick(kinds)
        return pair[0], pair[1]

    def bracketed(self, text: str, *kinds: str) -> str:
        """A text in one of these pairs of brackets, in round ones where none is named."""
        left, right = self.brackets(*(kinds or ("（）", "（）", "()")))
        return f"{left}{text}{right}"

    # facts

    def source(self, kinds: Sequence[str] = words.OUTLET_KINDS, also: Sequence[str | None] = ()) -> str:
        """An outlet as the source; `also`: other right readings, {} for the name."""
        value = self.outlet(kinds)
        return self.sourced(value, [text.format(value) if text else None for text in also])

    def sourced(self, value: str, also: Sequence[str | None] = ()) -> str:
        """A given value as the source."""
        self.facts = replace(self.facts, sources=(value, *also))
        return value

    def optional_source(self, value: str) -> None:
        """Naming none is right, and so is this value."""
        self.facts = replace(self.facts, sources=(None, value))

    def by(
        self,
        names: Sequence[str],
        *made_as: str,
        org: Sequence[str | None] = ANYTHING,
        optional: bool = False,
        sign: str | None = None,
    ) -> str:
        """Names as those of makers with one of these roles."""
        people = tuple(Person(name, made_as, tuple(org), optional) for name in names)
        self.facts = replace(self.facts, authors=self.facts.authors + people)
        return self.written(names, sign)

    def maker(self, sign: str, label: str | None = None, names: Sequence[str] | None = None) -> str:
        """A maker's label, a sign and names."""
        right = words.roles("maker")
        label = label or self._new_label(tuple(right))
        return f"{label}{sign}{CUT}{self.by(names or self.names(1, 2), *right[label])}"

    def label(self, *tables: str) -> str:
        """A label of the desk that is not yet in the line, of these tables of labels.toml."""
        return self._new_label(tuple(words.roles(*(tables or ("desk", "desk_more")))))

    def unknown_label(self, table: str = "unknown") -> str:
        """A label without a role in the schema."""
        return self._new_label(words.words("labels", table, "labels"))

    def desk(
        self,
        label: str,
        names: Sequence[str],
        printed_label: str | None = None,
        optional: bool = False,
        roles: Sequence[str] = (),
        sign: str | None = None,
    ) -> str:
        """Names as those of the desk under a label; returns the names as printed. `roles`: of a label that stands in no table."""
        right = tuple(roles) or words.roles("desk", "desk_more").get(label, ("other",))
        people = tuple(Desk(printed_label or label, name, right, optional) for name in names)
        self.facts = replace(self.facts, credits=self.facts.credits + people)
        return self.written(names, sign)

    def credit(self, sign: str, label: str | None = None, names: Sequence[str] | None = None) -> str:
        """A desk label, a sign and names."""
        label = label or self.label()
        return f"{label}{sign}{CUT}{self.desk(label, names or self.names(1, 1))}"

    def or_authors(self, authors: Sequence[Person]) -> None:
        """Another right reading, with these authors."""
        self.more_readings.append(replace(self.facts, authors=tuple(authors)))

    def readings(self) -> tuple[Facts, ...]:
        """Every right reading of what was written."""
        return (self.facts, *self.more_readings)

    def _new_label(self, options: Sequence[str]) -> str:
        label = self.pick([option for option in options if option not in self._labels])
        self._labels.add(label)
        return label
