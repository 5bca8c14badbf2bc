"""A gap in the matrix: how a case shows it, and how the officer's choice closes it for all that follow."""

from tests.workflow.cast import LINE, STAMPING, row
from tests.workflow.desk import as_desk
from tests.workflow.ground import refused
from tests.workflow.plant import Plant
from tests.workflow.test_notices import officers
from workflow.actions import possible
from workflow.gap import is_gap
from workflow.library import Category
from workflow.lifecycle import State, Verb


def test_what_is_nobody_s_goes_back_to_the_officers_at_once_with_the_gap(plant: Plant) -> None:
    case = plant.reported()
    done = plant.gives_back_as_nobodys(case)
    assert done.told == officers("choose.given_back")
    assert done.events[-1].facts == {"from": "zhang", "gap": True}
    assert (case.state, case.owner_id, case.matrix_gap) == (State.REPORTED, None, True)


def test_a_task_the_owner_merely_cannot_do_shows_no_gap(plant: Plant) -> None:
    case = plant.reported()
    assert plant.passes_on(case, None).events[-1].facts["gap"] is False
    assert not case.matrix_gap


def test_what_an_officer_has_given_is_not_given_back_as_nobody_s(plant: Plant) -> None:
    case = plant.reported()
    plant.assigns(case, "hou")
    with refused("officer_chose"):
        plant.gives_back_as_nobodys(case)


def test_the_officer_s_choice_closes_the_gap_for_all_that_follow(plant: Plant) -> None:
    case = plant.reported(area="yard")
    with refused("state"):
        plant.fills_gap(case)  # nobody has it yet
    plant.assigns(case, "liu")
    done = plant.fills_gap(case)
    assert done.told == [("liu", "task.always")]
    assert done.events[-1].facts == {
        "row": "yard-mechanical",
        "area": "yard",
        "category": "mechanical",
        "department": "store",
        "owner": "liu",
    }
    following = plant.reported(area="yard")
    assert (following.owner_id, following.department_id, following.matrix_gap) == ("liu", "store", False)
    assert plant.reports(area="yard", category=Category.FIRE).hazard.owner_id is None  # type: ignore[union-attr]


def test_a_double_tap_adds_one_row(plant: Plant) -> None:
    case = plant.reported(area="yard")
    plant.assigns(case, "liu")
    rows = len(plant.desk.rows)
    plant.fills_gap(case)
    with refused("state"):
        plant.fills_gap(case)
    assert len(plant.desk.rows) == rows + 1


def test_a_row_that_somebody_has_added_meanwhile_stands(plant: Plant) -> None:
    first, second = plant.reported(area="yard"), plant.reported(area="yard")
    plant.assigns(first, "liu")
    plant.assigns(second, "hou")
    plant.fills_gap(first)
    rows = list(plant.desk.rows)
    done = plant.fills_gap(second)
    assert (done.told, done.events[-1].facts["row"]) == ([], None)
    assert plant.desk.rows == rows
    assert not second.matrix_gap


def test_it_is_offered_to_officers_and_only_while_somebody_of_a_department_has_the_case(plant: Plant) -> None:
    def offered(name: str) -> bool:
        return Verb.FILL_GAP in possible(plant.desk.people[name], case, plant.desk.today)

    case = plant.reported(area="yard")
    assert not offered("qian")
    plant.assigns(case, "zhou")  # belongs to no department: nothing to write into the row
    assert not offered("qian")
    plant.assigns(case, "hou")
    assert offered("qian")
    assert not offered("wu"), "a head's word is not for the whole company"


def test_a_row_that_would_not_decide_is_not_offered(plant: Plant) -> None:
    plant.desk.rows = [row("R1", "zhang", area=LINE, category=Category.MECHANICAL)]
    exact = plant.reported(area="line")
    plant.gives_back_as_nobodys(exact)
    assert not exact.matrix_gap, "the row is there; whose name stands in it is the workbook's"
    plant.desk.rows = [row("R2", "zhang", equipment="press2")]
    machine = plant.reports(area="line", equipment="press2").hazard
    assert machine is not None
    plant.gives_back_as_nobodys(machine)
    assert not machine.matrix_gap, "the machine's own row would go before it"


def test_a_wider_row_leaves_room_for_one_of_the_place_itself(plant: Plant) -> None:
    plant.desk.rows = [row("R", "zhang", area=STAMPING)]
    case = plant.reported(area="line")
    assert not case.matrix_gap
    assert is_gap(as_desk(plant.desk), case)
    plant.gives_back_as_nobodys(case)
    plant.assigns(case, "liu")
    plant.fills_gap(case)
    assert plant.reported(area="line").owner_id == "liu"
    assert plant.reported(area="stamping").owner_id == "zhang"


def test_the_row_of_somebody_who_has_left_gets_the_owner_whom_the_officer_chose(plant: Plant) -> None:
    plant.leaves("zhang")
    case = plant.reported()
    assert (case.owner_id, case.matrix_gap) == (None, True)
    plant.assigns(case, "hou")
    rows = len(plant.desk.rows)
    done = plant.fills_gap(case)
    assert done.events[-1].facts["row"] is not None
    assert len(plant.desk.rows) in (rows, rows + 1)
    assert plant.reported().owner_id == "hou"


def test_an_exact_row_is_handed_over_and_no_second_one_added(plant: Plant) -> None:
    plant.desk.rows = [row("R1", "zhang", area=LINE, category=Category.MECHANICAL)]
    plant.leaves("zhang")
    case = plant.reported(area="line")
    plant.assigns(case, "hou")
    assert plant.fills_gap(case).events[-1].facts["row"] == "R1"
    assert [(r.code, r.owner_id) for r in plant.desk.rows] == [("R1", "hou")]
