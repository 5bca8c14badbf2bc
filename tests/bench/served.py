"""The process that `make run` starts: how soon its first page answers, and how much memory it holds."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from http.client import HTTPConnection
from itertools import cycle, islice
from pathlib import Path

import httpx

from tests.bench.conversations import PLAIN, REPORTS
from tests.bench.figures import Aim, Figure, repeated
from tests.bench.machine import memory
from tests.bench.plant import scratch
from tests.bench.sizes import Sizes
from tests.photographs import photograph

File = tuple[str, tuple[str, bytes, str]]

FIRST_PAGE, MEMORY = Aim(3), Aim(150)
PATIENCE_SECONDS = 120
HOST = "127.0.0.1"
COMMAND = Path(sys.executable).with_name("hazardline")
WAITING = ("SELECT 1 FROM inbox WHERE state = 'new'", "SELECT 1 FROM notices WHERE state = 'pending'")
# Each says what it sees and submits it with the word that stands on the button.
TALKERS = ("liqiang", "luoyong", "tangxue", "wangfang")


def measure(sizes: Sizes) -> list[Figure]:
    empty = [_first_page_in_an_empty_folder() for _ in range(sizes.starts)]
    with scratch() as folder:
        _first_page(folder)
        prepared = [_first_page(folder) for _ in range(sizes.starts)]
        talked = _memory(folder, sizes)
    return [
        repeated("first page, data directory prepared", prepared, "s", FIRST_PAGE),
        repeated("first page, data directory empty", empty, "s"),
        *talked,
    ]


def _first_page_in_an_empty_folder() -> float:
    with scratch() as folder:
        return _first_page(folder)


def _first_page(folder: Path) -> float:
    """Seconds from the start of the command to the first answer of its page."""
    began = time.perf_counter()
    with _served(folder):
        return time.perf_counter() - began


def _memory(folder: Path, sizes: Sizes) -> list[Figure]:
    with _served(folder) as (page, process):
        started = memory("now", process)
        with httpx.Client(base_url=page, timeout=PATIENCE_SECONDS) as client:
            _log_in(client)
            _chat(client, sizes.chats, folder)
            talked, most = memory("now", process), memory("most", process)
            _show(client, sizes.pictures, folder)
            shown, most_of_all = memory("now", process), memory("most", process)
    return [
        Figure("memory of the served process after its start", started, "MiB", MEMORY),
        Figure(f"after {sizes.chats} web-chat messages", talked, "MiB", MEMORY),
        Figure("its peak until then", most, "MiB", MEMORY),
        Figure(f"after {sizes.pictures} photographs of 12 megapixels", shown, "MiB"),
        Figure("its peak with photographs", most_of_all, "MiB"),
    ]


@contextmanager
def _served(folder: Path) -> Iterator[tuple[str, int]]:
    """The demo, running since its page answered: its address and its process."""
    with socket.create_server((HOST, 0)) as found:
        port = found.getsockname()[1]
    own = {"HAZARDLINE_DATA_DIR": str(folder), "HAZARDLINE_PORT": str(port), "HAZARDLINE_DEMO_HISTORY": "false"}
    own |= {"HAZARDLINE_MESSAGES_PER_MINUTE": "0", "HAZARDLINE_REQUESTS_PER_MINUTE": "0"}  # four talk for a whole plant
    # Compiled modules are kept, as on any machine where nobody forbids it.
    inherited = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    process = subprocess.Popen([COMMAND, "demo"], env={**inherited, **own}, stdout=subprocess.DEVNULL)
    try:
        _wait_for(port, process)
        yield f"http://{HOST}:{port}", process.pid
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(PATIENCE_SECONDS)


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.perf_counter() + PATIENCE_SECONDS
    while time.perf_counter() < until and process.poll() is None:
        with closing(HTTPConnection(HOST, port, timeout=PATIENCE_SECONDS)) as connection, suppress(OSError):
            connection.request("GET", "/")
            if connection.getresponse().status == 200:
                return
        time.sleep(0.005)
    raise TimeoutError(process.args)


def _log_in(client: httpx.Client) -> None:
    for code in TALKERS:
        client.post(f"/chat/{code}/session").raise_for_status()


def _chat(client: httpx.Client, times: int, folder: Path) -> None:
    """So many messages, one after another: a question for help, a list, a hazard in words, and its submission."""
    said = cycle(text for report in REPORTS for text in (PLAIN[0], PLAIN[1], report, None))
    for number, text in enumerate(islice(said, times)):
        talker = TALKERS[number // 4 % len(TALKERS)]
        _say(client, number, talker, text or _offered(client, talker), [])
        _answered(folder)


def _offered(client: httpx.Client, code: str) -> str:
    """The word on the first button of what this person was asked last."""
    shown = client.get(f"/chat/{code}/messages", params={"since": 0}).raise_for_status().json()["messages"]
    return str([message["choices"][0][1] for message in shown if message.get("choices")][-1])


def _show(client: httpx.Client, times: int, folder: Path) -> None:
    """Photographs with words, each answered before the next."""
    for number in range(times):
        file = ("photo", ("photo.jpg", photograph(number, size=(4000, 3000)), "image/jpeg"))
        _say(client, 10_000 + number, TALKERS[number % len(TALKERS)], REPORTS[number % len(REPORTS)], [file])
        _answered(folder)


def _say(client: httpx.Client, number: int, code: str, text: str, files: list[File]) -> None:
    fields = [("client_id", (None, f"bench-{number:06}")), ("text", (None, text))]
    client.post(f"/chat/{code}/messages", files=[*fields, *files]).raise_for_status()


def _answered(folder: Path) -> None:
    """Return when nothing waits any more in the database of the served process."""
    with closing(sqlite3.connect(f"file:{folder / 'hazardline.db'}?mode=ro", uri=True)) as connection:
        while any(connection.execute(waiting).fetchone() for waiting in WAITING):
            time.sleep(0.005)
