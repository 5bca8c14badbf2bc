"""A reporter nobody can name: what they may do, who is told, and that no rule gives them away."""

from tests.workflow.desk import as_desk
from tests.workflow.ground import Done, refused
from tests.workflow.plant import Plant
from workflow import notices, timers
from workflow.actions import perform, possible
from workflow.anonymous import ReportAnonymously, pseudonym
from workflow.commands import AcceptRepair, Command, Reopen
from workflow.danger import Contain
from workflow.hazard import Act, Hazard
from workflow.library import Category, Grade
from workflow.lifecycle import State, Verb
from workflow.people import Language
from workflow.permissions import Action, reach

NOBODY = pseudonym("2f1c")


def does(plant: Plant, command: Command) -> Done:
    """What the pseudonym does, with all that follows."""
    before = len(plant.desk.events)
    hazard = perform(as_desk(plant.desk), command, Act(NOBODY, plant.now))
    assert hazard is not None
    events = plant.desk.events[before:]
    timers.follow(plant.desk, hazard, events)
    return Done(hazard, events, [n for event in events for n in notices.of_event(plant.desk, hazard, event)])


def reported(plant: Plant, danger: str = "", area: str = "stamping") -> Hazard:
    place = (Category.MECHANICAL, Grade.GENERAL, area, None, None)
    case = does(plant, ReportAnonymously(plant.draft(), "防护罩松了", *place, danger=danger)).hazard
    assert case is not None
    return case


def test_a_pseudonym_is_nobody_in_particular(plant: Plant) -> None:
    someone = pseudonym("2f1c", Language.EN)
    day = plant.desk.today
    assert (someone.name, someone.code, someone.language) == ("", "", Language.EN)
    assert (someone.department_on(day), someone.roles_on(day), someone.seniority_on(day)) == (
        None,
        frozenset(),
        "unknown",
    )


def test_the_case_goes_the_usual_way_and_its_reporter_is_the_pseudonym(plant: Plant) -> None:
    case = reported(plant)
    assert (case.state, case.owner_id, case.reporter_id) == (State.ASSIGNED, "zhang", NOBODY.id)
    assert [event.actor_id for event in plant.desk.events if event.subject_id == case.id] == [NOBODY.id, None]
    assert plant.running(case) >= {"taking", "due"}


def test_it_is_told_what_every_reporter_is_told(plant: Plant) -> None:
    case = reported(plant)
    plant.takes(case)
    plant.submits(case)
    assert (NOBODY.id, "report.sent_back") in plant.sends_back(case).told
    plant.submits(case)
    assert (NOBODY.id, "report.closed") in plant.accepts(case).told


def test_it_opens_again_what_was_not_put_right_and_is_not_told_of_that(plant: Plant) -> None:
    case = reported(plant)
    plant.takes(case)
    plant.submits(case)
    plant.accepts(case)
    done = does(plant, Reopen(case.id, "又坏了"))
    assert case.state is State.RECTIFYING
    assert [who for who, _ in done.told] == ["zhang"]


def test_it_has_the_rights_of_a_reporter_and_no_other(plant: Plant) -> None:
    mine, others = reported(plant, danger="running"), plant.reported()
    assert possible(NOBODY, mine, plant.desk.today) == [Verb.CONTAIN, Verb.WARN]
    assert possible(NOBODY, others, plant.desk.today) == []
    for action in Action:
        right = reach(NOBODY, action, plant.desk.today)
        assert (right.company, right.area_paths, right.department_ids) == (
            action in (Action.TALK, Action.LOOK_UP, Action.REPORT),
            frozenset(),
            frozenset(),
        )
    does(plant, Contain(mine.id, "断电挂牌"))
    with refused("unknown_case"):
        does(plant, Contain(others.id, "断电挂牌"))


def test_it_signs_nothing_off(plant: Plant) -> None:
    case = reported(plant)
    plant.takes(case)
    plant.submits(case)
    with refused("not_yours"):
        does(plant, AcceptRepair(case.id, case.version, "", True))


def test_who_is_called_does_not_tell_who_has_reported(plant: Plant) -> None:
    """Whoever raises an alarm is not called to it: were it so here, the one who is not called would be the one."""
    plant.desk.roster = ["shi"]
    case = reported(plant, danger="running")
    warned = [event for event in plant.desk.events if event.kind == "warned"]
    told = [notice.recipient_id for notice in notices.of_event(plant.desk, case, warned[0])]
    assert told == ["ma", "shi"]


def test_somebody_who_owns_what_they_reported_hears_of_it_as_both(plant: Plant) -> None:
    """To leave one of the two out would tell everybody who sees the list of those told that they are the same."""
    case = reported(plant)
    plant.takes(case)
    plant.submits(case)
    assert set(plant.accepts(case).told) == {(NOBODY.id, "report.closed"), ("zhang", "task.accepted")}
