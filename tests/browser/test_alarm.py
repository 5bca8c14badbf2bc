"""Something happens now, on a phone: what the caller reads, and what whoever is called has to tap."""

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.chat_page import PHONE, SCREENSHOTS, Seat, chip, heard

pytestmark = pytest.mark.browser


def test_a_call_for_help_and_whoever_is_called(chromium: Browser, product: str) -> None:
    context = chromium.new_context(locale="zh-CN", timezone_id="Asia/Shanghai", **PHONE)
    page = context.new_page()
    page.goto(f"{product}/#open=liqiang&at=liqiang")
    li = Seat(page, "李强")
    li.writes("冲压2号机防护罩松了")
    li.hears("现在会伤人吗")
    li.writes("二号炉着火了！")
    li.hears("先撤人")
    expect(chip(li.pane, "误报")).to_be_visible()
    page.screenshot(path=SCREENSHOTS / "phone_alarm_caller.png")
    called = re.search("已通知(.+?)，", heard(li.pane).last.inner_text())
    assert called is not None
    name = called[1]
    page.goto(f"{product}/#open=liqiang")
    page.reload()
    page.locator(".person", has_text=name).first.click()
    leader = Seat(page, name)
    leader.hears("着火")
    page.screenshot(path=SCREENSHOTS / "phone_alarm_called.png")
    leader.taps("我去处理")
    leader.hears("已告诉现场")
    leader.taps("险情解除")
    leader.hears("已通知相关的人")
    page.screenshot(path=SCREENSHOTS / "phone_alarm_over.png")
    context.close()
