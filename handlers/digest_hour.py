"""When a manager reads the digest: chosen by a tap or in words, put off for good, and taken up again."""

from dataclasses import dataclass

from handlers.questions import Open, Option, Question, ask, find
from handlers.replies import Do, Say
from handlers.wanted import Digest, HourIn
from workflow.digest import USUAL, ChooseDigest

HOURS = ("07:00", "07:30", "08:00")
OFF = Option("off", "digest_off")


@dataclass(frozen=True)
class Reader:
    id: str


@dataclass(frozen=True)
class Stopped:
    """Somebody who wants no digest any more; `at`: when it has come until now."""

    id: str
    at: str = f"{USUAL:%H:%M}"


async def choose_digest(reader: Reader) -> Do | Say:
    now = await find(Digest())
    if now is None:
        return Say("digest.not_yours")
    hours = tuple(Option(hour, text=hour) for hour in HOURS if now["off"] or hour != now["at"])
    options = hours if now["off"] else (*hours, OFF)
    topic = "digest.when"
    while True:
        answer = await ask(Question(topic, topic, now, options, text=True, figures=True))
        if answer.choice == OFF.value:
            undo = Option("undo", "digest_undo", opens=Open("take_up_digest", {"at": now["at"]}))
            return Do(ChooseDigest(now["at"], off=True), "digest.stopped", options=(undo,))
        at = answer.choice or await find(HourIn(answer.text))
        if at:
            return Do(ChooseDigest(at), "digest.chosen", facts={"at": at})
        topic = "digest.which_hour"


async def take_up_digest(stopped: Stopped) -> Do:
    """What was stopped by mistake is one tap away, whenever that is."""
    return Do(ChooseDigest(stopped.at), "digest.chosen", facts={"at": stopped.at})
