"""What stands in the chats of the fake WeCom, and whose they are."""

import time
from dataclasses import dataclass, field


@dataclass
class Message:
    """One message as it stands in a chat: a card's `text` is its title and what is under it.

    link, more: where a text card leads, and what its foot says.
    """

    kind: str
    text: str = ""
    buttons: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    photos: int = 0
    documents: tuple[str, ...] = ()
    task_id: str = ""
    listed: bool = False  # a list to pick from, with one button under it
    link: str = ""
    more: str = ""
    at: float = field(default_factory=time.time)
    offered: tuple[str, ...] = field(init=False)  # the keys that it came with, whatever has become of it

    def __post_init__(self) -> None:
        self.offered = self.keys


@dataclass
class Member:
    """Of the company: `userid` as it was typed, capitals and all. status: 1 active, 2 disabled, 4 not yet, 5 left."""

    userid: str
    name: str
    departments: tuple[int, ...] = (1,)
    status: int = 1
    visible: bool = True  # within the app's sight
    chat: list[Message] = field(default_factory=list)
