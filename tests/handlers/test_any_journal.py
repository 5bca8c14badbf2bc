"""Whatever a journal holds, of whatever age: no script fails over it, and nothing of it is lost unseen."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.dialogue import Asking, Finished, Script, answered, play, without_last_answer
from handlers.questions import Entry, Lookup
from handlers.routing import SCRIPTS
from tests.handlers.crawl import DAYS, OPENINGS, answers, start
from tests.handlers.journals import (
    Finder,
    collect,
    report,
    with_a_new_question_first,
    with_a_new_question_last,
    without_the_lookup,
)

values = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-2, 3),
    st.sampled_from(["", "oil", "stop", "漏油"]),
    st.lists(st.integers(), max_size=2),
    st.dictionaries(st.sampled_from(["oil", "text"]), st.integers(), max_size=1),
)
sensible = st.fixed_dictionaries(
    {"key": st.sampled_from(["what", "Guess/1", "kind", "more", "bad"]), "n": st.integers(0, 2)},
    optional={"in": st.just("m1"), "choice": values, "text": values, "photos": values, "found": values},
)
nonsense = st.dictionaries(st.sampled_from(["key", "n", "in", "choice", "text", "photos", "found", "v"]), values)
journals = st.lists(st.one_of(sensible, nonsense), max_size=6)
scripts = st.sampled_from([report, collect, with_a_new_question_first, with_a_new_question_last, without_the_lookup])


@settings(max_examples=300, deadline=None)
@given(script=scripts, journal=journals)
def test_no_journal_makes_the_engine_fail(script: Callable[[], Script], journal: list[Entry]) -> None:
    finder = Finder([])
    played = play(script(), journal, finder)
    answers_kept = [entry for entry in played.journal if "found" not in entry]
    assert answers_kept == [entry for entry in journal if "found" not in entry][: len(answers_kept)]
    if isinstance(played, Asking):
        answers_there = sum("found" not in entry for entry in journal)
        assert played.lost == answers_there - len(answers_kept)


@settings(max_examples=100, deadline=None)
@given(script=scripts, journal=journals)
def test_a_mended_journal_is_played_again_without_a_lookup_or_a_loss(
    script: Callable[[], Script], journal: list[Entry]
) -> None:
    mended = play(script(), journal, Finder([]))
    finder = Finder([])
    again = play(script(), mended.journal, finder)
    assert finder.asked == []
    assert again == (replace(mended, lost=0) if isinstance(mended, Asking) else mended)


@settings(max_examples=120, deadline=None)
@given(data=st.data(), opening=st.sampled_from(OPENINGS), day=st.sampled_from(DAYS), steps=st.integers(0, 6))
def test_every_script_outlives_a_damaged_journal(data: st.DataObject, opening: Any, day: Any, steps: int) -> None:
    """Answers are dropped, doubled, moved and changed; lookups keep what they found, whose shape is in their key."""
    script, args = opening
    played = start(script, args, day, [])
    for step in range(steps):
        if isinstance(played, Finished) or not list(answers(played.question)):
            break
        answer = data.draw(st.sampled_from(list(answers(played.question))))
        played = start(script, args, day, answered(played, f"m{step}", **answer))
    damaged = data.draw(st.lists(st.sampled_from(played.journal), max_size=8)) if played.journal else []
    damaged = [_spoilt(entry) if "found" not in entry and data.draw(st.booleans()) else entry for entry in damaged]
    kept = [entry for entry in start(script, args, day, damaged).journal if "found" not in entry]
    assert kept == [entry for entry in damaged if "found" not in entry][: len(kept)]


def _spoilt(entry: Entry) -> Entry:
    return {**entry, "choice": "gone", "text": 5}


@settings(max_examples=80, deadline=None)
@given(data=st.data(), opening=st.sampled_from(OPENINGS), day=st.sampled_from(DAYS))
def test_back_shows_again_what_was_asked_before(data: st.DataObject, opening: Any, day: Any) -> None:
    script, args = opening
    played = start(script, args, day, [])
    while isinstance(played, Asking) and list(answers(played.question)) and len(played.journal) < 12:
        before = played
        answer = data.draw(st.sampled_from(list(answers(played.question))))
        journal = answered(played, "m1", **answer)
        shown = start(script, args, day, journal).journal
        back = play(SCRIPTS[script].start("d1", args), without_last_answer(shown), nothing_more)
        assert back == before
        played = start(script, args, day, journal)


def nothing_more(lookup: Lookup) -> Any:
    """What has been found out before the answer taken back is not looked for again."""
    raise AssertionError(lookup)
