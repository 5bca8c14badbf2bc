"""What a parser has stumbled over once: each input is tried again, and sound ones are read."""

import pytest

from tests.fuzz.cases import CORPUS
from tests.fuzz.targets import TARGETS

CASES = sorted(path.relative_to(CORPUS) for path in CORPUS.glob("*/*"))


@pytest.mark.parametrize("case", CASES, ids=str)
def test_it_is_refused_by_name(case: str) -> None:
    path = CORPUS / case
    TARGETS[path.parent.name].check(path.read_bytes())


@pytest.mark.parametrize("name", TARGETS)
def test_what_fuzzing_begins_from_is_sound(name: str) -> None:
    """Else it would never get past the first check."""
    sound = 0
    for seed in TARGETS[name].seeds():
        try:
            TARGETS[name].parse(seed)
        except TARGETS[name].named:
            continue
        sound += 1
    assert sound
