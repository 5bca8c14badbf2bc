"""The company as a test meets it: people who say and hear things, a clock that can be moved, and nothing else faked.

Only platform, classifier and clock are stood in for; storage, turns, courier and pictures are the real ones. The whole
application is torn down and built again between every two turns unless a test asks otherwise.
"""

import asyncio
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar

from sqlalchemy import Connection, select, update

from bot.company import Company
from bot.links import Links
from handlers.messages import Album, Attached, Envelope, Incoming, MenuItem, Outgoing, Photo, Receipt
from handlers.platform import Can, Finding, Limits, Platform, Unparsable
from nlp.classifier import Alternative, Classifier, Judgement
from nlp.quality import Quality
from storage import deliveries, directory, right_trail, tables
from storage.engine import read_transaction, write_transaction
from templates.render import label
from tests import engines
from tests.photographs import photograph
from workflow.ids import new_id
from workflow.library import Category, Grade, LibraryEntry

START = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)  # Monday 09:00 in Shanghai


@dataclass
class Clock:
    """The time as the application sees it."""

    moment: datetime = START

    def __call__(self) -> datetime:
        return self.moment

    def passes(self, **span: float) -> None:
        self.moment += timedelta(**span)


class SureClassifier:
    """Knows a few words for certain and abstains on all others."""

    model = "test/1"
    KNOWN: ClassVar = {  # what is said in Chinese and in English -> the entry of the shipped library
        ("防护罩", "guard"): "ME-01",
        ("漏油", "oil leaks"): "ME-07",
        ("插座", "socket"): "EL-07",
        ("灭火器", "extinguisher"): "FI-01",
        ("地上有油", "oil on the floor"): "EN-01",
        ("焊渣", "sparks"): "FI-06",
        ("分装瓶", "unlabelled"): "CH-02",
        ("氧气瓶没", "cylinder is loose"): "SP-06",
    }

    def __init__(self, categories: Mapping[str, Category]) -> None:
        """categories: of the entries, by their code."""
        self._categories = categories

    def judge(self, words: str) -> Judgement:
        known = (code for code in self.KNOWN.values() if code in self._categories)
        others = tuple(Alternative(self._categories[code], code, 0.3) for code in known)
        for said, code in self.KNOWN.items():
            if any(word in words.casefold() for word in said):
                return Judgement(self._categories[code], Grade.GENERAL, code, 0.97, others, self.model, False)
        return Judgement(None, None, None, 0.1, others, self.model, True)

    def judge_within(self, words: str, category: Category) -> Judgement:
        return Judgement(category, Grade.GENERAL, None, 0.5, (), self.model, False)


@dataclass(frozen=True)
class Said:
    """One message of a conversation: what a person sent or tapped, or what the bot said to them."""

    with_whom: str  # the person's code
    by_bot: bool
    text: str
    buttons: tuple[str, ...] = ()
    photos: int = 0
    tapped: bool = False


@dataclass
class StubPlatform:
    """A platform that takes everything: uploads lie in memory, what is sent is kept in a list."""

    bot: str = "stub"
    limits: Limits = field(default_factory=Limits)
    can: Can = field(default_factory=Can)
    files: dict[str, bytes] = field(default_factory=dict)
    sent: list[Outgoing] = field(default_factory=list)
    talk: list[Said] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    fails: list[Exception] = field(default_factory=list)
    acknowledged: list[tuple[str, str]] = field(default_factory=list)
    menus: list[tuple[str, str, tuple[str, ...]]] = field(default_factory=list)
    refuses_menus: Exception | None = None
    refused_menus: int = 0
    numbers: bool = False  # it shows no buttons

    async def check(self) -> None:
        """Always there."""

    async def listen(self) -> Any:
        for batch in list[list[Envelope]]():
            yield batch

    def parse(self, body: str) -> Incoming:
        try:
            raw = json.loads(body)
        except ValueError as error:
            raise Unparsable(str(error)) from error
        photos = tuple(Photo(**photo) for photo in raw.get("photos", ()))
        album = Album(**raw["album"]) if raw.get("album") else None
        said = (raw["sender"], START, raw.get("text", ""), raw.get("choice"), photos)
        plain = ("edits", "voice", "video", "scan", "document", "event", "group", "sender_name", "language")
        more = {name: raw[name] for name in plain if name in raw}
        if raw.get("file"):
            more["file"] = Attached(**raw["file"])
        location = tuple(raw["location"]) if raw.get("location") else None
        deleted = raw.get("deleted", False)
        return Incoming("stub", raw.get("id", ""), *said, album=album, location=location, deleted=deleted, **more)

    async def download(self, photo: Photo) -> bytes:
        if self.fails:
            raise self.fails.pop(0)
        return self.files[photo.remote]

    async def send(self, outgoing: Outgoing) -> Receipt:
        if self.fails:
            raise self.fails.pop(0)
        self.sent.append(outgoing)
        buttons = tuple(choice.label for choice in outgoing.choices)
        self.talk.append(Said(outgoing.address, True, outgoing.text, buttons, len(outgoing.photos)))
        return Receipt(str(len(self.sent)), numbered=self.numbers and bool(outgoing.choices))

    def to(self, address: str) -> list[Outgoing]:
        """What was sent to one person, in order."""
        return [outgoing for outgoing in self.sent if outgoing.address == address]

    async def acknowledge(self, incoming: Incoming, taken: str) -> None:
        if incoming.choice:
            self.acknowledged.append((incoming.sender, taken))

    async def offer(self, items: Sequence[MenuItem], language: str, address: str = "") -> None:
        if self.refuses_menus is not None:
            self.refused_menus += 1
            raise self.refuses_menus
        self.menus.append((address, language, tuple(item.word for item in items)))

    async def examine(self) -> list[Finding]:
        return []

    async def close(self) -> None:
        """Nothing is held open."""

    async def replace(self, receipt: Receipt, outgoing: Outgoing) -> Receipt:
        self.replaced.append(receipt.message_id)
        return await self.send(outgoing)


@dataclass
class Heard:
    """A notice that reached its person, with the words it came in."""

    id: str
    topic: str
    choices: list[dict[str, Any]]
    subject_id: str | None
    facts: dict[str, Any]

    def token(self, value: str) -> str:
        position = next(i for i, choice in enumerate(self.choices) if choice["value"] == value)
        return deliveries.token(self.id, position)


class World:
    """A running company and its people, by their names in the demo workbook: `world.person("李强")`.

    language: where it is given, everybody speaks it.
    """

    def __init__(self, url: str, folder: Path, *, restarting: bool = True, language: str | None = None) -> None:
        self.url = url
        self.folder = folder
        self.clock = Clock()
        self.platform = StubPlatform()
        self.candidate: Classifier | None = None  # tried out in the shadow
        self.restarting = restarting
        self.quality = Quality()
        self.pseudonym_key: bytes | None = bytes(range(32))
        self.links: Links | None = None
        self.asks_same = False  # most stories report in one breath what only a test would report twice
        self.bots: tuple[str, ...] = ("stub",)  # the names by which its one platform is known
        self.others: dict[str, Platform] = {}  # beside it, by name
        self._runner = asyncio.Runner()
        self._company: Company | None = None
        self._people: dict[str, Someone] = {}
        self._count = 0
        self._engine = engines.take(url)
        self._books = engines.take(url)
        self.language = language or "zh_CN"
        with write_transaction(self._books) as connection:
            if language:
                connection.execute(update(tables.people).values(language=language))
            ids = connection.execute(select(tables.addresses.c.id)).scalars().all()
            with right_trail.changing(connection, tables.addresses, ids, self.clock()):
                connection.execute(update(tables.addresses).values(bot="stub"))
            for person in connection.execute(select(tables.people)).all():
                self._people[person.name] = Someone(self, person.id, person.code, person.name, person.name_en)
        self.begun = new_id()  # what is written from now on is written in the story

    @property
    def company(self) -> Company:
        if self._company is None:
            self._company = Company(
                self._engine,
                self.folder,
                dict.fromkeys(self.bots, self.platform) | self.others,
                turn_threads=2,
                now=self.clock,
                library=self._library,
                candidate=self.candidate,
                classifier=self._classifier,
                quality=self.quality,
                pseudonym_key=self.pseudonym_key,
                links=self.links,
                asks_same=self.asks_same,
            )
        return self._company

    @cached_property
    def _library(self) -> list[LibraryEntry]:
        """Read once: no story changes it, and to read it anew after each turn took a quarter of their time."""
        with read_transaction(self._books) as connection:
            return _read_library(connection)

    @cached_property
    def _classifier(self) -> SureClassifier:
        entries = tables.library_entries.c
        known = select(entries.code, entries.category).where(entries.code.in_(SureClassifier.KNOWN.values()))
        return SureClassifier({row.code: Category(row.category) for row in self.rows(known)})

    def person(self, name: str) -> "Someone":
        return self._people[name]

    def people(self) -> Iterator["Someone"]:
        return iter(self._people.values())

    def send(self, *envelopes: Envelope) -> list[bool]:
        """Deliver raw messages at once, let the company work until it is quiet, then restart it."""
        stored = self._runner.run(self._send(envelopes))
        self.pause()
        return stored

    async def _send(self, envelopes: tuple[Envelope, ...]) -> list[bool]:
        await self.company.lease.renew()  # it is the one that sends, as a process is that has started
        stored = await asyncio.gather(*(self.company.intake.accept(envelope) for envelope in envelopes))
        await self._work()
        return list(stored)

    async def _work(self) -> None:
        await self.company.intake.sweep()
        await self.company.intake.settle()
        await self.company.courier.settle()

    def work(self) -> None:
        """Let the company do what is due: timers, pending pictures, waiting messages, notices."""

        async def all_of_it() -> None:
            await self.company.lease.renew()
            await self.company.clock.tick()
            await self.company.photos.fetch_pending()
            await self._work()

        self._runner.run(all_of_it())
        self.pause()

    def pause(self) -> None:
        """Between two turns: the application stops and a new one starts over the same database."""
        if self.restarting:
            self.stop()

    def stop(self) -> None:
        if self._company is not None:
            self._company.close()
            self._company = None

    def close(self) -> None:
        self.stop()
        engines.put_back(self._books)
        engines.put_back(self._engine)
        self._runner.close()

    def envelope(self, sender: str, **raw: Any) -> Envelope:
        self._count += 1
        key = f"m{self._count}"
        return Envelope("stub", key, sender, json.dumps({"sender": sender, "id": key, **raw}))

    def upload(self, data: bytes) -> dict[str, Any]:
        name = f"f{len(self.platform.files)}"
        self.platform.files[name] = data
        return {"remote": name, "name": f"{name}.jpg", "size": len(data)}

    def rows(self, query: Any) -> list[Any]:
        """What lies in the database, read beside the application."""
        with read_transaction(self._books) as connection:
            return list(connection.execute(query))


_libraries: dict[tuple[Any, ...], list[LibraryEntry]] = {}


def _read_library(connection: Connection) -> list[LibraryEntry]:
    """Of a process, each library once: an entry of one code and version says the same in all its databases."""
    entries = tables.library_entries.c
    versions = select(entries.code, entries.version, entries.shipped, entries.retired).order_by(entries.code)
    known = tuple(map(tuple, connection.execute(versions)))
    if known not in _libraries:
        _libraries[known] = directory.library(connection)
    return _libraries[known]


class Someone:
    """A person of the company in conversation with the bot."""

    def __init__(self, world: World, person_id: str, code: str, name: str, name_en: str) -> None:
        self.world = world
        self.id = person_id
        self.code = code
        self.name = name
        self.name_en = name_en
        self.said: list[str] = []  # what the platform calls their messages
        self._heard = 0

    def sends(self, text: str = "", en: str = "", *, photos: int = 0, files: tuple[bytes, ...] = ()) -> None:
        """One message: words (`en`: where the company speaks English), drawn photographs, or given files."""
        text = en if en and self.world.language == "en" else text
        self.world.platform.talk.append(Said(self.code, False, text, photos=photos + len(files)))
        drawn = [photograph(self.world.clock.moment.minute + n, size=(640, 480)) for n in range(photos)]
        uploads = [self.world.upload(data) for data in (*drawn, *files)]
        envelope = self.world.envelope(self.code, text=text, photos=uploads)
        self.said.append(envelope.key)
        self.world.send(envelope)

    def sends_file(self, name: str, data: bytes, size: int | None = None) -> None:
        """A file that is no picture."""
        self.world.platform.talk.append(Said(self.code, False, f"📎 {name}"))
        uploaded = self.world.upload(data)
        file = {"remote": uploaded["remote"], "name": name, "size": size or len(data)}
        self.world.send(self.world.envelope(self.code, document=name, file=file))

    def edits(self, text: str, en: str = "", *, back: int = 1) -> None:
        """Change the words of a message: the last one sent, or one so many further back."""
        text = en if en and self.world.language == "en" else text
        self.world.platform.talk.append(Said(self.code, False, f"✎ {text}"))
        self.world.send(self.world.envelope(self.code, text=text, edits=self.said[-back]))

    def deletes(self, *, back: int = 1) -> None:
        self.world.platform.talk.append(Said(self.code, False, "✕"))
        self.world.send(self.world.envelope(self.code, edits=self.said[-back], deleted=True))

    def taps(self, value: str) -> None:
        """Tap the latest button that stands for a value."""
        heard = self.latest(value)
        choice = next(c for c in heard.choices if c["value"] == value)
        words = choice["text"] or label(self.world.language, "choice", choice["label"])
        self.world.platform.talk.append(Said(self.code, False, words, tapped=True))
        self.world.send(self.world.envelope(self.code, choice=heard.token(value)))

    def picks(self, value: str) -> None:
        """Tap a button of the last card, or, where it has no room for it, of those behind it."""
        for _ in range(10):  # pages of names go round
            offered = [choice["value"] for choice in self.everything()[-1].choices]
            if value in offered or "more" not in offered:
                break
            self.taps("more")
        self.taps(value)

    def sees(self, number: str) -> None:
        """Ask for the card of a case."""
        self.sends(number)
        assert self.skips()[-1] == "case.card"

    def taps_token(self, token: str) -> None:
        self.world.send(self.world.envelope(self.code, choice=token))

    def latest(self, value: str) -> Heard:
        offering = [heard for heard in self.everything() if any(c["value"] == value for c in heard.choices)]
        assert offering, f"{self.name} was never offered {value}; heard {[h.topic for h in self.everything()]}"
        return offering[-1]

    def hears(self, *topics: str) -> list[Heard]:
        """The next things this person has been told are exactly these topics."""
        fresh = self.everything()[self._heard :]
        self._heard += len(fresh)
        told = [heard.topic for heard in fresh]
        assert told == list(topics), f"{self.name} heard {told}"
        return fresh

    def hears_nothing(self) -> None:
        self.hears()

    def skips(self) -> list[str]:
        """Whatever has been said so far is taken as heard."""
        fresh = self.everything()[self._heard :]
        self._heard += len(fresh)
        return [heard.topic for heard in fresh]

    def everything(self) -> list[Heard]:
        notices = tables.notices
        mine = (notices.c.recipient_id == self.id, notices.c.state == "sent")
        rows = self.world.rows(select(notices).where(*mine).order_by(notices.c.id))
        return [Heard(row.id, row.topic, row.choices, row.subject_id, row.facts) for row in rows]

    def words(self) -> str:
        """The last message as it was rendered."""
        return next(outgoing.text for outgoing in reversed(self.world.platform.sent) if outgoing.address == self.code)


def case_of(world: World) -> Any:
    """The only case there is, as its row stands."""
    (row,) = world.rows(select(tables.hazards))
    return row


def kinds_of(world: World, hazard_id: str) -> list[str]:
    """What happened to a case, in order."""
    events = tables.events
    rows = world.rows(select(events.c.kind).where(events.c.subject_id == hazard_id).order_by(events.c.version))
    return [row.kind for row in rows]


def by_id(world: World, person_id: str) -> Someone:
    """The person with an id."""
    return next(someone for someone in world.people() if someone.id == person_id)
