"""Words for a group as WeCom's markdown: the first line stands out, and what bears a light has its colour.

Group robots alone speak it, for their groups are read in WeCom itself, and what they say is short and of few people's
words: names of places. Source: developer.work.weixin.qq.com/document/path/99110. There is no escape: a sign that would
be markup is replaced by its wide form, and one that is markup at the beginning of a line only gets a mark before it.
"""

import re

from bot.platforms.wecom_messages import NO_WIDTH

COLOURS = {"🔴": "warning", "🟢": "info"}  # orange-red, green
_SIGNS = str.maketrans({"*": "\uff0a", "`": "\uff40", "[": "\uff3b", "<": "\uff1c"})
_AT_THE_BEGINNING = re.compile(r"^(?=\s*[#>])", re.MULTILINE)


def markdown(text: str) -> str:
    """The same words, in bold and in colour."""
    first, *others = _AT_THE_BEGINNING.sub(NO_WIDTH, text.translate(_SIGNS)).split("\n")
    return "\n".join([f"**{_coloured(first)}**", *map(_coloured, others)])


def _coloured(line: str) -> str:
    colour = COLOURS.get(line[:1])
    return f'<font color="{colour}">{line}</font>' if colour else line
