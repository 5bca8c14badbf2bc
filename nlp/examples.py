"""What judgement is taught with: lines of a folder, and what is shipped here to learn from."""

import csv
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nlp.wording import folded
from workflow.library import Category, LibraryEntry

LABELS, SENTENCES = (Path(__file__).parent / "data" / name for name in ("labels.tsv", "sentences.jsonl"))
# How much an example counts. Labels given for this project were chosen where the model erred and hold much of the same
# (two of three are of fire); a name of the library says its kind but not as people say it.
OWN_LABEL, SENTENCE, NAME = 0.3, 0.6, 0.6
ALTERNATIVE = 0.3  # share of a category that could be defended too, beside 1 for the first
_MARKS = re.compile(r"[^\w\u3400-\u9fff]|_")


class BadLine(ValueError):
    """A line that is no example; the message names file, line and fault."""


@dataclass(frozen=True)
class Example:
    """Words that somebody has judged. weight: how much it counts while learning."""

    text: str
    category: Category
    alternatives: tuple[Category, ...] = ()
    weight: float = 1.0
    language: str = ""
    domain: str = ""
    grade: str | None = None

    @property
    def target(self) -> dict[Category, float]:
        """What a judgement should be: shares with sum one."""
        shares = {self.category: 1.0, **dict.fromkeys(self.alternatives, ALTERNATIVE)}
        return {category: share / sum(shares.values()) for category, share in shares.items()}


def bare(text: str) -> str:
    """A text without marks and spaces: two that read the same are one."""
    return _MARKS.sub("", folded(text))


Line = dict[str, Any]


def lines_of(file: Path) -> Iterator[Line]:
    """The objects of a file of JSON Lines. Raises BadLine, OSError."""
    with file.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            try:
                said = json.loads(line)
            except ValueError as error:
                raise BadLine(f"{file.name}, line {number}: is no JSON ({error})") from None
            if not isinstance(said, dict):
                raise BadLine(f"{file.name}, line {number}: is no object")
            yield said


def read(lines: Iterable[Line], name: str, weight: float = 1.0) -> list[Example]:
    """Lines as `{"text":, "lang":, "category":, "alt_categories": [], "grade":, "domain":}`. Raises BadLine."""
    return [_example(line, f"{name}, line {number}", weight) for number, line in enumerate(lines, start=1)]


def labelled(reports: Iterable[tuple[str, str]]) -> list[Example]:
    """The self-reports, (id, text), that `labels.tsv` has a label for."""
    texts = dict(reports)
    with LABELS.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file, delimiter="\t") if row["id"] in texts]
    return [
        Example(texts[row["id"]], first, tuple(others), OWN_LABEL, "zh")
        for row in rows
        for first, *others in [[Category(name) for name in row["categories"].split("/")]]
    ]


def named(entries: Iterable[LibraryEntry]) -> list[Example]:
    """Every name and alias of the library says its category."""
    return [
        Example(name, entry.category, weight=NAME)
        for entry in entries
        for name in (entry.name, entry.name_en, *entry.aliases)
        if name
    ]


def _example(said: dict[str, Any], where: str, weight: float) -> Example:
    text, category, alternatives = said.get("text"), said.get("category"), said.get("alt_categories") or []
    if not isinstance(text, str):
        raise BadLine(f'{where}: "text" is missing')
    try:
        first, others = Category(category), tuple(map(Category, alternatives))
    except ValueError as error:
        raise BadLine(f"{where}: {error}; categories are {', '.join(Category)}") from None
    return Example(text, first, others, weight, said.get("lang") or "", said.get("domain") or "", said.get("grade"))
