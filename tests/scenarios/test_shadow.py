"""A candidate judges what workers report, beside the one in service: they notice nothing, and no words are kept."""

import pytest

from bot.company import SHADOW
from nlp.agreement import agreement, read
from nlp.classifier import Judgement
from tests.world import SureClassifier, World, case_of
from workflow.library import Category


class Contrary(SureClassifier):
    """Takes everything for a matter of management, and fails at what is about a socket."""

    model = "contrary/1"

    def judge(self, words: str) -> Judgement:
        if "插座" in words:
            raise RuntimeError(words)
        return Judgement(Category.MANAGEMENT, None, None, 0.6, (), self.model, False)


@pytest.fixture
def tried(quick_world: World) -> World:
    """The demo company with a candidate in the shadow of its judgement."""
    quick_world.candidate = Contrary({})
    return quick_world


def test_workers_hear_the_one_in_service_and_the_difference_is_noted(tried: World) -> None:
    li = tried.person("李强")
    li.sends("冲压2号机防护罩松了", photos=1)
    li.taps("submit")
    assert li.skips()[-1] == "report.done"
    assert case_of(tried).category is Category.MECHANICAL
    tried.stop()
    (pair,) = agreement(read(tried.folder / SHADOW))
    assert (pair["serving"], pair["candidate"], pair["n"]) == ("test/1", "contrary/1", 1)
    assert pair["differences"] == [{"serving": "mechanical", "candidate": "management", "n": 1}]
    assert "防护罩" not in (tried.folder / SHADOW).read_text("utf-8")


def test_a_candidate_that_fails_is_in_nobody_s_way(tried: World) -> None:
    li = tried.person("李强")
    li.sends("插座烧黑了", photos=1)
    assert li.skips()[-1] == "report.confirm"
    tried.stop()
    (pair,) = agreement(read(tried.folder / SHADOW))
    assert (pair["n"], pair["failed"]) == (0, 1)


def test_of_an_anonymous_report_there_is_a_day_and_what_both_made_of_it(tried: World) -> None:
    li = tried.person("李强")
    li.sends("匿名上报")
    li.sends("冲压2号机防护罩松了，班长也不管")
    li.taps("submit")
    tried.stop()
    lines = list(read(tried.folder / SHADOW))
    assert lines
    for line in lines:
        assert set(line) == {"on", "serving", "candidate", "failed"}
        assert line["on"] == "2026-11-23"
        assert line["serving"]["guess"] == "mechanical"
    kept = (tried.folder / SHADOW).read_text("utf-8")
    assert not any(trace in kept for trace in (li.id, li.name, "班长", str(case_of(tried).id)))


def test_where_no_candidate_is_tried_nothing_is_noted(quick_world: World) -> None:
    quick_world.person("李强").sends("冲压2号机防护罩松了", photos=1)
    quick_world.stop()
    assert not (quick_world.folder / SHADOW).exists()
