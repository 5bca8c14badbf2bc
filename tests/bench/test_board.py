"""What is measured of a board is still measured, on each engine; how quick it is, no test asks."""

from sqlalchemy import Engine

from tests.bench.board import measured, settle


def test_every_figure_of_a_board_is_measured(engine: Engine) -> None:
    settle(engine, 3000)
    figures = measured(engine, "here", 5)
    assert len({figure.name for figure in figures}) == len(figures) == 14
    assert all(figure.value > 0 for figure in figures)
