"""What the tests of platforms share."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from storage.engine import open_engine
from storage.tables import access_tokens
from tests.platforms.contract import SIDES, Meet
from tests.platforms.sides import Side
from tests.platforms.wecom_house import House, done, open_house


@pytest.fixture
def tokens(tmp_path: Path) -> Iterator[Engine]:
    """A database with room for access tokens and nothing else."""
    engine = open_engine(f"sqlite:///{tmp_path / 'tokens.db'}")
    access_tokens.create(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def house(tokens: Engine) -> Iterator[House]:
    """WeCom on both sides."""
    with open_house(tokens) as opened:
        yield opened
        done(opened.platform.close())


@pytest.fixture(params=SIDES)
def meet(request: pytest.FixtureRequest, tmp_path: Path) -> Meet[None]:
    """Runs a scene on each platform."""

    def meet(scene: Callable[[Side], Awaitable[None]]) -> None:
        async def open_and_play() -> None:
            async with SIDES[request.param](tmp_path) as side:
                await scene(side)

        asyncio.run(open_and_play())

    return meet
