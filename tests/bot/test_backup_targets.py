"""Where backups go, by what the settings say."""

from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr, ValidationError

from bot.backup_targets import target_of
from bot.settings import BadSettings, Settings

STORE: dict[str, Any] = {
    "backup_s3_url": "https://s3.example.com",
    "backup_s3_key": "key",
    "backup_s3_secret": SecretStr("secret"),
}
MACHINE: dict[str, Any] = {"backup_sftp_known_hosts": Path(__file__), "backup_sftp_password": SecretStr("open sesame")}


@pytest.mark.parametrize(
    ("to", "place"),
    [
        ("/mnt/backup", "/mnt/backup"),
        ("s3://plant-1/safe", "s3://plant-1/safe/"),
        ("sftp://hazardline@nas/backup/plant", "sftp://hazardline@nas:22/backup/plant/"),
        ("sftp://hazardline@192.0.2.7:2222/", "sftp://hazardline@192.0.2.7:2222/"),
        ("sftp://hazardline@[2001:db8::7]:2222/b", "sftp://hazardline@[2001:db8::7]:2222/b/"),
    ],
)
def test_a_place_is_known_by_how_it_is_written(to: str, place: str) -> None:
    settings = Settings(backup_to=to, **STORE, **MACHINE)
    assert target_of(to, settings).place == place


@pytest.mark.parametrize(
    ("to", "given", "missing"),
    [
        ("s3://plant-1", {**STORE, "backup_s3_secret": SecretStr("")}, "HAZARDLINE_BACKUP_S3_SECRET"),
        ("sftp://me@nas/b", {**MACHINE, "backup_sftp_known_hosts": None}, "HAZARDLINE_BACKUP_SFTP_KNOWN_HOSTS"),
        ("sftp://me@nas/b", {**MACHINE, "backup_sftp_password": SecretStr("")}, "HAZARDLINE_BACKUP_SFTP_KEY_FILE"),
    ],
)
def test_what_it_takes_to_get_in_has_to_be_there(to: str, given: dict[str, Any], missing: str) -> None:
    with pytest.raises(BadSettings) as bad:
        target_of(to, Settings(backup_to=to, **given))
    assert bad.value.variable == missing


@pytest.mark.parametrize(
    "to", ["backup", "sftp://nas/backup", "sftp://me:secret@nas/backup", "sftp://me@nas", "ftp://nas"]
)
def test_what_is_no_place_is_refused(to: str) -> None:
    with pytest.raises(ValidationError):
        Settings(backup_to=to)
