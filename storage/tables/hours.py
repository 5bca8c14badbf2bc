"""The company's time: its shifts, its days of work and rest, who has the watch, and which shift was taken over."""

from sqlalchemy import Boolean, Column, Date, Integer, String, Time, UniqueConstraint, text

from storage.tables.columns import code, key, names, table, to
from storage.types import Json, Moment

shifts = table(
    "shifts",
    code(),
    *names(),
    Column("starts", Time, nullable=True),  # none: it goes through other shifts
    Column("ends", Time, nullable=True),  # no later than it starts: on the next day
    Column("weekdays", Json, nullable=False, default=list),  # Monday is 0; none of them: Monday to Friday
    Column("cycle", Json, nullable=False, default=list),  # codes of shifts, a day each; null: a free one
    Column("since", Date, nullable=True),  # the first day of a cycle
)
calendar_days = table(
    "calendar_days",
    Column("day", Date, primary_key=True),
    Column("kind", String(16), nullable=False),  # work, rest
    Column("shipped", Boolean, nullable=False, server_default=text("false")),  # else the company's own
)
hand_overs = table(  # the shift of a team leader that has begun, with what was open there then
    "hand_overs",
    key(),
    to("people", "person_id"),
    Column("starts", Moment, nullable=False, index=True),
    Column("cases", Integer, nullable=False),
    Column("measures", Integer, nullable=False),  # temporary ones, in force; neither: there was nothing to hand over
    Column("taken_at", Moment, nullable=True),
    UniqueConstraint("person_id", "starts"),
)
duty_roster = table(
    "duty_roster",
    key(),
    Column("day", Date, nullable=False),
    Column("shift", String(32), nullable=False),
    to("people", "person_id"),
    Column("starts", Time, nullable=True),  # none: the whole day, and the night until 08:00
    Column("ends", Time, nullable=True),
    UniqueConstraint("day", "shift", "person_id"),
)
