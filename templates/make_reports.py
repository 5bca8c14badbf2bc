"""`python -m templates.make_reports`: the product's own Word templates, made from the table below into reports/."""

import tomllib
from collections.abc import Callable
from functools import cache
from typing import Any

from templates.layouts import Layout
from templates.render import LANGUAGES, ROOM
from workflow.case_file import Made
from workflow.order_papers import OfOrder
from workflow.period_papers import OfPeriod

_STEPS = (("at", 33), ("what", 36), ("who", 27), ("said", 80))
_STAGES = (("number", 12), ("goal", 100), ("due_at", 32), ("done_at", 32))
_MONEY = (("at", 33), ("what", 24), ("amount", 32), ("who", 28), ("said", 59))
_PAPERS = (("what", 76), ("day", 40), ("by", 60))


_PLACE = (("place", "equipment"), ("category", "grade"), "words")  # what was found where
_BOTH = ("pairs", "before", "after", "before", "after")


def file(layout: Layout) -> Layout:
    layout.title().fields(
        ("number", "state"),
        *_PLACE,
        ("source", "order"),
        ("found_at", "received_at"),
        ("finder", "statutory_grade"),
        ("cause", "accidents"),
        "requirement",
        "law",
        ("department", "owner"),
        ("due_at", "acceptor"),
        "measure",
        "remark",
        ("budget", "spent"),
        ("closed_at", "took"),
    )
    layout.heading("before_after", if_any="pairs").photos(*_BOTH)
    layout.heading("steps").each("steps", _STEPS)
    layout.heading("money", if_any="money").each("money", _MONEY)
    layout.heading("papers", if_any="papers").each("papers", _PAPERS)
    return layout.heading("photos", if_any="rows").photos("rows", "left", "right").text("more_pictures")


def order(layout: Layout) -> Layout:
    layout.title().text("order").fields(
        ("number", "ordered_at"),
        *_PLACE,
        "requirement",
        "law",
        ("department", "owner"),
        ("due_at", "acceptor"),
        "measure",
    )
    layout.photos("found", "left", "right")
    return layout.text("order_duty").signatures("ordering", "received", "department")


def acceptance(layout: Layout) -> Layout:
    layout.title().fields(
        ("number", "state"),
        *_PLACE,
        "requirement",
        ("department", "owner"),
        ("due_at", "handed_in_at"),
        "measure",
        "remark",
        "no_photo_reason",
        ("budget", "spent"),
        ("accepted_by", "accepted_at"),
        ("on_site", "closed_at"),
        "accepted_remark",
    )
    layout.heading("before_after", if_any="pairs").photos(*_BOTH)
    return layout.signatures("repaired", "accepted", "safety")


def major(layout: Layout) -> Layout:
    layout.title().text("major").fields(("number", "state"), *_PLACE)
    layout.heading("part_1").fields(
        ("found_at", "finder"), ("source", "order"), ("cause", "statutory_grade"), "law", "why", "measure"
    )
    layout.heading("part_2").fields("accidents", "harm", "difficulty", "requirement")
    layout.heading("part_3").fields("goal", "method", "funds", "people", "limit", "safety", ("department", "owner"))
    layout.each("stages", _STAGES)
    layout.heading("money").fields(("budget", "spent")).each("money", _MONEY)
    layout.heading("progress").each("steps", _STEPS)
    layout.heading("acceptance").fields(("accepted_by", "accepted_at"), ("on_site", "closed_at"), "accepted_remark")
    layout.each("papers", _PAPERS)
    layout.heading("before_after", if_any="pairs").photos(*_BOTH)
    return layout.signatures("executive", "director", "seal")


_COUNTS = (("found", 18), ("put_right", 22), ("put_right_share", 32), ("open", 20), ("overdue", 20), ("in_time", 32))
_MAJORS = (
    *(("number", 38), ("words", 28), ("goal", 14), ("funds", 14), ("people", 14), ("limit", 14), ("safety", 16)),
    *(("owner", 18), ("due_at", 22)),
)
_SCORES = (
    *(("rank", 10), ("name", 34), ("found", 16), ("closed", 18), ("in_time", 30), ("in_time_before", 30)),
    *(("open", 18), ("overdue", 20)),
)


def statistics(layout: Layout) -> Layout:
    layout.title().text("statistics").fields(("period", "made_at"))
    layout.heading("by_grade").each("grades", (("name", 32), *_COUNTS))
    layout.heading("by_category").each("categories", (("name", 32), *_COUNTS))
    layout.heading("by_department").each("departments", (("name", 32), *_COUNTS))
    layout.heading("majors", if_any="majors").each("majors", _MAJORS)
    layout.heading("money").fields(("budget", "spent"))
    return layout.heading("analysis").space(45).signatures("executive", "safety", "seal").where("signed")


def scorecard(layout: Layout) -> Layout:
    layout.title().fields(("period", "made_at")).each("departments", _SCORES).text("scorecard")
    layout.heading("overdue", if_any="overdue_cases")
    cases = (("number", 38), ("department", 26), ("place", 32), ("words", 38), ("owner", 20), ("due_at", 22))
    return layout.each("overdue_cases", cases).signatures("department", "safety")


def notice(layout: Layout) -> Layout:
    layout.title().text("notice").fields(("period", "made_at"), ("found", "closed"), ("open", "overdue"))
    cases = (("number", 38), ("place", 32), ("words", 40), ("department", 26), ("state", 18), ("due_at", 22))
    return layout.each("cases", cases).text("notice_rights")


_DONE = (
    *(("rank", 9), ("words", 38), ("requirement", 32), ("remark", 40), ("owner", 17), ("closed_at", 20), ("state", 20)),
)


def reply(layout: Layout) -> Layout:
    layout.title().text("to_authority").text("reply").each("cases", _DONE)
    layout.heading("before_after", if_any="pairs").photos(*_BOTH)
    return layout.text("reply_end").signatures("executive", "safety", "seal")


def recheck_request(layout: Layout) -> Layout:
    layout.title().text("to_authority").text("recheck_request").each("cases", _DONE)
    return layout.text("recheck_request_end").signatures("executive", "seal")


TEMPLATES: dict[str, Callable[[Layout], Layout]] = {
    Made.FILE: file,
    Made.ORDER: order,
    Made.ACCEPTANCE: acceptance,
    Made.MAJOR: major,
    OfPeriod.STATISTICS: statistics,
    OfPeriod.SCORECARD: scorecard,
    OfPeriod.NOTICE: notice,
    OfOrder.REPLY: reply,
    OfOrder.RECHECK_REQUEST: recheck_request,
}


@cache
def words(language: str) -> dict[str, Any]:
    """What stands in the templates of a language beside the fields."""
    return tomllib.loads((ROOM / "labels" / f"{language}_reports.toml").read_text(encoding="utf-8"))


def made(name: str, language: str) -> bytes:
    """One template of the product."""
    return TEMPLATES[name](Layout(words(language))).made()


def main() -> None:
    for language in LANGUAGES:
        folder = ROOM / "reports" / language
        folder.mkdir(parents=True, exist_ok=True)
        for name in TEMPLATES:
            (folder / f"{name}.docx").write_bytes(made(name, language))


if __name__ == "__main__":
    main()
