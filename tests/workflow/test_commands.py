"""What reports, tasks and acceptance lead to: numbers, limits, photographs, and what each is refused for."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.workflow.cases import on
from tests.workflow.cast import MONDAY, SHANGHAI
from tests.workflow.ground import refused
from tests.workflow.plant import Plant
from workflow.commands import (
    AcceptRepair,
    ChooseLanguage,
    HazardCommand,
    PostProgress,
    SendBack,
    SubmitReport,
)
from workflow.library import Category, Grade
from workflow.lifecycle import State
from workflow.people import Language


def local(day: int, hour: int, minute: int = 0) -> datetime:
    """A time of November 2026 at the plant."""
    return datetime(2026, 11, day, hour, minute, tzinfo=SHANGHAI)


# Reports


def test_a_report_is_numbered_dispatched_and_its_photographs_are_kept(plant: Plant) -> None:
    done = plant.reports("li")
    case = done.hazard
    assert case is not None
    assert case.number == "YH-20261123-0001"
    assert (case.reporter_id, case.owner_id, case.acceptor_id) == ("li", "zhang", "zhao")
    assert (case.found_at, case.received_at) == (MONDAY, MONDAY)
    assert [event.kind for event in done.events] == ["reported", "assigned"]
    assert plant.desk.attached[case.id, "found"] == 1


def test_numbers_count_within_the_day_at_the_site(plant: Plant) -> None:
    plant.now = datetime(2026, 11, 23, 15, 59, tzinfo=UTC)
    first, second = plant.reported(), plant.reported()
    plant.passes(minutes=1)  # 00:00 on Tuesday in Shanghai, still Monday in UTC
    third = plant.reported()
    numbers = [case.number for case in (first, second, third)]
    assert numbers == ["YH-20261123-0001", "YH-20261123-0002", "YH-20261124-0001"]


def test_one_draft_never_becomes_two_cases(plant: Plant) -> None:
    case = plant.reported()
    before = plant.desk.everything()
    with refused("reported_before"):
        plant.does("li", SubmitReport(case.id, "防护罩松了", Category.FIRE, Grade.MAJOR, "yard", None, None))
    assert plant.desk.everything() == before


@pytest.mark.parametrize(
    ("area", "equipment", "reason"), [("moon", None, "area_gone"), ("stamping", "gone", "equipment_gone")]
)
def test_a_place_that_is_gone_by_now_is_asked_again(
    plant: Plant, area: str, equipment: str | None, reason: str
) -> None:
    before = plant.desk.everything()
    with refused(reason):
        plant.reports("li", area, equipment=equipment)
    assert plant.desk.everything() == before


def test_a_case_carries_what_the_library_says_of_it(plant: Plant) -> None:
    case = plant.reports(library="guard").hazard
    assert case is not None
    assert case.library_code == "guard"
    assert case.requirement == "停机，紧固后再开机"
    assert case.law_en == "Work Safety Law, article 36"


@pytest.mark.parametrize("code", ["spill", "unheard of"])
def test_an_entry_of_another_category_or_none_at_all_is_left_out(plant: Plant, code: str) -> None:
    case = plant.reports(category=Category.MECHANICAL, library=code).hazard
    assert case is not None
    assert (case.library_code, case.requirement, case.law) == (None, "", "")


@pytest.mark.parametrize(
    ("grade", "library", "due"),
    [
        (Grade.GENERAL, None, local(26, 18)),
        (Grade.LARGER, None, local(30, 18)),
        (Grade.MAJOR, None, local(24, 18)),
        (Grade.GENERAL, "guard", local(25, 18)),
        (Grade.MAJOR, "guard", local(24, 18)),
    ],
)
def test_the_limit_is_the_entrys_else_the_grades(
    plant: Plant, grade: Grade, library: str | None, due: datetime
) -> None:
    case = plant.reports(grade=grade, library=library).hazard
    assert case is not None
    assert case.due_at == due


def test_this_shift_means_today_but_never_less_than_four_hours(plant: Plant) -> None:
    morning = plant.reports(category=Category.CHEMICAL, library="spill").hazard
    plant.now = local(23, 17)
    evening = plant.reports(category=Category.CHEMICAL, library="spill").hazard
    assert morning is not None
    assert evening is not None
    assert (morning.due_at, evening.due_at) == (local(23, 18), local(23, 21))


# The task


def test_an_owner_passes_on_once_then_the_officer_chooses_and_that_is_final(plant: Plant) -> None:
    case = plant.reported()
    plant.passes_on(case, "hou")
    assert (case.owner_id, case.department_id, case.state) == ("hou", "equipment", State.ASSIGNED)
    with refused("passed_before"):
        plant.passes_on(case, "liu")
    plant.passes_on(case, None)
    assert (case.owner_id, case.state) == (None, State.REPORTED)
    plant.assigns(case, "liu")
    assert (case.owner_id, case.department_id) == ("liu", "store")
    with refused("officer_chose"):
        plant.passes_on(case, "hou")


@pytest.mark.parametrize("to", ["chen", "nobody"])
def test_a_task_goes_to_nobody_who_has_left(plant: Plant, to: str) -> None:
    plant.leaves("chen")
    case = plant.reported()
    with refused("has_left"):
        plant.passes_on(case, to)
    with refused("has_left"):
        plant.assigns(case, to)
    assert case.owner_id == "zhang"


def test_progress_and_repair_keep_their_photographs_apart(plant: Plant) -> None:
    case = plant.case_in(State.RECTIFYING)
    plant.posts(case, photos=2)
    plant.submits(case, photos=3)
    kept = {role: plant.desk.attached[case.id, role] for role in ("found", "progress", "after")}
    assert kept == {"found": 1, "progress": 2, "after": 3}


def test_without_a_photograph_the_reason_is_enough(plant: Plant) -> None:
    case = plant.case_in(State.RECTIFYING)
    with refused("after_photo"):
        plant.submits(case, photos=0)
    plant.submits(case, photos=0, no_photo_reason="机器在转")
    assert case.state is State.AWAITING_ACCEPTANCE


def test_the_photographs_of_a_refused_step_stay_in_the_draft(plant: Plant) -> None:
    case = plant.reported()
    draft = plant.draft(2)
    with refused("state"):
        plant.does("zhang", PostProgress(case.id, draft, "working", ""))
    assert plant.desk.drafts[draft] == 2


# Acceptance


def test_when_nobody_is_left_to_accept_it_is_said_at_once(plant: Plant) -> None:
    case = plant.case_in(State.RECTIFYING)
    for name in ("zhao", "ma", "qian", "feng", "he", "zhou"):
        plant.leaves(name)
    with refused("no_acceptor"):
        plant.submits(case)
    assert case.state is State.RECTIFYING


@pytest.mark.parametrize("kind", [AcceptRepair, SendBack])
def test_a_repair_that_changed_since_is_not_judged_unseen(plant: Plant, kind: type[HazardCommand]) -> None:
    case = plant.case_in(State.AWAITING_ACCEPTANCE)
    seen = case.version
    plant.verifies(case)
    with refused("changed_since"):
        plant.does("zhao", on(case.id, seen)[kind])
    plant.does("zhao", on(case.id, case.version)[kind])


def test_of_two_who_judge_at_once_the_second_hears_what_is_so_now(plant: Plant) -> None:
    case = plant.case_in(State.AWAITING_ACCEPTANCE)
    seen = case.version
    plant.does("zhao", AcceptRepair(case.id, seen, "", True))
    with refused("state"):
        plant.does("qian", AcceptRepair(case.id, seen, "", True))
    assert plant.kinds(case).count("accepted") == 1


def test_an_officer_who_is_the_owner_does_not_accept_by_being_an_officer(plant: Plant) -> None:
    case = plant.reported(area="yard")
    plant.assigns(case, "feng")
    plant.takes(case)
    plant.submits(case)
    with refused("own_repair"):
        plant.accepts(case, "feng")
    plant.accepts(case, "qian")
    assert case.state is State.CLOSED


def test_reopening_gives_the_library_s_time_once_more(plant: Plant) -> None:
    case = plant.reports(library="guard").hazard
    assert case is not None
    plant.takes(case)
    plant.submits(case)
    plant.accepts(case)
    plant.passes(days=10)
    plant.reopens(case)
    assert case.due_at == local(25, 18) + timedelta(days=10)
    assert case.owner_id == "zhang"


def test_a_language_is_chosen_for_oneself(plant: Plant) -> None:
    done = plant.does("li", ChooseLanguage(Language.EN))
    assert (done.hazard, done.events) == (None, [])
    assert plant.desk.chosen == {"li": Language.EN}
