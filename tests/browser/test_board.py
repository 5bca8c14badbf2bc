"""The board in a browser: live beside the chat, down to a case, by keyboard alone, on every screen, without script."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Position, expect

from tests.browser.chat_page import PHONE, SCREENSHOTS, Seat, chip, heard, write
from tests.browser.conftest import running_product

pytestmark = pytest.mark.browser

DESK: dict[str, Any] = {"viewport": {"width": 1280, "height": 900}}
WALL: dict[str, Any] = {"viewport": {"width": 1920, "height": 1080}, "color_scheme": "dark"}
OPENED: set[str] = set()
HEARD_MS = 2000  # from the tap in the chat to the board


@pytest.fixture(scope="module")
def plant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The running product; its address."""
    with running_product(tmp_path_factory.mktemp("plant")) as address:
        yield address


@pytest.fixture
def desk(chromium: Browser, plant: str) -> Iterator[BrowserContext]:
    with_script = chromium.new_context(locale="zh-CN", timezone_id="Asia/Shanghai", **DESK)
    yield with_script
    with_script.close()


def chat(context: BrowserContext, address: str, *people: str) -> Page:
    page = context.new_page()
    page.goto(f"{address}/#open={','.join(people)}&at={people[-1]}")
    return page


def link_to_board(context: BrowserContext, address: str, word: str = "看板") -> str:
    """What the executive hears who asks for it: the one link that no test has opened yet."""
    page = chat(context, address, "zhoujianguo")
    write(page.locator(".pane"), word)
    for _ in range(100):
        told = re.findall(r"http://\S+/in/\S+", "\n".join(heard(page).all_inner_texts()))
        if fresh := set(told) - OPENED:
            OPENED.update(fresh)
            page.close()
            return str(fresh.pop())
        page.wait_for_timeout(100)
    raise AssertionError("no link was told")


def open_board(context: BrowserContext, address: str, word: str = "看板") -> Page:
    """Signed in by the link from chat. Fails for any error on the page, a breach of its policy included."""
    link = link_to_board(context, address, word)
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    page.on("close", lambda _: None if not _real(errors) else pytest.fail(str(errors)))
    page.goto(link)
    page.get_by_role("button").click()
    page.wait_for_url("**/board")
    expect(page.locator("#state.live")).to_be_visible()
    assert not _real(errors), errors
    return page


def _real(errors: list[str]) -> list[str]:
    return [error for error in errors if "Failed to load resource" not in error]


def reports(context: BrowserContext, address: str, words: str = "冲压2号机防护罩松了") -> Locator:
    """李强 tells of a hazard; what is left is the tap that makes a case of it."""
    page = chat(context, address, "liqiang")
    li = Seat(page, "李强")
    li.writes(words)
    button = li.pane.locator(".chips").get_by_role("button", name=re.compile("提交")).last
    expect(button).to_be_visible(timeout=10_000)
    return button


def number(page: Page, which: str) -> Locator:
    return page.locator(f".figures .{which} strong")


def test_a_case_that_is_made_in_chat_stands_on_the_open_board_within_two_seconds(
    desk: BrowserContext, plant: str
) -> None:
    board = open_board(desk, plant)
    before = int(number(board, "open").inner_text())
    board.locator("#part-trend details[data-key=year] > summary").click()
    board.locator("#part-flow a").nth(3).focus()
    submit = reports(desk, plant)
    submit.click()
    expect(number(board, "open")).to_have_text(str(before + 1), timeout=HEARD_MS)
    expect(number(board, "new")).to_have_text(str(before + 1))
    expect(board.locator("#part-waits tbody tr").first).to_contain_text("张伟")
    assert board.evaluate("document.activeElement.getAttribute('href')") == "/board/cases?list=due_today"
    expect(board.locator("#part-trend details[data-key=year]")).to_have_attribute("open", "")
    expect(board.locator("#part-trend details[data-key=year] canvas")).to_be_visible()


def test_a_share_leads_down_to_its_entries_and_to_the_case(desk: BrowserContext, plant: str) -> None:
    reports(desk, plant).click()
    board = open_board(desk, plant)
    expect(number(board, "open")).not_to_have_text("0")
    ring = board.locator("#part-shares canvas")
    box = ring.bounding_box()
    assert box is not None
    there = Position(x=box["width"] / 2 + 72, y=box["height"] / 2)  # between the inner and the outer edge
    board.wait_for_timeout(500)  # the ring's short way in
    ring.click(position=there)
    expect(board.get_by_role("button", name="机械")).to_be_visible()
    board.wait_for_timeout(500)
    ring.click(position=there)
    board.wait_for_url("**/board/cases?list=came&category=mechanical&entry=*")
    expect(board.locator(".within")).to_contain_text("类别 机械")
    board.locator(".cases a").first.click()
    board.wait_for_url("**/me/cases/*")
    expect(board.locator("main")).to_contain_text("防护罩")
    expect(board.locator(".steps li").last).to_contain_text("上报")
    board.get_by_role("link", name="回看板").click()
    board.wait_for_url("**/board")


def test_the_board_is_used_by_keyboard_alone(desk: BrowserContext, plant: str) -> None:
    reports(desk, plant).click()
    board = open_board(desk, plant)
    board.keyboard.press("Tab")
    expect(board.locator(".skip")).to_be_focused()
    board.keyboard.press("Enter")
    board.keyboard.press("Tab")
    assert board.evaluate("document.activeElement.getAttribute('href')") == "/board/cases?list=open"
    outline = board.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline != "none"
    for _ in range(80):
        board.keyboard.press("Tab")
        if board.evaluate("document.activeElement.matches('#part-trend details[data-key=quarter] summary')"):
            break
    board.keyboard.press("Enter")
    expect(board.locator("#part-trend details[data-key=quarter] canvas")).to_be_visible()
    board.locator("#part-flow a").first.focus()
    board.keyboard.press("Enter")
    board.wait_for_url("**/board/cases?list=open")
    for _ in range(3):  # the skip link, the way back, the first case
        board.keyboard.press("Tab")
    board.keyboard.press("Enter")
    board.wait_for_url("**/me/cases/*")


@pytest.mark.parametrize("screen", ["phone", "desk", "wall"])
def test_it_fits_every_screen_and_passes_the_accessibility_rules(chromium: Browser, plant: str, screen: str) -> None:
    settings = {"phone": PHONE, "desk": DESK, "wall": WALL}[screen]
    signed_in = chromium.new_context(locale="zh-CN", timezone_id="Asia/Shanghai", **DESK)
    reports(signed_in, plant).click()
    open_board(signed_in, plant)
    cookies = signed_in.storage_state()
    context = chromium.new_context(locale="zh-CN", storage_state=cookies, **settings)
    page = context.new_page()
    for path in ("/board", "/board/cases?list=open", "case"):
        if path == "case":
            page.locator(".cases a").first.click()
        else:
            page.goto(f"{plant}{path}")
        page.wait_for_timeout(700)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        name = path.strip("/").partition("?")[0].replace("/", "_")
        page.screenshot(path=SCREENSHOTS / f"{name}_{screen}.png", full_page=True)
        found = Axe().run(page).response["violations"]
        grave = [(rule["id"], [node["html"] for node in rule["nodes"]][:3]) for rule in found if _is_grave(rule)]
        assert grave == [], path
    context.close()
    signed_in.close()


def _is_grave(rule: Any) -> bool:
    return rule["impact"] in ("serious", "critical")


def test_without_script_every_figure_is_there_as_a_table(chromium: Browser, plant: str) -> None:
    signed_in = chromium.new_context(locale="zh-CN", **DESK)
    reports(signed_in, plant).click()
    open_board(signed_in, plant)
    bare = chromium.new_context(storage_state=signed_in.storage_state(), java_script_enabled=False, **DESK)
    page = bare.new_page()
    page.goto(f"{plant}/board")
    expect(page.locator("canvas")).to_have_count(0)
    expect(page.locator("#part-trend table").first).to_be_visible()
    expect(page.locator("#part-heat td a").first).to_be_visible()
    page.locator("#part-shares summary").first.click()
    page.locator("#part-shares li a").first.click()
    expect(page.locator(".cases li").first).to_be_visible()
    bare.close()
    signed_in.close()


def test_whoever_reads_english_has_it_in_english(chromium: Browser, product: str) -> None:
    context = chromium.new_context(locale="en-GB", timezone_id="Asia/Shanghai", **DESK)
    page = chat(context, product, "zhoujianguo")
    write(page.locator(".pane"), "english")
    chip(page.locator(".pane"), "English").last.click()
    board = open_board(context, product, "board")
    expect(board.locator("html")).to_have_attribute("lang", "en")
    expect(board.get_by_role("heading", level=1)).to_have_text("Hazard board")
    assert not re.findall("[\u4e00-\u9fff]+", board.locator("main").inner_text())
    context.close()


def test_a_session_that_is_ended_shows_no_board_any_more(desk: BrowserContext, plant: str) -> None:
    board = open_board(desk, plant)
    other = desk.new_page()
    other.goto(f"{plant}/me")
    other.get_by_role("button", name="退出").last.click()
    board.reload()
    expect(board.locator("main")).to_contain_text("没有登录")
