"""Where a company's data lie, whether any lie there, and what becomes of them when others take their place."""

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL, NullPool, create_engine, func, inspect, make_url, select
from sqlalchemy.exc import DBAPIError

from storage import postgres_copy
from storage.backup_errors import BackupError
from storage.backups import FOLDERS, files_of
from storage.restore_journal import Databases, Step
from storage.tables import company


@dataclass(frozen=True)
class Place:
    """Where a company's data lie: its folder, and the address of its database."""

    data_dir: Path
    database: str

    @property
    def url(self) -> URL:
        return make_url(self.database)

    @property
    def file(self) -> Path | None:
        """Of SQLite."""
        return Path(self.url.database or "") if self.url.get_backend_name() == "sqlite" else None


@dataclass(frozen=True)
class Restored:
    """What lies ready, beside its place: the folder of its files, and the address of its database."""

    folder: Path
    url: URL


def is_empty(place: Place) -> bool:
    """No company lives there: a database may be there, if nothing but a migration was made of it."""
    if any(next(files_of(place.data_dir / folder), None) for folder in FOLDERS):
        return False
    if place.file is not None:
        if not place.file.exists():
            return True
    elif not postgres_copy.is_there(place.url):
        return True
    return not _has_company(place.url)


def _has_company(url: URL) -> bool:
    try:
        with create_engine(url, poolclass=NullPool).connect() as connection:
            there = inspect(connection).has_table(company.name)
            return there and bool(connection.execute(select(func.count()).select_from(company)).scalar_one())
    except DBAPIError:
        return True  # something is there, and nobody knows what


def moves(place: Place, restored: Restored, stamp: str) -> tuple[list[Step], Databases | None]:
    """What is to be renamed, for the journal."""
    steps = [_folder_step(place, restored, folder, stamp) for folder in FOLDERS]
    if place.file is None:
        return steps, Databases(restored.url.database or "", postgres_copy.kept_name(place.url, stamp))
    kept = place.file.absolute().parent / f"before-{stamp}"
    [_, *logs] = of_sqlite(place.file.absolute())
    steps += [Step("", str(log), str(kept / log.name)) for log in logs if log.exists()]  # before a new one can be there
    new = Path(restored.url.database or "").absolute()
    return [*steps, Step(str(new), str(place.file.absolute()), str(kept / place.file.name))], None


def kept_in(place: Place, stamp: str) -> str:
    """The database and the folder of the old data, as far as there were any."""
    url = place.url.set(database=postgres_copy.kept_name(place.url, stamp)) if place.file is None else None
    database = [url.database or ""] if url is not None and postgres_copy.is_there(url) else []
    folder = place.data_dir / f"before-{stamp}"
    return ", ".join([*database, *([str(folder)] if folder.exists() else [])])


def _folder_step(place: Place, restored: Restored, folder: str, stamp: str) -> Step:
    root = place.data_dir.absolute()
    (restored.folder / folder).mkdir(mode=0o700, exist_ok=True)
    return Step(str(restored.folder.absolute() / folder), str(root / folder), str(root / f"before-{stamp}" / folder))


def of_sqlite(file: Path) -> list[Path]:
    return [file, *(file.with_name(file.name + end) for end in ("-wal", "-shm"))]


def let_go(restored: Restored) -> None:
    """Remove a database that lies ready."""
    if restored.url.get_backend_name() != "sqlite":
        with suppress(BackupError):
            postgres_copy.drop(restored.url)
        return
    for path in of_sqlite(Path(restored.url.database or "")):
        path.unlink(missing_ok=True)
