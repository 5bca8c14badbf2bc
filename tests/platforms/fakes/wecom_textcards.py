"""Which text cards WeCom takes, and what they look like in a chat: what is too long is cut, what is markup is none."""

import re
from typing import Any

from tests.platforms.fakes.wecom_chats import Message

TITLE_BYTES, DESCRIPTION_BYTES, URL_BYTES, FOOT_LETTERS = 128, 512, 2048, 4
# Tags as a lenient reader takes them. Colours are of three classes of <div>.
BREAK = re.compile(r"<\s*br\s*/?\s*>", re.IGNORECASE)
TAG = re.compile(r"<\s*/?\s*[a-z!?][^>]*>", re.IGNORECASE)
INVALID = 40058  # a parameter is missing, or not as the documentation has it


class BadTextCard(Exception):
    """An error code."""


def shown_text_card(card: dict[str, Any]) -> tuple[Message, int]:
    """The card in a chat, and how many of its parts had to be cut. Raises BadTextCard."""
    title, description, url = (str(card.get(name, "")) for name in ("title", "description", "url"))
    if not title or not description:
        raise BadTextCard(INVALID)
    if not re.fullmatch(r"https?://\S+", url) or len(url.encode()) > URL_BYTES:
        raise BadTextCard(INVALID)
    foot = str(card.get("btntxt", "详情"))
    kept = (_cut(title, TITLE_BYTES), _cut(description, DESCRIPTION_BYTES), foot[:FOOT_LETTERS])
    cut = sum(before != after for before, after in zip((title, description, foot), kept, strict=True))
    text = f"{kept[0]}\n{TAG.sub('', BREAK.sub(chr(10), kept[1]))}"
    return Message("textcard", text, link=url, more=kept[2]), cut


def _cut(text: str, most: int) -> str:
    return text.encode()[:most].decode("utf-8", "ignore")
