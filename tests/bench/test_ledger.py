"""What is measured of the ledger is still measured, on each engine; how quick it is, no test asks."""

from pathlib import Path

from sqlalchemy import Engine

from tests.bench.digest import fill
from tests.bench.ledger import measured, say


def test_a_ledger_is_written_in_a_process_of_its_own_and_measured(engine: Engine, tmp_path: Path) -> None:
    fill(engine, 700)
    say(engine)
    figures = measured(engine, tmp_path)
    assert [figure.unit for figure in figures] == ["s", "MiB", "MiB"]
    assert all(figure.value > 0 for figure in figures)
