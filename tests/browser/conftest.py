"""A browser, a plant with six people, and its chat on a real socket."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.changes import SAID, more
from tests.browser.chat_page import ARGUMENTS, opened, write
from tests.chat_house import ChatHouse, open_house, served
from tests.photographs import photograph


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def house(tmp_path: Path) -> ChatHouse:
    for number in (1, 2, 3):
        (tmp_path / f"{number}.jpg").write_bytes(photograph(number, size=(800, 600)))
    return open_house(tmp_path)


@pytest.fixture
def address(house: ChatHouse) -> Iterator[str]:
    with served(house) as address:
        yield address


@pytest.fixture
def page(chromium: Browser, address: str) -> Iterator[Page]:
    """The page on a desk, with 李强's chat open."""
    with opened(chromium, address, "li") as page:
        yield page


@pytest.fixture
def said(page: Page) -> Page:
    """The page of 李强, who has said something."""
    write(page, SAID)
    expect(more(page)).to_be_visible()  # the chat shows it: a moment after it has been sent
    return page


@pytest.fixture
def product(tmp_path: Path) -> Iterator[str]:
    """`hazardline demo` with a database of its own; its address."""
    with running_product(tmp_path) as address:
        yield address


@contextmanager
def running_product(folder: Path) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    own = {"DATA_DIR": str(folder / "data"), "PORT": str(port), "DEMO_HISTORY": "false"}
    own |= {"MESSAGES_PER_MINUTE": "0", "REQUESTS_PER_MINUTE": "0"}
    environment = {**os.environ, **{f"HAZARDLINE_{name}": value for name, value in own.items()}}
    process = subprocess.Popen([sys.executable, "-m", "bot", "demo"], env=environment)
    address = f"http://127.0.0.1:{port}"
    for _ in range(1200):
        try:
            urlopen(f"{address}/healthz").read()  # noqa: S310 - our own process on loopback
            break
        except OSError:
            time.sleep(0.05)
    yield address
    process.send_signal(signal.SIGINT)
    assert process.wait(20) in (0, 1)
