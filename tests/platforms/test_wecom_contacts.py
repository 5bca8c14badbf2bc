"""`hazardline wecom sync`: members and people find one another, and doing it again changes nothing."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import Engine, func, select, update

from bot.platforms.wecom_client import Client
from bot.platforms.wecom_contacts import members_of
from bot.platforms.wecom_errors import CallRefused
from storage.contacts import Member, Synchronised, TooManyGone, synchronise
from storage.engine import read_transaction, write_transaction
from storage.tables import addresses, departments, memberships, people
from tests.named import called
from tests.platforms.wecom_house import House

BOT = "wecom:1000002"
TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 1, tzinfo=UTC)


def named(engine: Engine, name: str) -> Any:
    with read_transaction(engine) as connection:
        return connection.execute(select(people).where(called(connection, name))).one()


def reached(engine: Engine) -> dict[str, str]:
    """Address on the bot -> name of the person."""
    with read_transaction(engine) as connection:
        mine = select(addresses.c.address, people.c.name).join_from(addresses, people).where(addresses.c.bot == BOT)
        return {address: name for address, name in connection.execute(mine)}


def sync(engine: Engine, *members: Member, create: bool = False) -> Synchronised:
    return synchronise(engine, BOT, members, TODAY, at=NOW, create=create)


def test_a_code_is_an_id_whatever_its_capitals(engine: Engine) -> None:
    li = named(engine, "李强")
    report = sync(engine, Member(li.code.upper(), "别的名字"))
    assert (report.matched, report.linked, report.unmatched) == (1, 1, [])
    assert reached(engine) == {li.code.lower(): "李强"}


def test_a_name_that_nobody_shares_will_do(engine: Engine) -> None:
    report = sync(engine, Member("ZhangWei", "张伟"), Member("wuyong", "吴用"))
    assert reached(engine) == {"zhangwei": "张伟"}
    assert (report.matched, report.unmatched) == (1, ["吴用"])


def test_a_name_that_somebody_shares_will_not(engine: Engine) -> None:
    report = sync(engine, Member("zhangwei1", "张伟"), Member("zhangwei2", "张伟"))
    assert (reached(engine), report.unmatched) == ({}, ["张伟", "张伟"])


def test_a_person_who_is_reached_already_is_not_taken_for_a_namesake(engine: Engine) -> None:
    sync(engine, Member("zhangwei", "张伟"))
    report = sync(engine, Member("zhangwei", "张伟"), Member("zhangwei9", "张伟"))
    assert (report.matched, report.linked, report.unmatched) == (1, 0, ["张伟"])


def leaves(engine: Engine, name: str) -> None:
    with write_transaction(engine) as connection:
        connection.execute(update(people).where(called(connection, name)).values(left_on=date(2026, 11, 1)))


@pytest.mark.parametrize("create", [False, True])
def test_who_has_left_and_is_back_is_told_and_made_no_second_person(engine: Engine, create: bool) -> None:
    li = named(engine, "李强")
    leaves(engine, "李强")
    report = sync(engine, Member(li.code.upper(), "李强"), create=create)
    assert (report.matched, report.left, report.unmatched, report.created) == (0, ["李强"], [], [])
    assert reached(engine) == {}


def test_who_has_left_and_is_still_a_member_is_not_reached_again(engine: Engine) -> None:
    sync(engine, Member("liqiang9", "李强"), Member("zhangwei", "张伟"))
    leaves(engine, "李强")
    report = sync(engine, Member("LiQiang9", "李强"), Member("zhangwei", "张伟"), create=True)
    assert (report.matched, report.left, report.created, report.gone) == (1, ["李强"], [], {})


def test_where_more_than_half_would_be_lost_nothing_changes(engine: Engine) -> None:
    everybody = [Member("zhangwei", "张伟"), Member("liqiang", "李强"), Member("wangfang", "王芳")]
    sync(engine, *everybody)
    with pytest.raises(TooManyGone) as many:
        sync(engine, everybody[0], Member("qianjin", "钱进"), create=True)
    assert (many.value.gone, many.value.reached) == (2, 3)
    assert len(reached(engine)) == 3
    assert len(synchronise(engine, BOT, everybody[:1], TODAY, at=NOW, create=False, force=True).gone) == 2
    assert len(sync(engine, *everybody[:2]).gone) == 1


def test_who_has_left_is_nobodys_match(engine: Engine) -> None:
    leaves(engine, "张伟")
    assert sync(engine, Member("zhangwei9", "张伟")).unmatched == ["张伟"]


def test_an_unknown_member_becomes_a_worker_of_the_department_of_that_name(engine: Engine) -> None:
    with read_transaction(engine) as connection:
        department = connection.execute(select(departments).order_by(departments.c.code)).first()
    assert department is not None
    report = sync(engine, Member("QianJin", "钱进", ("没有的部门", department.name)), create=True)
    assert (report.matched, report.created) == (1, ["钱进"])
    person = named(engine, "钱进")
    with read_transaction(engine) as connection:
        held = connection.execute(select(memberships).where(memberships.c.person_id == person.id)).one()
    assert (person.code, held.role, held.department_id, held.since) == ("QianJin", "worker", department.id, TODAY)


def test_again_changes_nothing(engine: Engine) -> None:
    members = (Member("zhangwei", "张伟"), Member("qianjin", "钱进", ("设备部",)))
    sync(engine, *members, create=True)
    before = reached(engine)
    report = sync(engine, *members, create=True)
    assert (report.matched, report.linked, report.created, report.gone) == (2, 0, [], {})
    assert reached(engine) == before


def test_who_is_gone_is_told_and_who_is_back_is_reached_again(engine: Engine) -> None:
    sync(engine, Member("zhangwei", "张伟"), Member("liqiang", "李强"))
    assert sync(engine, Member("zhangwei", "张伟")).gone == {"liqiang": "李强"}
    with write_transaction(engine) as connection:
        lost = {"lost_at": datetime(2026, 11, 23, tzinfo=UTC), "lost_why": "left"}
        connection.execute(update(addresses).where(addresses.c.address == "liqiang").values(lost))
    sync(engine, Member("zhangwei", "张伟"), Member("liqiang", "李强"))
    with read_transaction(engine) as connection:
        still = select(func.count()).where(addresses.c.lost_at.is_not(None), addresses.c.bot == BOT)
        assert connection.scalar(still) == 0


# Read from WeCom


def read(house: House, contacts: bool = False) -> list[Member]:
    steps: list[tuple[int, int]] = []
    secret = house.fake.contacts_secret
    engine = house.platform.client._tokens._engine
    other = Client(engine, "wecom-contacts", house.fake.url, house.fake.corp_id, secret, now=house.clock)
    found = members_of(house.platform.client, other if contacts else None, "1000002", lambda *step: steps.append(step))
    assert steps
    return sorted(found, key=lambda member: member.userid)


def test_members_come_with_the_names_of_their_departments(house: House) -> None:
    house.fake.departments[2] = "设备部"
    house.fake.person("zhaomin", "赵敏", departments=(1, 2))
    assert read(house)[2] == Member("zhaomin", "赵敏", ("青禾机械", "设备部"))


def test_who_is_let_in_by_name_alone_is_read_too_and_who_is_disabled_is_not(house: House) -> None:
    house.fake.person("alone", "独行", departments=())
    house.fake.person("off", "停用", status=2)
    assert [member.name for member in read(house)] == ["李强", "独行", "张三"]


def test_with_the_secret_of_the_contacts_every_page_is_read_and_whom_the_app_cannot_see_is_left_out(
    house: House,
) -> None:
    for number in range(5):
        house.fake.person(f"new{number}", f"新人{number}", departments=(9,))
    assert len(read(house)) == 2
    assert len(read(house, contacts=True)) == 7
    assert house.fake.calls["user/list_id"] == 4


def test_contacts_that_cannot_be_read_are_an_error_and_not_an_empty_company(house: House) -> None:
    house.fake.fails("user/list", 60011)
    with pytest.raises(CallRefused):
        read(house)


def test_what_is_read_is_what_is_matched(house: House, engine: Engine) -> None:
    members = [replace(member, userid=member.userid.upper()) for member in read(house)]
    assert sync(engine, *members).matched == 1  # 李强, by his name
    assert reached(engine) == {"liqiang": "李强"}
