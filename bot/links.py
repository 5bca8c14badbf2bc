"""Links to a message in whole, for platforms that cut it or need a page: signed, and dead after a week."""

import base64
import hashlib
import hmac
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from workflow.people import Language

LASTS = timedelta(days=7)
PATH, FILE_PATH, SIGN_IN = "/m/", "/f/", "/in/"
_WHOLE, _FILE = b"whole message\0", b"file of message\0"  # one cannot be taken for the other
_ID_BYTES, _UNTIL_BYTES, _SIGNATURE_BYTES = 16, 5, 16


@dataclass(frozen=True)
class Whole:
    """A message in whole, as its recipient may read it now."""

    text: str
    language: Language


class Links:
    """Makes links and reads them back. `public_url`: where the webhook door is reached from outside."""

    def __init__(self, public_url: str, secret: bytes) -> None:
        self._public_url = public_url
        self._secret = secret

    def to(self, notice_id: str, now: datetime) -> str:
        """The address at which a notice can be read in whole for a week."""
        return f"{self._public_url}{PATH}{self._token(_WHOLE, notice_id, now)}"

    def to_file(self, notice_id: str, now: datetime) -> str:
        """The address at which the file of a notice can be had for a week."""
        return f"{self._public_url}{FILE_PATH}{self._token(_FILE, notice_id, now)}"

    def sign_in(self, code: str, to: str = "") -> str:
        """The address at which a code of chat opens a session. to: the page that it leads to, by its name."""
        return f"{self._public_url}{SIGN_IN}{code}" + (f"?to={to}" if to else "")

    def notice_of(self, token: str, now: datetime) -> str | None:
        """The id of the notice that a token was made for; None for one that has run out, or that nobody made."""
        return self._read(_WHOLE, token, now)

    def file_of(self, token: str, now: datetime) -> str | None:
        """The same of a token to a file."""
        return self._read(_FILE, token, now)

    def _token(self, to: bytes, notice_id: str, now: datetime) -> str:
        until = int((now + LASTS).timestamp()).to_bytes(_UNTIL_BYTES)
        said = uuid.UUID(notice_id).bytes + until
        return base64.urlsafe_b64encode(said + self._signature(to, said)).decode().rstrip("=")

    def _read(self, to: bytes, token: str, now: datetime) -> str | None:
        try:
            raw = base64.urlsafe_b64decode(token.encode() + b"==")
        except ValueError:
            return None
        said, signature = raw[: _ID_BYTES + _UNTIL_BYTES], raw[_ID_BYTES + _UNTIL_BYTES :]
        if not hmac.compare_digest(signature, self._signature(to, said)):
            return None
        if not now.timestamp() < int.from_bytes(said[_ID_BYTES:]) <= (now + LASTS).timestamp():
            return None
        return str(uuid.UUID(bytes=said[:_ID_BYTES]))

    def _signature(self, to: bytes, said: bytes) -> bytes:
        whole = hmac.new(self._secret, to + said, hashlib.sha256)
        return whole.digest()[:_SIGNATURE_BYTES]
