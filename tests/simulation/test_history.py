"""The demo begins with a past, all of it or none, and goes on from there."""

import shutil
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot import app
from bot.keys import with_demo_keys
from bot.settings import Settings
from bot.simulation import history
from storage.engine import open_engine, read_transaction
from storage.tables import company, events, hazards, webchat_messages

NOW = datetime(2026, 11, 26, 9, 30, tzinfo=UTC)


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two weeks of it, which are told in a few seconds."""
    monkeypatch.setattr(history, "LASTS", timedelta(days=14))


def test_the_demo_has_a_past_that_ends_now(tmp_path: Path, short: None) -> None:
    settings = with_demo_keys(Settings(data_dir=tmp_path))
    (tmp_path / history.PREPARING).mkdir()
    (tmp_path / history.PREPARING / "hazardline.db").write_text("of a start that was cut off")

    assert app.is_first_start(settings)
    history.prepare(settings, NOW)
    assert not app.is_first_start(settings)
    app.prepare_demo(settings)  # which finds its company there

    engine = open_engine(settings.database)
    with read_transaction(engine) as connection:
        states = Counter(map(str, connection.scalars(select(hazards.c.state))))
        first, last = connection.execute(select(func.min(events.c.at), func.max(events.c.at))).one()
        said = Counter(connection.scalars(select(webchat_messages.c.direction)))
        unread = connection.scalars(
            select(webchat_messages.c.at).where(
                webchat_messages.c.direction == "out", webchat_messages.c.read_at.is_(None)
            )
        ).all()
        quiet = connection.scalar(select(company.c.quiet))
    engine.dispose()
    assert sum(states.values()) > 8
    assert states["closed"] > 2
    assert NOW - timedelta(days=15) < first < last <= NOW
    assert said["out"] > said["in"] > 30
    assert all(at >= NOW - history.UNREAD for at in unread)
    assert quiet is None, "whoever tries the demo hears at once"
    assert not (tmp_path / history.PREPARING).exists()


def test_a_company_that_is_there_gets_no_past(tmp_path: Path) -> None:
    settings = with_demo_keys(Settings(data_dir=tmp_path))
    app.prepare_demo(settings)
    assert not app.is_first_start(settings)
    assert not app.is_first_start(Settings(data_dir=tmp_path / "else", database_url="postgresql+psycopg://x@y/z"))


def test_a_past_that_was_cut_off_is_told_anew(tmp_path: Path, short: None, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = with_demo_keys(Settings(data_dir=tmp_path))

    def killed(*told: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(history, "lived", killed)
        with pytest.raises(KeyboardInterrupt):
            history.prepare(settings, NOW)
    assert app.is_first_start(settings), "nothing half-told is taken for the company"
    shutil.rmtree(tmp_path)
