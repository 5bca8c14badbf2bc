"""The one question whether a report is of a hazard listed as major: asked once, answered by whoever stands there.

Words alone never make a hazard major, and no answer here lowers what a person has said of how bad it is.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from handlers.questions import Option, Question, ask, ask_choice, find
from handlers.wanted import MajorSigns, Suggest
from nlp.whether import says_whether
from workflow.library import Grade
from workflow.major import is_lower

YES, NO, UNSURE, ELSE = "yes", "no", "unsure", "else"
OPTIONS = tuple(Option(answer, f"major_sign.{answer}") for answer in (YES, NO, UNSURE, ELSE))

Guess = dict[str, Any]
Sign = Mapping[str, Any]

# What a guess holds of the entry that a person has named.
OF_ENTRY = ("category", "grade", "hurts", "means", "entry", "name", "named", "requirement")


async def screened(words: str, guess: Guess) -> tuple[str, Guess]:
    """Words and guess after the question, where the words may touch a clause; the answer is kept under `screened`.

    Whoever writes instead of tapping has told more: that goes with the words, and the question stays open.
    """
    signs: Sequence[Sign] = await find(MajorSigns(words))
    if not signs:
        return words, guess
    told = await ask(Question("report.major", "report.major", {"signs": signs}, OPTIONS, text=True))
    said = says_whether(told.text) if told.text else None
    answer = told.choice or (said.value if said else UNSURE)
    if answer == YES:
        guess = await _as_listed(words, guess, signs)
    elif answer in (NO, ELSE):
        guess = {**guess, "grade": _unlisted(answer, guess, signs), "first": guess.get("first", guess)}
    more = f"{words} {told.text}" if told.text and not said else words
    return more, {**guess, "screened": {"answer": answer, "entries": [sign["entry"] for sign in signs]}}


async def _as_listed(words: str, guess: Guess, signs: Sequence[Sign]) -> Guess:
    """Major by the clause that a person has found to fit; the machine's own first guess is kept for the record."""
    sign = signs[0]
    if len(signs) > 1:
        named = tuple(Option(sign["entry"], text=sign["name"]) for sign in signs)
        chosen = await ask_choice("report.which_major", named)
        sign = next(sign for sign in signs if sign["entry"] == chosen)
    known = await find(Suggest(words, category=sign["category"], entry=sign["entry"]))
    return {**known, "grade": Grade.MAJOR, "said": Grade.MAJOR, "first": guess.get("first", guess)}


def _unlisted(answer: str, guess: Guess, signs: Sequence[Sign]) -> Grade:
    """How grave it is where a person has found no clause to fit: never major on the machine's word alone."""
    grade = _otherwise(guess, signs) if answer == NO and not guess["fixed"] else Grade(guess["grade"])
    return Grade.LARGER if grade is Grade.MAJOR and "said" not in guess else grade


def _otherwise(guess: Guess, signs: Sequence[Sign]) -> Grade:
    """What the clause says where its fact is not so; of several clauses, the one that was guessed before."""
    meant = [sign for sign in signs if len(signs) == 1 or sign["entry"] == guess["entry"]]
    return Grade(meant[0]["otherwise"] if meant and meant[0]["otherwise"] else guess["grade"])


def told_anew(before: Guess, now: Guess, *, other_kind: bool = False) -> Guess:
    """What further words suggest: never less grave than a person has said before them.

    other_kind: the person has said what it is instead, and no clause that was found to fit is kept.
    """
    kept: Guess = {name: before[name] for name in ("said", "screened") if name in before}
    if "said" not in before or not is_lower(Grade(now["grade"]), Grade(before["said"])):
        return {**now, **kept}
    still: Guess = {"grade": before["said"], "hurts": None}
    if not other_kind and _is_listed(before):
        still = {name: before[name] for name in OF_ENTRY}
    return {**now, **still, **kept, "first": now.get("first", now)}


def _is_listed(guess: Guess) -> bool:
    """A person has found a clause to fit, and has not called it less grave since."""
    return bool(guess.get("screened", {}).get("answer") == YES and guess["grade"] == Grade.MAJOR)


def asked_of(guess: Guess) -> dict[str, Any]:
    """For the record: which clauses were asked about, and what was answered; nothing where none was."""
    kept = guess.get("screened")
    return {"major_entries": kept["entries"], "major_answer": kept["answer"]} if kept else {}


def left_open(guess: Guess) -> bool:
    """Nobody could tell whether it is major: the case has to say so to whoever decides, and be one of its own."""
    return bool(guess.get("screened", {}).get("answer") == UNSURE)
