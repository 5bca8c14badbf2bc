"""A judgement in service with a candidate in its shadow: both judge the same words, one answers, the rest is noted."""

import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from queue import Full, Queue
from threading import Lock, Thread

from nlp.classifier import Classifier, Judgement
from workflow.library import Category

CLOSE_SECONDS = 5.0  # how long an end waits for the candidate; what it has not judged then is not compared
MOST_WAITING = 200  # words; what comes while so many wait is not compared

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Side:
    """What one of the two makes of some words. guess: the best one, also where it abstained."""

    model: str
    guess: Category | None
    confidence: float
    abstained: bool
    entry: str | None


@dataclass(frozen=True)
class Compared:
    """What both make of the same words, which are kept nowhere. failed: the error of a candidate that has no answer."""

    serving: Side
    candidate: Side
    failed: str = ""


class Shadow:
    """Answers as the one in service does, at once; the candidate judges later, in a thread of its own.

    note: is given each comparison, in that thread. Whatever candidate or note raise is logged, and the answer stands.
    A kind that a person has named is not compared: there is nothing to guess of it.
    """

    def __init__(self, serving: Classifier, candidate: Classifier, note: Callable[[Compared], None]) -> None:
        self.model = serving.model  # at first; whose judgement one is, it says itself
        self._serving = serving
        self._candidate = candidate
        self._note = note
        self._waiting: Queue[tuple[str, Side] | None] = Queue(MOST_WAITING)
        self._starting = Lock()
        self._thread: Thread | None = None
        self._told: set[str] = set()

    def judge(self, words: str) -> Judgement:
        judged = self._serving.judge(words)
        try:
            self._waiting.put_nowait((words, side(judged)))
            self._start()
        except Full:
            self._tell("it is behind: some words are not compared")
        except Exception as error:
            self._tell(type(error).__name__)
        return judged

    def judge_within(self, words: str, category: Category) -> Judgement:
        return self._serving.judge_within(words, category)

    def settle(self) -> None:
        """Wait until everything that was judged so far is compared."""
        self._waiting.join()

    def close(self) -> None:
        """Compare what still waits, unless that takes long, and end the thread."""
        with self._starting:
            if self._thread is None:
                return
            with suppress(Full):
                self._waiting.put(None, timeout=CLOSE_SECONDS)
                self._thread.join(CLOSE_SECONDS)
            self._thread = None

    def _start(self) -> None:
        with self._starting:
            if self._thread is None:
                self._thread = Thread(target=self._work, name="shadow", daemon=True)
                self._thread.start()

    def _work(self) -> None:
        while (waiting := self._waiting.get()) is not None:
            try:
                self._compare(*waiting)
            except Exception as error:
                self._tell(f"not noted: {type(error).__name__}")
            finally:
                self._waiting.task_done()
        self._waiting.task_done()

    def _compare(self, words: str, serving: Side) -> None:
        try:
            compared = Compared(serving, side(self._candidate.judge(words)))
        except Exception as error:
            self._tell(type(error).__name__)
            compared = Compared(serving, Side(self._candidate.model, None, 0.0, True, None), type(error).__name__)
        if not compared.failed and compared.candidate.guess is not serving.guess:
            log.debug("%s: %s %.2f, %s: %s %.2f", *_told(serving), *_told(compared.candidate))
        self._note(compared)

    def _tell(self, what: str) -> None:
        """Once of each kind: a candidate that fails fails at every message, and an error may tell words."""
        if what not in self._told:
            self._told.add(what)
            log.warning("the candidate %s: %s", self._candidate.model, what)


def side(judged: Judgement) -> Side:
    guess = judged.category or (judged.alternatives[0].category if judged.alternatives else None)
    return Side(judged.model, guess, judged.confidence, judged.abstained, judged.entry)


def _told(one: Side) -> tuple[str, str, float]:
    return one.model, str(one.guess or "nothing"), one.confidence
