"""The ledger as its reader may see it, read some hundred cases at a time: the longest one eats no memory."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, bindparam, func, not_, select

from storage.queries import CARD, Viewer, covered, knows_reporter, line
from storage.tables import company, events, hazards, library_entries, texts
from workflow.ledger import Entry
from workflow.permissions import Action

AT_ONCE = 500
Span = tuple[datetime, datetime]  # from, and before

_WITHIN = (
    not_(hazards.c.practice),
    hazards.c.received_at >= bindparam("begins"),
    hazards.c.received_at < bindparam("ends"),
)
_CASES = (
    CARD.add_columns(library_entries.c.cause)
    .join(library_entries, library_entries.c.code == hazards.c.library_code, isouter=True)
    .where(*_WITHIN)
    .order_by(hazards.c.received_at, hazards.c.id)
)
_CHOSEN = (
    CARD.add_columns(library_entries.c.cause)
    .join(library_entries, library_entries.c.code == hazards.c.library_code, isouter=True)
    .where(hazards.c.id.in_(bindparam("these", expanding=True)))
)
_COUNT = select(func.count()).select_from(hazards).where(*_WITHIN)
# What was done is what was written last when it was held off, and when it was handed in.
_MEASURES = {"contained": "measure", "submitted": "remark", "fixed_on_spot": "remark"}
_DONE = (
    select(events.c.subject_id, events.c.kind, events.c.facts)
    .where(
        events.c.subject_kind == "hazard",
        events.c.subject_id.in_(bindparam("cases", expanding=True)),
        events.c.kind.in_(_MEASURES),
    )
    .order_by(events.c.subject_id, events.c.version)
)
_SAID = select(texts.c.id, texts.c.body).where(texts.c.id.in_(bindparam("texts", expanding=True)))


_COMPANY = select(company.c.name, company.c.name_en)


def company_name(connection: Connection, viewer: Viewer) -> str:
    """Whose ledger it is, in the viewer's language."""
    return viewer.named(*connection.execute(_COMPANY).one())


def count(connection: Connection, viewer: Viewer, span: Span) -> int:
    """How many cases the ledger of a span has for a viewer."""
    return connection.execute(_COUNT.where(_reach(viewer)), _bounds(span)).scalar_one()


def entries(connection: Connection, viewer: Viewer, span: Span) -> Iterator[Entry]:
    """The cases received within a span, the oldest first: what the viewer may have in a file, and nothing else."""
    found = connection.execute(_CASES.where(_reach(viewer)).execution_options(yield_per=AT_ONCE), _bounds(span))
    for rows in found.partitions(AT_ONCE):
        done = _done(connection, [row.id for row in rows])
        for row in rows:
            yield _entry(row, viewer, done.get(row.id, {}))


def exported(connection: Connection, viewer: Viewer, ids: Sequence[str], *sieve: ColumnElement[bool]) -> list[str]:
    """Those of some cases that the viewer may have as a file, in the same order."""
    found: list[str] = []
    for start in range(0, len(ids), AT_ONCE):
        some = ids[start : start + AT_ONCE]
        theirs = select(hazards.c.id).where(hazards.c.id.in_(some), _reach(viewer), *sieve)
        kept = set(connection.execute(theirs).scalars())
        found += [case for case in some if case in kept]
    return found


def chosen(connection: Connection, viewer: Viewer, ids: Sequence[str]) -> Iterator[Entry]:
    """Some cases as the ledger has them, in the same order: of these only what the viewer may have as a file."""
    for start in range(0, len(ids), AT_ONCE):
        some = ids[start : start + AT_ONCE]
        rows = {row.id: row for row in connection.execute(_CHOSEN.where(_reach(viewer)), {"these": some})}
        done = _done(connection, [*rows])
        yield from (_entry(rows[case], viewer, done.get(case, {})) for case in some if case in rows)


def _reach(viewer: Viewer) -> Any:
    return covered(viewer.may(Action.EXPORT))


def _bounds(span: Span) -> dict[str, datetime]:
    return {"begins": span[0], "ends": span[1]}


def _done(connection: Connection, cases: Sequence[str]) -> dict[str, dict[str, str]]:
    """Of each case the last words of what was done, by the field that they stand in."""
    named: dict[tuple[str, str], str] = {}
    for event in connection.execute(_DONE, {"cases": cases}):
        field = _MEASURES[event.kind]
        word = event.facts.get("words", {}).get(field)
        if word is not None:
            named[event.subject_id, field] = word["text"]
    words = connection.execute(_SAID, {"texts": [*named.values()]}) if named else ()
    said = {row.id: row.body for row in words}
    done: dict[str, dict[str, str]] = {}
    for (case, field), text in named.items():
        done.setdefault(case, {})[field] = said.get(text, "")
    return done


def _entry(row: Row[Any], viewer: Viewer, done: dict[str, str]) -> Entry:
    card = line(row, viewer)
    finder = viewer.named(row.reporter_name, row.reporter_name_en) if knows_reporter(row, viewer) else ""
    return Entry(
        number=row.number,
        source=row.source_kind,
        order=row.source_id or "",
        found_at=row.found_at,
        received_at=row.received_at,
        finder=finder,
        anonymous=row.anonymous,
        place=card["area"],
        equipment=card["equipment"],
        words=card["words"],
        category=row.category,
        grade=row.company_grade,
        statutory_grade=row.statutory_grade,
        cause=row.cause,
        requirement=viewer.named(row.requirement, row.requirement_en),
        law=viewer.named(row.law, row.law_en),
        measures="\n".join(filter(None, (done.get("measure"), done.get("remark")))),
        budget=row.money.budget if row.money else None,
        spent=row.money.spent if row.money else None,
        department=viewer.named(row.department, row.department_en),
        owner=card["owner"],
        due_at=card["due_at"] or row.due_at,
        acceptor=card["acceptor"],
        closed_at=row.closed_at,
        stands=row.state,
        light=card["light"],
    )
