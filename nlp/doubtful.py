"""What the model of quality is taught with: reports that readers called sham or vague, and others."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nlp.examples import LABELS, SENTENCES, bare
from nlp.labelled import CHINESE, BadLine, read_objects
from workflow.library import Category, LibraryEntry

OWN = Path(__file__).parent / "data" / "quality.jsonl"
READ, MEASURED = "train_labelled.jsonl", "dev_labelled.jsonl"
# How much an example counts: who judged acceptance saw the whole form, a reader of labels only the words; own sentences
# are of what those reports lack, English and the way people write in chat.
SHAM, READER, OWN_SHORT, SENTENCE, NAME = 1.0, 0.5, 2.0, 0.3, 0.3


@dataclass(frozen=True)
class Judged:
    """Words, and whether a reader doubted them. source: reports, read (labels alone), short, sentences, names."""

    text: str
    doubtful: bool
    weight: float
    source: str
    language: str = "zh"
    clause: str = ""  # what the form was filed under, where the report came by one


def reports(data: Path) -> list[Judged]:
    """The reports of which it is known whether they were accepted: once each, with their clause."""
    rows = [row for row in _judged_reports(data).values() if row["sham"] is not None]
    return [
        Judged(row["text"], row["sham"], SHAM, "reports", row.get("lang") or CHINESE, row.get("level_4") or "")
        for row in rows
    ]


def learned_files(data: Path) -> list[Path]:
    """Those of a folder in which some line says whether it is sham, whatever they are called, and `READ`."""
    files = [file for file in sorted(data.glob("*.jsonl")) if file.name != MEASURED]
    return [file for file in files if file.name == READ or any("sham" in line for line in _rows(file))]


def has_reports(data: Path) -> bool:
    """Whether there is one to learn from of which it is known whether it is sham."""
    return any(one.source == "reports" for one in everything(data))


def everything(data: Path, entries: Iterable[LibraryEntry] = ()) -> list[Judged]:
    """All there is to learn from, without what reads like a sentence of the measuring set."""
    measured = {bare(row["text"]) for row in _rows(data / MEASURED)}
    found = (*_of_reports(data), *_own(), *_names(entries))
    return [one for one in found if bare(one.text) not in measured]


def _of_reports(data: Path) -> Iterator[Judged]:
    """Doubtful where either kind of reader says so."""
    read = [row for row in _rows(data / READ) if "vague" in row and row.get("id") and row.get("text")]
    vague = {row["id"]: bool(row["vague"]) for row in (*_labels(), *read)}
    sham = _judged_reports(data)
    texts = {row["id"]: row["text"] for row in read} | {name: row["text"] for name, row in sham.items()}
    for name, text in texts.items():
        accepted = sham.get(name, {}).get("sham")
        if accepted is None and name not in vague:
            continue
        source = "read" if accepted is None else "reports"
        weight = READER if accepted is None else SHAM
        language = sham.get(name, {}).get("lang") or CHINESE
        yield Judged(text, bool(accepted) or vague.get(name, False), weight, source, language)


def _own() -> Iterator[Judged]:
    for row in _rows(OWN):
        yield Judged(row["text"], row["vague"], OWN_SHORT, "short", row["lang"])
    for row in _rows(SENTENCES):
        if row["category"] != Category.OTHER:  # which may be none at all: a bare claim, or about something else
            yield Judged(row["text"], False, SENTENCE, "sentences", row["lang"])


def _names(entries: Iterable[LibraryEntry]) -> Iterator[Judged]:
    for entry in entries:
        yield from (Judged(name, False, NAME, "names") for name in (entry.name, *entry.aliases) if name)
        if entry.name_en:
            yield Judged(entry.name_en, False, NAME, "names", "en")


def _labels() -> list[dict[str, str]]:
    with LABELS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def _judged_reports(data: Path) -> dict[str, Mapping[str, Any]]:
    """By id, or by text where there is none: every line of the folder that has `sham`. Raises BadLine."""
    found: dict[str, Mapping[str, Any]] = {}
    for file in learned_files(data):
        for number, row in read_objects(file):
            if "sham" in row:
                _check(file, number, row)
                found[str(row.get("id") or row["text"])] = row
    return found


def _check(file: Path, number: int, row: Mapping[str, Any]) -> None:
    if not isinstance(row.get("text"), str):
        raise BadLine(number, "text", file=file)
    if not isinstance(row["sham"], bool | None):
        raise BadLine(number, "sham", str(row["sham"])[:40], file=file)


def _rows(file: Path) -> list[Mapping[str, Any]]:
    """None where there is no such file."""
    return [row for _, row in read_objects(file)] if file.exists() else []
