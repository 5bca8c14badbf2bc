"""Grading: the director confirms a major hazard or says that it is none; officers grade the others anew."""

from dataclasses import dataclass

from handlers.about_case import ask_reason, can, why_not
from handlers.admin.confirming import sure
from handlers.questions import Option, ask_choice, ask_text, find
from handlers.replies import Say
from handlers.wanted import CaseNow
from workflow.library import Grade
from workflow.lifecycle import Verb
from workflow.major import ConfirmMajor, LowerMajor, Regrade
from workflow.papers import DescribeMajor

GRAVER = ("graver", "wider")
LESS_GRAVE = ("not_listed", "less_grave")


@dataclass(frozen=True)
class Grading:
    id: str
    hazard: str


async def confirm_major(case: Grading) -> ConfirmMajor | Say:
    return ConfirmMajor(case.hazard) if await can(case.hazard, Verb.CONFIRM_MAJOR) else Say("card.stale")


async def lower_major(case: Grading) -> LowerMajor | Say:
    if not await can(case.hazard, Verb.LOWER_MAJOR):
        return await why_not(case.hazard, Verb.LOWER_MAJOR)
    grade = await _which(case, Grade.LARGER, Grade.GENERAL)
    return LowerMajor(case.hazard, grade, await ask_reason("major.why_lower", "grade_reason", LESS_GRAVE))


async def regrade_case(case: Grading) -> Regrade | Say:
    now = await find(CaseNow(case.hazard))
    if now is None or Verb.REGRADE not in now["verbs"]:
        return Say("card.stale")
    others = [grade for grade in (Grade.MAJOR, Grade.LARGER, Grade.GENERAL) if grade != now["grade"]]
    grade = await _which(case, *others)
    higher = grade == Grade.MAJOR or now["grade"] == Grade.GENERAL
    topic, codes = ("major.why_raise", GRAVER) if higher else ("major.why_lower", LESS_GRAVE)
    reason = await ask_reason(topic, "grade_reason", codes)
    if grade == Grade.MAJOR and not await sure("major.sure", case.hazard):
        return Say("steer.left")  # people are called by it, and the director alone takes it back
    return Regrade(case.hazard, grade, reason)


async def _which(case: Grading, *grades: Grade) -> Grade:
    options = tuple(Option(grade, f"grade.{grade}") for grade in grades)
    return Grade(await ask_choice("major.which_grade", options, case.hazard))


async def major_report(case: Grading) -> DescribeMajor | Say:
    """The report to the authority in its three parts: what the case knows, and what only a person can say."""
    if not await can(case.hazard, Verb.DESCRIBE_MAJOR):
        return Say("card.stale")
    cause = await ask_text("major.cause")
    harm = await ask_text("major.harm")
    difficulty = await ask_text("major.difficulty")
    return DescribeMajor(case.hazard, cause, harm, difficulty)
