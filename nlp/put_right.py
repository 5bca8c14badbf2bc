"""Where words put themselves right: 食堂灭火器过期了，不对，不是食堂，是仓库. Spelt as places are: `|` for a pause."""

import re

_RIGHTED = re.compile(
    r"(?:^|\|)(?:(?:不对|唔对|错了|[说打写搞弄讲]错了?|更正|纠正|应该是在?|应为)\|?|"
    r"(?:no|wrong|sorry|wait|correction)\||i mean(?:t)? )"
)
_DENIES = re.compile(r"(?:不是在?|唔[系是]|\bnot (?:in |at )?(?:the )?)$")


def last_put_right(text: str) -> str:
    """What follows the last correction; nothing where none was made."""
    righted = [*_RIGHTED.finditer(text)]
    return text[righted[-1].end() :] if righted else ""


def denies(before: str) -> bool:
    """True where words deny what is named right after them."""
    return _DENIES.search(before) is not None
