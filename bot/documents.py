"""Fetching a workbook that an officer has sent: within its size, looked at by its bytes, sealed before its turn."""

import asyncio
import logging
from collections.abc import Mapping
from concurrent.futures import Executor
from dataclasses import replace

from bot.faults import path_of
from handlers.messages import Attached, Incoming, Photo
from handlers.platform import Hush, NotFetched, Platform
from storage.sheets import BadSheet, SheetStore
from storage.workbook_file import MAX_FILE_BYTES
from workflow.ids import new_id

log = logging.getLogger(__name__)

DOWNLOAD_SECONDS = 30


class DocumentFetcher:
    """Brings files from a platform into the folder of workbooks."""

    def __init__(self, store: SheetStore, platforms: Mapping[str, Platform], threads: Executor, hush: Hush) -> None:
        self._store = store
        self._platforms = platforms
        self._threads = threads
        self._hush = hush

    async def of(self, incoming: Incoming) -> Incoming:
        """The message with its file stored, or with what is wrong with it."""
        if incoming.file is None:
            return incoming
        return replace(incoming, file=await self._fetch(self._platforms[incoming.bot], incoming.file))

    async def _fetch(self, platform: Platform, file: Attached) -> Attached:
        if file.problem is not None:
            return file
        if file.size is not None and file.size > MAX_FILE_BYTES:
            return replace(file, problem="too_large")
        try:
            async with asyncio.timeout(DOWNLOAD_SECONDS):
                data = await platform.download(Photo(file.remote, file.name, file.size))
        except NotFetched as error:
            if error.floods:
                await self._hush(platform.bot, error)
            return replace(file, problem="unavailable")
        except TimeoutError:
            return replace(file, problem="unavailable")
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._keep, file, data)

    def _keep(self, file: Attached, data: bytes) -> Attached:
        sheet_id = new_id()
        try:
            self._store.keep(data, sheet_id)
        except BadSheet as bad:
            return replace(file, problem=bad.problem)
        except OSError as error:
            log.error("a workbook cannot be kept now: %s", path_of(error))
            return replace(file, problem="unavailable")
        return replace(file, id=sheet_id)
