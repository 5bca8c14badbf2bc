"""The quality queue: report after report, one tap for each, and the last one taken back."""

from dataclasses import dataclass

from handlers.my_hazards import card_option
from handlers.questions import Open, Option, Question, ask, find
from handlers.replies import Do, Say
from handlers.wanted import ToScore
from workflow.scores import GiveScore, Score, TakeBackScore


@dataclass(frozen=True)
class Scoring:
    """Where in the queue somebody is: `done` of `of`. last: the case scored just now; first: the one to begin with."""

    id: str
    done: int = 0
    of: int = 0
    last: str = ""
    first: str = ""


async def score_reports(scoring: Scoring) -> Do | Say:
    left_out, first = [scoring.last] if scoring.last else [], scoring.first
    undo = (Option("undo_score", "undo_score"),) if scoring.last else ()
    while True:
        waits = await find(ToScore(tuple(left_out), first))
        case, of = waits["case"], max(scoring.of, scoring.done + waits["total"])
        if case is None:
            skipped = len([each for each in left_out if each != scoring.last])
            said = "score.done" if scoring.done else "score.skipped" if skipped else "score.none"
            return Say(said, {"done": scoring.done, "skipped": skipped}, _undone(scoring))
        options = (*(Option(score, f"score.{score}") for score in Score), Option("skip", "skip"), *undo)
        facts = {"number": scoring.done + 1, "of": of}
        show = card_option("show", case["id"])
        answer = await ask(Question("score.card", "score.card", facts, (*options, show), hazard=case["id"]))
        if answer.choice == "undo_score":
            return _back(scoring)
        if answer.choice != "skip":
            at = Open("score_reports", {"done": scoring.done + 1, "of": of, "last": case["id"]})
            return Do(GiveScore(case["id"], str(answer.choice)), then=at)
        left_out, first = [*left_out, case["id"]], ""


def _back(scoring: Scoring) -> Do:
    """The last one is taken back and stands in front again."""
    again = Open("score_reports", {"done": scoring.done - 1, "of": scoring.of, "first": scoring.last})
    return Do(TakeBackScore(scoring.last), then=again)


def _undone(scoring: Scoring) -> tuple[Option, ...]:
    if not scoring.last:
        return ()
    return (Option("undo_score", "undo_score", opens=Open("undo_score", {"last": scoring.last, "done": scoring.done})),)


async def undo_score(scoring: Scoring) -> Do:
    """From the message that there are no more."""
    return _back(scoring)
