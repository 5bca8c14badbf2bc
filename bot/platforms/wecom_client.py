"""Calls to WeCom's interface through wechatpy, with what is known to be wrong with it put right. Any thread may call.

Its token host is fixed in the code, its requests for a token and for media have no time-out, a token that stays bad
makes it ask without end, and a file object is sent empty the second time.
"""

import logging
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from hashlib import sha256
from typing import Any, TypeVar

from requests import RequestException, Response
from sqlalchemy import Engine
from wechatpy.exceptions import WeChatClientException
from wechatpy.work import WeChatClient

from bot.platforms.wecom_errors import TOKEN, CallRefused, OutOfReach
from bot.platforms.wecom_token import Tokens
from storage.access_tokens import Lent

# Their debug lines tell addresses, and in addresses stand secrets and access tokens.
for library in ("urllib3", "wechatpy"):
    logging.getLogger(library).setLevel(logging.WARNING)

CONNECT_SECONDS, ANSWER_SECONDS = 5.0, 10.0
_SEEN_FROM = re.compile(r"from ip: ([0-9a-fA-F.:]+)")
_NOBODYS: dict[str, Any] = {"access_token": None}  # the parameter is left out, and nothing is fetched for it

Answer = dict[str, Any]
R = TypeVar("R")


class Client:
    """The interface as one secret may use it. Calls raise CallRefused or OutOfReach, whose texts tell no secret."""

    def __init__(
        self,
        engine: Engine,
        bot: str,
        api: str,
        corp_id: str,
        secret: str,
        *,
        now: Callable[[], datetime],
        answer_seconds: float = ANSWER_SECONDS,
    ) -> None:
        self._api = api
        self._corp_id = corp_id
        self._secret = secret
        self._now = now
        self._timeout = (min(CONNECT_SECONDS, answer_seconds), answer_seconds)
        # Another company's token under the same agent's number would still be good, there.
        whose = sha256(f"{api}|{corp_id}|{secret}".encode()).hexdigest()[:16]
        self._tokens = Tokens(engine, f"{bot}:{whose}", now)
        self._mine = threading.local()
        self.clock_ahead: float | None = None  # of ours before theirs, in seconds, once they have answered

    # Parameters are given as a copy: the library writes its token into them, and would send it again the second time.

    def get(self, path: str, **params: object) -> Answer:
        return self._answered(lambda api: api.get(path, params=dict(params)))

    def post(self, path: str, data: Answer, **params: object) -> Answer:
        return self._answered(lambda api: api.post(path, params=dict(params), data=data))

    def upload(self, kind: str, name: str, data: bytes) -> str:
        """The media id under which WeCom keeps a file for three days. kind: image, voice, video, file."""
        files = {"media": (name, data)}  # bytes: they can be sent a second time
        answer = self._answered(lambda api: api.post("media/upload", params={"type": kind}, files=files))
        return _said(answer, "media_id")

    def download(self, media_id: str) -> bytes:
        """The bytes of a file; an error comes as JSON, with status 200."""
        answer = self._called(lambda api: api.get("media/get", params={"media_id": media_id}))
        if not isinstance(answer, Response):
            raise OutOfReach("an answer instead of a file")
        return answer.content

    def _answered(self, call: Callable[[WeChatClient], Any]) -> Answer:
        answer = self._called(call)
        if not isinstance(answer, dict):
            raise OutOfReach("an answer that is no JSON")
        return answer

    def _called(self, call: Callable[[WeChatClient], R]) -> R:
        """Carry out a call; with a token that is refused once more, with another one."""
        api = self._of_this_thread()
        api.lent = self._tokens.current(api.fetch)
        try:
            with _plainly():
                return call(api)
        except CallRefused as error:
            if error.code not in TOKEN:
                raise
        api.lent = self._tokens.instead_of(api.lent, api.fetch)
        with _plainly():
            return call(api)

    def _of_this_thread(self) -> "_Api":
        if not hasattr(self._mine, "api"):
            self._mine.api = _Api(self._api, self._corp_id, self._secret, self._timeout, self._note_clock)
        api: _Api = self._mine.api
        return api

    def _note_clock(self, response: Response, *_: object, **__: object) -> None:
        try:
            theirs = parsedate_to_datetime(response.headers["Date"])
        except (KeyError, ValueError):
            return
        self.clock_ahead = (self._now() - theirs.replace(tzinfo=UTC)).total_seconds()


class _Api(WeChatClient):  # type: ignore[misc]  # shipped without types
    """One thread's client: it is given its token and fetches none by itself."""

    def __init__(
        self, api: str, corp_id: str, secret: str, timeout: tuple[float, float], answered: Callable[..., None]
    ) -> None:
        super().__init__(corp_id, secret, timeout=timeout, auto_retry=False)
        self.API_BASE_URL = f"{api}/cgi-bin/"
        self.lent: Lent
        self._http.hooks["response"].append(answered)

    @property
    def access_token(self) -> str:
        return self.lent.token

    def fetch(self) -> tuple[str, int]:
        params = {"corpid": self.corp_id, "corpsecret": self.secret, **_NOBODYS}
        with _plainly():
            answer = self.get("gettoken", params=params)
        return _said(answer, "access_token"), int(_said(answer, "expires_in"))


def _said(answer: object, name: str) -> str:
    if not isinstance(answer, dict) or name not in answer:
        raise OutOfReach(f"an answer without {name}")
    return str(answer[name])


@contextmanager
def _plainly() -> Iterator[None]:
    """Errors as ours: what the libraries say bears addresses, and in addresses stand secrets."""
    try:
        yield
    except WeChatClientException as error:
        if error.errcode is None:
            raise OutOfReach(f"status {error.response.status_code}") from None
        seen = _SEEN_FROM.search(str(error.errmsg))
        raise CallRefused(int(error.errcode), seen[1] if seen else "") from None
    except RequestException as error:
        raise OutOfReach(type(error).__name__) from None
