"""Every lookup and query by everybody: a case is shown, listed and counted exactly where the table gives its sight."""

import inspect
import json
import pkgutil
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from importlib import import_module
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Connection

import storage
from handlers import wanted
from handlers.known_cases import KnownCases
from handlers.lookups import LOOKUPS
from handlers.questions import Lookup
from handlers.wanted import Search
from storage import (
    audience,
    board,
    board_cases,
    case_files,
    case_photos,
    decisions,
    elsewhere,
    enrolling,
    figure_cases,
    figure_names,
    hand_overs,
    indicators,
    ledger,
    lists,
    morning,
    names,
    orders,
    period_cases,
    queries,
    receipts,
    scores,
    seals,
    search,
    steered,
    surveys,
)
from storage.engine import read_transaction
from storage.queries import Viewer
from tests.matrix.officers import ASKED_BY_OFFICERS, READ_BY_OFFICERS
from tests.matrix.plant import TODAY, WORDS, Plant
from tests.matrix.reading import Who, holds, may
from workflow.board import DAYS_BACK, scope
from workflow.digest import DAILY_DIGEST, bounds
from workflow.indicators import Dimension
from workflow.permissions import Action
from workflow.reach import Reach
from workflow.spans import Unit, period_of, sight

DAY = bounds(TODAY, ZoneInfo("Asia/Shanghai"))
YEAR = sight(period_of(Unit.YEAR, TODAY), TODAY, ZoneInfo("Asia/Shanghai"))
ALL = (DAY[0] - timedelta(days=30), DAY[1])
# How each lookup is asked of a case, where it has anything to be asked about.
ASKED: dict[type[Lookup], Callable[[Any], Lookup]] = {
    wanted.Suggest: lambda case: wanted.Suggest(WORDS),
    wanted.MajorSigns: lambda case: wanted.MajorSigns(WORDS),
    wanted.IsAnother: lambda case: wanted.IsAnother(WORDS, "防护罩松了"),
    wanted.OpenAlready: lambda case: wanted.OpenAlready("d", WORDS, case.area_id, None, "general", False),
    wanted.ClosedBefore: lambda case: wanted.ClosedBefore("d", WORDS, case.area_id, None),
    wanted.PlaceNames: lambda case: wanted.PlaceNames(case.area_id, None),
    wanted.PlaceIn: lambda case: wanted.PlaceIn(case.number),
    wanted.AreasUnder: lambda case: wanted.AreasUnder(None),
    wanted.EquipmentIn: lambda case: wanted.EquipmentIn(case.area_id),
    wanted.DraftPhotos: lambda case: wanted.DraftPhotos(case.id),
    wanted.CasePhotos: lambda case: wanted.CasePhotos(case.id),
    wanted.DayAfter: lambda case: wanted.DayAfter("1"),
    wanted.SeenAt: lambda case: wanted.SeenAt(case.id),
    wanted.CaseNow: lambda case: wanted.CaseNow(case.id),
    wanted.CaseNumbered: lambda case: wanted.CaseNumbered(case.number),
    wanted.LastSteered: lambda case: wanted.LastSteered(case.id),
    wanted.WhyNot: lambda case: wanted.WhyNot(case.id, "accept"),
    wanted.IsUnheld: lambda case: wanted.IsUnheld(case.id),
    wanted.Colleagues: lambda case: wanted.Colleagues(),
    wanted.IsOneself: lambda case: wanted.IsOneself("李强"),
    wanted.Departments: lambda case: wanted.Departments(),
    wanted.AlarmCall: lambda case: wanted.AlarmCall(case.area_id),
    wanted.AlarmNews: lambda case: wanted.AlarmNews(case.id),
    wanted.MyReports: lambda case: wanted.MyReports(0),
    wanted.ToDo: lambda case: wanted.ToDo(0),
    wanted.OpenCases: lambda case: wanted.OpenCases(0),
    wanted.OverdueCases: lambda case: wanted.OverdueCases(0),
    wanted.DueToday: lambda case: wanted.DueToday(0),
    wanted.MajorCases: lambda case: wanted.MajorCases(0),
    wanted.Digest: lambda case: wanted.Digest(),
    wanted.ChartNow: lambda case: wanted.ChartNow("kinds", case.category),
    wanted.DigestNow: lambda case: wanted.DigestNow(DAILY_DIGEST),
    wanted.FiguresSheet: lambda case: wanted.FiguresSheet("year"),
    wanted.FiguresApart: lambda case: wanted.FiguresApart("year", by="owner_id"),
    wanted.FiguresCompared: lambda case: wanted.FiguresCompared("year"),
    wanted.FigureCases: lambda case: wanted.FigureCases("year", figure="reported"),
    wanted.SpanIn: lambda case: wanted.SpanIn("10月"),
    wanted.Gathered: lambda case: wanted.Gathered(0),
    wanted.WantsNoToDo: lambda case: wanted.WantsNoToDo(),
    wanted.DayOfWork: lambda case: wanted.DayOfWork(),
    wanted.HourIn: lambda case: wanted.HourIn("七点"),
    wanted.LongTermCases: lambda case: wanted.LongTermCases(0),
    wanted.TasksInHand: lambda case: wanted.TasksInHand(),
    wanted.Unfinished: lambda case: wanted.Unfinished(),
    wanted.DayIn: lambda case: wanted.DayIn("明天"),
    wanted.MoreTime: lambda case: wanted.MoreTime(case.id, "3"),
    wanted.AmountIn: lambda case: wanted.AmountIn("三千"),
    wanted.OwnName: lambda case: wanted.OwnName("李强"),
    wanted.Label: lambda case: wanted.Label("role", "worker"),
    wanted.Finders: lambda case: wanted.Finders(),
    wanted.May: lambda case: wanted.May(Action.VERIFY),
    wanted.OrderOf: lambda case: wanted.OrderOf(case.id),
    wanted.DaysAhead: lambda case: wanted.DaysAhead("2026-11-23"),
    wanted.CodesInForce: lambda case: wanted.CodesInForce("none"),
    wanted.NewCode: lambda case: wanted.NewCode(),
    wanted.NameOf: lambda case: wanted.NameOf(case.owner_id),
    wanted.Search: lambda case: wanted.Search(case.number, 0),
    wanted.ToScore: lambda case: wanted.ToScore(first=case.id),
    wanted.Audience: lambda case: wanted.Audience("", ""),
    wanted.LikePlaces: lambda case: wanted.LikePlaces(case.id),
    wanted.ElsewhereOf: lambda case: wanted.ElsewhereOf(case.id),
    wanted.SurveyToAnswer: lambda case: wanted.SurveyToAnswer(""),
    wanted.ElsewhereAsked: lambda case: wanted.ElsewhereAsked("none"),
    wanted.ElsewhereRounds: lambda case: wanted.ElsewhereRounds(),
    wanted.FileOf: lambda case: wanted.FileOf({"list": "Search", "words": case.number}),
    wanted.LastSaid: lambda case: wanted.LastSaid(case.id, "m1", ""),
    wanted.HandOver: lambda case: wanted.HandOver(),
    wanted.ShiftsTaken: lambda case: wanted.ShiftsTaken(),
    wanted.Joining: lambda case: wanted.Joining("none"),
    wanted.OpenRequests: lambda case: wanted.OpenRequests(),
    wanted.UnnamedCase: lambda case: wanted.UnnamedCase(case.number),
    wanted.Sealed: lambda case: wanted.Sealed("none"),
    wanted.FreshLink: lambda case: wanted.FreshLink(),
    wanted.WebDevices: lambda case: wanted.WebDevices(),
    wanted.FreshCode: lambda case: wanted.FreshCode(),
    **ASKED_BY_OFFICERS,
}

Query = Callable[[Connection, Viewer, Any], Any]
AT = board_cases.Moments(DAY[0], *DAY, DAY[0] - timedelta(days=DAYS_BACK))


def _of_board(viewer: Viewer, found: Callable[[Reach], Any]) -> Any:
    """What somebody's board shows; nothing where they have none."""
    right = scope(viewer.person, viewer.today)
    return found(right) if right is not None else None


# How each query that takes a viewer is asked of a case.
READ: dict[str, Query] = {
    "queries.case_card": lambda c, viewer, case: _flat(queries.case_card(c, viewer, case.id)),
    "queries.news_for": lambda c, viewer, case: queries.news_for(c, viewer, case.id, None),
    "queries.by_number": lambda c, viewer, case: queries.by_number(c, viewer, case.number),
    "queries.visible_row": lambda c, viewer, case: _flat(queries.visible_row(c, viewer, case.id)),
    "queries.read_from_outside": lambda c, viewer, case: queries.read_from_outside(c, viewer, [case.id]),
    "search.page_of": lambda c, viewer, case: search.page_of(c, viewer, [case.id], 0),
    "steered.last": lambda c, viewer, case: steered.last(c, viewer, case.id),
    "lists.my_reports": lambda c, viewer, case: lists.my_reports(c, viewer, 0),
    "lists.to_do": lambda c, viewer, case: lists.to_do(c, viewer, 0),
    "lists.open_cases": lambda c, viewer, case: lists.open_cases(c, viewer, 0),
    "lists.long_term": lambda c, viewer, case: lists.long_term(c, viewer, 0),
    "lists.overdue": lambda c, viewer, case: lists.overdue(c, viewer, 0, DAY),
    "lists.due_today": lambda c, viewer, case: lists.due_today(c, viewer, 0, DAY),
    "lists.major": lambda c, viewer, case: lists.major(c, viewer, 0),
    "lists.in_hand": lambda c, viewer, case: lists.in_hand(c, viewer),
    "hand_overs.open_there": lambda c, viewer, case: hand_overs.open_there(c, viewer),
    "hand_overs.of_last_days": lambda c, viewer, case: hand_overs.of_last_days(c, viewer),
    "hand_overs.led_by": lambda c, viewer, case: hand_overs.led_by(c, case.owner_id, viewer),
    "morning.morning": lambda c, viewer, case: morning.morning(c, viewer, DAY),
    "decisions.to_decide": lambda c, viewer, case: decisions.to_decide(c, viewer),
    "case_photos.photos": lambda c, viewer, case: case_photos.photos(c, viewer, case.id, ("found",)),
    "case_photos.photo": lambda c, viewer, case: case_photos.photo(c, viewer, PHOTO_OF[case.id]),
    "case_files.case_file_of": lambda c, viewer, case: case_files.case_file_of(c, viewer, case.id),
    "case_files.case_file": lambda c, viewer, case: case_files.case_file(c, viewer, case.number),
    "period_cases.period_cases": lambda c, viewer, case: [
        vars(each) for each in period_cases.period_cases(c, viewer, ALL, lambda at: at.date())
    ],
    "receipts.receipts": lambda c, viewer, case: [vars(each) for each in receipts.receipts(c, viewer, case.number)],
    "ledger.company_name": lambda c, viewer, case: ledger.company_name(c, viewer),
    "ledger.count": lambda c, viewer, case: ledger.count(c, viewer, ALL),
    "ledger.entries": lambda c, viewer, case: [vars(entry) for entry in ledger.entries(c, viewer, ALL)],
    "scores.to_score": lambda c, viewer, case: scores.to_score(c, viewer, (), case.id),
    "audience.size": lambda c, viewer, case: audience.size(c, viewer, "", case.area_id),
    "elsewhere.like_places": lambda c, viewer, case: elsewhere.like_places(c, viewer, case.id),
    "elsewhere.progress": lambda c, viewer, case: elsewhere.progress(c, viewer, case.id),
    "surveys.to_answer": lambda c, viewer, case: surveys.to_answer(c, viewer, ""),
    "elsewhere.asked_of": lambda c, viewer, case: elsewhere.asked_of(c, viewer, "none"),
    "elsewhere.latest": lambda c, viewer, case: elsewhere.latest(c, viewer, 5),
    "ledger.exported": lambda c, viewer, case: ledger.exported(c, viewer, [case.id]),
    "ledger.chosen": lambda c, viewer, case: [vars(entry) for entry in ledger.chosen(c, viewer, [case.id])],
    "lists.all_of": lambda c, viewer, case: [lists.all_of(c, viewer, name, DAY) for name in sorted(lists.WHOLE)],
    "search.conditions": lambda c, viewer, case: len(search.conditions(c, viewer, search.Narrowed(person="李强"))),
    "indicators.tally": lambda c, viewer, case: vars(indicators.tally(c, viewer, YEAR)),
    "indicators.tallies": lambda c, viewer, case: sorted(indicators.tallies(c, viewer, YEAR, Dimension.PERSON)),
    "figure_cases.behind": lambda c, viewer, case: vars(figure_cases.behind(c, viewer, YEAR, "reported", 0)),
    "figure_names.called": lambda c, viewer, case: figure_names.called(c, viewer, Dimension.AREA, [case.area_id]),
    "orders.order_of": lambda c, viewer, case: orders.order_of(c, viewer, case.id),
    "orders.last_said": lambda c, viewer, case: orders.last_said(c, viewer, case.id, "m1"),
    "enrolling.request_for": lambda c, viewer, case: enrolling.request_for(c, viewer, "none"),
    "enrolling.open_requests": lambda c, viewer, case: enrolling.open_requests(c, viewer, ""),
    "seals.unnamed": lambda c, viewer, case: seals.unnamed(c, viewer, case.number),
    "seals.waiting": lambda c, viewer, case: seals.waiting(c, viewer, "none"),
    "names.colleagues": lambda c, viewer, case: names.colleagues(c, viewer, None),
    "names.departments_called": lambda c, viewer, case: names.departments_called(c, viewer, ""),
    "names.finders": lambda c, viewer, case: names.finders(c, viewer, ""),
    "names.is_called": lambda c, viewer, case: names.is_called(c, viewer, ["李强"]),
    "names.person": lambda c, viewer, case: names.person(c, viewer, case.owner_id),
    "names.areas_under": lambda c, viewer, case: names.areas_under(c, viewer, None),
    "names.equipment_in": lambda c, viewer, case: names.equipment_in(c, viewer, case.area_id),
    "names.place": lambda c, viewer, case: names.place(c, viewer, case.area_id, None),
    "names.first_officer": lambda c, viewer, case: names.first_officer(c, viewer),
    **READ_BY_OFFICERS,
    "board.board": lambda c, viewer, case: _of_board(viewer, lambda right: repr(board.board(c, viewer, right, AT))),
    "board_cases.cases": lambda c, viewer, case: _of_board(
        viewer, lambda right: vars(board_cases.cases(c, viewer, right, AT, board_cases.Chosen("open"), size=100))
    ),
    "names.library_entries_of": lambda c, viewer, case: names.library_entries_of(c, viewer, ["ME-01"]),
}
# What looks further, or is given what was read for its viewer before: why no right is asked there.
NOT_ASKED = {
    "elsewhere.told_of": "whoever the table tells: what a place is asked, and no names",
    "queries.told_card": "whoever the table of notices tells of a case, or who has just acted on it",
    "indicators.right_of": "what it gives is the right itself",
    "queries.card_of": "of a row that was read for this viewer",
    "queries.knows_reporter": "the same",
    "queries.timeline": "the same",
    "board_names.names_of": "names by the ids of what was read for this viewer",
    "queries.line": "the same",
    "web_sessions.devices": "the viewer's own, and of no case",
    "gathered.page": "the cases of notices that this person was told",
}
# What shows a case, asked for it alone, exactly where it is somebody's to see.
ONE_BY_ONE = ("queries.case_card", "queries.by_number", "queries.visible_row", "search.page_of")
PICTURES = ("case_photos.photos", "case_photos.photo")
PHOTO_OF: dict[str, str] = {}
Expected = Callable[[Who, Any], bool]


def _sees(who: Who, case: Any) -> bool:
    return may(who, Action.SEE, case, TODAY)


def _digested(who: Who, case: Any) -> bool:
    return may(who, Action.DIGEST, case, TODAY) and case.state == "rectifying"


# A number for the record of the new case: whose sight it is, the card of that one asks anew (queries.by_number).
FOR_THE_RECORD = (wanted.ClosedBefore,)
# A list with the cases that stand on it, of all there are: every page of it is turned.
LISTS: dict[str, Expected] = {
    "open_cases": lambda who, case: _sees(who, case) and case.state != "closed",
    "long_term": lambda who, case: _sees(who, case) and case.plan is not None,
    "my_reports": lambda who, case: _sees(who, case) and case.reporter_id == who.id,
    "overdue": lambda who, case: _digested(who, case) and case.due_at < DAY[0],
    "due_today": lambda who, case: _digested(who, case) and DAY[0] <= case.due_at < DAY[1],
    "major": lambda who, case: may(who, Action.DIGEST, case, TODAY) and case.company_grade == "major",
}


KINDS: list[type[Lookup]] = sorted(LOOKUPS, key=lambda kind: str(kind))


@pytest.fixture(autouse=True)
def _photos(plant: Plant) -> None:
    PHOTO_OF.update({plant.cases[name].id: photo for name, photo in plant.photos.items()})


def _flat(found: Any) -> Any:
    return None if found is None else {"id": found["id"] if isinstance(found, dict) else found.id}


def _shows(found: Any, case: Any) -> bool:
    """Whether what was found names the case in any way."""
    told = json.dumps(found, ensure_ascii=False, default=_open)
    return case.id in told or case.number in told


def _open(value: Any) -> Any:
    return vars(value) if hasattr(value, "__dict__") else tuple(value) if isinstance(value, tuple) else str(value)


def _tries(plant: Plant, query: Callable[[Viewer, Any], Any]) -> list[tuple[Who, str, Any, Any]]:
    """What everybody finds of each case that is to be tried for them."""
    return [
        (who, name, case, query(plant.viewer(who.code), case))
        for who in plant.cast.values()
        for name, case in plant.near(who.code)
    ]


def _queries() -> set[str]:
    """Every public function of storage that looks with somebody's eyes."""
    found = set()
    for module in pkgutil.iter_modules(storage.__path__):
        if module.ispkg:
            continue
        inside = import_module(f"storage.{module.name}")
        for name, function in inspect.getmembers(inside, inspect.isfunction):
            public = not name.startswith("_") and function.__module__ == inside.__name__
            if public and "viewer" in inspect.signature(function).parameters:
                found.add(f"{module.name}.{name}")
    return found


def test_every_lookup_and_every_query_is_known_here() -> None:
    assert set(ASKED) == set(LOOKUPS)
    assert set(READ) | set(NOT_ASKED) == _queries()


@pytest.mark.parametrize("kind", KINDS)
def test_no_lookup_shows_a_case_to_whom_the_table_does_not_give_it(plant: Plant, kind: type[Lookup]) -> None:
    tools = replace(plant.world.company.turns._tools, known_cases=KnownCases())
    with read_transaction(plant.world.company.engine) as connection:
        found = _tries(plant, lambda viewer, case: LOOKUPS[kind](tools, connection, viewer, ASKED[kind](case)))
    exact = kind in (wanted.CaseNow, wanted.Search, wanted.MoreTime, wanted.CasePhotos)
    for who, name, case, told in found:
        shown = bool(told) if kind in (wanted.MoreTime, wanted.CasePhotos) else _shows(told, case)
        assert not shown or _sees(who, case) or kind in FOR_THE_RECORD, (who.code, name)
        assert not exact or shown or not _sees(who, case), (who.code, name)


@pytest.mark.parametrize("kind", KINDS)
def test_whoever_lacks_the_right_to_a_lookup_finds_nothing(plant: Plant, kind: type[Lookup]) -> None:
    row, tools = LOOKUPS[kind], plant.world.company.turns._tools
    if row.needs is None:
        return
    with read_transaction(plant.world.company.engine) as connection:
        for who in plant.cast.values():
            if who.stands_for or holds(who, row.needs, TODAY):
                continue
            told = row(tools, connection, plant.viewer(who.code), ASKED[kind](plant.cases["elsewhere"]))
            assert told == row.otherwise, who.code


@pytest.mark.parametrize("name", sorted(READ))
def test_no_query_shows_a_case_to_whom_the_table_does_not_give_it(plant: Plant, name: str) -> None:
    with read_transaction(plant.world.company.engine) as connection:
        found = _tries(plant, lambda viewer, case: READ[name](connection, viewer, case))
    for who, kind, case, told in found:
        shown = bool(told) if name in PICTURES else _shows(told, case)
        assert not shown or _sees(who, case), (who.code, kind)
        assert name not in (*ONE_BY_ONE, *PICTURES) or shown or not _sees(who, case), (who.code, kind)


@pytest.mark.parametrize("name", sorted(LISTS))
def test_a_list_and_its_number_hold_exactly_what_the_table_gives(plant: Plant, name: str) -> None:
    with read_transaction(plant.world.company.engine) as connection:
        for who in plant.cast.values():
            total, listed = _turned(connection, name, plant.viewer(who.code))
            ours = {case.id for case in plant.cases.values()}
            expected = {case.id for case in plant.cases.values() if LISTS[name](who, case)}
            assert listed & ours == expected, who.code
            assert total == len(listed), who.code


def _turned(connection: Connection, name: str, viewer: Viewer) -> tuple[int, set[str]]:
    """How many a list says there are, and what stands on its pages."""
    listed: set[str] = set()
    for page in range(100):
        day = (DAY,) if name in ("overdue", "due_today") else ()
        found = getattr(lists, name)(connection, viewer, page, *day)
        listed |= {item["id"] for item in found.items}
        if not found.more:
            return found.total, listed
    raise AssertionError(name)


def test_a_ledger_and_its_number_hold_exactly_what_its_reader_may_have_as_a_file(plant: Plant) -> None:
    ours = {case.number for case in plant.cases.values()}
    with read_transaction(plant.world.company.engine) as connection:
        for who in plant.cast.values():
            viewer = plant.viewer(who.code)
            written = [entry.number for entry in ledger.entries(connection, viewer, ALL)]
            expected = {case.number for case in plant.cases.values() if may(who, Action.EXPORT, case, TODAY)}
            assert ours & {*written} == expected, who.code
            assert ledger.count(connection, viewer, ALL) == len(written), who.code


def test_a_case_is_made_into_a_paper_exactly_for_whoever_may_have_it_as_a_file(plant: Plant) -> None:
    with read_transaction(plant.world.company.engine) as connection:
        for who in plant.cast.values():
            viewer = plant.viewer(who.code)
            for name, case in plant.cases.items():
                found = case_files.case_file(connection, viewer, case.number)
                assert (found is not None) is may(who, Action.EXPORT, case, TODAY), (who.code, name)


def test_a_search_by_words_counts_and_shows_exactly_what_the_table_gives(plant: Plant) -> None:
    tools = plant.world.company.turns._tools
    with read_transaction(plant.world.company.engine) as connection:
        for who in plant.cast.values():
            found = LOOKUPS[Search](tools, connection, plant.viewer(who.code), Search(WORDS, 0))
            assert found["total"] == sum(_sees(who, case) for case in plant.cases.values()), who.code
