"""The benchmark still measures everything it promises; how quick it is, no test asks."""

import asyncio
import sys

import pytest

from tests.bench.conversations import handle, report
from tests.bench.figures import BEGIN, END, Aim, Figure, percentile, repeated, short, table, with_block
from tests.bench.plant import running_plant
from tests.bench.run import PARTS, measured
from tests.bench.sizes import QUICK
from tests.bench.turns import crowd


@pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc")
def test_every_figure_is_measured() -> None:
    parts = list(measured(QUICK))
    figures = [figure for part in parts for figure in part]
    assert [bool(part) for part in parts] == [True] * len(PARTS)
    assert all(figure.value > 0 for figure in figures), table(figures)
    assert all(value > 0 for figure in figures for value in figure.repetitions), table(figures)
    assert len({figure.name for figure in figures}) == len(figures)
    units = {figure.unit for figure in figures if figure.aim}
    assert units == {"turns/s", "ms", "s", "MiB"}, "each of the four aims stands beside a figure"


def test_each_report_becomes_a_task_that_its_owner_takes() -> None:
    async def three_of_them() -> tuple[int, int]:
        async with running_plant() as plant:
            await crowd(plant, report, 3, at_once=2)
            waiting = plant.tasks.qsize()
            await crowd(plant, handle, 3, at_once=2)
            return waiting, len(plant.latencies)

    assert asyncio.run(three_of_them()) == (3, 12)


def test_an_aim_is_a_floor_or_a_ceiling() -> None:
    assert Aim(300, at_least=True).is_met(300)
    assert not Aim(300, at_least=True).is_met(299.9)
    assert Aim(25).is_met(25)
    assert not Aim(25).is_met(25.1)


def test_a_repeated_figure_is_the_median_with_all_its_values() -> None:
    figure = repeated("turns", [310, 100, 290], "turns/s", Aim(300, at_least=True))
    assert figure.value == 290
    assert figure.cells() == ("turns", "290 turns/s", "310 100 290", "≥ 300", "missed")


@pytest.mark.parametrize(("share", "value"), [(0.5, 2), (0.75, 3), (0.99, 4), (1, 4)])
def test_a_percentile_is_a_value_that_was_measured(share: float, value: int) -> None:
    assert percentile([4, 1, 3, 2], share) == value


@pytest.mark.parametrize(("value", "said"), [(1234.5, "1234"), (99.96, "100"), (3.14159, "3.14"), (0.0123, "0.0123")])
def test_no_more_digits_are_shown_than_are_known(value: float, said: str) -> None:
    assert short(value) == said


def test_the_table_is_markdown_and_its_columns_stand_below_each_other() -> None:
    lines = table([Figure("a", 1, "s", Aim(3)), Figure("much longer", 2, "MiB")]).splitlines()
    assert len({len(line) for line in lines}) == 1
    assert [line.split("|")[1].strip() for line in lines] == ["what", "-" * 13, "a", "much longer"]
    assert "met" in lines[2]


def test_the_figures_replace_those_of_the_run_before_and_nothing_else() -> None:
    document = f"before\n{BEGIN}\nold\n{END}\nafter\n"
    once = with_block(document, "new\n")
    assert once == f"before\n{BEGIN}\n\nnew\n\n{END}\nafter\n"
    assert with_block(once, "new") == once


def test_a_document_without_the_marks_is_left_alone() -> None:
    with pytest.raises(ValueError, match="marks"):
        with_block("nothing here", "new")
