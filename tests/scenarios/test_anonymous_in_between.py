"""Anonymous reports amid the rest: said twice or late, beneath a task, and seen by those who have a say in them."""

from sqlalchemy import select

from storage import tables
from tests.scenarios.hiding import Unnamed, columns_with, moments_of
from tests.scenarios.test_whole_life import report
from tests.scenarios.unnamed import anonymous_case, anonymous_report, reporter
from tests.world import World, case_of


def test_a_second_tap_and_a_late_one_change_nothing_and_are_answered(world: World) -> None:
    li = reporter(world)
    li.sends("匿名上报")
    li.sends("冲压2号机防护罩松了")
    token = li.latest("submit").token("submit")
    world.send(world.envelope(li.code, choice=token), world.envelope(li.code, choice=token))
    li.reads("card.passed", among=2)  # it goes to the person, the first answer to the pseudonym: in no set order
    assert len(world.rows(select(tables.hazards))) == 1
    assert columns_with(world, *li.names(), token) == set()


def test_a_redelivered_message_is_still_known(world: World) -> None:
    li = reporter(world)
    first = world.envelope(li.code, text="匿名上报")
    assert world.send(first) == [True]
    assert world.send(first) == [False]


def test_a_picture_in_the_middle_of_it_never_becomes_a_report_under_a_name(world: World) -> None:
    li = reporter(world)
    li.sends("匿名上报")
    li.sends("冲压2号机防护罩松了")
    li.sends("3号冲床漏油了", photos=1)
    assert "匿名 · " in li.words()
    li.taps("submit")
    li.taps("submit")
    assert all(row.reporter_id != li.id for row in world.rows(select(tables.hazards)))
    assert len(world.rows(select(tables.pseudonyms))) == 2
    assert columns_with(world, *li.names()) == set()


def test_a_task_that_was_open_beneath_it_does_not_tell_when_it_was_over(world: World) -> None:
    owner = Unnamed(report(world))
    owner.taps("take")
    world.clock.passes(hours=2)
    began = world.clock.moment
    owner.sends("匿名上报")
    owner.sends("1号仓库插座冒火花，没人管")
    world.clock.passes(minutes=3)
    if "submit" in {choice["value"] for heard in owner.everything()[-1:] for choice in heard.choices}:
        owner.taps("submit")
    else:
        owner.sends("取消")
    assert moments_of(world, owner, began, world.clock.moment) == []


def test_words_that_open_with_the_wish_are_no_progress_of_a_task(world: World) -> None:
    owner = Unnamed(report(world))
    owner.taps("take")
    owner.sends("匿名：3号冲床漏油了，没人管")
    assert "匿名 · " in owner.words()
    owner.taps("submit")
    assert anonymous_case(world).reporter_id != owner.id
    assert columns_with(world, "没人管") == {"texts.body"}
    owner.sends("防护罩到了")
    assert owner.everything()[-1].topic == "task.received"


def test_an_alarm_is_never_anonymous_and_says_so(world: World) -> None:
    li = reporter(world)
    li.sends("匿名上报")
    li.sends("喷漆房着火了")
    assert case_of(world).reporter_id == li.id
    told = [outgoing.text for outgoing in world.platform.to(li.code)]
    assert "险情不匿名：来的人要找得到你" in told
    assert any("报了会带名字" in text for text in told)


def test_my_reports_do_not_list_it(world: World) -> None:
    li, _ = anonymous_report(world)
    li.sends("我的上报")
    assert li.everything()[-1].topic == "my.reports_none"


def test_somebody_else_who_knows_the_number_is_not_its_reporter(world: World) -> None:
    anonymous_report(world)
    wang = world.person("王芳")
    wang.sends(case_of(world).number)
    assert wang.skips()[-1] in ("refused.unknown_case", "case.card")
    assert "reopen" not in {choice["value"] for heard in wang.everything()[-1:] for choice in heard.choices}


def test_a_forged_or_foreign_card_of_a_pseudonym_opens_nothing(world: World) -> None:
    li, _ = anonymous_report(world)
    token = li.latest("show").token("show")
    wang = world.person("王芳")
    wang.taps_token(token)
    wang.hears("card.unknown")


def test_the_picture_opens_for_its_reporter_and_for_those_who_see_the_case(world: World) -> None:
    li, owner = anonymous_report(world)
    (picture,) = world.rows(select(tables.attachments.c.id))
    company = world.company
    assert company.photo(li.id, picture.id, "clean") is not None
    assert company.photo(owner.id, picture.id, "clean") is not None
    stranger = next(p for p in world.people() if company.photo(p.id, picture.id, "clean") is None)
    assert stranger.id not in (li.id, owner.id)


def test_whoever_has_a_say_in_it_by_their_role_has_it_under_their_name(world: World) -> None:
    officer = Unnamed(world.person("吴静"))
    officer.sends("匿名上报")
    officer.sends("冲压2号机防护罩松了")
    officer.taps("submit")
    case = case_of(world)
    officer.sends(case.number)
    officer.picks("verify")
    (event,) = world.rows(select(tables.events).where(tables.events.c.kind == "verified"))
    assert event.actor_id == officer.id
    (first,) = world.rows(select(tables.events).where(tables.events.c.kind == "reported"))
    assert first.actor_id == case.reporter_id != officer.id


def test_an_executive_who_stands_in_for_nobody_looks_at_it_as_its_reporter(world: World) -> None:
    executive = Unnamed(world.person("周建国"))
    executive.sends("匿名上报")
    executive.sends("冲压2号机防护罩松了")
    executive.taps("submit")
    executive.sends(case_of(world).number)
    (card,) = world.rows(select(tables.notices).where(tables.notices.c.topic == "case.card"))
    assert card.recipient_id == case_of(world).reporter_id != executive.id
