"""Productions for roles, words of the medium, and the names that stand under them."""

from newsspider.language.facts import Fact, Strength
from newsspider.language.fold import fold
from newsspider.language.grammar_desk import desk_name
from newsspider.language.grammar_sources import POSTED
from newsspider.language.lexicon import any_of, words
from newsspider.language.person_names import DOT, has_surname, is_by_sound, is_tibetan
from newsspider.language.reading import SIGNS, Person, Reading
from newsspider.lazy_pattern import lazy_pattern

SHORT_ENDS = words("outlets", "short")
SILENT = words("people", "silent")
TEAM = lazy_pattern(any_of("labels", "modifier", "team"))
REPORTS = words("labels", "report")


def media_pair(reading: Reading, index: int) -> int | None:
    """`文/图`, `摄影/文字：张三`: two words for one person's work."""
    if not reading.pairs(index):
        return None
    roles, place, count = set(), index, 0
    while reading.kind(place) == "M":
        entry = reading.tokens[place].entry
        roles.add(entry.role if entry else "")
        count, end = count + 1, place + 1
        sign = reading.next(place)
        place = reading.next(sign) if reading.kind(sign) in "/," and reading.kind(reading.next(sign)) == "M" else -1
        place = sign if reading.kind(sign) == "M" else place
    reading.line.labels.append(reading.tokens[index])
    medium = "photographer" if roles == {"photographer"} else "author"
    sign = reading.next(end - 1)
    if reading.kind(sign) in (":", "/") or reading.opens():
        labelled: Strength = "labelled" if reading.kind(sign) in (":", "/") else "medium"
        reading.begin(medium, labelled, reading.tokens[index])
        return reading.next(sign) if labelled == "labelled" else end
    reading.close(medium)
    return end


def medium_before(reading: Reading, index: int) -> int | None:
    """`摄影：李四`, `文/张三`, `撰文 张三`: what was done, and by whom."""
    if reading.kind(reading.before(index)) == "/" and reading.kind(reading.before(reading.before(index))) in "nj":
        return None
    token = reading.tokens[index]
    place = reading.behind_sign(index)
    if place is not None and reading.kind(place) in "t$" and len(reading.people) > reading.since:
        return None  # 张三 撰文 | 2020-01-25
    role = token.entry.role if token.entry else "author"
    if place is None:
        blank = index + 1 < len(reading.tokens) and reading.kind(index + 1) in "_nRe"
        report = role == "reporter"
        last = not any(one.kind in "MRL" for one in reading.tokens[index + 1 :])
        fresh = reading.opens() or (not report and (reading.since == len(reading.people) or reading.label is not None or last))
        if not (
            blank
            and fresh
            and not reading.glued(index)
            and token.entry
            and token.entry.bare
            and reading.kind(reading.next(index)) in ("n", "R", "e", "f")
        ):
            return None
    reading.line.labels.append(token)
    reading.begin(role, "labelled" if place is not None else "medium", token)
    return place if place is not None else index + 1


def medium_behind(reading: Reading, index: int) -> int | None:
    """`张三 摄`, `李四/图`, `张三 编译`: names, and what was done behind them."""
    token = reading.tokens[index]
    if not token.entry or not token.entry.behind:
        return None
    if reading.since == len(reading.people) and reading.kind(reading.before(index)) not in "efq":
        return None
    after = reading.next(index)
    if reading.kind(after) not in "$),_/:n.ReL" and not (reading.kind(after) == "M" and reading.behind_sign(after) is not None):
        return None
    reading.line.labels.append(token)
    reading.close("author" if fold(token.text) in REPORTS else token.entry.role)
    return index + 1


def role_word(reading: Reading, index: int) -> int | None:
    """`江州日报全媒体记者 张三`, `记者/张三`: a role word, which holds until the next."""
    token = reading.tokens[index]
    place = reading.behind_sign(index)
    if reading.desk and reading.taken_by_desk == 0 and place is None:
        return index + 1  # 统筹：江州日报记者 张三
    reading.desk = []
    if place is not None and reading.label is not None and reading.label.kind == "M" and len(reading.people) > reading.since:
        reading.medium, reading.label = None, None
    reading.line.labels.append(token)
    reading.organization = _organization_before(reading, index)
    reading.role = token.entry.role if token.entry else "reporter"
    reading.strength = "labelled" if place is not None or reading.strength == "labelled" else "role"
    reading.said_last = len(reading.people)
    return place if place is not None else index + 1


def _organization_before(reading: Reading, index: int) -> str | None:
    place = index - 1 if reading.glued(index) else reading.before(index, "_:")
    if place < max(0, reading.behind) or reading.kind(place) not in "efwn":
        return None
    token = reading.tokens[place]
    if not (_organizes(reading, place, index)):
        return None
    text = POSTED.sub("", token.text)
    if not text:
        return None
    team = TEAM.match(fold(reading.tokens[index].text)) if token.end == reading.tokens[index].start else None
    named = reading.kind(place) in "ef" or text[-1] in SHORT_ENDS
    return text + team[0] if team and not named else text


def _organizes(reading: Reading, place: int, index: int) -> bool:
    """Whether the word at a place is the outlet or office of the role word at an index."""
    token = reading.tokens[place]
    if token.kind in "ef":
        return True
    if token.end != reading.tokens[index].start:
        return False
    first = reading.opens() and all(reading.kind(one) in SIGNS + "(*M" for one in range(place))
    named = (has_surname(token.text) and len(token.text) <= 4) or (
        token.kind == "n" and (is_by_sound(token.text, 3) or is_tibetan(token.text))
    )
    return first or token.text[-1] in SHORT_ENDS or not named


def names(reading: Reading, index: int) -> int | None:
    """`张三、李四`: names, under what holds: the desk's label, a role, a medium, or nothing."""
    token = reading.tokens[index]
    after = reading.next(index)
    owns = token.kind == "w" or (token.kind == "n" and token.score < 2)
    if (
        owns
        and reading.kind(index + 1) == "L"
        and reading.kind(reading.next(index + 1, "_:/")) == "n"
        and reading.kind(index - 1) == "_"
    ):
        return index + 1  # 江都编辑 李四
    if (
        reading.kind(after) == "R"
        and _organizes(reading, index, after)
        and not (reading.desk and (reading.taken_by_desk or reading.behind_sign(after) is not None))
    ):
        return index + 1
    if reading.desk:
        return desk_name(reading, index)
    if token.kind in "xqk" and (
        reading.strength in ("labelled", "bare")
        or reading.behind >= 0
        or (token.kind == "x" and reading.line.labels)
        or fold(token.text) in SILENT
        or reading.kind(reading.next(index)) == "M"
    ):
        return index + 1
    if token.kind != "n":
        return None
    if _is_place(reading, index):
        return index + 1
    free = reading.role is None and reading.medium is None and reading.default is None
    if free and token.score < 3 and reading.kind(after) == ":" and fold(reading.tokens[after].text) == ":":
        return None  # what a colon follows is a label that nobody knows
    pen_name = (reading.role or reading.default) == "author"
    shown = token.score >= 2 or (has_surname(token.text) and token.score >= 1 and len(token.text) == 4) or DOT in token.text
    if free and reading.behind >= 0 and (not shown or reading.kind(reading.before(index, "_,n")) == "/"):
        return index + 1  # 来源：江州日报 农业
    listed = reading.kind(reading.before(index, "_,")) == "n"
    if not shown and (
        free or (pen_name and len(token.text) > 3 and not listed) or (reading.strength == "medium" and reading.role is None)
    ):
        return None
    if token.score < 2 and reading.role == "author" and reading.strength == "role" and reading.kind(index - 1) == "R":
        return None
    label = reading.label.text if reading.label else ""
    reading.people.append(
        Person(token.text, token, reading.role, reading.medium, reading.organization, reading.default, label, reading.strength)
    )
    return index + 1


def _is_place(reading: Reading, index: int) -> bool:
    """Whether a word before 报道 is where from (`记者 张三 义乌报道`), not who."""
    after = reading.kind(index + 1) == "M" and fold(reading.tokens[index + 1].text) in REPORTS
    if not after or not reading.people:
        return False
    name = reading.tokens[index].text
    return reading.kind(reading.before(index)) in (":", "/") or not (has_surname(name) or is_tibetan(name))


def note(reading: Reading, index: int) -> int | None:
    """`张三（实习生）`, `李四（系江州大学教授）`: a bracket behind a name that says more of it."""
    if not (reading.people or reading.taken_by_desk or reading.desk) or reading.sign_of_labels() == ")":
        return None
    close = reading.closing(index)
    if close is None or reading.kind(reading.before(index)) not in "nxwq" or reading.before(index) < 0:
        return None
    inner = [reading.kind(place) for place in range(index + 1, close)]
    named = next((inner[place:] for place, kind in enumerate(inner) if kind in "RM"), [])
    if "n" in named and not reading.desk:
        return None
    return None if any(kind in "LSIDMt" for kind in inner) else close + 1


def authors(reading: Reading) -> None:
    """The people, each once; a role word behind the last name is that name's: `王安石 本报记者`."""
    if reading.role and reading.said_last == len(reading.people):
        for one in reading.people:
            if one.role is None:
                one.role, one.strength = reading.role, "role"
    seen: set[str] = set()
    for one in reading.people:
        if one.name in seen:
            continue
        seen.add(one.name)
        role = one.medium or one.role or one.default or "author"
        strength: Strength = one.strength
        token = one.token
        if strength == "weak" and any(fact.strength == "issue" for fact in reading.line.facts):
            strength = "issue"
        elif strength == "weak" and one.organization:
            strength = "organization"
        elif (
            strength == "weak"
            and reading.line.labels
            and not any(label.kind in "RM" for label in reading.line.labels)
            and reading.kind(reading.before(reading.tokens.index(token), "_,n")) != "*"  # 时间：10:15 ■张三
        ):
            reading.line.unknown.append(token)
            continue
        reading.line.facts.append(
            Fact("author", one.name, role, one.label, one.organization, strength, token.score, token.start, token.end)
        )
