"""Productions for what names no people: sources, pictures, the issue of a paper, and labels whose value is nobody."""

from dataclasses import replace

from newsspider.language.facts import Fact, Strength
from newsspider.language.lexicon import any_of, words
from newsspider.language.person_names import is_outlet, perhaps_outlet
from newsspider.language.reading import END, LABELS, SIGNS, Reading
from newsspider.lazy_pattern import lazy_pattern

EDITIONS = words("outlets", "edition")
EDITION = lazy_pattern(r"\w{1,4}" + any_of("outlets", "page"))
POSTED = lazy_pattern(any_of("labels", "posted") + r"\w{1,8}$")
UNSURE = words("labels", "unsure")
SLASHED = lazy_pattern("n(?:,?n)*[/:]e")


def source(reading: Reading, index: int) -> int | None:
    """`来源：江州日报`, `来源江州发布`, `來源︱《江州周报》（ID：jz）`: a label and the outlets behind it."""
    label = reading.tokens[index]
    place = reading.behind_sign(index)
    strength: Strength = "labelled"
    if place is None:
        after = reading.next(index)
        apart = after > index + 1 and reading.kind(reading.next(after)) in "$t)"
        named = reading.kind(after) in "ewfn" and (
            perhaps_outlet(reading.tokens[after].text)
            or reading.kind(after) == "f"
            or (apart and len(reading.tokens[after].text) <= 12)
        )
        if not (label.entry and label.entry.bare and named):
            return None
        place, strength = reading.next(index), "bare"
    reading.line.labels.append(label)
    reading.begin_free()
    if reading.kind(place) == "(":  # 来源：【江州日报】
        place = reading.next(place)
    end, stop = _outlets(reading, place)
    if end > place:
        start, finish = reading.tokens[place].start, reading.tokens[end - 1].end
        value = reading.line.text[start:finish]
        if reading.kind(end) == "R" and (posted := POSTED.search(value)):  # 来源：江州卫视驻京记者 张三
            value = value[: posted.start()]
        strength = "weak" if label.text in UNSURE else strength
        reading.line.facts.append(Fact("source", value, "source", label.text, None, strength, 3, start, finish))
    stop = max(stop, index + 1)
    reading.organization, reading.behind = (reading.tokens[end - 1].text if end > place else None), stop
    return stop


def _outlets(reading: Reading, place: int) -> tuple[int, int]:
    """(end of the value, where reading goes on) of the outlets that begin at a place."""
    index = place
    end = index
    while (kind := reading.kind(index)) not in "$t*xg.":
        token = reading.tokens[index]
        if kind == "k" and token.text not in EDITIONS:
            break
        if kind in "LSDOIM" and reading.is_label(index) and (reading.behind_sign(index) is not None or not reading.glued(index)):
            break
        if kind == "R" and (not reading.glued(index) or reading.kind(reading.next(index)) in "n:"):
            break
        if kind == "(":
            close = reading.closing(index)
            if end == place or close is None or not _goes_on(reading, close + 1, strict=True):
                return end, _note_end(reading, index, close)
            index = end = close + 1
            continue
        if kind == ")":
            break
        if kind == "_" and not _goes_on(reading, index + 1, after=end):
            break
        if kind in ":" and end > place:
            break
        if kind in "/," and not _goes_on(reading, index + 1, strict=token.text != "、"):
            break
        index += 1
        if kind not in SIGNS:
            end = index
    return end, index


def _note_end(reading: Reading, index: int, close: int | None) -> int:
    """Where reading goes on at a bracket behind a source: inside it where labels stand there, else behind it."""
    if close is None or any(reading.kind(place) in "LMRSIDtg" for place in range(index, close)):
        return index
    return close + 1


def _goes_on(reading: Reading, index: int, *, after: int = 0, strict: bool = False) -> bool:
    """Whether the value of a source goes on behind a blank, a comma or a slash: another outlet, an edition, a quoted name."""
    index = reading.next(index - 1)
    kind = reading.kind(index)
    if kind in "ekwn" and (reading.tokens[index].text in EDITIONS or EDITION.fullmatch(reading.tokens[index].text)):
        return True
    if kind not in "efwn":
        return False
    if strict or (after and kind == "w" and is_outlet(reading.tokens[after - 1].text)):
        return kind == "e" or (kind == "f" and not after)
    return kind != "n" or not after


def aside(reading: Reading, index: int) -> int | None:
    """`点击：123`, `时间：2024-05-10`, `电话：…`: a label that names nobody; its value goes with it."""
    if (place := reading.behind_sign(index)) is None:
        return None
    reading.line.labels.append(reading.tokens[index])
    reading.begin_free()
    if reading.kind(index) == "D":
        return place
    while (
        reading.kind(place) != END
        and not (reading.kind(place) in LABELS and reading.is_label(place))
        and reading.kind(place) not in "t)"
    ):
        place += 1
    return place


def issue(reading: Reading, index: int) -> int | None:
    """`（江州日报 2026年03月12日 第07版）`: the paper, day and print page of an e-paper's article."""
    paper = reading.tokens[index] if reading.kind(index) == "e" and reading.kind(reading.next(index)) == "(" else None
    opening = reading.next(index) if paper else index
    close = reading.closing(opening) if reading.kind(opening) == "(" else None
    inside = reading.tokens[opening + 1 : close] if close else []
    kinds = "".join(token.kind for token in inside if token.kind not in "_,")
    if kinds not in (("tg", "ttg", "t") if paper else ("etg", "eg", "ettg")) or (reading.line.labels and not reading.people):
        return None
    paper = paper or next(token for token in inside if token.kind == "e")
    reading.line.facts.append(Fact("source", paper.text, "source", strength="issue", start=paper.start, end=paper.end))
    return (close or index) + 1


def picture(reading: Reading, index: int) -> int | None:
    """`图源：视觉江州`, `▲视频来源：江州卫视`: where pictures came from."""
    if (place := reading.behind_sign(index)) is None:
        return None
    reading.line.labels.append(reading.tokens[index])
    reading.begin_free()
    end = place
    while (
        reading.kind(end) != END and not (reading.kind(end) in LABELS and reading.is_label(end)) and reading.kind(end) not in ")t"
    ):
        end += 1
    if reading.kind(end) in "MR":
        return place
    stop = end
    while stop > place and reading.kind(stop - 1) in SIGNS:
        stop -= 1
    if stop > place:
        start, finish = reading.tokens[place].start, reading.tokens[stop - 1].end
        reading.line.facts.append(
            Fact(
                "picture",
                reading.line.text[start:finish],
                label=reading.tokens[index].text,
                strength="labelled",
                start=start,
                end=finish,
            )
        )
    return max(end, place)


def unlabelled(reading: Reading) -> None:
    """What a line without labels says of its source: `王浩/清水湾青年报`, `2024-05-10 08:15 江州观察`, `（江州日报 5月10日 第4版）`."""
    kinds = "".join(token.kind for token in reading.tokens if token.kind not in "_tkgO*().").strip(":")
    shown = {token.kind for token in reading.tokens}
    outlets = [token for token in reading.tokens if token.kind == "e"]
    others = [label for label in reading.line.labels if label.kind not in "DO"]
    if any(label.kind != "L" for label in others) or len(outlets) != 1 or reading.line.of("source"):
        return
    if others and (outlets[0].start > others[0].start or "t" not in shown):  # 江州网 2024-05-10 08:15 责编：张三
        return
    strength: Strength = "weak"
    if SLASHED.fullmatch(kinds):
        strength = "slash"
        reading.line.facts = [replace(fact, organization=outlets[0].text, strength=strength) for fact in reading.line.facts]
    elif "t" not in shown or not shown <= set("_tekgpnOx:/()*" + "L" * bool(others)):
        return
    reading.line.facts.append(
        Fact("source", outlets[0].text, "source", strength=strength, start=outlets[0].start, end=outlets[0].end)
    )
