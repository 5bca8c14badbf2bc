"""What asks to be seen: whom it is passed on to while nobody has, what counts as seen, and when it ends."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from handlers.cards import CARDS
from tests.workflow.cast import HIRED, STAMPING
from tests.workflow.ground import Done, refused
from tests.workflow.plant import Plant
from workflow.attention import ASK, ASKING_TOPICS, ASKS, SEEN_WITHIN
from workflow.hazard import Hazard
from workflow.library import Grade
from workflow.lifecycle import EVENT_OF
from workflow.notices import NOTICES, RINGS, Lane
from workflow.people import Membership, Role
from workflow.timers import CLOCK

DANGER, MAJOR, CONFIRMED = "seen_danger", "seen_major", "seen_confirmed"


def dangerous(plant: Plant) -> Hazard:
    return plant.reports(danger="running").case


def major(plant: Plant) -> Hazard:
    return plant.reports("li", grade=Grade.MAJOR).case


def passed(plant: Plant, case: Hazard, clock: str) -> list[tuple[str, str]]:
    """Whom the next ring of the clock tells."""
    plant.passes(minutes=15)
    return plant.rings(case, clock).told


# The table


def test_the_table_names_events_and_topics_that_there_are() -> None:
    rows = [*NOTICES.values(), *(step for steps in RINGS.values() for step in steps)]
    told = {row.topic: row for told in rows for row in told}
    for ask in ASKS:
        assert ask.starts | ask.ends <= set(EVENT_OF.values())
        assert ask.topics <= set(told)
        assert {told[topic].lane for topic in ask.topics} <= {Lane.EMERGENCY, Lane.MAJOR}
        assert CLOCK[ask.clock].starts == ask.starts


def test_what_asks_to_be_seen_has_the_button_and_nothing_else_has() -> None:
    assert {topic for topic, card in CARDS.items() if ("seen", "seen") in card.choices} == ASKING_TOPICS
    assert not [topic for topic in ASKING_TOPICS if topic.startswith("alarm.")], "an alarm is answered by going there"


# Who is told next


def test_a_danger_that_nobody_has_seen_goes_one_person_further_every_quarter_of_an_hour(plant: Plant) -> None:
    case = dangerous(plant)
    assert plant.rings_at(case, DANGER) == plant.now + SEEN_WITHIN
    told = [passed(plant, case, DANGER) for _ in range(3)]
    assert told == [[(name, "danger.unseen")] for name in ("wu", "he", "zhou")]
    assert plant.desk.events[-1].facts["waits"] == ["ma", "shi", "wu", "he"]
    assert plant.desk.events[-1].facts["since"] == case.received_at.isoformat()
    last = passed(plant, case, DANGER)
    assert {topic for _, topic in last} == {"danger.unseen_by_all"}
    assert [name for name, _ in last] == ["feng", "qian", "he", "zhou"]
    assert DANGER not in plant.running(case), "everybody was told"
    assert "danger" in plant.running(case), "and whoever has to hold it off is called on every quarter of an hour"


def test_a_major_hazard_that_its_managers_have_not_seen_goes_to_the_watch_and_the_officers(plant: Plant) -> None:
    plant.desk.roster = ["shi"]
    case = major(plant)
    told = [passed(plant, case, MAJOR) for _ in range(4)]
    assert told == [[(name, "major.unseen")] for name in ("shi", "feng", "qian", "wu")]
    assert {topic for _, topic in passed(plant, case, MAJOR)} == {"major.unseen_by_all"}
    assert MAJOR not in plant.running(case)
    assert "confirming" in plant.running(case)


def test_another_holder_of_the_same_role_comes_before_the_next_rung(plant: Plant) -> None:
    case = dangerous(plant)
    held = Membership(Role.TEAM_LEADER, "production", STAMPING, HIRED)
    plant.desk.people["hou"] = replace(plant.desk.people["hou"], memberships=(held,))
    assert passed(plant, case, DANGER) == [("hou", "danger.unseen")]


def test_who_has_left_has_no_chat_or_reported_it_is_passed_over(plant: Plant) -> None:
    case = plant.reports("wu", danger="running").case
    plant.leaves("he")
    plant.desk.unreachable = {"zhou"}
    assert {topic for _, topic in passed(plant, case, DANGER)} == {"danger.unseen_by_all"}


def test_a_confirmed_major_hazard_asks_anew(plant: Plant) -> None:
    case = major(plant)
    plant.sees(case, "zhou")
    assert MAJOR not in plant.running(case)
    plant.confirms(case)
    assert CONFIRMED in plant.running(case)
    assert passed(plant, case, CONFIRMED) == [("wu", "major.unseen")]


# What ends it


def test_a_tap_is_kept_with_who_and_when_and_ends_it(plant: Plant) -> None:
    case = dangerous(plant)
    plant.passes(minutes=3)
    done = plant.sees(case, "ma")
    (event,) = done.events
    assert (event.kind, event.actor_id, event.at) == ("seen", "ma", plant.now)
    assert event.facts["asks"] == ["danger"]
    assert done.told == []
    assert DANGER not in plant.running(case)
    assert "danger" in plant.running(case), "seen is not held off"


def test_a_second_tap_leaves_no_second_trace_and_another_person_s_does(plant: Plant) -> None:
    case = dangerous(plant)
    plant.sees(case, "ma")
    assert plant.sees(case, "ma").events == []
    assert [event.actor_id for event in plant.sees(case, "shi").events] == ["shi"]


def test_whoever_was_not_told_says_nothing_by_it(plant: Plant) -> None:
    case = dangerous(plant)
    assert plant.sees(case, "qian").events == []
    assert DANGER in plant.running(case)
    with refused("unknown_case"):
        plant.sees(case, "liu")


def test_who_was_told_next_ends_it_too(plant: Plant) -> None:
    case = dangerous(plant)
    passed(plant, case, DANGER)
    plant.sees(case, "wu")
    assert DANGER not in plant.running(case)


def test_to_see_one_thing_is_not_to_see_another(plant: Plant) -> None:
    case = major(plant)
    plant.sees(case, "zhou")
    assert MAJOR not in plant.running(case)
    assert DANGER in plant.running(case), "nobody of those who are to hold it off has answered"


@pytest.mark.parametrize(
    ("done", "clock"),
    [
        (Plant.contains, DANGER),
        (Plant.takes, DANGER),
        (Plant.verifies, DANGER),
        (Plant.finds_invalid, DANGER),
        (Plant.confirms, MAJOR),
        (Plant.lowers, MAJOR),
        (Plant.takes, MAJOR),
    ],
)
def test_doing_the_thing_counts_as_seen(plant: Plant, done: Callable[[Plant, Hazard], Done], clock: str) -> None:
    case = dangerous(plant) if clock == DANGER else major(plant)
    assert clock in plant.running(case)
    done(plant, case)
    assert clock not in plant.running(case)


def test_a_danger_that_is_back_asks_those_who_are_told_anew(plant: Plant) -> None:
    case = dangerous(plant)
    plant.sees(case, "shi")
    plant.contains(case)
    plant.passes(hours=2)
    plant.misses_measure(case)
    assert plant.rings_at(case, DANGER) == plant.now + timedelta(minutes=15)
    assert plant.sees(case, "shi").events


def test_after_an_outage_one_more_person_is_told_and_not_five(plant: Plant) -> None:
    case = dangerous(plant)
    plant.passes(hours=9)
    assert len(plant.rings(case, DANGER).told) == 1
    assert plant.rings_at(case, DANGER) == plant.now + SEEN_WITHIN


def test_what_has_ended_tells_nobody(plant: Plant) -> None:
    case = dangerous(plant)
    plant.contains(case)
    assert not CLOCK[DANGER].runs(case)
    assert ASK["danger"].holds(case) is False
