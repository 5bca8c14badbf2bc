"""Figures: what is counted by the day, how each case counts, and how far the trail of events has been followed."""

from sqlalchemy import BigInteger, Boolean, Column, Date, Integer, String, text

from storage.tables.columns import key, table
from storage.types import Id, Moment
from workflow.rollups import ROLLED

daily_figures = table(  # which column stands with which day: ROLLED of workflow/rollups.py
    "daily_figures",
    Column("day", Date, primary_key=True),
    Column("department", String(36), primary_key=True),  # empty: nobody's
    *(Column(name, BigInteger if name == "spent" else Integer, nullable=False, server_default="0") for name in ROLLED),
)
daily_places = table(  # how many came in
    "daily_places",
    Column("day", Date, primary_key=True),
    Column("department", String(36), primary_key=True),
    Column("area", String(36), primary_key=True),
    Column("category", String(32), primary_key=True),
    Column("cases", Integer, nullable=False, server_default="0"),
)
closing_times = table(  # how many of those that were closed took so many whole hours
    "closing_times",
    Column("day", Date, primary_key=True),
    Column("department", String(36), primary_key=True),
    Column("hours", Integer, primary_key=True),
    Column("cases", Integer, nullable=False, server_default="0"),
)
counted_cases = table(
    "counted_cases",
    key("hazard_id"),
    Column("version", Integer, nullable=False),  # of the case, up to which its events are followed
    Column("counts", Boolean, nullable=False),  # not: it is an exercise, no hazard, or goes on in another case
    Column("department_id", Id, nullable=True),
    Column("received_on", Date, nullable=False),
    Column("is_open", Boolean, nullable=False),
    Column("is_major", Boolean, nullable=False),
    Column("due_on", Date, nullable=True),
    Column("closed_on", Date, nullable=True),
    Column("area_id", String(36), nullable=False, server_default=""),
    Column("category", String(32), nullable=False, server_default=""),
    Column("major", Boolean, nullable=False, server_default=text("false")),
    Column("recurs", Boolean, nullable=False, server_default=text("false")),
    Column("limit_on", Date, nullable=True),
    Column("done_on", Date, nullable=True),
    Column("took", Integer, nullable=True),  # whole hours
    Column("spent", BigInteger, nullable=False, server_default="0"),
)
backup_nights = table(  # what became of the backup of a night, by the company's day
    "backup_nights",
    Column("day", Date, primary_key=True),
    Column("tries", Integer, nullable=False),
    Column("began_at", Moment, nullable=False),
    Column("ended_at", Moment, nullable=True),
    Column("outcome", String(16), nullable=False),  # Night of storage/backup_nights.py
)
followers = table(
    "followers",
    Column("name", String(32), primary_key=True),
    Column("event_id", Id, nullable=False),  # the newest event that was there when it looked last
)
