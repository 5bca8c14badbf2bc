"""Which place the settings mean by where backups go."""

import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

from bot.settings import BUCKET, SFTP, BadSettings, Settings, variable
from storage.backup_target import FolderTarget, Target
from storage.s3_target import Bucket, S3Target

SFTP_PORT = 22


def target_of(to: str, settings: Settings) -> Target:
    """Raises BadSettings where a store or a machine is named, and the settings do not say how to reach it."""
    if named := re.fullmatch(BUCKET, to):
        return _bucket(named[1], named[2], settings)
    if re.fullmatch(SFTP, to):
        return _account(to, settings)
    return FolderTarget(Path(to).absolute())


def _bucket(name: str, prefix: str, settings: Settings) -> Target:
    secret = settings.backup_s3_secret.get_secret_value()
    for part, value in (("url", settings.backup_s3_url), ("key", settings.backup_s3_key), ("secret", secret)):
        if not value:
            raise BadSettings(variable(f"backup_s3_{part}"), "is missing")
    bucket = Bucket(settings.backup_s3_url, name, settings.backup_s3_region, settings.backup_s3_key, secret)
    return S3Target(bucket, prefix.strip("/"))


def _account(to: str, settings: Settings) -> Target:
    import storage.sftp_target as sftp

    url, password = urlsplit(to), settings.backup_sftp_password.get_secret_value()
    if settings.backup_sftp_known_hosts is None:
        raise BadSettings(variable("backup_sftp_known_hosts"), "is missing")
    if settings.backup_sftp_key_file is None and not password:
        raise BadSettings(variable("backup_sftp_key_file"), "is missing")
    account = sftp.Account(
        url.hostname or "",
        url.port or SFTP_PORT,
        unquote(url.username or ""),
        settings.backup_sftp_known_hosts,
        settings.backup_sftp_key_file,
        password,
    )
    return sftp.SftpTarget(account, url.path)
