"""How the bot itself is doing, as its own tables tell it: what is late, what went wrong, what nobody is there for.

Times and counts, codes and the names of bots: nothing of any case, and of no person more than the role they hold.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, func, select

from storage import backup_nights, chain, directory
from storage.backup_nights import Night
from storage.roster_checks import holes_ahead
from storage.tables import addresses, audit_records, bots, company, deliveries, events, inbox, notices, timers
from storage.tables import chain as links
from workflow.people import Role

# Without them nobody would hear what only they can decide.
NEEDED: Final = (Role.SAFETY_OFFICER, Role.ADMINISTRATOR)
# Less than this, and the photographs of a few weeks fill the disk.
ENOUGH_BYTES: Final = 1024**3
# What has waited longer than this is not just being worked on.
LATE: Final = timedelta(minutes=2)
BEHIND: Final = timedelta(minutes=10)  # of a clock, and of the audit's chain
LATELY: Final = timedelta(days=1)
FAILING: Final = timedelta(hours=1)

Problem = dict[str, Any]


def health(connection: Connection, now: datetime, midnight: datetime) -> dict[str, Any]:
    """problems: those that need somebody first, each with its `kind`; the rest are figures of the day.

    now, midnight: aware; the day began then at the site.
    """
    received = select(func.count()).where(inbox.c.received_at >= midnight, ~inbox.c.event)
    sent = select(func.count()).where(deliveries.c.at >= midnight, deliveries.c.state == "sent")
    today = midnight.date()
    return {
        "problems": [*_urgent(connection, now), *_of_backups(connection, today), *_of_people(connection, today)],
        "received": connection.execute(received).scalar_one(),
        "sent": connection.execute(sent).scalar_one(),
        "platforms": _platforms(connection),
        "backup": backup_nights.told(connection, today),
        "restored": backup_nights.last_verified(connection),
        "chain": chain.head(connection).position,
    }


def _urgent(connection: Connection, now: datetime) -> Iterator[Problem]:
    """What people wait for at this moment."""
    yield from _waiting(connection, "inbox_late", inbox.c.received_at, inbox.c.state == "new", now - LATE)
    yield from _waiting(connection, "outbox_late", notices.c.not_before, notices.c.state == "pending", now - LATE)
    yield from _waiting(connection, "clock_late", timers.c.due_at, timers.c.stopped_at.is_(None), now - BEHIND)
    yield from _of_bots(connection, now)
    for kind, state in (("unanswered", "failed"), ("unread", "unparsable")):
        lately = (inbox.c.state == state, inbox.c.done_at >= now - LATELY)
        if count := connection.execute(select(func.count()).where(*lately)).scalar_one():
            yield {"kind": kind, "count": count}
    if count := _unlinked(connection, now - BEHIND):
        yield {"kind": "chain_behind", "count": count}


def _waiting(connection: Connection, kind: str, since: Any, waits: Any, before: datetime) -> Iterator[Problem]:
    """How many wait since before a moment, and since when the first of them does."""
    found = select(func.count(), func.min(since)).where(waits, since < before)
    count, first = connection.execute(found).one()
    if count:
        yield {"kind": kind, "count": count, "since": first.isoformat()}


def _of_bots(connection: Connection, now: datetime) -> Iterator[Problem]:
    """A platform that has asked a bot to be silent, and one that has taken nothing for an hour."""
    for row in connection.execute(select(bots.c.bot, bots.c.silent_until).where(bots.c.silent_until > now)):
        yield {"kind": "silenced", "bot": row.bot, "until": row.silent_until.isoformat()}
    tried = select(deliveries.c.bot, deliveries.c.state, func.count().label("tally"))
    lately = tried.where(deliveries.c.at >= now - FAILING, deliveries.c.bot != "")
    found: dict[str, dict[str, int]] = {}
    for row in connection.execute(lately.group_by(deliveries.c.bot, deliveries.c.state)):
        found.setdefault(row.bot, {})[row.state] = row.tally
    for bot, counts in sorted(found.items()):
        if counts.get("failed") and not counts.get("sent"):
            yield {"kind": "undelivered", "bot": bot, "count": counts["failed"]}


def _unlinked(connection: Connection, before: datetime) -> int:
    """How many events and records of before a moment the audit's chain does not hold yet."""
    since = chain.lately(connection)
    left = 0
    for table in (events, audit_records):
        lacking = ~select(links.c.position).where(links.c.source_id == table.c.id).exists()
        waits = select(func.count()).where(table.c.id > since, table.c.at < before, lacking)
        left += connection.execute(waits).scalar_one()
    return left


def _of_backups(connection: Connection, today: Any) -> Iterator[Problem]:
    last = backup_nights.told(connection, today)
    if last is None:
        if not connection.execute(select(company.c.demo)).scalar():
            yield {"kind": "no_backup"}
    elif last["outcome"] in (Night.FAILED, Night.DOUBTFUL, backup_nights.NONE):
        yield {"kind": f"backup_{last['outcome']}", "day": last["day"] or today.isoformat()}


def _of_people(connection: Connection, today: Any) -> Iterator[Problem]:
    """Roles that nobody is reached in, and nights that nobody watches."""
    there = select(addresses.c.person_id).where(addresses.c.lost_at.is_(None))
    reached = set(connection.execute(there).scalars())
    for role in NEEDED:
        if not any(person.id in reached for person in directory.holders(connection, role, today)):
            yield {"kind": "role_unreached", "role": role}
    for hole in holes_ahead(connection, today) or ():
        facts = {"part": str(hole.part), "first": hole.first.isoformat(), "last": hole.last.isoformat()}
        yield {"kind": "unwatched", **facts}


def _platforms(connection: Connection) -> list[dict[str, Any]]:
    """Each bot that somebody is reached by: how many people."""
    counted = select(addresses.c.bot, func.count(addresses.c.person_id.distinct()).label("people"))
    rows = connection.execute(counted.where(addresses.c.lost_at.is_(None)).group_by(addresses.c.bot))
    return [{"bot": row.bot, "people": row.people} for row in sorted(rows)]
