"""The access token of a WeCom app: fetched by one thread of one process, shared by all, and never in a storm."""

import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import Engine

from bot.platforms.wecom_errors import OutOfReach
from storage import access_tokens
from storage.access_tokens import NOTHING, Lent
from storage.engine import AWAY, write_transaction

# Returns a token and for how many seconds it is good. Raises CallRefused, OutOfReach.
Fetch = Callable[[], tuple[str, int]]

AHEAD_SECONDS = 300  # before its end; within its life WeCom hands out the same token again
LEAST_SECONDS = 60  # between two fetches of what is about to end
FETCH_SECONDS = 20  # after which whoever fetches is taken for dead
LOOK_SECONDS = 0.1
# A token that WeCom itself has just given and refuses: to fetch it again and again would get the company throttled.
PAUSE_AFTER_REFUSAL = timedelta(seconds=60)


class Tokens:
    """The token of one bot, kept in the database under `name`. Any thread may ask."""

    def __init__(self, engine: Engine, name: str, now: Callable[[], datetime]) -> None:
        self._engine = engine
        self._name = name
        self._now = now
        self._lent = NOTHING
        self._refused_at: datetime | None = None
        self._lock = threading.Lock()  # of this process; the row in the database stands between processes

    def current(self, fetch: Fetch) -> Lent:
        """A token that is good for a while. Raises CallRefused, OutOfReach."""
        with self._lock:
            if not self._good(self._lent):
                self._lent = self._newer_than(self._lent, fetch)
            return self._lent

    def instead_of(self, refused: Lent, fetch: Fetch) -> Lent:
        """Another one, for one that WeCom refused before its time; the same, where it was fetched only just now."""
        with self._lock:
            if self._lent.version > refused.version:
                return self._lent
            if self._refused_at and self._now() < self._refused_at + PAUSE_AFTER_REFUSAL:
                return refused
            self._lent = self._newer_than(refused, fetch)
            self._refused_at = self._now()  # not before: where nothing came, the next one asks again
            return self._lent

    def _good(self, lent: Lent) -> bool:
        return bool(lent.token) and self._now() < lent.renew_at

    def _newer_than(self, old: Lent, fetch: Fetch) -> Lent:
        """What somebody else has fetched meanwhile, or what is fetched now; whoever is at it is waited for."""
        for _ in range(int(FETCH_SECONDS / LOOK_SECONDS)):
            try:
                held, mine = self._look(old)
            except AWAY as error:
                raise OutOfReach(f"the database is away: {type(error).__name__}") from error
            if held.version > old.version and self._good(held):
                return held
            if mine:
                return self._fetched(fetch)
            time.sleep(LOOK_SECONDS)
        raise OutOfReach("the access token is being fetched elsewhere")

    def _look(self, old: Lent) -> tuple[Lent, bool]:
        with write_transaction(self._engine) as connection:
            held = access_tokens.held(connection, self._name)
            if held.version > old.version and self._good(held):
                return held, False
            until = self._now() + timedelta(seconds=FETCH_SECONDS)
            return held, access_tokens.claim(connection, self._name, held.version, self._now(), until)

    def _fetched(self, fetch: Fetch) -> Lent:
        """With no transaction open: the answer may take seconds."""
        try:
            token, seconds = fetch()
        except BaseException:
            with write_transaction(self._engine) as connection:
                access_tokens.give_up(connection, self._name)
            raise
        lasts = max(seconds - AHEAD_SECONDS, min(seconds, LEAST_SECONDS))
        with write_transaction(self._engine) as connection:
            return access_tokens.keep(connection, self._name, token, self._now() + timedelta(seconds=lasts))
