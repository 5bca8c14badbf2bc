"""Several chats on one page, long ones, and what happens when the line breaks."""

import re
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from handlers.messages import Envelope
from tests.browser.chat_page import (
    chat_of,
    choose_photos,
    heard,
    opened,
    own,
    refuse_posts,
    sent,
    tell,
    write,
)
from tests.chat_house import ChatHouse, served

pytestmark = pytest.mark.browser


# --- several people ---


def test_two_people_stand_side_by_side_each_in_their_own_language(page: Page, house: ChatHouse) -> None:
    page.get_by_role("button", name="王芳").first.hover()
    page.get_by_role("button", name="把王芳并排打开").click()
    li, wang = chat_of(page, "李强"), chat_of(page, "Wang Fang")
    write(wang, "Oil at gate 3")
    write(li, "防护罩松了")
    expect(own(wang)).to_have_text("Oil at gate 3")
    expect(own(li)).to_have_text("防护罩松了")
    expect(wang.get_by_role("button", name="Send")).to_be_visible()
    expect(li.get_by_role("button", name="发送")).to_be_visible()
    assert {(said["sender"], said["text"]) for said in sent(house, page)} == {
        ("wang", "Oil at gate 3"),
        ("li", "防护罩松了"),
    }


def test_four_chats_are_the_most_and_a_reload_finds_them_again(chromium: Browser, address: str) -> None:
    with opened(chromium, address, "li,wang,zhang,zhao") as page:
        expect(page.locator(".pane h2")).to_have_text(["李强", "Wang Fang", "张伟", "赵敏"])
        page.reload()
        expect(page.locator(".pane h2")).to_have_text(["李强", "Wang Fang", "张伟", "赵敏"])
        page.get_by_role("button", name="孙建国").first.click()
        expect(page.locator(".pane h2")).to_have_text(["李强", "Wang Fang", "张伟", "孙建国"])
        page.get_by_role("button", name="关上张伟的聊天").click()
        expect(page.locator(".pane h2")).to_have_text(["李强", "Wang Fang", "孙建国"])


def test_unread_messages_are_counted_in_the_list_and_marked_in_the_chat(page: Page, house: ChatHouse) -> None:
    tell(house, "zhang", "新任务 YH-20261123-0007", "接单")
    tell(house, "zhang", "再看一眼")
    zhang = page.locator(".person", has_text="张伟")
    expect(zhang.locator(".badge")).to_have_text("2")
    expect(zhang.locator(".latest")).to_have_text("再看一眼")
    expect(page).to_have_title(re.compile(r"^\(2\) "))
    zhang.click()
    expect(page.get_by_text("以下是新消息")).to_be_visible()
    expect(zhang.locator(".badge")).to_have_count(0)
    expect(page).to_have_title(re.compile("^Hazardline"))


def test_who_reads_further_up_is_not_pulled_down_but_told(page: Page, house: ChatHouse) -> None:
    for number in range(70):
        tell(house, "li", f"第 {number} 条")
    expect(heard(page).last).to_have_text("第 69 条")
    log = page.get_by_role("log")
    log.evaluate("log => log.scrollTop = log.scrollHeight / 2")
    page.wait_for_timeout(100)
    place = log.evaluate("log => log.scrollTop")
    tell(house, "li", "最新的一条")
    page.get_by_role("button", name="1 条新消息").wait_for()
    assert log.evaluate("log => log.scrollTop") == place
    page.get_by_role("button", name="1 条新消息").click()
    expect(heard(page).last).to_be_in_viewport()


def test_earlier_messages_come_when_one_looks_back(chromium: Browser, address: str, house: ChatHouse) -> None:
    for number in range(70):
        tell(house, "li", f"第 {number} 条")
    with opened(chromium, address, "li") as page:
        expect(heard(page)).to_have_count(60)
        page.get_by_role("log").evaluate("log => log.scrollTop = 0")
        expect(heard(page)).to_have_count(70)
        expect(heard(page).first).to_have_text("第 0 条")


# --- when the line breaks ---


def test_what_is_shown_but_was_not_stored_is_sent_again(page: Page, house: ChatHouse) -> None:
    accept = house.accept
    failing = iter([True, False])

    async def accept_at_the_second_try(envelope: Envelope) -> bool:
        if next(failing):
            raise OSError("the disk is full")
        return await accept(envelope)

    house.accept = accept_at_the_second_try  # type: ignore[method-assign]
    page.reload()
    write(page, "一次")
    expect(page.locator(".wrong")).to_have_text("没发出去")
    assert [said["text"] for said in sent(house, page)] == ["一次"]
    expect(own(page)).to_have_text(["一次"])


def test_what_is_said_while_the_server_is_away_arrives_once_and_in_order(
    chromium: Browser, house: ChatHouse, tmp_path: Path
) -> None:
    with ExitStack() as server:
        address = server.enter_context(served(house))
        with opened(chromium, address, "li") as page:
            write(page, "一")
            expect(page.locator(".status")).to_have_count(0)
            server.close()
            expect(page.get_by_text("连接断了")).to_be_visible()
            write(page, "二")
            choose_photos(page, tmp_path, 1)
            write(page, "三")
            expect(page.locator(".wrong").first).to_have_text("没发出去")
            server.enter_context(served(house, urlsplit(address).port or 0))
            expect(page.get_by_text("连接断了")).to_be_hidden(timeout=15_000)
            expect(page.locator(".message.own")).to_have_count(3)
            expect(page.locator(".status")).to_have_count(0, timeout=20_000)
            expect(page.locator(".message.own .tile img")).to_be_visible()
    assert [said["text"] for said in sent(house)] == ["一", "二", "三"]


def test_unsent_words_survive_a_reload_and_an_unsent_photo_is_not_forgotten(
    chromium: Browser, address: str, house: ChatHouse, tmp_path: Path
) -> None:
    with opened(chromium, address, "li") as page:
        page.route("**/chat/li/messages", refuse_posts)
        write(page, "先发文字")
        choose_photos(page, tmp_path, 1)
        write(page, "再发照片")
        expect(page.locator(".wrong").first).to_have_text("没发出去")
        page.unroute("**/chat/li/messages")
        page.on("dialog", lambda dialog: dialog.accept())
        page.reload()
        expect(page.get_by_text("照片要重新选")).to_be_visible()
        page.get_by_role("button", name="不发了").click()
        expect(own(page)).to_have_text(["先发文字"])
        expect(page.locator(".status")).to_have_count(0)
    assert [said["text"] for said in sent(house)] == ["先发文字"]


def test_a_refusal_is_shown_in_the_servers_words_and_holds_nothing_up(page: Page, house: ChatHouse) -> None:
    write(page, "长" * 100_000)
    expect(page.locator(".wrong")).to_have_text("文字太长，没有收下。请分几条发。")
    write(page, "短的")
    expect(own(page).last).to_have_text("短的")
    page.get_by_role("button", name="不发了").click()
    expect(own(page)).to_have_text(["短的"])
