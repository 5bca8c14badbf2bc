"""What is remembered of a case from event to event, so that each is looked at once: how it counts, and what runs."""

from dataclasses import dataclass
from datetime import date, datetime

from workflow.lifecycle import State
from workflow.standing import Counted, DayOf, Standing, counted, done_since, is_return
from workflow.steps import Running, Taken, step_on


@dataclass(frozen=True)
class Known:
    """A case after an event. counts: none where it does not count. taken: the step that this event has done."""

    counts: Counted | None = None
    state: State | None = None
    done_on: date | None = None
    returns: int = 0
    runs: Running | None = None
    taken: Taken | None = None

    def after(self, stands: Standing, at: datetime, received_at: datetime, day_of: DayOf, *, recurs: bool) -> "Known":
        """The same after one event more, which says how the case now stands."""
        done_on = done_since(self.done_on, stands, day_of(at))
        returns = self.returns + is_return(self.state, stands.state)
        runs, taken = step_on(self.runs, stands, at)
        counts = counted(stands, received_at, day_of, recurs=recurs, done_on=done_on, returns=returns)
        return Known(counts, stands.state, done_on, returns, runs, taken)
