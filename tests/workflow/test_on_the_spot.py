"""Fixed on the spot: straight to somebody else's eyes, and what their eyes should fall on."""

from datetime import timedelta

import pytest

from tests.workflow.cast import MONDAY
from tests.workflow.plant import Plant
from workflow.library import Grade
from workflow.lifecycle import State


def test_what_was_put_right_at_once_waits_only_for_another_pair_of_eyes(plant: Plant) -> None:
    done = plant.reports_fixed()
    case = done.hazard
    assert case is not None
    assert (case.state, case.owner_id, case.repairers) == (State.AWAITING_ACCEPTANCE, "li", ["li"])
    assert case.acceptor_id == "zhao"
    assert done.told == [("zhao", "accept.new")]
    assert plant.running(case) == {"acceptance"}
    assert (plant.desk.attached[case.id, "found"], plant.desk.attached[case.id, "after"]) == (1, 1)
    assert plant.accepts(case).told == [("li", "report.closed")]


def test_nobody_signs_off_what_they_put_right_themselves(plant: Plant) -> None:
    case = plant.reports_fixed("zhao").hazard
    assert case is not None
    assert case.acceptor_id == "ma"


@pytest.mark.parametrize(
    ("photos", "grade"), [(1, Grade.GENERAL), (0, Grade.GENERAL), (2, Grade.LARGER), (2, Grade.MAJOR)]
)
def test_without_a_picture_of_the_result_or_above_general_it_goes_the_usual_way(
    plant: Plant, photos: int, grade: Grade
) -> None:
    case = plant.reports_fixed(photos=photos, grade=grade).hazard
    assert case is not None
    assert (case.state, case.owner_id) == (State.ASSIGNED, "zhang")
    assert plant.desk.attached[case.id, "after"] == 0, "nothing was repaired: no picture is one of after"


def test_what_is_sent_back_is_the_finders_to_put_right(plant: Plant) -> None:
    case = plant.reports_fixed().hazard
    assert case is not None
    assert plant.sends_back(case).told == [("li", "task.sent_back")]
    assert case.state is State.RECTIFYING


@pytest.mark.parametrize(
    ("taken", "used_in", "doubts"),
    [
        ([MONDAY, MONDAY], "", {}),
        ([MONDAY, None], "", {"timeless_photo": True}),
        ([MONDAY - timedelta(days=2), None], "", {"old_photo": True}),
        ([MONDAY, MONDAY + timedelta(days=1)], "", {"future_photo": True}),
        ([MONDAY, MONDAY + timedelta(minutes=5)], "", {}),
        ([MONDAY, MONDAY - timedelta(hours=1)], "", {"earlier_photo": True}),
        ([MONDAY, MONDAY], "YH-20261101-0002", {"used_in": "YH-20261101-0002"}),
    ],
)
def test_the_acceptor_is_told_what_to_look_at_twice(plant: Plant, taken: list, used_in: str, doubts: dict) -> None:  # type: ignore[type-arg]
    plant.desk.taken, plant.desk.used_in = taken, used_in
    facts = plant.reports_fixed().events[-1].facts
    assert {name: facts[name] for name in facts if name == "used_in" or name.endswith("_photo")} == doubts


def test_one_picture_is_not_two(plant: Plant) -> None:
    plant.desk.same = True
    assert plant.reports_fixed().events[-1].facts["same_photo"] is True
