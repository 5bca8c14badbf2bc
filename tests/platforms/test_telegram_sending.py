"""What Telegram is shown: split where it has to be, edited where it can be, and no part of it twice."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from bot.platforms.telegram import Telegram
from bot.platforms.telegram_parts import columns, keyboard, pieces, units
from handlers.messages import Choice, Document, MenuItem, Outgoing, Picture, Receipt
from handlers.platform import NotDelivered
from tests.photographs import photograph
from tests.platforms.fakes.telegram import FakeTelegram
from tests.platforms.fakes.telegram_people import Person
from tests.platforms.fakes.telegram_trouble import DOWN, FLOODED, Trouble
from tests.platforms.telegram_side import LIBRARIES

LI = 7001


@dataclass
class Talk:
    """The bot and 李强, on the fake server."""

    fake: FakeTelegram
    platform: Telegram
    li: Person

    def shown(self) -> list[tuple[str, int, list[str]]]:
        """Words, pictures and buttons of each message."""
        return [(message.text, len(message.photos), list(message.buttons)) for message in self.fake.said(LI)]

    async def taps(self, label: str, taken: str) -> None:
        update = self.li.taps(label)
        [envelope] = [each async for each in _first(self.platform, update["update_id"])]
        await self.platform.acknowledge(self.platform.parse(envelope), taken)


async def _first(platform: Telegram, number: int) -> AsyncIterator[str]:
    async for batch in platform.listen():
        for envelope in batch:
            if envelope.key == str(number):
                yield envelope.body
                return


@asynccontextmanager
async def talking(library: str) -> AsyncIterator[Talk]:
    with FakeTelegram() as fake:
        platform = Telegram(LIBRARIES[library](fake.token, fake.url, 2.0), fake.token, poll_seconds=0)
        yield Talk(fake, platform, fake.person(LI, "强", "李"))
        await platform.close()


Scene = Callable[[Talk], Coroutine[None, None, None]]


@pytest.fixture(params=LIBRARIES)
def play(request: pytest.FixtureRequest) -> Callable[[Scene], None]:
    """Plays a scene with each library."""

    def play(scene: Scene) -> None:
        async def with_both() -> None:
            async with talking(request.param) as talk:
                await scene(talk)

        asyncio.run(with_both())

    return play


def says(text: str, *labels: str, photos: tuple[Picture, ...] = ()) -> Outgoing:
    return Outgoing(str(LI), text, tuple(Choice(f"token.{label}", label) for label in labels), photos)


def pictures(count: int) -> tuple[Picture, ...]:
    return tuple(Picture("", Path(), "", photograph(seed, size=(64, 48))) for seed in range(count))


# Words


def test_a_text_is_parted_between_lines_and_never_within_a_character() -> None:
    assert pieces("一\n二\n三", 4) == ["一\n二", "三"]
    assert pieces("🚧🚧🚧", 3) == ["🚧", "🚧", "🚧"]
    assert pieces("abc", 3) == ["abc"]
    assert pieces("abcd\n", 3) == ["abc", "d\n"]
    assert pieces("", 3) == [""]
    assert all(piece.strip() and units(piece) <= 3 for piece in pieces("ab\n\n\n\n\ncd🚧", 3))


def test_no_character_of_a_long_text_is_lost() -> None:
    text = "地上有油🚧" * 3000
    assert "".join(pieces(text)) == text
    assert len(pieces(text)) == 5


def test_short_buttons_stand_in_pairs_and_long_ones_alone() -> None:
    def rows(*labels: str) -> list[list[str]]:
        made = keyboard([Choice(label, label) for label in labels])["inline_keyboard"]
        return [[button["text"] for button in row] for row in made]

    assert rows("接单", "转交", "详情") == [["接单", "转交"], ["详情"]]
    assert rows("已停机，提交报告", "停不了", "改地点", "不对") == [
        ["已停机，提交报告"],
        ["停不了", "改地点"],
        ["不对"],
    ]
    assert rows() == []
    assert (columns("接单"), columns("OK")) == (4, 2)


# Pictures and files


def test_one_picture_bears_words_and_buttons_itself(play: Callable[[Scene], None]) -> None:
    async def scene(talk: Talk) -> None:
        receipt = await talk.platform.send(says("请验收", "通过", photos=pictures(1)))
        assert talk.shown() == [("请验收", 1, ["通过"])]
        assert receipt.message_id == str(talk.fake.said(LI)[0].id)

    play(scene)


def test_words_too_long_for_a_picture_stand_below_it(play: Callable[[Scene], None]) -> None:
    async def scene(talk: Talk) -> None:
        text = "长" * 1025
        receipt = await talk.platform.send(says(text, "通过", photos=pictures(1)))
        assert talk.shown() == [("", 1, []), (text, 0, ["通过"])]
        assert receipt.message_id == str(talk.fake.said(LI)[1].id)

    play(scene)


@pytest.mark.parametrize(("count", "albums"), [(2, [2]), (10, [10]), (11, [10, 1]), (12, [10, 2])])
def test_several_pictures_are_albums(play: Callable[[Scene], None], count: int, albums: list[int]) -> None:
    async def scene(talk: Talk) -> None:
        await talk.platform.send(says("照片", "返回", photos=pictures(count)))
        said = talk.fake.said(LI)
        assert sum(len(message.photos) for message in said) == count
        assert [sum(m.album == album for m in said) for album in sorted({m.album for m in said if m.album})] == [
            size for size in albums if size > 1
        ]
        assert (said[-1].text, list(said[-1].buttons)) == ("照片", ["返回"])

    play(scene)


def test_a_file_bears_the_words(play: Callable[[Scene], None], tmp_path: Path) -> None:
    async def scene(talk: Talk) -> None:
        path = tmp_path / "x"
        path.write_bytes(b"PK")
        await talk.platform.send(replace(says("台账在这里", "再要一份"), document=Document("隐患台账.xlsx", path)))
        [message] = talk.fake.said(LI)
        assert (message.document, message.text, list(message.buttons)) == ("隐患台账.xlsx", "台账在这里", ["再要一份"])

    play(scene)


def test_a_picture_that_was_erased_holds_no_words_back(play: Callable[[Scene], None], tmp_path: Path) -> None:
    async def scene(talk: Talk) -> None:
        await talk.platform.send(says("新任务", "接单", photos=(Picture("a", tmp_path / "gone.jpg", ""),)))
        assert talk.shown() == [("新任务", 0, ["接单"])]

    play(scene)


def test_a_picture_that_cannot_be_read_just_now_is_waited_for(play: Callable[[Scene], None], tmp_path: Path) -> None:
    async def scene(talk: Talk) -> None:
        with pytest.raises(NotDelivered) as failure:
            await talk.platform.send(says("新任务", photos=(Picture("a", tmp_path, ""),)))
        assert not failure.value.permanent

    play(scene)


@pytest.mark.parametrize("trouble", [FLOODED, DOWN])
def test_what_was_shown_of_a_message_is_not_shown_again(play: Callable[[Scene], None], trouble: Trouble) -> None:
    async def scene(talk: Talk) -> None:
        message = says("照片", "返回", photos=pictures(3))
        talk.fake.will(replace(trouble, method="sendMessage"), times=2)
        for _ in range(2):
            with pytest.raises(NotDelivered):
                await talk.platform.send(message)
        await talk.platform.send(message)
        assert [photos for _, photos, _ in talk.shown()] == [1, 1, 1, 0]
        await talk.platform.send(message)
        assert len(talk.shown()) == 8, "said once more, it is shown once more"

    play(scene)


# Cards that change


def test_the_words_below_a_picture_are_edited_where_they_stand(play: Callable[[Scene], None]) -> None:
    async def scene(talk: Talk) -> None:
        receipt = await talk.platform.send(says("请验收", "通过", photos=pictures(1)))
        assert await talk.platform.replace(receipt, says("已验收")) == receipt
        assert talk.shown() == [("已验收", 1, [])]

    play(scene)


def test_a_picture_takes_the_place_of_another_or_of_none(play: Callable[[Scene], None]) -> None:
    async def scene(talk: Talk) -> None:
        before, after = pictures(2)
        receipt = await talk.platform.send(says("整改前"))
        for picture in (before, after):
            assert await talk.platform.replace(receipt, says("照片", "下一页", photos=(picture,))) == receipt
            assert talk.fake.said(LI)[0].photos == (picture.drawn,)
        assert talk.shown() == [("照片", 1, ["下一页"])]

    play(scene)


@pytest.mark.parametrize("change", [says("照片", photos=pictures(2)), says("长" * 5000)])
def test_what_no_edit_can_show_is_a_new_message(play: Callable[[Scene], None], change: Outgoing) -> None:
    async def scene(talk: Talk) -> None:
        receipt = await talk.platform.send(says("第 1 页"))
        again = await talk.platform.replace(receipt, change)
        assert again != receipt
        assert talk.shown()[0] == ("第 1 页", 0, [])
        assert again.message_id == str(talk.fake.said(LI)[-1].id)

    play(scene)


@pytest.mark.parametrize("message_id", ["999", "1"])
def test_a_card_that_is_gone_is_sent_anew(play: Callable[[Scene], None], message_id: str) -> None:
    async def scene(talk: Talk) -> None:
        talk.li.says("这条不是机器人的")
        await talk.platform.replace(Receipt(message_id), says("看最新", "看最新"))
        assert talk.shown() == [("看最新", 0, ["看最新"])]

    play(scene)


def test_a_tap_that_settled_its_card_leaves_that_button(play: Callable[[Scene], None]) -> None:
    async def scene(talk: Talk) -> None:
        await talk.platform.send(says("新任务", "接单", "转交"))
        await talk.taps("接单", "")
        assert talk.shown() == [("新任务", 0, ["接单", "转交"])]
        await talk.taps("接单", "接单")
        assert talk.shown() == [("新任务", 0, ["接单"])]
        assert len(talk.fake.world.answered) == 2

    play(scene)


def test_a_tap_that_floods_the_bot_says_how_long_it_is_to_be_silent(play: Callable[[Scene], None]) -> None:
    async def scene(talk: Talk) -> None:
        await talk.platform.send(says("新任务", "接单", "转交"))
        talk.fake.will(replace(FLOODED, method="answerCallbackQuery"))
        with pytest.raises(NotDelivered) as failure:
            await talk.taps("接单", "接单")
        assert (failure.value.floods, failure.value.retry_after) == (True, 1)
        talk.fake.will(replace(DOWN, method="answerCallbackQuery"))
        await talk.taps("接单", "接单")

    play(scene)


# Refusals


def test_a_group_that_moved_says_where_to(play: Callable[[Scene], None]) -> None:
    async def scene(talk: Talk) -> None:
        talk.fake.group(-5, "冲压车间").becomes_a_supergroup(-1005)
        with pytest.raises(NotDelivered) as failure:
            await talk.platform.send(replace(says("早报"), address="-5", group=True))
        assert (failure.value.permanent, failure.value.moved_to) == (False, "-1005")
        await talk.platform.send(replace(says("早报"), address=failure.value.moved_to, group=True))
        assert [message.text for message in talk.fake.said(-1005)] == ["早报"]

    play(scene)


REFUSALS = {
    "Forbidden: user is deactivated": (403, True, True),
    "Forbidden: bot can't initiate conversation with a user": (403, True, True),
    "Bad Request: chat not found": (400, True, True),
    "Bad Request: PEER_ID_INVALID": (400, True, True),
    "Bad Request: not enough rights to send text messages to the chat": (400, True, False),
    "Bad Request: BUTTON_DATA_INVALID": (400, True, False),
    "Request Entity Too Large": (413, True, False),
    "Unauthorized": (401, False, False),
    "Not Found": (404, False, False),
    "Internal Server Error": (500, False, False),
    "Gateway Timeout": (504, False, False),
}


@pytest.mark.parametrize("description", REFUSALS)
def test_each_refusal_has_its_meaning(play: Callable[[Scene], None], description: str) -> None:
    async def scene(talk: Talk) -> None:
        code, permanent, gone = REFUSALS[description]
        talk.fake.will(Trouble(code, description))
        with pytest.raises(NotDelivered) as failure:
            await talk.platform.send(says("喂"))
        assert (failure.value.permanent, failure.value.gone, failure.value.floods) == (permanent, gone, False)
        assert talk.fake.token not in str(failure.value)

    play(scene)


@pytest.mark.parametrize("library", LIBRARIES)
def test_no_error_tells_the_token(library: str) -> None:
    async def scene() -> None:
        token = "4242:a-secret"  # noqa: S105
        for api in ("http://127.0.0.1:1", "http://nowhere.invalid", "http://127.0.0.1:99999"):
            platform = Telegram(LIBRARIES[library](token, api, 0.3), token)
            with pytest.raises(NotDelivered) as failure:
                await platform.send(says("喂"))
            assert "secret" not in str(failure.value)
            await platform.close()

    asyncio.run(scene())


# The menu


def test_a_menu_of_each_language_and_of_one_chat(play: Callable[[Scene], None]) -> None:
    async def scene(talk: Talk) -> None:
        items = [MenuItem("report", "上报隐患"), MenuItem("my reports", "我的上报"), MenuItem("老大难", "长期隐患")]
        await talk.platform.offer(items, "zh_CN")
        await talk.platform.offer(items[:1], "en")
        await talk.platform.offer(items[:1], "zh_CN", str(LI))
        menus = {where: [command["command"] for command in menu] for where, menu in talk.fake.world.commands.items()}
        here = "all_private_chats"  # in a group nobody would answer what is tapped
        assert menus == {(here, "zh"): ["report", "my_reports"], (here, ""): ["report"], (str(LI), ""): ["report"]}
        with pytest.raises(NotDelivered):
            await talk.platform.offer(items, "zh_CN", "404")

    play(scene)
