"""What is measured of the clock is still measured, on each engine; how quick it is, no test asks."""

from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.bench.clock import idle, rings, wind_up
from tests.bench.digest import postgres, sqlite
from tests.conftest import POSTGRES


@pytest.mark.parametrize("on", ["sqlite", "postgresql"])
def test_an_idle_tick_and_due_timers_are_measured(on: str, tmp_path: Path) -> None:
    if on == "postgresql" and not POSTGRES:
        pytest.skip("needs PostgreSQL")
    opened: AbstractContextManager[Engine] = sqlite(tmp_path) if on == "sqlite" else postgres(str(POSTGRES))
    with opened as engine:  # of its own: other processes open the same database
        wind_up(engine, 300)
        assert idle(engine, "here").value > 0
        assert rings(engine, "here", processes=1, count=20).value > 0
