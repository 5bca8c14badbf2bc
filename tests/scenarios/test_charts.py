"""The charts of the board in chat: what each says and draws, the ways between them, and whose they are."""

from datetime import timedelta

import pytest

from bot.charts import DRAWN
from tests.scenarios.test_digest import HEAD, OTHER_HEAD, begin
from tests.scenarios.test_major import EXECUTIVE
from tests.scenarios.test_whole_life import report
from tests.stories import story
from tests.world import Someone, World, case_of
from workflow.digest import DIGESTS

PNG = b"\x89PNG"


def drawn(person: Someone) -> bytes:
    """What was sent last, as a picture."""
    last = person.everything()[-1]
    return DRAWN[last.topic](last.facts)


@story("charts", "图表：现状、类别、走势、哪里多", "Charts in chat: open now, categories, trend, where")
def test_from_how_cases_stand_to_kinds_their_entries_a_trend_and_where(told: World) -> None:
    report(told)
    case = case_of(told)
    begin(told)
    executive = told.person(EXECUTIVE)
    executive.sends("图表", "charts")
    now = executive.everything()[-1].facts
    assert (now["open"], sum(now["lights"]), now["overdue"]) == (1, 1, 0)
    assert drawn(executive).startswith(PNG)
    executive.taps("kinds")
    kinds = executive.everything()[-1].facts
    assert kinds["cases"] == 1
    assert kinds["drill"][0][0] == case.category
    assert drawn(executive).startswith(PNG)
    executive.taps("kind_0")
    entries = executive.everything()[-1].facts
    assert (entries["category"], entries["cases"]) == (case.category, 1)
    assert drawn(executive).startswith(PNG)
    executive.taps("trend")
    assert executive.everything()[-1].facts["new"] == 1
    for span in ("quarter", "year", "month"):
        executive.taps(span)
        assert executive.everything()[-1].facts["span"] == span
        assert drawn(executive).startswith(PNG)
    executive.taps("now")
    executive.taps("places")
    most = executive.everything()[-1].facts["most"]
    assert (most["category"], most["cases"]) == (case.category, 1)
    assert drawn(executive).startswith(PNG)
    assert executive.skips()[-1] == "chart.places"


def test_what_is_late_stands_in_red(told: World) -> None:
    report(told)
    told.clock.moment = case_of(told).due_at - timedelta(hours=1)
    begin(told)
    director = told.person("林志远")
    director.sends("图表", "charts")
    director.taps("trend")
    assert director.everything()[-1].facts["rows"][-1]["late"] == 0, "what is due today is not late yet"
    told.clock.moment = case_of(told).due_at + timedelta(days=2)
    begin(told)
    executive = told.person(EXECUTIVE)
    executive.sends("看图", "chart")
    facts = executive.everything()[-1].facts
    assert (facts["overdue"], facts["lights"][0]) == (1, 1)
    assert [row[2] for row in facts["departments"]] == [1]


def test_a_head_sees_the_own_department_and_without_data_it_is_said(told: World) -> None:
    report(told)
    begin(told)
    head, other = told.person(HEAD), told.person(OTHER_HEAD)
    head.sends("图表", "charts")
    assert head.everything()[-1].facts["open"] == 1
    assert len(head.everything()[-1].facts["within"]) == 1
    other.sends("图表", "charts")
    assert other.skips()[-1] == "chart.nothing"
    for way in ("kinds", "trend", "places"):
        other.taps(way)
        assert other.skips()[-1] == "chart.nothing"


@pytest.mark.parametrize("name", ["李强", "张伟"])
def test_who_has_no_board_has_no_charts(told: World, name: str) -> None:
    report(told)
    worker = told.person(name)
    worker.skips()
    worker.sends("图表", "charts")
    assert worker.skips() == ["web.no_board"]


def test_every_picture_of_figures_is_one_of_a_digest_or_of_the_board() -> None:
    assert {topic for topic in DRAWN if not topic.startswith("chart.")} == DIGESTS
