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
