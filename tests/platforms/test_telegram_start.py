"""Starting with Telegram: one clear line for whatever stands in the way, and no library that was not chosen."""

import asyncio
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.platforms.fakes.telegram import FakeTelegram
from tests.platforms.fakes.telegram_trouble import Trouble
from tests.platforms.telegram_side import LIBRARIES
from tests.scenarios.program import Program, environment, free_port
from tests.scenarios.test_starting import refused

NAMES = {"ptb": "telegram", "aiogram": "aiogram"}
LOADED = """
import json, sys
from bot.connecting import platforms_of
from bot.settings import Settings
from sqlalchemy import create_engine
made = [platform.bot for platform in platforms_of(Settings(), create_engine("sqlite://"))]
print(json.dumps([made, sorted({name.partition(".")[0] for name in sys.modules})]))
"""


@pytest.fixture
def fake() -> Iterator[FakeTelegram]:
    with FakeTelegram() as fake:
        yield fake


def loaded(folder: Path, **settings: str) -> tuple[list[str], set[str]]:
    """The bots that a process has made, and the modules it has loaded for them."""
    run = subprocess.run(
        [sys.executable, "-c", LOADED],
        env=environment(folder, 8080, **settings),
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    )
    made, modules = json.loads(run.stdout)
    return made, set(modules)


@pytest.mark.parametrize("chosen", LIBRARIES)
def test_only_the_chosen_library_is_loaded(tmp_path: Path, chosen: str) -> None:
    made, modules = loaded(tmp_path, TELEGRAM_TOKEN="4242:abc", TELEGRAM_LIBRARY=chosen)  # noqa: S106
    assert made == ["telegram:4242"]
    assert {name for name in NAMES.values() if name in modules} == {NAMES[chosen]}


def test_without_a_token_there_is_no_bot_and_no_library(tmp_path: Path) -> None:
    made, modules = loaded(tmp_path)
    assert made == []
    assert not modules & {*NAMES.values(), "httpx", "aiohttp"}


@pytest.mark.parametrize("library", LIBRARIES)
def test_a_wrong_token_is_told_in_one_line(fake: FakeTelegram, tmp_path: Path, library: str) -> None:
    token = "4242:not-the-token"  # noqa: S105
    line = refused("demo", tmp_path, TELEGRAM_TOKEN=token, TELEGRAM_API=fake.url, TELEGRAM_LIBRARY=library)
    assert "HAZARDLINE_TELEGRAM_TOKEN" in line
    assert "@BotFather" in line
    assert token not in line


def test_a_webhook_that_telegram_refuses_is_told_in_one_line(fake: FakeTelegram, tmp_path: Path) -> None:
    fake.will(Trouble(400, "Bad Request: bad webhook: ports 80, 88, 443 or 8443", method="setWebhook"))
    hooked = {"TELEGRAM_WEBHOOK": "true", "PUBLIC_URL": "https://hazards.example.com:9999"}
    hooked["WEBHOOK_PORT"] = str(free_port())
    line = refused("demo", tmp_path, TELEGRAM_TOKEN=fake.token, TELEGRAM_API=fake.url, **hooked)
    assert "https://hazards.example.com:9999/telegram/4242" in line
    assert "8443" in line


@pytest.mark.parametrize("library", LIBRARIES)
def test_a_host_out_of_reach_is_told_in_one_line_and_waited_for(tmp_path: Path, library: str) -> None:
    """Messages of others go on meanwhile, and those of Telegram come when it is there again."""
    token = "4242:abc"  # noqa: S105
    settings = {"TELEGRAM_TOKEN": token, "TELEGRAM_API": "http://127.0.0.1:1", "TELEGRAM_LIBRARY": library}
    program = Program("demo", tmp_path / "data", tmp_path / "log", settings=settings)

    async def start_and_stop() -> int:
        await program.start()
        try:
            return await program.stop()
        finally:
            await program.end()

    assert asyncio.run(start_and_stop()) == 0
    log = (tmp_path / "log").read_text()
    assert "Telegram is out of reach just now" in log.splitlines()[0]
    assert token not in log
    assert "Traceback" not in log
