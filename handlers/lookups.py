"""What scripts can find out, as one visible table: lookup -> how it is answered, with no transaction left open."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import Connection

from handlers.questions import Lookup
from nlp.classifier import Classifier, Judgement
from nlp.fixed import says_fixed
from nlp.own_name import named
from nlp.places import PlaceFinder
from storage import attachments, dialogues, directory, lists, names, queries
from storage.queries import Viewer
from templates.render import Renderer
from workflow.actions import possible
from workflow.alarm import ladder
from workflow.library import Category, Grade
from workflow.people import Person, Role

# Below this the finder has seen a common noun ("the panel") or several places, not a name.
SURE_PLACE = 0.8


@dataclass(frozen=True)
class Tools:
    """What lookups work with, besides the database."""

    classifier: Classifier
    places: PlaceFinder
    renderer: Renderer


@dataclass(frozen=True)
class Suggest(Lookup):
    """Category, grade and entry that some words suggest.

    category, entry: when the person has said which; refused: entries the person has been offered and did not take.
    """

    shape = 3

    words: str
    category: str | None = None
    entry: str | None = None
    refused: tuple[str, ...] = ()


@dataclass(frozen=True)
class PlaceNames(Lookup):
    area: str | None
    equipment: str | None


@dataclass(frozen=True)
class PlaceIn(Lookup):
    """The place that some words name."""

    words: str


@dataclass(frozen=True)
class AreasUnder(Lookup):
    parent: str | None


@dataclass(frozen=True)
class EquipmentIn(Lookup):
    area: str


@dataclass(frozen=True)
class DraftPhotos(Lookup):
    draft: str


@dataclass(frozen=True)
class CaseNow(Lookup):
    """A case as it stands: version, number, what the viewer can do with it; nothing if it is not theirs to see."""

    hazard: str


@dataclass(frozen=True)
class Colleagues(Lookup):
    """People a task can go to; with `name`, those whose name contains it."""

    name: str = ""


@dataclass(frozen=True)
class AlarmCall(Lookup):
    """Who is called first when something happens in an area, and the number that is dialled inside the company."""

    area: str | None


@dataclass(frozen=True)
class MyReports(Lookup):
    page: int


@dataclass(frozen=True)
class ToDo(Lookup):
    page: int


@dataclass(frozen=True)
class OpenCases(Lookup):
    page: int


@dataclass(frozen=True)
class TasksInHand(Lookup):
    """The cases the person has taken and not submitted, the most urgent first; at most three."""


@dataclass(frozen=True)
class Unfinished(Lookup):
    """True when a report was put aside and can be resumed."""


@dataclass(frozen=True)
class OwnName(Lookup):
    """Of somebody who is not to be named: those of their names, codes and numbers that stand in their words."""

    words: str


@dataclass(frozen=True)
class Label(Lookup):
    """The words of a label in the person's language."""

    kind: str
    code: str


Find = Callable[[Tools, Connection, Viewer, Any], Any]


def _suggest(tools: Tools, connection: Connection, viewer: Viewer, asked: Suggest) -> dict[str, Any]:
    judged = _judge(tools, asked)
    code = asked.entry or (judged.entry if judged.entry not in asked.refused else None)
    others = [a.entry for a in judged.alternatives if a.entry and a.entry not in asked.refused]
    known = names.library_entries_of(connection, viewer, {*others, *([code] if code else [])})
    entry = known.get(code or "")
    return {
        "category": entry["category"] if entry else asked.category or judged.category,
        "grade": entry["grade"] if entry else Grade.GENERAL,
        "entry": code if entry else None,
        "name": entry["name"] if entry else "",
        "named": asked.entry is not None,
        "requirement": entry["requirement"] if entry else "",
        "confidence": round(judged.confidence, 3),
        "model": judged.model,
        "abstained": judged.abstained and asked.category is None,
        "fixed": says_fixed(asked.words),
        "alternatives": [
            {"category": known[other]["category"], "entry": other, "name": known[other]["name"]}
            for other in others
            if other in known
        ],
    }


def _judge(tools: Tools, asked: Suggest) -> Judgement:
    if asked.category is None:
        return tools.classifier.judge(asked.words)
    return tools.classifier.judge_within(asked.words, Category(asked.category))


def _place_in(tools: Tools, connection: Connection, viewer: Viewer, asked: PlaceIn) -> dict[str, Any]:
    """The named place. Where none is named for sure, the words are read as said in the person's own area."""
    found = tools.places.find(asked.words)
    own = _own_area(viewer)
    if found.confidence < SURE_PLACE and own is not None:
        name = names.place(connection, viewer, own, None)["area"]
        nearby = tools.places.find(f"{name} {asked.words}")
        return {"area": nearby.area_id or own, "equipment": nearby.equipment_id, "assumed": True}
    return {"area": found.area_id, "equipment": found.equipment_id, "assumed": found.area_id is None}


def _own_area(viewer: Viewer) -> str | None:
    held = [m for m in viewer.person.memberships if m.area_path and m.holds_on(viewer.today)]
    own = sorted(held, key=lambda m: m.role is not Role.WORKER)
    return own[0].area_path.split("/")[-2] if own else None


def _case_now(tools: Tools, connection: Connection, viewer: Viewer, asked: CaseNow) -> dict[str, Any] | None:
    row = queries.visible_row(connection, viewer, asked.hazard)
    if row is None:
        return None
    card = queries.card_of(connection, viewer, row)
    verbs = possible(viewer.person, row, viewer.today)
    kept = ("version", "number", "state", "grade", "acceptor", "owner", "passes")
    return {name: card[name] for name in kept} | {"verbs": [str(verb) for verb in verbs]}


def _alarm_call(tools: Tools, connection: Connection, viewer: Viewer, asked: AlarmCall) -> dict[str, str]:
    area = (directory.area(connection, asked.area) if asked.area else None) or directory.whole_plant(connection)
    on_duty, me = directory.on_duty(connection, viewer.today), viewer.person.id
    called = ladder(on_duty, partial(_holders, connection, viewer), area.path, viewer.today, me)
    first = called[0] if called else None
    duty = viewer.named(first.name, first.name_en) if first else ""
    return {"phone": names.emergency_phone(connection), "duty": duty}


def _own_name(tools: Tools, connection: Connection, viewer: Viewer, asked: OwnName) -> list[str]:
    return named(asked.words, directory.called(connection, viewer.hidden)) if viewer.hidden else []


def _holders(connection: Connection, viewer: Viewer, role: Role, area_path: str) -> list[Person]:
    return directory.holders(connection, role, viewer.today, area_path)


def _colleagues(tools: Tools, connection: Connection, viewer: Viewer, asked: Colleagues) -> list[dict[str, str]]:
    department = viewer.person.department_on(viewer.today)
    everybody = names.colleagues(connection, viewer, department)
    return [c for c in everybody if asked.name.casefold() in c["name"].casefold()]


def _lines(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{**item, "due_at": item["due_at"].isoformat(), "words": item["words"][:60]} for item in items]


def _listed(page: lists.Page) -> dict[str, Any]:
    return {"items": _lines(page.items), "page": page.page, "more": page.more, "total": page.total}


LOOKUPS: dict[type[Lookup], Find] = {
    Suggest: _suggest,
    PlaceIn: _place_in,
    PlaceNames: lambda tools, c, viewer, asked: names.place(c, viewer, asked.area, asked.equipment),
    AreasUnder: lambda tools, c, viewer, asked: names.areas_under(c, viewer, asked.parent),
    EquipmentIn: lambda tools, c, viewer, asked: names.equipment_in(c, viewer, asked.area),
    DraftPhotos: lambda tools, c, viewer, asked: attachments.count(c, "draft", asked.draft),
    CaseNow: _case_now,
    AlarmCall: _alarm_call,
    Colleagues: _colleagues,
    MyReports: lambda tools, c, viewer, asked: _listed(lists.my_reports(c, viewer, asked.page)),
    ToDo: lambda tools, c, viewer, asked: _listed(lists.to_do(c, viewer, asked.page)),
    OpenCases: lambda tools, c, viewer, asked: _listed(lists.open_cases(c, viewer, asked.page)),
    TasksInHand: lambda tools, c, viewer, asked: _lines(lists.in_hand(c, viewer)),
    Unfinished: lambda tools, c, viewer, asked: bool(dialogues.load(c, viewer.person.id).kept),
    OwnName: _own_name,
    Label: lambda tools, c, viewer, asked: tools.renderer.label(viewer.person.language, asked.kind, asked.code),
}
