"""Who is told of their work at the start of a shift besides reading a digest, and how that is stopped."""

from datetime import time

import pytest

from tests.workflow.plant import Plant
from workflow.to_do import CLOCK, ChooseToDo, near


@pytest.mark.parametrize(
    ("one", "other", "as_good_as"),
    [
        (time(7, 30), time(8, 0), True),
        (time(8, 0), time(11, 0), True),
        (time(8, 0), time(11, 1), False),
        (time(18, 0), time(8, 0), False),
        (time(23, 0), time(1, 30), True),
        (time(0, 30), time(22, 0), True),
    ],
)
def test_one_of_two_messages_that_come_at_about_the_same_time(one: time, other: time, as_good_as: bool) -> None:
    assert near(one, other) is near(other, one) is as_good_as


def test_whoever_wants_none_has_no_clock_any_more(plant: Plant) -> None:
    clock = ("person", "zhang", CLOCK)
    plant.desk.start_timer(*clock, plant.now)
    plant.does("zhang", ChooseToDo(off=True))
    assert plant.desk.to_do_off == {"zhang": True}
    assert clock not in plant.desk.live
    plant.does("zhang", ChooseToDo(off=False))
    assert plant.desk.to_do_off == {"zhang": False}
    assert clock not in plant.desk.live, "it is set with everybody else's"
