"""The plant of the matrix, made once for each of its books."""

from collections.abc import Iterator
from pathlib import Path
from shutil import copy

import pytest

from tests.matrix.plant import Plant, settle
from tests.world import World


@pytest.fixture(scope="module")
def plant(demo_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Plant]:
    """On SQLite alone: that both engines let the same cases through is shown in tests/storage/test_queries.py."""
    folder = tmp_path_factory.mktemp("matrix")
    copy(demo_sqlite, folder / "hazardline.db")
    world = World(f"sqlite:///{folder / 'hazardline.db'}", folder, restarting=False)
    yield settle(world)
    world.close()
