"""What a page has not seen yet: changes in their order, looking back, unread counts, and many writers at once."""

import threading

import pytest

from bot.platforms import webchat_history as history
from bot.platforms.webchat import WebChat
from storage.engine import read_transaction
from tests.chat_house import ChatHouse, says


def test_since_gives_everything_touched_once_in_order_of_touching(house: ChatHouse) -> None:
    first = house.tells(says("li", "一", "好"))
    house.tells(says("zhang", "别人的"))
    house.says("li", "client-1", "二")
    house.tells(says("li", "一改"), first)
    found, change = house.news("li", 0)
    assert [message.body["text"] for message in found] == ["二", "一改"]
    assert house.news("li", change) == ([], change)


def test_a_long_absence_is_caught_up_in_parts(house: ChatHouse, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "CATCH_UP", 3)
    for number in range(7):
        house.tells(says("li", str(number)))
    texts, change = [], 0
    while part := (answer := house.news("li", change))[0]:
        texts += [message.body["text"] for message in part]
        change = answer[1]
    assert texts == ["0", "1", "2", "3", "4", "5", "6"]


def test_looking_back_gives_page_after_page(house: ChatHouse, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "PAGE", 2)
    for number in range(3):
        house.tells(says("li", str(number)))
    newest = house.shown("li")
    with read_transaction(house.engine) as connection:
        earlier = history.before(connection, house.ids["li"], newest[0].seq)
    assert [[message.body["text"] for message in page] for page in (newest, earlier)] == [["1", "2"], ["0"]]


def test_reading_counts_down_and_is_news_to_other_pages(house: ChatHouse, chat: WebChat) -> None:
    receipts = [house.tells(says("li", text)) for text in ("一", "二", "三")]
    house.says("li", "client-1", "好")
    before = house.line("li")
    chat.mark_read(house.ids["li"], int(receipts[1].message_id))
    after = house.line("li")
    assert (before.unread, after.unread) == (3, 1)
    assert after.change > before.change
    chat.mark_read(house.ids["li"], int(receipts[1].message_id))
    assert house.line("li") == after


def test_the_line_of_a_person_shows_the_last_message(house: ChatHouse) -> None:
    house.tells(says("li", "一"))
    house.says("li", "client-1", "二")
    latest = house.line("li").latest
    assert latest is not None
    assert latest.body["text"] == "二"
    assert house.line("zhang").latest is None


def test_whoever_listens_is_rung_after_each_change_until_they_leave(house: ChatHouse, chat: WebChat) -> None:
    rings: list[int] = []
    with chat.ringing(lambda: rings.append(len(house.shown("li")))):
        house.tells(says("li", "一"))
        house.says("li", "client-1", "二")
    house.tells(says("li", "三"))
    assert rings == [1, 2]  # and each found the change already there


def test_many_threads_write_one_chat_and_no_change_is_lost_or_doubled(house: ChatHouse) -> None:
    failures: list[BaseException] = []

    def talk(who: int) -> None:
        try:
            for number in range(5):
                house.tells(says("li", f"{who}-{number}"))
                house.says("li", f"client-{who}-{number}", "嗯")
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=talk, args=(who,)) for who in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found, change = house.news("li", 0)
    assert failures == []
    assert [message.change for message in found] == list(range(1, 61))
    assert change == 60
