"""管理: the page from which officers and administrators open what they do for their company, and its cases."""

from dataclasses import dataclass

from handlers.questions import Open, Option, find
from handlers.replies import Say
from handlers.wanted import May
from workflow.permissions import Action


@dataclass(frozen=True)
class Officer:
    id: str


# What stands on the page, and whose it is. The likely one first.
PAGE: tuple[tuple[Action, Option], ...] = (
    (Action.ASSIGN, Option("steer", "steer", opens=Open("find_case"))),
    (Action.SCORE, Option("score", "score_reports", opens=Open("score_reports"))),
    (Action.BROADCAST, Option("broadcast", "broadcast", opens=Open("broadcast"))),
    (Action.REPORT_FINDING, Option("orders", "orders", opens=Open("orders"))),
    (Action.ASK_ELSEWHERE, Option("elsewhere", "elsewhere", opens=Open("elsewhere_rounds"))),
    (Action.BOARD, Option("board", "board", opens=Open("open_board"))),
    (Action.BOARD, Option("charts", "charts.open", opens=Open("show_chart"))),
    (Action.EXPORT, Option("figures", "see_figures", opens=Open("figures"))),
    (Action.EXPORT, Option("papers", "papers", opens=Open("period_papers"))),
    (Action.EVALUATE, Option("effect", "effect", opens=Open("effect"))),
    (Action.RECORD_EVIDENCE, Option("accidents", "accidents", opens=Open("accidents"))),
    (Action.RECORD_EVIDENCE, Option("remarks", "remarks", opens=Open("remarks"))),
    (Action.BROADCAST, Option("examples", "examples", opens=Open("examples"))),
    (Action.RECORD_EVIDENCE, Option("surveys", "surveys", opens=Open("survey_results"))),
    (Action.SEE, Option("search", "search", opens=Open("search"))),
    (Action.RUN, Option("status", "status", opens=Open("status"))),
    (Action.RUN, Option("usage", "usage", opens=Open("usage"))),
    (Action.CONFIGURE, Option("library", "library", opens=Open("library"))),
    (Action.CONFIGURE, Option("matrix", "matrix", opens=Open("matrix"))),
    (Action.CONFIGURE, Option("ladder", "ladder", opens=Open("ladder"))),
    (Action.CONFIGURE, Option("areas", "areas", opens=Open("areas"))),
    (Action.CONFIGURE, Option("site_plan", "site_plan", opens=Open("site_plan"))),
    (Action.CONFIGURE, Option("departments", "departments", opens=Open("departments"))),
    (Action.CONFIGURE, Option("calendar", "calendar", opens=Open("calendar"))),
    (Action.STAFF, Option("hours", "hours", opens=Open("hours"))),
    (Action.STAFF, Option("people", "people", opens=Open("people"))),
)


async def manage(officer: Officer) -> Say:
    """What this person may do of it."""
    return Say("admin.menu", options=tuple([option for right, option in PAGE if await find(May(right))]))
