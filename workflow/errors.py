"""The one way in which a rule of the domain says no."""


class Refused(Exception):
    """A rule forbids the act; nothing was changed. `reason` names a block of the template `refused`."""

    def __init__(self, reason: str, **facts: str | int | None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.facts = facts
