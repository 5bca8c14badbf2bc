"""All that is linked, in a file, and beside it its signature, by which whoever has the key knows the file again."""

import csv
import hmac
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine

from storage import trail, verify
from storage.sealed_types import ring_of


def exported(engine: Engine, out: Path, *, as_csv: bool) -> tuple[int, Path]:
    """Every linked row, and beside it the signature of the file: how many rows, and where the signature lies."""
    signed, count = hmac.new(ring_of(engine).key("chain"), digestmod="sha256"), 0
    with verify.at_one_moment(engine) as connection, out.open("wb") as file:
        for line in _csv(connection) if as_csv else _lines(connection):
            file.write(line)
            signed.update(line)
            count += 1
    signature = _signature_of(out)
    signature.write_text(f"HMAC-SHA-256 {signed.hexdigest()}  {out.name}\n", encoding="utf-8")
    return count - as_csv, signature


def _lines(connection: Connection) -> Iterator[bytes]:
    for row in trail.everything(connection):
        yield json.dumps(row, ensure_ascii=False).encode() + b"\n"


def _csv(connection: Connection) -> Iterator[bytes]:
    yield _csv_line(trail.NAMES)
    for row in trail.everything(connection):
        yield _csv_line([_cell(row[name]) for name in trail.NAMES])


def _cell(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _csv_line(cells: Any) -> bytes:
    written = io.StringIO()
    csv.writer(written).writerow(cells)
    return written.getvalue().encode()


def is_signed(engine: Engine, file: Path) -> bool:
    """Whether the signature beside a file is that of its content, under this company's key. Raises OSError."""
    told = _signature_of(file).read_text(encoding="utf-8").split()
    with file.open("rb") as opened:
        signed = hmac.new(ring_of(engine).key("chain"), digestmod="sha256")
        while piece := opened.read(1 << 20):
            signed.update(piece)
    return len(told) > 1 and hmac.compare_digest(told[1].encode(), signed.hexdigest().encode())


def _signature_of(file: Path) -> Path:
    return file.with_name(file.name + ".hmac")
