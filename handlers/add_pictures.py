"""A picture right after an anonymous report: it is added to it only when its person says so."""

from dataclasses import dataclass

from handlers.questions import Option, ask_choice
from handlers.replies import Become, Say
from workflow.amended import AddPictures

ADD = Option("add", "add_unnamed")
APART = Option("apart", "another_place")
DROP = Option("drop", "drop_picture")


@dataclass(frozen=True)
class Adding:
    """`photos`: how many came."""

    id: str
    hazard: str
    photos: int = 0


async def add_pictures(adding: Adding) -> AddPictures | Become | Say:
    choice = await ask_choice("anonymous.more_pictures", (ADD, APART, DROP), photos=adding.photos)
    if choice == "apart":
        return Become("report_anonymously", {"photos": adding.photos})
    if choice == "drop":
        return Say("anonymous.cancelled")
    return AddPictures(adding.hazard, "", True, adding.id)  # no message is named: it would tell the moment
