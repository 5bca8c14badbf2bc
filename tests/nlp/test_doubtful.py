"""What the model of quality learns from: who judged a report doubtful, and what is left out."""

import json
from pathlib import Path
from typing import Any

import pytest

from nlp.doubtful import MEASURED, READ, REPORTS, everything, reports
from workflow.library import LibraryEntry


def report(name: str, text: str, sham: bool | None) -> dict[str, Any]:
    return {"id": name, "text": text, "sham": sham, "level_4": "1、通道应畅通"}


def written(folder: Path, **files: list[dict[str, Any]]) -> Path:
    for name in (REPORTS, READ, MEASURED):
        rows = files.get(name.partition(".")[0], [])
        (folder / name).write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return folder


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return written(
        tmp_path,
        selfreports=[
            report("a", "甲处护罩没装", False),
            report("b", "乙处已弄妥", True),
            report("c", "丙处的事", False),
            report("d", "丁处没人看过", None),
            report("e", "戊处 梯子，断了", True),
        ],
        train_labelled=[
            {"id": "c", "text": "丙处的事", "vague": True},
            {"id": "elsewhere", "text": "己处漏水", "vague": False},
        ],
        dev_labelled=[{"id": "f", "text": "戊处梯子断了"}],
    )


def learned(data: Path) -> dict[str, bool]:
    return {one.text: one.doubtful for one in everything(data) if one.source in ("reports", "read")}


def test_a_report_is_doubtful_where_either_kind_of_reader_says_so(data: Path) -> None:
    found = learned(data)
    assert found["甲处护罩没装"] is False
    assert found["乙处已弄妥"] is True
    assert found["丙处的事"] is True
    assert found["己处漏水"] is False


def test_what_nobody_has_judged_teaches_nothing(data: Path) -> None:
    assert "丁处没人看过" not in learned(data)


def test_what_reads_like_a_measuring_sentence_is_left_out_of_learning_alone(data: Path) -> None:
    assert "戊处 梯子，断了" not in learned(data)
    assert [one.text for one in reports(data)] == ["甲处护罩没装", "乙处已弄妥", "丙处的事", "戊处 梯子，断了"]
    assert reports(data)[0].clause == "1、通道应畅通"


def test_own_sentences_and_the_names_of_the_library_stand_beside_them(
    data: Path, library: tuple[LibraryEntry, ...]
) -> None:
    found = everything(data, library)
    named = {one.text for one in found if one.source == "names"}
    assert {library[0].name, library[0].name_en, *library[0].aliases} <= named
    assert not any(one.doubtful for one in found if one.source in ("names", "sentences"))
    assert {one.language for one in found if one.source == "short" and one.doubtful} == {"zh", "en"}
