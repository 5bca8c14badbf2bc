"""升级阶梯: who is told how long before and after a limit, by grade; one step is changed, or all are as usual again."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from handlers.admin.confirming import sure
from handlers.admin.wanted import LadderFault, LadderNow
from handlers.questions import Open, Option, Question, ask, ask_choice, find
from handlers.replies import Do, Say
from workflow.library import Grade
from workflow.rungs import LONGEST, ON_LADDERS, SetLadder

LEFT = Say("staff.as_it_was")
GRADES = tuple(Option(grade, f"grade.{grade}") for grade in Grade)
ROLES = tuple(Option(role, f"roles.{role}") for role in ON_LADDERS)
NEW, DONE = Option("new", "add_step"), Option("done", "roles_done")
WAYS = (Option("roles", "step_roles"), Option("days", "step_days"), Option("drop", "drop_step"))
WHEN = tuple(Option(when, f"step_when.{when}") for when in ("before", "at", "after", "daily"))
_NUMBER = re.compile(r"\D{0,2}(\d{1,4})\D{0,6}")
Step = tuple[int | None, list[str]]


@dataclass(frozen=True)
class Looking:
    id: str
    grade: str = ""


@dataclass(frozen=True)
class Setting:
    """usual: as it comes with the product. undo: the rungs go back to `steps`, if they are still `if_now`."""

    id: str
    grade: str = ""
    usual: bool = False
    undo: bool = False
    steps: Sequence[Any] = field(default_factory=list)
    if_now: Sequence[Any] = field(default_factory=list)


async def ladder(looking: Looking) -> Say:
    grade = looking.grade or await ask_choice("ladder.grade", GRADES)
    now = await find(LadderNow(grade))
    if now is None:
        return Say("refused.not_yours", {"may": ""})
    change = Option("change", "change_step", opens=Open("set_ladder", {"grade": grade}))
    usual = Option("usual", "as_usual", opens=Open("set_ladder", {"grade": grade, "usual": True}))
    other = Option("other", "other_grade", opens=Open("ladder"))
    return Say("ladder.card", now, (change, *((usual,) if now["own"] else ()), other))


async def set_ladder(setting: Setting) -> Do | Say:
    """One step is picked or added; it is shown how the ladder would be, and nothing is changed without a yes."""
    if setting.undo:
        back = SetLadder(Grade(setting.grade), setting.steps, setting.if_now)
        return Do(back, "ladder.put_back", facts={"grade": setting.grade})
    grade = setting.grade or await ask_choice("ladder.grade", GRADES)
    now = await find(LadderNow(grade))
    if now is None:
        return Say("refused.not_yours", {"may": ""})
    steps = [] if setting.usual else await _changed(grade, [(days, [*roles]) for days, roles in now["steps"]])
    fault = None if setting.usual else await find(LadderFault(tuple((days, tuple(roles)) for days, roles in steps)))
    if fault is not None:
        return Say(f"refused.{fault}", {"most": LONGEST}, (_again(grade),))
    facts = {"grade": grade, "steps": _as_kept(steps), "cases": now["cases"]}
    if not await sure("ladder.sure", **facts):
        return LEFT
    undo = {"grade": grade, "undo": True, "steps": _as_kept(now["own"]), "if_now": _as_kept(steps)}
    options = (Option("undo", "undo", opens=Open("set_ladder", undo)),)
    return Do(SetLadder(Grade(grade), steps, now["own"]), "ladder.set", facts=facts, options=options)


def _again(grade: str) -> Option:
    return Option("again", "look_again", opens=Open("ladder", {"grade": grade}))


async def _changed(grade: str, steps: list[Step]) -> list[Step]:
    numbers = tuple(Option(str(n), text=str(n)) for n in range(1, len(steps) + 1))
    picked = await ask_choice("ladder.which", (*numbers, NEW), grade=grade, steps=_as_kept(steps))
    if picked == NEW.value:
        days = await _ask_when()
        others = [step for step in steps if step[0] != days]
        return _ordered([*others, (days, await _ask_roles(days, []))])
    days, roles = steps[int(picked) - 1]
    others = [step for step in steps if step[0] != days]
    way = await ask_choice("ladder.what", WAYS, step=[days, roles])
    if way == "drop":
        return others
    if way == "roles":
        return _ordered([*others, (days, await _ask_roles(days, roles))])
    when = await _ask_when()
    return _ordered([*(step for step in others if step[0] != when), (when, roles)])


def _as_kept(steps: Sequence[Step]) -> list[list[Any]]:
    """As facts are kept: in lists."""
    return [[*step] for step in steps]


def _ordered(steps: list[Step]) -> list[Step]:
    """As they are reached, and only those that tell anybody."""
    told = [step for step in steps if step[1]]
    return sorted(told, key=lambda step: -LONGEST - 1 if step[0] is None else step[0])


async def _ask_when() -> int | None:
    """Days from the limit; none: every day until it."""
    when = await ask_choice("ladder.when", WHEN)
    if when in ("at", "daily"):
        return 0 if when == "at" else None
    topic = "ladder.days"
    while True:
        answer = await ask(Question("ladder.days", topic, {"when": when, "most": LONGEST}, text=True, spoken=True))
        meant = _NUMBER.fullmatch(answer.text.strip())
        if meant and 1 <= int(meant[1]) <= LONGEST:
            return int(meant[1]) * (-1 if when == "before" else 1)
        topic = "refused.ladder_days"


async def _ask_roles(days: int | None, roles: list[str]) -> list[str]:
    """Each tap adds a role or takes it out again."""
    chosen = {*roles}
    while True:
        told = [str(role) for role in ON_LADDERS if role in chosen]
        picked = await ask_choice("ladder.roles", (*ROLES, DONE), step=[days, told])
        if picked == DONE.value:
            return told
        chosen ^= {picked}
