"""Coming in: somebody unknown asks, an officer decides; or they bring a code, and are somebody at once."""

import re
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from storage import tables
from storage.engine import open_engine, write_transaction
from templates.render import label
from tests.photographs import photograph
from tests.scenarios.newcomers import Newcomer
from tests.world import Someone, StubPlatform, World
from workflow.ids import new_id


def department(world: World, code: str = "") -> Any:
    """A department of the demo company, the first by code."""
    rows = world.rows(select(tables.departments).order_by(tables.departments.c.code))
    return next(row for row in rows if not code or row.code == code)


def named(world: World, row: Any) -> str:
    return str(row.name_en if world.language == "en" else row.name)


def said(world: World, choice: str) -> str:
    return label(world.language, "choice", choice)


def officer(world: World) -> Someone:
    return world.person("韩磊")


def requests(world: World) -> list[Any]:
    return world.rows(select(tables.join_requests))


def person_at(world: World, address: str) -> Any:
    """Who is reached at an address, with their membership."""
    joined = (
        select(tables.people, tables.memberships.c.department_id, tables.memberships.c.role)
        .join(tables.addresses, tables.addresses.c.person_id == tables.people.c.id)
        .join(tables.memberships, tables.memberships.c.person_id == tables.people.c.id)
        .where(tables.addresses.c.address == address)
    )
    return next(iter(world.rows(joined)), None)


def asks_to_join(world: World, name: str = "钱多多", address: str = "x1") -> Newcomer:
    """Somebody unknown who has said where they work."""
    newcomer = Newcomer(world, address, name)
    newcomer.says("你好啊，有人吗", "hello there, anybody?")
    newcomer.taps(named(world, department(world)))
    return newcomer


def test_somebody_unknown_says_where_they_work_and_is_let_in_with_one_tap(told: World) -> None:
    world = told
    newcomer = asks_to_join(world)
    (request,) = requests(world)
    assert (request.name, request.state) == ("钱多多", "open")
    officer(world).hears("enrol.asked")
    assert "钱多多" in officer(world).words()
    assert named(world, department(world)) in officer(world).words()
    officer(world).taps("admit")
    officer(world).hears("enrol.admitted")
    assert "钱多多" in newcomer.words
    assert said(world, "report") in newcomer.buttons
    person = person_at(world, "x1")
    assert (person.role, person.department_id) == ("worker", department(world).id)
    assert person.code.startswith("NEW-")
    assert person.language == world.language
    newcomer.says("冲压2号机防护罩松了", "guard of press 2 is loose")
    assert said(world, "stopped") in newcomer.buttons


def test_there_is_one_request_however_often_they_write(world: World) -> None:
    newcomer = asks_to_join(world)
    officer(world).hears("enrol.asked")
    for text in ("在吗", "快一点", "怎么还没好"):
        newcomer.says(text)
    newcomer.taps(named(world, department(world)))
    assert "韩磊" in newcomer.words
    assert len(requests(world)) == 1
    officer(world).hears_nothing()


def test_departments_come_some_at_a_time_and_a_number_or_a_name_is_as_good_as_a_tap(world: World) -> None:
    rows = world.rows(select(tables.departments).order_by(tables.departments.c.code))
    first, second = Newcomer(world, "x1", "甲"), Newcomer(world, "x2", "乙")
    first.says("你好")
    assert first.buttons == [*(row.name for row in rows[:5]), "更多"]
    first.taps("更多")
    assert first.buttons[0] == rows[5].name
    first.says("1")
    second.says("你好")
    second.says(rows[-1].name)
    assert [r.department_id for r in requests(world)] == [rows[5].id, rows[-1].id]


def test_whom_the_platform_has_no_name_for_is_asked(told: World) -> None:
    world = told
    newcomer = Newcomer(world, "zhaoyun")
    newcomer.says("你好啊", "hello there")
    asked = newcomer.taps(named(world, department(world)))
    assert requests(world) == []
    newcomer.says("赵云")
    assert newcomer.words != asked
    assert [r.name for r in requests(world)] == ["赵云"]


def test_a_button_is_good_only_in_the_chat_in_which_it_stands(world: World) -> None:
    first, second = Newcomer(world, "x1", "甲"), Newcomer(world, "x2", "乙")
    first.says("你好")
    token = first.told[-1].choices[0].token
    world.send(world.envelope("x2", choice=token, sender_name="乙"))
    assert requests(world) == []
    assert second.buttons == first.buttons


def test_of_two_officers_who_decide_one_is_first_and_the_other_reads_what_became_of_it(told: World) -> None:
    world = told
    second = world.person("刘洋")
    holds(world, second, "safety_officer")
    newcomer = asks_to_join(world)
    officer(world).hears("enrol.asked")
    (card,) = second.hears("enrol.asked")
    officer(world).taps("decline")
    officer(world).hears("enrol.declined_them")
    second.hears("enrol.settled")
    assert world.platform.replaced
    heard = len(newcomer.told)
    second.taps_token(card.token("admit"))
    second.hears("refused.join_settled")
    assert person_at(world, "x1") is None
    assert len(newcomer.told) == heard
    refused = newcomer.words
    assert newcomer.says("为什么", "but why?") == refused


def holds(world: World, someone: Someone, role: str) -> None:
    engine = open_engine(world.url)
    with write_transaction(engine) as connection:
        mine = tables.memberships.c.person_id == someone.id
        connection.execute(update(tables.memberships).where(mine).values(role=role))
    engine.dispose()


def nowhere(world: World, someone: Someone) -> None:
    """They stand in the workbook, and have no chat yet."""
    engine = open_engine(world.url)
    with write_transaction(engine) as connection:
        connection.execute(tables.addresses.delete().where(tables.addresses.c.person_id == someone.id))
    engine.dispose()


def test_who_stands_in_the_list_already_is_not_written_down_twice(told: World) -> None:
    world = told
    li = world.person("李强")
    nowhere(world, li)
    newcomer = asks_to_join(world, "李强")
    (card,) = officer(world).hears("enrol.asked")
    assert [choice["label"] for choice in card.choices] == ["admit", "same_person", "other_department", "decline_join"]
    officer(world).taps("same")
    officer(world).hears("enrol.admitted")
    assert person_at(world, "x1").id == li.id
    assert len([p for p in world.rows(select(tables.people)) if p.name == "李强"]) == 1
    assert said(world, "report") in newcomer.buttons


def test_nobody_who_has_a_chat_is_taken_over_by_a_namesake(world: World) -> None:
    nowhere(world, world.person("李强"))
    asks_to_join(world, "李强")
    asks_to_join(world, "李强", "x2")
    first, second = officer(world).hears("enrol.asked", "enrol.asked")
    officer(world).taps_token(first.token("same"))
    officer(world).taps_token(second.token("same"))
    officer(world).hears("enrol.admitted", "refused.reached_already")
    assert person_at(world, "x2") is None


def test_the_officer_can_put_them_into_another_department(told: World) -> None:
    world = told
    asks_to_join(world)
    officer(world).taps("elsewhere")
    other = world.rows(select(tables.departments).order_by(tables.departments.c.code))[-1]
    officer(world).picks(other.id)
    assert person_at(world, "x1").department_id == other.id


def test_what_they_wanted_to_report_is_taken_up_when_they_are_in(told: World) -> None:
    world = told
    newcomer = Newcomer(world, "x1", "钱多多")
    kept = newcomer.photographs(
        photograph(3, size=(640, 480)),
        "冲压2号机防护罩松了" if world.language == "zh_CN" else "guard of press 2 is loose",
    )
    assert ("存下" if world.language == "zh_CN" else "is kept") in kept
    assert not media_of(world), "of somebody unknown nothing is fetched"
    newcomer.taps(named(world, department(world)))
    officer(world).taps("admit")
    world.work()
    topics = [row.topic for row in world.rows(select(tables.notices).order_by(tables.notices.c.id))]
    assert topics[-1].startswith("report.")
    assert topics.index("enrol.welcome") < len(topics) - 1
    newcomer.taps(said(world, "stopped"))
    (case,) = world.rows(select(tables.hazards))
    assert case.reporter_id == person_at(world, "x1").id
    (attached,) = world.rows(select(tables.attachments).where(tables.attachments.c.subject_id == case.id))
    assert attached.state == "ready"
    assert media_of(world)


def media_of(world: World) -> list[Path]:
    """The files of all the pictures that were ever fetched."""
    return [path for path in (world.folder / "media").rglob("*") if path.is_file()]


def test_before_they_have_said_a_word_their_app_tells_the_language_they_read(world: World) -> None:
    newcomer = Newcomer(world, "x1", "Dana Reed", language="en")
    assert "department" in newcomer.says("/start")
    newcomer.taps(department(world).name_en)
    (request,) = requests(world)
    assert request.language == "en"
    officer(world).taps("admit")
    assert person_at(world, "x1").language == "en"
    assert label("en", "choice", "report") in newcomer.buttons


def test_their_own_words_count_more_than_their_app(world: World) -> None:
    newcomer = Newcomer(world, "x1", "钱多多", language="en")
    assert "部门" in newcomer.says("你好啊")
    assert "部门" in newcomer.says("/start")


@pytest.mark.parametrize(("hello", "reads"), [("你好，报隐患", "zh_CN"), ("hello, a hazard to report", "en")])
@pytest.mark.parametrize("called", ["Wang Wu", "王五"])
def test_what_somebody_is_called_is_no_language(world: World, hello: str, reads: str, called: str) -> None:
    newcomer = Newcomer(world, "x1")
    newcomer.says(hello)
    newcomer.taps(department(world).name_en if reads == "en" else department(world).name)
    newcomer.says(called)
    (request,) = requests(world)
    assert (request.name, request.language) == (called, reads)
    officer(world).taps("admit")
    assert person_at(world, "x1").language == reads


def test_whose_name_was_all_they_wrote_is_asked_what_they_read(world: World) -> None:
    newcomer = Newcomer(world, "x1")
    newcomer.says(event="arrived")
    newcomer.taps(department(world).name)
    newcomer.says("Wang Wu")
    officer(world).taps("admit")
    assert person_at(world, "x1").language == "zh_CN"
    assert "English" in newcomer.buttons


def test_a_cry_for_help_is_answered_first_and_is_no_report_later(world: World) -> None:
    newcomer = Newcomer(world, "x1", "钱多多")
    assert "119" in newcomer.says("二号炉着火了")
    newcomer.says("你好")
    newcomer.taps(department(world).name)
    (request,) = requests(world)
    assert request.message_id is None


def invitation(world: World, who: Someone | None = None) -> str:
    """A fresh code, as its maker reads it."""
    who = who or officer(world)
    who.sends("邀请", "invite")
    who.picks(department(world).id)
    words = who.words()
    return next(word for word in words.split() if word.startswith("join_"))


def test_whoever_brings_an_invitation_is_in_at_once_and_it_is_spent(told: World) -> None:
    world = told
    code = invitation(world)
    shown = world.platform.to(officer(world).code)[-1]
    assert shown.photos[0].read().startswith(b"\x89PNG")
    officer(world).skips()
    newcomer, other = Newcomer(world, "x1", "钱多多"), Newcomer(world, "x2", "孙小小")
    newcomer.scans(code)
    person = person_at(world, "x1")
    assert (person.name, person.department_id, person.language) == ("钱多多", department(world).id, world.language)
    assert said(world, "report") in newcomer.buttons
    officer(world).hears("enrol.used")
    before = other.says(code)
    assert person_at(world, "x2") is None
    assert before != newcomer.words


@pytest.mark.parametrize(("app", "reads"), [("en", "en"), ("zh_CN", "zh_CN")])
def test_who_is_invited_reads_what_their_app_does_whatever_the_inviter_reads(told: World, app: str, reads: str) -> None:
    world = told
    code = invitation(world)
    newcomer = Newcomer(world, "x1", "Dana Reed", language=app)
    newcomer.scans(code)
    assert person_at(world, "x1").language == reads
    assert newcomer.buttons == [label(reads, "choice", name) for name in ("report", "to_do", "my_reports", "help")]


def test_whom_no_app_tells_the_language_of_has_it_with_one_tap_at_the_welcome(told: World) -> None:
    world = told
    other = {"zh_CN": "en", "en": "zh_CN"}[world.language]
    newcomer = Newcomer(world, "x1", "Dana Reed")
    welcome = newcomer.scans(invitation(world))
    assert person_at(world, "x1").language == world.language
    tap = label(other, "choice", f"languages.{other}")
    assert tap in welcome
    assert newcomer.buttons == [said(world, "report"), tap, *(said(world, name) for name in ("to_do", "my_reports"))]
    newcomer.taps(tap)
    assert person_at(world, "x1").language == other
    assert newcomer.buttons[0] == label(other, "choice", "report"), "and reads what they can do here"
    newcomer.says("/language")
    newcomer.taps(label(other, "choice", f"languages.{world.language}"))
    assert person_at(world, "x1").language == world.language, "nothing is for ever"


def test_whoever_was_only_tapping_is_asked_too_and_who_wrote_is_not(world: World) -> None:
    tapping, writing = Newcomer(world, "x1", "甲"), Newcomer(world, "x2", "乙")
    tapping.says(event="arrived")
    writing.says("你好")
    for newcomer in (tapping, writing):
        newcomer.taps(department(world).name)
        officer(world).taps("admit")
    assert "English" in tapping.buttons
    assert "English" not in writing.buttons


def test_of_an_invitation_only_its_digest_is_left(world: World) -> None:
    code = invitation(world)
    written = [
        str(value)
        for table in (tables.notices, tables.invitations, tables.conversations, tables.inbox, tables.deliveries)
        for row in world.rows(select(table))
        for value in row
    ]
    assert not [value for value in written if code in value]


def test_an_invitation_is_good_for_a_week_and_for_somebody_who_may_still_invite(world: World) -> None:
    late, void = invitation(world), invitation(world)
    world.clock.passes(days=3)
    holds(world, officer(world), "worker")
    Newcomer(world, "x1", "甲").scans(void)
    world.clock.passes(days=5)
    holds(world, officer(world), "safety_officer")
    Newcomer(world, "x2", "乙").scans(late)
    assert person_at(world, "x1") is None
    assert person_at(world, "x2") is None


def test_who_may_not_invite_is_told_so_and_who_is_in_needs_no_code(told: World) -> None:
    world = told
    code = invitation(world)
    li = world.person("李强")
    li.sends("邀请", "invite")
    li.hears("refused.not_yours")
    li.sends(code)
    li.hears_nothing()  # what it was answered is not kept
    assert li.words() not in ("", code)
    assert code not in str(world.rows(select(tables.inbox)))
    newcomer = Newcomer(world, "x1", "钱多多")
    newcomer.scans(code)
    assert person_at(world, "x1") is not None


def test_whom_nobody_has_a_name_for_is_let_in_and_gives_it_once(told: World) -> None:
    world = told
    newcomer = Newcomer(world, "zhaoyun")
    newcomer.says(invitation(world))
    assert person_at(world, "zhaoyun").name == "zhaoyun"
    newcomer.taps(said(world, "my_name"))
    newcomer.says("赵云")
    assert person_at(world, "zhaoyun").name == "赵云"
    newcomer.taps(said(world, "my_name"))
    newcomer.says("诸葛亮")
    assert person_at(world, "zhaoyun").name == "赵云"


def link_code(world: World, who: Someone) -> str:
    who.sends("绑定", "link")
    told = [outgoing.text for outgoing in who.world.platform.sent if outgoing.address == who.code]
    return next(found[0] for text in reversed(told) if (found := re.search(r"[A-Z2-9]{4}-[A-Z2-9]{4}", text)))


def test_a_second_chat_is_the_same_person_and_a_dialogue_goes_on_there(told: World) -> None:
    world = told
    li = world.person("李强")
    li.sends("冲压2号机防护罩松了", "guard of press 2 is loose")
    world.clock.passes(minutes=1)
    code = link_code(world, li)
    phone = Newcomer(world, "phone", "Li")
    phone.says(code.lower().replace("-", ""))
    assert li.skips()[-2:] == ["enrol.linked", "enrol.linked_there"]
    assert person_at(world, "phone").id == li.id
    phone.says("提交" if world.language == "zh_CN" else "Submit")
    phone.taps(said(world, "stopped"))
    (case,) = world.rows(select(tables.hazards))
    assert case.reporter_id == li.id


def test_people_are_told_where_they_wrote_last(world: World) -> None:
    li = world.person("李强")
    phone = Newcomer(world, "phone", "Li")
    phone.says(link_code(world, li))
    asks_to_join(world)  # the clock goes on
    world.clock.passes(minutes=1)
    assert reached(world, li) == "phone"
    li.sends("帮助")
    assert reached(world, li) == li.code
    at = used(world, li)
    world.clock.passes(minutes=1)
    li.sends("帮助")
    assert used(world, li) == at, "nothing is written where nothing has changed"
    phone.says("帮助")
    assert reached(world, li) == "phone"


def used(world: World, someone: Someone) -> list[Any]:
    rows = world.rows(select(tables.addresses).where(tables.addresses.c.person_id == someone.id))
    return sorted((row.address, row.used_at) for row in rows)


def reached(world: World, someone: Someone) -> str:
    """Where they are told."""
    return str(max(used(world, someone), key=lambda row: row[1].isoformat() if row[1] else "")[0])


def test_wrong_codes_are_few(told: World) -> None:
    world = told
    li = world.person("李强")
    guesser = Newcomer(world, "x1", "Mallory")
    answers = [guesser.says(f"ABCD-234{figure}") for figure in range(2, 8)]
    assert len(set(answers[:5])) == 1
    assert answers[5] != answers[4]
    code = link_code(world, li)
    guesser.says(code)
    assert person_at(world, "x1") is None, "not even the right one any more"
    world.clock.passes(hours=1, minutes=1)
    guesser.says(link_code(world, li))
    assert person_at(world, "x1").id == li.id


def test_a_link_code_is_good_for_ten_minutes_and_for_the_other_chat(world: World) -> None:
    li = world.person("李强")
    code = link_code(world, li)
    li.sends(code)
    assert "另一个聊天" in li.words()
    world.clock.passes(minutes=11)
    phone = Newcomer(world, "phone", "Li")
    phone.says(code)
    assert person_at(world, "phone") is None


@pytest.mark.parametrize("event", ["nothing", "left", "joined_group"])
def test_what_is_no_word_of_somebody_unknown_is_passed_over(world: World, event: str) -> None:
    newcomer = Newcomer(world, "x1", "甲")
    newcomer.says(event=event)
    assert newcomer.told == []


def test_who_wants_to_stay_unnamed_leaves_nothing_before_they_are_known(world: World) -> None:
    newcomer = Newcomer(world, "x1", "钱多多")
    newcomer.says("匿名举报：冲压2号机防护罩松了")
    assert "防护罩" not in str(world.rows(select(tables.inbox)))
    assert "存下" not in newcomer.words
    newcomer.taps(department(world).name)
    (request,) = requests(world)
    assert request.message_id is None


def test_what_somebody_was_told_as_a_stranger_is_not_kept_when_they_are_known(world: World) -> None:
    newcomer = Newcomer(world, "x1", "钱多多")
    newcomer.says("冲压2号机防护罩松了")
    newcomer.taps(department(world).name)
    officer(world).taps("admit")
    world.work()
    left = [row for row in world.rows(select(tables.notices)) if row.address == "x1"]
    assert {row.recipient_id for row in left} == {person_at(world, "x1").id}
    (request,) = requests(world)
    assert (request.state, request.message_id) == ("granted", None)


def test_an_address_that_has_become_somebody_s_meanwhile_is_not_given_away(world: World) -> None:
    """As when members were synchronised from the platform's own directory."""
    newcomer = asks_to_join(world)
    li = world.person("李强")
    engine = open_engine(world.url)
    with write_transaction(engine) as connection:
        row = {"id": new_id(), "person_id": li.id, "bot": "stub", "address": newcomer.address}
        connection.execute(tables.addresses.insert(), row)
    engine.dispose()
    officer(world).skips()
    officer(world).taps("admit")
    officer(world).hears("refused.reached_already")
    assert person_at(world, "x1").id == li.id


@pytest.mark.parametrize("linked", [True, False])
def test_an_invitation_is_a_link_where_a_platform_has_such(told: World, linked: bool) -> None:
    world = told
    if linked:
        world.platform.__class__ = LinkedStub
    code = invitation_words(world)
    assert ("https://t.me/hazard_bot?start=join_" in code) == linked
    assert Newcomer(world, "x1", "甲").scans(code) != ""
    assert person_at(world, "x1") is not None


class LinkedStub(StubPlatform):
    """A platform to whose chat a link leads."""

    def link(self, start: str) -> str:
        return f"https://t.me/hazard_bot?start={start}"


def invitation_words(world: World) -> str:
    """The line of an invitation that is passed on."""
    officer(world).sends("邀请", "invite")
    officer(world).picks(department(world).id)
    return next(line for line in officer(world).words().splitlines() if "join_" in line)
