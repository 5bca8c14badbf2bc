"""The card beside a model tells what is known of it, and nothing that is true of another model only."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from nlp.card import CARD, write_card
from nlp.checkpoint import SHIPPED
from nlp.fused import LABELS, Fusion
from nlp.guessed import Guesses, Made
from nlp.labelled import Labelled
from nlp.material import CONTEST, Material, Source
from workflow.library import Category

FUSION = Fusion(linear=1, transformer=0.5, library=2, bias=1, by_odds=1.5, by_likeness=0.3, sure_enough=0.8)
MEASURED = [Labelled("甲处灭火器没压力", "zh", Category.FIRE), Labelled("乙处护罩没了", "zh", Category.MECHANICAL)]
OURS = Source("corrections.jsonl", "labelled", 12, 3, "00")


@pytest.fixture
def made() -> Made:
    said = np.stack([np.eye(len(LABELS), dtype=np.float32)[LABELS.index(Category.FIRE)]] * 2)
    guesses = Guesses(said, said, said, np.array([0.5, 0.5], np.float32))
    return Made(Material([], ["丙"], MEASURED, [], "d1935", [OURS]), FUSION, guesses)


def card(made: Made, folder: Path, **config: object) -> str:
    (folder / "config.json").write_text(json.dumps(config))
    write_card(made, folder, 7, "hazardline nlp train --data DATA")
    return " ".join((folder / CARD).read_text("utf-8").split())


def test_it_tells_seed_data_command_and_how_often_it_is_right(made: Made, tmp_path: Path) -> None:
    said = card(made, tmp_path, model_type="bert", num_hidden_layers=2, hidden_size=128)
    for told in ("Seed 7; Python 3.", "`d1935`", "hazardline nlp train --data DATA", "On 2 measuring", "for 50.0% of"):
        assert told in said
    assert "a transformer (bert, 2 layers, 128 dimensions) trained from nothing" in said
    assert "which lie in it (`nlp/data/sentences.jsonl`" in said
    assert "`corrections.jsonl` (labelled, 12 lines)" in said


def test_of_another_s_model_it_says_only_what_is_known(made: Made, tmp_path: Path) -> None:
    theirs = replace(made, start=tmp_path / "macbert")
    said = card(theirs, tmp_path, model_type="bert", num_hidden_layers=12, hidden_size=768)
    assert "a transformer (bert, 12 layers, 768 dimensions) taught further from `macbert`" in said
    for untrue in ("trained from nothing", "128", "Shenzhen", "benchmarks", "license"):
        assert untrue not in said
    assert "a transformer taken as it is from `macbert`" in card(replace(theirs, linear_only=True), tmp_path)


def test_the_contest_is_named_where_its_reports_were_learnt_from(made: Made, tmp_path: Path) -> None:
    contest = replace(OURS, file="selfreports.jsonl", digest=CONTEST)
    ours = replace(made, material=replace(made.material, sources=[contest]))
    said = card(ours, tmp_path, model_type="bert")
    assert "Shenzhen" in said
    assert "the real ones do not" in said
    assert "docs/benchmarks.md" in said
    again = card(replace(ours, start=SHIPPED, linear_only=True), tmp_path, model_type="bert")
    assert "docs/benchmarks.md" in again
    assert "Shenzhen" not in card(made, tmp_path)


def test_the_shipped_card_says_what_lies_in_the_project() -> None:
    said = " ".join((SHIPPED / CARD).read_text("utf-8").split())
    assert "None of the sentences is part of the project" not in said
    assert "`nlp/data/sentences.jsonl`" in said
