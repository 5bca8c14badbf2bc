"""From which day until which each case was counted as what, and the steps that were done with it.

A row holds from the day `since` to the day before `until`: what a case was counted as at the end of a day is the one
row of it that holds on that day, or none. What changes several times on a day leaves what it was at its end.
"""

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import Connection, and_, bindparam, delete, insert, select, update

from storage.tables import case_intervals, case_steps
from workflow.standing import Counted
from workflow.steps import Taken

FOREVER = date.max
_NAMES = [column.name for column in case_intervals.c if column.name not in ("hazard_id", "since", "until")]
_OF_CASE = and_(case_intervals.c.hazard_id == bindparam("of"), case_intervals.c.since == bindparam("began"))
Key = tuple[str, date]


class CaseIntervals:
    """What some events change of some cases' intervals, gathered, and written together."""

    def __init__(self, connection: Connection, cases: Collection[str]) -> None:
        self._connection = connection
        self._last = self._read(cases)  # of each case that is counted, since when it is counted as it is, and as what
        self._ended: list[dict[str, Any]] = []
        self._gone: list[dict[str, Any]] = []
        self._fresh: dict[Key, dict[str, Any]] = {}
        self._done: list[dict[str, Any]] = []

    def _read(self, cases: Collection[str]) -> dict[str, tuple[date, dict[str, Any]]]:
        held = case_intervals.c.hazard_id.in_(sorted(cases)), case_intervals.c.until == FOREVER
        rows = self._connection.execute(select(case_intervals).where(*held))
        return {row.hazard_id: (row.since, {name: getattr(row, name) for name in _NAMES}) for row in rows}

    def add(self, case: str, on: date, counted: Counted | None) -> None:
        """From a day on a case is counted as this; none: it does not count."""
        last, after = self._last.get(case), {name: getattr(counted, name) for name in _NAMES} if counted else None
        if last is not None:
            since, before = last
            if before == after:
                return
            on = max(on, since)  # clocks of several machines differ a little
            self._end(case, since, on)
        if after is None:
            self._last.pop(case, None)
            return
        self._fresh[case, on] = {"hazard_id": case, "since": on, "until": FOREVER, **after}
        self._last[case] = on, after

    def _end(self, case: str, since: date, on: date) -> None:
        fresh = self._fresh.get((case, since))
        if fresh is None:
            (self._gone if since == on else self._ended).append({"of": case, "began": since, "day": on})
        elif since == on:
            del self._fresh[case, since]
        else:
            fresh["until"] = on

    def done(self, case: str, version: int, on: date, taken: Taken) -> None:
        """A step is done with this version of a case."""
        names = ("step", "minutes", "owner_id", "department_id", "passed")
        row = {"hazard_id": case, "version": version, "ended_on": on}
        self._done.append({**row, **{name: getattr(taken, name) for name in names}})

    def write(self) -> None:
        for statement, rows in (
            (delete(case_intervals).where(_OF_CASE), self._gone),
            (update(case_intervals).where(_OF_CASE).values(until=bindparam("day")), self._ended),
            (insert(case_intervals), list(self._fresh.values())),
            (insert(case_steps), self._done),
        ):
            if rows:
                self._connection.execute(statement, rows)
