"""The card of a request to join: what it says, and what whoever decides on it can tap."""

from typing import Any

from handlers.questions import Open, Option

PLATFORMS = ("telegram", "wecom", "webchat")


def platform_of(bot: str) -> str:
    """The platform of a bot, by the code of its label; empty for one that has none."""
    kind = bot.partition(":")[0]
    return kind if kind in PLATFORMS else ""


def facts_of(name: str, bot: str, address: str, *, known: bool, late: bool = False) -> dict[str, Any]:
    """known: somebody of that name has no chat yet. late: it has waited for a working day. Without the department."""
    return {"name": name, "address": address, "platform": platform_of(bot), "known": known, "late": late}


def options_of(request_id: str, *, known: bool) -> tuple[Option, ...]:
    """The likely one first."""
    given = {"request": request_id}
    return (
        Option("admit", "admit", opens=Open("admit", given)),
        *([Option("same", "same_person", opens=Open("admit_known", given))] if known else []),
        Option("elsewhere", "other_department", opens=Open("admit_elsewhere", given)),
        Option("decline", "decline_join", opens=Open("decline_join", given)),
    )
