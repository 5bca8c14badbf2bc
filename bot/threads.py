"""The threads that work for one company: several beside each other on PostgreSQL, one on SQLite."""

import asyncio
from collections import deque
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from queue import SimpleQueue
from threading import Thread
from typing import Any, TypeVar

from sqlalchemy import Engine

R = TypeVar("R")


async def in_thread(threads: Executor, work: Callable[..., R], *arguments: object) -> R:
    """What a piece of work comes to, done by one of these threads."""
    return await asyncio.get_running_loop().run_in_executor(threads, work, *arguments)


class Threads:
    """Executors by purpose: `storing` raw messages, `turns`, `composing` what they say, `carrying` the rest of it."""

    def __init__(self, engine: Engine, turns: int) -> None:
        self.storing: Executor
        self.turns: Executor
        self.composing: Executor
        self.carrying: Executor
        if engine.dialect.name == "sqlite":
            # SQLite lets one write at a time and Python one compute: more threads would only fight over both, which
            # costs a third of all turns.
            one = _OneThread()
            self.storing, self.composing = one.urgent, one.urgent
            self.turns, self.carrying = one.usual, one.usual
            self._ends = [one.end]
        else:
            self.storing = ThreadPoolExecutor(2, "store")
            self.turns = ThreadPoolExecutor(turns, "turn")
            self.carrying = self.composing = ThreadPoolExecutor(2, "courier")
            self._ends = [pool.shutdown for pool in (self.storing, self.turns, self.carrying)]

    def close(self) -> None:
        """Stop; what has been handed in is finished first."""
        for end in self._ends:
            end()


class _OneThread:
    """Takes what is urgent first, then what is usual, each in the order it came.

    Urgent is what is short and waited for: no message waits behind the turns of others to be acknowledged or answered.
    """

    def __init__(self) -> None:
        self._bell: SimpleQueue[bool] = SimpleQueue()  # True for each piece of work, False for the end
        self.urgent = _Lane(self._bell)
        self.usual = _Lane(self._bell)
        self._thread = Thread(target=self._run, name="company", daemon=True)
        self._thread.start()

    def _run(self) -> None:
        while self._bell.get():
            lane = self.urgent if self.urgent.waiting else self.usual
            future, call = lane.waiting.popleft()
            if not future.set_running_or_notify_cancel():
                continue
            try:
                future.set_result(call())
            except BaseException as error:  # whoever waits for the result hears of it
                future.set_exception(error)

    def end(self) -> None:
        """Finish what was handed in, and take nothing more."""
        self.urgent.shutdown()
        self.usual.shutdown()
        self._bell.put(False)
        self._thread.join()


class _Lane(Executor):
    def __init__(self, bell: SimpleQueue[bool]) -> None:
        self.waiting: deque[tuple[Future[Any], Callable[[], Any]]] = deque()
        self._bell = bell
        self._open = True

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        if not self._open:
            raise RuntimeError("no more work is taken: the company is being closed")
        future: Future[Any] = Future()
        self.waiting.append((future, lambda: fn(*args, **kwargs)))
        self._bell.put(True)
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        self._open = False
