"""Which template cards WeCom takes, and what they look like in a chat."""

import re
from typing import Any

from tests.platforms.fakes.wecom_chats import Message

TASK = re.compile(r"[0-9A-Za-z_\-@]{1,128}")
Card = dict[str, Any]


class BadCard(Exception):
    """An error code."""


def task_of(card: Card) -> str:
    return str(card["task_id"])


def shown_card(card: Card) -> Message:
    """The card in a chat. Raises BadCard."""
    if not TASK.fullmatch(str(card.get("task_id", ""))):
        raise BadCard(42015)
    title = card.get("main_title", {}).get("title", "")
    if not title and not card.get("sub_title_text"):
        raise BadCard(42016)
    text = "\n".join(filter(None, (title, card.get("sub_title_text", ""))))
    kind = card.get("card_type")
    if kind == "button_interaction":
        return _buttons(card, text)
    if kind == "vote_interaction":
        return _list(card, text)
    raise BadCard(42017)


def _buttons(card: Card, text: str) -> Message:
    buttons = card.get("button_list", [])
    keys = tuple(button.get("key", "") for button in buttons)
    if not 1 <= len(buttons) <= 6 or len(set(keys)) != len(keys):
        raise BadCard(42018)
    if any(not button.get("text") for button in buttons) or any(not 1 <= len(key.encode()) <= 1024 for key in keys):
        raise BadCard(42019)
    if card.get("replace_text"):
        return Message("template_card", f"{text}\n[{card['replace_text']}]", task_id=card["task_id"])
    labels = tuple(button["text"] for button in buttons)
    return Message("template_card", text, labels, keys, task_id=card["task_id"])


def _list(card: Card, text: str) -> Message:
    options = card.get("checkbox", {}).get("option_list", [])
    keys = tuple(option.get("id", "") for option in options)
    if not 1 <= len(options) <= 20 or len(set(keys)) != len(keys) or not card["checkbox"].get("question_key"):
        raise BadCard(42027)
    if any(not option.get("text") for option in options) or any(not 1 <= len(key.encode()) <= 128 for key in keys):
        raise BadCard(42028)
    submit = card.get("submit_button", {})
    if not submit.get("text") or not submit.get("key"):
        raise BadCard(42029)
    labels = tuple(option["text"] for option in options)
    return Message("template_card", text, labels, keys, task_id=card["task_id"], listed=True)
