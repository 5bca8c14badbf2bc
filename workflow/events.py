"""What has happened: one immutable record per change, the source of timeline, figures and notices."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

Fact = str | int | bool | None | list[str]


@dataclass(frozen=True)
class Event:
    """Something that happened to a subject. `facts` holds codes and ids; `words` holds what people wrote, stored apart.

    `version` is the subject's version after the event; versions of one subject count 1, 2, 3 without gaps.
    `actor_id` is a party id, none when the clock acted.
    """

    id: str
    subject_kind: str
    subject_id: str
    version: int
    kind: str
    actor_id: str | None
    at: datetime
    facts: Mapping[str, Fact] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Happened:
    """An event as it lies in the trail of its case, without what people wrote."""

    kind: str
    actor_id: str | None
    at: datetime
    facts: Mapping[str, Any] = field(default_factory=dict)
