"""Picking by tap, some at a time: a place of the company, down the tree of areas, or a kind of hazard."""

from handlers.questions import Option, ask_choice, find
from handlers.wanted import AreasUnder
from workflow.library import Category

PAGE = 8
KINDS = ((*Category,)[:7], (*Category,)[7:])
HERE, NOWHERE, MORE = "here", "nowhere", "more"


async def pick_area(topic: str, nowhere: Option | None = None, *others: Option, **facts: str) -> str | None:
    """An area, or one within it, by tap; None where `nowhere` was picked, the value where it was one of `others`."""
    parent, page = "", 0
    while True:
        children = await find(AreasUnder(parent or None))
        if not children:
            return parent
        shown = children[page * PAGE : (page + 1) * PAGE]
        options = [Option(each["id"], text=each["name"]) for each in shown]
        options += [Option(HERE, "here")] if parent else [nowhere, *others] if nowhere else []
        options += [Option(MORE, "more")] if len(children) > PAGE else []
        picked = await ask_choice(topic, tuple(options), **facts)
        if picked == MORE:
            page = page + 1 if (page + 1) * PAGE < len(children) else 0
        elif picked in (HERE, NOWHERE):
            return parent or None
        elif any(picked == other.value for other in others):
            return picked
        else:
            parent, page = picked, 0


async def pick_category(topic: str) -> str:
    """What a hazard is about, by the words in which a worker is asked it."""
    page = 0
    while True:
        options = (*(Option(c, f"kind.{c}") for c in KINDS[page]), Option(MORE, "more"))
        picked = await ask_choice(topic, options)
        if picked != MORE:
            return picked
        page = 1 - page
