"""Words that may be of a listed major hazard: one question to whoever stands there, whose word is never lowered."""

import pytest
from sqlalchemy import select

from storage import tables
from tests.world import Someone, World, case_of

BRAKE = ("叉车刹车失灵还在叉货，地上有油", "forklift brake pedal goes to the floor, oil on the floor")
LIFT = (
    "电梯门没关就走，限速器也坏了，地上有油",
    "the lift moves with doors open and the governor is broken, oil on the floor",
)


def asked(world: World, said: tuple[str, str] = BRAKE) -> Someone:
    """李强 has said what may be major, and is asked about it before anything else."""
    li = world.person("李强")
    li.sends(*said, photos=1)
    (question,) = li.hears("report.major")
    assert [choice["value"] for choice in question.choices] == ["yes", "no", "unsure", "else"]
    return li


def submitted(li: Someone) -> None:
    li.taps("submit")
    assert li.skips()[-1] == "report.done"


def kept(world: World) -> dict[str, object]:
    """What the record says was asked and answered."""
    facts = world.rows(select(tables.events.c.facts).where(tables.events.c.kind == "reported"))[0].facts
    return {name: facts.get(f"suggested_{name}") for name in ("major_entries", "major_answer", "entry")}


def written(world: World) -> list[str]:
    """What people's words of the case are."""
    texts = tables.texts.c
    return [row.body for row in world.rows(select(texts.body).where(texts.subject_id == case_of(world).id))]


def test_what_fits_a_clause_is_major_and_goes_to_the_director(told: World) -> None:
    world = told
    li = asked(world)
    assert "刹车" in li.words() or "brake" in li.words().casefold()
    li.taps("yes")
    li.hears("report.confirm")
    submitted(li)
    case = case_of(world)
    assert (case.company_grade, case.library_code) == ("major", "SPM-17")
    assert case.major_confirmed_at is None
    world.person("林志远").hears("major.new")
    assert kept(world) == {"major_entries": ["SPM-17"], "major_answer": "yes", "entry": "EN-01"}


def test_of_several_clauses_the_person_says_which(told: World) -> None:
    world = told
    li = asked(world, LIFT)
    li.taps("yes")
    (which,) = li.hears("report.which_major")
    assert {"SPM-12", "SPM-13"} <= {choice["value"] for choice in which.choices}
    li.taps("SPM-13")
    li.hears("report.confirm")
    submitted(li)
    assert case_of(world).library_code == "SPM-13"


def test_where_the_fact_is_not_so_the_clause_says_how_bad_it_is(world: World) -> None:
    li = asked(world)
    li.taps("no")
    li.hears("report.confirm")
    submitted(li)
    case = case_of(world)
    assert (case.company_grade, case.library_code) == ("larger", "EN-01")
    assert kept(world)["major_answer"] == "no"


def test_something_else_leaves_everything_as_it_was_guessed(world: World) -> None:
    li = asked(world)
    li.taps("else")
    li.hears("report.confirm")
    submitted(li)
    assert (case_of(world).company_grade, case_of(world).library_code) == ("general", "EN-01")


def test_who_cannot_tell_leaves_the_question_to_the_officer(told: World) -> None:
    world = told
    li = asked(world)
    question = li.words().splitlines()[1]
    li.taps("unsure")
    li.hears("report.confirm")
    submitted(li)
    case = case_of(world)
    assert case.company_grade == "general"
    assert kept(world)["major_answer"] == "unsure"
    officer = world.person("吴静")
    officer.hears("major.perhaps")
    officer.sees(case.number)
    assert question in officer.words()
    officer.picks("regrade")
    officer.taps("major")
    officer.taps("graver")
    officer.taps("sure")
    officer.sees(case.number)
    assert question not in officer.words()


def test_an_officer_s_grade_stands_whatever_was_answered(world: World) -> None:
    """Major by the finder, general by the director: nothing asks again, and nothing raises or lowers it."""
    li = asked(world)
    li.taps("yes")
    submitted(li)
    director = world.person("林志远")
    director.hears("major.new")
    director.taps("not_major")
    director.taps("general")
    director.taps("not_listed")
    li.skips()
    world.clock.passes(days=1)
    world.work()
    assert case_of(world).company_grade == "general"
    assert "report.major" not in li.skips()


def test_how_bad_a_person_has_said_it_is_outlives_the_answer_and_further_words(world: World) -> None:
    li = asked(world)
    li.taps("no")
    li.taps("wrong")
    li.taps("how_bad")
    li.taps("major")
    li.skips()
    li.sends("冲压车间的地上有油", "oil on the floor of the stamping shop")
    assert li.skips()[-1] == "report.confirm"
    submitted(li)
    assert case_of(world).company_grade == "major"


def test_a_clause_that_fits_outlives_further_words(world: World) -> None:
    li = asked(world)
    li.taps("yes")
    li.skips()
    li.sends("冲压车间的地上有油", "oil on the floor of the stamping shop")
    assert li.skips()[-1] == "report.confirm"
    submitted(li)
    assert (case_of(world).company_grade, case_of(world).library_code) == ("major", "SPM-17")


def said_anew(li: Someone, said: tuple[str, str]) -> None:
    li.taps("wrong")
    li.taps("words")
    li.skips()
    li.sends(*said)


def test_no_clause_is_asked_about_twice(world: World) -> None:
    li = asked(world)
    li.taps("else")
    li.hears("report.confirm")
    said_anew(li, BRAKE)
    li.hears("report.confirm")
    li.sends("叉车的刹车踩到底也停不住", "the brake pedal of the forklift goes to the floor")
    assert "report.major" not in li.skips()


def test_what_is_told_later_is_asked_about_where_it_touches_another_clause(told: World) -> None:
    world = told
    li = asked(world)
    li.taps("unsure")
    li.hears("report.confirm")
    said_anew(li, LIFT)
    li.hears("report.major")
    li.taps("else")
    li.hears("report.confirm")
    submitted(li)
    assert kept(world)["major_answer"] == "unsure"
    entries = kept(world)["major_entries"]
    assert isinstance(entries, list)
    assert entries[0] == "SPM-17"


def test_a_clause_that_fits_is_the_last_that_is_asked_about(world: World) -> None:
    li = asked(world)
    li.taps("yes")
    li.hears("report.confirm")
    said_anew(li, LIFT)
    assert li.skips()[-1] == "report.confirm"


UNKNOWN = ("熔融铝水炉子旁边的坑里积了水，正在放铝", "water in the pit by the furnace while they tap")


def test_whether_it_is_major_is_asked_before_what_kind_it_is(world: World) -> None:
    li = world.person("李强")
    li.sends(*UNKNOWN, photos=1)
    li.hears("report.major")
    li.taps("yes")
    assert "report.kind" not in li.skips()


def test_where_it_is_not_major_the_kind_is_asked_next(world: World) -> None:
    li = world.person("李强")
    li.sends(*UNKNOWN, photos=1)
    li.hears("report.major")
    li.taps("else")
    assert li.skips()[-1] in ("report.kind", "report.category")


def test_back_takes_the_answer_back(world: World) -> None:
    li = asked(world)
    li.taps("yes")
    li.hears("report.confirm")
    li.sends("返回", "back")
    li.hears("report.major")
    li.taps("else")
    li.skips()
    submitted(li)
    assert case_of(world).company_grade == "general"


@pytest.mark.parametrize(
    "said",
    [
        ("冲压2号机防护罩松了", "guard of press 2 is loose"),
        ("3号门口地上有油", "oil on the floor at gate 3"),
    ],
)
def test_ordinary_words_are_not_asked_about(world: World, said: tuple[str, str]) -> None:
    li = world.person("李强")
    li.sends(*said, photos=1)
    li.hears("report.confirm")


def test_what_happens_now_is_not_held_up(world: World) -> None:
    li = world.person("李强")
    li.sends("叉车刹车失灵撞到人了，快来人", "the forklift has no brakes and hit a man, help")
    assert "report.major" not in li.skips()
    assert "alarm" in li.everything()[-1].topic


def test_a_nameless_report_is_asked_as_well(told: World) -> None:
    world = told
    li = world.person("李强")
    li.sends("匿名上报", "report anonymously")
    li.skips()
    li.sends(*BRAKE)
    assert li.skips()[-1] == "report.major"
    li.taps("yes")
    assert li.skips()[-1] == "report.confirm"
    submitted_without_name(li)
    assert case_of(world).company_grade == "major"


def submitted_without_name(li: Someone) -> None:
    li.taps("submit")
    li.skips()


NUMBER_3 = ("是3号叉车，刹车踩到底都停不住", "number 3, brake to the floor and no stop")


def test_what_is_typed_at_the_question_goes_with_the_words_and_it_is_asked_once_more(world: World) -> None:
    li = asked(world)
    li.sends(*NUMBER_3)
    li.hears("report.major")
    li.taps("yes")
    li.skips()
    submitted(li)
    assert any("3" in body for body in written(world))
    assert kept(world)["major_answer"] == "yes"


def test_who_tells_more_a_second_time_leaves_it_open(world: World) -> None:
    li = asked(world)
    li.sends(*NUMBER_3)
    li.hears("report.major")
    li.sends("还在用", "it is still in use")
    li.hears("report.confirm")
    submitted(li)
    assert kept(world)["major_answer"] == "unsure"


@pytest.mark.parametrize(("said", "answer"), [(("不知道", "not sure"), "unsure"), (("不是", "no"), "no")])
def test_a_bare_answer_may_be_typed_and_is_no_part_of_the_words(
    world: World, said: tuple[str, str], answer: str
) -> None:
    li = asked(world)
    li.sends(*said)
    li.hears("report.confirm")
    submitted(li)
    assert kept(world)["major_answer"] == answer
    assert set(written(world)) & set(BRAKE)
