"""The contract of every platform: whatever fails is told, and what passes is tried again."""

from dataclasses import replace
from pathlib import Path

import pytest

from handlers.messages import Photo
from handlers.platform import NotDelivered, NotFetched, Unusable
from tests.platforms.contract import Meet, card, needs, picture, read
from tests.platforms.sides import PICTURES, Act, Fault, Shown, Side
from workflow.ids import new_id

PASSING = (Fault.FLOODED, Fault.DOWN, Fault.HANGS, Fault.RESETS, Fault.WRONG_SECRET, Fault.UNREACHABLE)


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
