"""A process that makes a backup, restores one or tries one out, and is killed at it: `killed` starts this module."""

import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from storage.backup_manifest import read_manifest
from storage.backup_target import FolderTarget
from storage.backups import Source, alone, make
from storage.engine import open_engine
from storage.restore_place import Place
from storage.restoring import Backup, restore, try_out
from tests.storage.backed_up import MASTER

GO = b"go\n"


def work(what: str, data: str, url: str, target: str, name: str) -> None:
    """Say that everything is loaded, and do it."""
    sys.stdout.buffer.write(GO)
    sys.stdout.flush()
    place, kept = Place(Path(data), url), FolderTarget(Path(target))
    with alone(place.data_dir):
        if what == "backup":
            make(Source(open_engine(url), place.data_dir, kept, MASTER), datetime.now(UTC))
            return
        wanted = Backup(kept, read_manifest(kept, name, MASTER), MASTER)
        if what == "restore":
            restore(wanted, place, datetime.now(UTC), lambda *told: None)
        else:
            try_out(wanted, place, lambda engine, folder: None, lambda *told: None)


def killed(what: str, place: Place, target: Path, name: str, after: float) -> tuple[bool, float]:
    """Let it work for so many seconds and kill it; whether it had ended before, and how long it took."""
    command = [sys.executable, "-m", "tests.storage.killed", what]
    process = subprocess.Popen(
        [*command, str(place.data_dir), place.database, str(target), name], stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stdout.readline() == GO
    began = time.monotonic()
    try:
        assert process.wait(after) == 0
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        return False, after
    finally:
        process.stdout.close()
    return True, time.monotonic() - began


if __name__ == "__main__":
    work(*sys.argv[1:])
