"""An open board, over a real socket: it hears of a case that another process has made, as far as its reader's reach."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import httpx
import pytest
from sqlalchemy import update

from bot.app import signed_in_routes
from bot.links import Links
from bot.web import board
from bot.web.webhooks import create_webhook_app
from storage import tables
from storage.engine import write_transaction
from tests import engines
from tests.chat_house import serving
from tests.scenarios.test_web import OUTSIDE, asks
from tests.scenarios.test_whole_life import report
from tests.world import Someone, World, case_of


class Listener:
    """An open board: the parts it has been told, and whether it was told that it is over."""

    def __init__(self, client: httpx.Client) -> None:
        self.parts: dict[str, str] = {}
        self.over = False
        self._news = threading.Condition()
        threading.Thread(target=self._listen, args=(client,), daemon=True).start()

    def _listen(self, client: httpx.Client) -> None:
        event = ""
        try:
            with client.stream("GET", "/board/events") as stream:
                for line in stream.iter_lines():
                    event = line.removeprefix("event: ") if line.startswith("event: ") else event
                    if line.startswith("data: "):
                        self._hear(event, json.loads(line.removeprefix("data: ")))
        except httpx.HTTPError:
            return  # the server has gone

    def _hear(self, event: str, data: Any) -> None:
        with self._news:
            self.parts |= data.get("parts", {})
            self.over = event == "over"
            self._news.notify_all()

    def hears(self, words: str, part: str) -> bool:
        with self._news:
            return self._news.wait_for(lambda: words in self.parts.get(part, ""), timeout=20)

    def is_told_that_it_is_over(self) -> bool:
        with self._news:
            return self._news.wait_for(lambda: self.over, timeout=20)


@contextmanager
def other_process(world: World) -> Iterator[str]:
    """The pages, served beside the company by somebody who shares nothing with it but the database."""
    company, engine = world.company, engines.opened(engines.address_of(world.company.engine))
    stop = threading.Event()
    company.house = replace(company.house, engine=engine)  # what pages are made of from here on
    app = create_webhook_app([], signed_in_routes(company, "http://127.0.0.1", stop.is_set))
    company.house = replace(company.house, engine=company.engine)
    with serving(app, stop.set) as address:
        yield address
    engine.dispose()


@pytest.fixture
def plant(quick_world: World) -> World:
    quick_world.links = Links(OUTSIDE, bytes(32))
    return quick_world


@contextmanager
def signed_in(who: Someone, address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address, timeout=30) as browser:
        assert browser.post(asks(who).removeprefix(OUTSIDE)).status_code == 303
        yield browser


def test_an_open_board_hears_of_a_case_and_of_what_becomes_of_it(plant: World) -> None:
    with other_process(plant) as address, signed_in(plant.person("周建国"), address) as browser:
        seen = Listener(browser)
        assert seen.hears("<strong>0</strong>", "flow")
        owner = report(plant)
        assert seen.hears(owner.name, "waits")
        assert seen.hears('list=open"><span class="name">未整改</span> <strong>1</strong>', "flow")
        owner.taps("take")
        assert seen.hears("整改", "waits")


def test_a_head_hears_of_the_own_department_alone(plant: World) -> None:
    with (
        other_process(plant) as address,
        signed_in(plant.person("黄志明"), address) as theirs,
        signed_in(plant.person("袁丽"), address) as others,
    ):
        head, another = Listener(theirs), Listener(others)
        assert head.hears("<strong>0</strong>", "flow")
        assert another.hears("<strong>0</strong>", "flow")
        report(plant)
        assert head.hears("<strong>1</strong>", "flow")
        assert case_of(plant).number not in "".join(another.parts.values())
        assert "<strong>1</strong>" not in another.parts["flow"]


@pytest.mark.parametrize("end", ["session", "right"])
def test_it_ends_with_the_session_and_with_the_right(plant: World, end: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(board, "CHECK_EVERY", 1)
    officer = plant.person("吴静")
    with other_process(plant) as address, signed_in(officer, address) as browser:
        seen = Listener(browser)
        assert seen.hears("<strong>0</strong>", "flow")
        with write_transaction(plant.company.engine) as connection:
            if end == "session":
                ended = update(tables.web_sessions).where(tables.web_sessions.c.person_id == officer.id)
                connection.execute(ended.values(ended_at=plant.clock()))
            else:
                theirs = update(tables.memberships).where(tables.memberships.c.person_id == officer.id)
                connection.execute(theirs.values(role="worker"))
        assert seen.is_told_that_it_is_over()
