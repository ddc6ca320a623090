"""What the tokens of a line say together: the facts of a line, by at most sixteen productions over the kinds of its tokens.

Every production reads from one place: it takes the tokens it understands, notes facts, and gives the place behind them, or None
where it does not apply. A value ends at a token of a known other kind. What no production understands is kept as `unknown`: it
lowers the line's share of understood letters and ends nothing.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Literal

from newsspider.language.fold import fold
from newsspider.language.lexicon import any_of, words
from newsspider.language.person_names import has_surname, is_by_sound, is_ordinary, is_outlet, is_tibetan, perhaps_outlet
from newsspider.language.tokens import tokenise
from newsspider.language.word_tokens import Token

Field = Literal["author", "credit", "source", "picture"]
Strength = Literal["labelled", "role", "medium", "bare", "organization", "slash", "issue", "weak"]
EDITIONS = words("outlets", "edition")
EDITION = re.compile(r"\w{1,4}" + any_of("outlets", "page"))
NOISE = re.compile(any_of("people", "inside"))
SHORT_ENDS = words("outlets", "short")
SILENT = words("people", "silent")
SOURCE_ENDS = tuple(words("outlets", "collector"))
TEAM = re.compile(any_of("labels", "modifier", "team"))
UNSURE = words("labels", "unsure")
HOUSES = words("labels", "house")
DRAWN = words("labels", "drawing")
REPORTS = words("labels", "report")
POSTED = re.compile(any_of("labels", "posted") + r"\w{1,8}$")
QUOTES, SQUARE, DOT = '“"《', "】]］〕", "·"
SLASHED = re.compile("n(?:,?n)*[/:]e")
SIGNS = ":/,_"
LABELS = "LMRSIDO"
END = "$"
"""The kind of what stands before the first token and behind the last."""
PEOPLE = "nwqkx"


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


@dataclass(slots=True)
class _Person:
    name: str
    token: Token
    role: str | None
    medium: str | None
    organization: str | None
    default: str | None
    label: str
    strength: Strength


class _Reading:
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
        self.people: list[_Person] = []
        self.since = 0
        self.said_last = -1
        self.taken = 0
        self.taken_by_desk = 0
        self.houses = False
        self.behind = -1
        """Where the value of a source ended; an outlet before that place is nobody's beside it."""

    # -- looking round

    def kind(self, index: int) -> str:
        return self.kinds.get(index, END)

    def next(self, index: int, skip: str = "_") -> int:
        index += 1
        while self.kinds.get(index, END) in skip:
            index += 1
        return index

    def before(self, index: int, skip: str = "_") -> int:
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
        if kind == ")" and self.kind(self.before(index)) == "(" and self.tokens[place].text in SQUARE:
            after = self.next(place)
            return self.next(after) if self.kind(after) == ":" else after
        return None

    def pairs(self, index: int) -> bool:
        """Whether a slash and another medium follow: 文/图."""
        place = self.next(index)
        if self.kind(index) == "M" and self.kind(place) == "M" and place > index + 1:  # 供稿 摄影：张三
            return self.kind(self.next(place)) in ":/n" and not self.people
        other = self.next(place)
        return (
            self.kind(index) == "M"
            and self.kind(place) in "/,_"
            and self.kind(other) == "M"
            and self.kind(self.next(other)) in "$_:)/nRe("
        )

    def opens(self) -> bool:
        return not self.people and self.role is None

    def glued(self, index: int) -> bool:
        """Whether a token touches the one before it."""
        return index > 0 and self.kind(index - 1) not in SIGNS + "(*"

    # -- the productions

    def source(self, index: int) -> int | None:
        """`来源：江州日报`, `来源江州发布`, `來源︱《江州周报》（ID：jz）`: a label and the outlets behind it."""
        label = self.tokens[index]
        place = self.behind_sign(index)
        strength: Strength = "labelled"
        if place is None:
            after = self.next(index)
            apart = after > index + 1 and self.kind(self.next(after)) in "$t)"
            named = (
                self._names_outlet(after) or (apart and len(self.tokens[after].text) <= 12)
                if self.kind(after) in "ewfn"
                else False
            )
            if not (label.entry and label.entry.bare) or not named:
                return None
            place, strength = self.next(index), "bare"
        self.line.labels.append(label)
        self._begin_free()
        if opened := self.kind(place) == "(":  # 来源：【江州日报】
            place = self.next(place)
        end, stop = self._outlets(place)
        if opened and self.kind(self.next(stop - 1)) == ")":
            stop = self.next(stop - 1) + 1
        if end > place:
            start, finish = self.tokens[place].start, self.tokens[end - 1].end
            value = self.line.text[start:finish]
            if self.kind(end) == "R" and (posted := POSTED.search(value)):  # 来源：江州卫视驻京记者 张三
                value = value[: posted.start()]
            strength = "weak" if label.text in UNSURE else strength
            self.line.facts.append(Fact("source", value, "source", label.text, None, strength, 3, start, finish))
        stop = max(stop, index + 1)
        self.organization, self.behind = (self.tokens[end - 1].text if end > place else None), stop
        return stop

    def _outlets(self, place: int) -> tuple[int, int]:
        """(end of the value, where reading goes on) of the outlets that begin at a place."""
        index = place
        end = index
        while (kind := self.kind(index)) not in "$t*xg.":
            token = self.tokens[index]
            if kind == "k" and token.text not in EDITIONS:
                break
            if kind in "LSDOIM" and self._is_label(index) and (self.behind_sign(index) is not None or not self.glued(index)):
                break
            if kind == "R" and (not self.glued(index) or self.kind(self.next(index)) in "n:"):
                break
            if kind == "(":
                close = self._closing(index)
                if end == place or close is None or not self._goes_on(close + 1, strict=True):
                    return end, self._note_end(index, close)
                index = end = close + 1
                continue
            if kind == ")":
                break
            if kind == "_" and not self._goes_on(index + 1, after=end):
                break
            if kind in ":" and end > place:
                break
            if kind in "/," and not self._goes_on(index + 1, strict=token.text != "、"):
                break
            if (
                kind == "n"
                and end > place
                and self.kind(index - 1) in "_/"
                and not (self._quoted(token) or EDITION.fullmatch(token.text))
            ):
                break
            index += 1
            if kind not in SIGNS:
                end = index
        return end, index

    def _names_outlet(self, index: int) -> bool:
        return self.kind(index) in "ef" or perhaps_outlet(self.tokens[index].text)

    def _quoted(self, token: Token) -> bool:
        return token.text[0] in QUOTES

    def _closing(self, index: int) -> int | None:
        return next((place for place in range(index, min(index + 16, len(self.tokens))) if self.kind(place) == ")"), None)

    def _note_end(self, index: int, close: int | None) -> int:
        """Where reading goes on at a bracket behind a source: inside it where labels stand there, else behind it."""
        if close is None or any(self.kind(place) in "LMRSIDtg" for place in range(index, close)):
            return index
        return close + 1

    def _goes_on(self, index: int, *, after: int = 0, strict: bool = False) -> bool:
        """Whether the value of a source goes on behind a blank, a comma or a slash: another outlet, an edition, a quoted name."""
        index = self.next(index - 1)
        kind = self.kind(index)
        if kind in "ekwn" and (self.tokens[index].text in EDITIONS or EDITION.fullmatch(self.tokens[index].text)):
            return True
        if kind not in "efwn":
            return False
        token = self.tokens[index]
        if fold(token.text)[0] in '"<·-':
            return True
        if kind == "w" and (token.text.endswith(SOURCE_ENDS) or NOISE.search(token.text)):
            return False
        if strict or (after and kind == "w" and is_outlet(self.tokens[after - 1].text)):
            return kind == "e" or (kind == "f" and not after)
        return kind != "n" or not after

    def _is_label(self, index: int) -> bool:
        """Whether a label's token is one here: a sign follows, or it may lack it and names or an outlet follow."""
        entry = self.tokens[index].entry
        if self.behind_sign(index) is not None:
            return True
        return bool(entry and entry.bare and self.kind(self.next(index)) in ("n", "e", "f", "w", "R"))

    def desk_behind(self, index: int) -> int | None:
        """`（李沐阳 编辑）`, `张三 编辑 李四 校对`: names with the desk's label behind them."""
        entry = self.tokens[index].entry
        if not entry or not entry.behind or self.behind_sign(index) is not None:
            return None
        waiting = self.people[self.taken :]
        after = self.next(index, "_,/.")
        again = (
            self.kind(after) == "n"
            and self.kind(self.next(after, "_n,")) == "L"
            and self.behind_sign(self.next(after, "_n,")) is None
        )
        if not waiting or any(one.strength != "weak" for one in waiting) or not (self.kind(after) in "$)" or again):
            return None
        if (
            again
            and self.kind(self.next(self.next(after, "_n,"), "_,/.")) == "n"
            and self.kind(self.next(self.next(self.next(after, "_n,")), "_n,")) != "L"
        ):
            return None
        del self.people[self.taken :]
        self.line.labels.append(self.tokens[index])
        for one in waiting:
            self._credit(one.token, self.tokens[index], "bare")
        return index + 1

    def desk_before(self, index: int) -> int | None:
        """`责编：张三、李四`, `编辑 张三`, `编辑/校对：张三`: a label of the desk, and who follows it."""
        token = self.tokens[index]
        place = self.behind_sign(index)
        listed = self.next(index)
        if place is None and self.kind(listed) in ",/" and self.kind(self.next(listed)) == "L":  # 初审、一审：张三
            self.line.labels.append(token)
            if not (self.desk and self._shares(index)):
                self._begin_free()
            self.desk.append(token)
            return listed + 1
        if place is None and not (token.entry and token.entry.bare and self.kind(listed) in "nx$)Rew"):
            return None
        shared = place is not None and self.kind(place) == "L" and self.kind(listed) == "/"
        if place is None and self.kind(self.next(index)) in "$)we" and not self.line.labels:
            return None
        self.line.labels.append(token)
        if not (self.desk and self._shares(index)):
            self._begin_free()
        self.desk.append(token)
        self.strength = "labelled" if place is not None else "bare"
        return place if place is not None and not shared else (place or index + 1)

    def _shares(self, index: int) -> bool:
        """Whether a label follows another one with nothing but a slash between them."""
        before = self.before(index)
        return self.kind(before) in "/," and self.kind(self.before(before)) == "L"

    def aside(self, index: int) -> int | None:
        """`点击：123`, `时间：2024-05-10`, `电话：…`: a label that names nobody; its value goes with it."""
        if (place := self.behind_sign(index)) is None:
            return None
        self.line.labels.append(self.tokens[index])
        self._begin_free()
        if self.kind(index) == "D":
            return place
        while (
            self.kind(place) != END
            and not (self.kind(place) in LABELS and self._is_label(place))
            and self.kind(place) not in "t)"
        ):
            place += 1
        return place

    def issue(self, index: int) -> int | None:
        """`（江州日报 2026年03月12日 第07版）`: the paper, day and print page of an e-paper's article."""
        paper = self.tokens[index] if self.kind(index) == "e" and self.kind(self.next(index)) == "(" else None
        opening = self.next(index) if paper else index
        close = self._closing(opening) if self.kind(opening) == "(" else None
        inside = self.tokens[opening + 1 : close] if close else []
        kinds = "".join(token.kind for token in inside if token.kind not in "_,")
        if kinds not in (("tg", "ttg", "t") if paper else ("etg", "eg", "ettg")) or (self.line.labels and not self.people):
            return None
        paper = paper or next(token for token in inside if token.kind == "e")
        self.line.facts.append(Fact("source", paper.text, "source", strength="issue", start=paper.start, end=paper.end))
        return (close or index) + 1

    def picture(self, index: int) -> int | None:
        """`图源：视觉江州`, `▲视频来源：江州卫视`: where pictures came from."""
        if (place := self.behind_sign(index)) is None:
            return None
        self.line.labels.append(self.tokens[index])
        self._begin_free()
        end = place
        while self.kind(end) != END and not (self.kind(end) in LABELS and self._is_label(end)) and self.kind(end) not in ")t":
            end += 1
        if any(self.kind(one) in "MR" for one in range(place, end)) or self.kind(end) in "MR":
            return place
        stop = end
        while stop > place and self.kind(stop - 1) in SIGNS:
            stop -= 1
        if stop > place:
            start, finish = self.tokens[place].start, self.tokens[stop - 1].end
            self.line.facts.append(
                Fact(
                    "picture",
                    self.line.text[start:finish],
                    label=self.tokens[index].text,
                    strength="labelled",
                    start=start,
                    end=finish,
                )
            )
        return max(end, place)

    def media_pair(self, index: int) -> int | None:
        """`文/图`, `摄影/文字：张三`: two words for one person's work."""
        if not self.pairs(index):
            return None
        roles, place, count = set(), index, 0
        while self.kind(place) == "M":
            entry = self.tokens[place].entry
            roles.add(entry.role if entry else "")
            count, end = count + 1, place + 1
            sign = self.next(place)
            place = self.next(sign) if self.kind(sign) in "/," and self.kind(self.next(sign)) == "M" else -1
            place = sign if self.kind(sign) == "M" else place
        self.line.labels.append(self.tokens[index])
        medium = "photographer" if roles == {"photographer"} else "author"
        sign = self.next(end - 1)
        if self.kind(sign) in (":", "/") or self.opens():
            labelled: Strength = "labelled" if self.kind(sign) in (":", "/") else "medium"
            self._begin(medium, labelled, self.tokens[index])
            return self.next(sign) if labelled == "labelled" else end
        self._close(medium)
        return end

    def medium_before(self, index: int) -> int | None:
        """`摄影：李四`, `文/张三`, `撰文 张三`: what was done, and by whom."""
        if self.kind(self.before(index)) == "/" and self.kind(self.before(self.before(index))) in "nj":
            return None
        token = self.tokens[index]
        place = self.behind_sign(index)
        if place is not None and self.kind(place) in "t$" and len(self.people) > self.since:
            return None  # 张三 撰文 | 2020-01-25
        role = token.entry.role if token.entry else "author"
        if place is None:
            blank = index + 1 < len(self.tokens) and self.kind(index + 1) in "_nRe"
            report = role == "reporter"
            last = not any(one.kind in "MRL" for one in self.tokens[index + 1 :])
            fresh = self.opens() or (not report and (self.since == len(self.people) or self.label is not None or last))
            if not (
                blank
                and fresh
                and not self.glued(index)
                and token.entry
                and token.entry.bare
                and self.kind(self.next(index)) in ("n", "R", "e", "f")
            ):
                return None
        self.line.labels.append(token)
        self._begin(role, "labelled" if place is not None else "medium", token)
        return place if place is not None else index + 1

    def medium_behind(self, index: int) -> int | None:
        """`张三 摄`, `李四/图`, `张三 编译`: names, and what was done behind them."""
        token = self.tokens[index]
        if not token.entry or not token.entry.behind:
            return None
        if self.since == len(self.people) and self.kind(self.before(index)) not in "efq":
            return None
        after = self.next(index)
        if self.kind(after) not in "$),_/:n.ReL" and not (self.kind(after) == "M" and self.behind_sign(after) is not None):
            return None
        self.line.labels.append(token)
        self._close("author" if fold(token.text) in REPORTS else token.entry.role)
        return index + 1

    def role_word(self, index: int) -> int | None:
        """`江州日报全媒体记者 张三`, `记者/张三`: a role word, which holds until the next."""
        token = self.tokens[index]
        place = self.behind_sign(index)
        if self.desk and self.taken_by_desk == 0 and place is None:
            return index + 1  # 统筹：江州日报记者 张三
        if place is not None and self.people and self.since < len(self.people):
            self.medium = None if self.medium not in (None, "author") and not self.label_holds(index) else self.medium
        self.desk = []
        if place is not None and self.label is not None and self.label.kind == "M" and len(self.people) > self.since:
            self.medium, self.label = None, None
        self.line.labels.append(token)
        self.organization = self._organization_before(index)
        self.role = token.entry.role if token.entry else "reporter"
        self.strength = "labelled" if place is not None or self.strength == "labelled" else "role"
        self.said_last = len(self.people)
        return place if place is not None else index + 1

    def label_holds(self, index: int) -> bool:
        return (
            self.label is not None and self.before(index, "_:/en,") >= 0 and self.tokens[self.before(index, "_:/ew")].kind == "M"
        )

    def _organization_before(self, index: int) -> str | None:
        place = index - 1 if self.glued(index) else self.before(index, "_:")
        if place < max(0, self.behind) or self.kind(place) not in "efwn":
            return None
        token = self.tokens[place]
        if not (self._organizes(place, index)):
            return None
        text = POSTED.sub("", token.text)
        if not text:
            return None
        team = TEAM.match(fold(self.tokens[index].text)) if token.end == self.tokens[index].start else None
        named = is_outlet(text) or self.kind(place) in "ef" or text[-1] in SHORT_ENDS
        return text + team[0] if team and not named else text

    def _organizes(self, place: int, index: int) -> bool:
        """Whether the word at a place is the outlet or office of the role word at an index."""
        token = self.tokens[place]
        if token.kind in "ef":
            return True
        if token.end != self.tokens[index].start:
            return False
        first = self.opens() and all(self.kind(one) in SIGNS + "(*M" for one in range(place))
        named = (has_surname(token.text) and len(token.text) <= 4) or (
            token.kind == "n" and (is_by_sound(token.text, 3) or is_tibetan(token.text))
        )
        return first or token.text[-1] in SHORT_ENDS or not named

    def names(self, index: int) -> int | None:
        """`张三、李四`: names, under what holds: the desk's label, a role, a medium, or nothing."""
        token = self.tokens[index]
        after = self.next(index)
        owns = token.kind == "w" or (token.kind == "n" and token.score < 2)
        if owns and self.kind(index + 1) == "L" and self.kind(self.next(index + 1, "_:/")) == "n" and self.kind(index - 1) == "_":
            return index + 1  # 江都编辑 李四
        if (
            self.kind(after) == "R"
            and self._organizes(index, after)
            and not (self.desk and (self.taken_by_desk or self.behind_sign(after) is not None))
        ):
            return index + 1
        if self.desk:
            return self._desk_name(index)
        if token.kind in "xqk" and (
            self.strength in ("labelled", "bare")
            or self.behind >= 0
            or (token.kind == "x" and self.line.labels)
            or fold(token.text) in SILENT
            or self.kind(self.next(index)) == "M"
        ):
            return index + 1
        if token.kind != "n":
            return None
        if self._is_place(index):
            return index + 1
        free = self.role is None and self.medium is None and self.default is None
        pen_name = (self.role or self.default) == "author"
        shown = token.score >= 2 or (has_surname(token.text) and token.score >= 1 and len(token.text) == 4) or DOT in token.text
        if free and self.behind >= 0 and (not shown or self.kind(self.before(index, "_,n")) == "/"):
            return index + 1  # 来源：江州日报 农业
        listed = self.kind(self.before(index, "_,")) == "n"
        if not shown and (
            free or (pen_name and len(token.text) > 3 and not listed) or (self.strength == "medium" and self.role is None)
        ):
            return None
        if token.score < 2 and self.role == "author" and self.strength == "role" and self.kind(index - 1) == "R":
            return None
        label = self.label.text if self.label else ""
        self.people.append(
            _Person(token.text, token, self.role, self.medium, self.organization, self.default, label, self.strength)
        )
        return index + 1

    def _is_place(self, index: int) -> bool:
        """Whether a word before 报道 is where from (`记者 张三 义乌报道`), not who."""
        after = self.kind(index + 1) == "M" and fold(self.tokens[index + 1].text) in REPORTS
        if not after or not self.people:
            return False
        name = self.tokens[index].text
        return self.kind(self.before(index)) in (":", "/") or not (has_surname(name) or is_tibetan(name))

    def _desk_name(self, index: int) -> int | None:
        token = self.tokens[index]
        if self.houses and self.desk[-1].text in HOUSES:
            return index + 1  # 出品：江州观察 张三
        if token.kind == "q" and len(token.text) > 1 and fold(token.text) in SILENT:
            return index + 1
        if token.kind in "wk" and (len(token.text) > 12 or (len(token.text) > 6 and NOISE.search(token.text))):
            self._begin_free()
            return None if token.kind == "w" else index + 1
        if token.kind == "x" and self.taken_by_desk:
            return index + 1
        if (
            self.strength == "bare"
            and token.score < 2
            and token.kind != "x"
            and not (token.kind == "n" and sum(one.kind == "L" for one in self.tokens) > 1 and not is_ordinary(token.text))
            and (len(token.text) < 3 or token.kind != "n" or is_ordinary(token.text))
        ):
            return None
        if token.kind == "k":
            return index + 1
        if not any(letter.isalnum() for letter in token.text):
            return index + 1
        for label in self.desk:
            self._credit(token, label, self.strength)
        self.taken_by_desk += 1
        return index + 1

    def _credit(self, token: Token, label: Token, strength: Strength) -> None:
        role = label.entry.role if label.entry else "other"
        self.line.facts.append(Fact("credit", token.text, role, label.text, None, strength, token.score, token.start, token.end))

    def outlet_or_place(self, index: int) -> int | None:
        """`江州日报`, `市公安局`, `南昌`: an outlet or office beside names, which is theirs; a place."""
        kind = self.kind(index)
        if kind in "eft":
            self.houses = bool(self.desk) and kind in "ef" and not self.taken_by_desk
            if not self.desk:
                self.organization = self.tokens[index].text if kind != "t" else None
        elif kind == "j" and not self.line.labels and self.default is None:
            return None
        return index + 1

    def unknown_label(self, index: int) -> int | None:
        """`排印：张三` beside a known label of the desk: a label that the lexicon does not know, with the sign of the known ones."""
        token = self.tokens[index]
        place = self.next(index)
        like = self.kind(place) == self.sign_of_labels() and (self.kind(place) != ")" or self.kind(index - 1) == "(")
        signs = ":/" if self.desk or self.line.labels else ":"
        if not may_be_label(token, 3 if like else 2) or not (like or self.kind(place) in signs) or not self.line.has("L"):
            return None
        value = self.next(place)
        if self.kind(value) != "n" or self.tokens[value].score < (1 if like else 2):
            return None
        self.line.labels.append(token)
        self._begin_free()
        self.desk, self.strength = [token], "labelled"
        return value

    def sign_of_labels(self) -> str:
        """The kind of the sign behind the line's first known label of the desk; that of a bracket round it."""
        known = next((place for place, token in enumerate(self.tokens) if token.kind == "L"), -1)
        sign = self.kind(self.next(known))
        return sign if known >= 0 and sign in (":/)" if self.kind(known - 1) == "(" else ":/") else ""

    def note(self, index: int) -> int | None:
        """`张三（实习生）`, `李四（系江州大学教授）`: a bracket behind a name that says more of it."""
        if not (self.people or self.taken_by_desk or self.desk) or self.sign_of_labels() == ")":
            return None
        close = self._closing(index)
        if close is None or self.kind(self.before(index)) not in "nxwq" or self.before(index) < 0:
            return None
        inner = [self.kind(place) for place in range(index + 1, close)]
        named = next((inner[place:] for place, kind in enumerate(inner) if kind in "RM"), [])
        if "n" in named and not self.desk:
            return None
        return None if any(kind in "LSIDMt" for kind in inner) else close + 1

    def sign(self, index: int) -> int | None:
        """Signs between the things a line says, controls, figures of a counter."""
        if self.kind(index) == ")" and self.desk:
            self._begin_free()
        return index + 1

    # -- what holds

    def _begin_free(self) -> None:
        """What stood before is done: nothing holds any more."""
        self.role = self.organization = self.label = self.medium = self.default = None
        self.desk, self.strength, self.taken_by_desk, self.houses = [], "weak", 0, False
        self.taken = self.since = len(self.people)

    def _begin(self, role: str, strength: Strength, label: Token) -> None:
        """A medium that holds for the names behind it."""
        self._begin_free()
        self.label, self.strength = label, strength
        self.medium = role if role in ("photographer", "illustrator", "translator") else None
        self.default = None if self.medium else role

    def _close(self, role: str) -> None:
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

    def run(self) -> Line:
        """The line with its facts."""
        index = 0
        while index < len(self.tokens):
            for production in _BY_KIND.get(self.tokens[index].kind, ()):
                if (place := production(self, index)) is not None:
                    index = max(place, index + 1)
                    break
            else:
                if self.tokens[index].kind not in ".":
                    self.line.unknown.append(self.tokens[index])
                index += 1
        self._authors()
        if self.line.has("M") and all(fact.label in DRAWN for fact in self.line.of("credit")):  # 文/张三 制图/李四
            for fact in self.line.of("credit"):
                fact.field, fact.role = "author", "illustrator"
        return self.line

    def _authors(self) -> None:
        """The people, each once; a role word behind the last name is that name's: `王安石 本报记者`."""
        if self.role and self.said_last == len(self.people):
            for one in self.people:
                if one.role is None:
                    one.role, one.strength = self.role, "role"
        seen: set[str] = set()
        for one in self.people:
            if one.name in seen:
                continue
            seen.add(one.name)
            role = one.medium or one.role or one.default or "author"
            strength: Strength = one.strength
            token = one.token
            if strength == "weak" and any(fact.strength == "issue" for fact in self.line.facts):
                strength = "issue"
            elif strength == "weak" and one.organization:
                strength = "organization"
            elif strength == "weak" and self.line.labels and not any(label.kind in "RM" for label in self.line.labels):
                self.line.unknown.append(token)
                continue
            self.line.facts.append(
                Fact("author", one.name, role, one.label, one.organization, strength, token.score, token.start, token.end)
            )
        self._unlabelled()

    def _unlabelled(self) -> None:
        """What a line without labels says of its source: `王浩/清水湾青年报`, `2024-05-10 08:15 江州观察`, `（江州日报 5月10日 第4版）`."""
        kinds = "".join(token.kind for token in self.tokens if token.kind not in "_tkgO*().").strip(":")
        shown = {token.kind for token in self.tokens}
        outlets = [token for token in self.tokens if token.kind == "e"]
        if any(label.kind not in "DO" for label in self.line.labels) or len(outlets) != 1 or self.line.of("source"):
            return
        strength: Strength = "weak"
        if SLASHED.fullmatch(kinds):
            strength = "slash"
            self.line.facts = [replace(fact, organization=outlets[0].text, strength=strength) for fact in self.line.facts]
        elif "t" not in shown or not shown <= set("_tekgpnOx:/()*"):
            return
        self.line.facts.append(
            Fact("source", outlets[0].text, "source", strength=strength, start=outlets[0].start, end=outlets[0].end)
        )


def may_be_label(token: Token, below: int = 2) -> bool:
    """Whether a word may be a label that the lexicon does not know; one that looks like a name only below that score."""
    word = token.kind in "wq" or (token.kind == "n" and token.score < below)
    return word and 2 <= len(token.text) <= 6 and token.text.isalpha()


Production = Callable[[_Reading, int], int | None]
PRODUCTIONS: tuple[tuple[str, Production], ...] = (
    ("S", _Reading.source), ("L", _Reading.desk_behind), ("L", _Reading.desk_before), ("DO", _Reading.aside), ("e(", _Reading.issue),
    ("I", _Reading.picture), ("M", _Reading.media_pair), ("M", _Reading.medium_before), ("M", _Reading.medium_behind),
    ("R", _Reading.role_word), ("wqn", _Reading.unknown_label), (PEOPLE, _Reading.names), ("efpjt", _Reading.outlet_or_place),
    ("(", _Reading.note), (":/,_()*kxgOD", _Reading.sign),
)  # fmt: skip
"""The kinds of the tokens that a production may begin with, and the production; the first that applies is taken."""
_BY_KIND = {
    kind: tuple(one for kinds, one in PRODUCTIONS if kind in kinds) for kind in "".join(kinds for kinds, _ in PRODUCTIONS)
}


@lru_cache(maxsize=2048)
def read_line(text: str, default: str | None = None) -> Line:
    """What a line says. `default`: the role of names without a word beside them, where its place gives them one."""
    line = Line(text, tokenise(text))
    return _Reading(line, default).run()
