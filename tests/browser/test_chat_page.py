"""The chat page in a real browser: what people see, tap, type, drop and hear, with the server behind it."""

import json
import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from handlers.messages import Envelope, Receipt
from tests.chat_house import ChatHouse, open_house, says, served
from tests.photographs import photograph

pytestmark = pytest.mark.browser

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


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def house(tmp_path: Path) -> ChatHouse:
    for number in (1, 2, 3):
        (tmp_path / f"{number}.jpg").write_bytes(photograph(number, size=(800, 600)))
    return open_house(tmp_path)


@pytest.fixture
def address(house: ChatHouse) -> Iterator[str]:
    with served(house) as address:
        yield address


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


@pytest.fixture
def page(chromium: Browser, address: str) -> Iterator[Page]:
    """The page on a desk, with 李强's chat open."""
    with opened(chromium, address, "li") as page:
        yield page


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


# --- several people ---


def test_two_people_stand_side_by_side_each_in_their_own_language(page: Page, house: ChatHouse) -> None:
    page.get_by_role("button", name="王芳").first.hover()
    page.get_by_role("button", name="把王芳并排打开").click()
    li, wang = chat_of(page, "李强"), chat_of(page, "Wang Fang")
    write(wang, "Oil at gate 3")
    write(li, "防护罩松了")
    expect(own(wang)).to_have_text("Oil at gate 3")
    expect(own(li)).to_have_text("防护罩松了")
    expect(wang.get_by_role("button", name="Send")).to_be_visible()
    expect(li.get_by_role("button", name="发送")).to_be_visible()
    assert {(said["sender"], said["text"]) for said in sent(house, page)} == {
        ("wang", "Oil at gate 3"),
        ("li", "防护罩松了"),
    }


def test_four_chats_are_the_most_and_a_reload_finds_them_again(chromium: Browser, address: str) -> None:
    with opened(chromium, address, "li,wang,zhang,zhao") as page:
        expect(page.locator(".pane h2")).to_have_text(["李强", "Wang Fang", "张伟", "赵敏"])
        page.reload()
        expect(page.locator(".pane h2")).to_have_text(["李强", "Wang Fang", "张伟", "赵敏"])
        page.get_by_role("button", name="孙建国").first.click()
        expect(page.locator(".pane h2")).to_have_text(["李强", "Wang Fang", "张伟", "孙建国"])
        page.get_by_role("button", name="关上张伟的聊天").click()
        expect(page.locator(".pane h2")).to_have_text(["李强", "Wang Fang", "孙建国"])


def test_unread_messages_are_counted_in_the_list_and_marked_in_the_chat(page: Page, house: ChatHouse) -> None:
    tell(house, "zhang", "新任务 YH-20261123-0007", "接单")
    tell(house, "zhang", "再看一眼")
    zhang = page.locator(".person", has_text="张伟")
    expect(zhang.locator(".badge")).to_have_text("2")
    expect(zhang.locator(".latest")).to_have_text("再看一眼")
    expect(page).to_have_title(re.compile(r"^\(2\) "))
    zhang.click()
    expect(page.get_by_text("以下是新消息")).to_be_visible()
    expect(zhang.locator(".badge")).to_have_count(0)
    expect(page).to_have_title(re.compile("^Hazardline"))


def test_who_reads_further_up_is_not_pulled_down_but_told(page: Page, house: ChatHouse) -> None:
    for number in range(70):
        tell(house, "li", f"第 {number} 条")
    expect(heard(page).last).to_have_text("第 69 条")
    log = page.get_by_role("log")
    log.evaluate("log => log.scrollTop = log.scrollHeight / 2")
    page.wait_for_timeout(100)
    place = log.evaluate("log => log.scrollTop")
    tell(house, "li", "最新的一条")
    page.get_by_role("button", name="1 条新消息").wait_for()
    assert log.evaluate("log => log.scrollTop") == place
    page.get_by_role("button", name="1 条新消息").click()
    expect(heard(page).last).to_be_in_viewport()


def test_earlier_messages_come_when_one_looks_back(chromium: Browser, address: str, house: ChatHouse) -> None:
    for number in range(70):
        tell(house, "li", f"第 {number} 条")
    with opened(chromium, address, "li") as page:
        expect(heard(page)).to_have_count(60)
        page.get_by_role("log").evaluate("log => log.scrollTop = 0")
        expect(heard(page)).to_have_count(70)
        expect(heard(page).first).to_have_text("第 0 条")


# --- when the line breaks ---


def test_what_is_shown_but_was_not_stored_is_sent_again(page: Page, house: ChatHouse) -> None:
    accept = house.accept
    failing = iter([True, False])

    async def accept_at_the_second_try(envelope: Envelope) -> bool:
        if next(failing):
            raise OSError("the disk is full")
        return await accept(envelope)

    house.accept = accept_at_the_second_try  # type: ignore[method-assign]
    page.reload()
    write(page, "一次")
    expect(page.locator(".wrong")).to_have_text("没发出去")
    assert [said["text"] for said in sent(house, page)] == ["一次"]
    expect(own(page)).to_have_text(["一次"])


def test_what_is_said_while_the_server_is_away_arrives_once_and_in_order(
    chromium: Browser, house: ChatHouse, tmp_path: Path
) -> None:
    with ExitStack() as server:
        address = server.enter_context(served(house))
        with opened(chromium, address, "li") as page:
            write(page, "一")
            expect(page.locator(".status")).to_have_count(0)
            server.close()
            expect(page.get_by_text("连接断了")).to_be_visible()
            write(page, "二")
            choose_photos(page, tmp_path, 1)
            write(page, "三")
            expect(page.locator(".wrong").first).to_have_text("没发出去")
            server.enter_context(served(house, urlsplit(address).port or 0))
            expect(page.get_by_text("连接断了")).to_be_hidden(timeout=15_000)
            expect(page.locator(".message.own")).to_have_count(3)
            expect(page.locator(".status")).to_have_count(0, timeout=20_000)
            expect(page.locator(".message.own .tile img")).to_be_visible()
    assert [said["text"] for said in sent(house)] == ["一", "二", "三"]


def test_unsent_words_survive_a_reload_and_an_unsent_photo_is_not_forgotten(
    chromium: Browser, address: str, house: ChatHouse, tmp_path: Path
) -> None:
    with opened(chromium, address, "li") as page:
        page.route("**/chat/li/messages", refuse_posts)
        write(page, "先发文字")
        choose_photos(page, tmp_path, 1)
        write(page, "再发照片")
        expect(page.locator(".wrong").first).to_have_text("没发出去")
        page.unroute("**/chat/li/messages")
        page.on("dialog", lambda dialog: dialog.accept())
        page.reload()
        expect(page.get_by_text("照片要重新选")).to_be_visible()
        page.get_by_role("button", name="不发了").click()
        expect(own(page)).to_have_text(["先发文字"])
        expect(page.locator(".status")).to_have_count(0)
    assert [said["text"] for said in sent(house)] == ["先发文字"]


def refuse_posts(route: Any) -> None:
    if route.request.method == "POST":
        route.abort()
    else:
        route.continue_()


def test_a_refusal_is_shown_in_the_servers_words_and_holds_nothing_up(page: Page, house: ChatHouse) -> None:
    write(page, "长" * 100_000)
    expect(page.locator(".wrong")).to_have_text("文字太长，没有收下。请分几条发。")
    write(page, "短的")
    expect(own(page).last).to_have_text("短的")
    page.get_by_role("button", name="不发了").click()
    expect(own(page)).to_have_text(["短的"])


# --- everyone's page ---


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
    with house.engine.connect().execution_options(immediate=True) as connection, connection.begin():
        connection.exec_driver_sql("UPDATE people SET language = 'en' WHERE code = 'li'")
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
