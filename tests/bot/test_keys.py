"""The master key: made for its owner only, asked for before anything starts, and refused with one clear line."""

import os
import subprocess
import sys
from base64 import b64encode
from pathlib import Path

import pytest
from sqlalchemy import Engine, insert, select, update

from bot.app import DEMO_WORKBOOK, sole_process
from bot.keys import BadMasterKey, check_master_key, create_key, master_key, open_keys, with_demo_keys
from bot.settings import Settings
from storage import tables
from storage.engine import fold_log, open_engine, read_transaction, write_transaction
from storage.media import MediaStore
from storage.schema import migrate
from storage.sealed_types import ring_of
from tests.bot.command_line import CommandLine
from tests.engines import MASTER_KEY, opened
from tests.photographs import photograph
from tests.scenarios.program import environment, free_port
from workflow.ids import new_id


def settings(folder: Path, **more: object) -> Settings:
    return Settings(_env_file=None, data_dir=folder / "data", **more)  # type: ignore[arg-type,call-arg]


def problem(asked: Settings) -> str:
    with pytest.raises(BadMasterKey) as refused:
        master_key(asked)
    return refused.value.topic.removeprefix("operator.master_key_")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A good master key."""
    create_key(tmp_path / "master.key")
    return tmp_path / "master.key"


def test_a_key_is_made_for_its_owner_only_and_read_again(tmp_path: Path, file: Path) -> None:
    assert file.stat().st_mode & 0o777 == 0o600
    key = master_key(settings(tmp_path, master_key_file=file))
    assert len(key) == 32
    assert file.read_bytes() == b64encode(key) + b"\n"
    assert master_key(settings(tmp_path, master_key=b64encode(key).decode())) == key
    assert key.hex() not in repr(settings(tmp_path, master_key=b64encode(key).decode()))


def test_the_command_says_what_to_set_and_never_overwrites(tmp_path: Path) -> None:
    line, file = CommandLine(tmp_path), tmp_path / "master.key"
    assert f"HAZARDLINE_MASTER_KEY_FILE={file}" in line.says("keys", "create", str(file))
    made = file.read_bytes()
    assert made.decode().strip() not in line.says("keys", "create", str(file), status=1)
    assert file.read_bytes() == made
    assert "nowhere" in line.says("keys", "create", str(tmp_path / "nowhere" / "key"), status=1)


def test_a_link_is_not_followed_into_what_is_there(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(FileExistsError):
        create_key(tmp_path / "link")
    assert not (tmp_path / "elsewhere").exists()


def test_without_a_key_and_with_two_it_is_refused(tmp_path: Path, file: Path) -> None:
    assert problem(settings(tmp_path)) == "none"
    key = b64encode(bytes(32)).decode()
    assert problem(settings(tmp_path, master_key=key, master_key_file=file)) == "two"


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o666, 0o700, 0o620])
def test_a_file_that_others_may_open_is_refused(tmp_path: Path, file: Path, mode: int) -> None:
    file.chmod(mode)
    assert problem(settings(tmp_path, master_key_file=file)) == "open"


def test_a_file_that_is_not_there_is_a_folder_or_holds_no_key_is_refused(tmp_path: Path, file: Path) -> None:
    assert problem(settings(tmp_path, master_key_file=tmp_path / "nowhere")) == "missing"
    assert problem(settings(tmp_path, master_key_file=tmp_path)) == "unreadable"
    for written in (b"", b"abc", b64encode(bytes(31)), bytes(32), b64encode(bytes(32)) * 2):
        file.write_bytes(written)
        assert problem(settings(tmp_path, master_key_file=file)) == "no_key"


def test_a_file_in_the_data_folder_is_refused_also_behind_a_link(tmp_path: Path, file: Path) -> None:
    asked = settings(tmp_path, master_key_file=tmp_path / "link")
    asked.data_dir.mkdir()
    file.rename(asked.data_dir / "master.key")
    (tmp_path / "link").symlink_to(asked.data_dir / "master.key")
    assert problem(asked) == "inside"
    assert problem(settings(tmp_path, master_key_file=asked.data_dir / "master.key")) == "inside"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
def test_a_file_of_somebody_else_is_refused(tmp_path: Path, file: Path) -> None:
    os.chown(file, 12345, 12345)
    assert problem(settings(tmp_path, master_key_file=file)) == "foreign"


def test_only_a_demo_makes_itself_a_key(empty_url: str, tmp_path: Path) -> None:
    asked, engine = settings(tmp_path), open_engine(empty_url)
    migrate(engine)
    with write_transaction(engine) as connection:
        connection.execute(insert(tables.company), {"code": "P", "name": "恒力", "demo": False, "settings": {}})
    with pytest.raises(BadMasterKey, match="HAZARDLINE_MASTER_KEY"):
        open_keys(engine, asked)
    assert not asked.data_dir.exists()
    with write_transaction(engine) as connection:
        connection.execute(update(tables.company).values(demo=True))
    check_master_key(engine, asked)
    assert not asked.data_dir.exists()
    ring = open_keys(engine, with_demo_keys(asked))
    assert (asked.data_dir / "master.key").stat().st_mode & 0o777 == 0o600
    assert open_keys(engine, asked).ids == ring.ids
    check_master_key(engine, asked)
    engine.dispose()


def test_another_key_than_that_of_the_database_is_refused(engine: Engine, tmp_path: Path, file: Path) -> None:
    with write_transaction(engine) as connection:
        connection.execute(update(tables.company).values(demo=False))
    open_keys(engine, settings(tmp_path, master_key=b64encode(MASTER_KEY).decode()))
    for start in (open_keys, check_master_key):
        with pytest.raises(BadMasterKey) as refused:
            start(engine, settings(tmp_path, master_key_file=file))
        assert refused.value.topic == "operator.master_key_wrong"
        assert refused.value.facts == {"file": str(file)}


def test_the_program_does_not_start_without_a_key_and_says_how_to_make_one(engine: Engine, tmp_path: Path) -> None:
    with write_transaction(engine) as connection:
        connection.execute(update(tables.company).values(demo=False))
        address = {"bot": "telegram", "address": "1"}
        person = connection.execute(tables.people.select()).first()
        assert person is not None
        connection.execute(insert(tables.addresses), {"id": person.id, "person_id": person.id, **address})
    url = engine.url.render_as_string(hide_password=False) if engine.dialect.name == "postgresql" else ""
    more = {"MASTER_KEY": "", "TELEGRAM_TOKEN": "1:abc", "TELEGRAM_API": "http://127.0.0.1:9"}
    run = subprocess.run(
        [sys.executable, "-m", "bot", "run"],
        env=environment(tmp_path, free_port(), url, **more),
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
    )
    (line,) = run.stderr.splitlines()
    assert (run.returncode, run.stdout) == (1, "")
    assert "hazardline keys create" in line


def lies(folder: Path) -> bytes:
    """The whole database, as somebody with a stolen disk reads it."""
    engine = opened(f"sqlite:///{folder}/data/hazardline.db")
    fold_log(engine)
    engine.dispose()
    return (folder / "data" / "hazardline.db").read_bytes()


def test_what_was_there_before_is_sealed_and_rotated_by_command(
    hazardline: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.keys_commands.LOOK_SECONDS", 0)
    hazardline.says("import-company", str(DEMO_WORKBOOK))
    engine = opened(f"sqlite:///{tmp_path}/data/hazardline.db")
    said, row_id = "冲压2号机防护罩松了", new_id()
    row = {"id": row_id, "subject_kind": "hazard", "subject_id": row_id, "field": "words", "salt": "s"}
    with write_transaction(engine) as connection:
        connection.execute(insert(tables.texts), row | {"body": said})
    store = MediaStore(tmp_path / "data" / "media", ring_of(engine))
    store.keep(photograph(1, size=(320, 240)), media_id := new_id())
    shown = store.read(media_id, "clean")
    plain = store.path(media_id, "clean").with_suffix(".jpg")
    plain.write_bytes(shown)
    store.path(media_id, "clean").unlink()
    assert said.encode() in lies(tmp_path)
    assert "2 values and 1 files" in hazardline.says("keys", "seal")
    assert said.encode() not in lies(tmp_path)
    assert not plain.exists()
    assert "0 values and 0 files" in hazardline.says("keys", "seal")
    # and the names of 25 people, in two languages, and the company's number
    assert "53 values and 3 files" in hazardline.says("keys", "rotate")
    engine = opened(f"sqlite:///{tmp_path}/data/hazardline.db")
    with read_transaction(engine) as connection:
        assert connection.execute(select(tables.texts.c.body)).scalar() == said
        retired = select(tables.data_keys.c.retired_at.is_not(None)).order_by(tables.data_keys.c.id)
        assert connection.execute(retired).scalars().all() == [True, True, False, False, False, False, False]
    assert MediaStore(tmp_path / "data" / "media", ring_of(engine)).read(media_id, "clean") == shown


def test_another_master_key_is_put_in_the_place_of_the_old_one(
    hazardline: CommandLine, tmp_path: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hazardline.says("import-company", str(DEMO_WORKBOOK))
    url, everybody = f"sqlite:///{tmp_path}/data/hazardline.db", select(tables.people.c.name)
    engine = opened(url)
    with read_transaction(engine) as connection:
        before = connection.execute(everybody).scalars().all()
    file.chmod(0o644)
    with pytest.raises(BadMasterKey):
        hazardline.says("keys", "rewrap", str(file))
    file.chmod(0o600)
    assert f"HAZARDLINE_MASTER_KEY_FILE={file}" in hazardline.says("keys", "rewrap", str(file))
    with pytest.raises(BadMasterKey, match="HAZARDLINE_MASTER_KEY"):
        open_keys(engine, settings(tmp_path, master_key=b64encode(MASTER_KEY).decode()))
    monkeypatch.delenv("HAZARDLINE_MASTER_KEY")
    monkeypatch.setenv("HAZARDLINE_MASTER_KEY_FILE", str(file))
    assert "0 values and 0 files" in hazardline.says("keys", "seal")
    open_keys(engine, settings(tmp_path, master_key_file=file))
    with read_transaction(engine) as connection:
        assert connection.execute(everybody).scalars().all() == before
        record = select(tables.audit_records.c.facts).where(tables.audit_records.c.kind == "keys")
        assert {"what": "rewrapped"} in connection.execute(record).scalars().all()


@pytest.mark.parametrize("command", [("rewrap", "master.key"), ("rotate", "--lookup")])
def test_what_all_processes_have_to_know_at_once_is_changed_while_none_runs(
    hazardline: CommandLine, tmp_path: Path, file: Path, command: tuple[str, str]
) -> None:
    hazardline.says("import-company", str(DEMO_WORKBOOK))
    with sole_process(settings(tmp_path)):
        assert "The service is running" in hazardline.says("keys", *command, status=1)
