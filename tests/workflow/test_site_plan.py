"""The plan picture and its outlines: what is taken, put back and drawn, and what is no outline of anything."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workflow.cast import MONDAY, person
from tests.workflow.desk import PaperDesk
from tests.workflow.plant import Plant
from workflow.actions import perform
from workflow.errors import Refused
from workflow.hazard import Act
from workflow.people import Role
from workflow.site_plan import (
    FULL,
    Outline,
    OutlineArea,
    TakeSitePlan,
    UseSitePlan,
    check_outline,
    label_point,
    size_of,
)

SQUARE: Outline = ((1000, 1000), (3000, 1000), (3000, 3000), (1000, 3000))
OTHER: Outline = ((5000, 5000), (7000, 5000), (6000, 7000))
OFFICER = Act(person("officer", Role.SAFETY_OFFICER), MONDAY)


@pytest.fixture
def drawn(plant: Plant) -> PaperDesk:
    """One plan is in use, and the first of two areas outlined on it."""
    desk = plant.desk
    desk.site_plans.pictures = {"draft": "picture", "later": "another"}
    desk.site_plans.areas = {"stamping", "welding"}
    perform(desk, TakeSitePlan("plan", "draft"), OFFICER)
    perform(desk, OutlineArea("plan", "stamping", SQUARE, ()), OFFICER)
    return desk


def recorded(desk: PaperDesk) -> list[tuple[str, str, int]]:
    return [(each.kind, each.subject_id, each.version) for each in desk.events if each.subject_kind == "site_plan"]


def test_each_change_is_on_record_with_what_it_changed(drawn: PaperDesk) -> None:
    assert recorded(drawn) == [("taken", "plan", 1), ("outlined", "plan", 2)]
    points = ["1000,1000", "3000,1000", "3000,3000", "1000,3000"]
    assert drawn.events[-1].facts == {"area": "stamping", "points": points}
    assert drawn.events[-2].facts == {"media": "picture", "instead_of": None}


def test_another_picture_takes_over_what_is_outlined_and_is_taken_back(drawn: PaperDesk) -> None:
    perform(drawn, TakeSitePlan("new", "later"), OFFICER)
    assert drawn.site_plans.outline("new", "stamping") == SQUARE
    perform(drawn, UseSitePlan("plan", "new"), OFFICER)
    assert drawn.site_plans.in_use() == "plan"
    assert recorded(drawn)[-2:] == [("dropped", "new", 2), ("put_back", "plan", 3)]
    perform(drawn, UseSitePlan("plan", "new"), OFFICER)
    assert len(recorded(drawn)) == 5, "a second tap does nothing"


def test_it_is_put_out_of_use_and_back(drawn: PaperDesk) -> None:
    perform(drawn, UseSitePlan(None, "plan"), OFFICER)
    assert drawn.site_plans.in_use() is None
    perform(drawn, UseSitePlan("plan", None), OFFICER)
    assert drawn.site_plans.in_use() == "plan"
    assert drawn.site_plans.outline("plan", "stamping") == SQUARE


def test_an_outline_is_changed_and_taken_away_and_the_same_again_is_no_change(drawn: PaperDesk) -> None:
    perform(drawn, OutlineArea("plan", "stamping", OTHER, SQUARE), OFFICER)
    perform(drawn, OutlineArea("plan", "stamping", OTHER, SQUARE), OFFICER)
    assert len(recorded(drawn)) == 3
    perform(drawn, OutlineArea("plan", "stamping", (), OTHER), OFFICER)
    assert drawn.site_plans.outline("plan", "stamping") == ()


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        (TakeSitePlan("new", "nothing sent"), "site_plan_picture"),
        (UseSitePlan(None, "another"), "overtaken"),
        (UseSitePlan("never", "plan"), "site_plan_gone"),
        (OutlineArea("old", "stamping", OTHER, ()), "site_plan_gone"),
        (OutlineArea("plan", "nowhere", OTHER, ()), "area_gone"),
        (OutlineArea("plan", "stamping", OTHER, ()), "outline_overtaken"),
        (OutlineArea("plan", "welding", SQUARE[:2], ()), "outline_points"),
    ],
)
def test_what_does_not_fit_what_stands_is_refused_and_changes_nothing(
    drawn: PaperDesk, command: TakeSitePlan | UseSitePlan | OutlineArea, reason: str
) -> None:
    before = (recorded(drawn), dict(drawn.site_plans.drawn), drawn.site_plans.used)
    with pytest.raises(Refused) as refused:
        perform(drawn, command, OFFICER)
    assert refused.value.reason == reason
    assert (recorded(drawn), drawn.site_plans.drawn, drawn.site_plans.used) == before


DRAW = {Role.SAFETY_OFFICER, Role.SAFETY_DIRECTOR, Role.ADMINISTRATOR}


@pytest.mark.parametrize("role", sorted(set(Role) - DRAW))
def test_nobody_else_draws(drawn: PaperDesk, role: Role) -> None:
    act = replace(OFFICER, by=person("other", role))
    for command in (TakeSitePlan("n", "later"), UseSitePlan(None, "plan"), OutlineArea("plan", "welding", OTHER, ())):
        with pytest.raises(Refused) as refused:
            perform(drawn, command, act)
        assert refused.value.reason == "not_yours"


@pytest.mark.parametrize(
    ("outline", "reason"),
    [
        ([(0, 0), (FULL, 0), (FULL, FULL), (0, FULL)], None),
        ([(0, 0), (5000, 0), (5000, 9000), (2500, 100), (0, 9000)], None),
        ([(0, 0), (9000, 0)], "outline_points"),
        ([(n * 100, (n % 2) * 5000) for n in range(61)], "outline_points"),
        ([(0, 0), (FULL + 1, 0), (0, 5000)], "outline_off"),
        ([(-1, 0), (5000, 0), (0, 5000)], "outline_off"),
        ([(0, 0), (5000, 5000), (5000, 0), (0, 5000)], "outline_crosses"),
        ([(0, 0), (4000, 0), (4000, 4000), (2000, 0), (0, 4000)], "outline_crosses"),  # a corner on another side
        ([(0, 0), (4000, 0), (4000, 4000), (0, 0), (0, 4000)], "outline_crosses"),  # a corner twice
        ([(0, 0), (4000, 0), (8000, 0)], "outline_small"),
        ([(0, 0), (50, 0), (0, 50)], "outline_small"),
    ],
)
def test_what_is_an_outline(outline: list[tuple[int, int]], reason: str | None) -> None:
    if reason is None:
        check_outline(tuple(outline))
        return
    with pytest.raises(Refused) as refused:
        check_outline(tuple(outline))
    assert refused.value.reason == reason


def test_its_size_is_that_of_a_square() -> None:
    assert size_of(SQUARE) == size_of(SQUARE[::-1]) == 2000 * 2000


def is_within(outline: Outline, point: tuple[float, float]) -> bool:
    """Whether a ray to the right meets an odd number of sides."""
    x, y = point
    met = 0
    for (ax, ay), (bx, by) in pairwise([*outline, outline[0]]):
        if (ay <= y) != (by <= y) and x < ax + (y - ay) * (bx - ax) / (by - ay):
            met += 1
    return met % 2 == 1


@given(st.lists(st.tuples(st.integers(0, 100), st.integers(0, 100)), min_size=3, max_size=9))
def test_its_number_stands_within_it_whatever_its_shape(points: list[tuple[int, int]]) -> None:
    outline = tuple((x * 100, y * 100) for x, y in points)
    try:
        check_outline(outline)
    except Refused:
        return
    x, y = label_point(outline)
    near = [(x + dx, y + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1)]  # whole numbers, on a very thin one
    assert any(is_within(outline, point) for point in near)
