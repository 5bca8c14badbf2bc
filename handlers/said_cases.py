"""The words of all cases, kept in memory as the tables stand, in every process by itself; a search looks there."""

import logging
from collections.abc import Collection, Sequence
from threading import Lock, Thread

from sqlalchemy import Connection, Engine

from nlp.said import Said, SaidCase, Sought
from storage import search
from storage.case_feed import CaseFeed
from storage.engine import read_transaction
from storage.lists import Page
from storage.queries import Viewer

log = logging.getLogger(__name__)


class SaidCases:
    """Follows what is committed, by whichever process: before each search it reads what has changed since.

    What is searched for while all cases are still being read waits for that.
    """

    def __init__(self) -> None:
        self._said = Said()
        self._feed = CaseFeed()
        self._lock = Lock()

    def begin(self, engine: Engine) -> None:
        """Read all cases beside the work."""
        Thread(target=self._read_beside, args=(engine,), name="said cases", daemon=True).start()

    def saying(self, connection: Connection, sought: Sequence[Sought]) -> list[str]:
        """The ids of the cases that hold every word; the open ones first, then the newest."""
        with self._lock:
            self._follow(connection)
        return self._said.saying(sought)

    def _read_beside(self, engine: Engine) -> None:
        try:
            with self._lock, read_transaction(engine) as connection:
                self._follow(connection)
        except Exception:  # the first search tries again, and says so where it fails
            log.exception("the words of the cases could not be read")

    def _follow(self, connection: Connection) -> None:
        with self._feed.changes(connection) as changed:
            cases = search.all_worded(connection) if changed is None else search.worded(connection, changed)
            for case in cases:
                self._said.put(SaidCase(case.id, case.words, case.about, case.is_open, case.received))


def find_cases(
    said: SaidCases,
    connection: Connection,
    viewer: Viewer,
    words: Sequence[tuple[str, Collection[str]]],
    page: int,
    narrowed: search.Narrowed = search.EVERYTHING,
) -> Page:
    """A page of the cases that match every word, as far as the viewer may see them.

    words: each with the categories whose name it is part of.
    """
    return search.page_of(connection, viewer, matching(said, connection, words), page, narrowed)


def matching(said: SaidCases, connection: Connection, words: Sequence[tuple[str, Collection[str]]]) -> list[str]:
    """The ids of all cases that match every word, whoever may see them."""
    sought = [
        Sought(word, {*search.named(connection, word), *categories}, search.numbered(connection, word))
        for word, categories in words
    ]
    return said.saying(connection, sought)
