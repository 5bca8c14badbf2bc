"""Reporting for another: one has found it, one has typed it, and both are on record."""

import pytest

from tests.workflow.ground import refused
from tests.workflow.plant import Plant
from workflow.commands import Reopen, SubmitReport
from workflow.hazard import Hazard
from workflow.library import Category, Grade
from workflow.lifecycle import State
from workflow.on_the_spot import ReportFixed
from workflow.permissions import Action, allowed


def for_li(plant: Plant, typist: str = "wang") -> Hazard:
    case = plant.reports(typist, on_behalf_of="li").hazard
    assert case is not None
    return case


def test_the_finder_is_the_reporter_and_who_typed_is_kept_beside(plant: Plant) -> None:
    done = plant.reports("wang", on_behalf_of="li")
    case = done.hazard
    assert case is not None
    assert (case.reporter_id, case.entered_by_id) == ("li", "wang")
    reported = done.events[0]
    assert reported.actor_id == "wang"
    assert (reported.facts["finder"], reported.facts["entered_by"]) == ("li", "wang")


def test_a_report_of_ones_own_names_nobody_beside(plant: Plant) -> None:
    for case, event in ((d.hazard, d.events[0]) for d in (plant.reports(), plant.reports("li", on_behalf_of="li"))):
        assert case is not None
        assert case.entered_by_id is None
        assert not {"finder", "entered_by"} & set(event.facts)


def test_the_finder_is_told_at_once_and_both_are_told_the_result(plant: Plant) -> None:
    done = plant.reports("wang", on_behalf_of="li")
    assert ("li", "report.for_you") in done.told
    assert "wang" not in [who for who, _ in done.told]
    case = for_li(plant)
    plant.takes(case)
    plant.submits(case)
    told = plant.accepts(case).told
    assert {who for who, topic in told if topic == "report.closed"} == {"li", "wang"}


def test_both_of_a_merged_case_hear_how_the_other_one_ends(plant: Plant) -> None:
    case = plant.reported("ma")
    plant.merges(for_li(plant), case)
    plant.takes(case)
    plant.submits(case)
    assert {who for who, topic in plant.accepts(case).told if topic == "report.closed"} == {"ma", "li", "wang"}


def test_both_may_see_it_and_either_may_open_it_again(plant: Plant) -> None:
    for name in ("li", "wang"):
        case = for_li(plant)
        assert allowed(plant.desk.people[name], Action.SEE, case, plant.desk.today)
        plant.takes(case)
        plant.submits(case)
        plant.accepts(case)
        assert plant.does(name, Reopen(case.id, "又坏了")).hazard is case
        assert case.state is State.RECTIFYING


@pytest.mark.parametrize("finder", ["li", "nobody of that id"])
def test_somebody_who_has_left_finds_nothing_any_more(plant: Plant, finder: str) -> None:
    plant.leaves("li")
    before = plant.desk.everything()
    with refused("has_left"):
        plant.reports("wang", on_behalf_of=finder)
    assert plant.desk.everything() == before


def test_a_finder_may_be_owner_or_acceptor_and_the_rules_hold_as_they_stand(plant: Plant) -> None:
    case = plant.reports("wang", on_behalf_of="zhang").hazard
    assert case is not None
    assert case.owner_id == "zhang"
    plant.takes(case)
    plant.submits(case)
    with refused("not_yours"):
        plant.accepts(case, "zhang")
    case = plant.reports("wang", on_behalf_of="zhao").hazard
    assert case is not None
    plant.takes(case)
    plant.submits(case)
    assert ("wang", "report.closed") in plant.accepts(case, "zhao").told  # the finder may sign off (domain, section 2)


@pytest.mark.parametrize("typist", ["ma", "feng"])
def test_what_was_fixed_on_the_spot_is_signed_off_by_neither(plant: Plant, typist: str) -> None:
    place = (Category.ENVIRONMENT, Grade.GENERAL, "stamping", None, None)
    command = ReportFixed(plant.draft(2), "托盘已经搬走了", *place, on_behalf_of="li")
    case = plant.does(typist, command).hazard
    assert case is not None
    assert (case.owner_id, case.department_id) == ("li", "production")
    assert case.acceptor_id not in ("li", typist)
    with refused("own_repair" if typist == "feng" else "not_yours"):
        plant.accepts(case, typist)


def test_one_draft_becomes_one_case_whoever_it_is_for(plant: Plant) -> None:
    case = for_li(plant)
    with refused("reported_before"):
        plant.does("wang", SubmitReport(case.id, "x", Category.FIRE, Grade.GENERAL, "yard", None, None))
