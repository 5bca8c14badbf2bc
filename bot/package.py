"""The package for an inspector 迎检包: one archive of a period, with a list of what is missing of it."""

import hashlib
import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from bot import ledger_template
from bot.papers import NOT_IN_NAMES, About, NotTheirs, Paper, Press
from storage.engine import read_transaction
from storage.paper_register import Registered
from storage.receipts import receipts
from templates import ledger_book, sheets, word
from templates.ledger_book import Title
from templates.render import label
from workflow.case_file import CaseFile, Made, NoSuchPaper, possible
from workflow.inspection import BESIDE, LEDGER, PACKAGE, entry_of, lacking
from workflow.order_papers import OfOrder
from workflow.people import Person
from workflow.period_papers import OfPeriod, Period, period_of
from workflow.permissions import Action

_EPOCH = (1980, 1, 1, 0, 0, 0)
_MONEY = ("money_asked", "money_approved", "money_refused", "money_spent")
PACKED = (LEDGER, PACKAGE)  # what is made of all that a package holds, or of its first part
_EACH = (Made.FILE, Made.ORDER, Made.ACCEPTANCE, Made.MAJOR)


class Packer:
    """Packs for one company, by way of its press."""

    def __init__(self, press: Press) -> None:
        self._press = press

    def pack(self, person: Person, named: str, now: datetime) -> Paper:
        """The package of a period as it stood at its end, or stands now; numbered, and on record.

        Raises NotTheirs, NoSuchPeriod.
        """
        now = now.replace(microsecond=0)
        period_of(named, self._press.day(now))
        if not self._press.viewer(person, now).may(Action.EXPORT).reaches:
            raise NotTheirs
        empty = Registered("", PACKAGE, ("person", person.id), person.id, person.language, now, "", "", named)
        return self._issue(self._press.numbered(empty), person, None)

    def ordered(self, paper: Registered, person: Person) -> Paper:
        """A package or a ledger that somebody has asked for in chat: as Press.ordered has it. Raises NotTheirs."""
        if self._press.is_entered(paper.number):
            return self.again(paper.number)[0]
        return self._issue(paper, person, person.id)

    def again(self, number: str) -> tuple[Paper, bool]:
        """The same package once more, and whether it is so to the last byte. Raises NoSuchNumber, NotTheirs."""
        head, person = self._press.registered(number)
        paper = self._packed(head, person)
        return paper, paper.registered.sha256 == head.sha256

    def _issue(self, head: Registered, person: Person, actor_id: str | None) -> Paper:
        with read_transaction(self._press.engine) as connection:
            template = ledger_template.digest_in_use(connection, head.language)
        paper = self._packed(replace(head, template=template), person)
        self._press.enter(paper.registered, actor_id)
        return paper

    def _packed(self, head: Registered, person: Person) -> Paper:
        with TemporaryDirectory() as folder:
            contents = _Contents(self._press, head, person, Path(folder))
            alone = head.made == LEDGER
            document = contents.ledger() if alone else _archive(dict(contents.files()))
        ending = "xlsx" if alone else "zip"
        name = f"{label(head.language, 'made', f'title.{head.made}')} {head.period} {head.number}.{ending}"
        return Paper(name, document, replace(head, sha256=hashlib.sha256(document).hexdigest()))


class _Contents:
    """What lies in one package."""

    def __init__(self, press: Press, head: Registered, person: Person, folder: Path) -> None:
        self._press, self._head, self._person, self._folder = press, head, person, folder
        self._period: Period = period_of(head.period, press.day(head.as_of))
        self._until = press.until(self._period, head.as_of)
        self._viewer = press.viewer(person, head.as_of, self._until)
        self._reader = self._viewer.named(person.name, person.name_en)

    def ledger(self) -> bytes:
        """The ledger of the period by itself."""
        return self._ledger(self._cases())

    def _cases(self) -> list[CaseFile]:
        """What came in or was closed in the period."""
        within = self._press.cases_of(self._person, self._period, self._head.as_of)
        has = self._period.has
        numbers = [each.number for each in within if has(each.counted.received_on) or has(each.counted.closed_on)]
        return [self._press.case(self._viewer, number)[1] for number in numbers]

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Names within the archive, and what lies there."""
        cases = self._cases()
        yield self._named("ledger", "xlsx"), self._ledger(cases)
        yield self._named("statistics", "docx"), self._statistics()
        for place, case in enumerate(cases, 1):
            yield from self._of_case(case, place)
        yield from self._replies(cases)
        yield self._named("receipts", "xlsx"), self._receipts([case.number for case in cases])
        yield self._named("money", "xlsx"), self._money(cases)
        yield self._named("missing", "xlsx"), self._missing(cases)

    def _of_case(self, case: CaseFile, place: int) -> Iterator[tuple[str, bytes]]:
        folder = self._label("cases")
        for made in _EACH:
            try:
                possible(made, case)
            except NoSuchPaper:
                continue
            title = label(self._head.language, "made", f"title.{made}")
            yield f"{folder}/{case.number} {title}.docx", self._document(made, f"{place:03}", case)

    def _replies(self, cases: list[CaseFile]) -> Iterator[tuple[str, bytes]]:
        """What is written back about each order that a case of the period is under, with all cases of it."""
        folder, title = self._label("orders"), label(self._head.language, "made", f"title.{OfOrder.REPLY}")
        for place, order in enumerate(sorted({case.order for case in cases if case.order}), 1):
            try:
                about = self._press.order(self._viewer, order)[1]
            except NotTheirs:  # a department head's package: orders are the whole company's
                return
            named = NOT_IN_NAMES.sub("-", order)
            yield f"{folder}/{place:02} {named} {title}.docx", self._document(OfOrder.REPLY, f"W{place:02}", about)

    def _statistics(self) -> bytes:
        about = self._press.period(self._person, self._period, self._head.as_of)
        return self._document(OfPeriod.STATISTICS, "000", about)

    def _document(self, made: str, place: str, about: About) -> bytes:
        """A paper that bears the number of the package and its place in it."""
        inner = replace(self._head, made=made, number=f"{self._head.number}-{place}", as_of=self._until)
        words = self._press.words_of(inner, about, self._reader)
        return word.render(self._press.template(made, inner.language), words, self._until)

    def _ledger(self, cases: list[CaseFile]) -> bytes:
        file = self._folder / "ledger.xlsx"
        days = (self._period.first, self._period.last)
        title = Title(self._press.company(self._viewer), *days, self._reader, self._head.as_of)
        lines = (entry_of(case, self._until) for case in cases)
        with read_transaction(self._press.engine) as connection:
            columns = ledger_template.kept(connection, self._head.template, self._head.language)
        ledger_book.write(lines, file, title, self._head.language, self._press.zone, columns)
        return word.steady(file.read_bytes(), self._head.as_of)

    def _receipts(self, numbers: list[str]) -> bytes:
        with read_transaction(self._press.engine) as connection:
            told = [each for number in numbers for each in receipts(connection, self._viewer, number)]
        lines = [(each.number, self._at(each.at), each.who, self._why(each.why)) for each in told]
        return self._sheet("receipts", ("number", "at", "who", "what"), lines)

    def _why(self, kind: str) -> str:
        return label(self._head.language, "event", kind) if kind else self._label("reminder")

    def _money(self, cases: list[CaseFile]) -> bytes:
        lines = [
            (
                case.number,
                self._at(step.at),
                label(self._head.language, "event", step.kind),
                f"{(step.fen or 0) / 100:.2f}",
                step.who,
                " ".join(step.words.values()),
            )
            for case in cases
            for step in case.steps
            if step.kind in _MONEY
        ]
        return self._sheet("money", ("number", "at", "what", "amount", "who", "said"), lines)

    def _missing(self, cases: list[CaseFile]) -> bytes:
        lines = [(case.number, case.place, self._lacks(code)) for case in cases for code in lacking(case, self._until)]
        lines += [(self._label("whole"), "", self._label(f"beside.{each}")) for each in BESIDE]
        return self._sheet("missing", ("number", "place", "missing"), lines)

    def _lacks(self, code: str) -> str:
        kind, _, what = code.partition(".")
        if kind == "paper":
            return self._label("no_paper").format(what=label(self._head.language, "paper", what))
        if kind == "plan":
            return self._label("no_part").format(what=label(self._head.language, "choice", f"plan_part.{what}"))
        return self._label(f"lacks.{code}")

    def _sheet(self, name: str, heads: tuple[str, ...], lines: Sequence[tuple[str, ...]]) -> bytes:
        file = self._folder / f"{name}.xlsx"
        named = [self._label(f"column.{head}") for head in heads]
        sheets.write(file, self._label(name), named, lines, self._head.as_of)
        return file.read_bytes()

    def _named(self, name: str, ending: str) -> str:
        return f"{self._label(name)}.{ending}"

    def _at(self, moment: datetime) -> str:
        return f"{moment.astimezone(self._press.zone):%Y-%m-%d %H:%M}"

    def _label(self, name: str) -> str:
        return label(self._head.language, "package", name)


def _archive(files: dict[str, bytes]) -> bytes:
    """One archive with the digest of each of its files; always the same bytes for the same."""
    lines = [f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files)]
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in sorted({**files, "SHA256SUMS": "".join(lines).encode()}.items()):
            part = zipfile.ZipInfo(name, _EPOCH)
            part.compress_type, part.external_attr, part.create_system = zipfile.ZIP_DEFLATED, 0o600 << 16, 3
            archive.writestr(part, data)
    return buffer.getvalue()
