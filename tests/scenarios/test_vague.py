"""A report that tells too little is asked about once, and goes the way of any other; the safety officer sees why."""

from pathlib import Path

import pytest
from sqlalchemy import select

from nlp.doubts import Reason
from nlp.quality import Doubt, Quality
from storage import tables
from tests.world import World, case_of

THING, IN_ENGLISH = "灭火器", "fire extinguisher"
LINE = {"zh_CN": "可能太笼统：只写了名称", "en": "May be too vague: it only names a thing"}


class Doubter(Quality):
    """Doubts whatever it is told."""

    def judge(self, words: str) -> Doubt:
        return Doubt(0.99, Reason.VAGUE, True, "test/1")


def reported(world: World) -> dict[str, object]:
    """The facts of the event that began the only case."""
    events = tables.events
    first = select(events.c.facts).where(events.c.subject_id == case_of(world).id, events.c.kind == "reported")
    (row,) = world.rows(first)
    return dict(row.facts)


def words_of(world: World) -> str:
    texts = tables.texts
    (row,) = world.rows(select(texts).where(texts.c.subject_id == case_of(world).id, texts.c.field == "words"))
    return str(row.body)


def test_what_is_answered_joins_the_words(told: World) -> None:
    li = told.person("李强")
    li.sends(THING, IN_ENGLISH)
    li.hears("report.vague")
    li.sends("二楼楼梯口那个过期了", "the one at the stairs on floor 2 is expired")
    li.hears("report.confirm")
    li.taps("submit")
    li.hears("report.done")
    assert words_of(told) == (
        f"{THING} 二楼楼梯口那个过期了"
        if told.language == "zh_CN"
        else f"{IN_ENGLISH} the one at the stairs on floor 2 is expired"
    )
    assert reported(told)["suggested_vague"] is False


def test_that_is_all_submits_what_was_said_and_the_officer_alone_sees_why_it_was_asked(told: World) -> None:
    li, officer = told.person("李强"), told.person("韩磊")
    li.sends(THING, IN_ENGLISH)
    li.hears("report.vague")
    li.taps("enough")
    li.hears("report.confirm")
    li.taps("submit")
    li.hears("report.done")
    facts, number = reported(told), case_of(told).number
    assert facts["suggested_vague"] is True
    assert facts["suggested_doubt_reason"] == "bare_thing"
    assert 0.5 < float(str(facts["suggested_doubt"])) <= 1
    officer.skips()
    officer.sees(number)
    assert LINE[told.language] in officer.words()
    li.sees(number)
    assert LINE[told.language] not in li.words()


def test_nobody_is_asked_twice(world: World) -> None:
    world.quality = Doubter()
    li = world.person("李强")
    li.sends(THING)
    li.hears("report.vague")
    li.sends("灭火器有问题")
    li.hears("report.confirm")
    li.sends("就是灭火器")
    li.hears("report.confirm")
    li.taps("submit")
    assert reported(world)["suggested_vague"] is True


def test_words_that_the_library_does_not_know_are_asked_about_as_before_and_only_so(world: World) -> None:
    world.quality = Doubter()
    li = world.person("李强")
    li.sends("存在安全隐患有问题")
    li.hears("report.kind")
    li.taps("ME-01")
    li.hears("report.confirm")


def test_a_picture_tells_more_than_words(world: World) -> None:
    li = world.person("李强")
    li.sends(THING, photos=1)
    li.hears("report.confirm")


def test_a_picture_answers_too(world: World) -> None:
    li = world.person("李强")
    li.sends(THING)
    li.hears("report.vague")
    li.sends(photos=1)
    li.hears("report.confirm")
    li.taps("submit")
    assert words_of(world) == THING


@pytest.mark.parametrize("words", ["二楼灭火器过期了", "插座烧黑了", "防护罩没了"])
def test_whoever_says_what_is_wrong_is_not_asked(world: World, words: str) -> None:
    li = world.person("李强")
    li.sends(words)
    li.hears("report.confirm")
    li.taps("submit")
    assert reported(world)["suggested_vague"] is False


def test_without_its_model_nothing_is_asked_and_nothing_is_kept(world: World, tmp_path: Path) -> None:
    world.quality = Quality(tmp_path / "nowhere")
    li = world.person("李强")
    li.sends(THING)
    li.hears("report.confirm")
    li.taps("submit")
    assert "suggested_doubt" not in reported(world)
