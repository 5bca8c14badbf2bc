"""How long `hazardline ledger` takes over a long register, and how much memory, in a process of its own.

`python -m tests.bench.ledger [CASES]` measures SQLite, and PostgreSQL where HAZARDLINE_TEST_POSTGRES names a server:
`make bench-ledger`. Each case has its words, what was done of it, and the events that say so.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from sqlalchemy import Engine, insert, select

from bot.ledger_command import write
from storage import tables
from storage.engine import read_transaction, write_transaction
from storage.sealed_types import in_row
from tests.bench.digest import NOW, fill, postgres, sqlite
from tests.bench.figures import Aim, Figure, repeated, table
from tests.bench.machine import described, memory
from tests.engines import address_of, opened
from workflow.ids import new_id

CASES, AT_ONCE, TIMES = 100_000, 2_000, 3
READER = "吴静"
SECONDS, MEBIBYTES = Aim(60), Aim(300)
FOUND = "冲压车间 2 号冲床防护罩两颗螺丝松了，开机时会晃，手伸过去取料可能被压伤"
DONE = "停机断电挂牌，四颗螺丝全部换成防松的，试车半小时没有再松，拍了照片"


def say(engine: Engine) -> None:
    """What people wrote of each case: at its report, and as it was handed in."""
    with read_transaction(engine) as connection:
        cases = list(connection.execute(select(tables.hazards.c.id)).scalars())
    for begun in range(0, len(cases), AT_ONCE):
        some = cases[begun : begun + AT_ONCE]
        with write_transaction(engine) as connection:
            texts = [text for case in some for text in _texts(case)]
            connection.execute(insert(tables.texts), texts)
            connection.execute(insert(tables.events), [_event(text) for text in texts if text["field"] == "remark"])
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE")  # as the database does by itself in service


def _texts(case: str) -> Iterator[dict[str, Any]]:
    for field, body in (("words", FOUND), ("remark", DONE)):
        row_id = new_id()
        plain = {"id": row_id, "subject_kind": "hazard", "subject_id": case, "field": field}
        yield {**plain, **in_row(row_id, {"body": f"{body} {row_id[-4:]}", "salt": "s"})}


def _event(text: dict[str, Any]) -> dict[str, Any]:
    facts = {"words": {"remark": {"text": text["id"], "digest": "0" * 64}}}
    about = {"subject_kind": "hazard", "subject_id": text["subject_id"], "version": 2, "kind": "submitted"}
    return {"id": new_id(), **about, "at": NOW, "actor_id": None, "facts": facts, "mac": None}


def export(url: str, folder: str) -> None:
    """In a process of its own: all there is, and what it took, as JSON."""
    began = time.perf_counter()
    file, count = write(opened(url), READER, date(2020, 1, 1), date(2026, 12, 31), Path(folder), NOW)
    told = {"seconds": time.perf_counter() - began, "mebibytes": memory("most"), "cases": count, "file": str(file)}
    print(json.dumps(told))


def measured(engine: Engine, folder: Path) -> list[Figure]:
    """Seconds by the clock and the most memory that it ever held; the last file is opened again and counted."""
    told = [_exported(address_of(engine), folder) for _ in range(TIMES)]
    file = Path(told[-1]["file"])
    _check(file, told[-1]["cases"])
    name = f"{engine.dialect.name}, {told[-1]['cases']:,} rows"
    most = tuple(run["mebibytes"] for run in told)
    return [
        repeated(f"{name}: the whole ledger", [run["seconds"] for run in told], "s", SECONDS),
        Figure(f"{name}: the most memory", max(most), "MiB", MEBIBYTES, most),
        Figure(f"{name}: the workbook", file.stat().st_size / 2**20, "MiB"),
    ]


def _exported(url: str, folder: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.bench.ledger", "--export", url, str(folder)]
    ended = subprocess.run(command, capture_output=True, text=True, check=True)
    told: dict[str, Any] = json.loads(ended.stdout.splitlines()[-1])
    return told


def _check(file: Path, cases: int) -> None:
    rows = sum(1 for _ in load_workbook(file, read_only=True).worksheets[0].iter_rows(min_row=3))
    if rows != cases:
        raise SystemExit(f"{rows} of {cases} rows")


def main(cases: int) -> None:
    server, figures = os.environ.get("HAZARDLINE_TEST_POSTGRES"), list[Figure]()
    with tempfile.TemporaryDirectory(dir=Path(__file__).parent) as folder, ExitStack() as stack:
        print("\n".join(f"- {line}" for line in described(Path(folder))))
        engines = [stack.enter_context(sqlite(Path(folder)))]
        engines += [stack.enter_context(postgres(server))] if server else []
        for engine in engines:
            fill(engine, cases)
            say(engine)
            figures += measured(engine, Path(folder))
    print(table(figures))


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["--export", url, folder]:
            export(url, folder)
        case [cases]:
            main(int(cases))
        case _:
            main(CASES)
