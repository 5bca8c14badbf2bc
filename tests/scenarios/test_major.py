"""A major hazard in chat: confirmed by the director, held at once, and closed when its papers are there."""

from templates.render import label
from tests.scenarios.test_whole_life import report
from tests.stories import story
from tests.world import Someone, World, by_id, case_of, kinds_of
from workflow.lifecycle import State
from workflow.papers import ALWAYS, Paper

DIRECTOR, EXECUTIVE, OFFICER, UNION = "林志远", "周建国", "吴静", "袁丽"

PLAN = (
    ("goal", "防护全部换新", "all guards new"),
    ("method", "停产两天，换整套", "two days out of use, the whole set replaced"),
    ("funds", "两万，从安全费用出", "20,000 from the safety budget"),
    ("people", "设备部负责", "Equipment is responsible"),
    ("limit", "换好试车", "replaced and tried"),
    ("safety", "断电挂牌，围起来", "locked out and fenced in"),
)


def report_major(world: World) -> Someone:
    """Somebody says that it can go wrong any moment; the owner the matrix chose."""
    li = world.person("李强")
    li.sends("冲压2号机防护罩松了", "guard of press 2 is loose", photos=1)
    li.taps("wrong")
    li.taps("how_bad")
    li.taps("major")
    li.taps("submit")
    assert li.skips()[-1] == "report.done"
    return by_id(world, case_of(world).owner_id)


def hand_in(officer: Someone, paper: Paper, day: str = "今天", en: str = "today") -> None:
    """One paper, from the card that told of the last one; those that are not likely are behind "more"."""
    officer.taps("paper")
    officer.picks(paper)
    officer.sends(photos=1)
    officer.sends("刘科长", "Section chief Liu")
    officer.sends(day, en)
    assert officer.skips()[-1] == "papers.recorded"


def make_plan(owner: Someone) -> None:
    """All six parts, and off for approval."""
    owner.taps("plan")
    for part, said, en in PLAN:
        owner.taps(part)
        owner.sends(said, en)
        if part == "limit":
            owner.sends("下周五", "next Friday")
    owner.picks("submit_plan")
    assert "plan.sent" in owner.skips()


def work_through(owner: Someone) -> None:
    """The one stage, and off for acceptance."""
    owner.sees(case_of(owner.world).number)
    owner.picks("finish_stage")
    owner.sends("换好了", "replaced", photos=1)
    owner.taps("stage_done")
    owner.sees(case_of(owner.world).number)
    owner.picks("submit")
    owner.sends(photos=1)
    assert "task.submitted" in owner.skips()


@story("major", "重大隐患", "A major hazard")
def test_from_the_director_s_word_to_the_last_paper(told: World) -> None:
    world = told
    owner = report_major(world)
    director, officer, union = world.person(DIRECTOR), world.person(OFFICER), world.person(UNION)
    director.hears("major.new")
    world.person(EXECUTIVE).hears("major.new")
    assert set(owner.skips()) == {"danger.running", "task.new"}

    owner.taps("contain")
    owner.hears("danger.how")
    owner.taps("evacuated")
    owner.hears("danger.held")
    owner.taps("take")
    owner.skips()
    owner.sees(case_of(world).number)
    assert "submit" not in offered(owner)

    world.clock.passes(hours=2)
    world.work()
    director.hears("major.waiting")
    director.taps("confirm_major")
    director.hears("major.confirm_done")
    officer.skips()
    union.hears("major.published")
    union.taps("show")
    union.hears("case.card")

    officer.taps("paper")
    officer.hears("papers.which")
    officer.taps("authority")
    officer.hears("papers.scan")
    officer.sends("已经报过了", "it was reported")
    officer.hears("papers.scan_needed")
    officer.sends(photos=1)
    officer.hears("papers.by")
    officer.sends("刘科长", "Section chief Liu")
    officer.hears("papers.day")
    officer.sends("明天", "tomorrow")
    officer.hears("refused.paper_day", "papers.day")
    officer.taps("yesterday")
    officer.hears("refused.paper_early", "papers.day")
    officer.taps("today")
    officer.hears("papers.recorded")

    make_plan(owner)
    assert world.person(EXECUTIVE).skips()[-1] == "plan.to_approve"
    world.person(EXECUTIVE).taps("approve_plan")
    work_through(owner)
    acceptor = by_id(world, case_of(world).acceptor_id)
    assert acceptor.skips()[-1] == "accept.new"
    assert label(world.language, "paper", "congress") in acceptor.words()
    assert label(world.language, "paper", "group_report") in acceptor.words()
    assert offered(acceptor) == ["send_back", "show"], "signing it off would be refused"

    for paper in (Paper.CONGRESS, Paper.UNION, Paper.GROUP_REPORT):
        hand_in(officer, paper)
    acceptor.hears("papers.complete")
    acceptor.taps("accept")
    acceptor.taps("on_site")
    assert acceptor.skips()[-1] == "accept.done"
    assert case_of(world).state == State.CLOSED


def test_the_plan_of_a_major_hazard_is_sent_by_its_owner_where_one_executive_approves(world: World) -> None:
    owner = report_major(world)
    owner.taps("contain")
    owner.taps("evacuated")
    owner.taps("take")
    world.person(DIRECTOR).taps("confirm_major")
    make_plan(owner)
    owner.taps("take_back_plan")
    owner.skips()
    executive = world.person(EXECUTIVE)
    executive.skips()
    executive.sees(case_of(world).number)
    executive.picks("plan")
    executive.taps("submit_plan")
    assert "refused.plan_by_owner" in executive.skips()
    owner.taps("plan")
    owner.taps("submit_plan")
    executive.hears("plan.to_approve")
    executive.taps("approve_plan")
    executive.hears("plan.decided")


def test_a_card_of_before_it_became_major_is_told_what_is_missing(world: World) -> None:
    owner = report(world)
    owner.taps("take")
    owner.sends("装好了", photos=1)
    owner.taps("submit")
    acceptor = by_id(world, case_of(world).acceptor_id)
    acceptor.hears("accept.new")
    director = raise_it(world)
    acceptor.taps("accept")
    acceptor.hears("refused.unconfirmed")
    director.taps("confirm_major")
    acceptor.skips()
    assert case_of(world).state == State.PLANNING


def offered(someone: Someone) -> list[str]:
    """What can be tapped on the last card."""
    return [choice["value"] for choice in someone.everything()[-1].choices]


def raise_it(world: World) -> Someone:
    """The officer raises a general hazard to major; the director."""
    officer = world.person(OFFICER)
    officer.sees(case_of(world).number)
    officer.picks("regrade")
    assert officer.skips()[-1] == "major.which_grade"
    officer.taps("major")
    officer.hears("major.why_raise")
    officer.taps("graver")
    officer.hears("major.sure")
    assert case_of(world).company_grade == "general", "nobody is called before the yes"
    officer.taps("sure")
    assert officer.skips()[-1] == "major.graded"
    return world.person(DIRECTOR)


def test_raised_by_the_officer_and_called_none_by_the_director(world: World) -> None:
    owner = report(world)
    director = raise_it(world)
    assert set(owner.skips()) == {"task.new", "major.regraded", "danger.running"}
    director.hears("major.new")
    director.taps("not_major")
    director.hears("major.which_grade")
    director.taps("larger")
    director.hears("major.why_lower")
    director.sends("不在判定标准里")
    director.hears("major.graded")
    assert owner.skips()[-1] == "major.regraded"
    assert "不在判定标准里" in owner.words()
    assert case_of(world).statutory_grade == "general"
    world.person(UNION).hears_nothing()


def test_what_turns_out_major_after_its_repair_is_planned_before_it_is_checked(quick_world: World) -> None:
    world = quick_world
    owner = report(world)
    owner.taps("take")
    owner.sends("装好了", photos=1)
    owner.taps("submit")
    acceptor = by_id(world, case_of(world).acceptor_id)
    acceptor.hears("accept.new")
    owner.skips()
    raise_it(world).taps("confirm_major")
    acceptor.hears("accept.plan_first")
    assert set(owner.skips()) == {"major.regraded", "danger.running", "major.confirmed"}
    acceptor.sends("等我办")
    acceptor.hears("my.to_do_none")
    owner.sends("等我办")
    owner.hears("my.to_do")
    owner.taps("1")
    owner.picks("plan")
    owner.hears("case.card", "plan.parts")


def test_an_order_wants_the_authority_s_papers_and_a_wrong_one_is_struck(world: World) -> None:
    report(world)
    director, officer = raise_it(world), world.person(OFFICER)
    director.taps("confirm_major")
    hand_in(officer, Paper.ORDER)
    assert "papers.ordered" in director.skips()
    for paper in (p for p in ALWAYS if p is not Paper.GROUP_REPORT):  # there is no repair yet to report on
        hand_in(officer, paper)
    assert label("zh_CN", "paper", "cancellation") in officer.words()
    director.sees(case_of(world).number)
    director.picks("not_major")  # of the card of before the order
    assert director.skips()[-1] == "refused.ordered"
    director.sees(case_of(world).number)
    director.picks("strike_paper")
    director.picks("order")
    director.sends("交错了，是另一条的")
    assert director.skips()[-1] == "papers.strike_done"
    assert officer.skips()[-1] == "papers.struck"
    officer.sees(case_of(world).number)
    assert "还缺：验收组报告" in officer.words()


def test_a_second_tap_and_a_second_director_find_it_decided(world: World) -> None:
    report(world)
    director = raise_it(world)
    token = director.latest("confirm_major").token("confirm_major")
    director.taps_token(token)
    director.taps_token(token)
    assert director.skips()[-2:] == ["major.confirm_done", "card.stale"]
    assert kinds_of(world, case_of(world).id).count("major_confirmed") == 1


def test_what_waits_for_the_director_stands_on_their_list_until_it_is_decided(world: World) -> None:
    owner = report(world)
    director, officer = raise_it(world), world.person(OFFICER)
    assert wanted_of(director) == ["confirm_major"]
    assert f"{case_of(world).number} {label('zh_CN', 'wants', 'confirm_major')}" in director.words()
    director.taps("confirm_major")
    assert wanted_of(director) == ["contain"], "nobody has said yet that people are safe"
    director.sees(case_of(world).number)
    assert "confirm_major" not in [choice["value"] for choice in director.everything()[-1].choices]
    owner.taps("contain")
    owner.taps("evacuated")
    assert wanted_of(director) == []
    assert wanted_of(officer) == ["papers"], "which are due from the director's word on"


def wanted_of(someone: Someone) -> list[str]:
    """What the list of what waits for somebody says is wanted, line by line."""
    someone.sends("等我办")
    listed = someone.everything()[-1]
    return [item["wants"] for item in listed.facts["items"]] if listed.topic == "my.to_do" else []


def test_the_union_sees_nothing_before_it_is_confirmed(world: World) -> None:
    report(world)
    raise_it(world)
    union = world.person(UNION)
    union.sends(case_of(world).number)
    assert "case.card" not in union.skips()


def test_pages_of_one_paper_come_one_by_one_and_those_sent_before_are_asked_about(world: World) -> None:
    report(world)
    director, officer = raise_it(world), world.person(OFFICER)
    director.taps("confirm_major")
    officer.taps("paper")
    officer.taps("congress")
    officer.sends(photos=2)
    officer.sends("取消")
    officer.sees(case_of(world).number)
    officer.picks("paper")
    officer.taps("union")
    assert officer.everything()[-1].topic == "papers.sent"
    assert "2 张" in officer.words()
    officer.taps("use")
    officer.taps("me")
    officer.sends(photos=1)
    officer.taps("today")
    assert officer.skips()[-1] == "papers.recorded"
    assert "吴静 交" in officer.words()


def test_the_report_to_the_authority_is_written_in_three_parts(world: World) -> None:
    report(world)
    director, officer = raise_it(world), world.person(OFFICER)
    director.taps("confirm_major")
    officer.taps("major_report")
    officer.sends("卡扣老化")
    officer.sends("手可能被卷入")
    officer.sends("要停产两天")
    assert officer.skips()[-1] == "major.report"
    assert all(part in officer.words() for part in ("一、", "卡扣老化", "二、", "手可能被卷入", "要停产两天", "三、"))
