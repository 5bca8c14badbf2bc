"""Deputies: who is told in whose place, what a deputy may do and what not, and when it ends."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.workflow.cast import HIRED, STAMPING
from tests.workflow.ground import refused
from tests.workflow.plant import Plant
from workflow.commands import TakeTask
from workflow.deputies import (
    LONGEST,
    ComeBack,
    NameDeputy,
    RefuseDeputyship,
    acting_for,
    circle,
    principals_of,
)
from workflow.library import Grade
from workflow.lifecycle import State
from workflow.people import Deputyship, Membership, Role
from workflow.permissions import NOT_DEPUTISED, Action, reach

MONDAY = date(2026, 11, 23)


def row(person: str, deputy: str, first: int = 0, last: int = 6) -> Deputyship:
    days = MONDAY + timedelta(days=first), MONDAY + timedelta(days=last)
    return Deputyship(f"{person}-{deputy}", person, deputy, *days)


def goes(plant: Plant, person: str, deputy: str, days: int = 6) -> None:
    """Somebody is away from today, and names a deputy."""
    plant.does(person, NameDeputy(deputy, plant.day(0), plant.day(days)))


# Who acts for whom


@pytest.mark.parametrize(
    ("rows", "on", "acts"),
    [
        ((), 0, "a"),
        ((row("a", "b"),), 0, "b"),
        ((row("a", "b"),), 6, "b"),
        ((row("a", "b"),), 7, "a"),
        ((row("a", "b", 2),), 1, "a"),
        ((row("a", "b"), row("b", "c")), 0, "c"),
        ((row("a", "b"), row("b", "c", 3)), 2, "b"),
        ((row("a", "b"), row("b", "c", 3)), 3, "c"),
        ((row("a", "b"), row("b", "a")), 0, "b"),
    ],
)
def test_the_chain_is_followed_to_its_end(rows: tuple[Deputyship, ...], on: int, acts: str) -> None:
    assert acting_for("a", rows, MONDAY + timedelta(days=on)) == acts


def test_whoever_ends_the_chain_acts_for_all_of_it() -> None:
    rows = [row("a", "b"), row("b", "c"), row("d", "c", 7, 9)]
    assert principals_of("c", rows, MONDAY) == ["b", "a"]
    assert principals_of("b", rows, MONDAY) == ["a"]
    assert principals_of("a", rows, MONDAY) == []


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ((row("a", "b"), row("b", "a")), ["a", "b", "a"]),
        ((row("a", "b"), row("b", "c"), row("c", "a")), ["a", "b", "c", "a"]),
        ((row("a", "b", 0, 2), row("b", "a", 3, 5)), []),
        ((row("a", "b", 0, 3), row("b", "c", 2, 5), row("c", "a", 4, 6)), []),
        ((row("a", "b"), row("c", "b"), row("b", "d")), []),
    ],
)
def test_a_circle_is_one_only_where_all_of_it_holds_on_one_day(rows: tuple[Deputyship, ...], found: list[str]) -> None:
    assert circle(rows) == found


# Who is told


def test_what_the_owner_would_be_told_the_deputy_is_and_for_whom(plant: Plant) -> None:
    goes(plant, "zhang", "hou")
    done = plant.reports("li")
    assert done.told == [("hou", "task.new")]
    assert done.notices[0].facts == {"for": "zhang"}
    assert done.case.owner_id == "zhang", "the task stays theirs by name"


def test_what_somebody_reported_they_hear_themselves(plant: Plant) -> None:
    case = plant.reported("li")
    goes(plant, "li", "wang")
    assert ("li", "report.reassigned") in plant.passes_on(case, "hou").told


def test_who_is_told_twice_over_hears_it_once(plant: Plant) -> None:
    goes(plant, "feng", "qian")
    assert plant.reports("li", "yard").told == [("qian", "choose.new")]


def test_acceptor_officer_and_whoever_decides_are_stood_in_for(plant: Plant) -> None:
    goes(plant, "zhao", "sun")
    assert plant.submits(plant.case_in(State.RECTIFYING)).told == [("sun", "accept.new")]
    goes(plant, "he", "wu")
    told = plant.reports("li", grade=Grade.MAJOR).told
    assert ("wu", "major.new") in told
    assert ("he", "major.new") not in told


def test_it_ends_with_its_last_day(plant: Plant) -> None:
    goes(plant, "zhang", "hou", days=2)
    plant.passes(days=2)
    assert plant.reports("li").told == [("hou", "task.new")]
    plant.passes(days=1)
    assert plant.reports("li").told == [("zhang", "task.new")]


@pytest.mark.parametrize("leaves", ["hou", "zhang"])
def test_it_ends_when_either_leaves(plant: Plant, leaves: str) -> None:
    case = plant.reported("li")
    goes(plant, "zhang", "hou")
    plant.leaves(leaves)
    told = [name for name, _ in plant.rings(case, "taking").told]
    assert "hou" not in told
    assert not plant.act("hou").by or not plant.act("hou").by.stands_for  # type: ignore[union-attr]


def test_what_a_deputy_without_a_chat_would_miss_they_are_told_themselves(plant: Plant) -> None:
    goes(plant, "zhang", "hou")
    plant.desk.unreachable = {"hou"}
    assert plant.reports("li").told == [("zhang", "task.new")]


def test_what_nobody_has_seen_goes_on_to_the_deputy_of_the_next(plant: Plant) -> None:
    goes(plant, "wu", "sun")
    case = plant.reports(danger="running").case
    plant.passes(minutes=15)
    assert plant.rings(case, "seen_danger").told == [("sun", "danger.unseen")]
    plant.passes(minutes=15)
    assert plant.rings(case, "seen_danger").told == [("he", "danger.unseen")]


# What a deputy may do


def test_the_deputy_does_what_the_owner_would_and_both_are_on_record(plant: Plant) -> None:
    case = plant.reported("li")
    goes(plant, "zhang", "li")
    done = plant.does("li", TakeTask(case.id))
    assert (done.events[0].actor_id, done.events[0].facts["for"]) == ("li", "zhang")
    assert case.state is State.RECTIFYING


def test_what_is_one_s_own_to_do_is_done_for_nobody(plant: Plant) -> None:
    case = plant.reported(area="yard")
    goes(plant, "feng", "qian")
    assert "for" not in plant.assigns(case, "hou", "qian").events[0].facts


def test_before_and_after_it_is_not_theirs(plant: Plant) -> None:
    case = plant.reported("li")
    with refused("not_yours"):
        plant.does("li", TakeTask(case.id))
    goes(plant, "zhang", "li", days=1)
    plant.passes(days=2)
    with refused("not_yours"):
        plant.does("li", TakeTask(case.id))


def test_nobody_accepts_what_they_repaired_as_a_deputy_nor_what_they_may_not(plant: Plant) -> None:
    case = plant.reported("li")
    goes(plant, "zhang", "wang")
    plant.does("wang", TakeTask(case.id))
    assert "wang" in case.repairers
    plant.submits(case)
    goes(plant, "zhao", "wang")
    with refused("own_repair"):
        plant.accepts(case, "wang")


def test_whoever_acts_for_the_owner_decides_on_nothing_of_the_case(plant: Plant) -> None:
    case = plant.case_in(State.RECTIFYING)
    goes(plant, "zhang", "qian")
    plant.asks_time(case)
    with refused("own_request"):
        plant.grants(case, "qian")
    plant.grants(case, "feng")


def test_where_the_deputy_is_the_owner_the_next_in_line_is_asked(plant: Plant) -> None:
    plant.desk.people["feng"] = replace(plant.desk.people["feng"], left_on=MONDAY - timedelta(days=1))
    case = plant.case_in(State.RECTIFYING)
    goes(plant, "qian", "zhang")
    assert plant.asks_time(case).told == [("he", "time.asked")]


def test_rights_of_an_office_are_nobody_s_to_lend(plant: Plant) -> None:
    admin = Membership(Role.ADMINISTRATOR, None, "", HIRED)
    wu = plant.desk.people["wu"]
    plant.desk.people["wu"] = replace(wu, memberships=(*wu.memberships, admin))
    goes(plant, "wu", "li")
    deputy = plant.act("li").by
    assert deputy is not None
    for action in NOT_DEPUTISED:
        assert reach(deputy, action, MONDAY).for_others == ()
    assert reach(deputy, Action.SEE, MONDAY).for_others[0].department_ids == {"equipment"}
    assert not reach(deputy, Action.SEE, MONDAY).for_others[0].own


# Naming one


@pytest.mark.parametrize(
    ("deputy", "since", "until", "reason"),
    [
        ("zhang", 0, 3, "deputy_self"),
        ("nobody", 0, 3, "deputy_gone"),
        ("hou", 3, 2, "deputy_past"),
        ("hou", -3, -1, "deputy_past"),
        ("hou", 0, LONGEST.days + 1, "deputy_long"),
    ],
)
def test_what_cannot_be_is_refused(plant: Plant, deputy: str, since: int, until: int, reason: str) -> None:
    with refused(reason):
        plant.does("zhang", NameDeputy(deputy, plant.day(since), plant.day(until)))


def test_somebody_without_a_chat_or_who_leaves_before_its_end_is_no_deputy(plant: Plant) -> None:
    plant.desk.unreachable = {"hou"}
    with refused("deputy_gone"):
        goes(plant, "zhang", "hou")
    plant.desk.people["wu"] = replace(plant.desk.people["wu"], left_on=MONDAY + timedelta(days=2))
    with refused("deputy_gone"):
        goes(plant, "zhang", "wu")


def test_a_circle_is_refused_and_a_chain_is_not(plant: Plant) -> None:
    goes(plant, "zhang", "hou")
    goes(plant, "hou", "wu")
    with refused("deputy_circle"):
        goes(plant, "wu", "zhang")
    assert plant.reports("li").told == [("wu", "task.new")]


def test_to_name_another_takes_the_place_of_the_first(plant: Plant) -> None:
    goes(plant, "zhang", "hou")
    goes(plant, "zhang", "wu")
    assert [(r.person_id, r.deputy_id) for r in plant.desk.deputyships] == [("zhang", "wu")]


def test_whom_other_days_belong_to_still_stands_in_on_theirs(plant: Plant) -> None:
    goes(plant, "zhang", "hou")
    plant.does("zhang", NameDeputy("wu", plant.day(7), plant.day(9)))
    assert [(r.deputy_id, r.until.isoformat()) for r in plant.desk.deputyships] == [
        ("hou", plant.day(6)),
        ("wu", plant.day(9)),
    ]
    (event,) = plant.does("zhang", NameDeputy("li", plant.day(7), plant.day(12))).events[:-1]
    assert (event.kind, event.facts["deputy"], event.facts["now"]) == ("deputy_replaced", "wu", "li")
    assert [r.deputy_id for r in plant.desk.deputyships] == ["hou", "li"]


@pytest.mark.parametrize(
    ("first", "second", "left"),
    [
        ((0, 6), (4, 9), [("hou", 0, 3), ("wu", 4, 9)]),
        ((4, 9), (0, 6), [("hou", 7, 9), ("wu", 0, 6)]),
        ((0, 9), (3, 5), [("hou", 0, 2), ("hou", 6, 9), ("wu", 3, 5)]),
        ((3, 5), (0, 9), [("wu", 0, 9)]),
        ((0, 5), (5, 5), [("hou", 0, 4), ("wu", 5, 5)]),
    ],
)
def test_a_newer_deputy_takes_only_the_days_they_are_asked_for(
    plant: Plant, first: tuple[int, int], second: tuple[int, int], left: list[tuple[str, int, int]]
) -> None:
    plant.does("zhang", NameDeputy("hou", *map(plant.day, first)))
    events = plant.does("zhang", NameDeputy("wu", *map(plant.day, second))).events
    rows = sorted((r.deputy_id, r.since.isoformat(), r.until.isoformat()) for r in plant.desk.deputyships)
    assert rows == [(deputy, plant.day(since), plant.day(until)) for deputy, since, until in left]
    shared = plant.day(max(first[0], second[0])), plant.day(min(first[1], second[1]))
    assert (events[0].facts["since"], events[0].facts["until"]) == shared, "what the first is told is theirs no more"
    assert len({(e.subject_id, e.version) for e in events}) == len(events)


def test_what_is_left_can_be_refused_by_itself(plant: Plant) -> None:
    goes(plant, "zhang", "hou", days=9)
    plant.does("zhang", NameDeputy("wu", plant.day(3), plant.day(5)))
    last = max((r for r in plant.desk.deputyships if r.deputy_id == "hou"), key=lambda r: r.since)
    plant.does("hou", RefuseDeputyship(last.id))
    left = [(r.deputy_id, r.until.isoformat()) for r in plant.desk.deputyships]
    assert sorted(left) == [("hou", plant.day(2)), ("wu", plant.day(5))]


def test_days_that_are_over_are_not_kept(plant: Plant) -> None:
    goes(plant, "zhang", "hou")
    plant.passes(days=2)
    plant.does("zhang", NameDeputy("wu", plant.day(0), plant.day(9)))
    assert [r.deputy_id for r in plant.desk.deputyships] == ["wu"]


def test_the_same_deputy_named_anew_is_asked_until_the_new_day(plant: Plant) -> None:
    goes(plant, "zhang", "hou", days=9)
    plant.does("zhang", NameDeputy("hou", plant.day(2), plant.day(4)))
    days = [(r.since.isoformat(), r.until.isoformat()) for r in plant.desk.deputyships]
    assert days == [(plant.day(0), plant.day(1)), (plant.day(2), plant.day(4))]


def test_what_is_left_of_the_first_counts_for_circles(plant: Plant) -> None:
    goes(plant, "zhang", "hou", days=9)
    plant.does("hou", NameDeputy("wu", plant.day(0), plant.day(2)))
    plant.does("zhang", NameDeputy("li", plant.day(4), plant.day(5)))
    with refused("deputy_circle"):
        plant.does("wu", NameDeputy("zhang", plant.day(0), plant.day(0)))


def test_coming_back_and_refusing_end_it(plant: Plant) -> None:
    goes(plant, "zhang", "hou")
    plant.does("zhang", ComeBack())
    assert plant.reports("li").told == [("zhang", "task.new")]
    with refused("deputy_none"):
        plant.does("zhang", ComeBack())
    goes(plant, "zhang", "hou")
    (held,) = plant.desk.deputyships
    with refused("deputy_over"):
        plant.does("wu", RefuseDeputyship(held.id))
    plant.does("hou", RefuseDeputyship(held.id))
    assert plant.desk.deputyships == []


def test_who_leaves_hands_over_though_they_have_a_deputy(plant: Plant) -> None:
    case = plant.case_in(State.RECTIFYING)
    goes(plant, "zhang", "hou")
    plant.loses("zhang", case)
    assert case.owner_id == "wu"
    assert STAMPING in case.area_path
