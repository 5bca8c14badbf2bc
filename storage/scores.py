"""The rows of scores, and the reports that wait for one."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, exists, func, insert, not_, select, update

from storage.queries import CARD, Viewer, covered, line
from storage.tables import hazards, quality_scores
from workflow.permissions import Action

WITHIN = timedelta(days=90)  # an older report is not judged any more: nobody remembers it


@dataclass(frozen=True)
class ScoreRows:
    """The desk of workflow/scores.py over an open transaction."""

    connection: Connection

    def given(self, hazard_id: str) -> tuple[str, str] | None:
        counts = (quality_scores.c.hazard_id == hazard_id, quality_scores.c.undone_at.is_(None))
        row = self.connection.execute(
            select(quality_scores.c.id, quality_scores.c.scorer_id).where(*counts).with_for_update()
        ).first()
        return (row.id, row.scorer_id) if row is not None else None

    def give(self, score_id: str, hazard_id: str, score: str, by: str, at: datetime) -> None:
        row = {"id": score_id, "hazard_id": hazard_id, "score": score, "scorer_id": by, "at": at}
        self.connection.execute(insert(quality_scores), row)

    def take_back(self, score_id: str, at: datetime) -> None:
        self.connection.execute(update(quality_scores).where(quality_scores.c.id == score_id).values(undone_at=at))


def to_score(connection: Connection, viewer: Viewer, without: Collection[str], first: str = "") -> dict[str, Any]:
    """The report that is to be scored next, as a line, and how many wait: the oldest, or `first` where it waits.

    without: cases that are not offered now.
    """
    if not viewer.may(Action.SCORE).reaches:
        return {"case": None, "total": 0}
    scored = exists().where(quality_scores.c.hazard_id == hazards.c.id, quality_scores.c.undone_at.is_(None))
    named = hazards.c.id == first if first else not_(scored)
    own = [hazards.c.reporter_id != viewer.person.id]
    waits = (
        named,
        not_(hazards.c.practice),
        hazards.c.received_at > viewer.now - WITHIN,
        hazards.c.id.not_in(list(without)),
        *own,
        covered(viewer.may(Action.SEE)),
    )
    total = connection.execute(select(func.count()).select_from(hazards).where(*waits)).scalar_one()
    row = connection.execute(CARD.where(*waits).order_by(hazards.c.received_at, hazards.c.id).limit(1)).first()
    return {"case": line(row, viewer) if row is not None else None, "total": total}
