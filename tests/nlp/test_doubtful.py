"""What the model of quality learns from: who judged a report doubtful, and what is left out."""

import json
from pathlib import Path
from typing import Any

import pytest

from nlp.doubtful import MEASURED, READ, everything, has_reports, reports
from nlp.labelled import BadLine
from nlp.material import REPORTS
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


def test_reports_marked_as_sham_are_learnt_from_whatever_the_file_is_called(tmp_path: Path) -> None:
    lines = [
        {"id": "h1", "text": "庚处已弄妥", "category": "other", "sham": True},
        {"id": "h2", "text": "guard of press 9 gone", "lang": "en", "category": "mechanical", "sham": False},
        {"id": "h3", "text": "辛处没人判过", "category": "fire", "sham": None},
    ]
    (tmp_path / "corrections.jsonl").write_text("\n".join(map(json.dumps, lines)), "utf-8")
    assert has_reports(tmp_path)
    assert learned(tmp_path) == {"庚处已弄妥": True, "guard of press 9 gone": False}
    measured = [{"id": "x", "text": "庚处，已弄妥！"}, {"id": "y", "text": "壬处", "sham": True}]
    (tmp_path / MEASURED).write_text("\n".join(map(json.dumps, measured)), "utf-8")
    assert learned(tmp_path) == {"guard of press 9 gone": False}
    assert not any(one.text == "壬处" for one in reports(tmp_path))


def test_without_a_report_of_which_it_is_known_there_is_nothing_to_learn(tmp_path: Path) -> None:
    assert not has_reports(tmp_path)
    (tmp_path / "talk.jsonl").write_text('{"text": "x", "sham": null}\n', "utf-8")
    assert not has_reports(tmp_path)


@pytest.mark.parametrize(("line", "problem"), [({"text": "x", "sham": "yes"}, "sham"), ({"sham": True}, "text")])
def test_a_mark_that_is_none_is_named(tmp_path: Path, line: dict[str, Any], problem: str) -> None:
    (tmp_path / "ours.jsonl").write_text("\n" + json.dumps(line), "utf-8")
    with pytest.raises(BadLine) as caught:
        reports(tmp_path)
    assert (caught.value.file, caught.value.number, caught.value.problem) == (tmp_path / "ours.jsonl", 2, problem)
