"""One's own messages edited and deleted on the page: by mouse, keyboard and finger, in both languages, off the line."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from bot.platforms.webchat_wire import Change
from tests.browser.chat_page import (
    DESKTOP,
    PHONE,
    chat_of,
    chip,
    choose_photos,
    opened,
    own,
    refuse_posts,
    sent,
    take_picture,
    tell,
    write,
)
from tests.chat_house import ChatHouse, served

pytestmark = pytest.mark.browser
SAID = "三号门口一大滩油"
BETTER = "四号门口一大滩油"


@pytest.fixture
def said(page: Page) -> Iterator[Page]:
    """The page of 李强, who has said something."""
    write(page, SAID)
    expect(page.locator(".status")).to_have_count(0)
    yield page


def more(pane: Page | Locator, words: str = SAID, action: str = "编辑或撤回") -> Locator:
    return pane.get_by_role("button", name=f"{action}：{words}" if action == "编辑或撤回" else f"{action}: {words}")


def pick(pane: Page | Locator, item: str, words: str = SAID) -> None:
    """By mouse: over the bubble, its dots, the item."""
    own(pane).filter(has_text=words).hover()
    more(pane, words).click()
    pane.get_by_role("menuitem", name=item).click()


def text_of(pane: Page | Locator) -> Locator:
    return pane.get_by_role("textbox").last


def changes(house: ChatHouse, page: Page) -> list[tuple[str, str, bool]]:
    """What the intake has of changes: words before, words after, gone."""
    everything = sent(house, page)
    before = {said["message_id"]: said["text"] for said in everything}
    return [(before[each["edits"]], each["text"], each["deleted"]) for each in everything if "edits" in each]


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


def test_no_words_at_all_are_not_saved_and_photos_do_not_come_in(
    said: Page, house: ChatHouse, tmp_path: Path
) -> None:
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
    expect(own(page)).to_have_text("已停机")
    expect(page.locator(".status")).to_have_count(0)
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


def test_each_chat_of_a_page_has_its_own_menus_in_its_own_language(chromium: Browser, address: str) -> None:
    with opened(chromium, address, "li,wang") as page:
        wang = chat_of(page, "Wang Fang")
        write(chat_of(page, "李强"), SAID)
        write(wang, "Oil at gate 3")
        own(wang).hover()
        more(wang, "Oil at gate 3", "Edit or delete").click()
        wang.get_by_role("menuitem", name="Edit").click()
        expect(wang.locator(".editing")).to_have_text("Editing: Oil at gate 3")
        expect(wang.get_by_role("button", name="Cancel editing")).to_be_visible()
        text_of(wang).fill("Oil at gate 4")
        wang.get_by_role("button", name="Save").click()
        expect(wang.locator(".edited")).to_have_text("Edited")
        own(wang).hover()
        more(wang, "Oil at gate 4", "Edit or delete").click()
        wang.get_by_role("menuitem", name="Delete").click()
        expect(own(wang)).to_have_text("Deleted")
        expect(own(chat_of(page, "李强"))).to_have_text(SAID)


# --- keyboard and finger ---


def test_it_is_all_done_from_the_keyboard(said: Page, house: ChatHouse) -> None:
    keys = said.keyboard
    keys.press("Shift+Tab")  # the photos
    keys.press("Shift+Tab")
    expect(more(said)).to_be_focused()
    expect(more(said)).to_have_css("opacity", "1")
    keys.press("Enter")
    expect(more(said)).to_have_attribute("aria-expanded", "true")
    expect(said.get_by_role("menuitem", name="编辑")).to_be_focused()
    keys.press("ArrowUp")
    expect(said.get_by_role("menuitem", name="撤回")).to_be_focused()
    keys.press("Escape")
    expect(said.get_by_role("menu")).to_have_count(0)
    expect(more(said)).to_be_focused()
    keys.press("Space")
    expect(said.get_by_role("menuitem", name="编辑")).to_be_focused()
    keys.press("Enter")
    keys.press("End")
    keys.type("，快来")
    keys.press("Enter")
    expect(own(said)).to_have_text([f"{SAID}，快来"])
    keys.press("Shift+Tab")
    keys.press("Shift+Tab")
    keys.press("Enter")
    expect(said.get_by_role("menuitem", name="编辑")).to_be_focused()
    keys.press("ArrowDown")
    keys.press("Enter")
    expect(own(said)).to_have_text(["已撤回"])
    expect(own(said)).to_be_focused()
    assert changes(house, said) == [(SAID, f"{SAID}，快来", False), (SAID, "", True)]


def test_the_menu_closes_by_its_button_and_by_a_touch_elsewhere(said: Page) -> None:
    menu = said.get_by_role("menu")
    more(said).click()
    expect(menu).to_be_visible()
    more(said).click()
    expect(menu).to_have_count(0)
    more(said).click()
    expect(menu).to_be_visible()
    said.locator(".pane-head h2").click()
    expect(menu).to_have_count(0)


@pytest.mark.parametrize(("code", "language"), [("li", "zh_CN"), ("wang", "en")])
def test_on_a_phone_a_finger_finds_it(
    chromium: Browser, address: str, house: ChatHouse, tmp_path: Path, code: str, language: str
) -> None:
    words = {
        "zh_CN": ("编辑", "撤回", "已编辑", "三号门口一大滩油，从叉车下面漏出来的，已经流到通道上了，人走过去会滑倒"),
        "en": ("Edit", "Delete", "Edited", "A large oil spill at gate 3, from under the forklift, right across the aisle"),
    }
    edit, delete, edited, long = words[language]
    with opened(chromium, address, code, **PHONE) as page:
        choose_photos(page, tmp_path, 1)
        write(page, long)
        write(page, long[:8])
        expect(page.locator(".status")).to_have_count(0)
        expect(page.locator(".message.own .tile img")).to_be_visible()
        _fits_a_phone(page)
        take_picture(page, f"changes-phone-{language}")
        page.locator(".more").last.tap()
        expect(page.get_by_role("menuitem")).to_have_text([edit, delete])
        _fits_a_phone(page)
        take_picture(page, f"changes-phone-menu-{language}")
        page.get_by_role("menuitem", name=edit).tap()
        text_of(page).fill(f"{long[:8]}, {long}")
        _fits_a_phone(page)
        take_picture(page, f"changes-phone-editing-{language}")
        page.locator(".send").tap()
        expect(page.locator(".edited")).to_have_text(edited)
        page.locator(".more").first.tap()
        page.get_by_role("menuitem", name=delete).tap()
        expect(page.locator(".gone")).to_have_count(1)
        _fits_a_phone(page)
        take_picture(page, f"changes-phone-done-{language}")


def _fits_a_phone(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") == 375
    assert page.locator(".log").evaluate("log => log.scrollWidth <= log.clientWidth")
    beyond = """() => [...document.querySelectorAll("button, textarea")].filter((each) => {
        const {width, height, left, right} = each.getBoundingClientRect();
        return each.checkVisibility() && (width < 44 || height < 44 || left < 0 || right > 375);
    }).map((each) => each.outerHTML)"""
    assert page.evaluate(beyond) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_can_be_looked_at_on_a_desk(
    chromium: Browser, address: str, house: ChatHouse, tmp_path: Path, scheme: str
) -> None:
    with opened(chromium, address, "li,wang", **DESKTOP, color_scheme=scheme) as page:
        li, wang = chat_of(page, "李强"), chat_of(page, "Wang Fang")
        choose_photos(li, tmp_path, 1)
        write(li, "防护罩松了")
        write(li, SAID)
        write(wang, "Oil at gate 3")
        write(wang, "Nobody is hurt")
        expect(page.locator(".status")).to_have_count(0)
        pick(li, "撤回", "防护罩松了")
        expect(page.locator(".gone")).to_have_count(1)
        pick(li, "编辑")
        write(li, BETTER)
        pick(li, "编辑", BETTER)
        own(wang).last.hover()
        more(wang, "Nobody is hurt", "Edit or delete").click()
        expect(page.locator(".status")).to_have_count(0)
        take_picture(page, f"changes-desk-{scheme}")


# --- when the line breaks ---


def test_changes_made_while_the_server_is_away_say_so_and_are_made_later(
    chromium: Browser, house: ChatHouse
) -> None:
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
    (message,) = sent_ids(house)
    house.platform.changed("li", message, Change("change-elsewhere", deleted=True))
    expect(own(said)).to_have_text(["已撤回"])
    said.unroute("**/chat/li/messages/*")
    said.get_by_role("button", name="再试").click()
    expect(said.locator(".wrong")).to_have_text("这条改不了，也撤不了：已经撤回，或者不在了。")
    said.get_by_role("button", name="算了").click()
    expect(said.locator(".status")).to_have_count(0)
    expect(own(said)).to_have_text(["已撤回"])


def sent_ids(house: ChatHouse) -> list[str]:
    return [message.body["client_id"] for message in house.shown("li")]
