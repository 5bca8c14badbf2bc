"""Words that tell too little: they are asked about once, and kindly; a report is never turned away for them."""

from typing import Any

from handlers.questions import Option, Question, ask, find
from handlers.wanted import DraftPhotos, Suggest
from handlers.what_it_is import Danger, understood
from workflow.library import Grade

ENOUGH = Option("enough", "that_is_all")


async def told_clearly(draft: str, said: str, danger: Danger) -> tuple[str, dict[str, Any]]:
    """The words and what they suggest, as `understood` finds it; where very likely too vague, with what more was said.

    Whoever has just been asked what it is, has sent a picture, or tells of more than a general hazard is not asked.
    """
    words, guess = await understood(said, danger)
    asked_already = words != said or "first" in guess
    if asked_already or not _is_vague(guess) or _presses(guess) or await find(DraftPhotos(draft)):
        return words, guess
    answer = await ask(Question("report.vague", "report.vague", {}, (ENOUGH,), text=True, photos=True))
    if not answer.text:
        return words, guess
    words = f"{words} {answer.text}"
    more = await find(Suggest(words))
    return words, {**guess, "doubt": more.get("doubt")} if more["abstained"] else dict(more)


def doubt_facts(guess: dict[str, Any]) -> dict[str, Any]:
    """How far the words are doubted, as the case keeps it for the safety officer; nothing where nobody could say."""
    doubt = guess.get("doubt")
    return {"doubt": doubt["probability"], "doubt_reason": doubt["reason"], "vague": doubt["high"]} if doubt else {}


def _is_vague(guess: dict[str, Any]) -> bool:
    doubt = guess.get("doubt")  # a guess of before quality was judged does not hold it
    return bool(doubt and doubt["high"])


def _presses(guess: dict[str, Any]) -> bool:
    return Grade(guess["grade"]) is not Grade.GENERAL
