"""What was said in one message of Telegram: its words, or the command they are, its pictures, files, sounds, places."""

from collections.abc import Mapping
from typing import Any

from handlers.messages import Attached, Photo

Raw = Mapping[str, Any]

# Beyond this size Telegram hands no file out to a bot.
DOWNLOAD_BYTES = 20 * 1024 * 1024


def said_in(message: Raw) -> dict[str, Any]:
    """The fields of what was said; none of a message in which nothing was."""
    said: dict[str, Any] = {}
    text = text_of(message.get("text") or message.get("caption") or "")
    if text.startswith("/"):
        said |= _command(text)
    elif text:
        said["text"] = text
    for read in (_photo, _file, _sound, _place):
        said |= read(message)
    return said


def language_of(person: Raw) -> str:
    """The language of somebody's app, as one of those that we speak; empty where Telegram does not tell it."""
    code = text_of(person.get("language_code") or "")
    return ("zh_CN" if code.casefold().startswith("zh") else "en") if code else ""


def _command(text: str) -> dict[str, Any]:
    """A command as its words: the name of a bot behind it is dropped, and what may be no space in it is one again.

    The words behind /start come from a link, and a link from a QR code or an invitation.
    """
    named, *words = text.strip().split(maxsplit=1)
    command = named.partition("@")[0].casefold()
    if command == "/start" and words:
        return {"scan": words[0]}
    return {"text": " ".join([command.replace("_", " "), *words])}


def _photo(message: Raw) -> dict[str, Any]:
    sizes = message.get("photo")
    if sizes:
        return {"photos": (_picture(max(sizes, key=lambda size: int(size["width"]) * int(size["height"]))),)}
    document = message.get("document") or {}
    if text_of(document.get("mime_type", "")).startswith("image/"):
        return {"photos": (_picture(document),)}
    return {}


def _picture(file: Raw) -> Photo:
    size = int(file["file_size"]) if "file_size" in file else None
    problem = "too_large" if size is not None and size > DOWNLOAD_BYTES else None
    return Photo(text_of(file["file_id"]), text_of(file.get("file_name", "")), size, problem=problem)


def _file(message: Raw) -> dict[str, Any]:
    """A file that is no picture. An animation comes as a file, too."""
    document = message.get("document")
    if not document or "animation" in message or text_of(document.get("mime_type", "")).startswith("image/"):
        return {}
    name = text_of(document.get("file_name") or document["file_id"])
    size = int(document["file_size"]) if "file_size" in document else None
    return {"document": name, "file": Attached(text_of(document["file_id"]), name, size)}


def _sound(message: Raw) -> dict[str, Any]:
    said = {"voice": text_of(message["voice"]["file_id"])} if "voice" in message else {}
    for kind in ("video", "video_note", "animation"):
        if kind in message:
            said["video"] = text_of(message[kind]["file_id"])
    return said


def _place(message: Raw) -> dict[str, Any]:
    place = message.get("location")
    if not place:
        return {}
    latitude, longitude = float(place["latitude"]), float(place["longitude"])
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise ValueError("a place that is nowhere on earth")
    return {"location": (latitude, longitude)}


def text_of(value: Any) -> str:
    """As text that a database can hold: no zero characters, no halves of surrogate pairs. Raises TypeError."""
    if not isinstance(value, str | int):
        raise TypeError(f"{type(value).__name__} where words belong")
    return str(value).replace("\0", "").encode("utf-8", "replace").decode()
