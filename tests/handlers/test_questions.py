"""What scripts ask: which answers a question takes, and that every script there is asks only what can be answered."""

import json
from collections import Counter
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any, ClassVar

import pytest

from handlers.cards import CARDS
from handlers.dialogue import Asking
from handlers.lookups import LOOKUPS
from handlers.my_hazards import CARD_CHOICES
from handlers.questions import Answer, Entry, Lookup, Open, Option, Question, ask, ask_choice, ask_text, find
from handlers.replies import ANSWERS, Become, Do, FirstOthers, OneByOne, Say, follow_up
from handlers.routing import (
    BACK_WORDS,
    CANCEL_WORDS,
    OPENING_WORDS,
    RESUME_WORDS,
    SCRIPTS,
    as_word,
)
from tests.handlers.crawl import FOUND, Way, everywhere, results_of

YES, NO = Option("yes", "submit"), Option("no", "wrong")


def only_step(script: Coroutine[Any, Any, Any]) -> Any:
    step = script.send(None)
    script.close()
    return step


# What fits


@pytest.mark.parametrize(
    ("question", "entry", "fits"),
    [
        (Question("q", "q", options=(YES, NO)), {"choice": "yes"}, True),
        (Question("q", "q", options=(YES, NO)), {"choice": "maybe"}, False),
        (Question("q", "q", options=(YES, NO)), {"choice": ["yes"]}, False),
        (Question("q", "q", options=(YES, NO)), {"text": "yes"}, False),
        (Question("q", "q", options=(YES, NO)), {}, False),
        (Question("q", "q", text=True), {"text": "漏油"}, True),
        (Question("q", "q", text=True), {"text": ""}, False),
        (Question("q", "q", text=True), {"text": None}, False),
        (Question("q", "q", text=True), {"text": 7}, False),
        (Question("q", "q", text=True), {"text": {"body": "漏油"}}, False),
        (Question("q", "q", text=True), {"photos": 1}, False),
        (Question("q", "q", text=True), {"choice": "yes"}, False),
        (Question("q", "q", text=True), {"found": 1}, False),
        (Question("q", "q", photos=True), {"photos": 2}, True),
        (Question("q", "q", photos=True), {"photos": 0}, False),
        (Question("q", "q", photos=True), {"photos": "2"}, False),
        (Question("q", "q", photos=True), {"photos": [1, 2]}, False),
        (Question("q", "q", text=True, photos=True), {"text": "换好了", "photos": 2}, True),
        (Question("q", "q", text=True, photos=True), {"text": "", "photos": 2}, True),
        (Question("q", "q", options=(YES,), text=True), {"choice": "yes", "text": 7}, False),
        (Question("q", "q", options=(YES,), text=True), {"choice": "gone", "text": "漏油"}, False),
    ],
)
def test_an_answer_fits_when_the_question_still_allows_it_in_this_form(
    question: Question, entry: Entry, fits: bool
) -> None:
    assert question.fits(entry) is fits


@pytest.mark.parametrize(
    ("entry", "answer"),
    [
        ({"choice": "yes"}, Answer("yes")),
        ({"text": "漏油"}, Answer(None, "漏油")),
        ({"text": "", "photos": 2}, Answer(None, "", 2)),
        ({"text": "换好了", "photos": 2, "in": "m7"}, Answer(None, "换好了", 2)),
    ],
)
def test_a_journalled_answer_is_read_as_it_was_given(entry: Entry, answer: Answer) -> None:
    assert Question("q", "q").read(entry) == answer


@dataclass(frozen=True)
class Weather(Lookup):
    shape: ClassVar[int] = 3
    town: str


def test_a_lookup_is_known_by_its_name_and_shape() -> None:
    assert Weather("Wuxi").key == "Weather/3"
    assert Weather("Wuxi").fits({"found": None})
    assert not Weather("Wuxi").fits({"text": "漏油"})
    assert Weather("Wuxi").read({"found": [1]}) == [1]


# The short forms


def test_asking_for_words_asks_for_nothing_else() -> None:
    assert only_step(ask_text("report.what_again", photos=2)) == Question(
        "report.what_again", "report.what_again", {"photos": 2}, text=True
    )


def test_asking_for_a_choice_takes_only_a_tap() -> None:
    asked = only_step(ask_choice("report.how_bad", (YES, NO), hazard="h1", grade="general"))
    assert asked == Question("report.how_bad", "report.how_bad", {"grade": "general"}, (YES, NO), hazard="h1")


def test_what_is_awaited_is_what_is_asked() -> None:
    question, lookup = Question("q", "q", text=True), Weather("Wuxi")
    assert only_step(ask(question)) is question
    assert only_step(find(lookup)) is lookup


# Every script there is


def asking() -> list[tuple[Way, Asking]]:
    return [(way, way.stands) for way in everywhere() if isinstance(way.stands, Asking)]


def results() -> list[tuple[Way, Any]]:
    return [(way, result) for way in everywhere() for result in results_of(way.stands)]


def test_the_crawl_knows_every_lookup_and_comes_through_every_script() -> None:
    assert set(FOUND) == set(LOOKUPS)
    assert {way.script for way in everywhere()} == set(SCRIPTS)


def test_every_question_can_be_answered() -> None:
    """A card without a button is only looked at: it is light, and makes way for whatever its person writes."""
    for way, stands in asking():
        question = stands.question
        assert question.options or question.text or question.photos or SCRIPTS[way.script].light, question.key


def test_no_two_buttons_of_a_question_mean_the_same() -> None:
    for way, stands in asking():
        values = Counter(option.value for option in stands.question.options)
        assert max(values.values(), default=0) <= 1, (way.script, stands.question.key, values)


def test_every_button_says_a_label_or_a_name_and_not_both() -> None:
    for way, stands in asking():
        for option in stands.question.options:
            assert bool(option.label) != bool(option.text), (way.script, option)


def test_every_button_that_opens_something_opens_something_there_is() -> None:
    opened = [option.opens for _, stands in asking() for option in stands.question.options]
    opened += [option.opens for _, said in results() if isinstance(said, Say) for option in said.options]
    for opens in (opens for opens in opened if opens is not None):
        assert opens.script in {*SCRIPTS, "resume"}
        json.dumps(opens.args)


def test_facts_and_journal_are_plain_enough_to_be_stored() -> None:
    for way, stands in asking():
        assert json.loads(json.dumps(stands.question.facts)) == stands.question.facts, way.script
        assert json.loads(json.dumps(stands.journal)) == stands.journal, way.script


def test_a_script_that_collects_photographs_takes_them_when_it_asks_for_them() -> None:
    for way, stands in asking():
        assert SCRIPTS[way.script].photos or not stands.question.photos, way.script


def test_every_script_ends_in_something_that_has_an_answer() -> None:
    for way, result in results():
        if isinstance(result, Become):
            assert result.script in SCRIPTS
            json.dumps(dict(result.args))
        elif isinstance(result, Do) and result.then:
            assert result.then.script in SCRIPTS
            json.dumps(dict(result.then.args))
        elif isinstance(result, Do):
            assert type(result.command) in ANSWERS or result.facts or result.options
            assert result.topic
        elif not isinstance(result, Say | OneByOne | FirstOthers):
            assert type(result) in ANSWERS or follow_up(result) is not None, way.script


def test_an_owner_stays_with_the_task_and_a_caller_with_the_alarm() -> None:
    followed = {type(result).__name__: follow_up(result) for _, result in results() if type(result) not in ANSWERS}
    opened = {name: opens for name, opens in followed.items() if opens is not None}
    assert opened == {
        "TakeTask": Open("work_on_task", {"hazard": "h1", "greeting": "task.taken"}),
        "PostProgress": Open("work_on_task", {"hazard": "h1", "greeting": "task.noted"}),
        "RaiseAlarm": Open("tell_alarm", {"hazard": "d1", "kind": "fire", "area": "stamping"}),
        "TellAlarm": Open("tell_alarm", {"hazard": "h1"}),
        "FillPart": Open("fill_plan", {"hazard": "h1", "just": "noted", "filled": "goal"}),
        "AddStage": Open("fill_plan", {"hazard": "h1", "just": "noted", "filled": "limit"}),
        "DropStage": Open("fill_plan", {"hazard": "h1", "just": "noted", "dropped": True}),
        "Respond": Open("tell_alarm", {"hazard": "h1", "greeting": "alarm.your_way"}),
    }


# The words and cards that lead to scripts


def test_every_opening_word_opens_a_script_that_needs_no_case() -> None:
    for word, opens in OPENING_WORDS.items():
        assert opens.script in SCRIPTS
        SCRIPTS[opens.script].start("d1", {}).close()
        assert as_word(word) == word


def test_no_word_means_two_things() -> None:
    meanings = Counter([*OPENING_WORDS, *CANCEL_WORDS, *BACK_WORDS, *RESUME_WORDS])
    assert meanings.most_common(1)[0][1] == 1


@pytest.mark.parametrize(
    ("written", "word"),
    [(" 帮助 ", "帮助"), ("/help", "help"), ("HELP", "help"), ("/Start", "start"), ("上报", "上报")],
)
def test_a_word_is_known_however_it_is_written(written: str, word: str) -> None:
    assert as_word(written) == word
    assert word in OPENING_WORDS


@pytest.mark.parametrize("word", ["稍后提醒", "snooze"])
def test_whoever_writes_what_a_button_does_is_shown_the_tasks_with_that_button(word: str) -> None:
    assert OPENING_WORDS[word].script == "to_do"


def test_every_choice_of_a_card_opens_a_script() -> None:
    assert {value for card in CARDS.values() for value, _ in card.choices} <= set(CARD_CHOICES)
    assert {choice.script for choice in CARD_CHOICES.values()} <= set(SCRIPTS)


def test_a_script_leaves_out_what_it_does_not_know() -> None:
    """An argument that an older or newer version has stored with a dialogue is no reason to fail."""
    for row in SCRIPTS.values():
        row.start("d1", {"hazard": "h1", "seen": 3, "kind": "fire", "text": "", "moon": "full"}).close()
