"""A door that a platform's fake posts to: our own web application on loopback, and what it has stored."""

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

import uvicorn

from bot.doors import listen
from bot.web.webhooks import Hooked, create_webhook_app
from handlers.messages import Envelope

START_SECONDS = 10


@dataclass
class Received:
    """Envelopes in the order in which they came, each key once, as in the inbox. `fails`: what storing raises."""

    url: str = ""
    envelopes: list[Envelope] = field(default_factory=list)
    fails: list[Exception] = field(default_factory=list)
    asked: int = 0

    async def accept(self, envelope: Envelope) -> bool:
        self.asked += 1
        if self.fails:
            raise self.fails.pop(0)
        if any((known.bot, known.key) == (envelope.bot, envelope.key) for known in self.envelopes):
            return False
        self.envelopes.append(envelope)
        return True

    def taken(self) -> list[Envelope]:
        """What has come since this was asked last."""
        came, self.envelopes = self.envelopes, []
        return came


@contextmanager
def receiving(platforms: Sequence[Hooked]) -> Iterator[Received]:
    """Serve the routes of some platforms from a thread."""
    received = Received()
    routes = [route for platform in platforms for route in platform.routes(received.accept)]
    at = listen("127.0.0.1", 0, "")
    received.url = "http://{}:{}".format(*at.getsockname()[:2])
    config = uvicorn.Config(create_webhook_app(routes), log_level="error", access_log=False, lifespan="off")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, args=([at],), daemon=True)
    thread.start()
    ends = time.monotonic() + START_SECONDS
    while not server.started and time.monotonic() < ends:
        time.sleep(0.005)
    try:
        yield received
    finally:
        server.should_exit = True
        thread.join(START_SECONDS)
        at.close()
