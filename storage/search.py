"""Looking for cases by number or words, among those that the viewer may see."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, case, exists, false, func, or_, select

from storage.lists import PAGE, Page
from storage.queries import CARD, Viewer, covered, line
from storage.tables import areas, equipment, hazards, people, texts
from workflow.lifecycle import OPEN
from workflow.permissions import Action

MOST_WORDS = 6
LONGEST_WORD = 40  # characters
MOST_FOUND = 200  # cases counted: who finds more asks for more
DAY_COUNTER = 4  # digits of a number's last part


@dataclass(frozen=True)
class Sought:
    """One word, and the categories whose name it is part of."""

    word: str
    categories: Collection[str] = ()


def find_cases(connection: Connection, viewer: Viewer, words: Sequence[Sought], page: int) -> Page:
    """Cases that match every word, the open ones first, then the newest; at most MOST_FOUND are counted."""
    matching = and_(covered(viewer.may(Action.SEE)), *(_matches(sought) for sought in words))
    counted = select(hazards.c.id).where(matching).limit(MOST_FOUND).subquery()
    total = connection.execute(select(func.count()).select_from(counted)).scalar() or 0
    shut = case((hazards.c.state.in_(sorted(OPEN)), 0), else_=1)
    newest = CARD.where(matching).order_by(shut, hazards.c.received_at.desc(), hazards.c.id)
    rows = connection.execute(newest.limit(PAGE).offset(page * PAGE)) if page * PAGE < total else ()
    return Page([line(row, viewer) for row in rows], page, total)


def split(words: str) -> list[str]:
    """The words to look for, as far as the search reads them."""
    return [word[:LONGEST_WORD] for word in words.split()][:MOST_WORDS]


def _matches(sought: Sought) -> ColumnElement[bool]:
    word = sought.word
    return or_(
        said_in_report(word),
        _numbered(word),
        hazards.c.category.in_(sorted(sought.categories)) if sought.categories else false(),
        hazards.c.equipment_id.in_(select(equipment.c.id).where(_named(equipment.c, word))),
        hazards.c.owner_id.in_(select(people.c.id).where(_named(people.c, word))),
        _lies_in(word),
    )


def said_in_report(word: str) -> ColumnElement[bool]:
    """The words of the report contain this one. The only place that looks into texts."""
    said = select(texts.c.subject_id).where(texts.c.field == "words", texts.c.body.icontains(word, autoescape=True))
    return hazards.c.id.in_(said)


def _numbered(word: str) -> ColumnElement[bool]:
    """The whole number or its tail; a bare 7 means 0007."""
    if not any(c.isdecimal() for c in word):
        return false()
    tail = f"-{word:0>{DAY_COUNTER}}" if word.isdecimal() and len(word) <= DAY_COUNTER else word
    return hazards.c.number.iendswith(tail, autoescape=True)


_around = areas.alias("around")


def _lies_in(word: str) -> ColumnElement[bool]:
    """It lies in a place of this name, or in one within it."""
    within = func.substr(hazards.c.area_path, 1, func.length(_around.c.path)) == _around.c.path
    return exists().where(_named(_around.c, word), within)


def _named(columns: Any, word: str) -> ColumnElement[bool]:
    return or_(*(column.icontains(word, autoescape=True) for column in (columns.name, columns.name_en)))
