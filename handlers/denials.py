"""How somebody is told that a thing is not theirs: which right it takes, and who has it."""

from workflow.permissions import Action, who_may

# What is answered where a right is missing.
DENIALS = frozenset(
    {
        "refused.not_yours",
        "refused.unknown_case",
        "refused.not_employed",
        "digest.not_yours",
        "shift.not_yours",
        "finding.officers",
        "group.denied",
        "figures.not_yours",
        "made.not_yours",
        "web.no_board",
    }
)


def denied(right: Action) -> dict[str, str]:
    """The facts of such an answer."""
    return {"right": str(right), "may": ",".join(who_may(right))}
