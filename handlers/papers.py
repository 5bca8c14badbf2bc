"""The papers of a major hazard come back as pictures, each with its day and the person who dealt with it."""

from dataclasses import dataclass
from typing import Any

from handlers.ask_value import ask_day
from handlers.questions import Option, Question, ask, ask_text, find
from handlers.replies import Say
from handlers.wanted import CaseNow, DayIn, DraftPhotos
from workflow.lifecycle import State, Verb
from workflow.papers import PAPERS, Paper, RecordPaper, StrikePaper

PAPERS_PAGE = 3
USUAL_DAYS = ("today", "yesterday")  # as nlp/days.py reads them


@dataclass(frozen=True)
class Filing:
    id: str
    hazard: str


async def record_paper(filing: Filing) -> RecordPaper | Say:
    """Which paper, its picture, who dealt with it, and of which day."""
    case = await find(CaseNow(filing.hazard))
    if case is None or Verb.RECORD_PAPER not in case["verbs"]:
        return Say("card.stale")
    paper = await _which("papers.which", filing, _likely_first(case))
    await _scan(filing, paper)
    answer = await ask(Question("papers.by", "papers.by", {}, (Option("me", "by_me"),), text=True))
    return RecordPaper(filing.hazard, paper, await ask_paper_day(), answer.text, filing.id)


async def strike_paper(filing: Filing) -> StrikePaper | Say:
    case = await find(CaseNow(filing.hazard))
    if case is None or Verb.STRIKE_PAPER not in case["verbs"] or not case["papers"]:
        return Say("card.stale")
    paper = await _which("papers.which_wrong", filing, [Paper(code) for code in case["papers"]])
    return StrikePaper(filing.hazard, paper, await ask_text("papers.why_struck"))


async def ask_paper_day() -> str:
    """Of which day the paper is; the label of a usual one says it in words that can be read as any others."""
    said = await ask_day("papers.day", "papers.day_again", tuple(Option(d, f"paper_day.{d}") for d in USUAL_DAYS))
    return str(await find(DayIn(said))) if said in USUAL_DAYS else said


def _likely_first(case: dict[str, Any]) -> list[Paper]:
    """What is missing; an order, should there be one; what was handed in, to be corrected."""
    due = [paper for paper in Paper if paper is not Paper.GROUP_REPORT or case["state"] == State.AWAITING_ACCEPTANCE]
    return sorted(due, key=lambda paper: (paper not in case["missing_papers"], paper in case["papers"]))


async def _which(topic: str, filing: Filing, papers: list[Paper]) -> Paper:
    page = 0
    while True:
        shown = papers[page * PAPERS_PAGE : (page + 1) * PAPERS_PAGE]
        more = (Option("more", "more"),) if len(papers) > PAPERS_PAGE else ()
        options = tuple(Option(paper, f"paper.{paper}") for paper in shown)
        answer = await ask(Question(topic, topic, {}, (*options, *more), hazard=filing.hazard))
        if answer.choice != "more":
            return Paper(answer.choice or "")
        page = page + 1 if (page + 1) * PAPERS_PAGE < len(papers) else 0


async def _scan(filing: Filing, paper: Paper) -> None:
    """A picture is what counts: words alone are asked again, and what was sent for something else is asked about."""
    if photos := await find(DraftPhotos(filing.id)):
        use = (Option("use", "use_photos"),)
        await ask(Question("papers.sent", "papers.sent", {"paper": paper, "photos": photos}, use, photos=True))
        return
    basis, topic = PAPERS[paper], "papers.scan"
    facts = {"paper": paper, "law": basis.law, "article": basis.article, "verified": basis.verified}
    while not await find(DraftPhotos(filing.id)):
        await ask(Question("papers.scan", topic, facts, text=True, photos=True))
        topic = "papers.scan_needed"
