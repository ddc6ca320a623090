"""Productions for the labels of the desk, before and behind the names, known and unknown."""

from newsspider.language.lexicon import any_of, words
from newsspider.language.lexicon import label as known_label
from newsspider.language.person_names import is_ordinary
from newsspider.language.reading import Reading
from newsspider.language.word_tokens import Token
from newsspider.lazy_pattern import lazy_pattern

NOISE = lazy_pattern(any_of("people", "inside"))
HOUSES = words("labels", "house")


def desk_behind(reading: Reading, index: int) -> int | None:
    """`（李沐阳 编辑）`, `张三 编辑 李四 校对`: names with the desk's label behind them."""
    entry = reading.tokens[index].entry
    if not entry or not entry.behind or reading.behind_sign(index) is not None:
        return None
    waiting = reading.people[reading.taken :]
    after = reading.next(index, "_,/.")
    again = reading.kind(after) == "n" and reading.kind(reading.next(after, "_n,")) == "L"
    if not waiting or any(one.strength != "weak" for one in waiting) or not (reading.kind(after) in "$)" or again):
        return None
    del reading.people[reading.taken :]
    reading.line.labels.append(reading.tokens[index])
    for one in waiting:
        reading.credit(one.token, reading.tokens[index], "bare")
    return index + 1


def desk_before(reading: Reading, index: int) -> int | None:
    """`责编：张三、李四`, `编辑 张三`, `编辑/校对：张三`: a label of the desk, and who follows it."""
    token = reading.tokens[index]
    place = reading.behind_sign(index)
    after = reading.next(index)
    listed = place is None and reading.kind(after) in ",/" and reading.kind(reading.next(after)) == "L"  # 初审、一审：张三
    if place is None and not listed:
        bare = token.entry and token.entry.bare and reading.kind(after) in "nx$)Rew"
        if not bare or (reading.kind(after) in "$)we" and not reading.line.labels):
            return None
    reading.line.labels.append(token)
    if not (reading.desk and _shares(reading, index)):
        reading.begin_free()
    reading.desk.append(token)
    if listed:
        return after + 1
    reading.strength = "labelled" if place is not None else "bare"
    return place or index + 1


def _shares(reading: Reading, index: int) -> bool:
    """Whether a label follows another one with nothing but a slash between them."""
    before = reading.before(index)
    return reading.kind(before) in "/," and reading.kind(reading.before(before)) == "L"


def desk_name(reading: Reading, index: int) -> int | None:
    """A name, a staff code or a pen name under the desk's label."""
    token = reading.tokens[index]
    if reading.houses and reading.desk[-1].text in HOUSES:
        return index + 1  # 出品：江州观察 张三
    if token.kind == "w" and (heading := known_label(token.text)) and heading.kind == "word":  # 编辑：编辑推荐
        reading.begin_free()
        return None
    if token.kind in "wk" and (len(token.text) > 12 or (len(token.text) > 6 and NOISE.search(token.text))):
        reading.begin_free()
        return None if token.kind == "w" else index + 1
    if token.kind == "x" and reading.taken_by_desk:
        return index + 1
    if (
        reading.strength == "bare"
        and token.score < 2
        and token.kind != "x"
        and not (token.kind == "n" and sum(one.kind == "L" for one in reading.tokens) > 1 and not is_ordinary(token.text))
        and (len(token.text) < 3 or token.kind != "n" or is_ordinary(token.text))
    ):
        return None
    if token.kind == "k":
        return index + 1
    for label in reading.desk:
        reading.credit(token, label, reading.strength)
    reading.taken_by_desk += 1
    return index + 1


def unknown_label(reading: Reading, index: int) -> int | None:
    """`排印：张三` beside a known label of the desk: a label that the lexicon does not know, with the sign of the known ones."""
    if not reading.line.has("L"):
        return None
    token = reading.tokens[index]
    place = reading.next(index)
    like = reading.kind(place) == reading.sign_of_labels() and (reading.kind(place) != ")" or reading.kind(index - 1) == "(")
    signs = ":/" if reading.desk or reading.line.labels else ":"
    if not may_be_label(token, 3 if like else 2) or not (like or reading.kind(place) in signs):
        return None
    value = reading.next(place)
    if reading.kind(value) != "n" or reading.tokens[value].score < (1 if like else 2):
        return None
    reading.line.labels.append(token)
    reading.begin_free()
    reading.desk, reading.strength = [token], "labelled"
    return value


def may_be_label(token: Token, below: int = 2) -> bool:
    """Whether a word may be a label that the lexicon does not know; one that looks like a name only below that score."""
    word = token.kind in "wq" or (token.kind == "n" and token.score < below)
    return word and 2 <= len(token.text) <= 6
