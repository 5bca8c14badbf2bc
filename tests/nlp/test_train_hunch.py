"""What the hunch learns from, and that it learns: rows kept for measuring are never among it."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from nlp import train_hunch
from nlp.hunch import DATA, SLOTS, Hunch, slots
from nlp.train_hunch import CLAUSES, Example, Fitting, clauses, everyday, kept_apart, library, real, rows, sentences

MAJOR = ("罐里有人没测气", "没测气就进罐", "进罐没人看着", "no gas test in the tank")
ORDINARY = ("灯不亮", "地上有油", "灯坏了", "oil on the floor")


def learned(examples: Sequence[Example]) -> Hunch:
    weights, bias = Fitting(list(examples)).fit()
    scale = float(np.abs(weights).max()) / 127
    return Hunch(np.round(weights / scale).astype(np.int8).tobytes(), scale, bias)


def test_it_tells_apart_what_it_has_learned_and_what_is_like_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(train_hunch, "STRENGTH", 0.1)
    hunch = learned([*(Example(text, True) for text in MAJOR), *(Example(text, False) for text in ORDINARY)])
    assert min(map(hunch.log_odds, MAJOR)) > 0 > max(map(hunch.log_odds, ORDINARY))
    assert hunch.log_odds("两个人没测气进了罐") > 0 > hunch.log_odds("厕所的灯不亮")


def test_a_heavier_example_counts_for_more() -> None:
    light = learned([Example("罐", True), Example("灯", False)])
    heavy = learned([Example("罐", True), Example("灯", False, weight=9.0)])
    assert heavy.log_odds("灯") < light.log_odds("灯")


def test_training_twice_gives_the_same() -> None:
    examples = [Example(MAJOR[0], True), Example(ORDINARY[0], False)]
    (one, first), (other, second) = Fitting(examples).fit(), Fitting(examples).fit()
    assert first == second
    assert np.array_equal(one, other)


def test_way_three_and_every_second_near_sentence_are_left_for_measuring() -> None:
    said = rows(CLAUSES)
    seen = {example.text for example in clauses()}
    assert not seen & {row["text"] for row in said if row.get("way") == 3}
    assert not seen & {row["text"] for row in [row for row in said if "near" in row][1::2]}
    assert {row["text"] for row in said if row.get("way") in (1, 2)} <= seen


def test_both_kinds_come_from_the_library_and_from_our_own_sentences() -> None:
    for source in (list(library()), list(sentences())):
        assert {example.major for example in source} == {True, False}
    assert not any(example.major for example in everyday())


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    """Ten labelled reports; of two further ones, the second reads like one that is kept for measuring."""
    labelled = [{"id": f"r{n}", "text": f"第{n}盏灯不亮", "grade": "general"} for n in range(10)]
    kept = next(row for row in labelled if kept_apart(row["id"]))
    codes = [line.split("\t") for line in (DATA / "labels.tsv").read_text("utf-8").splitlines()[1:]]
    one, other = [code for code, _, grade, *_ in codes if grade == "general"][:2]
    more = [{"id": one, "text": "门口地上有油"}, {"id": other, "text": kept["text"] + "！"}]
    write(tmp_path / "train_labelled.jsonl", [*labelled, {"id": "m", "text": "没测气就进罐", "grade": "major"}])
    write(tmp_path / "dev_labelled.jsonl", [{"id": "d", "text": "窗户破了"}])
    write(tmp_path / "selfreports.jsonl", more)
    return tmp_path


def write(path: Path, lines: Sequence[dict[str, Any]]) -> None:
    path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), "utf-8")


def test_of_real_reports_half_the_labelled_ones_and_all_that_read_like_them_are_kept_apart(reports: Path) -> None:
    texts = [example.text for example in real(reports)]
    kept = {row["text"] for row in rows(reports / "train_labelled.jsonl") if kept_apart(row["id"])}
    assert kept
    assert not kept & set(texts)
    assert "门口地上有油" in texts
    assert not [text for text in texts if text.endswith("！")]
    assert "没测气就进罐" not in texts


def test_the_shipped_weights_are_those_of_the_card() -> None:
    card = json.loads((DATA / "hunch.json").read_text("utf-8"))
    assert (DATA / "hunch.bin").stat().st_size == SLOTS
    assert card["examples"]["major"] > 1000
    assert len(card["data_sha256"]) == 64


def test_an_n_gram_counts_once_however_often_it_is_said() -> None:
    assert slots("罐罐罐罐") == slots("罐罐罐")
