"""Looking for a case by its number or by words: 找 防护罩, 查 0007."""

import re
from dataclasses import dataclass
from functools import partial

from handlers.my_hazards import browse
from handlers.questions import Open, Option, Question, ask
from handlers.replies import Say
from handlers.wanted import Search

# The word and what is looked for, with a space between them: "找不到灭火器" is a report. Figures need no space.
SEARCHED = re.compile(
    r"(?:查找|搜索|查|找|搜|search)(?:[\s:：]+(?P<words>\S.*)|(?P<number>[0-9][0-9-]*))?", re.IGNORECASE
)


@dataclass(frozen=True)
class Looking:
    id: str
    words: str = ""


def searched(text: str) -> Open | None:
    """What a message asks to look for; None where it is no search."""
    found = SEARCHED.fullmatch(text.strip().removeprefix("/"))
    return Open("search", {"words": found["words"] or found["number"] or ""}) if found else None


async def search(looking: Looking) -> Say:
    words = (
        looking.words or (await ask(Question("search.what", "search.what", text=True, number=True, spoken=True))).text
    )
    report = Option("report", "report", opens=Open("report_hazard", {"text": words, "new": True}))
    return await browse("search.found", partial(Search, words), none=(report,), sought=words)
