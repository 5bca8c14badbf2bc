"""Hears yes, no, or that somebody cannot tell, from words typed where buttons ask the same."""

import re
from enum import StrEnum

from nlp.wording import folded


class Whether(StrEnum):
    YES = "yes"
    NO = "no"
    UNSURE = "unsure"


_MARKS = r"[\s,.。，!！?？~了的呀啊吧]*"
_SAID = {
    Whether.YES: r"是|是这样|对|嗯+|有|yes|yeah|yep|y|true|it is",
    Whether.NO: r"不是|不|没有|没|否|no|nope|n|not|it is not|it isn't",
    Whether.UNSURE: (
        r"不知道|不清楚|不晓得|不确定|判断不了|说不准|看不出来?|不好说|"
        r"i? ?(?:don'?t|do not) know|not sure|no idea|can'?t tell|unsure"
    ),
}
# What agrees to something, or not, and answers no question of fact.
_AGREED = {
    Whether.YES: r"好|行|可以|确定|ok|okay|sure|do it",
    Whether.NO: r"不要|不用|不行|别|先不|not now|do not|don'?t",
}


def agrees(words: str) -> Whether | None:
    """Yes or no to what is about to be done; None for anything else than that alone."""
    said = folded(words)
    agreed = (which for which, ways in _AGREED.items() if re.fullmatch(f"{_MARKS}(?:{ways}){_MARKS}", said))
    return next(agreed, says_whether(words))


def says_whether(words: str) -> Whether | None:
    """None for anything else than a bare answer."""
    said = folded(words)
    return next((which for which, ways in _SAID.items() if re.fullmatch(f"{_MARKS}(?:{ways}){_MARKS}", said)), None)
