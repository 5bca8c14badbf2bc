"""What is used and how long steps take, against small cases counted by hand."""

from datetime import UTC, datetime, timedelta

from workflow.usage import FUNCTIONS, Step, functions_of, steps_of

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def at(hours: float) -> datetime:
    return NOON + timedelta(hours=hours)


def test_each_person_counts_once_for_a_function_whatever_they_were_answered() -> None:
    said = [("report.done", "li"), ("report.confirm", "li"), ("report.done", "wang"), ("task.new", "li"), ("x.y", "li")]
    counts = functions_of(said)
    assert {name: count for name, count in counts.items() if count} == {"report": 2, "task": 1}
    assert set(counts) == set(FUNCTIONS)


def test_a_step_lasts_from_its_first_event_to_its_last_each_time_it_is_taken() -> None:
    happened = [
        ("a", "reported", at(0)), ("a", "assigned", at(1)), ("a", "taken", at(2)), ("b", "reported", at(2)),
        ("a", "submitted", at(10)), ("b", "assigned", at(5)), ("a", "accepted", at(11)),
        ("c", "assigned", at(6)), ("c", "taken", at(9)),
    ]  # fmt: skip
    assert steps_of(happened) == [
        Step("repair", 8 * 3600, 1),
        Step("assign", 2 * 3600, 2),  # of one hour and of three
        Step("take", 2 * 3600, 2),
        Step("check", 3600, 1),
    ]


def test_what_has_not_ended_or_begun_before_counts_for_nothing() -> None:
    assert steps_of([("a", "taken", at(0)), ("b", "accepted", at(1))]) == []
