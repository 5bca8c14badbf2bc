"""Four people take one hazard from photo to archive in a browser, against the running product; pictures are kept."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.chat_page import DESKTOP, PHONE, SCREENSHOTS, Seat, chip
from tests.photographs import photograph

pytestmark = pytest.mark.browser

REPORTER, OWNER, COLLEAGUE, ACCEPTOR = "李强", "张伟", "彭飞", "赵敏"
LINES = {"李强": "liqiang", "张伟": "zhangwei", "彭飞": "pengfei", "赵敏": "zhaomin"}


def test_four_people_take_one_hazard_from_photo_to_archive(chromium: Browser, product: str, tmp_path: Path) -> None:
    before, after = tmp_path / "before.jpg", tmp_path / "after.jpg"
    before.write_bytes(photograph(5))
    after.write_bytes(photograph(6))
    context = chromium.new_context(locale="zh-CN", timezone_id="Asia/Shanghai", viewport={"width": 1600, "height": 900})
    page = context.new_page()
    names = (REPORTER, OWNER, COLLEAGUE, ACCEPTOR)
    page.goto(f"{product}/#open={','.join(LINES[name] for name in names)}")
    li, zhang, ma, zhao = (Seat(page, name) for name in names)

    li.sends(before, "冲压2号机防护罩松了")
    li.hears("冲压2号机防护罩松了")
    li.taps("已停，提交")
    li.hears("已提交")
    zhang.hears("新任务")
    zhang.taps("转交")
    zhang.hears("转交给谁")
    zhang.writes("彭飞")
    expect(chip(zhang.pane, "彭飞 设备部")).to_have_count(2)
    zhang.taps("彭飞 设备部")
    zhang.taps("忙不过来")
    zhang.hears("已转交给彭飞")
    li.hears("改由彭飞")
    ma.hears("新任务")
    ma.taps("接单")
    ma.hears("已接单")
    ma.taps("等备件")
    ma.hears("进度已记")
    ma.sends(after, "换了新的防护罩")
    ma.hears("照片收到")
    ma.taps("提交")
    ma.hears("等赵敏验收")
    zhao.hears("请赵敏验收")
    page.screenshot(path=SCREENSHOTS / "whole_life_four_seats.png")
    zhao.taps("通过")
    zhao.taps("复核过")
    zhao.hears("已闭环")
    li.hears("你报的已修好")
    ma.hears("验收通过")
    expect(li.pane.locator(".message.bot .tile img").last).to_be_visible()
    page.screenshot(path=SCREENSHOTS / "whole_life_closed.png")
    context.close()

    _look_at(chromium, product, "liqiang", PHONE, "phone_reporter")
    _look_at(chromium, product, "pengfei", PHONE, "phone_owner")
    _look_at(chromium, product, "zhaomin", PHONE, "phone_acceptor")
    _look_at(chromium, product, "liqiang,zhaomin", DESKTOP, "desktop_two")


def _look_at(chromium: Browser, product: str, people: str, screen: dict[str, object], name: str) -> None:
    context = chromium.new_context(locale="zh-CN", timezone_id="Asia/Shanghai", **screen)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{product}/#open={people}&at={people.rpartition(',')[2]}")
    expect(page.locator(".message").first).to_be_visible()
    page.wait_for_load_state("load")
    page.wait_for_timeout(600)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.screenshot(path=SCREENSHOTS / f"{name}.png")
    context.close()
