"""A new law and what it touches: the one it replaces ends, and the entries that rested on that one rest on it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from workflow.desk import Desk
from workflow.entries import BringLaw, TakeBackLaw, Value
from workflow.errors import Refused
from workflow.events import Event, Fact
from workflow.hazard import given
from workflow.ids import joint_id, new_id
from workflow.librarian import check_law
from workflow.library import LONGEST, Law, LibraryEntry
from workflow.people import Language, Person


def bring(desk: Desk, command: BringLaw, by: Person, at: datetime) -> None:
    law = desk.library.law(command.code) or _written(command, by)
    if command.replaces:
        _end(desk, command, law)
    desk.library.enter_law(law)
    for entry in _meant(desk, command.replaces, command.carry):
        _carry(desk, entry, command.replaces, law, verified=False)
    _record(desk, "law_brought", command.code, command.replaces, len(command.carry), by, at)


def _written(command: BringLaw, by: Person) -> Law:
    code, name = (" ".join(said.split()) for said in (command.code, command.name))
    for said, most in ((code, LONGEST["code"]), (name, LONGEST["law_name"])):
        given(said)
        if len(said) > most:
            raise Refused("entry_too_long", most=most)
    name_en = name if by.language is Language.EN else ""
    return Law(code, name, name_en, command.kind, date.fromisoformat(command.since))


def _end(desk: Desk, command: BringLaw, law: Law) -> None:
    """The old one holds until the day before the new one does, unless it has ended already."""
    old = desk.library.law(command.replaces)
    if old is None or old.code == law.code:
        raise Refused("law_dangling", code=command.replaces)
    if old.replaced_by not in (None, "", law.code):
        raise Refused("law_replaced", code=old.code, by=old.replaced_by)
    if law.since <= old.since:
        raise Refused("law_older", code=old.code, since=old.since.isoformat())
    desk.library.enter_law(replace(old, until=old.until or law.since, replaced_by=law.code))


def _meant(desk: Desk, law_code: str, seen: Mapping[str, int]) -> list[LibraryEntry]:
    """The entries that were seen to rest on a law; each has to stand as it was seen."""
    meant = [entry for entry in desk.library.citing(law_code) if entry.code in seen]
    if {entry.code: entry.version for entry in meant} != dict(seen):
        raise Refused("overtaken")
    return meant


def _carry(desk: Desk, entry: LibraryEntry, from_code: str, law: Law, *, verified: bool) -> None:
    old = desk.library.law(from_code)
    printed = recited(entry, old, law) if old is not None else None
    check_law(law, law.code, desk.today)
    if printed is None:
        raise Refused("overtaken")
    desk.library.change(entry.code, {**printed, "verified": verified})


def recited(entry: LibraryEntry, old: Law, new: Law) -> dict[str, Value] | None:
    """How an entry cites another law by the same clause; none where it is printed in words of the company's own."""
    named, english = entry.law == old.cited(entry.clause), old.cited_en("")
    clause = entry.law_en.removeprefix(english).removeprefix(", ")
    if not named or (entry.law_en and entry.law_en != old.cited_en(clause)):
        return None
    return {
        "law_code": new.code,
        "law": new.cited(entry.clause),
        "law_en": new.cited_en(clause) if entry.law_en else "",
    }


def take_back(desk: Desk, command: TakeBackLaw, by: Person, at: datetime) -> None:
    """All of it, or nothing: where an entry was changed since, or others rest on the new law, it stays."""
    carried = _meant(desk, command.code, command.carried)
    if command.added and len(desk.library.citing(command.code)) > len(carried):
        raise Refused("law_cited", code=command.code)
    if command.replaces:
        _revive(desk, command, carried)
    if command.added:
        desk.library.drop_law(command.code)
    _record(desk, "law_taken_back", command.code, command.replaces, len(carried), by, at)


def _revive(desk: Desk, command: TakeBackLaw, carried: list[LibraryEntry]) -> None:
    old = desk.library.law(command.replaces)
    if old is None or old.replaced_by != command.code:
        raise Refused("overtaken")
    until = date.fromisoformat(command.until) if command.until else None
    back = replace(old, until=until, replaced_by=command.successor or None)
    desk.library.enter_law(back)
    for entry in carried:
        _carry(desk, entry, command.code, back, verified=entry.code in command.verified)


def _record(desk: Desk, what: str, code: str, replaces: str, count: int, by: Person, at: datetime) -> None:
    subject = joint_id("law", code)
    about: dict[str, Fact] = {"law": code, "replaces": replaces, "entries": count}
    version = desk.version_of("law", subject) + 1
    desk.record(Event(new_id(), "law", subject, version, what, by.id, at, about))
