"""The log at its most talkative, over a life with faults in it: ids and places in the code, no names and no words."""

import json
import logging
from collections.abc import Iterator

import pytest
from sqlalchemy import select

from bot.console import QUIET
from bot.faults import Discreet
from handlers.messages import Envelope
from handlers.platform import NotDelivered
from storage import tables
from tests.scenarios.test_whole_life import report
from tests.world import World, by_id, case_of

SAID = ("防护罩松了", "换好了", "螺丝还少一个", "着火", "我来自一行读不懂的消息")


@pytest.fixture
def log() -> Iterator[list[str]]:
    """Every line as it would be written, with the libraries that are quiet in service as quiet."""
    lines: list[str] = []
    root, handler = logging.getLogger(), logging.Handler(logging.DEBUG)
    handler.setFormatter(Discreet("%(asctime)s %(levelname)s %(name)s %(message)s"))
    handler.emit = lambda record: lines.append(handler.format(record))  # type: ignore[method-assign]
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    for library in QUIET:
        logging.getLogger(library).setLevel(logging.WARNING)
    yield lines
    root.removeHandler(handler)
    root.setLevel(before)


def test_a_life_and_its_faults_leave_no_name_and_no_word_in_the_log(quick_world: World, log: list[str]) -> None:
    world = quick_world
    owner = report(world)
    owner.taps("take")
    world.platform.fails.append(NotDelivered("telegram 429: Too Many Requests", permanent=False))
    owner.taps("submit")
    owner.sends("换好了", photos=1)
    acceptor = by_id(world, case_of(world).acceptor_id)
    acceptor.taps("send_back")
    acceptor.sends("螺丝还少一个")
    world.send(Envelope("stub", "bad", "liqiang", "我来自一行读不懂的消息"))
    world.platform.fails.append(ValueError("王芳 13800000000"))
    world.person("王芳").sends("二号炉着火了")
    world.clock.passes(days=1)
    world.work()
    written = "\n".join(log)
    people = world.rows(select(tables.people.c.name, tables.people.c.name_en, tables.people.c.phone))
    secrets = {told for row in people for told in row if told}
    for secret in (*SAID, *secrets, *(json.dumps(word)[1:-1] for word in SAID)):
        assert secret not in written, secret
    assert "cannot be read" in written
