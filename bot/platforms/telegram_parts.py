"""One message as the calls that show it: what Telegram takes as words, pictures and buttons, and how much."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from unicodedata import east_asian_width

from bot.platforms.telegram_library import Upload
from handlers.messages import Choice, Outgoing, Picture

# In units of UTF-16, as Telegram counts.
TEXT_UNITS, CAPTION_UNITS = 4096, 1024
ALBUM = 10  # pictures; an album of one is none
# Two buttons stand side by side while neither is wider than this; a Chinese character is two columns wide.
SHORT_COLUMNS = 12
PNG = b"\x89PNG"
NO_PREVIEW = {"is_disabled": True}


@dataclass(frozen=True)
class Part:
    """One call: its method, and its fields without the chat."""

    method: str
    fields: dict[str, Any]


def parts_of(outgoing: Outgoing) -> list[Part]:
    """The calls that show a message, in order; its buttons stand on the last. Raises OSError."""
    parts = [*_pictures(outgoing.photos), *_document(outgoing)]
    if parts and parts[-1].method != "sendMediaGroup" and _is_caption(outgoing.text):
        parts[-1].fields["caption"] = outgoing.text
    else:
        parts += [words(piece) for piece in pieces(outgoing.text)]
    if outgoing.choices:
        parts[-1].fields["reply_markup"] = keyboard(outgoing.choices)
    return parts


def messages_in(outgoing: Outgoing) -> int:
    """How many messages of Telegram's one of ours becomes: each picture of an album is one."""
    shown = len(outgoing.photos) + bool(outgoing.document)
    below = shown > 0 and (len(outgoing.photos) < 2 or outgoing.document) and _is_caption(outgoing.text)
    return shown + (0 if below else len(pieces(outgoing.text)))


def words(text: str) -> Part:
    """A message of words alone. There is no parse mode: what people write means nothing but itself."""
    return Part("sendMessage", {"text": text, "link_preview_options": NO_PREVIEW})


def edit_of(outgoing: Outgoing) -> Part | None:
    """The call that puts a message in the place of another; None where only a new one can show it. Raises OSError."""
    pictures = _uploads(outgoing.photos)
    texts = pieces(outgoing.text)
    buttons = {"reply_markup": keyboard(outgoing.choices)}
    if outgoing.document or len(pictures) > 1 or len(texts) > 1 or (pictures and not _is_caption(outgoing.text)):
        return None
    if not pictures:
        return Part("editMessageText", {"text": texts[0], "link_preview_options": NO_PREVIEW, **buttons})
    media = {"type": "photo", "media": pictures[0], "caption": outgoing.text}
    return Part("editMessageMedia", {"media": media, **buttons})


def caption_of(outgoing: Outgoing) -> Part | None:
    """The call that edits the words below a picture; None where they are too long for that."""
    if not _is_caption(outgoing.text):
        return None
    return Part("editMessageCaption", {"caption": outgoing.text, "reply_markup": keyboard(outgoing.choices)})


def keyboard(choices: Sequence[Choice]) -> dict[str, Any]:
    """The buttons below a message: short ones in pairs, others one a row. None at all takes away what is there."""
    rows: list[list[dict[str, str]]] = []
    pair_open = False
    for choice in choices:
        button = {"text": choice.label, "callback_data": choice.token}
        short = columns(choice.label) <= SHORT_COLUMNS
        if pair_open and short:
            rows[-1].append(button)
        else:
            rows.append([button])
        pair_open = short and not (pair_open and len(rows[-1]) > 1)
    return {"inline_keyboard": rows}


def pieces(text: str, most: int = TEXT_UNITS) -> list[str]:
    """The text in as few pieces as Telegram takes it, parted between lines where there are any. Never none."""
    found = []
    while units(text) > most:
        head = text.encode("utf-16-le")[: 2 * most].decode("utf-16-le", "ignore")
        cut = head.rfind("\n") if head.rstrip("\n").count("\n") else len(head)
        found.append(text[:cut])
        text = text[cut:].removeprefix("\n")
    return [piece for piece in (*found, text) if piece.strip()] or [text]


def units(text: str) -> int:
    """How long Telegram thinks a text is."""
    return len(text.encode("utf-16-le", "replace")) // 2


def columns(label: str) -> int:
    """How wide a label is, in Latin letters."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in label)


def _is_caption(text: str) -> bool:
    return units(text) <= CAPTION_UNITS


def _pictures(photos: Sequence[Picture]) -> list[Part]:
    uploads = _uploads(photos)
    albums = [uploads[start : start + ALBUM] for start in range(0, len(uploads), ALBUM)]
    return [_album(album) if len(album) > 1 else Part("sendPhoto", {"photo": album[0]}) for album in albums]


def _album(uploads: Sequence[Upload]) -> Part:
    return Part("sendMediaGroup", {"media": [{"type": "photo", "media": upload} for upload in uploads]})


def _document(outgoing: Outgoing) -> list[Part]:
    if outgoing.document is None:
        return []
    upload = Upload(outgoing.document.name, outgoing.document.read())
    return [Part("sendDocument", {"document": upload})]


def _uploads(photos: Sequence[Picture]) -> list[Upload]:
    """The pictures as files. One that was erased meanwhile is left out: the words still have to be told."""
    uploads: list[Upload] = []
    for photo in photos:
        try:
            data = photo.read()
        except FileNotFoundError:
            continue
        kind = "png" if data.startswith(PNG) else "jpg"
        uploads.append(Upload(f"{len(uploads) + 1}.{kind}", data))
    return uploads
