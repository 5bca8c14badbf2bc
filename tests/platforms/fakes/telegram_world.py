"""What a Telegram server knows: chats and what was said in them, files, and updates that were not confirmed yet."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Raw = dict[str, Any]

FIRST_UPDATE = 500_000


class Refused(Exception):
    """The Bot API says no: the HTTP status, the description, and what clients are to go by."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters


@dataclass
class Message:
    """One message in a chat. `text` are its words or its caption; `buttons` are (label, data), row by row.

    edits: how often it was changed since it was sent. at: when it was, in seconds since 1970.
    album: what the pictures sent in one go have in common.
    """

    id: int
    chat: int
    by_bot: bool
    text: str = ""
    rows: tuple[tuple[tuple[str, str], ...], ...] = ()
    photos: tuple[bytes, ...] = ()
    document: str = ""
    album: str = ""
    edits: int = 0
    at: float = field(default_factory=time.time)

    @property
    def buttons(self) -> dict[str, str]:
        """The data of each button, by its label."""
        return {label: data for row in self.rows for label, data in row}

    @property
    def is_words(self) -> bool:
        return not self.photos and not self.document


@dataclass
class Chat:
    """A person's chat with the bot, or a group. `moved_to`: the supergroup that a group has become."""

    id: int
    name: str
    kind: str = "private"
    blocked: bool = False
    moved_to: int = 0
    messages: list[Message] = field(default_factory=list)

    @property
    def raw(self) -> Raw:
        return {"id": self.id, "type": self.kind, "title" if self.kind != "private" else "first_name": self.name}


@dataclass
class World:
    """Everything behind the Bot API of one bot. Acts of people and calls of the bot come from different threads."""

    bot: int
    username: str
    clock: Callable[[], float] = time.time
    lock: threading.RLock = field(default_factory=threading.RLock)
    chats: dict[int, Chat] = field(default_factory=dict)
    updates: list[Raw] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    queries: set[str] = field(default_factory=set)  # taps that still may be answered
    answered: list[str] = field(default_factory=list)
    commands: dict[tuple[str, str], list[Raw]] = field(default_factory=dict)  # (chat or scope, language or "") -> menu
    webhook: Raw = field(default_factory=dict)
    last_error: str = ""
    reads_all: bool = False
    picture: str = ""  # the file of the bot's own, if it has one
    local: Path | None = None  # the folder of a server that runs with --local
    lies: str = ""  # where such a server says that every file is, instead of where it is
    malformed: Callable[[], bool] = lambda: False  # whether an unreadable update comes before the next
    _numbers: dict[str, int] = field(default_factory=dict)

    def next(self, kind: str, first: int = 1) -> int:
        """The next number of its kind."""
        with self.lock:
            self._numbers[kind] = self._numbers.get(kind, first - 1) + 1
            return self._numbers[kind]

    @property
    def told(self) -> int:
        """How many updates there have been, readable or not."""
        return self._numbers.get("update", FIRST_UPDATE - 1) + 1 - FIRST_UPDATE

    def tell(self, kind: str, about: object) -> Raw:
        """Queue an update for the bot, whatever is in it."""
        with self.lock:
            if self.malformed():
                self.updates.append({"update_id": self.next("update", FIRST_UPDATE), "message": {"text": ["?"]}})
            update = {"update_id": self.next("update", FIRST_UPDATE), kind: about}
            self.updates.append(update)
            return update

    def waiting(self, kinds: list[str], most: int) -> list[Raw]:
        """The next updates for the bot; those of kinds that it does not ask for are let go."""
        with self.lock:
            if kinds:
                self.updates[:] = [update for update in self.updates if update.keys() & {*kinds}]
            return self.updates[:most]

    def begin_anew(self, number: int) -> None:
        """A week has passed: the next update has this number."""
        self._numbers["update"] = number - 1

    def keep(self, data: bytes, name: str) -> Raw:
        """A file as messages name it."""
        number = self.next("file")
        file_id = f"AgACAgUAAx{number:08d}"
        self.files[file_id] = data
        return {"file_id": file_id, "file_unique_id": f"AQ{number}", "file_size": len(data), "file_name": name}

    def chat(self, address: object) -> Chat:
        """The chat that the bot may write to. Raises Refused."""
        number = int(str(address)) if str(address).lstrip("-").isdecimal() else 0
        chat = self.chats.get(number)
        if chat is None:
            raise Refused(400, "Bad Request: chat not found")
        if chat.moved_to:
            raise Refused(
                400,
                "Bad Request: group chat was upgraded to a supergroup chat",
                migrate_to_chat_id=chat.moved_to,
            )
        if chat.blocked:
            why = "bot was blocked by the user" if chat.kind == "private" else "bot was kicked from the group chat"
            raise Refused(403, f"Forbidden: {why}")
        return chat

    def show(self, chat: Chat, **content: Any) -> Message:
        """The bot says something."""
        message = Message(self.next("message"), chat.id, True, **content)
        chat.messages.append(message)
        return message

    def raw(self, message: Message) -> Raw:
        """A message of the bot as the Bot API answers it."""
        author = {"id": self.bot, "is_bot": True, "first_name": "Hazardline", "username": self.username}
        words = "text" if message.is_words else "caption"
        base = {"message_id": message.id, "from": author, "chat": self.chats[message.chat].raw, "date": self.now()}
        return {**base, words: message.text}

    def now(self) -> int:
        return int(self.clock())

    def confirm(self, offset: int) -> None:
        """The bot has everything before this number."""
        with self.lock:
            self.updates[:] = [update for update in self.updates if update["update_id"] >= offset]

    def drop(self, updates: list[Raw]) -> None:
        """These were posted, and taken."""
        with self.lock:
            self.updates[:] = [update for update in self.updates if update not in updates]
