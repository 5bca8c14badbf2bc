"""A case that lies with somebody outside, in chat: letter, answer, report to the authority, and both ways out of it."""

from templates.render import label
from tests.scenarios.test_whole_life import report
from tests.stories import story
from tests.world import Someone, World, by_id, case_of, kinds_of

PARTY, PARTY_EN = "园区物业", "Park management"


def officer_at_the_case(world: World) -> Someone:
    owner = report(world)
    owner.hears("task.new")
    officer = world.person("韩磊")
    officer.sees(case_of(world).number)
    return officer


def moved_outside(world: World) -> Someone:
    """The officer has written to the park management, which is to answer within a week."""
    officer = officer_at_the_case(world)
    officer.picks("outside")
    officer.sends(PARTY, PARTY_EN)
    officer.taps("fenced_in")
    officer.taps("7")
    assert officer.skips()[-1] == "outside.letter"
    return officer


@story("outside", "外部隐患：告知函、催办、报政府", "A hazard that lies outside: letter, asking again, the authority")
def test_from_the_letter_to_the_authority_and_solved_at_last(told: World) -> None:
    world = told
    officer = officer_at_the_case(world)
    owner, li = by_id(world, case_of(world).owner_id), world.person("李强")
    officer.picks("outside")
    assert officer.skips()[-1] == "outside.party"
    officer.sends(PARTY, PARTY_EN)
    officer.hears("outside.measure")
    officer.taps("fenced_in")
    officer.hears("outside.until")
    officer.sends("尽快", "as soon as possible")
    officer.hears("outside.which_day")
    officer.sends("昨天", "yesterday")
    officer.hears("refused.outside_day", "outside.which_day")
    officer.sends("11月30日", "30 November")
    officer.hears("outside.letter")
    letter = officer.words()
    for part in (case_of(world).number, (PARTY, PARTY_EN)[world.language == "en"]):
        assert part in letter
    assert label(world.language, "choice", "measure.fenced_in") in letter
    assert ("青禾机械" in letter) or ("Qinghe" in letter)
    assert "task.outside" in owner.skips()
    assert "report.outside" in li.skips()
    officer.taps("letter_sent")
    officer.hears("outside.sent")
    officer.sends("门卫老王签收", "signed for by the gatekeeper", photos=1)
    officer.hears("outside.letter_noted")
    world.clock.passes(days=8)
    world.work()
    assert "outside.due" in officer.skips()
    officer.taps("answered")
    officer.hears("outside.answer")
    officer.sends("说下周来人", "they say they come next week")
    officer.hears("outside.next_day")
    officer.taps("3")
    officer.hears("outside.answer_noted")
    director = world.person("林志远")
    assert "outside.unsolved" not in director.skips()
    world.clock.passes(days=4)
    world.work()
    assert "outside.due" in officer.skips()
    assert "outside.unsolved" in director.skips(), "they have put it off once"
    director.taps("report_out")
    director.hears("outside.authority")
    director.sends("区应急管理局", "District emergency office")
    director.hears("outside.person")
    director.taps("me")
    director.hears("outside.receipt")
    director.sends(photos=1)
    director.hears("outside.report_day")
    director.sends("后天", "the day after tomorrow")
    director.hears("refused.report_day", "outside.report_day")
    director.taps("0")
    director.hears("outside.report_noted")
    assert "outside.news" in officer.skips()
    assert "outside.reported" in world.person("周建国").skips()
    officer.taps("submit")
    officer.hears("task.after")
    officer.sends("物业换好了", "they have replaced it", photos=1)
    officer.hears("task.submitted")
    acceptor = by_id(world, case_of(world).acceptor_id)
    assert acceptor.id != officer.id
    acceptor.skips()
    acceptor.taps("accept")
    acceptor.taps("on_site")
    assert case_of(world).state == "closed"
    assert "report.closed" in li.skips()


def test_taken_back_into_the_house_it_goes_to_the_owner_again(world: World) -> None:
    officer = moved_outside(world)
    owner = world.person("张伟")
    owner.skips()
    owner.sends("等我办")
    owner.hears("my.to_do_none")
    officer.sends("等我办")
    assert case_of(world).number in officer.words()
    officer.sees(case_of(world).number)
    officer.picks("bring_back")
    assert officer.skips()[-1] == "outside.why_back"
    officer.taps("ours")
    officer.hears("outside.brought_back")
    owner.hears("task.new")
    assert "report.brought_back" in world.person("李强").skips()
    assert case_of(world).outside_until is None
    officer.taps("letter_sent")
    officer.hears("card.stale")


def test_an_answer_by_picture_alone_and_a_day_that_is_none(world: World) -> None:
    officer = moved_outside(world)
    officer.taps("letter_sent")
    officer.taps("no_receipt")
    officer.hears("outside.sent", "outside.letter_noted")
    officer.taps("answered")
    officer.hears("outside.answer")
    officer.sends(photos=1)
    officer.hears("outside.next_day")
    for never in ("明年", "31", "两三天"):
        officer.sends(never)
        assert officer.skips()[-1] == "outside.which_day", never
    officer.sends("下周五")
    officer.hears("outside.answer_noted")
    assert kinds_of(world, case_of(world).id)[-3:] == ["moved_outside", "letter_sent", "outside_answered"]


def test_two_officers_at_once_write_one_after_the_other_and_both_see_who_follows_it_up(world: World) -> None:
    moved_outside(world)
    other = world.person("吴静")
    other.sees(case_of(world).number)
    assert "韩磊" in other.words()
    other.picks("bring_back")
    other.taps("we_do_it")
    assert other.skips()[-1] == "outside.brought_back"
    officer = world.person("韩磊")
    assert "outside.news" in officer.skips()
    officer.taps("letter_sent")
    officer.hears("card.stale")


def solved_at_last(world: World) -> tuple[Someone, Someone]:
    """Those outside say that it is done: the officer has submitted it, and whoever accepts has it."""
    officer = moved_outside(world)
    officer.sees(case_of(world).number)
    officer.picks("submit")
    officer.skips()
    officer.sends("物业说弄好了", "they say it is done", photos=1)
    officer.hears("task.submitted")
    acceptor = by_id(world, case_of(world).acceptor_id)
    acceptor.skips()
    world.person("李强").skips()
    return officer, acceptor


@story("outside_again", "外部说弄好了，其实没好", "Called solved by those outside, and it is not")
def test_what_they_call_done_and_is_not_goes_back_to_them(told: World) -> None:
    world = told
    officer, acceptor = solved_at_last(world)
    acceptor.taps("send_back")
    acceptor.taps("not_fixed")
    assert acceptor.skips()[-1] == "accept.sent_back"
    assert (PARTY, PARTY_EN)[world.language == "en"] in acceptor.words()
    case = case_of(world)
    assert (case.state, case.owner_id) == ("outside", officer.id)
    assert kinds_of(world, case.id)[-2:] == ["sent_back", "remained_outside"]
    (heard,) = officer.hears("outside.not_solved")
    assert [choice["label"] for choice in heard.choices] == ["answered", "solved", "bring_back", "show"]
    world.person("李强").hears("report.sent_back")
    assert (PARTY, PARTY_EN)[world.language == "en"] in world.person("李强").words()
    officer.sends("等我办", "my tasks")
    assert case.number in officer.words()
    world.clock.passes(days=4)
    world.work()
    assert "outside.due" in officer.skips()
    officer.taps("answered")
    officer.sends("说下周再来", "they say they come again next week")
    officer.taps("7")
    assert officer.skips()[-1] == "outside.answer_noted"
    officer.sees(case.number)
    assert officer.words().startswith("🟢"), "it is measured by the day of their answer"
    officer.picks("bring_back")
    officer.taps("we_do_it")
    assert officer.skips()[-1] == "outside.brought_back"
    assert case_of(world).due_at > world.clock(), "whoever does it now has time of their own"


def test_what_was_solved_outside_and_comes_back_is_theirs_again(told: World) -> None:
    world = told
    officer, acceptor = solved_at_last(world)
    acceptor.taps("accept")
    acceptor.taps("on_site")
    li = world.person("李强")
    assert "report.closed" in li.skips()
    officer.skips()
    li.taps("reopen")
    li.taps("came_back")
    assert li.skips()[-1] == "case.reopened"
    assert (PARTY, PARTY_EN)[world.language == "en"] in li.words()
    case = case_of(world)
    assert (case.state, case.owner_id) == ("outside", officer.id)
    assert kinds_of(world, case.id)[-3:] == ["reopened", "warned", "remained_outside"], "and nothing holds it off"
    assert "outside.not_solved" in officer.skips()
    officer.sees(case.number)
    officer.picks("contain")
