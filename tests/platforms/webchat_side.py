"""The web chat's side of the contract: a table of our own, so little can go wrong, and some things nobody can do."""

import itertools
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from bot.platforms.webchat_wire import Change, Draft, Upload
from handlers.messages import Album, Envelope
from handlers.platform import Platform
from tests.chat_house import ChatHouse, open_house
from tests.platforms.sides import CAPTION, CHANGED, FILE, PICTURES, WORDS, Act, Fault, Shown
from workflow.ids import new_id

KNOWN = {
    Act.WORDS,
    Act.FILE,
    Act.PICTURE,
    Act.CAPTIONED,
    Act.ALBUM,
    Act.TAP,
    Act.TOO_LARGE,
    Act.EDIT,
    Act.DELETE,
    Act.GARBAGE,
}
TOO_LARGE = 30 * 2**20


class WebChatSide:
    """A page of 李强's, without the browser around it."""

    someone, blocked, nobody, group = "li", "", "nobody", ""
    lacks: frozenset[Act | Fault] = frozenset({*Act, *Fault} - KNOWN - {Fault.NONE})

    def __init__(self, house: ChatHouse) -> None:
        self.house = house
        self.platform: Platform = house.platform
        self._names = map("client-{}".format, itertools.count(1))

    async def arrives(self, act: Act) -> list[Envelope]:
        return ACTS[act](self)

    def shown(self) -> list[Shown]:
        return [
            Shown(
                code,
                body["text"],
                tuple(label for _, label in body["choices"]),
                len(body["photos"]),
                tuple(document["name"] for document in body["documents"]),
            )
            for code in self.house.ids
            for body in (message.body for message in self.house.shown(code) if message.direction == "out")
        ]

    def will(self, fault: Fault) -> None:
        """Nothing does."""

    def says(self, text: str = "", *jpegs: bytes, choice: str | None = None, album: Album | None = None) -> Envelope:
        uploads = tuple(self._upload(jpeg) for jpeg in jpegs)
        return self.house.platform.said("li", Draft(next(self._names), text, choice, uploads, album))

    def changes(self, **change: bool | str) -> list[Envelope]:
        said = self.says(WORDS)
        change_id = next(self._names)
        changed = self.house.platform.changed("li", said.key.partition(":")[2], Change(change_id, **change))  # type: ignore[arg-type]
        assert changed is not None
        return [said, changed]

    def sends_album(self) -> list[Envelope]:
        album = Album(new_id(), len(PICTURES))
        words = [CAPTION, *[""] * (len(PICTURES) - 1)]
        return [self.says(text, jpeg, album=album) for text, jpeg in zip(words, PICTURES, strict=True)]

    def sends_too_large(self) -> list[Envelope]:
        upload = Upload(new_id(), "大图.jpg", TOO_LARGE, "too_large")
        return [self.house.platform.said("li", Draft(next(self._names), uploads=(upload,)))]

    def taps(self) -> Envelope:
        card = next(message.body for message in reversed(self.house.shown("li")) if message.body["choices"])
        return self.says(choice=card["choices"][0][0])

    def sends_file(self) -> Envelope:
        return self.house.platform.said("li", Draft(next(self._names), uploads=(self._upload(b"PK", FILE),)))

    def _upload(self, jpeg: bytes, name: str = "a.jpg") -> Upload:
        upload = Upload(new_id(), name, len(jpeg))
        self.house.platform.file(upload.file).write_bytes(jpeg)
        return upload


ACTS: dict[Act, Callable[[WebChatSide], list[Envelope]]] = {
    Act.WORDS: lambda side: [side.says(WORDS)],
    Act.FILE: lambda side: [side.sends_file()],
    Act.PICTURE: lambda side: [side.says("", PICTURES[0])],
    Act.CAPTIONED: lambda side: [side.says(CAPTION, PICTURES[0])],
    Act.ALBUM: lambda side: side.sends_album(),
    Act.TAP: lambda side: [side.taps()],
    Act.TOO_LARGE: lambda side: side.sends_too_large(),
    Act.EDIT: lambda side: side.changes(text=CHANGED),
    Act.DELETE: lambda side: side.changes(deleted=True),
    Act.GARBAGE: lambda side: [Envelope("webchat", "li:garbage", "li", "{"), side.says(WORDS)],
}


@asynccontextmanager
async def webchat_side(folder: Path) -> AsyncIterator[WebChatSide]:
    """Opens the web chat of a small plant."""
    house = open_house(folder)
    yield WebChatSide(house)
    house.engine.dispose()
