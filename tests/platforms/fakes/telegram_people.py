"""People on Telegram: what they do becomes an update for the bot, as the real server makes it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tests.platforms.fakes.telegram_world import Chat, Message, Raw, World

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SOMEBODY = {"id": 9_000_001, "is_bot": False, "first_name": "外人"}


@dataclass
class Group:
    """A chat of several. The bot hears there what is meant for it, as its privacy mode has it."""

    world: World
    id: int

    @property
    def chat(self) -> Chat:
        return self.world.chats[self.id]

    def becomes_a_supergroup(self, number: int) -> None:
        """From now on the group is another chat; whoever writes to the old one is told so."""
        chat = self.chat
        self.world.chats[number] = Chat(number, chat.name, "supergroup")
        chat.moved_to = number


@dataclass
class Person:
    """Somebody with a phone. Every act returns the update it became; `group`: where, if not in the bot's own chat.

    A bot that is blocked hears nothing: a person unblocks it by `unblocks` or `starts`.
    """

    world: World
    id: int
    first_name: str
    last_name: str = ""
    language_code: str = "zh-hans"  # empty where the app tells none

    @property
    def raw(self) -> Raw:
        more = {"last_name": self.last_name, "language_code": self.language_code}
        told = {name: value for name, value in more.items() if value}
        return {"id": self.id, "is_bot": False, "first_name": self.first_name, **told}

    @property
    def chat(self) -> Chat:
        return self.world.chats[self.id]

    def says(self, text: str, group: Group | None = None, **more: Any) -> Raw:
        return self._sends({"text": text, **more}, group, text=text)

    def starts(self, payload: str = "") -> Raw:
        """Open the bot by a link, or its button."""
        if self.chat.blocked:
            self.unblocks()
        return self.says(f"/start {payload}".strip())

    def sends_photo(self, jpeg: bytes, caption: str = "", **more: Any) -> Raw:
        """A photo, as the app compresses it: in two sizes."""
        small, large = self.world.keep(jpeg[:90], ""), self.world.keep(jpeg, "")
        for size, width in ((small, 90), (large, 1280)):
            size |= {"width": width, "height": width * 3 // 4}
            del size["file_name"]
        words = {"caption": caption} if caption else {}
        return self._sends({"photo": [small, large], **words, **more}, None, text=caption, photos=(jpeg,))

    def sends_album(self, jpegs: Sequence[bytes], caption: str = "") -> list[Raw]:
        """Several photos at once: as many messages, the caption below the first of them."""
        album = str(self.world.next("album", 13_500_000_000))
        captions = [caption] + [""] * len(jpegs)
        return [
            self.sends_photo(jpeg, words, media_group_id=album) for jpeg, words in zip(jpegs, captions, strict=False)
        ]

    def sends_voice(self) -> Raw:
        return self._sends({"voice": {**self.world.keep(b"OggS", ""), "duration": 3, "mime_type": "audio/ogg"}})

    def sends_video(self) -> Raw:
        video = {**self.world.keep(b"mp4!", ""), "duration": 3, "width": 640, "height": 480}
        return self._sends({"video": {**video, "mime_type": "video/mp4"}})

    def sends_place(self, latitude: float, longitude: float) -> Raw:
        return self._sends({"location": {"latitude": latitude, "longitude": longitude}})

    def sends_file(self, name: str, data: bytes, mime: str = XLSX, size: int | None = None) -> Raw:
        """A file as it is. `size`: what Telegram says of it, where it is larger than the test has room for."""
        document = {**self.world.keep(data, name), "mime_type": mime}
        return self._sends({"document": document | ({"file_size": size} if size else {})})

    def sends_sticker(self) -> Raw:
        return self._sends(
            {"sticker": {**self.world.keep(b"webp", ""), "width": 512, "height": 512, "type": "regular"}}
        )

    def forwards(self, texts: Sequence[str] = (), jpegs: Sequence[bytes] = ()) -> list[Raw]:
        """Pass on what somebody else has written, in one go."""
        origin = {"type": "user", "sender_user": SOMEBODY, "date": self.world.now() - 60}
        told = [self.says(text, forward_origin=origin) for text in texts]
        return told + [self.sends_photo(jpeg, forward_origin=origin) for jpeg in jpegs]

    def edits(self, update: Raw, text: str) -> Raw:
        """Change the words of a message, named by the update it became."""
        before = update["message"]
        words = "text" if "text" in before else "caption"
        message = {**before, words: text, "edit_date": self.world.now()}
        return self.world.tell("edited_message", message)

    def taps(self, label: str, group: Group | None = None) -> Raw:
        """Tap the newest button that says so."""
        with self.world.lock:
            card = self._card(label, group)
            query = str(self.world.next("query", 700_000))
            self.world.queries.add(query)
            message = {**self.world.raw(card), "reply_markup": _keyboard(card)}
            tap = {"id": query, "from": self.raw, "message": message, "chat_instance": "1", "data": card.buttons[label]}
            return self.world.tell("callback_query", tap)

    def replies(self, text: str, group: Group) -> Raw:
        """Answer the newest message of the bot in a group."""
        card = next(message for message in reversed(group.chat.messages) if message.by_bot)
        return self.says(text, group, reply_to_message=self.world.raw(card))

    def blocks(self) -> Raw:
        self.chat.blocked = True
        return self._meets(self.chat, "member", "kicked")

    def unblocks(self) -> Raw:
        self.chat.blocked = False
        return self._meets(self.chat, "kicked", "member")

    def adds_bot(self, group: Group) -> Raw:
        group.chat.blocked = False
        return self._meets(group.chat, "left", "member")

    def removes_bot(self, group: Group) -> Raw:
        group.chat.blocked = True
        return self._meets(group.chat, "member", "kicked")

    def _card(self, label: str, group: Group | None) -> Message:
        chat = group.chat if group else self.chat
        return next(message for message in reversed(chat.messages) if label in message.buttons)

    def _sends(self, content: Raw, group: Group | None = None, **shown: Any) -> Raw:
        with self.world.lock:
            chat = group.chat if group else self.chat
            message = Message(self.world.next("message"), chat.id, False, **shown)
            chat.messages.append(message)
            head = {"message_id": message.id, "from": self.raw, "chat": chat.raw, "date": self.world.now()}
            return self.world.tell("message", {**head, **content})

    def _meets(self, chat: Chat, before: str, after: str) -> Raw:
        bot = {"id": self.world.bot, "is_bot": True, "first_name": "Hazardline", "username": self.world.username}
        change = {"chat": chat.raw, "from": self.raw, "date": self.world.now()}
        members = {"old_chat_member": before, "new_chat_member": after}
        return self.world.tell(
            "my_chat_member", change | {name: {"user": bot, "status": status} for name, status in members.items()}
        )


def _keyboard(card: Message) -> Raw:
    return {"inline_keyboard": [[{"text": label, "callback_data": data} for label, data in row] for row in card.rows]}
