"""What training saves is what is served: the same guesses by torch, by ONNX and by safetensors, from raw words.

torch comes with the extra `train`: without it these tests are skipped.
"""

import copy
import importlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from onnx import load_model

from nlp.transformer import load
from tests.nlp.checkpoints import OURS

torch: Any = pytest.importorskip("torch")
transformers: Any = pytest.importorskip("transformers")
bert: Any = importlib.import_module("nlp.bert")

TEXTS = ("二号炉着火了", "地上有油", "ＯＩＬ on the floor", "走廊应急灯坏了三个，第七个也不亮", "", "叉车开太快" * 30)


@pytest.fixture(scope="module")
def taught() -> Any:
    """As chance made it."""
    torch.manual_seed(11)
    tokenizer = bert.tokenizer_of(["oil on the floor", "exit locked"] * 5)
    config = transformers.BertConfig(
        vocab_size=tokenizer.get_vocab_size(),
        max_position_embeddings=bert.LONGEST,
        id2label=dict(enumerate(OURS)),
        initializer_range=0.05,
        **bert.SIZES,
    )
    network = transformers.BertForSequenceClassification(config).eval()
    with torch.no_grad():
        network.classifier.weight.mul_(6)  # so that texts are told apart
    return bert.Taught(tokenizer, network)


@pytest.fixture(scope="module")
def saved(taught: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models") / "category"
    bert.save(taught, folder)
    return folder


def test_the_onnx_guesses_what_the_model_does(taught: Any, saved: Path) -> None:
    """Eight bits cost a little; inputs that are swapped, or words that are not folded, would cost far more."""
    wanted = bert.guesses(taught, TEXTS)
    assert np.ptp(wanted, axis=0).max() > 0.1
    assert (saved / "model.onnx").exists()
    assert np.abs(load(saved).probabilities_of(TEXTS) - wanted).max() < 0.04


def test_the_safetensors_guess_what_the_model_does(taught: Any, saved: Path, tmp_path: Path) -> None:
    for name in ("config.json", "tokenizer.json", "model.safetensors"):
        (tmp_path / name).write_bytes((saved / name).read_bytes())
    assert np.abs(load(tmp_path).probabilities_of(TEXTS) - bert.guesses(taught, TEXTS)).max() < 0.005


def test_the_onnx_takes_texts_of_any_number_and_length(saved: Path) -> None:
    shapes = {put.name: len(put.type.tensor_type.shape.dim) for put in load_model(saved / "model.onnx").graph.input}
    assert shapes == {"input_ids": 2, "attention_mask": 2}
    model = load(saved)
    for tokens in (0, 1, 2, 50, bert.LONGEST, 500):
        assert sum(model.probabilities("电" * tokens).values()) == pytest.approx(1)


def test_the_same_seed_gives_the_same_model() -> None:
    texts = [*TEXTS, "guard of the press is loose", "loose guards, pressed", "exit locked", "the locked exits"] * 3
    made = []
    for _ in range(2):
        tokenizer, masked = bert.pretrained(texts, 1, 7, lambda *told: None)
        begun = bert.Taught(tokenizer, bert.begun(masked, tuple(OURS), 7))
        wanted = np.eye(len(OURS), dtype=np.float32)[[0, 1] * (len(texts) // 2)]
        taught = bert.taught(begun, texts, wanted, np.ones(len(texts), np.float32), 2, 7, lambda *told: None, 1e-3)
        made.append((tokenizer.to_str(), taught.network.state_dict()))
    (words, weights), (again, others) = made
    assert words == again
    assert all(torch.equal(value, others[name]) for name, value in weights.items())


def test_the_mean_of_some_is_between_them_and_leaves_them_as_they_are(taught: Any) -> None:
    torch.manual_seed(12)
    other = bert.Taught(taught.tokenizer, copy.deepcopy(taught.network))
    with torch.no_grad():
        other.network.classifier.weight.add_(1.0)
    before = other.network.classifier.weight.clone()
    made = bert.mean([taught, other])
    difference = made.network.classifier.weight - taught.network.classifier.weight
    assert torch.allclose(difference, torch.full_like(difference, 0.5), atol=1e-5)
    assert torch.equal(other.network.classifier.weight, before)
    alone = bert.mean([taught])
    assert np.abs(bert.guesses(alone, TEXTS) - bert.guesses(taught, TEXTS)).max() < 1e-6
