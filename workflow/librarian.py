"""The hazard library as officers change it: entries added, changed and retired, by the rules of the workbook."""

from collections.abc import Sequence
from datetime import date, datetime

from workflow.desk import Desk
from workflow.entries import COLUMNS, AddEntry, ChangeEntry, Field, Library, RetireEntry, Value, Values
from workflow.errors import Refused
from workflow.events import Event, Fact
from workflow.hazard import given
from workflow.ids import joint_id, new_id
from workflow.library import LONGEST, MOST_DAYS, Category, Grade, Law, LibraryEntry, Unsound, standing
from workflow.people import Language, Person


def add(desk: Desk, command: AddEntry, by: Person, at: datetime) -> None:
    name = " ".join(command.name.split())
    check_name(desk.library, name)
    values: dict[str, Value] = {
        "category": str(Category(command.category)),
        "name": name,
        "name_en": name if by.language is Language.EN else "",
        "grade": str(Grade(command.grade)),
        "requirement": command.requirement,
        "requirement_en": command.requirement if by.language is Language.EN else "",
        "limit_days": command.limit_days,
        "aliases": list(command.aliases),
        **basis(desk.library, command.law_code, command.clause, desk.today),
    }
    check(values)
    code = desk.library.add(command.entry_id, values)
    _record(desk, code, "entry_added", by, at, {"name": name, "requirement": command.requirement})


def change(desk: Desk, command: ChangeEntry, by: Person, at: datetime) -> None:
    _seen(desk, command.code, command.version)
    values = dict(command.values)
    if not values.keys() <= set(COLUMNS[command.field]):
        raise ValueError(f"no columns of {command.field}: {sorted(values)}")
    if command.field is Field.LAW:
        values = basis(desk.library, str(values["law_code"]), str(values["clause"]), desk.today) | values
    check(values)
    desk.library.change(command.code, values)
    said = {name: _in_words(value) for name, value in values.items() if name in ("requirement", "aliases", "law")}
    plain = ("grade", "limit_days", "law_code")
    facts = {name: value for name, value in values.items() if name in plain and isinstance(value, str | int)}
    _record(desk, command.code, "entry_changed", by, at, said, field=str(command.field), **facts)


def retire(desk: Desk, command: RetireEntry, by: Person, at: datetime) -> None:
    entry = _seen(desk, command.code, command.version)
    if command.back:
        check_law(desk.library.law(entry.law_code), entry.law_code, desk.today)
    desk.library.change(command.code, {"retired": not command.back})
    _record(desk, command.code, "entry_revived" if command.back else "entry_retired", by, at, {})


def basis(library: Library, code: str, clause: str, day: date) -> dict[str, Value]:
    """What an entry says that rests on a law. Refused where it may not that day; no law is no basis."""
    law = library.law(code)
    check_law(law, code, day)
    told = {"law": law.cited(clause), "law_en": law.cited_en(clause)} if law else {"law": "", "law_en": ""}
    return {"law_code": code, "clause": clause if law else "", **told, "verified": False}


def check_law(law: Law | None, code: str, day: date) -> None:
    """Refuse what is unknown, repealed or not yet in force."""
    why = standing(law, day) if code else None
    if law is None and why is not None:
        raise Refused("law_dangling", code=code)
    if law is not None and why is Unsound.REPEALED:
        raise Refused("law_repealed", code=code, until=str(law.until or ""))
    if law is not None and why is Unsound.NOT_YET:
        raise Refused("law_not_yet", code=code, since=law.since.isoformat())


def check_name(library: Library, name: str) -> None:
    """Refuse what is too long, or what an entry is called already."""
    check({"name": name})
    if library.is_called(name):
        raise Refused("name_taken", name=name)


def check(values: Values) -> None:
    """Refuse what no cell of a workbook could say either."""
    for column, value in values.items():
        said = [value] if isinstance(value, str) else value if isinstance(value, Sequence) else []
        most = LONGEST.get(column)
        if column in ("name", "requirement", "code", "law_name"):
            given(str(value))
        if most is not None and any(len(each) > most for each in said):
            raise Refused("entry_too_long", most=most)
        if column == "limit_days" and not 0 <= int(str(value)) <= MOST_DAYS:
            raise Refused("entry_days", most=MOST_DAYS)


def _seen(desk: Desk, code: str, version: int) -> LibraryEntry:
    entry = desk.entry(code)
    if entry is None:
        raise Refused("entry_gone")
    if entry.version != version:
        raise Refused("overtaken")
    return entry


def _in_words(value: Value) -> str:
    return value if isinstance(value, str) else "；".join(value) if isinstance(value, Sequence) else str(value)


def _record(desk: Desk, code: str, what: str, by: Person, at: datetime, words: dict[str, str], **facts: Fact) -> None:
    subject = joint_id("entry", code)
    version = desk.version_of("entry", subject) + 1
    said = {name: word for name, word in words.items() if word}
    desk.record(Event(new_id(), "entry", subject, version, what, by.id, at, {"entry": code, **facts}, said))
