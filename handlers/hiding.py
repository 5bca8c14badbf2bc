"""Reports under a name that say what an anonymous one says: nothing of them is kept."""

from handlers.turn_plan import Dialogue, Plan


def said_of_hazard(dialogue: Dialogue) -> list[str]:
    """What a report says of the hazard: not for whom it is made."""
    answers = (entry.get("text") for entry in dialogue["journal"] if entry["key"] != "report.for_whom")
    return [words for words in (dialogue["args"].get("text"), *answers) if words]


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
