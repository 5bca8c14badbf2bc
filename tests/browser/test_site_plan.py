"""Areas are outlined in a browser, by mouse, by finger and by keys, and the board shows the open hazards over them."""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image, ImageDraw
from playwright.sync_api import Browser, BrowserContext, Page, expect

from templates.lettering import font
from tests.browser.chat_page import PHONE, SCREENSHOTS, chip, heard, write
from tests.browser.conftest import running_product
from tests.browser.test_board import DESK, chat, reports

pytestmark = pytest.mark.browser

WALL: dict[str, Any] = {"viewport": {"width": 1920, "height": 1080}}
HALLS = {  # as the picture has them: left, top, right, bottom, in parts of a hundred
    "冲压车间": (6, 10, 46, 48),
    "焊接车间": (52, 10, 94, 48),
    "仓库": (6, 58, 40, 92),
    "食堂": (60, 62, 94, 92),
}


def site_plan() -> bytes:
    """A plan as a company has one: halls with their names, roads between them."""
    picture = Image.new("RGB", (1600, 1000), "#f4f6f5")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 500, 1600, 560), fill="#d9dedb")
    for name, box in HALLS.items():
        left, top, right, bottom = (round(each * size) for each, size in zip(box, (16, 10, 16, 10), strict=True))
        draw.rectangle((left, top, right, bottom), fill="#ffffff", outline="#5d6b65", width=6)
        draw.text((left + 20, top + 14), name, fill="#3b4742", font=font(36))
    buffer = BytesIO()
    picture.save(buffer, "PNG")
    return buffer.getvalue()


@pytest.fixture(scope="module")
def plant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The running product; its address."""
    with running_product(tmp_path_factory.mktemp("plant")) as address:
        yield address


@pytest.fixture(scope="module")
def officer(chromium: Browser, plant: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[BrowserContext]:
    """The browser of the director of safety, who has put the plan up and is signed in."""
    context = chromium.new_context(locale="zh-CN", timezone_id="Asia/Shanghai", **DESK)
    file = tmp_path_factory.mktemp("plan") / "plan.png"
    file.write_bytes(site_plan())
    page = _puts_up(context, plant, file)
    chip(page.locator(".pane"), "圈区域").last.click()
    link = _link(page)
    page.goto(link)
    page.get_by_role("button").click()
    page.wait_for_url("**/plan")
    page.close()
    yield context
    context.close()


def _puts_up(context: BrowserContext, address: str, file: Path) -> Page:
    page = chat(context, address, "wujing")
    pane = page.locator(".pane")
    write(pane, "平面图")
    expect(heard(page).last).to_contain_text("还没有平面图", timeout=10_000)
    pane.locator("input[type=file][multiple]").set_input_files([file])
    pane.get_by_role("textbox").last.press("Enter")
    chip(pane, "确定").last.click(timeout=10_000)
    expect(heard(page).last).to_contain_text("平面图收下了", timeout=10_000)
    return page


def _link(page: Page) -> str:
    for _ in range(100):
        told = re.findall(r"http://\S+/in/\S+", "\n".join(heard(page).all_inner_texts()))
        if told:
            return str(told[-1])
        page.wait_for_timeout(100)
    raise AssertionError("no link was told")


@pytest.fixture
def plan(officer: BrowserContext, plant: str) -> Iterator[Page]:
    """The page on a desk. Fails for any error on it, a breach of its policy included."""
    page = officer.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    page.goto(f"{plant}/plan")
    yield page
    page.close(run_before_unload=False)
    assert [error for error in errors if "409" not in error] == []


def click_at(page: Page, x: float, y: float) -> None:
    """At a point of the picture, in parts of a hundred."""
    stage = page.locator("#stage")
    stage.scroll_into_view_if_needed()
    box = stage.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] * x / 100, box["y"] + box["height"] * y / 100)


def corners(name: str) -> list[tuple[int, int]]:
    left, top, right, bottom = HALLS[name]
    return [(left, top), (right, top), (right, bottom), (left, bottom)]


def choose(page: Page, name: str) -> None:
    page.get_by_role("radio", name=name).first.check()


def outline(page: Page, name: str) -> None:
    choose(page, name)
    page.get_by_role("button", name="重画").click()
    for x, y in corners(name):
        click_at(page, x, y)
    page.get_by_role("button", name="保存").click()
    expect(page.locator("#said")).to_have_text(f"{name} 已保存")


def kept(page: Page, name: str) -> list[tuple[int, int]]:
    """Its outline as the company has it, in parts of a hundred."""
    page.reload()
    path = page.get_by_role("radio", name=name).first.get_attribute("data-outline") or ""
    points = [point.split(",") for point in path.split()]
    return [(round(int(x) / 100), round(int(y) / 100)) for x, y in points]


def test_an_area_is_outlined_by_mouse_a_point_is_taken_back_and_all_of_it_undone(plan: Page) -> None:
    choose(plan, "冲压车间")
    for x, y in [*corners("冲压车间")[:3], (80, 80)]:
        click_at(plan, x, y)
    plan.get_by_role("button", name="退一个点").click()
    expect(plan.locator("#points circle")).to_have_count(3)
    click_at(plan, *corners("冲压车间")[3])
    plan.get_by_role("button", name="保存").click()
    expect(plan.locator("#said")).to_have_text("冲压车间 已保存")
    expect(plan.locator("label", has_text="冲压车间").first).to_contain_text("已圈")
    plan.get_by_role("button", name="撤销").click()
    expect(plan.locator("#said")).to_have_text("冲压车间 和原来一样了")
    assert kept(plan, "冲压车间") == []
    outline(plan, "冲压车间")
    assert kept(plan, "冲压车间") == corners("冲压车间")


def test_an_area_is_outlined_by_keyboard_alone(plan: Page) -> None:
    plan.get_by_role("radio", name="焊接车间").first.focus()
    plan.keyboard.press("Space")
    plan.locator("#stage").focus()
    at = (50, 50)
    for corner in corners("焊接车间"):
        for axis, keys in ((0, ("ArrowLeft", "ArrowRight")), (1, ("ArrowUp", "ArrowDown"))):
            for _ in range(abs(corner[axis] - at[axis])):
                plan.keyboard.press(keys[corner[axis] > at[axis]])
        at = corner
        plan.keyboard.press("Enter")
    expect(plan.locator("#said")).to_have_text("第 4 个点：右 52%，下 48%")
    plan.keyboard.press("Backspace")
    expect(plan.locator("#said")).to_have_text("还有 3 个点")
    plan.keyboard.press("Enter")
    for _ in range(12):
        plan.keyboard.press("Tab")
        if plan.evaluate("document.activeElement.id") == "save":
            break
    plan.keyboard.press("Enter")
    expect(plan.locator("#said")).to_have_text("焊接车间 已保存")
    assert kept(plan, "焊接车间") == corners("焊接车间")


def test_an_area_is_outlined_by_finger_on_a_phone(chromium: Browser, officer: BrowserContext, plant: str) -> None:
    context = chromium.new_context(locale="zh-CN", storage_state=officer.storage_state(), **PHONE)
    page = context.new_page()
    page.goto(f"{plant}/plan")
    choose(page, "仓库")
    stage = page.locator("#stage")
    for x, y in corners("仓库"):
        stage.scroll_into_view_if_needed()
        box = stage.bounding_box()
        assert box is not None
        page.touchscreen.tap(box["x"] + box["width"] * x / 100, box["y"] + box["height"] * y / 100)
    page.get_by_role("button", name="保存").tap()
    expect(page.locator("#said")).to_have_text("仓库 已保存")
    assert kept(page, "仓库") == corners("仓库")
    context.close()


def test_what_crosses_is_refused_in_a_sentence_and_unsaved_changes_are_not_left_by_mistake(plan: Page) -> None:
    choose(plan, "食堂")
    first, second, third, fourth = corners("食堂")
    for point in (first, third, second, fourth):
        click_at(plan, *point)
    plan.get_by_role("button", name="保存").click()
    expect(plan.locator("#said")).to_contain_text("线自己交叉了")
    plan.get_by_role("radio", name="仓库").first.click()
    expect(plan.locator("#said")).to_have_text("食堂 有没保存的改动")
    expect(plan.get_by_role("radio", name="食堂").first).to_be_checked()


def test_the_board_shows_what_is_open_there_by_number_and_of_one_category_and_leads_to_the_list(
    officer: BrowserContext, plan: Page, plant: str
) -> None:
    for name in HALLS:
        outline(plan, name)
    board = officer.new_page()
    board.goto(f"{plant}/board")
    hall = board.get_by_role("link", name=re.compile("^冲压车间：未整改 0"))
    area = hall.get_attribute("data-area")
    shown = board.locator(f'#part-plan text[data-area="{area}"]')
    picture = board.evaluate_handle("document.querySelector('#part-plan image')")
    reports(officer, plant).click()
    expect(shown).to_have_text("1", timeout=5000)
    assert board.evaluate("picture => picture.isConnected", picture), "the picture is not fetched again"
    board.locator("select.category").select_option("mechanical")
    expect(shown).to_have_text("1")
    board.get_by_role("link", name=re.compile("^冲压车间 · 机械")).focus()
    board.keyboard.press("Enter")
    board.wait_for_url(f"**/board/cases?list=open&within={area}&category=mechanical")
    expect(board.locator(".count")).to_have_text("1")
    board.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("screen", ["phone", "desk", "wall"])
def test_both_pages_fit_every_screen_and_pass_the_accessibility_rules(
    chromium: Browser, officer: BrowserContext, plan: Page, plant: str, screen: str, scheme: Any
) -> None:
    for name in HALLS:
        outline(plan, name)
    settings = {"phone": PHONE, "desk": DESK, "wall": WALL}[screen]
    state = officer.storage_state()
    context = chromium.new_context(locale="zh-CN", storage_state=state, color_scheme=scheme, **settings)
    page = context.new_page()
    for path in ("/plan", "/board"):
        page.goto(f"{plant}{path}")
        if path == "/plan":
            choose(page, "仓库")
        page.wait_for_timeout(700)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=SCREENSHOTS / f"site{path.replace('/', '_')}_{screen}_{scheme}.png", full_page=True)
        found = Axe().run(page).response["violations"]
        grave = [(rule["id"], [node["html"] for node in rule["nodes"]][:3]) for rule in found if _is_grave(rule)]
        assert grave == [], path
    context.close()


def _is_grave(rule: Any) -> bool:
    return rule["impact"] in ("serious", "critical")


def test_without_script_the_board_shows_the_plan_and_a_table(
    chromium: Browser, officer: BrowserContext, plan: Page, plant: str
) -> None:
    outline(plan, "冲压车间")
    state = officer.storage_state()
    bare = chromium.new_context(locale="zh-CN", storage_state=state, java_script_enabled=False, **DESK)
    page = bare.new_page()
    page.goto(f"{plant}/board")
    expect(page.get_by_role("link", name=re.compile("^冲压车间：未整改"))).to_be_visible()
    page.locator("#part-plan summary").click()
    expect(page.locator("#part-plan tbody tr", has_text="冲压车间").first).to_be_visible()
    page.goto(f"{plant}/plan")
    expect(page.locator("noscript p")).to_be_visible()
    bare.close()
