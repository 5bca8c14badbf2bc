"""Whatever anybody does in whatever order: no case ever leaves the table, and what is refused leaves no trace."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.workflow.cast import CAST
from tests.workflow.ground import Done
from tests.workflow.plant import Plant
from workflow.actions import ORDERS, possible
from workflow.alarm import CallFalseAlarm, RaiseAlarm, Respond, StandDown, TellAlarm
from workflow.approval import ApprovePlan, ReturnPlan, SubmitPlan, TakeBackPlan
from workflow.assistance import AskHelp, DeclineHelp, FinishHelp, TakeHelp, WithdrawHelp
from workflow.commands import (
    AcceptRepair,
    AssignOwner,
    HazardCommand,
    PassOn,
    PostProgress,
    Reopen,
    SendBack,
    SubmitForAcceptance,
    SubmitReport,
    TakeTask,
    Verify,
)
from workflow.danger import HELD, RHYTHMS, RUNNING, CheckMeasure, Contain, MissMeasure, SetMeasure
from workflow.emergency import Emergency
from workflow.errors import Refused
from workflow.extension import AskMoreTime, GrantTime, MoveLimit, RefuseTime
from workflow.gap import FillGap
from workflow.hazard import Hazard
from workflow.keeps import Money, Stage
from workflow.library import Category, Grade
from workflow.lifecycle import AT_WORK, WITH_OWNER, State, Verb, state_after
from workflow.major import ConfirmMajor, LowerMajor, Regrade
from workflow.money import ApproveMoney, AskMoney, RefuseMoney, SpendMoney
from workflow.on_the_spot import ReportFixed
from workflow.outside import BringBack, MoveOutside, NoteAnswer, ReportToAuthority, SendLetter
from workflow.papers import DescribeMajor, Paper, RecordPaper, StrikePaper
from workflow.papers import missing as missing_papers
from workflow.plan import LIMIT, PARTS, AddStage, DropStage, FillPart, MakeLongTerm, in_the_making, missing, wanted
from workflow.recheck import ConfirmHolds
from workflow.set_aside import MarkInvalid, Merge, Reinstate
from workflow.snooze import SnoozeReminder
from workflow.stages import FinishStage, MoveStage, in_hand, slips_on
from workflow.suspension import Resume, Suspend

OWNERLESS = (State.ALARM, State.REPORTED, State.INVALID, State.MERGED)
PEOPLE = [name for name, *_ in CAST]
LEAD_OUTSIDE = {"moved_outside", "remained_outside"}
LEAD_BACK = {"brought_back", "marked_invalid", "merged", "planning_begun"}
VERB_OF_COMMAND = {kind: order.verb for kind, order in ORDERS.items()}


def stages_of(case: Hazard) -> tuple[Stage, ...]:
    return case.plan.stages if case.plan is not None else ()


names = st.sampled_from(PEOPLE)
words = st.sampled_from(["螺丝还少一个", "不归我管", "", "  "])
UNTIL = st.sampled_from(["7", "0", "2026-12-24", "2026-11-20"])
DEPARTMENTS = st.sampled_from(["production", "store", "safety", "moon"])
photos = st.sampled_from([1, 2, 0])
days = st.sampled_from([30, 60, 90, 0, -1, 5000])


class AnyOrder(RuleBasedStateMachine):
    """Some cases, some people, and whatever they come up with."""

    def __init__(self) -> None:
        super().__init__()
        self.plant = Plant()

    @property
    def cases(self) -> list[Hazard]:
        return list(self.plant.desk.hazards.values())

    @initialize()
    def something_has_been_reported(self) -> None:
        self.plant.reported("li", "stamping")

    @precondition(lambda self: len(self.cases) < 4)
    @rule(
        name=names,
        area=st.sampled_from(["stamping", "line", "warehouse", "yard", "moon"]),
        category=st.sampled_from([Category.MECHANICAL, Category.CHEMICAL]),
        grade=st.sampled_from(Grade),
        library=st.sampled_from([None, "guard", "spill"]),
        danger=st.sampled_from(["", "stopped", "running"]),
    )
    def somebody_reports(
        self, name: str, area: str, category: Category, grade: Grade, library: str | None, danger: str
    ) -> None:
        draft = self.plant.draft()
        kind = ReportFixed if danger == "stopped" else SubmitReport
        self.attempt(name, kind(draft, "漏油", category, grade, area, None, library, danger=danger))

    @precondition(lambda self: len(self.cases) < 5)
    @rule(name=names, kind=st.sampled_from(Emergency), area=st.sampled_from(["stamping", "yard", "moon", None]))
    def somebody_raises_an_alarm(self, name: str, kind: Emergency, area: str | None) -> None:
        self.attempt(name, RaiseAlarm(self.plant.draft(), kind, "着火了", area))

    @rule(data=st.data(), name=names, kind=st.sampled_from(list(ORDERS)))
    def anybody_orders_anything(self, data: st.DataObject, name: str, kind: type[HazardCommand]) -> None:
        case = data.draw(st.sampled_from(self.cases))
        self.attempt(name, self.command(data, kind, case))

    @rule(data=st.data(), steps=st.integers(1, 6))
    def a_case_goes_some_way(self, data: st.DataObject, steps: int) -> None:
        """People do what is theirs to do; without this most lives would end where they began."""
        case = data.draw(st.sampled_from(self.cases))
        for _ in range(steps):
            able = self.able(case)
            if not able:
                return
            verb = data.draw(st.sampled_from(sorted(able, key=list(Verb).index)))
            name = data.draw(st.sampled_from(able[verb]))
            kind = next(kind for kind, of_kind in VERB_OF_COMMAND.items() if of_kind is verb)
            self.attempt(name, self.command(data, kind, case))

    def able(self, case: Hazard) -> dict[Verb, list[str]]:
        """Who may do what with a case as it stands."""
        found: dict[Verb, list[str]] = {}
        for name, person in self.plant.desk.people.items():
            for verb in possible(person, case, self.plant.desk.today):
                found.setdefault(verb, []).append(name)
        return found

    @rule(hours=st.sampled_from([1, 9, 30, 24 * 31]))
    def time_passes(self, hours: int) -> None:
        self.plant.passes(hours=hours)

    @rule()
    def the_clocks_that_are_due_ring(self) -> None:
        for (_, subject, clock), due in list(self.plant.desk.live.items()):
            if due <= self.plant.now and clock in self.plant.running(self.plant.desk.hazards[subject]):
                self.plant.rings(self.plant.desk.hazards[subject], clock)

    @rule(name=st.sampled_from(["zhang", "zhao", "ma", "qian", "wang"]))
    def somebody_leaves(self, name: str) -> None:
        if self.plant.desk.people[name].left_on is None:
            self.plant.leaves(name)

    def command(self, data: st.DataObject, kind: type[HazardCommand], case: Hazard) -> HazardCommand:
        seen = case.version - data.draw(st.sampled_from([0, 0, 0, 1]), label="versions behind")
        said = data.draw(words, label="words")
        to = data.draw(names, label="to")
        draft = self.plant.draft(data.draw(photos, label="photos"))
        makes: dict[type, Callable[[], HazardCommand]] = {
            AssignOwner: lambda: AssignOwner(case.id, to),
            TakeTask: lambda: TakeTask(case.id),
            PassOn: lambda: self.passing_on(case, to, said, data.draw(st.sampled_from(["to", "back", "nobodys"]))),
            PostProgress: lambda: PostProgress(case.id, draft, "working", said),
            SubmitForAcceptance: lambda: SubmitForAcceptance(case.id, draft, "", said),
            AcceptRepair: lambda: AcceptRepair(case.id, seen, said, data.draw(st.booleans(), label="on site")),
            SendBack: lambda: SendBack(case.id, seen, said),
            Reopen: lambda: Reopen(case.id, said),
            Verify: lambda: Verify(case.id),
            AskMoreTime: lambda: AskMoreTime(case.id, data.draw(st.sampled_from([3, 0, 91]), label="days"), said),
            GrantTime: lambda: GrantTime(case.id, seen),
            RefuseTime: lambda: RefuseTime(case.id, seen, said),
            MoveLimit: lambda: MoveLimit(case.id, seen, self.moment(data.draw(days, label="day")), said),
            Suspend: lambda: Suspend(case.id, seen, data.draw(UNTIL, label="until"), said),
            Resume: lambda: Resume(case.id),
            SnoozeReminder: lambda: SnoozeReminder(
                case.id, data.draw(st.sampled_from([4, 24, 0, 25]), label="hours"), said
            ),
            AskMoney: lambda: AskMoney(case.id, data.draw(st.sampled_from([150_000, 0, 3_000_000]), label="fen"), said),
            ApproveMoney: lambda: ApproveMoney(case.id, seen),
            RefuseMoney: lambda: RefuseMoney(case.id, seen, said),
            SpendMoney: lambda: SpendMoney(case.id, 160_000, said, draft),
            AskHelp: lambda: AskHelp(case.id, data.draw(DEPARTMENTS, label="department"), said),
            TakeHelp: lambda: TakeHelp(case.id),
            FinishHelp: lambda: FinishHelp(case.id, said, draft),
            DeclineHelp: lambda: DeclineHelp(case.id, said),
            WithdrawHelp: lambda: WithdrawHelp(case.id),
            FillGap: lambda: FillGap(case.id),
            MoveOutside: lambda: MoveOutside(case.id, "园区物业", data.draw(UNTIL, label="until"), said, draft),
            SendLetter: lambda: SendLetter(case.id, said, draft),
            NoteAnswer: lambda: NoteAnswer(case.id, said, data.draw(UNTIL, label="until"), draft),
            ReportToAuthority: lambda: ReportToAuthority(case.id, said, data.draw(UNTIL, label="day"), said, draft),
            BringBack: lambda: BringBack(case.id, said),
            Contain: lambda: Contain(case.id, said, draft),
            CheckMeasure: lambda: CheckMeasure(case.id),
            MissMeasure: lambda: MissMeasure(case.id),
            SetMeasure: lambda: SetMeasure(
                case.id,
                data.draw(st.sampled_from([None, 5, *RHYTHMS]), label="hours"),
                days=data.draw(st.sampled_from([-1, 0, 3]), label="days"),
            ),
            MarkInvalid: lambda: MarkInvalid(case.id, said),
            Merge: lambda: Merge(case.id, data.draw(st.sampled_from(self.cases), label="into").number),
            Reinstate: lambda: Reinstate(case.id, said),
            ConfirmHolds: lambda: ConfirmHolds(case.id),
            ConfirmMajor: lambda: ConfirmMajor(case.id),
            Regrade: lambda: Regrade(case.id, data.draw(st.sampled_from(Grade), label="grade"), said),
            LowerMajor: lambda: LowerMajor(case.id, data.draw(st.sampled_from(Grade), label="grade"), said),
            RecordPaper: lambda: RecordPaper(
                case.id,
                data.draw(st.sampled_from(Paper), label="paper"),
                self.plant.desk.today.isoformat(),
                said,
                draft,
            ),
            StrikePaper: lambda: StrikePaper(case.id, data.draw(st.sampled_from(Paper), label="paper"), said),
            DescribeMajor: lambda: DescribeMajor(case.id, said, said, said),
            TellAlarm: lambda: TellAlarm(case.id, draft, "words", said),
            Respond: lambda: Respond(case.id),
            StandDown: lambda: StandDown(case.id),
            CallFalseAlarm: lambda: CallFalseAlarm(case.id),
            MakeLongTerm: lambda: MakeLongTerm(case.id, said),
            FillPart: lambda: FillPart(case.id, data.draw(st.sampled_from(PARTS), label="part"), said, draft),
            AddStage: lambda: AddStage(case.id, said, self.plant.day(data.draw(days, label="day"))),
            DropStage: lambda: DropStage(case.id),
            SubmitPlan: lambda: SubmitPlan(case.id),
            ApprovePlan: lambda: ApprovePlan(case.id, seen),
            TakeBackPlan: lambda: TakeBackPlan(case.id),
            ReturnPlan: lambda: ReturnPlan(case.id, said),
            FinishStage: lambda: FinishStage(case.id, draft, said),
            MoveStage: lambda: MoveStage(
                case.id, data.draw(st.integers(1, 3), label="stage"), self.plant.day(data.draw(days, label="day")), said
            ),
        }
        return makes[kind]()

    def moment(self, days: int) -> str:
        return (self.plant.now + timedelta(days=days)).isoformat()

    def passing_on(self, case: Hazard, to: str, said: str, way: str) -> PassOn:
        return PassOn(case.id, to if way == "to" else None, said, nobodys=way == "nobodys")

    def attempt(self, name: str, command: Any) -> None:
        """Do it; a refusal must leave everything as it was, a success is looked at closely."""
        before, photographs = self.plant.desk.everything(), self.plant.desk.photographs()
        try:
            done = self.plant.does(name, command)
        except Refused:
            assert self.plant.desk.everything() == before
            assert self.plant.desk.photographs() == photographs
            return
        self.right_consequences(name, command, done)

    def right_consequences(self, name: str, command: Any, done: Done) -> None:
        case = done.hazard
        assert case is not None
        assert done.events
        assert all(event.subject_id == case.id for event in done.events)
        for event in done.events:
            told = [n.recipient_id for n in done.notices if n.cause == f"event:{event.id}"]
            assert len(set(told)) == len(told)
            assert event.actor_id not in told
        if isinstance(command, AcceptRepair | SendBack):
            assert name not in {case.owner_id, *case.repairers}
        if isinstance(command, ApproveMoney | RefuseMoney):
            assert name not in {case.owner_id, done.events[0].facts["asker"]}

    @invariant()
    def every_case_is_where_its_events_lead(self) -> None:
        for case in self.cases:
            assert state_after(self.plant.kinds(case)) is case.state

    @invariant()
    def versions_count_from_one_without_gaps(self) -> None:
        for case in self.cases:
            versions = [event.version for event in self.plant.desk.events if event.subject_id == case.id]
            assert versions == list(range(1, case.version + 1))

    @invariant()
    def an_open_case_is_never_forgotten_and_a_closed_one_rings_for_nothing_but_the_recheck(self) -> None:
        for case in self.cases:
            running = self.plant.running(case)
            assert bool(running - {"recheck"}) == case.is_open
            assert "recheck" not in running or case.state is State.CLOSED
            assert not case.recheck_asked or case.state is State.CLOSED

    def sum_of(self, case: Hazard, kind: str) -> int:
        said = [
            event.facts["fen"] for event in self.plant.desk.events if (event.subject_id, event.kind) == (case.id, kind)
        ]
        return sum(fen for fen in said if isinstance(fen, int))

    @invariant()
    def the_money_of_a_case_is_what_its_events_say(self) -> None:
        for case in self.cases:
            money = case.money or Money()
            assert (money.budget, money.spent) == (
                self.sum_of(case, "money_approved"),
                self.sum_of(case, "money_spent"),
            )
            assert (case.money_with != "") == (money.asked > 0) == (money.asked_by != "")

    @rule(data=st.data())
    def a_stage_is_not_done_in_time(self, data: st.DataObject) -> None:
        due = [case for case in self.cases if "stage" in self.plant.running(case) and slips_on(case)]
        if due:
            self.plant.rings(data.draw(st.sampled_from(due)), "stage")

    @rule(data=st.data())
    def somebody_writes_the_whole_plan(self, data: st.DataObject) -> None:
        """Without this few plans would ever be approved."""
        making = [c for c in self.cases if c.state is State.PLANNING and in_the_making(c) and not stages_of(c)]
        if making:
            case = data.draw(st.sampled_from(making))
            for part in missing(case):
                stage, words = AddStage(case.id, "到货", self.plant.day(30)), FillPart(case.id, part, "写清了")
                self.attempt("qian", stage if part == LIMIT else words)
            self.attempt("qian", SubmitPlan(case.id))

    @invariant()
    def no_work_goes_on_without_its_plan(self) -> None:
        for case in self.cases:
            if case.state in (State.RECTIFYING, State.AWAITING_ACCEPTANCE, State.CLOSED):
                assert not wanted(case)
            if case.plan is not None and case.plan.approved_at is not None:
                assert missing(case) == []
            if case.state in (State.AWAITING_ACCEPTANCE, State.CLOSED):
                assert not in_hand(case)

    @invariant()
    def stages_follow_each_other(self) -> None:
        for case in self.cases:
            days_of = [stage.due_at for stage in stages_of(case)]
            assert days_of == sorted(set(days_of))

    @invariant()
    def what_waits_for_acceptance_waits_for_somebody_with_clean_hands(self) -> None:
        for case in self.cases:
            if case.state is State.AWAITING_ACCEPTANCE:
                assert case.acceptor_id is not None
                assert case.acceptor_id not in {case.owner_id, *case.repairers}

    @invariant()
    def only_what_is_nobodys_has_no_owner(self) -> None:
        for case in self.cases:
            assert (case.owner_id is None) == (case.state in OWNERLESS)
            assert (case.closed_at is not None) == (case.state is State.CLOSED)

    @invariant()
    def a_measure_is_looked_after_as_long_as_it_is_all_that_keeps_people_safe(self) -> None:
        for case in self.cases:
            if case.is_open and case.danger in (RUNNING, HELD):
                assert self.plant.running(case) & {"danger", "measure"}, case.danger

    @invariant()
    def more_time_is_asked_only_while_an_owner_has_the_case_and_then_a_clock_runs(self) -> None:
        for case in self.cases:
            assert case.asked_until is None or case.state in AT_WORK
            assert (case.asked_until is not None) == ("asking" in self.plant.running(case))

    @invariant()
    def what_is_put_to_rest_is_in_somebodys_hands_and_wakes_by_itself(self) -> None:
        for case in self.cases:
            assert case.suspended_until is None or case.state in AT_WORK
            assert (case.suspended_until is not None) == ("resting" in self.plant.running(case))
            assert case.suspended_until is None or "due" in self.plant.running(case)

    @invariant()
    def help_is_open_only_while_an_owner_has_the_case_and_then_a_clock_runs(self) -> None:
        for case in self.cases:
            assert case.helper_department_id is None or case.state in WITH_OWNER
            assert (case.helper_department_id is not None) == ("help" in self.plant.running(case))
            assert case.helper_id is None or case.helper_id in case.repairers

    @invariant()
    def what_lies_outside_is_expected_back_and_somebody_asks_after_it(self) -> None:
        for case in self.cases:
            submitted = case.state in (State.AWAITING_ACCEPTANCE, State.CLOSED)
            lies = [kind for kind in self.plant.kinds(case) if kind in LEAD_OUTSIDE | LEAD_BACK][-1:]
            assert (case.outside_until is not None) == (lies != [] and lies[0] in LEAD_OUTSIDE)
            assert case.outside_until is None or submitted or case.state is State.OUTSIDE
            assert case.outside_until is not None or case.state is not State.OUTSIDE
            assert ("outside" in self.plant.running(case)) == (case.state is State.OUTSIDE)

    @invariant()
    def no_major_hazard_is_closed_without_the_director_and_its_papers(self) -> None:
        for case in self.cases:
            if case.state is State.CLOSED and case.company_grade is Grade.MAJOR:
                assert case.major_confirmed_at is not None
                assert missing_papers(case) == []

    @invariant()
    def numbers_are_never_given_twice(self) -> None:
        numbers = [case.number for case in self.cases]
        assert len(set(numbers)) == len(numbers)


AnyOrder.TestCase.settings = settings(max_examples=80, stateful_step_count=40, deadline=None)
TestAnyOrder = AnyOrder.TestCase


def test_every_command_about_a_case_comes_up() -> None:
    assert set(VERB_OF_COMMAND.values()) == set(Verb) - {
        Verb.REPORT,
        Verb.RAISE_ALARM,
        Verb.FIX_ON_SPOT,
        Verb.ASK_RECHECK,
        Verb.CALL_NEXT,
        Verb.GIVE_BACK,
        Verb.DEMAND_MEASURE,
        Verb.DROP_PLAN,
        Verb.BEGIN_PLAN,
        Verb.REMAIN_OUTSIDE,
        Verb.SLIP,
        Verb.HAND_OVER,
        Verb.REPLACE,
        Verb.SUPERVISE,
        Verb.AMEND,
        Verb.WITHDRAW,
        Verb.ADD_PICTURES,
        Verb.TAKE_OUT_PICTURES,
        Verb.REPORT_AGAIN,
        Verb.SEE,
        Verb.ESCALATE_UNSEEN,
    }
