"""The web chat as a platform: the bot's messages go into a table that pages read, and what pages send is kept first."""

import asyncio
import os
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Engine, insert, select
from sqlalchemy.exc import OperationalError

from bot.platforms import webchat_history as history
from bot.platforms import webchat_wire as wire
from handlers.messages import Envelope, Incoming, MenuItem, Outgoing, Photo, Picture, Receipt
from handlers.platform import Can, Finding, Limits, NotDelivered, NotFetched
from storage.engine import read_transaction, write_transaction
from storage.sealed_types import for_table
from storage.tables import webchat_files
from workflow.ids import new_id

IN_FLIGHT = 100  # messages: more than could have been on their way in at one moment
ORPHAN_SECONDS = 3600  # an upload without a row after this long belongs to a request that died


def _utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass
class WebChat:
    """The embedded platform. An address is a person's code; a message id is a seq of `webchat_messages`.

    `files` is the folder of pictures: those that people uploaded, and those that were drawn for one reader. Every
    method may be called from any thread.
    """

    engine: Engine
    files: Path
    now: Callable[[], datetime] = _utc_now
    bot: str = field(default=history.BOT, init=False)
    limits: Limits = field(default=Limits(), init=False)
    can: Can = field(default=Can(), init=False)
    _bells: list[Callable[[], None]] = field(default_factory=list, init=False, repr=False)

    def __post_init__(self) -> None:
        self.files.mkdir(mode=0o700, parents=True, exist_ok=True)

    async def check(self) -> None:
        """It is a table of our own."""

    async def listen(self) -> AsyncIterator[Sequence[Envelope]]:
        """Nothing to poll: pages post, and the web route hands the envelope to the intake."""
        nothing: tuple[Sequence[Envelope], ...] = ()
        for batch in nothing:
            yield batch

    def parse(self, body: str) -> Incoming:
        """Read the body of an envelope that `said` made. Raises Unparsable."""
        return wire.parse(body)

    async def download(self, photo: Photo) -> bytes:
        """The bytes of an uploaded picture. Raises NotFetched, always for good: the file is here or nowhere."""
        try:
            return await asyncio.to_thread(self.file(photo.remote).read_bytes)
        except (OSError, ValueError) as error:
            raise NotFetched(f"upload {photo.remote!r}: {error}", permanent=True) from error

    async def send(self, outgoing: Outgoing) -> Receipt:
        """Put the message at the end of the person's chat. Raises NotDelivered."""
        return await asyncio.to_thread(self._write, outgoing, None)

    async def replace(self, receipt: Receipt, outgoing: Outgoing) -> Receipt:
        """Put another message in the place of one sent before. Raises NotDelivered."""
        return await asyncio.to_thread(self._write, outgoing, receipt)

    async def acknowledge(self, incoming: Incoming, taken: str) -> None:
        """The page shows a tap itself."""

    async def offer(self, items: Sequence[MenuItem], language: str, address: str = "") -> None:
        """There is no menu of its own."""

    async def examine(self) -> list[Finding]:
        return []

    async def close(self) -> None:
        """Nothing is held open."""

    def said(self, code: str, draft: wire.Draft) -> Envelope:
        """Show a person's own words in their chat and return the envelope for the intake.

        The same client id again gives the first envelope again and shows nothing new, so a page may repeat itself
        until it hears that the intake has stored the message. Raises KeyError for an unknown code.
        """
        with self._writing() as connection:
            person_id = history.person_at(connection, code)
            if person_id is None:
                raise KeyError(code)
            first = history.sent_as(connection, person_id, draft.client_id)
            at = first.at if first else self.now()
            body = first.body if first else self._add(connection, person_id, draft, at)
        self._drop_files_not_in(body, draft)
        return wire.envelope(code, body, at)

    def changed(self, code: str, client_id: str, change: wire.Change) -> Envelope | None:
        """Show a person's own message as changed or gone, and return the envelope for the intake.

        The same change again gives the same envelope again. None: there is no such message, it is gone, or it was the
        tap of a button. Raises KeyError for an unknown code.
        """
        with self._writing() as connection:
            person_id = history.person_at(connection, code)
            if person_id is None:
                raise KeyError(code)
            body = self._change(connection, person_id, client_id, change)
        made = wire.change_envelopes(code, body) if body else []
        return next((each for each in made if each.key == f"{code}:{change.client_id}"), None)

    def _change(
        self, connection: Connection, person_id: str, client_id: str, change: wire.Change
    ) -> history.Body | None:
        """The body with the change in it, made now or before."""
        message = history.sent_as(connection, person_id, client_id)
        made = message.body.get("changes", []) if message else []
        if message and any(each["client_id"] == change.client_id for each in made):
            return message.body
        return history.change(connection, person_id, client_id, lambda old: wire.changed(old, change, self.now()))

    def said_last(self) -> list[Envelope]:
        """The newest envelopes once more: a kill between showing and storing leaves one shown that no intake has."""
        with read_transaction(self.engine) as connection:
            said = history.last_said(connection, IN_FLIGHT)
        return [
            envelope
            for code, body, at in said
            for envelope in (wire.envelope(code, body, at), *wire.change_envelopes(code, body))
        ]

    def mark_read(self, person_id: str, upto: int) -> None:
        """The person has seen everything the bot said up to this seq."""
        with self._writing() as connection:
            history.mark_read(connection, person_id, upto, self.now())

    def person_at(self, code: str) -> str | None:
        """The id of the person with this code, if there is one."""
        with read_transaction(self.engine) as connection:
            return history.person_at(connection, code)

    def file(self, upload_id: str) -> Path:
        """Where an upload lies. Raises ValueError for anything that is not an id."""
        return self.files / str(UUID(upload_id))

    def owner_of(self, upload_id: str) -> str | None:
        """The id of the person in whose chat this file stands, if there is one. Raises ValueError as `file` does."""
        with read_transaction(self.engine) as connection:
            row = select(webchat_files.c.person_id).where(webchat_files.c.id == str(UUID(upload_id)))
            return connection.scalar(row)

    def sweep(self) -> int:
        """Delete files that no row names, an hour after they came, and return how many went."""
        with read_transaction(self.engine) as connection:
            known = set(connection.scalars(select(webchat_files.c.id)))
        old = self.now().timestamp() - ORPHAN_SECONDS
        files = [path for path in self.files.iterdir() if path.name.partition(".")[0] not in known]
        lost = [path for path in files if path.stat().st_mtime < old]
        for path in lost:
            path.unlink(missing_ok=True)
        return len(lost)

    @contextmanager
    def ringing(self, bell: Callable[[], None]) -> Iterator[None]:
        """Call `bell` after each change made through this object, from whatever thread made it."""
        self._bells.append(bell)
        try:
            yield
        finally:
            self._bells.remove(bell)

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with write_transaction(self.engine) as connection:
            yield connection
        for bell in tuple(self._bells):
            bell()

    def _write(self, outgoing: Outgoing, receipt: Receipt | None) -> Receipt:
        """Drawn pictures lie on disk before any row names them; without their message they are swept."""
        try:
            made = {each: self._keep(each.read()) for each in wire.made_for(outgoing)}
            with self._writing() as connection:
                return Receipt(str(self._place(connection, outgoing, made, receipt)))
        except OperationalError as error:
            raise NotDelivered(str(error.orig), permanent=False, retry_after=1) from error
        except OSError as error:
            raise NotDelivered(f"a picture cannot be kept: {error.strerror}", permanent=False, retry_after=1) from error

    def _keep(self, drawn: bytes) -> str:
        """Put a picture of the bot's where those of people lie; its id. Raises OSError."""
        name = new_id()
        with self.file(name).open("wb") as file:
            file.write(drawn)
            file.flush()
            os.fsync(file.fileno())
        return name

    def _place(
        self, connection: Connection, outgoing: Outgoing, made: Mapping[wire.Made, str], receipt: Receipt | None
    ) -> int:
        person_id = history.person_at(connection, outgoing.address)
        if person_id is None:
            raise NotDelivered(f"no web chat address {outgoing.address!r}", permanent=True)
        body = wire.shown(outgoing, made)
        if receipt is None:
            seq = history.add(connection, person_id, "out", body, self.now())
        else:
            seq = int(receipt.message_id) if receipt.message_id.isdecimal() else 0
            if not history.edit(connection, person_id, seq, body):
                raise NotDelivered(f"no message {receipt.message_id!r} of {outgoing.address!r}", permanent=True)
        for each, name in made.items():
            called = each.alt if isinstance(each, Picture) else wire.storable(each.name)
            row = {"id": name, "name": called, "size": self.file(name).stat().st_size}
            self._enter(connection, person_id, row, self.now())
        return seq

    def _add(self, connection: Connection, person_id: str, draft: wire.Draft, at: datetime) -> history.Body:
        label = history.tap(connection, person_id, draft.choice) if draft.choice else None
        for upload in draft.uploads:
            if upload.problem is None:
                row = {"id": upload.file, "name": wire.storable(upload.name), "size": upload.size}
                self._enter(connection, person_id, row, at)
        body = wire.written(draft, label)
        history.add(connection, person_id, "in", body, at)
        return body

    def _enter(self, connection: Connection, person_id: str, file: Mapping[str, Any], at: datetime) -> None:
        row = for_table(webchat_files, {**file, "person_id": person_id, "at": at})
        connection.execute(insert(webchat_files), row)

    def _drop_files_not_in(self, body: history.Body, draft: wire.Draft) -> None:
        kept = {photo["file"] for photo in body["photos"]}
        for upload in draft.uploads:
            if upload.file not in kept:
                self.file(upload.file).unlink(missing_ok=True)
