"""What the model of quality is taught with: reports that readers called sham or vague, and others."""

import csv
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nlp.examples import LABELS, SENTENCES, bare
from workflow.library import Category, LibraryEntry

OWN = Path(__file__).parent / "data" / "quality.jsonl"
REPORTS, READ, MEASURED = "selfreports.jsonl", "train_labelled.jsonl", "dev_labelled.jsonl"
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
    rows = [row for row in _rows(data / REPORTS) if row["sham"] is not None]
    return [Judged(row["text"], row["sham"], SHAM, "reports", clause=row["level_4"]) for row in rows]


def everything(data: Path, entries: Iterable[LibraryEntry] = ()) -> list[Judged]:
    """All there is to learn from, without what reads like a sentence of the measuring set."""
    measured = {bare(row["text"]) for row in _rows(data / MEASURED)}
    found = (*_of_reports(data), *_own(), *_names(entries))
    return [one for one in found if bare(one.text) not in measured]


def _of_reports(data: Path) -> Iterator[Judged]:
    """Doubtful where either kind of reader says so."""
    vague = {row["id"]: bool(row["vague"]) for row in (*_labels(), *_rows(data / READ))}
    sham = {row["id"]: row for row in _rows(data / REPORTS)}
    texts = {row["id"]: row["text"] for row in _rows(data / READ)} | {name: row["text"] for name, row in sham.items()}
    for name, text in texts.items():
        accepted = sham.get(name, {}).get("sham")
        if accepted is None and name not in vague:
            continue
        source = "read" if accepted is None else "reports"
        weight = READER if accepted is None else SHAM
        yield Judged(text, bool(accepted) or vague.get(name, False), weight, source)


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


def _rows(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]
