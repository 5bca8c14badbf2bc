"""A machine that speaks SFTP: a real server on a socket, which can be full, cut the line, or turn out to be another."""

import asyncio
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import asyncssh
import pytest

from storage.backup_errors import BackupError
from storage.sftp_target import Account, SftpTarget
from tests.conftest import only_sqlite
from tests.storage.backed_up import BackedUp, topic_of

HERE, USER, PASSWORD = "127.0.0.1", "hazardline", "open sesame"


@dataclass
class Machine:
    """What lies on it, who may come in, and what goes wrong there."""

    root: Path
    account: Account
    full: bool = False
    cuts: bool = False  # at the next thing that is written
    old: bool = False  # it cannot put a file in another's place
    logins: int = field(default=0)

    def target(self, **other: Any) -> SftpTarget:
        return SftpTarget(replace(self.account, **other), "/plant 1/一号")

    def left(self) -> list[str]:
        """The names of all files there."""
        return sorted(path.name for path in self.root.rglob("*") if path.is_file())


class Files(asyncssh.SFTPServer):
    """Its disk. A full one says what OpenSSH says of it: that it failed, and when asked that nothing is free."""

    machine: Machine

    def __init__(self, channel: Any) -> None:
        super().__init__(channel, chroot=bytes(self.machine.root))

    def write(self, file_obj: object, offset: int, data: bytes) -> Any:
        if self.machine.cuts:
            self.channel.get_connection().abort()
        if self.machine.full:
            raise asyncssh.SFTPFailure("Failure")
        return super().write(file_obj, offset, data)

    def statvfs(self, path: bytes) -> Any:
        return asyncssh.SFTPVFSAttrs(frsize=4096, bavail=0) if self.machine.full else super().statvfs(path)

    def posix_rename(self, oldpath: bytes, newpath: bytes) -> Any:
        if self.machine.old:
            raise asyncssh.SFTPOpUnsupported("not here")
        return super().posix_rename(oldpath, newpath)


class Door(asyncssh.SSHServer):
    """Who may come in."""

    machine: Machine

    def begin_auth(self, username: str) -> bool:
        self.machine.logins += 1
        return True

    def password_auth_supported(self) -> bool:
        return True

    def validate_password(self, username: str, password: str) -> bool:
        return (username, password) == (USER, PASSWORD)


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Machine]:
    host, own = (asyncssh.generate_private_key("ssh-ed25519") for _ in range(2))
    key, authorized, known = (tmp_path / name for name in ("key", "authorized", "known_hosts"))
    key.write_bytes(own.export_private_key())
    authorized.write_bytes(own.export_public_key())
    there = Machine(tmp_path / "machine", Account(HERE, 0, USER, known, key))
    there.root.mkdir()
    door, files = (type("There", (kind,), {"machine": there}) for kind in (Door, Files))

    async def listen() -> asyncssh.SSHAcceptor:
        opens = {"server_host_keys": [host], "authorized_client_keys": str(authorized)}
        return await asyncssh.create_server(door, HERE, 0, **opens, sftp_factory=files)

    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    listening = asyncio.run_coroutine_threadsafe(listen(), loop).result()
    port = listening.get_port()
    known.write_text(f"[{HERE}]:{port} {host.export_public_key().decode()}")
    there.account = replace(there.account, port=port)
    yield there
    loop.call_soon_threadsafe(listening.close)
    loop.call_soon_threadsafe(loop.stop)
    thread.join()


def test_what_is_put_is_got_listed_and_removed(machine: Machine) -> None:
    target = machine.target(key=None, password=PASSWORD)
    assert target.sizes("media/") == {}
    for number in range(3):
        assert target.put(f"media/{number}/x", [b"a" * number, b"b"]) == number + 1
    target.put("backups/x", [])
    assert target.sizes("media/") == {f"media/{number}/x": number + 1 for number in range(3)}
    large = bytes(range(256)) * 10_000
    target.put("backups/x", [large[:5], large[5:]])
    assert b"".join(target.get("backups/x")) == large
    target.remove("media/2/x")
    target.remove("media/2/x")
    assert topic_of(lambda: list(target.get("media/2/x"))) == "backup.missing"
    assert {path.stat().st_mode & 0o077 for path in machine.root.glob("plant 1/一号/**/*")} == {0}


def test_a_machine_that_replaces_nothing_is_given_a_free_name(machine: Machine) -> None:
    machine.old = True
    target = machine.target()
    for content in (b"one", b"two"):
        target.put("backups/x", [content])
    assert b"".join(target.get("backups/x")) == b"two"
    assert machine.left() == ["x"]


def test_what_breaks_off_in_the_middle_leaves_nothing(machine: Machine) -> None:
    def pieces() -> Iterator[bytes]:
        yield b"x" * 35
        raise BackupError("backup.disk_fault")

    assert topic_of(lambda: machine.target().put("backups/x", pieces())) == "backup.disk_fault"
    assert machine.left() == []


def test_another_machine_under_the_same_address_is_told_nothing(machine: Machine) -> None:
    other = asyncssh.generate_private_key("ssh-ed25519").export_public_key().decode()
    machine.account.known_hosts.write_text(f"[{HERE}]:{machine.account.port} {other}")
    assert topic_of(lambda: machine.target().put("backups/x", [b"x"])) == "backup.target_unknown"
    machine.account.known_hosts.write_text("")
    assert topic_of(lambda: machine.target().sizes("backups/")) == "backup.target_unknown"
    assert machine.logins == 0


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"key": None, "password": "guessed"}, "Permission denied"),
        ({"port": 9}, "connect call failed"),
        ({"key": Path(__file__)}, "private key"),
    ],
)
def test_why_it_is_out_of_reach_is_told(machine: Machine, wrong: dict[str, Any], why: str) -> None:
    with pytest.raises(BackupError) as refused:
        machine.target(**wrong).sizes("media/")
    assert refused.value.topic == "backup.target_away"
    assert why.lower() in refused.value.facts["why"].lower()
    assert PASSWORD not in str(refused.value.facts)


@only_sqlite
@pytest.mark.parametrize(("trouble", "topic"), [("full", "backup.target_full"), ("cuts", "backup.target_away")])
def test_a_backup_that_fails_there_leaves_the_last_one_good(
    lives: BackedUp, machine: Machine, trouble: str, topic: str
) -> None:
    lives.target = machine.target()
    good = lives.back_up()
    setattr(machine, trouble, True)
    assert topic_of(lives.back_up) == topic
    setattr(machine, trouble, False)
    lives.target = machine.target()
    assert sorted(lives.target.sizes("backups/")) == [f"backups/{good.name}.database", f"backups/{good.name}.manifest"]
    assert not [name for name in machine.left() if name.endswith(".under-way")]
    lives.try_out(good.name)


@only_sqlite
def test_a_company_goes_there_and_comes_back(lives: BackedUp, machine: Machine) -> None:
    lives.target = machine.target()
    made = lives.back_up()
    lives.try_out(made.name)
    assert lives.restore(made.name, lives.aside()).holds() == lives.holds()
