"""Receiving what a page posts: fields in memory within limits, pictures straight to disk and safe there."""

import os
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

from python_multipart import MultipartParser
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import parse_options_header
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request

from bot.platforms.webchat_wire import Upload
from storage.settled import settle
from workflow.ids import new_id

FILE_BYTES = 20 * 1024 * 1024
FILES = 10
FIELD_BYTES = 256 * 1024  # ten thousand characters of any script, several times over
FIELDS = 8
BODY_BYTES = FILES * FILE_BYTES + 4 * 1024 * 1024
NAME_CHARACTERS = 120


@dataclass
class Form:
    """A posted message: its fields as text, and its files, which lie in the folder already."""

    fields: dict[str, str] = field(default_factory=dict)
    uploads: list[Upload] = field(default_factory=list)


def cost(length: str) -> int:
    """What a body counts where posts are counted: 1, and 1 more for each file's worth of bytes that it brings.

    length: as the request tells it; a body that tells none may bring as much as any.
    """
    told = int(length) if length.isascii() and length.isdigit() else BODY_BYTES
    return 1 + min(told, BODY_BYTES) // FILE_BYTES


async def read_form(request: Request, folder: Path) -> Form:
    """Read a multipart body. A file over the limit is read to its end and thrown away, and its Upload says so.

    Raises HTTPException 400 for what is no form and 413 for what is too much; then nothing stays on disk.
    """
    kind, options = parse_options_header(request.headers.get("content-type"))
    if kind != b"multipart/form-data" or b"boundary" not in options:
        raise HTTPException(400, "not_a_message")
    parts = _Parts(folder)
    try:
        await _feed(parts.parser(options[b"boundary"]), request.stream())
        if not parts.complete:
            raise HTTPException(400, "not_a_message")
        return await run_in_threadpool(parts.settle)
    except FormParserError as error:
        raise HTTPException(400, "not_a_message") from error
    finally:
        parts.discard()


async def _feed(parser: MultipartParser, chunks: AsyncIterator[bytes]) -> None:
    total = 0
    async for chunk in chunks:
        total += len(chunk)
        if total > BODY_BYTES:
            raise HTTPException(413, "too_much")
        parser.write(chunk)


class _Field:
    """A part without a file name."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.value = bytearray()

    @property
    def text(self) -> str:
        return self.value.decode("utf-8", "replace")

    def take(self, data: bytes) -> None:
        self.value += data
        if len(self.value) > FIELD_BYTES:
            raise HTTPException(413, "text_too_long")


class _File:
    """A part with a file name, written as it comes; past the limit it is only counted."""

    def __init__(self, folder: Path, name: str) -> None:
        self.id = new_id()
        self.name = name
        self.size = 0
        self.path = folder / f"{self.id}.part"
        self._open = os.fdopen(os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")

    def take(self, data: bytes) -> None:
        self.size += len(data)
        if self.size <= FILE_BYTES:
            self._open.write(data)
        else:
            self.discard()

    def settle(self) -> Upload:
        """Write it out and give it its name for good. Every byte is on disk when the name is."""
        if self.size > FILE_BYTES:
            return Upload(self.id, self.name, self.size, "too_large")
        self._open.flush()
        os.fsync(self._open.fileno())
        self._open.close()
        self.path.rename(self.path.with_suffix(""))
        return Upload(self.id, self.name, self.size)

    def discard(self) -> None:
        self._open.close()
        self.path.unlink(missing_ok=True)


class _Parts:
    """The parts of one body while they stream in."""

    def __init__(self, folder: Path) -> None:
        self.complete = False
        self._folder = folder
        self._header = (bytearray(), bytearray())
        self._disposition = ""
        self._parts: list[_Field | _File] = []

    def parser(self, boundary: bytes) -> MultipartParser:
        name, value = self._header
        return MultipartParser(
            boundary,
            {
                "on_header_field": lambda data, start, end: name.extend(data[start:end]),
                "on_header_value": lambda data, start, end: value.extend(data[start:end]),
                "on_header_end": self._end_header,
                "on_headers_finished": self._begin,
                "on_part_data": lambda data, start, end: self._parts[-1].take(data[start:end]),
                "on_end": self._finish,
            },
        )

    def settle(self) -> Form:
        """Every file safe on disk, names and all."""
        fields = {part.name: part.text for part in self._parts if isinstance(part, _Field)}
        uploads = [part.settle() for part in self._files()]
        settle(self._folder)
        return Form(fields, uploads)

    def discard(self) -> None:
        """Leave nothing half-written behind; what has settled stays."""
        for file in self._files():
            file.discard()

    def _files(self) -> list[_File]:
        return [part for part in self._parts if isinstance(part, _File)]

    def _end_header(self) -> None:
        name, value = self._header
        if name.lower() == b"content-disposition":
            self._disposition = value.decode("latin-1")
        name.clear()
        value.clear()

    def _begin(self) -> None:
        _, options = parse_options_header(self._disposition)
        filename = options.get(b"filename")
        if filename is None:
            self._parts.append(_Field(options.get(b"name", b"").decode("utf-8", "replace")))
        else:
            self._parts.append(_File(self._folder, filename.decode("utf-8", "replace")[-NAME_CHARACTERS:]))
        if len(self._files()) > FILES or len(self._parts) > FILES + FIELDS:
            raise HTTPException(413, "too_many_files")

    def _finish(self) -> None:
        self.complete = True
