"""Read a byline phrase: `文/徐报融媒记者 王正喜 图/徐报融媒记者 陈艳` -> people with role and organization."""

import re
from dataclasses import dataclass, field
from typing import Literal

from newsspider.items import Author, AuthorRole, Credit
from pipelines.labels import CREDIT_ROLES, FOLD
from pipelines.names import HAN, PLACES, has_surname, is_office, is_outlet, is_person, kind_of, split_names, unpad

Media = Literal["photo", "text", "report", "drawing", "translation"]

_MODIFIER = (
    r"(?:本报|本网|本台|本刊|本社|本站|全媒体|全媒|融媒体|融媒|新媒体|首席|见习|实习|特约|特派|特别|图片|摄影|摄像|文字|视频|文图|驻站|资深|高级|专职|专栏|评论|主任|要闻|调查|深度|"
    r"参与|执笔|采写|采访|值班|时政|财经|体育|文化|法治|经济|国际|前方|随军|小|县区|通讯)"
)
_ROLE_WORD = r"(?:记者|通讯员|通信员|实习生|评论员|撰稿人|作者|主笔|摄影师|摄影家|漫画家|插画师|见习生|译者|撰稿|笔者|作家)"
_PHOTO = r"(?:图片|图|摄影|摄像|视频|供图|照片|拍摄|航拍|摄)"
_ANY_MEDIA = rf"(?:文字|撰文|撰稿|执笔|采写|作者|整理|文|绘图|漫画|插图|手绘|绘|翻译|编译|译|{_PHOTO})"
_END = r"(?=$|[ ,;/|()\[\]]|、)"
_MARKS = re.compile(
    rf"(?P<desk>(?<!本报)(?:责任|实习|见习|每经|新媒体|值班)?编辑|责编|校对)(?=[ /:|]|[{HAN}]{{2,3}}(?:[ )]|$))[/:|]?"
    rf"|(?P<role>{_MODIFIER}*{_ROLE_WORD}(?:组|们)?(?![节证协会站团])[/:|\]]?)"
    rf"|(?<![{HAN}])(?P<pair>{_ANY_MEDIA}(?:[/、 &+]{{1,2}}{_ANY_MEDIA})+)(?:{_END}|(?=:))(?P<pairsep> ?[/:|])?"
    rf"|(?<![{HAN}/])(?P<prefix>{_ANY_MEDIA}) ?[/:|\]]"
    rf"|/ ?(?P<slash>文[/、 ]?[图摄]|图[/、 ]?文|文并[图摄]|文图|图文|{_ANY_MEDIA}){_END}"
    rf"|(?<= )(?P<word>文[/、]?[图摄]|图[/、]?文|文并[图摄]|文图|图文|摄影报道|综合报道|报道|{_ANY_MEDIA}){_END}"
    rf"|(?:(?<=[{HAN}]{{2}})|(?<=[{HAN}] [{HAN}]))(?P<glued>摄影报道|综合报道|报道|摄影|供图|航拍|文并[图摄]|文[/、][图摄]|图[/、]文|图文|整理|采写|编译|摄|译|绘|作(?=$)|(?<=[社报网台])发){_END}"
    rf"|^(?P<first>图文|文图|文|撰文|撰稿|执笔|编译|采写|{_PHOTO})(?= )"
)
_NATION = re.compile(
    r"[（(【\[〔［﹝]\s{0,2}(?:美|英|法|德|日|俄|加|澳|意|韩|印|以|巴|西|葡|荷|瑞|挪|丹|波|奥|新|古|清|明|宋|唐)(?:国|本|罗斯|大利|拿大|大利亚)?\s{0,2}[）)】\]〕］﹞]\s{0,2}"
)
_POSTED = re.compile(r"(?:驻|发自)[\u3400-\u9fff]{1,8}$")
_TIBETAN = re.compile("[扎西次仁旦增洛桑达瓦巴央金拉姆卓玛多吉边格普布琼贡嘎丹平措德顿珠尼曲珍索朗白旺久罗强]{2,4}")
_BAR = re.compile(r"[|｜丨][^|｜丨]*$")
_OPENING = re.compile(r"^[\s□■◎●○◆◇▲△★☆*·•—\-(（【\[]+|[\s)）】\]。.]+$")
_TEAM = re.compile(r"(?:全媒体|全媒|融媒体|融媒|新媒体)(?=.*记者)")
_NOTE = re.compile(
    r"[（(][^（）()]{0,20}(?:系|为|单位|大学|学院|研究|教授|主任|院长|专家|学者|实习|记者(?=[）)]))[^（）()]{0,20}[）)]$"
)
_AND_SO_ON = re.compile(r"(?<=.{2})等$")
_MARKED = re.compile(
    rf"{_ROLE_WORD}|(?:^|[ (（/／、，]|[□■◎●◆]){_ANY_MEDIA}[/／:：|丨 ]|[/／ ]{_ANY_MEDIA}(?:$|[)）\] ])|摄影?[)）】]?$|供图|译[)）]?$"
)


@dataclass(slots=True)
class People:
    """What a byline phrase says."""

    authors: list[Author] = field(default_factory=list)
    """People in printed order."""
    clean: bool = True
    """Whether every word was understood as a name, a role, an outlet or an office."""
    bare: bool = False
    """Whether the names stand alone, without any role word."""
    desk: list[Credit] = field(default_factory=list)
    """People of the desk that stand in the byline: `记者 张三 编辑 李四`."""


def is_marked(phrase: str) -> bool:
    """Whether a phrase holds any role or media word; the cheap first look."""
    return bool(_MARKED.search(phrase.translate(FOLD)))


def read_people(phrase: str, default: AuthorRole | None = None) -> People:
    """The people of a phrase.

    Args:
        phrase: `江西日报全媒体记者魏星`, `罗勇 记者 江潇`, `图/周宇宁、曾鼎`; a bracket round it or a mark before it is allowed.
        default: the role of names without a role word; None reads them as authors, and asks them to look like names.

    A role holds until the next role word; 摄 and 供图 make the names before them photographers.
    """
    phrase = _OPENING.sub("", _NATION.sub("", _NOTE.sub("", phrase)))
    folded = phrase.translate(FOLD)
    reader = _Reader(default)
    at = 0
    marks = list(_MARKS.finditer(folded))
    for index, mark in enumerate(marks):
        reader.names(
            phrase[at : mark.start()],
            before_role=bool(mark["role"] or mark["desk"]),
            before_report="报道" in (mark["glued"] or ""),
            glued=mark.start() > at and folded[mark.start() - 1] not in " ,、/;",
        )
        last = index == len(marks) - 1 and bool(folded[mark.end() :].strip())
        reader.mark(mark, opens_last=last)
        at = mark.end()
    reader.names(phrase[at:])
    return reader.result()


class _Reader:
    """Walks over a phrase: keeps the role, outlet and medium that hold."""

    def __init__(self, default: AuthorRole | None) -> None:
        self.default = default
        self.role: AuthorRole | None = None
        self.organization: str | None = None
        self.medium: Media | None = None
        self.label: str | None = None
        self.out = People()
        self.found: list[tuple[str, AuthorRole | None, str | None, Media | None]] = []
        self.since_medium = 0
        self.unsure = False
        self.said_last = 0

    def names(self, chunk: str, *, before_role: bool = False, before_report: bool = False, glued: bool = False) -> None:
        """Take the names of the text between two marks; the outlet that stands before a role word belongs to that role."""
        words = [word for name in split_names(chunk) if (word := _AND_SO_ON.sub("", unpad(_POSTED.sub("", name))))]
        if before_report and words and _is_place(chunk, words, alone=not self.found):
            words.pop()
        outlet: str | None = None
        opens = glued and len(words) == 1 and self._opens()  # 江州融媒记者
        if words and before_role and (opens or self._is_organization(words[-1], glued)):
            outlet = words.pop()
        strict = self.role is None and self.default is None and self.medium is None
        pen_names = self.role is None and self.medium is None  # 作者：科普中国 is an account, 作者：叨叨姐 a pen-name
        for word in words:
            kind = kind_of(word)
            if self.label and word in CREDIT_ROLES:  # 编辑/李四 排版/王五 is a line of labels
                self.out.clean = False
            elif self.label and kind == "person":
                self.out.desk.append(Credit(CREDIT_ROLES.get(self.label.removeprefix("每经"), "editor"), word, self.label))
            elif kind in ("outlet", "office"):
                self.organization = word
            elif kind == "person" and (_looks_like_name(word) or not (strict or self.unsure or (pen_names and len(word) > 3))):
                self.found.append((word, self.role, self.organization, self.medium))
            elif word not in PLACES and word not in {"本报", "本网", "报道", "综合", "发自", "组", "实习", "整理"}:
                self.out.clean = False
        if before_role:
            self.organization = outlet

    def _is_organization(self, word: str, glued: bool) -> bool:
        if is_outlet(word) or is_office(word) or (glued and re.search("[报网台刊]$", word)):
            return True
        if not glued or not re.fullmatch(rf"[{HAN}A-Za-z0-9·-]+", word):
            return False
        return not (has_surname(word) and len(word) <= 3) and not (word[:2] in "欧阳诸葛上官司马" and len(word) <= 4)

    def mark(self, mark: re.Match[str], *, opens_last: bool) -> None:
        """Take a role word or a word for text or pictures; `opens_last`: it is the last one, and names stand behind it."""
        self.label = mark["desk"]
        if self.label:
            self.role = self.organization = self.medium = None
        elif word := mark["role"]:
            self.role = _role_of(word)
            if word[-1] in "/:|]" and len(self.found) > self.since_medium:  # 摄影：李四 通讯员：王五
                self.medium = None
            self.said_last = len(self.found)
            team = _TEAM.match(word)
            if (
                team
                and self.organization
                and not re.search("[报网台社刊]$", self.organization)
                and not is_outlet(self.organization)
                and not is_office(self.organization)
            ):
                self.organization += team[0]
        elif word := mark["pair"]:
            kinds = {_medium_of(part) for part in re.split(r"[/、 &+]+", word)}
            medium: Media = "text" if kinds & {"text", "report"} else "photo"
            if self._opens() or mark["pairsep"]:
                self._begin(medium)
            else:
                self._close(medium)
        elif word := mark["prefix"] or mark["first"]:
            self._begin(_medium_of(word))
            self.unsure = bool(mark["first"])
        else:
            word = mark["slash"] or mark["word"] or mark["glued"]
            if mark["word"] and (self._opens() or self.medium or (opens_last and "报道" not in word)):
                self._begin(_medium_of(word))
            else:
                self._close("text" if any(part in word for part in ("文", "报道", "发")) else _medium_of(word))

    def _opens(self) -> bool:
        return not self.found and self.role is None

    def _begin(self, medium: Media) -> None:
        """A medium that holds for the names behind it."""
        self.medium = medium
        self.role = self.organization = None
        self.since_medium = len(self.found)

    def _close(self, medium: Media) -> None:
        """A medium that holds for the names before it, back to the last one."""
        start = self.since_medium
        if medium == "translation" and any(role == "author" for _, role, _, _ in self.found[start:]):
            start = len(self.found) - 1  # 作者比尔·巴尔特，陈俊安译
        self.found[start:] = [(name, role, outlet, medium) for name, role, outlet, _ in self.found[start:]]
        self.since_medium = len(self.found)

    def result(self) -> People:
        """The people, each once; a role word behind the last name is that name's: `王安石 本报记者`."""
        if self.role and self.said_last == len(self.found):
            self.found = [(name, role or self.role, outlet, medium) for name, role, outlet, medium in self.found]
        seen: set[str] = set()
        for name, role, outlet, medium in self.found:
            if name not in seen:
                seen.add(name)
                self.out.authors.append(Author(name, _final_role(role, medium, self.default), outlet))
        return self.out


def _is_place(chunk: str, words: list[str], *, alone: bool) -> bool:
    """Whether the last word before 报道 is where from (`记者 张三 义乌报道`, `记者 张三 | 江城报道`), not who."""
    if len(words) == 1 and alone:
        return False
    return bool(_BAR.search(chunk)) or not (has_surname(words[-1]) or _TIBETAN.fullmatch(words[-1]))


def _final_role(role: AuthorRole | None, medium: Media | None, default: AuthorRole | None) -> AuthorRole:
    if medium == "photo":
        return "photographer"
    if medium == "drawing":
        return "illustrator"
    if medium == "translation":
        return "translator"
    return role or ("reporter" if medium == "report" else default or "author")


def _role_of(word: str) -> AuthorRole:
    if "通讯员" in word or "通信员" in word:
        return "correspondent"
    if re.match(r".*(?:摄影|图片|摄像|视频)(?:记者|师|家)", word):
        return "photographer"
    if re.search(r"漫画家|插画师", word):
        return "illustrator"
    if "译者" in word:
        return "translator"
    return "author" if re.search(r"评论员|作者|撰稿|主笔|笔者|作家", word) else "reporter"


def _medium_of(word: str) -> Media:
    if word in {"绘图", "漫画", "插图", "手绘", "绘", "作"}:
        return "drawing"
    if "译" in word:
        return "translation"
    if word == "采写":
        return "report"
    return "photo" if re.fullmatch(_PHOTO, word) else "text"


def _looks_like_name(word: str) -> bool:
    """Whether a word without any role beside it is a name: it begins with a surname, or has parts joined by dots or blanks."""
    return "·" in word or " " in word or (has_surname(word) and is_person(word))
