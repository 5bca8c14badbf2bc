"""What the commands of officers and administrators want to find out; lookups.py beside it says how it is answered."""

from dataclasses import dataclass

from handlers.questions import Lookup


@dataclass(frozen=True)
class Health(Lookup):
    """How the bot itself is doing: problems, the worst first, and figures of the day."""
