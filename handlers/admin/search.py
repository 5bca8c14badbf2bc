"""Searches narrowed by taps, and any list as a file."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from handlers.listed_file import MOST
from handlers.questions import Option, Question, ask, ask_choice, find
from handlers.replies import Become, Say
from handlers.wanted import AreasUnder, DayIn, FileOf, Label
from nlp.filters import Sifted, narrowed, sifted

STATES = ("open", "overdue", "awaiting_acceptance", "suspended", "major", "closed")
SPANS = {"week": 7, "month": 30, "quarter": 90}
WRONG = {"day": "search.wrong_day", "order": "search.wrong_order", "state": "search.wrong_state"}
MOST_PLACES = 8


@dataclass(frozen=True)
class Narrowing:
    """A search by its words, with the filters that stand in them already."""

    id: str
    words: str = ""


@dataclass(frozen=True)
class Filing:
    """A list that somebody wants as a file: `list`, the name of its lookup, with what that asks."""

    id: str
    listed: Mapping[str, Any] = field(default_factory=dict)


async def narrow_search(narrowing: Narrowing) -> Become:
    """Each tap adds what could have been written, 状态:超期, in place of what was said of the same before."""
    by = await ask_choice("search.by", tuple(Option(code, f"search_by.{code}") for code in ("state", "time", "place")))
    said = await {"state": _state, "time": _time, "place": _place}[by]()
    while (wrong := sifted(said)).wrong:
        said = await reword(wrong)
    return Become("search", {"words": narrowed(narrowing.words, said)})


async def reword(wrong: Sifted) -> str:
    """What was not understood is said, and it is asked for anew."""
    asked = Question("search.what", WRONG[wrong.wrong], {"said": wrong.said}, text=True, number=True, spoken=True)
    return (await ask(asked)).text


async def _state() -> str:
    state = await ask_choice("search.by_state", tuple(Option(code, f"search_state.{code}") for code in STATES))
    return await _filter("state", str(await find(Label("search_word", state))))


async def _filter(key: str, value: str) -> str:
    """As its person would have written it."""
    return f"{await find(Label('search_word', key))}:{value.replace(' ', '_')}"


async def _time() -> str:
    options = tuple(Option(code, f"search_time.{code}") for code in SPANS)
    answer = await ask(Question("search.by_time", "search.by_time", {}, options, text=True, figures=True))
    if answer.choice is None:
        return answer.text.replace(" ", "")
    return f"{await find(DayIn(f'{SPANS[answer.choice]} days ago'))}.."


async def _place() -> str:
    options = tuple(Option(area["id"], text=area["name"]) for area in (await find(AreasUnder(None)))[:MOST_PLACES])
    answer = await ask(Question("search.by_place", "search.by_place", {}, options, text=True))
    named = next((option.text for option in options if option.value == answer.choice), answer.text)
    return await _filter("place", named)


async def list_file(filing: Filing) -> Say:
    """It is made when it is sent; who had it is on record."""
    cases = (await find(FileOf(filing.listed)))["cases"]
    if not cases:
        return Say("file.nothing")
    if cases > MOST:
        return Say("file.too_much", {"cases": cases, "most": MOST})
    return Say("file.list", {"file": dict(filing.listed), "cases": cases, "list": filing.listed["list"]})
