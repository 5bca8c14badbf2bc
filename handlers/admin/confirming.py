"""The last question before something is changed: it says what will be, and nothing is changed without a yes."""

from typing import Any

from handlers.questions import Option, ask_choice
from nlp.whether import Whether

YES, NO = Option("sure", "sure", said=Whether.YES), Option("not_sure", "not_sure", said=Whether.NO)


async def sure(topic: str, hazard: str | None = None, **facts: Any) -> bool:
    return await ask_choice(topic, (YES, NO), hazard, **facts) == "sure"
