"""Bodies of WeCom messages: within its limits, which count bytes, and with no links but ours.

Two of its forms are never sent to people. markdown: the WeChat plugin does not show it, and it has no escape, so that
people's words would become headings and links, or not stand as they were written (group robots use it:
wecom_markdown.py). news: its picture must lie at an address that anybody can read, and photographs of a plant do not;
they are uploaded, and a link to the words ends a text that was cut, and is where a text card leads (wecom_textcard.py).
"""

import re
import unicodedata
from collections.abc import Sequence
from typing import Any

from handlers.messages import Choice, Outgoing

Body = dict[str, Any]

TEXT_BYTES = 2048
DOCUMENT_BYTES = 20 * 2**20  # developer.work.weixin.qq.com/document/path/90253
ELLIPSIS = "…"
# In a text WeCom makes a link of <a href=...>. There is no escape; a mark without width keeps it from being one.
_LINK = re.compile(r"<(?=\s*/?\s*a\b)", re.IGNORECASE)
NO_WIDTH = "\u200b"


def text_body(outgoing: Outgoing, most: int = TEXT_BYTES) -> Body:
    """The words; what was offered as buttons follows as a numbered list, which is answered by number."""
    return {"msgtype": "text", "text": {"content": worded(outgoing, most)}}


def list_body(outgoing: Outgoing) -> Body:
    """The numbered list alone, below words that have gone before it."""
    return {"msgtype": "text", "text": {"content": fitted(unlinked(numbered(outgoing.choices)), TEXT_BYTES)}}


def worded(outgoing: Outgoing, most: int = TEXT_BYTES) -> str:
    """The words with their list, in no more than `most` bytes. Of both, the list is cut last."""
    rows = numbered(outgoing.choices)
    listed = "\n" + fitted(unlinked(rows), most // 2) if rows else ""
    return fitted(unlinked(outgoing.text), most - len(listed.encode()), outgoing.link) + listed


def numbered(choices: Sequence[Choice]) -> str:
    return "\n".join(f"{number} {choice.label}" for number, choice in enumerate(choices, 1))


def unlinked(text: str) -> str:
    """The same words, none of which is a link."""
    return _LINK.sub("<" + NO_WIDTH, text)


def fitted(text: str, most: int, link: str = "") -> str:
    """A text in no more than `most` bytes: cut between letters, with an ellipsis, and where the whole of it stands."""
    if len(text.encode()) <= most:
        return text
    end = f"{ELLIPSIS}\n{link}" if link else ELLIPSIS
    room = most - len(end.encode())
    return _whole_letters(text.encode()[:room].decode("utf-8", "ignore"), text) + end


def _whole_letters(cut: str, text: str) -> str:
    """Without a last letter whose accent or joiner was cut off."""
    behind = text[len(cut) : len(cut) + 1]
    while cut and behind and (unicodedata.combining(behind) or behind in "\u200d\ufe0f"):
        cut, behind = cut[:-1], cut[-1]
    return cut


def media_body(kind: str, media_id: str) -> Body:
    """kind: image or file."""
    return {"msgtype": kind, kind: {"media_id": media_id}}


def picture_name(data: bytes) -> str:
    """A name by what is in it: WeCom judges a file by its ending."""
    return "image.png" if data.startswith(b"\x89PNG") else "image.jpg"
