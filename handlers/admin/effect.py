"""效果评估: what of a quarter is better than before, what is not, and what cannot be said."""

from dataclasses import asdict, dataclass, replace
from typing import Any

from handlers.admin.wanted import EffectOf
from handlers.questions import Open, Option, Question, ask, find
from handlers.replies import Become, Say
from handlers.wanted import SpanIn
from workflow.effect import Against

AGAINST = {
    Against.BEFORE: Option("before", "against.before"),
    Against.YEAR: Option("year", "against.year"),
    Against.START: Option("start", "against.start"),
}


@dataclass(frozen=True)
class Evaluating:
    """A quarter by a day in it (none: today's), and what it is held against."""

    id: str
    day: str = ""
    against: str = Against.BEFORE


def _args(evaluating: Evaluating) -> dict[str, Any]:
    return {name: value for name, value in asdict(evaluating).items() if name != "id"}


async def effect(evaluating: Evaluating) -> Say:
    facts = await find(EffectOf(evaluating.day, evaluating.against))
    others = tuple(
        replace(option, opens=Open("effect", _args(replace(evaluating, against=each))))
        for each, option in AGAINST.items()
        if each != evaluating.against
    )
    when = Option("quarter", "other_quarter", opens=Open("effect_quarter", _args(evaluating)))
    accidents = Option("accidents", "accidents", opens=Open("accidents"))
    topic = "effect.nothing" if facts["empty"] else "effect.sheet" if facts["figures"] else "effect.no_earlier"
    return Say(topic, facts, (*others, when) if topic == "effect.nothing" else (*others, when, accidents))


async def effect_quarter(evaluating: Evaluating) -> Become:
    """Which quarter, in whatever words name a time in it."""
    topic = "effect.which"
    while True:
        answer = await ask(Question("effect.which", topic, {}, text=True, figures=True))
        said = await find(SpanIn(answer.text))
        if said is not None and said["day"]:
            return Become("effect", _args(replace(evaluating, day=said["day"])))
        topic = "effect.which_again"
