"""What of an update is a message: every field of it, what nobody is to be answered, and what cannot be read."""

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.platforms import telegram_wire as wire
from handlers.messages import Album, ChatEvent, Incoming, Photo, Receipt
from handlers.platform import Unparsable

BOT = "telegram:4242"
LI = {"id": 7, "is_bot": False, "first_name": "强", "last_name": "李", "language_code": "zh-hans"}
US = {"id": 4242, "is_bot": True, "first_name": "Hazardline", "username": "hazardline_bot"}
CHAT = {"id": 7, "type": "private", "first_name": "强"}
HALL = {"id": -100, "type": "supergroup", "title": "冲压车间"}
HEAD = {"message_id": 5, "from": LI, "chat": CHAT, "date": 1795660800}
SIZES = [
    {"file_id": "small", "width": 90, "height": 67, "file_size": 1200},
    {"file_id": "large", "width": 1280, "height": 960, "file_size": 90_000},
    {"file_id": "middle", "width": 320, "height": 240},
]


def read(**update: Any) -> Incoming:
    return wire.parse(BOT, json.dumps({"update_id": 1, **update}), "hazardline_bot")


def said(**content: Any) -> Incoming:
    return read(message={**HEAD, **content})


def in_hall(**content: Any) -> Incoming:
    return said(chat=HALL, **content)


def test_words_with_who_said_them_and_when() -> None:
    incoming = said(text="3号门口地上有油")
    assert (incoming.bot, incoming.sender, incoming.sender_name) == (BOT, "7", "强 李")
    assert (incoming.message_id, incoming.text, incoming.sent_at.isoformat()) == (
        "7/5",
        "3号门口地上有油",
        "2026-11-26T02:40:00+00:00",
    )


def test_of_a_photo_its_largest_size() -> None:
    assert said(photo=SIZES, caption="松了").photos == (Photo("large", "", 90_000),)
    assert said(photo=SIZES, caption="松了").text == "松了"


def test_a_picture_sent_as_a_file_is_a_photo() -> None:
    file = {"file_id": "f", "file_name": "现场.heic", "mime_type": "image/heic", "file_size": 5}
    assert said(document=file).photos == (Photo("f", "现场.heic", 5),)
    assert said(document={**file, "file_size": 20 * 2**20 + 1}).photos[0].problem == "too_large"
    assert said(document={**file, "file_size": 20 * 2**20}).photos[0].problem is None


def test_another_file_is_its_name() -> None:
    incoming = said(document={"file_id": "f", "file_name": "检查表.pdf", "mime_type": "application/pdf"})
    assert (incoming.document, incoming.photos) == ("检查表.pdf", ())
    assert said(document={"file_id": "f"}).document == "f"


@pytest.mark.parametrize("kind", ["video", "video_note", "animation"])
def test_whatever_moves_is_a_video(kind: str) -> None:
    incoming = said(**{kind: {"file_id": "v"}})
    assert (incoming.video, incoming.document) == ("v", None)


def test_an_animation_comes_as_a_file_too_and_is_none() -> None:
    incoming = said(animation={"file_id": "v"}, document={"file_id": "v", "mime_type": "video/mp4"})
    assert (incoming.video, incoming.document) == ("v", None)


def test_voice_place_and_venue() -> None:
    place = {"latitude": 31.2, "longitude": 121.4}
    assert said(voice={"file_id": "w"}).voice == "w"
    assert said(location=place).location == (31.2, 121.4)
    assert said(location=place, venue={"location": place, "title": "仓库", "address": ""}).location == (31.2, 121.4)


def test_what_belongs_together_says_so() -> None:
    origin = {"type": "hidden_user", "sender_user_name": "外人", "date": 1}
    assert said(photo=SIZES, media_group_id="135").album == Album("135")
    assert said(text="转", forward_origin=origin).album == Album("forward")
    assert said(photo=SIZES, forward_origin=origin, media_group_id="135").album == Album("135")
    assert said(text="单独").album is None


@pytest.mark.parametrize("kind", ["sticker", "poll", "contact", "dice", "audio"])
def test_what_is_sent_and_cannot_be_read_is_still_a_message(kind: str) -> None:
    incoming = said(**{kind: {"file_id": "s"}})
    assert (incoming.event, incoming.text, incoming.sender) == (None, "", "7")


# Commands


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("/report", "/report"),
        ("/report@hazardline_bot", "/report"),
        ("/Report@Hazardline_Bot 3号门", "/report 3号门"),
        ("/my_reports", "/my reports"),
        ("/report\n3号门\n有油", "/report 3号门\n有油"),
        ("/start", "/start"),
        ("/start ", "/start"),
        ("/find 2026-0007", "/find 2026-0007"),
        ("a/b 坏了", "a/b 坏了"),
    ],
)
def test_a_command_is_its_words(text: str, words: str) -> None:
    incoming = said(text=text)
    assert (incoming.text, incoming.scan, incoming.event) == (words, None, None)


@pytest.mark.parametrize("payload", ["eq_PR-02", "join_kX9-_z"])
def test_a_link_opens_with_what_was_behind_it(payload: str) -> None:
    incoming = said(text=f"/start {payload}")
    assert (incoming.scan, incoming.text) == (payload, "")


def test_a_command_to_another_bot_is_not_ours() -> None:
    assert in_hall(text="/report@other_bot").event is ChatEvent.NOTHING
    assert said(text="/report@other_bot").event is ChatEvent.NOTHING


# Groups


def test_in_a_group_commands_and_replies_to_us_are_heard() -> None:
    reply = {"message_id": 4, "from": US, "chat": HALL, "date": 1}
    command, answer = in_hall(text="/report@hazardline_bot"), in_hall(text="换好了", reply_to_message=reply)
    assert (command.group, command.sender, command.text) == ("-100", "7", "/report")
    assert (answer.group, answer.text) == ("-100", "换好了")


def test_in_a_group_what_others_say_to_each_other_is_not_answered() -> None:
    to_another = {"message_id": 4, "from": {**LI, "id": 8}, "chat": HALL, "date": 1}
    assert in_hall(text="吃饭了吗").event is ChatEvent.NOTHING
    assert in_hall(text="没有", reply_to_message=to_another).event is ChatEvent.NOTHING
    assert in_hall(photo=SIZES, caption="看").event is ChatEvent.NOTHING


@pytest.mark.parametrize(
    "content",
    [
        {"new_chat_members": [LI]},
        {"pinned_message": HEAD},
        {"text": "/report", "sender_chat": HALL},
        {"text": "/report", "from": US},
        {"text": "/report", "chat": {"id": -5, "type": "channel"}},
    ],
)
def test_nobody_is_answered_for_what_nobody_said(content: dict[str, Any]) -> None:
    assert in_hall(**content).event is ChatEvent.NOTHING if "chat" not in content else said(**content).event


def test_a_group_says_by_itself_where_it_goes_on() -> None:
    moved = in_hall(migrate_to_chat_id=-1002)
    assert (moved.event, moved.group, moved.text) == (ChatEvent.MOVED, "-100", "-1002")


def test_a_message_without_anybody_behind_it() -> None:
    raw = {name: value for name, value in HEAD.items() if name != "from"}
    incoming = read(message={**raw, "text": "x"})
    assert (incoming.event, incoming.sender) == (ChatEvent.NOTHING, "")


MET = {"chat": CHAT, "from": LI, "date": 1795660800}


@pytest.mark.parametrize(
    ("chat", "before", "after", "event"),
    [
        (CHAT, {"status": "member"}, {"status": "kicked"}, ChatEvent.LEFT),
        (CHAT, {"status": "kicked"}, {"status": "member"}, ChatEvent.ARRIVED),
        (HALL, {"status": "left"}, {"status": "member"}, ChatEvent.JOINED_GROUP),
        (HALL, {"status": "left"}, {"status": "administrator"}, ChatEvent.JOINED_GROUP),
        (HALL, {"status": "member"}, {"status": "kicked"}, ChatEvent.LEFT_GROUP),
        (HALL, {"status": "member"}, {"status": "restricted", "is_member": False}, ChatEvent.LEFT_GROUP),
        (HALL, {"status": "member"}, {"status": "administrator"}, ChatEvent.NOTHING),
        ({"id": -5, "type": "channel"}, {"status": "left"}, {"status": "administrator"}, ChatEvent.NOTHING),
    ],
)
def test_what_becomes_of_the_bot_in_a_chat(
    chat: dict[str, Any], before: dict[str, Any], after: dict[str, Any], event: ChatEvent
) -> None:
    incoming = read(my_chat_member={**MET, "chat": chat, "old_chat_member": before, "new_chat_member": after})
    assert (incoming.event, incoming.sender) == (event, "7")
    assert incoming.group == ("-100" if chat is HALL else "")


# Edits and taps


def test_an_edit_names_what_it_changes() -> None:
    edited = read(edited_message={**HEAD, "text": "改了", "edit_date": 1795660900})
    assert (edited.edits, edited.text, edited.message_id) == ("7/5", "改了", "edit 1")
    assert edited.sent_at.isoformat() == "2026-11-26T02:41:40+00:00"


def test_whoever_shares_where_they_walk_edits_nothing() -> None:
    place = {"latitude": 31.2, "longitude": 121.4, "live_period": 900}
    assert read(edited_message={**HEAD, "location": place}).event is ChatEvent.NOTHING


def test_an_edit_of_talk_in_a_group_is_nothing() -> None:
    edited = read(edited_message={**HEAD, "chat": HALL, "text": "改了"})
    assert (edited.event, edited.edits) == (ChatEvent.NOTHING, None)


def tap(**query: Any) -> Incoming:
    return read(callback_query={"id": "700", "from": LI, "chat_instance": "1", **query})


def test_a_tap_brings_its_token_and_where_it_was() -> None:
    card = {"message_id": 9, "chat": HALL, "date": 1795660800}
    incoming = tap(data="abc.0", message=card)
    assert (incoming.choice, incoming.card, incoming.group) == ("abc.0", Receipt("9", "700"), "-100")
    assert tap(data="abc.0", message={**card, "chat": CHAT}).group == ""


def test_a_tap_on_a_card_too_old_to_be_told() -> None:
    incoming = tap(data="abc.0", message={"message_id": 9, "chat": CHAT, "date": 0})
    assert (incoming.choice, incoming.card) == ("abc.0", Receipt("9", "700"))
    assert tap(data="abc.0").card is None
    assert tap(game_short_name="x").event is ChatEvent.NOTHING


# What cannot be read


@pytest.mark.parametrize(
    "update",
    [
        {},
        {"message": None},
        {"message": "x"},
        {"message": {**HEAD, "text": ["?"]}},
        {"message": {**HEAD, "date": "yesterday", "text": "x"}},
        {"message": {**HEAD, "date": 10**20, "text": "x"}},
        {"message": {**HEAD, "chat": 7, "text": "x"}},
        {"message": {**HEAD, "from": {"id": None, "first_name": "x"}, "text": "x"}},
        {"message": {**HEAD, "photo": [{}]}},
        {"message": {**HEAD, "location": {"latitude": "north"}}},
        {"message": {**HEAD, "location": {"latitude": float("nan"), "longitude": 0}}},
        {"message": {**HEAD, "location": {"latitude": 91, "longitude": 0}}},
        {"callback_query": {"data": "x"}},
        {"my_chat_member": {**MET, "old_chat_member": {}}},
        {"poll": {}},
    ],
)
def test_one_malformed_field_is_unparsable_and_nothing_else(update: dict[str, Any]) -> None:
    with pytest.raises(Unparsable):
        read(**update)


def test_words_are_such_as_a_database_can_hold() -> None:
    body = '{"update_id": 1, "message": %s}' % json.dumps({**HEAD, "text": "a\0b\ud83d"})  # noqa: UP031
    assert wire.parse(BOT, body).text == "ab?"
    assert wire.envelope(BOT, {"update_id": 1, "message": {"text": "\ud83d"}}).body.isascii()


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
FIELDS = """
    message_id from chat date text caption photo document voice video location media_group_id forward_origin sender_chat
    reply_to_message animation venue
"""


@given(st.sampled_from(["message", "edited_message"]), st.sampled_from(FIELDS.split()), JSON)
def test_any_field_may_be_anything(kind: str, field: str, value: Any) -> None:
    update = {"update_id": 1, kind: {**HEAD, "text": "x", field: value}}
    envelope = wire.envelope(BOT, update)
    assert envelope.key == "1"
    with suppress(Unparsable):
        assert wire.parse(BOT, envelope.body).bot == BOT


@given(JSON)
def test_any_update_is_an_envelope(update: Any) -> None:
    envelope = wire.envelope(BOT, update)
    assert 0 < len(envelope.key) <= 64
    assert len(envelope.sender) <= 20
    with pytest.raises(Unparsable):
        wire.parse(BOT, envelope.body)


@pytest.mark.parametrize(
    ("code", "language"), [("zh-hans", "zh_CN"), ("zh-TW", "zh_CN"), ("zh", "zh_CN"), ("en", "en"), ("de", "en")]
)
def test_the_language_of_an_app_is_one_of_ours(code: str, language: str) -> None:
    somebody = {**LI, "language_code": code}
    assert said(**{"from": somebody, "text": "/start"}).language == language
    assert tap(**{"from": somebody, "data": "abc.0"}).language == language


def test_an_app_that_tells_no_language() -> None:
    silent = {name: value for name, value in LI.items() if name != "language_code"}
    assert said(**{"from": silent, "text": "/start"}).language == ""
