"""Rounds of questions to like places: which those are, who was asked, and what has been answered."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, and_, case, func, insert, or_, select, update

from storage.queries import Viewer, visible_row
from storage.tables import areas, elsewhere_answers, elsewhere_rounds, equipment, hazards, people, texts
from workflow.elsewhere import Asked
from workflow.permissions import Action

MOST_PLACES = 20
WITHIN = timedelta(days=365)  # where the same was found longer ago it says nothing of today
_ROUND, _ANSWER = elsewhere_rounds.c, elsewhere_answers.c


@dataclass(frozen=True)
class ElsewhereRows:
    """The desk of workflow/elsewhere.py over an open transaction."""

    connection: Connection

    def like(self, hazard_id: str) -> Sequence[tuple[str, str]]:
        return [(row.id, row.path) for row in _like(self.connection, hazard_id)]

    def is_asked(self, hazard_id: str) -> bool:
        asked = select(_ROUND.id).where(_ROUND.hazard_id == hazard_id)
        return self.connection.execute(asked).first() is not None

    def begin(self, round_id: str, hazard_id: str, by: str, at: datetime, due: datetime) -> None:
        row = {"id": round_id, "hazard_id": hazard_id, "asked_by_id": by, "asked_at": at, "due_at": due}
        self.connection.execute(insert(elsewhere_rounds), row)

    def ask(self, asked: Asked) -> None:
        self.connection.execute(insert(elsewhere_answers), asdict(asked))

    def asked(self, answer_id: str) -> Asked | None:
        held = select(_ANSWER.id, _ANSWER.round_id, _ANSWER.area_id, _ANSWER.asked_id, _ANSWER.found)
        row = self.connection.execute(held.where(_ANSWER.id == answer_id).with_for_update()).one_or_none()
        return Asked(*row) if row is not None else None

    def answer(self, answer_id: str, found: bool, at: datetime) -> None:
        answered = {"found": found, "answered_at": at}
        self.connection.execute(update(elsewhere_answers).where(_ANSWER.id == answer_id).values(**answered))


def like_places(connection: Connection, viewer: Viewer, hazard_id: str) -> list[str]:
    """The names of the places that would be asked about a case which the viewer may ask about."""
    right = viewer.may(Action.ASK_ELSEWHERE)
    row = visible_row(connection, viewer, hazard_id)
    if row is None or not right.covers(row):
        return []
    return [viewer.named(place.name, place.name_en) for place in _like(connection, hazard_id)]


def asked_of(connection: Connection, viewer: Viewer, answer_id: str) -> dict[str, Any] | None:
    """What the viewer, or somebody for whom they act, was asked: of which case, where, until when; answered or not."""
    mine = {viewer.person.id, *(other.id for other in viewer.person.stands_for)}
    row = connection.execute(_asked().where(_ANSWER.id == answer_id, _ANSWER.asked_id.in_(mine))).one_or_none()
    return told_of(row, viewer) if row is not None else None


def told_of(row: Row[Any], viewer: Viewer) -> dict[str, Any]:
    """A place that is asked, as facts of what is said: the hazard, and no names."""
    place = viewer.named(row.name, row.name_en)
    found = viewer.named(row.found_at, row.found_at_en)
    told = {"number": row.number, "words": row.body or "", "found_at": found, "place": place}
    return {**told, "until": row.due_at.isoformat(), "answered": row.found is not None}


def of_round(connection: Connection, round_id: str) -> Sequence[Row[Any]]:
    """Every place of a round, with the case it is about: for those who are told."""
    return connection.execute(_asked().where(_ANSWER.round_id == round_id).order_by(areas.c.code)).all()


def progress(connection: Connection, viewer: Viewer, hazard_id: str) -> dict[str, Any] | None:
    """How far the round about a case is, for whoever asked and whoever may ask: each place, and what it said."""
    row = visible_row(connection, viewer, hazard_id)
    asked = connection.execute(select(elsewhere_rounds).where(_ROUND.hazard_id == hazard_id)).one_or_none()
    if row is None or asked is None:
        return None
    if viewer.person.id != asked.asked_by_id and not viewer.may(Action.ASK_ELSEWHERE).covers(row):
        return None
    places = [_answered(place, viewer) for place in of_round(connection, asked.id)]
    waits = sum(place["found"] is None for place in places)
    counts = {"total": len(places), "answered": len(places) - waits, "found": sum(bool(p["found"]) for p in places)}
    return {
        "number": row.number,
        "until": asked.due_at.isoformat(),
        "late": asked.due_at < viewer.now,
        **counts,
        "places": places,
    }


def latest(connection: Connection, viewer: Viewer, most: int) -> list[dict[str, Any]]:
    """The last rounds that the viewer has asked, or may ask, the newest first: case, number, how many have answered."""
    answered = func.count(_ANSWER.answered_at).label("answered")
    found = func.sum(case((_ANSWER.found, 1), else_=0)).label("found")
    grouped = (_ROUND.id, _ROUND.due_at, _ROUND.asked_at, _ROUND.hazard_id, hazards.c.number)
    rounds = (
        select(*grouped, func.count(_ANSWER.id).label("total"), answered, found)
        .join_from(elsewhere_rounds, hazards, hazards.c.id == _ROUND.hazard_id)
        .join(elsewhere_answers, _ANSWER.round_id == _ROUND.id)
        .group_by(*grouped)
        .order_by(_ROUND.asked_at.desc())
    )
    if not viewer.may(Action.ASK_ELSEWHERE).company:
        rounds = rounds.where(_ROUND.asked_by_id == viewer.person.id)
    return [
        {
            **{"id": row.hazard_id, "number": row.number, "until": row.due_at.isoformat(), "total": row.total},
            **{"answered": row.answered, "found": int(row.found or 0), "late": row.due_at < viewer.now},
        }
        for row in connection.execute(rounds.limit(most))
        if visible_row(connection, viewer, row.hazard_id) is not None
    ]


def _answered(row: Row[Any], viewer: Viewer) -> dict[str, Any]:
    who = viewer.named(row.asked_name, row.asked_name_en)
    return {"place": viewer.named(row.name, row.name_en), "who": who, "found": row.found, "words": row.answer or ""}


def _asked() -> Any:
    """A place of a round with its case, the case's words, whoever is asked, and what they have said."""
    at, said, answer = areas.alias("at"), texts.alias("said"), texts.alias("answer")
    where = (areas.c.name, areas.c.name_en, areas.c.code)
    found = (at.c.name.label("found_at"), at.c.name_en.label("found_at_en"))
    asked = (people.c.id, people.c.name.label("asked_name"), people.c.name_en.label("asked_name_en"))
    answers = (_ANSWER.id.label("answer_id"), _ANSWER.area_id, _ANSWER.asked_id, _ANSWER.found)
    return (
        select(*answers, hazards.c.number, hazards.c.id.label("hazard_id"), *where, *found, *asked)
        .add_columns(_ROUND.asked_by_id, _ROUND.due_at, said.c.body, answer.c.body.label("answer"))
        .join_from(elsewhere_answers, elsewhere_rounds, _ROUND.id == _ANSWER.round_id)
        .join(hazards, hazards.c.id == _ROUND.hazard_id)
        .join(at, at.c.id == hazards.c.area_id)
        .join(areas, areas.c.id == _ANSWER.area_id)
        .join(people, people.c.id == _ANSWER.asked_id)
        .join(said, and_(said.c.subject_id == hazards.c.id, said.c.field == "words"), isouter=True)
        .join(answer, and_(answer.c.subject_id == _ANSWER.id, answer.c.field == "answer"), isouter=True)
    )


def _like(connection: Connection, hazard_id: str) -> Sequence[Row[Any]]:
    """Where machines of its kind stand; and where the same entry of the library, else the same category, was found."""
    row = connection.execute(select(hazards).where(hazards.c.id == hazard_id)).one_or_none()
    if row is None:
        return []
    kind = select(equipment.c.kind).where(equipment.c.id == row.equipment_id, equipment.c.kind != "")
    machines = select(equipment.c.area_id).where(equipment.c.kind.in_(kind))
    same = hazards.c.library_code == row.library_code if row.library_code else hazards.c.category == row.category
    lately = hazards.c.received_at > row.received_at - WITHIN
    found = select(hazards.c.area_id).where(same, lately, hazards.c.id != hazard_id, hazards.c.practice.is_(False))
    places = select(areas).where(or_(areas.c.id.in_(machines), areas.c.id.in_(found)), areas.c.id != row.area_id)
    return connection.execute(places.order_by(areas.c.code).limit(MOST_PLACES)).all()
