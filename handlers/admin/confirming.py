"""The last question before something is changed: it says what will be, and nothing is changed without a yes."""

from typing import Any

from handlers.questions import Option, ask_choice

YES_WORDS = frozenset({"好", "好的", "是", "是的", "对", "行", "可以", "yes", "y", "ok", "okay", "sure"})
NO_WORDS = frozenset({"不", "不是", "不要", "不用", "不行", "别", "no", "n", "not now"})
YES, NO = Option("sure", "sure", said=YES_WORDS), Option("not_sure", "not_sure", said=NO_WORDS)


async def sure(topic: str, hazard: str | None = None, **facts: Any) -> bool:
    return await ask_choice(topic, (YES, NO), hazard, **facts) == "sure"
