"""已看到: one tap on what asks to be seen, after which its card says so and keeps its other buttons."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from handlers.questions import Open, Option, find
from handlers.replies import Do, Reply, Say
from handlers.wanted import SeenAt
from workflow.attention import ASKING_TOPICS, MarkSeen

BUTTON = "seen"
NOTED = "seen.noted"


@dataclass(frozen=True)
class Card:
    id: str
    hazard: str


async def mark_seen(card: Card) -> Do | Say:
    """Nothing is asked. A second tap is answered as the first one was."""
    stands = await find(SeenAt(card.hazard))
    if not stands["asked"]:
        return Say("card.stale")
    return Do(MarkSeen(card.hazard), NOTED, facts={"seen_at": stands["at"]})


def seen_by(notice: Any, choice: Mapping[str, Any]) -> MarkSeen | None:
    """What a tap of any other button of such a card says besides: whoever goes on from it has seen it."""
    asks = notice.topic in ASKING_TOPICS and notice.subject_id is not None and not notice.to_group
    return MarkSeen(notice.subject_id) if asks and choice["value"] != BUTTON else None


def in_its_place(replies: Sequence[Reply], notice: Any) -> list[Reply]:
    """The replies, where the one that says that it was seen takes the place of the card, with its other buttons."""
    return [_over(reply, notice) if reply.topic == NOTED else reply for reply in replies]


def _over(reply: Reply, notice: Any) -> Reply:
    others = tuple(_option(choice) for choice in notice.choices if choice["value"] != BUTTON)
    return replace(reply, options=others, replaces=notice.id, version=notice.subject_version)


def _option(choice: Mapping[str, Any]) -> Option:
    script, args = choice["opens"]
    return Option(choice["value"], choice["label"], choice["text"], Open(script, args))
