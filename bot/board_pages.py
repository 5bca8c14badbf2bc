"""What a board shows as a page, in parts that change one by one; whose it is, is asked at each opening."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from bot.web.words import page_words
from storage import audit, board_cases, daily_figures
from storage.audit import Kind
from storage.board import board
from storage.board_cases import NARROWED, PAGE, Chosen, Listed, Moments, moments
from storage.board_names import names_of
from storage.case_feed import CaseFeed
from storage.engine import read_transaction, write_transaction
from storage.queries import Viewer, read_from_outside
from storage.unit_of_work import House
from storage.web_sessions import Session
from templates.page import page_html
from workflow.board import days_back, scope
from workflow.people import Language, Person
from workflow.permissions import Action
from workflow.reach import Reach

PARTS = ("flow", "lights", "overdue", "major", "trend", "heat", "shares", "ranking", "waits")
MOST_BATCHES = 4  # of events that are counted before a board is read: less than a second's work


@dataclass(frozen=True)
class Opened:
    """A board that somebody may see: everybody with the same reach and language shares it."""

    right: Reach
    language: Language


@dataclass(frozen=True)
class Picture:
    """A board as it is shown. parts: the HTML of each, by its name. at: when it was read. cases: those it names."""

    parts: Mapping[str, str]
    at: datetime
    cases: Sequence[str] = ()


@dataclass(frozen=True)
class ListShown:
    """A list behind a figure, and how it was narrowed down."""

    chosen: Chosen
    listed: Listed
    page: int

    @property
    def pages(self) -> int:
        return max(-(-self.listed.total // PAGE), 1)


class BadChoice(ValueError):
    """A list was asked for that there is not."""


class BoardPages:
    """Reads and renders boards. Every method opens short transactions of its own; none is for the event loop."""

    def __init__(self, house: House, now: Callable[[], datetime]) -> None:
        self._house = house
        self._now = now
        self._feed = CaseFeed()

    def opened(self, session: Session) -> Opened | None:
        """The board of whoever is signed in; that they have none is on record."""
        right = scope(session.person, self._today())
        if right is not None:
            return Opened(right, session.person.language)
        with write_transaction(self._house.engine) as connection:
            audit.record(connection, Kind.DENIED, self._now(), session.person.id, facts={"right": str(Action.BOARD)})
        return None

    def still(self, session: Session, opened: Opened) -> bool:
        """Whether a board is still what somebody may see."""
        return scope(session.person, self._today()) == opened.right

    def picture(self, opened: Opened) -> Picture:
        """The board as it stands, with what has been recorded up to now counted."""
        with write_transaction(self._house.engine) as connection:
            daily_figures.follow_all(connection, self._day_of, MOST_BATCHES)
        viewer, at = self._viewer(opened), self._moments()
        with read_transaction(self._house.engine) as connection:
            shown = board(connection, viewer, opened.right, at)
        facts = {"board": shown, **self._said(opened, viewer)}
        parts = {part: page_html(opened.language, f"board/{part}.html", facts) for part in PARTS}
        named = [line["id"] for listed in (shown.overdue, shown.major) for line in listed.items]
        return Picture(parts, viewer.now, named)

    def page(self, session: Session, opened: Opened, picture: Picture) -> str:
        """The whole page around its parts. That cases were read from outside is on record."""
        self._put_on_record(session, picture.cases)
        viewer = self._viewer(opened)
        with read_transaction(self._house.engine) as connection:
            within = names_of(connection, viewer, opened.right.department_ids)
        facts = {"parts": picture.parts, "within": sorted(within.values()), "at": picture.at}
        return page_html(opened.language, "board.html", {**facts, **self._said(opened, viewer)})

    def cases(self, session: Session, opened: Opened, asked: Mapping[str, str]) -> str:
        """The page of a list, on record as the whole page is.

        asked: `list`, `page`, and what it is narrowed down by. Raises BadChoice.
        """
        chosen, number = _chosen(asked)
        viewer, at = self._viewer(opened), self._moments()
        with read_transaction(self._house.engine) as connection:
            listed = board_cases.cases(connection, viewer, opened.right, at, chosen, page=number)
            told = chosen.narrowed.values()
            names = names_of(connection, viewer, told, list(told))
        self._put_on_record(session, [line["id"] for line in listed.items])
        facts = {"shown": ListShown(chosen, listed, number), "names": names, **self._said(opened, viewer)}
        return page_html(opened.language, "board_cases.html", facts)

    def _put_on_record(self, session: Session, cases: Sequence[str]) -> None:
        reader = Viewer(session.person, self._now(), self._today())
        with read_transaction(self._house.engine) as connection:
            outside = read_from_outside(connection, reader, cases)
        if outside:
            with write_transaction(self._house.engine) as connection:
                audit.cases_read(connection, outside, session.person.id, reader.now)

    def has_changed(self) -> bool:
        """Whether any case has, of whichever process, since this was asked last."""
        with read_transaction(self._house.engine) as connection, self._feed.changes(connection) as changed:
            return changed is None or bool(changed)

    def _said(self, opened: Opened, viewer: Viewer) -> dict[str, Any]:
        local = self._house.calendar.local(viewer.now)
        return {"words": page_words(opened.language), "now": local, "today": viewer.today, "days": timedelta(days=1)}

    def _viewer(self, opened: Opened) -> Viewer:
        """The eyes of everybody who shares a board: nobody's name, their language."""
        now = self._now()
        return Viewer(_nobody(opened.language), now, self._house.calendar.local(now).date())

    def _moments(self) -> Moments:
        return moments(self._now(), days_back(self._today()), self._house.calendar)

    def _today(self) -> date:
        return self._day_of(self._now())

    def _day_of(self, moment: datetime) -> date:
        return self._house.calendar.local(moment).date()


def _nobody(language: Language) -> Person:
    return Person("", "", "", language)


def _chosen(asked: Mapping[str, str]) -> tuple[Chosen, int]:
    number = asked.get("page", "1")
    if not re.fullmatch("[1-9][0-9]{0,5}", number):
        raise BadChoice
    try:
        chosen = Chosen(asked.get("list", "open"), {name: asked[name] for name in NARROWED if asked.get(name)})
    except ValueError as error:
        raise BadChoice from error
    return chosen, int(number) - 1
