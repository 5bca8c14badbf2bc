"""How quickly `hazardline audit verify` holds the chain over a million events against them.

`python -m tests.bench.audit [ROWS]` measures SQLite, and PostgreSQL where HAZARDLINE_TEST_POSTGRES names a server:
`make bench-audit`.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from rich.progress import track
from sqlalchemy import Connection, Engine, insert, select, text

from storage import chain, tables, vouching
from storage.case_feed import NEVER
from storage.engine import write_transaction
from storage.links import FIRST, Measured, linker, row_measured
from storage.sealed_types import ring_of
from storage.verify import Report, at_one_moment, verify_chain, verify_unlinked
from tests.bench.digest import postgres, sqlite
from workflow.ids import new_id

AT_ONCE = 10_000
TIMES = 3
START = datetime(2026, 1, 1, tzinfo=UTC)


def fill(engine: Engine, rows: int) -> None:
    """Events as turns write them, seven of a case, each vouched for, and a link for each."""
    key, last, head = ring_of(engine).key("chain"), NEVER, chain.Head(0, FIRST)
    link = linker(key)
    for begun in track(range(0, rows, AT_ONCE), description=engine.dialect.name, transient=True):
        with write_transaction(engine) as connection:
            made = [vouching.with_mac(key, "event", _event(n)) for n in range(begun, min(begun + AT_ONCE, rows))]
            connection.execute(insert(tables.events), made)
            links = []
            for id_, *row in connection.execute(_rows_after(connection, last)):
                head = chain.Head(head.position + 1, link(head.link, head.position + 1, "event", Measured(*row)))
                links.append({"position": head.position, "source": "event", "source_id": id_, "link": head.link})
            chain.append(connection, links)
            last = made[-1]["id"]
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))


def _rows_after(connection: Connection, last: str) -> Any:
    id_ = tables.events.c.id
    return select(id_, *row_measured("event", connection.dialect)).where(id_ > last).order_by(id_)


_STANDS: dict[str, Any] = {
    **{"state": "rectifying", "department": new_id(), "grade": "general", "due": START.isoformat(), "closed": None},
    **{"area": new_id(), "category": "fire", "limit": START.isoformat(), "spent": 0},
}
_FACTS: dict[str, Any] = {
    **{"owner": new_id(), "actor_department": new_id(), "actor_roles": ["worker"], "stands": _STANDS},
    **{"row": "1:" + "0" * 64, "words": {"remark": {"text": new_id(), "digest": "0" * 64}}},
}


def _event(number: int) -> dict[str, Any]:
    about = {"subject_kind": "hazard", "subject_id": f"00000000-0000-7000-8000-{number // 7:012d}"}
    event = {"id": new_id(), **about, "version": number % 7 + 1, "kind": "progress_posted", "actor_id": _STANDS["area"]}
    return {**event, "at": START + timedelta(seconds=number), "facts": _FACTS}


def measure(engine: Engine, rows: int) -> dict[str, float]:
    """Rows a second of chain and search for what is not linked, by the clock and by this process's processor time."""
    key, report = ring_of(engine).key("chain"), Report()

    def linked() -> None:
        verify_chain(connection, linker(key), {}, report, lambda done: None)

    def unlinked() -> None:
        verify_unlinked(connection, key, report)

    with at_one_moment(engine) as connection:
        chained, worked = _timed(linked)
        looked, looked_worked = _timed(unlinked)
    if report.count or report.rows != rows:
        raise SystemExit(f"not as it was written: {report.doubts[:3]}")
    return {
        "rows/s": rows / (chained + looked),
        "rows/s of processor": rows / (worked + looked_worked),
        "the chain, s": chained,
        "what is not linked, s": looked,
    }


def _timed(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds by the clock, and of this process's processor."""
    began, worked = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - began, time.process_time() - worked


def main(rows: int) -> None:
    server = os.environ.get("HAZARDLINE_TEST_POSTGRES")
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        opened = [stack.enter_context(sqlite(Path(folder)))]
        opened += [stack.enter_context(postgres(server))] if server else []
        for engine in opened:
            fill(engine, rows)
            for time_ in range(1, TIMES + 1):
                print(f"{engine.dialect.name}, {rows:,} rows, time {time_}, load {os.getloadavg()[0]:.1f}")
                for name, figure in measure(engine, rows).items():
                    print(f"{name:>34} {figure:,.1f}", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
