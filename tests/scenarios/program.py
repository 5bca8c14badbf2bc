"""The real program as a process of its own: started, killed without warning, started again, asked to end."""

import asyncio
import os
import signal
import socket
import sys
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Engine

from tests import engines

ROOT = Path(__file__).parents[2]
START_SECONDS = 180  # aiogram alone takes five to import, on a core of its own
STOP_SECONDS = 60


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def environment(data: Path | str, port: int | str, database: str = "", **more: str) -> dict[str, str]:
    """The environment of a process that sees no settings but these."""
    others = {name: value for name, value in os.environ.items() if not name.startswith("HAZARDLINE_")}
    given = {"DATA_DIR": str(data), "PORT": str(port), "DATABASE_URL": database, "DEMO_HISTORY": "false"}
    given |= {"MESSAGES_PER_MINUTE": "0", "REQUESTS_PER_MINUTE": "0"}  # people of tests say more than a person can
    key = b64encode(engines.MASTER_KEY).decode()
    named = {f"HAZARDLINE_{name}": value for name, value in (given | {"MASTER_KEY": key} | more).items()}
    return {**others, **named, "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"}


@dataclass
class Program:
    """`python -m bot COMMAND` over a data directory; `database` is empty for the SQLite file inside it.

    settings: more of the environment, by their names without HAZARDLINE_.

    `kills` counts its violent ends, `log` is the file that holds what it wrote to stderr in all its lives.
    """

    command: str
    data: Path
    log: Path
    database: str = ""
    port: int = field(default_factory=free_port)
    settings: Mapping[str, str] = field(default_factory=dict)
    kills: int = 0
    _process: asyncio.subprocess.Process | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def spawn(self) -> None:
        """Start it and do not wait."""
        with self.log.open("a") as log:
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "bot", self.command),
                env=environment(self.data, self.port, self.database, **self.settings),
                cwd=self.log.parent,  # no .env lies there
                stdout=asyncio.subprocess.PIPE,
                stderr=log,
            )

    async def ready(self) -> None:
        """Wait until it has said its address."""
        process = self._alive()
        assert process.stdout is not None
        async with asyncio.timeout(START_SECONDS):
            said = (await process.stdout.readline()).decode()
        assert self.address in said, f"{self.command} did not start: {said}\n{self.log.read_text()[-3000:]}"

    async def start(self) -> None:
        await self.spawn()
        await self.ready()

    async def kill(self) -> None:
        """SIGKILL: no signal handler, no `finally`, no flush."""
        process = self._alive()
        process.kill()
        await process.wait()
        self._process = None
        self.kills += 1

    async def stop(self, ending: signal.Signals = signal.SIGINT) -> int:
        """Ask it to end, as Ctrl+C does; its exit status."""
        process = self._alive()
        process.send_signal(ending)
        async with asyncio.timeout(STOP_SECONDS):
            _, status = await asyncio.gather(process.communicate(), process.wait())
        self._process = None
        return status

    async def end(self) -> None:
        """Leave no process behind, whatever the test came to."""
        if self._process is not None and self._process.returncode is None:
            self._process.kill()
            await self._process.wait()

    def _alive(self) -> asyncio.subprocess.Process:
        assert self._process is not None
        assert self._process.returncode is None, f"ended by itself:\n{self.log.read_text()[-3000:]}"
        return self._process


def program_over(engine: Engine, folder: Path, settings: Mapping[str, str], number: int = 1) -> Program:
    """The program over a company that is there already; `number` tells apart those of one database."""
    return Program("run", folder / "data", folder / f"log {number}", engines.address_of(engine), settings=settings)
