"""Reading one cell of a workbook into the value its column asks for, or saying what is wrong with it."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from openpyxl.utils.escape import unescape

from storage.workbook_errors import Fact
from storage.workbook_file import Cell
from storage.workbook_sheets import Column, Kind
from storage.workbook_words import folded, meanings, usual_words

_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_TIME = re.compile(r"(\d{1,2})\s*[:：.点]\s*(\d{2})(?::00)?\s*分?|(\d{1,2})\s*点")
_LIST_MARKS = re.compile(r"[；;、\n]")
# Control and format characters and halves of pairs: nobody sees them, and two codes that look the same would differ.
_UNSEEN = ("Cc", "Cf", "Cs")


class Misread(Exception):
    """The cell does not hold what its column asks for; `code` names the error, `facts` what its message may tell."""

    def __init__(self, code: str, **facts: Fact) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


def read_cell(column: Column, cell: Cell | None) -> Any:
    """The value of a cell by the rules of its column. Raises Misread."""
    if cell is not None and cell.error:
        raise Misread("error_value", value=str(cell.value))
    if cell is not None and cell.value is None:
        raise Misread("formula_without_value")
    words = "" if cell is None else _plain(cell.value)
    if cell is None or not words:
        if column.required:
            raise Misread("missing_value")
        return column.blank
    return _READERS[column.kind](column, cell.value, words)


def _plain(value: Any) -> str:
    """What a person sees in a cell, without blanks around it and without characters that cannot be seen."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, datetime):
        value = value.date()
    lines = unescape(str(value)).splitlines()
    return "\n".join(line for line in map(_visible, lines) if line)


def _visible(line: str) -> str:
    spaced = "".join(" " if c.isspace() else c for c in line)
    return " ".join("".join(c for c in spaced if unicodedata.category(c) not in _UNSEEN).split())


def _text(column: Column, value: Any, words: str) -> str:
    words = " ".join(words.split("\n"))
    if len(words) > column.limit:
        raise Misread("too_long", limit=column.limit, length=len(words))
    return words


def _code(column: Column, value: Any, words: str) -> str:
    if not isinstance(value, str | int | float):
        raise Misread("bad_code", value=words)  # Excel has made a date of "3-1"
    return _text(column, value, unicodedata.normalize("NFKC", words))


def _list(column: Column, value: Any, words: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_text(column, part, part) for part in _parts(words)))


def _parts(words: str) -> list[str]:
    return [part for part in map(str.strip, _LIST_MARKS.split(words)) if part]


def _codes(column: Column, value: Any, words: str) -> tuple[str | None, ...]:
    none = meanings(column.vocabulary)
    return tuple(None if folded(part) in none else _code(column, part, part) for part in _parts(words))


def _day(column: Column, value: Any, words: str) -> date:
    if isinstance(value, date):
        return value.date() if isinstance(value, datetime) else value
    match = _DAY.fullmatch(unicodedata.normalize("NFKC", words)) if isinstance(value, str) else None
    if match:
        with suppress(ValueError):  # 30 February
            return date(*map(int, match.groups()))
    raise Misread("bad_date", value=words)


def _time(column: Column, value: Any, words: str) -> time:
    """A time of day: a cell of Excel's own, or 20:00 in words; 24:00 is the midnight at the end of the day."""
    if isinstance(value, timedelta):  # what Excel makes of 24:00
        value = time() if value == timedelta(days=1) else value
    if isinstance(value, datetime):
        value = value.time()
    if isinstance(value, time):
        return value.replace(second=0, microsecond=0)
    match = _TIME.fullmatch(unicodedata.normalize("NFKC", words)) if isinstance(value, str) else None
    if match:
        hour, minute = int(match[1] or match[3]), int(match[2] or 0)
        with suppress(ValueError):  # 25:00
            return time(0 if (hour, minute) == (24, 0) else hour, minute)
    raise Misread("bad_time", value=words)


def _number(column: Column, value: Any, words: str) -> int:
    digits = unicodedata.normalize("NFKC", words)
    if isinstance(value, bool) or not re.fullmatch(r"[0-9]{1,9}", digits) or int(digits) > column.limit:
        raise Misread("bad_number", value=words, limit=column.limit)
    return int(digits)


def _distance(column: Column, value: Any, words: str) -> int | None:
    if folded(words) in meanings(column.vocabulary):
        return None
    number = unicodedata.normalize("NFKC", words).replace("−", "-")
    if isinstance(value, bool) or not re.fullmatch(r"[+-]?[0-9]{1,9}", number) or abs(int(number)) > column.limit:
        raise Misread("bad_distance", value=words, limit=column.limit, choices=usual_words(column.vocabulary))
    return int(number)


def _choice(column: Column, value: Any, words: str) -> Any:
    code = meanings(column.vocabulary).get(folded("yes" if value is True else "no" if value is False else words))
    if code is None:
        raise Misread(f"unknown_{column.vocabulary}", value=words, choices=usual_words(column.vocabulary))
    return column.choices[code]


def _choices(column: Column, value: Any, words: str) -> tuple[Any, ...]:
    return tuple(_choice(column, part, part) for part in _list(column, value, words))


def _zone(column: Column, value: Any, words: str) -> str:
    try:
        return ZoneInfo(words).key
    except (OSError, ValueError, KeyError) as fault:  # a folder, a path upwards, an unknown name
        raise Misread("unknown_time_zone", value=words) from fault


_READERS: Mapping[Kind, Callable[[Column, Any, str], Any]] = {
    Kind.TEXT: _text,
    Kind.CODE: _code,
    Kind.CODES: _codes,
    Kind.LIST: _list,
    Kind.DAY: _day,
    Kind.TIME: _time,
    Kind.NUMBER: _number,
    Kind.DISTANCE: _distance,
    Kind.CHOICE: _choice,
    Kind.CHOICES: _choices,
    Kind.ZONE: _zone,
}
