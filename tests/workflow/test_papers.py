"""The closing gate: which papers a major hazard needs, how they come, and that nothing walks round it."""

import pytest

from tests.workflow.desk import as_desk
from tests.workflow.ground import refused
from tests.workflow.plant import Plant
from workflow.actions import perform
from workflow.commands import AcceptRepair
from workflow.errors import Refused
from workflow.hazard import Hazard
from workflow.keeps import Plan
from workflow.lifecycle import State
from workflow.papers import ALWAYS, PAPERS, WHERE_ORDERED, Paper, RecordPaper, missing


@pytest.fixture
def awaiting(plant: Plant) -> Hazard:
    """A confirmed major hazard that is said to be repaired."""
    return plant.repaired_major()


def test_every_missing_paper_is_named(plant: Plant, awaiting: Hazard) -> None:
    plant.hands_in(awaiting, Paper.CONGRESS)
    with pytest.raises(Refused) as caught:
        plant.accepts(awaiting)
    assert (caught.value.reason, caught.value.facts) == ("papers", {"missing": "authority,union,group_report"})


@pytest.mark.parametrize("lacking", ALWAYS)
def test_one_that_is_missing_is_enough_to_keep_it_open(plant: Plant, awaiting: Hazard, lacking: Paper) -> None:
    plant.hands_in(awaiting, *(paper for paper in ALWAYS if paper is not lacking))
    assert missing(awaiting) == [lacking]
    with refused("papers"):
        plant.accepts(awaiting)
    plant.hands_in(awaiting, lacking)
    plant.accepts(awaiting)
    assert awaiting.state is State.CLOSED


@pytest.mark.parametrize("lacking", WHERE_ORDERED)
def test_where_an_authority_ordered_it_is_the_authority_that_ends_it(
    plant: Plant, awaiting: Hazard, lacking: Paper
) -> None:
    plant.hands_in(awaiting, Paper.ORDER, *ALWAYS)
    assert missing(awaiting) == list(WHERE_ORDERED)
    plant.hands_in(awaiting, *(paper for paper in WHERE_ORDERED if paper is not lacking))
    with refused("papers"):
        plant.accepts(awaiting)
    plant.hands_in(awaiting, lacking)
    plant.accepts(awaiting)


def test_other_hazards_need_no_papers_and_have_none(plant: Plant) -> None:
    case = plant.case_in(State.AWAITING_ACCEPTANCE)
    assert missing(case) == []
    with refused("state"):
        plant.hands_in(case)
    plant.accepts(case)


def test_a_paper_is_a_picture_with_its_day_and_person(plant: Plant, awaiting: Hazard) -> None:
    plant.passes(days=3)
    event = plant.hands_in(awaiting, Paper.AUTHORITY, days=-2, photos=3).events[-1]
    assert event.facts == {"paper": "authority", "day": "2026-11-24", "photos": 3}
    assert event.words == {"by": "林志远"}
    assert plant.desk.attached[awaiting.id, "paper"] == 3


def test_without_a_picture_it_is_no_paper(plant: Plant, awaiting: Hazard) -> None:
    with refused("paper_photo"):
        plant.hands_in(awaiting, photos=0)
    assert awaiting.major is None


def test_no_paper_is_of_a_day_to_come(plant: Plant, awaiting: Hazard) -> None:
    with refused("paper_day"):
        plant.hands_in(awaiting, days=1)
    plant.hands_in(awaiting, days=0)
    assert missing(awaiting) == []


def test_the_day_is_the_one_at_the_site(plant: Plant, awaiting: Hazard) -> None:
    plant.passes(hours=16)  # past midnight in Shanghai, still Monday in UTC
    command = RecordPaper(awaiting.id, Paper.UNION, "2026-11-24", "", plant.draft())
    perform(as_desk(plant.desk), command, plant.act("qian"))
    assert Paper.UNION not in missing(awaiting)


def test_a_corrected_paper_takes_the_place_of_the_first(plant: Plant, awaiting: Hazard) -> None:
    plant.hands_in(awaiting, Paper.UNION, Paper.CONGRESS, Paper.UNION)
    assert awaiting.major is not None
    assert awaiting.major.papers == ("congress", "union")
    assert plant.kinds(awaiting).count("paper_recorded") == 3


def test_the_last_paper_tells_the_acceptor_that_nothing_is_missing(plant: Plant, awaiting: Hazard) -> None:
    assert plant.hands_in(awaiting, *ALWAYS[:-1]).told == []
    assert plant.hands_in(awaiting, ALWAYS[-1]).told == [("zhao", "papers.complete")]


def test_while_it_is_repaired_nobody_is_called_to_sign_it_off(plant: Plant) -> None:
    case = plant.is_major(plant.case_in(State.RECTIFYING))
    assert plant.hands_in(case, Paper.AUTHORITY, Paper.CONGRESS, Paper.UNION).told == []


def test_an_order_is_news_to_whoever_works_there_and_answers_for_it(plant: Plant, awaiting: Hazard) -> None:
    told = plant.hands_in(awaiting, Paper.ORDER).told
    assert told == [("zhang", "papers.ordered"), ("he", "papers.ordered"), ("zhou", "papers.ordered")]


def test_what_an_authority_ordered_is_not_lowered_nor_set_aside_by_anybody(plant: Plant, awaiting: Hazard) -> None:
    plant.hands_in(awaiting, Paper.ORDER)
    for way in (
        plant.lowers,
        lambda case: plant.finds_invalid(case, "he"),
        lambda case: plant.merges(case, case, "he"),
    ):
        with refused("ordered"):
            way(awaiting)


def test_a_paper_that_does_not_belong_here_is_struck_with_a_reason(plant: Plant, awaiting: Hazard) -> None:
    plant.hands_in(awaiting, Paper.ORDER, *ALWAYS)
    done = plant.strikes(awaiting, Paper.ORDER)
    assert done.told == [("feng", "papers.struck"), ("qian", "papers.struck")]
    assert missing(awaiting) == [], "without an order the authority's papers are not wanted"
    plant.strikes(awaiting, Paper.UNION)
    assert missing(awaiting) == [Paper.UNION]
    with refused("no_paper"):
        plant.strikes(awaiting, Paper.UNION)
    with refused("reason"):
        plant.strikes(awaiting, Paper.CONGRESS, reason=" ")


def test_sent_back_the_group_looks_again(plant: Plant, awaiting: Hazard) -> None:
    plant.hands_in(awaiting)
    plant.sends_back(awaiting)
    assert missing(awaiting) == [Paper.GROUP_REPORT]


def test_opened_again_everything_about_the_repair_is_done_again(plant: Plant, awaiting: Hazard) -> None:
    plant.hands_in(awaiting, Paper.ORDER, *ALWAYS, *WHERE_ORDERED)
    plant.accepts(awaiting)
    plant.reopens(awaiting)
    assert set(missing(awaiting)) == {Paper.GROUP_REPORT, *WHERE_ORDERED}


def test_a_paper_changes_the_case_that_the_acceptor_saw(plant: Plant, awaiting: Hazard) -> None:
    seen = awaiting.version
    plant.hands_in(awaiting)
    with refused("changed_since"):
        plant.does("zhao", AcceptRepair(awaiting.id, seen, "", True))


def test_raised_while_it_waits_it_needs_its_plan_and_its_papers_too(plant: Plant) -> None:
    case = plant.is_major(plant.case_in(State.AWAITING_ACCEPTANCE))
    assert case.state is State.PLANNING
    plant.hands_in(case, *(paper for paper in ALWAYS if paper is not Paper.GROUP_REPORT))
    assert missing(case) == [Paper.GROUP_REPORT]


def test_one_that_an_earlier_release_left_waiting_without_its_plan_is_not_signed_off(plant: Plant) -> None:
    case = plant.repaired_major()
    plant.hands_in(case)
    case.plan = Plan()
    with refused("no_plan"):
        plant.accepts(case)


def test_every_paper_says_where_the_law_asks_for_it_and_whether_that_was_confirmed() -> None:
    assert set(PAPERS) == set(Paper)
    assert {*ALWAYS, *WHERE_ORDERED, Paper.ORDER} == set(Paper)
    verified = {paper for paper, basis in PAPERS.items() if basis.verified}
    assert verified == {Paper.AUTHORITY, Paper.CONGRESS}
    assert all(PAPERS[paper].law == "work_safety_law" and PAPERS[paper].article == 41 for paper in verified)


def test_what_only_a_person_can_say_of_a_major_hazard_is_kept_and_said_anew(plant: Plant) -> None:
    case = plant.is_major(plant.case_in(State.RECTIFYING))
    (event,) = plant.describes(case).events
    assert event.words["cause"] == "卡扣老化"
    (event,) = plant.describes(case, cause="选型不对").events
    assert event.words["cause"] == "选型不对"
    with refused("reason"):
        plant.describes(case, cause=" ")
