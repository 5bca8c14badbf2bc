"""Asking for a day and for money: any words that say it are an answer, and the others are asked again."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest

from handlers import routing
from handlers.ask_value import ask_amount, ask_day
from handlers.dialogue import Script
from handlers.dialogues import Sender
from handlers.known import Known
from handlers.lookups import LOOKUPS
from handlers.messages import Incoming
from handlers.questions import Lookup, Open, Option
from handlers.replies import Say
from handlers.stack import Stack
from handlers.tools import Tools
from handlers.understand import Understanding
from handlers.wanted import AmountIn, DayIn
from storage.answering import Listed
from storage.dialogues import Conversation
from tests.handlers.journals import after, asks, ends
from workflow.permissions import Action

NOW = datetime(2026, 11, 26, 2, 0, tzinfo=UTC)
DAYS = (Option("today", text="今天"), Option("tomorrow", text="明天"))


@dataclass(frozen=True)
class Looking:
    """As much of a viewer as these lookups look at."""

    today: date = date(2026, 11, 26)


def find(lookup: Lookup) -> Any:
    """The answer of the table itself: neither lookup needs tools or a database."""
    nothing: Any = None
    tools: Tools = nothing
    viewer: Any = Looking()
    return LOOKUPS[type(lookup)](tools, nothing, viewer, lookup)


def by_when() -> Script:
    return ask_day("when", "when_again", DAYS, hazard="h1")


def how_much() -> Script:
    return ask_amount("cost", "cost_again", hazard="h1")


@pytest.mark.parametrize(
    ("lookup", "found"),
    [
        (DayIn("下周四"), "2026-12-03"),
        (DayIn("昨天"), "2026-11-25"),
        (DayIn("等备件"), None),
        (AmountIn("3万5"), 3_500_000),
        (AmountIn("-500"), -50_000),
        (AmountIn("0"), 0),
        (AmountIn("还没报价"), None),
    ],
)
def test_words_are_looked_up_as_a_plain_value(lookup: Lookup, found: Any) -> None:
    assert find(lookup) == found


@pytest.mark.parametrize(
    ("answer", "day"),
    [({"choice": "tomorrow"}, "tomorrow"), ({"text": "12月3日"}, "2026-12-03"), ({"text": "12-3"}, "2026-12-03")],
)
def test_a_day_is_tapped_or_said(answer: dict[str, Any], day: str) -> None:
    assert ends(by_when(), after(by_when, find, answer), find).result == day


@pytest.mark.parametrize(
    ("script", "unclear", "clear", "value"),
    [
        (by_when, "等备件到了", {"text": "周五"}, "2026-11-27"),
        (by_when, "2月30日", {"choice": "today"}, "today"),
        (how_much, "还没报价", {"text": "3千"}, 300_000),
        (how_much, "3台5000", {"text": "0"}, 0),
    ],
)
def test_what_is_not_understood_is_asked_again(
    script: Callable[[], Script], unclear: str, clear: dict[str, Any], value: Any
) -> None:
    first = asks(script(), [], find).question
    again = asks(script(), after(script, find, {"text": unclear}, {"text": unclear}), find).question
    assert again.topic == f"{first.topic}_again"
    assert (again.key, again.options, again.hazard) == (first.key, first.options, "h1")
    assert ends(script(), after(script, find, {"text": unclear}, clear), find).result == value


# Through the door: what a bare number is, when each is asked


@dataclass(frozen=True)
class Asked:
    id: str


def unknown(words: str) -> None:
    """There are no cards and no cases here."""


def never(words: str) -> bool:
    return False


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], Script], str], list[Any]]:
    """What comes of a message while a script asks: its value, and else the topics that are said."""

    def say(script: Callable[[], Script], text: str) -> list[Any]:
        values: list[Any] = []

        async def run(asked: Asked) -> Say:
            values.append(await script())
            return Say("over")

        monkeypatch.setitem(routing.SCRIPTS, "asking", routing.Row(Action.TALK, run, Asked))
        stack = Stack(Sender("p1", ["m1"]), Conversation(), lambda plan, lookup, dialogue: find(lookup), NOW)
        stack.go_on(stack.open(Open("asking")))
        asked = Listed("", 0, stack.plan.replies[-1].question, fresh=True, numbered=True, answer=True)
        stack.plan.replies.clear()
        known = Known(unknown, lambda: [asked], never, unknown, str)
        Understanding(stack, known, Incoming("b", "m1", "s", NOW, text), "p1").take_in()
        return values or [reply.topic for reply in stack.plan.replies]

    return say


@pytest.mark.parametrize(
    ("script", "text", "comes"),
    [
        (by_when, "12-3", ["2026-12-03"]),
        (by_when, "2026-12-03", ["2026-12-03"]),
        (by_when, "2", ["tomorrow"]),
        (by_when, "明天", ["tomorrow"]),
        (by_when, "后天", ["2026-11-28"]),
        (by_when, "7", ["when_again"]),
        (by_when, "？！", ["when_again"]),
        (how_much, "1", [100]),
        (how_much, "3000", [300_000]),
        (how_much, "-500", [-50_000]),
        (how_much, "三千", [300_000]),
        (how_much, "很多", ["cost_again"]),
    ],
)
def test_figures_are_an_answer_and_a_bare_digit_picks_only_a_day(
    said: Callable[[Callable[[], Script], str], list[Any]],
    script: Callable[[], Script],
    text: str,
    comes: list[Any],
) -> None:
    assert said(script, text) == comes
