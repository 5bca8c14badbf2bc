"""What a board costs where very many cases are: to read it, to list what is behind it, and to keep 200 of them live.

`python -m tests.bench.board [--cases N] [--boards N]` measures SQLite, and PostgreSQL where HAZARDLINE_TEST_POSTGRES
names a server; one in fifty of the cases is open. "Cold" is the first reading after the database was opened anew: what
the system itself keeps of the file in memory stays there.
"""

import argparse
import asyncio
import os
import tempfile
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import httpx
import uvicorn
from sqlalchemy import Connection, Engine, insert, select, text, update

from bot.board_pages import BoardPages, Opened
from bot.own_pages import OwnPages
from bot.web.board import board_routes
from bot.web.signed_in import SignedIn
from bot.web.webhooks import create_webhook_app
from storage import directory, tables, web_sessions
from storage.daily_figures import follow_all
from storage.engine import read_transaction, write_transaction
from storage.mapping import map_domain
from storage.unit_of_work import House
from storage.web_sessions import Session, WebSessions
from templates.render import Renderer
from tests.bench.digest import NOW, TODAY, ZONE, fill, postgres, sqlite
from tests.bench.figures import Aim, Figure, percentile, repeated, table
from tests.bench.machine import described
from tests.engines import address_of, opened
from workflow.board import scope
from workflow.calendar import Calendar
from workflow.ids import new_id
from workflow.library import Grade
from workflow.lifecycle import State
from workflow.people import Language, Person, Role
from workflow.standing import Standing

HERE = "http://127.0.0.1"
READINGS = 40
COLD, WARM, LIVE = Aim(1500), Aim(300), Aim(2000)  # milliseconds
CHANGES = 5
# What `fill` calls the kinds of cases that came in, as the labels know them.
KINDS = ("electrical", "mechanical", "fire", "height", "chemical")


def settle(engine: Engine, cases: int) -> None:
    """So many cases; nothing of them waits to be counted."""
    fill(engine, cases)
    with write_transaction(engine) as connection:
        for number, kind in enumerate(KINDS):
            named = {"kind": f"kind-{number}", "named": kind}
            connection.execute(text("UPDATE daily_places SET category = :named WHERE category = :kind"), named)
        follow_all(connection, lambda moment: moment.astimezone(ZONE).date())


def pages_of(engine: Engine) -> BoardPages:
    return BoardPages(House(engine, Calendar(ZONE), "YH"), lambda: NOW)


def boards_of(connection: Connection) -> dict[str, Opened]:
    """The company's board, and a department's."""
    found = {}
    for name, role in (("company", Role.EXECUTIVE), ("department", Role.DEPARTMENT_HEAD)):
        right = scope(directory.holders(connection, role, TODAY)[-1], TODAY)
        assert right is not None
        found[name] = Opened(right, Language.ZH_CN)
    return found


def read(engine: Engine, where: str) -> list[Figure]:
    """A board, counted up to now, read and rendered; and the lists behind its figures."""
    figures = []
    with read_transaction(engine) as connection:
        boards = boards_of(connection)
    for name, board in boards.items():
        fresh = opened(address_of(engine))
        pages, nobody = pages_of(fresh), Session("", Person("", "", "", board.language), NOW)
        figures.append(Figure(f"{where}: the {name}'s board, cold", _took(lambda: pages.picture(board)), "ms", COLD))  # noqa: B023
        warm = [_took(lambda: pages.picture(board)) for _ in range(READINGS)]  # noqa: B023
        figures.append(Figure(f"{where}: the {name}'s board, warm, p95", percentile(warm, 0.95), "ms", WARM))
        for asked in ({"list": "open"}, {"list": "overdue"}, {"list": "came"}, {"list": "closed"}):
            took = [_took(lambda: pages.cases(nobody, board, asked)) for _ in range(5)]  # noqa: B023
            figures.append(repeated(f"{where}: the {name}'s list of {asked['list']} cases", took, "ms", COLD))
        fresh.dispose()
    return figures


def _took(ask: Callable[[], object]) -> float:
    began = time.perf_counter()
    ask()
    return (time.perf_counter() - began) * 1000


def change(engine: Engine) -> None:
    """One open case is closed, as a turn writes it."""
    with write_transaction(engine) as connection:
        case = select(tables.hazards).where(tables.hazards.c.state == State.RECTIFYING).limit(1)
        row = connection.execute(case).one()
        stands = Standing(State.CLOSED, row.department_id, Grade.GENERAL, None, NOW, row.area_id)
        event = {"id": new_id(), "subject_kind": "hazard", "subject_id": row.id, "version": row.version + 1}
        event |= {"kind": "accepted", "at": NOW, "facts": {"stands": {**stands.facts, "category": "mechanical"}}}
        connection.execute(insert(tables.events), event)
        becomes = {"state": State.CLOSED, "closed_at": NOW, "version": row.version + 1}
        connection.execute(update(tables.hazards).where(tables.hazards.c.id == row.id).values(becomes))


def one_more(engine: Engine, where: str) -> Figure:
    """What one more change costs: it is seen, counted, and the board read again."""
    pages = pages_of(engine)
    with read_transaction(engine) as connection:
        board = boards_of(connection)["company"]
    pages.picture(board)
    pages.has_changed()
    took = []
    for _ in range(CHANGES):
        change(engine)
        took.append(_took(lambda: (pages.has_changed(), pages.picture(board))))
    return repeated(f"{where}: the board after one more change", took, "ms", WARM)


def live(engine: Engine, where: str, boards: int) -> Figure:
    """From the commit of a change until the last of so many open boards has been told, over real sockets."""
    took = asyncio.run(_live(engine, boards))
    return repeated(f"{where}: a change on the last of {boards} open boards", took, "ms", LIVE)


async def _live(engine: Engine, boards: int) -> list[float]:
    house = House(engine, Calendar(ZONE), "YH")
    own = OwnPages(house, Renderer(ZONE), lambda: NOW, lambda person, attachment, variant: None)
    signed_in, stop = SignedIn(own, HERE), asyncio.Event()
    app = create_webhook_app([], board_routes(pages_of(engine), signed_in, stop.is_set))
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="warning"))
    serving = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    address = f"{HERE}:{server.servers[0].sockets[0].getsockname()[1]}"
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=None)
    cookies = {"hazardline": _session(engine)}
    async with httpx.AsyncClient(base_url=address, cookies=cookies, limits=limits, timeout=60) as client:
        told = _Told(boards)
        readers = [asyncio.create_task(told.read(client)) for _ in range(boards)]
        await told.all_of_them()
        took = []
        for _ in range(CHANGES):
            await asyncio.sleep(1)
            began = time.perf_counter()
            await asyncio.to_thread(change, engine)
            await told.all_of_them()
            took.append((time.perf_counter() - began) * 1000)
        stop.set()
        server.should_exit = True
        for reader in readers:
            reader.cancel()
        await asyncio.gather(*readers, return_exceptions=True)
    await serving
    return took


class _Told:
    """Which of the open boards have been told since it was asked last."""

    def __init__(self, boards: int) -> None:
        self._waiting = self._boards = boards
        self._all = asyncio.Event()

    async def read(self, client: httpx.AsyncClient) -> None:
        async with client.stream("GET", "/board/events") as stream:
            assert stream.status_code == 200, stream.status_code
            async for line in stream.aiter_lines():
                if line.startswith("event: board"):
                    self._waiting -= 1
                    if self._waiting <= 0:
                        self._all.set()

    async def all_of_them(self) -> None:
        async with asyncio.timeout(120):
            await self._all.wait()
        self._waiting = self._boards
        self._all.clear()


def _session(engine: Engine) -> str:
    """What the browser of an executive bears."""
    digest: Any = new_id()
    with write_transaction(engine) as connection:
        person = directory.holders(connection, Role.EXECUTIVE, TODAY)[-1]
        WebSessions(connection).offer(person.id, digest, NOW.replace(year=NOW.year + 1))
        token = web_sessions.begin(connection, digest, "chrome/windows", NOW, TODAY)
    assert token is not None
    return token


def measured(engine: Engine, where: str, boards: int) -> list[Figure]:
    map_domain()
    return [*read(engine, where), one_more(engine, where), live(engine, where, boards)]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.board", description=__doc__)
    parser.add_argument("--cases", type=int, default=1_000_000, help="so many cases on either engine")
    parser.add_argument("--boards", type=int, default=200, help="so many open boards")
    chosen = parser.parse_args()
    server = os.environ.get("HAZARDLINE_TEST_POSTGRES")
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory(dir=Path(__file__).parent) as folder:
        print("\n".join(f"- {line}" for line in described(Path(folder))), flush=True)
        engines: list[AbstractContextManager[Engine]] = [sqlite(Path(folder)), *([postgres(server)] if server else [])]
        for context in engines:
            with context as engine:
                settle(engine, chosen.cases)
                figures += measured(engine, f"{engine.dialect.name}, {chosen.cases:,} cases", chosen.boards)
    print(table(figures))


if __name__ == "__main__":
    main()
