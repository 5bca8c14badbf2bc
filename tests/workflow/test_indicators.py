"""Each figure counted by hand over a few cases: what is in it, what is not, and from which day on that is known."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from workflow.indicators import (
    BESIDE,
    FEW,
    FIGURES,
    MEASURES,
    Dimension,
    Kind,
    Median,
    Only,
    Tally,
    Value,
    middle,
    value,
)
from workflow.library import Grade
from workflow.lifecycle import State
from workflow.metrics import History
from workflow.reach import Reach
from workflow.recount import Belongs, Books, behind, tallies, tally
from workflow.spans import Unit, period_of, sight
from workflow.standing import Standing
from workflow.steps import Step

ZONE = ZoneInfo("Asia/Shanghai")
COMPANY = Reach("", company=True)
LAST = date(2026, 11, 30)
GIVEN = Standing(State.ASSIGNED, "paint", Grade.GENERAL, None, None, "hall", "fire", owner_id="zhang")


def at(day: int, hour: float = 9, month: int = 11) -> datetime:
    return datetime(2026, month, day, tzinfo=ZONE) + timedelta(hours=hour)


def day_of(moment: datetime) -> date:
    return moment.astimezone(ZONE).date()


def given(day: int, limit: datetime | None = None, hour: float = 9, **facts: object) -> tuple[datetime, Standing]:
    return at(day, hour), replace(GIVEN, due_at=limit, limit_at=limit, **facts)  # type: ignore[arg-type]


def then(moment: datetime, state: State, last: tuple[datetime, Standing]) -> tuple[datetime, Standing]:
    """The same case in another state."""
    owed = state in (State.ASSIGNED, State.RECTIFYING)
    closed = moment if state is State.CLOSED else None
    return moment, replace(last[1], state=state, due_at=last[1].limit_at if owed else None, closed_at=closed)


def life(first: tuple[datetime, Standing], *states: tuple[datetime, State], **facts: object) -> History:
    steps = [first]
    for moment, state in states:
        steps.append(then(moment, state, steps[-1]))
    return History(first[0], steps, id=str(facts.pop("id", "")), **facts)  # type: ignore[arg-type]


def told(*cases: History, as_of: date = LAST, people: tuple[Belongs, ...] = (), only: tuple[Only, ...] = ()) -> Tally:
    """What November has brought."""
    seen = sight(period_of(Unit.MONTH, LAST), as_of, ZONE)
    return tally(Books(cases, people, day_of), COMPANY, seen, only)


def of(name: str, *cases: History, as_of: date = LAST) -> Value:
    return value(FIGURES[name], told(*cases, as_of=as_of))


R, W, C = State.RECTIFYING, State.AWAITING_ACCEPTANCE, State.CLOSED


def test_reported_are_those_that_came_in_within_the_period_and_are_hazards() -> None:
    before = History(at(31, month=10), [(at(31, month=10), GIVEN)])
    no_hazard = life(given(5), (at(9), State.INVALID))
    exercise = life(given(5), practice=True)
    assert of("reported", before, life(given(1)), life(given(30)), no_hazard, exercise).value == 2
    assert of("reported", no_hazard, as_of=date(2026, 11, 8)).value == 1, "on that day nobody knew that it was none"


def test_closed_are_those_that_were_closed_within_it_and_not_opened_again() -> None:
    closed, again = (life(given(2), (at(3), R), (at(4), W), (at(5), C), *more) for more in ((), ((at(20), R),)))
    assert of("closed", closed, again).value == 1
    assert of("closed", closed, again, as_of=date(2026, 11, 19)).value == 2


def test_open_overdue_and_major_are_as_they_stood_at_its_end() -> None:
    late = life(given(2, at(10)))
    waits = life(given(2, at(10)), (at(3), R), (at(4), W))
    major = life(given(2, at(2, month=12), grade=Grade.MAJOR))
    closed_later = life(given(2, at(29)), (at(3), R), (at(1, month=12), W), (at(2, month=12), C))
    cases = late, waits, major, closed_later
    for as_of in (LAST, date(2026, 12, 20)):
        assert [of(name, *cases, as_of=as_of).value for name in ("open", "overdue", "major")] == [4, 2, 1]


@pytest.mark.parametrize(
    ("as_of", "overdue"), [(date(2026, 11, 10), 0), (date(2026, 11, 11), 1), (date(2026, 12, 1), 1)]
)
def test_what_is_due_today_is_not_overdue_before_the_day_is_over(as_of: date, overdue: int) -> None:
    assert of("overdue", life(given(2, at(10))), as_of=as_of).value == overdue


def test_what_is_due_on_its_last_day_is_overdue_once_that_is_over() -> None:
    case = life(given(2, at(30)))
    assert [of("overdue", case, as_of=day).value for day in (LAST, date(2026, 12, 1))] == [0, 1]


def test_timely_are_those_handed_in_by_the_day_of_their_limit_and_not_sent_back() -> None:
    """整改及时率: of four limits that are over two were met; the fifth can still be met."""
    in_time = life(given(2, at(10)), (at(3), R), (at(10, 23), W))
    slowly_accepted = life(given(2, at(10)), (at(3), R), (at(9), W), (at(25), C))
    late = life(given(2, at(10)), (at(3), R), (at(11), W))
    sent_back = life(given(2, at(10)), (at(3), R), (at(9), W), (at(12), R))
    not_yet = life(given(2, at(30)))
    assert of("on_time", in_time, slowly_accepted, late, sent_back, not_yet) == Value(0.5, 2, 4, small=True)
    assert of("on_time", sent_back, as_of=date(2026, 11, 11)).value == 1, "nobody had sent it back yet"


def test_of_the_verdicts_of_the_period_so_many_passed() -> None:
    """验收通过率: three verdicts on two cases, two of which passed."""
    twice = life(given(2), (at(3), R), (at(4), W), (at(5), R), (at(6), W), (at(7), C))
    once = life(given(2), (at(3), R), (at(4), W), (at(5), C))
    waits = life(given(2), (at(3), R), (at(4), W))
    set_aside = life(given(2), (at(3), R), (at(4), W), (at(5), State.INVALID))
    assert of("passed", twice, once, waits, set_aside) == Value(2 / 3, 2, 3, small=True)


def test_repeated_are_those_of_which_the_same_was_closed_there_before() -> None:
    assert of("repeat", life(given(2)), life(given(3), recurs=True), life(given(4))).value == 1 / 3


def test_at_first_are_those_closed_ones_whose_repair_was_never_sent_back_nor_opened_again() -> None:
    first = life(given(2), (at(3), R), (at(4), W), (at(5), C))
    second = life(given(2), (at(3), R), (at(4), W), (at(5), R), (at(6), W), (at(7), C))
    again = life(given(2), (at(3), R), (at(4), W), (at(5), C), (at(8), R), (at(9), W), (at(10), C))
    assert of("first_time", first, second, again) == Value(1 / 3, 1, 3, small=True)


def test_of_the_scored_ones_so_many_are_sound_by_their_last_score() -> None:
    good = life(given(2), scores=[(at(3), "sham"), (at(4), "genuine")])
    bad = life(given(2), scores=[(at(3), "vague")])
    assert of("quality", good, bad, life(given(2))) == Value(0.5, 1, 2, small=True)
    assert of("quality", good, as_of=date(2026, 11, 3)).value == 0


def test_median_times_are_those_of_the_steps_that_were_done() -> None:
    """Taken after 1 h, repaired in 2 h and, once sent back, in 5 h, judged after half an hour each time."""
    twice = life(given(2, hour=8), (at(2, 9), R), (at(2, 11), W), (at(2, 11.5), R), (at(2, 16.5), W), (at(2, 17), C))
    waits = life(given(2))
    assert told(twice, waits).medians == {
        Step.TAKE: Median(60, 1),
        Step.REPAIR: Median(120, 2),
        Step.ACCEPTANCE: Median(30, 2),
    }
    assert middle([5, 1, 3, 9]) == Median(3, 4)
    assert middle([]) == Median()


def test_a_task_that_is_given_to_another_begins_anew_for_them() -> None:
    passed_on = History(
        at(2), [given(2), given(2, hour=12, owner_id="li"), (at(2, 13), replace(GIVEN, state=R, owner_id="li"))]
    )
    assert told(passed_on).medians[Step.TAKE] == Median(60, 1)


def test_what_somebody_outside_has_repaired_says_nothing_of_how_long_we_take() -> None:
    outside = life(given(2), (at(3), State.OUTSIDE), (at(9), W), (at(10), C))
    assert told(outside).medians[Step.REPAIR] == Median()


def test_reports_for_every_hundred_people_are_those_of_whoever_belongs_there() -> None:
    people = (
        Belongs("li", "paint", date(2026, 1, 1)),
        Belongs("wang", "store", date(2026, 1, 1)),
        Belongs("gone", "paint", date(2026, 1, 1), date(2026, 11, 20)),
        Belongs("li", "store", date(2026, 1, 1)),
    )
    cases = [life(given(day), reporter_id=who) for day, who in ((2, "li"), (3, "li"), (4, "pseudonym"), (5, "gone"))]
    assert value(FIGURES["per_head"], told(*cases, people=people)) == Value(100.0, 2, 2, small=True)
    store = told(*cases, people=people, only=(Only(Dimension.DEPARTMENT, "store"),))
    assert (store["by_people"], store["people"], store["reported"]) == (2, 2, 0)
    hall = told(*cases, people=people, only=(Only(Dimension.AREA, "hall"),))
    assert (hall["by_people"], hall["people"]) == (2, 2)


def test_figures_are_told_apart_by_anything_of_a_case() -> None:
    mine = life(given(2, owner_id="li", department_id="store", category="height", equipment_id="press"))
    books = Books((mine, life(given(3)), life(given(4))), (), day_of)
    seen = sight(period_of(Unit.MONTH, LAST), LAST, ZONE)
    found = {by: {key: its["reported"] for key, its in tallies(books, COMPANY, seen, by).items()} for by in Dimension}
    assert found == {
        Dimension.DEPARTMENT: {"paint": 2, "store": 1},
        Dimension.AREA: {"hall": 3},
        Dimension.CATEGORY: {"fire": 2, "height": 1},
        Dimension.GRADE: {"general": 3},
        Dimension.PERSON: {"zhang": 2, "li": 1},
        Dimension.EQUIPMENT: {"": 2, "press": 1},
    }


def test_a_head_counts_the_own_department() -> None:
    other = life(given(3, department_id="store"))
    seen = sight(period_of(Unit.MONTH, LAST), LAST, ZONE)
    theirs = tally(Books((life(given(2)), other), (), day_of), Reach("", department_ids=frozenset({"paint"})), seen)
    assert theirs["reported"] == 1


def test_a_figure_names_its_cases() -> None:
    missed = life(given(2, at(10)), id="missed")
    kept = life(given(2, at(10)), (at(3), R), (at(4), W), (at(5), C), id="kept")
    books = Books((missed, kept), (), day_of)
    seen = sight(period_of(Unit.MONTH, LAST), LAST, ZONE)
    assert {name: behind(books, COMPANY, seen, name) for name in ("reported", "on_time", "overdue", "passed")} == {
        "reported": {"missed", "kept"},
        "on_time": {"kept"},
        "overdue": {"missed"},
        "passed": {"kept"},
    }


def test_few_are_marked_and_none_are_no_rate() -> None:
    rate = FIGURES["repeat"]
    assert value(rate, Tally()) == Value(None, 0, 0, small=False)
    assert value(rate, Tally({"reported": FEW - 1})).small
    assert not value(rate, Tally({"reported": FEW})).small
    assert not value(FIGURES["reported"], Tally({"reported": 1})).small, "a number says what it says"


def test_every_figure_is_made_of_what_is_declared() -> None:
    for figure in FIGURES.values():
        if figure.kind is Kind.MEDIAN:
            assert (figure.step is None, figure.counts) == (False, "")
            continue
        assert figure.counts in {*MEASURES, *BESIDE}
        assert (figure.of in {*MEASURES, *BESIDE}) == (figure.kind is not Kind.NUMBER)
