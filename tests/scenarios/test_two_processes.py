"""Parts of one album that arrive in two processes on one database become one message all the same."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from bot import albums
from bot.company import Company
from handlers.messages import Envelope
from storage import tables
from tests.conftest import POSTGRES
from tests.engines import opened
from tests.photographs import photograph
from tests.world import World


@pytest.fixture
def second(quick_world: World, tmp_path: Path) -> Iterator[Company]:
    """Another process of the same company, which writes to the same platform."""
    if not quick_world.url.startswith("postgresql"):
        pytest.skip("SQLite serves one process")
    platforms = {"stub": quick_world.platform}
    judge = quick_world._classifier
    company = Company(
        opened(quick_world.url), tmp_path, platforms, turn_threads=2, now=quick_world.clock, classifier=judge
    )
    yield company
    company.close()
    company.engine.dispose()


def parts(world: World, count: int, size: int | None = None) -> list[Envelope]:
    li = world.person("李强")
    album = {"id": "a1", **({"size": size} if size else {})}
    pictures = [world.upload(photograph(n, size=(320, 240))) for n in range(count)]
    texts = ["冲压2号机防护罩松了", *[""] * (count - 1)]
    return [
        world.envelope(li.code, text=text, photos=[picture], album=album)
        for text, picture in zip(texts, pictures, strict=True)
    ]


def arrive(world: World, second: Company, envelopes: list[Envelope]) -> None:
    """In turn here and there, and worked on by both until it is quiet."""

    async def both() -> None:
        for number, envelope in enumerate(envelopes):
            await (world.company, second)[number % 2].intake.accept(envelope)
        for _ in range(2):
            for company in (world.company, second):
                await company.intake.settle()
                await company.intake.sweep()
        for company in (world.company, second):
            await company.courier.settle()

    world._runner.run(both())


@pytest.mark.skipif(not POSTGRES, reason="needs PostgreSQL")
def test_an_album_of_known_size_is_one_report(quick_world: World, second: Company) -> None:
    arrive(quick_world, second, parts(quick_world, 5, size=5))
    (confirm,) = quick_world.person("李强").hears("report.confirm")
    assert confirm.facts["photos"] == 5
    last = {row.part_of for row in quick_world.rows(select(tables.inbox))}
    assert len(last) == 1


@pytest.mark.skipif(not POSTGRES, reason="needs PostgreSQL")
def test_an_album_of_unknown_size_is_one_report_after_a_moment_of_quiet(
    quick_world: World, second: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    quiet = albums.QUIET
    monkeypatch.setattr(albums, "QUIET", quiet / 10)  # how long is waited; the clock itself stands still meanwhile

    async def time_goes_on() -> None:
        await asyncio.sleep(quiet.total_seconds() / 10)
        quick_world.clock.passes(seconds=2)

    async def both() -> None:
        envelopes = parts(quick_world, 4)
        for number, envelope in enumerate(envelopes):
            await (quick_world.company, second)[number % 2].intake.accept(envelope)
        await time_goes_on()
        for company in (quick_world.company, second):
            await company.intake.settle()
            await company.courier.settle()

    quick_world._runner.run(both())
    (confirm,) = quick_world.person("李强").hears("report.confirm")
    assert confirm.facts["photos"] == 4
