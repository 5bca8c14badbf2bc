"""A search as it was written: its words with the categories they name, and what narrows it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from nlp.filters import sifted
from storage import search
from storage.queries import Viewer
from templates.render import Renderer
from workflow.calendar import Calendar
from workflow.digest import bounds
from workflow.library import Category


@dataclass(frozen=True)
class Searched:
    """words: each with the codes of the categories that it is part of the name of."""

    words: Sequence[tuple[str, Collection[str]]]
    narrowed: search.Narrowed


def searched(renderer: Renderer, calendar: Calendar, viewer: Viewer, text: str) -> Searched:
    """A category is found by its name in the person's language; days are those of the site."""
    said = sifted(text)
    named = {code: renderer.label(viewer.person.language, "category", code).casefold() for code in Category}
    words = [(word, [c for c, name in named.items() if word.casefold() in name]) for word in search.split(said.words)]
    span = (_at(said.first, calendar, 0), _at(said.last, calendar, 1))
    return Searched(words, search.Narrowed(said.area, said.person, said.state, span))


def _at(day: str, calendar: Calendar, end: int) -> datetime | None:
    """When a day begins (0) or is over (1)."""
    return bounds(date.fromisoformat(day), calendar.zone)[end] if day else None
