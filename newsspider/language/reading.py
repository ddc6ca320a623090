"""One reading of a line from left to right: how productions look round in it, and what holds for the names that follow."""

from dataclasses import dataclass

from newsspider.language.facts import Fact, Line, Strength
from newsspider.language.word_tokens import Token

SQUARE = "】]］〕"
SIGNS = ":/,_"
LABELS = "LMRSIDO"
END = "$"
"""The kind of what stands before the first token and behind the last."""


@dataclass(slots=True)
class Person:
    """A name, and what held where it stood: the role, what was done (摄), its outlet, the role of names without a word."""

    name: str
    token: Token
    role: str | None
    medium: str | None
    organization: str | None
    default: str | None
    label: str
    strength: Strength


class Reading:
    """One reading of a line from left to right: the label, role, outlet and medium that hold."""

    def __init__(self, line: Line, default: str | None) -> None:
        self.line, self.tokens = line, line.tokens
        self.kinds = {index: token.kind for index, token in enumerate(line.tokens)}
        self.default = default
        self.role: str | None = None
        self.medium: str | None = None
        self.organization: str | None = None
        self.desk: list[Token] = []
        self.label: Token | None = None
        self.strength: Strength = "weak"
        self.people: list[Person] = []
        self.since = 0
        self.said_last = -1
        self.taken = 0
        self.taken_by_desk = 0
        self.houses = False
        self.behind = -1
        """Where the value of a source ended; an outlet before that place is nobody's beside it."""

    def kind(self, index: int) -> str:
        """The kind of the token at a place."""
        return self.kinds.get(index, END)

    def next(self, index: int, skip: str = "_") -> int:
        """The next place whose token is of none of these kinds."""
        index += 1
        while self.kinds.get(index, END) in skip:
            index += 1
        return index

    def before(self, index: int, skip: str = "_") -> int:
        """The last place before whose token is of none of these kinds."""
        index -= 1
        while self.kinds.get(index, END) in skip:
            index -= 1
        return index

    def behind_sign(self, index: int) -> int | None:
        """The place behind the sign of a label; None when it has none."""
        place = self.next(index)
        if self.kind(place) == "(" and self.kind(self.next(place, "_wnqj")) == ")":  # 责任编辑（实习）：
            note = self.next(place, "_wnqj")
            place = self.next(note) if self.kind(self.next(note)) == ":" else place
        kind = self.kind(place)
        if kind == ":" or (kind == "/" and not self.pairs(index)):
            after = self.next(place)
            return self.next(place) if self.kind(after) != ":" else self.next(after)
        if kind == ")" and self.tokens[place].text in SQUARE:
            after = self.next(place)
            return self.next(after) if self.kind(after) == ":" else after
        return None

    def pairs(self, index: int) -> bool:
        """Whether a slash and another medium follow: 文/图."""
        place = self.next(index)
        if self.kind(place) == "M":  # 供稿 摄影：张三
            return self.kind(self.next(place)) in ":/n" and not self.people
        other = self.next(place)
        return self.kind(place) in "/," and self.kind(other) == "M" and self.kind(self.next(other)) in "$_:)/nRe("

    def opens(self) -> bool:
        """Whether nobody was named yet."""
        return not self.people

    def glued(self, index: int) -> bool:
        """Whether a token touches the one before it."""
        return index > 0 and self.kind(index - 1) not in SIGNS + "(*"

    def closing(self, index: int) -> int | None:
        """The place of the bracket that closes."""
        return next((place for place in range(index, min(index + 16, len(self.tokens))) if self.kind(place) == ")"), None)

    def is_label(self, index: int) -> bool:
        """Whether a label's token is one here: a sign follows, or it may lack it and names or an outlet follow."""
        entry = self.tokens[index].entry
        return self.behind_sign(index) is not None or bool(entry and entry.bare and self.kind(self.next(index)) in "nefwR")

    def sign_of_labels(self) -> str:
        """The kind of the sign behind the line's first known label of the desk; that of a bracket round it."""
        known = next((place for place, token in enumerate(self.tokens) if token.kind == "L"), -1)
        sign = self.kind(self.next(known))
        return sign if known >= 0 and sign in (":/)" if self.kind(known - 1) == "(" else ":/") else ""

    def begin_free(self) -> None:
        """What stood before is done: nothing holds any more."""
        self.role = self.organization = self.label = self.medium = self.default = None
        self.desk, self.strength, self.taken_by_desk, self.houses = [], "weak", 0, False
        self.taken = self.since = len(self.people)

    def begin(self, role: str, strength: Strength, label: Token) -> None:
        """A medium that holds for the names behind it."""
        self.begin_free()
        self.label, self.strength = label, strength
        self.medium = role if role in ("photographer", "illustrator", "translator") else None
        self.default = None if self.medium else role

    def close(self, role: str) -> None:
        """A medium that holds for the names before it, back to the last one."""
        start = self.since
        if role == "translator" and any((one.role or one.default) == "author" for one in self.people[start:]):
            start = len(self.people) - 1  # 作者比尔·巴尔特，陈俊安译
        for one in self.people[start:]:
            if role in ("photographer", "illustrator", "translator"):
                one.medium = role
            else:
                one.default = one.default or role
            one.strength = "medium" if one.strength == "weak" else one.strength
        self.since = self.taken = len(self.people)

    def credit(self, token: Token, label: Token, strength: Strength) -> None:
        """Note a name of the desk."""
        role = label.entry.role if label.entry else "other"
        self.line.facts.append(Fact("credit", token.text, role, label.text, None, strength, token.score, token.start, token.end))
