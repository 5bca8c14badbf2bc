"""What a Hugging Face directory holds for sequence classification, and whether it may be used: nothing of it is run.

Only what is named here is opened: JSON, a list of words, safetensors and ONNX. Pickles run code when they are read, so
none is ever opened (https://huggingface.co/docs/hub/security-pickle); code that lies in the directory is refused.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from nlp.onnx_files import NotOnnx, outside_data
from workflow.library import Category

SHIPPED = Path(__file__).parent / "models" / "category"

CONFIG, LABELS, TOKENIZER, VOCABULARY = "config.json", "labels.json", "tokenizer.json", "vocab.txt"
TOKENIZER_CONFIG = "tokenizer_config.json"
# The first that is there is served; the longer names are those that exporters give.
ONNX = ("model.onnx", "model_quantized.onnx", "onnx/model.onnx", "onnx/model_quantized.onnx")
SAFETENSORS = "model.safetensors"
PICKLES = (".bin", ".ckpt", ".h5", ".joblib", ".msgpack", ".pickle", ".pkl", ".pt", ".pth")

MOST_BYTES = 2 * 1024**3  # of the weights; a large BERT has 1.3 GB
MOST_TOKENIZER_BYTES = 64 * 1024**2  # that of a hundred languages has 17 MB
MOST_JSON_BYTES = 8 * 1024**2
MOST_TOKENS = 128  # a report is a sentence or two; twice as much would take twice as long
FEWEST_TOKENS = 8
MOST_SHOWN = 20
HEAD = "ForSequenceClassification"
ONE_OF_THEM = (None, "single_label_classification")


class UnusableModel(Exception):
    """A directory that cannot be served. `topic` and `facts` say why and what to do; no fault of ours."""

    def __init__(self, reason: str, folder: Path, **facts: str) -> None:
        self.topic = f"classifier.{reason}"
        self.facts = {"folder": str(folder), **facts}
        told = ", ".join(f"{name} {fact}" for name, fact in self.facts.items())
        super().__init__(f"{self.topic}: {told}")


@dataclass(frozen=True)
class Checkpoint:
    """A directory that was looked through.

    weights: a .onnx or .safetensors; tokenizer: tokenizer.json or vocab.txt; config, tokenizer_config: as read.
    labels: the category of each output of the model; several outputs may mean one category.
    max_tokens: how many the model can read at once, special ones counted, at most 128.
    """

    folder: Path
    weights: Path
    tokenizer: Path
    config: Mapping[str, Any]
    tokenizer_config: Mapping[str, Any]
    labels: tuple[Category, ...]
    max_tokens: int

    @property
    def name(self) -> str:
        """Folder and the first 8 digits of the SHA-256 over what decides an answer: "category/0f3a29c1"."""
        digest = sha256()
        for path in (self.weights, self.tokenizer, self.folder / CONFIG, self.folder / LABELS):
            if path.is_file():
                with path.open("rb") as file:
                    while piece := file.read(1024**2):
                        digest.update(piece)
        return f"{self.folder.name}/{digest.hexdigest()[:8]}"


def read_checkpoint(folder: Path) -> Checkpoint:
    """Raises UnusableModel."""
    try:
        return _checkpoint(folder.resolve())
    except (OSError, RuntimeError) as error:  # shut against us, or links that lead round in a circle
        raise _broken(folder, getattr(error, "filename", None) or "", error) from error


def _checkpoint(folder: Path) -> Checkpoint:
    config = _json(folder, CONFIG)
    _refuse_code_and_links(folder, config)
    _refuse_other_tasks(folder, config)
    return Checkpoint(
        folder,
        weights=_weights(folder),
        tokenizer=_first(folder, (TOKENIZER, VOCABULARY), MOST_TOKENIZER_BYTES),
        config=config,
        tokenizer_config=_json(folder, TOKENIZER_CONFIG) if (folder / TOKENIZER_CONFIG).exists() else {},
        labels=_categories(folder, _labels(folder, config)),
        max_tokens=_max_tokens(folder, config),
    )


def broken(checkpoint: Checkpoint, file: Path, why: object) -> UnusableModel:
    """A file that its library could not make sense of; of a long tale, how it begins."""
    return _broken(checkpoint.folder, str(file.relative_to(checkpoint.folder)), why)


def _broken(folder: Path, file: str, why: object) -> UnusableModel:
    lines = str(why).strip().splitlines() or [type(why).__name__]
    return UnusableModel("broken", folder, file=file, why=lines[0][:200])


def _refuse_code_and_links(folder: Path, config: Mapping[str, Any]) -> None:
    for path in sorted(folder.iterdir()):
        if path.suffix in (".py", ".so"):
            raise UnusableModel("code", folder, what=path.name)
        _refuse_link(folder, path)
    for custom in ("auto_map", "custom_pipelines"):
        if config.get(custom):
            raise UnusableModel("code", folder, what=f"{custom} ({CONFIG})")


def _refuse_link(folder: Path, path: Path) -> None:
    if not path.resolve().is_relative_to(folder):
        raise UnusableModel("outside", folder, file=str(path.relative_to(folder)))


def _refuse_other_tasks(folder: Path, config: Mapping[str, Any]) -> None:
    """A model without a head for classes would be given one of random numbers; one that scores is no classifier."""
    said = config.get("architectures")
    made_for = ", ".join(map(str, said)) if isinstance(said, list) else str(said or "")
    if made_for and HEAD not in made_for:
        raise UnusableModel("headless", folder, architecture=made_for)
    if config.get("problem_type") not in ONE_OF_THEM:
        raise UnusableModel("not_one", folder, kind=str(config["problem_type"]))


def _weights(folder: Path) -> Path:
    there = any((folder / name).exists() for name in (*ONNX, SAFETENSORS))
    pickles = sorted(path.name for path in folder.iterdir() if path.suffix in PICKLES)
    if pickles and not there:
        raise UnusableModel("pickle", folder, files=", ".join(pickles[:MOST_SHOWN]))
    weights = _first(folder, (*ONNX, SAFETENSORS), MOST_BYTES)
    if weights.name != SAFETENSORS:
        _refuse_outside_data(folder, weights)
    return weights


def _refuse_outside_data(folder: Path, graph: Path) -> None:
    """What ONNX keeps in files beside it has to lie within the directory, too."""
    try:
        names = outside_data(graph)
    except (NotOnnx, OSError, ValueError) as error:
        raise _broken(folder, graph.name, error) from error
    for name in sorted(names):
        try:
            path = (graph.parent / name).resolve()
        except (OSError, ValueError) as error:
            raise _broken(folder, graph.name, error) from error
        if not path.is_relative_to(folder):
            raise UnusableModel("outside", folder, file=name)
        _first(folder, [str(path.relative_to(folder))], MOST_BYTES)


def _first(folder: Path, names: Iterable[str], most: int) -> Path:
    """The first of these files that is there: a plain one, within the folder, and of at most so many bytes."""
    names = list(names)
    path = next((folder / name for name in names if (folder / name).exists()), None)
    if path is None or not path.is_file():
        raise UnusableModel("missing", folder, file=" | ".join(names))
    _refuse_link(folder, path)
    if path.stat().st_size > most:
        size, limit = (f"{count / 1024**2:,.0f} MiB" for count in (path.stat().st_size, most))
        raise UnusableModel("too_large", folder, file=path.name, size=size, limit=limit)
    return path


def _json(folder: Path, name: str) -> dict[str, Any]:
    """The object in a JSON file of the folder."""
    path = _first(folder, [name], MOST_JSON_BYTES)
    try:
        said = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError) as error:
        raise _broken(folder, name, error) from error
    if not isinstance(said, dict):
        raise _broken(folder, name, "is no JSON object")
    return said


def _labels(folder: Path, config: Mapping[str, Any]) -> list[str]:
    """What the model calls each of its outputs, in their order; unnamed ones as transformers names them."""
    named = config.get("id2label") or {f"{number}": f"LABEL_{number}" for number in range(_unnamed(folder, config))}
    try:
        labels = [str(named[str(number)]) for number in range(len(named))]
    except (KeyError, TypeError, AttributeError) as error:
        raise _broken(folder, CONFIG, "id2label has to number the labels from 0") from error
    if len(labels) < 2:
        raise UnusableModel("not_one", folder, kind=f"num_labels = {len(labels)}")
    return labels


def _unnamed(folder: Path, config: Mapping[str, Any]) -> int:
    return min(_count(folder, config, "num_labels", 2), 1000)


def _categories(folder: Path, labels: Iterable[str]) -> tuple[Category, ...]:
    """Our category for each label: the label itself, or what labels.json makes of it."""
    ours = _json(folder, LABELS) if (folder / LABELS).exists() else {}
    meant = [(label, ours.get(label, label)) for label in labels]
    unknown = [label for label, category in meant if category not in tuple(Category)]
    if unknown and not any(isinstance(ours.get(label, label), str) for label in unknown):
        said = json.dumps({unknown[0]: ours[unknown[0]]}, ensure_ascii=False)[:100]
        raise _broken(folder, LABELS, f"each label takes one category, as a text, and not {said}")
    if unknown:
        shown = [json.dumps(label, ensure_ascii=False)[:60] for label in unknown[:MOST_SHOWN]]
        more = [f"… ({len(unknown)})"] if len(unknown) > MOST_SHOWN else []
        raise UnusableModel("labels", folder, labels=", ".join(shown + more), categories=", ".join(Category))
    return tuple(Category(category) for _, category in meant)


def _max_tokens(folder: Path, config: Mapping[str, Any]) -> int:
    """RoBERTa begins to count positions after its padding."""
    positions = _count(folder, config, "max_position_embeddings", MOST_TOKENS)
    if "roberta" in str(config.get("model_type")):
        positions -= 1 + _count(folder, config, "pad_token_id", 1)
    if positions < FEWEST_TOKENS:
        raise _broken(folder, CONFIG, f"max_position_embeddings = {positions}")
    return min(positions, MOST_TOKENS)


def _count(folder: Path, config: Mapping[str, Any], name: str, otherwise: int) -> int:
    count = config.get(name)
    if count is None:
        return otherwise
    if not isinstance(count, int) or count < 0:
        raise _broken(folder, CONFIG, f"{name} = {count!r}")
    return count
