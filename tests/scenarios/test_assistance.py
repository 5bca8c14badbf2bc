"""Help from another department in chat, and a case that is nobody's until the officer closes the gap."""

from sqlalchemy import func, select

from storage import tables
from templates.render import label
from tests.scenarios.test_whole_life import report
from tests.stories import story
from tests.world import Someone, World, by_id, case_of, kinds_of


def owner_at_work(world: World) -> Someone:
    """The owner has taken the case and looks at its card."""
    owner = report(world)
    owner.taps("take")
    owner.sees(case_of(world).number)
    return owner


def asks(world: World, department: str = "生产部", en: str = "Production") -> tuple[Someone, Someone]:
    """The owner has asked a department; the owner, and its head."""
    owner = owner_at_work(world)
    owner.picks("ask_help")
    owner.taps("people")
    owner.sends(department, en)
    assert "assist.sent" in owner.skips()
    return owner, world.person("马海涛")


@story("help", "资源支持：请别的部门帮忙", "Help from another department")
def test_asked_for_taken_on_and_done(told: World) -> None:
    world = told
    owner = owner_at_work(world)
    owner.picks("ask_help")
    assert owner.skips()[-1] == "assist.need"
    owner.sends("要两个人扶着防护罩", "two people to hold the guard")
    owner.hears("assist.which")
    owner.sends("锅炉房", "the boiler house")
    owner.hears("assist.which")
    owner.sends("请生产部来人", "people of Production")
    assert owner.skips()[0] == "assist.sent"
    head = world.person("马海涛")
    head.hears("assist.asked")
    assert ("要两个人扶着防护罩" in head.words()) or ("two people to hold the guard" in head.words())
    worker = world.person("罗勇")
    worker.sends("等我办", "to do")
    assert case_of(world).number in worker.words()
    head.taps("take_help")
    head.hears("assist.yours")
    owner.hears("assist.taken")
    head.taps("finish_help")
    head.hears("assist.how")
    head.sends("扶好了，螺丝都上了", "held it, all screws are in", photos=1)
    head.hears("assist.finished")
    owner.hears("assist.done")
    owner.sees(case_of(world).number)
    assert label(world.language, "help", "done") in owner.words()
    assert head.id in case_of(world).repairers
    assert kinds_of(world, case_of(world).id)[-3:] == ["help_asked", "help_taken", "help_done"]
    head.sends("等我办", "to do")
    head.hears("my.to_do_none")


def test_the_first_has_it_and_the_second_is_told_who(world: World) -> None:
    owner, head = asks(world)
    head.skips()
    second = world.person("罗勇")
    second.sees(case_of(world).number)
    head.taps("take_help")
    owner.hears("assist.taken")
    second.taps("take_help")
    second.hears("assist.has_it")
    assert "马海涛" in second.words()
    assert case_of(world).helper_id == head.id
    head.taps("take_help")
    assert head.skips() == ["assist.yours", "assist.has_it"]


def test_two_who_tap_at_once_are_not_both_sent(quick_world: World) -> None:
    world = quick_world
    _, head = asks(world)
    second = world.person("罗勇")
    second.sees(case_of(world).number)
    taps = [world.envelope(who.code, choice=who.latest("take_help").token("take_help")) for who in (head, second)]
    world.send(*taps)
    heard = [who.skips()[-1] for who in (head, second)]
    assert heard.count("assist.yours") == 1
    assert set(heard) - {"assist.yours"} <= {"assist.has_it", "refused.state"}
    assert kinds_of(world, case_of(world).id).count("help_taken") == 1


def test_a_department_that_cannot_and_another_that_is_asked_instead(world: World) -> None:
    owner, head = asks(world)
    head.hears("assist.asked")
    head.taps("decline_help")
    head.hears("assist.why_not")
    head.sends("这周都在赶货，抽不出人")
    head.hears("assist.answered")
    owner.hears("assist.declined")
    assert "抽不出人" in owner.words()
    head.sends(case_of(world).number)
    assert label("zh_CN", "help", "asked") not in head.words()
    owner.taps("ask_help")
    owner.hears("assist.need")
    owner.taps("tools")
    owner.hears("assist.which")
    owner.sends("仓储")
    assert "assist.sent" in owner.skips()
    world.person("陈刚").hears("assist.asked")


def test_what_is_withdrawn_or_submitted_frees_the_helper(world: World) -> None:
    owner, head = asks(world)
    head.skips()
    owner.taps("withdraw_help")
    assert owner.skips()[0] == "assist.withdrawn"
    head.hears("assist.over")
    head.taps("take_help")
    head.hears("card.stale")
    owner.sees(case_of(world).number)
    owner.picks("ask_help")
    owner.taps("skill")
    owner.sends("生产部")
    head.skips()
    head.taps("take_help")
    head.skips()
    owner.sees(case_of(world).number)
    owner.taps("submit")
    owner.sends("装好了", photos=1)
    head.hears("assist.over")
    assert case_of(world).helper_department_id is None
    head.taps("finish_help")
    head.hears("card.stale")


def test_after_a_day_the_head_is_asked_again_and_after_two_the_officers_hear(world: World) -> None:
    _, head = asks(world)
    head.skips()
    officer = world.person("韩磊")
    officer.skips()
    world.clock.passes(days=1, minutes=1)
    world.work()
    assert "assist.waiting" in head.skips()
    assert "assist.nobody_came" not in officer.skips()
    world.clock.passes(days=1)
    world.work()
    assert "assist.waiting" in head.skips()
    assert "assist.nobody_came" in officer.skips()


def test_bad_answers_are_asked_again_and_nothing_said_is_lost(world: World) -> None:
    owner = owner_at_work(world)
    owner.picks("ask_help")
    owner.skips()
    owner.sends("📷📷")
    owner.hears("unknown.in_dialogue", "assist.need")
    owner.sends("要登高车")
    owner.hears("assist.which")
    owner.sends("锅炉房")
    owner.hears("assist.which")
    owner.sends("部")  # names several
    owner.hears("assist.which")
    owner.sends("设备部")
    owner.hears("refused.own_department", "assist.which")
    owner.sends("生产部")
    assert owner.skips()[0] == "assist.sent"
    head = world.person("马海涛")
    head.hears("assist.asked")
    assert "要登高车" in head.words()
    owner.sees(case_of(world).number)
    owner.picks("ask_help")
    owner.taps("people")
    owner.skips()
    owner.sends("生产部")
    owner.hears("refused.help_asked", "assist.which")
    owner.sends("取消")
    head.hears_nothing()


def nobodys_case(world: World) -> Someone:
    """Somebody has a case that is not theirs and that nobody answers for."""
    owner = report(world)
    owner.hears("task.new")
    owner.taps("pass_on")
    owner.hears("task.pass_to")
    owner.taps("nobodys")
    owner.hears("task.passed_on")
    return owner


@story("nobodys", "找不到负责人，补上责任矩阵", "Nobody's area, and the gap is closed")
def test_nobody_s_area_and_the_gap_closed_for_the_future(told: World) -> None:
    world = told
    first = nobodys_case(world)
    assert case_of(world).state == "reported"
    officer = world.person("韩磊")
    officer.hears("choose.given_back")
    assert label(world.language, "category", "mechanical") in officer.words()
    officer.taps("assign")
    officer.hears("choose.owner")
    officer.sends("彭飞", "Peng Fei")
    officer.hears("choose.owner")
    officer.taps(world.person("彭飞").id)
    officer.hears("choose.done")
    officer.taps("fill_gap")
    officer.hears("choose.gap_filled")
    peng = world.person("彭飞")
    peng.hears("task.new", "task.always")
    wang = world.person("王芳")
    wang.sends("冲压2号机防护罩又松了", "guard of press 2 is loose again", photos=1)
    wang.taps("submit")
    peng.hears("task.new")
    first.hears_nothing()


def rows_of_the_matrix(world: World) -> int:
    (row,) = world.rows(select(func.count()).select_from(tables.responsibilities))
    return int(row[0])


def test_a_second_tap_adds_no_second_row(world: World) -> None:
    nobodys_case(world)
    officer, other = world.person("韩磊"), world.person("吴静")
    before = rows_of_the_matrix(world)
    officer.taps("assign")
    officer.sends("彭飞")
    officer.taps(world.person("彭飞").id)
    other.sees(case_of(world).number)
    officer.taps("fill_gap")
    assert rows_of_the_matrix(world) == before + 1
    officer.skips()
    officer.taps("fill_gap")
    officer.hears("card.stale")
    other.picks("fill_gap")
    assert other.skips()[-1] == "card.stale"
    assert rows_of_the_matrix(world) == before + 1


def test_without_a_gap_nothing_is_offered(world: World) -> None:
    owner = report(world)
    officer = world.person("韩磊")
    officer.sees(case_of(world).number)
    officer.picks("assign")
    officer.sends("彭飞")
    officer.taps(world.person("彭飞").id)
    assert "fill_gap" not in [c["value"] for c in officer.everything()[-1].choices]
    assert by_id(world, case_of(world).owner_id).id != owner.id
