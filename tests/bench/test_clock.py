"""What is measured of the clock is still measured, on each engine; how quick it is, no test asks."""

from sqlalchemy import Engine

from tests.bench.clock import idle, rings, wind_up


def test_an_idle_tick_and_due_timers_are_measured(engine: Engine) -> None:
    wind_up(engine, 300)
    assert idle(engine, "here").value > 0
    assert rings(engine, "here", processes=1, count=20).value > 0
