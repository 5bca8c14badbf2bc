"""The chat page for everyone: in both languages, by keyboard, by ear, on a phone and in the dark."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import update

from storage import tables
from storage.engine import write_transaction
from tests.browser.chat_page import (
    DESKTOP,
    PHONE,
    chat_of,
    chip,
    fill,
    heard,
    opened,
    own,
    take_picture,
    tell,
)
from tests.chat_house import ChatHouse

pytestmark = pytest.mark.browser


def test_the_page_changes_its_language_and_remembers_it(page: Page) -> None:
    page.get_by_role("button", name="页面语言换成英文").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.get_by_placeholder("Find: name, role, department")).to_be_visible()
    expect(page.locator(".person", has_text="Li Qiang")).to_contain_text("Worker")
    page.reload()
    expect(page.locator(".company")).to_have_text("Hengli Machinery")
    expect(chat_of(page, "李强").get_by_role("button", name="发送")).to_be_visible()


def test_a_chat_follows_its_person_into_another_language(page: Page, house: ChatHouse) -> None:
    expect(page.get_by_role("button", name="发送")).to_be_visible()
    with write_transaction(house.engine) as connection:
        connection.execute(update(tables.people).where(tables.people.c.code == "li").values(language="en"))
    tell(house, "li", "From now on in English")
    expect(page.get_by_role("button", name="Send")).to_be_visible()
    expect(heard(page)).to_have_text("From now on in English")


def test_people_are_found_by_name_role_and_department(page: Page) -> None:
    search = page.get_by_role("searchbox")
    for asked, found in (("张", ["张伟"]), ("wang", ["王芳"]), ("验收", ["赵敏"]), ("设备部", ["孙建国", "张伟"])):
        search.fill(asked)
        expect(page.locator(".person .name")).to_have_text(found)
    search.fill("没有这个人")
    expect(page.get_by_text("没有找到")).to_be_visible()


def test_everything_can_be_done_from_the_keyboard(chromium: Browser, address: str, house: ChatHouse) -> None:
    tell(house, "sun", "机器停了吗？", "已停机")
    with opened(chromium, address) as page:
        page.get_by_role("searchbox").focus()
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page.get_by_role("textbox").last).to_be_focused()
        expect(chip(page, "已停机")).to_be_visible()
        page.keyboard.press("Shift+Tab")
        page.keyboard.press("Shift+Tab")
        expect(chip(page, "已停机")).to_be_focused()
        page.keyboard.press("Enter")
        expect(own(page)).to_have_text("已停机")
        expect(chip(page, "已停机")).to_be_focused()


def test_a_screen_reader_finds_a_log_and_a_name_on_everything(page: Page, house: ChatHouse, tmp_path: Path) -> None:
    tell(house, "li", "请看", "好", photos=(house.picture(tmp_path / "1.jpg", "li"),))
    expect(page.locator(".tile img")).to_be_visible()
    log = page.get_by_role("log", name="李强的聊天记录")
    expect(log).to_have_attribute("aria-live", "polite")
    expect(log).not_to_have_attribute("aria-busy", "true")
    nameless = """() => [...document.querySelectorAll("button, input, textarea, section, aside, nav")]
        .filter((each) => each.checkVisibility())
        .filter((each) => !each.getAttribute("aria-label") && !each.innerText.trim()).map((each) => each.outerHTML)"""
    assert page.evaluate(nameless) == []


def test_on_a_phone_there_is_one_chat_and_the_way_back(chromium: Browser, address: str, house: ChatHouse) -> None:
    with opened(chromium, address, **PHONE) as page:
        page.get_by_role("button", name="李强").first.tap()
        expect(page.get_by_role("log")).to_be_visible()
        expect(page.get_by_role("searchbox")).to_be_hidden()
        page.go_back()
        expect(page.get_by_role("searchbox")).to_be_visible()
        page.get_by_role("button", name="张伟").first.tap()
        expect(page.locator(".pane h2:visible")).to_have_text(["张伟"])
        tell(house, "li", "有回音了")
        page.get_by_role("button", name="换到李强").tap()
        expect(heard(page).last).to_have_text("有回音了")
        page.get_by_role("button", name="回到人员列表").tap()
        expect(page.get_by_role("searchbox")).to_be_visible()


def test_a_phone_needs_no_sideways_scrolling_and_no_small_fingers(
    chromium: Browser, address: str, house: ChatHouse, tmp_path: Path
) -> None:
    fill(house, tmp_path)
    with opened(chromium, address, "li,zhang,zhao,sun", **PHONE) as page:
        expect(page.locator(".pane.active .tile img").first).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") == 375
        assert page.locator(".pane.active .log").evaluate("log => log.scrollWidth <= log.clientWidth")
        small = """() => [...document.querySelectorAll("button, input, textarea")].filter((each) => {
            const {width, height} = each.getBoundingClientRect();
            return each.checkVisibility() && (width < 44 || height < 44);
        }).map((each) => each.outerHTML)"""
        assert page.evaluate(small) == []
        take_picture(page, "chat-phone")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_can_be_looked_at_on_a_desk(
    chromium: Browser, address: str, house: ChatHouse, tmp_path: Path, scheme: str
) -> None:
    fill(house, tmp_path)
    with opened(chromium, address, "li,zhang,zhao", **DESKTOP, color_scheme=scheme) as page:
        expect(page.locator(".tile img")).to_have_count(4)
        take_picture(page, f"chat-desk-{scheme}")
