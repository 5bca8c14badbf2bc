"""The cases that a new report may be the same as, kept in memory as the tables stand, in every process by itself."""

import logging
from datetime import datetime
from threading import Lock, Thread
from typing import Any

from sqlalchemy import Connection, Engine

from handlers.wanted import ClosedBefore, OpenAlready
from nlp.known_case import KnownCase, same_spot
from nlp.similar import Alike, SimilarCases
from storage import directory, queries, similar_cases
from storage.case_feed import CaseFeed
from storage.engine import read_transaction
from storage.queries import Viewer
from workflow.library import Grade
from workflow.lifecycle import IN_HAND
from workflow.major import is_lower

log = logging.getLogger(__name__)

FEW = 2000  # cases, which are read at once when they are first asked for; more are read beside the work


class KnownCases:
    """Follows what is committed, by whichever process: before each question it reads what has changed since."""

    def __init__(self) -> None:
        self._cases = SimilarCases()
        self._lock = Lock()
        self._feed = CaseFeed()
        self._reader: Thread | None = None

    def begin(self, engine: Engine, now: datetime) -> None:
        """Read all cases beside the work; until that is done nothing is found."""
        with self._lock:
            self._begin(engine, now)

    def like(self, connection: Connection, report: KnownCase, now: datetime, *, shut: bool = False) -> list[Alike]:
        """Open cases like the report, likeliest first; shut: closed ones instead."""
        with self._lock:
            if self._reader is not None or not self._is_read(connection, now):
                return []
            self._follow(connection, now)
        return self._cases.like(report, shut=shut)

    def _is_read(self, connection: Connection, now: datetime) -> bool:
        if not self._feed.has_begun and similar_cases.count(connection, now) > FEW:
            self._begin(connection.engine, now)
            return False
        return True

    def _begin(self, engine: Engine, now: datetime) -> None:
        if self._reader is None and not self._feed.has_begun:
            self._reader = Thread(target=self._read_beside, args=(engine, now), name="known cases", daemon=True)
            self._reader.start()

    def _read_beside(self, engine: Engine, now: datetime) -> None:
        try:
            with read_transaction(engine) as connection:
                self._follow(connection, now)
        except Exception:  # reports go on without being asked about; the next question tries again
            log.exception("the cases that reports are compared with could not be read")
        finally:
            self._reader = None

    def _follow(self, connection: Connection, now: datetime) -> None:
        with self._feed.changes(connection) as changed:
            if changed is None:
                standing = similar_cases.all_cases(connection, now)
            else:
                standing = similar_cases.cases(connection, changed, now)
            gone = set(changed or ())
            for case in standing:
                self._cases.put(_known(case))
                gone.discard(case.id)
            for case_id in gone:
                self._cases.remove(case_id)


def _known(case: similar_cases.Standing) -> KnownCase:
    return KnownCase(case.id, case.words, case.area_path, case.equipment, case.photos, case.closed_at)


def open_already(known: KnownCases | None, connection: Connection, viewer: Viewer, asked: OpenAlready) -> str | None:
    """The id of the likeliest open case that the viewer may see and that takes the hazard no lighter."""
    if known is None:
        return None
    for alike in known.like(connection, _reported(connection, asked), viewer.now):
        row = queries.visible_row(connection, viewer, alike.case.id)
        if row is None or row.state not in IN_HAND or (asked.hurts and not row.danger):
            continue
        if not is_lower(row.company_grade, Grade(asked.grade)):
            return alike.case.id
    return None


def closed_before(
    known: KnownCases | None, connection: Connection, viewer: Viewer, asked: ClosedBefore
) -> dict[str, Any] | None:
    """The number of the case that comes back, for those who may see that one, and how often it was closed."""
    if known is None:
        return None
    report = _reported(connection, asked)
    closed = [
        one.case.id for one in known.like(connection, report, viewer.now, shut=True) if same_spot(report, one.case)
    ]
    numbers = similar_cases.closed_lately(connection, closed, viewer.now)
    return {"number": numbers[0], "times": len(numbers)} if numbers else None


def _reported(connection: Connection, asked: OpenAlready | ClosedBefore) -> KnownCase:
    area = directory.area(connection, asked.area) if asked.area else None
    photos = similar_cases.draft_likenesses(connection, asked.draft)
    return KnownCase(asked.draft, asked.words, area.path if area else "", asked.equipment, photos)
