"""The engine: a script run over its journal resumes where it stopped, whatever has happened to either meanwhile."""

from typing import Any

import pytest

from handlers.dialogue import Finished, answered, play, without_last_answer
from handlers.questions import Entry, Question, ask, ask_text, find
from tests.handlers.journals import (
    Finder,
    Guess,
    Signs,
    after,
    asks,
    collect,
    ends,
    report,
    with_a_new_lookup,
    with_a_new_question_first,
    with_a_new_question_last,
    without_the_lookup,
)


@pytest.fixture
def finder() -> Finder:
    return Finder([])


# Playing


def test_a_script_stops_at_its_first_question(finder: Finder) -> None:
    asked = asks(report(), [], finder)
    assert (asked.question.key, asked.occurrence, asked.journal, asked.lost) == ("what", 0, [], 0)
    assert finder.asked == []


def test_an_answer_leads_past_the_lookups_to_the_next_question(finder: Finder) -> None:
    asked = asks(report(), after(report, finder, {"text": "漏油"}), finder)
    assert asked.question.key == "kind"
    assert finder.asked == [Guess("漏油")]
    assert asked.journal == [
        {"key": "what", "n": 0, "in": "m1", "text": "漏油"},
        {"key": "Guess/1", "n": 0, "found": "found 1"},
    ]


def test_the_last_answer_finishes_it(finder: Finder) -> None:
    journal = after(report, finder, {"text": "漏油"}, {"choice": "oil"})
    played = ends(report(), journal, finder)
    assert played.result == ("漏油", "found 1", "oil")
    assert played.journal == journal


def test_a_script_that_asks_nothing_is_over_at_once(finder: Finder) -> None:
    async def silent() -> str:
        return "done"

    assert play(silent(), [], finder) == Finished("done", [])


def test_a_lookup_is_made_once_however_often_the_script_is_played(finder: Finder) -> None:
    journal = asks(report(), after(report, finder, {"text": "漏油"}), finder).journal
    for _ in range(5):
        asks(report(), journal, finder)
    assert finder.asked == [Guess("漏油")]


def test_the_same_lookup_twice_in_a_script_is_made_twice(finder: Finder) -> None:
    async def twice() -> list[Any]:
        return [await find(Guess("a")), await find(Guess("a"))]

    played = ends(twice(), [], finder)
    assert played.result == ["found 1", "found 2"]
    assert [(entry["key"], entry["n"]) for entry in played.journal] == [("Guess/1", 0), ("Guess/1", 1)]
    assert ends(twice(), played.journal, finder).result == ["found 1", "found 2"]
    assert len(finder.asked) == 2


def test_each_turn_of_a_loop_has_its_own_place_in_the_journal(finder: Finder) -> None:
    journal = after(collect, finder, {"text": "一"}, {"text": "二"}, {"text": "三"})
    assert [(entry["n"], entry["text"]) for entry in journal] == [(0, "一"), (1, "二"), (2, "三")]
    assert asks(collect(), journal, finder).occurrence == 3
    assert ends(collect(), answered(asks(collect(), journal, finder), "m4", choice="stop"), finder).result == [
        "一",
        "二",
        "三",
    ]


def test_one_question_under_two_topics_is_one_question(finder: Finder) -> None:
    async def reworded() -> None:
        for topic in ("first", "again"):
            await ask(Question("q", topic, text=True))

    asked = asks(reworded(), after(reworded, finder, {"text": "a"}), finder)
    assert (asked.question.key, asked.question.topic, asked.occurrence) == ("q", "again", 1)


def test_the_journal_that_was_handed_in_is_left_as_it_was(finder: Finder) -> None:
    journal = after(report, finder, {"text": "漏油"})
    before = list(journal)
    asks(report(), journal, finder)
    assert journal == before


def test_a_fault_in_a_script_is_not_hidden(finder: Finder) -> None:
    async def broken() -> None:
        await ask_text("what")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        play(broken(), after(broken, finder, {"text": "a"}), finder)


# A deploy has changed the script


def test_what_still_matches_is_kept_and_the_new_question_is_asked(finder: Finder) -> None:
    journal = after(report, finder, {"text": "漏油"}, {"choice": "oil"})
    asked = asks(with_a_new_question_last(), journal, finder)
    assert (asked.question.key, asked.journal, asked.lost) == ("bad", journal, 0)


def test_from_a_new_question_on_everything_is_asked_again_and_the_lost_answers_are_counted(finder: Finder) -> None:
    journal = after(report, finder, {"text": "漏油"}, {"choice": "oil"})
    asked = asks(with_a_new_question_first(), journal, finder)
    assert (asked.question.key, asked.journal, asked.lost) == ("bad", [], 2)


def test_a_new_lookup_takes_no_answer_away(finder: Finder) -> None:
    journal = after(report, finder, {"text": "漏油"}, {"choice": "oil"})
    played = ends(with_a_new_lookup(), journal, finder)
    assert played.result == ("漏油", "found 1", "oil")
    assert finder.asked == [Guess("漏油"), Signs("漏油")]
    assert ends(with_a_new_lookup(), played.journal, finder) == played


def test_a_lookup_that_fell_away_costs_only_what_came_after_it(finder: Finder) -> None:
    journal = after(report, finder, {"text": "漏油"}, {"choice": "oil"})
    asked = asks(without_the_lookup(), journal, finder)
    assert (asked.question.key, asked.journal, asked.lost) == ("kind", journal[:1], 1)


def test_a_lookup_of_another_shape_is_made_again(finder: Finder, monkeypatch: pytest.MonkeyPatch) -> None:
    journal = after(report, finder, {"text": "漏油"}, {"choice": "oil"})
    monkeypatch.setattr(Guess, "shape", 2)
    asked = asks(report(), journal, finder)
    assert len(finder.asked) == 2
    assert [entry["key"] for entry in asked.journal] == ["what", "Guess/2"]
    assert (asked.question.key, asked.lost) == ("kind", 1)


def test_lookups_are_not_counted_as_answers(finder: Finder) -> None:
    journal = asks(report(), after(report, finder, {"text": "漏油"}), finder).journal
    assert asks(with_a_new_question_first(), journal, finder).lost == 1


@pytest.mark.parametrize(
    "entry",
    [
        {"key": "kind", "n": 0, "in": "m2", "choice": "grease"},  # no longer offered
        {"key": "kind", "n": 0, "in": "m2", "text": "机油"},  # words were allowed once
        {"key": "kind", "n": 0, "in": "m2", "photos": 1},
        {"key": "kind", "n": 1, "in": "m2", "choice": "oil"},
        {"key": "sort", "n": 0, "in": "m2", "choice": "oil"},
        {"key": "kind", "in": "m2", "choice": "oil"},
        {"choice": "oil"},
        {},
    ],
)
def test_an_answer_that_is_not_allowed_any_more_is_asked_for_again(finder: Finder, entry: Entry) -> None:
    journal = asks(report(), after(report, finder, {"text": "漏油"}), finder).journal
    asked = asks(report(), [*journal, entry], finder)
    assert (asked.question.key, asked.journal, asked.lost) == ("kind", journal, 1)


def test_what_is_answered_after_a_change_goes_on_from_there(finder: Finder) -> None:
    journal = after(report, finder, {"text": "漏油"}, {"choice": "oil"})
    asked = asks(with_a_new_question_first(), journal, finder)
    asked = asks(with_a_new_question_first(), answered(asked, "m3", choice="major"), finder)
    assert (asked.question.key, asked.lost) == ("what", 0)


# Going back


def test_back_forgets_the_last_answer_and_the_lookups_after_it(finder: Finder) -> None:
    journal = asks(report(), after(report, finder, {"text": "漏油"}), finder).journal
    assert without_last_answer(journal) == []
    asked = asks(report(), without_last_answer(journal), finder)
    assert asked.question.key == "what"


def test_back_keeps_the_lookups_before_the_last_answer(finder: Finder) -> None:
    journal = after(report, finder, {"text": "漏油"}, {"choice": "oil"})
    assert [entry["key"] for entry in without_last_answer(journal)] == ["what", "Guess/1"]
    assert asks(report(), without_last_answer(journal), finder).question.key == "kind"
    assert len(finder.asked) == 1


def test_back_in_a_loop_goes_one_round_back(finder: Finder) -> None:
    journal = after(collect, finder, {"text": "一"}, {"text": "二"})
    asked = asks(collect(), without_last_answer(journal), finder)
    assert (asked.occurrence, asked.question.facts) == (1, {"count": 1})


@pytest.mark.parametrize("journal", [[], [{"key": "Guess/1", "n": 0, "found": 1}]])
def test_back_before_the_first_answer_is_the_beginning(journal: list[Entry]) -> None:
    assert without_last_answer(journal) == []


def test_after_back_the_lookup_is_made_anew_for_the_new_words(finder: Finder) -> None:
    journal = asks(report(), after(report, finder, {"text": "漏油"}), finder).journal
    asked = asks(report(), without_last_answer(journal), finder)
    asks(report(), answered(asked, "m2", text="漏水"), finder)
    assert finder.asked == [Guess("漏油"), Guess("漏水")]
