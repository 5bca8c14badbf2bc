"""The table of a hazard's life: every row is lived through by somebody, and the events alone tell the state."""

from collections.abc import Callable

import pytest

from tests.workflow.plant import Plant
from workflow.hazard import Hazard
from workflow.lifecycle import EVENT_OF, OPEN, TRANSITIONS, VERB_OF, State, Verb, state_after
from workflow.papers import Paper


def step(plant: Plant, case: Hazard, verb: Verb) -> None:
    """The verb, done by the person whose part it is at this point."""
    acts: dict[Verb, Callable[[], object]] = {
        Verb.ASSIGN: lambda: plant.assigns(case, "hou"),
        Verb.TAKE: lambda: plant.takes(case),
        Verb.PASS_ON: lambda: plant.passes_on(case, "hou"),
        Verb.GIVE_BACK: lambda: plant.passes_on(case, None),
        Verb.POST_PROGRESS: lambda: plant.posts(case),
        Verb.SUBMIT: lambda: plant.submits(case),
        Verb.ACCEPT: lambda: plant.accepts(case),
        Verb.SEND_BACK: lambda: plant.sends_back(case),
        Verb.REOPEN: lambda: plant.reopens(case),
        Verb.VERIFY: lambda: plant.verifies(case),
        Verb.ASK_MORE_TIME: lambda: plant.asks_time(case),
        Verb.GRANT_TIME: lambda: plant.grants(case),
        Verb.REFUSE_TIME: lambda: plant.refuses(case),
        Verb.MOVE_LIMIT: lambda: plant.moves_limit(case),
        Verb.SUSPEND: lambda: plant.suspends(case),
        Verb.RESUME: lambda: plant.resumes(case),
        Verb.SNOOZE: lambda: plant.snoozes(case),
        Verb.ASK_MONEY: lambda: plant.asks_money(case),
        Verb.APPROVE_MONEY: lambda: plant.approves(case, "he"),
        Verb.REFUSE_MONEY: lambda: plant.turns_down(case, "he"),
        Verb.SPEND_MONEY: lambda: plant.spends(case),
        Verb.ASK_HELP: lambda: plant.asks_help(case),
        Verb.TAKE_HELP: lambda: plant.helps(case),
        Verb.FINISH_HELP: lambda: plant.helped(case),
        Verb.DECLINE_HELP: lambda: plant.cannot_help(case),
        Verb.WITHDRAW_HELP: lambda: plant.needs_no_help(case),
        Verb.FILL_GAP: lambda: plant.fills_gap(case),
        Verb.MOVE_OUTSIDE: lambda: plant.moves_outside(case),
        Verb.SEND_LETTER: lambda: plant.sends_letter(case),
        Verb.NOTE_ANSWER: lambda: plant.notes_answer(case),
        Verb.REPORT_TO_AUTHORITY: lambda: plant.tells_authority(case),
        Verb.BRING_BACK: lambda: plant.brings_back(case),
        Verb.REMAIN_OUTSIDE: lambda: plant.sends_back(plant.solved_outside(case)),
        Verb.FIX_ON_SPOT: lambda: plant.fixes(case),
        Verb.WARN: lambda: plant.warns(case),
        Verb.CONTAIN: lambda: plant.contains(case, "qian"),
        Verb.CHECK_MEASURE: lambda: plant.checks_measure(case),
        Verb.SET_MEASURE: lambda: plant.sets_measure(case, "qian", hours=8),
        Verb.MARK_INVALID: lambda: plant.finds_invalid(case),
        Verb.MERGE: lambda: plant.merges(case, plant.case_in(case.state) if case.plan else plant.reported("wang")),
        Verb.REINSTATE: lambda: plant.reinstates(case),
        Verb.ASK_RECHECK: lambda: plant.rings(case, "recheck"),
        Verb.CONFIRM_HOLDS: lambda: plant.says_it_holds(case),
        Verb.CALL_NEXT: lambda: plant.rings(case, "alarm"),
        Verb.CONFIRM_MAJOR: lambda: plant.confirms(case),
        Verb.REGRADE: lambda: plant.regrades(case),
        Verb.DEMAND_MEASURE: lambda: plant.regrades(case),
        Verb.LOWER_MAJOR: lambda: plant.lowers(case),
        Verb.RECORD_PAPER: lambda: plant.hands_in(case, Paper.AUTHORITY),
        Verb.STRIKE_PAPER: lambda: plant.strikes(case, Paper.AUTHORITY),
        Verb.DESCRIBE_MAJOR: lambda: plant.describes(case),
        Verb.DROP_PLAN: lambda: plant.lowers(case),
        Verb.TELL_ALARM: lambda: plant.tells(case),
        Verb.RESPOND: lambda: plant.responds(case),
        Verb.STAND_DOWN: lambda: plant.stands_down(case),
        Verb.CALL_FALSE_ALARM: lambda: plant.calls_off(case),
        Verb.MAKE_LONG_TERM: lambda: plant.makes_long_term(case),
        Verb.BEGIN_PLAN: lambda: (plant.is_major if case.state is State.AWAITING_ACCEPTANCE else plant.makes_long_term)(
            case
        ),
        Verb.FILL_PART: lambda: plant.fills(case, "method"),
        Verb.ADD_STAGE: lambda: plant.adds_stage(case, 30),
        Verb.DROP_STAGE: lambda: plant.drops_stage(case),
        Verb.SUBMIT_PLAN: lambda: plant.submits_plan(case),
        Verb.APPROVE_PLAN: lambda: plant.approves_plan(case),
        Verb.RETURN_PLAN: lambda: plant.returns_plan(case),
        Verb.TAKE_BACK_PLAN: lambda: plant.takes_back_plan(case),
        Verb.FINISH_STAGE: lambda: plant.finishes_stage(case),
        Verb.MOVE_STAGE: lambda: plant.moves_stage(case, 1, 20),
        Verb.SLIP: lambda: plant.slips(case),
        Verb.SUPERVISE: lambda: plant.slips(case, 2),
        Verb.HAND_OVER: lambda: plant.loses(case.owner_id or "", case),
        Verb.REPLACE: lambda: plant.loses(case.helper_id or case.acceptor_id or "", case),
        Verb.AMEND: lambda: plant.amends(case),
        Verb.WITHDRAW: lambda: plant.withdraws(case),
        Verb.ADD_PICTURES: lambda: plant.adds_pictures(case),
        Verb.TAKE_OUT_PICTURES: lambda: plant.takes_out_pictures(case),
        Verb.REPORT_AGAIN: lambda: plant.reports_again(case),
        Verb.SEE: lambda: plant.sees(case, "shi"),
        Verb.ESCALATE_UNSEEN: lambda: plant.rings(case, "seen_danger"),
    }
    acts[verb]()


def needs_plan(plant: Plant, case: Hazard) -> None:
    if case.state is State.AWAITING_ACCEPTANCE:
        plant.is_major(case)
    else:
        plant.makes_long_term(case)


ABOUT_STAGES = (Verb.FINISH_STAGE, Verb.MOVE_STAGE, Verb.SLIP, Verb.SUPERVISE)


def case_for(plant: Plant, state: State, verb: Verb) -> Hazard:
    """A case in a state, made ready for what is to be done with it."""
    if verb in ABOUT_STAGES:
        case = plant.planned()
        if state is State.ASSIGNED:
            plant.assigns(case, "hou")
        elif state is State.REPORTED:
            plant.passes_on(case, None)
        return case
    if verb is Verb.DROP_PLAN or (verb is Verb.MAKE_LONG_TERM and state is State.PLANNING):
        return plant.is_major(plant.case_in(State.RECTIFYING))
    asked = 1_500 if verb in (Verb.APPROVE_MONEY, Verb.REFUSE_MONEY) else 0
    case = plant.case_in(
        state, danger="held" if verb in (Verb.CONTAIN, Verb.CHECK_MEASURE, Verb.SET_MEASURE) else "", asked=asked
    )
    if verb is Verb.RESUME:
        plant.suspends(case)
    if verb in (Verb.GRANT_TIME, Verb.REFUSE_TIME):
        plant.asks_time(case)
    if verb in (Verb.SEE, Verb.ESCALATE_UNSEEN):
        plant.warns(case)
    if verb is Verb.CONFIRM_HOLDS:
        plant.rings(case, "recheck")
    if verb in (Verb.CONFIRM_MAJOR, Verb.LOWER_MAJOR, Verb.RECORD_PAPER, Verb.STRIKE_PAPER, Verb.DESCRIBE_MAJOR):
        plant.regrades(case)
    if verb is Verb.STRIKE_PAPER:
        plant.hands_in(case, Paper.AUTHORITY)
    if verb in (Verb.DROP_STAGE, Verb.SUBMIT_PLAN, Verb.APPROVE_PLAN, Verb.RETURN_PLAN, Verb.TAKE_BACK_PLAN):
        plant.plans(case)
    if verb in (Verb.APPROVE_PLAN, Verb.RETURN_PLAN, Verb.TAKE_BACK_PLAN):
        plant.submits_plan(case)
    return case


@pytest.mark.parametrize(("state", "verb"), [row for row in TRANSITIONS if row[0] is not None])
def test_each_row_of_the_table_is_reached_by_people(plant: Plant, state: State, verb: Verb) -> None:
    case = case_for(plant, state, verb)
    if verb in (Verb.TAKE_HELP, Verb.FINISH_HELP, Verb.DECLINE_HELP, Verb.WITHDRAW_HELP):
        plant.asks_help(case)
    if verb is Verb.REPLACE and state is not State.AWAITING_ACCEPTANCE:
        plant.asks_help(case)
    if verb is Verb.FINISH_HELP or (case.helper_department_id and verb is Verb.REPLACE):
        plant.helps(case)
    case.matrix_gap = verb is Verb.FILL_GAP
    step(plant, case, verb)
    kinds = plant.kinds(case)
    assert EVENT_OF[verb] in kinds[-2:]  # what follows of itself, as a new owner, comes after it
    assert (
        state_after(kinds[: kinds.index(EVENT_OF[verb]) + 1]) is TRANSITIONS[state, verb]
        or kinds.count(EVENT_OF[verb]) > 1
    )
    assert state_after(plant.kinds(case)) is case.state


def test_a_life_begins_with_a_report_or_an_alarm_and_with_nothing_else() -> None:
    births = [verb for state, verb in TRANSITIONS if state is None]
    assert births == [Verb.REPORT, Verb.RAISE_ALARM]
    assert [state for state, verb in TRANSITIONS if verb in births] == [None, None]


def test_before_its_first_event_a_case_has_no_state() -> None:
    assert state_after([]) is None


@pytest.mark.parametrize(
    "kinds",
    [
        ["assigned"],
        ["reported", "taken"],
        ["reported", "assigned", "submitted"],
        ["reported", "assigned", "taken", "accepted"],
        ["reported", "reported"],
        ["reported", "evaporated"],
    ],
)
def test_events_that_the_table_does_not_join_are_no_life(kinds: list[str]) -> None:
    with pytest.raises(KeyError):
        state_after(kinds)


def test_the_whole_life_told_by_its_events() -> None:
    kinds = ["reported", "assigned", "taken", "progress_posted", "submitted", "sent_back", "submitted", "accepted"]
    assert state_after(kinds) is State.CLOSED
    assert state_after([*kinds, "reopened", "submitted", "accepted"]) is State.CLOSED
    assert state_after(["reported", "assigned", "passed_on", "taken", "given_back"]) is State.REPORTED


def test_every_verb_has_an_event_of_its_own_and_every_event_its_verb() -> None:
    assert set(EVENT_OF) == set(Verb)
    assert {VERB_OF[event] for event in EVENT_OF.values()} == set(Verb)


def test_only_what_is_closed_or_no_hazard_is_not_open() -> None:
    assert set(State) - OPEN == {State.CLOSED, State.INVALID, State.MERGED}


def test_nothing_leads_out_of_closed_but_opening_it_again() -> None:
    out = [verb for (state, verb), to in TRANSITIONS.items() if state is State.CLOSED is not to]
    assert out == [Verb.REOPEN]


def test_from_every_state_a_way_leads_to_the_archive() -> None:
    def ends(state: State, seen: frozenset[State]) -> bool:
        onward = {to for (at, _), to in TRANSITIONS.items() if at is state} - seen
        return state not in OPEN or any(ends(to, seen | {to}) for to in onward)

    assert all(ends(state, frozenset({state})) for state in State)
