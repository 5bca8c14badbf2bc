"""Files of an office that somebody hands in: the workbook that is sent in chat, and a company's Word templates."""

import zipfile
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import mkdtemp
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Engine, select

from bot.reports import Report, fields_of, shipped
from storage import bulk, directory, tables
from storage.company_import import import_company
from storage.data_keys import open_ring
from storage.engine import open_engine, read_transaction, write_transaction
from storage.queries import Viewer
from storage.schema import migrate
from storage.sealed_types import ring_of
from storage.sheets import BadSheet, SheetStore
from storage.workbook import read_workbook
from storage.workbook_errors import WorkbookErrors
from templates.render import LANGUAGES, Renderer
from templates.word import try_out
from templates.word_check import BadTemplate, check
from tests.engines import MASTER_KEY
from tests.workbooks import save, small_company
from workflow.errors import Refused

NOW = datetime(2026, 11, 27, 8, 0, tzinfo=UTC)
SHEET = "0199f7d0-1111-7000-8000-000000000001"
WRONG_SHEET = (BadSheet, WorkbookErrors, Refused)
WORDS = Renderer(ZoneInfo("Asia/Shanghai"))


def sent(data: bytes) -> None:
    """A workbook with one part changed: kept, read again, shown row by row, and taken over by whoever may appoint."""
    sent_whole(_with_part(data, small()))


def sent_whole(data: bytes) -> None:
    """What is wrong with it has to be said in every language; what is right is written, and taken back."""
    engine, viewer = _company()
    store = SheetStore(scratch() / "sheets", ring_of(engine))
    store.keep(data, SHEET)
    kept = store.read(SHEET)
    if kept != data:
        raise AssertionError("what was kept comes back")
    try:
        with read_transaction(engine) as connection:
            found = bulk.preview(connection, viewer, data)
        _apply(engine, store, found["digest"])
    except WorkbookErrors as wrong:
        for error in wrong.errors[:5]:
            for language in LANGUAGES:
                WORDS.render(language, error.topic, error.told, NOW)
        raise


class _TakenBack(Exception):
    """The next workbook finds the company as this one did."""


def _apply(engine: Engine, store: SheetStore, digest: str) -> None:
    try:
        with write_transaction(engine) as connection:
            bulk.Workbooks(connection, store).apply(SHEET, digest, NOW, appoints=True)
            raise _TakenBack
    except _TakenBack:
        return


def template(data: bytes) -> None:
    """A Word template with one part changed: checked, and tried out where nothing is wrong with it."""
    template_whole(_with_part(data, shipped(Report.FILE, "zh_CN")))


def template_whole(data: bytes) -> None:
    check(data, fields_of(Report.FILE))
    try_out(data, fields_of(Report.FILE))


def workbooks() -> list[bytes]:
    return _parts_of(small())


def templates() -> list[bytes]:
    """The product's own, part by part, and one with what a template must not have."""
    parts = dict(part.split(b"\n", 1) for part in _parts_of(shipped(Report.FILE, "zh_CN")))
    document = parts[b"word/document.xml"]
    body = document[: document.index(b"<w:body>") + 8]
    written = b"<w:p><w:r><w:t>%s</w:t></w:r></w:p></w:body></w:document>"
    said = (b"{{ number }}", b"{% for step in steps %}{{ step.at }}{% endfor %}", b"{{ ''.__class__ }}")
    short = [b"word/document.xml\n" + body + written % each for each in said]
    return [*(name + b"\n" + content for name, content in parts.items()), *short]


def archives() -> Iterable[bytes]:
    return [small()]


def packages() -> Iterable[bytes]:
    return [shipped(Report.FILE, "zh_CN")]


def _with_part(data: bytes, package: bytes) -> bytes:
    """The name of a part of a package in the first line, and what that part is instead."""
    name, _, content = data.partition(b"\n")
    with BytesIO() as made:
        with zipfile.ZipFile(made, "w") as archive:
            for part, usual in _read(package).items():
                archive.writestr(part, content if part.encode() == name else usual)
        return made.getvalue()


def _parts_of(package: bytes) -> list[bytes]:
    return [name.encode() + b"\n" + content for name, content in _read(package).items()]


@cache
def _read(package: bytes) -> Mapping[str, bytes]:
    with zipfile.ZipFile(BytesIO(package)) as archive:
        return {part: archive.read(part) for part in archive.namelist()}


@cache
def small() -> bytes:
    return save(small_company(), scratch()).read_bytes()


@cache
def scratch() -> Path:
    """A folder in memory where there is one."""
    memory = Path("/dev/shm")  # noqa: S108 - nothing of it is anybody's
    return Path(mkdtemp(dir=memory if memory.is_dir() else None))


@cache
def _company() -> tuple[Engine, Viewer]:
    """The company of the workbook, and somebody of it who sends it again."""
    file = scratch() / "company.xlsx"
    file.write_bytes(small())
    engine = open_engine(f"sqlite:///{scratch() / 'company.db'}")
    migrate(engine)
    open_ring(engine, MASTER_KEY)
    import_company(engine, read_workbook(file))
    with read_transaction(engine) as connection:
        who = connection.execute(select(tables.people.c.id).where(tables.people.c.code == "zhao")).scalar_one()
        person = directory.person(connection, who)
    if person is None:
        raise AssertionError("nobody sends it")
    return engine, Viewer(person, NOW, NOW.date())


Parse = Callable[[bytes], Any]
# Target -> what reads it, the errors that may leave it, sound inputs, bytes of the longest that is tried.
DOCUMENTS: Mapping[str, tuple[Parse, tuple[type[Exception], ...], Callable[[], Iterable[bytes]], int]] = {
    "workbook-sent": (sent, WRONG_SHEET, workbooks, 32768),
    "workbook-sent-archive": (sent_whole, WRONG_SHEET, archives, 32768),
    "word-template": (template, (BadTemplate,), templates, 65536),
    "word-template-archive": (template_whole, (BadTemplate,), packages, 65536),
}
