"""The card of a case with a long history, on a phone: twenty events and twelve photographs, still read at a glance."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.chat_page import PHONE, SCREENSHOTS, Seat, choose_photos, heard, write
from tests.photographs import photograph

pytestmark = pytest.mark.browser
NUMBER = re.compile(r"YH-\d{8}-\d{4}")


def seat(page: Page, product: str, name: str) -> Seat:
    """Somebody's chat, as they open it from the list of people."""
    page.goto(product)
    page.locator(".person", has_text=name).first.click()
    return Seat(page, name)


def test_a_long_case_on_a_phone(chromium: Browser, product: str, tmp_path: Path) -> None:
    for number in range(1, 13):
        (tmp_path / f"{number}.jpg").write_bytes(photograph(number, size=(800, 600)))
    context = chromium.new_context(locale="zh-CN", timezone_id="Asia/Shanghai", **PHONE)
    page = context.new_page()
    li = seat(page, product, "李强")
    choose_photos(li.pane, tmp_path, 1, 2, 3)
    write(li.pane, "冲压2号机防护罩松了，螺丝掉了两颗，开机的时候一直响，手伸进去会碰到")
    li.hears("现在会伤人吗")
    li.taps("已停，提交")
    li.hears("已提交")
    found = NUMBER.search(heard(li.pane).last.inner_text())
    assert found is not None
    owner = seat(page, product, "张伟")
    owner.hears("新任务")
    owner.taps("接单")
    owner.hears("已接单")
    for day in range(15):
        if day in (2, 5, 8, 11):
            owner.sends(tmp_path / f"{4 + day // 3}.jpg", f"第 {day} 次：新防护罩装上一半，还差两个螺丝")
        else:
            write(owner.pane, f"第 {day + 1} 次：配件还在路上，供应商说后天到")
        owner.hears("修好了就提交|照片收到")
        owner.taps("只记进度")
        owner.hears("进度已记")
    choose_photos(owner.pane, tmp_path, 8, 9, 10, 11, 12)
    write(owner.pane, "全部装好，试机半小时不响了")
    owner.hears("照片收到，共 5 张")
    owner.taps("提交")
    owner.hears("等.*验收")
    write(owner.pane, found[0])
    owner.hears("待验收|等待验收")
    card = owner.pane.locator(".message.bot", has_text="依据").last
    expect(card.locator("img")).not_to_have_count(0)
    card.scroll_into_view_if_needed()
    page.wait_for_timeout(500)
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SCREENSHOTS / "phone_long_case.png")
    page.set_viewport_size({"width": 375, "height": 1600})  # the whole card, nothing of it under the head of the chat
    card.screenshot(path=SCREENSHOTS / "phone_long_case_card.png")
    page.set_viewport_size(PHONE["viewport"])
    owner.taps("其他")
    owner.taps("全部照片")
    owner.hears("照片第 1 到 6 张，共 12 张")
    owner.taps("更多")
    owner.hears("照片第 7 到 12 张，共 12 张")
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= 375, "nothing makes the page wider than the phone"
    context.close()
