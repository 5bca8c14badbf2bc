"""What the tests of platforms share."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from storage.engine import open_engine
from storage.tables import access_tokens
from tests.platforms.wecom_house import House, done, open_house


@pytest.fixture
def tokens(tmp_path: Path) -> Iterator[Engine]:
    """A database with room for access tokens and nothing else."""
    engine = open_engine(f"sqlite:///{tmp_path / 'tokens.db'}")
    access_tokens.create(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def house(tokens: Engine) -> Iterator[House]:
    """WeCom on both sides."""
    with open_house(tokens) as opened:
        yield opened
        done(opened.platform.close())
