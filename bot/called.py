"""Whom the command line means by a name or a code."""

from collections.abc import Iterator
from contextlib import contextmanager
from difflib import get_close_matches

from sqlalchemy import Connection

from bot.console import stop
from storage import directory
from workflow.people import Person

MOST_NEAR = 3


class Nobody(Exception):
    """No person has this name or code; `near`: names that are much like it."""

    def __init__(self, near: list[str]) -> None:
        super().__init__(near)
        self.near = near


class Several(Exception):
    """More than one person has this name; `codes`: theirs."""

    def __init__(self, codes: list[str]) -> None:
        super().__init__(codes)
        self.codes = codes


@contextmanager
def found(named: str) -> Iterator[None]:
    """End the command with a sentence where nobody, or more than one, is called so."""
    try:
        yield
    except Nobody as nobody:
        stop("operator.nobody_named", person=named, near=nobody.near)
    except Several as several:
        stop("operator.several_named", person=named, codes=several.codes)


def called(connection: Connection, named: str) -> Person:
    """The one person of this name, in either language, or of this code. Raises Nobody, Several."""
    everybody = directory.everybody(connection)
    wanted = named.strip().casefold()
    people = [person for person in everybody if wanted in _names(person)]
    if len(people) > 1:
        raise Several([person.code for person in people])
    if not people:
        names = {name: person.name for person in everybody for name in _names(person)}
        near = get_close_matches(wanted, names, n=MOST_NEAR, cutoff=0.4)
        raise Nobody(list(dict.fromkeys(names[name] for name in near)))
    return people[0]


def _names(person: Person) -> set[str]:
    return {name.casefold() for name in (person.name, person.name_en, person.code) if name}
