"""What judgement is taught with: how much each example counts, and what is shipped here to learn from."""

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from nlp.labelled import CHINESE, Labelled, language_of
from nlp.wording import folded
from workflow.library import Category, LibraryEntry

LABELS, SENTENCES = (Path(__file__).parent / "data" / name for name in ("labels.tsv", "sentences.jsonl"))
# How much an example counts. Labels given for this project were chosen where the model erred and hold much of the same
# (two of three are of fire); a name of the library says its kind but not as people say it.
OWN_LABEL, SENTENCE, NAME = 0.3, 0.6, 0.6
ALTERNATIVE = 0.3  # share of a category that could be defended too, beside 1 for the first
_MARKS = re.compile(r"[^\w\u3400-\u9fff]|_")


@dataclass(frozen=True)
class Example:
    """A sentence that somebody has judged, and how much it counts while learning."""

    labelled: Labelled
    weight: float = 1.0

    @property
    def text(self) -> str:
        return self.labelled.text


def shares(labelled: Labelled) -> dict[Category, float]:
    """What a judgement of it should be, with sum one."""
    said = {labelled.category: 1.0, **dict.fromkeys(labelled.alternatives, ALTERNATIVE)}
    return {category: share / sum(said.values()) for category, share in said.items()}


def bare(text: str) -> str:
    """A text without marks and spaces: two that read the same are one."""
    return _MARKS.sub("", folded(text))


def own_labels(reports: Iterable[tuple[str, str]]) -> list[Example]:
    """The self-reports, (id, text), that `labels.tsv` has a label for."""
    texts = dict(reports)
    with LABELS.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file, delimiter="\t") if row["id"] in texts]
    return [
        Example(Labelled(texts[row["id"]], CHINESE, first, frozenset(others)), OWN_LABEL)
        for row in rows
        for first, *others in [[Category(name) for name in row["categories"].split("/")]]
    ]


def named(entries: Iterable[LibraryEntry]) -> list[Example]:
    """Every name and alias of the library says its category."""
    return [
        Example(Labelled(name, language_of(name), entry.category), NAME)
        for entry in entries
        for name in (entry.name, entry.name_en, *entry.aliases)
        if name
    ]
