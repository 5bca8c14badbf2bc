"""Whether a report tells of what is open already: its person is asked once, before it becomes a case of its own."""

from typing import Any

from handlers.questions import Option, ask_choice, find
from handlers.wanted import OpenAlready

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
