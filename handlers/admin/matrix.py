"""责任: where a hazard would be nobody's, whose a place and a kind are, and who would get what."""

from dataclasses import dataclass

from handlers.admin.picking import NOWHERE, pick_area, pick_category
from handlers.admin.wanted import MatrixGaps, MatrixRow, StaffCalled, WouldGet
from handlers.questions import Open, Option, ask_choice, ask_text, find
from handlers.rectify_hazard import pick_colleague
from handlers.replies import Do, Say
from handlers.wanted import NameOf, PlaceNames
from workflow.library import Category
from workflow.matrix import PutBackOwner, SetOwner

YES_NO = (Option("yes", "staff_yes"), Option("no", "staff_no"))
EVERYWHERE = Option(NOWHERE, "everywhere")
SET = Option("set", "set_owner", opens=Open("set_owner"))
TRY = Option("try", "try_matrix", opens=Open("try_matrix"))


@dataclass(frozen=True)
class Looking:
    """`words`: of a hazard, where they were written with the command."""

    id: str
    words: str = ""
    page: int = 0


@dataclass(frozen=True)
class Setting:
    """Whose a place and a kind are to be; what is empty is asked. undo: it goes back to that department and owner,
    where it is still whose it is to be now (`if_now`).
    """

    id: str
    area: str | None = None
    category: str = ""
    undo: bool = False
    department: str | None = None
    owner: str | None = None
    if_now: str = ""


async def matrix(looking: Looking) -> Say:
    """Where nobody is named; with words, who would get what they tell of."""
    if looking.words:
        return await try_matrix(looking)
    found = await find(MatrixGaps(looking.page))
    opens = (Open("set_owner", {"area": gap["area"], "category": gap["category"]}) for gap in found["items"])
    numbers = tuple(Option(str(n), text=str(n), opens=each) for n, each in enumerate(opens, 1))
    more = (Option("more", "more", opens=Open("matrix", {"page": looking.page + 1})),) if found["more"] else ()
    return Say("matrix.gaps" if found["items"] else "matrix.whole", found, (*numbers, *more, SET, TRY))


async def try_matrix(looking: Looking) -> Say:
    words = looking.words or await ask_text("matrix.try")
    found = await find(WouldGet(words))
    return Say("matrix.would_get", {**found, "words": words}, (TRY, SET))


async def set_owner(setting: Setting) -> Do | Say:
    """A place, a kind, and whose they are from now on."""
    if setting.undo:
        return await _put_back(setting)
    given = bool(setting.category)
    area = setting.area if given else await pick_area("matrix.where", EVERYWHERE)
    category = Category(setting.category or await pick_category("matrix.which"))
    now = await find(MatrixRow(area, category))
    place = (await find(PlaceNames(area, None)))["area"]
    facts = {"place": place, "category": str(category), "before": now["name"] if now else ""}
    owner = await pick_colleague("matrix.who", people=StaffCalled)
    facts["name"] = await find(NameOf(owner))
    if now and now["exact"] and now["owner"] == owner:
        return Say("matrix.already", facts)
    if await ask_choice("matrix.sure", YES_NO, **facts) == "no":
        return Say("staff.as_it_was")
    there = now if now and now["exact"] else {"department": None, "owner": None}
    back = {"area": area, "category": str(category), "undo": True}
    back |= {"department": there["department"], "owner": there["owner"], "if_now": owner}
    undo = Option("undo", "undo", opens=Open("set_owner", back))
    return Do(SetOwner(area, category, owner), "matrix.set", facts=facts, options=(undo,))


async def _put_back(setting: Setting) -> Do:
    category = Category(setting.category)
    facts = {"place": (await find(PlaceNames(setting.area, None)))["area"], "category": str(category)}
    command = PutBackOwner(setting.area, category, setting.department, setting.owner, setting.if_now)
    return Do(command, "matrix.put_back", facts=facts)
