"""What scripts can find out, as one visible table: lookup -> how it is answered, with no transaction left open."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import date, timedelta
from functools import partial
from typing import Any, cast

from sqlalchemy import Connection

from handlers import charts_found, codes, figures_found
from handlers.admin.library_lookups import LIBRARY
from handlers.admin.lookups import COMPANY
from handlers.cards import pictures_of
from handlers.day_of_work import day_of_work
from handlers.digest_editions import edition_of, eyes
from handlers.known_cases import closed_before, open_already
from handlers.later import is_another
from handlers.listed import lines, listed
from handlers.listed_file import ids_of
from handlers.questions import Lookup
from handlers.said_cases import find_cases
from handlers.searched import searched
from handlers.shift_list import facts_of
from handlers.tools import Answer, Find, Tools
from handlers.wanted import (
    AlarmCall,
    AlarmNews,
    AmountIn,
    AreasUnder,
    Audience,
    CaseNow,
    CaseNumbered,
    CasePhotos,
    ChartNow,
    ClosedBefore,
    CodesInForce,
    Colleagues,
    DayAfter,
    DayIn,
    DayOfWork,
    DaysAhead,
    Departments,
    Digest,
    DigestNow,
    DraftPhotos,
    DueToday,
    ElsewhereAsked,
    ElsewhereOf,
    ElsewhereRounds,
    EquipmentIn,
    FigureCases,
    FiguresApart,
    FiguresCompared,
    FiguresSheet,
    FileOf,
    Finders,
    FreshCode,
    FreshLink,
    Gathered,
    HandOver,
    HourIn,
    IsAnother,
    IsOneself,
    IsUnheld,
    Joining,
    Label,
    LastSaid,
    LastSteered,
    LikePlaces,
    LongTermCases,
    MajorCases,
    MajorSigns,
    May,
    MoreTime,
    MyReports,
    NameOf,
    NewCode,
    OpenAlready,
    OpenCases,
    OpenRequests,
    OrderOf,
    OverdueCases,
    OwnName,
    PlaceIn,
    PlaceNames,
    Sealed,
    Search,
    SeenAt,
    ShiftsTaken,
    SpanIn,
    Suggest,
    SurveyToAnswer,
    TasksInHand,
    ToDo,
    ToScore,
    Unfinished,
    UnnamedCase,
    WantsNoToDo,
    WebDevices,
    WhyNot,
)
from nlp.amounts import amount_in
from nlp.classifier import Judgement
from nlp.days import day_in
from nlp.fixed import says_fixed
from nlp.hours import hour_in
from nlp.longer import longer_until
from nlp.own_name import named
from storage import (
    attachments,
    attention,
    audience,
    case_photos,
    dialogues,
    digests,
    directory,
    elsewhere,
    enrolling,
    equipment_tokens,
    gathered,
    hand_overs,
    lists,
    names,
    orders,
    queries,
    scores,
    seals,
    search,
    steered,
    surveys,
    to_do,
    web_sessions,
)
from storage.queries import Viewer
from storage.shifts import hours_of
from workflow.actions import offered, refusals
from workflow.alarm import ladder, next_to_call
from workflow.attention import asked_of
from workflow.danger import RUNNING, STOPPED
from workflow.digest import bounds, scope
from workflow.hand_over import TAKEN_WITHIN, leads
from workflow.hazard import Hazard
from workflow.library import Category, Grade
from workflow.lifecycle import Verb
from workflow.people import Person, Role
from workflow.permissions import Action

# Below this the finder has seen a common noun ("the panel") or several places, not a name.
SURE_PLACE = 0.8
# After this long a list of what was told together is opened no more: each of its cases has had other news.
KEPT = timedelta(days=7)
MOST_ROUNDS = 5  # of questions to like places, on one page


def _suggest(tools: Tools, connection: Connection, viewer: Viewer, asked: Suggest) -> dict[str, Any]:
    judged = _judge(tools, asked)
    code = asked.entry or (judged.entry if judged.entry not in asked.refused else None)
    others = [a.entry for a in judged.alternatives if a.entry and a.entry not in asked.refused]
    known = names.library_entries_of(connection, viewer, {*others, *([code] if code else [])})
    entry = known.get(code or "")
    return {
        "category": entry["category"] if entry else asked.category or judged.category,
        "grade": entry["grade"] if entry else Grade.GENERAL,
        "hurts": entry["hurts"] if entry else None,
        "means": entry["means"] if entry else None,
        "entry": code if entry else None,
        "name": entry["name"] if entry else "",
        "named": asked.entry is not None,
        "requirement": entry["requirement"] if entry else "",
        "confidence": round(judged.confidence, 3),
        "model": judged.model,
        "abstained": judged.abstained and asked.category is None,
        "fixed": says_fixed(asked.words),
        "doubt": _doubt(tools, asked),
        "alternatives": [
            {"category": known[other]["category"], "entry": other, "name": known[other]["name"]}
            for other in others
            if other in known
        ],
    }


def _major_signs(tools: Tools, connection: Connection, viewer: Viewer, asked: MajorSigns) -> list[dict[str, Any]]:
    found = [candidate.entry for candidate in tools.major.screen(asked.words, asked.asked, asked.proposed)]
    known = names.library_entries_of(connection, viewer, found)
    return [
        {"entry": code, **{field: known[code][field] for field in ("name", "category", "question", "otherwise")}}
        for code in found
        if code in known
    ]


def _doubt(tools: Tools, asked: Suggest) -> dict[str, Any] | None:
    doubt = tools.quality.judge(asked.words)
    if doubt is None:
        return None
    return {"probability": round(doubt.probability, 3), "reason": doubt.reason, "high": doubt.high}


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
    verbs = offered(viewer.person, row, viewer.today, partial(_holders, connection, viewer))
    kept = ("version", "number", "state", "grade", "acceptor", "owner", "passes", "plan", "help", "danger", "means")
    gates = ("unconfirmed", "papers", "missing_papers")
    return {name: card[name] for name in (*kept, *gates)} | {"verbs": [str(verb) for verb in verbs]}


def _case_numbered(tools: Tools, connection: Connection, viewer: Viewer, asked: CaseNumbered) -> str | None:
    found = queries.by_number(connection, viewer, asked.number)
    if found is not None:
        return found
    ending = search.page_of(connection, viewer, search.numbered(connection, asked.number), 0).items
    return str(ending[0]["id"]) if len(ending) == 1 else None


def _more_time(tools: Tools, connection: Connection, viewer: Viewer, asked: MoreTime) -> dict[str, Any] | None:
    row = queries.visible_row(connection, viewer, asked.hazard)
    if row is None:
        return None
    limit = max(row.due_at, viewer.now)
    day_of_limit = tools.calendar.local(limit).date()
    day = longer_until(asked.words, day_of_limit, viewer.today)
    if day is None:
        return None
    more = day - day_of_limit
    return {"days": more.days, "until": (limit + more).isoformat(), "limit": limit.isoformat()}


def _why_not(tools: Tools, connection: Connection, viewer: Viewer, asked: WhyNot) -> dict[str, Any] | None:
    row = queries.visible_row(connection, viewer, asked.hazard)
    refusal = refusals(viewer.person, row, viewer.today).get(Verb(asked.verb)) if row else None
    return {"reason": refusal.reason, "facts": refusal.facts} if refusal else None


def _day_after(viewer: Viewer, asked: DayAfter) -> str:
    since = date.fromisoformat(asked.since) if asked.since else viewer.today
    return (since + timedelta(days=int(asked.said))).isoformat() if asked.said.isdecimal() else asked.said


def _seen_at(tools: Tools, connection: Connection, viewer: Viewer, asked: SeenAt) -> dict[str, Any]:
    row, me = queries.visible_row(connection, viewer, asked.hazard), viewer.person.id
    trail = partial(attention.happened, connection), partial(attention.told, connection)
    mine = [how for _, how in asked_of(me, cast(Hazard, row), *trail)] if row is not None else []
    seen = [how.seen[me] for how in mine if me in how.seen]
    return {"asked": bool(mine), "at": min(seen).isoformat() if seen else None}


def _is_unheld(tools: Tools, connection: Connection, viewer: Viewer, asked: IsUnheld) -> bool:
    row = queries.visible_row(connection, viewer, asked.hazard)
    return row is not None and row.danger in (STOPPED, RUNNING)


def _alarm_call(tools: Tools, connection: Connection, viewer: Viewer, asked: AlarmCall) -> dict[str, str]:
    area = (directory.area(connection, asked.area) if asked.area else None) or directory.whole_plant(connection)
    on_duty = directory.on_duty(connection, tools.calendar.local(viewer.now))
    holders = partial(_holders, connection, viewer)
    people = ladder(on_duty, holders, area.path, viewer.today, viewer.person.id)
    first = next_to_call(people, (), lambda person: directory.address_of(connection, person) is not None)
    missed = people[0] if people and people[0] is not first else None
    return {
        "phone": names.emergency_phone(connection),
        "duty": viewer.named(first.name, first.name_en) if first else "",
        "unreached": viewer.named(missed.name, missed.name_en) if missed else "",
        "unreached_phone": names.phone_of(connection, missed.id) if missed else "",
    }


def _case_photos(tools: Tools, connection: Connection, viewer: Viewer, asked: CasePhotos) -> int:
    return len(case_photos.photos(connection, viewer, asked.hazard, pictures_of("case.card")))


def _own_name(tools: Tools, connection: Connection, viewer: Viewer, asked: OwnName) -> list[str]:
    return named(asked.words, directory.called(connection, viewer.hidden)) if viewer.hidden else []


def _holders(connection: Connection, viewer: Viewer, role: Role, area_path: str = "") -> list[Person]:
    return directory.holders(connection, role, viewer.today, area_path)


def _colleagues(tools: Tools, connection: Connection, viewer: Viewer, asked: Colleagues) -> list[dict[str, str]]:
    department = viewer.person.department_on(viewer.today)
    everybody = names.colleagues(connection, viewer, department)
    return [c for c in everybody if asked.name.casefold() in c["name"].casefold()]


def _is_oneself(viewer: Viewer, name: str) -> bool:
    return any(name.casefold() in own.casefold() for own in (viewer.person.name, viewer.person.name_en))


def _today(tools: Tools, viewer: Viewer) -> lists.Day:
    return bounds(viewer.today, tools.calendar.zone)


def _digest(tools: Tools, connection: Connection, viewer: Viewer, asked: Digest) -> dict[str, Any] | None:
    if scope(viewer.person, viewer.today) is None:
        return None
    chosen = digests.chosen(connection, viewer.person.id)
    return {"at": f"{chosen.at:%H:%M}", "off": chosen.off}


def _digest_now(tools: Tools, connection: Connection, viewer: Viewer, asked: DigestNow) -> dict[str, Any] | None:
    right = scope(viewer.person, viewer.today)
    if right is None:
        return None
    own = eyes(viewer.person, viewer.now, viewer.today)
    return asdict(edition_of(connection, tools.calendar.zone, own, right, asked.which, viewer.person))


def _hand_over(tools: Tools, connection: Connection, viewer: Viewer, asked: HandOver) -> dict[str, Any] | None:
    if leads(viewer.person, viewer.today) is None:
        return None
    me = viewer.person.id
    hours = hours_of(connection, tools.calendar, [me], viewer.now)[me]
    starts = hours.started(viewer.now) or hours.next_start(viewer.now)
    taken_at = hand_overs.taken_at(connection, me, starts)
    told = {
        "starts": starts.isoformat(),
        "taken_at": taken_at.isoformat() if taken_at else None,
        "may_take": viewer.now >= starts - TAKEN_WITHIN,
    }
    waits = lists.to_do(connection, viewer, 0).total
    return {**facts_of(hand_overs.open_there(connection, viewer), waits), **told}


def _shifts_taken(tools: Tools, connection: Connection, viewer: Viewer, asked: ShiftsTaken) -> dict[str, Any] | None:
    right = viewer.may(Action.SEE_SHIFTS)
    if not right.company and not right.department_ids:
        return None
    shifts, more = hand_overs.of_last_days(connection, viewer)
    return {"shifts": shifts, "more": more}


def _search(tools: Tools, connection: Connection, viewer: Viewer, asked: Search) -> dict[str, Any]:
    asks = searched(tools.renderer, tools.calendar, viewer, asked.words)
    found = listed(find_cases(tools.said_cases, connection, viewer, asks.words, asked.page, asks.narrowed))
    return {**found, "many": found["total"] == search.MOST_FOUND}


def _to_score(connection: Connection, viewer: Viewer, asked: ToScore) -> dict[str, Any]:
    waits = scores.to_score(connection, viewer, asked.without, asked.first)
    return {**waits, "case": lines([waits["case"]])[0] if waits["case"] else None}


def _file_of(tools: Tools, connection: Connection, viewer: Viewer, asked: FileOf) -> dict[str, Any]:
    return {"cases": len(ids_of(tools, connection, viewer, asked.listed))}


def _gathered(tools: Tools, connection: Connection, viewer: Viewer, asked: Gathered) -> dict[str, Any]:
    told = gathered.latest(connection, viewer.person.id, viewer.now - KEPT)
    return listed(gathered.page(connection, viewer, told.facts["notices"] if told else (), asked.page))


def _day_of_work(tools: Tools, connection: Connection, viewer: Viewer, asked: DayOfWork) -> dict[str, Any] | None:
    zone = viewer.person.zone or tools.calendar.zone
    return day_of_work(connection, viewer, zone)


def _of_figures(found: Callable[[figures_found.Figures, Any], Any]) -> Find:
    """Answered by one of the functions of handlers/figures_found.py."""

    def find(tools: Tools, connection: Connection, viewer: Viewer, asked: Any) -> Any:
        looking = figures_found.Figures(connection, viewer, tools.renderer, tools.calendar, asked)
        return found(looking, asked)

    return find


NOTHING: dict[str, Any] = listed(lists.Page([], 0, 0))
NO_PLACE = {"area": None, "equipment": None, "assumed": True}
NOBODY_TO_CALL = {"phone": "", "duty": "", "unreached": "", "unreached_phone": ""}
LOOKUPS: dict[type[Lookup], Answer] = {
    Suggest: Answer(None, _suggest),
    MajorSigns: Answer(None, _major_signs),
    PlaceIn: Answer(Action.LOOK_UP, _place_in, NO_PLACE),
    IsAnother: Answer(None, lambda tools, c, viewer, asked: is_another(tools.classifier, tools.places, asked)),
    PlaceNames: Answer(
        Action.LOOK_UP,
        lambda tools, c, viewer, asked: names.place(c, viewer, asked.area, asked.equipment),
        {"area": "", "equipment": ""},
    ),
    AreasUnder: Answer(Action.LOOK_UP, lambda tools, c, viewer, asked: names.areas_under(c, viewer, asked.parent), []),
    EquipmentIn: Answer(Action.LOOK_UP, lambda tools, c, viewer, asked: names.equipment_in(c, viewer, asked.area), []),
    CasePhotos: Answer(Action.SEE, _case_photos, 0),
    DraftPhotos: Answer(None, lambda tools, c, viewer, asked: attachments.count(c, "draft", asked.draft, asked.role)),
    CaseNow: Answer(Action.SEE, _case_now),
    CaseNumbered: Answer(Action.SEE, _case_numbered),
    LastSteered: Answer(Action.SEE, lambda tools, c, viewer, asked: steered.last(c, viewer, asked.hazard)),
    WhyNot: Answer(Action.SEE, _why_not),
    OpenAlready: Answer(Action.SEE, lambda tools, c, viewer, asked: open_already(tools.known_cases, c, viewer, asked)),
    ClosedBefore: Answer(
        Action.SEE, lambda tools, c, viewer, asked: closed_before(tools.known_cases, c, viewer, asked)
    ),
    SeenAt: Answer(Action.SEE, _seen_at, {"asked": False, "at": None}),
    DayAfter: Answer(None, lambda tools, c, viewer, asked: _day_after(viewer, asked)),
    IsUnheld: Answer(Action.SEE, _is_unheld, False),
    AlarmCall: Answer(Action.LOOK_UP, _alarm_call, NOBODY_TO_CALL),
    AlarmNews: Answer(
        Action.SEE, lambda tools, c, viewer, asked: queries.news_for(c, viewer, asked.hazard, asked.seen), 0
    ),
    Colleagues: Answer(Action.LOOK_UP, _colleagues, []),
    IsOneself: Answer(None, lambda tools, c, viewer, asked: _is_oneself(viewer, asked.name)),
    Departments: Answer(
        Action.LOOK_UP,
        lambda tools, c, viewer, asked: names.departments_called(c, viewer, asked.said, own=asked.own),
        [],
    ),
    Joining: Answer(Action.ENROL, lambda tools, c, viewer, asked: enrolling.request_for(c, viewer, asked.request)),
    OpenRequests: Answer(
        Action.ENROL,
        lambda tools, c, viewer, asked: enrolling.open_requests(c, viewer, asked.after),
        {"items": [], "rest": 0},
    ),
    UnnamedCase: Answer(Action.UNSEAL, lambda tools, c, viewer, asked: seals.unnamed(c, viewer, asked.number)),
    Sealed: Answer(Action.UNSEAL, lambda tools, c, viewer, asked: seals.waiting(c, viewer, asked.request)),
    FreshLink: Answer(None, lambda tools, c, viewer, asked: codes.fresh_link()),
    WebDevices: Answer(Action.TALK, lambda tools, c, viewer, asked: web_sessions.devices(c, viewer), []),
    ToScore: Answer(
        Action.SCORE, lambda tools, c, viewer, asked: _to_score(c, viewer, asked), {"case": None, "total": 0}
    ),
    Audience: Answer(
        Action.BROADCAST, lambda tools, c, viewer, asked: audience.size(c, viewer, asked.role, asked.area), 0
    ),
    LikePlaces: Answer(
        Action.ASK_ELSEWHERE, lambda tools, c, viewer, asked: elsewhere.like_places(c, viewer, asked.hazard), []
    ),
    SurveyToAnswer: Answer(Action.TALK, lambda tools, c, viewer, asked: surveys.to_answer(c, viewer, asked.survey)),
    ElsewhereOf: Answer(Action.SEE, lambda tools, c, viewer, asked: elsewhere.progress(c, viewer, asked.hazard)),
    ElsewhereAsked: Answer(Action.TALK, lambda tools, c, viewer, asked: elsewhere.asked_of(c, viewer, asked.answer)),
    ElsewhereRounds: Answer(Action.SEE, lambda tools, c, viewer, asked: elsewhere.latest(c, viewer, MOST_ROUNDS), []),
    FileOf: Answer(Action.EXPORT, _file_of, {"cases": 0}),
    FreshCode: Answer(None, lambda tools, c, viewer, asked: codes.fresh(short=asked.short)),
    MyReports: Answer(
        Action.SEE, lambda tools, c, viewer, asked: listed(lists.my_reports(c, viewer, asked.page)), NOTHING
    ),
    ToDo: Answer(Action.SEE, lambda tools, c, viewer, asked: listed(lists.to_do(c, viewer, asked.page)), NOTHING),
    OpenCases: Answer(
        Action.SEE, lambda tools, c, viewer, asked: listed(lists.open_cases(c, viewer, asked.page)), NOTHING
    ),
    OverdueCases: Answer(
        Action.DIGEST,
        lambda tools, c, viewer, asked: listed(lists.overdue(c, viewer, asked.page, _today(tools, viewer))),
        NOTHING,
    ),
    DueToday: Answer(
        Action.DIGEST,
        lambda tools, c, viewer, asked: listed(lists.due_today(c, viewer, asked.page, _today(tools, viewer))),
        NOTHING,
    ),
    MajorCases: Answer(
        Action.DIGEST, lambda tools, c, viewer, asked: listed(lists.major(c, viewer, asked.page)), NOTHING
    ),
    Digest: Answer(Action.DIGEST, _digest),
    DigestNow: Answer(Action.DIGEST, _digest_now),
    ChartNow: Answer(
        Action.BOARD, lambda tools, c, viewer, asked: charts_found.chart(c, viewer, tools.calendar, asked)
    ),
    FiguresSheet: Answer(Action.EXPORT, _of_figures(figures_found.sheet)),
    FiguresApart: Answer(Action.EXPORT, _of_figures(figures_found.apart)),
    FiguresCompared: Answer(Action.EXPORT, _of_figures(figures_found.compared)),
    FigureCases: Answer(Action.EXPORT, _of_figures(figures_found.cases)),
    SpanIn: Answer(None, lambda tools, c, viewer, asked: figures_found.span(viewer, asked)),
    Gathered: Answer(Action.TALK, _gathered, NOTHING),
    WantsNoToDo: Answer(Action.TALK, lambda tools, c, viewer, asked: to_do.wants_none(c, viewer.person.id), False),
    DayOfWork: Answer(Action.SEE, _day_of_work),
    HandOver: Answer(Action.HAND_OVER, _hand_over),
    ShiftsTaken: Answer(Action.SEE_SHIFTS, _shifts_taken),
    HourIn: Answer(None, lambda tools, c, viewer, asked: hour_in(asked.words)),
    LongTermCases: Answer(
        Action.SEE, lambda tools, c, viewer, asked: listed(lists.long_term(c, viewer, asked.page)), NOTHING
    ),
    Finders: Answer(Action.LOOK_UP, lambda tools, c, viewer, asked: names.finders(c, viewer, asked.name), []),
    May: Answer(None, lambda tools, c, viewer, asked: viewer.may(asked.action).reaches),
    OrderOf: Answer(Action.REPORT_FINDING, lambda tools, c, viewer, asked: orders.order_of(c, viewer, asked.hazard)),
    CodesInForce: Answer(
        Action.ISSUE_CODE, lambda tools, c, viewer, asked: equipment_tokens.in_force(c, asked.equipment), 0
    ),
    NewCode: Answer(None, lambda tools, c, viewer, asked: equipment_tokens.made()),
    DaysAhead: Answer(None, lambda tools, c, viewer, asked: (date.fromisoformat(asked.day) - viewer.today).days),
    NameOf: Answer(Action.LOOK_UP, lambda tools, c, viewer, asked: names.person(c, viewer, asked.person), ""),
    LastSaid: Answer(
        Action.AMEND,
        lambda tools, c, viewer, asked: orders.last_said(c, viewer, asked.hazard, asked.message) or asked.sent,
        "",
    ),
    Search: Answer(Action.SEE, _search, {**NOTHING, "many": False}),
    TasksInHand: Answer(Action.SEE, lambda tools, c, viewer, asked: lines(lists.in_hand(c, viewer)), []),
    Unfinished: Answer(None, lambda tools, c, viewer, asked: bool(dialogues.load(c, viewer.person.id).kept)),
    MoreTime: Answer(Action.SEE, _more_time),
    DayIn: Answer(None, lambda tools, c, viewer, asked: (day := day_in(asked.words, viewer.today)) and day.isoformat()),
    AmountIn: Answer(None, lambda tools, c, viewer, asked: amount_in(asked.words)),
    OwnName: Answer(None, _own_name),
    Label: Answer(
        None, lambda tools, c, viewer, asked: tools.renderer.label(viewer.person.language, asked.kind, asked.code)
    ),
    **COMPANY,
    **LIBRARY,
}
