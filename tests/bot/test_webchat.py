"""The web chat as a platform: what is sent is shown, what is said is kept once, and changes come in their order."""

import asyncio
import json
import os
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from bot.platforms import webchat_history as history
from bot.platforms.webchat import WebChat
from bot.platforms.webchat_wire import Draft, Upload
from handlers.messages import (
    Album,
    Choice,
    Incoming,
    NotDelivered,
    NotFetched,
    Outgoing,
    Photo,
    Platform,
    Receipt,
    Unparsable,
)
from storage.engine import read_transaction
from tests.chat_house import ChatHouse, open_house, says
from workflow.ids import new_id


@pytest.fixture
def house(engine: Engine, tmp_path: Path) -> ChatHouse:
    return open_house(tmp_path, engine)


@pytest.fixture
def chat(house: ChatHouse) -> WebChat:
    return house.platform


def send(chat: WebChat, outgoing: Outgoing) -> Receipt:
    return asyncio.run(chat.send(outgoing))


def replace(chat: WebChat, receipt: Receipt, outgoing: Outgoing) -> Receipt:
    return asyncio.run(chat.replace(receipt, outgoing))


def say(chat: WebChat, code: str, client_id: str, text: str = "", **rest: Any) -> Incoming:
    return chat.parse(chat.said(code, Draft(client_id, text, **rest)).body)


def shown(house: ChatHouse, code: str) -> list[history.Message]:
    with read_transaction(house.engine) as connection:
        return history.newest(connection, house.ids[code])[0]


def news(house: ChatHouse, code: str, since: int) -> tuple[list[history.Message], int]:
    with read_transaction(house.engine) as connection:
        return history.since(connection, house.ids[code], since)


def line(house: ChatHouse, code: str) -> history.Summary:
    with read_transaction(house.engine) as connection:
        return history.summaries(connection, [house.ids[code]])[0]


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


def test_a_message_is_shown_with_its_buttons_and_pictures(house: ChatHouse, chat: WebChat, tmp_path: Path) -> None:
    picture = house.picture(tmp_path / "a.jpg", "li", alt="整改前 | 整改后")
    receipt = send(chat, says("li", "机器停了吗？", "已停机", "停不了", photos=(picture,)))
    [message] = shown(house, "li")
    assert (receipt.message_id, message.direction, message.read) == (str(message.seq), "out", False)
    assert message.body["text"] == "机器停了吗？"
    assert message.body["choices"] == [["li/已停机", "已停机"], ["li/停不了", "停不了"]]
    assert message.body["photos"] == [{"id": picture.attachment_id, "alt": "整改前 | 整改后"}]


def test_a_message_goes_to_its_person_alone(house: ChatHouse, chat: WebChat) -> None:
    send(chat, says("li", "给李强"))
    assert shown(house, "zhang") == []


def test_nobody_at_that_address_is_a_failure_for_good(chat: WebChat) -> None:
    with pytest.raises(NotDelivered, match="nobody") as failure:
        send(chat, says("nobody", "喂"))
    assert failure.value.permanent


def test_a_message_is_replaced_where_it_stands(house: ChatHouse, chat: WebChat) -> None:
    first = send(chat, says("li", "收到 1 张照片", "提交"))
    send(chat, says("li", "后面一条"))
    _, before = news(house, "li", 0)
    assert replace(chat, first, says("li", "收到 2 张照片", "提交")) == first
    assert [message.body["text"] for message in shown(house, "li")] == ["收到 2 张照片", "后面一条"]
    changed, after = news(house, "li", before)
    assert [message.body["text"] for message in changed] == ["收到 2 张照片"]
    assert after > before


@pytest.mark.parametrize("message_id", ["999999", "0", "x", "²", ""])
def test_a_message_that_is_not_there_cannot_be_replaced(chat: WebChat, message_id: str) -> None:
    with pytest.raises(NotDelivered) as failure:
        replace(chat, Receipt(message_id), says("li", "改"))
    assert failure.value.permanent


def test_nobody_elses_message_nor_ones_own_words_can_be_replaced(house: ChatHouse, chat: WebChat) -> None:
    to_zhang = send(chat, says("zhang", "任务"))
    say(chat, "li", "client-1", "我说的")
    [mine] = shown(house, "li")
    for receipt in (to_zhang, Receipt(str(mine.seq))):
        with pytest.raises(NotDelivered):
            replace(chat, receipt, says("li", "改"))
    assert [message.body["text"] for message in shown(house, "zhang") + shown(house, "li")] == ["任务", "我说的"]


# --- a person speaks ---


def test_words_are_shown_to_their_speaker_and_reach_the_intake(house: ChatHouse, chat: WebChat) -> None:
    envelope = chat.said("li", Draft("client-1", "三号门口\n一大滩油"))
    incoming = chat.parse(envelope.body)
    assert (envelope.bot, envelope.key, envelope.sender) == ("webchat", "li:client-1", "li")
    assert (incoming.bot, incoming.sender, incoming.message_id) == ("webchat", "li", "li:client-1")
    assert incoming.text == "三号门口\n一大滩油"
    assert incoming.choice is None
    assert incoming.sent_at.tzinfo is not None
    [message] = shown(house, "li")
    assert (message.direction, message.body["text"], message.body["client_id"]) == ("in", incoming.text, "client-1")


def test_the_same_client_id_is_said_once_and_makes_the_same_envelope(house: ChatHouse, chat: WebChat) -> None:
    first = chat.said("li", Draft("client-1", "一次"))
    chat.now = lambda: datetime.now(UTC) + timedelta(hours=1)
    assert chat.said("li", Draft("client-1", "一次")) == first
    assert len(shown(house, "li")) == 1


def test_two_people_may_use_the_same_client_id(chat: WebChat) -> None:
    assert chat.said("li", Draft("client-1", "我")).key != chat.said("zhang", Draft("client-1", "我")).key


def test_nobody_cannot_speak(chat: WebChat) -> None:
    with pytest.raises(KeyError):
        chat.said("nobody", Draft("client-1", "喂"))


def test_what_no_database_can_hold_is_left_out_and_the_rest_kept(house: ChatHouse, chat: WebChat) -> None:
    assert say(chat, "li", "client-1", "油\0漏\x07了\ud83d").text == "油漏\x07了?"
    assert shown(house, "li")[0].body["text"] == "油漏\x07了?"


def test_ten_thousand_characters_arrive_whole(chat: WebChat) -> None:
    assert say(chat, "li", "client-1", "漏😀" * 5000).text == "漏😀" * 5000


# --- buttons ---


def test_a_tap_brings_the_token_and_is_shown_as_what_the_button_said(house: ChatHouse, chat: WebChat) -> None:
    send(chat, says("li", "机器停了吗？", "已停机", "停不了"))
    assert say(chat, "li", "client-1", choice="li/停不了").choice == "li/停不了"
    question, answer = shown(house, "li")
    assert question.body["chosen"] == "li/停不了"
    assert (answer.body["label"], answer.body["text"]) == ("停不了", "")


def test_a_forged_token_is_passed_on_and_marks_nothing(house: ChatHouse, chat: WebChat) -> None:
    send(chat, says("zhang", "接单吗", "接单"))
    assert say(chat, "li", "client-1", choice="zhang/接单").choice == "zhang/接单"
    assert shown(house, "li")[0].body["label"] is None
    assert "chosen" not in shown(house, "zhang")[0].body


def test_a_replaced_card_forgets_the_tap_unless_the_button_stays(house: ChatHouse, chat: WebChat) -> None:
    card = send(chat, says("li", "提交吗", "提交", "不对"))
    say(chat, "li", "client-1", choice="li/提交")
    replace(chat, card, says("li", "提交了", "提交", "详情"))
    assert shown(house, "li")[0].body["chosen"] == "li/提交"
    replace(chat, card, says("li", "下一步", "详情"))
    assert shown(house, "li")[0].body["chosen"] is None


def test_of_two_cards_with_the_same_button_the_newer_is_marked(house: ChatHouse, chat: WebChat) -> None:
    for text in ("旧卡", "新卡"):
        send(chat, Outgoing("li", text, (Choice("same", "好"),)))
    say(chat, "li", "client-1", choice="same")
    old, new, _ = shown(house, "li")
    assert ("chosen" in old.body, new.body["chosen"]) == (False, "same")


# --- pictures ---


def test_an_uploaded_picture_can_be_fetched_by_the_bot(chat: WebChat) -> None:
    upload = put_file(chat, b"bytes of a picture")
    [photo] = say(chat, "li", "client-1", "看", uploads=(upload,)).photos
    assert (photo.remote, photo.name, photo.size, photo.problem) == (upload.file, "a.jpg", 18, None)
    assert asyncio.run(chat.download(photo)) == b"bytes of a picture"


def test_a_picture_that_was_too_large_says_so(house: ChatHouse, chat: WebChat) -> None:
    upload = Upload(new_id(), "big.jpg", 50_000_000, "too_large")
    [photo] = say(chat, "li", "client-1", uploads=(upload,)).photos
    assert photo.problem == "too_large"
    assert chat.owner_of(upload.file) is None


@pytest.mark.parametrize("remote", [new_id(), "../../etc/passwd", ""])
def test_a_file_that_is_not_there_is_not_asked_for_again(chat: WebChat, remote: str) -> None:
    with pytest.raises(NotFetched) as failure:
        asyncio.run(chat.download(Photo(remote)))
    assert failure.value.permanent


def test_an_album_says_how_many_messages_belong_to_it(chat: WebChat) -> None:
    album = Album("album-0001", 3)
    assert say(chat, "li", "client-1", "三张", album=album).album == album


def test_files_of_a_repeated_message_are_dropped_and_the_first_ones_kept(chat: WebChat) -> None:
    first, again = put_file(chat, b"once"), put_file(chat, b"once")
    envelopes = [chat.said("li", Draft("client-1", uploads=(upload,))) for upload in (first, again)]
    assert envelopes[0] == envelopes[1]
    assert chat.file(first.file).exists()
    assert not chat.file(again.file).exists()


def test_old_files_without_a_row_are_swept_and_all_others_stay(house: ChatHouse, chat: WebChat) -> None:
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


# --- what a page has not seen yet ---


def test_since_gives_everything_touched_once_in_order_of_touching(house: ChatHouse, chat: WebChat) -> None:
    first = send(chat, says("li", "一", "好"))
    send(chat, says("zhang", "别人的"))
    say(chat, "li", "client-1", "二")
    replace(chat, first, says("li", "一改"))
    found, change = news(house, "li", 0)
    assert [message.body["text"] for message in found] == ["二", "一改"]
    assert news(house, "li", change) == ([], change)


def test_a_long_absence_is_caught_up_in_parts(house: ChatHouse, chat: WebChat, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "CATCH_UP", 3)
    for number in range(7):
        send(chat, says("li", str(number)))
    texts, change = [], 0
    while part := (answer := news(house, "li", change))[0]:
        texts += [message.body["text"] for message in part]
        change = answer[1]
    assert texts == ["0", "1", "2", "3", "4", "5", "6"]


def test_looking_back_gives_page_after_page(house: ChatHouse, chat: WebChat, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "PAGE", 2)
    for number in range(3):
        send(chat, says("li", str(number)))
    newest = shown(house, "li")
    with read_transaction(house.engine) as connection:
        earlier = history.before(connection, house.ids["li"], newest[0].seq)
    assert [[message.body["text"] for message in page] for page in (newest, earlier)] == [["1", "2"], ["0"]]


def test_reading_counts_down_and_is_news_to_other_pages(house: ChatHouse, chat: WebChat) -> None:
    receipts = [send(chat, says("li", text)) for text in ("一", "二", "三")]
    say(chat, "li", "client-1", "好")
    before = line(house, "li")
    chat.mark_read(house.ids["li"], int(receipts[1].message_id))
    after = line(house, "li")
    assert (before.unread, after.unread) == (3, 1)
    assert after.change > before.change
    chat.mark_read(house.ids["li"], int(receipts[1].message_id))
    assert line(house, "li") == after


def test_the_line_of_a_person_shows_the_last_message(house: ChatHouse, chat: WebChat) -> None:
    send(chat, says("li", "一"))
    say(chat, "li", "client-1", "二")
    latest = line(house, "li").latest
    assert latest is not None
    assert latest.body["text"] == "二"
    assert line(house, "zhang").latest is None


def test_whoever_listens_is_rung_after_each_change_until_they_leave(house: ChatHouse, chat: WebChat) -> None:
    rings: list[int] = []
    with chat.ringing(lambda: rings.append(len(shown(house, "li")))):
        send(chat, says("li", "一"))
        say(chat, "li", "client-1", "二")
    send(chat, says("li", "三"))
    assert rings == [1, 2]  # and each found the change already there


def test_many_threads_write_one_chat_and_no_change_is_lost_or_doubled(house: ChatHouse, chat: WebChat) -> None:
    failures: list[BaseException] = []

    def talk(who: int) -> None:
        try:
            for number in range(5):
                send(chat, says("li", f"{who}-{number}"))
                say(chat, "li", f"client-{who}-{number}", "嗯")
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=talk, args=(who,)) for who in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found, change = news(house, "li", 0)
    assert failures == []
    assert [message.change for message in found] == list(range(1, 61))
    assert change == 60
