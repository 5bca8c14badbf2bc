"""Looking for a case by its number or by words."""

from dataclasses import dataclass
from functools import partial

from handlers.my_hazards import browse
from handlers.questions import Open, Option, Question, ask
from handlers.replies import Say
from handlers.wanted import Search


@dataclass(frozen=True)
class Looking:
    """guessed: the words may have been meant as a report."""

    id: str
    words: str = ""
    guessed: bool = False


async def search(looking: Looking) -> Say:
    words = (
        looking.words or (await ask(Question("search.what", "search.what", text=True, number=True, spoken=True))).text
    )
    report = Option("report", "report", opens=Open("report_hazard", {"text": words, "new": True}))
    extra = (report,) if looking.guessed else ()
    none = () if looking.guessed else (report,)
    return await browse("search.found", partial(Search, words), extra, none, sought=words)
