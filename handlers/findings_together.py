"""Several findings of an order, one a line: shown row by row as they are read, and all entered at once or none."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from handlers.admin.confirming import NO
from handlers.questions import Open, Option, Question, ask, ask_choice, find
from handlers.replies import Do, Say
from handlers.wanted import DraftPhotos, MajorSigns, PlaceIn, PlaceNames, Suggest
from workflow.danger import RUNNING, STOPPED, can_hurt_now
from workflow.findings import MOST_TOGETHER, Finding, ReportFindings
from workflow.library import Category, Grade
from workflow.sources import Order

ROWS_PAGE = 4
ENTER_ALL, MORE = Option("enter_all", "enter_all"), Option("more", "more")
ALL_SAFE, NOT_ALL = Option("all_safe", "all_safe"), Option("not_all", "not_all_safe")
_NUMBERED = re.compile(r"\s*(?P<number>\d{1,2})\s*[.．、)）:：\s]\s*(?P<words>\S.*)")


@dataclass(frozen=True)
class Row:
    """A finding as it is to be read. place, requirement, until: of its own, where a workbook says so."""

    words: str
    place: str = ""
    requirement: str = ""
    until: str = ""


def rows_in(said: str) -> list[Row]:
    """A row for each line, without the number that people put before it."""
    lines = [line.strip() for line in said.splitlines()]
    return [Row(found["words"] if (found := _NUMBERED.fullmatch(line)) else line) for line in lines if line]


async def enter_together(draft: str, rows: Sequence[Row], order: dict[str, Any]) -> Do | Say:
    """Shown until all of it is entered, or let go; a line with its number before it is written anew."""
    page, topic = 0, "finding.rows"
    while True:
        read = [await _read(row) for row in rows]
        answer = await ask(await _question(topic, draft, read, order, page))
        if answer.choice == "enter_all":
            return await _entered(draft, read, order)
        if answer.choice == "not_sure":
            return Say("finding.rows_left", {"order": order})
        if answer.choice == "more":
            page = page + 1 if len(rows) > (page + 1) * ROWS_PAGE else 0
        else:
            rows, topic = _reworded(rows, answer.text)


async def _question(
    topic: str, draft: str, read: Sequence[dict[str, Any]], order: dict[str, Any], page: int
) -> Question:
    first = page * ROWS_PAGE
    shown = [{**_shown(row), "number": n} for n, row in enumerate(read, 1)][first : first + ROWS_PAGE]
    nowhere = [n for n, row in enumerate(read, 1) if row["place"]["assumed"]]
    fits = not nowhere and len(read) <= MOST_TOGETHER
    facts = {"order": order, "rows": shown, "total": len(read), "nowhere": nowhere, "most": MOST_TOGETHER}
    facts["photos"] = await find(DraftPhotos(draft))
    more = (MORE,) if len(read) > ROWS_PAGE else ()
    return Question("finding.rows", topic, facts, (*((ENTER_ALL,) if fits else ()), NO, *more), text=True)


async def _read(row: Row) -> dict[str, Any]:
    """What kind of hazard it is and where, as it would be read of a report."""
    place, guess = await find(PlaceIn(row.place or row.words)), await find(Suggest(row.words))
    names = await find(PlaceNames(place["area"], place["equipment"])) if not place["assumed"] else {}
    signs = await find(MajorSigns(row.words, (), guess["entry"] if guess["grade"] == Grade.MAJOR else None))
    return {"row": row, "place": place, "names": names, "guess": guess, "signs": [sign["entry"] for sign in signs]}


def _shown(read: dict[str, Any]) -> dict[str, Any]:
    guess, row = read["guess"], read["row"]
    told = {"words": row.words, "requirement": row.requirement, "until": row.until, "major": bool(read["signs"])}
    place = " ".join(filter(None, (read["names"].get("area", ""), read["names"].get("equipment", ""))))
    return {**told, "place": place, "category": guess["category"] or Category.OTHER}


def _reworded(rows: Sequence[Row], said: str) -> tuple[Sequence[Row], str]:
    """The rows after what was written: one of them anew by its number, or all of them."""
    lines = [line for line in said.splitlines() if line.strip()]
    if len(lines) > 1:
        return rows_in(said), "finding.rows"
    found = _NUMBERED.fullmatch(said)
    number = int(found["number"]) if found else 0
    if found is None or not 1 <= number <= len(rows):
        return rows, "finding.rows_again"
    anew = replace(rows[number - 1], words=found["words"], place="")
    return [*rows[: number - 1], anew, *rows[number:]], "finding.rows"


async def _entered(draft: str, read: Sequence[dict[str, Any]], order: dict[str, Any]) -> Do:
    hurt = [n for n, row in enumerate(read, 1) if _can_hurt(row)]
    asked = hurt and await ask_choice("finding.rows_hurt", (ALL_SAFE, NOT_ALL), numbers=hurt)
    danger = RUNNING if asked == "not_all" else STOPPED
    findings = tuple(_finding(row, danger if n in hurt else "") for n, row in enumerate(read, 1))
    written = Order(order["authority"], order["number"], order["until"])
    look = Option("show_order", "show_order", opens=Open("show_order", {"hazard": draft}))
    command = ReportFindings(draft, written, findings)
    return Do(command, "finding.rows_done", facts={"order": order, "total": len(findings)}, options=(look,))


def _can_hurt(read: dict[str, Any]) -> bool:
    guess = read["guess"]
    return can_hurt_now(Category(guess["category"] or Category.OTHER), Grade(guess["grade"]), guess.get("hurts"))


def _finding(read: dict[str, Any], danger: str) -> Finding:
    """Whether it is major nobody was asked: where the words may touch a clause, the officer has to say so."""
    guess, row, place = read["guess"], read["row"], read["place"]
    suggestion = {name: guess[name] for name in ("model", "confidence", "abstained", "category", "entry", "grade")}
    if read["signs"]:
        suggestion |= {"major_entries": read["signs"], "major_answer": "unsure"}
    where = (place["area"], place["equipment"], guess["entry"], suggestion, danger)
    kind = Category(guess["category"] or Category.OTHER)
    return Finding(row.words, kind, Grade(guess["grade"]), *where, row.requirement, row.until)
