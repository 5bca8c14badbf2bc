"""The digest as it reads just now, for a manager who does not wait for the morning."""

from dataclasses import dataclass

from handlers.digest_editions import HOUR, MOST_BUTTONS, Told
from handlers.questions import Open, Option, find
from handlers.replies import Say
from handlers.wanted import DigestNow
from workflow.digest import DAILY_DIGEST, MONTHLY_DIGEST, WEEKLY_DIGEST

# After which of them the next one is a tap away.
NEXT = {
    DAILY_DIGEST: Option("week", "weekly_digest", opens=Open("show_week")),
    WEEKLY_DIGEST: Option("month", "monthly_digest", opens=Open("show_month")),
    MONTHLY_DIGEST: Option("day", "daily_digest", opens=Open("show_digest")),
}


@dataclass(frozen=True)
class Reader:
    id: str


async def show_digest(reader: Reader) -> Say:
    return await _shown(DAILY_DIGEST)


async def show_week(reader: Reader) -> Say:
    return await _shown(WEEKLY_DIGEST)


async def show_month(reader: Reader) -> Say:
    return await _shown(MONTHLY_DIGEST)


async def _shown(which: str) -> Say:
    found = await find(DigestNow(which))
    if found is None:
        return Say("digest.not_yours")
    options = Told(found["facts"], tuple(found["lists"]), tuple(found["cases"])).options()
    last = (NEXT[which], HOUR) if which == DAILY_DIGEST else (NEXT[which],)
    return Say(which, found["facts"], (*options[: MOST_BUTTONS - len(last)], *last))
