"""The words of papers about one case, and the photographs beside them, by the names that Word templates call them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import zip_longest
from typing import Any
from zoneinfo import ZoneInfo

from templates.render import Renderer, label
from templates.word import Photograph
from workflow.case_file import CaseFile, Made, Pictured, Step
from workflow.plan import LIMIT, PARTS

MOST_PAIRS = 20  # of before and after, and of the others; what is more is counted, and stands in the case
WIDTH, HEIGHT = 80, 80  # millimetres that a photograph may take: two beside each other on A4

_WORDS = (
    *("paper_number", "title", "company", "made_for", "made_at", "number", "source"),
    *("order", "authority", "found_at", "received_at", "finder", "place", "equipment"),
    *("words", "category", "grade", "statutory_grade", "cause", "accidents", "requirement"),
    *("law", "department", "owner", "due_at", "acceptor", "state", "closed_at"),
    *("took", "budget", "spent", "measure", "ordered_at", "ordered_by", "handed_in_at"),
    *("handed_in_by", "remark", "no_photo_reason", "accepted_by", "accepted_at", "accepted_remark", "on_site"),
    *("more_pictures", "why", "harm", "difficulty"),
)
_SIDES = ("left", "left_note", "right", "right_note")
# What a template may name. Each paper about a case has the same fields; not every template uses all of them.
FIELDS: dict[str, Any] = {
    **dict.fromkeys((*_WORDS, *PARTS)),
    "pairs": dict.fromkeys(("before", "before_note", "after", "after_note")),
    "found": dict.fromkeys(_SIDES),
    "rows": dict.fromkeys(_SIDES),
    "steps": dict.fromkeys(("at", "what", "who", "said")),
    "stages": dict.fromkeys(("number", "goal", "due_at", "done_at")),
    "money": dict.fromkeys(("at", "what", "amount", "who", "said")),
    "papers": dict.fromkeys(("what", "day", "by")),
}
_AS_READ = (
    *("company", "number", "order", "authority", "place", "equipment", "words", "requirement", "law"),
    *("department", "owner", "acceptor"),
)
_MONEY = ("money_asked", "money_approved", "money_refused", "money_spent")
_BEFORE, _AFTER = "found", "after"


@dataclass(frozen=True)
class Head:
    """What stands above and below every paper: its number, whose it is, for whom, and of which moment it tells.

    signed: who has signed it in chat, and what; empty while nobody has.
    """

    number: str
    made_for: str
    made_at: datetime
    signed: str = ""


# The bytes of a photograph; none where it does not open any more.
Look = Callable[[str], bytes | None]


class CaseWords:
    """Makes the words of one paper. Moments stand as they were at the site."""

    def __init__(self, language: str, zone: ZoneInfo, renderer: Renderer) -> None:
        self._language, self._zone, self._renderer = language, zone, renderer

    def of(self, made: Made, file: CaseFile, head: Head, look: Look) -> dict[str, Any]:
        """Every field of FIELDS. Raises OSError where a photograph is none."""
        before = [each for each in file.pictures if each.role == _BEFORE]
        after = [each for each in file.pictures if each.role == _AFTER]
        others = [each for each in file.pictures if each.role not in (_BEFORE, _AFTER)]
        pairs = list(zip_longest(before, after))
        left_out = 2 * max(len(pairs) - MOST_PAIRS, 0) + max(len(others) - 2 * MOST_PAIRS, 0)
        return {
            **self._of_paper(made, head),
            **self._of_case(file),
            **self._of_work(file),
            **self._of_plan(file),
            "pairs": [self._side_by_side(pair, ("before", "after"), look) for pair in pairs[:MOST_PAIRS]],
            "found": self._two_by_two(before, look),
            "rows": self._two_by_two(others, look),
            "more_pictures": self._label("more_pictures").format(n=left_out) if left_out else "",
            "steps": [self._step(step) for step in file.steps],
        }

    def _of_paper(self, made: Made, head: Head) -> dict[str, Any]:
        made_at = self._at(head.made_at)
        return {
            "paper_number": head.number,
            "title": self._label(f"title.{made}"),
            "made_for": head.made_for,
            "made_at": made_at,
        }

    def _of_case(self, file: CaseFile) -> dict[str, Any]:
        finder = self._label("nobody") if file.anonymous else file.finder
        return {
            **{name: getattr(file, name) for name in _AS_READ},
            "source": label(self._language, "source", file.source),
            "found_at": self._at(file.found_at),
            "received_at": self._at(file.received_at),
            "finder": finder,
            "category": label(self._language, "category", file.category),
            "grade": label(self._language, "grade", file.grade),
            "statutory_grade": label(self._language, "grade", file.statutory_grade),
            "cause": label(self._language, "ledger", f"causes.{file.cause}") if file.cause else "",
            "accidents": self._listed(label(self._language, "accident", code) for code in file.accidents),
            "due_at": self._at(file.due_at),
            "state": label(self._language, "state", file.state),
            "closed_at": self._at(file.closed_at),
            "took": self._took(file),
            "budget": self._yuan(file.budget),
            "spent": self._yuan(file.spent),
        }

    def _of_work(self, file: CaseFile) -> dict[str, Any]:
        """What was done of it: ordered, held off, handed in, signed off."""
        told = file.last("major_described")
        said = told.words if told else {}
        ordered, held = file.last("assigned", "passed_on", "handed_over"), file.last("contained")
        done, signed = file.last("submitted", "fixed_on_spot"), file.signed_off
        return {
            **{"why": said.get("cause", ""), "harm": said.get("harm", ""), "difficulty": said.get("difficulty", "")},
            "ordered_at": self._at(ordered.at) if ordered else "",
            "ordered_by": ordered.who if ordered else "",
            "measure": held.words.get("measure", "") if held else "",
            "handed_in_at": self._at(done.at) if done else "",
            "handed_in_by": done.who if done else "",
            "remark": done.words.get("remark", "") if done else "",
            "no_photo_reason": done.words.get("no_photo_reason", "") if done else "",
            "accepted_by": signed.by if signed else "",
            "accepted_at": self._at(signed.at) if signed else "",
            "accepted_remark": signed.remark if signed else "",
            "on_site": self._label("on_site" if signed.on_site else "by_photo") if signed else "",
        }

    def _of_plan(self, file: CaseFile) -> dict[str, Any]:
        papers = [step for step in file.steps if step.kind == "paper_recorded"]
        stages = [
            {
                "number": str(number),
                "goal": stage.goal,
                "due_at": self._day(stage.due_at),
                "done_at": self._day(stage.done_at) if stage.done_at else "",
            }
            for number, stage in enumerate(file.stages, 1)
        ]
        limit = f"{stages[0]['due_at']} – {stages[-1]['due_at']}" if len(stages) > 1 else self._only(stages)
        return {
            **{part: file.parts.get(part, "") for part in PARTS},
            LIMIT: limit,
            "stages": stages,
            "money": [self._step(step) | self._amount(step) for step in file.steps if step.kind in _MONEY],
            "papers": [
                {
                    "what": label(self._language, "paper", step.paper),
                    "day": self._day(step.day) if step.day else "",
                    "by": step.words.get("by") or step.who,
                }
                for step in papers
            ],
        }

    def _only(self, stages: Sequence[Mapping[str, str]]) -> str:
        return stages[0]["due_at"] if stages else ""

    def _amount(self, step: Step) -> dict[str, str]:
        return {"amount": self._yuan(step.fen or 0), "what": label(self._language, "event", step.kind)}

    def _step(self, step: Step) -> dict[str, str]:
        what = [label(self._language, "event", step.kind)]
        what += [label(self._language, "paper", step.paper)] if step.paper else []
        what += [self._yuan(step.fen)] if step.fen is not None else []
        who = self._label("nobody") if step.anonymous else step.who
        if step.in_place_of:
            who = self._label("in_place_of").format(who=who, other=step.in_place_of)
        said = self._label("comma").join(step.words.values())
        return {"at": self._at(step.at), "what": " ".join(what), "who": who, "said": said}

    def _two_by_two(self, pictures: Sequence[Pictured], look: Look) -> list[dict[str, Any]]:
        rows = zip_longest(pictures[: 2 * MOST_PAIRS : 2], pictures[1 : 2 * MOST_PAIRS : 2])
        return [self._side_by_side(row, ("left", "right"), look) for row in rows]

    def _side_by_side(
        self, pair: tuple[Pictured | None, Pictured | None], sides: tuple[str, str], look: Look
    ) -> dict[str, Any]:
        shown: dict[str, Any] = {}
        for side, picture in zip(sides, pair, strict=True):
            data = look(picture.media_id) if picture else None
            missing = self._label("not_opened") if picture else ""
            shown[side] = Photograph(data, WIDTH, HEIGHT) if data else missing
            shown[f"{side}_note"] = self._note(picture) if picture else ""
        return shown

    def _note(self, picture: Pictured) -> str:
        return f"{label(self._language, 'picture', picture.role)} {self._at(picture.at)}"

    def _took(self, file: CaseFile) -> str:
        if file.closed_at is None:
            return ""
        return self._renderer.lasting(self._language, (file.closed_at - file.received_at).total_seconds())

    def _at(self, moment: datetime | None) -> str:
        return f"{moment.astimezone(self._zone):%Y-%m-%d %H:%M}" if moment else ""

    def _day(self, day: date | datetime) -> str:
        return (day.astimezone(self._zone) if isinstance(day, datetime) else day).strftime("%Y-%m-%d")

    def _yuan(self, fen: int) -> str:
        return self._renderer.yuan(self._language, fen)

    def _listed(self, words: Any) -> str:
        return self._label("comma").join(dict.fromkeys(words))

    def _label(self, name: str) -> str:
        return label(self._language, "made", name)
