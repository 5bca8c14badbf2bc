"""The words of papers about an authority's order, by the names that Word templates call them."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from templates.case_papers import CaseWords, Head, Look
from templates.render import Renderer, label
from workflow.case_file import CaseFile, Made
from workflow.lifecycle import OPEN, State
from workflow.order_papers import OfOrder, OrderFile

MOST_OF_EACH = 2  # photographs of before, and of after, of one case; the others stand in its own file
_CASE = (
    *("number", "place", "equipment", "words", "category", "grade", "requirement", "law", "department", "owner"),
    *("due_at", "state", "measure", "remark", "spent", "handed_in_at", "accepted_by", "accepted_at", "closed_at"),
)
_PAIR = ("before", "before_note", "after", "after_note")
# What a template may name. Both papers have the same fields.
FIELDS: dict[str, Any] = {
    **dict.fromkeys(("paper_number", "title", "company", "made_for", "made_at", "order", "authority", "until")),
    **dict.fromkeys(("total", "done", "left")),
    "cases": dict.fromkeys(("rank", *_CASE)),
    "pairs": dict.fromkeys(_PAIR),
}


class OrderWords:
    """Makes the words of one paper. Moments stand as they were at the site."""

    def __init__(self, language: str, zone: ZoneInfo, renderer: Renderer) -> None:
        self._language, self._zone = language, zone
        self._of_case = CaseWords(language, zone, renderer)

    def of(self, made: OfOrder, file: OrderFile, head: Head, look: Look) -> dict[str, Any]:
        """Every field of FIELDS. Raises OSError where a photograph is none."""
        told = [self._of_case.of(Made.FILE, _shortened(case), head, look) for case in file.cases]
        return {
            "paper_number": head.number,
            "title": label(self._language, "made", f"title.{made}"),
            "company": file.company,
            "made_for": head.made_for,
            "made_at": f"{head.made_at.astimezone(self._zone):%Y-%m-%d %H:%M}",
            "order": file.order,
            "authority": file.authority,
            "until": self._day(file.until),
            "total": str(len(file.cases)),
            "done": str(len(file.cases) - file.left),
            "left": str(file.left),
            "cases": [{"rank": str(rank)} | {name: case[name] for name in _CASE} for rank, case in enumerate(told, 1)],
            "pairs": [_numbered(pair, case["number"]) for case in told for pair in case["pairs"]],
        }

    def _day(self, moment: datetime) -> str:
        return f"{moment.astimezone(self._zone):%Y-%m-%d}"


def _numbered(pair: dict[str, Any], number: str) -> dict[str, Any]:
    """Beneath each photograph of which case it is."""
    notes = {f"{side}_note": f"{number} {pair[f'{side}_note']}" for side in ("before", "after") if pair[f"{side}_note"]}
    return pair | notes


def _shortened(file: CaseFile) -> CaseFile:
    """With the first photographs of before, and of what is put right the last of after."""
    before = [each for each in file.pictures if each.role == "found"][:MOST_OF_EACH]
    after = [each for each in file.pictures if each.role == "after"][-MOST_OF_EACH:]
    return replace(file, pictures=(*before, *(() if State(file.state) in OPEN else after)))
