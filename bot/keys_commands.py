"""`hazardline keys`: the master key, and what is sealed under the keys that it wraps."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress
from sqlalchemy import Engine

from bot.console import help_of, say, settings_with_log, stop, worded
from bot.keys import create_key, key_read, master_key, master_key_of
from bot.opening import open_company, resting_company
from bot.recorded import operator
from bot.settings import Settings
from storage import data_keys
from storage.audit import Kind
from storage.data_keys import begin_rotation, end_rotation
from storage.key_halves import split as halves_of
from storage.key_ring import LOOK_SECONDS
from storage.media import MediaStore
from storage.sealed_types import ring_of
from storage.sealing import count_stale, seal_stale

Step = Callable[[int], None]

keys = typer.Typer(help=help_of("keys"), no_args_is_help=True, pretty_exceptions_enable=False)


@keys.command(help=help_of("keys_create"))
def create(file: Annotated[Path, typer.Argument(help=help_of("keys_create_file"))]) -> None:
    try:
        create_key(file)
    except FileExistsError:
        stop("operator.key_not_overwritten", file=file)
    except OSError as error:
        stop("operator.key_not_written", file=file, why=error.strerror or "")
    say("operator.key_created", file=file.absolute())


@keys.command(help=help_of("keys_split"))
def split() -> None:
    one, other = halves_of(master_key(settings_with_log()))
    say("backup.halves", one=one, other=other)


@keys.command(help=help_of("keys_seal"))
def seal() -> None:
    settings = settings_with_log()
    engine = open_company(settings)
    values, files = _seal_all(engine, settings)
    operator(engine, Kind.KEYS, "keys/seal", values=values, files=files)
    say("operator.sealed", values=values, files=files)


@keys.command(help=help_of("keys_rewrap"))
def rewrap(file: Annotated[Path, typer.Argument(help=help_of("keys_rewrap_file"))]) -> None:
    settings = settings_with_log()
    fresh = key_read(file, settings.data_dir)
    with resting_company(settings) as engine:
        data_keys.rewrap(engine, master_key_of(engine, settings), fresh)
    say("operator.rewrapped", file=file.absolute())


@keys.command(help=help_of("keys_rotate"))
def rotate(lookup: Annotated[bool, typer.Option("--lookup", help=help_of("keys_rotate_lookup"))] = False) -> None:
    settings = settings_with_log()
    if lookup:
        with resting_company(settings) as engine:
            say("operator.lookup_rotated", values=data_keys.rotate_lookup(engine, master_key_of(engine, settings)))
        return
    engine = open_company(settings)
    operator(engine, Kind.KEYS, "keys/rotate", what="begun")
    values, files = rotate_keys(engine, settings, 2 * LOOK_SECONDS)
    operator(engine, Kind.KEYS, "keys/rotate", what="ended", values=values, files=files)
    say("operator.rotated", values=values, files=files)


def rotate_keys(engine: Engine, settings: Settings, wait: float, step: Step = lambda done: None) -> tuple[int, int]:
    """New keys, and everything sealed anew under them, or the rest of it; how many values and files that were.

    wait: seconds, until every process that runs has looked for new keys. step: told of each that is done.
    """
    if not begin_rotation(engine, master_key_of(engine, settings)):
        say("operator.rotation_goes_on")
    ring_of(engine).look()
    time.sleep(wait)
    sealed = _seal_all(engine, settings, step)
    end_rotation(engine)
    return sealed


def _seal_all(engine: Engine, settings: Settings, step: Step = lambda done: None) -> tuple[int, int]:
    """Seal whatever does not lie under the newest key, until nothing is left; how many values and files that were."""
    store = MediaStore(settings.data_dir / "media", ring_of(engine))
    values = files = 0
    console = Console(stderr=True)
    with Progress(transient=True, console=console, disable=not console.is_terminal) as bar:
        while stale := count_stale(engine) + len(lying := store.stale()):
            task = bar.add_task(worded("operator.sealing").strip(), total=stale)
            for done in seal_stale(engine):
                values += done
                bar.advance(task, done)
                step(done)
            for file in lying:
                store.seal(file)
                files += 1
                bar.advance(task)
                step(1)
    return values, files
