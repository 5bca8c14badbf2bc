"""Every paper that was handed out, on record: numbered, of which moment, for whom, and the digest of its file.

The audit is the register: its rows are chained and never changed, and say all that the paper needs to be made again.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import Connection, select

from storage import audit
from storage.audit import Kind
from storage.counters import hold, next_number
from storage.tables import audit_records
from workflow.events import Fact
from workflow.paper_numbers import numbered

WHAT = "paper"
_NUMBER = re.compile(r"([A-Z]{2})-(\d{8})-\d{4,}", re.ASCII)


@dataclass(frozen=True)
class Registered:
    """A paper as it stands on record.

    made: which one. subject: kind and id. template, sha256: hexadecimal digests. period: of which it tells, by name.
    """

    number: str
    made: str
    subject: tuple[str, str]
    person_id: str
    language: str
    as_of: datetime
    template: str
    sha256: str
    period: str = ""


def number_for(connection: Connection, made: str, day: date) -> str:
    """The next number of a day: ZG-20261127-0001. One that was taken and never came to be is given to no other."""
    return numbered(made, day, partial(next_number, connection))


def enter(connection: Connection, paper: Registered, actor_id: str | None = None) -> None:
    """Put a paper on record; one that is there already stays as it is. actor_id: none for the command line.

    Whoever makes the same paper at the same time waits here, and finds it.
    """
    hold(connection, paper.number.rpartition("-")[0])
    if entered(connection, paper.number) is not None:
        return
    facts: dict[str, Fact] = {
        "what": WHAT,
        "number": paper.number,
        "made": paper.made,
        "for": paper.person_id,
        "language": paper.language,
        "as_of": paper.as_of.isoformat(),
        "template": paper.template,
        "sha256": paper.sha256,
    }
    if paper.period:
        facts["period"] = paper.period
    kind, subject = paper.subject
    audit.record(connection, Kind.EXPORT, paper.as_of, actor_id, subject_kind=kind, subject_id=subject, facts=facts)


def entered(connection: Connection, number: str) -> Registered | None:
    """A paper by its number, which tells the day; None for what was never handed out."""
    named = _NUMBER.fullmatch(number)
    try:
        day = datetime.strptime(named[2], "%Y%m%d").astimezone() if named else None
    except ValueError:
        return None
    if day is None:
        return None
    near = (audit_records.c.at >= day - timedelta(days=2), audit_records.c.at < day + timedelta(days=3))
    papers = select(audit_records).where(audit_records.c.kind == Kind.EXPORT, *near).order_by(audit_records.c.id)
    for row in connection.execute(papers):
        if row.facts.get("what") == WHAT and row.facts["number"] == number:
            return _registered(row)
    return None


def _registered(row: Any) -> Registered:
    facts = row.facts
    named = (facts["number"], facts["made"], (row.subject_kind, row.subject_id or ""), facts["for"], facts["language"])
    digests = (facts["template"], facts["sha256"])
    return Registered(*named, datetime.fromisoformat(facts["as_of"]), *digests, facts.get("period", ""))
