"""The fake Bot API is as strict as the real one, and goes wrong as told: else a passing test would say little."""

import asyncio
import json
import random
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from tests.photographs import photograph
from tests.platforms.fakes.storm import Storm
from tests.platforms.fakes.telegram import FakeTelegram
from tests.platforms.fakes.telegram_limits import TrueLimits
from tests.platforms.fakes.telegram_trouble import Trouble

LI = 7001
JPEG = photograph(1, size=(64, 48))
KEYBOARD = {"inline_keyboard": [[{"text": "接单", "callback_data": "t.0"}]]}


@pytest.fixture
def fake() -> Iterator[FakeTelegram]:
    with FakeTelegram() as fake:
        fake.person(LI, "强")
        yield fake


def ask(fake: FakeTelegram, method: str, files: Any = None, token: str = "", **fields: Any) -> Any:
    """One call, as any client makes it; the answer whole."""
    data = {name: value if isinstance(value, str) else json.dumps(value) for name, value in fields.items()}
    with httpx.Client(trust_env=False, timeout=10) as client:
        return client.post(f"{fake.url}/bot{token or fake.token}/{method}", data=data, files=files).json()


def refusal(fake: FakeTelegram, method: str, files: Any = None, **fields: Any) -> str:
    answer = ask(fake, method, files, **fields)
    assert answer["ok"] is False
    return str(answer["description"])


REFUSED: dict[str, tuple[str, dict[str, Any]]] = {
    "chat not found": ("sendMessage", {"chat_id": 404, "text": "x"}),
    "chat_id is empty": ("sendMessage", {"text": "x"}),
    "message text is empty": ("sendMessage", {"chat_id": LI, "text": " \n"}),
    "message is too long": ("sendMessage", {"chat_id": LI, "text": "🚧" * 2049}),
    "BUTTON_DATA_INVALID": (
        "sendMessage",
        {"chat_id": LI, "text": "x", "reply_markup": {"inline_keyboard": [[{"text": "a", "callback_data": "é" * 33}]]}},
    ),
    "button text is empty": (
        "sendMessage",
        {"chat_id": LI, "text": "x", "reply_markup": {"inline_keyboard": [[{"text": "", "callback_data": "a"}]]}},
    ),
    "can't parse reply_markup": ("sendMessage", {"chat_id": LI, "text": "x", "reply_markup": "{"}),
    "object expected": ("sendMessage", {"chat_id": LI, "text": "x", "reply_markup": {"inline_keyboard": [{}]}}),
    "message to edit not found": ("editMessageText", {"chat_id": LI, "message_id": 99, "text": "x"}),
    "2 to 10": ("sendMediaGroup", {"chat_id": LI, "media": [{"type": "photo", "media": "attach://a"}]}),
    "no a in the request": ("sendMediaGroup", {"chat_id": LI, "media": [{"media": "attach://a"}] * 2}),
    "query is too old": ("answerCallbackQuery", {"callback_query_id": "1"}),
    "HTTPS URL": ("setWebhook", {"url": "http://hazards.example.com"}),
    "wrong file_id": ("getFile", {"file_id": "x"}),
    "COMMAND_INVALID": ("setMyCommands", {"commands": [{"command": "上报", "description": "x"}]}),
    "DESCRIPTION_INVALID": ("setMyCommands", {"commands": [{"command": "report", "description": ""}]}),
    "Not Found": ("sendWhatever", {}),
}


@pytest.mark.parametrize("why", REFUSED)
def test_what_the_real_one_refuses_is_refused(fake: FakeTelegram, why: str) -> None:
    method, fields = REFUSED[why]
    assert why in refusal(fake, method, **fields)
    assert fake.said(LI) == []


def test_limits_of_length_are_met_exactly(fake: FakeTelegram) -> None:
    button = {"inline_keyboard": [[{"text": "a", "callback_data": "x" * 64}]]}
    assert ask(fake, "sendMessage", chat_id=LI, text="🚧" * 2048, reply_markup=button)["ok"]
    picture = {"photo": ("a.jpg", JPEG)}
    assert ask(fake, "sendPhoto", picture, chat_id=LI, caption="长" * 1024)["ok"]
    assert "caption is too long" in refusal(fake, "sendPhoto", picture, chat_id=LI, caption="长" * 1025)


def test_what_is_no_picture_is_no_photo(fake: FakeTelegram) -> None:
    assert "IMAGE_PROCESS_FAILED" in refusal(fake, "sendPhoto", {"photo": ("a.jpg", b"words")}, chat_id=LI)
    large = {"photo": ("a.jpg", bytes(10 * 2**20 + 1))}
    assert "too big" in refusal(fake, "sendPhoto", large, chat_id=LI)


def test_an_edit_that_changes_nothing_is_refused(fake: FakeTelegram) -> None:
    number = ask(fake, "sendMessage", chat_id=LI, text="一", reply_markup=KEYBOARD)["result"]["message_id"]
    same = {"chat_id": LI, "message_id": number, "text": "一"}
    assert "message is not modified" in refusal(fake, "editMessageText", **same, reply_markup=KEYBOARD)
    assert ask(fake, "editMessageText", **same)["ok"], "the buttons went"
    assert fake.said(LI)[0].edits == 1


def test_what_a_person_wrote_is_not_the_bots_to_edit(fake: FakeTelegram) -> None:
    number = fake.person(LI, "强").says("我的话")["message"]["message_id"]
    assert "can't be edited" in refusal(fake, "editMessageText", chat_id=LI, message_id=number, text="别的")


def test_another_token_is_not_authorized(fake: FakeTelegram) -> None:
    assert ask(fake, "getMe", token="4242:other") == {  # noqa: S106
        "ok": False,
        "error_code": 401,
        "description": "Unauthorized",
    }


def test_whoever_has_blocked_the_bot_hears_nothing(fake: FakeTelegram) -> None:
    fake.person(LI, "强").blocks()
    assert "blocked by the user" in refusal(fake, "sendMessage", chat_id=LI, text="x")


def test_updates_are_kept_until_they_are_confirmed(fake: FakeTelegram) -> None:
    update = fake.person(LI, "强").says("一")
    assert ask(fake, "getUpdates")["result"] == ask(fake, "getUpdates")["result"] == [update]
    assert ask(fake, "getUpdates", offset=update["update_id"] + 1)["result"] == []
    assert ask(fake, "getUpdates")["result"] == []


def test_whoever_throws_waiting_updates_away_is_found_out(fake: FakeTelegram) -> None:
    with pytest.raises(ValueError, match="Extra data"):  # an internal error, and no JSON
        ask(fake, "deleteWebhook", drop_pending_updates="true")


def test_with_a_webhook_nobody_polls(fake: FakeTelegram) -> None:
    ask(fake, "setWebhook", url="https://hazards.example.com/x")
    assert "webhook is active" in refusal(fake, "getUpdates")


def test_a_hang_a_reset_and_a_page(fake: FakeTelegram) -> None:
    fake.will(Trouble(resets=True), Trouble(502, html=True), times=1)
    with pytest.raises(httpx.RemoteProtocolError):
        ask(fake, "getMe")
    with pytest.raises(ValueError, match="Expecting value"):
        ask(fake, "getMe")
    assert ask(fake, "getMe")["ok"]


def test_an_answer_may_be_lost_of_what_was_done(fake: FakeTelegram) -> None:
    fake.will(Trouble(resets=True, after=True), times=1)
    with pytest.raises(httpx.RemoteProtocolError):
        ask(fake, "sendMessage", chat_id=LI, text="x")
    assert [message.text for message in fake.said(LI)] == ["x"]


class Moving:
    """A clock that is moved."""

    seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


def test_the_true_limits_are_told_with_how_long_to_wait() -> None:
    clock = Moving()
    with FakeTelegram(limits=TrueLimits(clock)) as fake:
        for number in range(1, 32):
            fake.person(number, "x")
        fake.group(-5, "冲压车间")

        def sends(chat: int) -> Any:
            return ask(fake, "sendMessage", chat_id=chat, text="x")

        assert all(sends(number)["ok"] for number in range(1, 31))
        assert sends(31)["parameters"] == {"retry_after": 1}
        clock.seconds += 1
        assert [sends(30)["ok"] for _ in range(4)] == [True, True, True, False]
        clock.seconds += 1
        assert [sends(-5)["ok"] for _ in range(21)] == [True] * 20 + [False]
        assert sends(-5)["parameters"] == {"retry_after": 60}


def test_a_storm_loses_nothing_that_was_said(fake: FakeTelegram) -> None:
    fake.storms(Storm(random.Random(3), doubled=0.2, reordered=0.2, malformed=0.2))
    said = [fake.person(LI, "强").says(f"{number}")["update_id"] for number in range(80)]
    found = [update["update_id"] for update in ask(fake, "getUpdates")["result"]]
    assert set(said) < set(found), "and there were unreadable ones among them"
    assert len(found) > len(set(found)), "some came twice"
    assert found != sorted(found), "some came late"


@pytest.mark.parametrize("act", ["says", "taps"])
def test_people_act_from_any_thread(fake: FakeTelegram, act: str) -> None:
    ask(fake, "sendMessage", chat_id=LI, text="x", reply_markup=KEYBOARD)
    li = fake.person(LI, "强")
    acts: dict[str, Callable[[], object]] = {"says": lambda: li.says("x"), "taps": lambda: li.taps("接单")}

    async def all_at_once() -> None:
        await asyncio.gather(*(asyncio.to_thread(acts[act]) for _ in range(40)))

    asyncio.run(all_at_once())
    assert len({update["update_id"] for update in fake.world.updates}) == 40
