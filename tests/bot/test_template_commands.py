"""`hazardline paper template`: a company's own Word templates, given out, taken, and papers made with them."""

from pathlib import Path

import pytest
from docx import Document
from sqlalchemy import select

from storage import tables
from storage.report_templates import WHAT
from tests.bot.command_line import CommandLine
from tests.scenarios.test_major import EXECUTIVE
from tests.scenarios.test_whole_life import report
from tests.templates.documents import document, words_of
from tests.world import World, case_of


@pytest.fixture
def settled(quick_world: World, hazardline: CommandLine, monkeypatch: pytest.MonkeyPatch) -> World:
    report(quick_world)
    monkeypatch.setenv("HAZARDLINE_DATABASE_URL", quick_world.url)
    return quick_world


def own(hazardline: CommandLine, *lines: str) -> Path:
    file = hazardline.folder / "own.docx"
    file.write_bytes(document(*lines))
    return file


def order(hazardline: CommandLine, world: World) -> str:
    hazardline.says("paper", "case", case_of(world).number, "--for", EXECUTIVE, "--kind", "order", "--out", "x.docx")
    return words_of((hazardline.folder / "x.docx").read_bytes())


def on_record(world: World) -> list[dict[str, object]]:
    rows = world.rows(select(tables.audit_records).where(tables.audit_records.c.kind == "setting"))
    return [row.facts for row in rows if row.subject_kind == WHAT]


def test_one_is_given_out_changed_taken_used_and_dropped(settled: World, hazardline: CommandLine) -> None:
    hazardline.says("paper", "template", "give", "order", "--out", "given.docx")
    changed = Document(str(hazardline.folder / "given.docx"))
    changed.add_paragraph("本厂专用 {{ owner }}")
    changed.save(str(hazardline.folder / "own.docx"))
    assert "is made with it" in hazardline.says("paper", "template", "take", "order", "own.docx")
    assert "本厂专用 张伟" in order(hazardline, settled)
    number = words_of((hazardline.folder / "x.docx").read_bytes()).partition("编号：")[2][:16]

    assert "own template again" in hazardline.says("paper", "template", "drop", "order")
    assert "本厂专用" not in order(hazardline, settled)
    assert "already" in hazardline.says("paper", "template", "drop", "order")
    assert [bool(facts["sha256"]) for facts in on_record(settled)] == [True, False]

    said = hazardline.says("paper", "again", number, "--out", "again.docx")
    assert "to the last byte" in said, "what it was made with is kept"
    assert "本厂专用 张伟" in words_of((hazardline.folder / "again.docx").read_bytes())


def test_one_language_s_template_is_not_the_other_s(settled: World, hazardline: CommandLine) -> None:
    own(hazardline, "English only")
    hazardline.says("paper", "template", "take", "order", "own.docx", "--language", "en")
    assert "English only" not in order(hazardline, settled)


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        (("{{ ownr }}",), "no such fields: ownr"),
        (("{{ owner.__class__ }}",), "owner.__class__"),
        (("{% set x = 1 %}",), "code in it"),
        (("{% if owner %}",), "not well written"),
        (("{%p for step in steps %}",), "not well written"),
    ],
)
def test_what_is_wrong_with_one_is_said_and_nothing_changes(
    settled: World, hazardline: CommandLine, lines: tuple[str, ...], says: str
) -> None:
    own(hazardline, *lines)
    assert says in hazardline.says("paper", "template", "take", "order", "own.docx", status=1)
    assert not on_record(settled)
    assert "整改通知单" in order(hazardline, settled)


def test_with_an_unknown_field_those_that_there_are_are_listed(settled: World, hazardline: CommandLine) -> None:
    own(hazardline, "{{ ownr }}")
    listed = hazardline.says("paper", "template", "fields", "order").split()
    said = hazardline.says("paper", "template", "take", "order", "own.docx", status=1)
    assert "owner" in listed
    assert all(name in said for name in listed)


def test_a_file_that_is_not_there_or_no_document_is_said(settled: World, hazardline: CommandLine) -> None:
    assert "Cannot open" in hazardline.says("paper", "template", "take", "order", "none.docx", status=1)
    (hazardline.folder / "own.docx").write_text("hello")
    assert "no Word document" in hazardline.says("paper", "template", "take", "order", "own.docx", status=1)
