"""What people do about what takes long: a plan, its approval and its stages."""

from tests.workflow.desk import as_desk
from tests.workflow.ground import Done, Ground
from workflow.approval import ApprovePlan, ReturnPlan, SubmitPlan, TakeBackPlan
from workflow.hazard import Hazard
from workflow.plan import LIMIT, PARTS, AddStage, DropStage, FillPart, MakeLongTerm, begin
from workflow.stages import FinishStage, MoveStage


class Plans(Ground):
    """A plan is filled, sent, decided on, and done stage by stage."""

    def makes_long_term(self, case: Hazard, name: str = "qian", goal: str = "换一台新的") -> Done:
        return self.does(name, MakeLongTerm(case.id, goal))

    def fills(self, case: Hazard, part: str, name: str = "", words: str = "写清楚了") -> Done:
        return self.does(name or case.owner_id or "", FillPart(case.id, part, words, self.draft(0)))

    def adds_stage(self, case: Hazard, days: int, name: str = "", goal: str = "新机到货") -> Done:
        return self.does(name or case.owner_id or "", AddStage(case.id, goal, self.day(days)))

    def drops_stage(self, case: Hazard) -> Done:
        return self.does(case.owner_id or "", DropStage(case.id))

    def submits_plan(self, case: Hazard, name: str = "") -> Done:
        return self.does(name or case.owner_id or "", SubmitPlan(case.id))

    def approves_plan(self, case: Hazard, name: str = "he") -> Done:
        return self.does(name, ApprovePlan(case.id, case.version))

    def returns_plan(self, case: Hazard, name: str = "he", reason: str = "资金没写清") -> Done:
        return self.does(name, ReturnPlan(case.id, reason))

    def takes_back_plan(self, case: Hazard, name: str = "") -> Done:
        return self.does(name or case.owner_id or "", TakeBackPlan(case.id))

    def finishes_stage(self, case: Hazard, remark: str = "到货了", photos: int = 0) -> Done:
        return self.does(case.owner_id or "", FinishStage(case.id, self.draft(photos), remark))

    def moves_stage(self, case: Hazard, position: int, days: int, name: str = "he", reason: str = "厂家缺货") -> Done:
        return self.does(name, MoveStage(case.id, position, self.day(days), reason))

    def plans(self, case: Hazard, *days: int) -> None:
        """Everything that a plan has to say, with stages so many days from today."""
        for part in PARTS:
            if part != LIMIT:
                self.fills(case, part)
        for day in days or (30, 60):
            self.adds_stage(case, day)

    def begins_plan(self, case: Hazard) -> Done:
        begin(as_desk(self.desk), case, self.act("he"))
        return Done(case, self.desk.events[-1:], [])

    def slips(self, case: Hazard, times: int = 1) -> Done:
        """The stage in hand is not done by its day, nor in the weeks that follow."""
        return [self.rings(case, "stage") for _ in range(times)][-1]
