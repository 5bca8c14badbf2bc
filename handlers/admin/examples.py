"""设为案例: a case that was put right becomes one that everybody hears of, in words that an officer has read."""

from dataclasses import dataclass
from typing import Any

from handlers.admin.confirming import NO, YES, sure
from handlers.admin.wanted import ExampleCases, ExampleDraft, WithoutNames
from handlers.my_hazards import card_option
from handlers.questions import Open, Option, Question, ask, ask_choice, find
from handlers.replies import Do, Say
from workflow.example_cases import MOST_SIGNS, ChooseExample, WithdrawExample

REWORD, REWORD_DONE = Option("reword", "reword"), Option("reword_done", "reword_done")


@dataclass(frozen=True)
class Sharing:
    """A case that may serve as an example."""

    id: str
    hazard: str


@dataclass(frozen=True)
class Reading:
    id: str


def _withdraw(hazard: str) -> Option:
    return Option("call_back", "call_back", opens=Open("withdraw_example", {"hazard": hazard}))


async def choose_example(sharing: Sharing) -> Do | Say:
    draft = await find(ExampleDraft(sharing.hazard))
    if draft is None:
        return Say("refused.unknown_case")
    show = card_option("show", sharing.hazard)
    if draft["state"] == "open":
        return Say("example.still_open", draft, (show,))
    if draft["state"] in {"waits", "told"}:
        back = (_withdraw(sharing.hazard),) if draft["state"] == "waits" else ()
        return Say("example.chosen_before", draft, (*back, show))
    words, done = str(draft["words"]), str(draft["done"])
    while True:
        told = {"number": draft["number"], "category": draft["category"], "words": words, "done": done}
        answer = await ask_choice("example.sure", (YES, REWORD, REWORD_DONE, NO), sharing.hazard, **told)
        if answer == "not_sure":
            return Say("example.left", {"number": draft["number"]})
        if answer == "sure":
            options = (_withdraw(sharing.hazard),)
            return Do(ChooseExample(sharing.hazard, words, done), "example.chosen", facts=told, options=options)
        said = await _words("example.what" if answer == "reword" else "example.how")
        words, done = (said, done) if answer == "reword" else (words, said)


async def _words(topic: str) -> str:
    """In other words, and again without names."""
    asked, facts = topic, dict[str, Any]()
    while True:
        said = (await ask(Question(topic, asked, facts, text=True, past=True))).text.strip()
        if len(said) <= MOST_SIGNS:
            return str(await find(WithoutNames(said)))
        asked, facts = "example.shorter", {"most": MOST_SIGNS}


async def withdraw_example(sharing: Sharing) -> Do | Say:
    draft = await find(ExampleDraft(sharing.hazard))
    if draft is None or draft["state"] != "waits":
        return Say("refused.example_over")
    if not await sure("example.sure_back", sharing.hazard, number=draft["number"], on=draft["on"]):
        return Say("example.stays", {"number": draft["number"], "on": draft["on"]})
    return Do(WithdrawExample(sharing.hazard), "example.withdrawn", facts={"number": draft["number"]})


async def examples(reading: Reading) -> Say:
    """The last ones, and those that wait for their Monday; a number opens one."""
    rows = await find(ExampleCases())
    options = tuple(
        Option(str(n), text=str(n), opens=Open("choose_example", {"hazard": row["id"]}))
        for n, row in enumerate(rows, 1)
    )
    return Say("example.list", {"rows": rows}, options) if rows else Say("example.none")
