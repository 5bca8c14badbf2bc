"""Makes papers: reads what they say for whoever wants them, sets them, numbers them, and puts them on record."""

import hashlib
import re
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Engine, bindparam, select

from bot.reports import shipped
from storage import authority_orders, case_files, directory, ledger, paper_orders, paper_register, report_templates
from storage.engine import read_transaction, write_transaction
from storage.media import MediaStore
from storage.paper_orders import Signature
from storage.paper_register import Registered
from storage.period_cases import Span, period_cases
from storage.queries import Viewer
from storage.tables import hazards
from templates import word
from templates.case_papers import CaseWords, Head
from templates.order_words import OrderWords
from templates.period_words import PeriodWords
from templates.render import Renderer, label
from workflow import order_papers
from workflow.case_file import CaseFile, Made, possible
from workflow.digest import bounds
from workflow.order_papers import OfOrder, OrderFile
from workflow.people import Language, Person, in_words
from workflow.period_papers import OfPeriod, Period, PeriodCase, PeriodFile, period_of, tallies
from workflow.permissions import Action

# What a paper may be about.
About = CaseFile | PeriodFile | OrderFile
NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]')  # of files, though the number of an order may have it


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

    def __init__(self, engine: Engine, store: MediaStore, zone: ZoneInfo) -> None:
        self.engine, self._store, self.zone = engine, store, zone
        self._renderer = Renderer(self.zone)

    def about_case(self, person: Person, made: Made, number: str, now: datetime, *, actor_id: str | None) -> Paper:
        """A paper about a case as it stands now, numbered and on record. actor_id: none for the command line.

        Raises NotTheirs, NoSuchPaper.
        """
        now = now.replace(microsecond=0)
        case_id, file = self.case(self.viewer(person, now), number)
        possible(made, file)
        return self._issue(person, Registered("", made, ("hazard", case_id), person.id, "", now, "", ""), actor_id)

    def about_period(self, person: Person, made: OfPeriod, named: str, now: datetime, *, actor_id: str | None) -> Paper:
        """A paper of a period as it stood at its end, or stands now where it has not ended. actor_id: as above.

        Raises NotTheirs, NoSuchPeriod.
        """
        now = now.replace(microsecond=0)
        period_of(named, self.day(now))
        if not self.viewer(person, now).may(Action.EXPORT).reaches:
            raise NotTheirs
        subject = ("person", person.id)
        return self._issue(person, Registered("", made, subject, person.id, "", now, "", "", named), actor_id)

    def about_order(self, person: Person, made: OfOrder, order: str, now: datetime, *, actor_id: str | None) -> Paper:
        """A paper about an authority's order, by its number, as it stands now. actor_id: as above.

        Raises NotTheirs, NoSuchPaper.
        """
        now = now.replace(microsecond=0)
        first, file = self.order(self.viewer(person, now), order)
        order_papers.possible(made, file)
        return self._issue(person, Registered("", made, ("hazard", first), person.id, "", now, "", ""), actor_id)

    def again(self, number: str) -> tuple[Paper, bool]:
        """The same paper once more, and whether it is so to the last byte. Raises NoSuchNumber, NotTheirs.

        It is not where somebody was erased since, a photograph taken out, or the template or the product changed. What
        was signed since bears the signature: it is the same but for that.
        """
        registered, person = self.registered(number)
        template = self._template_of(registered)
        paper = self._made(registered, person, template)
        same = paper.registered.sha256 == registered.sha256
        with read_transaction(self.engine) as connection:
            signed = paper_orders.signature(connection, number)
        return (self._made(registered, person, template, signed) if signed else paper), same

    def ordered(self, paper: Registered, person: Person) -> Paper:
        """What somebody has asked for in chat, under the number that it has since: the first time it goes on record.

        Raises NotTheirs.
        """
        if self.is_entered(paper.number):
            return self.again(paper.number)[0]
        return self._issue(person, paper, person.id)

    def is_entered(self, number: str) -> bool:
        """Whether a paper was handed out under a number."""
        with read_transaction(self.engine) as connection:
            return paper_register.entered(connection, number) is not None

    def registered(self, number: str) -> tuple[Registered, Person]:
        """What was handed out under a number, and for whom, in its language. Raises NoSuchNumber, NotTheirs."""
        with read_transaction(self.engine) as connection:
            found = paper_register.entered(connection, number)
            if found is None:
                raise NoSuchNumber
            person = directory.person(connection, found.person_id)
        if person is None:
            raise NotTheirs
        return found, replace(person, language=Language(found.language))

    def day(self, moment: datetime) -> date:
        """The day at the site."""
        return moment.astimezone(self.zone).date()

    def cases_of(self, person: Person, period: Period, at: datetime) -> list[PeriodCase]:
        """The cases of a period within somebody's reach, as they stood at its end, or at a moment before that."""
        viewer = self.viewer(person, at, self.until(period, at))
        with read_transaction(self.engine) as connection:
            return list(period_cases(connection, viewer, self._span(period), self.day))

    def case(self, viewer: Viewer, number: str) -> tuple[str, CaseFile]:
        """The id of a case, and what papers say of it. Raises NotTheirs."""
        with read_transaction(self.engine) as connection:
            found = case_files.case_file(connection, viewer, number)
        if found is None:
            raise NotTheirs
        return found

    def order(self, viewer: Viewer, order: str) -> tuple[str, OrderFile]:
        """The id of its first case, and what papers say of all of them. Raises NotTheirs."""
        with read_transaction(self.engine) as connection:
            numbers = authority_orders.case_numbers(connection, viewer, order)
            found = [case_files.case_file(connection, viewer, number) for number in numbers]
            cases = [case for case in found if case is not None]
            company = ledger.company_name(connection, viewer)
        if not cases or len(cases) < len(numbers):
            raise NotTheirs
        files = [file for _, file in cases]
        return cases[0][0], OrderFile(company, order, files[0].authority, files)

    def period(self, person: Person, period: Period, at: datetime) -> PeriodFile:
        """What papers of a period say."""
        cases, before = self.cases_of(person, period, at), self.cases_of(person, period.before, at)
        done = tallies(before, period.before, lambda case: case.department)
        return PeriodFile(self.company(self.viewer(person, at)), period, cases, done)

    def company(self, viewer: Viewer) -> str:
        with read_transaction(self.engine) as connection:
            return ledger.company_name(connection, viewer)

    def until(self, period: Period, at: datetime) -> datetime:
        """The end of a period, or a moment before that."""
        return min(at, self._span(period)[1])

    def viewer(self, person: Person, at: datetime, until: datetime | None = None) -> Viewer:
        """Somebody by their rights of a moment, who looks at how things stood then, or at an earlier one (until)."""
        return Viewer(person, until or at, self.day(at))

    def numbered(self, paper: Registered) -> Registered:
        """The same with the next number of its day, unless it has one."""
        if paper.number:
            return paper
        with write_transaction(self.engine) as connection:
            taken = paper_register.number_for(connection, paper.made, self.day(paper.as_of))
        return replace(paper, number=taken)

    def enter(self, paper: Registered, actor_id: str | None) -> None:
        """Put it on record."""
        with write_transaction(self.engine) as connection:
            paper_register.enter(connection, paper, actor_id)

    def template(self, made: str, language: str) -> bytes:
        """The one in use."""
        with read_transaction(self.engine) as connection:
            return report_templates.in_use(connection, made, language) or shipped(made, language)

    def words_of(self, paper: Registered, about: About, reader: str, signed: Signature | None = None) -> dict[str, Any]:
        """Every field that a template may name."""
        head = Head(paper.number, reader, paper.as_of, self._signed(paper, signed) if signed else "")
        if isinstance(about, PeriodFile):
            return PeriodWords(paper.language, self.zone, self._renderer).of(OfPeriod(paper.made), about, head)
        if isinstance(about, OrderFile):
            words = OrderWords(paper.language, self.zone, self._renderer)
            return words.of(OfOrder(paper.made), about, head, self._look)
        return CaseWords(paper.language, self.zone, self._renderer).of(Made(paper.made), about, head, self._look)

    def _signed(self, paper: Registered, signature: Signature) -> str:
        """As it stands on the paper."""
        at = f"{signature.at.astimezone(self.zone):%Y-%m-%d %H:%M}"
        by = in_words(signature.by.name, signature.by.name_en, Language(paper.language))
        return label(paper.language, "made", "signed").format(by=by, at=at, digest=signature.sha256)

    def _issue(self, person: Person, paper: Registered, actor_id: str | None) -> Paper:
        template = self.template(paper.made, person.language)
        head = replace(self.numbered(paper), language=person.language, template=_digest(template))
        made = self._made(head, person, template)
        self.enter(made.registered, actor_id)
        return made

    def _template_of(self, paper: Registered) -> bytes:
        """With which a paper was made."""
        with read_transaction(self.engine) as connection:
            return report_templates.kept(connection, paper.template) or shipped(paper.made, paper.language)

    def _made(self, paper: Registered, person: Person, template: bytes, signed: Signature | None = None) -> Paper:
        viewer = self.viewer(person, paper.as_of)
        about = self._about(paper, person)
        words = self.words_of(paper, about, viewer.named(person.name, person.name_en), signed)
        document = word.render(template, words, paper.as_of)
        subject = paper.period or (about.number if isinstance(about, CaseFile) else getattr(about, "order", ""))
        named = NOT_IN_NAMES.sub("-", f"{label(paper.language, 'made', f'title.{paper.made}')} {subject}")
        name = f"{named} {paper.number}.docx"
        return Paper(name, document, replace(paper, sha256=_digest(document)))

    def _about(self, paper: Registered, person: Person) -> About:
        if paper.period:
            return self.period(person, period_of(paper.period, self.day(paper.as_of)), paper.as_of)
        viewer, case_id = self.viewer(person, paper.as_of), paper.subject[1]
        if paper.made in set(OfOrder):
            return self.order(viewer, self._row_of(case_id).source_id)[1]
        return self.case(viewer, self._row_of(case_id).number)[1]

    def _span(self, period: Period) -> Span:
        return bounds(period.first, self.zone)[0], bounds(period.last, self.zone)[1]

    def _look(self, media_id: str) -> bytes | None:
        """The clean copy of a photograph of a case that was read for them."""
        try:
            return self._store.read(media_id, "clean")
        except OSError:
            return None

    def _row_of(self, case_id: str) -> Any:
        """The number of a case, and that of its order."""
        with read_transaction(self.engine) as connection:
            return connection.execute(_NUMBERS, {"case": case_id}).one()


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


_NUMBERS = select(hazards.c.number, hazards.c.source_id).where(hazards.c.id == bindparam("case"))
