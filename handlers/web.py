"""The web, from chat: a link that signs its person in there, and where they are signed in."""

from collections.abc import Mapping
from dataclasses import dataclass

from handlers.questions import Option, ask_choice, find
from handlers.replies import Do, Say
from handlers.wanted import FreshLink, WebDevices
from workflow.web import LINK_HOLDS, SESSION_LASTS, EndWeb, OfferWeb

ALL = "all"
BOARD, SITE_PLAN = "board", "plan"  # the pages that a link may lead to


@dataclass(frozen=True)
class Asker:
    id: str


async def open_web(asker: Asker) -> Do:
    """A link that opens once, soon; it is chance, and the message with it is gone when it was told."""
    link = await find(FreshLink())
    return _offered(link, "web.link")


async def open_board(asker: Asker) -> Do:
    """The same, and it leads to the board."""
    link = await find(FreshLink())
    return _offered(link, "web.board", to=BOARD)


async def open_site_plan(asker: Asker) -> Do:
    """The same, and it leads to where areas are outlined."""
    link = await find(FreshLink())
    return _offered(link, "site_plan.link", to=SITE_PLAN)


def _offered(link: Mapping[str, str], topic: str, **more: str) -> Do:
    facts = {
        "sign_in": link["code"],
        "minutes": LINK_HOLDS.seconds // 60,
        "hours": SESSION_LASTS.seconds // 3600,
        **more,
    }
    return Do(OfferWeb(link["digest"]), topic, facts=facts, once=True)


async def devices(asker: Asker) -> Do | Say:
    """Where they are signed in; a tap ends one, or all."""
    found = await find(WebDevices())
    if not found:
        return Say("web.no_devices")
    each = tuple(Option(device["id"], f"sign_out.{number}") for number, device in enumerate(found, 1))
    every = (Option(ALL, "sign_out.all"),) if len(found) > 1 else ()
    chosen = await ask_choice("web.devices", (*each, *every), items=found)
    return Do(EndWeb(None if chosen == ALL else chosen), "web.ended", facts={"all": chosen == ALL})
