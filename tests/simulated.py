"""An event loop whose clock jumps to the next thing that is due: hours pass in a moment, and nothing is stood in for.

Work in threads (the database) takes as long as it takes, and no simulated time.
"""

import asyncio
import selectors
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")
# Where the clock begins: as far from zero as a machine that has been up for a while.
UP = 1000.0


class Simulated(asyncio.SelectorEventLoop):
    """`time()` stands still while anything can be done, and jumps where the loop would have slept."""

    def __init__(self) -> None:
        self.moment = UP
        self.working = 0  # calls in threads that are not done yet
        super().__init__(_Jumping(self))

    def time(self) -> float:
        return self.moment

    def run_in_executor(self, executor: Any, func: Any, *args: Any) -> Any:  # type: ignore[override]
        self.working += 1
        future = super().run_in_executor(executor, func, *args)
        future.add_done_callback(self._worked)
        return future

    def _worked(self, future: object) -> None:
        self.working -= 1


class _Jumping(selectors.DefaultSelector):
    def __init__(self, loop: Simulated) -> None:
        super().__init__()
        self._loop = loop

    def select(self, timeout: float | None = None) -> Any:
        if timeout is None or timeout <= 0 or self._loop.working:
            return super().select(None if self._loop.working and timeout != 0 else timeout)
        if events := super().select(0):
            return events
        self._loop.moment += timeout
        return []


def simulate(scene: Coroutine[Any, Any, T]) -> T:
    """Run a scene to its end on a simulated clock."""
    with asyncio.Runner(loop_factory=Simulated) as runner:
        return runner.run(scene)
