"""`hazardline paper`: whose, about which case, where to, that it goes on record, and that it can be had again."""

import hashlib
from pathlib import Path

import pytest
from sqlalchemy import select

from bot import pdf
from bot.papers import Press
from storage import directory, tables
from storage.engine import read_transaction
from storage.media import MediaStore
from storage.sealed_types import ring_of
from tests.bot.command_line import CommandLine
from tests.scenarios.test_major import EXECUTIVE
from tests.scenarios.test_whole_life import report
from tests.templates.documents import words_of
from tests.world import World, by_id, case_of
from workflow.case_file import Made
from workflow.people import Person

OFFICER = "吴静"


@pytest.fixture
def settled(quick_world: World, hazardline: CommandLine, monkeypatch: pytest.MonkeyPatch) -> World:
    """A company with a case, reached by the command line."""
    report(quick_world)
    monkeypatch.setenv("HAZARDLINE_DATABASE_URL", quick_world.url)
    return quick_world


@pytest.fixture
def press(quick_world: World) -> Press:
    engine = quick_world.company.engine
    store = MediaStore(quick_world.folder / "media", ring_of(engine))
    return Press(engine, store, quick_world.company.house.calendar.zone)


def person(world: World, name: str) -> Person:
    with read_transaction(world.company.engine) as connection:
        found = directory.person(connection, world.person(name).id)
    assert found is not None
    return found


def on_record(world: World) -> list[dict[str, object]]:
    rows = world.rows(select(tables.audit_records).where(tables.audit_records.c.kind == "export"))
    return [{**row.facts, "subject": row.subject_id} for row in rows if row.facts.get("what") == "paper"]


def test_a_paper_is_written_numbered_and_on_record(settled: World, hazardline: CommandLine) -> None:
    number = case_of(settled).number
    said = hazardline.says("paper", "case", number, "--for", EXECUTIVE, "--kind", "order", "--out", "new/order.docx")
    file = hazardline.folder / "new/order.docx"
    (facts,) = on_record(settled)
    assert facts["sha256"] == hashlib.sha256(file.read_bytes()).hexdigest()
    assert facts["subject"] == case_of(settled).id
    assert str(facts["number"]).startswith("ZG-")
    assert str(facts["number"]) in said
    assert str(facts["number"]) in words_of(file.read_bytes())
    assert number in words_of(file.read_bytes())


def test_without_a_place_it_lies_here_by_its_own_name(settled: World, hazardline: CommandLine) -> None:
    number = case_of(settled).number
    hazardline.says("paper", "case", number, "--for", EXECUTIVE)
    (file,) = hazardline.folder.glob("*.docx")
    assert file.name.startswith(f"隐患档案 {number} DA-")


def test_papers_of_a_day_are_numbered_one_after_another_by_their_kind(settled: World, hazardline: CommandLine) -> None:
    for kind in ("file", "file", "order"):
        hazardline.says("paper", "case", case_of(settled).number, "--for", EXECUTIVE, "--kind", kind, "--out", "x.docx")
    assert [str(facts["number"])[-4:] for facts in on_record(settled)] == ["0001", "0002", "0001"]


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--for", "liqiang"), "may not export it"),
        (("--for", "nobody"), "Nobody in the company"),
        (("--for", EXECUTIVE, "--kind", "acceptance"), "not been handed in"),
        (("--for", EXECUTIVE, "--kind", "major"), "no major hazard"),
    ],
)
def test_what_cannot_be_had_is_said_and_neither_written_nor_on_record(
    settled: World, hazardline: CommandLine, options: tuple[str, ...], says: str
) -> None:
    number = case_of(settled).number
    assert says in hazardline.says("paper", "case", number, *options, "--out", "new/x.docx", status=1)
    assert not (hazardline.folder / "new").exists()
    assert not on_record(settled)


def test_a_case_that_there_is_not_and_a_number_never_given_are_said(settled: World, hazardline: CommandLine) -> None:
    assert "no case YH-1" in hazardline.says("paper", "case", "YH-1", "--for", EXECUTIVE, status=1)
    for number in ("ZG-20261123-0009", "ZG-99999999-0001", "nonsense"):
        assert "was ever made" in hazardline.says("paper", "again", number, status=1)


def test_a_place_that_cannot_be_written_to_is_named(settled: World, hazardline: CommandLine) -> None:
    Path(hazardline.folder / "taken").write_text("")
    options = ("--for", EXECUTIVE, "--out", "taken/x.docx")
    assert "Cannot write to taken" in hazardline.says("paper", "case", case_of(settled).number, *options, status=1)


def test_without_libreoffice_the_word_file_is_there_and_the_rest_is_said(
    settled: World, hazardline: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "program", lambda: None)
    options = ("--for", EXECUTIVE, "--out", "x.docx", "--pdf")
    said = hazardline.says("paper", "case", case_of(settled).number, *options, status=1)
    assert "LibreOffice is not installed" in said
    assert (hazardline.folder / "x.docx").exists()


def test_the_same_paper_comes_again_as_it_was_whatever_has_happened_since(quick_world: World, press: Press) -> None:
    world = quick_world
    owner = report(world)
    officer = person(world, OFFICER)
    before = press.about_case(officer, Made.FILE, case_of(world).number, world.clock(), actor_id=None)
    world.clock.passes(hours=3)
    owner.taps("take")
    owner.sends("换好了", photos=2)
    owner.taps("submit")
    by_id(world, case_of(world).acceptor_id).hears("accept.new")
    after = press.about_case(officer, Made.FILE, case_of(world).number, world.clock(), actor_id=None)
    again, same = press.again(before.registered.number)
    assert same
    assert again.document == before.document
    assert "待接单" in words_of(again.document)
    assert "换好了" not in words_of(again.document)
    assert "换好了" in words_of(after.document)
    assert len(after.document) > len(before.document), "the photographs have come too"


def test_a_paper_of_which_something_was_erased_is_said_not_to_be_the_same(quick_world: World, press: Press) -> None:
    report(quick_world)
    officer = person(quick_world, OFFICER)
    made = press.about_case(officer, Made.FILE, case_of(quick_world).number, quick_world.clock(), actor_id=None)
    for file in (quick_world.folder / "media" / "clean").rglob("*.aes"):
        file.unlink()
    again, same = press.again(made.registered.number)
    assert not same
    assert "照片打不开" in words_of(again.document)
