"""Whatever anybody does in whatever order: no case ever leaves the table, and what is refused leaves no trace."""

from collections.abc import Callable
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.workflow.plant import CAST, Done, Plant
from workflow.actions import ORDERS, possible
from workflow.alarm import CallFalseAlarm, RaiseAlarm, Respond, StandDown, TellAlarm
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
from workflow.danger import CheckMeasure, Contain, MissMeasure
from workflow.emergency import Emergency
from workflow.errors import Refused
from workflow.extension import AskMoreTime, GrantTime, RefuseTime
from workflow.hazard import Hazard
from workflow.library import Category, Grade
from workflow.lifecycle import State, Verb, state_after
from workflow.on_the_spot import ReportFixed
from workflow.set_aside import MarkInvalid, Merge, Reinstate

OWNERLESS = (State.ALARM, State.REPORTED, State.INVALID, State.MERGED)
PEOPLE = [name for name, *_ in CAST]
VERB_OF_COMMAND = {kind: order.verb for kind, order in ORDERS.items()}

names = st.sampled_from(PEOPLE)
words = st.sampled_from(["螺丝还少一个", "不归我管", "", "  "])
photos = st.sampled_from([1, 2, 0])


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
            PassOn: lambda: PassOn(case.id, to if data.draw(st.booleans(), label="to somebody") else None, said),
            PostProgress: lambda: PostProgress(case.id, draft, "working", said),
            SubmitForAcceptance: lambda: SubmitForAcceptance(case.id, draft, "", said),
            AcceptRepair: lambda: AcceptRepair(case.id, seen, said, data.draw(st.booleans(), label="on site")),
            SendBack: lambda: SendBack(case.id, seen, said),
            Reopen: lambda: Reopen(case.id, said),
            Verify: lambda: Verify(case.id),
            AskMoreTime: lambda: AskMoreTime(case.id, data.draw(st.sampled_from([3, 0, 91]), label="days"), said),
            GrantTime: lambda: GrantTime(case.id),
            RefuseTime: lambda: RefuseTime(case.id, said),
            Contain: lambda: Contain(case.id, said, draft),
            CheckMeasure: lambda: CheckMeasure(case.id),
            MissMeasure: lambda: MissMeasure(case.id),
            MarkInvalid: lambda: MarkInvalid(case.id, said),
            Merge: lambda: Merge(case.id, data.draw(st.sampled_from(self.cases), label="into").number),
            Reinstate: lambda: Reinstate(case.id, said),
            TellAlarm: lambda: TellAlarm(case.id, draft, "words", said),
            Respond: lambda: Respond(case.id),
            StandDown: lambda: StandDown(case.id),
            CallFalseAlarm: lambda: CallFalseAlarm(case.id),
        }
        return makes[kind]()

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
    def an_open_case_is_never_forgotten_and_a_closed_one_never_rings(self) -> None:
        for case in self.cases:
            assert bool(self.plant.running(case)) == case.is_open

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
        Verb.GIVE_BACK,
        Verb.AMEND,
        Verb.WITHDRAW,
    }
