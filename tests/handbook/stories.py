"""What the people of the handbook live through on one working day, and where a picture is taken of it."""

import re
from datetime import timedelta

from playwright.sync_api import Page, expect

from tests.browser.chat_page import heard
from tests.handbook.camera import Camera

WORKER, OTHER_WORKER, OWNER, ACCEPTOR = "liqiang", "wangfang", "zhangwei", "zhaomin"
LEADER, HEAD, EXECUTIVE, OFFICER = "sunlijun", "huangzhiming", "zhoujianguo", "hanlei"
LOOSE = "2号冲床的防护罩松了，一碰就晃", "the guard of press 2 is loose, it shakes when touched"
LOOSE_TOO = "仓库货架防护罩松了", "the guard of the conveyor in the warehouse is loose"


def a_day(camera: Camera) -> None:
    """Everything, in the order in which it happens in one plant."""
    morning(camera)
    report(camera)
    repair(camera)
    steer(camera)
    more_time(camera)
    money(camera)
    accept(camera)
    anonymous(camera)
    keep(camera)
    board(camera)
    emergency(camera)


def morning(camera: Camera) -> None:
    camera.phone(EXECUTIVE).shows("manager-digest", about=("日报", "Digest of"))
    owner = camera.phone(OWNER)
    owner.writes("等我办", "to do")
    owner.shows("owner-to-do", 2)
    leader = camera.phone(LEADER)
    leader.writes("交接班", "shift")
    leader.shows("manager-shift", 2)


def report(camera: Camera) -> None:
    worker = camera.phone(WORKER)
    worker.writes("帮助", "help")
    worker.shows("worker-help", 2)
    worker.sends(5, *LOOSE)
    worker.shows("worker-report", 2)
    worker.taps("stopped")
    worker.shows("worker-submitted", 2)


def repair(camera: Camera) -> None:
    owner = camera.phone(OWNER)
    owner.shows("owner-task")
    owner.taps("take")
    owner.shows("owner-taken", 2)
    owner.taps("contain")
    owner.taps("measure.switched_off")
    owner.shows("owner-contained", 3)


def more_time(camera: Camera) -> None:
    owner = camera.phone(OWNER)
    owner.writes(*2 * (number_of(camera.phone(WORKER).page),))
    owner.taps("other_steps")
    owner.shows("owner-other-steps", 2)
    owner.taps("more_time")
    owner.taps("days.3")
    owner.taps("time_reason.waiting_parts")
    owner.shows("owner-more-time", 3)
    officer = camera.phone(OFFICER)
    officer.shows("officer-decides")
    officer.taps("grant")


def money(camera: Camera) -> None:
    owner = camera.phone(OWNER)
    owner.writes(*2 * (number_of(camera.phone(WORKER).page),))
    owner.taps("other_steps")
    owner.taps("ask_money")
    owner.writes("800元", "800 yuan")
    owner.taps("money_purpose.parts")
    head = camera.phone(HEAD)
    head.shows("manager-money")
    head.taps("approve")


def accept(camera: Camera) -> None:
    owner, acceptor = camera.phone(OWNER), camera.phone(ACCEPTOR)
    camera.plant.passes(timedelta(hours=2))
    owner.sends(6, "换了新的防护罩，螺丝都上紧了", "new guard fitted, all bolts tight")
    owner.shows("owner-photo", 2)
    owner.taps("submit")
    acceptor.shows("acceptor-card")
    acceptor.taps("send_back")
    acceptor.shows("acceptor-send-back", 2)
    acceptor.writes("螺丝还少一个", "one bolt is missing")
    owner.shows("owner-sent-back")
    owner.taps("submit_acceptance")
    owner.sends(7, "补上了", "bolt added")
    acceptor.taps("pass")
    acceptor.shows("acceptor-checked", 2)
    acceptor.taps("rechecked")
    acceptor.shows("acceptor-closed", 2)
    camera.phone(WORKER).shows("worker-repaired")


def anonymous(camera: Camera) -> None:
    worker = camera.phone(WORKER)
    worker.writes("匿名上报", "anonymous")
    worker.shows("worker-anonymous", 2)
    worker.writes("取消", "cancel")


def steer(camera: Camera) -> None:
    officer = camera.phone(OFFICER)
    officer.writes("管理", "manage")
    officer.shows("officer-manage", 2)
    officer.writes("查 状态:超期", "search state:overdue")
    officer.shows("officer-search", 2)
    case = number_of(camera.phone(WORKER).page)
    officer.writes(f"处置 {case}", f"case {case}")
    officer.shows("officer-case", 2)
    officer.taps("move_limit")
    officer.taps("days.3")
    officer.taps("time_reason.outside_firm")
    officer.shows("officer-confirm", 3)
    officer.taps("sure")
    officer.shows("officer-undo", 2)
    officer.taps("undo")
    officer.taps("sure")
    elsewhere = camera.phone(OTHER_WORKER)
    elsewhere.sends(8, *LOOSE_TOO)
    elsewhere.taps("stopped")
    officer.writes(f"处置 {case}", f"case {case}")
    officer.taps("elsewhere")
    officer.shows("officer-elsewhere", 2)
    officer.taps("not_sure")


def keep(camera: Camera) -> None:
    officer = camera.phone(OFFICER)
    officer.writes("打分", "score")
    officer.shows("officer-score", 2)
    officer.writes("群发 周五 14:00 全厂停电检修", "/broadcast Friday 14:00: power off in the whole plant")
    officer.taps("broadcast_to.role")
    officer.taps("role.team_leader")
    officer.shows("officer-broadcast", 2)
    officer.taps("not_sure")
    officer.writes("人员 张伟", "/people Zhang Wei")
    officer.shows("officer-person", 2)
    officer.writes("责任 冲压一线插座坏了", "/matrix the socket at stamping line 1 is broken")
    officer.shows("officer-matrix", 2)
    officer.writes("状态", "/status")
    officer.shows("officer-status", 2)
    officer.writes("指标", "figures")
    officer.shows("officer-figures", 2)


def board(camera: Camera) -> None:
    executive = camera.phone(EXECUTIVE)
    executive.writes("看板", "board")
    link = re.findall(r"http://\S+/in/\S+", executive.reads())[-1]
    desk = camera.desk()
    desk.goto(link)
    desk.get_by_role("button").click()
    desk.wait_for_url("**/board")
    expect(desk.locator("#state.live")).to_be_visible()
    camera.take(desk, "board", full_page=True)
    desk.goto(f"{camera.plant.address}/board/cases?list=overdue")
    camera.take(desk, "board-cases", full_page=True)
    desk.goto(f"{camera.plant.address}/board/cases?list=closed")
    desk.locator(".cases a").first.click()
    desk.wait_for_url("**/me/cases/*")
    camera.take(desk, "board-case", full_page=True)


def emergency(camera: Camera) -> None:
    worker = camera.phone(WORKER)
    worker.writes("二号炉着火了", "furnace 2 is on fire")
    worker.shows("worker-emergency", 2)
    leader = camera.phone(LEADER)
    leader.shows("manager-emergency")
    leader.taps("respond")
    leader.shows("manager-responding", 2)


def number_of(page: Page) -> str:
    """The number of the case that is named last in a chat."""
    named: list[list[str]] = [re.findall(r"YH-\d{8}-\d{4}", words) for words in heard(page).all_inner_texts()]
    return next(numbers[0] for numbers in reversed(named) if numbers)
