"""Who may do what: one visible table of role, action and scope. Every command and every query passes it."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import lru_cache

from workflow.people import Person, Role
from workflow.reach import Case, Reach


class Scope(StrEnum):
    """How far a right reaches."""

    OWN = "own"  # reported by the person, or typed in by them for another
    SAME = "same"  # what they reported goes on in it
    TASK = "task"  # the person is its owner
    ACCEPTANCE = "acceptance"  # the person is its acceptor
    ACTED = "acted"  # the person has done something with it: an event of it is theirs
    ALARM = "alarm"  # something is happening there now
    CALLED = "called"  # the person was called to it
    HELP = "help"  # a department of the person is asked to help
    HELPER = "helper"  # the person has taken the help on
    PUBLISHED = "published"  # a major hazard that the director has confirmed
    TEAM = "team"  # its owner is of the team that the person leads
    AREA = "area"  # it lies in the area of the membership
    DEPARTMENT = "department"  # it belongs to the department of the membership
    COMPANY = "company"


class Action(StrEnum):
    """What a right allows."""

    TALK = "talk"  # be answered, and choose how one is told: about no case, and nothing but one's own
    LOOK_UP = "look_up"  # the names of places, machines, departments and people, as one needs them to report
    AMEND = "amend"  # change, take back or complete a message of one's own that has become part of a case
    SEE = "see"
    REPORT = "report"
    ASSIGN = "assign"
    WORK = "work"  # take, pass on, post progress, submit
    ACCEPT = "accept"  # sign off or send back
    REOPEN = "reopen"
    VERIFY = "verify"
    RESPOND = "respond"  # to an alarm: go there, and say when it is over
    GRANT = "grant"  # more time, once for a general hazard
    GRANT_AGAIN = "grant_again"  # the second time, and above general
    APPROVE = "approve"  # money for a repair: a small sum; what is small says workflow/money.py
    APPROVE_MORE = "approve_more"
    APPROVE_MOST = "approve_most"
    CONTAIN = "contain"  # hold a danger off until it is repaired
    SET_MEASURE = "set_measure"  # how often a measure is looked at, and until when it stays
    SET_ASIDE = "set_aside"  # no hazard, or the same as another; and take that back
    RECHECK = "recheck"  # say that a repair still holds
    HELP = "help"  # go there, when the own department is asked to
    FINISH_HELP = "finish_help"
    DECLINE_HELP = "decline_help"  # answer for a department that it cannot
    FILL_GAP = "fill_gap"  # say who has all cases like this from now on
    OUTSIDE = "outside"  # write to whoever outside it lies with, and follow that up
    REGRADE = "regrade"  # up to major, and down below it
    JUDGE_MAJOR = "judge_major"  # that it is a major hazard, and that it is none
    RECORD = "record"  # the papers of a major hazard
    TELL = "tell"  # news from the spot of an alarm, and that there is none
    PLAN = "plan"  # say what one knows of a plan, and send it for approval
    LONG_TERM = "long_term"  # file a case among the long-standing ones
    APPROVE_PLAN = "approve_plan"  # or send it back
    APPROVE_MAJOR_PLAN = "approve_major_plan"
    REPORT_FINDING = "report_finding"  # what an authority has found
    ISSUE_CODE = "issue_code"  # the QR code on a machine
    ENROL = "enrol"  # take people into the company, or invite them
    BIND_GROUP = "bind_group"  # say to which area a chat of several belongs
    SNOOZE = "snooze"  # have oneself reminded later
    DIGEST = "digest"  # read every morning how the cases stand
    BOARD = "board"  # see on one page, at any time, how they stand
    HAND_OVER = "hand_over"  # take a shift over, with what is open at its place
    SEE_SHIFTS = "see_shifts"  # who has taken which shift over
    EXPORT = "export"  # have the ledger as a file, and added up: each figure, and the cases it counts
    SCORE = "score"  # say how good a report was
    SIGN = "sign"  # the statistics of a quarter or a year, as the principal
    BROADCAST = "broadcast"  # tell everybody of a role or a place something
    ASK_ELSEWHERE = "ask_elsewhere"  # whether like places have what a case is about
    EVALUATE = "evaluate"  # see how well it works: figures then and now, accidents, remarks
    RECORD_EVIDENCE = "record_evidence"  # accidents, and what authorities have remarked
    UNSEAL = "unseal"  # learn, two together, who is behind an anonymous report
    RUN = "run"  # see how the bot itself is doing, and which of its functions are used
    STAFF = "staff"  # say who works where as what, who stands in for whom, and who is shut out
    APPOINT = "appoint"  # to a role that reaches the whole company
    CONFIGURE = "configure"  # the company's own tables: matrix, areas, departments, calendar, ladder, library


@dataclass(frozen=True)
class Grant:
    role: Role | None  # none: everybody of the company
    action: Action
    scope: Scope


def _grants(role: Role | None, scope: Scope, *actions: Action) -> tuple[Grant, ...]:
    return tuple(Grant(role, action, scope) for action in actions)


SAFETY = (
    Action.SEE,
    Action.ASSIGN,
    Action.ACCEPT,
    Action.REOPEN,
    Action.VERIFY,
    Action.GRANT,
    Action.CONTAIN,
    Action.SET_MEASURE,
    Action.SET_ASIDE,
    Action.FILL_GAP,
    Action.OUTSIDE,
    Action.REGRADE,
    Action.RECORD,
    Action.RESPOND,
    Action.TELL,
    Action.PLAN,
    Action.LONG_TERM,
    Action.RECHECK,
    Action.SEE_SHIFTS,
    Action.REPORT_FINDING,
    Action.ISSUE_CODE,
    Action.ENROL,
    Action.BIND_GROUP,
    Action.EXPORT,
    Action.RUN,
    Action.STAFF,
    Action.CONFIGURE,
    *(Action.SCORE, Action.BROADCAST, Action.ASK_ELSEWHERE),
    *(Action.EVALUATE, Action.RECORD_EVIDENCE),
    Action.BOARD,
)
SUMS = (Action.APPROVE, Action.APPROVE_MORE, Action.APPROVE_MOST)
# What the executive decides in the place of those who are not there, or whose own case it is: workflow/deciding.py
# says when that is. An executive who does it all the same does nothing unlawful.
STANDING_IN = (Action.ASSIGN, Action.GRANT, Action.GRANT_AGAIN, Action.JUDGE_MAJOR, Action.SET_ASIDE)
GRANTS: tuple[Grant, ...] = (
    *_grants(None, Scope.COMPANY, Action.TALK, Action.LOOK_UP, Action.REPORT),
    *_grants(None, Scope.ACTED, Action.AMEND),
    *_grants(None, Scope.OWN, Action.SEE, Action.REOPEN, Action.CONTAIN, Action.RECHECK, Action.TELL),
    *_grants(None, Scope.SAME, Action.SEE, Action.REOPEN, Action.RECHECK),
    *_grants(None, Scope.TASK, Action.SEE, Action.WORK, Action.CONTAIN, Action.SET_MEASURE, Action.PLAN),
    *_grants(None, Scope.TASK, Action.SNOOZE),
    *_grants(None, Scope.ACCEPTANCE, Action.SEE, Action.ACCEPT, Action.REOPEN),
    *_grants(None, Scope.CALLED, Action.SEE, Action.RESPOND, Action.TELL),
    *_grants(None, Scope.HELP, Action.SEE, Action.HELP),
    *_grants(None, Scope.HELPER, Action.SEE, Action.FINISH_HELP, Action.DECLINE_HELP),
    *_grants(Role.WORKER, Scope.AREA, Action.SEE),
    *_grants(Role.TEAM_LEADER, Scope.AREA, Action.SEE, Action.REOPEN, Action.RESPOND, Action.CONTAIN, Action.TELL),
    *_grants(Role.TEAM_LEADER, Scope.TEAM, Action.SEE),
    *_grants(Role.TEAM_LEADER, Scope.AREA, Action.HAND_OVER),
    *_grants(Role.TEAM_LEADER, Scope.AREA, Action.PLAN, Action.RECHECK, Action.SET_MEASURE),
    *_grants(Role.OWNER, Scope.DEPARTMENT, Action.SEE),
    *_grants(Role.OWNER, Scope.HELP, Action.DECLINE_HELP),
    *_grants(Role.DEPARTMENT_HEAD, Scope.HELP, Action.DECLINE_HELP),
    *_grants(Role.DEPARTMENT_HEAD, Scope.DEPARTMENT, Action.DIGEST, Action.SEE_SHIFTS, Action.EXPORT, Action.BOARD),
    *_grants(Role.DEPARTMENT_HEAD, Scope.DEPARTMENT, Action.SEE, Action.ASSIGN, Action.REOPEN, Action.PLAN, SUMS[0]),
    *_grants(Role.SAFETY_OFFICER, Scope.COMPANY, *SAFETY),
    *_grants(Role.SAFETY_DIRECTOR, Scope.COMPANY, *SAFETY, Action.GRANT_AGAIN, Action.APPROVE_PLAN, *SUMS[:2]),
    *_grants(Role.SAFETY_DIRECTOR, Scope.COMPANY, Action.JUDGE_MAJOR, Action.DIGEST, Action.UNSEAL),
    *_grants(Role.EXECUTIVE, Scope.COMPANY, Action.SEE, Action.REOPEN, Action.RESPOND, Action.TELL, *SUMS),
    *_grants(Role.EXECUTIVE, Scope.COMPANY, Action.RECORD, Action.PLAN, Action.APPROVE_PLAN, Action.APPROVE_MAJOR_PLAN),
    *_grants(Role.EXECUTIVE, Scope.COMPANY, *STANDING_IN),
    *_grants(Role.EXECUTIVE, Scope.COMPANY, Action.ENROL, Action.DIGEST, Action.SEE_SHIFTS, Action.UNSEAL),
    *_grants(Role.ADMINISTRATOR, Scope.COMPANY, Action.ENROL, Action.RUN, Action.STAFF, Action.APPOINT),
    *_grants(Role.ADMINISTRATOR, Scope.COMPANY, Action.CONFIGURE),
    *_grants(Role.EXECUTIVE, Scope.COMPANY, Action.EXPORT, Action.BOARD, Action.BROADCAST),
    *_grants(Role.EXECUTIVE, Scope.COMPANY, Action.SIGN),
    *_grants(Role.EXECUTIVE, Scope.COMPANY, Action.EVALUATE),
    *_grants(Role.DUTY_LEADER, Scope.AREA, Action.SEE, Action.CONTAIN, Action.SET_MEASURE),
    *_grants(Role.DUTY_LEADER, Scope.ALARM, Action.SEE, Action.RESPOND, Action.TELL),
    *_grants(Role.UNION, Scope.PUBLISHED, Action.SEE),
)


# What nobody does for another, for it is about no case, or is the person's own: what they reported. A digest is not on
# it: it tells of cases that the deputy sees anyway as long as they stand in, and what is overdue would else be known to
# nobody until its manager is back.
NOT_DEPUTISED = frozenset(
    {
        Action.TALK,
        Action.LOOK_UP,
        Action.AMEND,
        Action.REPORT,
        Action.REPORT_FINDING,
        Action.ISSUE_CODE,
        Action.ENROL,
        Action.BIND_GROUP,
        Action.EXPORT,
        Action.SIGN,
        Action.BROADCAST,
        Action.EVALUATE,
        Action.RECORD_EVIDENCE,
        Action.UNSEAL,
        Action.RUN,
        Action.STAFF,
        Action.APPOINT,
        Action.CONFIGURE,
    }
)


@lru_cache(maxsize=8192)  # a card asks it of every action there is
def reach(person: Person, action: Action, on: date) -> Reach:
    """What the table gives a person for an action on a day, and those for whom they act; nothing to who has left."""
    if not person.works_on(on):
        return Reach(person.id)
    lent = () if action in NOT_DEPUTISED else tuple(_lent(other, action, on) for other in person.stands_for)
    return replace(_own(person, action, on), for_others=lent)


def _lent(person: Person, action: Action, on: date) -> Reach:
    """What a deputy may do in somebody's place: not what follows from their own reports."""
    return replace(_own(person, action, on), own=False, same=False, acted=False)


def _own(person: Person, action: Action, on: date) -> Reach:
    if not person.works_on(on):
        return Reach(person.id)
    held = [m for m in person.memberships if m.holds_on(on)]
    scopes: set[Scope] = set()
    areas: set[str] = set()
    departments: set[str] = set()
    asked: set[str] = set()
    for grant in (g for g in GRANTS if g.action is action):
        if grant.role is None:
            scopes.add(grant.scope)
            asked |= person.departments_on(on) if grant.scope is Scope.HELP else set()
            continue
        for membership in (m for m in held if m.role == grant.role):
            scopes.add(grant.scope)
            if grant.scope is Scope.AREA and membership.area_path:
                areas.add(membership.area_path)
            if grant.scope is Scope.DEPARTMENT and membership.department_id:
                departments.add(membership.department_id)
            if grant.scope is Scope.HELP and membership.department_id:
                asked.add(membership.department_id)
    return Reach(
        person.id,
        company=Scope.COMPANY in scopes,
        own=Scope.OWN in scopes,
        same=Scope.SAME in scopes,
        task=Scope.TASK in scopes,
        acceptance=Scope.ACCEPTANCE in scopes,
        acted=Scope.ACTED in scopes,
        alarm=Scope.ALARM in scopes,
        called=Scope.CALLED in scopes,
        helper=Scope.HELPER in scopes,
        asked_department_ids=frozenset(asked),
        published=Scope.PUBLISHED in scopes,
        team=person.team if Scope.TEAM in scopes else frozenset(),
        area_paths=frozenset(areas),
        department_ids=frozenset(departments),
    )


_TO_A_CASE = {Scope.TASK: Role.OWNER, Scope.ACCEPTANCE: Role.ACCEPTOR}


def who_may(action: Action) -> tuple[Role, ...]:
    """Whom somebody is sent to who has not this right: the roles that the table gives it, in its order, each once."""
    given = (grant.role or _TO_A_CASE.get(grant.scope) for grant in GRANTS if grant.action is action)
    return tuple(dict.fromkeys(role for role in given if role is not None))


def in_whose_place(person: Person, action: Action, case: Case, on: date) -> str | None:
    """For whom somebody does a thing that is theirs only as a deputy; None where it is their own to do."""
    right = reach(person, action, on)
    if right.covers_alone(case):
        return None
    return next((other.person_id for other in right.for_others if other.covers_alone(case)), None)


def allowed(person: Person, action: Action, case: Case, on: date) -> bool:
    """True when the table gives the person this action on this case on this day."""
    return reach(person, action, on).covers(case)
