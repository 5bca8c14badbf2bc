"""The backup of each night as a row: whose turn it is to make it, what became of it, what a digest tells of it."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import Connection, select, update

from storage.inbox import insert_or_ignore
from storage.tables import backup_nights

MOST_TRIES: Final = 3
AGAIN: Final = timedelta(hours=1)  # after one that failed
GIVEN_UP: Final = timedelta(hours=6)  # after so long, one that has not ended was killed
MISSED_AFTER: Final = timedelta(days=3)  # after so long without any, backups are no longer made here
NONE: Final = "none"


class Night(StrEnum):
    """What became of it. doubtful: it was made, and is not what it should be, as its trial restore has shown."""

    RUNNING = "running"
    GOOD = "good"
    DOUBTFUL = "doubtful"
    FAILED = "failed"


def begin(connection: Connection, day: date, now: datetime) -> bool:
    """Take the backup of a day's night on; False where that is done, or another is at it, or it failed too often."""
    first = {"day": day, "tries": 1, "began_at": now, "outcome": Night.RUNNING}
    if connection.execute(insert_or_ignore(connection, backup_nights), first).rowcount == 1:
        return True
    row = connection.execute(select(backup_nights).where(backup_nights.c.day == day)).one()
    waits = GIVEN_UP if row.ended_at is None else AGAIN
    if row.outcome in (Night.GOOD, Night.DOUBTFUL) or row.tries >= MOST_TRIES or row.began_at + waits > now:
        return False
    mine = (backup_nights.c.day == day, backup_nights.c.tries == row.tries)
    again = {"tries": row.tries + 1, "began_at": now, "ended_at": None, "outcome": Night.RUNNING}
    return connection.execute(update(backup_nights).where(*mine).values(again)).rowcount == 1


def end(connection: Connection, day: date, outcome: Night, now: datetime) -> None:
    """Write down what became of it, also where nobody had taken it on: it was begun by hand."""
    first = {"day": day, "tries": 1, "began_at": now, "outcome": outcome}
    connection.execute(insert_or_ignore(connection, backup_nights), first)
    done = {"ended_at": now, "outcome": outcome}
    connection.execute(update(backup_nights).where(backup_nights.c.day == day).values(done))


def has_ended(connection: Connection, day: date) -> bool:
    ended = select(backup_nights.c.ended_at).where(backup_nights.c.day == day)
    return connection.execute(ended).scalar() is not None


def told(connection: Connection, today: date) -> dict[str, Any] | None:
    """The last one, for a digest: its outcome, and its day where that is not today; None where none was ever made.

    outcome: also "none", where there has been no night since that day.
    """
    newest = select(backup_nights).order_by(backup_nights.c.day.desc())
    row = connection.execute(newest.limit(1)).one_or_none()
    if row is None:
        return None
    if row.day <= today - MISSED_AFTER:
        return {"outcome": NONE, "day": row.day.isoformat()}
    return {"outcome": str(row.outcome), "day": "" if row.day == today else row.day.isoformat()}


def last_verified(connection: Connection) -> str:
    """The last day whose backup was restored on trial and found good, as an ISO date; empty where there is none."""
    good = select(backup_nights.c.day).where(backup_nights.c.outcome == Night.GOOD)
    day = connection.execute(good.order_by(backup_nights.c.day.desc()).limit(1)).scalar()
    return day.isoformat() if day else ""


def gone_wrong(connection: Connection, day: date) -> Night | None:
    """What somebody has to see to: that night's backup is doubtful, or has failed and is not tried again."""
    row = connection.execute(select(backup_nights).where(backup_nights.c.day == day)).one_or_none()
    if row is None or row.outcome not in (Night.DOUBTFUL, Night.FAILED):
        return None
    return Night(row.outcome) if row.outcome == Night.DOUBTFUL or row.tries >= MOST_TRIES else None
