"""Reporting for another 替别人报: whose find it is, told on a phone that several people use."""

from handlers.questions import find
from handlers.rectify_hazard import pick_colleague
from handlers.wanted import Finders
from nlp.on_behalf import surname


async def pick_finder(called: str = "") -> str:
    """A colleague of the person's own team by tap, or anybody who works here by name.

    called: what the person has called them already. Of several who may be meant they choose; where it is nobody, from
    the team.
    """
    for name in dict.fromkeys(filter(None, (called, surname(called)))):
        found = await find(Finders(name))
        meant = found if len(found) == 1 else [person for person in found if person["name"] == name]
        if len(meant) == 1:
            return str(meant[0]["id"])
        if found:
            return await pick_colleague("report.for_whom", people=Finders, name=name)
    return await pick_colleague("report.for_whom", people=Finders, missed=called)
