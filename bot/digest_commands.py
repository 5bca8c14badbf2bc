"""`hazardline digest`: the digest of one manager as it reads just now, into files to look at or on its way to them."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Engine

from bot.called import called
from bot.charts import drawn_of
from bot.company import facts_of, house_of, utc_now
from bot.recorded import operator
from handlers.digest import digest
from storage import deliveries
from storage.audit import Kind
from storage.mapping import map_domain
from storage.unit_of_work import unit_of_work
from templates.render import Renderer
from workflow.digest import DAILY_DIGEST, scope
from workflow.ids import new_id
from workflow.people import Person


class ReadsNone(Exception):
    """They manage nothing, or it is not said what."""


@dataclass(frozen=True)
class Preview:
    """A digest as it would be read: its words with the buttons below them, and the picture, if it has one."""

    words: str
    chart: bytes

    def write(self, folder: Path, name: str) -> list[Path]:
        """The files that were written. Raises OSError."""
        folder.mkdir(parents=True, exist_ok=True)
        text, picture = folder / f"{name}.txt", folder / f"{name}.png"
        text.write_text(self.words + "\n", "utf-8")
        if not self.chart:
            return [text]
        picture.write_bytes(self.chart)
        return [text, picture]


def preview(engine: Engine, named: str, which: str = DAILY_DIGEST, now: datetime | None = None) -> tuple[str, Preview]:
    """What to call its files, and a digest as it reads now. Raises Nobody, Several, ReadsNone."""
    now = now or utc_now()
    person, row = _digest_of(engine, named, which, now)
    operator(engine, Kind.EXPORT, "digest/preview", ("person", person.id), which=which)
    renderer = Renderer(ZoneInfo(facts_of(engine).time_zone))
    words = renderer.render(person.language, row["topic"], row["facts"], now, person.zone)
    buttons = (
        choice["text"] or renderer.label(person.language, "choice", choice["label"]) for choice in row["choices"]
    )
    words += "\n" + " ".join(f"[{button}]" for button in buttons)
    kind = which.replace(".", "-") if which != DAILY_DIGEST else "digest"
    return f"{kind}-{person.code}-{row['facts']['day']}", Preview(words, drawn_of(which, row["facts"]))


def send(engine: Engine, named: str, which: str = DAILY_DIGEST, now: datetime | None = None) -> None:
    """Have the running company send a digest at once. Raises as `preview`."""
    _digest_of(engine, named, which, now or utc_now(), sends=True)


def _digest_of(
    engine: Engine, named: str, which: str, now: datetime, *, sends: bool = False
) -> tuple[Person, dict[str, Any]]:
    map_domain()
    with unit_of_work(house_of(engine), now) as unit:
        person = called(unit.connection, named)
        right = scope(person, unit.today)
        if right is None:
            raise ReadsNone
        row = {"cause": f"digest:{new_id()}", "recipient_id": person.id, **digest(unit, person, right, now, which)}
        if sends:
            deliveries.add_unclaimed(unit.connection, [row], now)
    return person, row
