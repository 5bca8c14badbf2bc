"""Whether what is on record is what was recorded: the chain, its heads outside, the cases, their photographs.

Every doubt is told with the row it is about. Rows are read one after another, and each link is held against the one
before it as it stands: a row that was changed puts no doubt on those behind it.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Engine, exists, func, select

from storage import case_rows
from storage.chain import Head, lately
from storage.engine import read_transaction
from storage.links import FIRST, SOURCES, Linker, row_texts
from storage.tables import attachments, chain, events, hazards, media
from workflow.standing import Standing, of_facts, standing

Digests = Callable[[str], Collection[str]]  # media id -> what its original may be known by; none: it does not lie there
Step = Callable[[int], object]
AT_ONCE = 2000
MOST = 100  # doubts that are kept; the others are counted
_UNTOLD = ("area_id", "category", "limit_at", "spent")  # by events of older versions


@dataclass(frozen=True)
class Doubt:
    """What is not as it should be.

    kind: altered (the row or the link of a position), removed (the row), missing (positions of the chain, or all of
    it), cut (the chain ends before a head outside), head (it goes not through one), unlinked (a row that came among
    older ones), case (its row is not what its last event says), events (a case without some of its events, or with too
    many), gone (a case of which only events are left), photo.
    """

    kind: str
    source: str = ""  # event, record, case, photo
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
        for position, source, id_, kept, *texts in rows:
            if position != expected:
                report.doubt("missing", position=expected)
            row = texts[: len(SOURCES["event"][1])] if source == "event" else texts[len(SOURCES["event"][1]) :]
            if row[0] is None:
                report.doubt("removed", source, id_, position)
            elif link(before_, position, source, row) != kept:
                report.doubt("altered", source, id_, position)
            if position in heads and heads[position] != kept:
                report.doubt("head", source, id_, position)
            expected, before_ = position + 1, kept
        report.rows += len(rows)
        step(len(rows))
    report.head, report.heads = Head(expected - 1, before_), len(heads)
    if heads and max(heads) >= expected:
        report.doubt("cut", position=expected)


def verify_unlinked(connection: Connection, report: Report) -> None:
    """What is not linked: new, and counted; or it came among what has long been linked."""
    for source, (table, _) in SOURCES.items():
        ids = select(table.c.id).where(~exists().where(chain.c.source_id == table.c.id))
        report.unlinked += connection.execute(select(func.count()).select_from(ids.subquery())).scalar_one()
        since = lately(connection)
        for id_ in connection.execute(ids.where(table.c.id <= since).limit(MOST)).scalars():
            report.doubt("unlinked", source, id_)
    if not report.head.position and report.unlinked:
        report.doubt("missing", position=1)


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
    for rows in connection.execute(of_case).partitions():
        for row in rows:
            if not row.events == row.last == row.version or row.event_id is None:
                report.doubt("events", "case", row.number)
            elif not _fits(key, row):
                report.doubt("case", "case", row.number)
        report.cases += len(rows)
        step(len(rows))
    gone = select(counts.c.subject_id).where(~exists().where(hazards.c.id == counts.c.subject_id))
    for id_ in connection.execute(gone).scalars():
        report.doubt("gone", "case", id_)


def _fits(key: bytes, row: Any) -> bool:
    """By the seal of its row; what older versions have recorded says less, or nothing."""
    sealed, stands = row.facts.get("row"), row.facts.get("stands")
    if sealed is not None:
        return case_rows.fits(key, row.event_id, row, sealed)
    if stands is None:
        return True
    now, then = standing(row), of_facts(stands)
    names = [name for name in Standing.__dataclass_fields__ if "area" in stands or name not in _UNTOLD]
    return all(getattr(now, name) == getattr(then, name) for name in names)


def verify_photos(connection: Connection, digests: Digests, report: Report, step: Step) -> None:
    """Each original of a case is the one whose digest is kept."""
    shown = select(attachments.c.media_id).where(attachments.c.subject_kind == "hazard")
    kept = select(media.c.id, media.c.digest).where(~media.c.bare, media.c.id.in_(shown)).order_by(media.c.id)
    for media_id, expected in connection.execute(kept).all():
        if expected not in digests(media_id):
            report.doubt("photo", "photo", media_id)
        report.photos += 1
        step(1)


def how_many(connection: Connection, tables: Collection[Any] = (chain, hazards, media)) -> list[int]:
    """Rows of each, for whoever watches how far it has come."""
    return [connection.execute(select(func.count()).select_from(table)).scalar_one() for table in tables]


def _linked(connection: Connection) -> Any:
    """Position, source, id, link, and the texts of its event and its record."""
    texts = [text for source in SOURCES for text in row_texts(source, connection.dialect)]
    (event, _), (record, _) = SOURCES["event"], SOURCES["record"]
    id_ = chain.c.source_id
    joined = chain.outerjoin(event, event.c.id == id_).outerjoin(record, record.c.id == id_)
    columns = (chain.c.position, chain.c.source, id_, chain.c.link, *texts)
    return select(*columns).select_from(joined).order_by(chain.c.position).execution_options(yield_per=AT_ONCE)
