"""What each ring of a clock tells, and whom: as one visible table. What the limit's clock tells is the ladder's."""

from workflow.desk import Desk
from workflow.escalation import ABOVE, rung_now
from workflow.hazard import Hazard
from workflow.library import Grade
from workflow.notice import Lane, Told
from workflow.on_ladder import (
    above,
    directors_if_major,
    executives_if_major,
    owner_if_late,
    owner_in_time,
    owner_of_untaken,
    owner_unless_put_off,
    watch_in_place_of,
)
from workflow.people import Role
from workflow.recipients import (
    acceptor,
    approvers,
    confirmers,
    department_heads,
    directors,
    directors_if_put_off,
    everybody_alarmed,
    executives,
    first_on_the_ladder,
    granters,
    managers,
    money_deciders,
    officers,
    officers_if_acceptor_left,
    officers_if_owner_left,
    officers_if_undecidable,
    owner,
    owner_if_major,
    owner_if_money_waits,
    owner_unless_stage_slips,
    team_leaders,
    who_has_to_renew_it,
    who_looks_after_the_measure,
    whoever_helps,
)
from workflow.rungs import Rung

_LOOKED_AFTER = (Told(who_has_to_renew_it, "danger.ending"), Told(who_looks_after_the_measure, "danger.check"))
_MISSED = (*_LOOKED_AFTER, Told(team_leaders, "danger.unchecked"))
_RUNNING = (
    Told(owner_if_major, "danger.running", Lane.EMERGENCY),
    Told(team_leaders, "danger.running", Lane.EMERGENCY),
    Told(first_on_the_ladder, "danger.running", Lane.EMERGENCY),
    Told(officers, "danger.running", Lane.EMERGENCY),
)
_RUNNING_ON = (*_RUNNING, Told(directors, "danger.running", Lane.EMERGENCY))
_CHOOSE = (Told(officers, "choose.waiting"),)
_CHOOSE_AT_LAST = (*_CHOOSE, Told(directors, "choose.waiting"))
_MONEY = (
    Told(money_deciders, "money.asked"),
    Told(officers_if_undecidable, "money.nobody"),
    Told(owner_if_money_waits, "money.sent_unheld"),
)
_NOT_TAKEN = (Told(owner_unless_put_off, "task.not_taken"), Told(team_leaders, "overdue.not_taken"))
_NO_PLAN = (Told(owner, "plan.due"), Told(officers, "plan.late"), Told(directors, "plan.late"))
_UNCHECKED = (Told(acceptor, "accept.waiting"), Told(officers, "overdue.acceptance"))
_UNANSWERED = Told(directors, "overdue.unanswered"), Told(executives, "overdue.unanswered")
# Clock -> what each ring tells; the last row repeats. A ring that does something is told by what it did instead.
RINGS: dict[str, tuple[tuple[Told, ...], ...]] = {
    "alarm": ((Told(everybody_alarmed, "alarm.alert", Lane.EMERGENCY),),),
    "responding": (
        (
            Told(everybody_alarmed, "alarm.still_on", Lane.EMERGENCY),
            Told(team_leaders, "alarm.still_on", Lane.EMERGENCY),
        ),
    ),
    "danger": (*[_RUNNING] * 4, *[_RUNNING_ON] * 4, (*_RUNNING_ON, Told(executives, "danger.running", Lane.EMERGENCY))),
    "measure": (
        _LOOKED_AFTER,
        _MISSED,
        (*_MISSED, Told(officers, "danger.unchecked")),
        (*_MISSED, Told(officers, "danger.unchecked"), Told(directors, "danger.unchecked")),
    ),
    "confirming": (
        (Told(confirmers, "major.waiting", Lane.MAJOR),),
        (Told(confirmers, "major.waiting", Lane.MAJOR), Told(executives, "major.waiting", Lane.MAJOR)),
    ),
    "choosing": (_CHOOSE, _CHOOSE_AT_LAST, _CHOOSE_AT_LAST, (*_CHOOSE_AT_LAST, Told(executives, "choose.waiting"))),
    "help": (
        (Told(whoever_helps, "assist.waiting"),),
        (Told(whoever_helps, "assist.waiting"), Told(officers, "assist.nobody_came")),
        (
            Told(whoever_helps, "assist.waiting"),
            Told(officers, "assist.nobody_came"),
            Told(department_heads, "assist.nobody_came"),
            Told(directors, "assist.nobody_came"),
        ),
    ),
    "asking": (
        (Told(granters, "time.asked"),),
        (Told(granters, "time.asked"), *_UNANSWERED[:1]),
        (Told(granters, "time.asked"), *_UNANSWERED),
    ),
    "money": (_MONEY, _MONEY, (*_MONEY, *_UNANSWERED[:1]), (*_MONEY, *_UNANSWERED)),
    "taking": (
        (Told(owner_unless_put_off, "task.not_taken"), Told(officers_if_owner_left, "choose.owner_left")),
        (*_NOT_TAKEN, Told(officers, "overdue.not_taken")),
        (
            *_NOT_TAKEN,
            Told(officers, "overdue.not_taken"),
            Told(department_heads, "overdue.not_taken"),
            Told(directors, "overdue.not_taken"),
        ),
    ),
    "snooze": (
        (
            Told(owner_of_untaken, "task.not_taken"),
            Told(owner_in_time, "task.due_soon"),
            Told(owner_if_late, "overdue.owner"),
        ),
    ),
    "planning": (
        (
            Told(owner, "plan.due"),
            Told(officers_if_owner_left, "choose.owner_left"),
            Told(directors_if_major, "plan.late"),
            Told(executives_if_major, "plan.late"),
        ),
        (*_NO_PLAN, Told(executives_if_major, "plan.late")),
        (*_NO_PLAN, Told(executives, "plan.late")),
    ),
    "approving": (
        (Told(approvers, "plan.to_approve"),),
        (Told(approvers, "plan.to_approve"), *_UNANSWERED[:1]),
        (Told(approvers, "plan.to_approve"), *_UNANSWERED),
    ),
    "report": ((Told(managers, "plan.report"),),),
    "outside": (
        (
            Told(owner, "outside.due"),
            Told(officers_if_owner_left, "outside.due"),
            Told(directors_if_put_off, "outside.unsolved"),
        ),
        (
            Told(owner, "outside.due"),
            Told(officers_if_owner_left, "outside.due"),
            Told(directors, "outside.unsolved"),
        ),
    ),
    "acceptance": (
        (Told(acceptor, "accept.waiting"), Told(officers_if_acceptor_left, "overdue.acceptance")),
        _UNCHECKED,
        (*_UNCHECKED, Told(department_heads, "overdue.acceptance"), Told(directors, "overdue.acceptance")),
        (
            *_UNCHECKED,
            Told(department_heads, "overdue.acceptance"),
            Told(directors, "overdue.acceptance"),
            Told(executives, "overdue.acceptance"),
        ),
    ),
}


def of_ring(desk: Desk, hazard: Hazard, clock: str, step: int) -> tuple[Told, ...]:
    """What a ring of a clock tells: by its `step`, from 0; of the limit's clock the present rung of the ladder."""
    if clock == "due":
        rung = rung_now(desk, hazard)
        return () if rung is None else of_rung(desk, hazard, rung)
    if clock == "taking" and desk.now >= hazard.due_at:
        return ()  # the ladder tells the same people that it is over, which says more
    rows = RINGS.get(clock, ((),))  # some rings always do something
    return rows[min(step, len(rows) - 1)]


def of_rung(desk: Desk, hazard: Hazard, rung: Rung) -> tuple[Told, ...]:
    """What a rung tells: before the limit that it comes near, from then on that it is over."""
    if desk.now < hazard.due_at:
        return (*_owners(rung, Told(owner_unless_put_off, "task.due_soon")), Told(above(rung), "overdue.coming"))
    topic = "overdue.told_above" if ABOVE & {*rung.roles} else "overdue.owner"
    owners = Told(owner_unless_stage_slips if rung.days == 0 else owner, topic)
    told = (*_owners(rung, owners), Told(above(rung), "overdue.leader"))
    if hazard.company_grade is Grade.GENERAL:
        return told  # it waits for their shifts
    return (*told, Told(watch_in_place_of(above(rung)), "overdue.watch"))


def _owners(rung: Rung, told: Told) -> tuple[Told, ...]:
    """What the owner is told, where the rung names them; the officers, where the owner has left."""
    nobody_to_do_it = Told(officers_if_owner_left, "choose.owner_left")
    return (told, nobody_to_do_it) if Role.OWNER in rung.roles else (nobody_to_do_it,)
