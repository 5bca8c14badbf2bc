"""Looking for a case: by its number, by any words about it, and never beyond what the viewer may see."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, insert, select, update

from storage import directory, lists, search, tables
from storage.engine import read_transaction, write_transaction
from storage.queries import Viewer
from storage.search import Sought
from workflow.ids import new_id
from workflow.lifecycle import State
from workflow.people import Person, Role

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)


class Register:
    """Cases put straight into the register, and what each person finds of them."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        with read_transaction(engine) as connection:
            self.people = {person.name: person for person in directory.everybody(connection)}
        self._count = 0

    def enter(self, words: str, area: str = "CY", **facts: Any) -> str:
        """A case of today with the next number; later ones are newer."""
        self._count += 1
        with write_transaction(self.engine) as connection:
            row = {**self._plain(connection, area), **facts}
            connection.execute(insert(tables.hazards), row)
            connection.execute(insert(tables.texts), self._text(row["id"], "words", words))
        return str(row["number"])

    def note(self, number: str, field: str, body: str) -> None:
        """Words of a later event."""
        with write_transaction(self.engine) as connection:
            case = connection.execute(select(tables.hazards.c.id).where(tables.hazards.c.number == number)).scalar_one()
            connection.execute(insert(tables.texts), self._text(case, field, body))

    def _text(self, case: str, field: str, body: str) -> dict[str, str]:
        subject = {"id": new_id(), "subject_kind": "hazard", "subject_id": case}
        return {**subject, "field": field, "body": body, "salt": "s"}

    def _plain(self, connection: Connection, area: str) -> dict[str, Any]:
        place = connection.execute(select(tables.areas).where(tables.areas.c.code == area)).one()
        return {
            "id": new_id(),
            "number": f"YH-20261123-{self._count:04d}",
            "version": 1,
            "state": State.RECTIFYING,
            "category": "mechanical",
            "company_grade": "general",
            "statutory_grade": "general",
            "area_id": place.id,
            "area_path": place.path,
            **dict.fromkeys(("requirement", "requirement_en", "law", "law_en"), ""),
            "source_kind": "worker",
            "reporter_id": self.people["王芳"].id,
            "repairers": [],
            "found_at": NOW,
            "received_at": NOW + timedelta(minutes=self._count),
            "due_at": NOW + timedelta(days=3),
        }

    def viewer(self, who: str) -> Viewer:
        return Viewer(self.people[who], NOW, TODAY)

    def page(self, who: str, words: str, page: int = 0, categories: tuple[str, ...] = ()) -> lists.Page:
        sought = [Sought(word, categories) for word in search.split(words)]
        with read_transaction(self.engine) as connection:
            return search.find_cases(connection, self.viewer(who), sought, page)

    def found(self, words: str, who: str = "吴静", **more: Any) -> list[str]:
        return [item["number"] for item in self.page(who, words, **more).items]


@pytest.fixture
def register(engine: Engine) -> Register:
    return Register(engine)


@pytest.mark.parametrize("sought", ["YH-20261123-0002", "yh-20261123-0002", "20261123-0002", "0002", "2", "-0002"])
def test_a_number_is_found_whole_and_by_its_tail(register: Register, sought: str) -> None:
    register.enter("防护罩松了")
    second = register.enter("地上有油")
    assert register.found(sought) == [second]


def test_a_bare_digit_is_a_number_and_no_part_of_one(register: Register) -> None:
    for _ in range(12):
        register.enter("防护罩松了")
    assert register.found("2") == ["YH-20261123-0002"]
    assert register.found("012") == ["YH-20261123-0012"]


@pytest.mark.parametrize(
    "words", ["防护罩", "防护罩 2号", "LOOSE", "Guard loose", "冲压车间", "冲压 防护", "stamping", "张伟", "zhang WEI"]
)
def test_every_word_has_to_be_about_it(register: Register, words: str) -> None:
    owner = register.people["张伟"].id
    case = register.enter("冲压2号机防护罩松了, guard is loose", owner_id=owner)
    register.enter("地上有油", "CK", owner_id=register.people["刘洋"].id)
    assert register.found(words) == [case]
    assert register.found(f"{words} 漏油") == []


def test_a_place_within_the_place_counts_and_the_place_around_it_does_not(register: Register) -> None:
    line, shop = register.enter("灯不亮", "CY-1"), register.enter("灯不亮", "CY")
    assert register.found("冲压车间") == [shop, line]
    assert register.found("冲压一线") == [line]


def test_a_machine_and_a_category_are_found_by_name(register: Register, engine: Engine) -> None:
    with read_transaction(engine) as connection:
        machine = connection.execute(select(tables.equipment)).first()
    assert machine is not None
    case = register.enter("松了", equipment_id=machine.id)
    register.enter("松了", category="fire")
    assert register.found(machine.name) == [case]
    assert register.found("机械", categories=("mechanical",)) == [case]


@pytest.mark.parametrize("sign", ["%", "_", "/", "\\", "'", '"', "%%", "*", "(", "[a-z]"])
def test_signs_of_the_database_are_signs_and_nothing_more(register: Register, sign: str) -> None:
    register.enter("防护罩松了")
    case = register.enter(f"写着 x{sign}y 的牌子掉了")
    assert register.found(f"x{sign}y") == [case]
    assert register.found(f"护{sign}松") == []


def test_only_the_report_s_own_words_are_searched(register: Register) -> None:
    case = register.enter("防护罩松了")
    register.note(case, "reason", "等备件")
    assert register.found("备件") == []


def test_who_reported_it_is_no_word_to_find_it_by(register: Register) -> None:
    register.enter("防护罩松了")
    assert register.found("王芳") == []


@pytest.mark.parametrize("sought", ["0001", "YH-20261123-0001", "防护罩", "仓库"])
def test_nobody_finds_what_they_may_not_see(register: Register, sought: str) -> None:
    case = register.enter("防护罩松了", "CK")
    for who, sees in (("吴静", True), ("王芳", True), ("刘洋", True), ("李强", False), ("罗勇", False)):
        assert (register.found(sought, who) == [case]) is sees, who


def test_open_ones_first_then_the_newest_a_page_at_a_time(register: Register) -> None:
    shut = [register.enter("防护罩松了", state=State.CLOSED), register.enter("防护罩松了", state=State.INVALID)]
    others = [register.enter("防护罩松了") for _ in range(5)]
    page = register.page("吴静", "防护罩")
    assert [item["number"] for item in page.items] == others[::-1]
    assert (page.total, page.more) == (7, True)
    assert register.found("防护罩", page=1) == shut[::-1]
    assert register.found("防护罩", page=2) == []


def test_what_is_counted_and_what_is_read_has_an_end(register: Register, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "MOST_FOUND", 3)
    for _ in range(7):
        register.enter("防护罩松了")
    assert register.page("吴静", "防护罩").total == 3
    assert len(search.split("一 " * 500)) == search.MOST_WORDS
    assert len(search.split("长" * 500)[0]) == search.LONGEST_WORD


# What waits for one person in several roles


def many_roles(register: Register) -> Person:
    """David repairs and accepts, and is safety director and officer from today on."""
    david = register.people["David Miller"]
    with write_transaction(register.engine) as connection:
        for role in (Role.SAFETY_OFFICER, Role.SAFETY_DIRECTOR):
            row = {"id": new_id(), "person_id": david.id, "role": role, "since": TODAY}
            connection.execute(insert(tables.memberships), row)
        again = directory.person(connection, david.id)
    assert again is not None
    register.people["David Miller"] = again
    return again


def test_one_list_holds_what_waits_in_every_role_the_most_urgent_first(register: Register) -> None:
    david = many_roles(register)
    mine: dict[str, Any] = {"owner_id": david.id}
    later, soon, late = (NOW + timedelta(days=n) for n in (5, 1, -2))
    asked: dict[str, Any] = {"asked_until": later, "owner_id": register.people["张伟"].id}
    expected = [
        register.enter("二号炉着火了", "HJ", state=State.ALARM, due_at=later),
        register.enter("重大，要验收", state=State.AWAITING_ACCEPTANCE, acceptor_id=david.id, company_grade="major"),
        register.enter("超期的任务", "CK", state=State.RECTIFYING, due_at=late, **mine),
        register.enter("没人管的", "CK", state=State.REPORTED, due_at=soon),
        register.enter("要验收的", state=State.AWAITING_ACCEPTANCE, acceptor_id=david.id, due_at=soon + timedelta(1)),
        register.enter("申请延期的", due_at=soon + timedelta(2), **asked),
        register.enter("第二次申请延期的", due_at=soon + timedelta(3), extensions=1, **asked),
        register.enter("新任务", state=State.ASSIGNED, due_at=later, **mine),
    ]
    register.enter("自己申请的延期，别人来批", state=State.CLOSED, asked_until=later, **mine)
    register.enter("别人的任务", owner_id=register.people["张伟"].id)
    register.enter("别人验收的", state=State.AWAITING_ACCEPTANCE, acceptor_id=register.people["赵敏"].id)
    with read_transaction(register.engine) as connection:
        pages = [lists.to_do(connection, register.viewer("David Miller"), n) for n in range(3)]
    assert [item["number"] for page in pages for item in page.items] == expected
    assert pages[0].total == len(expected)


def test_a_role_that_ended_brings_nothing_any_more(register: Register) -> None:
    david = many_roles(register)
    register.enter("没人管的", state=State.REPORTED)
    with write_transaction(register.engine) as connection:
        ended = update(tables.memberships).where(tables.memberships.c.person_id == david.id)
        connection.execute(ended.values(until=TODAY - timedelta(days=1)))
        again = directory.person(connection, david.id)
        assert again is not None
        assert lists.to_do(connection, Viewer(again, NOW, TODAY), 0).total == 0
