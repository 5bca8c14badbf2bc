"""A directory with a model in it is looked through before anything is loaded: what is hostile or amiss is refused."""

import json
import os
import pickle
from pathlib import Path
from typing import Any

import pytest
from onnx import AttributeProto, GraphProto, ModelProto, TensorProto, helper, save_model

from nlp.checkpoint import MOST_BYTES, UnusableModel, read_checkpoint
from nlp.onnx_files import NotOnnx, outside_data
from nlp.transformer import load
from tests.nlp.checkpoints import OURS, checkpoint, graph, keep_weights_at, says
from workflow.library import Category


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return checkpoint(tmp_path / "model")


def refused(folder: Path) -> UnusableModel:
    """Both by looking and by loading, which looks first."""
    with pytest.raises(UnusableModel) as loading:
        load(folder)
    with pytest.raises(UnusableModel) as refusal:
        read_checkpoint(folder)
    assert (loading.value.topic, loading.value.facts) == (refusal.value.topic, refusal.value.facts)
    assert refusal.value.facts["folder"] == str(folder)
    return refusal.value


def change_config(folder: Path, **changes: Any) -> None:
    config = json.loads((folder / "config.json").read_text("utf-8"))
    (folder / "config.json").write_text(json.dumps({**config, **changes}), "utf-8")


# Code


class Payload:
    """What runs when its pickle is read."""

    def __init__(self, marker: Path) -> None:
        self.marker = marker

    def __reduce__(self) -> tuple[Any, tuple[str, int]]:
        return os.open, (str(self.marker), os.O_CREAT | os.O_WRONLY)


@pytest.mark.parametrize("name", ["pytorch_model.bin", "model.pkl", "model.pt", "last.ckpt"])
def test_a_pickle_is_refused_and_never_opened(folder: Path, tmp_path: Path, name: str) -> None:
    marker = tmp_path / "it ran"
    (folder / "model.onnx").unlink()
    (folder / name).write_bytes(pickle.dumps(Payload(marker)))
    refusal = refused(folder)
    assert (refusal.topic, refusal.facts["files"]) == ("classifier.pickle", name)
    assert not marker.exists()
    os.close(pickle.loads((folder / name).read_bytes()))  # noqa: S301 - that it would have run
    assert marker.exists()


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json", "config.json", "vocab.txt", "labels.json"])
def test_a_pickle_under_another_name_does_not_run_either(folder: Path, tmp_path: Path, name: str) -> None:
    marker = tmp_path / "it ran"
    if name == "vocab.txt":
        (folder / "tokenizer.json").unlink()
    (folder / name).write_bytes(pickle.dumps(Payload(marker)))
    with pytest.raises(UnusableModel) as refusal:
        load(folder)
    assert (refusal.value.topic, refusal.value.facts["file"]) == ("classifier.broken", name)
    assert not marker.exists()


def test_a_pickle_beside_weights_that_can_be_read_is_left_alone(folder: Path, tmp_path: Path) -> None:
    (folder / "training_args.bin").write_bytes(pickle.dumps(Payload(tmp_path / "it ran")))
    assert load(folder).probabilities("火")[Category.FIRE] > 0.8
    assert not (tmp_path / "it ran").exists()


def test_code_that_the_model_brings_along(folder: Path) -> None:
    (folder / "modeling_ours.py").write_text("raise SystemExit('it ran')", "utf-8")
    assert (refused(folder).topic, refused(folder).facts["what"]) == ("classifier.code", "modeling_ours.py")


def test_code_that_the_model_would_have_fetched(folder: Path) -> None:
    change_config(folder, auto_map={"AutoModel": "someone/model--modeling.Model"})
    assert (refused(folder).topic, refused(folder).facts["what"]) == ("classifier.code", "auto_map (config.json)")


# Files


@pytest.mark.parametrize(
    ("gone", "named"),
    [
        ("config.json", "config.json"),
        ("tokenizer.json", "tokenizer.json | vocab.txt"),
        ("model.onnx", "model.safetensors"),
    ],
)
def test_a_file_that_is_missing_is_named(folder: Path, gone: str, named: str) -> None:
    (folder / gone).unlink()
    refusal = refused(folder)
    assert refusal.topic == "classifier.missing"
    assert named in refusal.facts["file"]


def test_a_folder_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    assert refused(tmp_path / "nowhere").topic == "classifier.missing"
    assert refused(tmp_path / "file").topic in ("classifier.missing", "classifier.broken")


@pytest.mark.parametrize("name", ["config.json", "model.onnx", "tokenizer.json"])
def test_what_is_no_plain_file_is_not_waited_for(folder: Path, name: str) -> None:
    (folder / name).unlink()
    os.mkfifo(folder / name)
    assert refused(folder).topic == "classifier.missing"


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json", "config.json", "README.md"])
def test_a_link_that_leads_out_of_the_folder(folder: Path, tmp_path: Path, name: str) -> None:
    (tmp_path / "secret").write_bytes((folder / name).read_bytes() if (folder / name).exists() else b"")
    (folder / name).unlink(missing_ok=True)
    (folder / name).symlink_to(tmp_path / "secret")
    assert (refused(folder).topic, refused(folder).facts["file"]) == ("classifier.outside", name)


def test_a_link_within_the_folder_is_followed_and_so_is_one_to_the_folder(folder: Path, tmp_path: Path) -> None:
    (folder / "model.onnx").rename(folder / "first.onnx")
    (folder / "model.onnx").symlink_to("first.onnx")
    (tmp_path / "current").symlink_to(folder)
    assert read_checkpoint(tmp_path / "current").folder == folder


def test_links_that_lead_in_a_circle(folder: Path) -> None:
    (folder / "round").symlink_to("about")
    (folder / "about").symlink_to("round")
    with pytest.raises(UnusableModel) as refusal:
        load(folder)
    assert refusal.value.topic in ("classifier.broken", "classifier.outside")


def test_a_file_that_is_too_large_is_not_read(folder: Path) -> None:
    with (folder / "model.onnx").open("ab") as file:
        file.truncate(MOST_BYTES + 1)  # without filling the disk
    refusal = refused(folder)
    assert (refusal.topic, refusal.facts["file"], refusal.facts["limit"]) == (
        "classifier.too_large",
        "model.onnx",
        "2,048 MiB",
    )


@pytest.mark.parametrize("name", ["config.json", "tokenizer.json", "tokenizer_config.json", "labels.json"])
def test_texts_that_are_too_large_are_not_read(folder: Path, name: str) -> None:
    with (folder / name).open("ab") as file:
        file.truncate(65 * 1024**2)
    assert (refused(folder).topic, refused(folder).facts["file"]) == ("classifier.too_large", name)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b"\xff\xfe", b"[" * 100_000, b'{"id2label": '])
def test_a_config_that_is_none(folder: Path, content: bytes) -> None:
    (folder / "config.json").write_bytes(content)
    assert (refused(folder).topic, refused(folder).facts["file"]) == ("classifier.broken", "config.json")


@pytest.mark.parametrize(
    "changes",
    [
        {"id2label": ["fire"]},
        {"id2label": "fire"},
        {"id2label": {"1": "fire", "2": "other"}},
        {"max_position_embeddings": "many"},
        {"max_position_embeddings": 2},
        {"max_position_embeddings": -1},
        {"model_type": "roberta", "max_position_embeddings": 9, "pad_token_id": 1},
    ],
    ids=str,
)
def test_a_config_that_makes_no_sense(folder: Path, changes: dict[str, Any]) -> None:
    change_config(folder, **changes)
    assert (refused(folder).topic, refused(folder).facts["file"]) == ("classifier.broken", "config.json")


def test_positions_that_begin_after_the_padding(folder: Path) -> None:
    change_config(folder, model_type="xlm-roberta", max_position_embeddings=66, pad_token_id=1)
    assert read_checkpoint(folder).max_tokens == 64


# What ONNX keeps elsewhere


@pytest.mark.parametrize("location", ["../secret", "/etc/hostname", "onnx/../../secret"])
def test_weights_that_lie_outside(folder: Path, tmp_path: Path, location: str) -> None:
    (tmp_path / "secret").write_bytes(says(14).tobytes())
    save_model(keep_weights_at(graph(says(14)), location), folder / "model.onnx")
    assert (refused(folder).topic, refused(folder).facts["file"]) == ("classifier.outside", location)


def test_weights_that_a_link_leads_outside(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(says(14).tobytes())
    (folder / "sub").mkdir()
    (folder / "sub" / "data").symlink_to(tmp_path / "secret")
    save_model(keep_weights_at(graph(says(14)), "sub/data"), folder / "model.onnx")
    assert refused(folder).topic == "classifier.outside"


def test_weights_that_are_nowhere(folder: Path) -> None:
    save_model(keep_weights_at(graph(says(14)), "weights.data"), folder / "model.onnx")
    assert (refused(folder).topic, refused(folder).facts["file"]) == ("classifier.missing", "weights.data")


def hidden(tensor: TensorProto) -> dict[str, ModelProto]:
    """Every place of a model where a tensor can be; made by the ONNX library itself."""
    inner = GraphProto(name="inner", initializer=[tensor])
    sparse = helper.make_sparse_tensor(tensor, helper.make_tensor("indices", TensorProto.INT64, [1], [0]), [1])
    attributes = {
        "a tensor": AttributeProto(name="a", t=tensor),
        "tensors": AttributeProto(name="a", tensors=[tensor]),
        "a branch": AttributeProto(name="a", g=inner),
        "branches": AttributeProto(name="a", graphs=[inner]),
        "a sparse tensor": AttributeProto(name="a", sparse_tensor=sparse),
        "sparse tensors": AttributeProto(name="a", sparse_tensors=[sparse]),
    }
    models = {name: ModelProto(graph=GraphProto(initializer=[tensor])) for name in ("an initializer",)}
    models["a sparse initializer"] = ModelProto(graph=GraphProto(sparse_initializer=[sparse]))
    for name, attribute in attributes.items():
        node = helper.make_node("If", ["x"], ["y"])
        node.attribute.append(attribute)
        models[name] = ModelProto(graph=GraphProto(node=[node]))
        models[f"{name} of a function"] = ModelProto()
        models[f"{name} of a function"].functions.add(name="f", node=[node])
    models["a default of a function"] = ModelProto()
    models["a default of a function"].functions.add(name="f", attribute_proto=[attributes["a tensor"]])
    for place in ("initialization", "algorithm"):
        models[place] = ModelProto()
        models[place].training_info.add(**{place: inner})
    return models


def elsewhere() -> TensorProto:
    tensor = helper.make_tensor("weights", TensorProto.FLOAT, [1], [0.5])
    tensor.ClearField("float_data")
    tensor.data_location = TensorProto.EXTERNAL
    tensor.external_data.add(key="offset", value="0")
    tensor.external_data.add(key="location", value="../secret")
    return tensor


@pytest.mark.parametrize("place", list(hidden(elsewhere())))
def test_no_place_of_a_graph_hides_such_weights(tmp_path: Path, place: str) -> None:
    (tmp_path / "model.onnx").write_bytes(hidden(elsewhere())[place].SerializeToString())
    assert outside_data(tmp_path / "model.onnx") == {"../secret"}


def test_a_graph_that_was_cut_short_is_not_looked_through(folder: Path) -> None:
    content = (folder / "model.onnx").read_bytes()
    for kept in (len(content) // 2, len(content) - 1):
        (folder / "model.onnx").write_bytes(content[:kept])
        with pytest.raises(NotOnnx, match="cut short"):
            outside_data(folder / "model.onnx")


def test_a_file_of_nothing_is_not_read_to_its_end(folder: Path) -> None:
    """Each two of its zeros are a field, and a thousand million of them would take an hour."""
    with (folder / "model.onnx").open("wb") as file:
        file.truncate(MOST_BYTES)
    with pytest.raises(UnusableModel) as refusal:
        load(folder)
    assert refusal.value.facts["why"] == "no ONNX"


def test_graphs_within_graphs_without_end(folder: Path) -> None:
    """Written by hand: the ONNX library makes none so deep. A field is 8 × its number + 2, then its length."""
    graph_in_graph = b""
    for _ in range(30):
        for field in (6, 5, 1):  # the graph of an attribute, the attribute of a node, the node of a graph
            length = len(graph_in_graph)
            graph_in_graph = bytes([8 * field + 2, length & 127 | 128, length >> 7]) + graph_in_graph
    content = bytes([8 * 7 + 2, len(graph_in_graph) & 127 | 128, len(graph_in_graph) >> 7]) + graph_in_graph
    (folder / "model.onnx").write_bytes(content)
    assert "too deep" in refused(folder).facts["why"]


# Labels and tasks


def test_labels_that_are_not_ours_are_named_with_the_mapping_they_need(folder: Path) -> None:
    checkpoint(folder, ["electrical", "起火", "坠落\n"])
    refusal = refused(folder)
    assert refusal.topic == "classifier.labels"
    assert refusal.facts["labels"] == '"起火", "坠落\\n"'
    assert refusal.facts["categories"].split(", ") == [*Category]


@pytest.mark.parametrize("config", [{}, {"id2label": None, "num_labels": 14}])
def test_labels_without_names(folder: Path, config: dict[str, Any]) -> None:
    checkpoint(folder, [f"LABEL_{number}" for number in range(14)], **config)
    assert refused(folder).facts["labels"].startswith('"LABEL_0", "LABEL_1"')
    ours = {f"LABEL_{number}": category for number, category in enumerate(OURS)}
    (folder / "labels.json").write_text(json.dumps(ours), "utf-8")
    assert read_checkpoint(folder).labels == tuple(Category)


def test_a_mapping_to_what_is_no_category(folder: Path) -> None:
    checkpoint(folder, ["a", "b", "c"])
    (folder / "labels.json").write_text('{"a": "fire", "b": "Fire", "c": ["fire"]}', "utf-8")
    assert refused(folder).facts["labels"] == '"b", "c"'


def test_a_mapping_to_lists_is_told_from_one_to_unknown_categories(folder: Path) -> None:
    checkpoint(folder, ["a", "c"])
    (folder / "labels.json").write_text('{"a": "fire", "c": ["fire"]}', "utf-8")
    refusal = refused(folder)
    assert (refusal.topic, refusal.facts["file"]) == ("classifier.broken", "labels.json")
    assert '{"c": ["fire"]}' in refusal.facts["why"]


def test_of_very_many_labels_some_are_named(folder: Path) -> None:
    checkpoint(folder, [f"kind {number}" for number in range(400)])
    assert refused(folder).facts["labels"].endswith('"kind 19", … (400)')


@pytest.mark.parametrize("architecture", ["BertForMaskedLM", "BertModel"])
def test_a_model_that_was_never_taught_to_sort(folder: Path, architecture: str) -> None:
    """As every model is that one downloads to fine-tune."""
    change_config(folder, architectures=[architecture])
    assert refused(folder).topic == "classifier.headless"
    assert architecture in refused(folder).facts["architecture"]


@pytest.mark.parametrize("kind", ["regression", "multi_label_classification"])
def test_a_model_that_does_not_choose_one(folder: Path, kind: str) -> None:
    change_config(folder, problem_type=kind)
    assert (refused(folder).topic, refused(folder).facts["kind"]) == ("classifier.not_one", kind)


def test_a_model_of_one_label_chooses_nothing(folder: Path) -> None:
    change_config(folder, id2label={"0": "fire"})
    assert refused(folder).topic == "classifier.not_one"
