"""Editing and deleting for everyone: in both languages, by keyboard and finger, in the dark, with the bot behind it."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.changes import BETTER, SAID, changes, more, pick, text_of
from tests.browser.chat_page import DESKTOP, PHONE, Seat, chat_of, choose_photos, opened, own, take_picture, write
from tests.chat_house import ChatHouse

pytestmark = pytest.mark.browser


# --- languages ---


def test_each_chat_of_a_page_has_its_own_menus_in_its_own_language(chromium: Browser, address: str) -> None:
    with opened(chromium, address, "li,wang") as page:
        wang = chat_of(page, "Wang Fang")
        write(chat_of(page, "李强"), SAID)
        write(wang, "Oil at gate 3")
        pick(wang, "Edit", "Oil at gate 3", "Edit or delete: ")
        expect(wang.locator(".editing")).to_have_text("Editing: Oil at gate 3")
        expect(wang.get_by_role("button", name="Cancel editing")).to_be_visible()
        text_of(wang).fill("Oil at gate 4")
        wang.get_by_role("button", name="Save").click()
        expect(wang.locator(".edited")).to_have_text("Edited")
        pick(wang, "Delete", "Oil at gate 4", "Edit or delete: ")
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


ON_A_PHONE = {
    "zh_CN": ("编辑", "撤回", "已编辑", "有油", "三号门口一大滩油，从叉车下面漏出来的，流到通道上了，人走过去会滑倒"),
    "en": (
        "Edit",
        "Delete",
        "Edited",
        "Oil",
        "A large oil spill at gate 3, from under the forklift, right across the aisle",
    ),
}


@pytest.mark.parametrize(("code", "language"), [("li", "zh_CN"), ("wang", "en")])
def test_on_a_phone_a_finger_finds_it(
    chromium: Browser, address: str, house: ChatHouse, tmp_path: Path, code: str, language: str
) -> None:
    edit, delete, edited, short, long = ON_A_PHONE[language]
    with opened(chromium, address, code, **PHONE) as page:
        choose_photos(page, tmp_path, 1)
        write(page, long)
        write(page, short)
        expect(page.locator(".status")).to_have_count(0)
        expect(page.locator(".message.own .tile img")).to_be_visible()
        _fits_a_phone(page)
        take_picture(page, f"changes-phone-{language}")
        page.locator(".more").last.tap()
        expect(page.get_by_role("menuitem")).to_have_text([edit, delete])
        _fits_a_phone(page)
        take_picture(page, f"changes-phone-menu-{language}")
        page.get_by_role("menuitem", name=edit).tap()
        text_of(page).fill(long)
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
        more(wang, "Nobody is hurt", "Edit or delete: ").click()
        expect(page.locator(".status")).to_have_count(0)
        take_picture(page, f"changes-desk-{scheme}")


# --- with the bot behind it ---


def test_the_bot_follows_a_draft_and_says_what_it_does_not_follow(chromium: Browser, product: str) -> None:
    """A report is put right; in an anonymous one nothing is, as what was said of it is not kept."""
    context = chromium.new_context(locale="zh-CN", timezone_id="Asia/Shanghai", **DESKTOP)
    page = context.new_page()
    page.goto(f"{product}/#open=liqiang&at=liqiang")
    li = Seat(page, "李强")
    li.writes("冲压2号机防护罩松了")
    li.hears("冲压2号机防护罩松了")
    pick(li.pane, "编辑", "冲压2号机")
    li.writes("冲压1号机防护罩掉了")
    li.hears("冲压1号机防护罩掉了")
    pick(li.pane, "撤回", "冲压1号机")
    li.hears("先放着")
    li.writes("匿名上报")
    li.hears("匿名上报：")
    li.writes("焊接车间配电箱门没关")
    li.hears("匿名 · ")
    pick(li.pane, "编辑", "焊接车间")
    li.writes("焊接车间配电箱门没关，线露出来了")
    li.hears("线露出来了")
    pick(li.pane, "撤回", "焊接车间")
    li.hears("这次改、删不算，原来说的还在")
    take_picture(page, "changes-anonymous")
    context.close()
