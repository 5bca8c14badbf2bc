"""What each ring of a clock tells, and whom: as one visible table."""

from workflow.notice import Lane, Told
from workflow.recipients import (
    acceptor,
    approvers,
    confirmers,
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

_LOOKED_AFTER = (Told(who_has_to_renew_it, "danger.ending"), Told(who_looks_after_the_measure, "danger.check"))
# Clock -> what each ring tells; the last row repeats. A ring that does something is told by what it did instead.
RINGS: dict[str, tuple[tuple[Told, ...], ...]] = {
    "alarm": ((Told(everybody_alarmed, "alarm.alert", Lane.EMERGENCY),),),
    "responding": (
        (
            Told(everybody_alarmed, "alarm.still_on", Lane.EMERGENCY),
            Told(team_leaders, "alarm.still_on", Lane.EMERGENCY),
        ),
    ),
    "danger": (
        (
            Told(owner_if_major, "danger.running", Lane.EMERGENCY),
            Told(team_leaders, "danger.running", Lane.EMERGENCY),
            Told(first_on_the_ladder, "danger.running", Lane.EMERGENCY),
            Told(officers, "danger.running", Lane.EMERGENCY),
        ),
    ),
    "measure": (
        _LOOKED_AFTER,
        (*_LOOKED_AFTER, Told(team_leaders, "danger.check")),
        (*_LOOKED_AFTER, Told(team_leaders, "danger.check"), Told(officers, "danger.check")),
    ),
    "confirming": (
        (Told(confirmers, "major.waiting", Lane.MAJOR),),
        (Told(confirmers, "major.waiting", Lane.MAJOR), Told(executives, "major.waiting", Lane.MAJOR)),
    ),
    "choosing": ((Told(officers, "choose.waiting"),),),
    "help": (
        (Told(whoever_helps, "assist.waiting"),),
        (Told(whoever_helps, "assist.waiting"), Told(officers, "assist.nobody_came")),
    ),
    "asking": ((Told(granters, "time.asked"),),),
    "money": (
        (
            Told(money_deciders, "money.asked"),
            Told(officers_if_undecidable, "money.nobody"),
            Told(owner_if_money_waits, "money.sent_unheld"),
        ),
    ),
    "taking": (
        (Told(owner, "task.not_taken"), Told(officers_if_owner_left, "choose.owner_left")),
        (Told(owner, "task.not_taken"), Told(officers, "overdue.not_taken")),
    ),
    "due": (
        (
            Told(owner_unless_stage_slips, "overdue.owner"),
            Told(officers_if_owner_left, "choose.owner_left"),
            Told(team_leaders, "overdue.leader"),
        ),
        (Told(owner, "overdue.owner"), Told(team_leaders, "overdue.leader"), Told(officers, "overdue.leader")),
    ),
    "planning": (
        (Told(owner, "plan.due"), Told(officers_if_owner_left, "choose.owner_left")),
        (Told(owner, "plan.due"), Told(officers, "plan.late"), Told(directors, "plan.late")),
    ),
    "approving": ((Told(approvers, "plan.to_approve"),),),
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
        (Told(acceptor, "accept.waiting"), Told(officers, "overdue.acceptance")),
    ),
}
