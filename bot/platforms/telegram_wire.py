"""Telegram's updates: under which key one is stored, and what of it is a message. No library reads them, only this."""

import hashlib
import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from bot.platforms.telegram_content import Raw, language_of, said_in, text_of
from handlers.messages import FORWARDED, Album, ChatEvent, Envelope, Incoming, Receipt
from handlers.platform import Unparsable

# What the bot asks Telegram to tell it of.
UPDATES = ["message", "edited_message", "callback_query", "my_chat_member"]
GROUPS = ("group", "supergroup")
# Messages that a person sent, though there is nothing in them that could be read.
UNREAD = ("sticker", "poll", "contact", "dice", "game", "story", "checklist", "paid_media", "audio")
HERE = ("member", "administrator", "creator", "restricted")
LARGEST = 2**63


def envelope(bot: str, update: object) -> Envelope:
    """What is stored of a polled update, whatever it is."""
    return enveloped(bot, json.dumps(update))


def enveloped(bot: str, body: str) -> Envelope:
    """What is stored of an update as it was posted. What cannot be read is stored as well, under its digest."""
    body = body.replace("\0", "")
    try:
        update = json.loads(body)
    except (ValueError, RecursionError):
        update = None
    number = update_id(update)
    key = hashlib.sha256(body.encode()).hexdigest() if number is None else str(number)
    return Envelope(bot, key, _sender(update), body)


def update_id(update: object) -> int | None:
    """The number of an update; none where it has none."""
    return _number(update.get("update_id")) if isinstance(update, dict) else None


def parse(bot: str, body: str, username: str = "") -> Incoming:
    """Read a stored update. `username`: what the bot is called, where that is known. Raises Unparsable."""
    try:
        return _incoming(bot, json.loads(body), username)
    except (ValueError, LookupError, TypeError, AttributeError, OverflowError, OSError, RecursionError) as error:
        raise Unparsable(f"{type(error).__name__}: {error}") from error


def _sender(update: object) -> str:
    """Whose line an update stands in; nobody's where it does not say."""
    for kind in UPDATES:
        about = update.get(kind) if isinstance(update, dict) else None
        person = about.get("from") if isinstance(about, dict) else None
        number = _number(person.get("id")) if isinstance(person, dict) else None
        if number is not None:
            return str(number)
    return ""


def _number(value: object) -> int | None:
    """A number as Telegram has them; none for anything else."""
    return value if type(value) is int and abs(value) < LARGEST else None


def _incoming(bot: str, update: Raw, username: str) -> Incoming:
    if "message" in update:
        return _message(bot, update["message"], username)
    if "edited_message" in update:
        return _edited(bot, update, username)
    if "callback_query" in update:
        return _tapped(bot, update["callback_query"])
    if "my_chat_member" in update:
        return _met(bot, update["my_chat_member"])
    raise ValueError("an update of no kind that was asked for")


def _message(bot: str, message: Raw, username: str) -> Incoming:
    base = _base(bot, message)
    if "migrate_to_chat_id" in message:
        return replace(base, event=ChatEvent.MOVED, text=str(int(message["migrate_to_chat_id"])))
    if _is_nobodys(message) or _is_others_business(message, bot, username):
        return replace(base, event=ChatEvent.NOTHING)
    said = said_in(message)
    if not said and not any(kind in message for kind in UNREAD):
        return replace(base, event=ChatEvent.NOTHING)  # a service message
    return replace(base, **said, album=_album(message))


def _edited(bot: str, update: Raw, username: str) -> Incoming:
    message = update["edited_message"]
    read = _message(bot, message, username)
    if "live_period" in message.get("location", {}):  # whoever shares where they walk edits on and on
        return replace(_base(bot, message), event=ChatEvent.NOTHING)
    at = _moment(message.get("edit_date", message["date"]))
    edits = read.message_id if read.event is None else None
    return replace(read, message_id=f"edit {update['update_id']}", edits=edits, sent_at=at)


def _tapped(bot: str, query: Raw) -> Incoming:
    """A tap. Telegram does not tell when; it tells when the card was sent."""
    card, person, name = query.get("message"), query["from"], text_of(query["id"])
    at = _moment(card["date"] if card else 0)
    who, language = str(int(person["id"])), language_of(person)
    tap = Incoming(bot, f"tap {name}", who, at, sender_name=_name(person), language=language)
    if "data" not in query or person.get("is_bot"):
        return replace(tap, event=ChatEvent.NOTHING)
    tap = replace(tap, choice=text_of(query["data"]))
    if not card:
        return tap
    return replace(tap, card=Receipt(str(int(card["message_id"])), name), group=_group(card["chat"]))


def _met(bot: str, change: Raw) -> Incoming:
    """What has become of the bot in a chat."""
    base = replace(_base(bot, change), message_id=f"met {text_of(change['date'])}")
    kind = change["chat"]["type"]
    before, after = (_is_here(change[member]) for member in ("old_chat_member", "new_chat_member"))
    if before == after or kind not in ("private", *GROUPS):
        return replace(base, event=ChatEvent.NOTHING)
    if kind == "private":
        return replace(base, event=ChatEvent.ARRIVED if after else ChatEvent.LEFT)
    return replace(base, event=ChatEvent.JOINED_GROUP if after else ChatEvent.LEFT_GROUP)


def _is_here(member: Raw) -> bool:
    return member["status"] in HERE and member.get("is_member", True) is not False


def _base(bot: str, message: Raw) -> Incoming:
    """Who said it, where and when."""
    person, chat = message.get("from"), message["chat"]
    return Incoming(
        bot=bot,
        message_id=f"{int(chat['id'])}/{text_of(message.get('message_id', ''))}",
        sender=str(int(person["id"])) if person else "",
        sent_at=_moment(message["date"]),
        sender_name=_name(person) if person else "",
        language=language_of(person) if person else "",
        group=_group(chat),
    )


def _is_nobodys(message: Raw) -> bool:
    """Said by a channel, by a group as such (an administrator who does not show), or by another bot."""
    person = message.get("from")
    return not person or "sender_chat" in message or bool(person.get("is_bot")) or message["chat"]["type"] == "channel"


def _is_others_business(message: Raw, bot: str, username: str) -> bool:
    """Talk of a group that is not for the bot, where its privacy mode is off; or a command to another bot."""
    text = text_of(message.get("text") or message.get("caption") or "")
    command, at, name = text.split(maxsplit=1)[0].partition("@") if text.startswith("/") else ("", "", "")
    if at and username and name.casefold() != username.casefold():
        return True
    author = (message.get("reply_to_message") or {}).get("from") or {}
    return bool(_group(message["chat"])) and not command and f"telegram:{author.get('id')}" != bot


def _album(message: Raw) -> Album | None:
    """What was sent in one go: as an album, or passed on from another chat."""
    if "media_group_id" in message:
        return Album(text_of(message["media_group_id"]))
    return Album(FORWARDED) if "forward_origin" in message else None


def _group(chat: Raw) -> str:
    return str(int(chat["id"])) if chat["type"] in GROUPS else ""


def _name(person: Raw) -> str:
    return " ".join(text_of(person[name]) for name in ("first_name", "last_name") if person.get(name))


def _moment(seconds: Any) -> datetime:
    return datetime.fromtimestamp(int(seconds), UTC)
