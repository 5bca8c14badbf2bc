"""What becomes of a guess whose clause a person has found not to fit."""

from typing import Any

import pytest

from handlers.dialogue import Script
from handlers.questions import Lookup
from handlers.screened import grasped
from handlers.wanted import MajorSigns
from tests.handlers.journals import after, ends

OFFICE = "O10-11-1"
GUESS: dict[str, Any] = {
    "category": "chemical",
    "entry": OFFICE,
    "name": "粉尘车间里设办公室",
    "requirement": "停产，把人搬出去",
    "grade": "major",
    "hurts": None,
    "means": None,
    "named": False,
    "fixed": False,
    "abstained": False,
    "confidence": 0.9,
    "doubt": None,
    "alternatives": [],
}
SIGN = {
    "entry": OFFICE,
    "name": GUESS["name"],
    "question": "有人在里面吗？",
    "category": "chemical",
    "otherwise": "larger",
}


def _known(lookup: Lookup) -> Any:
    return [SIGN] if isinstance(lookup, MajorSigns) else dict(GUESS)


@pytest.mark.parametrize(("answer", "name"), [("no", GUESS["name"]), ("else", "")])
def test_what_is_something_else_is_not_called_by_the_clause(answer: str, name: str) -> None:
    def script() -> Script:
        return grasped("粉尘车间打扫不干净")

    _, guess = ends(script(), after(script, _known, {"choice": answer}), _known).result
    assert (guess["grade"], guess["name"], bool(guess["requirement"])) == ("larger", name, bool(name))
    assert guess["first"]["entry"] == OFFICE


def test_the_entry_that_is_proposed_as_major_is_asked_about() -> None:
    """Nothing in the words speaks for a clause; what they are taken for does."""
    found: list[MajorSigns] = []

    def known(lookup: Lookup) -> Any:
        if isinstance(lookup, MajorSigns):
            found.append(lookup)
            return [SIGN] if lookup.proposed == OFFICE and OFFICE not in lookup.asked else []
        return dict(GUESS)

    def script() -> Script:
        return grasped("粉尘车间打扫不干净")

    _, guess = ends(script(), after(script, known, {"choice": "unsure"}), known).result
    assert [lookup.proposed for lookup in found][-1] == OFFICE
    assert (guess["grade"], guess["screened"]) == ("major", {"answer": "unsure", "entries": [OFFICE]})


@pytest.mark.parametrize("changed", [{"grade": "larger"}, {"said": "major"}])
def test_what_is_not_major_or_was_called_so_by_a_person_needs_no_question(changed: dict[str, str]) -> None:
    asked: list[str | None] = []

    def known(lookup: Lookup) -> Any:
        if isinstance(lookup, MajorSigns):
            asked.append(lookup.proposed)
            return []
        return {**GUESS, **changed}

    def script() -> Script:
        return grasped("粉尘车间打扫不干净")

    assert ends(script(), [], known).result[1]["grade"] == changed.get("grade", "major")
    assert set(asked) == {None}
