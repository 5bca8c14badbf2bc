"""Which cases have changed since they were read, by the trail of events, of whichever process.

Events bear ids in the order of their making, and are committed in any order: what was made shortly before the newest
one is always read again, so that no commit that came late is missed.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta

from sqlalchemy import Connection, select

from storage.tables import events

# Longer than any turn takes to commit, clocks of several machines being that far apart at most.
LATE = timedelta(minutes=2)
NEVER = "00000000-0000-0000-0000-000000000000"


class CaseFeed:
    """How far one reader has followed the cases. Not for several threads at once."""

    def __init__(self) -> None:
        self._newest: str | None = None  # the last event that is followed
        self._seen: Mapping[str, int] = {}

    @property
    def has_begun(self) -> bool:
        return self._newest is not None

    @contextmanager
    def changes(self, connection: Connection) -> Iterator[list[str] | None]:
        """The cases to read within the block, which follows them; none: all, for the first time.

        Where the block fails, they are to be read again.
        """
        newest = newest_event(connection)  # before the cases: what comes between is read twice
        if self._newest is None:
            yield None
            self._newest = newest
            return
        changed = changed_since(connection, self._newest)
        yield [case for case, version in changed.items() if self._seen.get(case) != version]
        self._newest, self._seen = newest, changed


def newest_event(connection: Connection) -> str:
    """The id of the event made last; NEVER where there is none."""
    return connection.execute(select(events.c.id).order_by(events.c.id.desc()).limit(1)).scalar() or NEVER


def changed_since(connection: Connection, event_id: str) -> dict[str, int]:
    """The cases with events that are newer than this one, or hardly older, and the version of each."""
    columns = (events.c.subject_kind, events.c.subject_id, events.c.version)
    changed: dict[str, int] = {}
    # nothing but the id is asked for: SQLite would rather go through all events of cases, by the index of subjects
    for kind, subject, version in connection.execute(select(*columns).where(events.c.id > before(event_id))):
        if kind == "hazard":
            changed[subject] = max(version, changed.get(subject, 0))
    return changed


def before(event_id: str) -> str:
    """The least id of the moment that lies LATE before this one's."""
    made = int(event_id[:8] + event_id[9:13], 16)
    moment = f"{max(made - int(LATE.total_seconds() * 1000), 0):012x}"
    return f"{moment[:8]}-{moment[8:]}{NEVER[13:]}"
