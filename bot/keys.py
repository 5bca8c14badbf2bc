"""The keys that a process makes itself, and whether the one it was given is the right one."""

import contextlib
import os
import secrets
from pathlib import Path

from sqlalchemy import Engine

from bot.settings import BadSettings, Settings
from storage import pseudonyms
from storage.engine import read_transaction
from storage.pseudonyms import Pseudonyms

# Said after the name of the setting, as what pydantic says of other settings.
WRONG_KEY = "is not the key of this database, which holds anonymous reports: their reporters could not be reached"


def session_secret(settings: Settings) -> bytes:
    """The key that signs the demo's chat sessions."""
    return _key_in(settings.data_dir / "session.key")


def link_secret(settings: Settings) -> bytes:
    """The key that signs links to whole messages; it lies beside the photographs, which every process shares."""
    return _key_in(settings.data_dir / "links.key")


def with_demo_key(settings: Settings) -> Settings:
    """The settings of a demo, which seals its pseudonyms with a key of its own where none is given.

    Beside the data it locks, which only a demo may do: a company's key is kept elsewhere.
    """
    return settings if settings.pseudonyms else settings.with_pseudonyms(_key_in(settings.data_dir / "pseudonym.key"))


def _key_in(path: Path) -> bytes:
    """A key made once, readable by its owner only."""
    if not path.exists():
        fresh = path.with_name(f"{path.name}.{os.getpid()}")
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(secrets.token_bytes(32))
        with contextlib.suppress(FileExistsError):  # another process was first
            os.link(fresh, path)  # a name only for a whole key, whenever we are killed
        fresh.unlink()
    return path.read_bytes()


def check_pseudonyms(engine: Engine, settings: Settings) -> None:
    """Raise BadSettings where there are anonymous reporters whom the key of the settings does not reach."""
    key = Pseudonyms(settings.pseudonyms) if settings.pseudonyms else None
    with read_transaction(engine) as connection:
        fits = pseudonyms.fits(connection, key)
    if not fits:
        raise BadSettings("HAZARDLINE_PSEUDONYM_KEY", WRONG_KEY)
