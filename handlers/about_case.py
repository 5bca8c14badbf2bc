"""What every script about a case asks: whether a thing can still be done, and why it is done."""

from typing import Any

from handlers.admin.confirming import NO
from handlers.legible import number_in
from handlers.my_hazards import card_option
from handlers.questions import Option, Question, ask, ask_choice, find
from handlers.replies import Say
from handlers.wanted import CaseNow, CaseNumbered, Label, OwnName, WhyNot
from nlp.own_name import without
from workflow.lifecycle import Verb


async def can(hazard: str, *verbs: Verb) -> bool:
    """True when one of these is the person's to do with the case as it stands."""
    case = await find(CaseNow(hazard))
    return case is not None and any(verb in case["verbs"] for verb in verbs)


async def why_not(hazard: str, verb: Verb) -> Say:
    """What is said to whoever taps a thing that is not theirs to do: why, or how the case stands now."""
    refusal = await find(WhyNot(hazard, verb))
    if refusal is None:
        return Say("card.stale")
    return Say(f"refused.{refusal['reason']}", refusal["facts"], (card_option("show", hazard, "see_latest"),))


async def which_case(topic: str, said: str = "") -> str | None:
    """The id of a case by its number or the last digits of it; None where the person has thought better of it.

    said: how they have named it already.
    """
    asked, facts = topic, dict[str, Any]()
    while True:
        if not said:
            answer = await ask(Question(topic, asked, facts, (NO,), text=True, number=True, spoken=True))
            if answer.choice is not None:
                return None
            said = answer.text
        found = await find(CaseNumbered(number_in(said).upper()))
        if found is not None:
            return str(found)
        asked, facts, said = "steer.no_such_number", {"said": said}, ""


async def ask_reason(topic: str, kind: str, codes: tuple[str, ...], pictured: str = "", **facts: Any) -> str:
    """A usual reason by tap, or any in words.

    kind: the table of labels under `choice` that names the codes. pictured: the topic that answers a picture, where one
    may come: it shows the reason, but does not say it. facts: what the question tells.
    """
    options = tuple(Option(code, f"{kind}.{code}") for code in codes)
    asked = topic
    while True:
        answer = await ask(Question(topic, asked, facts, options, text=True, photos=bool(pictured)))
        if answer.choice or answer.text:
            return await unnamed(answer.text) or str(await find(Label("choice", f"{kind}.{answer.choice}")))
        asked = pictured


async def unnamed(words: str) -> str:
    """The words; of somebody who is not to be named and names themselves, as they want them once they are asked."""
    names = await find(OwnName(words)) if words else []
    if not names:
        return words
    options = (Option("strike", "own_name.strike"), Option("keep", "own_name.keep"))
    keep = await ask_choice("anonymous.own_name", options) == "keep"
    return words if keep else without(words, names)
