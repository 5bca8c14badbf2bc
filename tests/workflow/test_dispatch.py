"""Whose hazard it is: the most specific row, somebody who still works here, and an acceptor with clean hands."""

import pytest

from tests.workflow.cast import LINE, STAMPING, WAREHOUSE, row
from tests.workflow.desk import as_desk
from tests.workflow.plant import Plant
from workflow.dispatch import acceptor_for
from workflow.hazard import Act
from workflow.library import Category
from workflow.lifecycle import State
from workflow.responsibility import Responsibility, responsible

ROWS = [
    row("1-anything", "wu"),
    row("2-fire", "fire warden", category=Category.FIRE),
    row("3-stamping", "zhang", area=STAMPING),
    row("4-stamping-electrical", "electrician", area=STAMPING, category=Category.ELECTRICAL),
    row("5-line", "hou", area=LINE),
    row("6-press", "press setter", equipment="press2"),
    row("7-press-electrical", "press electrician", equipment="press2", category=Category.ELECTRICAL),
]


@pytest.mark.parametrize(
    ("area", "equipment", "category", "code"),
    [
        (WAREHOUSE, None, Category.MECHANICAL, "1-anything"),
        (WAREHOUSE, None, Category.FIRE, "2-fire"),
        (STAMPING, None, Category.MECHANICAL, "3-stamping"),
        (STAMPING, None, Category.FIRE, "3-stamping"),  # an area goes before a category
        (STAMPING, None, Category.ELECTRICAL, "4-stamping-electrical"),
        (LINE, None, Category.MECHANICAL, "5-line"),
        (LINE, None, Category.ELECTRICAL, "5-line"),  # the deeper area goes before the parent's category
        (LINE, "press2", Category.MECHANICAL, "6-press"),
        (WAREHOUSE, "press2", Category.MECHANICAL, "6-press"),  # it was moved, it is still theirs
        (LINE, "press2", Category.ELECTRICAL, "7-press-electrical"),
        (LINE, "press3", Category.MECHANICAL, "5-line"),
    ],
)
def test_the_most_specific_row_wins(area: str, equipment: str | None, category: Category, code: str) -> None:
    for rows in (ROWS, ROWS[::-1]):
        found = responsible(rows, area, equipment, category)
        assert found is not None
        assert found.code == code


def test_no_row_is_a_gap() -> None:
    assert responsible(ROWS[2:], WAREHOUSE, None, Category.MECHANICAL) is None
    assert responsible([], STAMPING, None, Category.MECHANICAL) is None


def test_an_area_is_not_another_whose_name_begins_alike() -> None:
    assert responsible([row("R", "zhang", area="/p/s/")], "/p/s2/", None, Category.FIRE) is None


def test_of_two_equal_rows_it_is_always_the_same_one() -> None:
    twins = [row("A", "zhang", area=STAMPING), row("B", "hou", area=STAMPING)]
    chosen = {responsible(rows, LINE, None, Category.FIRE) for rows in (twins, twins[::-1])}
    assert [found.code for found in chosen if found] == ["B"]


# Dispatch


def matrix(plant: Plant, *rows: Responsibility) -> None:
    plant.desk.rows = list(rows)


def test_a_new_case_goes_to_the_row_s_owner_and_department(plant: Plant) -> None:
    case = plant.reported()
    assert (case.state, case.owner_id, case.department_id, case.acceptor_id) == (
        State.ASSIGNED,
        "zhang",
        "equipment",
        "zhao",
    )


@pytest.mark.parametrize("owner", [None, "chen", "somebody deleted"])
def test_a_row_without_a_working_owner_leaves_it_to_the_officers(plant: Plant, owner: str | None) -> None:
    plant.leaves("chen")
    matrix(plant, row("R", owner))
    case = plant.reported()
    assert (case.state, case.owner_id) == (State.REPORTED, None)
    assert plant.kinds(case) == ["reported"]


def test_a_gap_leaves_it_to_the_officers(plant: Plant) -> None:
    assert plant.reported(area="yard").state is State.REPORTED


# Acceptors, in the order in which they are asked for


def acceptor(plant: Plant, *leave: str) -> str | None:
    for name in leave:
        plant.leaves(name)
    return plant.reported().acceptor_id


def test_the_matrix_s_acceptor_then_team_leader_officer_director_and_executive() -> None:
    assert acceptor(Plant()) == "zhao"
    assert acceptor(Plant(), "zhao") == "ma"
    assert acceptor(Plant(), "zhao", "ma") == "feng"
    assert acceptor(Plant(), "zhao", "ma", "feng") == "qian"
    assert acceptor(Plant(), "zhao", "ma", "feng", "qian") == "he"
    assert acceptor(Plant(), "zhao", "ma", "feng", "qian", "he") == "zhou"
    assert acceptor(Plant(), "zhao", "ma", "feng", "qian", "he", "zhou") is None


def test_a_team_leader_accepts_only_in_the_own_area(plant: Plant) -> None:
    matrix(plant, row("R", "liu", None))
    assert plant.reported(area="line").acceptor_id == "ma"
    assert plant.reported("wang", "warehouse").acceptor_id == "feng"


def test_an_owner_who_is_named_as_acceptor_too_is_substituted(plant: Plant) -> None:
    matrix(plant, row("R", "zhang", "zhang"))
    case = plant.reported()
    assert (case.owner_id, case.acceptor_id) == ("zhang", "ma")


def test_who_becomes_the_owner_stops_being_the_acceptor(plant: Plant) -> None:
    case = plant.reported()
    plant.passes_on(case, "zhao")
    assert (case.owner_id, case.acceptor_id) == ("zhao", "ma")
    chosen = plant.reported()
    plant.assigns(chosen, "zhao")
    assert (chosen.owner_id, chosen.acceptor_id) == ("zhao", "ma")


def test_who_had_a_hand_in_the_repair_never_becomes_the_acceptor(plant: Plant) -> None:
    matrix(plant, row("R", "ma", "zhao"))
    case = plant.reported()
    plant.takes(case)
    plant.posts(case)
    plant.passes_on(case, "zhao")
    plant.takes(case)
    plant.submits(case)
    assert case.repairers == ["ma", "zhao"]
    assert case.acceptor_id == "feng"


def test_the_acceptor_is_looked_for_again_when_the_first_one_has_left(plant: Plant) -> None:
    case = plant.case_in(State.RECTIFYING)
    plant.leaves("zhao")
    plant.submits(case)
    assert case.acceptor_id == "ma"


def test_who_has_begun_to_accept_goes_on(plant: Plant) -> None:
    case = plant.case_in(State.AWAITING_ACCEPTANCE)
    plant.sends_back(case)
    matrix(plant, row("R", "zhang", "wu"))
    plant.submits(case)
    assert case.acceptor_id == "zhao"


def test_without_anybody_to_exclude_the_search_is_the_same(plant: Plant) -> None:
    case = plant.reported(area="yard")
    assert acceptor_for(as_desk(plant.desk), case, Act(None, plant.now), None) == "feng"
