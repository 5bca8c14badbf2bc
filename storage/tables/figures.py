"""Figures: what is counted by the day, how each case counts, and how far the trail of events has been followed."""

from sqlalchemy import Boolean, Column, Date, Integer, String

from storage.tables.columns import key, table
from storage.types import Id
from workflow.metrics import ROLLED

daily_figures = table(  # which column stands with which day: ROLLED of workflow/metrics.py
    "daily_figures",
    Column("day", Date, primary_key=True),
    Column("department", String(36), primary_key=True),  # empty: nobody's
    *(Column(name, Integer, nullable=False, server_default="0") for name in ROLLED),
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
)
followers = table(
    "followers",
    Column("name", String(32), primary_key=True),
    Column("event_id", Id, nullable=False),  # the newest event that was there when it looked last
)
