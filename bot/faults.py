"""Where a fault of ours happened, for the log: the places and kinds of errors, never the values they tell of."""

import logging
import traceback
from collections.abc import Iterator
from types import TracebackType
from typing import TypeAlias

from sqlalchemy.exc import OperationalError

_Raised: TypeAlias = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class Discreet(logging.Formatter):
    """The form of every log line: whoever logs a fault with its traceback, no value it tells of is written."""

    def formatException(self, ei: _Raised) -> str:
        return path_of(ei[1]) if ei[1] is not None else ""


def path_of(error: BaseException) -> str:
    """The error and what led to it, each with the lines it came through. What was said stands in no log."""
    return " <- ".join(f"{_kind(link)} ({_lines(link)})" for link in _chain(error))


def _kind(error: BaseException) -> str:
    """Its class; of a database that is locked, full or gone, what it says too: that names no values."""
    said = f": {error.orig}" if isinstance(error, OperationalError) else ""
    return type(error).__name__ + said


def _chain(error: BaseException) -> Iterator[BaseException]:
    link: BaseException | None = error
    while link is not None:
        yield link
        link = link.__cause__ or link.__context__


def _lines(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    return ", ".join(f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames)
