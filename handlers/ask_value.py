"""Asking for a day or for an amount of money, in whatever words it is said, until one is understood."""

from dataclasses import dataclass
from typing import Any

from handlers.questions import Option, Question, ask, find
from handlers.wanted import AmountIn, DayIn, DaysAhead


@dataclass(frozen=True)
class Within:
    """From tomorrow to so many days ahead; `topic`: what is said where a day lies outside that."""

    most: int
    topic: str


async def ask_day(
    topic: str,
    again: str,
    options: tuple[Option, ...] = (),
    *,
    hazard: str | None = None,
    within: Within | None = None,
) -> str:
    """A day: its ISO date (2026-12-03), or the value of the option that was picked.

    again: the topic under which it is asked when the words named no one day. within: between which days it has to lie.
    """
    asked, facts = topic, dict[str, Any]()
    while True:
        answer = await ask(Question(topic, asked, facts, options, text=True, hazard=hazard, figures=True))
        if answer.choice is not None:
            return answer.choice
        day = await find(DayIn(answer.text))
        if day is None:
            asked, facts = again, {}
        elif within is not None and not 1 <= await find(DaysAhead(day)) <= within.most:
            asked, facts = within.topic, {"most": within.most}
        else:
            return str(day)


async def ask_amount(topic: str, again: str, *, hazard: str | None = None) -> int:
    """An amount of money in fen; negative where that was said, which the domain refuses with its own reason.

    again: the topic under which it is asked when the words named no one amount.
    """
    asked = topic
    while True:
        answer = await ask(Question(topic, asked, {}, text=True, hazard=hazard, spoken=True))
        amount = await find(AmountIn(answer.text))
        if amount is not None:
            return int(amount)
        asked = again
