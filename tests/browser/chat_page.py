"""The chat page as a person at a desk or with a phone handles it, for the browser tests."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Locator, Page, expect

from handlers.messages import Receipt
from tests.chat_house import ChatHouse, says

SCREENSHOTS = Path("build/screenshots")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESKTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}}
PHONE: dict[str, Any] = {"viewport": {"width": 375, "height": 740}, "has_touch": True, "is_mobile": True}


@contextmanager
def opened(chromium: Browser, address: str, people: str = "", **settings: Any) -> Iterator[Page]:
    """A page with these people's chats open. Fails for any error on the page, a breach of its policy included."""
    context = chromium.new_context(locale="zh-CN", timezone_id="Asia/Shanghai", **(settings or DESKTOP))
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    page.goto(f"{address}/#open={people}&at={people.rpartition(',')[2]}")
    expect(page.locator(".person")).to_have_count(6)
    yield page
    context.close()
    assert [error for error in errors if "Failed to load resource" not in error] == []


def tell(house: ChatHouse, *args: Any, **rest: Any) -> Receipt:
    return house.tells(says(*args, **rest))


def chat_of(page: Page, name: str) -> Locator:
    return page.locator(".pane", has=page.get_by_role("heading", name=name))


def own(pane: Page | Locator) -> Locator:
    return pane.locator(".message.own .text:visible")


def heard(pane: Page | Locator) -> Locator:
    return pane.locator(".message.bot .text:visible")


def chip(pane: Page | Locator, label: str) -> Locator:
    return pane.locator(".chips").get_by_role("button", name=label, exact=True)


def write(pane: Page | Locator, text: str) -> None:
    pane.get_by_role("textbox").last.fill(text)
    pane.get_by_role("textbox").last.press("Enter")


def choose_photos(pane: Page | Locator, folder: Path, *numbers: int) -> None:
    files = [folder / f"{number}.jpg" for number in numbers]
    pane.locator("input[type=file][multiple]").set_input_files(files)


def sent(house: ChatHouse, page: Page | None = None) -> list[dict[str, Any]]:
    """What the intake has; of an open page, once nothing on it is on its way any more."""
    if page:
        expect(page.locator(".status")).to_have_count(0)
    return [json.loads(envelope.body) for envelope in house.accepted.values()]


def refuse_posts(route: Any) -> None:
    if route.request.method == "POST":
        route.abort()
    else:
        route.continue_()


def fill(house: ChatHouse, folder: Path) -> None:
    """A hazard on its way, in the chats of those it concerns, with words that do not want to break."""
    before = house.picture(folder / "1.jpg", "zhang", alt="整改前")
    both = [house.picture(folder / f"{number}.jpg", "zhao", "sun", alt="整改前后") for number in (1, 2, 3)]
    tell(
        house,
        "li",
        "机械 · 一般隐患 · 冲压车间 2号冲床\n防护罩松动，手可能被压伤",
        "已停机，提交",
        "停不了",
        "改地点",
        "不对",
    )
    tell(house, "zhang", "新任务 YH-20261123-0007\n周四 18:00 前完成", "接单", "转交", "详情", photos=(before,))
    tell(house, "zhao", "请验收 YH-20261123-0007", "通过", "退回", "稍后验收", photos=tuple(both))
    tell(
        house,
        "sun",
        "https://example.com/" + "x" * 200,
        "一个说得很长很长的按钮，长到一行放不下也不能把页面撑开",
        photos=tuple(both),
    )


def take_picture(page: Page, name: str) -> None:
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    page.wait_for_timeout(300)  # the bubbles' short way in
    page.screenshot(path=SCREENSHOTS / f"{name}.png")


class Seat:
    """One person's pane."""

    def __init__(self, page: Page, name: str) -> None:
        self.pane: Locator = page.locator(".pane", has=page.get_by_role("heading", name=name))

    def hears(self, words: str) -> None:
        expect(heard(self.pane).last).to_contain_text(re.compile(words), timeout=10_000)

    def taps(self, label: str) -> None:
        chip(self.pane, label).last.click()

    def writes(self, words: str) -> None:
        write(self.pane, words)

    def sends(self, photo: Path, words: str) -> None:
        self.pane.locator("input[type=file][multiple]").set_input_files([photo])
        write(self.pane, words)
