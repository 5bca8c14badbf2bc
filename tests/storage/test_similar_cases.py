"""Which cases a report may be the same as, and what is known of them."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, insert, select, update

from storage import similar_cases, tables
from storage.engine import read_transaction, write_transaction
from storage.similar_cases import RECENT, Standing
from workflow.ids import new_id
from workflow.lifecycle import IN_HAND, State

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


class Register:
    """Cases put straight into the tables."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._count = 0

    def enter(self, words: str = "防护罩松了", **facts: Any) -> str:
        self._count += 1
        with write_transaction(self.engine) as connection:
            place = connection.execute(select(tables.areas).where(tables.areas.c.code == "CY")).one()
            row = {**self._plain(), "area_id": place.id, "area_path": place.path, **facts}
            connection.execute(insert(tables.hazards), row)
            for field, body in (("words", words), ("said", "补一句")):
                text = {"id": new_id(), "subject_kind": "hazard", "subject_id": row["id"], "field": field}
                connection.execute(insert(tables.texts), {**text, "body": body, "salt": "s"})
        return str(row["id"])

    def _plain(self) -> dict[str, Any]:
        return {
            "id": new_id(),
            "number": f"YH-20261123-{self._count:04d}",
            "version": 1,
            "state": State.RECTIFYING,
            "category": "mechanical",
            "company_grade": "general",
            "statutory_grade": "general",
            **dict.fromkeys(("requirement", "requirement_en", "law", "law_en"), ""),
            "source_kind": "worker",
            "reporter_id": new_id(),
            "repairers": [],
            "found_at": NOW,
            "received_at": NOW,
            "due_at": NOW + timedelta(days=3),
        }

    def happens(self, case: str, version: int, event_id: str = "") -> str:
        row = {"id": event_id or new_id(), "subject_kind": "hazard", "subject_id": case, "version": version}
        with write_transaction(self.engine) as connection:
            connection.execute(insert(tables.events), {**row, "kind": "taken", "at": NOW, "facts": {}})
        return str(row["id"])

    def shows(
        self, subject: str, likeness: str, kind: str = "hazard", role: str = "found", state: str = "ready"
    ) -> None:
        picture = {"digest": "d", "kind": "jpeg", "size": 1, "width": 1, "height": 1, "at": NOW}
        shown = {"subject_kind": kind, "subject_id": subject, "role": role, "state": state, "added_at": NOW}
        with write_transaction(self.engine) as connection:
            media = new_id()
            connection.execute(insert(tables.media), {"id": media, "likeness": likeness, **picture})
            connection.execute(insert(tables.attachments), {"id": new_id(), "media_id": media, **shown})

    def standing(self) -> dict[str, Standing]:
        with read_transaction(self.engine) as connection:
            found = {case.id: case for case in similar_cases.all_cases(connection, NOW)}
            assert similar_cases.count(connection, NOW) == len(found)
            assert {case.id for case in similar_cases.cases(connection, list(found), NOW)} == set(found)
        return found


@pytest.fixture
def register(engine: Engine) -> Register:
    return Register(engine)


def test_open_cases_count_and_those_closed_lately(register: Register) -> None:
    wanted = {register.enter(state=state) for state in IN_HAND}
    wanted.add(register.enter(state=State.CLOSED, closed_at=NOW - RECENT + timedelta(days=1)))
    register.enter(state=State.CLOSED, closed_at=NOW - RECENT - timedelta(days=1))
    for state in (State.ALARM, State.INVALID, State.MERGED):
        register.enter(state=state)
    register.enter(practice=True)
    assert set(register.standing()) == wanted


def test_a_case_is_known_by_its_report_place_and_pictures(register: Register) -> None:
    case = register.enter("冲压2号机防护罩松了")
    for likeness in ("a" * 36, "", "b" * 36):
        register.shows(case, likeness)
    register.shows(case, "c" * 36, role="after")
    register.shows(case, "d" * 36, state="refused")
    known = register.standing()[case]
    assert (known.words, known.equipment, known.closed_at) == ("冲压2号机防护罩松了", None, None)
    assert known.photos == ("a" * 36, "b" * 36)
    assert known.area_path.count("/") >= 2


def test_the_pictures_of_a_draft_are_known_as_far_as_they_are_there(register: Register) -> None:
    draft = new_id()
    register.shows(draft, "a" * 36, "draft", "draft")
    register.shows(draft, "b" * 36, "draft", "draft", "refused")
    register.shows(new_id(), "c" * 36, "draft", "draft")
    with read_transaction(register.engine) as connection:
        assert similar_cases.draft_likenesses(connection, draft) == ("a" * 36,)


def test_of_some_cases_those_closed_lately_are_named_the_last_one_first(register: Register) -> None:
    old = register.enter(state=State.CLOSED, closed_at=NOW - RECENT - timedelta(days=1))
    first = register.enter(state=State.CLOSED, closed_at=NOW - timedelta(days=9))
    second = register.enter(state=State.CLOSED, closed_at=NOW - timedelta(days=2))
    register.enter(state=State.CLOSED, closed_at=NOW)
    running = register.enter()
    with read_transaction(register.engine) as connection:
        numbers = similar_cases.closed_lately(connection, [old, first, second, running], NOW)
        assert similar_cases.closed_lately(connection, [], NOW) == []
    assert numbers == ["YH-20261123-0003", "YH-20261123-0002"]


def test_a_closed_case_is_told_with_its_moment(register: Register) -> None:
    case = register.enter(state=State.CLOSED, closed_at=NOW)
    assert register.standing()[case].closed_at == NOW
    with write_transaction(register.engine) as connection:
        connection.execute(update(tables.hazards).values(state=State.RECTIFYING, closed_at=None))
    assert register.standing()[case].closed_at is None
