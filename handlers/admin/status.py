"""状态: how the bot itself is doing, what is wrong first; and the page from which its officers go on."""

from dataclasses import dataclass

from handlers.admin.wanted import Health, Usage
from handlers.questions import Open, Option, find
from handlers.replies import Say

SHOWN = 3  # problems on one glance
MOST = 5  # functions


@dataclass(frozen=True)
class Watch:
    """`everything`: each problem, and not only the worst."""

    id: str
    everything: bool = False


async def usage(watch: Watch) -> Say:
    """使用情况: what is used by how many, and which step of a case takes longest."""
    found = await find(Usage())
    if found is None or not found["people"]:
        return Say("status.unused")
    rare = found["rare"]
    parts = {"rare": [each for each in rare if each["people"]], "unused": [each for each in rare if not each["people"]]}
    most = None if watch.everything else MOST
    shown = {**found, **{name: each[:most] for name, each in {"used": found["used"], **parts}.items()}}
    more = () if watch.everything else (Option("all", "all_functions", opens=Open("usage", {"everything": True})),)
    return Say("status.usage", shown, more)


async def status(watch: Watch) -> Say:
    found = await find(Health())
    problems = found["problems"]
    shown = problems if watch.everything else problems[:SHOWN]
    rest = len(problems) - len(shown)
    every = (Option("all", "all_problems", opens=Open("status", {"everything": True})),) if rest else ()
    again = Option("again", "look_again", opens=Open("status"))
    facts = {**found, "problems": shown, "count": len(problems), "everything": watch.everything}
    return Say("status.all", facts, (*every, again))
