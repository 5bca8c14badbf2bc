"""A storm: 200 people send 2,000 messages while they come twice, out of order or broken, calls are refused or fail,
and the process is killed. Every report is there once, and everybody hears of it in order. A small one is always run.
"""

import random
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.conftest import only_postgres, only_sqlite
from tests.platforms.shores import Shore, telegram, wecom
from tests.platforms.storm import Sea, Size
from tests.scenarios.program import program_over

SMALL, FULL = Size(20, 200, 1), Size(200, 2_000, 3)
SMALL_OF_TWO, FULL_OF_TWO = Size(20, 200, 2), Size(200, 2_000, 4)


def sizes(small: Size, full: Size) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(
        "size", [pytest.param(small, id="small"), pytest.param(full, id="full", marks=pytest.mark.storm)]
    )


def sea(size: Size, shore: Shore, engine: Engine, folder: Path, processes: int = 1) -> Sea:
    programs = [program_over(engine, folder, shore.settings, number) for number in range(1, 1 + processes)]
    return Sea(size, shore, programs, engine, random.Random(20261126))


@only_sqlite
@sizes(SMALL, FULL)
@pytest.mark.parametrize("library", ["ptb", "aiogram"])
def test_nothing_is_lost_or_doubled_over_telegram(engine: Engine, tmp_path: Path, library: str, size: Size) -> None:
    with telegram(library) as shore:
        sea(size, shore, engine, tmp_path).breaks_loose()


@only_sqlite
@sizes(SMALL, FULL)
def test_nothing_is_lost_or_doubled_over_wecom(engine: Engine, tmp_path: Path, size: Size) -> None:
    with wecom(floods=size is FULL) as shore:
        sea(size, shore, engine, tmp_path).breaks_loose()


@only_postgres
@sizes(SMALL_OF_TWO, FULL_OF_TWO)
def test_nothing_is_lost_or_doubled_by_two_processes_on_one_database(
    engine: Engine, tmp_path: Path, size: Size
) -> None:
    with telegram("ptb") as shore:
        sea(size, shore, engine, tmp_path, processes=2).breaks_loose()
