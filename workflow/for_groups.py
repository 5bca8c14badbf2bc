"""What the chat of an area is told: that a major hazard is there, and no longer; and when its day begins."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo

from workflow.events import Event
from workflow.hazard import Hazard
from workflow.library import Grade
from workflow.notice import Lane

# The clock of a group, and when it rings at the site.
DAILY = "daily"
MORNING = time(8)


@dataclass(frozen=True)
class ForGroups:
    """A row of the table: in such a case every group around it gets this topic."""

    topic: str
    lane: Lane = Lane.NOTICE
    only: Callable[[Hazard], bool] = lambda hazard: hazard.company_grade == Grade.MAJOR


_NEW = ForGroups("group.major", Lane.MAJOR)
_SET_ASIDE = ForGroups("group.set_aside")
# Event kind -> what groups are told of it. Number, place and grade are all that a chat of several gets to read: who
# found it, who repairs it and what was said are for those who may open the case.
FOR_GROUPS: dict[str, ForGroups] = {
    "reported": _NEW,
    "regraded": _NEW,
    "reinstated": _NEW,
    "reopened": _NEW,
    "major_confirmed": ForGroups("group.confirmed", Lane.MAJOR),
    "major_lowered": ForGroups("group.lowered", only=lambda hazard: True),
    "accepted": ForGroups("group.closed"),
    "marked_invalid": _SET_ASIDE,
    "merged": _SET_ASIDE,
}


def for_groups(hazard: Hazard, event: Event) -> ForGroups | None:
    """What groups are told of an event; nothing of an exercise."""
    told = FOR_GROUPS.get(event.kind)
    return told if told is not None and told.only(hazard) and not hazard.practice else None


def last_morning(now: datetime, zone: tzinfo) -> datetime:
    """The latest 08:00 at the site that has passed."""
    local = now.astimezone(zone)
    today = datetime.combine(local.date(), MORNING, zone)
    return today if today <= local else today - timedelta(days=1)


def next_morning(now: datetime, zone: tzinfo) -> datetime:
    """The next 08:00 at the site."""
    return last_morning(now, zone) + timedelta(days=1)
