"""What is measured of the figures is still measured, on each engine; how quick it is, no test asks."""

from sqlalchemy import Engine

from tests.bench.digest import fill
from tests.bench.indicators import follow_as_if, measured


def test_every_figure_is_measured(engine: Engine) -> None:
    fill(engine, 3000)
    follow_as_if(engine)
    figures = measured(engine, "here")
    assert len({figure.name for figure in figures}) == len(figures) == 7
    assert all(figure.value > 0 for figure in figures)
