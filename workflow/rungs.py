"""What a ladder is made of: its rungs, as the company or the house has them."""

from dataclasses import dataclass

from workflow.people import Role

# Who can stand on a ladder: the owner of the case, and these above them.
ON_LADDERS = (
    Role.OWNER,
    Role.TEAM_LEADER,
    Role.DEPARTMENT_HEAD,
    Role.SAFETY_OFFICER,
    Role.SAFETY_DIRECTOR,
    Role.EXECUTIVE,
)
LONGEST = 365  # days from the limit


@dataclass(frozen=True)
class Rung:
    """So many calendar days from the limit (before it: negative) these roles are told; no number: daily until then."""

    days: int | None
    roles: tuple[Role, ...]

    @property
    def above(self) -> tuple[Role, ...]:
        """Whom it tells besides the owner."""
        return tuple(role for role in self.roles if role is not Role.OWNER)


@dataclass(frozen=True, init=False)
class Ladder:
    """The rungs of a grade."""

    rungs: tuple[Rung, ...]

    def __init__(self, *rungs: Rung) -> None:
        object.__setattr__(self, "rungs", rungs)

    def higher(self, rung: Rung) -> list[Rung]:
        """Those above a rung, the next one first."""
        later = [other for other in self.rungs if (other.days or 0) > (rung.days or 0)]
        return sorted(later, key=lambda other: other.days or 0)
