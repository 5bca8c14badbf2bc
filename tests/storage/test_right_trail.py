"""Who may what is on record: what the program writes is never suspected, what somebody else writes is named."""

import ast
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, delete, insert, select, text, update

from storage import report_templates, right_trail, tables
from storage.company_import import import_company
from storage.data_keys import open_ring, rotate_lookup
from storage.engine import open_engine, read_transaction, write_transaction
from storage.schema import migrate
from storage.workbook import read_workbook
from tests.engines import MASTER_KEY
from tests.scenarios.test_admin_bulk import DEMO
from tests.scenarios.test_admin_people import area, department, gives, opens
from tests.world import World
from workflow.ids import new_id

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 11, 23, 1, tzinfo=UTC)
PEOPLE, HELD = tables.people, tables.memberships
# Functions that write columns on which no right hangs.
ELSE = {
    "storage/digests.py:choose": "when somebody reads their figures",
    "storage/groups.py:lose": "the bot left a chat: it is told less",
    "storage/menus.py:put": "what stands in a menu",
    "storage/reached.py:arrive": "where somebody is told: it is theirs before and after",
    "storage/reached.py:lose": "the same",
    "storage/to_do.py:choose": "whether somebody reads their list",
    "storage/unit_of_work.py:choose_language": "in which language somebody is told",
    "storage/working_hours.py:set_shift": "when somebody works",
}


def doubts(engine: Engine) -> list[tuple[str, str]]:
    with read_transaction(engine) as connection:
        return list(right_trail.doubtful(connection, lambda done: None))


def past_us(engine: Engine, statement: Any) -> None:
    with write_transaction(engine) as connection:
        connection.execute(statement)


def person(engine: Engine, code: str = "liqiang") -> str:
    with read_transaction(engine) as connection:
        return str(connection.execute(select(PEOPLE.c.id).where(PEOPLE.c.code == code)).scalar_one())


def test_a_company_as_it_was_imported_is_not_suspected(engine: Engine) -> None:
    assert doubts(engine) == []
    with write_transaction(engine) as connection:
        held = connection.execute(select(HELD.c.id).limit(1)).scalar_one()
        connection.execute(delete(HELD).where(HELD.c.id == held))
    assert doubts(engine) == [("memberships", held)], "it was there to be missed"


def test_what_officers_say_in_chat_is_not_suspected(world: World) -> None:
    officer, wang, zhang = world.person("韩磊"), world.person("王芳"), world.person("张伟")
    gives(officer, wang, "team_leader", department(world, "CC"), area(world, "CK"), "here", "yes")
    officer.taps("undo")
    opens(officer, zhang)
    officer.taps("leave")
    officer.sends(wang.name)
    for tap in (wang.id, "0", "7", "yes"):
        officer.taps(tap)
    opens(officer, zhang)
    officer.taps("block")
    officer.taps("yes")
    engine = world.company.engine
    assert doubts(engine) == []
    with read_transaction(engine) as connection:
        assert connection.execute(select(tables.deputies.c.id)).first(), "somebody stands in"
        assert connection.execute(select(PEOPLE.c.blocked_at).where(PEOPLE.c.id == zhang.id)).scalar()
    past_us(engine, update(PEOPLE).where(PEOPLE.c.id == zhang.id).values(blocked_at=None))
    past_us(engine, update(tables.deputies).values(until=date(2030, 1, 1)))
    assert {table for table, _ in doubts(engine)} == {"people", "deputies"}
    assert ("people", zhang.id) in doubts(engine)


def test_what_the_program_writes_later_does_not_wash_a_row_clean(engine: Engine) -> None:
    """It was another one when it was found."""
    li = person(engine)
    past_us(engine, update(PEOPLE).where(PEOPLE.c.id == li).values(left_on=date(2030, 1, 1)))
    with write_transaction(engine) as connection, right_trail.changing(connection, PEOPLE, [li], NOW):
        connection.execute(update(PEOPLE).where(PEOPLE.c.id == li).values(blocked_at=NOW))
    assert doubts(engine) == [("people", li)]


def test_a_row_that_was_put_back_as_it_was_once_is_found(engine: Engine) -> None:
    li = person(engine)
    for at in (NOW, None):
        with write_transaction(engine) as connection, right_trail.changing(connection, PEOPLE, [li], NOW):
            connection.execute(update(PEOPLE).where(PEOPLE.c.id == li).values(blocked_at=at))
    assert doubts(engine) == []
    past_us(engine, update(PEOPLE).where(PEOPLE.c.id == li).values(blocked_at=NOW))
    assert doubts(engine) == [("people", li)], "shut out once, and by nobody since"


def test_what_became_of_nothing_leaves_no_record(engine: Engine) -> None:
    li = person(engine)
    with read_transaction(engine) as connection:
        before = len(connection.execute(select(tables.audit_records.c.id)).all())
    with write_transaction(engine) as connection, right_trail.changing(connection, PEOPLE, [li], NOW):
        connection.execute(update(PEOPLE).where(PEOPLE.c.id == li).values(digest_off=True))
    with read_transaction(engine) as connection:
        assert len(connection.execute(select(tables.audit_records.c.id)).all()) == before
    assert doubts(engine) == []


def test_a_row_and_one_that_went_in_one_transaction(engine: Engine) -> None:
    """Inserted and deleted, as a role that was ended on the day on which it began makes way."""
    with read_transaction(engine) as connection:
        old = connection.execute(select(HELD).limit(1)).one()
    fresh = {**old._mapping, "id": new_id()}
    with write_transaction(engine) as connection, right_trail.changing(connection, HELD, [old.id, fresh["id"]], NOW):
        connection.execute(delete(HELD).where(HELD.c.id == old.id))
        connection.execute(insert(HELD), fresh)
    assert doubts(engine) == []
    past_us(engine, insert(HELD).values({**old._mapping, "since": date(2020, 1, 1)}))
    assert doubts(engine) == [("memberships", old.id)]


def test_templates_of_papers_are_held_by_what_they_are(engine: Engine) -> None:
    with write_transaction(engine) as connection:
        for document in (b"one", b"other"):
            report_templates.take(connection, "file", "zh_CN", document, NOW)
        report_templates.drop(connection, "file", "zh_CN", NOW)
    assert doubts(engine) == []
    past_us(engine, update(tables.report_templates).values(document=b"another"))
    assert [table for table, _ in doubts(engine)] == ["report_templates"] * 2


def test_keys_are_rotated_and_nothing_is_suspected(engine: Engine) -> None:
    rotate_lookup(engine, MASTER_KEY)
    open_ring(engine, MASTER_KEY)
    assert doubts(engine) == []


def test_a_row_that_cannot_be_read_is_named(engine: Engine) -> None:
    li = person(engine)
    with write_transaction(engine) as connection:
        bad = text("UPDATE people SET code = 'siv1:AAAA' WHERE id = :id")
        connection.execute(bad, {"id": li})
    assert doubts(engine) == [("people", li)]


@pytest.fixture
def older(tmp_path: Path) -> Iterator[Engine]:
    """A company that was settled before any of this was on record."""
    engine = open_engine(f"sqlite:///{tmp_path / 'older.db'}")
    migrate(engine)
    open_ring(engine, MASTER_KEY)
    import_company(engine, read_workbook(DEMO))
    yield engine
    engine.dispose()


def test_a_company_of_before_is_put_on_record_once_as_it_stands(older: Engine) -> None:
    li = person(older)
    past_us(older, update(PEOPLE).where(PEOPLE.c.id == li).values(blocked_at=NOW))
    assert doubts(older) == [], "nothing is on record of anybody yet"
    for _ in range(2):
        right_trail.begin(older, NOW)
    assert doubts(older) == []
    past_us(older, update(PEOPLE).where(PEOPLE.c.id == li).values(blocked_at=None))
    right_trail.begin(older, NOW)
    assert doubts(older) == [("people", li)], "it begins once"


def test_a_record_of_long_ago_does_not_confirm_a_guessed_name(engine: Engine) -> None:
    """Whoever erases a person changes the salt: with the key and the name the same seal comes not again."""
    li = person(engine)

    def named(connection: Connection, name: str) -> str:
        connection.execute(update(PEOPLE).where(PEOPLE.c.id == li).values(name=name, salt=new_id()[:32]))
        return right_trail._sealed(connection, PEOPLE, [li])[li]

    with write_transaction(engine) as connection:
        assert named(connection, "李强") != named(connection, "李强")


def test_whatever_writes_such_rows_puts_them_on_record() -> None:
    """By the source: insert, update and delete of these tables stand within `right_trail.changing`, or say why not."""
    found = {name: inside for path in _sources() for name, inside in _writes(path)}
    assert {name for name, inside in found.items() if not inside} == set(ELSE)
    assert sum(found.values()) > 15, "it finds them"


def _sources() -> Iterator[Path]:
    for room in ("bot", "handlers", "storage"):
        yield from (path for path in (ROOT / room).rglob("*.py") if "migrations" not in path.parts)


def _writes(path: Path) -> Iterator[tuple[str, bool]]:
    """Each function that writes such a table, and whether all it writes there goes on record."""
    for function in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(function, ast.FunctionDef) and any(map(_is_write, ast.walk(function))):
            within = {id(node) for block in ast.walk(function) if _is_on_record(block) for node in ast.walk(block)}
            yield (
                f"{path.relative_to(ROOT)}:{function.name}",
                any(_is_execute(node) and id(node) in within for node in ast.walk(function)),
            )


def _is_on_record(node: ast.AST) -> bool:
    return isinstance(node, ast.With) and any("'changing'" in ast.dump(item.context_expr) for item in node.items)


def _is_write(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or not node.args:
        return False
    table = node.args[0]
    name = table.attr if isinstance(table, ast.Attribute) else table.id if isinstance(table, ast.Name) else ""
    return node.func.id in ("insert", "update", "delete") and name in _NAMES


def _is_execute(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "execute"


_NAMES = {table.name for table in right_trail.RIGHTS}
