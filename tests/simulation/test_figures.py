"""Over a month of a company's life each figure is what counting its events gives, and each day shows what it showed."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine, select

from bot.company import house_of
from storage.daily_figures import follow_all
from storage.engine import open_engine, read_transaction, write_transaction
from storage.indicators import tallies, tally
from storage.queries import Viewer
from storage.staff import keep_staff
from storage.tables import events, hazards, staff_intervals
from tests.simulation.living import live
from workflow.indicators import Dimension, Tally
from workflow.metrics import History
from workflow.people import Language, Membership, Person, Role
from workflow.reach import Reach
from workflow.recount import Belongs, Books
from workflow.recount import tallies as counted_apart
from workflow.recount import tally as counted
from workflow.spans import Sight, Unit, period_of, sight
from workflow.standing import of_facts

COMPANY = Reach("", company=True)
OFFICER = Person("officer", "P0", "", Language.EN, (Membership(Role.SAFETY_OFFICER, None, "", date(2020, 1, 1)),))


@dataclass
class Watching:
    """Somebody who looks at the figures every evening."""

    engine: Engine
    shown: dict[Sight, Any] = field(default_factory=dict)

    @cached_property
    def zone(self) -> ZoneInfo:
        return house_of(self.engine).calendar.zone

    def day_of(self, moment: datetime) -> date:
        return moment.astimezone(self.zone).date()

    def looks(self, begins: date) -> None:
        """As a day begins: at what the one before it has left."""
        with write_transaction(self.engine) as connection:
            keep_staff(connection, begins)
            follow_all(connection, self.day_of)
        day = begins - timedelta(days=1)
        for unit in (Unit.WEEK, Unit.MONTH):
            seen = sight(period_of(unit, day), day, self.zone)
            self.shown[seen] = self.sees(seen)

    def sees(self, seen: Sight) -> Any:
        viewer = Viewer(OFFICER, seen.ends, seen.as_of)
        with read_transaction(self.engine) as connection:
            apart = {by: each(tallies(connection, viewer, seen, by)) for by in Dimension}
            return whole(tally(connection, viewer, seen)), apart


def whole(its: Tally) -> Any:
    medians = {step: median for step, median in its.medians.items() if median.of}
    return {name: n for name, n in its.numbers.items() if n}, medians


def each(found: Any) -> Any:
    return {key: whole(its) for key, its in found.items()}


def books(connection: Connection, watching: Watching) -> Books:
    """What has been recorded, read anew."""
    trail: dict[str, list[Any]] = {}
    of_cases = select(events).where(events.c.subject_kind == "hazard").order_by(events.c.subject_id, events.c.version)
    for event in connection.execute(of_cases):
        trail.setdefault(event.subject_id, []).append(event)
    cases = [
        History(
            row.received_at,
            [(event.at, of_facts(event.facts["stands"])) for event in trail[row.id]],
            row.practice,
            "suggested_repeats" in trail[row.id][0].facts,
            row.id,
            row.reporter_id,
        )
        for row in connection.execute(select(hazards))
    ]
    held = connection.execute(select(staff_intervals))
    people = [Belongs(row.person_id, row.department or None, row.since, row.until) for row in held]
    return Books(cases, people, watching.day_of)


def test_a_month_of_figures(empty_url: str, tmp_path: Path) -> None:
    engine = open_engine(empty_url)
    watching = Watching(engine)
    live(engine, tmp_path, day_is_over=watching.looks)
    with read_transaction(engine) as connection:
        recorded = books(connection, watching)

    assert len(recorded.cases) > 15
    assert len(watching.shown) > 40
    for seen, then in watching.shown.items():
        assert watching.sees(seen) == then, "as it was shown on that day"
        assert then[0] == whole(counted(recorded, COMPANY, seen)), "as counting gives"
    last = list(watching.shown)[-1]
    for by in Dimension:
        assert watching.shown[last][1][by] == each(counted_apart(recorded, COMPANY, last, by))
