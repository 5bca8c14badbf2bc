"""What has been tried with a case, and when: the telling steps of its trail, and whom its clocks have told."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, func, select

from storage.tables import deliveries, notices, people
from workflow.danger import RUNNING
from workflow.lifecycle import State
from workflow.people import Person, Role, in_words
from workflow.rungs import ON_LADDERS

MOST_STEPS = 4
GIVEN = ("assigned", "passed_on", "handed_over")
# What its owner and others did that a manager would ask about; of each the last one since the owner has it.
TELLING = (
    *("progress_posted", "time_asked", "time_granted", "time_refused", "help_asked", "sent_back", "snoozed"),
    *("moved_outside", "letter_sent", "outside_answered", "remained_outside"),
)
# Whose turn it is was reminded of it; of those above them each was told that it did not help.
REMINDED = (
    *("task.due_soon", "task.not_taken", "overdue.owner", "overdue.told_above", "accept.waiting", "assist.waiting"),
    *("time.asked", "money.asked", "plan.due", "plan.to_approve", "outside.due"),
)
TOLD = (
    *("overdue.coming", "overdue.leader", "overdue.not_taken", "overdue.watch", "overdue.unanswered"),
    *("overdue.acceptance", "assist.nobody_came", "plan.late", "outside.unsolved", "choose.waiting"),
)
# Who is called to a danger as long as it is there, or asked whether what holds it off still does; and since what.
CALLED = ("danger.running",), ("warned", "measure_demanded")
ASKED = ("danger.check", "danger.ending"), ("contained", "measure_checked", "measure_set", "reinstated")
_SENT = (
    select(
        notices.c.topic,
        people.c.id.label("recipient_id"),
        people.c.name,
        people.c.name_en,
        func.min(deliveries.c.at).label("first"),
        func.max(deliveries.c.at).label("last"),
        func.count().label("times"),
    )
    .join_from(notices, deliveries, deliveries.c.notice_id == notices.c.id)
    .join(people, people.c.id == notices.c.recipient_id)
    .where(
        notices.c.subject_id == bindparam("hazard"),
        notices.c.topic.in_(bindparam("topics", expanding=True)),
        deliveries.c.state == "sent",
        deliveries.c.at >= bindparam("since"),
    )
    .group_by(notices.c.topic, people.c.id)
)
_TOLD = _SENT.where(notices.c.timer_id.is_not(None))

Step = dict[str, Any]


def tried(
    connection: Connection,
    reader: Person,
    card: Mapping[str, Any],
    owner_id: str | None,
    person: Callable[[str], Person | None],
) -> list[Step]:
    """Some steps in the order in which they were taken: `kind`, `at`, `who`, and what else each kind tells.

    `you`: that one is who reads of it.

    card: the case as its reader sees it. It names nobody but whose turn it is and those who were told of a delay.
    """
    since, begun = _since(card, owner_id, reader)
    named = {"hazard": card["id"], "topics": [*REMINDED, *TOLD], "since": since[0]["at"]}
    rows = connection.execute(_TOLD, named).all()
    reminders = [row for row in rows if row.topic in REMINDED]
    others = [row for row in rows if row.topic in TOLD]
    later = [*_last_of_each(since), *_reminded(reminders, reader), *_told(others, reader, person)]
    later.sort(key=lambda step: step["at"])
    return [*begun, *later[len(begun) - MOST_STEPS :]]


def asked(connection: Connection, reader: Person, card: Mapping[str, Any]) -> dict[str, Any]:
    """Who was told of the danger of a case and has not answered, in order: `people`, `since` when; empty: nobody."""
    topics, begins = CALLED if card["danger"] == RUNNING else ASKED
    since = card["timeline"][_last(card["timeline"], begins)]["at"]
    named = {"hazard": card["id"], "topics": list(topics), "since": since}
    rows = sorted(connection.execute(_SENT, named), key=lambda row: row.first)
    told = {row.recipient_id: _named(row, reader, "name") for row in rows}
    return {"since": rows[0].first, "people": [*told.values()]} if rows else {}


def _since(
    card: Mapping[str, Any], owner_id: str | None, reader: Person
) -> tuple[Sequence[Mapping[str, Any]], list[Step]]:
    """What happened since it is the turn of whoever has it: its acceptor's, its owner's; and how that is told."""
    timeline = card["timeline"]
    if card["state"] == State.AWAITING_ACCEPTANCE:
        submitted = _last(timeline, ("submitted",))
        since = timeline[submitted:]
        return since, [{"kind": "submitted", "at": since[0]["at"], "words": []}]
    since = timeline[_last(timeline, GIVEN) :]
    return since, _given(since, card["owner"], you=owner_id == reader.id) if owner_id else []


def _last(timeline: Sequence[Mapping[str, Any]], kinds: Sequence[str]) -> int:
    return next((n for n, event in reversed([*enumerate(timeline)]) if event["kind"] in kinds), 0)


def _given(since: Sequence[Mapping[str, Any]], owner: str, *, you: bool) -> list[Step]:
    taken = next((event["at"] for event in since if event["kind"] == "taken"), None)
    return [{"kind": "given", "at": since[0]["at"], "who": owner, "you": you, "taken": taken}]


def _last_of_each(since: Sequence[Mapping[str, Any]]) -> list[Step]:
    last = {event["kind"]: event for event in since if event["kind"] in TELLING}
    return [{"kind": kind, "at": event["at"], "words": [*event["words"].values()]} for kind, event in last.items()]


def _reminded(rows: Sequence[Any], reader: Person) -> list[Step]:
    """However often somebody was: one step, at the last time."""
    by_person: dict[str, Step] = {}
    for row in rows:
        begun = {"kind": "reminded", "at": row.last, "times": 0, **_named(row, reader, "who")}
        step = by_person.setdefault(row.recipient_id, begun)
        step["at"], step["times"] = max(step["at"], row.last), step["times"] + row.times
    return [*by_person.values()]


def _told(rows: Sequence[Any], reader: Person, person: Callable[[str], Person | None]) -> list[Step]:
    """Whoever was told at one moment is one step; each person is named when they were told first."""
    first: dict[str, Any] = {}
    for row in sorted(rows, key=lambda row: row.first):
        first.setdefault(row.recipient_id, row)
    steps: dict[str, Step] = {}
    for row in first.values():
        step = steps.setdefault(f"{row.first:%Y%m%d%H}", {"kind": "told", "at": row.first, "people": []})
        step["people"].append({**_named(row, reader, "name"), "role": _role(person(row.recipient_id), row)})
    return list(steps.values())


def _named(row: Any, reader: Person, as_what: str) -> Step:
    """Who it was, and whether that is the one who reads of it."""
    return {as_what: in_words(row.name, row.name_en, reader.language), "you": row.recipient_id == reader.id}


def _role(who: Person | None, row: Any) -> str:
    """As what they are told: on watch, or the highest of their roles that stands on ladders."""
    if row.topic == "overdue.watch":
        return str(Role.DUTY_LEADER)
    held = who.roles_on(row.first.date()) if who else frozenset[Role]()
    return next((str(role) for role in reversed(ON_LADDERS[1:]) if role in held), "")
