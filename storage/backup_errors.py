"""Why a backup or a restore cannot be: told by a topic and its facts, to be read by the operator."""

import errno
from typing import Any

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class BackupError(Exception):
    """It went no further, and what was good before is as it was. `topic` and `facts` say why and what to do."""

    def __init__(self, topic: str, **facts: Any) -> None:
        super().__init__(topic, facts)
        self.topic = topic
        self.facts = facts


def of_disk(error: OSError, where: object) -> BackupError:
    """What the disk of this machine has refused, and in which folder."""
    if error.errno in FULL:
        return BackupError("backup.disk_full", where=str(where))
    return BackupError("backup.disk_fault", where=str(where), why=error.strerror or type(error).__name__)
