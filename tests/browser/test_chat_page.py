"""The chat page in a real browser: writing, tapping and sending photos, with the server behind it."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.chat_page import (
    chip,
    choose_photos,
    heard,
    opened,
    own,
    sent,
    tell,
    write,
)
from tests.chat_house import ChatHouse, says

pytestmark = pytest.mark.browser


# --- talking ---


def test_one_chooses_a_person_writes_and_is_answered(chromium: Browser, address: str, house: ChatHouse) -> None:
    with opened(chromium, address) as page:
        page.get_by_role("button", name="李强").first.click()
        expect(page.get_by_role("textbox").last).to_be_focused()
        write(page, "三号门口一大滩油")
        expect(own(page)).to_have_text("三号门口一大滩油")
        assert [(said["sender"], said["text"]) for said in sent(house, page)] == [("li", "三号门口一大滩油")]
        tell(house, "li", "地点：仓库 3号门。是什么油？", "机油", "化学品", "不清楚")
        expect(heard(page)).to_have_text("地点：仓库 3号门。是什么油？")


def test_enter_sends_shift_enter_breaks_the_line_and_an_input_method_keeps_its_enter(
    page: Page, house: ChatHouse
) -> None:
    text = page.get_by_role("textbox").last
    text.fill("第一行")
    text.press("Shift+Enter")
    text.press_sequentially("第二行")
    text.dispatch_event("keydown", {"key": "Enter", "isComposing": True})
    assert sent(house) == []
    text.press("Enter")
    expect(own(page)).to_have_text("第一行\n第二行")
    text.fill("   ")
    text.press("Enter")
    expect(own(page)).to_have_count(1)


def test_a_tap_is_marked_on_the_card_and_shown_as_ones_own_words(page: Page, house: ChatHouse) -> None:
    tell(house, "li", "机器停了吗？", "已停机，提交", "停不了")
    chip(page, "停不了").click()
    expect(own(page)).to_have_text("停不了")
    expect(chip(page, "停不了")).to_have_attribute("aria-pressed", "true")
    page.reload()
    expect(chip(page, "停不了")).to_have_attribute("aria-pressed", "true")
    expect(chip(page, "已停机，提交")).not_to_have_attribute("aria-pressed", "true")
    assert [said["choice"] for said in sent(house, page)] == ["li/停不了"]


def test_two_quick_taps_are_one(page: Page, house: ChatHouse) -> None:
    tell(house, "li", "提交吗？", "提交")
    chip(page, "提交").dblclick()
    expect(own(page)).to_have_count(1)
    assert len(sent(house, page)) == 1


def test_a_card_changes_where_it_stands(page: Page, house: ChatHouse) -> None:
    receipt = tell(house, "li", "收到 1 张照片", "提交")
    expect(heard(page)).to_have_text("收到 1 张照片")
    house.tells(says("li", "收到 2 张照片", "提交", "再发"), receipt)
    expect(heard(page)).to_have_text("收到 2 张照片")
    expect(page.locator(".chip")).to_have_text(["提交", "再发"])


def test_text_of_people_is_text_and_never_markup(page: Page, house: ChatHouse) -> None:
    hostile = '<img src=x onerror="document.title=1"><script>document.title=2</script>'
    write(page, hostile)
    tell(house, "li", hostile, hostile)
    expect(own(page)).to_have_text(hostile)
    expect(heard(page)).to_have_text(hostile)
    expect(page.locator(".chip")).to_have_text(hostile)
    assert page.title() not in ("1", "2")


# --- photos ---


def test_several_photos_become_one_bubble_and_an_album_with_the_words_on_the_first(
    page: Page, house: ChatHouse, tmp_path: Path
) -> None:
    choose_photos(page, tmp_path, 1, 2)
    choose_photos(page, tmp_path, 3)
    expect(page.locator(".tray li")).to_have_count(3)
    page.get_by_role("button", name="去掉 2.jpg").click()
    write(page, "通道堆了托盘，已经搬走了")
    expect(page.locator(".message.own")).to_have_count(1)
    expect(page.locator(".message.own .tile img")).to_have_count(2)
    first, second = sent(house, page)
    assert (first["text"], second["text"]) == ("通道堆了托盘，已经搬走了", "")
    assert first["album"] == second["album"]
    assert first["album"]["size"] == 2
    assert [part["photos"][0]["name"] for part in (first, second)] == ["1.jpg", "3.jpg"]


@pytest.mark.parametrize("way", ["drop", "paste"])
def test_photos_can_be_dropped_and_pasted(page: Page, house: ChatHouse, way: str) -> None:
    page.evaluate(
        """async (way) => {
            const canvas = Object.assign(document.createElement("canvas"), {width: 40, height: 30});
            const blob = await new Promise((done) => canvas.toBlob(done, "image/png"));
            const data = new DataTransfer();
            data.items.add(new File([blob], "现场.png", {type: "image/png"}));
            const target = document.querySelector(way === "drop" ? ".pane" : ".pane textarea");
            target.dispatchEvent(way === "drop"
                ? new DragEvent("drop", {dataTransfer: data, bubbles: true, cancelable: true})
                : new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
        }""",
        way,
    )
    expect(page.locator(".tray li")).to_have_count(1)
    page.get_by_role("button", name="发送").click()
    expect(page.locator(".message.own .tile img")).to_have_count(1)
    assert sent(house, page)[0]["photos"][0]["name"] == "现场.png"


def test_a_file_that_is_no_photo_is_shown_by_its_name_and_goes_to_the_bot(
    page: Page, house: ChatHouse, tmp_path: Path
) -> None:
    (tmp_path / "4.jpg").write_text("这是一段文字")
    choose_photos(page, tmp_path, 4)
    page.get_by_role("button", name="发送").click()
    expect(page.locator(".message.own .file-name")).to_have_text("4.jpg")
    expect(page.locator(".message.own .tile")).to_be_disabled()
    assert len(sent(house, page)) == 1


def test_a_picture_opens_large_and_esc_brings_one_back(page: Page, house: ChatHouse, tmp_path: Path) -> None:
    before = house.picture(tmp_path / "1.jpg", "li", alt="整改前")
    after = house.picture(tmp_path / "2.jpg", "li", alt="整改后")
    tell(house, "li", "请看", photos=(before, after))
    tile = page.get_by_role("button", name="看大图：整改前")
    tile.click()
    large = page.get_by_role("dialog", name="大图")
    expect(large.get_by_role("img", name="整改前")).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(large.get_by_role("img", name="整改后")).to_be_visible()
    expect(large).to_contain_text("2 / 2")
    page.keyboard.press("Escape")
    expect(large).to_be_hidden()
    expect(tile).to_be_focused()


def test_a_picture_that_may_no_longer_be_seen_says_so(page: Page, house: ChatHouse, tmp_path: Path) -> None:
    picture = house.picture(tmp_path / "1.jpg", "li", alt="整改前")
    tell(house, "li", "请看", photos=(picture,))
    expect(page.locator(".tile img")).to_be_visible()
    house.pictures.clear()
    page.get_by_role("button", name="看大图：整改前").click()
    expect(page.get_by_role("dialog")).to_contain_text("这张图现在看不了")
