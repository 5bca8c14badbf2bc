"""One contract for every platform: whatever people do arrives, whatever the bot says is shown, whatever fails is told.

Each platform speaks its own protocol to its own strict server; nothing in a library is stood in for.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest

from handlers.messages import ChatEvent, Choice, Document, Incoming, MenuItem, Outgoing, Photo, Picture, Receipt
from handlers.platform import NotDelivered, NotFetched, Unparsable, Unusable
from tests.photographs import photograph
from tests.platforms.sides import (
    CAPTION,
    CHANGED,
    FILE,
    NAME,
    PICTURES,
    PLACE,
    SCANNED,
    WORDS,
    Act,
    Fault,
    Opening,
    Shown,
    Side,
)
from tests.platforms.telegram_side import telegram_side
from tests.platforms.webchat_side import webchat_side
from tests.platforms.wecom_side import wecom_side
from workflow.ids import new_id

SIDES: dict[str, Opening] = {
    "webchat": webchat_side,
    "ptb": telegram_side("ptb"),
    "aiogram": telegram_side("aiogram"),
    "wecom": wecom_side,
}
# What a message of one act brings; an act that is not here has a test of its own.
BROUGHT: dict[Act, dict[str, object]] = {
    Act.WORDS: {"text": WORDS},
    Act.CAPTIONED: {"text": CAPTION},
    Act.PLACE: {"location": PLACE},
    Act.SCAN: {"scan": SCANNED},
    Act.FILE: {"document": FILE},
    Act.ARRIVE: {"event": ChatEvent.ARRIVED},
    Act.LEAVE: {"event": ChatEvent.LEFT},
    Act.LOOK: {"event": ChatEvent.NOTHING},
    Act.WARNING: {"event": ChatEvent.ATTENTION},
}
IN_GROUP: dict[Act, dict[str, object]] = {
    Act.JOIN_GROUP: {"event": ChatEvent.JOINED_GROUP},
    Act.LEAVE_GROUP: {"event": ChatEvent.LEFT_GROUP},
    Act.GROUP_WORDS: {"text": "/report"},
}
PASSING = (Fault.FLOODED, Fault.DOWN, Fault.HANGS, Fault.RESETS, Fault.WRONG_SECRET, Fault.UNREACHABLE)

T = TypeVar("T")
Meet = Callable[[Callable[[Side], Awaitable[T]]], T]


@pytest.fixture(params=SIDES)
def meet(request: pytest.FixtureRequest, tmp_path: Path) -> Meet[None]:
    """Runs a scene on each platform."""

    def meet(scene: Callable[[Side], Awaitable[None]]) -> None:
        async def open_and_play() -> None:
            async with SIDES[request.param](tmp_path) as side:
                await scene(side)

        asyncio.run(open_and_play())

    return meet


def needs(side: Side, *named: Act | Fault) -> None:
    """Leave out what the platform says it does not have."""
    lacking = side.lacks & {*named}
    if lacking:
        pytest.skip(f"{side.platform.bot} has no {', '.join(sorted(lacking))}")


async def read(side: Side, act: Act) -> list[Incoming]:
    """What the bot reads of an act."""
    needs(side, act)
    return [side.platform.parse(envelope.body) for envelope in await side.arrives(act)]


def card(address: str, text: str = "机器停了吗？", *labels: str) -> Outgoing:
    choices = tuple(Choice(f"{new_id()}.{place}", label) for place, label in enumerate(labels))
    return Outgoing(address, text, choices)


def picture(folder: Path, seed: int) -> Picture:
    path = folder / f"{seed}.jpg"
    path.write_bytes(photograph(seed, size=(320, 240)))
    return Picture(new_id(), path, "整改前")


# People do something


@pytest.mark.parametrize("act", BROUGHT)
def test_what_somebody_does_is_read(meet: Meet[None], act: Act) -> None:
    async def scene(side: Side) -> None:
        [incoming] = await read(side, act)
        brought = BROUGHT[act]
        assert {name: getattr(incoming, name) for name in brought} == brought
        assert incoming.bot == side.platform.bot
        assert act is Act.LOOK or not incoming.group
        assert act is Act.WARNING or incoming.sender == side.someone or incoming.event is ChatEvent.NOTHING

    meet(scene)


@pytest.mark.parametrize("act", IN_GROUP)
def test_what_is_done_in_a_group_names_the_group(meet: Meet[None], act: Act) -> None:
    async def scene(side: Side) -> None:
        [incoming] = await read(side, act)
        assert {name: getattr(incoming, name) for name in IN_GROUP[act]} == IN_GROUP[act]
        assert (incoming.group, incoming.sender) == (side.group, side.someone)

    meet(scene)


def test_an_envelope_names_bot_and_sender_before_anything_is_read(meet: Meet[None]) -> None:
    async def scene(side: Side) -> None:
        [first] = await side.arrives(Act.WORDS)
        [second] = await side.arrives(Act.WORDS)
        assert {(e.bot, e.sender) for e in (first, second)} == {(side.platform.bot, side.someone)}
        assert first.key != second.key, "the same words twice are two messages"

    meet(scene)


def test_a_name_is_told_where_the_platform_knows_it(meet: Meet[None]) -> None:
    async def scene(side: Side) -> None:
        [incoming] = await read(side, Act.WORDS)
        assert incoming.sender_name in (NAME, "")

    meet(scene)


@pytest.mark.parametrize("act", [Act.PICTURE, Act.CAPTIONED])
def test_a_picture_can_be_fetched_as_it_was_sent(meet: Meet[None], act: Act) -> None:
    async def scene(side: Side) -> None:
        [incoming] = await read(side, act)
        [photo] = incoming.photos
        assert photo.problem is None
        assert await side.platform.download(Photo(photo.remote)) == PICTURES[0]

    meet(scene)


def test_an_album_comes_in_parts_that_belong_together(meet: Meet[None]) -> None:
    async def scene(side: Side) -> None:
        parts = await read(side, Act.ALBUM)
        assert len({part.album.id for part in parts if part.album}) == 1
        assert all(part.album for part in parts)
        pictures = [await side.platform.download(photo) for part in parts for photo in part.photos]
        assert pictures == list(PICTURES)
        assert [part.text for part in parts if part.text] == [CAPTION]

    meet(scene)


def test_what_is_passed_on_in_one_go_belongs_together(meet: Meet[None]) -> None:
    async def scene(side: Side) -> None:
        parts = await read(side, Act.FORWARD)
        assert len({part.album for part in parts}) == 1
        assert parts[0].album is not None
        assert ([part.text for part in parts if part.text], sum(len(part.photos) for part in parts)) == ([WORDS], 1)

    meet(scene)


@pytest.mark.parametrize("act", [Act.VOICE, Act.VIDEO])
def test_sound_and_film_are_told_from_words(meet: Meet[None], act: Act) -> None:
    async def scene(side: Side) -> None:
        [incoming] = await read(side, act)
        assert (incoming.text, incoming.photos) == ("", ())
        assert bool(incoming.voice) == (act is Act.VOICE)
        assert bool(incoming.video) == (act is Act.VIDEO)

    meet(scene)


def test_a_picture_too_large_to_be_fetched_is_known_as_that(meet: Meet[None]) -> None:
    async def scene(side: Side) -> None:
        [incoming] = await read(side, Act.TOO_LARGE)
        assert [photo.problem for photo in incoming.photos] == ["too_large"]

    meet(scene)


def test_a_tap_brings_back_what_its_button_bore(meet: Meet[None]) -> None:
    async def scene(side: Side) -> None:
        asked = card(side.someone, "机器停了吗？", "已停机，提交", "停不了")
        receipt = await side.platform.send(asked)
        [incoming] = await read(side, Act.TAP)
        assert (incoming.choice, incoming.text) == (asked.choices[0].token, "")
        assert incoming.card is None or incoming.card.message_id == receipt.message_id
        await side.platform.acknowledge(incoming, "")
        await side.platform.acknowledge(incoming, "已停机，提交")  # too late for some; nobody is the worse for it

    meet(scene)


def test_an_edit_names_the_message_it_changes(meet: Meet[None]) -> None:
    async def scene(side: Side) -> None:
        said, changed = await read(side, Act.EDIT)
        assert (said.edits, changed.edits) == (None, said.message_id)
        assert (said.text, changed.text, changed.deleted) == (WORDS, CHANGED, False)
        assert changed.message_id != said.message_id

    meet(scene)


def test_what_is_taken_back_is_gone(meet: Meet[None]) -> None:
    async def scene(side: Side) -> None:
        said, gone = await read(side, Act.DELETE)
        assert (gone.edits, gone.deleted, gone.text) == (said.message_id, True, "")

    meet(scene)


def test_what_cannot_be_read_is_still_an_envelope_and_stops_nobody(meet: Meet[None]) -> None:
    async def scene(side: Side) -> None:
        garbage, behind = await side.arrives(Act.GARBAGE)
        assert garbage.key != behind.key
        with pytest.raises(Unparsable):
            side.platform.parse(garbage.body)
        assert side.platform.parse(behind.body).text == WORDS

    meet(scene)


@pytest.mark.parametrize("body", ["", "{", "null", "[]", "{}", '{"update_id": 1, "message": {}}', "<xml></xml>"])
def test_no_body_makes_parse_fail_otherwise(meet: Meet[None], body: str) -> None:
    async def scene(side: Side) -> None:
        with pytest.raises(Unparsable):
            side.platform.parse(body)

    meet(scene)


# The bot says something


def test_words_are_shown_as_they_are(meet: Meet[None]) -> None:
    async def scene(side: Side) -> None:
        await side.platform.send(Outgoing(side.someone, WORDS))
        assert side.shown() == [Shown(side.someone, WORDS)]

    meet(scene)


@pytest.mark.parametrize("labels", [("提交",), ("接单", "转交", "详情"), ("已停机，提交", "停不了", "改地点", "不对")])
def test_buttons_stand_below_the_words(meet: Meet[None], labels: tuple[str, ...]) -> None:
    async def scene(side: Side) -> None:
        await side.platform.send(card(side.someone, "新任务", *labels))
        assert side.shown() == [Shown(side.someone, "新任务", labels)]

    meet(scene)


def test_a_picture_is_shown_with_words_and_buttons(meet: Meet[None], tmp_path: Path) -> None:
    async def scene(side: Side) -> None:
        await side.platform.send(replace(card(side.someone, "请验收", "通过"), photos=(picture(tmp_path, 4),)))
        shown = side.shown()
        assert sum(message.photos for message in shown) == 1
        assert (shown[-1].text, shown[-1].buttons) == ("请验收", ("通过",))

    meet(scene)


def test_several_pictures_are_all_shown(meet: Meet[None], tmp_path: Path) -> None:
    async def scene(side: Side) -> None:
        photos = tuple(picture(tmp_path, seed) for seed in (4, 5, 6))
        await side.platform.send(replace(card(side.someone, "请验收", "通过"), photos=photos))
        shown = side.shown()
        assert sum(message.photos for message in shown) == len(photos)
        assert (shown[-1].text, shown[-1].buttons) == ("请验收", ("通过",))

    meet(scene)


def test_a_picture_drawn_for_once_needs_no_file(meet: Meet[None]) -> None:
    async def scene(side: Side) -> None:
        drawn = Picture("", Path(), "QR", photograph(8, size=(64, 64), format="PNG"))
        await side.platform.send(Outgoing(side.someone, "扫一扫", photos=(drawn,)))
        assert side.shown()[-1].text == "扫一扫"

    meet(scene)


def test_a_document_is_handed_over_under_its_name(meet: Meet[None], tmp_path: Path) -> None:
    async def scene(side: Side) -> None:
        path = tmp_path / "x"
        path.write_bytes(b"PK\3\4 as good as a workbook")
        await side.platform.send(Outgoing(side.someone, "台账在这里", document=Document("隐患台账.xlsx", path)))
        shown = side.shown()
        assert shown[-1].text == "台账在这里"
        named = [name for message in shown for name in message.documents]
        assert named == ["隐患台账.xlsx"] or side.platform.bot == "webchat"  # whose page links to it

    meet(scene)


def test_long_words_lose_nothing_that_can_be_kept(meet: Meet[None]) -> None:
    """Where a platform has to cut, a link leads to the whole."""

    async def scene(side: Side) -> None:
        lines = [f"{number}. 通道堵了🚧" for number in range(700)]
        link = "https://hazards.example.com/cases"
        await side.platform.send(replace(card(side.someone, "\n".join(lines), "下一页"), link=link))
        shown = side.shown()
        told = "\n".join(message.text for message in shown)
        assert told.split("\n") == lines or link in told
        assert shown[-1].buttons == ("下一页",)

    meet(scene)


def test_a_card_is_replaced_by_how_things_stand_now(meet: Meet[None]) -> None:
    async def scene(side: Side) -> None:
        receipt = await side.platform.send(card(side.someone, "收到 1 张照片", "提交"))
        later = card(side.someone, "收到 2 张照片", "提交", "改地点")
        again = await side.platform.replace(receipt, later)
        assert side.shown()[-1] == Shown(side.someone, "收到 2 张照片", ("提交", "改地点"))
        if side.platform.can.edit:
            assert (len(side.shown()), again.message_id) == (1, receipt.message_id)
        assert await side.platform.replace(again, later), "the same once more is no failure"

    meet(scene)


def test_a_message_goes_to_its_address_alone(meet: Meet[None]) -> None:
    async def scene(side: Side) -> None:
        if not side.group:
            pytest.skip(f"{side.platform.bot} has no groups")
        await side.platform.send(replace(card(side.group, "重大隐患 YH-20261123-0007", "详情"), group=True))
        assert [message.address for message in side.shown()] == [side.group]

    meet(scene)


def test_a_menu_is_taken_or_there_is_none(meet: Meet[None]) -> None:
    async def scene(side: Side) -> None:
        items = [MenuItem("report", "上报隐患"), MenuItem("my reports", "我的上报")]
        for language in ("zh_CN", "en"):
            await side.platform.offer(items, language)
        await side.platform.offer(items, "zh_CN", side.someone)

    meet(scene)


# Something goes wrong


def test_nobody_at_an_address_is_a_failure_for_good(meet: Meet[None]) -> None:
    async def scene(side: Side) -> None:
        with pytest.raises(NotDelivered) as failure:
            await side.platform.send(card(side.nobody, "喂", "在"))
        assert failure.value.permanent

    meet(scene)


def test_whoever_has_left_is_known_to_be_gone(meet: Meet[None]) -> None:
    async def scene(side: Side) -> None:
        if not side.blocked:
            pytest.skip(f"nobody leaves {side.platform.bot}")
        with pytest.raises(NotDelivered) as failure:
            await side.platform.send(card(side.blocked, "喂", "在"))
        assert (failure.value.permanent, failure.value.gone) == (True, True)

    meet(scene)


@pytest.mark.parametrize("fault", PASSING)
def test_what_passes_is_tried_again_and_then_shown_once(meet: Meet[None], fault: Fault) -> None:
    async def scene(side: Side) -> None:
        needs(side, fault)
        side.will(fault)
        with pytest.raises(NotDelivered) as failure:
            await side.platform.send(card(side.someone, "新任务", "接单"))
        assert not failure.value.permanent
        assert failure.value.floods == (fault is Fault.FLOODED)
        side.will(Fault.NONE)
        await side.platform.send(card(side.someone, "新任务", "接单"))
        assert side.shown() == [Shown(side.someone, "新任务", ("接单",))]

    meet(scene)


def test_how_long_to_be_silent_is_told(meet: Meet[None]) -> None:
    async def scene(side: Side) -> None:
        needs(side, Fault.FLOODED)
        side.will(Fault.FLOODED)
        with pytest.raises(NotDelivered) as failure:
            await side.platform.send(card(side.someone))
        assert failure.value.retry_after in (7, None) or failure.value.retry_after >= 1

    meet(scene)


def test_a_message_that_is_refused_itself_is_not_tried_for_ever(meet: Meet[None], tmp_path: Path) -> None:
    async def scene(side: Side) -> None:
        needs(side, Fault.REFUSED)
        side.will(Fault.REFUSED)
        with pytest.raises(NotDelivered) as failure:
            await side.platform.send(replace(card(side.someone), photos=(picture(tmp_path, 4),)))
        assert (failure.value.permanent, failure.value.gone) == (True, False)

    meet(scene)


def test_an_edit_fails_as_a_message_does(meet: Meet[None]) -> None:
    async def scene(side: Side) -> None:
        needs(side, Fault.DOWN)
        receipt = await side.platform.send(card(side.someone, "收到 1 张照片", "提交"))
        side.will(Fault.DOWN)
        with pytest.raises(NotDelivered) as failure:
            await side.platform.replace(receipt, card(side.someone, "收到 2 张照片", "提交"))
        assert not failure.value.permanent

    meet(scene)


def test_an_expired_token_is_nobodys_trouble(meet: Meet[None]) -> None:
    async def scene(side: Side) -> None:
        needs(side, Fault.EXPIRED)
        await side.platform.send(card(side.someone, "一", "好"))
        side.will(Fault.EXPIRED)
        await side.platform.send(card(side.someone, "二", "好"))
        assert [message.text for message in side.shown()] == ["一", "二"]

    meet(scene)


@pytest.mark.parametrize("fault", [Fault.FLOODED, Fault.DOWN, Fault.HANGS, Fault.RESETS])
def test_a_picture_that_cannot_be_had_just_now_is_had_later(meet: Meet[None], fault: Fault) -> None:
    async def scene(side: Side) -> None:
        needs(side, fault)
        [incoming] = await read(side, Act.PICTURE)
        [photo] = incoming.photos
        side.will(fault)
        with pytest.raises(NotFetched) as failure:
            await side.platform.download(photo)
        assert (failure.value.permanent, failure.value.floods) == (False, fault is Fault.FLOODED)
        side.will(Fault.NONE)
        assert await side.platform.download(photo) == PICTURES[0]

    meet(scene)


def test_a_picture_that_is_not_there_is_not_asked_for_again(meet: Meet[None]) -> None:
    async def scene(side: Side) -> None:
        with pytest.raises(NotFetched) as failure:
            await side.platform.download(Photo(new_id()))
        assert failure.value.permanent

    meet(scene)


@pytest.mark.parametrize("fault", [Fault.NONE, Fault.WRONG_SECRET, Fault.UNREACHABLE, Fault.DOWN])
def test_a_bot_that_cannot_work_says_so_before_it_starts(meet: Meet[None], fault: Fault) -> None:
    async def scene(side: Side) -> None:
        needs(side, fault)
        side.will(fault)
        if fault is Fault.NONE:
            await side.platform.check()
            return
        with pytest.raises(Unusable) as failure:
            await side.platform.check()
        assert failure.value.passing == (fault is not Fault.WRONG_SECRET)

    meet(scene)


@pytest.mark.parametrize("fault", [Fault.NONE, Fault.WRONG_SECRET, Fault.UNREACHABLE])
def test_the_doctor_is_told_what_is_wrong(meet: Meet[None], fault: Fault) -> None:
    async def scene(side: Side) -> None:
        needs(side, fault)
        side.will(fault)
        findings = await side.platform.examine()
        assert all(finding.good for finding in findings) == (fault is Fault.NONE)

    meet(scene)


def test_a_tap_is_acknowledged_as_far_as_it_goes(meet: Meet[None]) -> None:
    async def scene(side: Side) -> None:
        needs(side, Fault.DOWN)
        await side.platform.send(card(side.someone, "新任务", "接单"))
        [incoming] = await read(side, Act.TAP)
        side.will(Fault.DOWN)
        await side.platform.acknowledge(incoming, "接单")
        await side.platform.acknowledge(replace(incoming, card=Receipt("1", "spent")), "接单")

    meet(scene)
