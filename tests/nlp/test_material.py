"""What the judgement learns from a folder: nothing of what measures, and each file as what it is."""

import json
from pathlib import Path
from typing import Any

import pytest

from nlp.examples import LABELS, SENTENCE, bare, own_labels
from nlp.labelled import BadLine
from nlp.material import LABELLED, MEASURED, MEASURING, REPORTS, UNUSED, WORDS, Material, gather, hashed
from workflow.library import Category, LibraryEntry

OURS: dict[str, list[dict[str, Any]]] = {
    "ours.jsonl": [
        {"text": "丙线护栏缺一根", "category": "mechanical", "sham": False},
        {"text": "ＡＢ  Gate 7， jammed!", "category": "mechanical"},
        {"text": "丁库灭火器，没压力。", "category": "fire", "sham": True},
    ],
    "ledger_ours.jsonl": [{"text": "戊楼脚手板没绑", "category": "施工安全"}],
    "pairs.jsonl": [{"a": "甲", "b": "乙", "same": True}],
    "talk.jsonl": [{"text": "己处的灯有点暗"}, {"text": "丁库灭火器没压力"}],
}
MEASURING_SENTENCES = [
    {"id": f"m{number}", "text": text, "category": "fire"}
    for number, text in enumerate(
        ("丁库灭火器没压力", "ab gate 7 jammed", "庚栋烟感被罩住", "辛栋水带破了", "壬栋门常闭")
    )
]


def written(folder: Path, files: dict[str, list[dict[str, Any]]]) -> Path:
    for name, rows in files.items():
        (folder / name).write_text("".join(json.dumps(row, ensure_ascii=False) + "\n\n" for row in rows), "utf-8")
    return folder


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return written(tmp_path, {**OURS, MEASURED: MEASURING_SENTENCES})


@pytest.fixture
def material(data: Path, library: tuple[LibraryEntry, ...]) -> Material:
    return gather(data, library)


def test_no_measuring_or_frozen_sentence_is_learnt_however_it_is_written(material: Material) -> None:
    measuring = {bare(row["text"]) for row in MEASURING_SENTENCES}
    assert {bare(one.text) for one in (*material.measured, *material.frozen)} == measuring
    assert not measuring & {bare(one.text) for one in material.examples}
    assert not measuring & {bare(text) for text in material.texts}
    assert "丙线护栏缺一根" in {one.text for one in material.examples}
    assert {"己处的灯有点暗", "戊楼脚手板没绑"} <= set(material.texts)


def test_a_third_by_hash_of_its_id_is_frozen_and_never_among_the_measured(material: Material) -> None:
    frozen = {row["text"] for row in MEASURING_SENTENCES if hashed(row["id"]) % 3 == 0}
    assert {one.text for one in material.frozen} == frozen
    assert 0 < len(frozen) < len(MEASURING_SENTENCES)
    assert not frozen & {one.text for one in material.measured}


def test_without_measuring_sentences_some_of_the_labelled_take_their_place(
    tmp_path: Path, library: tuple[LibraryEntry, ...]
) -> None:
    many = [{"text": f"第{number}台机器没有护罩", "category": "mechanical"} for number in range(60)]
    material = gather(written(tmp_path, {"ours.jsonl": many}), library)
    assert 0 < len(material.measured) < 20
    assert material.frozen == []
    assert not {bare(one.text) for one in material.measured} & {bare(one.text) for one in material.examples}


def test_each_file_is_told_as_what_it_was_taken(material: Material) -> None:
    assert {one.file: (one.kind, one.count, one.sham) for one in material.sources} == {
        "ours.jsonl": (LABELLED, 3, 2),
        "ledger_ours.jsonl": (WORDS, 1, 0),
        "pairs.jsonl": (UNUSED, 1, 0),
        "talk.jsonl": (WORDS, 2, 0),
        MEASURED: (MEASURING, 5, 0),
    }


def test_our_own_sentences_and_the_names_of_the_library_are_learnt_beside(
    material: Material, library: tuple[LibraryEntry, ...]
) -> None:
    assert sum(one.weight == SENTENCE for one in material.examples) > 10_000
    names = {one.text: one.labelled.category for one in material.examples}
    assert names[library[0].name] is library[0].category


def test_a_label_of_ours_is_learnt_with_the_report_it_is_of(tmp_path: Path, library: tuple[LibraryEntry, ...]) -> None:
    name, categories, *_ = LABELS.read_text("utf-8").splitlines()[1].split("\t")
    (example,) = own_labels([(name, "癸处的一句话"), ("nobody", "没人看过")])
    first, *others = categories.split("/")
    assert (example.text, example.labelled.category) == ("癸处的一句话", Category(first))
    assert example.labelled.alternatives == frozenset(map(Category, others))
    found = gather(written(tmp_path, {REPORTS: [{"id": name, "text": "癸处的一句话"}]}), library)
    assert example in found.examples


def test_the_same_folder_gives_the_same(data: Path, library: tuple[LibraryEntry, ...]) -> None:
    assert gather(data, library) == gather(data, library)


@pytest.mark.parametrize(
    ("name", "wrong", "problem"),
    [
        ("ours.jsonl", b'{"text": "x"', "json"),
        ("ours.jsonl", b"\xff", "utf8"),
        ("ours.jsonl", b'{"text": "x", "category": "flood"}', "category"),
        ("talk.jsonl", b'{"text": "x", "category": "flood"}', "category"),
        ("ours.jsonl", b'{"text": "x"}', "category"),
        (MEASURED, b'{"text": "x", "category": "fire"}', "id"),
    ],
)
def test_the_first_bad_line_is_named(
    data: Path, library: tuple[LibraryEntry, ...], name: str, wrong: bytes, problem: str
) -> None:
    before = (data / name).read_bytes()
    first = name == "talk.jsonl"  # in which no other line has a category
    (data / name).write_bytes(wrong + b"\n" + before if first else before + wrong)
    with pytest.raises(BadLine) as caught:
        gather(data, library)
    line = 1 if first else before.count(b"\n") + 1
    assert (caught.value.file, caught.value.number, caught.value.problem) == (data / name, line, problem)


@pytest.mark.parametrize("files", [{}, {"pairs.jsonl": [{"a": "甲"}]}, {"empty.jsonl": []}])
def test_a_folder_with_nothing_to_learn_is_refused(
    tmp_path: Path, library: tuple[LibraryEntry, ...], files: dict[str, list[dict[str, Any]]]
) -> None:
    with pytest.raises(BadLine) as caught:
        gather(written(tmp_path, files), library)
    assert (caught.value.file, caught.value.problem) == (tmp_path, "none")


def test_a_line_separator_within_a_text_parts_no_line(tmp_path: Path, library: tuple[LibraryEntry, ...]) -> None:
    said = "子处地上有油\u2028走路打滑"
    material = gather(written(tmp_path, {"ours.jsonl": [{"text": said, "category": "environment"}]}), library)
    assert said in {one.text for one in (*(e.labelled for e in material.examples), *material.measured)}
