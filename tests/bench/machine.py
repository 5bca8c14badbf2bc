"""The machine the figures come from, and how much memory a process of it holds."""

import os
import platform
import sqlite3
import time
from datetime import UTC, datetime
from pathlib import Path

MEMORY = {"now": "VmRSS", "most": "VmHWM"}


def memory(which: str, process: int | str = "self") -> float:
    """Resident memory of a process in MiB, `now` or the `most` it ever was. Linux only."""
    for line in Path(f"/proc/{process}/status").read_text().splitlines():
        name, _, size = line.partition(":")
        if name == MEMORY[which]:
            return int(size.split()[0]) / 1024
    raise LookupError(which)


def milliseconds_to_disk(folder: Path, times: int = 200) -> float:
    """How long one append of a page with fsync takes here, on average: what a commit cannot be quicker than."""
    path = folder / "fsync"
    with path.open("wb", buffering=0) as file:
        began = time.perf_counter()
        for _ in range(times):
            file.write(b"\0" * 4096)
            os.fsync(file.fileno())
        took = time.perf_counter() - began
    path.unlink()
    return took / times * 1000


def described(folder: Path) -> list[str]:
    """Lines that say which machine and which versions, and how busy it was with other things."""
    total = _first("/proc/meminfo", "MemTotal").split()[0]
    return [
        f"{os.cpu_count()} cores, {_first('/proc/cpuinfo', 'model name')}; {int(total) / 1024**2:.0f} GiB memory",
        f"{_filesystem(folder)} on the disk of the checkout; one page with fsync {milliseconds_to_disk(folder):.2f} ms",
        f"{platform.system()} {platform.release()}",
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}",
        f"{datetime.now(UTC):%Y-%m-%d}; load before the run {os.getloadavg()[0]:.1f}",
    ]


def _first(path: str, name: str) -> str:
    lines = (line.partition(":") for line in Path(path).read_text().splitlines())
    return next((value.strip() for key, _, value in lines if key.strip() == name), "unknown")


def _filesystem(folder: Path) -> str:
    """The type of the file system a folder lies on: the mount with the longest path above it."""
    mounts = [line.split()[1:3] for line in Path("/proc/mounts").read_text().splitlines()]
    return max((len(point), kind) for point, kind in mounts if folder.resolve().is_relative_to(point))[1]
