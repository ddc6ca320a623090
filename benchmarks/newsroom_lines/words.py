"""The generator's own words: names of people, outlets and places, labels, and what stands around them; from `words/*.toml`."""

import tomllib
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

FOLDER = Path(__file__).parent / "words"
UNLABELLED_OUTLETS = ("daily", "tv", "centre", "paper", "agency")
"""Kinds of outlets that anybody knows for one without a label."""
OUTLET_KINDS = (*UNLABELLED_OUTLETS, "web", "client", "account", "portal", "odd", "office")
PLAIN_NAMES = ("common", "compound")
"""Kinds of people's names that anybody knows for one without a label."""


@cache
def table(file: str) -> dict[str, Any]:
    """A word file; raises FileNotFoundError for one that is not there."""
    return tomllib.loads((FOLDER / f"{file}.toml").read_text(encoding="utf-8"))


@cache
def words(file: str, *keys: str) -> tuple[str, ...]:
    """A list of words; its entries are parted by blanks, or by `|` and line breaks where they hold blanks themselves."""
    found: Any = table(file)
    for key in keys:
        found = found[key]
    if not isinstance(found, str):
        return tuple(found)
    if "|" in found:
        return tuple(entry.strip() for entry in found.split("|"))
    return tuple(found.split())


@cache
def lines(file: str, key: str) -> tuple[str, ...]:
    """A list of sentences, one a line."""
    return tuple(line for line in table(file)[key].splitlines() if line)


@cache
def roles(*keys: str) -> dict[str, tuple[str, ...]]:
    """Label -> right roles, of one or several tables of labels.toml."""
    return {label: tuple(right.split()) for key in keys for label, right in table("labels")[key].items()}


def _name(rng: Random, key: str) -> str:
    return rng.choice(words("people", key))


def person(rng: Random, kind: str = "any") -> str:
    """A person's name: common, rare, compound, dotted, undotted (Tibetan, Mongolian), or any of these as newsrooms mix them."""
    if kind == "any":
        kind = rng.choices(("common", "rare", "compound", "dotted", "undotted"), (74, 10, 6, 5, 5))[0]
    if kind == "dotted":
        people = rng.choice(("uyghur", "uyghur", "kazakh", "yi"))
        first, second = rng.sample(words("people", people), 2)
        return f"{first}·{second}"
    if kind == "undotted":
        return _name(rng, rng.choice(("tibetan", "mongolian")))
    surname = _name(rng, {"common": "surnames", "rare": "rare_surnames", "compound": "compound_surnames"}[kind])
    given = _name(rng, "given_one")
    if rng.random() < 0.68:
        given = _name(rng, "given_first") + _name(rng, rng.choice(("given_last", "given_one")))
    return surname + given


def foreigner(rng: Random) -> str:
    """A name from abroad, in Chinese letters."""
    return f"{_name(rng, 'foreign_given')}·{_name(rng, 'foreign_family')}"


def place(rng: Random) -> str:
    """A city or another large place, without the word for what it is."""
    return rng.choice(words("outlets", "places"))


def outlet(rng: Random, kind: str) -> str:
    """The name of an outlet of one kind of OUTLET_KINDS."""
    if kind in ("paper", "agency", "portal", "odd"):
        return rng.choice(words("outlets", {"paper": "papers", "agency": "agencies", "portal": "portals", "odd": "odd"}[kind]))
    if kind == "office":
        return office(rng)
    where = (
        place(rng) if kind in ("daily", "client", "tv") else rng.choice((place(rng), rng.choice(words("outlets", "counties"))))
    )
    return where + rng.choice(words("outlets", f"{kind}_ends"))


def office(rng: Random) -> str:
    """A public office or institution of some place."""
    where = rng.choice((place(rng) + "市", rng.choice(words("outlets", "counties"))))
    return where + rng.choice(words("outlets", "offices"))
