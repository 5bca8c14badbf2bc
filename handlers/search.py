"""Looking for a case by its number or by words."""

from dataclasses import dataclass
from functools import partial

from handlers.admin.search import reword
from handlers.browse import browse
from handlers.questions import Open, Option, Question, ask
from handlers.replies import Say
from handlers.wanted import Search
from nlp.filters import sifted


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
    while (said := sifted(words)).wrong:
        words = await reword(said)
    report = Option("report", "report", opens=Open("report_hazard", {"text": words, "new": True}))
    narrow = Option("narrow", "narrow", opens=Open("narrow_search", {"words": words}))
    extra = (report,) if looking.guessed else (narrow,)
    none = () if looking.guessed else (report,)
    return await browse("search.found", partial(Search, words), extra, none, sought=words, filters=not said.words)
