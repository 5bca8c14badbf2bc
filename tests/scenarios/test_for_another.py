"""Reporting for another in chat: one phone, two people, and neither name reaches the owner."""

from datetime import date

import pytest
from sqlalchemy import delete, select, update

from storage import tables
from storage.engine import write_transaction
from tests.stories import story
from tests.world import Someone, World, by_id, case_of, kinds_of
from workflow.lifecycle import State


def change(world: World, statement: object) -> None:
    with write_transaction(world.company.engine) as connection:
        connection.execute(statement)  # type: ignore[call-overload]
    world.pause()


def begins(world: World, who: str = "孙立军") -> Someone:
    typist = world.person(who)
    typist.sends("替别人报", "for another")
    typist.hears("report.for_whom")
    return typist


def tiles(someone: Someone) -> list[str]:
    return [choice["text"] for choice in someone.everything()[-1].choices if choice["text"]]


def ends(world: World, owner: Someone) -> None:
    """The owner repairs, the acceptor signs off."""
    owner.taps("take")
    owner.taps("submit")
    owner.sends("装好了", "fitted", photos=1)
    acceptor = by_id(world, case_of(world).acceptor_id)
    acceptor.taps("accept")
    acceptor.taps("on_site")
    assert case_of(world).state == State.CLOSED


@story("for_another", "替别人报", "Reporting for another")
def test_a_team_leader_s_phone_and_a_worker_s_find(told: World) -> None:
    world, li = told, told.person("李强")
    sun = begins(world)
    sun.taps(li.id)
    sun.hears("report.start")
    sun.sends("冲压2号机防护罩松了", "guard of press 2 is loose", photos=1)
    sun.hears("report.confirm")
    sun.taps("submit")
    sun.hears("report.done")
    li.hears("report.for_you")
    case = case_of(world)
    assert (case.reporter_id, case.entered_by_id) == (li.id, sun.id)
    for someone in (li, sun):
        someone.sends("我的上报", "my reports")
        someone.hears("my.reports")
        someone.sees(case.number)
    owner = by_id(world, case.owner_id)
    owner.sees(case.number)
    ends(world, owner)
    assert li.skips() == sun.skips() == ["report.closed"]
    owner.sees(case.number)
    said = "\n".join(sent.text for sent in world.platform.to(owner.code))
    assert not [name for p in (li, sun) for name in (p.name, p.name_en) if name in said]
    sun.taps("reopen")
    sun.taps("came_back")
    assert case_of(world).state == State.RECTIFYING
    assert li.skips() == ["report.reopened"]


def test_the_tiles_are_the_team_by_membership(quick_world: World) -> None:
    """Who watches over the area by the roster is no team, and nobody is their own colleague."""
    li = begins(quick_world, "李强")
    assert sorted(tiles(li)) == ["孙立军 生产部", "张伟 设备部"]


def test_somebody_of_another_team_is_found_by_name_only(quick_world: World) -> None:
    sun = begins(quick_world)
    assert not [tile for tile in tiles(sun) if "王芳" in tile]
    sun.sends("wang fang")
    sun.hears("report.for_whom")
    assert tiles(sun) == ["王芳 仓储部"]
    sun.sends("王芳 仓储部")
    sun.hears("report.start")


@pytest.mark.parametrize("name", ["没这个人", "%", "_", "孙立军"])
def test_nobody_of_that_name_is_said_so(quick_world: World, name: str) -> None:
    """A wildcard is a sign like any other, and oneself is not another."""
    sun = begins(quick_world)
    sun.sends(f"{name}某" if len(name) == 1 else name)
    sun.hears("report.for_whom")
    assert f"没有叫“{name}" in sun.words()
    assert tiles(sun) == []


def test_who_works_nowhere_in_particular_writes_the_name(quick_world: World) -> None:
    wu = begins(quick_world, "吴静")
    assert tiles(wu) == []
    assert "写名字" in wu.words()


def test_people_of_one_name_are_told_apart(quick_world: World) -> None:
    world = quick_world
    for code in ("luoyong", "wangfang", "zhaomin"):
        change(world, update(tables.people).where(tables.people.c.code == code).values(name="王伟"))
    sun = begins(world)
    sun.sends("王伟")
    sun.hears("report.for_whom")
    assert tiles(sun) == ["王伟 生产部 luoyong", "王伟 仓储部", "王伟 生产部 zhaomin"]


def test_a_large_team_has_pages(quick_world: World) -> None:
    world = quick_world
    area = select(tables.areas.c.id).where(tables.areas.c.code == "CY").scalar_subquery()
    change(world, update(tables.memberships).where(tables.memberships.c.role == "worker").values(area_id=area))
    change(world, update(tables.memberships).where(tables.memberships.c.role == "acceptor").values(area_id=area))
    sun = begins(world)
    first = tiles(sun)
    sun.taps("more")
    sun.hears("report.for_whom")
    assert len(first) == 6
    assert not set(first) & set(tiles(sun))


def leaves(world: World, someone: Someone) -> None:
    change(world, update(tables.people).where(tables.people.c.id == someone.id).values(left_on=date(2026, 11, 1)))


def test_who_leaves_meanwhile_is_refused_and_another_can_be_chosen(world: World) -> None:
    """What was said of the hazard is kept."""
    li, zhang = world.person("李强"), world.person("张伟")
    sun = begins(world)
    sun.taps(li.id)
    sun.sends("冲压2号机防护罩松了", photos=1)
    sun.skips()
    leaves(world, li)
    sun.taps("submit")
    sun.hears("refused.has_left", "report.confirm")
    assert world.rows(select(tables.hazards)) == []
    sun.taps("wrong")
    sun.hears("report.correct")
    sun.taps("finder")
    sun.hears("report.for_whom")
    assert tiles(sun) == ["张伟 设备部"]
    sun.taps(zhang.id)
    sun.hears("report.confirm")
    sun.taps("submit")
    sun.skips()
    assert case_of(world).reporter_id == zhang.id
    assert kinds_of(world, case_of(world).id)[0] == "reported"


def test_who_cannot_be_reached_keeps_nobody_waiting(world: World) -> None:
    """The one who typed is told of everything."""
    li = world.person("李强")
    change(world, delete(tables.addresses).where(tables.addresses.c.person_id == li.id))
    sun = begins(world)
    sun.taps(li.id)
    sun.sends("冲压2号机防护罩松了", photos=1)
    sun.taps("submit")
    assert sun.skips()[-1] == "report.done"
    ends(world, by_id(world, case_of(world).owner_id))
    assert sun.skips() == ["report.closed"]
    assert li.everything() == []


def test_a_double_tap_and_a_stale_one_enter_it_once(world: World) -> None:
    sun = begins(world)
    sun.taps(world.person("李强").id)
    sun.sends("冲压2号机防护罩松了", photos=1)
    sun.skips()
    token = sun.latest("submit").token("submit")
    sun.taps_token(token)
    sun.taps_token(token)
    assert sun.skips() == ["report.done", "card.passed"]
    assert case_of(world).entered_by_id == sun.id


def test_it_is_behind_the_last_button_of_the_menu(quick_world: World) -> None:
    li = quick_world.person("李强")
    li.sends("帮助")
    li.taps("more")
    li.skips()
    li.taps("for_another")
    li.hears("report.for_whom")


@story("for_another_at_once", "一句话替别人报", "Reporting for another in one sentence")
def test_for_whom_and_what_in_one_go(told: World) -> None:
    world, li = told, told.person("李强")
    sun = world.person("孙立军")
    sun.sends("替李强报：冲压2号机防护罩松了", "for Li Qiang: guard of press 2 is loose", photos=1)
    sun.hears("report.confirm")
    sun.taps("submit")
    sun.hears("report.done")
    li.hears("report.for_you")
    case = case_of(world)
    assert (case.reporter_id, case.entered_by_id) == (li.id, sun.id)
    assert words_of(world) == ["guard of press 2 is loose" if world.language == "en" else "冲压2号机防护罩松了"]


def words_of(world: World) -> list[str]:
    """What the report says, as the owner reads it."""
    return [row.body for row in world.rows(select(tables.texts).where(tables.texts.c.field == "words"))]


@story("for_somebody_unknown", "替别人报：名字对不上", "Reporting for another whose name is not known")
def test_a_name_that_nobody_bears_asks_for_the_name_alone(told: World) -> None:
    world, sun = told, told.person("孙立军")
    sun.sends("替王二小报：冲压2号机防护罩松了", "for Wang Erxiao: guard of press 2 is loose")
    sun.hears("report.for_whom")
    assert len(tiles(sun)) > 1
    assert ("王二小" if world.language == "zh_CN" else "Wang Erxiao") in sun.words()
    sun.taps(world.person("李强").id)
    sun.hears("report.confirm")
    sun.taps("submit")
    sun.skips()
    assert case_of(world).reporter_id == world.person("李强").id


@pytest.mark.parametrize(
    "text", ["替李强报冲压2号机防护罩松了", "帮李强报 冲压2号机防护罩松了", "代李强上报：防护罩松了"]
)
def test_with_or_without_a_sign(quick_world: World, text: str) -> None:
    sun = quick_world.person("孙立军")
    sun.sends(text)
    sun.hears("report.confirm")
    assert "李强" in sun.words()


def test_one_of_several_who_may_be_meant_is_chosen(quick_world: World) -> None:
    world = quick_world
    change(world, update(tables.people).where(tables.people.c.code == "wangfang").values(name="李芳"))
    sun = world.person("孙立军")
    sun.sends("替李师傅报：冲压2号机防护罩松了")
    sun.hears("report.for_whom")
    assert {tile.split()[0] for tile in tiles(sun)} >= {"李强", "李芳"}
    assert "师傅" not in sun.words()
    sun.taps(world.person("李强").id)
    sun.hears("report.confirm")


@pytest.mark.parametrize(
    "text",
    ["替换的防护罩松了", "代替的防护罩松了", "帮我报：防护罩松了", "代工厂报的防护罩松了", "for info: guard is loose"],
)
def test_a_report_of_one_s_own_remains_one(quick_world: World, text: str) -> None:
    sun = quick_world.person("孙立军")
    sun.sends(text)
    sun.hears("report.confirm")
    assert not sun.everything()[-1].facts["finder"]


@pytest.mark.parametrize("photos", [0, 1])
def test_after_the_name_alone_what_was_found_is_asked(quick_world: World, photos: int) -> None:
    sun = quick_world.person("孙立军")
    sun.sends("替李强报", photos=photos)
    sun.hears("report.what" if photos else "report.start")
    sun.sends("冲压2号机防护罩松了")
    sun.hears("report.confirm")
    assert sun.everything()[-1].facts["finder"] == "李强"


def test_a_picture_that_came_before_goes_with_it(quick_world: World) -> None:
    sun = quick_world.person("孙立军")
    sun.sends(photos=1)
    sun.hears("report.what")
    sun.sends("替李强报：冲压2号机防护罩松了", photos=1)
    sun.hears("report.confirm")
    assert sun.everything()[-1].facts["photos"] == 2
    sun.taps("submit")
    assert sun.skips() == ["report.done"]


def test_to_the_owner_no_change_of_the_words_tells_for_whom(quick_world: World) -> None:
    world, sun = quick_world, quick_world.person("孙立军")
    sun.sends("替李强报：冲压2号机防护罩")
    sun.edits("替李强报：冲压2号机防护罩松了")
    assert sun.skips()[-1] == "report.confirm"
    sun.taps("submit")
    sun.edits("替李强报：冲压2号机防护罩掉了")
    owner = by_id(world, case_of(world).owner_id)
    assert owner.skips()[-1] == "task.reworded"
    owner.sees(case_of(world).number)
    assert words_of(world)[0] == "冲压2号机防护罩松了"
    assert "李强" not in "\n".join(sent.text for sent in world.platform.to(owner.code))


def test_the_name_may_be_put_right_in_the_message_itself(quick_world: World) -> None:
    sun = quick_world.person("孙立军")
    sun.sends("冲压2号机防护罩松了")
    sun.edits("替李强报：冲压2号机防护罩松了")
    assert sun.skips()[-1] == "report.confirm"
    assert sun.everything()[-1].facts["finder"] == "李强"


def test_a_call_for_help_in_somebody_s_name_is_an_alarm(quick_world: World) -> None:
    sun = quick_world.person("孙立军")
    sun.sends("替李强报：二号炉着火了")
    assert sun.skips()[0] == "alarm.raised"


def test_who_wants_to_be_anonymous_is_not_asked_for_whom(quick_world: World) -> None:
    sun = quick_world.person("孙立军")
    sun.sends("替李强报：冲压2号机防护罩松了，请匿名")
    assert sun.skips() == ["report.confirm"]
    assert "匿名" in sun.words()


def test_where_the_words_name_nobody_any_more_it_is_one_s_own_report(quick_world: World) -> None:
    """What was added meanwhile stays."""
    world, sun = quick_world, quick_world.person("孙立军")
    sun.sends("替王芳报：冲压2号机防护罩松了")
    sun.sends("螺丝掉在地上")
    assert sun.everything()[-1].facts["finder"] == "王芳"
    sun.edits("冲压1号机防护罩松了", back=2)
    assert sun.everything()[-1].topic == "report.confirm"
    assert not sun.everything()[-1].facts["finder"]
    sun.taps("submit")
    assert (case_of(world).reporter_id, case_of(world).entered_by_id) == (sun.id, None)
    assert words_of(world) == ["冲压1号机防护罩松了 螺丝掉在地上"]


def test_who_was_chosen_by_a_tap_stays_whatever_words_change(quick_world: World) -> None:
    sun = begins(quick_world)
    sun.taps(quick_world.person("李强").id)
    sun.sends("冲压2号机防护罩松了")
    sun.edits("冲压1号机防护罩松了")
    sun.edits("帮别人报", back=2)
    assert sun.everything()[-1].facts["finder"] == "李强"


@story("finder_stays", "提交后改不了替谁报", "A change names another finder")
def test_after_submitting_a_change_of_the_words_changes_no_finder(told: World) -> None:
    world, sun = told, told.person("孙立军")
    sun.sends("替李强报：冲压2号机防护罩松了", "for Li Qiang: guard of press 2 is loose")
    sun.taps("submit")
    sun.skips()
    sun.edits("替王芳报：冲压2号机防护罩掉了", "for Wang Fang: guard of press 2 is off")
    assert sun.skips() == ["report.finder_stays", "case.amended"]
    assert case_of(world).reporter_id == world.person("李强").id
    sun.edits("替李强报：冲压2号机防护罩不见了", "for Li Qiang: guard of press 2 is gone")
    assert sun.skips() == ["case.amended"]
