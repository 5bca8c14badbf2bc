"""Makes papers: reads what they say for whoever wants them, sets them, numbers them, and puts them on record."""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection, Engine, bindparam, select

from bot.company import house_of
from bot.reports import shipped
from storage import case_files, directory, paper_register, report_templates
from storage.engine import read_transaction, write_transaction
from storage.media import MediaStore
from storage.paper_register import Registered
from storage.queries import Viewer
from storage.tables import hazards
from templates import word
from templates.case_papers import CaseWords, Head
from templates.render import Renderer, label
from workflow.case_file import PREFIXES, CaseFile, Made, possible
from workflow.people import Person


class NotTheirs(Exception):
    """There is no such case, or they may not have it as a file."""


class NoSuchNumber(Exception):
    """No paper of this number was ever handed out."""


@dataclass(frozen=True)
class Paper:
    """A paper that was made: what to call its file, the document, and how it stands on record."""

    name: str
    document: bytes
    registered: Registered


class Press:
    """Makes the papers of one company. Every method opens short transactions of its own; none is open while it sets."""

    def __init__(self, engine: Engine, store: MediaStore) -> None:
        self._engine, self._store = engine, store
        self._zone = house_of(engine).calendar.zone
        self._renderer = Renderer(self._zone)

    def about_case(self, person: Person, made: Made, number: str, now: datetime, *, actor_id: str | None) -> Paper:
        """A paper about a case as it stands now, numbered and on record. actor_id: none for the command line.

        Raises NotTheirs, NoSuchPaper.
        """
        now = now.replace(microsecond=0)
        case_id, file = self._case(person, number, now)
        possible(made, file)
        with write_transaction(self._engine) as connection:
            day = now.astimezone(self._zone).date()
            taken = paper_register.number_for(connection, PREFIXES[made], day)
        template = self._in_use(made, person.language)
        head = Registered(taken, made, ("hazard", case_id), person.id, person.language, now, _digest(template), "")
        paper = self._set(head, person, file, template)
        with write_transaction(self._engine) as connection:
            paper_register.enter(connection, paper.registered, actor_id)
        return paper

    def again(self, number: str) -> tuple[Paper, bool]:
        """The same paper once more, and whether it is so to the last byte. Raises NoSuchNumber, NotTheirs.

        It is not where somebody was erased since, a photograph taken out, or the template or the product changed.
        """
        with read_transaction(self._engine) as connection:
            registered = paper_register.entered(connection, number)
            if registered is None:
                raise NoSuchNumber
            person = directory.person(connection, registered.person_id)
            case = _number_of(connection, registered.subject[1])
        if person is None:
            raise NotTheirs
        _, file = self._case(person, case, registered.as_of)
        template = self._of_then(registered)
        paper = self._set(registered, person, file, template)
        return paper, paper.registered.sha256 == registered.sha256

    def _case(self, person: Person, number: str, at: datetime) -> tuple[str, CaseFile]:
        viewer = Viewer(person, at, at.astimezone(self._zone).date())
        with read_transaction(self._engine) as connection:
            found = case_files.case_file(connection, viewer, number)
        if found is None:
            raise NotTheirs
        return found

    def _in_use(self, made: str, language: str) -> bytes:
        with read_transaction(self._engine) as connection:
            return report_templates.in_use(connection, made, language) or shipped(made, language)

    def _of_then(self, paper: Registered) -> bytes:
        """The template that it was made with; the product's where that has changed since."""
        with read_transaction(self._engine) as connection:
            return report_templates.kept(connection, paper.template) or shipped(paper.made, paper.language)

    def _set(self, head: Registered, person: Person, file: CaseFile, template: bytes) -> Paper:
        viewer, made = Viewer(person, head.as_of, head.as_of.astimezone(self._zone).date()), Made(head.made)
        named = Head(head.number, viewer.named(person.name, person.name_en), head.as_of)
        words = CaseWords(head.language, self._zone, self._renderer).of(made, file, named, self._look)
        document = word.render(template, words, head.as_of)
        name = f"{label(head.language, 'made', f'title.{made}')} {file.number} {head.number}.docx"
        return Paper(name, document, replace(head, sha256=_digest(document)))

    def _look(self, media_id: str) -> bytes | None:
        """The clean copy of a photograph of a case that was read for them."""
        try:
            return self._store.read(media_id, "clean")
        except OSError:
            return None


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _number_of(connection: Connection, case_id: str) -> str:
    return str(connection.execute(_NUMBER, {"case": case_id}).scalar_one())


_NUMBER = select(hazards.c.number).where(hazards.c.id == bindparam("case"))
