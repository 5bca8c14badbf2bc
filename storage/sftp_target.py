"""Backups on a machine that speaks SFTP: any with OpenSSH, and most storage appliances.

Its host key has to stand in a file that somebody has checked; no unknown one is ever trusted. The connection lives in a
thread of its own, so that it is kept up while nothing is asked of it.
"""

import asyncio
import threading
from collections.abc import Coroutine, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, TypeVar
from uuid import uuid4

import asyncssh
from asyncssh import SFTPAttrs, SFTPClient, SFTPClientFile

from storage.backup_errors import BackupError
from storage.backup_target import PIECE, UNDER_WAY

CONNECT_SECONDS: Final = 20
ALIVE_SECONDS, ALIVE_TRIES = 15, 4  # a line that is dead for a minute is given up
_FAILED: Final = (asyncssh.Error, OSError, ValueError)  # ValueError: a key or a file of host keys that is none
_OURS: Final = SFTPAttrs(permissions=0o700)

T = TypeVar("T")


@dataclass(frozen=True)
class Account:
    """Whose account on which machine. known_hosts: a file as OpenSSH has it; key: one without a passphrase."""

    host: str
    port: int
    user: str
    known_hosts: Path
    key: Path | None = None
    password: str = field(default="", repr=False)


class SftpTarget:
    """A folder of that machine. A stream is written beside its name, and renamed once it is safe on the disk there."""

    def __init__(self, account: Account, root: str) -> None:
        self._account = account
        self._root = root.rstrip("/")
        self._loop = asyncio.new_event_loop()
        self._connected: SFTPClient | None = None

    @property
    def place(self) -> str:
        host = f"[{self._account.host}]" if ":" in self._account.host else self._account.host
        return f"sftp://{self._account.user}@{host}:{self._account.port}{self._root}/"

    def put(self, name: str, pieces: Iterable[bytes]) -> int:
        final, size = f"{self._root}/{name}", 0
        temporary = f"{final}.{uuid4().hex}{UNDER_WAY}"
        file = self._do(_begun(self._client, temporary))
        try:
            for piece in pieces:
                size += self._do(file.write(piece))
            self._do(_ended(self._client, file, temporary, final))
        except BaseException:
            with suppress(BackupError):
                self._do(_let_go(self._client, file, temporary))
            raise
        return size

    def get(self, name: str) -> Iterator[bytes]:
        file = self._do(_opened(self._client, f"{self._root}/{name}"), name)
        try:
            while piece := self._do(_piece(file)):
                yield piece
        finally:
            with suppress(BackupError):
                self._do(file.close())

    def sizes(self, prefix: str) -> dict[str, int]:
        found = self._do(_files(self._client, f"{self._root}/{prefix.rstrip('/')}"))
        return {path.removeprefix(f"{self._root}/"): size for path, size in found.items()}

    def remove(self, name: str) -> None:
        self._do(_removed(self._client, f"{self._root}/{name}"))

    @property
    def _client(self) -> SFTPClient:
        if self._connected is None:
            threading.Thread(target=self._loop.run_forever, name="sftp", daemon=True).start()
            self._connected = self._do(_connect(self._account))
        return self._connected

    def _do(self, work: Coroutine[Any, Any, T], name: str = "") -> T:
        try:
            return asyncio.run_coroutine_threadsafe(work, self._loop).result()
        except _FAILED as error:
            raise self._refused(error, name) from error

    def _refused(self, error: Exception, name: str) -> BackupError:
        if isinstance(error, asyncssh.HostKeyNotVerifiable):
            return BackupError("backup.target_unknown", place=self.place, known_hosts=str(self._account.known_hosts))
        if isinstance(error, asyncssh.SFTPNoSuchFile) and name:
            return BackupError("backup.missing", name=name)
        if isinstance(error, asyncssh.SFTPFailure) and self._is_full():
            return BackupError("backup.target_full", place=self.place)
        why = getattr(error, "strerror", None) or str(error) or type(error).__name__
        return BackupError("backup.target_away", place=self.place, why=why)

    def _is_full(self) -> bool:
        """OpenSSH says no more than "Failure" where its disk is full; what is free it tells when asked."""
        with suppress(*_FAILED):
            asked = asyncio.run_coroutine_threadsafe(self._client.statvfs(self._root), self._loop)
            there = asked.result()
            return there.bavail * there.frsize < PIECE
        return False


async def _connect(account: Account) -> SFTPClient:
    """What somebody has set up for their own ssh on this machine is left aside: agent, keys, hosts."""
    connection = await asyncssh.connect(
        account.host,
        account.port,
        username=account.user,
        known_hosts=str(account.known_hosts),
        client_keys=[str(account.key)] if account.key else None,
        password=account.password or None,
        agent_path=None,
        config=None,
        connect_timeout=CONNECT_SECONDS,
        login_timeout=CONNECT_SECONDS,
        keepalive_interval=ALIVE_SECONDS,
        keepalive_count_max=ALIVE_TRIES,
    )
    return await connection.start_sftp_client()


async def _begun(client: SFTPClient, path: str) -> SFTPClientFile:
    attributes = SFTPAttrs(permissions=0o600)
    try:
        return await client.open(path, "xb", attributes)
    except asyncssh.SFTPNoSuchFile:
        await client.makedirs(path.rpartition("/")[0], _OURS, exist_ok=True)
        return await client.open(path, "xb", attributes)


async def _ended(client: SFTPClient, file: SFTPClientFile, temporary: str, final: str) -> None:
    with suppress(asyncssh.SFTPOpUnsupported):
        await file.fsync()
    await file.close()
    try:
        await client.posix_rename(temporary, final)
    except asyncssh.SFTPOpUnsupported:  # then a name that is taken has to be free first
        await _removed(client, final)
        await client.rename(temporary, final)


async def _let_go(client: SFTPClient, file: SFTPClientFile, temporary: str) -> None:
    await file.close()
    await _removed(client, temporary)


async def _opened(client: SFTPClient, path: str) -> SFTPClientFile:
    return await client.open(path, "rb")


async def _piece(file: SFTPClientFile) -> bytes:
    piece: bytes = await file.read(PIECE)
    return piece


async def _removed(client: SFTPClient, path: str) -> None:
    with suppress(asyncssh.SFTPNoSuchFile):
        await client.remove(path)


async def _files(client: SFTPClient, folder: str) -> dict[str, int]:
    """Bytes of all files there and below, by path; what a killed backup has left unfinished is no stream, and goes."""
    found: dict[str, int] = {}
    try:
        entries = await client.readdir(folder)
    except asyncssh.SFTPNoSuchFile:
        return found
    for entry in entries:
        path = f"{folder}/{entry.filename!s}"
        if entry.attrs.type == asyncssh.FILEXFER_TYPE_DIRECTORY:
            if entry.filename not in (".", ".."):
                found |= await _files(client, path)
        elif path.endswith(UNDER_WAY):
            await _removed(client, path)
        else:
            found[path] = entry.attrs.size or 0
    return found
