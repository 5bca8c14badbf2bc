"""What the page of the plan picture shows and takes: the picture, where areas lie on it, and what is drawn there."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.web.words import page_words
from storage import audit, site_plan
from storage.audit import Kind
from storage.engine import read_transaction, write_transaction
from storage.media import MediaStore
from storage.queries import Viewer
from storage.unit_of_work import House, unit_of_work
from storage.web_sessions import Session
from templates.page import page_html
from templates.render import Renderer
from workflow.actions import perform
from workflow.errors import Refused
from workflow.hazard import Act
from workflow.permissions import Action
from workflow.site_plan import FEWEST_POINTS, MOST_POINTS, Outline, OutlineArea

ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class NotUnderstood(ValueError):
    """What was posted is nothing that a page of ours sends."""


@dataclass(frozen=True)
class PlanPages:
    """Every method opens short transactions of its own; none is for the event loop."""

    house: House
    renderer: Renderer
    store: MediaStore
    now: Callable[[], datetime]

    def may_draw(self, session: Session) -> bool:
        """Whether areas are theirs to outline; that they are not is on record."""
        if self._viewer(session).may(Action.CONFIGURE).company:
            return True
        self._deny(session, Action.CONFIGURE)
        return False

    def page(self, session: Session, guard: str) -> str:
        """The page on which areas are outlined. guard: what it is to post with each change."""
        viewer, language = self._viewer(session), session.person.language
        with read_transaction(self.house.engine) as connection:
            drawing = site_plan.drawing(connection, viewer)
        limits = {"fewest": FEWEST_POINTS, "most": MOST_POINTS}
        shown = {"drawing": drawing, "has_board": viewer.may(Action.BOARD).reaches}
        facts = {**shown, **limits, "guard": guard, "words": page_words(language)}
        return page_html(language, "area_outlines.html", facts)

    def picture(self, session: Session, plan_id: str) -> bytes | None:
        """The plan's picture without whatever its camera noted; None where it is not theirs to see, or there is none.

        Raises OSError where it does not open.
        """
        with read_transaction(self.house.engine) as connection:
            media_id = site_plan.picture(connection, self._viewer(session), plan_id)
        return self.store.read(media_id, "clean") if media_id is not None else None

    def draw(self, session: Session, asked: object) -> str | None:
        """Outline an area; why it was not, in a sentence. Raises NotUnderstood."""
        command = _command(asked)
        now, person = self.now(), session.person
        try:
            with unit_of_work(self.house, now, person) as unit:
                perform(unit, command, Act(person, now))
        except Refused as refused:
            return self.renderer.render(person.language, f"refused.{refused.reason}", refused.facts, now, person.zone)
        return None

    def _deny(self, session: Session, right: Action) -> None:
        with write_transaction(self.house.engine) as connection:
            audit.record(connection, Kind.DENIED, self.now(), session.person.id, facts={"right": str(right)})

    def _viewer(self, session: Session) -> Viewer:
        now = self.now()
        return Viewer(session.person, now, self.house.calendar.local(now).date())


def _command(asked: object) -> OutlineArea:
    """{"plan": id, "area": id, "outline": [[x, y], ...], "if_now": the same}: ids as the page was given them."""
    if not isinstance(asked, Mapping):
        raise NotUnderstood
    plan, area = (_id(asked.get(name)) for name in ("plan", "area"))
    return OutlineArea(plan, area, *(_outline(asked.get(name)) for name in ("outline", "if_now")))


def _id(written: Any) -> str:
    if not isinstance(written, str) or not ID.fullmatch(written):
        raise NotUnderstood
    return written


def _outline(points: Any) -> Outline:
    if not isinstance(points, Sequence) or isinstance(points, str) or len(points) > 2 * MOST_POINTS:
        raise NotUnderstood
    return tuple(_point(point) for point in points)


def _point(point: Any) -> tuple[int, int]:
    if not isinstance(point, list) or len(point) != 2 or not all(type(each) is int for each in point):
        raise NotUnderstood
    return point[0], point[1]
