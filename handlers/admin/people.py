"""人员: somebody is found, and what officers do about them: role, department, leave, shut out and let in."""

from dataclasses import dataclass, replace
from typing import Any

from handlers.admin.picking import NOWHERE, pick_area
from handlers.admin.wanted import PersonCard, StaffCalled, WaitingToJoin
from handlers.ask_value import ask_day
from handlers.assistance import pick_department
from handlers.questions import Open, Option, ask_choice, find
from handlers.rectify_hazard import pick_colleague
from handlers.replies import Become, Do, Say
from handlers.wanted import DayAfter, DaysAhead, Departments, May, NameOf, PlaceNames
from workflow.commands import Command
from workflow.people import Role
from workflow.permissions import Action
from workflow.posts import (
    HIGH,
    IN_AREA,
    IN_DEPARTMENT,
    Block,
    EndLeave,
    EndRole,
    GiveRole,
    MoveBack,
    MoveTo,
    ResumeRole,
    SendOnLeave,
    Unblock,
)

YES_NO = (Option("yes", "staff_yes"), Option("no", "staff_no"))
FIRST_DAYS, LAST_DAYS = ("0", "1"), ("3", "7", "14")
REQUESTS = Option("requests", "join_requests", opens=Open("join_requests"))
INVITE = Option("invite", "invite", opens=Open("invite"))
NO_AREA = Option(NOWHERE, "no_area")
LEFT = Say("staff.as_it_was")


@dataclass(frozen=True)
class Finding:
    """`words`: of somebody's name, where they were written with the command."""

    id: str
    words: str = ""


@dataclass(frozen=True)
class About:
    """Somebody of the company. undo: what is put back, and of what.

    since, until: the days of a leave. version: how many events there are of them, if nothing was changed since.
    """

    id: str
    person: str = ""
    undo: str = ""
    of: str = ""
    since: str = ""
    until: str = ""
    version: int = 0


async def people(finding: Finding) -> Become:
    """Whoever is meant; who waits to come in stands beside."""
    found = await find(StaffCalled(finding.words)) if finding.words else []
    if len(found) == 1:
        return Become("person_card", {"person": found[0]["id"]})
    waiting = (REQUESTS,) if await find(WaitingToJoin()) else ()
    person = await pick_colleague("staff.who", *waiting, INVITE, people=StaffCalled, name=finding.words)
    return Become("person_card", {"person": person})


async def person_card(about: About) -> Say:
    card = await find(PersonCard(about.person))
    if card is None:
        return Say("refused.has_left")
    return Say("staff.card", {**card, "posts": card["posts"][:4], "all": len(card["posts"])}, _steps(card))


def _steps(card: dict[str, Any]) -> tuple[Option, ...]:
    """What may be done about them."""
    about = {"person": card["id"]}
    block = Option("unblock", "let_in", opens=Open("unblock_person", about))
    if card["blocked"]:
        return (block,) if card["may_change"] else ()
    steps = [Option("roles", "change_roles", opens=Open("change_roles", about))]
    steps += [Option("move", "move_person", opens=Open("move_person", about))] if card["department"] else []
    if card["away"]:
        steps.append(Option("back", "end_leave", opens=Open("end_leave", about)))
    else:
        steps.append(Option("leave", "send_on_leave", opens=Open("send_on_leave", about)))
    steps.append(Option("shift", "shift_hours", opens=Open("set_shift", about)))
    steps += [Option("block", "shut_out", opens=Open("block_person", about))] if card["may_change"] else []
    return tuple(steps)


async def change_roles(about: About) -> Do | Say:
    """One more, or one less."""
    card = await find(PersonCard(about.person))
    if card is None:
        return Say("refused.has_left")
    ends = tuple(Option(post["id"], text=_named(post)) for post in card["posts"] if post["may_end"])
    gives = await find(May(Action.APPOINT))
    roles = tuple(Option(role, f"roles.{role}") for role in Role if gives or role not in HIGH)
    picked = await ask_choice("staff.which_role", (*ends, *roles), name=card["name"])
    post = next((post for post in card["posts"] if post["id"] == picked), None)
    return await _end(about, card, post) if post is not None else await _give(about, card, picked)


def _named(post: dict[str, Any]) -> str:
    place = " ".join(filter(None, (post["department"], post["area"])))
    return f"- {post['name']} {place}".strip()


async def _end(about: About, card: dict[str, Any], post: dict[str, Any]) -> Do | Say:
    facts = {"name": card["name"], **{name: post[name] for name in ("role", "department", "area")}}
    if await ask_choice("staff.sure_end", YES_NO, **facts) == "no":
        return LEFT
    undo = _undo(about, "resume", post["id"])
    return Do(EndRole(about.person, post["id"]), "staff.role_ended", facts=facts, options=(undo,))


async def _give(about: About, card: dict[str, Any], picked: str) -> Do | Say:
    role = Role(picked)
    department = await pick_department("staff.where", own=True) if role in IN_DEPARTMENT else None
    area = await pick_area("staff.which_area", NO_AREA) if role in IN_AREA else None
    facts = {"name": card["name"], "role": picked, **await _places(department, area)}
    if await ask_choice("staff.sure_role", YES_NO, **facts) == "no":
        return LEFT
    command = GiveRole(about.id, about.person, role, department, area)
    return Do(command, "staff.role_given", facts=facts, options=(_undo(about, "end", about.id),))


async def _places(department: str | None, area: str | None) -> dict[str, str]:
    everyone = await find(Departments(own=True))
    name = next((str(each["name"]) for each in everyone if each["id"] == department), "")
    return {"department": name, "area": (await find(PlaceNames(area, None)))["area"]}


async def move_person(about: About) -> Do | Say:
    card = await find(PersonCard(about.person))
    if card is None:
        return Say("refused.has_left")
    department = await pick_department("staff.move_where", own=True)
    area = await pick_area("staff.which_area", NO_AREA)
    facts = {"name": card["name"], "before": card["department"], **await _places(department, area)}
    if await ask_choice("staff.sure_move", YES_NO, **facts) == "no":
        return LEFT
    command = MoveTo(about.id, about.person, department, area)
    return Do(command, "staff.moved", facts=facts, options=(_undo(about, "move", about.id),))


async def send_on_leave(about: About) -> Do | Say:
    """Who stands in, from which day to which."""
    other = {"oneself": "staff.stands_in_self", "besides": about.person}
    deputy = await pick_colleague("staff.stands_in", people=StaffCalled, **other)
    since = await _first_day()
    until = await _last_day(since)
    facts = {"name": await find(NameOf(about.person)), "deputy": await find(NameOf(deputy))}
    facts |= {"since": since, "until": until}
    if await ask_choice("staff.sure_leave", YES_NO, **facts) == "no":
        return LEFT
    command = SendOnLeave(about.person, deputy, since, until)
    return Do(
        command, "staff.on_leave", facts=facts, options=(_undo(about, "leave", deputy, since=since, until=until),)
    )


async def _first_day() -> str:
    since = await _day("deputy.since", FIRST_DAYS)
    while await find(DaysAhead(since)) < 0:
        since = await _day("deputy.since_past", FIRST_DAYS)
    return since


async def _last_day(since: str) -> str:
    until = await _day("deputy.until", LAST_DAYS, since)
    while until < since:
        until = await _day("deputy.until_before", LAST_DAYS, since)
    return until


async def _day(topic: str, days: tuple[str, ...], since: str = "") -> str:
    options = tuple(Option(each, f"days_on.{each}") for each in days)
    return str(await find(DayAfter(await ask_day(topic, "deputy.which_day", options), since)))


async def end_leave(about: About) -> Do | Say:
    card = await find(PersonCard(about.person))
    if card is None:
        return Say("refused.has_left")
    away = card["away"]
    if not away:
        return Say("refused.nobody_stands_in")
    facts = {"name": card["name"], "deputy": away["name"]}
    if await ask_choice("staff.sure_back", YES_NO, **facts) == "no":
        return LEFT
    undo = _undo(about, "back", away["deputy"], since=away["since"], until=away["until"])
    return Do(EndLeave(about.person), "staff.back", facts=facts, options=(undo,))


async def block_person(about: About) -> Do | Say:
    card = await find(PersonCard(about.person))
    if card is None:
        return Say("refused.has_left")
    facts = {"name": card["name"], "tasks": card["tasks"]}
    if await ask_choice("staff.sure_block", YES_NO, **facts) == "no":
        return LEFT
    return Do(
        Block(about.person), "staff.blocked", facts=facts, options=(_undo(about, "block", version=card["count"] + 1),)
    )


async def unblock_person(about: About) -> Do | Say:
    card = await find(PersonCard(about.person))
    if card is None:
        return Say("refused.has_left")
    facts = {"name": card["name"]}
    if await ask_choice("staff.sure_in", YES_NO, **facts) == "no":
        return LEFT
    undo = _undo(about, "unblock", version=card["count"] + 1)
    return Do(Unblock(about.person), "staff.let_in", facts=facts, options=(undo,))


def _undo(about: About, what: str, of: str = "", **more: Any) -> Option:
    return Option("undo", "undo", opens=Open("undo_staff", {"person": about.person, "undo": what, "of": of, **more}))


async def undo_staff(about: About) -> Do:
    """As it was before."""
    leave = SendOnLeave(about.person, about.of, about.since, about.until, again=True)
    commands: dict[str, Command] = {
        "end": EndRole(about.person, about.of),
        "resume": ResumeRole(about.person, about.of),
        "move": MoveBack(about.of, about.person),
        "leave": EndLeave(about.person, replace(leave, again=False)),
        "back": leave,
        "block": Unblock(about.person, about.version),
        "unblock": Block(about.person, about.version),
    }
    facts = {"name": await find(NameOf(about.person))}
    return Do(commands.get(about.undo, EndRole(about.person, about.of)), "staff.undone", facts=facts)
