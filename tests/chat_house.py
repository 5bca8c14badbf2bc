"""A small plant with a web chat, for tests: six people, the platform, and a house that only remembers what came in."""

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import uvicorn
from sqlalchemy import Connection, Engine, insert
from starlette.applications import Starlette

from bot.buckets import Buckets
from bot.platforms import webchat_history as history
from bot.platforms.webchat import WebChat
from bot.platforms.webchat_wire import Draft
from bot.web.chat import ChatBackend, create_chat_app
from handlers.messages import Choice, Envelope, Incoming, Outgoing, Picture, Receipt
from storage.data_keys import open_ring
from storage.engine import open_engine, read_transaction, write_transaction
from storage.tables import addresses, company, departments, memberships, metadata, people
from tests.engines import MASTER_KEY
from workflow.ids import new_id

STAMPING, EQUIPMENT, SAFETY = ("冲压车间", "Stamping shop"), ("设备部", "Equipment"), ("安全环保部", "Safety")
PEOPLE = [  # code, name, name in English, language, role, department
    ("li", "李强", "Li Qiang", "zh_CN", "worker", STAMPING),
    ("wang", "王芳", "Wang Fang", "en", "worker", STAMPING),
    ("zhang", "张伟", "Zhang Wei", "zh_CN", "owner", EQUIPMENT),
    ("zhao", "赵敏", "Zhao Min", "zh_CN", "acceptor", STAMPING),
    ("sun", "孙建国", "Sun Jianguo", "zh_CN", "department_head", EQUIPMENT),
    ("zhou", "周丽", "Zhou Li", "zh_CN", "safety_officer", SAFETY),
]
SECRET = b"a secret for tests, of 32 bytes."


@dataclass
class ChatHouse:
    """The platform over real tables and files; `accepted` is the inbox, `pictures` says who may see which picture."""

    platform: WebChat
    ids: dict[str, str]
    accepted: dict[str, Envelope] = field(default_factory=dict)
    pictures: dict[tuple[str, str], Path] = field(default_factory=dict)
    stopping: bool = False
    posts: Buckets = field(default_factory=lambda: Buckets(0, 60))

    @property
    def engine(self) -> Engine:
        return self.platform.engine

    def app(self) -> Starlette:
        return create_chat_app(
            ChatBackend(
                self.platform,
                lambda envelope: self.accept(envelope),
                self.photo,
                SECRET,
                lambda: self.stopping,
                self.posts,
            )
        )

    def tells(self, outgoing: Outgoing, instead_of: Receipt | None = None) -> Receipt:
        """The bot says something, or something else; from a thread of its own, as a test may be inside a loop."""
        chat = self.platform
        saying = chat.replace(instead_of, outgoing) if instead_of else chat.send(outgoing)
        with ThreadPoolExecutor(1) as thread:
            return thread.submit(asyncio.run, saying).result()

    async def accept(self, envelope: Envelope) -> bool:
        """Store an envelope under its key, as the intake does."""
        return self.accepted.setdefault(envelope.key, envelope) is envelope

    def says(self, code: str, client_id: str, text: str = "", **rest: Any) -> Incoming:
        """A person says something; what the bot reads of it."""
        return self.platform.parse(self.platform.said(code, Draft(client_id, text, **rest)).body)

    def shown(self, code: str) -> list[history.Message]:
        """What stands in a person's chat."""
        with read_transaction(self.engine) as connection:
            return history.newest(connection, self.ids[code])[0]

    def news(self, code: str, since: int) -> tuple[list[history.Message], int]:
        """What changed in a person's chat after a change, and the change it led to."""
        with read_transaction(self.engine) as connection:
            return history.since(connection, self.ids[code], since)

    def line(self, code: str) -> history.Summary:
        """A person's line in the list."""
        with read_transaction(self.engine) as connection:
            return history.summaries(connection, [self.ids[code]])[0]

    def photo(self, viewer: str, attachment_id: str, variant: str) -> bytes | None:
        path = self.pictures.get((viewer, attachment_id))
        return path.read_bytes() if path else None

    def picture(self, path: Path, *viewers: str, alt: str = "整改前") -> Picture:
        """A picture that these people, and only they, may open."""
        attachment_id = new_id()
        self.pictures |= {(self.ids[code], attachment_id): path for code in viewers}
        return Picture(attachment_id, path, alt)


def open_house(folder: Path, engine: Engine | None = None) -> ChatHouse:
    """The six people in a plant of their own on SQLite, or beside those of a company that is there already."""
    engine = engine or _new_plant(folder)
    with write_transaction(engine) as connection:
        houses = {house: _department(connection, *house) for house in (STAMPING, EQUIPMENT, SAFETY)}
        ids = {row[0]: _person(connection, houses[row[5]], *row[:5]) for row in PEOPLE}
    return ChatHouse(WebChat(engine, folder / "uploads"), ids)


def _new_plant(folder: Path) -> Engine:
    engine = open_engine(f"sqlite:///{folder / 'chat.db'}")
    metadata.create_all(engine)
    open_ring(engine, MASTER_KEY)
    plant = {"code": "P", "name": "恒力机械", "name_en": "Hengli Machinery", "demo": True, "settings": {}}
    with write_transaction(engine) as connection:
        connection.execute(insert(company).values(**plant))
    return engine


def _department(connection: Connection, name: str, name_en: str) -> str:
    row = {"id": new_id(), "code": f"chat {name_en}", "name": name, "name_en": name_en}
    connection.execute(insert(departments).values(**row))
    return row["id"]


def _person(connection: Connection, house: str, code: str, name: str, name_en: str, language: str, role: str) -> str:
    person = {"id": new_id(), "code": code, "name": name, "name_en": name_en, "language": language}
    post = {"role": role, "department_id": house, "since": date(2020, 1, 1)}
    connection.execute(insert(people).values(**person))
    connection.execute(insert(memberships).values(id=new_id(), person_id=person["id"], **post))
    address = {"id": new_id(), "person_id": person["id"], "bot": "webchat", "address": code}
    connection.execute(insert(addresses).values(**address))
    return person["id"]


def says(address: str, text: str, *labels: str, photos: tuple[Picture, ...] = ()) -> Outgoing:
    """A message of the bot; the token of a button is its label with the address before it."""
    choices = tuple(Choice(f"{address}/{label}", label) for label in labels)
    return Outgoing(address, text, choices, photos)


@contextmanager
def served(house: ChatHouse, port: int = 0) -> Iterator[str]:
    """The chat on a real socket, on a free port where none is given; yields its address."""
    house.stopping = False

    def stop() -> None:
        house.stopping = True

    with serving(house.app(), stop, port) as address:
        yield address


@contextmanager
def serving(app: Starlette, stop: Callable[[], None], port: int = 0) -> Iterator[str]:
    """An application on a real socket; yields its address. stop: tells what is open that the server is about to end."""
    config = uvicorn.Config(app, host="127.0.0.1", port=port, log_level="warning", proxy_headers=False)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        stop()
        server.should_exit = True
        thread.join()
