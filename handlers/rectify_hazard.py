"""The owner's side: take a task, pass it on, post progress, submit for acceptance."""

from dataclasses import dataclass
from typing import Any

from handlers.about_case import why_not
from handlers.admin.wanted import StaffCalled
from handlers.legible import joined
from handlers.my_hazards import card_option
from handlers.questions import Answer, Open, Option, Question, ask, ask_text, find
from handlers.replies import Become, Do, Say
from handlers.wanted import CaseNow, Colleagues, DraftPhotos, Finders, IsOneself, Label
from workflow.commands import PassOn, PostProgress, SubmitForAcceptance, TakeTask
from workflow.danger import is_unheld
from workflow.hazard import FREE_PASSES
from workflow.lifecycle import State, Verb

STAGES = ("waiting_parts", "working")
RECEIVED = ("noted", "new_report")  # what can become of something that came, whether a plan is wanted or not
PEOPLE_PAGE = 6


@dataclass(frozen=True)
class Task:
    """A case in its owner's hands; `id` is the draft that collects what they send, `greeting` the first topic.

    received: something has come already, with the words `said`.
    """

    id: str
    hazard: str
    greeting: str = "task.work"
    received: bool = False
    said: str = ""


async def take_task(task: Task) -> TakeTask | Do | Say:
    """Where a plan is wanted, the owner goes on with that instead of the work."""
    case = await find(CaseNow(task.hazard))
    if case is None or Verb.TAKE not in case["verbs"]:
        return Say("card.stale")
    if case["plan"] is None or case["plan"]["stands"] not in ("making", "sent"):
        return TakeTask(task.hazard)
    return Do(TakeTask(task.hazard), then=Open("fill_plan", {"hazard": task.hazard, "just": "taken"}))


async def work_on_task(task: Task) -> PostProgress | SubmitForAcceptance | Become | Say:
    """Whatever the owner sends belongs to the task, until it is submitted or only noted."""
    case = await find(CaseNow(task.hazard))
    if case is None or not {Verb.POST_PROGRESS, Verb.TAKE} & set(case["verbs"]):
        return Say("card.stale")
    answer = Answer(text=task.said) if task.received else await _work(task, case)
    remark = answer.text
    while answer.choice not in RECEIVED:
        case = await find(CaseNow(task.hazard))  # perhaps it needs a plan since
        if answer.choice is not None and not _waits_for_plan(case):
            break
        answer = await _received(task, remark, case)
        remark = joined(remark, answer.text)
    if answer.choice == "new_report":
        return Become("report_hazard", {"text": remark, "new": True, "photos": await find(DraftPhotos(task.id))})
    if answer.choice != "submit":
        stage = answer.choice if answer.choice in STAGES else ""  # as it was: only what happened is noted
        return PostProgress(task.hazard, task.id, stage, remark)
    return await _submission(task, remark)


def _unheld(task: Task, case: dict[str, Any]) -> tuple[Option, ...]:
    """Whoever takes on what can hurt somebody is asked once for a temporary measure."""
    if task.greeting != "task.taken" or not is_unheld(case["danger"]):
        return ()
    return (card_option("contain", task.hazard),)


async def _work(task: Task, case: dict[str, Any]) -> Answer:
    topic, facts, options = task.greeting, {}, _steps(task, case)
    if _waits_for_plan(case):
        topic, facts, options = "task.planning", {"noted": task.greeting == "task.noted"}, _plan(task, case)
    return await ask(Question("task.work", topic, facts, options, text=True, photos=True, hazard=task.hazard))


def _steps(task: Task, case: dict[str, Any]) -> tuple[Option, ...]:
    ready = () if case["unconfirmed"] else (Option("submit", "submit_acceptance"),)
    return (*(Option(stage, f"stage.{stage}") for stage in STAGES), *ready, *_unheld(task, case))


async def _received(task: Task, remark: str, case: dict[str, Any] | None) -> Answer:
    """Something came: is the work done, or is it only progress? Before its plan is approved there is no work."""
    photos = await find(DraftPhotos(task.id))
    note = (Option("noted", "only_progress"), Option("new_report", "new_report"))
    if _waits_for_plan(case):
        came = bool(remark or photos)
        topic, facts, options = "task.plan_first", {"came": came}, (*(note if came else ()), *_plan(task, case))
    else:
        submit = (Option("submit", "submit"),) if case is not None and not case["unconfirmed"] else ()
        topic, facts, options = "task.received", {}, (*submit, *note)
    question = Question("task.received", topic, {"photos": photos, **facts}, options, True, True, task.hazard)
    return await ask(question)


def _waits_for_plan(case: dict[str, Any] | None) -> bool:
    return case is not None and case["state"] == State.PLANNING


def _plan(task: Task, case: dict[str, Any] | None) -> tuple[Option, ...]:
    """The way on with a plan: to fill it, or, where it is sent, to look at it."""
    fills = case is not None and Verb.FILL_PART in case["verbs"]
    return (card_option("plan" if fills else "see_plan", task.hazard),)


async def submit_task(task: Task) -> SubmitForAcceptance | PostProgress | Say:
    case = await find(CaseNow(task.hazard))
    if case is None or Verb.SUBMIT not in case["verbs"]:
        return await why_not(task.hazard, Verb.SUBMIT)
    return await _submission(task, "")


async def _submission(task: Task, remark: str) -> SubmitForAcceptance | PostProgress:
    """An after-photo, or the written reason why there can be none; only noted where a plan is wanted since."""
    reason = ""
    while not reason and not await find(DraftPhotos(task.id)):
        options = (Option("no_photo", "no_photo"),)
        answer = await ask(Question("task.after", "task.after", {}, options, text=True, photos=True))
        if answer.choice:
            reason = await ask_text("task.no_photo_reason")
        remark = joined(remark, answer.text)
    if _waits_for_plan(await find(CaseNow(task.hazard))):
        return PostProgress(task.hazard, task.id, "", joined(remark, reason))
    return SubmitForAcceptance(task.hazard, task.id, remark, reason)


async def pass_on(task: Task) -> PassOn | Say:
    """Once to a colleague of the owner's choice; the second time back to the officer."""
    case = await find(CaseNow(task.hazard))
    if case is None or Verb.PASS_ON not in case["verbs"]:
        return Say("refused.officer_chose" if case and case["passes"] > FREE_PASSES else "card.stale")
    if case["passes"] == FREE_PASSES:
        return PassOn(task.hazard, None, await _reason(back=True), task.id)
    to = await pick_colleague("task.pass_to", Option("nobodys", "nobodys"))
    if to == "nobodys":
        return PassOn(task.hazard, None, str(await find(Label("choice", "nobodys"))), task.id, nobodys=True)
    return PassOn(task.hazard, to, await _reason(back=False), task.id)


async def _reason(*, back: bool) -> str:
    codes = ("not_my_area", "no_skill", "no_time")
    topic = "task.give_back_reason" if back else "task.pass_reason"
    options = tuple(Option(code, f"pass_reason.{code}") for code in codes)
    answer = await ask(Question("task.pass_reason", topic, {}, options, text=True))
    return answer.text or str(await find(Label("choice", f"pass_reason.{answer.choice}")))


async def pick_colleague(
    topic: str,
    *others: Option,
    people: type[Colleagues] | type[Finders] | type[StaffCalled] = Colleagues,
    name: str = "",
    missed: str = "",
    oneself: str = "",
    besides: str = "",
) -> str:
    """A colleague by tap, or by a part of the name; those who are near first. `others`: what else may be tapped.

    name: by which they are found at first. missed: a name that nobody was found by before.
    oneself: the topic under which whoever wrote their own name is asked again. besides: who is not to be picked.
    With both it is asked under `oneself` where their name was written.
    """
    page = 0
    while True:
        every = await find(people(name))
        found = [each for each in every if each["id"] != besides]
        shown = found[page * PEOPLE_PAGE : (page + 1) * PEOPLE_PAGE]
        more = (Option("more", "more"),) if len(found) > PEOPLE_PAGE else ()
        options = tuple(Option(c["id"], text=f"{c['name']} {c['department']}".strip()) for c in shown)
        facts = {"found": len(found), "name": name, "missed": missed}
        own = bool(oneself and name and not found) and (bool(every) or await find(IsOneself(name)))
        answer = await ask(Question(topic, oneself if own else topic, facts, (*options, *more, *others), text=True))
        if answer.text:
            page, name, missed = 0, answer.text, ""
        elif answer.choice != "more":
            return answer.choice or ""
        else:
            page = page + 1 if (page + 1) * PEOPLE_PAGE < len(found) else 0
