"""What WeCom calls: every kind of message and event is stored once and understood; bad input stores nothing."""

from typing import Any

import httpx
import pytest
from sqlalchemy.exc import OperationalError

from handlers.messages import ChatEvent, Receipt
from handlers.platform import Unparsable
from tests.photographs import photograph
from tests.platforms.fakes.wecom_people import cdata
from tests.platforms.wecom_house import House

JPEG = photograph(1, size=(320, 240))


def test_the_address_is_verified_with_the_bare_word_within_a_second(house: House) -> None:
    answer = house.fake.callbacks.verify()
    assert (answer.status_code, answer.content) == (200, b"1616140317555161061")


def test_words_are_stored_under_what_they_say_and_answered_with_nothing(house: House) -> None:
    house.fake.person("ZhangSan").says("三号门口地上一大滩油 <b>&amp;</b> ]]> `x`")
    (envelope,) = house.received.envelopes
    assert (envelope.bot, envelope.sender, len(envelope.key)) == ("wecom:1000002", "zhangsan", 64)
    (said,) = house.heard()
    assert (said.text, said.sender, said.bot) == (
        "三号门口地上一大滩油 <b>&amp;</b> ]]> `x`",
        "zhangsan",
        "wecom:1000002",
    )
    assert said.sent_at == house.clock.moment
    assert house.fake.callbacks.statuses == [200]


def test_a_callback_that_comes_again_sealed_anew_is_the_same(house: House) -> None:
    house.fake.callbacks.duplicates = 2
    house.fake.person("zhangsan").says("漏油了")
    assert (house.received.asked, len(house.received.envelopes)) == (3, 1)


def test_two_events_in_one_second_are_two(house: House) -> None:
    person = house.fake.person("zhangsan")
    person.clicks("上报隐患")
    person.clicks("等我办")
    assert [said.text for said in house.heard()] == ["上报隐患", "等我办"]


def test_the_same_words_twice_are_two(house: House) -> None:
    person = house.fake.person("zhangsan")
    person.says("1")
    person.says("1")
    assert len(house.heard()) == 2


def test_what_comes_in_another_order_is_all_there(house: House) -> None:
    with house.fake.reordered():
        house.fake.person("zhangsan").says("一")
        house.fake.person("zhangsan").says("二")
    assert [said.text for said in house.heard()] == ["二", "一"]


def test_a_callback_that_cannot_be_stored_is_not_acknowledged_and_comes_again(house: House) -> None:
    house.received.fails = [OperationalError("insert", {}, Exception("the disk is full"))]
    house.fake.person("zhangsan").says("漏油了")
    assert house.fake.callbacks.statuses == [503, 200]
    assert len(house.heard()) == 1


# Every kind


def test_a_photo_is_a_reference_that_can_be_fetched(house: House) -> None:
    media_id = house.fake.person("zhangsan").sends_photo(JPEG)
    (said,) = house.heard()
    assert [photo.remote for photo in said.photos] == [media_id]


def test_the_camera_of_the_menu_says_nothing_and_its_picture_comes_apart(house: House) -> None:
    house.fake.person("zhangsan").photographs(JPEG)
    nothing, picture = house.heard()
    assert nothing.event is ChatEvent.NOTHING
    assert len(picture.photos) == 1


@pytest.mark.parametrize(
    ("act", "arguments", "expected"),
    [
        ("sends_voice", (), {"voice": "voice-1"}),
        ("sends_video", (), {"video": "video-1"}),
        ("sends_place", (31.2304, 121.4737), {"location": (31.2304, 121.4737)}),
        ("chooses_place", (31.2304, 121.4737), {"location": (31.2304, 121.4737)}),
        ("sends_link", ("通报", "https://a.example"), {"text": "通报\nhttps://a.example"}),
        ("sends_file", ("检查表.xlsx",), {"document": "检查表.xlsx"}),
        ("clicks", ("上报隐患",), {"text": "上报隐患"}),
        ("scans", ("eq_PR-02",), {"scan": "eq_PR-02"}),
        ("opens", (), {"event": ChatEvent.NOTHING}),
        ("arrives", (), {"event": ChatEvent.ARRIVED}),
        ("leaves", (), {"event": ChatEvent.LEFT}),
    ],
)
def test_an_act_is_understood(house: House, act: str, arguments: tuple[Any, ...], expected: dict[str, Any]) -> None:
    getattr(house.fake.person("zhangsan"), act)(*arguments)
    (said,) = house.heard()
    assert {name: getattr(said, name) for name in expected} == expected
    assert said.sender == "zhangsan"


@pytest.mark.parametrize(
    ("change", "more", "event"),
    [
        ("delete_user", {}, ChatEvent.LEFT),
        ("update_user", {"Status": "2"}, ChatEvent.LEFT),
        ("update_user", {"Status": "1"}, ChatEvent.NOTHING),
        ("update_user", {"NewUserID": "LIQIANG"}, ChatEvent.NOTHING),
        ("create_user", {"Name": "张三"}, ChatEvent.NOTHING),
        ("update_tag", {}, ChatEvent.NOTHING),
    ],
)
def test_a_change_of_the_contacts_is_about_its_member(
    house: House, change: str, more: dict[str, str], event: ChatEvent
) -> None:
    house.fake.person("LiQiang").contact_changes(change, **more)
    (said,) = house.heard()
    assert (said.sender, said.event) == ("liqiang", event)


def test_a_member_whose_id_was_changed_is_the_same(house: House) -> None:
    house.fake.person("LiQiang").contact_changes("update_user", NewUserID="LiQiang2")
    (said,) = house.heard()
    assert (said.sender, said.event, said.text) == ("liqiang", ChatEvent.MOVED, "liqiang2")


@pytest.mark.parametrize("event", ["inactive_alert", "close_inactive_agent", "low_active_alert"])
def test_a_warning_of_wecom_is_for_whoever_runs_the_app(house: House, event: str) -> None:
    house.fake.callbacks.event("sys", event)
    (said,) = house.heard()
    assert (said.event, said.text) == (ChatEvent.ATTENTION, event)


@pytest.mark.parametrize("event", ["LOCATION", "view", "batch_job_result", "open_approval_change", "something_new"])
def test_an_event_that_concerns_nobody_is_nothing(house: House, event: str) -> None:
    house.fake.callbacks.event("zhangsan", event, "<JobId>1</JobId>")
    (said,) = house.heard()
    assert said.event is ChatEvent.NOTHING


def test_a_tap_brings_its_token_and_a_code_for_the_card(house: House) -> None:
    receipt = house.send("请验收 YH-20261123-0007", "通过", "退回")
    house.fake.person("zhangsan").taps("退回")
    (said,) = house.heard()
    assert said.choice == "token-2"
    assert said.card is not None
    assert said.card.message_id == receipt.message_id
    assert said.card.response_code not in (None, receipt.response_code)


def test_of_a_list_the_picked_one_counts_and_not_its_button(house: House) -> None:
    house.send("交给谁", *(f"同事{n}" for n in range(9)))
    house.fake.person("zhangsan").taps("同事7")
    (said,) = house.heard()
    assert said.choice == "token-8"


def test_of_several_picked_ones_the_first_counts(house: House) -> None:
    options = "".join(f"<OptionId>{cdata(token)}</OptionId>" for token in ("token-3", "token-4"))
    items = f"<SelectedItem><QuestionKey>choice</QuestionKey><OptionIds>{options}</OptionIds></SelectedItem>" * 2
    told = f"<EventKey>choice</EventKey><TaskId>t</TaskId><SelectedItems>{items}</SelectedItems>"
    house.fake.callbacks.event("zhangsan", "template_card_event", told)
    (said,) = house.heard()
    assert (said.choice, said.card) == ("token-3", Receipt("t"))


# Bad input


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaa">]><xml><FromUserName>&a;</FromUserName><MsgType>text</MsgType></xml>'


@pytest.mark.parametrize(
    "xml",
    [
        "these are words",
        "<xml></xml>",
        "<xml><MsgType>text</MsgType></xml>",
        "<xml><FromUserName>a</FromUserName><CreateTime>soon</CreateTime><MsgType>text</MsgType></xml>",
        "<xml><FromUserName>a</FromUserName><CreateTime>9e99</CreateTime><MsgType>text</MsgType></xml>",
        f"<xml><FromUserName>a</FromUserName><CreateTime>{'9' * 30}</CreateTime><MsgType>text</MsgType></xml>",
        "<xml><FromUserName>a</FromUserName><CreateTime>1</CreateTime><MsgType>image</MsgType></xml>",
        "<xml><FromUserName>a</FromUserName><CreateTime>1</CreateTime><MsgType>event</MsgType></xml>",
        "<xml><FromUserName>a</FromUserName><CreateTime>1</CreateTime><MsgType>location</MsgType></xml>",
        "<xml><FromUserName>a\0b</FromUserName></xml>",
        BOMB,
        "",
    ],
)
def test_what_is_signed_and_makes_no_sense_is_kept_and_those_behind_it_go_on(house: House, xml: str) -> None:
    house.fake.callbacks.hand_over(xml)
    house.fake.person("zhangsan").says("漏油了")
    bad, good = house.received.taken()
    assert "\0" not in bad.body
    with pytest.raises(Unparsable):
        house.platform.parse(bad.body)
    assert house.platform.parse(good.body).text == "漏油了"


def test_words_that_were_cut_within_a_letter_are_read_all_the_same(house: House) -> None:
    cut = "漏油了".encode()[:-1].decode("utf-8", "surrogateescape")
    house.fake.person("zhangsan").says(cut)
    (said,) = house.heard()
    assert said.text == "漏油\ufffd"


@pytest.mark.parametrize(
    "body", [b"", b"words", b"<xml/>", b"\xff\xfe", BOMB.encode(), b"<xml><Encrypt></Encrypt></xml>"]
)
def test_a_body_that_nobody_signed_is_refused_and_nothing_is_stored(house: House, body: bytes) -> None:
    query, _ = house.fake.callbacks.sealed("<xml/>")
    for params in (query, {}, {**query, "timestamp": "x"}):
        assert httpx.post(house.fake.callback, params=params, content=body).status_code in (400, 403)
    assert house.received.asked == 0


def test_a_callback_of_another_time_or_token_is_refused(house: House) -> None:
    query, body = house.fake.callbacks.sealed("<xml/>")
    house.clock.passes(minutes=11)
    assert httpx.post(house.fake.callback, params=query, content=body).status_code == 403
    house.fake.token = "another"  # noqa: S105
    assert house.fake.callbacks.verify().status_code == 403
    assert house.received.asked == 0


def test_a_callback_under_another_key_is_unreadable(house: House) -> None:
    house.fake.aes_key = "b" * 43
    assert house.fake.callbacks.verify().status_code == 400
