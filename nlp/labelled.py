"""A labelled sentence: how it stands in a file, one JSON object a line, and what is wrong with a line that is none."""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from workflow.library import Category, Grade

CHINESE, ENGLISH = "zh", "en"
_HAN = range(0x3400, 0xA000)

Code = TypeVar("Code", Category, Grade)


@dataclass(frozen=True)
class Labelled:
    """A sentence and what people make of it.

    alternatives: categories that can be defended as well; never `category` itself.
    grade: none where the words do not say enough. domain: where it was written; empty where nobody says.
    """

    text: str
    lang: str
    category: Category
    alternatives: frozenset[Category] = frozenset()
    grade: Grade | None = None
    domain: str = ""

    @property
    def defensible(self) -> frozenset[Category]:
        return self.alternatives | {self.category}


class BadLine(Exception):
    """A line that is no labelled sentence: its number from 1 on, and what is wrong.

    problem: utf8, json, text, category, alt_categories, grade, lang, domain, sham, id (the field), list (alt_categories
    is none), or none (no line at all, 0). found: what stands there instead. file: where, once that is known.
    """

    def __init__(self, number: int, problem: str, found: str = "", file: Path | None = None) -> None:
        super().__init__(f"line {number}: {problem}")
        self.file = file
        self.number = number
        self.problem = problem
        self.found = found


def read_labelled(file: Path) -> list[Labelled]:
    """Every line of a file in UTF-8; empty ones are passed over. Raises BadLine; OSError for what cannot be read."""
    with _told_with(file):
        examples = list(parsed(_lines(file)))
        if not examples:
            raise BadLine(0, "none")
    return examples


def read_objects(file: Path) -> list[tuple[int, Mapping[str, Any]]]:
    """The JSON object of every line that is not empty, with its number; whatever it holds. Raises BadLine, OSError."""
    with _told_with(file):
        return [(number, _object(number, line)) for number, line in enumerate(_lines(file), start=1) if line.strip()]


def parsed(lines: Iterable[bytes]) -> Iterator[Labelled]:
    """The sentences of lines in UTF-8. Raises BadLine at the first that is none."""
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield _example(number, _object(number, line))


def language_of(text: str) -> str:
    """zh where a Chinese character stands in it, else en."""
    return CHINESE if any(ord(character) in _HAN for character in text) else ENGLISH


@contextmanager
def _told_with(file: Path) -> Iterator[None]:
    """What is wrong with a line is told with its file."""
    try:
        yield
    except BadLine as bad:
        bad.file = file
        raise


def _lines(file: Path) -> list[bytes]:
    """Parted at line feeds alone: U+2028 and its like stand in what people write, and JSON leaves them as they are."""
    return file.read_bytes().removeprefix(b"\xef\xbb\xbf").split(b"\n")


def _object(number: int, line: bytes) -> Mapping[str, Any]:
    try:
        found = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise BadLine(number, "utf8") from error
    except (ValueError, RecursionError) as error:
        raise BadLine(number, "json") from error
    if not isinstance(found, dict):
        raise BadLine(number, "json")
    return found


def _example(number: int, line: Mapping[str, Any]) -> Labelled:
    text = line.get("text")
    if not isinstance(text, str) or not text.strip():
        raise BadLine(number, "text")
    category = _coded(number, "category", Category, line.get("category"))
    others = line.get("alt_categories") or []
    if not isinstance(others, list):
        raise BadLine(number, "list", _short(others))
    alternatives = frozenset(_coded(number, "alt_categories", Category, other) for other in others) - {category}
    grade = None if line.get("grade") is None else _coded(number, "grade", Grade, line["grade"])
    lang = _named(number, "lang", line) or language_of(text)
    return Labelled(text, lang, category, alternatives, grade, _named(number, "domain", line))


def _coded(number: int, field: str, codes: type[Code], said: Any) -> Code:
    if not isinstance(said, str) or said not in {str(code) for code in codes}:
        raise BadLine(number, field, "" if said is None else _short(said))
    return codes(said)


def _named(number: int, field: str, line: Mapping[str, Any]) -> str:
    name = line.get(field) or ""
    if not isinstance(name, str):
        raise BadLine(number, field, _short(name))
    return name


def _short(said: Any) -> str:
    return str(said)[:40]
