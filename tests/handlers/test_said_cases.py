"""Looking for a case: by its number, by any words about it, and never beyond what the viewer may see."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, select, update

from handlers.said_cases import SaidCases, find_cases
from nlp.said import Sought
from storage import lists, search, tables
from storage.engine import read_transaction, write_transaction
from tests.storage.test_case_feed import earlier
from tests.storage.test_lists import NOW, Register
from workflow.ids import new_id
from workflow.lifecycle import State


class Searched(Register):
    """Cases, and what each person finds of them; read anew each time, as by a process that has just started."""

    def page(self, who: str, words: str, page: int = 0, categories: tuple[str, ...] = ()) -> lists.Page:
        sought = [(word, categories) for word in search.split(words)]
        with read_transaction(self.engine) as connection:
            return find_cases(SaidCases(), connection, self.viewer(who), sought, page)

    def found(self, words: str, who: str = "吴静", **more: Any) -> list[str]:
        return [item["number"] for item in self.page(who, words, **more).items]


@pytest.fixture
def register(engine: Engine) -> Searched:
    return Searched(engine)


@pytest.mark.parametrize("sought", ["YH-20261123-0002", "yh-20261123-0002", "20261123-0002", "0002", "2", "-0002"])
def test_a_number_is_found_whole_and_by_its_tail(register: Searched, sought: str) -> None:
    register.enter("防护罩松了")
    second = register.enter("地上有油")
    assert register.found(sought) == [second]


def test_a_bare_digit_is_a_number_and_no_part_of_one(register: Searched) -> None:
    for _ in range(12):
        register.enter("防护罩松了")
    assert register.found("2") == ["YH-20261123-0002"]
    assert register.found("012") == ["YH-20261123-0012"]


@pytest.mark.parametrize(
    "words", ["防护罩", "防护罩 2号", "LOOSE", "Guard loose", "冲压车间", "冲压 防护", "stamping", "张伟", "zhang WEI"]
)
def test_every_word_has_to_be_about_it(register: Searched, words: str) -> None:
    owner = register.people["张伟"].id
    case = register.enter("冲压2号机防护罩松了, guard is loose", owner_id=owner)
    register.enter("地上有油", "CK", owner_id=register.people["刘洋"].id)
    assert register.found(words) == [case]
    assert register.found(f"{words} 漏油") == []


def test_a_place_within_the_place_counts_and_the_place_around_it_does_not(register: Searched) -> None:
    line, shop = register.enter("灯不亮", "CY-1"), register.enter("灯不亮", "CY")
    assert register.found("冲压车间") == [shop, line]
    assert register.found("冲压一线") == [line]


def test_a_machine_and_a_category_are_found_by_name(register: Searched, engine: Engine) -> None:
    with read_transaction(engine) as connection:
        machine = connection.execute(select(tables.equipment)).first()
    assert machine is not None
    case = register.enter("松了", equipment_id=machine.id)
    register.enter("松了", category="fire")
    assert register.found(machine.name) == [case]
    assert register.found("机械", categories=("mechanical",)) == [case]


@pytest.mark.parametrize("sign", ["%", "_", "/", "\\", "'", '"', "%%", "*", "(", "[a-z]"])
def test_signs_of_the_database_are_signs_and_nothing_more(register: Searched, sign: str) -> None:
    register.enter("防护罩松了")
    case = register.enter(f"写着 x{sign}y 的牌子掉了")
    assert register.found(f"x{sign}y") == [case]
    assert register.found(f"护{sign}松") == []


def test_only_the_report_s_own_words_are_searched(register: Searched) -> None:
    case = register.enter("防护罩松了")
    register.note(case, "reason", "等备件")
    assert register.found("备件") == []


def test_who_reported_it_is_no_word_to_find_it_by(register: Searched) -> None:
    register.enter("防护罩松了")
    assert register.found("王芳") == []


@pytest.mark.parametrize("sought", ["0001", "YH-20261123-0001", "防护罩", "仓库"])
def test_nobody_finds_what_they_may_not_see(register: Searched, sought: str) -> None:
    case = register.enter("防护罩松了", "CK")
    for who, sees in (("吴静", True), ("王芳", True), ("刘洋", True), ("李强", False), ("罗勇", False)):
        assert (register.found(sought, who) == [case]) is sees, who


def test_open_ones_first_then_the_newest_a_page_at_a_time(register: Searched) -> None:
    shut = [register.enter("防护罩松了", state=State.CLOSED), register.enter("防护罩松了", state=State.INVALID)]
    others = [register.enter("防护罩松了") for _ in range(5)]
    page = register.page("吴静", "防护罩")
    assert [item["number"] for item in page.items] == others[::-1]
    assert (page.total, page.more) == (7, True)
    assert register.found("防护罩", page=1) == shut[::-1]
    assert register.found("防护罩", page=2) == []


def test_what_is_counted_and_what_is_read_has_an_end(register: Searched, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "MOST_FOUND", 3)
    for _ in range(7):
        register.enter("防护罩松了")
    assert register.page("吴静", "防护罩").total == 3
    assert len(search.split("一 " * 500)) == search.MOST_WORDS
    assert len(search.split("长" * 500)[0]) == search.LONGEST_WORD


@pytest.mark.parametrize("sought", ["三号门", "3号门", "３号门", "Gate 3", "GATE ３"])
def test_however_a_number_or_a_letter_is_written(register: Searched, sought: str) -> None:
    register.enter("4号门打不开, gate 4 is stuck")
    case = register.enter("三号门打不开, gate 3 is stuck")
    assert register.found(sought) == [case]


def test_who_sees_little_finds_theirs_behind_many(register: Searched, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "_AT_FIRST", 1)
    mine = register.enter("防护罩松了", "HJ")
    for _ in range(7):
        register.enter("防护罩松了", "CY")
    assert register.found("防护罩", "罗勇") == [mine]
    assert register.page("吴静", "防护罩").total == 8


# Followed by processes that go on


def happens(register: Register, number: str, event_id: str = "", **changes: Any) -> str:
    """An event of a case, and what it changes."""
    with write_transaction(register.engine) as connection:
        case = connection.execute(select(tables.hazards).where(tables.hazards.c.number == number)).one()
        version = case.version + 1
        changed = update(tables.hazards).where(tables.hazards.c.id == case.id)
        connection.execute(changed.values(version=version, **changes))
        row = {"id": event_id or new_id(), "subject_kind": "hazard", "subject_id": case.id, "version": version}
        connection.execute(tables.events.insert(), {**row, "kind": "taken", "at": case.received_at, "facts": {}})
    return str(row["id"])


def saying(said: SaidCases, register: Register, *words: str) -> list[str]:
    """The numbers of the cases that hold these words."""
    with read_transaction(register.engine) as connection:
        found = said.saying(connection, [Sought(word) for word in words])
        numbers = {row.id: row.number for row in connection.execute(select(tables.hazards))}
    return [numbers[case] for case in found]


def test_two_processes_find_what_either_has_taken_in(register: Searched) -> None:
    one, other = SaidCases(), SaidCases()
    first = register.enter("防护罩松了")
    happens(register, first)
    assert saying(one, register, "防护罩") == saying(other, register, "护罩", "松") == [first]
    second = register.enter("防护罩掉了")
    happens(register, second)
    assert saying(one, register, "防护罩") == saying(other, register, "防护罩") == [second, first]


def test_what_closes_is_still_found_behind_what_is_open(register: Searched) -> None:
    said = SaidCases()
    first, second = register.enter("防护罩松了"), register.enter("防护罩掉了")
    happens(register, first)
    assert saying(said, register, "防护罩") == [second, first]
    happens(register, second, state=State.CLOSED)
    assert saying(said, register, "防护罩") == [first, second]
    happens(register, second, state=State.RECTIFYING)
    assert saying(said, register, "防护罩") == [second, first]


def test_who_has_it_now_is_a_word_to_find_it_by(register: Searched) -> None:
    said = SaidCases()
    case = register.enter("防护罩松了", owner_id=register.people["张伟"].id)
    happens(register, case)

    def found(word: str) -> int:
        with read_transaction(register.engine) as connection:
            return find_cases(said, connection, register.viewer("吴静"), [(word, ())], 0).total

    assert (found("张伟"), found("刘洋")) == (1, 0)
    happens(register, case, owner_id=register.people["刘洋"].id)
    assert (found("张伟"), found("刘洋")) == (0, 1)


def test_a_commit_that_comes_late_is_followed_all_the_same(register: Searched) -> None:
    said = SaidCases()
    case, other = register.enter("防护罩松了"), register.enter("防护罩掉了")
    last = happens(register, other)
    assert saying(said, register, "防护罩") == [other, case]
    happens(register, case, earlier(last, timedelta(seconds=30)), received_at=NOW + timedelta(hours=1))
    assert saying(said, register, "防护罩") == [case, other]


def test_a_search_waits_for_what_is_being_read_beside_the_work(register: Searched) -> None:
    said = SaidCases()
    case = register.enter("防护罩松了")
    said.begin(register.engine)
    assert saying(said, register, "防护罩") == [case]
