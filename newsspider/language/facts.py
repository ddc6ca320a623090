"""What a line says: its facts, and the words of it that nobody understood."""

from dataclasses import dataclass, field
from typing import Literal

from newsspider.language.word_tokens import Token

Field = Literal["author", "credit", "source", "picture"]
Strength = Literal["labelled", "role", "medium", "bare", "organization", "slash", "issue", "weak"]


@dataclass(slots=True)
class Fact:
    """One thing that a line says."""

    field: Field
    value: str
    role: str = ""
    label: str = ""
    """The label as printed, without blanks; empty for what stands without one."""
    organization: str | None = None
    strength: Strength = "weak"
    """How it is said: behind a label and its sign, a role word, a word of the medium, a label without sign, beside its outlet,
    parted from its outlet by a slash, with the issue of its paper, or not at all."""
    score: int = 3
    """How surely a name is one (0 to 3); 3 for other values."""
    start: int = 0
    end: int = 0


@dataclass(slots=True)
class Line:
    """A line and what it says."""

    text: str
    tokens: list[Token]
    facts: list[Fact] = field(default_factory=list)
    unknown: list[Token] = field(default_factory=list)
    """Words that no production understood."""
    labels: list[Token] = field(default_factory=list)
    """The labels that were read as labels, those without a value too."""

    def of(self, *fields: str) -> list[Fact]:
        """The facts of some fields, in printed order."""
        return [fact for fact in self.facts if fact.field in fields]

    @property
    def understood(self) -> float:
        """The share of the line's letters that stand in tokens which were understood."""
        whole = sum(token.end - token.start for token in self.tokens if token.kind not in "_:/,()*.")
        return 1 - sum(token.end - token.start for token in self.unknown) / whole if whole else 0.0

    @property
    def clean(self) -> bool:
        """Whether every word was understood."""
        return not self.unknown

    def has(self, kinds: str) -> bool:
        """Whether any token is of one of these kinds."""
        return any(token.kind in kinds for token in self.tokens)
