"""Which other files an ONNX file draws its weights from, read from its bytes alone: no graph is built, nothing is run.

ONNX is protocol buffers: a message is a row of fields, each its number and kind, then its length or its value
(https://protobuf.dev/programming-guides/encoding; the fields: onnx.proto of github.com/onnx/onnx, release 1.23).
"""

import mmap
from collections.abc import Iterator
from pathlib import Path

# Message -> its fields that can hold, at any depth, a tensor whose numbers are kept in another file.
HOLDS: dict[str, dict[int, str]] = {
    "Model": {7: "Graph", 20: "Training", 25: "Function"},
    "Training": {1: "Graph", 2: "Graph"},
    "Function": {7: "Node", 11: "Attribute"},
    "Graph": {1: "Node", 5: "Tensor", 15: "SparseTensor"},
    "Node": {5: "Attribute"},
    "Attribute": {5: "Tensor", 6: "Graph", 10: "Tensor", 11: "Graph", 22: "SparseTensor", 23: "SparseTensor"},
    "SparseTensor": {1: "Tensor", 2: "Tensor"},
    "Tensor": {13: "Entry"},
}
KEY, VALUE, LOCATION = 1, 2, b"location"
KINDS = VARINT, EIGHT_BYTES, LENGTH, FOUR_BYTES = 0, 1, 2, 5
MOST_FIELDS = 1_000_000  # a second or two; a BERT of 24 layers has some 30,000
DEEPEST = 64  # graphs within graphs; a real one has a handful


class NotOnnx(Exception):
    """The file is not what an ONNX file has to be, or was cut short."""


def outside_data(path: Path) -> set[str]:
    """The `location` of every tensor that is kept in another file, as written: relative to the folder of this one.

    Raises NotOnnx, OSError, ValueError (an empty file).
    """
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return set(_Walk(content).locations(0, len(content), "Model", DEEPEST))


class _Walk:
    """Goes through the fields of a message, and through those that may hold tensors."""

    def __init__(self, content: mmap.mmap) -> None:
        self._content, self._fields_left = content, MOST_FIELDS

    def locations(self, start: int, end: int, message: str, deeper: int) -> Iterator[str]:
        if not deeper:
            raise NotOnnx("graphs within graphs, too deep")
        entry: dict[int, bytes] = {}
        for field, first, last in self._fields(start, end):
            if message == "Entry" and field in (KEY, VALUE):
                entry[field] = self._content[first:last]
            elif held := HOLDS.get(message, {}).get(field):
                yield from self.locations(first, last, held, deeper - 1)
        if entry.get(KEY) == LOCATION:
            yield entry.get(VALUE, b"").decode("utf-8", "surrogateescape")

    def _fields(self, start: int, end: int) -> Iterator[tuple[int, int, int]]:
        """(number, where its bytes begin, where they end) of every field that has a length."""
        while start < end:
            self._fields_left -= 1
            tag, start = self._varint(start, end)
            kind = tag & 7
            if kind == VARINT:
                _, start = self._varint(start, end)
            elif kind in (EIGHT_BYTES, FOUR_BYTES):
                start += 8 if kind == EIGHT_BYTES else 4
            elif kind == LENGTH:
                length, start = self._varint(start, end)
                if start + length <= end:
                    yield tag >> 3, start, start + length
                start += length
            if kind not in KINDS or not self._fields_left:
                raise NotOnnx("no ONNX")
        if start > end:
            raise NotOnnx("cut short")

    def _varint(self, start: int, end: int) -> tuple[int, int]:
        """A number written seven bits a byte, lowest first, and where it ends."""
        number = 0
        for place in range(10):
            if start + place >= end:
                raise NotOnnx("cut short")
            byte = self._content[start + place]
            number |= (byte & 127) << (7 * place)
            if byte < 128:
                return number, start + place + 1
        raise NotOnnx("no ONNX")
