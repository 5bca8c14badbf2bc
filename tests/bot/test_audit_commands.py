"""`hazardline audit` as somebody types it, mostly as a process of its own: what it prints, and how it ends."""

import json
import os
import shutil
import subprocess
import sys
from base64 import b64encode
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from storage import chain, tables
from storage.engine import read_transaction, write_transaction
from templates.heads import in_short
from tests.bot.command_line import CommandLine
from tests.conftest import only_sqlite
from tests.engines import MASTER_KEY
from tests.scenarios.test_whole_life import report
from tests.unguarded import unguard
from tests.world import World


class Audited:
    """A company with a case and a picture, all of it linked, and the commands to look at it."""

    def __init__(self, url: str, folder: Path) -> None:
        self.world = World(url, folder, restarting=False)
        self.folder, self.outside = folder, folder / "heads.jsonl"
        self.world.company.chainer._outside = self.outside
        report(self.world)
        self.world.company.chainer.link()
        self._environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("HAZARDLINE_")},
            **{"HAZARDLINE_DATA_DIR": str(folder), "HAZARDLINE_DATABASE_URL": url, "LC_ALL": "C.UTF-8"},
            **{"HAZARDLINE_MASTER_KEY": b64encode(MASTER_KEY).decode(), "HAZARDLINE_AUDIT_HEADS": str(self.outside)},
        }

    def audit(self, *arguments: str, status: int = 0) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "bot", "audit", *arguments]
        options: dict[str, Any] = {"cwd": self.folder, "env": self._environment, "capture_output": True, "text": True}
        run = subprocess.run(command, **options, timeout=300)
        assert run.returncode == status, run.stdout + run.stderr
        return run


@pytest.fixture
def audited(demo_url: str, tmp_path: Path) -> Audited:
    return Audited(demo_url, tmp_path)


def test_what_is_sound_ends_with_0_and_what_is_not_with_1(audited: Audited) -> None:
    found = json.loads(audited.audit("verify", "--json").stdout)
    assert (found["sound"], found["doubts"], found["heads"], found["photos"]) == (True, [], 1, 1)
    last = json.loads(audited.outside.read_text().splitlines()[-1])
    assert (last["number"], last["words"]) == (found["head"]["position"], found["words"])
    with write_transaction(audited.world.company.engine) as connection:
        unguard(connection)
        event = connection.execute(select(tables.events.c.id).limit(1)).scalar_one()
        links = tables.chain.c
        at = connection.execute(select(links.position).where(links.source_id == event)).scalar_one()
        connection.execute(update(tables.events).where(tables.events.c.id == event).values(kind="closed"))
    said = audited.audit("verify", status=1).stdout
    assert f"DOUBT altered at position {at}: event {event}" in said
    assert in_short("en", found["head"]["position"], found["head"]["link"]) in said
    audited.world.close()


@only_sqlite
def test_a_case_is_shown_and_all_is_handed_out_signed(audited: Audited) -> None:
    with read_transaction(audited.world.company.engine) as connection:
        case = connection.execute(select(tables.hazards.c.number)).scalar_one()
        end = chain.head(connection)
    shown = audited.audit("show", "--case", case)
    assert {"reported", "photo"} <= {json.loads(line)["kind"] for line in shown.stdout.splitlines()}
    assert shown.stderr == f"Head {in_short('en', end.position, end.link)}\n"
    audited.audit("export", "audit.jsonl")
    assert len((audited.folder / "audit.jsonl").read_text().splitlines()) == end.position
    assert "unchanged" in audited.audit("verify", "--export", "audit.jsonl").stdout
    audited.world.close()


def test_what_is_not_there_is_said(hazardline: CommandLine, demo_sqlite: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = hazardline.folder / "data"
    data.mkdir()
    shutil.copy(demo_sqlite, data / "hazardline.db")
    assert "HAZARDLINE_AUDIT_HEADS is not set" in hazardline.says("audit", "verify")
    assert "Nothing is called YH-1" in hazardline.says("audit", "show", "--case", "YH-1", status=1)
    assert "There is no head 9: " in hazardline.says("audit", "show", "--head", "9", status=1)
    hazardline.says("audit", "export", "audit.jsonl")
    file = hazardline.folder / "audit.jsonl"
    file.write_text("{}\n")
    assert "was changed" in hazardline.says("audit", "verify", "--export", file.name, status=1)
    file.with_name("audit.jsonl.hmac").unlink()
    assert "audit.jsonl.hmac cannot be read" in hazardline.says("audit", "verify", "--export", file.name, status=1)
