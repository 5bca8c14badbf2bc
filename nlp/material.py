"""What the judgement of categories learns from, gathered of a folder; what measures is kept apart. Needs no torch."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nlp.examples import LABELS, SENTENCE, SENTENCES, Example, bare, named, own_labels
from nlp.labelled import BadLine, Labelled, read_labelled, read_objects
from workflow.library import LibraryEntry

MEASURED, REPORTS = "dev_labelled.jsonl", "selfreports.jsonl"
LEDGER = "ledger_"  # begins the name of a file with categories of its own, of which only the words are taken
FROZEN = 3  # of the measuring sentences one in so many is looked at once, at the end
SOME = 10  # where no measuring sentences are given, one example in so many takes their place
# The reports of the SODIC 2021 contest, by sha256 of the file: a card tells of them only where they were learnt from.
CONTEST = "914c70b14e68718f9657dc7d27b94f282b774e70277ec9d0fcf5d55ea72006a5"
LABELLED, MEASURING, WORDS, UNUSED = "labelled", "measuring", "words", "unused"

Lines = Sequence[tuple[int, Mapping[str, Any]]]


@dataclass(frozen=True)
class Source:
    """A file of the folder. kind: what it was taken as. sham: how many of its lines say whether they are."""

    file: str
    kind: str
    count: int
    sham: int
    digest: str  # sha256


@dataclass(frozen=True)
class Material:
    """What there is to learn from. No text of `measured` or `frozen` stands among the others, however it is written.

    measured: by which the parts are weighed against each other, and which the linear model learns afterwards.
    frozen: of the same kind, and learnt by nothing.
    """

    examples: Sequence[Example]
    texts: Sequence[str]  # without a judgement
    measured: Sequence[Labelled]
    frozen: Sequence[Labelled]
    digest: str  # sha256 of the files, in the order of their names
    sources: Sequence[Source] = ()


def gather(data: Path, entries: Iterable[LibraryEntry]) -> Material:
    """Everything in a folder of JSON Lines, our own sentences and the names of the library. Raises BadLine, OSError."""
    files = sorted(data.glob("*.jsonl"))
    lines = {file.name: read_objects(file) for file in files}
    sources = [_source(file, lines[file.name]) for file in files]
    if all(source.kind == UNUSED for source in sources):
        raise BadLine(0, "none", file=data)
    judged = {one.file: read_labelled(data / one.file) for one in sources if one.kind in (LABELLED, MEASURING)}
    measured, frozen = _parted(_ids(data / MEASURED, lines.get(MEASURED, [])), judged.pop(MEASURED, []))
    examples = [
        *(Example(one) for many in judged.values() for one in many),
        *own_labels(_named_texts(lines.get(REPORTS, []))),
        *(Example(one, SENTENCE) for one in read_labelled(SENTENCES)),
        *named(entries),
    ]
    if not measured:
        measured = [one.labelled for one in examples if one.weight == 1 and hashed(bare(one.text)) % SOME == 0]
    kept_out = {bare(one.text) for one in (*measured, *frozen)}
    examples = [one for one in examples if bare(one.text) not in kept_out]
    texts = [line["text"] for many in lines.values() for _, line in many if isinstance(line.get("text"), str)]
    distinct = {bare(text): text for text in (*texts, *(one.text for one in examples))}
    free = [text for said, text in distinct.items() if said and said not in kept_out]
    digest = hashlib.sha256(b"".join(file.read_bytes() for file in (*files, SENTENCES, LABELS))).hexdigest()
    return Material(examples, free, measured, frozen, digest, sources)


def hashed(text: str) -> int:
    """The same number for the same text, everywhere."""
    return int(hashlib.sha256(text.encode()).hexdigest(), 16)


def _source(file: Path, lines: Lines) -> Source:
    sham = sum(line.get("sham") is not None for _, line in lines)
    return Source(file.name, _kind(file.name, lines), len(lines), sham, hashlib.sha256(file.read_bytes()).hexdigest())


def _kind(name: str, lines: Lines) -> str:
    """A file in which any line has a category is one of labelled sentences, and every line has to be one."""
    if lines and name == MEASURED:
        return MEASURING
    if not name.startswith(LEDGER) and any("category" in line for _, line in lines):
        return LABELLED
    return WORDS if any(isinstance(line.get("text"), str) for _, line in lines) else UNUSED


def _ids(file: Path, lines: Lines) -> list[str]:
    """By which the frozen third is chosen. Raises BadLine where one is missing."""
    for number, line in lines:
        if not isinstance(line.get("id"), str):
            raise BadLine(number, "id", file=file)
    return [line["id"] for _, line in lines]


def _named_texts(lines: Lines) -> list[tuple[str, str]]:
    both = [(line.get("id"), line.get("text")) for _, line in lines]
    return [(name, text) for name, text in both if isinstance(name, str) and isinstance(text, str)]


def _parted(ids: Sequence[str], examples: Sequence[Labelled]) -> tuple[list[Labelled], list[Labelled]]:
    """The measuring sentences, and the third of them, by hash of their id, that is frozen."""
    both = [(one, hashed(name) % FROZEN == 0) for one, name in zip(examples, ids, strict=True)]
    return [one for one, is_frozen in both if not is_frozen], [one for one, is_frozen in both if is_frozen]
