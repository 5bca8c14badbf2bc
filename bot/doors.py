"""The doors of the process: each listening socket with its server, open until the first of them ends."""

import asyncio
import signal
import socket
from collections.abc import Callable, Sequence

import uvicorn
from starlette.applications import Starlette

from bot.tls import Tls

# How long open pages (their live connections never end by themselves) may hold up an orderly stop.
GOODBYE_SECONDS = 4


class AddressTaken(Exception):
    """Nobody can listen at an address, most likely because somebody else does: (it, the setting of its port)."""

    def __init__(self, address: str, variable: str) -> None:
        super().__init__(address)
        self.address = address
        self.variable = variable


def listen(host: str, port: int, variable: str) -> socket.socket:
    """An open socket; `variable` names the setting that says its port. Raises AddressTaken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        raise AddressTaken(f"{host}:{port}", variable) from error


class Door:
    """One listening server of the process.

    tls: its certificate; none: what it says can be read on the way. proxies: addresses with commas between, whose word
    is taken for whom and by which scheme they pass on; empty: nobody's.
    """

    def __init__(self, app: Starlette, at: socket.socket, tls: Tls | None = None, proxies: str = "") -> None:
        config = uvicorn.Config(
            app,
            log_level="warning",
            access_log=False,
            server_header=False,
            proxy_headers=bool(proxies),
            forwarded_allow_ips=proxies,
            timeout_graceful_shutdown=GOODBYE_SECONDS,
            ssl_certfile=tls.certificate if tls else None,
            ssl_keyfile=tls.key if tls else None,
        )
        self.server = uvicorn.Server(config)
        self.address = "{}://{}:{}".format("https" if tls else "http", *at.getsockname()[:2])
        self._at = at

    async def serve(self) -> None:
        await self.server.serve([self._at])


async def keep_open(doors: Sequence[Door], loops: Sequence[asyncio.Task[None]], started: Callable[[str], None]) -> None:
    """Serve until the first of all has ended, by a signal or by a fault: then nothing more is taken in."""
    serving = [asyncio.create_task(door.serve()) for door in doors]
    stop = asyncio.Event()
    if not doors:  # nothing but polling: no server listens for the signals
        for signal_ in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(signal_, stop.set)
    while not all(door.server.started for door in doors) and not any(task.done() for task in serving):
        await asyncio.sleep(0.01)
    if all(door.server.started for door in doors):
        for address in [door.address for door in doors] or [""]:
            started(address)
    stopped = asyncio.create_task(stop.wait())
    await asyncio.wait([*serving, *loops, stopped], return_when=asyncio.FIRST_COMPLETED)
    stopped.cancel()
    for door in doors:  # a loop has fallen, perhaps: to go on would be to take messages that nobody answers
        door.server.should_exit = True
    await asyncio.gather(*serving)
