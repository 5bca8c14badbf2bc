"""Figures: what is counted by the day, how each case counts, and how far the trail of events has been followed."""

from sqlalchemy import BigInteger, Boolean, Column, Date, Index, Integer, String, text

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
    Column("grade", String(16), nullable=False, server_default="general"),
    Column("owner_id", Id, nullable=True),
    Column("equipment_id", Id, nullable=True),
    Column("returns", Integer, nullable=False, server_default="0"),
    Column("state", String(24), nullable=False, server_default=""),  # after that version; empty: not known
    Column("step_since", Moment, nullable=True),  # of what somebody has to do next: Step of workflow/steps.py
)
case_intervals = table(  # from which day on, and until before which, a case was counted as what
    "case_intervals",
    key("hazard_id"),
    Column("since", Date, primary_key=True),
    Column("until", Date, nullable=False),  # date.max: it still is
    Column("received_on", Date, nullable=False),
    Column("closed_on", Date, nullable=True),
    Column("limit_on", Date, nullable=True),
    Column("due_on", Date, nullable=True),
    Column("done_on", Date, nullable=True),
    Column("department_id", Id, nullable=True),
    Column("area_id", String(36), nullable=False),
    Column("category", String(32), nullable=False),
    Column("grade", String(16), nullable=False),
    Column("owner_id", Id, nullable=True),
    Column("equipment_id", Id, nullable=True),
    Column("is_open", Boolean, nullable=False),
    Column("recurs", Boolean, nullable=False),
    Column("returns", Integer, nullable=False),
    Index("ix_case_intervals_received_on", "received_on", "until"),
    Index("ix_case_intervals_closed_on", "closed_on", "until"),
    Index("ix_case_intervals_limit_on", "limit_on", "until"),
    Index("ix_case_intervals_is_open", "is_open", "until", "since"),
)
case_steps = table(  # what somebody had to do, and has done
    "case_steps",
    key("hazard_id"),
    Column("version", Integer, primary_key=True),  # of the case, with which it was done
    Column("step", String(16), nullable=False),
    Column("ended_on", Date, nullable=False, index=True),
    Column("minutes", Integer, nullable=False),
    Column("owner_id", Id, nullable=True),
    Column("department_id", Id, nullable=True),
    Column("passed", Boolean, nullable=True),  # of an acceptance
)
staff_intervals = table(  # from which day on, and until before which, somebody was known to belong to a department
    "staff_intervals",
    key("person_id"),
    Column("department", String(36), primary_key=True),  # empty: to none
    Column("since", Date, primary_key=True),
    Column("until", Date, nullable=False),  # date.max: they still do
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
