"""Whether somebody is told of their work at the start of each shift: stopped and taken up again, by a tap or a word."""

from dataclasses import dataclass

from handlers.listed import case_options
from handlers.questions import Open, Option, Question, ask, find
from handlers.replies import Do, Say
from handlers.wanted import DayOfWork, WantsNoToDo
from workflow.to_do import MORNING, ChooseToDo

ON, OFF = Option("on", "to_do_on"), Option("off", "to_do_off")
LIST = Option("to_do", "to_do", opens=Open("to_do"))


@dataclass(frozen=True)
class Worker:
    """Somebody who wants it, or not; `off`: as a button of theirs says, none where they have yet to say it."""

    id: str
    off: bool | None = None


async def choose_to_do(worker: Worker) -> Do:
    off = worker.off
    if off is None:
        wants_none = await find(WantsNoToDo())
        question = Question("to_do.when", "to_do.when", {"off": wants_none}, (ON if wants_none else OFF,))
        off = (await ask(question)).choice == OFF.value
    undo = Option("undo", "to_do_on", opens=Open("choose_to_do", {"off": False}))
    return Do(ChooseToDo(off), "to_do.stopped" if off else "to_do.chosen", options=(undo,) if off else ())


async def show_day(worker: Worker) -> Say:
    """The same as at the start of a shift, for whoever asks."""
    facts = await find(DayOfWork())
    if facts is None:
        return Say("my.to_do_none")
    return Say(MORNING, facts, (*case_options(facts["items"]), LIST))
