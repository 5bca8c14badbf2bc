"""The figures in chat: of any period, of one part of the company, held against others, and the cases behind each.

Every screen is a script by itself, and each of its buttons bears all that the next one shows: an old card still works.
"""

from dataclasses import asdict, dataclass, replace
from typing import Any

from handlers.browse import browse
from handlers.questions import Open, Option, Question, ask, find
from handlers.replies import Become, Say
from handlers.wanted import FigureCases, FiguresApart, FiguresCompared, FiguresSheet, SpanIn
from workflow.indicators import FIGURES, Dimension, Kind
from workflow.spans import Unit

UNITS = tuple(Option(unit, f"figures.{unit}") for unit in Unit)
BY_PAGE = 3
# Which figures are asked for by their cases, those that ask for something first; others: those that a rate leaves out.
ASKED_FOR = (
    *(("overdue", False), ("open", False), ("major", False), ("on_time", True), ("passed", True), ("first_time", True)),
    *(("repeat", False), ("reported", False), ("closed", False), ("take_time", False), ("repair_time", False)),
    *(("acceptance_time", False), ("quality", True), ("per_head", False)),
)


@dataclass(frozen=True)
class Looking:
    """What of the figures is looked at: a period by a day in it, as it was known on a day (none: today), of what."""

    id: str
    unit: str = Unit.MONTH
    day: str = ""
    as_of: str = ""
    only: tuple[tuple[str, str], ...] = ()
    by: str = Dimension.DEPARTMENT
    figure: str = "overdue"
    others: bool = False
    page: int = 0

    @property
    def sight(self) -> dict[str, Any]:
        return {"unit": self.unit, "day": self.day, "as_of": self.as_of, "only": tuple(map(tuple, self.only))}


def _opens(script: str, looking: Looking, **other: Any) -> Open:
    """A screen with all that this one shows, but for what is said; another list begins at its first page."""
    args = asdict(replace(looking, **{"page": 0, **other}))
    usual = asdict(Looking(""))
    return Open(script, {name: value for name, value in args.items() if name != "id" and value != usual[name]})


def _to(value: str, script: str, looking: Looking, **other: Any) -> Option:
    return Option(value, f"figures.{value}", opens=_opens(script, looking, **other))


async def figures(looking: Looking) -> Say:
    """All of a period at one glance."""
    facts = await find(FiguresSheet(**looking.sight))
    period, all_ = _to("period", "figures_period", looking), _to("all", "figures", looking, only=())
    if facts["empty"]:
        return Say("figures.nothing", facts, (period, *((all_,) if looking.only else ())))
    ways = (_to("apart", "figures_by", looking), _to("compare", "figures_compared", looking))
    first = all_ if looking.only else period  # what is compared offers the other periods, too
    return Say("figures.sheet", facts, (first, *ways, _to("cases", "figures_which", looking)))


async def figures_period(looking: Looking) -> Become:
    """Which period, or as of which day."""
    topic = "figures.when"
    while True:
        answer = await ask(Question("figures.when", topic, {}, UNITS, text=True, figures=True))
        if answer.choice:
            return _become(looking, unit=answer.choice, day="", as_of="")
        said = await find(SpanIn(answer.text))
        if said is not None:
            return _become(looking, **{"unit": looking.unit, **said})
        topic = "figures.which_period"


def _become(looking: Looking, **other: Any) -> Become:
    opens = _opens("figures", looking, **other)
    return Become(opens.script, opens.args)


async def figures_by(looking: Looking) -> Say:
    """By what they are told apart."""
    theirs = [each for each in Dimension if each not in dict(looking.only)]
    shown = theirs[looking.page * BY_PAGE :][:BY_PAGE]
    options = [
        Option(each.name.lower(), f"figures.by.{each.name.lower()}", opens=_opens("figures_apart", looking, by=each))
        for each in shown
    ]
    return Say("figures.by_what", {}, (*options, *_more("figures_by", looking, len(theirs))))


def _more(script: str, looking: Looking, number: int) -> tuple[Option, ...]:
    if number <= BY_PAGE:
        return ()
    page = looking.page + 1 if (looking.page + 1) * BY_PAGE < number else 0
    return (Option("more", "more", opens=_opens(script, looking, page=page)),)


async def figures_apart(looking: Looking) -> Say:
    """A line for each department, area and so on; its number shows the figures of that one."""
    page, back = 0, _to("back", "figures", looking)
    while True:
        facts = await find(FiguresApart(**looking.sight, by=looking.by, page=page))
        if not facts["items"]:
            return Say("figures.nothing", facts, (back,))
        numbers = tuple(_one(looking, n, item["key"]) for n, item in enumerate(facts["items"], 1))
        turn = (Option("more", "more"),) if facts["more"] else (Option("first", "first_page"),) if page else ()
        answer = await ask(Question("figures.apart", "figures.apart", facts, (*numbers, *turn, back)))
        page = page + 1 if answer.choice == "more" else 0


def _one(looking: Looking, number: int, key: str) -> Option:
    only = (*looking.only, (looking.by, key))
    return Option(str(number), text=str(number), opens=_opens("figures", looking, only=only))


async def figures_compared(looking: Looking) -> Say:
    """Beside the period before, and the same one of the year before."""
    facts = await find(FiguresCompared(**looking.sight))
    return Say("figures.compared", facts, (_to("back", "figures", looking), _to("period", "figures_period", looking)))


async def figures_which(looking: Looking) -> Say:
    """Whose cases are to be listed."""
    shown = ASKED_FOR[looking.page * BY_PAGE :][:BY_PAGE]
    options = [
        Option(
            f"{name}_others" if others else name,
            f"figures.of.{name}",
            opens=_opens("figures_cases", looking, figure=name, others=others),
        )
        for name, others in shown
    ]
    return Say("figures.which", {}, (*options, *_more("figures_which", looking, len(ASKED_FOR))))


async def figures_cases(looking: Looking) -> Say:
    """The cases behind a figure; of a rate also those that it divides by and does not count."""
    value = "counted" if looking.others else "others"
    rate = FIGURES[looking.figure].kind is Kind.RATE
    other = (_to(value, "figures_cases", looking, others=not looking.others),) if rate else ()
    back = _to("back", "figures", looking, others=False)

    def listed(page: int) -> FigureCases:
        return FigureCases(**looking.sight, figure=looking.figure, others=looking.others, page=page)

    return await browse("figures.cases", listed, (*other, back))
