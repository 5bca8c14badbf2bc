"""How quickly the chain over a million events is held against them: `make bench-audit`, on SQLite."""

import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, insert

from storage import chain, tables
from storage.case_feed import NEVER
from storage.engine import open_engine, read_transaction, write_transaction
from storage.links import linker
from storage.schema import migrate
from storage.verify import Report, at_one_moment, verify_chain, verify_unlinked
from workflow.ids import new_id

KEY = b"k" * 32
AT_ONCE = 10_000
START = datetime(2026, 1, 1, tzinfo=UTC)


def fill(engine: Engine, rows: int) -> None:
    """Events as turns write them, seven of a case, and a link for each."""
    link, since = linker(KEY), NEVER
    chain.BATCH = AT_ONCE
    for begun in range(0, rows, AT_ONCE):
        with write_transaction(engine) as connection:
            connection.execute(insert(tables.events), [_event(number) for number in range(begun, begun + AT_ONCE)])
            links = chain.next_links(connection, link, since)
            chain.append(connection, links)
            since = links[-1]["source_id"]


def _event(number: int) -> dict[str, Any]:
    stands: dict[str, Any] = {
        "state": "rectifying",
        "department": new_id(),
        "grade": "general",
        "due": START.isoformat(),
    }
    stands |= {"closed": None, "area": new_id(), "category": "fire", "limit": START.isoformat(), "spent": 0}
    facts: dict[str, Any] = {
        "owner": new_id(),
        "actor_department": new_id(),
        "actor_roles": ["worker"],
        "stands": stands,
    }
    facts |= {"row": "1:" + "0" * 64, "words": {"remark": {"text": new_id(), "digest": "0" * 64}}}
    about = {"subject_kind": "hazard", "subject_id": f"00000000-0000-7000-8000-{number // 7:012d}"}
    event = {"id": new_id(), **about, "version": number % 7 + 1, "kind": "progress_posted", "actor_id": new_id()}
    return {**event, "at": START + timedelta(seconds=number), "facts": facts}


def measure(rows: int) -> dict[str, float]:
    """Rows a second by the clock and by the processor, and the seconds of looking for what is not linked."""
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite:///{Path(folder) / 'hazardline.db'}")
        migrate(engine)
        fill(engine, rows)
        report = Report()
        with at_one_moment(engine) as connection:
            began, worked = time.perf_counter(), time.process_time()
            verify_chain(connection, linker(KEY), {}, report, lambda done: None)
            took, work = time.perf_counter() - began, time.process_time() - worked
            verify_unlinked(connection, report)
            looked = time.perf_counter() - began - took
        with read_transaction(engine) as connection:
            began = time.perf_counter()
            chain.next_links(connection, linker(KEY), chain.lately(connection))
            idle = time.perf_counter() - began
        engine.dispose()
    if report.count or report.rows != rows:
        raise SystemExit(f"not as it was written: {report.doubts[:3]}")
    return {"rows/s": rows / took, "rows/s of processor": rows / work, "unlinked, s": looked, "idle, s": idle}


if __name__ == "__main__":
    for name, figure in measure(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000).items():
        print(f"{name:>22} {figure:,.3f}")
