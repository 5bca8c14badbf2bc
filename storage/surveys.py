"""The surveys that were sent, and what was answered to them, read from their events."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, select

from storage import directory
from storage.queries import Viewer
from storage.tables import events, texts
from workflow.events import Event
from workflow.periods import Period
from workflow.permissions import Action
from workflow.survey import (
    ANSWER_KIND,
    ANSWERED,
    CALLED_BACK,
    SENT,
    Result,
    Survey,
    answer_of,
    counted,
    latest_of,
    surveys_in,
)

_EVENTS = select(events).where(events.c.kind.in_((SENT, CALLED_BACK))).order_by(events.c.subject_id, events.c.version)
_MARKS = (
    select(texts.c.body, events.c.facts)
    .join(events, (events.c.subject_kind == texts.c.subject_kind) & (events.c.subject_id == texts.c.subject_id))
    .where(events.c.kind == ANSWERED, events.c.at <= bindparam("until"))
)


@dataclass(frozen=True)
class SurveyRows:
    """The desk of workflow/survey.py over an open transaction."""

    connection: Connection

    def one(self, survey_id: str) -> Survey | None:
        return next((survey for survey in _all(self.connection) if survey.id == survey_id), None)

    def latest(self) -> Survey | None:
        return latest_of(_all(self.connection))


def to_answer(connection: Connection, viewer: Viewer, survey_id: str) -> dict[str, Any]:
    """The survey that the viewer is to answer (empty: the latest) and how it stands: none, over, answered or open."""
    rows = SurveyRows(connection)
    survey = rows.one(survey_id) if survey_id else rows.latest()
    if survey is None:
        return {"id": "", "state": "none"}
    if not survey.is_open(viewer.today):
        return {"id": survey.id, "state": "over"}
    answered = directory.version_of(connection, ANSWER_KIND, answer_of(survey.id, viewer.person.id))
    return {"id": survey.id, "state": "answered" if answered else "open"}


def latest(connection: Connection, viewer: Viewer) -> Result | None:
    """The survey that was sent last, as it stands; None where there was none, or for whoever may not evaluate."""
    if not viewer.may(Action.EVALUATE).company:
        return None
    survey = SurveyRows(connection).latest()
    return _result(connection, viewer, survey) if survey is not None else None


def of_quarter(connection: Connection, viewer: Viewer, quarter: Period) -> Result | None:
    """The last survey that was sent in a quarter, in the same way."""
    if not viewer.may(Action.EVALUATE).company:
        return None
    survey = latest_of([one for one in _all(connection) if quarter.first <= one.day <= quarter.last])
    return _result(connection, viewer, survey) if survey is not None and survey.day <= viewer.today else None


def _result(connection: Connection, viewer: Viewer, survey: Survey) -> Result:
    rows = connection.execute(_MARKS, {"until": viewer.now}).all()
    return counted(survey, [row.body.split(",") for row in rows if row.facts["survey"] == survey.id], viewer.today)


def _all(connection: Connection) -> Sequence[Survey]:
    return surveys_in(
        Event(row.id, row.subject_kind, row.subject_id, row.version, row.kind, row.actor_id, row.at, row.facts)
        for row in connection.execute(_EVENTS)
    )
