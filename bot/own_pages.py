"""What somebody who is signed in on the web reads: by the same rights and in the same words as in chat."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from handlers.listed import lines
from storage import audit, case_photos, lists, queries, web_sessions
from storage.audit import Kind
from storage.engine import read_transaction, write_transaction
from storage.enrolling import digest_of
from storage.media import Variant
from storage.queries import Viewer
from storage.unit_of_work import House
from storage.web_sessions import Session, WebSessions
from templates.render import Renderer
from workflow.board import scope
from workflow.people import in_words
from workflow.permissions import Action

PARTIES = ("reporter", "typist", "owner", "acceptor", "helper")
# The picture of an attachment as a person may see it; None: not.
Photo = Callable[[str, str, Variant], bytes | None]


PICTURES = ("found", "after", "progress", "comparison", "recheck", "order", "receipt", "paper")


@dataclass(frozen=True)
class Shown:
    """A case as a page tells it. summary, steps: lines, the newest step first. people: roles to it, and names.

    pictures: ids with what each shows; before, after: those of them that are to be compared.
    """

    number: str
    summary: Sequence[str]
    steps: Sequence[str]
    people: Sequence[tuple[str, str]]
    pictures: Mapping[str, str]
    before: Sequence[str]
    after: Sequence[str]
    has_board: bool

    @property
    def others(self) -> list[str]:
        return [id_ for id_ in self.pictures if id_ not in (*self.before, *self.after)]


@dataclass(frozen=True)
class OwnPages:
    """Sessions and what they read. Every method opens short transactions of its own."""

    house: House
    renderer: Renderer
    now: Callable[[], datetime]
    photo: Photo

    def is_offered(self, code: str) -> bool:
        """Whether the code of a link would open a session."""
        with read_transaction(self.house.engine) as connection:
            return web_sessions.is_offered(connection, digest_of(code), self.now())

    def begin(self, code: str, browser: str) -> str | None:
        """Spend the code of a link: what the browser bears from now on; None where it opens nothing."""
        with self._writing() as connection:
            return web_sessions.begin(connection, digest_of(code), browser, self.now(), self._viewed().date())

    def session(self, token: str) -> Session | None:
        """Whose session a browser bears, as long as it lasts."""
        with read_transaction(self.house.engine) as connection:
            found = web_sessions.session_of(connection, token, self.now(), self._viewed().date())
        if found is None:
            return None
        session, unnoted = found
        if unnoted:
            with self._writing() as connection:
                web_sessions.note_used(connection, session.id, self.now())
        return session

    def end(self, session: Session, which: str | None) -> None:
        """End one of the sessions of a person, or all of them."""
        with self._writing() as connection:
            WebSessions(connection).end(session.person.id, which, self.now())

    def home(self, session: Session) -> dict[str, Any]:
        """Facts of the first page: name, what waits for them, where they are signed in."""
        person, viewer = session.person, self._viewer(session)
        with read_transaction(self.house.engine) as connection:
            waiting = lists.to_do(connection, viewer, 0)
            devices = web_sessions.devices(connection, viewer)
        return {
            "name": in_words(person.name, person.name_en, person.language),
            "cases": [
                {"id": item["id"], "line": self._said(session, "web.line", item)} for item in lines(waiting.items)
            ],
            "rest": waiting.total - len(waiting.items),
            "devices": [{"id": each["id"], "line": self._said(session, "web.device", each)} for each in devices],
            "this": session.id,
            "has_board": scope(person, viewer.today) is not None,
        }

    def case(self, session: Session, case_id: str) -> Shown | None:
        """A case, if it is theirs to see; what is denied, or read from outside, is on record."""
        viewer = self._viewer(session)
        with read_transaction(self.house.engine) as connection:
            card = queries.case_card(connection, viewer, case_id)
            outside = bool(card) and case_id in queries.read_from_outside(connection, viewer, [case_id])
            shown = self._shown(connection, session, card) if card else None
        if shown is None or outside:
            self._put_on_record(session, Kind.READ if shown else Kind.DENIED, case_id)
        return shown

    def _shown(self, connection: Connection, session: Session, card: Mapping[str, Any]) -> Shown:
        viewer, language = self._viewer(session), session.person.language
        found = case_photos.photos(connection, viewer, card["id"], PICTURES)
        steps = {"case": card, "first": 0, "last": len(card["timeline"])}
        return Shown(
            card["number"],
            self._said(session, "case.summary", {"case": card, "event": None}).splitlines(),
            self._said(session, "case.history", steps).splitlines()[1:],
            [(role, card[role]) for role in PARTIES if card[role]],
            {row.id: self.renderer.label(language, "picture", row.role) for row in found},
            [row.id for row in found if row.role == "found"],
            [row.id for row in found if row.role == "after"],
            has_board=scope(session.person, viewer.today) is not None,
        )

    def _put_on_record(self, session: Session, kind: Kind, case_id: str) -> None:
        about = {"subject_kind": "hazard", "subject_id": case_id, "facts": {"right": str(Action.SEE)}}
        with self._writing() as connection:
            audit.record(connection, kind, self.now(), session.person.id, **about)  # type: ignore[arg-type]

    def _said(self, session: Session, topic: str, facts: Mapping[str, Any]) -> str:
        person = session.person
        return self.renderer.render(person.language, topic, facts, self.now(), person.zone)

    def _viewer(self, session: Session) -> Viewer:
        return Viewer(session.person, self.now(), self._viewed().date())

    def _viewed(self) -> datetime:
        """The moment by the company's clock."""
        return self.house.calendar.local(self.now())

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with write_transaction(self.house.engine) as connection:
            yield connection
