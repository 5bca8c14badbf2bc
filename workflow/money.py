"""Money for a repair 整改费用: asked by the owner, approved by whoever may for so much, spent against the budget.

All amounts are fen. The clock of the repair runs on: money moves no limit. Neither does it hide anything: what is spent
above the budget is written down like the rest, and told.
"""

from dataclasses import dataclass, replace
from datetime import date

from workflow.danger import is_unheld
from workflow.deciding import asked, first_in_line
from workflow.desk import Desk
from workflow.errors import Refused
from workflow.events import Event, Fact
from workflow.hazard import Act, Hazard, given
from workflow.keeps import Money
from workflow.lifecycle import State, Verb
from workflow.people import Person, Role
from workflow.permissions import Action, allowed

YUAN = 100
MOST = 10_000_000 * YUAN  # more for one repair is a slip of the pen


@dataclass(frozen=True)
class Step:
    """Who approves sums up to so many fen, and the right they need for it."""

    role: Role
    right: Action
    up_to: int


# A company may set its own sums (Desk.approves), but not the order; whoever may approve more may approve less, and is
# asked to where nobody else can be: workflow/deciding.py.
STEPS = (
    Step(Role.DEPARTMENT_HEAD, Action.APPROVE, 2_000 * YUAN),
    Step(Role.SAFETY_DIRECTOR, Action.APPROVE_MORE, 20_000 * YUAN),
    Step(Role.EXECUTIVE, Action.APPROVE_MOST, MOST),
)


@dataclass(frozen=True)
class AskMoney:
    """The owner needs so many fen; asked again, it takes the place of what was asked before."""

    hazard_id: str
    fen: int
    purpose: str


@dataclass(frozen=True)
class ApproveMoney:
    """`seen_version` is the case as the approver saw it: a sum asked for since is never approved unseen."""

    hazard_id: str
    seen_version: int


@dataclass(frozen=True)
class RefuseMoney:
    hazard_id: str
    seen_version: int
    reason: str


@dataclass(frozen=True)
class SpendMoney:
    """So many fen are spent, as the photographs of the draft show: a bill, a receipt."""

    hazard_id: str
    fen: int
    purpose: str
    draft_id: str


def is_money_asked(hazard: Hazard) -> bool:
    return hazard.money_with != ""


def slip_in(fen: int) -> str:
    """What is wrong with an amount: negative, zero, most (above the hard bound); empty where nothing is."""
    return "negative" if fen < 0 else "zero" if fen == 0 else "most" if fen > MOST else ""


def waits_for_measure(hazard: Hazard) -> bool:
    """A temporary measure comes before the money, as long as the danger is not repaired."""
    repaired = hazard.state in (State.AWAITING_ACCEPTANCE, State.CLOSED)
    return is_money_asked(hazard) and is_unheld(hazard.danger) and not repaired


def ask_money(desk: Desk, hazard: Hazard, command: AskMoney, act: Act) -> Event:
    given(command.purpose)
    _sound(command.fen)
    asker, before = act.by.id if act.by else "", hazard.money or Money()
    right = step_for(desk, command.fen).right
    role, able = first_in_line(desk.holders, right, hazard, desk.today, {asker})
    if not able:
        raise Refused("no_approver")
    facts: dict[str, Fact] = {"fen": command.fen, "with": role}
    replaced: dict[str, Fact] = {"replaces": before.asked} if before.asked else {}
    event = hazard.move(Verb.ASK_MONEY, act, facts | replaced, {"purpose": command.purpose})
    hazard.money = replace(before, asked=command.fen, asked_by=asker, since=hazard.version)
    hazard.money_with = role
    return event


def approve_money(desk: Desk, hazard: Hazard, command: ApproveMoney, act: Act) -> Event:
    money = _as_asked(hazard, command.seen_version)
    if waits_for_measure(hazard):
        raise Refused("money_unheld")
    facts: dict[str, Fact] = {"fen": money.asked, "budget": money.budget + money.asked, "asker": money.asked_by}
    event = hazard.move(Verb.APPROVE_MONEY, act, facts)
    _decided(hazard, replace(money, budget=money.budget + money.asked))
    return event


def refuse_money(desk: Desk, hazard: Hazard, command: RefuseMoney, act: Act) -> Event:
    given(command.reason)
    money = _as_asked(hazard, command.seen_version)
    facts: dict[str, Fact] = {"fen": money.asked, "asker": money.asked_by}
    event = hazard.move(Verb.REFUSE_MONEY, act, facts, {"reason": command.reason})
    _decided(hazard, money)
    return event


def spend_money(desk: Desk, hazard: Hazard, command: SpendMoney, act: Act) -> Event:
    """Bills come late: it is written down after the repair and after closing too."""
    given(command.purpose)
    _sound(command.fen)
    photos = desk.attach_photos(command.draft_id, hazard.id, "receipt")
    if not photos:
        raise Refused("receipt")
    before = hazard.money or Money()
    after = replace(before, spent=before.spent + command.fen)
    facts: dict[str, Fact] = {"fen": command.fen, "spent": after.spent, "budget": after.budget, "over": after.over}
    event = hazard.move(Verb.SPEND_MONEY, act, facts | {"photos": photos}, {"purpose": command.purpose})
    hazard.money = after
    return event


def not_theirs(person: Person, hazard: Hazard, on: date) -> Refused | None:
    """Why somebody who may approve money does not approve this: it is their own, or above their sums."""
    money = hazard.money or Money()
    if person.id in (hazard.owner_id, money.asked_by):
        return Refused("own_request")
    if not allowed(person, _asked_of(hazard).right, hazard, on):
        return Refused("above_you", role=hazard.money_with, fen=money.asked)
    return None


def deciders(desk: Desk, hazard: Hazard) -> list[Person]:
    """Who is asked: the holders of the role; where nobody holds it but who asks, those one step up."""
    return asked(desk, _asked_of(hazard).right, hazard)


def answerable_for(desk: Desk, hazard: Hazard, fen: int) -> list[Person]:
    """Who would be asked for so much in all, besides the owner."""
    return first_in_line(desk.holders, step_for(desk, fen).right, hazard, desk.today, {hazard.owner_id})[1]


def step_for(desk: Desk, fen: int) -> Step:
    """The lowest step that reaches so far; the last one for whatever is above all."""
    return next((step for step in STEPS if fen <= desk.approves.get(step.role, step.up_to)), STEPS[-1])


def _asked_of(hazard: Hazard) -> Step:
    return next(step for step in STEPS if step.role == hazard.money_with)


def _sound(fen: int) -> None:
    match slip_in(fen):
        case "negative":
            raise Refused("money_negative")
        case "zero":
            raise Refused("money_zero")
        case "most":
            raise Refused("money_most")


def _as_asked(hazard: Hazard, seen: int) -> Money:
    """What is asked, if it is what was seen."""
    money = hazard.money or Money()
    if seen < money.since:
        raise Refused("money_changed", fen=money.asked)
    return money


def _decided(hazard: Hazard, money: Money) -> None:
    hazard.money, hazard.money_with = replace(money, asked=0, asked_by=""), ""
