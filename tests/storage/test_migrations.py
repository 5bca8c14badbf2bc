"""A company that has cases is brought up from every earlier step, on each engine, and goes on working."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from storage import tables
from storage.engine import open_engine, read_transaction, write_transaction
from storage.schema import MIGRATIONS, configuration, migrate
from storage.sealed_types import Matched, SealedJson, SealedText
from tests.engines import opened
from tests.scenarios.test_whole_life import report
from tests.world import World, by_id, case_of, kinds_of
from workflow.lifecycle import State

STEPS = [step.revision for step in reversed(list(ScriptDirectory(str(MIGRATIONS)).walk_revisions()))]
REWRITTEN = {("inbox", "key")}  # by a step: only its digest is kept
SHIPPED, FEW = (
    ("laws", "library_entries", "calendar_days"),
    30,
)  # nothing hangs on them: a few show as much as all
Rows = dict[str, list[dict[str, Any]]]


@pytest.fixture(scope="module")
def written(demo_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Rows:
    """What a company has in its tables after a case was taken, one signed off and one begun."""
    folder = tmp_path_factory.mktemp("written")
    file = folder / "hazardline.db"
    file.write_bytes(demo_sqlite.read_bytes())
    world = World(f"sqlite:///{file}", folder, restarting=False)
    owner = report(world)
    owner.taps("take")
    owner.sends("装好了", photos=1)
    owner.taps("submit")
    acceptor = by_id(world, case_of(world).acceptor_id)
    acceptor.taps("accept")
    acceptor.taps("on_site")
    wang = world.person("王芳")
    wang.sends("冲压2号机防护罩又松了", photos=1)
    wang.taps("submit")
    by_id(world, the(world, State.ASSIGNED).owner_id).taps("take")
    wang.sends("漏油了", photos=1)
    world.close()
    engine = opened(world.url)
    with read_transaction(engine) as connection:
        rows = {table.name: _all(connection, table.name) for table in tables.metadata.sorted_tables}
    engine.dispose()
    return rows | {name: rows[name][:FEW] for name in SHIPPED}


def _all(connection: sa.Connection, name: str, columns: Iterable[str] | None = None) -> list[dict[str, Any]]:
    """The rows of a table: all of them, or some columns."""
    table = tables.metadata.tables[name]
    wanted = table.c if columns is None else [table.c[column] for column in columns]
    return [dict(row._mapping) for row in connection.execute(sa.select(*wanted))]


def the(world: World, state: State) -> Any:
    """The case that stands there."""
    (row,) = world.rows(sa.select(tables.hazards).where(tables.hazards.c.state == state))
    return row


def _only(columns: list[str], rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Some columns of rows, in an order that does not hang on the engine."""
    return sorted(({name: row[name] for name in columns} for row in rows), key=repr)


@pytest.fixture
def bare(empty_url: str) -> Iterator[sa.Engine]:
    """A database with nothing in it."""
    engine = open_engine(empty_url)
    yield engine
    engine.dispose()


def test_the_steps_come_to_the_tables_as_they_are_written_down(bare: sa.Engine) -> None:
    migrate(bare)
    with bare.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        assert compare_metadata(context, tables.metadata) == []


class Undone(Exception):
    """Nothing of a transaction is to stay."""


def test_what_was_written_before_a_step_is_there_after_it(bare: sa.Engine, written: Rows) -> None:
    """Each step with rows as they are written just before it; how rows come through all steps is told below."""
    for before, after in pairwise(STEPS):
        with write_transaction(bare) as connection:
            command.upgrade(configuration(connection), before)
        with suppress(Undone), write_transaction(bare) as connection:
            kept = _put(connection, written)
            command.upgrade(configuration(connection), after)
            for name, columns in kept.items():
                assert _only(columns, _all(connection, name, columns)) == _only(columns, written[name]), after
            raise Undone


def _put(connection: sa.Connection, written: Rows) -> dict[str, list[str]]:
    """Write rows into tables as they were at an earlier step; the columns of each that were there."""
    there = sa.inspect(connection)
    kept = {}
    for table in tables.metadata.sorted_tables:
        if not there.has_table(table.name):
            continue
        names = {column["name"] for column in there.get_columns(table.name)}
        columns = [column for column in table.c if column.name in names]
        kept[table.name] = [c.name for c in columns if (table.name, c.name) not in REWRITTEN]
        rows = _only([column.name for column in columns], written[table.name])
        if rows:
            connection.execute(sa.insert(sa.table(table.name, *map(_plain, columns))), rows)
    return kept


def _plain(column: sa.Column[Any]) -> sa.ColumnClause[Any]:
    """A column as it was before there were keys."""
    kind = column.type
    return sa.column(column.name, kind.impl if isinstance(kind, SealedText | SealedJson | Matched) else kind)


def test_cases_of_the_first_release_go_on_in_this_one(bare: sa.Engine, written: Rows, tmp_path: Path) -> None:
    with write_transaction(bare) as connection:
        command.upgrade(configuration(connection), STEPS[0])
        _put(connection, written)
    migrate(bare)
    world = World(str(bare.url.render_as_string(hide_password=False)), tmp_path)
    try:
        taken = the(world, State.RECTIFYING)
        owner = by_id(world, taken.owner_id)
        owner.sends("等我办")
        assert owner.skips()[-1] == "my.to_do"
        owner.sees(taken.number)
        owner.sends("换好了", photos=1)
        owner.taps("submit")
        assert owner.skips()[-1] == "task.submitted"
        acceptor = by_id(world, taken.acceptor_id)
        acceptor.taps("accept")
        acceptor.taps("on_site")
        assert kinds_of(world, taken.id)[-2:] == ["submitted", "accepted"]
    finally:
        world.close()
