"""A linear model over n-grams of words: what it weighs, how it is stored, how it judges. NumPy alone serves it."""

import json
import math
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save

from nlp.checkpoint import UnusableModel
from nlp.form import formed
from nlp.ngrams import grams
from nlp.softmax import softmax

Floats = NDArray[np.float32]
Reader = Callable[[str], Iterator[str]]
FORMAT = "hazardline-linear/1"
# What a model may see in words, by the name that its file gives it; a file that names none sees n-grams alone.
READERS: Mapping[str, Reader] = {"grams": grams, "formed": formed}


@dataclass(frozen=True)
class Features:
    """Which n-grams count, and how rare each is: idf float32 (n,), in the order of `grams`. read: finds them."""

    grams: tuple[str, ...]
    idf: Floats
    read: Reader = READERS["grams"]

    @cached_property
    def places(self) -> Mapping[str, int]:
        return {gram: place for place, gram in enumerate(self.grams)}

    def of(self, words: str) -> tuple[NDArray[np.int64], Floats]:
        """Places and TF-IDF values of the n-grams of a text that count: sublinear frequency, length one."""
        places = self.places
        said = Counter(place for gram in self.read(words) if (place := places.get(gram)) is not None)
        where = np.fromiter(said, np.int64, len(said))
        values = np.fromiter((1 + math.log(times) for times in said.values()), np.float32, len(said)) * self.idf[where]
        length = float(np.sqrt(values @ values))
        return where, values / length if length else values


@dataclass(frozen=True)
class LinearModel:
    """Multinomial logistic regression: weight (n-grams, labels), half precision once stored; bias (labels,)."""

    labels: tuple[str, ...]
    features: Features
    weight: NDArray[np.float16] | Floats
    bias: Floats
    about: str = ""  # name and version

    def log_odds(self, words: str) -> Floats:
        """Float32 (labels,), before they are made probabilities; the bias alone where no n-gram is known."""
        where, values = self.features.of(words)
        return values @ self.weight[where].astype(np.float32) + self.bias

    def probabilities(self, words: str) -> Floats:
        """Float32 (labels,), with sum one."""
        return softmax(self.log_odds(words))

    def save(self, file: Path) -> None:
        """One safetensors file; weights in half precision."""
        text = json.dumps(self.features.grams, ensure_ascii=False, separators=(",", ":")).encode()
        tensors: dict[str, NDArray[Any]] = {
            "grams": np.frombuffer(text, np.uint8),
            "idf": self.features.idf.astype(np.float16),
            "weight": self.weight.astype(np.float16),
            "bias": self.bias,
        }
        reader = next(name for name, read in READERS.items() if read is self.features.read)
        said = {"format": FORMAT, "labels": json.dumps(self.labels), "about": self.about, "reader": reader}
        file.write_bytes(_in_order(save(tensors, said)))

    @classmethod
    def load(cls, file: Path) -> "LinearModel":
        """Raises UnusableModel."""
        try:
            with safe_open(file, "numpy") as stored:
                said = stored.metadata() or {}
                known = tuple(json.loads(stored.get_tensor("grams").tobytes()))
                idf, weight = stored.get_tensor("idf").astype(np.float32), stored.get_tensor("weight")
                features = Features(known, idf, READERS[said.get("reader", "grams")])
                labels, bias = tuple(json.loads(said["labels"])), stored.get_tensor("bias")
        except (OSError, SafetensorError, ValueError, KeyError) as error:
            raise _broken(file, error) from error
        shapes = (len(known), len(labels))
        if said.get("format") != FORMAT or (weight.shape, idf.shape, bias.shape) != (shapes, shapes[:1], shapes[1:]):
            raise _broken(file, f"is no {FORMAT}, or its parts do not fit together")
        if not all(np.isfinite(part).all() for part in (weight, idf, bias)):
            raise _broken(file, "holds what is no number")
        return cls(labels, features, weight, bias, said.get("about", ""))


def _broken(file: Path, why: object) -> UnusableModel:
    return UnusableModel("broken", file.parent, file=file.name, why=str(why)[:200])


def features_of(texts: Sequence[str], least: int, read: Reader = grams) -> Features:
    """What a reader finds in at least so many of the texts."""
    held = Counter(gram for text in texts for gram in set(read(text)))
    known = tuple(sorted(gram for gram, many in held.items() if many >= least))
    idf = np.array([1 + math.log((1 + len(texts)) / (1 + held[gram])) for gram in known], np.float32)
    return Features(known, idf, read)


def _in_order(written: bytes) -> bytes:
    """A safetensors file with what it says of itself in order: its library writes that down in any order."""
    ends = 8 + int.from_bytes(written[:8], "little")  # https://github.com/huggingface/safetensors#format
    header: dict[str, Any] = json.loads(written[8:ends])
    header = {"__metadata__": dict(sorted(header.pop("__metadata__").items())), **header}
    text = json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode()
    text = text.ljust(-(-len(text) // 8) * 8)  # so that the numbers behind it lie at whole places
    return len(text).to_bytes(8, "little") + text + written[ends:]
