"""What a case keeps of its branches: frozen values without rules, each replaced as a whole."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Money:
    """The money of a repair, in fen: what waits to be approved (0: nothing), what is approved, and what is spent.

    asked_by: who asked for what waits; since: the version of the case that asked, for whoever saw it before.
    """

    asked: int = 0
    asked_by: str = ""
    since: int = 0
    budget: int = 0
    spent: int = 0

    @property
    def over(self) -> int:
        """How much more than approved is spent."""
        return max(self.spent - self.budget, 0)
