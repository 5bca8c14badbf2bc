"""Picking a place of the company by tap, some at a time, down the tree of areas."""

from handlers.questions import Option, ask_choice, find
from handlers.wanted import AreasUnder

PAGE = 8
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
