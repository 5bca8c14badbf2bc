"""What branches of a case's life keep of it: frozen values without rules, each replaced as a whole."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Stage:
    """A step of a treatment plan: by when, and when it was done. What is to be done then is said in its event."""

    due_at: datetime
    done_at: datetime | None = None


@dataclass(frozen=True)
class Plan:
    """A treatment plan 治理方案, in the making or approved; its words are in the texts of its events.

    parts: those that people have said in words. sent_by: who asked for its approval; none while nobody has; since: the
    version of the case that asked, for whoever saw it before.
    slips: how often a stage was not done by its day.
    """

    parts: tuple[str, ...] = ()
    stages: tuple[Stage, ...] = ()
    sent_by: str | None = None
    since: int = 0
    approved_at: datetime | None = None
    slips: int = 0
    supervised: bool = False
    long_term: bool = False

    @property
    def submitted(self) -> bool:
        """True while it waits for approval."""
        return self.sent_by is not None


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


@dataclass(frozen=True)
class Major:
    """Of a major hazard: the papers that have been handed in, by code, and whether an authority ordered something.

    ordered: a stop, or the case put on an authority's list (挂牌督办): then it is the authority that lets work resume.
    """

    ordered: bool = False
    papers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Snooze:
    """An owner's reminders, put off: by whom, until when, and how often they have done so with this case."""

    by: str
    until: datetime
    times: int
