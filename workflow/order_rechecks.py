"""The rules of an authority's re-check: only when all is put right, on its paper, and what it found goes on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from workflow import papers, sources, usual_way
from workflow.authority_orders import OrderState, Rechecked, RecordRecheck, StrikeRecheck, state_of
from workflow.desk import Desk
from workflow.errors import Refused
from workflow.events import Event, Fact
from workflow.hazard import Act, Hazard, given
from workflow.ids import new_id
from workflow.lifecycle import State
from workflow.people import Person
from workflow.permissions import Action, allowed


@dataclass(frozen=True)
class _Standing:
    """An order as it stands in this transaction."""

    cases: Sequence[Hazard]
    last: Rechecked | None

    @property
    def state(self) -> OrderState:
        return state_of(self.cases, self.last)


def record(desk: Desk, command: RecordRecheck, by: Person, at: datetime) -> None:
    """Its photograph goes to every case of the order; what was found not in order is opened again by the new limit."""
    order = _order(desk, command.hazard_id, by)
    if order.state is not OrderState.PUT_RIGHT:
        is_open = order.state is OrderState.OPEN
        raise (
            Refused("order_open", cases=sum(case.is_open for case in order.cases))
            if is_open
            else Refused("order_closed")
        )
    day = _day_of_paper(desk, command, order)
    failed = _failed(command, order)
    _file(desk, command.draft_id, order.cases)
    recheck = Rechecked(new_id(), order.cases[0].id, by.id, day, at, not failed)
    desk.orders.enter(recheck)
    facts: dict[str, Fact] = {"hazards": [case.id for case in order.cases], "failed": [case.id for case in failed]}
    facts |= {"day": command.day, "until": command.until}
    words = {"paper": command.paper.strip(), **({"reason": command.words} if failed else {})}
    desk.record(Event(new_id(), "order", recheck.id, 1, "order_rechecked", by.id, at, facts, words))
    for case in failed:
        _open_again(desk, case, command, Act(by, at))


def strike(desk: Desk, command: StrikeRecheck, by: Person, at: datetime) -> None:
    """What was opened again by it stands, for work may have begun: only one that found all in order is struck."""
    order = _order(desk, command.hazard_id, by)
    if order.last is None or order.state is not OrderState.CLOSED:
        raise Refused("no_recheck")
    desk.orders.strike(order.last.id, at)
    desk.record(Event(new_id(), "order", order.last.id, 2, "order_recheck_struck", by.id, at, {}))


def _order(desk: Desk, hazard_id: str, by: Person) -> _Standing:
    found = [desk.hazard(case) for case in desk.orders.cases(hazard_id)]
    cases = [case for case in found if case is not None]
    if not all(allowed(by, Action.SEE, case, desk.today) for case in cases):
        raise Refused("unknown_case")
    if not cases:
        raise Refused("no_order")
    return _Standing(cases, desk.orders.last([case.id for case in cases]))


def _day_of_paper(desk: Desk, command: RecordRecheck, order: _Standing) -> date:
    if not 0 < len(command.paper.strip()) <= sources.LONGEST_NUMBER:
        raise Refused("order_incomplete", most=sources.LONGEST_NUMBER)
    day = date.fromisoformat(command.day)
    if day > desk.today:
        raise Refused("paper_day")
    if day < desk.calendar.local(order.cases[0].received_at).date():
        raise Refused("paper_early")
    return day


def _failed(command: RecordRecheck, order: _Standing) -> list[Hazard]:
    failed = [case for case in order.cases if case.id in command.failed]
    if len(failed) != len(set(command.failed)) or any(case.state != State.CLOSED for case in failed):
        raise Refused("not_of_order")
    if failed:
        given(command.words)
    return failed


def _file(desk: Desk, draft_id: str, cases: Sequence[Hazard]) -> None:
    """Each case shows the paper: all but one have a copy of their own."""
    for case in cases[1:]:
        desk.copy_photos(draft_id, case.id, "paper")
    if not desk.attach_photos(draft_id, cases[0].id, "paper"):
        raise Refused("paper_photo")


def _open_again(desk: Desk, case: Hazard, command: RecordRecheck, act: Act) -> None:
    """However long it was closed: the authority's word has no time to it. Its new limit is locked as the first was."""
    limit = sources.limit_on(desk, command.until)
    if limit <= act.at:
        raise Refused("limit_past")
    desk.record(case.reopen(act, command.words, limit, by_authority=True))
    papers.outdate(case, papers.OF_THE_REPAIR)
    usual_way.taken_up_again(desk, case, act)
