"""Every command by everybody, on every kind of case: refused exactly where the table of rights does not give it."""

from collections.abc import Callable

import pytest
from sqlalchemy.exc import IntegrityError

from storage.unit_of_work import unit_of_work
from tests.matrix.officers import ORDERED_BY_OFFICERS
from tests.matrix.plant import TODAY, Plant
from tests.matrix.reading import Who, holds, may
from tests.workflow.cases import on
from workflow.actions import ENTRIES, ORDERS, perform
from workflow.again import ReportAgain
from workflow.alarm import RaiseAlarm
from workflow.amended import AddPictures, AmendMessage, TakeOutPictures, WithdrawMessage
from workflow.anonymous import ReportAnonymously
from workflow.attention import MarkSeen
from workflow.authority_orders import RecordRecheck, StrikeRecheck
from workflow.broadcast import Broadcast
from workflow.codes import IssueCode
from workflow.commands import ChooseLanguage, Command, SubmitReport
from workflow.deputies import ComeBack, NameDeputy, RefuseDeputyship
from workflow.digest import ChooseDigest
from workflow.elsewhere import AnswerElsewhere, AskElsewhere
from workflow.emergency import Emergency
from workflow.errors import Refused
from workflow.example_cases import ChooseExample
from workflow.findings import ReportFindings
from workflow.hand_over import TakeOver
from workflow.hazard import Act
from workflow.joining import Admit, CallMe, DeclineJoin, Invite, OfferLink
from workflow.library import Category, Grade
from workflow.office import OFFICE
from workflow.on_the_spot import ReportFixed
from workflow.people import Language
from workflow.permissions import Action
from workflow.scores import GiveScore, TakeBackScore
from workflow.seals import AskUnseal, ConfirmUnseal, DeclineUnseal
from workflow.sources import Order, ReportFinding
from workflow.to_do import ChooseToDo
from workflow.web import EndWeb, OfferWeb

# What the tables of rights say no with; any other refusal is a rule's, which is asked only after them.
DENIED = {"unknown_case", "not_yours", "not_employed"}
REPORT = ("draft", "防护罩松了", Category.MECHANICAL, Grade.GENERAL, "nowhere", None, None)
ABOUT_NO_CASE: tuple[tuple[Command, Action], ...] = (
    (SubmitReport(*REPORT), Action.REPORT),
    (ReportFixed(*REPORT), Action.REPORT),
    (ReportAnonymously(*REPORT), Action.REPORT),
    (ReportFinding(*REPORT, order=Order("应急局", "15号", "2026-12-01")), Action.REPORT_FINDING),
    (ReportFindings("draft", Order("应急局", "15号", "2026-12-01"), ()), Action.REPORT_FINDING),
    (RaiseAlarm("draft", Emergency.FIRE, "着火了", None), Action.REPORT),
    (ChooseLanguage(Language.EN), Action.TALK),
    (ChooseToDo(off=True), Action.TALK),
    (OfferLink("digest"), Action.TALK),
    (CallMe("李师傅"), Action.TALK),
    (NameDeputy("nobody", "2026-11-24", "2026-11-25"), Action.TALK),
    (ComeBack(), Action.TALK),
    (RefuseDeputyship("none"), Action.TALK),
    (ChooseDigest("07:30"), Action.DIGEST),
    (TakeOver("2026-11-23T00:00:00+00:00", 0, 0), Action.HAND_OVER),
    (Admit("none"), Action.ENROL),
    (DeclineJoin("none"), Action.ENROL),
    (Invite("none", "digest"), Action.ENROL),
    (Broadcast("none", "停电"), Action.BROADCAST),
    (AnswerElsewhere("none", False, "没有"), Action.TALK),
    (IssueCode("none", "digest"), Action.ISSUE_CODE),
    (OfferWeb("none"), Action.TALK),
    (EndWeb("none"), Action.TALK),
    (ConfirmUnseal("none"), Action.UNSEAL),
    (DeclineUnseal("none"), Action.UNSEAL),
    *ORDERED_BY_OFFICERS,
)
# What is done to a case by whoever has a part in it: how it is ordered, and of whom the table lets it be.
TO_A_CASE: dict[type, Callable[[str], Command]] = {
    ReportAgain: lambda case: ReportAgain(case, "draft", "又松了"),
    MarkSeen: MarkSeen,
    AmendMessage: lambda case: AmendMessage(case, "m1", True, "是3号机"),
    WithdrawMessage: lambda case: WithdrawMessage(case, "m1", True),
    AddPictures: lambda case: AddPictures(case, "m1", True, "draft"),
    GiveScore: lambda case: GiveScore(case, "genuine"),
    TakeBackScore: TakeBackScore,
    RecordRecheck: lambda case: RecordRecheck("draft", case, "复15", "2026-11-23"),
    StrikeRecheck: StrikeRecheck,
    AskElsewhere: lambda case: AskElsewhere(case, "7"),
    ChooseExample: lambda case: ChooseExample(case, "防护罩松了", "换了螺栓"),
    AskUnseal: lambda case: AskUnseal(case, "有人受伤"),
    TakeOutPictures: lambda case: TakeOutPictures(case, "m1", "draft", ("p1",)),
}
# Of these, which right it takes besides seeing the case.
RIGHTS = {
    AskUnseal: Action.UNSEAL,
    GiveScore: Action.SCORE,
    TakeBackScore: Action.SCORE,
    AskElsewhere: Action.ASK_ELSEWHERE,
    ChooseExample: Action.BROADCAST,
    RecordRecheck: Action.REPORT_FINDING,
    StrikeRecheck: Action.REPORT_FINDING,
}
# The five kinds of case on which every command is tried; on all the others one command of each right is.
ON_THESE = ("team", "department", "elsewhere", "closed", "anonymous")


class TakenBack(Exception):
    """What was tried is not to stay."""


def is_denied(plant: Plant, who: Who, command: Command) -> bool:
    """Really done, by the person as a turn reads them, and taken back."""
    house, now, person = plant.world.company.house, plant.world.clock(), plant.person(who.code)
    try:
        with unit_of_work(house, now, person) as unit:
            perform(unit, command, Act(person, now))
            raise TakenBack
    except Refused as refused:
        return refused.reason in DENIED
    except (TakenBack, IntegrityError):  # what it names need not be there: that is found out after the rights
        return False


def test_every_command_is_known_here() -> None:
    assert set(on("case")) == set(ORDERS)
    assert {type(command) for command, _ in ABOUT_NO_CASE} | set(TO_A_CASE) == set(OFFICE) | set(ENTRIES)


def test_what_is_about_no_case_is_done_by_whoever_has_the_right_anywhere(plant: Plant) -> None:
    for who in plant.cast.values():
        for command, right in ABOUT_NO_CASE:
            assert is_denied(plant, who, command) is not holds(who, right, TODAY), (who.code, command)


@pytest.mark.parametrize("name", ["own", *ON_THESE])
def test_every_command_is_refused_exactly_where_the_table_does_not_give_it(plant: Plant, name: str) -> None:
    for who in plant.cast.values():
        case = plant.cases[f"own/{who.code}" if name == "own" else name]
        for kind, command in on(case.id).items():
            theirs = may(who, Action.SEE, case, TODAY) and may(who, ORDERS[kind].needs, case, TODAY)
            assert is_denied(plant, who, command) is not theirs, (who.code, kind.__name__)


def test_every_right_reaches_exactly_as_far_as_the_table_says(plant: Plant) -> None:
    one_of_each = {order.needs: kind for kind, order in ORDERS.items()}
    for who in plant.cast.values():
        for name, case in plant.near(who.code):
            if name in ON_THESE or name.startswith("own/"):
                continue
            for right, kind in one_of_each.items():
                theirs = may(who, Action.SEE, case, TODAY) and may(who, right, case, TODAY)
                assert is_denied(plant, who, on(case.id)[kind]) is not theirs, (who.code, name, kind.__name__)


def test_what_has_become_part_of_a_case_is_that_of_whoever_sees_it_or_has_sent_it(plant: Plant) -> None:
    """Nobody here has sent anything for these cases: no message of theirs is part of one."""
    for who in plant.cast.values():
        for name, case in plant.near(who.code):
            for kind, order in TO_A_CASE.items():
                theirs = kind in (ReportAgain, MarkSeen, *RIGHTS) and may(who, Action.SEE, case, TODAY)
                if kind in RIGHTS:
                    theirs = theirs and may(who, RIGHTS[kind], case, TODAY)
                assert is_denied(plant, who, order(case.id)) is not theirs, (who.code, name, kind.__name__)
