"""The one question whether a report is of a hazard listed as major: no clause twice, and before what kind it is.

Words alone never make a hazard major, and no answer here lowers what a person has said of how bad it is.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from handlers.questions import Option, Question, ask, ask_choice, find
from handlers.wanted import MajorSigns, Suggest
from handlers.what_it_is import Danger, understood
from nlp.whether import says_whether
from workflow.library import Grade
from workflow.major import is_lower

YES, NO, UNSURE, ELSE = "yes", "no", "unsure", "else"
TIMES_ASKED = 2
OPTIONS = tuple(Option(answer, f"major_sign.{answer}") for answer in (YES, NO, UNSURE, ELSE))

Guess = dict[str, Any]
Sign = Mapping[str, Any]
Tell = Callable[[str, Danger], Awaitable[tuple[str, Guess]]]

# What a guess holds of the entry that a person has named.
OF_ENTRY = ("category", "grade", "hurts", "means", "entry", "name", "named", "requirement")


class Screening:
    """What is asked of one report about clauses: about none of them twice, and no more once one has been found to fit.

    before: what was guessed of the report until now, with what was asked and answered.
    """

    def __init__(self, before: Guess) -> None:
        kept = before.get("screened", {"answer": "", "entries": ()})
        self._answer: str = kept["answer"]
        self._entries: list[str] = list(kept["entries"])
        self._told: list[tuple[str, Sequence[Sign]]] = []
        self._heard: set[tuple[str, str | None]] = set()

    async def danger(self, words: str, guess: Guess) -> tuple[str, Guess | None]:
        """Asks where the words may touch a clause; the words, and what it is where it is one that is listed.

        Whoever writes instead of tapping has told more: that goes with the words, and the question is put once more;
        after that it stays open.
        """
        proposed = guess["entry"] if Grade(guess["grade"]) is Grade.MAJOR and "said" not in guess else None
        if self._answer == YES or self._has_heard(words, proposed):
            return words, None
        signs: Sequence[Sign] = await find(MajorSigns(words, tuple(self._entries), proposed))
        if not signs:
            return words, None
        question = Question("report.major", "report.major", {"signs": signs}, OPTIONS, text=True)
        for _ in range(TIMES_ASKED):
            told = await ask(question)
            said = says_whether(told.text) if told.text else None
            answer = told.choice or (said.value if said else "")
            if answer:
                break
            words = f"{words} {told.text}"
        answer = answer or UNSURE
        self._keep(answer, signs)
        if answer == YES:
            return words, await _as_listed(words, guess, signs)
        return words, None

    def _has_heard(self, words: str, proposed: str | None) -> bool:
        """Whether the words were looked through before, and the major entry that they are taken for was asked about."""
        before = {(words, None), (words, proposed)} <= self._heard
        self._heard |= {(words, None), (words, proposed)}
        return before

    def _keep(self, answer: str, signs: Sequence[Sign]) -> None:
        """For the record, the gravest answer, and what it was given to stands first: that is shown to the officer."""
        asked = [sign["entry"] for sign in signs]
        graver = answer in (YES, UNSURE) or self._answer not in (YES, UNSURE)
        self._entries = [*asked, *self._entries] if graver else [*self._entries, *asked]
        self._answer = answer if graver else self._answer
        self._told.append((answer, signs))

    def answered(self, guess: Guess) -> Guess:
        """The guess after the answers, which are kept under `screened`."""
        for answer, signs in self._told:
            if answer in (NO, ELSE):
                first = guess.get("first", guess)
                guess = {**guess, **_unnamed(answer, guess, signs), "grade": _unlisted(answer, guess, signs)}
                guess["first"] = first
        return {**guess, "screened": {"answer": self._answer, "entries": self._entries}} if self._entries else guess


async def grasped(
    words: str, told: Tell = understood, before: Guess | None = None, *, other_kind: bool = False
) -> tuple[str, Guess]:
    """Words and what they suggest; whether it is a major hazard is asked before what kind it is.

    before: what was guessed before further words were told. other_kind: as in `told_anew`.
    """
    screening = Screening(before or {})
    words, known = await told(words, screening.danger)
    words, listed = await screening.danger(words, known)
    known = listed or known
    return words, screening.answered(told_anew(before, known, other_kind=other_kind) if before else known)


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
    if "said" in guess:
        return Grade(guess["grade"])
    grade = _otherwise(guess, signs) if answer == NO and not guess["fixed"] else Grade(guess["grade"])
    return Grade.LARGER if grade is Grade.MAJOR else grade


def _unnamed(answer: str, guess: Guess, signs: Sequence[Sign]) -> Guess:
    """What is something else is not called by the clause, nor put right as it says."""
    if answer != ELSE or guess["named"] or guess["entry"] not in {sign["entry"] for sign in signs}:
        return {}
    return {"entry": None, "name": "", "requirement": "", "hurts": None, "means": None}


def _otherwise(guess: Guess, signs: Sequence[Sign]) -> Grade:
    """What the clause says where its fact is not so; of several clauses, the one that was guessed before."""
    meant = [sign for sign in signs if len(signs) == 1 or sign["entry"] == guess["entry"]]
    return Grade(meant[0]["otherwise"] if meant and meant[0]["otherwise"] else guess["grade"])


def told_anew(before: Guess, now: Guess, *, other_kind: bool = False) -> Guess:
    """What further words suggest: never less grave than a person has said before them.

    other_kind: the person has said what it is instead, and no clause that was found to fit is kept.
    """
    kept: Guess = {name: before[name] for name in ("said", "screened") if name in before and name not in now}
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
