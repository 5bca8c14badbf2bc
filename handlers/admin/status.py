"""状态: how the bot itself is doing, what is wrong first; and the page from which its officers go on."""

from dataclasses import dataclass

from handlers.admin.wanted import Health
from handlers.questions import Open, Option, find
from handlers.replies import Say

SHOWN = 3  # problems on one glance


@dataclass(frozen=True)
class Watch:
    """`everything`: each problem, and not only the worst."""

    id: str
    everything: bool = False


async def status(watch: Watch) -> Say:
    found = await find(Health())
    problems = found["problems"]
    shown = problems if watch.everything else problems[:SHOWN]
    rest = len(problems) - len(shown)
    every = (Option("all", "all_problems", opens=Open("status", {"everything": True})),) if rest else ()
    again = Option("again", "look_again", opens=Open("status"))
    facts = {**found, "problems": shown, "count": len(problems), "everything": watch.everything}
    return Say("status.all", facts, (*every, again))
