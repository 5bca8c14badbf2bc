"""A loop that falls by a fault of ours ends the process: nobody writes to a bot that is deaf."""

from pathlib import Path

import pytest

from bot import app
from bot.courier import Courier
from bot.keys import with_demo_keys
from bot.settings import Settings
from tests.scenarios.program import free_port


def test_a_fallen_loop_stops_the_process_and_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = with_demo_keys(Settings(data_dir=tmp_path, port=free_port()))
    app.prepare_demo(settings)

    async def falls(courier: Courier) -> None:
        raise ValueError("a fault of ours")

    monkeypatch.setattr(Courier, "run", falls)
    monkeypatch.setattr(app, "spare_the_collector", lambda: None)  # this process goes on with other tests
    started: list[str] = []
    with pytest.raises(app.LoopFell) as fell:
        app.serve(settings, started.append, lambda unusable: None)
    assert isinstance(fell.value.__cause__, ValueError)
    assert started
