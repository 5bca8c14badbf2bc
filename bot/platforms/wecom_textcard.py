"""What a card would have said as a text card, where WeCom refuses the card itself: a title, words, and one link.

Nobody can tap an answer there, so the choices stand in it as a numbered list, and are answered by number. Source for
the limits: developer.work.weixin.qq.com/document/path/90236; what is longer WeCom cuts off without a word.
"""

import re

from bot.platforms.wecom_messages import ELLIPSIS, NO_WIDTH, Body, fitted, numbered
from handlers.messages import Outgoing
from templates.render import label

TITLE_BYTES, DESCRIPTION_BYTES = 128, 512
# In a description WeCom reads <br> and <div>. There is no escape; a mark without width keeps words from being markup.
_MARKUP = re.compile("[<&]")
# Stands for a line's end while words are cut: as long in bytes as what it stands for, and never cut in two.
_END, _BREAK = "\U0010ffff", "<br>"


def text_card(outgoing: Outgoing, *, words_before: bool) -> Body | None:
    """The text card of a message; None where it has no page to lead to, or its list is too long to stand in it in full.

    words_before: all its words went before it, and only the list is wanted.
    """
    first, _, rest = outgoing.text.partition("\n")
    description = _description("" if words_before else rest, numbered(outgoing.choices))
    if not outgoing.link or description is None:
        return None
    card = {
        "title": fitted(_plain(first), TITLE_BYTES),
        "description": description,
        "url": outgoing.link,
        "btntxt": label(outgoing.language, "wecom", "whole"),
    }
    return {"msgtype": "textcard", "textcard": card}


def _description(words: str, rows: str) -> str | None:
    """The words above the list; of both, only the words are cut. None where the list alone is too long."""
    listed = _plain(rows).replace("\n", _END)
    room = DESCRIPTION_BYTES - len(listed.encode())
    if room < 0:
        return None
    most = room - len(_END.encode())
    said = fitted(_plain(words).replace("\n", _END), most) + _END if words and most >= len(ELLIPSIS.encode()) else ""
    return (said + listed).replace(_END, _BREAK)


def _plain(text: str) -> str:
    """The same words, none of which is markup."""
    return _MARKUP.sub(lambda mark: mark[0] + NO_WIDTH, text)
