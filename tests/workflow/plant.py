"""The plant of the tests: all that its people do, and how far they have brought a case."""

from tests.workflow.acts_on_dangers import Dangers
from tests.workflow.acts_on_plans import Plans
from tests.workflow.acts_on_tasks import Tasks
from workflow.hazard import Hazard
from workflow.lifecycle import State


class Plant(Tasks, Dangers, Plans):
    """The company of `cast`, its clock, and the acts of its people, each with all its consequences as in a turn."""

    def solved_outside(self, case: Hazard) -> Hazard:
        """Those outside say that it is done, and it waits for acceptance."""
        self.moves_outside(case)
        return self.submits(case).case

    def repaired_major(self) -> Hazard:
        """A confirmed major hazard that was repaired by its plan and waits for acceptance."""
        case = self.is_major(self.case_in(State.RECTIFYING))
        self.plans(case, 30)
        self.submits_plan(case)
        self.contains(case)
        self.approves_plan(case, "zhou")
        self.finishes_stage(case)
        self.submits(case)
        return case

    def planned(self, *days: int) -> Hazard:
        """A long-standing case whose plan is approved."""
        case = self.case_in(State.PLANNING)
        self.plans(case, *days)
        self.submits_plan(case)
        self.approves_plan(case)
        return case

    def case_in(self, state: State, danger: str = "", asked: int = 0) -> Hazard:
        """A case that has come this far by the usual way; Zhang repairs and Zhao accepts.

        asked: yuan that Zhang asks for as soon as the task is his.
        """
        if state in (State.ALARM, State.INVALID):
            alarm = self.raises().case
            return alarm if state is State.ALARM else self.calls_off(alarm).case
        if state is State.PLANNING:
            return self.makes_long_term(self.case_in(State.RECTIFYING, danger, asked)).case
        if state is State.MERGED:
            return self.merges(self.reported(), self.reported("wang")).case
        nobodys = state is State.REPORTED and not asked
        case = self.reports(area="yard" if nobodys else "stamping", danger=danger).case
        if asked:
            self.asks_money(case, asked)
        if asked and state is State.REPORTED:
            self.passes_on(case, None)
        if state is State.OUTSIDE:
            return self.moves_outside(case).case
        steps = (State.RECTIFYING, self.takes), (State.AWAITING_ACCEPTANCE, self.submits), (State.CLOSED, self.accepts)
        for reached, step in steps:
            if case.state is not state:
                step(case)
                assert case.state is reached
        return case
