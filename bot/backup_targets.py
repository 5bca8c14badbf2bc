"""Which place the settings mean by where backups go."""

import re
from pathlib import Path

from bot.settings import BUCKET, BadSettings, Settings, variable
from storage.backup_target import FolderTarget, Target
from storage.s3_target import Bucket, S3Target


def target_of(to: str, settings: Settings) -> Target:
    """Raises BadSettings where a store is named, and the settings do not say how to reach it."""
    named = re.fullmatch(BUCKET, to)
    if named is None:
        return FolderTarget(Path(to).absolute())
    secret = settings.backup_s3_secret.get_secret_value()
    for name, value in (("url", settings.backup_s3_url), ("key", settings.backup_s3_key), ("secret", secret)):
        if not value:
            raise BadSettings(variable(f"backup_s3_{name}"), "is missing")
    bucket = Bucket(settings.backup_s3_url, named[1], settings.backup_s3_region, settings.backup_s3_key, secret)
    return S3Target(bucket, named[2].strip("/"))
