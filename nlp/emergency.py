"""placeholder until the branch lands."""

from workflow.emergency import Emergency


def happening_now(words: str) -> Emergency | None:
    return Emergency.FIRE if "着火了" in words or "on fire" in words else None
