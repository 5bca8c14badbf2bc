"""Reports under a name that say what an anonymous one says: nothing of them is kept."""

from collections.abc import Mapping
from typing import Any

from handlers.turn_plan import Dialogue, Plan


def said_of_hazard(dialogue: Dialogue) -> list[str]:
    """What a report says of the hazard: not for whom it is made."""
    answers = (entry.get("text") for entry in dialogue["journal"] if entry["key"] != "report.for_whom")
    captions = (part["text"] for part in parts_of(dialogue))
    return [words for words in (dialogue["args"].get("text"), *captions, *answers) if words]


def opened_with(dialogue: Dialogue) -> int:
    """How many pictures came with what opened a report."""
    args = dialogue["args"]
    return int(args.get("photos", 0)) + sum(len(part["photos"]) for part in parts_of(dialogue))


def parts_of(dialogue: Dialogue) -> list[Mapping[str, Any]]:
    """What waits in a dialogue to be reported by itself: parts of its album, hazards told beside it."""
    return [*dialogue["args"].get("parts", ()), *dialogue.get("others", ())]


def forget_kept(plan: Plan, anonymous: Dialogue) -> None:
    """Let go of what was put aside under a name and says the same as this anonymous report."""
    whole = _squeezed(" ".join(said_of_hazard(anonymous)))
    for kept in list(plan.conversation.kept):
        words = _squeezed(" ".join(said_of_hazard(kept)))
        if words and (words in whole or whole in words):
            plan.conversation.kept.remove(kept)
            plan.erased += kept.get("messages", ())
            plan.unsaid.add(kept["draft"])


def _squeezed(words: str) -> str:
    """Letters and figures alone, for finding the same words again."""
    return "".join(character for character in words.casefold() if character.isalnum())
