"""The web chat as a platform: what is sent is shown, what is said is kept once, and changes come in their order."""

import asyncio
import json
import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.platforms.webchat import WebChat
from bot.platforms.webchat_wire import Draft, Upload
from handlers.messages import Album, Choice, Outgoing, Photo, Receipt
from handlers.platform import NotDelivered, NotFetched, Platform, Unparsable
from tests.chat_house import ChatHouse, says
from workflow.ids import new_id


def put_file(chat: WebChat, content: bytes, name: str = "a.jpg") -> Upload:
    upload = Upload(new_id(), name, len(content))
    chat.file(upload.file).write_bytes(content)
    return upload


def test_it_is_a_platform_named_webchat_with_nothing_to_poll(chat: WebChat) -> None:
    platform: Platform = chat

    async def everything() -> list[Any]:
        return [envelope async for envelope in platform.listen()]

    assert platform.bot == "webchat"
    assert asyncio.run(everything()) == []


# --- the bot speaks ---


def test_a_message_is_shown_with_its_buttons_and_pictures(house: ChatHouse, tmp_path: Path) -> None:
    picture = house.picture(tmp_path / "a.jpg", "li", alt="整改前 | 整改后")
    receipt = house.tells(says("li", "机器停了吗？", "已停机", "停不了", photos=(picture,)))
    [message] = house.shown("li")
    assert (receipt.message_id, message.direction, message.read) == (str(message.seq), "out", False)
    assert message.body["text"] == "机器停了吗？"
    assert message.body["choices"] == [["li/已停机", "已停机"], ["li/停不了", "停不了"]]
    assert message.body["photos"] == [{"id": picture.attachment_id, "alt": "整改前 | 整改后"}]


def test_a_message_goes_to_its_person_alone(house: ChatHouse) -> None:
    house.tells(says("li", "给李强"))
    assert house.shown("zhang") == []


def test_nobody_at_that_address_is_a_failure_for_good(house: ChatHouse) -> None:
    with pytest.raises(NotDelivered, match="nobody") as failure:
        house.tells(says("nobody", "喂"))
    assert failure.value.permanent


def test_a_message_is_replaced_where_it_stands(house: ChatHouse) -> None:
    first = house.tells(says("li", "收到 1 张照片", "提交"))
    house.tells(says("li", "后面一条"))
    _, before = house.news("li", 0)
    assert house.tells(says("li", "收到 2 张照片", "提交"), first) == first
    assert [message.body["text"] for message in house.shown("li")] == ["收到 2 张照片", "后面一条"]
    changed, after = house.news("li", before)
    assert [message.body["text"] for message in changed] == ["收到 2 张照片"]
    assert after > before


@pytest.mark.parametrize("message_id", ["999999", "0", "x", "²", ""])
def test_a_message_that_is_not_there_cannot_be_replaced(house: ChatHouse, message_id: str) -> None:
    with pytest.raises(NotDelivered) as failure:
        house.tells(says("li", "改"), Receipt(message_id))
    assert failure.value.permanent


def test_nobody_elses_message_nor_ones_own_words_can_be_replaced(house: ChatHouse) -> None:
    to_zhang = house.tells(says("zhang", "任务"))
    house.says("li", "client-1", "我说的")
    [mine] = house.shown("li")
    for receipt in (to_zhang, Receipt(str(mine.seq))):
        with pytest.raises(NotDelivered):
            house.tells(says("li", "改"), receipt)
    assert [message.body["text"] for message in house.shown("zhang") + house.shown("li")] == ["任务", "我说的"]


# --- a person speaks ---


def test_words_are_shown_to_their_speaker_and_reach_the_intake(house: ChatHouse, chat: WebChat) -> None:
    envelope = chat.said("li", Draft("client-1", "三号门口\n一大滩油"))
    incoming = chat.parse(envelope.body)
    assert (envelope.bot, envelope.key, envelope.sender) == ("webchat", "li:client-1", "li")
    assert (incoming.bot, incoming.sender, incoming.message_id) == ("webchat", "li", "client-1")
    assert incoming.text == "三号门口\n一大滩油"
    assert incoming.choice is None
    assert incoming.sent_at.tzinfo is not None
    [message] = house.shown("li")
    assert (message.direction, message.body["text"], message.body["client_id"]) == ("in", incoming.text, "client-1")


def test_the_same_client_id_is_said_once_and_makes_the_same_envelope(house: ChatHouse, chat: WebChat) -> None:
    first = chat.said("li", Draft("client-1", "一次"))
    chat.now = lambda: datetime.now(UTC) + timedelta(hours=1)
    assert chat.said("li", Draft("client-1", "一次")) == first
    assert len(house.shown("li")) == 1


def test_two_people_may_use_the_same_client_id(chat: WebChat) -> None:
    assert chat.said("li", Draft("client-1", "我")).key != chat.said("zhang", Draft("client-1", "我")).key


def test_nobody_cannot_speak(chat: WebChat) -> None:
    with pytest.raises(KeyError):
        chat.said("nobody", Draft("client-1", "喂"))


def test_what_no_database_can_hold_is_left_out_and_the_rest_kept(house: ChatHouse) -> None:
    assert house.says("li", "client-1", "油\0漏\x07了\ud83d").text == "油漏\x07了?"
    assert house.shown("li")[0].body["text"] == "油漏\x07了?"


def test_ten_thousand_characters_arrive_whole(house: ChatHouse) -> None:
    assert house.says("li", "client-1", "漏😀" * 5000).text == "漏😀" * 5000


# --- buttons ---


def test_a_tap_brings_the_token_and_is_shown_as_what_the_button_said(house: ChatHouse) -> None:
    house.tells(says("li", "机器停了吗？", "已停机", "停不了"))
    assert house.says("li", "client-1", choice="li/停不了").choice == "li/停不了"
    question, answer = house.shown("li")
    assert question.body["chosen"] == "li/停不了"
    assert (answer.body["label"], answer.body["text"]) == ("停不了", "")


def test_a_forged_token_is_passed_on_and_marks_nothing(house: ChatHouse) -> None:
    house.tells(says("zhang", "接单吗", "接单"))
    assert house.says("li", "client-1", choice="zhang/接单").choice == "zhang/接单"
    assert house.shown("li")[0].body["label"] is None
    assert "chosen" not in house.shown("zhang")[0].body


def test_a_replaced_card_forgets_the_tap_unless_the_button_stays(house: ChatHouse) -> None:
    card = house.tells(says("li", "提交吗", "提交", "不对"))
    house.says("li", "client-1", choice="li/提交")
    house.tells(says("li", "提交了", "提交", "详情"), card)
    assert house.shown("li")[0].body["chosen"] == "li/提交"
    house.tells(says("li", "下一步", "详情"), card)
    assert house.shown("li")[0].body["chosen"] is None


def test_of_two_cards_with_the_same_button_the_newer_is_marked(house: ChatHouse) -> None:
    for text in ("旧卡", "新卡"):
        house.tells(Outgoing("li", text, (Choice("same", "好"),)))
    house.says("li", "client-1", choice="same")
    old, new, _ = house.shown("li")
    assert ("chosen" in old.body, new.body["chosen"]) == (False, "same")


# --- pictures ---


def test_an_uploaded_picture_can_be_fetched_by_the_bot(house: ChatHouse, chat: WebChat) -> None:
    upload = put_file(chat, b"bytes of a picture")
    [photo] = house.says("li", "client-1", "看", uploads=(upload,)).photos
    assert (photo.remote, photo.name, photo.size, photo.problem) == (upload.file, "a.jpg", 18, None)
    assert asyncio.run(chat.download(photo)) == b"bytes of a picture"


def test_a_picture_that_was_too_large_says_so(house: ChatHouse, chat: WebChat) -> None:
    upload = Upload(new_id(), "big.jpg", 50_000_000, "too_large")
    [photo] = house.says("li", "client-1", uploads=(upload,)).photos
    assert photo.problem == "too_large"
    assert chat.owner_of(upload.file) is None


NOWHERE = "0192f0c1-0000-7000-8000-000000000000"  # an id that no file has


@pytest.mark.parametrize("remote", [NOWHERE, "../../etc/passwd", ""])
def test_a_file_that_is_not_there_is_not_asked_for_again(chat: WebChat, remote: str) -> None:
    with pytest.raises(NotFetched) as failure:
        asyncio.run(chat.download(Photo(remote)))
    assert failure.value.permanent


def test_an_album_says_how_many_messages_belong_to_it(house: ChatHouse) -> None:
    album = Album("album-0001", 3)
    assert house.says("li", "client-1", "三张", album=album).album == album


def test_files_of_a_repeated_message_are_dropped_and_the_first_ones_kept(chat: WebChat) -> None:
    first, again = put_file(chat, b"once"), put_file(chat, b"once")
    envelopes = [chat.said("li", Draft("client-1", uploads=(upload,))) for upload in (first, again)]
    assert envelopes[0] == envelopes[1]
    assert chat.file(first.file).exists()
    assert not chat.file(again.file).exists()


def test_old_files_without_a_row_are_swept_and_all_others_stay(chat: WebChat) -> None:
    named, fresh, lost = (put_file(chat, b"x") for _ in range(3))
    chat.said("li", Draft("client-1", uploads=(named,)))
    chat.file(named.file).with_suffix(".thumb").write_bytes(b"small")
    old = (datetime.now(UTC) - timedelta(hours=2)).timestamp()
    for path in chat.files.iterdir():
        if path.name != fresh.file:
            os.utime(path, (old, old))
    assert chat.sweep() == 1
    assert not chat.file(lost.file).exists()
    assert {path.name for path in chat.files.iterdir()} == {named.file, f"{named.file}.thumb", fresh.file}


@pytest.mark.parametrize(
    "change",
    [
        lambda raw: "not json",
        lambda raw: "[]",
        lambda raw: json.dumps(dict(raw, sent_at="yesterday")),
        lambda raw: json.dumps(dict(raw, sent_at="2026-11-23T09:00:00")),
        lambda raw: json.dumps(dict(raw, photos=[{"file": "x"}])),
        lambda raw: json.dumps({name: value for name, value in raw.items() if name != "sender"}),
    ],
)
def test_a_body_that_is_no_message_is_unparsable(chat: WebChat, change: Callable[[dict[str, Any]], str]) -> None:
    body = chat.said("li", Draft("client-1", "好")).body
    with pytest.raises(Unparsable):
        chat.parse(change(json.loads(body)))
