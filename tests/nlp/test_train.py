"""Training the linear model and the fusion on a few sentences of ours; the transformer is taken as it is."""

import json
from pathlib import Path
from typing import Any

import pytest

from nlp.card import CARD, write_card
from nlp.checkpoint import SHIPPED
from nlp.fused import FUSION, LINEAR, load
from nlp.material import MEASURED, gather
from nlp.retrieval import LibraryRetrieval
from workflow.library import LibraryEntry

torch: Any = pytest.importorskip("torch")
pytest.importorskip("transformers")
pytest.importorskip("onnx")

KINDS = {"fire": "灭火器没压力", "mechanical": "护罩没装", "electrical": "电线破皮", "environment": "地上有油"}


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Few enough to be learnt in seconds: one sentence stands for all of our own."""
    few = tmp_path / "sentences.jsonl"
    few.write_text('{"text": "子处灭火器失效", "category": "fire"}\n', "utf-8")
    monkeypatch.setattr("nlp.material.SENTENCES", few)
    folder = tmp_path / "data"
    folder.mkdir()
    said = [
        {"id": f"{kind}{number}", "text": f"第{number}处{words}", "category": kind}
        for number in range(6)
        for kind, words in KINDS.items()
    ]
    (folder / MEASURED).write_text("\n".join(map(json.dumps, said)), "utf-8")
    return folder


def test_the_same_seed_gives_the_same_bytes_and_they_judge(
    tmp_path: Path, data: Path, library: tuple[LibraryEntry, ...]
) -> None:
    import nlp.train as train

    material = gather(data, library)
    one, other = tmp_path / "one", tmp_path / "other"
    made = train.train(material, one, library, 7, lambda *told: None, linear_only=True)
    train.train(material, other, library, 7, lambda *told: None, linear_only=True)
    for file in (LINEAR, FUSION):
        assert (one / file).read_bytes() == (other / file).read_bytes()
        assert (one / file).read_bytes() != (SHIPPED / file).read_bytes()
    assert (one / "model.onnx").read_bytes() == (SHIPPED / "model.onnx").read_bytes()
    assert load(one, LibraryRetrieval(library)).judge("灭火器没压力").alternatives
    write_card(made, one, 7, "hazardline nlp train")
    assert "taken as it is from `category`" in " ".join((one / CARD).read_text("utf-8").split())
