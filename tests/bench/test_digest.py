"""What is measured of a digest is still measured, on each engine; how quick it is, no test asks."""

from sqlalchemy import Engine

from tests.bench.digest import fill, measured


def test_every_figure_of_a_digest_is_measured(engine: Engine) -> None:
    fill(engine, 3000)
    figures = measured(engine, "here")
    assert len({figure.name for figure in figures}) == len(figures) == 19
    assert all(figure.value > 0 for figure in figures)
