"""Topics and facts become words: block `photos` of messages/<language>/report.txt is topic `report.photos`."""

import tomllib
from collections.abc import Callable, Mapping
from datetime import date, datetime, tzinfo
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template, TemplateNotFound, pass_context
from jinja2.runtime import Context

from templates import heads
from templates.heads import LANGUAGES

__all__ = ["LANGUAGES", "Renderer", "filters", "label", "labels", "short_date"]

ROOM = Path(__file__).parent


class Renderer:
    """Renders topics and labels in a language, with clock times as the reader's own clock shows them.

    zone: of the company, for whoever has none of their own.
    """

    def __init__(self, zone: ZoneInfo) -> None:
        self._zone = zone

    def render(
        self, language: str, topic: str, facts: Mapping[str, Any], now: datetime, zone: tzinfo | None = None
    ) -> str:
        """The words of a topic. zone: of the reader.

        Raises KeyError for an unknown topic, UndefinedError for a fact that is missing.
        """
        name, _, block = topic.partition(".")
        template = _template(language, name)
        context = template.new_context({**facts, "now": now.astimezone(zone or self._zone)})
        lines = "".join(template.blocks[block](context)).strip().splitlines()
        return "\n".join(line.strip() for line in lines if line.strip())

    def label(self, language: str, kind: str, code: str) -> str:
        """The name of a code: `choice`/`submit`, `category`/`fire`, `choice`/`stage.working`."""
        return label(language, kind, code)

    def yuan(self, language: str, fen: int) -> str:
        """An amount of fen: "35,000 元"."""
        return _yuan(language, fen)

    def lasting(self, language: str, seconds: float) -> str:
        """A span of time: "1 天 3 小时"."""
        return _lasting(language, seconds)


def _template(language: str, name: str) -> Template:
    try:
        return _environment(language).get_template(f"{name}.txt")
    except TemplateNotFound as error:
        raise KeyError(name) from error


@cache
def _environment(language: str) -> Environment:
    """The words of a language, which know no company: what is compiled for one is there for all."""
    environment = Environment(  # noqa: S701 - plain text: each platform escapes for its own markup
        loader=FileSystemLoader(ROOM / "messages" / language),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters.update(filters(language))
    return environment


def filters(language: str) -> dict[str, Callable[..., str]]:
    """What templates call to say a code, a moment, a sum in a language. Of moments `now` tells how they are seen."""
    return {
        "label": lambda code, kind: label(language, kind, str(code)),
        "by": _timely(language, _deadline),
        "at": _timely(language, _moment),
        "on": _timely(language, _day_and_time),
        "day": _timely(language, _day),
        "date": _timely(language, _day_of_year),
        "short": _short,
        "within": _within,
        "spaced": _spaced,
        "yuan": lambda fen: _yuan(language, fen),
        "head": lambda head: heads.in_short(language, head["number"], head["link"]),
        "lasting": lambda seconds: _lasting(language, seconds),
    }


def _timely(language: str, say: Callable[[str, datetime, datetime], str]) -> Callable[..., str]:
    """A filter that says a moment as it is seen at `now`, in the zone of `now`."""

    @pass_context
    def filtered(context: Context, value: datetime | str) -> str:
        now = context["now"]
        moment = datetime.fromisoformat(value) if isinstance(value, str) else value
        moment = moment if moment.tzinfo else moment.replace(tzinfo=now.tzinfo)  # a day is the site's own
        return say(language, moment.astimezone(now.tzinfo), now)

    return filtered


@cache
def labels(language: str) -> dict[str, Any]:
    """Every label of a language."""
    return tomllib.loads((ROOM / "labels" / f"{language}.toml").read_text(encoding="utf-8"))


def label(language: str, kind: str, code: str) -> str:
    """The name of a code in a language; dots lead into sub-tables."""
    value: Any = labels(language)[kind]
    for part in code.split("."):
        value = value[part]
    return str(value)


def _deadline(language: str, moment: datetime, now: datetime) -> str:
    """ "周四 18:00 前": a weekday within this week, the date beyond it."""
    return label(language, "time", "by").format(when=_moment(language, moment, now))


def _moment(language: str, moment: datetime, now: datetime) -> str:
    days = (moment.date() - now.date()).days
    patterns = labels(language)["time"]
    if str(days) in patterns["near"]:
        day = patterns["near"][str(days)]
    elif days > 0 and moment.isocalendar()[:2] == now.isocalendar()[:2]:
        day = patterns["weekdays"][moment.weekday()]
    else:
        return _dated(patterns, moment, with_year=moment.year != now.year)
    return str(patterns["at"]).format(day=day, clock=f"{moment:%H:%M}").strip()


def _day_and_time(language: str, moment: datetime, now: datetime) -> str:
    """The full date, for what is read at another time than it was made: "2026年11月24日 03:49"."""
    return _dated(labels(language)["time"], moment, with_year=True)


def _day(language: str, moment: datetime, now: datetime) -> str:
    """The full date without a clock time, as papers bear it: "2026年11月24日"."""
    return _date(labels(language)["time"], moment, with_year=True)


def _day_of_year(language: str, moment: datetime, now: datetime) -> str:
    return short_date(language, moment)


def short_date(language: str, day: date) -> str:
    """A date without its year: "11月24日"."""
    return _date(labels(language)["time"], day, with_year=False)


def _dated(patterns: Mapping[str, Any], moment: datetime, *, with_year: bool) -> str:
    day = _date(patterns, moment, with_year=with_year)
    return str(patterns["at"]).format(day=day, clock=f"{moment:%H:%M}").strip()


def _date(patterns: Mapping[str, Any], moment: date, *, with_year: bool) -> str:
    pattern = patterns["date_with_year" if with_year else "date"]
    months = patterns["months"]
    return str(pattern.format(y=moment.year, m=moment.month, d=moment.day, month=months[moment.month - 1]))


def _lasting(language: str, seconds: float) -> str:
    """A span of time in its two largest units: "1 天 3 小时"."""
    minutes = max(int(seconds // 60), 1)
    days, hours, minutes = minutes // 1440, minutes % 1440 // 60, minutes % 60
    units = labels(language)["time"]["units"]
    parts = [(days, "day"), (hours, "hour"), (0 if days else minutes, "minute")]
    said = [units[name if count == 1 else f"{name}s"].format(n=count) for count, name in parts if count]
    return " ".join(said[:2])


def _yuan(language: str, fen: int) -> str:
    """An amount of fen, always as yuan with thousands set apart: "35,000 元"; cents only where there are some."""
    yuan, rest = divmod(fen, 100)
    return label(language, "money", "yuan").format(amount=f"{yuan:,}.{rest:02}" if rest else f"{yuan:,}")


def _short(text: str, length: int = 40) -> str:
    """A text on one line, cut with an ellipsis."""
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1] + "…"


def _within(name: str) -> str:
    """A name as it stands inside a sentence: with a small letter, unless it is an abbreviation."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def _spaced(name: str) -> str:
    """A name as it stands before a Chinese word: with a blank behind it where it ends in a Latin letter."""
    return f"{name} " if name[-1:].isascii() and name[-1:].isalpha() else name
