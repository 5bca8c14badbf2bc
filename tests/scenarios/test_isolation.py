"""Two companies in one process and fifty people at once: no reply, picture, list or number of the other, ever."""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from shutil import copy
from typing import Any

import pytest
from sqlalchemy import make_url, select, update

from handlers.messages import Envelope
from storage import tables
from storage.engine import read_transaction, write_transaction
from storage.sealed_types import for_table
from tests.conftest import administer
from tests.photographs import photograph
from tests.world import Someone, World

EACH = 25  # people of each company, all at once


class House:
    """One of the two: everything that has a name in it bears its mark, and so do its numbers and what is said there."""

    def __init__(self, url: str, folder: Path, mark: str) -> None:
        folder.mkdir()
        self.mark = mark
        self.world = World(url, folder, restarting=False)
        with write_transaction(self.company.engine) as connection:
            for table in (tables.people, tables.areas, tables.departments, tables.equipment):
                for row in connection.execute(select(table.c.id, table.c.name)).all():
                    marked = for_table(table, {"name": row.name + mark}, {"id": row.id})
                    connection.execute(update(table).where(table.c.id == row.id).values(marked))
            connection.execute(update(tables.company).values(number_prefix=mark, name=f"工厂{mark}"))
        self.world.stop()
        self.people = sorted(self.world.people(), key=lambda person: person.code)[:EACH]

    @property
    def company(self) -> Any:
        return self.world.company

    def said(self) -> str:
        """Everything that was ever sent to anybody here, with what stands on the buttons."""
        return "\n".join(
            f"{each.text} {' '.join(choice.label for choice in each.choices)}" for each in self.world.platform.sent
        )

    def rows(self, query: Any) -> Sequence[Any]:
        with read_transaction(self.company.engine) as connection:
            return connection.execute(query).all()

    def cards(self, person: Someone) -> list[Any]:
        return [heard for heard in person.everything() if heard.choices]


@pytest.fixture
def houses(request: pytest.FixtureRequest, demo_url: str, tmp_path: Path) -> Iterator[tuple[House, House]]:
    if not demo_url.startswith("sqlite"):
        request.getfixturevalue("demo_postgres").dispose()  # a database that somebody uses is not copied
    with beside(demo_url, tmp_path) as other_url:
        both = House(demo_url, tmp_path / "a", "QX"), House(other_url, tmp_path / "b", "ZW")
        yield both
        for house in both:
            house.world.close()


@contextmanager
def beside(url: str, folder: Path) -> Iterator[str]:
    """A second database like one that nobody uses yet."""
    there = make_url(url)
    if there.get_backend_name() == "sqlite":
        copy(str(there.database), folder / "other.db")
        yield f"sqlite:///{folder / 'other.db'}"
        return
    other = there.set(database=f"{there.database}_other")
    administer(f"CREATE DATABASE {other.database} TEMPLATE {there.database}")
    yield other.render_as_string(hide_password=False)
    administer(f"DROP DATABASE {other.database} WITH (FORCE)")


def at_once(runner: asyncio.Runner, *said: tuple[House, list[Envelope]]) -> None:
    """Everybody of both says something in the same moment."""

    async def all_of_it() -> None:
        for house, _ in said:
            await house.company.lease.renew()
        coming = [house.company.intake.accept(envelope) for house, envelopes in said for envelope in envelopes]
        await asyncio.gather(*coming)
        for part in ("intake", "courier"):
            await asyncio.gather(*(getattr(house.company, part).settle() for house, _ in said))

    runner.run(all_of_it())


def everybody(house: House, text: str, **more: Any) -> list[Envelope]:
    return [house.world.envelope(person.code, text=text, **more) for person in house.people]


def reports(house: House) -> list[Envelope]:
    return [
        house.world.envelope(
            person.code, text=f"{n}号防护罩松了，{house.mark}的事", photos=[house.world.upload(picture(n, house.mark))]
        )
        for n, person in enumerate(house.people)
    ]


def picture(n: int, mark: str) -> bytes:
    return photograph(n + (100 if mark == "ZW" else 0), size=(320, 240))


def taps(house: House, value: str) -> list[Envelope]:
    found = []
    for person in house.people:
        for heard in reversed(house.cards(person)):
            if any(choice["value"] == value for choice in heard.choices):
                found.append(house.world.envelope(person.code, choice=heard.token(value)))
                break
    return found


def places(house: House) -> list[Envelope]:
    """Those of the office, who work in no one area, are asked where it is: in the first one, and right there."""
    found = []
    for person in house.people:
        heard = person.everything()[-1]
        if heard.topic == "report.where":
            offered = [choice["value"] for choice in heard.choices]
            token = heard.token("here" if "here" in offered else offered[0])
            found.append(house.world.envelope(person.code, choice=token))
    return found


def test_nothing_of_one_company_is_ever_told_in_the_other(houses: tuple[House, House]) -> None:
    one, other = houses
    with asyncio.Runner() as runner:
        at_once(runner, (one, reports(one)), (other, reports(other)))
        for _ in range(2):
            at_once(runner, (one, places(one)), (other, places(other)))
        at_once(runner, (one, taps(one, "submit")), (other, taps(other, "submit")))
        for text in ("我的上报", "隐患", "等我办", "查 防护罩", "交接班", "帮助"):
            at_once(runner, (one, everybody(one, text)), (other, everybody(other, text)))
        cases = {house.mark: house.rows(select(tables.hazards)) for house in houses}
        for house, stranger in (houses, houses[::-1]):
            number, mark = cases[stranger.mark][0].number, stranger.mark
            at_once(runner, (house, everybody(house, number)), (stranger, everybody(stranger, f"查 {house.mark}的事")))
            at_once(runner, (house, everybody(house, f"查 {mark}的事")), (stranger, []))
            (forged, *_) = [heard for person in stranger.people for heard in stranger.cards(person)]
            token = forged.token(forged.choices[0]["value"])
            at_once(runner, (house, everybody(house, "", choice=token)), (stranger, []))
        for house, stranger in (houses, houses[::-1]):
            assert len(cases[house.mark]) == EACH
            assert all(case.number.startswith(house.mark) for case in cases[house.mark])
            asked = (f"查 {stranger.mark}", f"{stranger.mark}的事", *(case.number for case in cases[stranger.mark]))
            for outgoing in house.world.platform.sent:
                told = outgoing.text
                for own in asked:  # what they had written themselves is repeated to them
                    told = told.replace(own, "")
                assert stranger.mark not in told, outgoing.text
            assert house.mark in house.said()
        no_picture_opens(one, other)
        no_picture_opens(other, one)


def no_picture_opens(house: House, stranger: House) -> None:
    """Nobody here opens a picture of the other, nor lies a file of it here."""
    theirs = [row.id for row in stranger.rows(select(tables.attachments.c.id))]
    assert theirs
    for person in house.people:
        assert all(house.company.photo(person.id, attachment, "clean") is None for attachment in theirs[:3])
    media = {row.digest for row in house.rows(select(tables.media.c.digest))}
    assert media
    assert not media & {row.digest for row in stranger.rows(select(tables.media.c.digest))}
