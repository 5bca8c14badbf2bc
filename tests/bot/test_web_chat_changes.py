"""Changing and deleting one's own messages in the web chat: shown at once, taken in once, and nobody else's."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from bot.platforms.webchat import WebChat
from bot.platforms.webchat_wire import Change, Draft
from tests.bot.conftest import post, texts
from tests.chat_house import ChatHouse, says
from tests.photographs import photograph


def change(client: TestClient, message: str = "client-1", code: str = "li", **fields: str) -> Any:
    parts = [(name, (None, value)) for name, value in {"client_id": "change-1", **fields}.items()]
    return client.post(f"/chat/{code}/messages/{message}", files=parts)


def test_a_changed_message_is_shown_in_its_place_and_taken_in_as_an_edit(li: TestClient, plant: ChatHouse) -> None:
    post(li, text="三号门口一大滩油")
    post(li, "client-2", text="快来")
    answer = change(li, text="四号门口一大滩油")
    assert (answer.status_code, answer.json()) == (200, {"client_id": "change-1", "new": True})
    assert texts(li) == ["四号门口一大滩油", "快来"]
    incoming = plant.platform.parse(plant.accepted["li:change-1"].body)
    assert (incoming.edits, incoming.text, incoming.deleted) == ("client-1", "四号门口一大滩油", False)


def test_a_deleted_message_is_gone_with_its_pictures_and_what_it_said_is_sent_to_no_page(
    li: TestClient, plant: ChatHouse
) -> None:
    post(li, text="三号门口一大滩油", files=[("a.jpg", photograph(1))])
    assert change(li, deleted="1").status_code == 200
    answer = li.get("/chat/li/messages")
    (shown,) = answer.json()["messages"]
    assert (shown["text"], shown["photos"], shown["deleted"], shown["edited"]) == ("", [], True, True)
    assert "三号门" not in answer.text
    incoming = plant.platform.parse(plant.accepted["li:change-1"].body)
    assert (incoming.edits, incoming.deleted) == ("client-1", True)


def test_the_same_change_again_is_fine_and_changes_nothing(li: TestClient, plant: ChatHouse) -> None:
    post(li, text="一")
    assert change(li, text="二").json()["new"] is True
    assert change(li, text="二").json()["new"] is False
    assert len(plant.accepted) == 2


def test_a_page_learns_which_of_its_changes_are_in_and_the_list_that_words_are_gone(li: TestClient) -> None:
    post(li, text="一")
    change(li, text="二")
    change(li, client_id="change-2", deleted="1")
    (shown,) = li.get("/chat/li/messages").json()["messages"]
    assert shown["changes"] == ["change-1", "change-2"]
    (line,) = (each for each in li.get("/people").json()["people"] if each["code"] == "li")
    assert (line["latest"]["text"], line["latest"]["deleted"]) == ("", True)


def test_why_a_message_cannot_be_changed_is_said_in_one_sentence(li: TestClient) -> None:
    post(li, text="一")
    change(li, deleted="1")
    assert change(li, client_id="change-2", text="二").json() == {
        "error": "这条改不了，也撤不了：已经撤回，或者不在了。"
    }


@pytest.mark.parametrize(
    ("fields", "status"),
    [({"text": " "}, 400), ({}, 400), ({"deleted": "yes"}, 400), ({"client_id": "x", "text": "二"}, 400)],
)
def test_a_change_without_words_or_without_a_name_is_none(li: TestClient, fields: dict[str, str], status: int) -> None:
    post(li, text="一")
    assert change(li, **fields).status_code == status
    assert texts(li) == ["一"]


def test_only_ones_own_words_are_changed(li: TestClient, plant: ChatHouse) -> None:
    """Not what the bot said, not a tap, not what is gone, not what another has written."""
    plant.tells(says("li", "机器停了吗？", "已停机"))
    post(li, choice="li/已停机")
    plant.platform.said("wang", Draft("client-9", "别人的"))
    assert change(li, text="没停").status_code == 404
    assert change(li, "client-9", text="没停").status_code == 404
    assert change(li, "client-9", code="wang", text="没停").status_code == 401
    post(li, "client-2", text="二")
    assert change(li, "client-2", deleted="1").status_code == 200
    assert change(li, "client-2", client_id="change-2", text="三").status_code == 404


def test_what_was_changed_when_the_process_was_killed_is_stored_at_the_next_start(plant: ChatHouse) -> None:
    """The message as it was first, then each change."""
    plant.platform.said("li", Draft("client-1", "一"))
    for name, words in (("change-1", "二"), ("change-2", "三")):
        assert plant.platform.changed("li", "client-1", Change(name, words)) is not None
    with TestClient(plant.app()):
        bodies = [plant.platform.parse(envelope.body) for envelope in plant.accepted.values()]
    assert [(body.text, body.edits) for body in bodies] == [("一", None), ("二", "client-1"), ("三", "client-1")]


def test_on_each_engine_a_change_is_kept_with_what_was_sent(chat: WebChat, house: ChatHouse) -> None:
    chat.said("li", Draft("client-1", "一\0"))
    envelope = chat.changed("li", "client-1", Change("change-1", "二\0"))
    assert envelope is not None
    assert chat.parse(envelope.body).text == "二"
    (message,) = house.shown("li")
    assert message.body["sent"] == {"text": "一", "photos": []}
    with pytest.raises(KeyError):
        chat.changed("nobody", "client-1", Change("change-2", "二"))
