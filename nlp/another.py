"""Tells words about another hazard from more words about the one just told: what they name, and how they begin.

In doubt they are more of the same: a correction taken for a new hazard would be reported twice.
"""

import re
from dataclasses import dataclass

from nlp.classifier import Classifier
from nlp.places import NOWHERE, FoundPlace, PlaceFinder
from nlp.wording import folded, with_numbers
from workflow.library import Category

READ_CHARACTERS = 400
# How sure it must be what kind of hazard words tell of; below it lie "晃得厉害" and "三个都不亮", of the same thing.
SURE_KIND = 0.92
SURE_PLACE = 0.9  # a place by a name of its own

_PUTS_RIGHT = re.compile(
    r"^(?:[啊哦呃额哎]\W*)?(?:不对|唔对|错了|更正|纠正|改成|改为|(?:就|应该|应当|其实|原来)?[是系])|应该[是系]|应为|"
    r"(?<!是)不是|唔[系是]|[说打写搞弄发看记讲]错|我(?:的意思|意思|说的|讲的)[是系]|我[是系]说|"
    r"^(?:sorry|oops|wait|correction|actually|rather|it|its|it's)\b|^no(?:\s*[,.!:]|\s+(?:it|its|that|wait|sorry|i)\b)|"
    r"^wrong(?:\s*[,.!:]|\s+(?:place|machine|one|number)\b)|^not\b.*(?:,|\bbut\b|\bit'?s\b)|,\s*not\b|\binstead\b|"
    r"\bi (?:mean|meant)\b|\bnot\b.*\bbut\b"
)
_ADDS = re.compile(
    r"^(?:补充|里[面头]|还是刚才|刚才[那说报]|同1[处个台]|上1条|上面那)|"
    r"^(?:add|adding|to add)\b|\bsame (?:place|machine)\b"
)
# Whether it was stopped: that is asked beneath a report, and told unasked.
_STOPPED = re.compile(
    r"(?:机器|设备|机床|电源?|现在)?(?:已经|已|还|都|也)*(?:没有?|未|冇)?(?:能|法)?(?:停机?|关机?|断电|拉闸)(?:不了|不下来)?"
    r"[了啦咯哈的呢\W]*|(?:机器|设备|现在)?还?在(?:转|运行|动|跑|开着|用)[了着呢的\W]*|"
    r"(?:the )?(?:machine |power |it )?(?:is |was |has |has been )?(?:still |not |already )*"
    r"(?:running|stopped|off|switched off|turned off)(?: now| yet)?\W*"
)
_SAYS_ANOTHER = re.compile(
    r"另外?1?(?:处|台|条|起)|还有[12两几](?:处|台|条|起)|(?:另外|还有)1?个(?:隐患|问题|地方)|再报1|另报|第[23](?:条|处)|"
    r"隔壁|(?:别的|其他|其它)(?:地方|机器|车间)|"
    r"\b(?:another|one more|a second) (?:one|hazard|problem|place|machine|thing)\b|"
    r"\bnew (?:hazard|report)\b|\bnext door\b"
)
_NUMBERED = re.compile(
    r"(?<![月\d])(\d+)\s*(?:[#号](?![早晚上下就到过开前后])|线(?![头缆路]))|#\s*(\d+)|"
    r"\b(?!(?:floor|level|about|since|for|only|all|at|of|by|in|on|and|to|is|are|the|with|least)\b)[a-z]+\.? ?(\d+)\b"
)
_FLOOR = re.compile(
    r"(-?\d+)\s*(?:楼(?!梯)|层(?![油灰水冰粉土膜漆铁]))|(?:floor|level) (\d+)|(\d+)(?:st|nd|rd|th) floor|"
    r"\b(ground|first|second|third|fourth|fifth|sixth) floor"
)
_ORDINALS = ("ground", "first", "second", "third", "fourth", "fifth", "sixth")
_IN_FIGURES = {word: str(number) for number, word in enumerate(_ORDINALS)}
# All that may stand beside the name of a place where it is said and nothing else.
_ONLY_WHERE = re.compile(
    r"(?:\d+号?(?:机器?|机台|门|线|炉|床|位|库|车间)?|-?\d+[楼层]|门口|走廊|过道|通道|楼道|角落|位置|地方|车间|边上|附近|中间|"
    r"[左右前后上下里外内东南西北旁这那对][边侧面头里]?|[在就靠近的口处侧边是系个台位嘞勒咯哈啊呢吧哦呀]|"
    r"\b(?:at|in|on|by|near|next|to|the|it'?s?|is|of|beside|behind|side|left|right|floor|level|here|there|shop|door|"
    r"corner|entrance|aisle|corridor|around|machine|press|gate|line|\d+(?:st|nd|rd|th)?|"
    + "|".join(_ORDINALS)
    + r")\b|[\W_])*"
)

# Words that are another report, as they say themselves before they tell it.
_BEGINS_ANOTHER = re.compile(
    r"\W*(?:我?[还再]?[想要]*(?:再|另外?再?|还要)(?:上报|补报|报)[1一１]?[条个处起]新?的?(?:隐患|问题)?[吧啊哈呀]*|"
    r"(?:还有|另外?|再来)[1一１]条(?:隐患)?(?=\W)|第[2-9二三四五六]条(?:隐患)?(?=\W)|"
    r"(?:(?:and )?(?:another|one more|a second) (?:one|hazard|report)|(?:a )?new (?:hazard|report))(?= ?[,.:;–—-])"
    r")\W*",
    re.IGNORECASE,
)

# What may be written in place of a button, when it is asked which; and what answers nothing then.
_WHICH = (
    (
        "more",
        r"就?是?(?:补充|补上|加上|合1起|合并|同1[条个处]|1[条个]|上1条)(?:的|吧|上1条)*|add(?: to it)?|(?:the )?same",
    ),
    (
        "apart",
        r"是?(?:另报|另外?1[条个处]|单独报?|分开报?|新的|不是1[条个]|重新报)(?:的|吧|1条)*|apart|separate|another|new",
    ),
    ("again", r"提交|确认|好的?|嗯+|行|可以|是的?|对的?|不对?|不是|ok|okay|yes|no|submit"),
)


def says_which(text: str) -> str | None:
    """more: it belongs to the hazard before. apart: it is another. again: neither. None: it tells of something."""
    said = re.sub(r"^\W+|\W+$", "", folded(text))
    return next((which for which, words in _WHICH if re.fullmatch(words, said)), None)


def said_to_be_another(text: str) -> str:
    """What words tell that begin by saying that they are one more report, without that; nothing of all others."""
    begins = _BEGINS_ANOTHER.match(text)
    return text[begins.end() :] if begins else ""


@dataclass(frozen=True)
class Told:
    """A hazard as far as it is known. place: nowhere, where none was named for sure."""

    words: str
    category: Category | None = None
    entry: str | None = None  # of the library
    place: FoundPlace = NOWHERE


class Another:
    """Knows the hazards and the places of one company."""

    def __init__(self, classifier: Classifier, places: PlaceFinder) -> None:
        self._classifier = classifier
        self._places = places

    def told_by(self, words: str) -> Told:
        """What words alone tell; a kind only where that is sure."""
        judged = self._classifier.judge(words)
        known = judged.category is not None and judged.confidence >= SURE_KIND
        place = self._places.find(words)
        where = place if place.confidence >= SURE_PLACE else NOWHERE
        return Told(words, judged.category if known else None, judged.entry if known else None, where)

    def begins(self, later: str, before: Told, *, pictured: bool = False) -> bool:
        """True where later words read as a hazard of their own: another kind, another place, or said to be another.

        pictured: they came with pictures, which may show another of the same kind.
        """
        said = folded(later[:READ_CHARACTERS]).strip()
        if _PUTS_RIGHT.search(said) or _ADDS.search(said) or _STOPPED.fullmatch(said) or self._only_where(later):
            return False
        if pictured and not self._classifier.judge(later).abstained:
            return True
        told = self.told_by(later)
        return _SAYS_ANOTHER.search(said) is not None or self._other_kind(told, before) or self._elsewhere(told, before)

    def _only_where(self, words: str) -> bool:
        return _ONLY_WHERE.fullmatch(self._places.besides(words)) is not None

    def _other_kind(self, told: Told, before: Told) -> bool:
        """Another category; or, within one, no entry of the library that both could mean."""
        if told.category is None or told.category is not before.category:
            return told.category is not None
        return not self._could_be(told, told.category) & self._could_be(before, told.category)

    def _could_be(self, told: Told, category: Category) -> set[str | None]:
        if told.entry:
            return {told.entry}
        return {one.entry for one in self._classifier.judge_within(told.words, category).alternatives}

    def _elsewhere(self, told: Told, before: Told) -> bool:
        if self._places.are_apart(told.place, before.place):
            return True
        return any(_differ(of(told.words), of(before.words)) for of in (_numbers, _floors))


def _differ(named: set[str], before: set[str]) -> bool:
    return bool(named and before) and not named & before


def _numbers(words: str) -> set[str]:
    """The numbers of machines, gates, lines that are named."""
    return {found[1] or found[2] or found[3] for found in _NUMBERED.finditer(with_numbers(words[:READ_CHARACTERS]))}


def _floors(words: str) -> set[str]:
    found = (next(filter(None, match.groups())) for match in _FLOOR.finditer(with_numbers(words[:READ_CHARACTERS])))
    return {_IN_FIGURES.get(floor, floor) for floor in found}
