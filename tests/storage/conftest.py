"""A company that is backed up, on each engine."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import administer, beside_names
from tests.storage.backed_up import BackedUp, backed_up


@pytest.fixture
def lives(request: pytest.FixtureRequest, demo_url: str, tmp_path: Path) -> Iterator[BackedUp]:
    """Of what a test has made on PostgreSQL beside the database it was lent, nothing stays."""
    company = backed_up(demo_url, tmp_path)
    if company.place.file is None:
        request.getfixturevalue("demo_postgres").dispose()  # a database that somebody uses is not replaced
    yield company
    if company.place.file is None:
        lent = company.place.url.database or ""
        for name in beside_names(lent[:25]):  # what is kept bears as much of the name as its stamp leaves room for
            if name != lent:
                administer(f'DROP DATABASE "{name}" WITH (FORCE)')
