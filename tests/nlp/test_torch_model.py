"""Where there is no ONNX, torch serves safetensors: the same answers, and no file of the directory but those is opened.

torch comes with the extra `train`: without it these tests are skipped, and test_transformer.py has what is then said.
"""

import copy
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tokenizers import Tokenizer

from nlp.checkpoint import UnusableModel
from nlp.transformer import Transformer, load
from tests.nlp.checkpoints import OURS, WORDS, write_tokenizer

torch: Any = pytest.importorskip("torch")
transformers: Any = pytest.importorskip("transformers")

TEXTS = ("电", "这里火很大 fire", "", "\ud800", "梯" * 500)


@pytest.fixture(scope="module")
def made() -> Any:
    """A BERT of one layer, with the weights that chance gave it."""
    torch.manual_seed(7)
    config = transformers.BertConfig(
        vocab_size=len(WORDS),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=64,
        initializer_range=0.5,  # so that texts are told apart
        id2label=dict(enumerate(OURS)),
        label2id={label: number for number, label in enumerate(OURS)},
    )
    return transformers.BertForSequenceClassification(config).eval()


@pytest.fixture
def folder(tmp_path: Path, made: Any) -> Path:
    made.save_pretrained(tmp_path / "bert")
    write_tokenizer(tmp_path / "bert" / "tokenizer.json")
    return tmp_path / "bert"


def directly(made: Any, folder: Path, words: str) -> list[float]:
    """What the model says without us."""
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.enable_truncation(64)
    with torch.inference_mode():
        logits = made(torch.tensor([tokenizer.encode(words).ids])).logits
    answer: list[float] = logits.softmax(-1)[0].tolist()
    return answer


def test_it_answers_as_the_model_does(made: Any, folder: Path) -> None:
    model = load(folder)
    answers = [directly(made, folder, words) for words in ("电", "这里火很大 fire", "梯" * 500)]
    assert np.ptp(answers, axis=0).max() > 0.01
    for words, answer in zip(("电", "这里火很大 fire", "梯" * 500), answers, strict=True):
        assert model.probabilities_of([words])[0] == pytest.approx(answer, abs=1e-5)


def test_weights_of_sixteen_bits_are_served(made: Any, folder: Path) -> None:
    """They are half the size on the disk."""
    copy.deepcopy(made).half().save_pretrained(folder)
    assert load(folder).probabilities_of(["电"])[0] == pytest.approx(directly(made, folder, "电"), abs=0.02)


def test_any_text_is_answered(folder: Path) -> None:
    assert load(folder).probabilities_of(TEXTS).sum(axis=1) == pytest.approx(np.ones(len(TEXTS)))


def test_weights_without_a_head_are_not_given_one_by_chance(made: Any, folder: Path) -> None:
    """As when somebody writes into config.json what the model is not."""
    made.bert.save_pretrained(folder / "bare")
    (folder / "bare" / "model.safetensors").replace(folder / "model.safetensors")
    assert "classifier.weight" in refused(folder)


def test_weights_of_another_size(folder: Path) -> None:
    config = json.loads((folder / "config.json").read_text("utf-8"))
    (folder / "config.json").write_text(json.dumps({**config, "intermediate_size": 48}), "utf-8")
    assert refused(folder)


@pytest.mark.parametrize("content", [b"", b"\x80\x04N.", b"\xff" * 64, (2**62).to_bytes(8, "little") + b"{}"])
def test_what_is_no_safetensors(folder: Path, content: bytes) -> None:
    (folder / "model.safetensors").write_bytes(content)
    assert refused(folder)


@pytest.mark.parametrize("model_type", ["nothing-known", "", "../bert", "whisper", None, 7])
def test_a_kind_of_model_that_sorts_no_texts(folder: Path, model_type: Any) -> None:
    config = json.loads((folder / "config.json").read_text("utf-8"))
    (folder / "config.json").write_text(json.dumps({**config, "model_type": model_type}), "utf-8")
    assert refused(folder)


def test_what_else_lies_in_the_directory_is_not_followed(made: Any, folder: Path) -> None:
    """An adapter names another model, which transformers would load in the place of this one."""
    adapter = {"base_model_name_or_path": "/nowhere/else", "peft_type": "LORA", "auto_mapping": None}
    (folder / "adapter_config.json").write_text(json.dumps(adapter), "utf-8")
    (folder / "generation_config.json").write_text("{", "utf-8")
    config = json.loads((folder / "config.json").read_text("utf-8"))
    hostile = {
        "_name_or_path": "someone/else",
        "attn_implementation": "someone/kernel",
        "_attn_implementation": "someone/kernel",
        "quantization_config": {"quant_method": "bitsandbytes", "load_in_4bit": True},
    }
    (folder / "config.json").write_text(json.dumps({**config, **hostile}), "utf-8")
    assert load(folder).probabilities_of(["电"])[0] == pytest.approx(directly(made, folder, "电"), abs=1e-5)


def test_a_list_of_words_is_read_as_transformers_reads_it(folder: Path) -> None:
    (folder / "tokenizer.json").unlink()
    (folder / "vocab.txt").write_text("\n".join(WORDS), "utf-8")
    (folder / "tokenizer_config.json").write_text('{"do_lower_case": true}', "utf-8")
    theirs = transformers.BertTokenizer(str(folder / "vocab.txt"), do_lower_case=True)
    model: Transformer = load(folder)
    for words in ("电梯里有油, OIL oil", "Fïre 火火", "", "电 梯\t火"):
        assert model._ids(words) == theirs(words)["input_ids"]


def refused(folder: Path) -> str:
    """Why the weights cannot be used."""
    with pytest.raises(UnusableModel) as refusal:
        load(folder)
    assert (refusal.value.topic, refusal.value.facts["file"]) == ("classifier.broken", "model.safetensors")
    return refusal.value.facts["why"]
