"""What Telegram sends a bot and what it answers, raw: the same for Hazardline and for the libraries beside it."""

import json
import time
from itertools import count
from typing import Any

BOT_ID = 110110
_numbers = count(1)


def words(sender: int, text: str) -> tuple[int, str]:
    """An update in which somebody wrote: its number and its body."""
    return _update("message", {**_message(sender, text), "from": _user(sender)})


def tap(sender: int, token: str) -> tuple[int, str]:
    """An update in which somebody tapped a button."""
    query = {"id": str(sender), "from": _user(sender), "message": _message(sender, "-"), "data": token}
    return _update("callback_query", {**query, "chat_instance": "1"})


def reply(chat: int, text: str) -> str:
    """What the platform answers to a message that it took."""
    return json.dumps({"ok": True, "result": {**_message(chat, text), "from": _bot()}})


def me() -> str:
    """What the platform answers to getMe."""
    return json.dumps({"ok": True, "result": _bot()})


def _update(kind: str, body: dict[str, Any]) -> tuple[int, str]:
    number = next(_numbers)
    return number, json.dumps({"update_id": number, kind: body}, ensure_ascii=False)


def _message(chat: int, text: str) -> dict[str, Any]:
    place = {"id": chat, "type": "private", "first_name": "Li"}
    return {"message_id": next(_numbers), "date": int(time.time()), "chat": place, "text": text}


def _user(number: int) -> dict[str, Any]:
    return {"id": number, "is_bot": False, "first_name": "Li", "language_code": "zh-hans"}


def _bot() -> dict[str, Any]:
    return {"id": BOT_ID, "is_bot": True, "first_name": "Bench", "username": "bench_bot"}
