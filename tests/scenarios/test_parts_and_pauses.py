"""Messages that come in parts, reports that pause, dialogues that interrupt each other."""

import threading

from sqlalchemy import select

from handlers.platform import NotFetched
from storage import dialogues, tables
from storage.engine import write_transaction
from tests.photographs import photograph
from tests.scenarios.test_whole_life import report
from tests.world import World, by_id, case_of
from workflow.ids import new_id


def test_photo_first_then_words_is_one_report(world: World) -> None:
    li = world.person("李强")
    li.sends(photos=1)
    li.hears("report.what")
    li.sends("冲压2号机防护罩松了")
    (confirm,) = li.hears("report.confirm")
    assert confirm.facts["photos"] == 1
    li.taps("submit")
    li.hears("report.done")


def test_words_first_then_photo_is_one_report(world: World) -> None:
    li = world.person("李强")
    li.sends("冲压2号机防护罩松了")
    li.hears("report.confirm")
    li.sends(photos=1)
    li.hears("photo.added")
    li.taps("submit")
    li.hears("report.done")
    attached = world.rows(select(tables.attachments.c.subject_id, tables.attachments.c.role))
    assert [tuple(row) for row in attached] == [(case_of(world).id, "found")]


def test_an_album_of_known_size_is_one_message(quick_world: World) -> None:
    li = quick_world.person("李强")
    parts = [
        quick_world.envelope(li.code, text=text, photos=[quick_world.upload(_photo(n))], album={"id": "a1", "size": 3})
        for n, text in enumerate(("冲压2号机防护罩松了", "", ""))
    ]
    quick_world.send(*parts)
    (confirm,) = li.hears("report.confirm")
    assert confirm.facts["photos"] == 3


def test_an_album_of_unknown_size_waits_for_a_moment_of_quiet(quick_world: World) -> None:
    li = quick_world.person("李强")
    clock, start = quick_world.clock, quick_world.clock.moment
    parts = [
        quick_world.envelope(li.code, text=text, photos=[quick_world.upload(_photo(n))], album={"id": "a2"})
        for n, text in enumerate(("", "防护罩松了"))
    ]
    timer = threading.Timer(0.5, lambda: clock.passes(seconds=2))
    timer.start()
    quick_world.send(*parts)
    timer.join()
    assert clock.moment > start
    (confirm,) = li.hears("report.confirm")
    assert confirm.facts["photos"] == 2


def test_a_photo_the_platform_cannot_give_yet_does_not_hold_the_report(world: World) -> None:
    li = world.person("李强")
    world.platform.fails.append(NotFetched("try later", permanent=False))
    li.sends("冲压2号机防护罩松了", photos=1)
    li.hears("report.confirm")
    li.taps("submit")
    li.hears("report.done")
    (pending,) = world.rows(select(tables.attachments))
    assert (pending.state, pending.role) == ("pending", "found")
    world.clock.passes(minutes=1)
    world.work()
    (ready,) = world.rows(select(tables.attachments))
    assert ready.state == "ready"


def test_a_report_is_nudged_once_kept_after_three_days_and_can_be_resumed(world: World) -> None:
    li = world.person("李强")
    li.sends("冲压2号机防护罩松了", photos=1)
    li.hears("report.confirm")
    for _ in range(5):
        world.clock.passes(minutes=31)
        world.work()
    li.hears("report.nudge")
    world.clock.passes(days=3)
    world.work()
    li.hears_nothing()
    li.sends("上报隐患")
    li.hears("report.start")
    li.sends("取消")
    li.hears("dialogue.cancelled")
    world.clock.passes(days=4)
    li.taps("resume")
    li.skips()
    li.sends("取消")
    li.skips()
    li.sends("继续")
    li.skips()
    li.sends("取消")
    conversations = world.rows(select(tables.conversations.c.kept).where(tables.conversations.c.person_id == li.id))
    assert any("防护罩" in kept["args"].get("text", "") for kept in conversations[0].kept)


def test_back_takes_the_last_answer_back(world: World) -> None:
    li = world.person("李强")
    li.sends("这里不对劲啊真的")
    (asked,) = li.hears("report.kind")
    li.taps(asked.choices[0]["value"])
    li.hears("report.confirm")
    li.sends("返回")
    li.hears("report.kind")
    li.sends("返回")
    li.hears("dialogue.cancelled")


def test_a_card_opens_on_top_and_the_question_beneath_is_asked_again(world: World) -> None:
    owner = report(world)
    owner.sends("插座烧黑了")
    owner.skips()
    owner.taps("show")
    owner.hears("case.card")
    owner.taps("take")
    owner.hears("task.taken")
    owner.sends("取消")
    owner.hears("dialogue.cancelled", "report.confirm")
    owner.taps("submit")
    assert owner.skips()[0] == "report.done"


def test_every_field_of_the_proposal_can_be_corrected(world: World) -> None:
    li = world.person("李强")
    li.sends("防护罩松了", photos=1)
    li.hears("report.confirm")
    li.taps("place")
    (where,) = li.hears("report.where")
    li.taps(where.choices[1]["value"])
    while (heard := li.everything()[-1]).topic == "report.where":
        li.taps("here")
    assert heard.topic == "report.confirm"
    for field, answer in (("what_it_is", "none"), ("how_bad", "larger")):
        li.taps("wrong")
        li.taps(field)
        li.taps(answer)
        if field == "what_it_is" and li.everything()[-1].topic == "report.category":
            li.taps("electrical")
    li.taps("wrong")
    li.taps("words")
    li.sends("插座烧黑了")
    li.taps("submit")
    case = case_of(world)
    assert (case.category, case.company_grade) == ("electrical", "general")


def test_what_the_acceptor_photographs_goes_with_the_case(world: World) -> None:
    owner = report(world)
    owner.taps("take")
    owner.sends("换好了", photos=1)
    owner.taps("submit")
    acceptor = by_id(world, case_of(world).acceptor_id)
    acceptor.skips()
    acceptor.taps("send_back")
    acceptor.sends(photos=1)
    acceptor.hears("accept.reason", "accept.reason_pictured")
    acceptor.sends("螺丝还少一个")
    acceptor.hears("accept.sent_back")
    assert owner.skips()[-1] == "task.sent_back"
    assert len(world.platform.to(owner.code)[-1].photos) == 2  # what was found, and what is still wrong
    owner.taps("submit")
    owner.sends(photos=1)
    acceptor.taps("accept")
    acceptor.sends("都装上了", photos=1)
    assert acceptor.skips()[-1] == "accept.remark_noted"
    acceptor.taps("on_site")
    roles = [row.role for row in world.rows(select(tables.attachments).order_by(tables.attachments.c.id))]
    assert sorted(role for role in roles if role != "comparison") == ["after", "after", "found", "recheck", "recheck"]
    assert case_of(world).state == "closed"


def test_a_photo_of_what_broke_again_goes_with_the_reopening(world: World) -> None:
    owner = report(world)
    owner.taps("take")
    owner.sends("换好了", photos=1)
    owner.taps("submit")
    acceptor = by_id(world, case_of(world).acceptor_id)
    acceptor.taps("accept")
    acceptor.taps("on_site")
    li = world.person("李强")
    li.skips()
    li.taps("reopen")
    li.sends("又掉下来了", photos=1)
    li.hears("case.reopen_reason", "case.reopened")
    assert [row.role for row in world.rows(select(tables.attachments)) if row.role == "recheck"] == ["recheck"]
    assert case_of(world).state == "rectifying"


def test_an_owner_passes_a_task_on_once_and_then_the_officer_chooses(world: World) -> None:
    owner = report(world)
    owner.taps("pass_on")
    (asked,) = owner.hears("task.new", "task.pass_to")[1:]
    other = by_id(world, asked.choices[0]["value"])
    owner.taps(other.id)
    owner.taps("no_skill")
    assert owner.skips()[-1] == "task.passed_on"
    assert world.person("李强").skips()[-1] == "report.reassigned"
    assert case_of(world).owner_id == other.id
    other.hears("task.new")
    other.taps("pass_on")
    other.hears("task.give_back_reason")
    other.taps("no_time")
    other.hears("task.passed_on")
    officers = [p for p in world.people() if "choose.given_back" in [h.topic for h in p.everything()]]
    assert officers
    officers[0].taps("assign")
    officers[0].sends(owner.name)
    officers[0].taps(owner.id)
    assert case_of(world).owner_id == owner.id
    owner.skips()
    owner.taps("pass_on")
    owner.hears("refused.officer_chose")


def test_a_photo_out_of_the_blue_is_asked_about_when_its_sender_has_a_task_in_hand(world: World) -> None:
    owner = report(world)
    owner.taps("take")
    owner.skips()
    world.clock.passes(days=1)
    owner.sends("换好了", photos=1)
    owner.hears("report.or_task")
    owner.taps(case_of(world).id)
    owner.hears("task.received")
    owner.taps("submit")
    owner.hears("task.submitted")
    assert [a.role for a in world.rows(select(tables.attachments)) if a.role != "comparison"] == ["found", "after"]


def test_a_photo_sent_to_a_task_can_turn_out_to_be_a_new_hazard(world: World) -> None:
    owner = report(world)
    owner.taps("take")
    owner.sends("旁边的灭火器过期了", photos=1)
    owner.skips()
    owner.taps("new_report")
    owner.hears("report.confirm")
    owner.taps("submit")
    assert owner.skips()[0] == "report.done"
    assert len(world.rows(select(tables.hazards))) == 2


def test_lists_page_and_open_a_case_by_its_number(world: World) -> None:
    li = world.person("李强")
    for n in range(7):
        li.sends(f"{n}号防护罩松了")
        li.taps("submit")
    li.skips()
    li.sends("我的上报")
    (first,) = li.hears("my.reports")
    assert (first.facts["total"], len(first.facts["items"])) == (7, 5)
    li.taps("more")
    (second,) = li.hears("my.reports")
    assert len(second.facts["items"]) == 2
    li.sends("2")
    li.hears("case.card")


def test_a_report_put_aside_is_offered_again_under_my_reports(world: World) -> None:
    li = world.person("李强")
    li.sends("冲压2号机防护罩松了")
    li.sends("取消")
    li.skips()
    li.sends("我的上报")
    li.hears("my.reports_none")
    li.taps("resume")
    li.hears("report.confirm")


def test_the_next_page_takes_the_place_of_the_last(world: World) -> None:
    li = world.person("李强")
    for n in range(6):
        li.sends(f"{n}号防护罩松了")
        li.taps("submit")
    li.sends("我的上报")
    li.taps("more")
    notices = tables.notices
    lists = world.rows(select(notices).where(notices.c.topic == "my.reports").order_by(notices.c.id))
    assert [row.replaces for row in lists] == [None, lists[0].id]
    assert world.platform.replaced == ["19"]


def test_language_is_changed_in_chat(world: World) -> None:
    li = world.person("李强")
    li.sends("language")
    li.taps("en")
    li.skips()
    li.sends("help")
    li.hears("help.main")
    assert "take a photo" in li.words()


def test_an_overdue_case_is_told_to_its_owner_and_leader(world: World) -> None:
    owner = report(world)
    owner.taps("take")
    owner.skips()
    world.clock.passes(days=4)
    world.work()
    owner.hears("overdue.owner")
    world.work()
    owner.hears_nothing()


def _photo(seed: int) -> bytes:
    return photograph(seed, size=(320, 240))


def test_an_officer_finds_any_case_by_its_number_or_in_the_list_and_verifies_it(world: World) -> None:
    report(world)
    number = case_of(world).number
    officer = world.person("吴静")
    officer.sends(number.lower())
    officer.hears("case.card")
    officer.taps("verify")
    officer.hears("case.verified")
    officer.sends("隐患")
    officer.hears("my.open")
    officer.sends("1")
    officer.hears("case.card")
    assert "verify" not in [c["value"] for c in officer.everything()[-1].choices] or case_of(world).verified_at


def test_a_number_one_may_not_see_is_answered_as_if_it_were_not_there(world: World) -> None:
    report(world)
    wang = world.person("王芳")
    for number in (case_of(world).number, "YH-20200101-0001"):
        wang.sends(number)
        wang.hears("refused.unknown_case")


def test_photos_of_a_task_wait_for_it_whichever_button_submits_and_however_long(world: World) -> None:
    owner = report(world)
    owner.taps("take")
    owner.sends(photos=1)
    owner.skips()
    world.clock.passes(hours=30)
    owner.sends("等我办")
    owner.taps("1")
    owner.taps("submit")
    owner.hears("my.to_do", "case.card", "task.received")  # nobody else knows what it shows
    owner.taps("submit")
    owner.hears("task.submitted")
    assert [a.role for a in world.rows(select(tables.attachments)) if a.role != "comparison"] == ["found", "after"]


def test_a_report_beneath_many_lists_is_never_lost(world: World) -> None:
    li = world.person("李强")
    li.sends(photos=1)
    li.hears("report.what")
    for word in ("我的上报", "等我办", "隐患", "帮助", "语言", "我的上报", "等我办", "隐患"):
        li.sends(word)
    li.skips()
    li.sends("取消")
    li.sends("继续")
    assert li.skips()[-1] == "report.what"


def test_a_refusal_that_another_answer_can_cure_keeps_the_report(world: World) -> None:
    li = world.person("李强")
    li.sends("冲压2号机防护罩松了", photos=1)
    with write_transaction(world.company.engine) as connection:
        read = dialogues.load(connection, li.id)
        place = next(entry for entry in read.stack[0]["journal"] if entry["key"].startswith("PlaceIn"))
        place["found"]["area"] = new_id()
        dialogues.save(connection, li.id, read, read)
    world.pause()
    li.hears("report.confirm")
    li.taps("submit")
    li.hears("refused.area_gone", "report.confirm")
    li.taps("place")
    (where,) = li.hears("report.where")
    li.taps(where.choices[1]["value"])
    while li.everything()[-1].topic == "report.where":
        li.taps("here")
    li.taps("submit")
    assert li.skips()[-1] == "report.done"


def test_what_it_is_can_be_answered_in_words(world: World) -> None:
    li = world.person("李强")
    li.sends("这里有点不对劲啊", photos=1)
    li.hears("report.kind")
    li.sends("防护罩松了")
    li.hears("report.confirm")


def test_a_picture_with_words_of_its_own_is_a_hazard_of_its_own(world: World) -> None:
    li = world.person("李强")
    li.sends("冲压2号机防护罩松了", photos=1)
    li.sends("灭火器过期了", photos=1)
    li.hears("report.confirm", "report.confirm")
    li.taps("submit")
    li.hears("report.done", "report.confirm")
    li.taps("submit")
    li.hears("report.done")
    assert sorted(row.category for row in world.rows(select(tables.hazards))) == ["fire", "mechanical"]


def test_of_two_officers_who_choose_at_once_the_later_looks_again(world: World) -> None:
    owner = report(world)
    owner.taps("pass_on")
    owner.taps(by_id(world, owner.everything()[-1].choices[0]["value"]).id)
    owner.taps("no_time")
    second = by_id(world, case_of(world).owner_id)
    second.taps("pass_on")
    second.taps("no_time")
    first, later = (world.person(name) for name in ("吴静", "韩磊"))
    for officer in (first, later):
        officer.taps("assign")
    first_asked, later_asked = (
        next(h for h in officer.everything() if h.topic == "choose.owner") for officer in (first, later)
    )
    first.taps_token(first_asked.token(first_asked.choices[0]["value"]))
    later.skips()
    later.taps_token(later_asked.token(later_asked.choices[1]["value"]))
    assert "refused.changed_since" in later.skips()


def test_a_long_history_is_read_from_its_end_a_page_at_a_time(world: World) -> None:
    owner = report(world)
    owner.taps("take")
    for day in range(12):
        owner.sends(f"第 {day} 天：配件还在路上")
        owner.taps("noted")
    owner.sees(case_of(world).number)
    assert "前面还有 10 步" in owner.words()
    owner.picks("history")
    owner.skips()
    assert "第 11 天" in owner.words()
    assert "接单" not in owner.words()
    owner.taps("more")
    assert "接单" in owner.words()
    owner.taps("show")
    assert owner.skips()[-1] == "case.card"
