"""Makes directories as Hugging Face's tools write them, with models small enough to know what they answer.

The model adds up what each token says for each label: 电 for the first, 火 for the second, and so on.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from onnx import ModelProto, TensorProto, helper, numpy_helper, save_model
from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer
from tokenizers.processors import BertProcessing

from workflow.library import Category

SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
TELLING = "电机火高化特限环护车建职管其"  # one for each category, in their order
WORDS = (*SPECIAL, *TELLING, "oil", "fire", "电梯")
OURS = tuple(map(str, Category))


def checkpoint(folder: Path, labels: Sequence[str] = OURS, **config: Any) -> Path:
    """A whole directory, served by ONNX. `config` overrides config.json."""
    folder.mkdir(parents=True, exist_ok=True)
    said = {
        "architectures": ["BertForSequenceClassification"],
        "model_type": "bert",
        "id2label": {str(number): label for number, label in enumerate(labels)},
        "max_position_embeddings": 512,
        "pad_token_id": 0,
        **config,
    }
    (folder / "config.json").write_text(json.dumps(said, ensure_ascii=False), "utf-8")
    write_tokenizer(folder / "tokenizer.json")
    save_model(graph(says(len(labels))), folder / "model.onnx")
    return folder


def write_tokenizer(path: Path, words: Sequence[str] = WORDS) -> None:
    ids = {word: number for number, word in enumerate(words)}
    tokenizer = Tokenizer(WordPiece(ids, unk_token="[UNK]"))  # noqa: S106 - a token, but no secret
    tokenizer.normalizer = BertNormalizer()
    tokenizer.pre_tokenizer = BertPreTokenizer()
    tokenizer.post_processor = BertProcessing(("[SEP]", ids["[SEP]"]), ("[CLS]", ids["[CLS]"]))
    tokenizer.save(str(path))


def says(labels: int) -> NDArray[np.float32]:
    """(tokens, labels): what each token adds to the logit of each label."""
    weights = np.zeros((len(WORDS), labels), np.float32)
    for number, letter in enumerate(TELLING[:labels]):
        weights[WORDS.index(letter), number] = 4
    return weights


def graph(
    weights: NDArray[np.float32],
    inputs: Sequence[str] = ("input_ids", "attention_mask"),
    whole: int = TensorProto.INT64,
    longest: str | int = "tokens",
) -> ModelProto:
    """(texts, tokens) -> "logits", (texts, labels); what else is asked for is there and changes nothing."""
    nodes = [
        helper.make_node("Gather", ["weights", "input_ids"], ["said"]),
        helper.make_node("ReduceSum", ["said", "axes"], ["logits"], keepdims=0),
    ]
    asked = [helper.make_tensor_value_info(name, whole, ["texts", longest]) for name in inputs]
    answered = [helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["texts", weights.shape[1]])]
    kept = [numpy_helper.from_array(weights, "weights"), numpy_helper.from_array(np.array([1], np.int64), "axes")]
    model = helper.make_graph(nodes, "sum", asked, answered, kept)
    return helper.make_model(model, opset_imports=[helper.make_opsetid("", 17)], ir_version=10)


def keep_weights_at(model: ModelProto, location: str) -> ModelProto:
    """The same, with its weights in another file."""
    tensor = model.graph.initializer[0]
    tensor.ClearField("raw_data")
    tensor.data_location = TensorProto.EXTERNAL
    tensor.external_data.add(key="location", value=location)
    return model
