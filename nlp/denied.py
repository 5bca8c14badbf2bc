"""Hears whether words say that there is a hazard, or that none was found: the two differ by one small word."""

import re

from nlp.wording import folded

# A register of hazards, a sign that warns of one and the like are no hazard that somebody has found or not.
_ABOUT_ONE = (
    r"(?!排查|治理|台账|告知|整改|辨识|评估|标|培训|因素|作业|化学|品|区域|源)|"
    r"\b(?:hazard|danger)s?\b"
    r"(?! (?:sign|regist|record|log|communic|train|assess|report|list|mark|label|warn|tape|zone))"
)
_HAZARD = re.compile(f"(?:隐患|危险){_ABOUT_ONE}")
_NONE = re.compile(
    r"(?<!不是)(?<!并非)(?:没有?|未|无|冇)(?:什么|啥|任何|发现|查出|查到|看到|见|有|重大|明显|安全|事故|存在|排查出)*$|"
    r"(?:\b(?:no|not|never|without|free of|nothing)|n't)(?:\W+\w+){0,3}?\W+$"
)
# What stands around a hazard without telling what it is, and the hazard itself.
_BESIDES = re.compile(
    r"隐患|危险|安全|事故|我们?|这里?|那里?|[这那]儿|此处|现场|发现|看到|存在|[一1][个处]|[有个处点在了是着啊呢的]|"
    r"\b(?:hazards?|dangers?|there|here|is|are|was|were|an?|the|some|i|we|have|has|found|see|seen|this|that|at|in|place|area)\b|[\W_]+"
)
_BEFORE = 40  # characters before a hazard in which it is denied


def says_a_hazard(words: str) -> bool:
    """True where the words speak of a hazard as such, and not to say that there is none."""
    return any(not denied for denied in _said(words))


def says_no_more(words: str) -> bool:
    """True where the words speak of a hazard as such, and of nothing else: 这里有隐患, "there is a hazard here"."""
    return says_a_hazard(words) and not _BESIDES.sub("", folded(words))


def says_none(words: str) -> bool:
    """True where the words say that no hazard is there, or was found."""
    return any(_said(words))


def _said(words: str) -> list[bool]:
    """Of each hazard that is spoken of as such, whether it is denied."""
    said = folded(words)
    return [
        bool(_NONE.search(said[max(found.start() - _BEFORE, 0) : found.start()])) for found in _HAZARD.finditer(said)
    ]
