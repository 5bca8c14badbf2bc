"""What the scenarios share."""

import pytest

from bot import albums, courier, intake, written_down
from storage import engine


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits long for a second try."""
    monkeypatch.setattr(intake, "RETRY_SECONDS", 0.01)
    monkeypatch.setattr(albums, "RETRY_SECONDS", 0.01)
    monkeypatch.setattr(courier, "IDLE_SECONDS", 0.01)
    monkeypatch.setattr(written_down, "AGAIN_SECONDS", 0.01)
    monkeypatch.setattr(engine, "BUSY_SECONDS", 0.01)
