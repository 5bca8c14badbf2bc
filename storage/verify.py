"""Whether what is on record is what was recorded: the chain, its heads outside, the cases, their photographs.

Every doubt is told with the row it is about. Rows are read one after another, and each link is held against the one
before it as it stands: a row that was changed puts no doubt on those behind it.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Engine, FromClause, case, exists, func, select

from storage import case_rows, photo_trail, right_trail, word_trail
from storage.audit import Kind
from storage.case_feed import NEVER, before
from storage.chain import Head, all_unlinked, is_genuine, lately, newest_bears_mac
from storage.engine import read_transaction
from storage.links import FIRST, SOURCES, Linker, Measured, row_measured
from storage.tables import attachments, audit_records, chain, events, hazards, texts
from workflow.standing import Standing, of_facts, standing

Step = Callable[[int], object]
AT_ONCE = 2000
LOOKED_AT = (chain, hazards, attachments, texts, *right_trail.RIGHTS)
MOST = 100  # doubts that are kept; the others are counted
# What events of older versions do not tell, by the name under which later ones do.
_TOLD_LATER = {"area_id": "area", "category": "category", "limit_at": "limit", "spent": "spent"}
_TOLD_LATER |= {"owner_id": "owner", "equipment_id": "equipment"}


@dataclass(frozen=True)
class Doubt:
    """What is not as it should be.

    kind: altered (the row or the link of a position), removed (the row), missing (positions of the chain, or all of
    it), cut (the chain ends before a head outside), head (it goes not through one), behind (the file outside lacks the
    newest heads), heads (the file is not there, or not to be read), forged (a row that this program has not written),
    unlinked (a row that came among older ones), case (its row is not what its last event says), events (a case without
    some of its events, or with too many), gone (a case of which only events are left), photo (a file of it is another,
    or none), attached (a case has it, or has it no more, and nothing on record says so), words (those of an event are
    others, elsewhere or gone, or no event has them), right (a row of which it hangs who may what is not as it was put
    on record, has been otherwise in between, or is gone).
    """

    kind: str
    source: str = ""  # event, record, case, photo, text; of rights the table
    id: str = ""
    position: int | None = None


@dataclass
class Report:
    """What was looked at, and what is in doubt. given_up: heads outside that a restore has given up."""

    rows: int = 0
    head: Head = field(default_factory=lambda: Head(0, FIRST))
    unlinked: int = 0
    cases: int = 0
    photos: int = 0
    rights: int = 0
    heads: int = 0
    given_up: int = 0
    count: int = 0
    doubts: list[Doubt] = field(default_factory=list)

    def doubt(self, kind: str, source: str = "", id_: str = "", position: int | None = None) -> None:
        self.count += 1
        if len(self.doubts) < MOST:
            self.doubts.append(Doubt(kind, source, id_, position))


@contextmanager
def at_one_moment(engine: Engine) -> Iterator[Connection]:
    """A connection to which the database stands still, whatever is written meanwhile."""
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
            yield connection
        return
    with read_transaction(engine) as connection:
        connection.exec_driver_sql("BEGIN")
        yield connection
        connection.exec_driver_sql("ROLLBACK")


def verify_chain(connection: Connection, link: Linker, heads: Mapping[int, str], report: Report, step: Step) -> None:
    """Every link in its order, and every head outside. heads: position -> link. step: told of rows as they are done."""
    expected, before_ = 1, FIRST
    for rows in connection.execute(_linked(connection)).partitions():
        for position, source, id_, kept, *row in rows:
            if position != expected:
                report.doubt("missing", position=expected)
            if row[0] is None:
                report.doubt("removed", source, id_, position)
            elif link(before_, position, source, Measured(*row)) != kept:
                report.doubt("altered", source, id_, position)
            if position in heads and heads[position] != kept:
                report.doubt("head", source, id_, position)
            expected, before_ = position + 1, kept
        report.rows += len(rows)
        step(len(rows))
    report.head, report.heads = Head(expected - 1, before_), len(heads)
    if heads and max(heads) >= expected:
        report.doubt("cut", position=expected)


def verify_unlinked(connection: Connection, key: bytes, report: Report) -> None:
    """What is not linked: new, and counted; or nobody vouches for it; or it came among what has long been linked."""
    since, since_macs = lately(connection), newest_bears_mac(connection)
    for source in SOURCES:
        for row in all_unlinked(connection, source):
            report.unlinked += 1
            if not is_genuine(key, source, row, since_macs):
                report.doubt("forged", source, row[0])
            elif row[0] <= since:
                report.doubt("unlinked", source, row[0])
    oldest, newest = _told_between(connection)
    if not report.head.position and oldest < before(newest):
        report.doubt("missing", position=1)


def _told_between(connection: Connection) -> tuple[str, str]:
    """The ids of what was recorded first and last, but for rights: those are, too, where no service has run yet."""
    ids: list[str] = []
    for recorded in (select(events.c.id), select(audit_records.c.id).where(audit_records.c.kind != Kind.RIGHT)):
        id_ = recorded.selected_columns.id
        ids += connection.execute(recorded.order_by(id_).limit(1)).scalars()
        ids += connection.execute(recorded.order_by(id_.desc()).limit(1)).scalars()
    return min(ids, default=NEVER), max(ids, default=NEVER)


def verify_cases(connection: Connection, key: bytes, report: Report, step: Step) -> None:
    """The row of each case is what its last event says, and none of its events is missing."""
    told = select(events.c.subject_id, func.count().label("events"), func.max(events.c.version).label("last"))
    counts = told.where(events.c.subject_kind == "hazard").group_by(events.c.subject_id).subquery()
    last = (events.c.subject_kind == "hazard") & (events.c.subject_id == hazards.c.id)
    of_case = (
        select(hazards, events.c.id.label("event_id"), events.c.facts, counts.c.events, counts.c.last)
        .join_from(hazards, events, last & (events.c.version == hazards.c.version), isouter=True)
        .join(counts, counts.c.subject_id == hazards.c.id, isouter=True)
        .execution_options(yield_per=AT_ONCE)
    )
    anew = case_rows.sealed_anew(connection)
    for rows in connection.execute(of_case).partitions():
        for row in rows:
            if not row.events == row.last == row.version or row.event_id is None:
                report.doubt("events", "case", row.number)
            elif not _fits(key, row, anew.get(row.event_id)):
                report.doubt("case", "case", row.number)
        report.cases += len(rows)
        step(len(rows))
    gone = select(counts.c.subject_id).where(~exists().where(hazards.c.id == counts.c.subject_id))
    for id_ in connection.execute(gone).scalars():
        report.doubt("gone", "case", id_)


def _fits(key: bytes, row: Any, anew: str | None) -> bool:
    """By the seal of its row; what older versions have recorded says less, or nothing. anew: what stands for it now."""
    sealed, stands = anew or row.facts.get("row"), row.facts.get("stands")
    if sealed is not None:
        return case_rows.fits(key, row.event_id, row, sealed)
    if stands is None:
        return True
    now, then = standing(row), of_facts(stands)
    names = [name for name in Standing.__dataclass_fields__ if _TOLD_LATER.get(name, "state") in stands]
    return all(getattr(now, name) == getattr(then, name) for name in names)


def verify_photos(connection: Connection, look: photo_trail.Look, report: Report, step: Step) -> None:
    """Each case has the photographs that it has on record, and their files are the ones that were attached."""

    def done(count: int) -> None:
        report.photos += count
        step(count)

    for kind, id_ in photo_trail.doubtful(connection, look, done):
        report.doubt(kind, "photo", id_)


def verify_words(connection: Connection, report: Report, step: Step) -> None:
    """What people wrote is what its event says, and lies where it lay."""
    for source, id_ in word_trail.doubtful(connection, step):
        report.doubt("words", source, id_)


def verify_rights(connection: Connection, report: Report, step: Step) -> None:
    """Who may what is as this program has written it: roles, deputies, addresses, settings and the like."""

    def done(count: int) -> None:
        report.rights += count
        step(count)

    for table, id_ in right_trail.doubtful(connection, done):
        report.doubt("right", table, id_)


def how_many(connection: Connection, tables: Collection[Any] = LOOKED_AT) -> list[int]:
    """Rows of each, for whoever watches how far it has come."""
    return [connection.execute(select(func.count()).select_from(table)).scalar_one() for table in tables]


def _linked(connection: Connection) -> Any:
    """Position, source, id, link, and its row as it is linked, of the table that the source names."""
    event, record = (row_measured(source, connection.dialect) for source in SOURCES)
    row = [case((chain.c.source == "event", one), else_=other) for one, other in zip(event, record, strict=True)]
    columns = (chain.c.position, chain.c.source, chain.c.source_id, chain.c.link, *row)
    joined: FromClause = chain
    for source, (table, _) in SOURCES.items():
        joined = joined.outerjoin(table, (chain.c.source == source) & (table.c.id == chain.c.source_id))
    return select(*columns).select_from(joined).order_by(chain.c.position).execution_options(yield_per=AT_ONCE)
