"""A site record as TOML, with what is worth knowing about it as comments."""

import json
from collections.abc import Iterable
from typing import Any

from newsspider.onboarding.draft import Sample
from newsspider.outlets import Outlet

LINE = 110
"""Characters of a list on one line."""


def record_toml(outlet: Outlet, notes: Iterable[str], samples: Iterable[Sample], seen: str) -> str:
    """The record's table, complete: it loads as it stands.

    Args:
        outlet: the record.
        notes: what was found and what could not be.
        samples: articles that were read by it; each becomes a comment with its fields.
        seen: the year in which the addresses were seen.
    """
    lines = [f"# {note}" for note in notes] + [line for sample in samples for line in _sample(sample)]
    values: dict[str, Any] = {
        "name": outlet.name, "province": outlet.province or "", "kind": outlet.kind, "family": outlet.family,
        "hosts": outlet.hosts, "lists": outlet.lists, "articles": outlet.articles,
        **({"layout": outlet.layout} if outlet.layout else {}), "verified": False, "seen": seen,
    }  # fmt: skip
    if outlet.cookies:
        values["cookies"] = True
    if outlet.render:
        values["render"] = True
    lines += [f"[{outlet.id}]", *(f"{key} = {value(content)}" for key, content in values.items())]
    if outlet.selectors:
        lines += [f"[{outlet.id}.selectors]", *(f"{key} = {value(selector)}" for key, selector in outlet.selectors.items())]
    return "\n".join(lines) + "\n"


def value(content: Any) -> str:
    """A text, list of texts, number or truth value in TOML. JSON's strings are TOML's, but for the delete character."""
    if isinstance(content, list):
        items = [value(item) for item in content]
        line = f"[{', '.join(items)}]"
        return line if len(line) <= LINE else "[\n" + "".join(f"    {item},\n" for item in items) + "]"
    return json.dumps(content, ensure_ascii=False).replace("\x7f", "\\u007f")


def _sample(sample: Sample) -> list[str]:
    article = sample.article
    if article is None:
        return [f"# {sample.page.url}: refused: {sample.refused}"]
    names = ", ".join(f"{author.name} ({author.role})" for author in article.authors)
    desk = ", ".join(f"{credit.label} {credit.name}" for credit in article.credits)
    return [
        f"# {sample.page.url}",
        f"#   {article.headline!r}, published_at {article.published_at} ({article.published_from}), source {article.source}",
        f"#   authors {names or None}, credits {desk or None}, {len(article.body)} paragraphs, {len(article.images)} pictures",
    ]
