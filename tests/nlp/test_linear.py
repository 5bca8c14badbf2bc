"""A linear model: what it says of words, how it is kept in a file, and what file it refuses."""

from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file

from nlp.checkpoint import UnusableModel
from nlp.linear import Features, LinearModel, features_of
from nlp.softmax import softmax

TEXTS = ("电箱门坏了", "电箱没锁", "护罩掉了", "护罩没装", "guard missing", "panel door open")


@pytest.fixture
def model() -> LinearModel:
    """Knows 电箱 and 护罩 and nothing else."""
    features = Features(("护罩", "电箱"), np.array([1.0, 2.0], np.float32))
    weight = np.array([[-1.0, 3.0], [4.0, -1.0]], np.float32)
    return LinearModel(("electrical", "mechanical"), features, weight, np.array([0.5, 0.0], np.float32), "test/1")


def test_it_takes_words_for_what_their_n_grams_weigh(model: LinearModel) -> None:
    assert model.log_odds("电箱坏了") == pytest.approx([4.5, -1.0])
    assert model.log_odds("护罩护罩") == pytest.approx([-0.5, 3.0])  # said twice, length one all the same
    both = np.array([np.float32(1.0), np.float32(2.0)]) / np.sqrt(5)
    assert model.log_odds("护罩电箱") == pytest.approx(both @ model.weight + model.bias)


def test_of_words_it_does_not_know_it_says_what_is_usual(model: LinearModel) -> None:
    assert model.log_odds("???") == pytest.approx([0.5, 0.0])
    assert model.probabilities("") == pytest.approx(softmax(np.array([0.5, 0.0], np.float32)))
    assert model.probabilities("电箱护罩" * 2000).sum() == pytest.approx(1)


def test_only_what_several_texts_hold_is_a_feature_and_the_rarer_counts_more() -> None:
    features = features_of(TEXTS, 2)
    assert {"电箱", "护罩"} <= set(features.grams)
    assert not {"guard", " guard", "电箱门"} & set(features.grams)
    rarity = dict(zip(features.grams, features.idf.tolist(), strict=True))
    assert rarity["了"] == rarity["电箱"] == pytest.approx(1 + np.log(7 / 3), rel=1e-6)


def test_it_is_kept_in_a_file_and_comes_back_as_it_was(model: LinearModel, tmp_path: Path) -> None:
    model.save(tmp_path / "model.safetensors")
    again = LinearModel.load(tmp_path / "model.safetensors")
    assert (again.labels, again.about, again.features.grams) == (model.labels, "test/1", model.features.grams)
    for words in ("电箱", "护罩没装", "别的"):
        assert again.log_odds(words) == pytest.approx(model.log_odds(words), abs=1e-2)  # half precision


@pytest.mark.parametrize("cut", [0, 5, 60])
def test_a_file_that_is_cut_short_is_refused(model: LinearModel, tmp_path: Path, cut: int) -> None:
    file = tmp_path / "model.safetensors"
    model.save(file)
    file.write_bytes(file.read_bytes()[:cut])
    with pytest.raises(UnusableModel) as refused:
        LinearModel.load(file)
    assert refused.value.facts["file"] == "model.safetensors"


def test_a_file_whose_parts_do_not_fit_or_that_is_another_s_is_refused(model: LinearModel, tmp_path: Path) -> None:
    file = tmp_path / "model.safetensors"
    wrong = LinearModel(("electrical",), model.features, model.weight, model.bias)
    wrong.save(file)
    with pytest.raises(UnusableModel):
        LinearModel.load(file)
    save_file({"weight": np.zeros((2, 2), np.float32)}, file)
    with pytest.raises(UnusableModel):
        LinearModel.load(file)
    with pytest.raises(UnusableModel):
        LinearModel.load(tmp_path / "none")
