"""Whether a report was made before: of what is open its person is asked once, of what was closed nobody is."""

from typing import Any

from handlers.questions import Option, ask_choice, find
from handlers.wanted import ClosedBefore, OpenAlready

SAME, APART = Option("same", "same_hazard"), Option("apart", "other_hazard")


async def open_already(draft: str, words: str, guess: dict[str, Any], place: dict[str, Any], *, hurts: bool) -> str:
    """The id of the open case that the report is the same as, by the word of whoever reports it; empty for none.

    hurts: somebody can be hurt now; then only a case is asked about in which that is known too.
    """
    area = None if place["assumed"] else place["area"]
    case = await find(OpenAlready(draft, words, area, place["equipment"], guess["grade"], hurts))
    if case is None:
        return ""
    same = await ask_choice("report.same", (SAME, APART), hazard=case) == SAME.value
    return case if same else ""


async def repeats(draft: str, words: str, place: dict[str, Any]) -> dict[str, Any]:
    """What the report comes back from, as its suggestion keeps it: the number of the case, how often it was closed."""
    area = None if place["assumed"] else place["area"]
    before = await find(ClosedBefore(draft, words, area, place["equipment"]))
    return {"repeats": before["number"], "times": before["times"]} if before else {}
