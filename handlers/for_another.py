"""Reporting for another 替别人报: whose find it is, told on a phone that several people use."""

from handlers.rectify_hazard import pick_colleague
from handlers.wanted import Finders


async def pick_finder() -> str:
    """A colleague of the person's own team by tap, or anybody who works here by name."""
    return await pick_colleague("report.for_whom", people=Finders)
