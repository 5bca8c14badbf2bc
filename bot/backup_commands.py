"""`hazardline backup`, `backups` and `restore`: what they are told, and what they say."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from bot import app
from bot.backing_up import Keeper, Made, chosen, keeper_of
from bot.backup_targets import target_of
from bot.company import NoCompany, utc_now
from bot.console import LANGUAGE, help_of, say, settings_with_log, stop
from bot.interrupted import end_restore
from bot.keys import make_data_dir, master_key, master_key_of
from bot.opening import open_company
from bot.settings import Settings, variable
from storage import heads
from storage.backup_errors import BackupError
from storage.backup_manifest import Manifest, names_of, read_manifest
from storage.backup_target import Target
from storage.backup_thinning import outcome_of
from storage.backups import alone
from storage.chain import Head
from storage.key_halves import join
from storage.restore_place import Place, is_empty
from storage.restoring import Backup
from storage.restoring import restore as put_back
from templates.heads import in_every_language
from templates.render import label

NEWEST = ""
MEGABYTE = 1_000_000

Told = Callable[[str, int, int], None]


def backup(
    to: Annotated[str, typer.Option("--to", help=help_of("backup_to"))] = "",
    nightly: Annotated[bool, typer.Option("--nightly", help=help_of("backup_nightly"))] = False,
) -> None:
    settings = settings_with_log()
    keeper = _keeper(settings, to)
    with _errors(), _bar() as told:
        made = keeper.spend_night(utc_now(), told) if nightly else keeper.make_alone(utc_now(), told)
    _say_made(made, keeper.target)


def backups(source: Annotated[str, typer.Option("--from", help=help_of("restore_from"))] = "") -> None:
    settings = settings_with_log()
    target, master = _target(settings, source), master_key(settings)
    with _errors():
        names = names_of(target)
        if not names:
            raise BackupError("backup.none_there", place=target.place)
        for name in reversed(names):
            _say_one(target, name, master)


def restore(
    which: Annotated[str, typer.Argument(help=help_of("restore_which"))] = NEWEST,
    source: Annotated[str, typer.Option("--from", help=help_of("restore_from"))] = "",
    check: Annotated[bool, typer.Option("--check", help=help_of("restore_check"))] = False,
    data_dir: Annotated[Path | None, typer.Option("--to-data-dir", help=help_of("restore_data_dir"))] = None,
    database: Annotated[str, typer.Option("--to-database", help=help_of("restore_database"))] = "",
    halves: Annotated[list[str] | None, typer.Option("--key-half", help=help_of("restore_half"))] = None,
) -> None:
    settings = _placed(settings_with_log(), data_dir, database)
    if check:
        _check(settings, source, which)
        return
    make_data_dir(settings)
    end_restore(settings)
    target, master = _target(settings, source), _joined(halves) if halves else master_key(settings)
    place = Place(settings.data_dir, settings.database)
    with _errors():
        if not halves and not is_empty(place):
            stop("backup.not_empty", where=str(settings.data_dir))
        name = chosen(target, which)
        with app.sole_process(settings), alone(settings.data_dir), _bar() as told:
            wanted = Backup(target, read_manifest(target, name, master), master)
            kept = put_back(wanted, place, utc_now(), told)
    _give_up_later_heads(settings, wanted.manifest)
    made_at = f"{wanted.manifest.made_at:%Y-%m-%d %H:%M}"
    say("backup.restored", made_at=made_at, where=str(settings.data_dir), kept=kept)


def _give_up_later_heads(settings: Settings, manifest: Manifest) -> None:
    """What the audit's chain had linked after the backup is no longer there, which its heads outside have to say."""
    if settings.audit_heads and manifest.head:
        head = Head(**manifest.head)
        words = in_every_language(head.position, head.link)
        try:
            heads.append(settings.audit_heads, head, utc_now(), words, restored=True)
        except OSError as error:
            stop("backup.heads_not_written", where=str(settings.audit_heads), why=error.strerror or "")


def _check(settings: Settings, source: str, which: str) -> None:
    """One line, and status 1 where there is any doubt."""
    keeper = _keeper(settings, source)
    with _errors():
        name = chosen(keeper.target, which)
        with alone(settings.data_dir), _bar() as told:
            manifest = keeper.try_out(name, utc_now(), told)
    say("backup.good", name=name, tables=len(manifest.tables), pictures=len(manifest.media))


def _keeper(settings: Settings, to: str) -> Keeper:
    to = to or settings.backup_to or stop("backup.no_target", variable=variable("backup_to"))
    engine = open_company(settings)
    return keeper_of(engine, settings, master_key_of(engine, settings), to)


def _target(settings: Settings, source: str) -> Target:
    source = source or settings.backup_to or stop("backup.no_target", variable=variable("backup_to"))
    return target_of(source, settings)


def _placed(settings: Settings, data_dir: Path | None, database: str) -> Settings:
    """The settings, with the place that was named."""
    named = {"data_dir": data_dir, "database_url": database} if data_dir else {"database_url": database}
    return settings.model_copy(update=named) if data_dir or database else settings


def _joined(halves: list[str]) -> bytes:
    if len(halves) != 2:
        stop("backup.two_halves")
    return join(*halves) or stop("backup.no_half")


def _say_made(made: Made, target: Target) -> None:
    manifest, gone = made.manifest, len(made.gone)
    size, seconds = _megabytes(manifest.bytes), round(made.seconds)
    pictures, lost = len(manifest.media), len(manifest.lost)
    facts = {"name": manifest.name, "place": target.place, "size": size}
    say("backup.made", None, **facts, pictures=pictures, lost=lost, seconds=seconds, gone=gone)


def _say_one(target: Target, name: str, master: bytes) -> None:
    """A line for one backup, also for one that does not open."""
    try:
        manifest = read_manifest(target, name, master)
        good = outcome_of(target, name, master)
    except BackupError as error:
        say("backup.listed_shut", name=name)
        say(error.topic, **error.facts)
        return
    pictures, size = len(manifest.media), _megabytes(manifest.bytes)
    cases = manifest.tables.get("hazards", 0)
    say("backup.listed", name=name, cases=cases, pictures=pictures, size=size, good=good)


def _megabytes(size: int) -> str:
    return f"{size / MEGABYTE:.1f}"


@contextmanager
def _errors() -> Iterator[None]:
    """What goes wrong is said, and the command ends with status 1."""
    try:
        yield
    except BackupError as error:
        stop(error.topic, **error.facts)
    except NoCompany:
        stop("operator.no_company")
    except app.AlreadyRunning as running:
        stop("operator.already_running", data=running.args[0])


@contextmanager
def _bar() -> Iterator[Told]:
    """A bar for each part, where somebody watches."""
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:.0f} %"))
    console = Console(stderr=True)
    with Progress(
        *columns, TimeRemainingColumn(), console=console, transient=True, disable=not sys.stderr.isatty()
    ) as bar:
        tasks: dict[str, int] = {}

        def told(part: str, done: int, whole: int) -> None:
            if part not in tasks:
                tasks[part] = bar.add_task(label(LANGUAGE, "backup_part", part))
            bar.update(tasks[part], completed=done, total=whole)  # type: ignore[arg-type]

        yield told
