"""The plant in which every test of the domain takes place."""

import pytest

from tests.workflow.plant import Plant


@pytest.fixture
def plant() -> Plant:
    """Monday 09:00, nothing has happened yet."""
    return Plant()
