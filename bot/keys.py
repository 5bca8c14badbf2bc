"""The keys that a process makes itself, and whether those it was given are the right ones."""

import contextlib
import hmac
import os
import secrets
from base64 import b64encode
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine

from bot.company import NoCompany, facts_of
from bot.setting_values import KEY_BYTES, key_of
from bot.settings import BadSettings, Settings, variable
from storage import pseudonyms, right_trail
from storage.data_keys import WrongMasterKey, are_there, open_ring, read_ring
from storage.engine import read_transaction
from storage.key_ring import KeyRing
from storage.pseudonyms import Pseudonyms

# Said after the name of the setting, as what pydantic says of other settings.
WRONG_KEY = "is not the key of this database, which holds anonymous reports: their reporters could not be reached"
DEMO_KEY = "master.key"


def session_secret(settings: Settings) -> bytes:
    """The key that signs the demo's chat sessions."""
    return _key_in(settings.data_dir / "session.key")


def link_secret(ring: KeyRing) -> bytes:
    """The key that signs links to whole messages: one for all processes, and not to be had from a stolen disk."""
    return hmac.digest(ring.key("digests"), b"links to whole messages", "sha256")


def make_data_dir(settings: Settings) -> None:
    """The data folder, made where it is missing. Raises BadSettings."""
    try:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadSettings(variable("data_dir"), str(error)) from error


class BadMasterKey(BadSettings):
    """The master key cannot be used: (the topic that says why and what to do, the file it is in)."""

    def __init__(self, topic: str, file: Path | None = None) -> None:
        super().__init__(variable("master_key_file" if file else "master_key"), topic)
        self.topic = topic
        self.facts = {"file": str(file or "")}


def with_demo_keys(settings: Settings) -> Settings:
    """The settings of a demo, which makes itself the keys that were not given to it. Raises BadSettings.

    Beside the data they lock, which only a demo may do: a company's keys are kept elsewhere.
    """
    make_data_dir(settings)
    if not settings.pseudonyms:
        settings = settings.with_pseudonyms(_key_in(settings.data_dir / "pseudonym.key"))
    return _with_demo_master(settings)


def _with_demo_master(settings: Settings) -> Settings:
    return settings if _has_master(settings) else settings.with_master(_key_in(settings.data_dir / DEMO_KEY))


def _has_master(settings: Settings) -> bool:
    return bool(settings.master or settings.master_key_file)


def open_keys(engine: Engine, settings: Settings) -> KeyRing:
    """The keys of the company in a database that is up to date, given to its engine. Raises BadMasterKey.

    With them goes on record, once, who may what.
    """
    try:
        ring = open_ring(engine, master_key_of(engine, settings))
    except WrongMasterKey:
        raise BadMasterKey("operator.master_key_wrong", settings.master_key_file) from None
    right_trail.begin(engine, datetime.now(UTC))
    return ring


def master_key_of(engine: Engine, settings: Settings) -> bytes:
    """The master key of the company in a database; a demo makes itself one. Raises BadMasterKey."""
    return master_key(_with_demo_master(settings) if _is_demo(engine) else settings)


def check_master_key(engine: Engine, settings: Settings) -> None:
    """Raise BadMasterKey where a start would; what lies sealed opens from now on, and nothing is made."""
    if _is_demo(engine) and not _has_master(settings):
        if not (settings.data_dir / DEMO_KEY).exists():
            if are_there(engine):
                raise BadMasterKey("operator.master_key_missing", settings.data_dir / DEMO_KEY)
            return  # a start makes one
        settings = _with_demo_master(settings)
    try:
        read_ring(engine, master_key(settings))
    except WrongMasterKey:
        raise BadMasterKey("operator.master_key_wrong", settings.master_key_file) from None


def _is_demo(engine: Engine) -> bool:
    try:
        return facts_of(engine).demo
    except NoCompany:
        return False


def master_key(settings: Settings) -> bytes:
    """The master key from the environment or from its file. Raises BadMasterKey."""
    if settings.master and settings.master_key_file:
        raise BadMasterKey("operator.master_key_two")
    if settings.master_key_file:
        return key_read(settings.master_key_file, settings.data_dir)
    if not settings.master:
        raise BadMasterKey("operator.master_key_none")
    return settings.master


def create_key(file: Path) -> None:
    """A new master key in a file that only its owner reads. Raises FileExistsError: no key is ever overwritten."""
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as written:
        written.write(b64encode(secrets.token_bytes(KEY_BYTES)) + b"\n")
        written.flush()
        os.fsync(written.fileno())


def key_read(file: Path, data_dir: Path) -> bytes:
    """A master key from its file. Raises BadMasterKey.

    Looked at and read through one descriptor: what was looked at is what is read.
    """
    try:
        with file.open("rb") as opened:
            status = os.fstat(opened.fileno())
            written = opened.read(1024)
    except FileNotFoundError:
        raise BadMasterKey("operator.master_key_missing", file) from None
    except OSError:
        raise BadMasterKey("operator.master_key_unreadable", file) from None
    if file.resolve().is_relative_to(data_dir.resolve()):
        raise BadMasterKey("operator.master_key_inside", file)
    if status.st_uid != os.geteuid():
        raise BadMasterKey("operator.master_key_foreign", file)
    if status.st_mode & 0o177:
        raise BadMasterKey("operator.master_key_open", file)
    key = key_of(written.decode("ascii", "replace").strip())
    if key is None:
        raise BadMasterKey("operator.master_key_no_key", file)
    return key


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
