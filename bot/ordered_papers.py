"""Papers that were asked for in chat: made as their notice is sent, and once more for whoever opens the link to one."""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Any

from bot.delivering import FILE
from bot.package import PACKED, Packer
from bot.papers import NotTheirs, Press
from handlers.messages import Document
from storage import audit, deliveries, directory
from storage.audit import Kind
from storage.deliveries import Claimed
from storage.engine import read_transaction, write_transaction
from storage.media import MediaStore
from storage.paper_register import Registered
from storage.unit_of_work import House
from workflow.people import Language, Person
from workflow.permissions import Action

KEPT = 4  # papers in memory: what took long to make is not made again because its platform was away for a moment


class OrderedPapers:
    """Makes them for one company."""

    def __init__(self, house: House, store: MediaStore, now: Callable[[], datetime]) -> None:
        self._press, self._now = Press(house.engine, store, house.calendar.zone), now
        self._kept: OrderedDict[str, Document] = OrderedDict()
        self._lock = Lock()

    def of(self, notice: Claimed) -> Document:
        """The paper of a notice, on record from then on. Raises LookupError where it is nobody's to have any more."""
        person = self._reader(notice.recipient_id)
        with self._lock:
            kept = self._kept.get(notice.id)
        if kept is not None:
            return kept
        document = self._made(notice.facts[FILE], person)
        with self._lock:
            self._kept[notice.id] = document
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return document

    def by_link(self, notice_id: str) -> Document | None:
        """The same for its reader as they are now, and that on record; None where it is not theirs any more."""
        with read_transaction(self._press.engine) as connection:
            notice = deliveries.notice(connection, notice_id)
        if notice is None or "number" not in notice.facts.get(FILE, {}):
            return None
        try:
            document = self.of(notice)
        except LookupError:
            return None
        who, told = notice.recipient_id, {"what": "paper/link", "number": str(notice.facts["number"])}
        with write_transaction(self._press.engine) as connection:
            audit.record(
                connection, Kind.EXPORT, self._now(), who, subject_kind="person", subject_id=who, facts={**told}
            )
        return document

    def _made(self, ordered: Mapping[str, Any], person: Person) -> Document:
        """ordered: made, number, language, as_of, and either the case or the period."""
        made, language = ordered["made"], Language(ordered["language"])
        subject = ("hazard", ordered["hazard"]) if ordered["hazard"] else ("person", person.id)
        moment = datetime.fromisoformat(ordered["as_of"]).replace(microsecond=0)
        head = Registered(ordered["number"], made, subject, person.id, language, moment, "", "", ordered["period"])
        maker = Packer(self._press) if made in PACKED else self._press
        try:
            paper = maker.ordered(head, replace(person, language=language))
        except NotTheirs:
            raise LookupError("it is nobody's to have any more") from None
        return Document(paper.name, Path(), paper.document)

    def _reader(self, person_id: str) -> Person:
        """Who asked. What is a right to papers is lent to no deputy."""
        with read_transaction(self._press.engine) as connection:
            person = directory.person(connection, person_id)
        if person is None or person.blocked or not self._press.viewer(person, self._now()).may(Action.EXPORT).reaches:
            raise LookupError("it is nobody's to have any more")
        return person
