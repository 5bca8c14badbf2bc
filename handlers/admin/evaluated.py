"""How what officers ask of accidents, remarks and the effect of it all is answered."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from sqlalchemy import Connection

from handlers.admin.wanted import (
    AccidentTypes,
    CaseNumbers,
    EffectOf,
    EvidenceList,
    EvidenceOf,
    Happening,
    SurveyLatest,
)
from handlers.questions import Lookup
from handlers.tools import Answer, Tools
from nlp.emergency import happening_now
from storage import evidence, surveys
from storage.effect import Evaluated, evaluate
from storage.queries import Viewer, numbers_of
from workflow.accidents import Accident2025
from workflow.effect import Against
from workflow.evidence import Evidence, Kept, Kind, plain
from workflow.permissions import Action
from workflow.spans import Unit, period_of
from workflow.survey import next_day

PAGE = 5
WORDS = 60  # of each line of a list


def _list(tools: Tools, connection: Connection, viewer: Viewer, asked: EvidenceList) -> dict[str, Any]:
    kept, first = evidence.on_record(connection, viewer, Kind(asked.kind)), asked.page * PAGE
    shown = kept[first : first + PAGE]
    items = [{"id": each.id, "withdrawn": each.withdrawn, **_told(connection, viewer, each.told)} for each in shown]
    for item in items:
        item["words"] = item["words"][:WORDS]
    return {"items": items, "total": len(kept), "more": len(kept) > first + len(shown)}


def _one(tools: Tools, connection: Connection, viewer: Viewer, asked: EvidenceOf) -> dict[str, Any] | None:
    kept = evidence.one(connection, viewer, Kind(asked.kind), asked.evidence)
    return _card(connection, viewer, kept) if kept is not None else None


def _card(connection: Connection, viewer: Viewer, kept: Kept) -> dict[str, Any]:
    return {
        "version": kept.version,
        "withdrawn": kept.withdrawn,
        "told": plain(kept.told),
        "cases": _numbers(connection, viewer, kept.told.cases),
        "former": plain(kept.former) if kept.former else None,
    }


def _told(connection: Connection, viewer: Viewer, told: Evidence) -> dict[str, Any]:
    return {**plain(told), "cases": _numbers(connection, viewer, told.cases)}


def _numbers(connection: Connection, viewer: Viewer, cases: Sequence[str]) -> list[str]:
    found = numbers_of(connection, viewer, cases)
    return [found[case] for case in cases if case in found]


def _types(tools: Tools, connection: Connection, viewer: Viewer, asked: AccidentTypes) -> list[dict[str, str]]:
    language, words = viewer.person.language, asked.words.strip().casefold()
    named = [{"code": str(each), "name": tools.renderer.label(language, "accident", each)} for each in Accident2025]
    return [each for each in named if words in each["name"].casefold()]


def _effect(tools: Tools, connection: Connection, viewer: Viewer, asked: EffectOf) -> dict[str, Any]:
    day = date.fromisoformat(asked.day) if asked.day else viewer.today
    period, against = period_of(Unit.QUARTER, min(day, viewer.today)), Against(asked.against)
    found = evaluate(connection, viewer, period, against, viewer.today, tools.calendar.zone)
    return _told_effect(found, against) if found is not None else NO_EFFECT


def _told_effect(found: Evaluated, against: Against) -> dict[str, Any]:
    then, effect = found.then, found.effect
    facts: dict[str, Any] = {
        "empty": not found.now.tells and (effect is None or not effect.accidents.happened),
        "against": str(against),
        "first": found.seen.period.first.isoformat(),
        "last": found.seen.until.isoformat(),
        "figures": [],
    }
    if then is None or effect is None:
        return facts
    accidents = {"now": asdict(effect.accidents), "then": asdict(effect.accidents_then)}
    return {
        **facts,
        "then_first": then.first.isoformat(),
        "then_last": then.last.isoformat(),
        "figures": [
            {**asdict(each), "section": section}
            for section, told in (("figure", effect.figures), ("survey", effect.said))
            for each in told
        ],
        "accidents": {**accidents, "verdict": str(effect.of_accidents)},
        "remarks": {"now": effect.remarks, "then": effect.remarks_then},
    }


NO_EFFECT: dict[str, Any] = {"empty": True, "against": "before", "first": "", "last": "", "figures": []}


def _survey(tools: Tools, connection: Connection, viewer: Viewer, asked: SurveyLatest) -> dict[str, Any] | None:
    result = surveys.latest(connection, viewer)
    if result is None:
        return None
    survey, again = result.survey, next_day(result.survey)
    return {
        "id": survey.id,
        "day": survey.day.isoformat(),
        "until": survey.until.isoformat(),
        "told": survey.told,
        "open": survey.is_open(viewer.today),
        "again": again <= viewer.today,
        "next": again.isoformat(),
        "answers": result.answers,
        "counted": {asked: asdict(counted) for asked, counted in result.counted.items()},
    }


EVALUATED: dict[type[Lookup], Answer] = {
    EvidenceList: Answer(Action.EVALUATE, _list, {"items": [], "total": 0, "more": False}),
    EvidenceOf: Answer(Action.EVALUATE, _one),
    AccidentTypes: Answer(Action.RECORD_EVIDENCE, _types, []),
    EffectOf: Answer(Action.EVALUATE, _effect, NO_EFFECT),
    SurveyLatest: Answer(Action.EVALUATE, _survey),
    Happening: Answer(None, lambda tools, c, viewer, asked: happening_now(asked.words)),
    CaseNumbers: Answer(Action.SEE, lambda tools, c, viewer, asked: _numbers(c, viewer, asked.cases), []),
}
