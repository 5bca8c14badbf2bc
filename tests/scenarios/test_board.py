"""The board: opened by a link from chat, by those whom the table gives it, as far as their reach goes."""

import re
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from bot.links import Links
from storage.audit import Kind
from tests.scenarios.test_on_record import on_record
from tests.scenarios.test_web import OUTSIDE, Web
from tests.scenarios.test_whole_life import report
from tests.world import World, case_of

BROWSER = {"Accept": "text/html"}


@pytest.fixture
def web(world: World) -> Iterator[Web]:
    """The company is reached from outside, and its process goes on while people read."""
    world.links, world.restarting = Links(OUTSIDE, bytes(32)), False
    with ExitStack() as open_doors:
        yield Web(world, open_doors)


def figure(page: str, which: str) -> int:
    return int(re.findall(rf'list={which}">.*?<strong>(\d+)</strong>', page, re.DOTALL)[0])


def test_a_link_from_chat_opens_the_board_and_each_figure_the_cases_behind_it(web: Web) -> None:
    report(web.world)
    case, executive = case_of(web.world), web.world.person("周建国")
    executive.sends("看板")
    (link,) = re.findall(r"https://\S+", executive.words())
    browser = web.browser()
    assert browser.get(link).status_code == 200
    assert browser.post(link).headers["Location"] == "/board"
    page = browser.get("/board")
    assert "全公司" in page.text
    assert (figure(page.text, "open"), figure(page.text, "new"), figure(page.text, "overdue")) == (1, 1, 0)
    assert page.headers["Cache-Control"] == "private, no-store"
    for list_of_cases in set(re.findall(r'href="(/board/cases[^"]+)"', page.text)):
        answer = browser.get(list_of_cases.replace("&amp;", "&"))
        assert answer.status_code == 200, list_of_cases
        assert ("list=closed" in list_of_cases or "=0" in list_of_cases) or answer.text, list_of_cases
    drilled = browser.get(f"/board/cases?list=came&category={case.category}&entry={case.library_code}")
    assert case.number in drilled.text
    (behind,) = set(re.findall(r'href="(/me/cases/[^"]+)"', drilled.text))
    assert case.number in browser.get(behind).text


def test_it_tells_who_is_late_and_by_how_much_and_who_waits_for_whom(web: Web) -> None:
    owner = report(web.world)
    case = case_of(web.world)
    browser = web.signed_in(web.world.person("吴静"))
    web.world.clock.moment = case.due_at
    web.world.clock.passes(days=2)
    browser = web.signed_in(web.world.person("吴静"))
    page = browser.get("/board").text
    assert figure(page, "overdue") == 1
    late = page[page.index('id="part-overdue"') :]
    assert f"<b>{case.number}</b>" in late
    assert "超期 2 天" in late
    waits = page[page.index('id="part-waits"') :]
    assert owner.name in waits
    assert "接单" in waits


def test_a_head_sees_the_own_department_and_no_other(web: Web) -> None:
    report(web.world)
    case = case_of(web.world)
    theirs, others = web.signed_in(web.world.person("黄志明")), web.signed_in(web.world.person("袁丽"))
    page = theirs.get("/board").text
    assert "设备部" in page
    assert figure(page, "open") == 1
    assert case.number in theirs.get("/board/cases").text
    assert figure(others.get("/board").text, "open") == 0
    for narrowed in ("", f"?department={case.department_id}", f"?for={case.owner_id}", f"?area={case.area_id}"):
        assert case.number not in others.get(f"/board/cases{narrowed}").text, narrowed


def test_whoever_has_none_is_told_so_in_chat_and_on_the_page_and_it_is_on_record(web: Web) -> None:
    worker = web.world.person("李强")
    worker.sends("/board")
    assert worker.words().startswith("看板给部门负责人、安全员、安全总监和主要负责人看")
    browser = web.signed_in(worker)
    for page in ("/board", "/board/cases", "/board/events"):
        answer = browser.get(page, headers=BROWSER)
        assert answer.status_code == 403
        assert "看板给部门负责人" in answer.text
    rights = [row.facts["right"] for row in on_record(web.world, Kind.DENIED) if row.actor_id == worker.id]
    assert rights == ["board"] * 4


@pytest.mark.parametrize(
    "asked",
    ["list=nothing", "page=0", "page=x", "page=9999999", "grade=huge", "area=%25%27%20OR%201%3D1", "for=anybody"],
)
def test_what_cannot_be_asked_is_answered_in_one_sentence(web: Web, asked: str) -> None:
    browser = web.signed_in(web.world.person("周建国"))
    answer = browser.get(f"/board/cases?{asked}", headers=BROWSER)
    assert answer.status_code == 404
    assert "<main>" in answer.text


def test_nobody_sees_anything_without_a_session_and_a_session_that_is_over_shows_nothing(web: Web) -> None:
    for page in ("/board", "/board/cases", "/board/events"):
        assert web.browser().get(page, headers=BROWSER).status_code == 401
    browser = web.signed_in(web.world.person("周建国"))
    assert browser.get("/board").status_code == 200
    web.world.clock.passes(hours=9)
    assert browser.get("/board").status_code == 401


def test_where_there_is_no_web_the_chat_says_so(world: World) -> None:
    officer = world.person("吴静")
    officer.sends("看板")
    assert officer.words() == "网页没有开通，看板打不开。发“隐患”看清单"


def test_whoever_reads_cases_from_outside_on_it_is_on_record(web: Web) -> None:
    report(web.world)
    case, executive = case_of(web.world), web.world.person("周建国")
    browser = web.signed_in(executive)
    assert case.number in browser.get("/board/cases?list=open").text
    (read,) = on_record(web.world, Kind.READ)
    assert (read.subject_id, read.actor_id) == (case.id, executive.id)
