"""Messages through WeCom: what a member sees of each kind, within the limits, and none of it twice."""

import asyncio
import math
import os
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from bot.cards import Addressed
from bot.line import Line
from bot.platforms.wecom_cards import width
from bot.platforms.wecom_errors import CallRefused
from handlers.messages import Choice, Document, Incoming, Outgoing, Picture, Receipt
from handlers.platform import NotDelivered, NotFetched
from templates.render import LANGUAGES, label
from tests.photographs import photograph
from tests.platforms.wecom_house import House, done, open_house
from tests.simulated import UP, simulate
from tests.world import START

JPEG = photograph(1, size=(320, 240))
CARD = "请验收 YH-20261123-0007\n冲压车间 2号冲床：防护罩松动\n张伟 14:05 提交"


def drawn(data: bytes = JPEG) -> Picture:
    return Picture("", Path("nowhere"), "整改前", data)


def refused(house: House, text: str = "请验收", *labels: str, **more: Any) -> NotDelivered:
    with pytest.raises(NotDelivered) as refusal:
        house.send(text, *labels, **more)
    return refusal.value


# What is seen


def test_words_are_a_text(house: House) -> None:
    receipt = house.send("YH-20261123-0007 已提交")
    (message,) = house.fake.chat("zhangsan")
    assert (message.kind, message.text) == ("text", "YH-20261123-0007 已提交")
    assert receipt.message_id
    assert receipt.response_code is None


def test_a_few_choices_are_one_card_that_says_everything(house: House) -> None:
    receipt = house.send(CARD, "通过", "退回", "稍后验收")
    (message,) = house.fake.chat("zhangsan")
    assert (message.text, message.buttons) == (CARD, ("通过", "退回", "稍后验收"))
    assert (receipt.message_id, bool(receipt.response_code)) == (message.task_id, True)


def test_what_is_too_long_for_a_card_goes_before_it(house: House) -> None:
    text = CARD + "\n" + "要求：停机，紧固或更换后再开机。" * 12
    house.send(text, "通过", "退回")
    words, card = house.fake.chat("zhangsan")
    assert (words.text, words.buttons) == (text, ())
    assert (card.text, card.buttons) == (CARD.partition("\n")[0], ("通过", "退回"))


def test_more_than_six_choices_are_a_list_to_pick_from(house: House) -> None:
    house.send("交给谁", *(f"同事{n}" for n in range(7)))
    words, card = house.fake.chat("zhangsan")
    assert (words.text, card.text) == ("交给谁", "交给谁")
    assert (card.listed, len(card.buttons)) == (True, 7)


def test_english_buttons_that_are_too_long_for_one_are_a_list(house: House) -> None:
    house.send("Has the machine stopped?", "Yes, stopped: submit it", "No")
    assert house.fake.chat("zhangsan")[-1].listed


@pytest.mark.parametrize(
    "labels", [[f"同事{n}" for n in range(21)], ["长得怎么也放不下的一个部门的名称啊啊", "另一个"]]
)
def test_what_no_card_can_show_is_numbered(house: House, labels: list[str]) -> None:
    receipt = house.send("交给谁", *labels)
    (message,) = house.fake.chat("zhangsan")
    assert (message.kind, receipt.numbered) == ("text", True)
    assert message.text.splitlines() == ["交给谁", *(f"{n} {label}" for n, label in enumerate(labels, 1))]


REFUSED = (42014, 42016, 42020, 42027, 42045, 42051, 43012)
LINK = "https://hazards.example.com/m/" + "A" * 50


@pytest.mark.parametrize("code", REFUSED)
def test_a_card_that_is_refused_becomes_a_text_card_that_leads_to_the_whole(house: House, code: int) -> None:
    house.fake.fails("message/send", code)
    receipt = house.send(CARD, "通过", "退回", link=LINK)
    (message,) = house.fake.chat("zhangsan")
    assert (message.kind, message.text) == ("textcard", f"{CARD}\n1 通过\n2 退回")
    assert (message.link, message.more) == (LINK, "看全文")
    assert receipt.message_id
    assert receipt.numbered
    assert receipt.response_code is None


@pytest.mark.parametrize("code", REFUSED)
def test_without_a_page_to_lead_to_a_card_that_is_refused_is_said_in_words(house: House, code: int) -> None:
    house.fake.fails("message/send", code)
    house.send(CARD, "通过", "退回")
    (message,) = house.fake.chat("zhangsan")
    assert (message.kind, message.text) == ("text", f"{CARD}\n1 通过\n2 退回")


@pytest.mark.parametrize("code", [40058, 42027])
def test_where_the_text_card_is_refused_too_the_words_and_their_list_are_there(house: House, code: int) -> None:
    house.fake.fails("message/send", 42014, code)
    house.send(CARD, "通过", "退回", link=LINK)
    (message,) = house.fake.chat("zhangsan")
    assert (message.kind, message.text) == ("text", f"{CARD}\n1 通过\n2 退回")


@pytest.mark.parametrize(("link", "kind"), [(LINK, "textcard"), ("", "text")])
def test_a_card_that_is_refused_does_not_repeat_the_words_before_it(house: House, link: str, kind: str) -> None:
    text = CARD + "\n" + "要求：停机，紧固或更换后再开机。" * 12
    house.fake.fails("message/send", None, 42016)
    house.send(text, "通过", "退回", link=link)
    words, rest = house.fake.chat("zhangsan")
    heading = f"{CARD.partition(chr(10))[0]}\n" if link else ""
    assert (words.text, rest.text, rest.kind) == (text, f"{heading}1 通过\n2 退回", kind)


@pytest.mark.parametrize("letter", ["a", "é", "油", "🟢", "<", "\n"])
def test_of_a_text_card_the_words_are_cut_and_never_the_list(house: House, letter: str) -> None:
    house.fake.fails("message/send", 42016)
    rest = letter * int(160 / width(letter))
    house.send(f"请验收\n{rest}", "通过", *(f"退给第{n}班组" for n in range(5)), link=LINK)
    (message,) = house.fake.chat("zhangsan")
    assert (message.kind, house.fake.cut) == ("textcard", 0)
    title, _, shown = message.text.partition("\n")
    said, _, listed = shown.replace("\u200b", "").partition("\n1 ")
    assert title == "请验收"
    assert listed == "通过\n" + "\n".join(f"{n + 2} 退给第{n}班组" for n in range(5))
    assert set(said) <= {letter, "…"}


def test_a_long_first_line_is_cut_at_the_room_of_a_title(house: House) -> None:
    house.fake.fails("message/send", None, 42016)
    house.send("油" * 60, "通过", link=LINK)
    card = house.fake.chat("zhangsan")[-1]
    assert card.text == "油" * 41 + "…\n1 通过"
    assert house.fake.cut == 0


def test_a_list_that_is_too_long_for_a_text_card_is_said_in_words(house: House) -> None:
    labels = [f"冲压车间第{n}班组的班长" for n in range(20)]
    house.fake.fails("message/send", None, 42027)
    house.send("交给谁", *labels, link=LINK)
    _, message = house.fake.chat("zhangsan")
    assert message.kind == "text"
    assert message.text.splitlines() == [f"{n} {label}" for n, label in enumerate(labels, 1)]


@pytest.mark.parametrize(
    "said", ['<div class="highlight">领奖</div>', "a<br>b", "<BR/>", "</div>", "< br >", "&lt;br&gt; &amp;", "a<b c>d"]
)
def test_peoples_words_are_no_markup_of_a_text_card(house: House, said: str) -> None:
    house.fake.fails("message/send", 42016)
    house.send(f"{said}\n{said}", said[:10], link=LINK)
    (message,) = house.fake.chat("zhangsan")
    assert message.text.replace("\u200b", "") == f"{said}\n{said}\n1 {said[:10]}"
    assert not re.search("[<&][^\u200b]", message.text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_foot_of_a_text_card_fits(house: House, language: str) -> None:
    house.fake.fails("message/send", 42016)
    house.send(CARD, "通过", link=LINK, language=language)
    assert (house.fake.chat("zhangsan")[0].more, house.fake.cut) == (label(language, "wecom", "whole"), 0)


@pytest.mark.parametrize("wrong", [{"title": ""}, {"description": ""}, {"url": ""}, {"url": "hazards.example.com/m/x"}])
def test_wecom_takes_no_text_card_that_lacks_a_part(house: House, wrong: dict[str, str]) -> None:
    card = {"title": "请验收", "description": "1 通过", "url": LINK, **wrong}
    said = {"touser": "zhangsan", "agentid": int(house.fake.agent_id), "msgtype": "textcard", "textcard": card}
    with pytest.raises(CallRefused):
        house.platform.client.post("message/send", said)
    assert house.fake.chat("zhangsan") == []


def test_every_card_has_a_name_of_its_own(house: House) -> None:
    for _ in range(5):
        house.send(CARD, "通过")
    assert len({message.task_id for message in house.fake.chat("zhangsan")}) == 5


def test_pictures_and_a_file_come_before_the_words(house: House, tmp_path: Path) -> None:
    file = tmp_path / "ledger"
    file.write_bytes(b"x" * 100)
    house.send("请验收", "通过", photos=(drawn(), drawn()), document=Document("台账 2026.xlsx", file))
    assert [message.kind for message in house.fake.chat("zhangsan")] == ["image", "image", "file", "template_card"]
    assert house.fake.chat("zhangsan")[2].documents == ("台账 2026.xlsx",)


def test_the_same_picture_is_uploaded_once_for_everybody_until_it_may_expire(house: House) -> None:
    for to in ("zhangsan", "liqiang"):
        house.send("早报", photos=(drawn(),), to=to)
    assert house.fake.calls["media/upload"] == 1
    house.clock.passes(days=2, minutes=1)
    house.send("早报", photos=(drawn(),))
    assert house.fake.calls["media/upload"] == 2


def test_a_picture_that_expired_all_the_same_is_uploaded_anew(house: House) -> None:
    house.send("早报", photos=(drawn(),))
    house.fake.fails("message/send", 40007)
    assert not refused(house, photos=(drawn(),)).permanent
    house.send(photos=(drawn(),))
    assert house.fake.calls["media/upload"] == 2


def test_a_picture_that_is_gone_keeps_no_words_back(house: House, tmp_path: Path) -> None:
    house.send("请验收", photos=(Picture("1", tmp_path / "gone.jpg", ""),))
    assert [message.kind for message in house.fake.chat("zhangsan")] == ["text"]


# Limits


@pytest.mark.parametrize("letter", ["a", "é", "油", "🟢", "e\u0301"])
@pytest.mark.parametrize("link", ["", "https://hazards.example.com/m/abc"])
def test_a_text_is_cut_between_letters_and_says_where_the_rest_is(house: House, letter: str, link: str) -> None:
    house.send(letter * 3000, link=link)
    (message,) = house.fake.chat("zhangsan")
    assert house.fake.cut == 0
    assert 2030 < len(message.text.encode()) <= 2048
    kept, _, rest = message.text.partition("…")
    assert set(kept) <= set(letter)
    assert len(kept) % len(letter) == 0
    assert rest == (f"\n{link}" if link else "")


def test_the_list_of_choices_is_not_what_is_cut(house: House) -> None:
    house.send("油" * 3000, *(f"同事{n}" for n in range(21)))
    (message,) = house.fake.chat("zhangsan")
    assert house.fake.cut == 0
    assert message.text.endswith("…\n" + "\n".join(f"{n + 1} 同事{n}" for n in range(21)))


@pytest.mark.parametrize("text", ['<a href="https://evil.example">领奖</a>', "< A HREF='x'>", "</a>", "<a\nhref=x>"])
def test_peoples_words_make_no_links(house: House, text: str) -> None:
    house.send(text)
    (message,) = house.fake.chat("zhangsan")
    assert message.text == text.replace("<", "<\u200b")


def test_other_marks_are_left_as_they_were_written(house: House) -> None:
    house.send("<b>&amp;</b> ]]> `x` *_[危险](x) a<b <area>")
    assert house.fake.chat("zhangsan")[0].text == "<b>&amp;</b> ]]> `x` *_[危险](x) a<b <area>"


def test_chinese_letters_take_twice_the_room_of_latin_ones() -> None:
    assert (width("提交"), width("Submit"), width("")) == (2, 3, 0)


def test_a_member_is_never_sent_what_wecom_would_drop(tokens: Engine) -> None:
    """A card with three pictures is four messages of the minute's thirty, five where its words go before it."""

    async def told(bot: str, seconds: float) -> None:
        raise AssertionError("silence was asked for")

    async def scene(house: House) -> list[float]:
        loop, sent_at = asyncio.get_running_loop(), list[float]()
        line = Line(house.platform, lambda: True, told)
        house.fake.now = lambda: START + timedelta(seconds=loop.time() - UP)
        for number in range(20):
            words = f"第 {number} 条" + "\n" + "停机后再开。" * (30 if number % 2 else 1)
            outgoing = Outgoing("zhangsan", words, (Choice(f"t{number}", "好"),), (drawn(),) * 3)
            addressed = Addressed(house.platform.bot, outgoing)

            async def again(same: Addressed = addressed) -> Addressed:
                return same

            await line.carry(addressed, 0, math.inf, again)
            sent_at.append(loop.time() - UP)
        return sent_at

    with open_house(tokens, limits=True) as house:
        sent_at = simulate(scene(house))
        kinds = [message.kind for message in house.fake.chat("zhangsan")]
        assert kinds == (["image"] * 3 + ["template_card"] + ["image"] * 3 + ["text", "template_card"]) * 10
        assert house.fake.dropped == 0
        assert 120 < sent_at[-1] < 190, "ninety messages, thirty a minute, and no more waiting than that"


# Afterwards


def tap(house: House, label: str) -> Incoming:
    house.fake.person("zhangsan").taps(label)
    return house.heard()[-1]


def test_a_tap_that_settled_the_card_stands_on_it(house: House) -> None:
    house.send(CARD, "通过", "退回")
    done(house.platform.acknowledge(tap(house, "通过"), "通过"))
    (message,) = house.fake.chat("zhangsan")
    assert (message.text, message.buttons) == (f"{CARD}\n[通过]", ())


def test_a_tap_that_settled_nothing_leaves_the_card(house: House) -> None:
    house.send(CARD, "通过", "退回")
    done(house.platform.acknowledge(tap(house, "通过"), ""))
    assert house.fake.calls["message/update_template_card"] == 0


def test_a_tap_that_floods_the_app_says_how_long_it_is_to_be_silent(house: House) -> None:
    house.send(CARD, "通过", "退回")
    tapped = tap(house, "通过")
    house.fake.always(45009)
    with pytest.raises(NotDelivered) as busy:
        done(house.platform.acknowledge(tapped, "通过"))
    assert (busy.value.floods, busy.value.retry_after) == (True, 60)


def test_to_acknowledge_raises_nothing_else(house: House) -> None:
    house.send(CARD, "通过", "退回")
    tapped = tap(house, "通过")
    for _ in range(2):  # its code is spent the second time
        done(house.platform.acknowledge(tapped, "通过"))
    house.fake.always("html")
    done(house.platform.acknowledge(tapped, "通过"))


def test_a_final_state_takes_the_place_of_the_card(house: House) -> None:
    receipt = house.send(CARD, "通过", "退回")
    settled = Outgoing("zhangsan", "YH-20261123-0007 验收通过\n赵敏 15:10")
    after = done(house.platform.replace(receipt, settled))
    (message,) = house.fake.chat("zhangsan")
    assert (message.text, message.buttons) == ("YH-20261123-0007 验收通过\n赵敏 15:10\n[已处理]", ())
    assert after == Receipt(receipt.message_id)


def test_where_the_card_cannot_be_changed_any_more_the_state_is_said_anew(house: House) -> None:
    settled = Outgoing("zhangsan", "验收通过")
    receipt = house.send(CARD, "通过")
    for way in ("too late", "spent", "without a code"):
        if way == "too late":
            house.clock.passes(hours=73)
        code = None if way == "without a code" else receipt.response_code
        done(house.platform.replace(Receipt(receipt.message_id, code), settled))
    assert [message.text for message in house.fake.chat("zhangsan")[1:]] == ["验收通过"] * 3


def test_a_state_that_wecom_is_too_busy_to_show_is_shown_later(house: House) -> None:
    receipt, settled = house.send(CARD, "通过"), Outgoing("zhangsan", "验收通过")
    house.fake.fails("message/update_template_card", 45009)
    with pytest.raises(NotDelivered) as busy:
        done(house.platform.replace(receipt, settled))
    assert busy.value.floods
    done(house.platform.replace(receipt, settled))
    assert [message.text for message in house.fake.chat("zhangsan")] == ["验收通过\n[已处理]"]


def test_a_state_with_pictures_is_a_message_of_its_own(house: House) -> None:
    receipt = house.send(CARD, "通过")
    done(house.platform.replace(receipt, Outgoing("zhangsan", "验收通过", photos=(drawn(),))))
    assert [message.kind for message in house.fake.chat("zhangsan")] == ["template_card", "image", "text"]


def test_a_changed_card_is_a_new_card(house: House) -> None:
    receipt = house.send(CARD, "通过")
    done(house.platform.replace(receipt, Outgoing("zhangsan", CARD, (Choice("t", "退回"),))))
    assert [message.buttons for message in house.fake.chat("zhangsan")] == [("通过",), ("退回",)]
    assert not house.platform.can.edit


# What goes wrong


@pytest.mark.parametrize("to", ["wangfang", "nobody"])
def test_nobody_there_is_gone_for_good(house: House, to: str) -> None:
    error = refused(house, to=to)
    assert (error.permanent, error.gone) == (True, True)


@pytest.mark.parametrize("answer", ["invaliduser", "unlicenseduser"])
def test_who_is_left_out_of_a_success_is_gone_too(house: House, answer: str, monkeypatch: pytest.MonkeyPatch) -> None:
    send = house.fake._calls.message_send
    monkeypatch.setattr(house.fake._calls, "message_send", lambda q, s: {**send(q, s), answer: "ZHANGSAN"})
    assert refused(house).gone


def test_capitals_make_no_other_member(house: House) -> None:
    house.send("你好", to="LIQIANG")
    assert len(house.fake.chat("liqiang")) == 1


@pytest.mark.parametrize(
    ("fault", "permanent", "floods"),
    [
        (45009, False, True),
        (45033, False, True),
        (45035, False, True),
        (60020, False, False),
        (48002, False, False),
        (301002, False, False),
        (-1, False, False),
        (60111, True, False),
        (45002, True, False),
        (40058, True, False),
        (99999, False, False),
        ("html", False, False),
        ("reset", False, False),
    ],
)
def test_an_error_is_judged_by_its_code(house: House, fault: Any, permanent: bool, floods: bool) -> None:
    house.fake.fails("message/send", fault)
    error = refused(house)
    assert (error.permanent, error.floods) == (permanent, floods)
    assert error.retry_after == (60 if floods else None)
    house.send()
    assert len(house.fake.chat("zhangsan")) == 1


def test_no_answer_is_waited_for_and_no_longer_than_that(tokens: Engine) -> None:
    with open_house(tokens, answer_seconds=0.3) as house:
        house.fake.fails("message/send", "hang")
        error = refused(house)
        assert not error.permanent
        assert not error.floods


def test_parts_that_arrived_do_not_come_again_with_those_that_did_not(house: House) -> None:
    outgoing = Outgoing("zhangsan", "交给谁", tuple(Choice(f"t{n}", f"同事{n}") for n in range(7)), (drawn(),))
    house.fake.fails("message/send", None, "html", None, "reset", None)
    for arrived in (1, 2):
        with pytest.raises(NotDelivered):
            done(house.platform.send(outgoing))
        assert len(house.fake.chat("zhangsan")) == arrived
    done(house.platform.send(outgoing))
    assert [message.kind for message in house.fake.chat("zhangsan")] == ["image", "text", "template_card"]


def test_no_secret_is_told_by_an_error_or_the_log(house: House, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    for fault in (40014, 60020, "html", "reset"):
        house.fake.fails("message/send", fault, fault)
        told = str(refused(house)) if fault != 40014 else ""
        told += caplog.text
        for secret in (house.fake.secret, "token-", house.fake.aes_key):
            assert secret not in told


def test_a_document_that_cannot_be_read_just_now_is_tried_again(house: House, tmp_path: Path) -> None:
    error = refused(house, document=Document("x.xlsx", tmp_path / "gone"))
    assert not error.permanent


# Files that come in


def test_a_photo_is_fetched(house: House) -> None:
    house.fake.person("zhangsan").sends_photo(JPEG)
    (said,) = house.heard()
    assert done(house.platform.download(said.photos[0])) == JPEG


def test_a_photo_that_has_expired_is_gone_and_not_its_error_message(house: House) -> None:
    house.fake.person("zhangsan").sends_photo(JPEG)
    (said,) = house.heard()
    house.clock.passes(days=3, seconds=1)
    with pytest.raises(NotFetched) as gone:
        done(house.platform.download(said.photos[0]))
    assert gone.value.permanent


@pytest.mark.parametrize("fault", ["html", "reset", 45009, -1, 60020])
def test_a_photo_that_cannot_be_had_now_is_fetched_later(house: House, fault: Any) -> None:
    house.fake.person("zhangsan").sends_photo(JPEG)
    (said,) = house.heard()
    house.fake.fails("media/get", fault)
    with pytest.raises(NotFetched) as error:
        done(house.platform.download(said.photos[0]))
    assert not error.value.permanent
    assert done(house.platform.download(said.photos[0])) == JPEG


def test_a_large_photo_comes_whole(house: House) -> None:
    large = JPEG + os.urandom(3_000_000)
    house.fake.person("zhangsan").sends_photo(large)
    (said,) = house.heard()
    assert done(house.platform.download(said.photos[0])) == large
