"""Bringing the company's tables to what its workbook says: one transaction, and nothing it leaves out is touched."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, select, update

from storage import administrators, audit, case_rows, right_trail, tables
from storage.audit import Kind
from storage.company_rows import STEPS, Ids, paths
from storage.engine import read_transaction, write_transaction
from storage.upsert import upsert
from storage.workbook import Workbook, digest
from storage.workbook_errors import WorkbookError, WorkbookErrors
from storage.workbook_file import read_bytes
from storage.workbook_words import titles
from workflow.events import Fact

SEALED_OF_A_ROW = 6  # values, at most: name, English name, code, phone, and what is put on record of it


@dataclass(frozen=True)
class ImportReport:
    """How many rows of each table were added, changed, left alone; `same`: this workbook had been imported before."""

    added: dict[str, int] = field(default_factory=dict)
    changed: dict[str, int] = field(default_factory=dict)
    unchanged: dict[str, int] = field(default_factory=dict)
    same: bool = False


def is_imported(engine: Engine, path: Path) -> bool:
    """Whether this very file was the last to be imported, so that it need not even be read."""
    with read_transaction(engine) as connection:
        return _last_digest(connection) == digest(read_bytes(path))


def import_company(
    engine: Engine, workbook: Workbook, *, force: bool = False, at: datetime | None = None
) -> ImportReport:
    """Add and change what the workbook says; rows it does not name stay. All of it is committed, or nothing.

    The workbook that was imported last is passed over unless `force` is given. at: when somebody at the machine does
    this, which then stands on record. Raises WorkbookErrors when the database holds another company, or when the last
    administrator would end.
    """
    with write_transaction(engine, SEALED_OF_A_ROW * workbook.rows) as connection:
        refuse_another(connection, workbook)
        if not force and _last_digest(connection) == workbook.digest:
            return ImportReport(same=True)
        report = bring_to(connection, workbook, at or datetime.now(UTC))
        if at is not None:
            counts = {"added": sum(report.added.values()), "changed": sum(report.changed.values())}
            told: dict[str, Fact] = {"by": "operator", "command": "import-company", **counts}
            told["workbook"] = workbook.digest
            audit.record(connection, Kind.SETTING, at, subject_kind="company", facts=told)
        return report


def bring_to(connection: Connection, workbook: Workbook, at: datetime) -> ImportReport:
    """The tables as a workbook of this company says, within a transaction that is given up where this raises.

    Raises WorkbookErrors when the last administrator would end.
    """
    before = administrators.last_days(connection)
    report = _put_rows(connection, workbook, at)
    if errors := administrators.ended(before, administrators.last_days(connection), workbook.ends):
        raise WorkbookErrors(errors)
    _move_within(connection, at)
    _remember(connection, workbook, at)
    return report


def refuse_another(connection: Connection, workbook: Workbook) -> None:
    """One database is one company, and a real one never becomes a demo, in which anyone may be anyone."""
    known = connection.execute(select(tables.company)).one_or_none()
    if known and known.code != workbook.company.code:
        raise _refused("other_company", value=workbook.company.code, known=known.code)
    if known and workbook.company.demo and not known.demo:
        raise _refused("real_company", value=known.code)


def _refused(code: str, **facts: str) -> WorkbookErrors:
    return WorkbookErrors([WorkbookError(code, titles("company")[0], facts=facts)])


def _put_rows(connection: Connection, workbook: Workbook, at: datetime) -> ImportReport:
    ids = Ids(connection)
    report = ImportReport()
    for step in STEPS:
        tally = upsert(connection, step.table, step.key, step.rows(workbook, ids), step.revise, at)
        report.added[step.table.name] = tally.added
        report.changed[step.table.name] = tally.changed
        report.unchanged[step.table.name] = tally.unchanged
    return report


def _move_within(connection: Connection, at: datetime) -> None:
    """What lies within an area that was moved goes with it: areas that the workbook does not name, and cases."""
    areas, hazards = tables.areas, tables.hazards
    rows = connection.execute(select(areas.c.id, areas.c.parent_id, areas.c.path)).all()
    way = paths({row.id: row.parent_id for row in rows})
    apart = [row.id for row in rows if row.path != way[row.id]]
    with right_trail.changing(connection, areas, apart, at):
        for id_ in apart:
            connection.execute(update(areas).where(areas.c.id == id_).values(path=way[id_]))
    lying = select(areas.c.path).where(areas.c.id == hazards.c.area_id).scalar_subquery()
    moved = connection.execute(select(hazards.c.id).where(hazards.c.area_path != lying)).scalars().all()
    if moved:
        connection.execute(update(hazards).where(hazards.c.area_path != lying).values(area_path=lying))
    for id_ in moved:
        case_rows.put(connection, connection.execute(select(hazards).where(hazards.c.id == id_)).one(), at)


def _settings(connection: Connection) -> dict[str, Any]:
    settings: dict[str, Any] = connection.execute(select(tables.company.c.settings)).scalar() or {}
    return settings


def _last_digest(connection: Connection) -> str | None:
    return _settings(connection).get("workbook")


def _remember(connection: Connection, workbook: Workbook, at: datetime) -> None:
    if _last_digest(connection) != workbook.digest:
        settings = {**_settings(connection), "workbook": workbook.digest}
        with right_trail.changing(connection, tables.company, [workbook.company.code], at):
            connection.execute(update(tables.company).values(settings=settings))
