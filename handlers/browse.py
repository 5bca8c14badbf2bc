"""A list of cases a page at a time, and all of it as a file."""

from collections.abc import Callable
from dataclasses import fields
from typing import Any

from handlers.listed import case_options
from handlers.listed_file import FILED
from handlers.questions import Lookup, Open, Option, Question, ask, find
from handlers.replies import Say
from handlers.wanted import May
from workflow.permissions import Action


async def browse(
    topic: str,
    listed: Callable[[int], Lookup],
    extra: tuple[Option, ...] = (),
    none: tuple[Option, ...] = (),
    **facts: Any,
) -> Say:
    """A list a page at a time; a number opens the case. `none`: what can be done where nothing is listed.

    Whoever may have cases outside the system can have all of it as a file.
    """
    page, whole = 0, tuple[Option, ...]()
    if type(listed(0)).__name__ in FILED and await find(May(Action.EXPORT)):
        whole = (as_file(listed(0)),)
    while True:
        found: dict[str, Any] = await find(listed(page))
        if not found["total"]:
            return Say(f"{topic}_none", {**found, **facts}, (*none, *extra))
        options = case_options(found["items"])
        turn = (Option("more", "more"),) if found["more"] else (Option("first", "first_page"),) if page else ()
        answer = await ask(Question(topic, topic, {**found, **facts}, (*options, *turn, *extra, *whole)))
        page = page + 1 if answer.choice == "more" else 0


def as_file(lookup: Lookup) -> Option:
    """All of a list as a file: the list is named by its lookup, with what it asks but the page."""
    asked = {field.name: getattr(lookup, field.name) for field in fields(lookup) if field.name != "page"}
    return Option("as_file", "as_file", opens=Open("list_file", {"listed": {"list": type(lookup).__name__, **asked}}))
