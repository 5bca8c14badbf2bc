"""One's own messages edited and deleted on the page, seen on other pages, and what happens when the line breaks."""

from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.platforms.webchat_wire import Change
from tests.browser.changes import BETTER, SAID, changes, more, pick, text_of
from tests.browser.chat_page import chip, choose_photos, opened, own, refuse_posts, take_picture, tell, write
from tests.chat_house import ChatHouse, served

pytestmark = pytest.mark.browser


# --- editing ---


def test_words_come_back_to_be_edited_and_are_marked_once_saved(said: Page, house: ChatHouse) -> None:
    text_of(said).fill("写到一半")
    pick(said, "编辑")
    expect(text_of(said)).to_be_focused()
    expect(text_of(said)).to_have_value(SAID)
    expect(said.locator(".editing")).to_have_text(f"正在编辑：{SAID}")
    text_of(said).fill(BETTER)
    said.get_by_role("button", name="保存").click()
    expect(own(said)).to_have_text([BETTER])
    expect(said.locator(".edited")).to_have_text("已编辑")
    expect(said.locator(".editing")).to_be_hidden()
    expect(text_of(said)).to_have_value("写到一半")
    assert changes(house, said) == [(SAID, BETTER, False)]
    said.reload()
    expect(own(said)).to_have_text([BETTER])
    expect(said.locator(".edited")).to_have_text("已编辑")


@pytest.mark.parametrize("way", ["escape", "button", "unchanged"])
def test_editing_can_be_left_and_nothing_is_changed(said: Page, house: ChatHouse, way: str) -> None:
    text_of(said).fill("写到一半")
    pick(said, "编辑")
    if way == "unchanged":
        text_of(said).press("Enter")
    else:
        text_of(said).fill(BETTER)
    if way == "escape":
        text_of(said).press("Escape")
    if way == "button":
        said.get_by_role("button", name="取消编辑").click()
    expect(said.locator(".editing")).to_be_hidden()
    expect(text_of(said)).to_have_value("写到一半")
    expect(text_of(said)).to_be_focused()
    expect(own(said)).to_have_text([SAID])
    assert changes(house, said) == []


def test_no_words_at_all_are_not_saved_and_photos_do_not_come_in(said: Page, house: ChatHouse, tmp_path: Path) -> None:
    choose_photos(said, tmp_path, 1)
    pick(said, "编辑")
    expect(said.locator(".tray")).to_be_hidden()
    text_of(said).fill(" ")
    text_of(said).press("Enter")
    expect(said.locator(".editing")).to_be_visible()
    choose_photos(said, tmp_path, 2)
    expect(said.get_by_role("alert")).to_have_text("编辑时加不了照片。先保存，或取消编辑")
    text_of(said).press("Escape")
    expect(said.locator(".tray li")).to_have_count(1)
    assert changes(house, said) == []


def test_a_photo_gets_words_afterwards(page: Page, house: ChatHouse, tmp_path: Path) -> None:
    choose_photos(page, tmp_path, 1, 2)
    page.get_by_role("button", name="发送").click()
    expect(page.locator(".status")).to_have_count(0)
    page.locator(".message.own").hover()
    more(page, "[照片]").click()
    page.get_by_role("menuitem", name="编辑").click()
    write(page, SAID)
    expect(own(page)).to_have_text([SAID])
    expect(page.locator(".message.own .tile img")).to_have_count(2)
    assert changes(house, page) == [("", SAID, False)]


def test_a_tap_has_no_menu_and_neither_has_what_the_bot_said(page: Page, house: ChatHouse) -> None:
    tell(house, "li", "机器停了吗？", "已停机")
    chip(page, "已停机").click()
    expect(page.locator(".status")).to_have_count(0)
    page.reload()
    expect(own(page)).to_have_text("已停机")
    expect(page.locator(".more:visible")).to_have_count(0)


# --- deleting ---


def test_what_is_deleted_leaves_a_mark_and_nothing_to_do(said: Page, house: ChatHouse) -> None:
    pick(said, "撤回")
    expect(own(said)).to_have_text(["已撤回"])
    expect(said.locator(".person", has_text="李强").locator(".latest")).to_have_text("已撤回")
    expect(said.locator(".more:visible")).to_have_count(0)
    expect(said.locator(".edited")).to_have_count(0)
    assert SAID not in said.content()
    assert changes(house, said) == [(SAID, "", True)]
    said.reload()
    expect(own(said)).to_have_text(["已撤回"])


def test_an_album_goes_with_all_its_photos(page: Page, house: ChatHouse, tmp_path: Path) -> None:
    choose_photos(page, tmp_path, 1, 2, 3)
    write(page, SAID)
    expect(page.locator(".status")).to_have_count(0)
    pick(page, "撤回")
    expect(own(page)).to_have_text(["已撤回"])
    expect(page.locator(".message.own .tile")).to_have_count(0)
    assert changes(house, page) == [(SAID, "", True), ("", "", True), ("", "", True)]


# --- other pages ---


def test_other_pages_follow_and_an_editing_there_ends(
    said: Page, chromium: Browser, address: str, house: ChatHouse
) -> None:
    with opened(chromium, address, "li") as other:
        pick(said, "编辑")
        write(said, BETTER)
        expect(own(other)).to_have_text([BETTER])
        expect(other.locator(".edited")).to_have_text("已编辑")
        pick(other, "编辑", BETTER)
        text_of(other).fill(SAID)
        pick(said, "撤回", BETTER)
        expect(own(other)).to_have_text(["已撤回"])
        expect(other.get_by_role("alert")).to_have_text("正在编辑的那条已经撤回，不用改了")
        expect(text_of(other)).to_have_value("")
    assert len(changes(house, said)) == 2


# --- when the line breaks ---


def test_changes_made_while_the_server_is_away_say_so_and_are_made_later(chromium: Browser, house: ChatHouse) -> None:
    with ExitStack() as server:
        address = server.enter_context(served(house))
        with opened(chromium, address, "li") as page:
            write(page, SAID)
            write(page, "人没事")
            expect(page.locator(".status")).to_have_count(0)
            server.close()
            expect(page.get_by_text("连接断了")).to_be_visible()
            pick(page, "编辑")
            write(page, BETTER)
            pick(page, "撤回", "人没事")
            expect(page.locator(".wrong").first).to_have_text("还没改成")
            expect(own(page)).to_have_text([BETTER, "人没事"])
            expect(page.locator(".edited, .gone")).to_have_count(0)
            take_picture(page, "changes-offline")
            page.evaluate("window.stays = true")
            server.enter_context(served(house, urlsplit(address).port or 0))
            expect(own(page)).to_have_text([BETTER, "已撤回"], timeout=30_000)
            expect(page.locator(".edited")).to_have_text("已编辑")
            assert changes(house, page) == [(SAID, BETTER, False), ("人没事", "", True)]


def test_a_change_that_did_not_get_through_survives_a_reload_and_can_be_left_alone(
    said: Page, house: ChatHouse
) -> None:
    said.route("**/chat/li/messages/*", refuse_posts)
    pick(said, "编辑")
    write(said, "第一次改")
    expect(said.locator(".wrong")).to_have_text("还没改成")
    said.reload()
    expect(own(said)).to_have_text(["第一次改"])
    expect(said.locator(".wrong")).to_have_text("还没改成")
    pick(said, "编辑", "第一次改")
    write(said, BETTER)
    expect(own(said)).to_have_text([BETTER])
    said.get_by_role("button", name="算了").click()
    expect(own(said)).to_have_text([SAID])
    said.unroute("**/chat/li/messages/*")
    assert changes(house, said) == []


def test_a_refused_change_keeps_its_words_and_says_why(said: Page, house: ChatHouse) -> None:
    pick(said, "编辑")
    write(said, "长" * 100_000)
    expect(said.locator(".wrong")).to_have_text("文字太长，没有收下。请分几条发。")
    pick(said, "编辑", "长长长")
    write(said, BETTER)
    expect(own(said)).to_have_text([BETTER])
    assert changes(house, said) == [(SAID, BETTER, False)]


def test_of_what_is_gone_already_a_late_change_says_so(said: Page, house: ChatHouse) -> None:
    said.route("**/chat/li/messages/*", refuse_posts)
    pick(said, "编辑")
    write(said, BETTER)
    expect(said.locator(".wrong")).to_have_text("还没改成")
    (message,) = house.shown("li")
    house.platform.changed("li", message.body["client_id"], Change("change-elsewhere", deleted=True))
    expect(own(said)).to_have_text(["已撤回"])
    said.unroute("**/chat/li/messages/*")
    said.get_by_role("button", name="再试").click()
    expect(said.locator(".wrong")).to_have_text("这条改不了，也撤不了：已经撤回，或者不在了。")
    said.get_by_role("button", name="算了").click()
    expect(said.locator(".status")).to_have_count(0)
    expect(own(said)).to_have_text(["已撤回"])
