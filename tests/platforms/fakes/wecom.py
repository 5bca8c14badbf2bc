"""A strict WeCom: its cgi-bin over real HTTP on loopback, its members, and the callbacks it makes to us.

    fake = FakeWecom(); fake.start(); fake.callback = "http://127.0.0.1:8081/wecom/callback"
    fake.person("zhangsan", name="张三").says("三号门口有油")      # sealed, posted, tried three times
    fake.chat("zhangsan")                                         # what stands in their chat now
    fake.fails("message/send", 45009, "html")                     # the next two calls of it

Acts post at once and wait for the answer: from a running event loop call them by `asyncio.to_thread`.
"""

import json
import threading
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from tests.platforms.fakes.storm import Storm
from tests.platforms.fakes.wecom_calls import Calls
from tests.platforms.fakes.wecom_chats import Member, Message
from tests.platforms.fakes.wecom_http import Answer, Query, Server
from tests.platforms.fakes.wecom_people import Callbacks, Person

Fault = Literal["hang", "reset", "html"] | int
BUSY, FLOODED = -1, 45009
TOKEN_SECONDS = 7200


def _utc_now() -> datetime:
    return datetime.now(UTC)


class FakeWecom:
    """The company's WeCom with one app. limits: what a member gets beyond 30 a minute and 1,000 an hour is dropped."""

    corp_id = "ww1234567890abcdef"
    agent_id = "1000002"
    secret = "the-secret-of-the-app"  # noqa: S105
    contacts_secret = "the-secret-of-the-contacts"  # noqa: S105
    token = "QDG6eK"  # noqa: S105
    aes_key = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C"

    def __init__(self, *, now: Callable[[], datetime] = _utc_now, limits: bool = False) -> None:
        self.now = now
        self.limits = limits
        self.callback = ""
        self.members: dict[str, Member] = {}
        self.departments = {1: "青禾机械"}
        self.closed = False
        self.robots: dict[str, list[dict[str, Any]]] = {}
        self.menu: dict[str, Any] | None = None
        self.calls: Counter[str] = Counter()
        self.dropped = 0
        self.cut = 0  # texts, and parts of text cards, of which WeCom would have thrown the end away
        self.takes_cards = True  # False: each template card is refused, as one that is no more what WeCom expects
        self.stays_bad = False  # every token that is handed out is refused
        self.callbacks = Callbacks(self)
        self._faults: dict[str, list[Fault | None]] = defaultdict(list)
        self._always: Fault | None = None
        self._tokens: dict[str, tuple[str, datetime]] = {}  # token -> secret, end
        self._issued = 0
        self._lock = threading.RLock()
        self._calls = Calls(self)
        self._server = Server(self._answer, now)

    def start(self) -> "FakeWecom":
        self._server.start()
        return self

    def stop(self) -> None:
        self._server.stop()

    @property
    def url(self) -> str:
        """What goes into HAZARDLINE_WECOM_API."""
        return self._server.url

    @property
    def bot(self) -> str:
        """What the app is called among bots."""
        return f"wecom:{self.agent_id}"

    @property
    def settings(self) -> dict[str, str]:
        """The app as it is set up, without HAZARDLINE_ before the names; PUBLIC_URL is the caller's."""
        app = {"CORP_ID": self.corp_id, "AGENT_ID": self.agent_id, "SECRET": self.secret, "TOKEN": self.token}
        return {f"WECOM_{name}": value for name, value in {**app, "AES_KEY": self.aes_key, "API": self.url}.items()}

    def person(self, userid: str, name: str = "", **more: Any) -> Person:
        """A member, who becomes one the first time."""
        self.members.setdefault(userid.lower(), Member(userid, name or userid, **more))
        return Person(self, self.members[userid.lower()])

    def chat(self, userid: str) -> list[Message]:
        """What stands in a member's chat with the app, the oldest first."""
        return self.members[userid.lower()].chat

    def robot(self, key: str) -> list[dict[str, Any]]:
        """What a group robot has posted; asked for before, it exists."""
        return self.robots.setdefault(key, [])

    def fails(self, path: str, *faults: Fault | None) -> None:
        """The next calls of a path meet these faults, one each; None: this one goes well."""
        self._faults[path] += faults

    def always(self, fault: Fault | None) -> None:
        """Every call meets this fault, until None."""
        self._always = fault

    def expire_tokens(self) -> None:
        """Tokens die before their time; new ones are good."""
        self._tokens.clear()

    def storms(self, storm: Storm | None) -> None:
        """From now on a share of everything goes wrong."""
        self.callbacks.storm = storm

    @contextmanager
    def reordered(self) -> Iterator[None]:
        """What is done inside reaches us the last first."""
        with self.callbacks.held() as held:
            yield
        for xml in reversed(held):
            self.callbacks.post(xml)

    # The server's side

    def _answer(self, method: str, path: str, query: Query, body: bytes, kind: str) -> Answer:
        path = path.removeprefix("/cgi-bin/")
        with self._lock:
            self.calls[path] += 1
            fault = self._fault(path)
        if fault is not None:
            return self._server.fail(fault) if isinstance(fault, str) else _json(fault)
        with self._lock:
            if path == "gettoken":
                return self._get_token(query)
            if path.startswith("webhook/"):
                return self._calls.webhook(path, query, body, kind)
            bad = self._refuses(query)
            return _json(bad) if bad else self._calls.answer(method, path, query, body, kind)

    def _fault(self, path: str) -> Fault | None:
        if self._faults[path] or self._always is not None:
            return self._faults[path].pop(0) if self._faults[path] else self._always
        return self._stormy(self.callbacks.storm)

    def _stormy(self, storm: Storm | None) -> Fault | None:
        """Too busy rather than one too many, which is what silences a bot for long."""
        fault = storm.fault() if storm else None
        return {"flooded": BUSY, "down": "html", None: None}[fault]

    def _get_token(self, query: Query) -> Answer:
        """Within its life the same token is handed out again, with what is left of it."""
        if query.get("corpid") != self.corp_id:
            return _json(40013)
        secret = query.get("corpsecret", "")
        if secret not in (self.secret, self.contacts_secret):
            return _json(40001)
        alive = {token: end for token, (whose, end) in self._tokens.items() if whose == secret and end > self.now()}
        if not alive:
            self._issued += 1
            alive = {f"token-{self._issued}-of-{secret[-8:]}": self.now() + timedelta(seconds=TOKEN_SECONDS)}
            self._tokens |= {token: (secret, end) for token, end in alive.items()}
        token, end = next(iter(alive.items()))
        return _json(0, access_token=token, expires_in=int((end - self.now()).total_seconds()))

    def _refuses(self, query: Query) -> int:
        token = query.get("access_token", "")
        if not token:
            return 41001
        if self.stays_bad or token not in self._tokens:
            return 40014
        return 42001 if self._tokens[token][1] <= self.now() else 0

    def is_contacts(self, query: Query) -> bool:
        """Whether the call was made with the secret of contact synchronisation."""
        return self._tokens[query["access_token"]][0] == self.contacts_secret


def _json(code: int, **more: Any) -> Answer:
    words = "ok" if code == 0 else "refused, hint: [1], from ip: 203.0.113.7, more info at https://open.example.com"
    return 200, "application/json; charset=UTF-8", json.dumps({"errcode": code, "errmsg": words, **more}).encode()
