"""The methods of the Bot API, as strict as the real ones: what Telegram refuses is refused here in its own words."""

import json
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image

from tests.platforms.fakes.telegram_world import Chat, Message, Raw, Refused, World

TEXT, CAPTION, DATA, ANSWER = 4096, 1024, 64, 200
PHOTO_BYTES, DOWNLOAD_BYTES = 10 * 2**20, 20 * 2**20
SAME = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a "
    "current content and reply markup of the message"
)


class Call:
    """One request: its fields, and the files that came along."""

    def __init__(self, world: World, fields: dict[str, str], files: dict[str, tuple[str, bytes]]) -> None:
        self.world = world
        self._fields = fields
        self._files = files

    def word(self, name: str) -> str:
        return self._fields.get(name, "")

    def json(self, name: str, empty: Any = None) -> Any:
        try:
            return json.loads(self._fields[name]) if name in self._fields else empty
        except ValueError:
            raise Refused(400, f"Bad Request: can't parse {name} JSON object") from None

    def upload(self, reference: str) -> tuple[str, bytes]:
        """The file under its field's own name, or the one that `attach://` names."""
        name = self.word(reference).removeprefix("attach://") or reference.removeprefix("attach://")
        if name not in self._files:
            raise Refused(400, "Bad Request: there is no " + name + " in the request")
        return self._files[name]

    @property
    def chat(self) -> Chat:
        if not self.word("chat_id"):
            raise Refused(400, "Bad Request: chat_id is empty")
        return self.world.chat(self.word("chat_id"))

    @property
    def rows(self) -> tuple[tuple[tuple[str, str], ...], ...]:
        """The inline keyboard."""
        markup = self.json("reply_markup", {})
        rows = markup.get("inline_keyboard", [])
        if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
            raise Refused(400, "Bad Request: object expected as reply markup")
        return tuple(tuple(_button(button) for button in row) for row in rows)


def _button(button: Raw) -> tuple[str, str]:
    label, data = button.get("text", ""), button.get("callback_data", "")
    if not label.strip():
        raise Refused(400, "Bad Request: inline keyboard button text is empty")
    if not 1 <= len(data.encode()) <= DATA:
        raise Refused(400, "Bad Request: BUTTON_DATA_INVALID")
    return label, data


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _words(text: str) -> str:
    if not text.strip():
        raise Refused(400, "Bad Request: message text is empty")
    if _units(text) > TEXT:
        raise Refused(400, "Bad Request: message is too long")
    return text.strip()


def _caption(text: str) -> str:
    if _units(text) > CAPTION:
        raise Refused(400, "Bad Request: message caption is too long")
    return text.strip()


def _picture(upload: tuple[str, bytes]) -> bytes:
    data = upload[1]
    if len(data) > PHOTO_BYTES:
        raise Refused(400, "Bad Request: file of size too big for a photo")
    try:
        with Image.open(BytesIO(data)) as image:
            image.verify()
    except (OSError, SyntaxError):
        raise Refused(400, "Bad Request: IMAGE_PROCESS_FAILED") from None
    return data


def send_message(call: Call) -> Raw:
    return call.world.raw(call.world.show(call.chat, text=_words(call.word("text")), rows=call.rows))


def send_photo(call: Call) -> Raw:
    photo = _picture(call.upload("photo"))
    message = call.world.show(call.chat, text=_caption(call.word("caption")), photos=(photo,), rows=call.rows)
    return call.world.raw(message)


def send_media_group(call: Call) -> list[Raw]:
    media = call.json("media", [])
    if not 2 <= len(media) <= 10:
        raise Refused(400, "Bad Request: group send requires from 2 to 10 media")
    if call.word("reply_markup"):
        raise Refused(400, "Bad Request: media groups can't have reply markup")
    pictures = [_picture(call.upload(each["media"])) for each in media]
    chat, album = call.chat, f"album{call.world.next('album')}"
    captions = [_caption(each.get("caption", "")) for each in media]
    messages = [
        call.world.show(chat, text=text, photos=(picture,), album=album)
        for text, picture in zip(captions, pictures, strict=True)
    ]
    return [call.world.raw(message) for message in messages]


def send_document(call: Call) -> Raw:
    name, data = call.upload("document")
    if not data:
        raise Refused(400, "Bad Request: file must be non-empty")
    message = call.world.show(call.chat, text=_caption(call.word("caption")), document=name, rows=call.rows)
    return call.world.raw(message)


def _to_edit(call: Call) -> Message:
    number = int(call.word("message_id") or 0)
    found = [message for message in call.chat.messages if message.id == number]
    if not found:
        raise Refused(400, "Bad Request: message to edit not found")
    if not found[0].by_bot:
        raise Refused(400, "Bad Request: message can't be edited")
    return found[0]


def _edit(call: Call, message: Message, **changes: Any) -> Raw:
    changed = {name for name, value in changes.items() if getattr(message, name) != value}
    if not changed:
        raise Refused(400, SAME)
    for name, value in changes.items():
        setattr(message, name, value)
    message.edits += 1
    return call.world.raw(message)


def edit_message_text(call: Call) -> Raw:
    message, text = _to_edit(call), _words(call.word("text"))
    if not message.is_words:
        raise Refused(400, "Bad Request: there is no text in the message to edit")
    return _edit(call, message, text=text, rows=call.rows)


def edit_message_caption(call: Call) -> Raw:
    message = _to_edit(call)
    if message.is_words:
        raise Refused(400, "Bad Request: there is no caption in the message to edit")
    return _edit(call, message, text=_caption(call.word("caption")), rows=call.rows)


def edit_message_media(call: Call) -> Raw:
    """Another picture, also where there was none."""
    message, media = _to_edit(call), call.json("media", {})
    picture = _picture(call.upload(media.get("media", "")))
    return _edit(call, message, text=_caption(media.get("caption", "")), photos=(picture,), rows=call.rows)


def edit_message_reply_markup(call: Call) -> Raw:
    return _edit(call, _to_edit(call), rows=call.rows)


def answer_callback_query(call: Call) -> bool:
    query = call.word("callback_query_id")
    if len(call.word("text")) > ANSWER:
        raise Refused(400, "Bad Request: MESSAGE_TOO_LONG")
    if query not in call.world.queries:
        raise Refused(400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
    call.world.queries.discard(query)
    call.world.answered.append(query)
    return True


def set_my_commands(call: Call) -> bool:
    commands = call.json("commands", [])
    for command in commands:
        name, about = command.get("command", ""), command.get("description", "")
        if not (1 <= len(name) <= 32 and name.isascii() and name.replace("_", "a").isalnum() and name == name.lower()):
            raise Refused(400, "Bad Request: BOT_COMMAND_INVALID")
        if not 1 <= len(about) <= 256:
            raise Refused(400, "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID")
    scope = call.json("scope", {"type": "default"})
    where = str(call.world.chat(scope["chat_id"]).id) if scope["type"] == "chat" else scope["type"]
    call.world.commands[where, call.word("language_code")] = commands
    return True


def get_me(call: Call) -> Raw:
    world = call.world
    me = {"id": world.bot, "is_bot": True, "first_name": "Hazardline", "username": world.username}
    return {**me, "can_join_groups": True, "can_read_all_group_messages": world.reads_all}


def get_file(call: Call) -> Raw:
    file_id = call.word("file_id")
    if file_id not in call.world.files:
        raise Refused(400, "Bad Request: wrong file_id or the file is temporarily unavailable")
    size = len(call.world.files[file_id])
    if size > DOWNLOAD_BYTES and call.world.local is None:
        raise Refused(400, "Bad Request: file is too big")
    path = f"photos/{file_id}" if call.world.local is None else _laid(call.world, call.world.local, file_id)
    return {"file_id": file_id, "file_unique_id": "AQ", "file_size": size, "file_path": path}


def _laid(world: World, folder: Path, file_id: str) -> str:
    """With --local a file is laid on the server's own disk."""
    path = folder / str(world.bot) / "photos" / file_id
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(world.files[file_id])
    return world.lies or str(path)


def get_user_profile_photos(call: Call) -> Raw:
    if call.word("user_id") != str(call.world.bot):
        raise Refused(400, "Bad Request: user not found")
    picture = call.world.picture
    photos = [[{"file_id": picture, "file_unique_id": "AQ", "width": 160, "height": 160}]] if picture else []
    return {"total_count": len(photos), "photos": photos}


def set_webhook(call: Call) -> bool:
    url = call.word("url")
    if not url.startswith("https://"):
        raise Refused(400, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook")
    _never_drops(call)
    call.world.webhook = {"url": url, "secret": call.word("secret_token"), "kinds": call.json("allowed_updates", [])}
    return True


def delete_webhook(call: Call) -> bool:
    _never_drops(call)
    call.world.webhook = {}
    return True


def _never_drops(call: Call) -> None:
    """Real servers do it, and that is how messages are lost."""
    assert call.word("drop_pending_updates") not in ("true", "True", "1"), "waiting updates were thrown away"


def get_webhook_info(call: Call) -> Raw:
    world = call.world
    info: Raw = {"url": world.webhook.get("url", ""), "pending_update_count": len(world.updates)}
    if world.last_error:
        info |= {"last_error_message": world.last_error, "last_error_date": world.now()}
    return info


SHOWING: dict[str, Callable[[Call], Any]] = {  # these count against the limits
    "sendmessage": send_message,
    "sendphoto": send_photo,
    "sendmediagroup": send_media_group,
    "senddocument": send_document,
}
METHODS: dict[str, Callable[[Call], Any]] = SHOWING | {
    "editmessagetext": edit_message_text,
    "editmessagecaption": edit_message_caption,
    "editmessagemedia": edit_message_media,
    "editmessagereplymarkup": edit_message_reply_markup,
    "answercallbackquery": answer_callback_query,
    "setmycommands": set_my_commands,
    "getme": get_me,
    "getfile": get_file,
    "getuserprofilephotos": get_user_profile_photos,
    "setwebhook": set_webhook,
    "deletewebhook": delete_webhook,
    "getwebhookinfo": get_webhook_info,
}
