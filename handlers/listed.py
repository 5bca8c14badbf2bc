"""A page of a list as facts of what is said, which are kept: short values only; and its numbers, which open cases."""

from collections.abc import Iterable, Mapping
from typing import Any

from handlers.questions import Open, Option
from storage.lists import Page

WORDS = 60  # of each case; a line shows fewer


def lines(items: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [{**item, "due_at": item["due_at"].isoformat(), "words": item["words"][:WORDS]} for item in items]


def listed(page: Page) -> dict[str, Any]:
    return {"items": lines(page.items), "page": page.page, "more": page.more, "total": page.total}


def case_options(items: Iterable[Mapping[str, Any]]) -> tuple[Option, ...]:
    """A number for each line, which opens its case."""
    return tuple(
        Option(str(n), text=str(n), opens=Open("show_case", {"hazard": item["id"]})) for n, item in enumerate(items, 1)
    )
