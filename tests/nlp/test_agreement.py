"""How far two judgements agree is read from lines that hold no words, even where one was cut short."""

import json
from datetime import date
from pathlib import Path

import pytest

from nlp.agreement import MOST_DIFFERENCES, agreement, append, read
from nlp.shadow import Compared, Side
from workflow.library import Category

FIRE, WIRES, FLOOR = Category.FIRE, Category.ELECTRICAL, Category.ENVIRONMENT
DAY = date(2026, 11, 24)


def one(
    serving: Category | None, candidate: Category | None, *, sure: tuple[bool, bool] = (True, True), model: str = "b/1"
) -> Compared:
    first, second = (
        Side(name, guess, 0.9, not answered, None)
        for name, guess, answered in zip(("a/1", model), (serving, candidate), sure, strict=True)
    )
    return Compared(first, second)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "nlp" / "shadow.jsonl"


def test_a_line_holds_the_day_and_codes_and_nothing_else(file: Path) -> None:
    append(file, Compared(Side("a/1", FIRE, 0.91, False, "FI-01"), Side("b/1", None, 0.1, True, None)), lambda: DAY)
    (line,) = file.read_text("ascii").splitlines()
    assert json.loads(line) == {
        "on": "2026-11-24",
        "serving": {"model": "a/1", "guess": "fire", "confidence": 0.91, "abstained": False, "entry": "FI-01"},
        "candidate": {"model": "b/1", "guess": None, "confidence": 0.1, "abstained": True, "entry": None},
        "failed": "",
    }


def test_shares_are_of_what_both_judged_and_of_what_both_were_sure_of(file: Path) -> None:
    for compared in (
        *[one(FIRE, FIRE)] * 3,
        one(FIRE, WIRES),
        one(FIRE, WIRES, sure=(True, False)),
        one(FLOOR, FLOOR, sure=(False, False)),
        one(None, FIRE, sure=(False, True)),
        Compared(Side("a/1", FIRE, 0.9, False, None), Side("b/1", None, 0, True, None), "ValueError"),
    ):
        append(file, compared, lambda: DAY)
    (pair,) = agreement(read(file))
    assert (pair["serving"], pair["candidate"], pair["n"], pair["failed"]) == ("a/1", "b/1", 7, 1)
    assert pair["same"] == pytest.approx(4 / 7)
    assert pair["same_answered"] == pytest.approx(3 / 4)
    assert (pair["serving_answered"], pair["candidate_answered"]) == (pytest.approx(5 / 7), pytest.approx(5 / 7))
    assert pair["differences"] == [
        {"serving": "fire", "candidate": "electrical", "n": 2},
        {"serving": None, "candidate": "fire", "n": 1},
    ]


def test_each_pair_of_models_is_told_apart_the_latest_first(file: Path) -> None:
    append(file, one(FIRE, FIRE, model="old/1"), lambda: date(2026, 10, 1))
    append(file, one(FIRE, FIRE, model="new/2"), lambda: date(2026, 11, 2))
    append(file, one(FIRE, WIRES, model="new/2"), lambda: DAY)
    new, old = agreement(read(file))
    assert (new["candidate"], new["since"], new["until"], new["n"]) == ("new/2", "2026-11-02", "2026-11-24", 2)
    assert (old["candidate"], old["since"], old["until"], old["n"]) == ("old/1", "2026-10-01", "2026-10-01", 1)


def test_a_line_that_was_cut_short_is_passed_over(file: Path) -> None:
    append(file, one(FIRE, FIRE), lambda: DAY)
    whole = file.read_text("ascii")
    file.write_text(whole + whole[:40] + "\n" + "[1]\n{}\n" + whole, "ascii")
    assert len(list(read(file))) == 2


def test_where_the_candidate_has_only_failed_there_are_no_shares(file: Path) -> None:
    append(
        file, Compared(Side("a/1", FIRE, 0.9, False, None), Side("b/1", None, 0, True, None), "KeyError"), lambda: DAY
    )
    (pair,) = agreement(read(file))
    assert (pair["n"], pair["failed"], pair["same"], pair["same_answered"]) == (0, 1, None, None)


def test_of_many_differences_the_most_frequent_are_told(file: Path) -> None:
    others = [category for category in Category if category is not FIRE]
    for times, category in enumerate(others, start=1):
        for _ in range(times):
            append(file, one(FIRE, category), lambda: DAY)
    (pair,) = agreement(read(file))
    assert len(pair["differences"]) == MOST_DIFFERENCES
    assert pair["differences"][0] == {"serving": "fire", "candidate": str(others[-1]), "n": len(others)}


def test_where_nothing_was_compared_there_is_nothing(file: Path) -> None:
    assert agreement(read(file)) == []
