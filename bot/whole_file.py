"""A file that somebody has made for them: it takes its name once all of it is on the disk."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from storage.settled import settle

Result = TypeVar("Result")


def whole(file: Path, write_to: Callable[[Path], Result]) -> Result:
    """Have a file written aside, and nothing left of it where that fails. Raises OSError."""
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        result = write_to(part)
        with part.open("rb") as written:
            os.fsync(written.fileno())
        part.replace(file)
        settle(file.parent)
    finally:
        part.unlink(missing_ok=True)
    return result
