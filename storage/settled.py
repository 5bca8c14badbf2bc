"""What has to be on the disk before anything counts on it."""

import os
from pathlib import Path


def settle(folder: Path) -> None:
    """A new or changed name is on the disk only once its folder is. Raises OSError."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
