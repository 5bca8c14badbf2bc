"""One-time codes: how they look, where one stands in a message, and what becomes of somebody unknown who sends one."""

import re
import secrets

from handlers.messages import Incoming
from storage.enrolling import digest_of

# At the end of a line, for whoever is invited may send all of the message that was passed on to them.
_JOIN = re.compile(r"(?:^|[=/\s])(join_[\w-]{22})\s*$", re.MULTILINE)
# Without what looks alike (0 O, 1 I L); a figure and a letter at least, so that no word is taken for one.
LETTERS, FIGURES = "ABCDEFGHJKMNPQRSTUVWXYZ", "23456789"
_LINK = re.compile(rf"(?=.*[{FIGURES}])(?=.*[{LETTERS}])([{LETTERS}{FIGURES}]{{4}})[-\s]?([{LETTERS}{FIGURES}]{{4}})")
# The message by which we tell such a code (enrol.link_code), copied as it is.
_COPIED = re.compile(rf"(?:绑定码|YOUR CODE:) ({_LINK.pattern})[，,]")


def fresh(*, short: bool) -> dict[str, str]:
    """A new code with its digest: of 128 bits for an invitation, of eight signs for what is typed over."""
    code = _short() if short else f"join_{secrets.token_urlsafe(16)}"
    return {"code": code, "digest": digest_of(code)}


def fresh_link() -> dict[str, str]:
    """What a link to the web bears, 128 bits of chance, with its digest."""
    code = secrets.token_urlsafe(16)
    return {"code": code, "digest": digest_of(code)}


def _short() -> str:
    while True:
        signs = "".join(secrets.choice(LETTERS + FIGURES) for _ in range(8))
        code = f"{signs[:4]}-{signs[4:]}"
        if _LINK.fullmatch(code):
            return code


def code_in(incoming: Incoming) -> str | None:
    """The code that a message consists of, scanned, in a link, or typed; or the one that our own words tell."""
    said = (incoming.scan or incoming.text).strip()
    found = _JOIN.search(said)
    if found is not None:
        return found[1]
    typed = _LINK.fullmatch(said.upper()) or _COPIED.match(said.upper())
    return "-".join(typed.groups()[-2:]) if typed else None


def is_invitation(code: str) -> bool:
    return code.startswith("join_")
