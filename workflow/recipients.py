"""Who people are to a case: those whom the table of notices names, found at the desk."""

from collections.abc import Callable, Iterable, Mapping

from workflow import approval, extension
from workflow.alarm import next_to_call, rungs
from workflow.assistance import answering
from workflow.deciding import asked, own_of
from workflow.desk import Desk
from workflow.events import Fact
from workflow.hazard import Hazard
from workflow.library import Grade
from workflow.lifecycle import State
from workflow.major import is_major, is_unconfirmed
from workflow.money import answerable_for, deciders, is_money_asked, waits_for_measure
from workflow.papers import Paper, missing
from workflow.people import Person, Role
from workflow.permissions import Action, allowed
from workflow.stages import SUPERVISED_AFTER, next_due

Facts = Mapping[str, Fact]
Who = Callable[[Desk, Hazard, Facts], Iterable[str | None]]


def reporter(desk: Desk, hazard: Hazard, facts: Facts) -> Iterable[str | None]:
    return hazard.reporters


def finder_if_another_typed(desk: Desk, hazard: Hazard, facts: Facts) -> Iterable[str | None]:
    return (hazard.reporter_id,) if hazard.entered_by_id else ()


def owner(desk: Desk, hazard: Hazard, facts: Facts) -> Iterable[str | None]:
    return (hazard.owner_id,) if _is_here(desk, hazard.owner_id) else ()


def owner_unless_stage_slips(desk: Desk, hazard: Hazard, facts: Facts) -> Iterable[str | None]:
    """The last stage ends with the limit: its owner hears that it has slipped, and not the same twice."""
    return () if next_due(hazard) == hazard.due_at else owner(desk, hazard, facts)


def _is_here(desk: Desk, person_id: str | None) -> bool:
    person = desk.person(person_id) if person_id else None
    return person is not None and person.works_on(desk.today)


def _has_left(desk: Desk, person_id: str) -> bool:
    """Of a pseudonym nobody can tell: whoever has left has no chat in which it could be asked."""
    person = desk.person(person_id)
    return person is not None and not person.works_on(desk.today)


def owner_by_new_row(desk: Desk, hazard: Hazard, facts: Facts) -> Iterable[str | None]:
    return owner(desk, hazard, facts) if facts.get("row") else ()


def owner_if_report_changed(desk: Desk, hazard: Hazard, facts: Facts) -> Iterable[str | None]:
    """Whoever repairs goes by the words of the report."""
    return owner(desk, hazard, facts) if hazard.is_open and facts.get("of_report") else ()


def former_owner(desk: Desk, hazard: Hazard, facts: Facts) -> Iterable[str | None]:
    former = facts.get("from")
    return (former,) if isinstance(former, str) else ()


def acceptor(desk: Desk, hazard: Hazard, facts: Facts) -> Iterable[str | None]:
    return (hazard.acceptor_id,)


def acceptor_if_repaired(desk: Desk, hazard: Hazard, facts: Facts) -> Iterable[str | None]:
    """It was theirs to check, and has to wait for its plan."""
    return acceptor(desk, hazard, facts) if facts.get("repaired") else ()


def acceptor_if_waiting(desk: Desk, hazard: Hazard, facts: Facts) -> Iterable[str | None]:
    return acceptor(desk, hazard, facts) if hazard.state is State.AWAITING_ACCEPTANCE else ()


def officers_if_acceptor_left(desk: Desk, hazard: Hazard, facts: Facts) -> Iterable[str | None]:
    return () if _is_here(desk, hazard.acceptor_id) else officers(desk, hazard, facts)


def whoever_helps(desk: Desk, hazard: Hazard, facts: Facts) -> Iterable[str | None]:
    """Who has taken the help on; before that, and when they have left, those who speak for the department."""
    if _is_here(desk, hazard.helper_id):
        return (hazard.helper_id,)
    return answering(desk, hazard.helper_department_id) if hazard.helper_department_id else ()


def no_longer_needed(desk: Desk, hazard: Hazard, facts: Facts) -> Iterable[str | None]:
    """Whom an event has let go: the helper, or those who were asked for one."""
    helper, department = facts.get("helper"), facts.get("helpers")
    if isinstance(helper, str):
        return (helper,)
    return answering(desk, department) if isinstance(department, str) else ()


def granters(desk: Desk, hazard: Hazard, facts: Facts) -> Iterable[str | None]:
    return _asked(desk, extension.whose(hazard), hazard)


def _asked(desk: Desk, action: Action, hazard: Hazard) -> list[str]:
    return [person.id for person in asked(desk, action, hazard)]


def who_put_the_measure(desk: Desk, hazard: Hazard, facts: Facts) -> Iterable[str | None]:
    put = desk.actors(hazard.id, "contained")[-1:]
    return [person for person in put if _is_here(desk, person)]


def who_looks_after_the_measure(desk: Desk, hazard: Hazard, facts: Facts) -> Iterable[str | None]:
    """Whoever put it; where they have left, the owner; where there is none, the officers."""
    asked = [*who_put_the_measure(desk, hazard, facts)] or [*owner(desk, hazard, facts)]
    return asked or officers(desk, hazard, facts)


def who_has_to_renew_it(desk: Desk, hazard: Hazard, facts: Facts) -> Iterable[str | None]:
    """Of them whoever may, on the day on which the measure ends: its finder puts one, and does not say for how long."""
    until = hazard.measure_until
    today = until is not None and desk.calendar.local(until).date() <= desk.today
    if not today:
        return ()
    nearest = (*who_put_the_measure(desk, hazard, facts), *owner(desk, hazard, facts))
    able = (who for who in nearest if (person := desk.person(who or "")) and _may_set_measure(person, hazard, desk))
    first = next(able, None)
    return (first,) if first else officers(desk, hazard, facts)


def _may_set_measure(person: Person, hazard: Hazard, desk: Desk) -> bool:
    return allowed(person, Action.SET_MEASURE, hazard, desk.today)


def money_deciders(desk: Desk, hazard: Hazard, facts: Facts) -> Iterable[str | None]:
    return (person.id for person in deciders(desk, hazard)) if is_money_asked(hazard) else ()


def owner_if_money_waits(desk: Desk, hazard: Hazard, facts: Facts) -> Iterable[str | None]:
    """No money is approved before a danger is held: whoever has the task hears of it again."""
    return owner(desk, hazard, facts) if waits_for_measure(hazard) else ()


def money_asker(desk: Desk, hazard: Hazard, facts: Facts) -> Iterable[str | None]:
    asker = facts.get("asker")
    return (asker,) if isinstance(asker, str) else ()


def officers_if_undecidable(desk: Desk, hazard: Hazard, facts: Facts) -> Iterable[str | None]:
    return () if list(money_deciders(desk, hazard, facts)) else officers(desk, hazard, facts)


def answerable_if_over(desk: Desk, hazard: Hazard, facts: Facts) -> Iterable[str | None]:
    """Above the budget: whoever would have to approve so much in all, and who approved last."""
    if not _count(facts, "over"):
        return ()
    approved = [who for who in desk.actors(hazard.id, "money_approved")[-1:] if _is_here(desk, who)]
    return (*(person.id for person in answerable_for(desk, hazard, _count(facts, "spent"))), *approved)


def officers(desk: Desk, hazard: Hazard, facts: Facts) -> Iterable[str | None]:
    return _asked(desk, Action.ASSIGN, hazard)


def who_sees_to_papers(desk: Desk, hazard: Hazard, facts: Facts) -> Iterable[str | None]:
    return _asked(desk, Action.RECORD, hazard)


def officers_if_nobodys(desk: Desk, hazard: Hazard, facts: Facts) -> Iterable[str | None]:
    return officers(desk, hazard, facts) if hazard.owner_id is None else ()


def officers_if_perhaps_major(desk: Desk, hazard: Hazard, facts: Facts) -> Iterable[str | None]:
    """Whoever stood there could not tell whether a clause on major hazards fits: somebody has to go and see."""
    return officers(desk, hazard, facts) if facts.get("suggested_major_answer") == "unsure" else ()


def watch_if_nobodys(desk: Desk, hazard: Hazard, facts: Facts) -> Iterable[str | None]:
    """Those on watch by the roster, while nobody who could choose an owner is at work."""
    if any(desk.at_work(who) for who in officers(desk, hazard, facts) if who) or hazard.owner_id is not None:
        return ()
    return on_watch(desk, hazard)


def on_watch(desk: Desk, hazard: Hazard) -> list[str]:
    return [person.id for person in desk.on_duty() if allowed(person, Action.SEE, hazard, desk.today)]


def officers_if_owner_left(desk: Desk, hazard: Hazard, facts: Facts) -> Iterable[str | None]:
    """Nobody would hear of the task: whoever chooses owners has to."""
    return () if _is_here(desk, hazard.owner_id) else officers(desk, hazard, facts)


def leaders_if_major(desk: Desk, hazard: Hazard, facts: Facts) -> Iterable[str | None]:
    return managers(desk, hazard, facts) if hazard.company_grade == Grade.MAJOR else ()


def department_heads(desk: Desk, hazard: Hazard, facts: Facts) -> Iterable[str | None]:
    """Of the owner's department; the owner is told otherwise."""
    heads = desk.holders(Role.DEPARTMENT_HEAD)
    of_it = (head for head in heads if head.holds(Role.DEPARTMENT_HEAD, hazard.department_id, desk.today))
    return (head.id for head in of_it if head.id != hazard.owner_id)


def directors(desk: Desk, hazard: Hazard, facts: Facts) -> Iterable[str | None]:
    """Or whoever stands in for them."""
    return _asked(desk, Action.GRANT_AGAIN, hazard)


def managers(desk: Desk, hazard: Hazard, facts: Facts) -> Iterable[str | None]:
    return (person.id for role in (Role.SAFETY_DIRECTOR, Role.EXECUTIVE) for person in desk.holders(role))


def confirmers(desk: Desk, hazard: Hazard, facts: Facts) -> Iterable[str | None]:
    return _asked(desk, Action.JUDGE_MAJOR, hazard)


def executives(desk: Desk, hazard: Hazard, facts: Facts) -> Iterable[str | None]:
    return (person.id for person in desk.holders(Role.EXECUTIVE))


def confirmers_if_unconfirmed(desk: Desk, hazard: Hazard, facts: Facts) -> Iterable[str | None]:
    return confirmers(desk, hazard, facts) if is_unconfirmed(hazard) else ()


def union(desk: Desk, hazard: Hazard, facts: Facts) -> Iterable[str | None]:
    return (person.id for person in desk.holders(Role.UNION))


def union_if_published(desk: Desk, hazard: Hazard, facts: Facts) -> Iterable[str | None]:
    """Whoever was told that it is a major hazard hears that it is none."""
    return union(desk, hazard, facts) if facts.get("confirmed") else ()


def owner_if_major(desk: Desk, hazard: Hazard, facts: Facts) -> Iterable[str | None]:
    return owner(desk, hazard, facts) if is_major(hazard) else ()


def those_of_an_order(desk: Desk, hazard: Hazard, facts: Facts) -> Iterable[str | None]:
    """An authority's order is news to whoever works there and whoever answers for it."""
    if facts.get("paper") != Paper.ORDER:
        return ()
    return (*owner(desk, hazard, facts), *leaders_if_major(desk, hazard, facts))


def acceptor_if_complete(desk: Desk, hazard: Hazard, facts: Facts) -> Iterable[str | None]:
    """The last paper that was missing is there: it can be signed off."""
    waits = hazard.state is State.AWAITING_ACCEPTANCE
    return acceptor(desk, hazard, facts) if waits and not missing(hazard) else ()


def managers_if_supervised(desk: Desk, hazard: Hazard, facts: Facts) -> Iterable[str | None]:
    """Those who look on; the slip that made them do so is told them as just that."""
    supervised = hazard.plan is not None and hazard.plan.supervised
    return managers(desk, hazard, facts) if supervised and facts.get("slips") != SUPERVISED_AFTER else ()


def approvers(desk: Desk, hazard: Hazard, facts: Facts) -> Iterable[str | None]:
    """Who decides on a plan, and on no plan of their own; where there is nobody, the officers have to find somebody."""
    right = approval.whose(hazard)
    own = own_of(right, hazard)
    return _asked(desk, right, hazard) or [who for who in officers(desk, hazard, facts) if who not in own]


def directors_if_put_off(desk: Desk, hazard: Hazard, facts: Facts) -> Iterable[str | None]:
    """Those outside have answered before, and it is still not solved: this is not the first time of asking."""
    return directors(desk, hazard, facts) if desk.actors(hazard.id, "outside_answered") else ()


def who_asks_outside(desk: Desk, hazard: Hazard, facts: Facts) -> Iterable[str | None]:
    """Of what lies outside: who follows it up, or the officers where they have left."""
    if hazard.state != State.OUTSIDE:
        return ()
    return [*owner(desk, hazard, facts)] or officers(desk, hazard, facts)


def first_on_the_ladder(desk: Desk, hazard: Hazard, facts: Facts) -> Iterable[str | None]:
    first = next_to_call(rungs(desk, hazard), (), desk.reachable)
    return (first.id,) if first else ()


def those_just_called(desk: Desk, hazard: Hazard, facts: Facts) -> Iterable[str | None]:
    """Whom the event itself names."""
    called = facts.get("called")
    return called if isinstance(called, list) else ()


def everybody_alarmed(desk: Desk, hazard: Hazard, facts: Facts) -> Iterable[str | None]:
    """Those who were called, and those who have said that they go."""
    alarmed = (*hazard.called, *desk.actors(hazard.id, "responding"))
    return [person for person in alarmed if _is_here(desk, person)]


def who_can_tell_whether_it_holds(desk: Desk, hazard: Hazard, facts: Facts) -> Iterable[str | None]:
    """Finders and area, but nobody who had a hand in the repair; where that leaves nobody, the officers."""
    repaired = {*hazard.repairers, hazard.owner_id}
    finders = [who for who in (hazard.reporter_id, *hazard.also_reported_by) if not _has_left(desk, who)]
    asked = [person for person in (*finders, *team_leaders(desk, hazard, facts)) if person not in repaired]
    return asked or [person for person in officers(desk, hazard, facts) if person not in repaired]


def _count(facts: Facts, name: str) -> int:
    number = facts.get(name)
    return number if isinstance(number, int) else 0


def team_leaders(desk: Desk, hazard: Hazard, facts: Facts) -> Iterable[str | None]:
    return (person.id for person in desk.holders(Role.TEAM_LEADER, hazard.area_path))


def called_to(ask: str) -> Who:
    """Who is told next, where nobody has seen what asks to be seen."""
    return lambda desk, hazard, facts: those_just_called(desk, hazard, facts) if ask in _asks(facts) else ()


def all_above_if_unseen(ask: str) -> Who:
    """Whoever answers for safety, once everybody was told and nobody has seen it."""

    def above(desk: Desk, hazard: Hazard, facts: Facts) -> Iterable[str | None]:
        if ask not in _asks(facts) or facts.get("called"):
            return ()
        return (*officers(desk, hazard, facts), *managers(desk, hazard, facts))

    return above


def _asks(facts: Facts) -> list[str]:
    asks = facts.get("asks")
    return asks if isinstance(asks, list) else []
