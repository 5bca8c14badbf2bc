"""Papers asked for in chat: of a case and of a period, numbered once, handed over, and on record."""

import hashlib
import zipfile
from io import BytesIO
from typing import Any

import pytest
from docx import Document as Word
from openpyxl import load_workbook
from sqlalchemy import select
from starlette.applications import Starlette
from starlette.testclient import TestClient

from bot.links import Links
from bot.web.paper_links import paper_route
from handlers.messages import Document
from handlers.platform import Limits, NotDelivered
from storage import tables
from storage.audit import Kind
from tests.scenarios.test_whole_life import report
from tests.stories import story
from tests.templates.documents import words_of
from tests.world import Someone, World, case_of

OFFICER, WORKER = "韩磊", "李强"
HEAD, OTHER_HEAD = "黄志明", "马海涛"  # of the department of equipment, and of production


def handed(person: Someone) -> list[Document]:
    """The files that somebody was handed, in order."""
    return [sent.document for sent in person.world.platform.to(person.code) if sent.document]


def on_record(world: World) -> list[dict[str, Any]]:
    audited = tables.audit_records.c
    rows = world.rows(select(audited.actor_id, audited.facts).where(audited.kind == Kind.EXPORT))
    return [{**row.facts, "actor": row.actor_id} for row in rows if row.facts["what"] == "paper"]


@story("case_paper", "要整改通知单", "A repair order on paper")
def test_a_paper_about_a_case_is_handed_over_and_on_record(told: World) -> None:
    report(told)
    officer, number = told.person(OFFICER), case_of(told).number
    officer.skips()
    officer.sends(number)
    while "papers" not in [choice["value"] for choice in officer.everything()[-1].choices]:
        officer.taps("more")
    officer.skips()
    officer.taps("papers")
    officer.hears("made.which")
    assert [choice["value"] for choice in officer.everything()[-1].choices] == ["file", "order"]
    officer.taps("order")
    officer.hears("made.begun", "made.ready")
    (paper,), (row,) = handed(officer), on_record(told)
    assert row["number"].startswith("ZG-20261123-0001")
    assert row["actor"] == officer.id
    assert row["sha256"] == hashlib.sha256(paper.read()).hexdigest()
    assert row["number"] in paper.name
    assert row["number"] in words_of(paper.read())
    assert number in words_of(paper.read())


@story("period_paper", "要季度统计表", "The statistics of a quarter")
def test_papers_of_a_period(told: World) -> None:
    report(told)
    officer = told.person(OFFICER)
    officer.skips()
    officer.sends("文书", "/papers")
    officer.taps("statistics")
    officer.taps("2026-Q4")
    officer.hears("made.which_of_period", "made.of_when", "made.begun", "made.ready")
    (paper,) = handed(officer)
    assert on_record(told)[0]["period"] == "2026-Q4"
    assert Word(BytesIO(paper.read())).paragraphs


def ask(person: Someone, made: str, period: str) -> None:
    person.sends("文书")
    while made not in [choice["value"] for choice in person.everything()[-1].choices]:
        person.taps("more")
    person.taps(made)
    person.sends(period)


def test_the_package_and_the_ledger_come_too(quick_world: World) -> None:
    report(quick_world)
    officer, number = quick_world.person(OFFICER), case_of(quick_world).number
    ask(officer, "package", "本季度")
    ask(officer, "ledger", "2026年11月")
    package, ledger = handed(officer)
    assert any(number in name for name in zipfile.ZipFile(BytesIO(package.read())).namelist())
    assert load_workbook(BytesIO(ledger.read())).worksheets[0]["A3"].value == number
    assert [row["number"][:2] for row in on_record(quick_world)] == ["YJ", "TZ"]
    assert (package.name[-4:], ledger.name[-5:]) == (".zip", ".xlsx")


@pytest.mark.parametrize("said", ["明年", "2027-Q1", "2026-13", "防护罩", "上周"])
def test_what_is_no_period_is_asked_for_again(quick_world: World, said: str) -> None:
    officer = quick_world.person(OFFICER)
    ask(officer, "notice", said)
    assert officer.skips()[-1] == "made.no_period"
    officer.sends("取消")
    assert on_record(quick_world) == []
    assert handed(officer) == []


def test_a_head_gets_what_is_of_the_own_department(quick_world: World) -> None:
    report(quick_world)
    for name, rows in ((HEAD, 3), (OTHER_HEAD, 2)):
        head = quick_world.person(name)
        ask(head, "ledger", "本月")
        assert load_workbook(BytesIO(handed(head)[0].read())).worksheets[0].max_row == rows


@story("papers_not_theirs", "员工要文书", "Papers are not for everybody")
def test_whoever_may_not_is_told_so_in_one_sentence_and_that_is_on_record(told: World) -> None:
    report(told)
    worker = told.person(WORKER)
    worker.skips()
    worker.sends("文书", "/papers")
    worker.hears("made.not_yours")
    audited = tables.audit_records.c
    (row,) = told.rows(select(audited.actor_id, audited.facts).where(audited.kind == Kind.DENIED))
    assert (row.actor_id, row.facts["right"]) == (worker.id, "export")
    worker.sends(case_of(told).number)
    assert "papers" not in [choice["value"] for choice in worker.everything()[-1].choices]


def test_a_delivery_that_is_tried_again_takes_no_second_number(
    quick_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    report(quick_world)
    officer, platform = quick_world.person(OFFICER), quick_world.platform
    send = platform.send
    failures = [NotDelivered("away", permanent=False), NotDelivered("away", permanent=False)]

    async def fails(outgoing: Any) -> Any:
        if outgoing.document and failures:
            raise failures.pop()
        return await send(outgoing)

    monkeypatch.setattr(platform, "send", fails)
    ask(officer, "statistics", "本季度")
    for _ in range(3):
        quick_world.stop()  # another process takes over: nothing that was made is in its memory
        quick_world.clock.passes(minutes=10)
        quick_world.work()
    assert failures == []
    (paper,), (row,) = handed(officer), on_record(quick_world)
    assert row["number"] == "TJ-20261123-0001"
    assert row["sha256"] == hashlib.sha256(paper.read()).hexdigest()


def test_a_second_tap_orders_no_second_paper(quick_world: World) -> None:
    officer = quick_world.person(OFFICER)
    officer.sends("文书")
    officer.taps("statistics")
    token = officer.latest("2026-Q4").token("2026-Q4")
    officer.taps_token(token)
    officer.taps_token(token)
    assert len(on_record(quick_world)) == 1


@pytest.mark.parametrize("linked", [True, False])
def test_what_is_too_large_for_the_chat_is_had_by_a_link(
    quick_world: World, monkeypatch: pytest.MonkeyPatch, linked: bool
) -> None:
    monkeypatch.setattr(quick_world.platform, "limits", Limits(document_bytes=1000))
    links = Links("http://127.0.0.1:8080", b"k" * 32)
    quick_world.links = links if linked else None
    officer = quick_world.person(OFFICER)
    ask(officer, "statistics", "本季度")
    assert handed(officer) == []
    said = quick_world.platform.to(officer.code)[-1].text
    assert ("http://" in said) == linked
    if not linked:
        return
    link = said.split()[-1]
    company = quick_world.company
    client = TestClient(Starlette(routes=[paper_route(links, company.files.paper, company.now)]))
    got = client.get(link.removeprefix("http://127.0.0.1:8080"))
    assert hashlib.sha256(got.content).hexdigest() == on_record(quick_world)[0]["sha256"]
    assert client.get(link.removeprefix("http://127.0.0.1:8080")[:-2] + "AA").status_code == 404
    quick_world.clock.passes(days=8)
    assert client.get(link.removeprefix("http://127.0.0.1:8080")).status_code == 404
