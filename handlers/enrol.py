"""Coming in, from the inside: deciding on a request, inviting somebody, a second platform of one's own, a name."""

from dataclasses import dataclass
from typing import Any

from handlers.assistance import pick_department
from handlers.denials import denied
from handlers.join_card import facts_of, options_of
from handlers.questions import Open, Option, ask_choice, ask_text, find
from handlers.replies import Do, Say, Several
from handlers.wanted import Departments, FreshCode, Joining, OpenRequests
from workflow.enrolling import INVITATION_HOLDS, LINK_HOLDS
from workflow.joining import OPEN, Admit, CallMe, DeclineJoin, Invite, OfferLink
from workflow.permissions import Action


@dataclass(frozen=True)
class Deciding:
    """A request to join that lies before somebody."""

    id: str
    request: str = ""


@dataclass(frozen=True)
class Asker:
    id: str


@dataclass(frozen=True)
class Reading:
    """`after`: the last request that was shown already."""

    id: str
    after: str = ""


async def join_requests(reading: Reading) -> Say | Several:
    """Those that wait for an answer, each as the card on which it came."""
    found = await find(OpenRequests(reading.after))
    if not found["items"]:
        return Say("enrol.nobody_waits")
    return Several([*map(_card, found["items"]), *_more(found)])


def _card(item: dict[str, Any]) -> Say:
    facts = facts_of(item["name"], item["bot"], item["address"], known=item["known"])
    options = options_of(item["id"], known=item["known"])
    return Say("enrol.asked", {**facts, "department": item["department"]}, options)


def _more(found: dict[str, Any]) -> list[Say]:
    """The way to those that come after these, where there are any."""
    if not found["rest"]:
        return []
    opens = Open("join_requests", {"after": found["items"][-1]["id"]})
    return [Say("enrol.more_wait", {"rest": found["rest"]}, (Option("more", "more", opens=opens),))]


async def admit(deciding: Deciding) -> Do | Say:
    request = await find(Joining(deciding.request))
    return _too_late(request) or _admitted(request, Admit(request["id"]))


async def admit_elsewhere(deciding: Deciding) -> Do | Say:
    """They work in another department than they have said."""
    request = await find(Joining(deciding.request))
    if late := _too_late(request):
        return late
    department = await pick_department("enrol.which", own=True)
    named = {**request, "department": await _name_of(department)}
    return _admitted(named, Admit(request["id"], department_id=department))


async def admit_known(deciding: Deciding) -> Do | Say:
    """They stand in the list already: the address is theirs, and nobody is written down twice."""
    request = await find(Joining(deciding.request))
    if late := _too_late(request):
        return late
    people = request["namesakes"]
    if not people:
        return Say("refused.reached_already", {"name": request["name"]})
    person = people[0]["id"] if len(people) == 1 else await _which(request)
    return _admitted(request, Admit(request["id"], person_id=person))


async def _which(request: dict[str, Any]) -> str:
    options = tuple(Option(person["id"], text=person["name"]) for person in request["namesakes"])
    return await ask_choice("enrol.which_person", options, name=request["name"])


async def decline(deciding: Deciding) -> Do | Say:
    request = await find(Joining(deciding.request))
    return _too_late(request) or Do(DeclineJoin(request["id"]), "enrol.declined_them", facts={"name": request["name"]})


def _too_late(request: dict[str, Any] | None) -> Say | None:
    if request is None:
        return Say("refused.not_yours", denied(Action.ENROL))
    if request["state"] != OPEN:
        return Say("refused.join_settled", {name: request[name] for name in ("name", "by", "state")})
    return None


def _admitted(request: dict[str, Any], command: Admit) -> Do:
    return Do(command, "enrol.admitted", facts={"name": request["name"], "department": request["department"]})


async def invite(asker: Asker) -> Do:
    """A one-time code for somebody who is to join, as a link and as a picture."""
    department = await pick_department("enrol.invite_where", own=True)
    facts = {"department": await _name_of(department), "days": INVITATION_HOLDS.days}
    code = await find(FreshCode())
    facts["start"] = code["code"]
    return Do(Invite(department, code["digest"]), "enrol.invited", facts=facts, once=True)


async def _name_of(department: str) -> str:
    everyone = await find(Departments(own=True))
    return next((str(each["name"]) for each in everyone if each["id"] == department), "")


async def link(asker: Asker) -> Do:
    """A code that its person types on another platform, to be known there too."""
    code = await find(FreshCode(short=True))
    facts = {"code": code["code"], "minutes": LINK_HOLDS.seconds // 60}
    return Do(OfferLink(code["digest"]), "enrol.link_code", facts=facts, once=True)


async def give_name(asker: Asker) -> Do:
    name = await ask_text("enrol.call_me")
    return Do(CallMe(name), "enrol.renamed", facts={"name": name})
