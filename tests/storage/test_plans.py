"""The words of a plan, gathered from what happened: the latest of each part, and the stages that still stand."""

from typing import Any

from storage.plans import plan_words


def happened(kind: str, facts: dict[str, Any] | None = None, **words: str) -> dict[str, Any]:
    return {"kind": kind, "words": words, "facts": facts or {}}


def test_the_latest_words_of_a_part_count() -> None:
    filled = [happened("part_filled", funds=amount) for amount in ("三万", "五万")]
    told = [happened("made_long_term", goal="换新的"), *filled]
    said = plan_words(told)
    assert (said["goal"], said["funds"], said["method"], said["stages"]) == ("换新的", "五万", "", [])


def test_a_stage_taken_back_and_set_anew_is_the_new_one() -> None:
    told = [
        happened("stage_added", {"position": 1}, stage="到货"),
        happened("stage_added", {"position": 2}, stage="试车"),
        happened("stage_dropped", {"position": 2}),
        happened("stage_added", {"position": 2}, stage="验收"),
    ]
    assert plan_words(told)["stages"] == ["到货", "验收"]


def test_words_that_were_erased_leave_their_stage_in_its_place() -> None:
    told = [happened("stage_added", {"position": 1}), happened("stage_added", {"position": 2}, stage="试车")]
    assert plan_words(told)["stages"] == ["", "试车"]
