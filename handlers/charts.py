"""The charts of the board in chat: how open cases stand, of what kinds, where, and what days have brought."""

from dataclasses import dataclass

from handlers.questions import Open, Option, find
from handlers.replies import Say
from handlers.wanted import ChartNow
from workflow.board import SPANS, Chart

DRILLED = 2  # so many of the largest categories are a tap away
BUTTONS: dict[str, str] = {
    **{
        Chart.NOW: "charts.now",
        Chart.KINDS: "charts.kinds",
        Chart.TREND: "charts.trend",
        Chart.PLACES: "charts.places",
    },
    **{"month": "charts.month", "quarter": "charts.quarter", "year": "charts.year"},
}


@dataclass(frozen=True)
class Looking:
    """which: one of `Chart`. of: a category, whose entries are looked at; of a trend, one of `SPANS`."""

    id: str
    which: str = Chart.NOW
    of: str = ""


async def show_chart(looking: Looking) -> Say:
    """One picture, what it says in words, and the way to the others."""
    which = Chart(looking.which)
    found = await find(ChartNow(which, looking.of))
    if found is None:
        return Say("web.no_board")
    if found["empty"]:
        return Say("chart.nothing", found, tuple(_to(each) for each in Chart if each != which))
    topic = "chart.kind" if which is Chart.KINDS and looking.of else f"chart.{which}"
    return Say(topic, found, _ways(which, looking.of, found.get("drill", ())))


def _to(which: Chart, of: str = "") -> Option:
    return Option(of or which, BUTTONS[of or which], opens=Open("show_chart", {"which": which, "of": of}))


def _ways(which: Chart, of: str, drill: tuple[tuple[str, str], ...]) -> tuple[Option, ...]:
    if which is Chart.NOW:
        board = Option("board", "board", opens=Open("open_board"))
        return (_to(Chart.KINDS), _to(Chart.TREND), _to(Chart.PLACES), board)
    if which is Chart.TREND:
        spans = tuple(_to(Chart.TREND, span) for span in SPANS if span != (of or SPANS[0]))
        return (*spans, _to(Chart.KINDS), _to(Chart.NOW))
    if which is Chart.KINDS and not of:
        deeper = (Option(f"kind_{at}", text=name, opens=_of_kind(code)) for at, (code, name) in enumerate(drill))
        return (*tuple(deeper)[:DRILLED], _to(Chart.TREND), _to(Chart.NOW))
    return tuple(_to(each) for each in (Chart.KINDS, Chart.TREND, Chart.PLACES, Chart.NOW) if each != which or of)


def _of_kind(category: str) -> Open:
    return Open("show_chart", {"which": Chart.KINDS, "of": category})
