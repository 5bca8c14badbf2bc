"""The plant of six people and its web chat: on each engine, and behind its pages; and a command line."""

import os
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from starlette.testclient import TestClient

from bot import console, nlp_commands
from bot.platforms.webchat import WebChat
from tests.bot.command_line import CommandLine
from tests.chat_house import ChatHouse, open_house
from tests.engines import MASTER_KEY

HERE = "http://127.0.0.1:8080"


@pytest.fixture
def house(engine: Engine, tmp_path: Path) -> ChatHouse:
    """The people beside those of the demo company, on each engine."""
    return open_house(tmp_path, engine)


@pytest.fixture
def chat(house: ChatHouse) -> WebChat:
    return house.platform


@pytest.fixture
def plant(tmp_path: Path) -> ChatHouse:
    """The people in a plant of their own."""
    return open_house(tmp_path)


@pytest.fixture
def browser(plant: ChatHouse) -> Iterator[TestClient]:
    """A browser on the machine that serves the plant's chat."""
    with TestClient(plant.app(), base_url=HERE, client=("127.0.0.1", 50000)) as client:
        yield client


@pytest.fixture
def li(browser: TestClient) -> TestClient:
    """The browser, being 李强."""
    assert browser.post("/chat/li/session").status_code == 200
    return browser


@pytest.fixture
def hazardline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    """In an empty folder, with no settings but a master key, in English."""
    for name in [name for name in os.environ if name.startswith("HAZARDLINE_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HAZARDLINE_MASTER_KEY", b64encode(MASTER_KEY).decode())
    for module in (console, nlp_commands):
        monkeypatch.setattr(module, "LANGUAGE", "en")
    monkeypatch.chdir(tmp_path)
    return CommandLine(tmp_path)


def post(client: TestClient, client_id: str = "client-1", files: Any = None, code: str = "li", **fields: str) -> Any:
    """Post a message as a page does: always multipart."""
    parts = [(name, (None, value)) for name, value in {"client_id": client_id, **fields}.items()]
    return client.post(f"/chat/{code}/messages", files=parts + [("photo", file) for file in files or []])


def texts(client: TestClient, code: str = "li", **where: int) -> list[str]:
    return [m["text"] for m in client.get(f"/chat/{code}/messages", params=where).json()["messages"]]
