"""The page of the plan picture: areas are outlined by whoever may, and the board shows the open hazards there."""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from sqlalchemy import select, update
from starlette.testclient import TestClient

from bot.links import Links
from storage import tables
from storage.audit import Kind
from storage.engine import write_transaction
from tests.scenarios.test_admin_people import area
from tests.scenarios.test_admin_site_plan import plans, puts_up, recorded
from tests.scenarios.test_on_record import on_record
from tests.scenarios.test_web import OUTSIDE, Web
from tests.scenarios.test_whole_life import report
from tests.world import World, case_of

HTML = {"Accept": "text/html"}
SQUARE = [[1000, 1000], [4000, 1000], [4000, 4000], [1000, 4000]]
INSIDE = [[1500, 1500], [2500, 1500], [2000, 2500]]


@pytest.fixture
def web(world: World) -> Iterator[Web]:
    """The company is reached from outside, and its process goes on while people read."""
    world.links, world.restarting = Links(OUTSIDE, bytes(32)), False
    with ExitStack() as open_doors:
        yield Web(world, open_doors)


def draws(browser: TestClient, area_id: str, outline: Any, if_now: Any = (), **more: Any) -> Any:
    """What the page posts."""
    page = browser.get("/plan").text
    plan = (re.findall(r'data-plan="([^"]+)"', page) or ["none"])[0]
    guard = (re.findall(r'data-guard="(\w+)"', page) or ["none"])[0]
    asked = {"plan": plan, "area": area_id, "outline": outline, "if_now": list(if_now), **more}
    return browser.post("/plan/outlines", json=asked, headers={"X-Guard": guard})


def drawn(world: World) -> dict[str, Any]:
    return {row.area_id: row.points for row in world.rows(select(tables.area_outlines))}


def test_an_officer_comes_from_chat_outlines_an_area_and_the_board_shows_what_is_open_there(web: Web) -> None:
    world, officer = web.world, web.world.person("韩磊")
    report(world)
    case = case_of(world)
    puts_up(officer)
    officer.taps("outline")
    (link,) = re.findall(r"https://\S+", officer.words())
    browser = web.browser()
    assert browser.get(link).status_code == 200
    assert browser.post(link).headers["Location"] == "/plan"
    page = browser.get("/plan")
    assert page.headers["Cache-Control"] == "private, no-store"
    assert page.text.count("没圈") >= 5
    assert draws(browser, area(world, "CY"), SQUARE).status_code == 200
    assert 'data-outline="1000,1000 4000,1000 4000,4000 1000,4000 "' in browser.get("/plan").text
    board = web.signed_in(world.person("周建国"))
    shown = board.get("/board").text
    plan = shown[shown.index('id="part-plan"') : shown.index('id="part-trend"')]
    assert "冲压车间：未整改 1，超期 0" in plan
    assert re.findall(r"<text [^>]+>(\d+)</text>", plan) == ["1"]
    (behind, *_) = re.findall(r'<a href="(/board/cases\?list=open[^"]+)"', plan)
    assert case.number in board.get(behind.replace("&amp;", "&")).text
    (picture,) = re.findall(r'image href="([^"]+)"', plan)
    assert board.get(picture).content.startswith(b"\xff\xd8\xff")
    officer.sends("平面图")
    assert "圈好 1 个区域" in officer.words()


def test_what_lies_within_an_area_counts_in_it_and_what_lies_nowhere_is_told(web: Web) -> None:
    world = web.world
    report(world)
    line = area(world, "CY-1")
    with write_transaction(world.company.engine) as connection:
        connection.execute(update(tables.hazards).values(area_id=line))
    officer = world.person("韩磊")
    puts_up(officer)
    browser = web.signed_in(officer)
    draws(browser, area(world, "CY"), SQUARE)
    draws(browser, line, INSIDE)
    plan = browser.get("/board").text
    assert re.findall(r"<text [^>]+>(\d+)</text>", plan) == ["1", "1"]
    draws(browser, area(world, "CY"), [], SQUARE)
    draws(browser, line, [], INSIDE)
    draws(browser, area(world, "ST"), SQUARE)
    plan = web.signed_in(officer).get("/board").text
    assert re.findall(r"<text [^>]+>(\d+)</text>", plan) == ["0"]
    assert re.findall(r"图上没圈到的地方，未整改</th><td class=\"number\">(\d+)", plan) == ["1"]


def test_a_head_sees_on_it_what_is_the_own_departments(web: Web) -> None:
    report(web.world)
    officer = web.world.person("韩磊")
    puts_up(officer)
    draws(web.signed_in(officer), area(web.world, "CY"), SQUARE)
    for name, number in (("黄志明", "1"), ("袁丽", "0")):
        board = web.signed_in(web.world.person(name)).get("/board").text
        assert re.findall(r"<text [^>]+>(\d+)</text>", board) == [number], name


def test_a_board_without_a_plan_or_an_outline_has_no_such_part(web: Web) -> None:
    director = web.world.person("周建国")
    empty = re.compile(r'id="part-plan"[^>]+></section>')
    assert empty.search(web.signed_in(director).get("/board").text)
    puts_up(web.world.person("韩磊"))
    assert empty.search(web.signed_in(director).get("/board").text)


def test_whoever_may_not_draw_is_told_so_and_nothing_is_drawn_and_it_is_on_record(web: Web) -> None:
    world = web.world
    puts_up(world.person("韩磊"))
    ((plan, _),) = plans(world)
    for name in ("李强", "黄志明", "周建国"):
        browser = web.signed_in(world.person(name))
        assert browser.get("/plan", headers=HTML).status_code == 403
        assert draws(browser, area(world, "CY"), SQUARE, plan=plan).status_code == 403
        rights = [r.facts["right"] for r in on_record(world, Kind.DENIED) if r.actor_id == world.person(name).id]
        assert rights == ["configure"] * 3
    assert drawn(world) == {}


def test_the_picture_is_shown_to_those_with_a_board_and_those_who_draw_and_to_nobody_else(web: Web) -> None:
    world = web.world
    puts_up(world.person("韩磊"))
    ((plan, _),) = plans(world)
    for name, status in (("周建国", 200), ("黄志明", 200), ("吴静", 200), ("李强", 404)):
        assert web.signed_in(world.person(name)).get(f"/plan/picture/{plan}").status_code == status, name
    assert web.browser().get(f"/plan/picture/{plan}").status_code == 401
    browser = web.signed_in(world.person("韩磊"))
    for other in ("nothing", area(world, "CY"), "../../etc/passwd"):
        assert browser.get(f"/plan/picture/{other}").status_code == 404


def test_two_who_outline_at_once_do_not_overwrite_each_other_and_a_second_post_changes_nothing(web: Web) -> None:
    world = web.world
    puts_up(world.person("韩磊"))
    one, other = web.signed_in(world.person("韩磊")), web.signed_in(world.person("吴静"))
    assert draws(one, area(world, "CY"), SQUARE).status_code == 200
    assert draws(one, area(world, "CY"), SQUARE).status_code == 200
    late = draws(other, area(world, "CY"), INSIDE)
    assert late.status_code == 409
    assert "刚有人圈过" in late.json()["error"]
    assert drawn(world) == {area(world, "CY"): SQUARE}
    assert recorded(world) == ["taken", "outlined"]


def test_on_a_plan_that_was_replaced_nothing_is_drawn(web: Web) -> None:
    world = web.world
    officer = world.person("韩磊")
    puts_up(officer)
    ((old, _),) = plans(world)
    browser = web.signed_in(officer)
    draws(browser, area(world, "CY"), SQUARE)
    puts_up(officer)
    late = draws(browser, area(world, "ST"), SQUARE, plan=old)
    assert late.status_code == 409
    assert "换过了" in late.json()["error"]
    assert len(world.rows(select(tables.area_outlines))) == 2, "the one of before, and the same on the new picture"


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"outline": [[0, 0], [5000, 5000], [5000, 0], [0, 5000]]}, 409),
        ({"outline": [[0, 0], [10001, 0], [0, 5000]]}, 409),
        ({"outline": SQUARE[:2]}, 409),
        ({"area": "%' OR 1=1"}, 400),
        ({"outline": [["1", "2"]] * 3}, 400),
        ({"outline": [[True, False]] * 3}, 400),
        ({"outline": "1,2 3,4"}, 400),
        ({"outline": None}, 400),
        ({"plan": 7}, 400),
        ({"outline": [[1, 1]] * 4000}, 413),
    ],
)
def test_what_is_no_outline_is_answered_in_a_sentence_and_nothing_is_drawn(web: Web, asked: Any, status: int) -> None:
    puts_up(web.world.person("韩磊"))
    browser = web.signed_in(web.world.person("韩磊"))
    answer = draws(browser, area(web.world, "CY"), **{"outline": SQUARE, **asked})
    assert answer.status_code == status
    assert answer.json()["error"]
    assert drawn(web.world) == {}


def test_what_another_site_posts_is_not_taken(web: Web) -> None:
    puts_up(web.world.person("韩磊"))
    browser = web.signed_in(web.world.person("韩磊"))
    asked = {"plan": plans(web.world)[0][0], "area": area(web.world, "CY"), "outline": SQUARE, "if_now": []}
    assert browser.post("/plan/outlines", json=asked).status_code == 403
    guard = re.findall(r'data-guard="(\w+)"', browser.get("/plan").text)[0]
    headers = {"X-Guard": guard, "Sec-Fetch-Site": "cross-site"}
    assert browser.post("/plan/outlines", json=asked, headers=headers).status_code == 403
    assert web.browser().post("/plan/outlines", json=asked).status_code == 401
    assert drawn(web.world) == {}


def test_without_a_plan_the_page_says_where_to_send_one(web: Web) -> None:
    page = web.signed_in(web.world.person("韩磊")).get("/plan")
    assert page.status_code == 200
    assert "还没有平面图" in page.text
