"""A bot's files: over HTTP, or from the disk of this machine where a Bot API server of one's own runs with --local.

Such a server answers with a path instead of handing the file out. It is believed only within the folder that a setting
names: what answers at the address of the Bot API shall not choose which files of this machine are read.
"""

import asyncio
import logging
import os
import stat
from collections.abc import Mapping
from pathlib import Path

from bot.platforms.telegram_library import Library, Refusal
from handlers.platform import Finding
from storage.photo_intake import BYTES_LIMIT

log = logging.getLogger(__name__)

# Telegram's own limit does not hold for such a server; ours does, and what is longer is seen to be.
MOST_BYTES = BYTES_LIMIT + 1
UNSET = "the Bot API server runs with --local: set HAZARDLINE_TELEGRAM_FILES to the folder in which it keeps its files"
OUTSIDE = "HAZARDLINE_TELEGRAM_FILES is not the folder in which the Bot API server keeps its files: one lies elsewhere"
UNREADABLE = "a file in HAZARDLINE_TELEGRAM_FILES cannot be read"


class Unread(Refusal):
    """A file lies on a disk and is not read there. `topic` and `facts`: what the operator is told."""

    def __init__(self, why: str, topic: str, facts: Mapping[str, str]) -> None:
        super().__init__(why)
        self.topic = topic
        self.facts = facts


class Files:
    """The files of one bot. `folder`: where a server on this machine keeps them, if one does."""

    def __init__(self, library: Library, folder: Path | None) -> None:
        self._library = library
        self._folder = folder
        self._trouble = ""  # that was logged last

    async def fetch(self, file_id: str) -> bytes:
        """The bytes of a file. Raises Refusal; what only the operator can mend is logged, once."""
        try:
            data = await self._get(file_id)
        except Unread as unread:
            self._log(str(unread))
            raise
        self._log("")
        return data

    async def examine(self, bot: int) -> list[Finding]:
        """Whether files can be had, tried with the bot's own picture, if it has one."""
        facts = {"folder": str(self._folder)} if self._folder else {}
        try:
            asked = {"user_id": bot, "limit": 1}
            pictures = (await self._library.call("getUserProfilePhotos", asked)).get("photos")
            if pictures:
                await self._get(pictures[0][0]["file_id"])
        except Unread as unread:
            return [Finding(unread.topic, False, unread.facts)]
        except Refusal as refusal:
            return [Finding("operator.telegram_files_away", False, {"why": str(refusal)})]
        topic = "operator.telegram_files_read" if pictures else "operator.telegram_files_untried"
        return [Finding(topic, True, facts)] if facts else []

    async def _get(self, file_id: str) -> bytes:
        file = await self._library.call("getFile", {"file_id": file_id})
        path = str(file.get("file_path") or "")
        if path.startswith("/"):
            return await asyncio.to_thread(_read, path, self._folder)
        return await self._library.fetch(path)

    def _log(self, trouble: str) -> None:
        if trouble and trouble != self._trouble:
            log.error("pictures from Telegram wait: %s", trouble)
        self._trouble = trouble


def _read(path: str, folder: Path | None) -> bytes:
    """A file of the server's, as far as it could be a photograph."""
    if folder is None:
        raise Unread(UNSET, "operator.telegram_files_unset", {})
    facts = {"folder": str(folder)}
    try:
        really = Path(os.path.realpath(path))
        if not really.is_relative_to(os.path.realpath(folder)):
            raise Unread(OUTSIDE, "operator.telegram_files_outside", facts)
        return _read_plain(really)
    except (OSError, ValueError) as error:
        facts["why"] = getattr(error, "strerror", None) or type(error).__name__
        raise Unread(f"{UNREADABLE}: {facts['why']}", "operator.telegram_files_unreadable", facts) from None


def _read_plain(path: Path) -> bytes:
    """Only a file: a link that has been put there since is not followed, and a pipe not waited for. Raises OSError."""
    with open(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb") as file:  # noqa: PTH123
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise OSError(None, "not a file")
        return file.read(MOST_BYTES)
