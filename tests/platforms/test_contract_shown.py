"""The contract of every platform: whatever the bot says is shown."""

from dataclasses import replace
from pathlib import Path

import pytest

from handlers.messages import Document, MenuItem, Outgoing, Picture
from tests.photographs import photograph
from tests.platforms.contract import Meet, card, picture
from tests.platforms.sides import WORDS, Shown, Side


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
        shown = side.shown()
        assert (shown[-1].text, sum(message.photos for message in shown)) == ("扫一扫", 1)

    meet(scene)


def test_a_document_is_handed_over_under_its_name(meet: Meet[None], tmp_path: Path) -> None:
    async def scene(side: Side) -> None:
        path = tmp_path / "x"
        path.write_bytes(b"PK\3\4 as good as a workbook")
        await side.platform.send(Outgoing(side.someone, "台账在这里", document=Document("隐患台账.xlsx", path)))
        shown = side.shown()
        assert shown[-1].text == "台账在这里"
        named = [name for message in shown for name in message.documents]
        assert named == ["隐患台账.xlsx"]

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
