"""One company: its database, people's platforms, turns, courier and clock. Nothing of it is global."""

import shutil
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import Connection, Engine, select

from bot.board_pages import BoardPages
from bot.cards import Cards
from bot.chainer import Chainer
from bot.charts import chart_for
from bot.clock import Clock
from bot.comparison import Comparisons
from bot.courier import Courier
from bot.delivering import Chart
from bot.documents import DocumentFetcher
from bot.files import Files
from bot.intake import Intake
from bot.lease import Lease
from bot.links import Links
from bot.menus import Menus
from bot.nightly import Nightly
from bot.own_pages import OwnPages
from bot.photos import PhotoFetcher
from bot.plan_pages import PlanPages
from bot.settings import BadSettings
from bot.threads import Threads
from handlers.bound_groups import move
from handlers.known_cases import KnownCases
from handlers.platform import Linked, Platform
from handlers.said_cases import SaidCases
from handlers.tools import Tools
from handlers.turn import Turns
from handlers.unreachable import lose
from nlp.agreement import append
from nlp.classifier import Classifier
from nlp.major import MajorScreen
from nlp.places import Place, PlaceFinder
from nlp.quality import Quality
from nlp.retrieval import LibraryRetrieval
from nlp.shadow import Shadow
from storage import audit, case_photos, deputies, directory, pseudonyms, queries, tables
from storage.audit import Kind
from storage.engine import read_transaction, write_transaction
from storage.mapping import map_domain
from storage.media import MediaStore, Variant
from storage.pseudonyms import Pseudonyms
from storage.queries import Viewer
from storage.sealed_types import ring_of
from storage.sheets import SheetStore
from storage.unit_of_work import House
from templates.render import Renderer
from workflow.anonymous import pseudonym
from workflow.calendar import Calendar
from workflow.library import LibraryEntry
from workflow.money import YUAN
from workflow.people import Role
from workflow.permissions import Action

# Decoding a large photograph takes up to 260 MB for a moment: few at a time.
PHOTO_THREADS = 2
SHADOW = Path("nlp") / "shadow.jsonl"  # in the data folder: how a candidate judged beside the one in service

Now = Callable[[], datetime]


class NoCompany(Exception):
    """The database holds no company yet: its workbook has to be imported first."""


class UnknownZone(BadSettings):
    """A time zone that is no more, or never was: (the sheet and the code of the row that names it, the zone)."""

    def __init__(self, sheet: str, code: str, zone: str) -> None:
        super().__init__(f"{sheet}.time_zone", zone)
        self.topic = "operator.unknown_zone"
        self.facts = {"sheet": sheet, "code": code, "zone": zone}


@dataclass(frozen=True)
class Facts:
    """What the company's own row says."""

    code: str
    name: str
    demo: bool
    number_prefix: str
    time_zone: str
    head_limit: int | None = None  # yuan
    director_limit: int | None = None
    industries: Sequence[str] = ()

    @property
    def approves(self) -> dict[Role, int]:
        """How much money a role may approve, in fen, where the company has set it."""
        limits = {Role.DEPARTMENT_HEAD: self.head_limit, Role.SAFETY_DIRECTOR: self.director_limit}
        return {role: limit * YUAN for role, limit in limits.items() if limit is not None}


def facts_of(engine: Engine) -> Facts:
    """The company in a database. Raises NoCompany, and UnknownZone where no clock can go by it."""
    company = tables.company.c
    plain = (company.code, company.name, company.demo, company.number_prefix, company.time_zone)
    wanted = select(*plain, company.head_limit, company.director_limit, company.industries)
    with read_transaction(engine) as connection:
        row = connection.execute(wanted).one_or_none()
        if row is None:
            raise NoCompany
        _check_zones(connection)
    return Facts(*row)


def _check_zones(connection: Connection) -> None:
    """Of the company and of every site: what a database holds may be older than the zones of this machine."""
    for sheet in (tables.company, tables.sites):
        for code, zone in connection.execute(select(sheet.c.code, sheet.c.time_zone).order_by(sheet.c.code)):
            try:
                ZoneInfo(zone)
            except (OSError, ValueError, ZoneInfoNotFoundError) as fault:
                raise UnknownZone(sheet.name, code, zone) from fault


def house_of(engine: Engine, key: Pseudonyms | None = None) -> House:
    """What every transaction has to know of the company in a database. Raises NoCompany, UnknownZone."""
    facts = facts_of(engine)
    return House(engine, Calendar(ZoneInfo(facts.time_zone)), facts.number_prefix, facts.approves, key)


def utc_now() -> datetime:
    return datetime.now(UTC)


class Company:
    """Everything that works for one company, wired.

    platforms: by the bot's name. library: as its tables hold it, where they have been read already.
    audit_heads: the file outside the database to which the heads of the audit's chain go.
    messages_per_minute: how many of one person are answered at once; 0: all.
    backup_hour: where backups are made every night, by the company's clock.
    """

    def __init__(
        self,
        engine: Engine,
        data_dir: Path,
        platforms: Mapping[str, Platform],
        *,
        turn_threads: int,
        now: Now = utc_now,
        library: Sequence[LibraryEntry] | None = None,
        classifier: Classifier | None = None,
        candidate: Classifier | None = None,
        quality: Quality | None = None,
        pseudonym_key: bytes | None = None,
        audit_heads: Path | None = None,
        links: Links | None = None,
        asks_same: bool = True,
        backup_hour: int | None = None,
        messages_per_minute: int = 0,
        chart: Chart = chart_for,
    ) -> None:
        map_domain()
        self.engine = engine
        self.facts = facts_of(engine)
        self.platforms = platforms
        self.now = now
        self._candidate, self._noted = candidate, data_dir / SHADOW
        self._shadow: Shadow | None = None  # where a candidate is tried out
        self._data_dir = data_dir
        self.store = MediaStore(data_dir / "media", ring_of(engine))
        zone = ZoneInfo(self.facts.time_zone)
        key = Pseudonyms(pseudonym_key) if pseudonym_key else None
        edits = frozenset(bot for bot, platform in platforms.items() if platform.can.edit)
        self.sheets = SheetStore(data_dir / "sheets", ring_of(engine))
        self.house = replace(house_of(engine, key), edits=edits, sheets=self.sheets)
        self.renderer = Renderer(zone)
        self._threads = Threads(engine, turn_threads)
        self._photographers = ThreadPoolExecutor(PHOTO_THREADS, "photo")
        self.lease = Lease(engine)
        self.known_cases = KnownCases() if asks_same else None
        self.said_cases = SaidCases()
        tools = self._tools(library, classifier, quality or Quality())
        self.turns = Turns(self.house, tools, self.store.forget, self.lease.holds)
        comparisons = Comparisons(self.house, self.renderer, self.store, now)
        takes = {bot: platform.limits.document_bytes for bot, platform in platforms.items()}
        self.cards = Cards(self.house, self.renderer, self.store, now, self.link, links, takes)
        self.files = Files(self.house, self.store, tools, now)
        self.courier = Courier(
            engine,
            self.lease,
            platforms,
            self.cards,
            comparisons,
            partial(lose, self.house),
            partial(move, self.house),
            self._threads.carrying,
            self._threads.composing,
            self._photographers,
            now,
            chart,
            self.files.write,
        )
        hush = self.courier.hush
        self.photos = PhotoFetcher(engine, self.store, platforms, zone, self._photographers, now, hush)
        self.intake = Intake(
            engine,
            platforms,
            self.turns,
            self.photos,
            DocumentFetcher(self.sheets, platforms, self._photographers, hush),
            self._threads.storing,
            self._threads.turns,
            now,
            self.courier.carry,
            hush,
            messages_per_minute,
        )
        self.chainer = Chainer(engine, self.lease, ring_of(engine).key("chain"), audit_heads, now)
        self.menus = Menus(self.house, platforms, self._threads.carrying, now, self.courier.leads, hush)
        nightly = Nightly(self.house, backup_hour, self.courier.leads, now) if backup_hour is not None else None
        self.clock = Clock(
            self.house,
            self.photos,
            self.store,
            self.sheets,
            self._threads.turns,
            self._photographers,
            now,
            self.courier.ring,
            nightly,
        )

    def link(self, start: str) -> str:
        """Where a chat with the company is started with these words; empty where no platform has such links."""
        linked = (platform.link(start) for platform in self.platforms.values() if isinstance(platform, Linked))
        return next((link for link in linked if link), "")

    def photo(self, person_id: str, attachment_id: str, variant: Variant) -> bytes | None:
        """A picture, if this person may see it now; what is denied, or read from outside, is on record.

        Raises OSError where it is not there or does not open.
        """
        with read_transaction(self.engine) as connection:
            person = deputies.acting(connection, person_id, self._today())
            if person is None:
                return None
            viewer = Viewer(person, self.now(), self._today())
            media_id = case_photos.photo(connection, viewer, attachment_id)
            case = case_photos.case_of(connection, attachment_id)
            party = pseudonyms.party_of(connection, self.house.pseudonyms, case, person_id) if case else None
            if media_id is None and party is not None:
                hidden = Viewer(pseudonym(party), viewer.now, viewer.today)
                media_id = case_photos.photo(connection, hidden, attachment_id)
            outside = queries.read_from_outside(connection, viewer, [case]) if case and media_id else []
        if case and (media_id is None or (outside and party is None)):
            self._put_on_record(Kind.READ if media_id else Kind.DENIED, person_id, case, attachment_id)
        return self.store.read(media_id, variant) if media_id else None

    def own_pages(self) -> OwnPages:
        """What people read who are signed in on the web."""
        return OwnPages(self.house, self.renderer, self.now, self.photo)

    def board_pages(self) -> BoardPages:
        """The board of those who have one."""
        return BoardPages(self.house, self.now)

    def plan_pages(self) -> PlanPages:
        """Where areas are outlined on the plan picture."""
        return PlanPages(self.house, self.renderer, self.store, self.now)

    def _put_on_record(self, kind: Kind, person_id: str, case: str, attachment_id: str) -> None:
        told = {"right": str(Action.SEE), "photo": attachment_id}
        with write_transaction(self.engine) as connection:
            audit.record(connection, kind, self.now(), person_id, subject_kind="hazard", subject_id=case, facts=told)

    def _tried(self, classifier: Classifier) -> Classifier:
        """The one in service, with the candidate in its shadow where there is one."""
        if self._candidate is None:
            return classifier
        note = partial(append, self._noted, today=self._today)
        self._shadow = Shadow(classifier, self._candidate, note)
        return self._shadow

    def _today(self) -> date:
        """The company's own day."""
        return self.house.calendar.local(self.now()).date()

    def close(self) -> None:
        """Stop the threads, what they are doing being finished first, and let another process send."""
        self.chainer.close()
        self.lease.close()
        self._threads.close()
        if self._shadow is not None:
            self._shadow.close()
        self._photographers.shutdown()

    def _tools(self, library: Sequence[LibraryEntry] | None, classifier: Classifier | None, quality: Quality) -> Tools:
        with read_transaction(self.engine) as connection:
            library = library or directory.library(connection)
            areas = [Place(*row) for row in directory.named_areas(connection)]
            equipment = [Place(*row) for row in directory.named_equipment(connection)]
        classifier = self._tried(classifier or LibraryRetrieval(library))
        finder, major = PlaceFinder(areas, equipment), MajorScreen(library, self.facts.industries)
        known = (self.said_cases, self.known_cases)
        tools = (classifier, finder, self.renderer, self.house.calendar, quality, major, *known)
        free = lambda: shutil.disk_usage(self._data_dir).free  # noqa: E731
        return Tools(*tools, sheets=self.sheets, free_bytes=free)
