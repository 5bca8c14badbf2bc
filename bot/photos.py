"""Fetching photographs between inbox and turn, each with its own retry; a report never waits for a slow picture."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Engine

from bot.faults import path_of
from handlers.messages import Incoming, Photo
from handlers.platform import Hush, NotFetched, Platform
from storage import attachments
from storage.attachments import Arrived
from storage.engine import read_transaction, write_transaction
from storage.media import MediaStore
from storage.photo_intake import BadPhoto
from workflow.ids import new_id

log = logging.getLogger(__name__)

DOWNLOAD_SECONDS = 20


class PhotoFetcher:
    """Brings pictures from a platform into the media store. Rows are written by the turn, after the files are safe."""

    def __init__(
        self,
        engine: Engine,
        store: MediaStore,
        platforms: Mapping[str, Platform],
        zone: ZoneInfo,
        threads: Executor,
        now: Callable[[], datetime],
        hush: Hush,
    ) -> None:
        self._engine = engine
        self._store = store
        self._platforms = platforms
        self._zone = zone
        self._threads = threads
        self._now = now
        self._hush = hush

    async def of(
        self, incoming: Incoming, *, at_once: bool = True, bare: bool = False
    ) -> tuple[Incoming, list[Arrived]]:
        """The message with each picture either stored or with its problem, and what the turn will write of them.

        at_once: False where the words cannot wait for pictures; they are fetched afterwards. bare: without originals.
        """
        if not incoming.photos:
            return incoming, []
        platform = self._platforms[incoming.bot]
        arrived = [
            await self.fetch(platform, photo, bare=bare)
            if at_once
            else Arrived(photo.remote, None, photo.problem or "pending")
            for photo in incoming.photos
        ]
        photos = [
            replace(p, media_id=a.media_id, problem=a.problem) for p, a in zip(incoming.photos, arrived, strict=True)
        ]
        return replace(incoming, photos=tuple(photos)), arrived

    async def fetch(self, platform: Platform, photo: Photo, *, bare: bool = False) -> Arrived:
        """One picture: stored, refused with its problem, or pending when the platform could not give it just now."""
        if photo.problem is not None:
            return Arrived(photo.remote, None, photo.problem)
        try:
            async with asyncio.timeout(DOWNLOAD_SECONDS):
                data = await platform.download(photo)
        except NotFetched as error:
            if error.floods:
                await self._hush(platform.bot, error)
            return Arrived(photo.remote, None, "unavailable" if error.permanent else "pending")
        except TimeoutError:
            return Arrived(photo.remote, None, "pending")
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._keep, photo.remote, data, bare)

    async def fetch_pending(self) -> int:
        """Try again for pictures whose time has come; how many were tried."""
        loop = asyncio.get_running_loop()
        rows = await loop.run_in_executor(self._threads, self._due)
        for row in rows:
            arrived = await self.fetch(self._platforms[row.bot], Photo(row.remote), bare=row.private)
            await loop.run_in_executor(self._threads, self._note, row, arrived)
        return len(rows)

    def _keep(self, remote: str, data: bytes, bare: bool) -> Arrived:
        try:
            kept = self._store.keep(data, new_id(), bare=bare)
        except BadPhoto as error:
            return Arrived(remote, None, error.problem)
        except OSError as error:  # a full disk: the message goes on, and the picture is fetched again later
            log.error("a picture cannot be kept now: %s", path_of(error))
            return Arrived(remote, None, "pending")
        taken = kept.taken_at
        if taken is not None and taken.tzinfo is None:
            taken = taken.replace(tzinfo=self._zone)
        row = {
            "id": kept.media_id,
            "digest": kept.digest,
            "kind": kept.kind,
            "size": kept.size,
            "width": kept.width,
            "height": kept.height,
            "likeness": kept.likeness,
            "at": self._now(),
        }
        return Arrived(remote, kept.media_id, None, taken, kept.latitude, kept.longitude, row)

    def _due(self) -> list[attachments.Pending]:
        with read_transaction(self._engine) as connection:
            pending = attachments.to_fetch(connection, self._now(), 10)
        return [row for row in pending if row.bot in self._platforms]

    def _note(self, row: attachments.Pending, arrived: Arrived) -> None:
        with write_transaction(self._engine) as connection:
            attachments.fetched(connection, row, arrived, self._now())
