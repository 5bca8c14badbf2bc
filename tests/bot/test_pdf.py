"""Papers opened by another program: LibreOffice makes pages of them, in whose text every word is found again."""

import shutil
import subprocess
from pathlib import Path

import pytest

from bot import pdf
from bot.pdf import NoPdf, pdf_of, program
from templates.render import LANGUAGES, ROOM
from templates.word import render
from tests.templates.documents import document
from tests.templates.test_case_papers import AT, FILE, words
from workflow.case_file import Made

there = pytest.mark.skipif(program() is None or not shutil.which("pdftotext"), reason="LibreOffice or poppler is away")


def read(pages: bytes, folder: Path) -> str:
    (folder / "x.pdf").write_bytes(pages)
    told = subprocess.run(["pdftotext", "-layout", folder / "x.pdf", "-"], capture_output=True, check=True)
    return "".join(told.stdout.decode().split())


@there
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("made", Made)
def test_every_word_of_a_paper_stands_on_its_pages(made: Made, language: str, tmp_path: Path) -> None:
    template = (ROOM / "reports" / language / f"{made}.docx").read_bytes()
    told = words(language=language, made=made)
    pages = read(pdf_of(render(template, told, AT)), tmp_path)
    assert all("".join(str(told[name]).split()) in pages for name in ("title", "number", "words", "owner", "category"))
    assert "DA-20261123-0001" in pages
    assert FILE.company in pages


@there
def test_fonts_come_along_for_chinese_however_it_was_set(tmp_path: Path) -> None:
    pages = pdf_of(document("油漏了"))
    (tmp_path / "x.pdf").write_bytes(pages)
    fonts = subprocess.run(["pdffonts", tmp_path / "x.pdf"], capture_output=True, check=True).stdout.decode()
    assert "CJK" in fonts or "SansSC" in fonts
    assert all(" yes yes " in line for line in fonts.splitlines()[2:]), "every font is embedded"


@there
def test_what_takes_too_long_is_ended_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "SECONDS", 0.01)
    with pytest.raises(NoPdf) as refused:
        pdf_of(document("x"))
    assert refused.value.why == "too_long"


def test_where_it_is_not_installed_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "_PROGRAMS", ("no-such-program",))
    with pytest.raises(NoPdf) as refused:
        pdf_of(document("x"))
    assert refused.value.why == "absent"


def test_a_program_that_makes_nothing_is_said_to_have_failed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, status in (("quiet", 0), ("broken", 3)):
        script = tmp_path / name
        script.write_text(f"#!/bin/sh\nexit {status}\n")
        script.chmod(0o755)
        monkeypatch.setattr(pdf, "_PROGRAMS", (str(script),))
        with pytest.raises(NoPdf) as refused:
            pdf_of(document("x"))
        assert refused.value.why == "failed"
