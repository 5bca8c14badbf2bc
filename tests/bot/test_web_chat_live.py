"""Live, over a real socket: a page hears of news, whoever made it."""

import asyncio
import json
import threading
from pathlib import Path
from typing import Any

import httpx

from bot.platforms.webchat import WebChat
from tests.chat_house import ChatHouse, says, served
from tests.photographs import photograph


class Listener:
    """A page that listens: the events it has heard, as they come."""

    def __init__(self, client: httpx.Client, path: str) -> None:
        self.heard: list[dict[str, Any]] = []
        self._news = threading.Condition()
        self._thread = threading.Thread(target=self._listen, args=(client, path), daemon=True)
        self._thread.start()

    def _listen(self, client: httpx.Client, path: str) -> None:
        try:
            with client.stream("GET", path) as stream:
                assert stream.headers["content-type"].startswith("text/event-stream")
                for line in stream.iter_lines():
                    self._hear(line)
        except httpx.HTTPError:
            return  # the server has gone

    def _hear(self, line: str) -> None:
        if line.startswith("data: "):
            with self._news:
                self.heard.append(json.loads(line.removeprefix("data: ")))
                self._news.notify_all()

    def hears(self, code: str, text: str) -> bool:
        def heard() -> bool:
            return any(each["code"] == code and each["latest"]["text"] == text for each in self.heard)

        with self._news:
            return self._news.wait_for(heard, timeout=20)


def test_a_page_hears_of_news_from_this_process_and_from_another(plant: ChatHouse, tmp_path: Path) -> None:
    another = WebChat(plant.engine, tmp_path / "uploads")  # as in another process: it cannot ring here
    plant.tells(says("li", "先前的"))
    with served(plant) as address, httpx.Client(base_url=address, timeout=30) as client:
        page = Listener(client, "/events")
        assert page.hears("li", "先前的")
        plant.tells(says("zhang", "新任务"))
        assert page.hears("zhang", "新任务")
        asyncio.run(another.send(says("li", "从别处来")))
        assert page.hears("li", "从别处来")


def test_a_persons_own_stream_tells_of_that_chat_alone(plant: ChatHouse) -> None:
    with served(plant) as address, httpx.Client(base_url=address, timeout=30) as client:
        client.post("/chat/li/session")
        page = Listener(client, "/chat/li/events")
        plant.tells(says("zhang", "不是给他的"))
        plant.tells(says("li", "给他的"))
        assert page.hears("li", "给他的")
        assert {event["code"] for event in page.heard} == {"li"}


def test_a_whole_exchange_over_a_real_socket(plant: ChatHouse) -> None:
    with served(plant) as address, httpx.Client(base_url=address, timeout=30) as client:
        client.post("/chat/li/session", headers={"Origin": address})
        parts: Any = [("client_id", (None, "client-1")), ("text", (None, "看")), ("photo", ("油.jpg", photograph(1)))]
        assert client.post("/chat/li/messages", files=parts).status_code == 200
        [message] = client.get("/chat/li/messages").json()["messages"]
        assert message["photos"][0]["name"] == "油.jpg"
        assert client.get(f"/chat/li/files/{message['photos'][0]['file']}").headers["content-type"] == "image/jpeg"
