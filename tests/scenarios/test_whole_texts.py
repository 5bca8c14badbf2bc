"""A message that a platform would cut, read in whole behind its link: by whom it was sent to, and as it is now."""

from datetime import date

import pytest
from markupsafe import escape
from sqlalchemy import select, update
from starlette.testclient import TestClient

from bot.links import LASTS, Links
from bot.web.full_text import full_text_route
from bot.web.webhooks import create_webhook_app
from storage import tables
from storage.engine import write_transaction
from tests.engines import opened
from tests.scenarios.test_major import DIRECTOR, OFFICER, report_major
from tests.scenarios.unnamed import anonymous_report
from tests.world import Someone, World

LONG = "卡扣老化，<script>alert(1)</script>" + "没有按月检查，" * 100
LONG_EN = "worn clips, <script>alert(1)</script>" + "and no monthly check, " * 85


@pytest.fixture
def linked(told: World) -> World:
    """The company, reached from outside."""
    told.links = Links("https://hazards.example.com", bytes(32))
    return told


def page(world: World, link: str, language: str = "zh-CN") -> tuple[int, str]:
    """What stands behind a link."""
    assert world.links is not None
    route = full_text_route(world.links, world.company.cards.whole, world.clock)
    with TestClient(create_webhook_app([route]), base_url="https://hazards.example.com") as browser:
        answer = browser.get(link, headers={"Accept-Language": language})
    world.stop()
    assert answer.headers["Cache-Control"] == "no-store"
    assert "noindex" in answer.headers["X-Robots-Tag"]
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    return answer.status_code, answer.text


def long_report(world: World) -> tuple[Someone, str]:
    """An officer has a report for the authority put together; the link under it."""
    report_major(world)
    world.person(DIRECTOR).taps("confirm_major")
    officer = world.person(OFFICER)
    officer.taps("major_report")
    for said, en in ((LONG, LONG_EN), ("会伤到手", "a hand can be hurt"), ("要停产", "production has to stop")):
        officer.sends(said, en)
    assert officer.skips()[-1] == "major.report"
    return officer, world.platform.to(officer.code)[-1].link


def run(world: World, statement: object) -> None:
    engine = opened(world.url)
    with write_transaction(engine) as connection:
        connection.execute(statement)  # type: ignore[call-overload]
    engine.dispose()


def test_the_whole_of_it_stands_behind_the_link_and_nothing_of_it_is_markup(linked: World) -> None:
    officer, link = long_report(linked)
    assert link
    status, html = page(linked, link)
    assert status == 200
    assert "<script>" not in html
    assert escape(officer.words()) in html
    assert f'lang="{linked.language.replace("_", "-")}"' in html


def test_short_messages_have_a_link_as_well_and_without_an_address_none_has(told: World) -> None:
    _, link = long_report(told)
    assert link == ""
    told.links = Links("https://hazards.example.com", bytes(32))
    officer = told.person(OFFICER)
    officer.sends("帮助", "help")
    said = told.platform.to(officer.code)[-1]
    status, html = page(told, said.link)
    assert status == 200
    assert escape(said.text) in html


def test_run_out_and_forged_read_the_same(linked: World) -> None:
    _, link = long_report(linked)
    linked.clock.passes(seconds=LASTS.total_seconds())
    late = page(linked, link)
    assert late[0] == 404
    assert page(linked, link[:-1] + ("A" if link[-1] != "A" else "B")) == late
    assert page(linked, "https://hazards.example.com/m/nothing") == late
    assert "run out" in page(linked, link, "en-GB")[1]


def test_it_is_read_as_it_is_now(linked: World) -> None:
    officer, link = long_report(linked)
    run(linked, update(tables.texts).where(tables.texts.c.field == "words").values(body="-erased-"))
    assert "-erased-" in page(linked, link)[1]
    run(linked, update(tables.people).where(tables.people.c.id == officer.id).values(left_on=date(2026, 11, 22)))
    assert page(linked, link)[0] == 404


def test_whoever_may_see_the_case_no_more_reads_no_more_of_it(linked: World) -> None:
    officer, link = long_report(linked)
    over = update(tables.memberships).where(tables.memberships.c.person_id == officer.id)
    run(linked, over.values(until=date(2026, 11, 22)))
    assert page(linked, link)[0] == 404


def test_an_anonymous_reporter_gets_no_link_and_has_no_page(linked: World) -> None:
    li, _ = anonymous_report(linked)
    assert [outgoing.text for outgoing in linked.platform.to(li.code) if outgoing.link] == []
    assert linked.links is not None
    for row in linked.rows(select(tables.notices.c.id).where(tables.notices.c.private)):
        assert page(linked, linked.links.to(row.id, linked.clock()))[0] == 404
