"""Which functions are used, and how long each step of a case takes: what is counted, and how."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

WITHIN = timedelta(days=30)  # functions are counted over
STEPS_WITHIN = timedelta(days=90)
RARE = 0.1  # of those who use the bot at all
FEW = 5  # cases: a median of fewer is marked as such

# Function -> the first parts of the topics by which its person is answered.
FUNCTIONS: Mapping[str, tuple[str, ...]] = {
    "report": ("report",),
    "anonymous": ("anonymous",),
    "my_lists": ("my",),
    "task": ("task",),
    "accept": ("accept",),
    "more_time": ("time",),
    "money": ("money",),
    "help_others": ("assist",),
    "danger": ("danger",),
    "plan": ("plan",),
    "search": ("search",),
    "deputy": ("deputy",),
    "digest": ("digest",),
    "shift": ("shift",),
    "web": ("web",),
    "feedback": ("feedback",),
}
# Step -> from which event of a case to which.
STEPS: Mapping[str, tuple[str, str]] = {
    "assign": ("reported", "assigned"),
    "take": ("assigned", "taken"),
    "repair": ("taken", "submitted"),
    "check": ("submitted", "accepted"),
}


@dataclass(frozen=True)
class Step:
    """seconds: the median of so many cases."""

    name: str
    seconds: float
    cases: int


def functions_of(people_by_topic: Iterable[tuple[str, str]]) -> dict[str, int]:
    """How many people used each function, out of pairs of a topic and who was answered with it; 0 included."""
    whose: dict[str, set[str]] = defaultdict(set)
    named = {first: function for function, firsts in FUNCTIONS.items() for first in firsts}
    for topic, person in people_by_topic:
        function = named.get(topic.partition(".")[0])
        if function is not None:
            whose[function].add(person)
    return {function: len(whose[function]) for function in FUNCTIONS}


def steps_of(happened: Iterable[tuple[str, str, datetime]]) -> list[Step]:
    """The median time of each step, the longest first, out of (case, event, moment) in the order in which they were.

    Each time that a case takes a step counts; one that it has not ended does not.
    """
    spans: dict[str, list[float]] = defaultdict(list)
    begun: dict[tuple[str, str], datetime] = {}
    for case, event, at in happened:
        for step, (first, last) in STEPS.items():
            if event == last and (case, step) in begun:
                spans[step].append((at - begun.pop((case, step))).total_seconds())
            if event == first:
                begun[case, step] = at
    found = [Step(step, median(times), len(times)) for step, times in spans.items()]
    return sorted(found, key=lambda step: -step.seconds)
