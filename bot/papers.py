"""Makes papers: reads what they say for whoever wants them, sets them, numbers them, and puts them on record."""

import hashlib
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Engine, bindparam, select

from bot.company import house_of
from bot.reports import shipped
from storage import case_files, directory, ledger, paper_register, report_templates
from storage.engine import read_transaction, write_transaction
from storage.media import MediaStore
from storage.paper_register import Registered
from storage.period_cases import Span, period_cases
from storage.queries import Viewer
from storage.tables import hazards
from templates import word
from templates.case_papers import CaseWords, Head
from templates.period_words import PeriodWords
from templates.render import Renderer, label
from workflow import case_file, period_papers
from workflow.case_file import CaseFile, Made, possible
from workflow.digest import bounds
from workflow.people import Language, Person
from workflow.period_papers import OfPeriod, Period, PeriodCase, PeriodFile, period_of, tallies
from workflow.permissions import Action

PREFIXES = {**case_file.PREFIXES, **period_papers.PREFIXES}


class NotTheirs(Exception):
    """There is no such case, or they may have nothing of it as a file."""


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
        return self._issue(person, Registered("", made, ("hazard", case_id), person.id, "", now, "", ""), actor_id)

    def about_period(self, person: Person, made: OfPeriod, named: str, now: datetime, *, actor_id: str | None) -> Paper:
        """A paper of a period as it stood at its end, or stands now where it has not ended. actor_id: as above.

        Raises NotTheirs, NoSuchPeriod.
        """
        now = now.replace(microsecond=0)
        period_of(named, self.day(now))
        if not self._viewer(person, now).may(Action.EXPORT).reaches:
            raise NotTheirs
        subject = ("person", person.id)
        return self._issue(person, Registered("", made, subject, person.id, "", now, "", "", named), actor_id)

    def again(self, number: str) -> tuple[Paper, bool]:
        """The same paper once more, and whether it is so to the last byte. Raises NoSuchNumber, NotTheirs.

        It is not where somebody was erased since, a photograph taken out, or the template or the product changed.
        """
        with read_transaction(self._engine) as connection:
            registered = paper_register.entered(connection, number)
            if registered is None:
                raise NoSuchNumber
            person = directory.person(connection, registered.person_id)
            kept = report_templates.kept(connection, registered.template)
        if person is None:
            raise NotTheirs
        person = replace(person, language=Language(registered.language))
        paper = self._set(registered, person, kept or shipped(registered.made, registered.language))
        return paper, paper.registered.sha256 == registered.sha256

    def day(self, moment: datetime) -> date:
        """The day at the site."""
        return moment.astimezone(self._zone).date()

    def cases_of(self, person: Person, period: Period, at: datetime) -> list[PeriodCase]:
        """The cases of a period within somebody's reach, as they stood at its end, or at a moment before that."""
        span = self._span(period)
        viewer = Viewer(person, min(at, span[1]), self.day(at))  # by the rights of the day on which it is made
        with read_transaction(self._engine) as connection:
            return list(period_cases(connection, viewer, span, self.day))

    def _issue(self, person: Person, paper: Registered, actor_id: str | None) -> Paper:
        with write_transaction(self._engine) as connection:
            number = paper_register.number_for(connection, PREFIXES[paper.made], self.day(paper.as_of))
            own = report_templates.in_use(connection, paper.made, person.language)
        template = own or shipped(paper.made, person.language)
        head = replace(paper, number=number, language=person.language, template=_digest(template))
        made = self._set(head, person, template)
        with write_transaction(self._engine) as connection:
            paper_register.enter(connection, made.registered, actor_id)
        return made

    def _set(self, paper: Registered, person: Person, template: bytes) -> Paper:
        viewer = self._viewer(person, paper.as_of)
        head = Head(paper.number, viewer.named(person.name, person.name_en), paper.as_of)
        about, words = self._words(paper, person, head)
        document = word.render(template, words, paper.as_of)
        name = f"{label(paper.language, 'made', f'title.{paper.made}')} {about} {paper.number}.docx"
        return Paper(name, document, replace(paper, sha256=_digest(document)))

    def _words(self, paper: Registered, person: Person, head: Head) -> tuple[str, dict[str, Any]]:
        """What it is about, in short, and what it says."""
        if paper.period:
            period_words = PeriodWords(paper.language, self._zone, self._renderer)
            file = self._period(person, period_of(paper.period, self.day(paper.as_of)), paper.as_of)
            return paper.period, period_words.of(OfPeriod(paper.made), file, head)
        _, case = self._case(person, self._number_of(paper.subject[1]), paper.as_of)
        words = CaseWords(paper.language, self._zone, self._renderer)
        return case.number, words.of(Made(paper.made), case, head, self._look)

    def _case(self, person: Person, number: str, at: datetime) -> tuple[str, CaseFile]:
        with read_transaction(self._engine) as connection:
            found = case_files.case_file(connection, self._viewer(person, at), number)
        if found is None:
            raise NotTheirs
        return found

    def _period(self, person: Person, period: Period, at: datetime) -> PeriodFile:
        with read_transaction(self._engine) as connection:
            company = ledger.company_name(connection, self._viewer(person, at))
        cases, before = self.cases_of(person, period, at), self.cases_of(person, period.before, at)
        return PeriodFile(company, period, cases, tallies(before, period.before, lambda case: case.department))

    def _span(self, period: Period) -> Span:
        return bounds(period.first, self._zone)[0], bounds(period.last, self._zone)[1]

    def _viewer(self, person: Person, at: datetime) -> Viewer:
        return Viewer(person, at, self.day(at))

    def _look(self, media_id: str) -> bytes | None:
        """The clean copy of a photograph of a case that was read for them."""
        try:
            return self._store.read(media_id, "clean")
        except OSError:
            return None

    def _number_of(self, case_id: str) -> str:
        with read_transaction(self._engine) as connection:
            return str(connection.execute(_NUMBER, {"case": case_id}).scalar_one())


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


_NUMBER = select(hazards.c.number).where(hazards.c.id == bindparam("case"))
