"""The envelope of WeCom's callbacks: signed by SHA-1 over what both sides know, sealed with AES-256-CBC.

Source: developer.work.weixin.qq.com/document/path/90968. wechatpy's own is not used: it compares signatures in a time
that tells of them, asks no age, does not look at the padding, and fails on bad input in seven different ways.
"""

import hmac
import re
import secrets
from base64 import b64decode, b64encode
from collections.abc import Callable
from datetime import datetime
from hashlib import sha1

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

BLOCK = 32  # bytes: what the plain text is padded to, twice that of AES
SALT = 16
LENGTH = 4
# A callback is sent again twice, five seconds apart; the rest is room for clocks.
FRESH_SECONDS = 600
_TIMESTAMP = re.compile("[0-9]{1,12}")


class Unsigned(Exception):
    """Not from WeCom, or from another app than ours, or too old."""


class Unreadable(Exception):
    """Signed as WeCom signs, and yet nothing that can be opened."""


class Crypto:
    """Opens and seals with what was typed into the app's page: Token and EncodingAESKey."""

    def __init__(self, token: str, aes_key: str, corp_id: str, now: Callable[[], datetime]) -> None:
        self._token = token
        self._key = b64decode(aes_key + "=")
        self._corp_id = corp_id.encode()
        self._now = now

    def open(self, signature: str, timestamp: str, nonce: str, sealed: str) -> str:
        """The plain text of a callback. Raises Unsigned, Unreadable."""
        expected = self.sign(timestamp, nonce, sealed)
        if not hmac.compare_digest(expected.encode(), signature.encode()):
            raise Unsigned("another signature")
        if not _TIMESTAMP.fullmatch(timestamp) or abs(self._now().timestamp() - int(timestamp)) > FRESH_SECONDS:
            raise Unsigned("another time")
        return self.unsealed(sealed)

    def timestamp(self) -> str:
        """The present moment as callbacks bear it."""
        return str(int(self._now().timestamp()))

    def sign(self, timestamp: str, nonce: str, sealed: str) -> str:
        """What WeCom writes beside a sealed text."""
        parts = sorted((self._token, timestamp, nonce, sealed))
        return sha1("".join(parts).encode(), usedforsecurity=False).hexdigest()  # the protocol's choice

    def seal(self, text: str, salt: bytes = b"") -> str:
        """The text as WeCom would seal it. `salt`: 16 bytes that are random unless they are given."""
        said = text.encode()
        plain = (salt or secrets.token_bytes(SALT)) + len(said).to_bytes(LENGTH, "big") + said + self._corp_id
        padding = BLOCK - len(plain) % BLOCK
        cipher = self._cipher().encryptor()
        return b64encode(cipher.update(plain + bytes([padding]) * padding) + cipher.finalize()).decode()

    def unsealed(self, sealed: str) -> str:
        """The plain text of what bears the right signature. Raises Unreadable."""
        try:
            cipher = self._cipher().decryptor()
            plain = cipher.update(b64decode(sealed, validate=True)) + cipher.finalize()
        except ValueError as error:
            raise Unreadable("no whole blocks") from error
        padding = plain[-1] if plain else 0
        if not 1 <= padding <= BLOCK or plain[-padding:] != bytes([padding]) * padding:
            raise Unreadable("another key")
        said = plain[SALT:-padding]
        length = int.from_bytes(said[:LENGTH], "big")
        if said[LENGTH + length :] != self._corp_id:
            raise Unreadable("another company")
        # Words that were cut within a letter are read all the same: what people say is not thrown away.
        return said[LENGTH : LENGTH + length].decode("utf-8", "replace").replace("\0", "\ufffd")

    def _cipher(self) -> Cipher[modes.CBC]:
        return Cipher(algorithms.AES(self._key), modes.CBC(self._key[:SALT]))
