"""On the web: signed in by a link from chat, as whoever asked for it, for a working day, and out again at a tap."""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select, update
from starlette.testclient import TestClient

from bot.app import signed_in_routes
from bot.links import Links
from bot.web.webhooks import create_webhook_app
from storage import tables
from storage.audit import Kind
from storage.engine import write_transaction
from tests.scenarios.hiding import columns_with
from tests.scenarios.test_on_record import on_record
from tests.scenarios.test_whole_life import report
from tests.world import Someone, World, case_of
from workflow.web import LINK_HOLDS, MOST_SESSIONS, SESSION_LASTS

OUTSIDE = "https://hazards.example.com"
PHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36 wxwork/4.1"
DESK = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/130.0 Safari/537.36 Edg/130.0"


class Web:
    """The door from outside, and browsers before it."""

    def __init__(self, world: World, open_doors: ExitStack) -> None:
        self.world = world
        self._open = open_doors

    def browser(self, agent: str = PHONE) -> TestClient:
        app = create_webhook_app([], signed_in_routes(self.world.company, OUTSIDE, lambda: False))
        client = TestClient(app, base_url=OUTSIDE, headers={"User-Agent": agent}, follow_redirects=False)
        return self._open.enter_context(client)

    def signed_in(self, who: Someone, agent: str = PHONE) -> TestClient:
        link = asks(who)
        browser = self.browser(agent)
        assert browser.get(link).status_code == 200
        assert browser.post(link).status_code == 303
        return browser


@pytest.fixture
def web(world: World) -> Iterator[Web]:
    """The company is reached from outside, and its process goes on while people read."""
    world.links, world.restarting = Links(OUTSIDE, bytes(32)), False
    with ExitStack() as open_doors:
        yield Web(world, open_doors)


def asks(who: Someone) -> str:
    """The link that somebody gets for the asking."""
    who.sends("网页登录")
    return str(re.findall(r"https://\S+", who.words())[0])


def guard(browser: TestClient) -> str:
    return str(re.findall(r'name="guard" value="(\w+)"', browser.get("/me").text)[0])


def run(world: World, statement: Any) -> None:
    with write_transaction(world.company.engine) as connection:
        connection.execute(statement)


def logins(world: World, who: Someone) -> list[str]:
    return [row.facts["what"] for row in on_record(world, Kind.LOGIN) if row.actor_id == who.id]


def test_a_link_opens_one_browser_once_and_it_reads_what_its_person_may(web: Web) -> None:
    owner = report(web.world)
    link = asks(owner)
    browser = web.browser()
    assert browser.get("/me").status_code == 401
    opened = browser.post(link)
    cookie = opened.headers["Set-Cookie"]
    assert cookie.startswith("__Host-hazardline=")
    for flag in ("Secure", "HttpOnly", "SameSite=strict", "Path=/", "Max-Age=28800"):
        assert flag in cookie, flag
    home = browser.get("/me")
    assert case_of(web.world).number in home.text
    assert "企业微信 · 安卓" in home.text
    card = browser.get(f"/me/cases/{case_of(web.world).id}")
    assert "防护罩" in card.text
    (picture,) = re.findall(r'src="(/me/photos/[^"]+)"', card.text)
    assert browser.get(picture).headers["Content-Type"] == "image/jpeg"
    again = web.browser().post(link)
    assert again.status_code == 404
    assert "用过了" in web.browser().get(link, headers={"Accept": "text/html"}).text
    assert logins(web.world, owner) == ["begun", "refused"]


def test_nothing_that_opens_anything_is_kept(web: Web) -> None:
    li = web.world.person("李强")
    code = asks(li).rpartition("/")[2]
    browser = web.browser()
    browser.post(f"/in/{code}")
    assert browser.get("/me").status_code == 200
    assert columns_with(web.world, code, browser.cookies["__Host-hazardline"]) == set()
    assert [heard.topic for heard in li.everything() if heard.topic == "web.link"] == []


def test_a_link_runs_out_and_a_newer_one_makes_it_void(web: Web) -> None:
    li = web.world.person("李强")
    first, second = asks(li), asks(li)
    assert web.browser().get(first).status_code == 404
    web.world.clock.passes(seconds=LINK_HOLDS.total_seconds())
    assert web.browser().post(second).status_code == 404
    assert logins(web.world, li) == ["refused"]


def test_in_chat_one_sees_where_one_is_signed_in_and_ends_it(web: Web) -> None:
    li = web.world.person("李强")
    phone = web.signed_in(li)
    web.world.clock.passes(minutes=5)
    desk = web.signed_in(li, DESK)
    li.sends("登录设备")
    assert "1  Edge · Windows" in li.words()
    assert "2  企业微信 · 安卓" in li.words()
    newest = li.everything()[-1].choices[0]["value"]
    li.taps(newest)
    assert (desk.get("/me").status_code, phone.get("/me").status_code) == (401, 200)
    desk = web.signed_in(li, DESK)
    li.sends("登录设备")
    desk.post("/me/end", data={"which": "all", "guard": guard(desk)})
    li.taps(li.everything()[-1].choices[0]["value"])
    assert li.words() == "那里已经退出了"
    phone = web.signed_in(li)
    web.signed_in(li, DESK)
    li.sends("登录设备")
    li.taps("all")
    assert phone.get("/me").status_code == 401
    li.sends("登录设备")
    assert li.words() == "网页上没有登录"
    assert logins(web.world, li).count("ended") == 5


def test_on_the_page_a_session_ends_by_our_own_form_alone(web: Web) -> None:
    li = web.world.person("李强")
    desk, phone = web.signed_in(li, DESK), web.signed_in(li)
    ours = guard(phone)
    for headers, given in (
        ({}, "0" * 64),
        ({}, guard(desk)),
        ({"Sec-Fetch-Site": "cross-site"}, ours),
        ({"Origin": "https://elsewhere.example.com"}, ours),
    ):
        assert phone.post("/me/end", data={"which": "all", "guard": given}, headers=headers).status_code == 403
    assert phone.post("/me/end", data={"which": "all", "guard": ours}).status_code == 303
    assert (desk.get("/me").status_code, phone.get("/me").status_code) == (401, 401)


def test_nobody_ends_the_session_of_another(web: Web) -> None:
    li, wang = web.world.person("李强"), web.world.person("王芳")
    phone, others = web.signed_in(li), web.signed_in(wang)
    theirs = web.world.rows(select(tables.web_sessions.c.id).where(tables.web_sessions.c.person_id == li.id))[0].id
    others.post("/me/end", data={"which": theirs, "guard": guard(others)})
    assert phone.get("/me").status_code == 200


@pytest.mark.parametrize("end", ["hours", "left", "blocked"])
def test_it_is_over_with_the_day_and_when_its_person_is_gone(web: Web, end: str) -> None:
    li = web.world.person("李强")
    browser = web.signed_in(li)
    if end == "hours":
        web.world.clock.passes(seconds=SESSION_LASTS.total_seconds())
    elif end == "left":
        run(web.world, update(tables.people).where(tables.people.c.id == li.id).values(left_on=date(2026, 11, 22)))
    else:
        web.world.send(web.world.envelope(li.code, event="left"))
        assert logins(web.world, li) == ["begun", "ended"]
        web.world.send(web.world.envelope(li.code, event="arrived"))
    assert browser.get("/me").status_code == 401


def test_one_more_than_a_card_has_room_for_ends_the_oldest(web: Web) -> None:
    li = web.world.person("李强")
    browsers = []
    for _ in range(MOST_SESSIONS + 1):
        browsers.append(web.signed_in(li))
        web.world.clock.passes(minutes=1)
    assert [browser.get("/me").status_code for browser in browsers] == [401] + [200] * MOST_SESSIONS


def test_what_is_not_theirs_is_not_shown_and_on_record(web: Web) -> None:
    report(web.world)
    wang = web.world.person("王芳")
    browser, case = web.signed_in(wang), case_of(web.world)
    (picture,) = web.world.rows(select(tables.attachments.c.id).where(tables.attachments.c.subject_id == case.id))
    for path in (f"/me/cases/{case.id}", f"/me/photos/{picture.id}", "/me/cases/nothing", "/me/photos/nothing"):
        assert browser.get(path).status_code == 404, path
    denied = [(row.actor_id, row.subject_id) for row in on_record(web.world, Kind.DENIED)]
    assert denied == [(wang.id, case.id)] * 2


def test_where_there_is_no_web_the_chat_says_so(world: World) -> None:
    li = world.person("李强")
    li.sends("网页登录")
    assert li.words() == "网页没有开通。在这里办就行"
