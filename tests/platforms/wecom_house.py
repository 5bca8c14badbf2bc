"""Our WeCom platform beside the fake one, with the door between them: what every test of it begins with."""

import asyncio
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from sqlalchemy import Engine

from bot.platforms.wecom import App, Wecom
from handlers.messages import Choice, Incoming, Outgoing
from tests.platforms.fakes.wecom import FakeWecom
from tests.platforms.receiving import Received, receiving
from tests.world import Clock

R = TypeVar("R")


def app_of(fake: FakeWecom, public_url: str = "") -> App:
    """The app as its page in the fake shows it."""
    return App(fake.corp_id, fake.agent_id, fake.secret, fake.token, fake.aes_key, fake.url, public_url)


def done(work: Coroutine[Any, Any, R]) -> R:
    return asyncio.run(work)


@dataclass
class House:
    """Both sides, and the clock that both read."""

    fake: FakeWecom
    platform: Wecom
    received: Received
    clock: Clock

    def heard(self) -> list[Incoming]:
        """What has come in since this was asked last, as it is understood."""
        return [self.platform.parse(envelope.body) for envelope in self.received.taken()]

    def send(self, text: str = "请验收", *labels: str, to: str = "zhangsan", **more: Any) -> Any:
        choices = tuple(Choice(f"token-{number}", label) for number, label in enumerate(labels, 1))
        return done(self.platform.send(Outgoing(to, text, choices, **more)))


@contextmanager
def open_house(engine: Engine, *, limits: bool = False, answer_seconds: float = 5.0) -> Iterator[House]:
    """A company of three: 张三 and 李强, and 王芳, who has left."""
    clock = Clock()
    fake = FakeWecom(now=clock, limits=limits).start()
    platform = Wecom(app_of(fake), engine, now=clock, answer_seconds=answer_seconds)
    with receiving([platform]) as received:
        fake.callback = f"{received.url}/wecom/callback"
        platform.app = replace(platform.app, public_url=received.url)
        fake.person("zhangsan", "张三")
        fake.person("LiQiang", "李强")
        fake.person("wangfang", "王芳", visible=False)
        yield House(fake, platform, received, clock)
    fake.stop()
